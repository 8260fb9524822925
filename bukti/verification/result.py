"""What verification says: an outcome per check and a verdict, in the words of ``spec/codes.json`` (VER-19)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bukti.codes import CODE_CHECKS, DETAIL, STATE, Check, Code, State, Verdict
from bukti.specification import spec_text
from bukti.verification.limits import SHOWN


@dataclass(frozen=True)
class Outcome:
    """What one check found, with the sentence that says it."""

    check: Check
    code: Code
    state: State
    detail: str

    @property
    def passed(self) -> bool:
        """Whether nothing was found wrong."""
        return self.state is State.PASSED

    def as_json(self) -> dict[str, str]:
        """The outcome as VER-19 has it."""
        return {
            "check": str(self.check),
            "code": str(self.code),
            "state": str(self.state),
            "detail": self.detail,
        }


@dataclass(frozen=True, kw_only=True)
class Result:
    """The judgement on one credential.

    ``credential`` is the credential as judged (of a card: as rebuilt), ``data_as_of`` the time of the
    data's commit, ``leading`` the check that decides the verdict (VER-18; None when valid).
    """

    input: str
    verdict: Verdict
    checks: tuple[Outcome, ...]
    credential: Mapping[str, Any] | None
    data_as_of: str | None
    leading: Outcome | None

    def as_json(self) -> dict[str, Any]:
        """The result as VER-19 has it."""
        return {
            "input": self.input,
            "verdict": str(self.verdict),
            "checks": [outcome.as_json() for outcome in self.checks],
            "credential": self.credential,
            "data_as_of": self.data_as_of,
        }


def outcome(check: Check, code: Code, **names: str) -> Outcome:
    """The outcome ``code`` of ``check`` with its sentence filled in.

    Raises KeyError for a code that is not listed for the check, or a name that is not given: these
    are faults of the program.
    """
    if check not in CODE_CHECKS[code]:
        raise KeyError(f"{code} is no code of the check {check}")
    return Outcome(check, code, STATE[code], DETAIL[code].format_map(names))


def shown(text: str) -> str:
    """Text of the input as a sentence may repeat it: printable ASCII, not long (VER-20)."""
    plain = "".join(char if "!" <= char <= "~" else "?" for char in text[:SHOWN])
    return plain + "…" if len(text) > SHOWN else plain


@cache
def kinds() -> tuple[str, str, str, str]:
    """What an input may be read as: a card, a credential, a credential of a presentation, a learner record."""
    card, credential, presented, record = json.loads(spec_text("codes.json"))["kinds"]
    return card, credential, presented, record


@cache
def containers() -> Mapping[str, str]:
    """Where in a file of each kind a credential was found, as the sentence of ``parse`` says it (CON-3)."""
    return {str(kind): str(where) for kind, where in json.loads(spec_text("codes.json"))["containers"].items()}


@cache
def no_reason() -> str:
    """What stands for a reason where none was given (VER-20)."""
    return str(json.loads(spec_text("codes.json"))["no_reason"])
