"""From the outcomes of the checks to one word (VER-17, VER-18). Pure: codes and states in, verdict out."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bukti.codes import Check, Code, State, Verdict
from bukti.verification.result import Outcome

AUTHENTICITY = (
    Check.SHAPE,
    Check.ISSUER,
    Check.SIGNATURE,
    Check.REGISTERED,
    Check.DEFINITION,
    Check.AUTHORITY,
)
"""The checks that say whether the credential is what it claims to be; the rest say how it stands now."""

Test = Callable[[Outcome], bool]


class Line(NamedTuple):
    """A line of the table: ``verdict`` when ``test`` holds for one of ``checks``."""

    verdict: Verdict
    checks: tuple[Check, ...]
    test: Test


def _failed(found: Outcome) -> bool:
    return found.state is State.FAILED


def _open(found: Outcome) -> bool:
    return found.state in (State.NOT_RUN, State.STALE)


def _not_passed(found: Outcome) -> bool:
    return found.state is not State.PASSED


def _is_outside(found: Outcome) -> bool:
    return found.code is Code.ISSUER_OUTSIDE


def _failed_with(code: Code) -> Test:
    return lambda found: found.state is State.FAILED and found.code is code


TABLE = (
    Line(Verdict.CANNOT_TELL, (Check.PARSE,), _failed),
    Line(Verdict.CANNOT_TELL, (Check.ISSUER,), _is_outside),
    Line(Verdict.INVALID, AUTHENTICITY, _failed),
    Line(Verdict.CANNOT_TELL, AUTHENTICITY, _open),
    Line(Verdict.REVOKED, (Check.STATE,), _failed_with(Code.REVOKED)),
    Line(Verdict.CANNOT_TELL, (Check.STATE,), _open),
    Line(Verdict.CANNOT_TELL, (Check.FRESHNESS,), _not_passed),
    Line(Verdict.SUPERSEDED, (Check.STATE,), _failed_with(Code.SUPERSEDED)),
    Line(Verdict.SUSPENDED, (Check.STATE,), _failed_with(Code.SUSPENDED)),
    Line(Verdict.NOT_YET_VALID, (Check.VALIDITY,), _failed_with(Code.NOT_YET_VALID)),
    Line(Verdict.EXPIRED, (Check.VALIDITY,), _failed_with(Code.EXPIRED)),
    Line(Verdict.CANNOT_TELL, (Check.STATE, Check.VALIDITY), _not_passed),
)
"""VER-17 from its first line to its last but one; the first that applies counts."""


def verdict(checks: Mapping[Check, Outcome]) -> tuple[Verdict, Outcome | None]:
    """The verdict on one credential and its leading outcome (None for ``valid``), from all checks by name."""
    for line in TABLE:
        for name in line.checks:
            if line.test(checks[name]):
                return line.verdict, checks[name]
    return Verdict.VALID, None
