"""Both commands say the same of seeded mutants, byte for byte: none is genuine falsely, no sound copy is refused."""

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest

from bukti.codes import Check, Code
from bukti.proof.jcs import registry_hash
from bukti.verification.case import Case
from bukti.verification.result import Outcome, outcome
from bukti.verification.verdict import AUTHENTICITY
from tests.agreement import controls, mutations
from tests.agreement.commands import Answer, differing, in_both
from tests.agreement.mutations import Mutant
from tests.agreement.registry import AT, files, originals, registered_hashes
from tools.vectors import site

MUTANTS = int(os.environ.get("BUKTI_MUTANTS", "900"))
ALL_MUTANTS, ALL_CONTROLS = 20_000, 2_000
CHUNK = 500
SEED = 20261123
GENUINE = ("valid", "expired", "revoked", "superseded", "suspended", "not_yet_valid")
"""Verdicts that say: this is what the issuer signed and registered."""
BY_HASH_ALONE = ("signed_by_right_key", "signed_by_revoked_key", "signed_by_void_key")

pytestmark = pytest.mark.needs_node

Changes = Mapping[str, str | None]


@dataclass(frozen=True)
class Condition:
    """What is so while a chunk of mutants is judged: the time, and files of the site that are others or absent."""

    name: str
    at: str = AT
    changes: Changes = field(default_factory=dict)


def _published(at: str) -> Changes:
    return {"published.json": json.dumps(site.published(at))}


WHOLE = Condition("whole")
LAMED = (
    Condition("a stale site", changes=_published("2026-11-10T03:00:00Z")),
    Condition("no shard", changes={"lookup/0/0.json": None, "lookup/1/0.json": None}),
    Condition("the last day over in some zones", "2026-11-23T16:30:00Z"),
    Condition("no templates in one group", changes={"lookup/0/templates.json": None}),
    Condition("ten years on", "2036-11-23T12:00:00Z", _published("2036-11-23T03:00:00Z")),
    Condition("a clock ten years behind", "2016-11-23T12:00:00Z"),
    Condition("no keys", changes={"keys.json": None}),
)


@dataclass
class Tally:
    """What was counted over all chunks."""

    kinds: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    differences: list[Any] = field(default_factory=list)
    false: list[Any] = field(default_factory=list)

    @property
    def inputs(self) -> int:
        """How many inputs were given."""
        return sum(self.kinds.values())

    def line(self, what: str) -> str:
        """What is printed."""
        kinds = " ".join(f"{kind}={count}" for kind, count in sorted(self.kinds.items()))
        return (
            f"\n [{self.inputs} {what} in Python and Node: {len(self.differences)} differences, "
            f"{len(self.false)} falsely genuine; {dict(self.verdicts.most_common())}; {len(self.codes)} codes; "
            f"by kind: {kinds}]"
        )


def write_site(folder: Path, changes: Changes) -> Path:
    """The registry's site with ``changes``, as files below ``folder``."""
    for path, text in {**files(), **changes}.items():
        if text is not None:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    return folder


def write_inputs(folder: Path, named: Sequence[tuple[str, bytes]]) -> list[str]:
    """The inputs as files; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number}-{name}" for number, (name, _) in enumerate(named)]
    for path, (_, data) in zip(paths, named, strict=True):
        path.write_bytes(data)
    return [str(path) for path in paths]


def false_ones(results: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Results that call genuine what nobody registered: told by the hash of what was shown, not by the checks."""
    for result in results:
        shown = result["credential"]
        if result["verdict"] in GENUINE and (shown is None or registry_hash(shown) not in registered_hashes()):
            yield result


def chunks(mutants: Iterator[Mutant]) -> Iterator[tuple[Condition, tuple[Mutant, ...]]]:
    """Mutants with the condition under which they are judged: two chunks of three on the whole site."""
    lamed = cycle(LAMED)
    for number, chunk in enumerate(_batches(mutants)):
        yield (next(lamed) if number % 3 == 2 else WHOLE), chunk


def _batches(mutants: Iterator[Mutant]) -> Iterator[tuple[Mutant, ...]]:
    while chunk := tuple(islice(mutants, CHUNK)):
        yield chunk


def counted(answers: tuple[Answer, Answer], kinds: Sequence[str], tally: Tally) -> None:
    """Take what both said of inputs of these kinds into the tally."""
    python, node = answers
    if python[0] != node[0]:
        tally.differences.append(("exit code", python[0], node[0]))
    tally.differences += differing(python, node)
    tally.false += false_ones(python[1])
    tally.kinds.update(kinds)
    tally.verdicts.update(one["verdict"] for one in python[1])
    tally.codes.update(check["code"] for one in python[1] for check in one["checks"])


