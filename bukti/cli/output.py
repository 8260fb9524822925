"""How commands speak: findings as text, JSON on standard output, progress and notes on standard error."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol

from bukti.errors import BuktiError, Finding, UsageError


class UnreadableInputs(UsageError):
    """Some of the inputs cannot be read; ``done`` is the JSON form of what was found out about the others."""

    def __init__(self, findings: Sequence[Finding], *, expected: str, hint: str, done: Mapping[str, object]) -> None:
        first = findings[0]
        alone = len(findings) == 1
        super().__init__(
            first.message if alone else f"{len(findings)} of the inputs cannot be read",
            where=first.file if alone else "",
            expected=expected,
            hint=hint,
            findings=() if alone else tuple(findings),
        )
        self.done = done


class Advance(Protocol):
    """Called with the number of steps done since the last call."""

    def __call__(self, steps: int = 1, /) -> None:
        """Move the bar on."""


def format_finding(finding: Finding) -> str:
    """A finding for people: one line of what and where, then what was expected and how to mend it."""
    lines = [f"{finding.where}: {finding.severity} {finding.code}: {finding.message}"]
    if finding.actual:
        lines.append(f"    found:    {finding.actual}")
    if finding.expected:
        lines.append(f"    expected: {finding.expected}")
    if finding.hint:
        lines.append(f"    to mend:  {finding.hint}")
    if finding.clause:
        lines.append(f"    see:      {finding.clause}")
    return "\n".join(lines)


def print_json(document: object) -> None:
    """One JSON document on standard output, UTF-8 whatever the terminal's encoding."""
    sys.stdout.buffer.write(json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n")
    sys.stdout.flush()


def error_json(error: BuktiError) -> dict[str, object]:
    """What commands that were asked for JSON print when they fail: what was done before, and the error."""
    told = {
        "message": error.message,
        "where": error.where,
        "expected": error.expected,
        "hint": error.hint,
        "findings": [finding.as_json() for finding in error.findings],
    }
    done = error.done if isinstance(error, UnreadableInputs) else {}
    return {**done, "error": told}


def say(text: str = "", *, quiet: bool = False) -> None:
    """A line for people on standard output."""
    if not quiet:
        print(text)


def note(text: str) -> None:
    """A line for people on standard error (it never mixes with ``--json``)."""
    print(text, file=sys.stderr)


@contextmanager
def progress(label: str, total: int) -> Iterator[Advance]:
    """A progress bar on standard error while it is a terminal; silent otherwise."""
    if not sys.stderr.isatty() or total <= 0:
        yield lambda _steps=1, /: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)

        def advance(steps: int = 1, /) -> None:
            bar.advance(task, steps)

        yield advance


def print_findings(findings: Iterable[Finding]) -> None:
    """Findings on standard output, one block each."""
    for finding in findings:
        print(format_finding(finding))
