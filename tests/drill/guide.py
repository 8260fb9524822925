"""The guide *Our key was stolen* read as a script: who runs which commands, in what order."""

import re
from dataclasses import dataclass
from pathlib import Path

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guides" / "stolen-key.md"
COMMIT = "3f9c2ab71d04"
"""The commit that the guide shows."""
ACT = "2026-11-02-k3j9x2ab"
"""The act that the guide shows. The drill puts its own commit and act in these places and changes nothing else."""
_PARTS = re.compile(
    r"^## (?P<title>[^\n]+)$|^\*\*(?P<actor>[A-Z][\w ]*)\*\*$|^```console\n(?P<block>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


_PRINTS = re.compile(r"^It prints (.+?)(?:\.$|\. |, oldest)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """A block of commands: ``title`` of its chapter, ``actor`` as the guide names them, one command a line.

    ``prints`` are the words that the guide says the block prints.
    """

    title: str
    actor: str
    commands: tuple[str, ...]
    prints: tuple[str, ...] = ()


def steps(path: Path = GUIDE) -> list[Step]:
    """The blocks of the guide in their order. Raises ValueError for a block that nobody runs."""
    found: list[Step] = []
    title = actor = ""
    text = path.read_text(encoding="utf-8")
    for part in _PARTS.finditer(text):
        if part["title"]:
            title, actor = part["title"], ""
        elif part["actor"]:
            actor = part["actor"]
        elif not actor:
            raise ValueError(f"nobody runs the block below {title!r}")
        else:
            found.append(Step(title, actor, tuple(part["block"].splitlines()), _prints(text, part.end())))
            actor = ""
    return found


def _prints(text: str, after: int) -> tuple[str, ...]:
    """The quoted words of the sentence ``It prints …`` that stands right below a block."""
    told = _PRINTS.match(text[after:].lstrip("\n"))
    return tuple(re.findall(r"`([^`]+)`", told[1])) if told else ()
