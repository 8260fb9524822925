"""The verdict is a function of codes and states alone (VER-17, VER-18): the whole table, and what it promises."""

import hashlib
import json
import random
import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from bukti.codes import CHECKS, CODE_CHECKS, STATE, Check, Code, State, Verdict
from bukti.verification.result import Outcome
from bukti.verification.verdict import AUTHENTICITY, verdict
from tools.vectors import verdicts

STAGE = Path(__file__).resolve().parents[2] / "spec" / "vectors" / "stages" / "verdicts.json"
GENUINE = ("valid", "expired", "superseded", "suspended", "not_yet_valid")
"""Verdicts that nobody may hear who has no data on the status."""

Pairs = Mapping[str, tuple[str, str]]


@cache
def stage() -> Mapping[str, Any]:
    """The committed table."""
    found: Mapping[str, Any] = json.loads(STAGE.read_text("utf-8"))
    return found


@cache
def said(check: str, code: str) -> Outcome:
    """An outcome; what fills the names of its sentence does not matter here."""
    return Outcome(Check(check), Code(code), STATE[Code(code)], "")


def judged(found: Pairs) -> tuple[str, str]:
    """The verdict and the leading check of the verifier."""
    word, leading = verdict({Check(check): said(check, code) for check, (code, _) in found.items()})
    return str(word), str(leading.check) if leading else "-"


@cache
def table() -> tuple[tuple[Pairs, str, str], ...]:
    """Every combination with the verifier's verdict and leading check."""
    return tuple((found, *judged(found)) for found in verdicts.combinations())


def everything() -> Iterator[Pairs]:
    """20,000 combinations of outcomes of every code, at random but the same each time."""
    rng = random.Random(20261123)
    columns = {check: [one for group in named.values() for one in group] for check, named in verdicts.classes().items()}
    for _ in range(20_000):
        yield {check: rng.choice(outcomes) for check, outcomes in columns.items()}


@cache
def firsts() -> Mapping[tuple[str, tuple[str, str]], tuple[str, str]]:
    """By check and outcome: what stands for it in the table, the first of its class."""
    groups = ((check, group) for check, named in verdicts.classes().items() for group in named.values())
    return {(check, one): group[0] for check, group in groups for one in group}


class TestTable:
    def test_every_combination(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The verifier, the reading of the sentences and the committed table: three times the same."""
        lines = hashlib.sha256()
        for found, word, leading in table():
            assert (word, leading) == verdicts.verdict(found), found
            lines.update(f"{word}\t{leading}\n".encode())
        assert (len(table()), lines.hexdigest()) == (stage()["count"], stage()["sha256"])
        with capsys.disabled():
            print(f" [{len(table())} combinations: {stage()['verdicts']}]", end="")  # noqa: T201

    def test_the_table_is_whole(self) -> None:
        """Every code of every check is in one class, and every combination of classes is in the table."""
        outcomes = [
            (check, code) for check, named in verdicts.classes().items() for one in named.values() for code, _ in one
        ]
        assert sorted(outcomes) == sorted((str(check), str(code)) for code in Code for check in CODE_CHECKS[code])
        count = 1
        for named in verdicts.classes().values():
            count *= len(named)
        assert count == len(table()) > 100_000
        assert {word for _, word, _ in table()} == {str(word) for word in Verdict}

    def test_outcomes_of_one_class_count_alike(self) -> None:
        for found in everything():
            assert judged(found) == judged({check: firsts()[check, one] for check, one in found.items()}), found

    def test_a_changed_line_changes_the_table(self) -> None:
        """The comparison can fail: one line said otherwise is another sum."""
        lines = [f"{word}\t{leading}\n" for _, word, leading in table()]
        lines[-1] = "valid\t-\n" if lines[-1] != "valid\t-\n" else "invalid\tshape\n"
        assert hashlib.sha256("".join(lines).encode()).hexdigest() != stage()["sha256"]


class TestPromises:
    def test_valid_only_where_every_check_passed(self) -> None:
        for found, word, leading in table():
            passed = all(state == "passed" for _, state in found.values())
            assert (word == "valid") == passed == (leading == "-"), found

    def test_never_genuine_without_data_on_the_status(self) -> None:
        """Nor without fresh data; what is revoked stays so."""
        for found, word, _ in table():
            if found["state"][1] in ("not_run", "stale") or found["freshness"][1] != "passed":
                assert word not in GENUINE, found

    def test_genuine_only_where_every_check_of_authenticity_passed(self) -> None:
        for found, word, _ in table():
            if word in (*GENUINE, "revoked"):
                assert all(found[str(check)][1] == "passed" for check in AUTHENTICITY), found

    def test_the_leading_check_did_not_pass(self) -> None:
        for found, word, leading in table():
            assert word == "valid" or found[leading][1] != "passed", found

    def test_an_outside_issuer_is_never_judged(self) -> None:
        for found, word, _ in table():
            if found["issuer"][0] == "issuer-outside":
                assert word == "cannot_tell", found

    def test_invalid_only_by_a_check_that_failed(self) -> None:
        """Never for data that is absent: no code of an absence fails."""
        for code in (Code.DATA_MISSING, Code.DATA_OLDER, Code.DATA_MIXED, Code.BLOCKED, Code.BROWSER_TOO_OLD):
            assert STATE[code] is State.NOT_RUN
        for found, word, leading in table():
            assert word != "invalid" or (leading in AUTHENTICITY and found[leading][1] == "failed"), found

    def test_a_lost_network_makes_nothing_invalid(self) -> None:
        """With any set of checks that could not be had instead, nothing becomes invalid, and nothing stays valid.

        Who is outside is known from the list of issuers alone: without it everything is lost, as below.
        """
        missing = [str(check) for check in CODE_CHECKS[Code.DATA_MISSING]]
        rng = random.Random(20261124)
        for found, word, _ in rng.sample(table(), 8_000):
            if found["issuer"][0] == "issuer-outside":
                continue
            lost = {check: ("data-missing", "not_run") for check in missing if rng.random() < 0.5}
            after, _ = judged({**found, **lost})
            assert after != "invalid" or word == "invalid", (found, lost)
            assert after != "valid" or not lost, (found, lost)

    def test_with_everything_lost_nothing_can_be_told(self) -> None:
        missing = {str(check): ("data-missing", "not_run") for check in CODE_CHECKS[Code.DATA_MISSING]}
        first = [group[0] for group in verdicts.classes()["parse"].values()]
        for parse, shape in product(first, [("shape", "passed"), ("blocked", "not_run")]):
            assert judged({"parse": parse, "shape": shape, **missing})[0] == "cannot_tell"


def test_the_checks_stand_in_the_order_of_the_specification() -> None:
    """VER-2."""
    text = (STAGE.parents[2] / "verification.md").read_text("utf-8")
    listed = re.search(r"\*\*VER-2\*\* Checks, in this order: (.*?)\. Each", text, re.DOTALL)
    assert listed
    assert re.findall(r"`([a-z]+)`", listed[1]) == [str(check) for check in CHECKS]


def test_the_leading_check_is_the_first_that_makes_the_line_apply() -> None:
    found = {str(check): (str(check), "passed") for check in CHECKS}
    found |= {"shape": ("blocked", "not_run"), "registered": ("not-registered", "failed")}
    found["authority"] = ("authority-missing", "failed")
    assert judged(found) == ("invalid", "registered")
    found |= {"registered": ("registered", "passed"), "authority": ("authority", "passed")}
    assert judged(found) == ("cannot_tell", "shape")