def judged(mutants: Iterator[Mutant], folder: Path, capsys: pytest.CaptureFixture[str]) -> Tally:
    """All mutants, chunk by chunk, in both programs."""
    tally = Tally()
    for number, (condition, chunk) in enumerate(chunks(mutants)):
        place = folder / str(number)
        inputs = write_inputs(place / "inputs", [(one.kind, one.data) for one in chunk])
        where = write_site(place / "site", condition.changes)
        answers = in_both(where, condition.at, inputs, capsys)
        counted(answers, [one.kind for one in chunk], tally)
        if condition is WHOLE:
            tally.false += mild_ones(answers[0][1])
        shutil.rmtree(place)
    return tally


def mild_ones(results: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Changed content under a key of the issuer's of which something milder is said than that it is not registered."""
    for result in results:
        kind = Path(result["input"].partition(" ")[0]).name.partition("-")[2]
        if kind in BY_HASH_ALONE and registry_hash(result["credential"]) not in registered_hashes():
            waits = any(check["code"] == "not-registered-yet" for check in result["checks"])
            if result["verdict"] != "invalid" and not (waits and result["verdict"] == "cannot_tell"):
                yield result


def held(tally: Tally, count: int) -> None:
    """What has to be so of any number of mutants."""
    assert tally.differences == []
    assert tally.false == []
    assert tally.inputs == count
    assert len(tally.kinds) == len(mutations.KINDS)
    refused = tally.verdicts["invalid"] + tally.verdicts["cannot_tell"]
    assert refused > 0.85 * count


def test_mutants(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tally = judged(mutations.mutants(MUTANTS, SEED), tmp_path, capsys)
    with capsys.disabled():
        print(tally.line("mutants"), end="")  # noqa: T201
    held(tally, MUTANTS)


@pytest.mark.slow
def test_all_mutants(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    count = max(MUTANTS, ALL_MUTANTS)
    tally = judged(mutations.mutants(count, SEED + 1), tmp_path, capsys)
    with capsys.disabled():
        print(tally.line("mutants"), end="")  # noqa: T201
    held(tally, count)


def judged_controls(count: int, folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Tally, list[Any]]:
    """Sound copies in both programs; those of which another verdict was said than has to be."""
    tally, refused = Tally(), []
    where = write_site(folder / "site", {})
    wanted = list(controls.controls(count, SEED))
    for at in range(0, count, CHUNK):
        chunk = wanted[at : at + CHUNK]
        inputs = write_inputs(folder / f"inputs{at}", [(one.kind, one.data) for one in chunk])
        answers = in_both(where, AT, inputs, capsys)
        counted(answers, [one.kind for one in chunk], tally)
        pairs = zip(chunk, answers[0][1], strict=True)
        refused += [(one, found) for one, found in pairs if found["verdict"] != one.verdict]
    return tally, refused


def test_controls(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Untouched, or in another spelling of the same: the verdict is that of the original."""
    count = 2 * len(controls.KINDS) * len(originals())
    hold_controls(max(count, MUTANTS // 10), tmp_path, capsys)


@pytest.mark.slow
def test_all_controls(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hold_controls(ALL_CONTROLS, tmp_path, capsys)


def hold_controls(count: int, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No differences, no refusals, every kind and verdict that a genuine one may get."""
    tally, refused = judged_controls(count, folder, capsys)
    with capsys.disabled():
        print(f"{tally.line('controls')[:-1]}; {len(refused)} refused]", end="")  # noqa: T201
    assert refused == []
    assert (tally.differences, tally.false, tally.inputs) == ([], [], count)
    assert tally.verdicts.keys() == set(GENUINE)
    assert tally.verdicts["valid"] > count / 2


def plant(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """From now on Python says of these checks that they passed, whatever they found."""
    found = Case.outcomes
    blank = dict.fromkeys(("provider", "key", "day", "version"), "x")
    passed = {Check(name): outcome(Check(name), Code(name), **blank) for name in names}

    def outcomes(case: Case) -> tuple[Outcome, ...]:
        return tuple(passed.get(one.check, one) for one in found(case))

    monkeypatch.setattr(Case, "outcomes", outcomes)


class TestTheComparisonCanFail:
    """A planted difference, and a planted forgery, are both found among a few mutants."""

    COUNT = 6 * len(mutations.KINDS)

    def test_an_untouched_pair_of_programs_agrees(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        tally = judged(mutations.mutants(self.COUNT, SEED), tmp_path, capsys)
        assert (tally.differences, tally.false) == ([], [])

    @pytest.mark.parametrize("check", ["shape", "signature", "registered", "definition"])
    def test_a_check_that_says_another_code(
        self, check: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plant(monkeypatch, check)
        tally = judged(mutations.mutants(self.COUNT, SEED), tmp_path, capsys)
        assert len(tally.differences) > self.COUNT / 50

    def test_a_verifier_that_believes_everything(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plant(monkeypatch, *AUTHENTICITY, Check.STATE, Check.VALIDITY)
        tally = judged(mutations.mutants(self.COUNT, SEED), tmp_path, capsys)
        assert len(tally.false) > self.COUNT / 10
