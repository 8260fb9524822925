"""The page finds in the search files what spec/search.md says that it finds in the texts."""

import dataclasses
import json
import math
import random
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from bukti.model.definition import Definition
from bukti.model.snapshot import Located
from site_builder.plan import Plan
from site_builder.search.files import Search
from site_builder.search.terms import count_of_parts, terms_of, texts_of, utf_16
from site_builder.search.words import key_of, stems, words
from site_builder.site import Site
from tools.node import find_node

ROOT = Path(__file__).parents[3]
WEIGHTS = (8, 4, 1)
QUERIES = (
    "data", "Data analysis", "dat", "analysing data ", "solar maintenance", "work", "w", "no-such-word", "the", "",
    "spreadsheets", "data zzz", "Universiti Contoh", "kemahiran", "makanan selamat", "pengendalian", "level 6", "ESCO",
    "penyelenggaraan suria", "penyelenggaraa", "pengend",
    "البي", "الشها", "المسؤو", "البيانات", "تحليل", "بيانات مسؤول", "الشهادات", "risk", "!!", "loan appl",
)  # fmt: skip


def reference(search: Search, query: str) -> list[int] | None:
    """SEA-4, SEA-5, SEA-6 and SEA-7, straight from the texts."""
    language, mcs = search.language, search.mcs
    places = []
    for mc in mcs:
        best: dict[str, int] = {}
        for place, texts in enumerate(texts_of(search.view(), mc)):
            for word in (word for text in texts for word in words(text)):
                best.setdefault(key_of(word, language), place)
        places.append(best)
    common = _passed_over(places)
    having = Counter(key for best in places for key in best)
    typed = words(query)
    wanted = [(at, word) for at, word in enumerate(typed) if key_of(word, language) not in common]
    if not wanted:
        return None
    sums = [0.0] * len(mcs)
    for at, word in wanted:
        unfinished = at == len(typed) - 1 and query[-1].isalnum()
        wanted_keys = _keys(word, unfinished=unfinished, language=language, among=having)
        for number, best in enumerate(places):
            fitting = best.keys() & wanted_keys
            worth = [WEIGHTS[best[key]] * math.log2(1 + len(mcs) / having[key]) for key in fitting]
            sums[number] += max(worth, default=-math.inf)
    found = [number for number, total in enumerate(sums) if total > -math.inf]
    return sorted(found, key=lambda number: (-round(sums[number], 9), number))


def _passed_over(places: list[dict[str, int]]) -> set[str]:
    """SEA-5: takes what tells nothing apart out of ``places``; the keys that are none any more."""
    half = len(places) / 2 if len(places) >= 100 else len(places)
    having = Counter(key for best in places for key in best)
    often = {key for key, count in having.items() if count > half}
    named = Counter(key for best in places for key, place in best.items() if place < 2)
    common = {key for key in often if named[key] > half or not named[key]}
    for best in places:
        for key in often & best.keys():
            if key in common or best[key] == 2:
                del best[key]
    return common


def _keys(word: str, *, unfinished: bool, language: str, among: Iterable[str]) -> set[str]:
    """SEA-4: the keys that a reader's word stands for."""
    stem, lists = key_of(word, language), stems(language)
    if not unfinished:
        return {stem}
    begun = {key for key in among if key.startswith((stem, word))}
    rests = [word[len(prefix) :] for prefix in lists.prefixes if word.startswith(prefix)]
    bases = (word, *(rest for rest in rests if len(rest) >= 2))
    ended = {key for key in among for base in bases if len(key) >= 2 and _begins_a_suffix(base, key, lists.suffixes)}
    return begun or ended | {key for key in among if key.startswith(bases)}


def _begins_a_suffix(base: str, key: str, suffixes: Sequence[str]) -> bool:
    rest = base.removeprefix(key)
    return base.startswith(key) and rest != "" and any(suffix.startswith(rest) for suffix in suffixes)


def asked(folder: Path, queries: Sequence[str]) -> list[list[int] | None]:
    node = find_node()
    done = subprocess.run(
        [str(node.executable), str(ROOT / "tests/scripts/find_all.mjs")],
        input=json.dumps({"folder": str(folder), "queries": queries}),
        env=node.environment(),
        text=True,
        capture_output=True,
        check=True,
    )
    answers: list[list[int] | None] = json.loads(done.stdout)
    return answers


@pytest.mark.needs_node
@pytest.mark.parametrize("language", ["en", "ms", "ar"])
def test_the_page_finds_what_the_texts_say(plan: Plan, site: Path, language: str) -> None:
    search = Search(site=plan.site, language=language)
    expected = [reference(search, query) for query in QUERIES]
    assert asked(site / "search" / language, QUERIES) == expected
    assert sum(1 for found in expected if found) > 3
    assert expected[QUERIES.index("no-such-word")] == []


