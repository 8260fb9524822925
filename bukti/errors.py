"""Faults and how they are told: one shape for everything that is refused or advised.

Every fault says what is wrong, where, what was expected and how to mend it.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: an error stops publication, a warning is shown, info is advice."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, kw_only=True, order=True)
class Finding:
    """One fault found in one place.

    ``file`` is relative to the repository, ``line`` counts from 1 (0: the file as a whole).
    ``actual`` is what stands there, ``expected`` what should, ``hint`` how to mend it, ``clause``
    the clause of the guideline or the sentence of ``spec/`` that asks for it.
    """

    file: str = ""
    line: int = 0
    code: str
    severity: Severity = field(default=Severity.ERROR, compare=False)
    message: str
    actual: str = ""
    expected: str = ""
    hint: str = ""
    clause: str = ""

    @property
    def where(self) -> str:
        """``file:line``, as editors and terminals understand it."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def as_json(self) -> dict[str, object]:
        """The finding as one JSON object, members in a fixed order."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "file": self.file,
            "line": self.line,
            "message": self.message,
            "actual": self.actual,
            "expected": self.expected,
            "hint": self.hint,
            "clause": self.clause,
        }


class BuktiError(Exception):
    """A run that cannot go on, told to a person.

    Commands print it and exit with ``exit_code``; library callers read ``findings``.
    """

    exit_code = 1

    def __init__(
        self,
        message: str,
        *,
        where: str = "",
        expected: str = "",
        hint: str = "",
        findings: tuple[Finding, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.expected = expected
        self.hint = hint
        self.findings = findings

    def __str__(self) -> str:
        parts = [f"{self.where}: {self.message}" if self.where else self.message]
        if self.expected:
            parts.append(f"  expected: {self.expected}")
        if self.hint:
            parts.append(f"  to mend:  {self.hint}")
        return "\n".join(parts)


class UsageError(BuktiError):
    """The command was called in a way that cannot be meant (exit code 2)."""

    exit_code = 2


class InvalidRecords(BuktiError):
    """Files that do not parse into records; ``findings`` holds every fault of every file."""
