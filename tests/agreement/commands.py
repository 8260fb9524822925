"""Both commands over the same files at once: Node in a process of its own while Python runs in this one."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import pytest

from bukti.cli import main
from bukti.proof.jcs import canonical
from tools.node import find_node

ROOT = Path(__file__).resolve().parents[2]
COMMAND = ROOT / "verifier" / "dist" / "verify-cli.js"

Answer = tuple[int, list[dict[str, Any]]]
"""Exit code and results."""


class NodeRun:
    """The Node command at work on ``inputs``; its answer goes to a file, so that it never waits for a reader."""

    def __init__(self, site: Path, at: str, inputs: Sequence[str], at_hand: Sequence[Path] = ()) -> None:
        if not COMMAND.is_file():
            pytest.fail(f"{COMMAND.relative_to(ROOT)} is missing: run `make setup`")
        argv = [
            str(find_node().executable),
            str(COMMAND),
            "--site",
            str(site),
            "--at",
            at,
            *_named(at_hand),
            "--",
            *inputs,
        ]
        self._out = TemporaryFile()  # noqa: SIM115 - open as long as the process
        self._process = subprocess.Popen(argv, stdout=self._out, stderr=subprocess.PIPE, cwd=ROOT)

    def answer(self) -> Answer:
        """Wait for the end."""
        _, complaints = self._process.communicate()
        with self._out:
            self._out.seek(0)
            said = self._out.read()
        assert said, complaints.decode()
        return self._process.returncode, json.loads(said)["results"]


def in_python(
    site: Path, at: str, inputs: Sequence[str], capsys: pytest.CaptureFixture[str], at_hand: Sequence[Path] = ()
) -> Answer:
    """Exit code and results of the Python command."""
    capsys.readouterr()
    code = main.run(["verify", "--json", "--site", str(site), "--at", at, *_named(at_hand), "--", *inputs])
    return code, json.loads(capsys.readouterr().out)["results"]


def in_node(site: Path, at: str, inputs: Sequence[str], at_hand: Sequence[Path] = ()) -> Answer:
    """Exit code and results of the Node command."""
    return NodeRun(site, at, inputs, at_hand).answer()


def _named(at_hand: Sequence[Path]) -> list[str]:
    """Documents at hand (VER-25) as both commands are told of them."""
    return [part for path in at_hand for part in ("--at-hand", str(path))]


def in_both(
    site: Path, at: str, inputs: Sequence[str], capsys: pytest.CaptureFixture[str], at_hand: Sequence[Path] = ()
) -> tuple[Answer, Answer]:
    """What Python says, and what Node says."""
    node = NodeRun(site, at, inputs, at_hand)
    try:
        python = in_python(site, at, inputs, capsys, at_hand)
    finally:
        answer = node.answer()
    return python, answer


def differing(python: Answer, node: Answer) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The results whose canonical bytes differ: verdict, codes, states, sentences, credential and all."""
    pairs = zip(python[1], node[1], strict=True)
    return [(one, other) for one, other in pairs if canonical(one) != canonical(other)]
