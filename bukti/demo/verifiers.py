"""The published class before each verifier that this machine has: what it says of good links and of a changed file."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

_INPUTS = 1_000
"""Links in one call: systems limit the length of a command line."""


class Outcome(StrEnum):
    """How a verifier did; one that is not there has done nothing wrong."""

    RIGHT = "right"
    WRONG = "wrong"
    NOT_TRIED = "not tried"


@dataclass(frozen=True)
class Answer:
    """What the verifier at ``place`` (``Python``, ``Node``, ``a browser``) said, or why it was not asked."""

    place: str
    outcome: Outcome
    told: str


def in_python(site: Path, good: Sequence[str], changed: str) -> Answer:
    """``bukti verify``."""
    command = [sys.executable, "-m", "bukti.cli.main", "verify", "--json", "--site", str(site)]
    return _asked("Python", command, good, changed)


def in_node(site: Path, good: Sequence[str], changed: str) -> Answer:
    """The verify page's own code, outside of a browser."""
    node, script = _node(), _script()
    if node is None:
        return Answer("Node", Outcome.NOT_TRIED, "there is no Node on this machine")
    if script is None:
        return Answer("Node", Outcome.NOT_TRIED, "the verifier is not built ('make setup' builds it)")
    return _asked("Node", [node, str(script), "--site", str(site)], good, changed)


def judged(place: str, verdicts: Sequence[str], changed: str) -> Answer:
    """Right where all ``verdicts`` are ``valid`` and that on the changed file is ``invalid``."""
    told = ", ".join(f"{count} {verdict}" for verdict, count in Counter(verdicts).items())
    right = set(verdicts) == {"valid"} and changed == "invalid"
    return Answer(place, Outcome.RIGHT if right else Outcome.WRONG, f"{told}; the changed one is {changed}")


def _asked(place: str, command: Sequence[str], good: Sequence[str], changed: str) -> Answer:
    verdicts: list[str] = []
    inputs = [*good, changed]
    for start in range(0, len(inputs), _INPUTS):
        call = [*command, *inputs[start : start + _INPUTS]]
        outcome = subprocess.run(call, capture_output=True, text=True, check=False)
        try:
            verdicts += [result["verdict"] for result in json.loads(outcome.stdout)["results"]]
        except (ValueError, KeyError):
            return Answer(place, Outcome.WRONG, f"no answer\n{outcome.stderr}")
    return judged(place, verdicts[:-1], verdicts[-1])


def _node() -> str | None:
    beside = Path(sys.executable).parent / "node"
    return shutil.which("node") or (str(beside) if beside.is_file() else None)


def _script() -> Path | None:
    package = Path(__file__).resolve().parents[1]
    for path in (package.parent / "verifier" / "dist" / "verify-cli.js", package / "_generated/verifier/verify-cli.js"):
        if path.is_file():
            return path
    return None
