"""The page finds in the search files what spec/search.md says that it finds in the texts."""

import json
import math
import subprocess
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from site_builder.plan import Plan
from site_builder.search.files import Search
from site_builder.search.terms import _texts, count_of_parts, terms_of
from site_builder.search.words import key_of, words
from site_builder.site import Site
from tools.node import find_node

ROOT = Path(__file__).parents[3]
WEIGHTS = (8, 4, 1)
QUERIES = (
    "data", "Data analysis", "dat", "analysing data ", "solar maintenance", "work", "w", "no-such-word", "the", "",
    "spreadsheets", "data zzz", "Universiti Contoh", "kemahiran", "makanan selamat", "pengendalian", "level 6", "ESCO",
    "penyelenggaraan suria", "البيانات", "تحليل", "بيانات مسؤول", "الشهادات", "risk", "!!", "loan appl",
)  # fmt: skip


def reference(search: Search, query: str) -> list[int] | None:
    """SEA-4 to SEA-7, straight from the texts."""
    language, mcs = search.language, search.mcs
    places = []
    for mc in mcs:
        best: dict[str, int] = {}
        for place, texts in enumerate(_texts(search.view(), mc)):
            for word in (word for text in texts for word in words(text)):
                best.setdefault(key_of(word, language), place)
        places.append(best)
    having = Counter(key for best in places for key in best)
    typed = words(query)
    if not typed:
        return None
    sums = [0.0] * len(mcs)
    for at, word in enumerate(typed):
        stem, unfinished = key_of(word, language), at == len(typed) - 1 and query[-1].isalnum()
        for number, best in enumerate(places):
            fitting = [key for key in best if key == stem or (unfinished and key.startswith((stem, word)))]
            worth = [WEIGHTS[best[key]] * math.log2(1 + len(mcs) / having[key]) for key in fitting]
            sums[number] += max(worth, default=-math.inf)
    found = [number for number, total in enumerate(sums) if total > -math.inf]
    return sorted(found, key=lambda number: (-round(sums[number], 9), number))


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


def test_a_part_for_every_forty(plan: Plan) -> None:
    assert [count_of_parts(n) for n in (0, 1, 40, 41, 5000)] == [1, 1, 1, 2, 125]
    view = Search(site=plan.site, language="en").view()
    many = plan.site.mcs * 30
    terms = terms_of(view, many)
    assert len(terms.parts) == count_of_parts(len(many))
    joined = [key for part in terms.parts for key in part]
    assert joined == sorted(joined)
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
    empty = Search(site=_without(plan.site), language="en")
    documents = {path: make() for path, make in empty.files()}
    assert documents["search/en/index.json"]["count"] == 0
    assert list(documents) == ["search/en/index.json", "search/en/skills.json", "search/en/terms/0.json"]


def _without(site: Site) -> Site:
    import dataclasses

    return dataclasses.replace(site, snapshot=dataclasses.replace(site.snapshot, definitions={}, offers={}))


def test_every_file_names_its_snapshot(plan: Plan, read: Callable[[str], str]) -> None:
    for file in plan.files:
        if file.path.startswith("search/"):
            assert json.loads(read(file.path))["snapshot"] == plan.site.register.snapshot_id