TYPED = ("perkhidmatan perpustakaan digital turutan pembelajaran memperbaiki", "konkrit")
"""Words that readers are at, letter by letter; their keys are not how they begin."""
STRANGE = (
    "constructor",
    "__proto__",
    "toString",
    "hasOwnProperty",
    "𠮷野家",
    "﨑",
    "c++",
    "(a|b)*",
    "[",
    "\\",
    "%E0%A4",
)


@pytest.fixture(scope="module")
def many(plan: Plan) -> Search:
    """A catalogue of 200, in five parts: titles of a few hundred words that begin alike, and of strange ones."""
    chance = random.Random(7)
    made = ["".join(chance.choices("aeiourstln", k=chance.randint(1, 6))) for _ in range(300)]
    words_ = [chance.choice(("con", "con", "com", "co", "peng", "")) + word for word in made] + list(STRANGE)
    words_ += [word for title in TYPED for word in title.split()]
    model = plan.site.mcs[0].current
    titles = [" ".join(chance.choices(words_, k=8)) for _ in range(200 - len(STRANGE))] + list(STRANGE)
    made_up = [_titled(model, number, title) for number, title in enumerate(titles)]
    return Search(site=_with(plan.site, made_up), language="ms")


def _titled(model: Definition, number: int, title: str) -> Definition:
    blank = {"aliases": (), "short_title": None, "summary": None, "keywords": (), "skills": (), "objectives": ()}
    changed = {"title": {"ms": title}, "id": f"mc-{number}", "outcomes": (), "modules": (), "language": "ms"}
    return model.model_copy(update=blank | changed)


@pytest.mark.needs_node
def test_unfinished_words_reach_as_far_as_what_begins_with_them(many: Search, tmp_path: Path) -> None:
    """SEA-4, over parts of which most hold words that begin alike, and with words that are no mere words to scripts."""
    for path, make in many.files():
        file = tmp_path / path
        if "cards" not in path:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(make()), encoding="utf-8")
    starts = {key[:length] for part in many.terms.parts for key in part for length in (1, 2, 3, 5)}
    typed = {word[:length] for title in TYPED for word in title.split() for length in range(1, len(word) + 1)}
    queries = [*sorted(starts | typed), *STRANGE, *(f"{word} " for word in STRANGE), "pengcon", "con com ", "co con"]
    found = dict(zip(queries, asked(tmp_path / "search/ms", queries), strict=True))
    assert [query for query in queries if found[query] != reference(many, query)] == []
    assert len(many.terms.parts) == 5
    assert sum(1 for part in many.terms.parts if any(key.startswith("c") for key in part)) > 2
    assert all(found[begun] for begun in ("perkhidmata", "perpus", "digita", "pembelaj"))
    assert len(found["con"] or ()) > 60


def test_a_part_for_every_forty(plan: Plan) -> None:
    assert [count_of_parts(n) for n in (0, 1, 40, 41, 5000)] == [1, 1, 1, 2, 125]
    view = Search(site=plan.site, language="en").view()
    many = plan.site.mcs * 30
    terms = terms_of(view, many)
    assert len(terms.parts) == count_of_parts(len(many))
    joined = [key for part in terms.parts for key in part]
    assert joined == sorted(joined, key=utf_16)
    assert max(map(len, terms.parts)) < 3 * len(joined) / len(terms.parts)


def test_words_that_most_have_count_in_titles_alone(plan: Plan) -> None:
    """SEA-5: with ten micro-credentials nothing is left out; with three hundred, what more than half say is."""
    view = Search(site=plan.site, language="en").view()
    few, many = terms_of(view, plan.site.mcs), terms_of(view, plan.site.mcs * 30)
    assert few.common == ()
    assert {"a", "and"} <= set(many.common)
    most = {key for key, packed in few.parts[0].items() if len(packed) > len(plan.site.mcs) / 2}
    kept = {key: packed for part in many.parts for key, packed in part.items() if key in most}
    assert {packed % 3 for one in kept.values() for packed in one} <= {0, 1}
    assert most == kept.keys() | set(many.common)


def test_no_micro_credentials_no_words(plan: Plan) -> None:
    empty = Search(site=_with(plan.site, ()), language="en")
    documents = {path: make() for path, make in empty.files()}
    assert documents["search/en/index.json"]["count"] == 0
    assert list(documents) == ["search/en/index.json", "search/en/skills.json", "search/en/terms/0.json"]


def _with(site: Site, definitions: Iterable[Definition]) -> Site:
    """The site with these and no other definitions, and with no offers."""
    located = {(d.provider, d.id, d.version): Located(record=d, file="v1.yaml") for d in definitions}
    return dataclasses.replace(site, snapshot=dataclasses.replace(site.snapshot, definitions=located, offers={}))


def test_every_file_names_its_snapshot(plan: Plan, read: Callable[[str], str]) -> None:
    for file in plan.files:
        if file.path.startswith("search/"):
            assert json.loads(read(file.path))["snapshot"] == plan.site.register.snapshot_id
