"""Every numbered sentence of these subjects is cited by the code that does it, and by a vector or a test of it."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bukti.codes import CHECKS, Code
from tests.vectors.conftest import FOLDER, expectations, stage, vectors

ROOT = FOLDER.parents[1]
SUBJECTS = ("verification", "credential", "card", "lookup", "containers", "page", "search")
CODE = (
    "bukti/**/*.py",
    "site_builder/**/*.py",
    "site_builder/scripts/**/*.ts",
    "verifier/src/**/*.ts",
    "spec/tables/*.json",
    "spec/codes.json",
)
TESTS = ("tests/**/*.py", "verifier/test/*.mjs")
SENTENCE = re.compile(r"^- \*\*([A-Z]{3}-\d+)\*\*", re.MULTILINE)
RANGE = re.compile(r"\b(VER|CRD|CAR|LKP|CON|PAG|SEA)-(\d+)(?: to (?:\1-)?(\d+))?\b")


def sentences() -> list[str]:
    """The numbers of all sentences of these subjects."""
    texts = ((ROOT / "spec" / f"{name}.md").read_text("utf-8") for name in SUBJECTS)
    return [number for text in texts for number in SENTENCE.findall(text)]


def cited(text: str) -> Iterator[str]:
    """The numbers that ``text`` cites: ``LKP-1``, and of ``LKP-1 to LKP-8`` all eight."""
    for part, first, last in RANGE.findall(text):
        yield from (f"{part}-{number}" for number in range(int(first), int(last or first) + 1))


def cited_in(patterns: tuple[str, ...], *, ranges: bool) -> set[str]:
    """What the files of ``patterns`` cite, generated ones left out; ``ranges``: those between two numbers as well."""
    found: set[str] = set()
    for path in (path for pattern in patterns for path in ROOT.glob(pattern)):
        if not {"_generated", "generated", "__pycache__"} & set(path.parts) and path != Path(__file__):
            text = path.read_text("utf-8")
            found |= set(cited(text if ranges else text.replace(" to ", ", ")))
    return found


def shown() -> set[str]:
    """What vectors and tests are about."""
    stages = {one for path in (FOLDER / "stages").glob("*.json") for one in stage(path.stem)["clauses"]}
    return {vector["clause"] for vector in vectors()} | stages | cited_in(TESTS, ranges=False)


class TestSentences:
    def test_they_are_found(self) -> None:
        found = sentences()
        assert len(found) == len(set(found)) > 60
        assert {number[:3] for number in found} == {"VER", "CRD", "CAR", "LKP", "CON", "PAG", "SEA"}

    def test_code_cites_each(self) -> None:
        assert sorted(set(sentences()) - cited_in(CODE, ranges=True)) == []

    def test_a_vector_or_a_test_shows_each(self) -> None:
        assert sorted(set(sentences()) - shown()) == []

    @pytest.mark.parametrize(
        ("text", "numbers"),
        [
            ("(LKP-1)", ["LKP-1"]),
            ("LKP-1 to LKP-3, CRD-2", ["LKP-1", "LKP-2", "LKP-3", "CRD-2"]),
            ("VER-2 to 4", ["VER-2", "VER-3", "VER-4"]),
            ("VER-9 to CRD-12", ["VER-9", "CRD-12"]),
            ("ISO-8601, TXT-2 and 3-4", []),
        ],
    )
    def test_citations_are_read(self, text: str, numbers: list[str]) -> None:
        assert list(cited(text)) == numbers


class TestCounts:
    def test_most_vectors_are_bad(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Counted by the first result of each; a credential that is not valid is what most mistakes are about."""
        verdicts = Counter(vector["expect"]["verdict"] for vector in vectors())
        bad = len(vectors()) - verdicts["valid"]
        with capsys.disabled():
            print(f" [{len(vectors())} vectors, {bad} of them not valid]", end="")  # noqa: T201
        assert len(vectors()) >= 500
        assert bad > 0.75 * len(vectors())

    def test_every_check_leads_some_vector_by_several_codes(self) -> None:
        leading: dict[str, set[str]] = {str(check): set() for check in CHECKS}
        for vector in vectors():
            for one in expectations(vector):
                if one["must_fail"] is not None:
                    leading[one["must_fail"]].add(one["checks"][one["must_fail"]][0])
        few = {check: codes for check, codes in leading.items() if len(codes) < 2}
        assert set(few) <= {"authority"}
        assert few.get("authority", {"authority-missing"}) == {"authority-missing"}
        assert len({code for codes in leading.values() for code in codes}) > len(Code) / 2

    def test_a_pair_differs_in_the_clock_alone(self) -> None:
        """Of each pair of seconds the bad one is the good one with another time and the site published before it."""
        by_name = {vector["name"]: vector for vector in vectors()}
        pairs = [(one, by_name[f"{name[:-3]}-out"]) for name, one in by_name.items() if name.endswith("-in")]
        assert len(pairs) > 25
        for good, bad in pairs:
            assert (good["expect"]["verdict"], good["input"]) == ("valid", bad["input"])
            assert bad["expect"]["verdict"] in ("expired", "not_yet_valid")
            assert bad["expect"]["must_fail"] == "validity"
            left = [{**one["files"], "published.json": ""} for one in (good, bad)]
            assert left[0] == left[1]
