"""Hostile files in both commands: a named verdict each, the same in both, in bounded time and memory.

Time is that of the processor, so that a busy machine changes nothing.
"""

from pathlib import Path

import pytest

from tests.containers import hostile
from tests.foreign.both import codes, node, python
from tools.vectors.cases_containers import GOOD
from tools.vectors.packed import attachment, pdf

pytestmark = pytest.mark.needs_node

SECONDS = 6.0
MEBIBYTE = 1 << 20
ENDS = {"parse-pdf-empty", "parse-picture", "parse-container-damaged", "parse-container-too-large"}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if at % 4 else []) for at, name in enumerate(hostile.NOISE)]
)
def test_noise_as_large_as_may_be(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(hostile.noise(name))
    first, second = python([path]), node([path])
    assert first.out == second.out
    assert {codes(one)["parse"] for one in first.results} <= ENDS
    assert max(first.seconds, second.seconds) < SECONDS
    assert max(first.memory, second.memory) < 400 * MEBIBYTE


@pytest.mark.parametrize("name", ["bomb.png", "bomb.pdf", "bomb-in-bomb.pdf", "many-bombs.pdf"])
def test_bombs(tmp_path: Path, name: str) -> None:
    """512 MiB each, were they unpacked: they cost what an empty file costs, and a little."""
    path, empty = tmp_path / name, tmp_path / "empty"
    path.write_bytes(hostile.bombs()[name])
    empty.write_bytes(b"")
    for command in (python, node):
        cost, usual = command([path]), command([empty])
        assert {codes(one)["parse"] for one in cost.results} == {"parse-container-damaged"}
        assert cost.seconds - usual.seconds < 1.0
        assert cost.memory - usual.memory < 60 * MEBIBYTE


def test_a_byte_too_many(tmp_path: Path) -> None:
    """The limit is that of files; what is a text has its own."""
    whole = pdf(attachment(GOOD))
    files = {
        "most": whole + b" " * (hostile.LIMIT - len(whole)),
        "more": whole + b" " * (hostile.LIMIT + 1 - len(whole)),
    }
    files["text"] = GOOD.encode() + b" " * hostile.LIMIT
    paths = [tmp_path / name for name in files]
    for path, data in zip(paths, files.values(), strict=True):
        path.write_bytes(data)
    first, second = python(paths), node(paths)
    assert first.out == second.out
    found = [codes(one)["parse"] for one in first.results]
    assert found == ["parse", "parse-container-too-large", "parse-too-large"]


def test_words_that_are_script(tmp_path: Path) -> None:
    """They are words; nothing outside the credential is read at all."""
    paths = []
    for name, data in hostile.with_script().items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(data)
    first, second = python(paths), node(paths)
    assert first.out == second.out
    assert [one["verdict"] for one in first.results] == ["invalid"] * 4 + ["valid"]
