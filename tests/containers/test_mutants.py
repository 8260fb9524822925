"""Mutated files in both commands: the same answer, and none is valid but for a registered credential in it."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from bukti.proof.jcs import canonical
from tests.agreement.commands import differing, in_both
from tests.containers import mutations
from tests.vectors.conftest import FOLDER
from tools.vectors.case import AT
from tools.vectors.cases_containers import GOOD, OTHER

pytestmark = pytest.mark.needs_node

COUNT = int(os.environ.get("BUKTI_CONTAINERS", "1500"))
GENUINE = {canonical(json.loads(text)) for text in (GOOD, OTHER)}


def judged(folder: Path, capsys: pytest.CaptureFixture[str], files: list[bytes]) -> list[dict[str, object]]:
    paths = [folder / str(number) for number in range(len(files))]
    for path, data in zip(paths, files, strict=True):
        path.write_bytes(data)
    python, node = in_both(FOLDER / "site", AT, [str(path) for path in paths], capsys)
    assert python[0] == node[0]
    assert differing(python, node) == []
    return python[1]


def test_the_originals_are_valid(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = judged(tmp_path, capsys, list(mutations.originals().values()))
    assert {one["verdict"] for one in found} == {"valid"}
    assert len(found) == len(mutations.originals()) + 2


def test_mutants(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mutants = list(mutations.mutants(COUNT, seed=20261129))
    found = judged(tmp_path, capsys, [one.data for one in mutants])
    verdicts = Counter(str(one["verdict"]) for one in found)
    valid = [one for one in found if one["verdict"] == "valid"]
    assert [one["input"] for one in valid if canonical(one["credential"]) not in GENUINE] == []
    codes = Counter(one["checks"][0]["code"] for one in found)  # type: ignore[index]
    with capsys.disabled():
        print(f" [{COUNT} files, {len(found)} results: {dict(verdicts)}; parse: {dict(codes)}]", end="")  # noqa: T201
    assert len({one.kind for one in mutants}) == len(mutations.KINDS)
    assert len({one.name for one in mutants}) == len(mutations.originals())
    assert min(verdicts["valid"], verdicts["invalid"], verdicts["cannot_tell"]) > COUNT / 20
    assert len(codes) > 8


def test_a_planted_difference_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The comparison can fail: answers on two files are told apart."""
    path = tmp_path / "x"
    path.write_bytes(mutations.originals()["pdf"])
    one, _ = in_both(FOLDER / "site", AT, [str(path)], capsys)
    path.write_bytes(mutations.originals()["png"])
    _, other = in_both(FOLDER / "site", AT, [str(path)], capsys)
    assert len(differing(one, other)) == 1
