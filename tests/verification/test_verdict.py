"""The verdict is a function of codes and states alone (VER-17, VER-18)."""

from collections.abc import Iterator, Mapping
from itertools import product

from bukti.codes import CHECKS, Check, Code, Verdict
from bukti.verification.result import Outcome, outcome
from bukti.verification.verdict import AUTHENTICITY, verdict

ANY = dict.fromkeys(("kind", "where", "provider", "key", "day", "version", "reason", "limit", "name", "number"), "x")
PARSE = (Code.PARSE, Code.CARD_CUT)
BAD = {
    Check.SHAPE: (Code.SHAPE_MISMATCH, Code.BLOCKED),
    Check.ISSUER: (Code.ISSUER_UNKNOWN, Code.DATA_OLDER),
    Check.SIGNATURE: (Code.KEY_VOID, Code.SUITE_UNKNOWN),
    Check.REGISTERED: (Code.NOT_REGISTERED, Code.NOT_REGISTERED_YET),
    Check.DEFINITION: (Code.DEFINITION_MISMATCH, Code.DATA_MISSING),
    Check.AUTHORITY: (Code.AUTHORITY_MISSING, Code.BLOCKED),
}
"""For each check of authenticity one code that fails and one that is not run."""
STATES = (Code.STATE, Code.REVOKED, Code.SUPERSEDED, Code.SUSPENDED, Code.DATA_STALE, Code.BLOCKED)
VALIDITY = (Code.VALIDITY, Code.NOT_YET_VALID, Code.EXPIRED, Code.BLOCKED)
FRESHNESS = (Code.FRESHNESS, Code.DATA_STALE, Code.CLOCK_WRONG, Code.DATA_MIXED)


def combinations() -> Iterator[dict[Check, Outcome]]:
    """All combinations of what each check may say: 2 · 3^6 · 6 · 4 · 4."""
    choices = [PARSE, *((Code(check.value), *BAD[check]) for check in AUTHENTICITY), STATES, VALIDITY, FRESHNESS]
    columns = [[outcome(check, code, **ANY) for code in codes] for check, codes in zip(CHECKS, choices, strict=True)]
    for chosen in product(*columns):
        yield dict(zip(CHECKS, chosen, strict=True))


def by_the_text(found: Mapping[Check, Outcome]) -> str:
    """VER-17 as it is written, in another way than the program has it."""
    authentic = {found[check].state for check in AUTHENTICITY}
    state, validity = found[Check.STATE], found[Check.VALIDITY]
    if found[Check.PARSE].state == "failed":
        return "cannot_tell"
    if "failed" in authentic:
        return "invalid"
    if authentic != {"passed"}:
        return "cannot_tell"
    if state.code == "revoked":
        return "revoked"
    if state.state in ("not_run", "stale") or found[Check.FRESHNESS].state != "passed":
        return "cannot_tell"
    words = (state.code, validity.code.replace("-", "_"))
    for word in ("superseded", "suspended", "not_yet_valid", "expired"):
        if word in words:
            return word
    return "cannot_tell" if validity.state == "not_run" else "valid"


def test_every_combination() -> None:
    count, valid = 0, 0
    for found in combinations():
        word, leading = verdict(found)
        assert word == by_the_text(found)
        passed = all(one.passed for one in found.values())
        assert (word is Verdict.VALID) == passed == (leading is None)
        assert leading is None or not leading.passed
        count += 1
        valid += passed
    assert (count, valid) == (2 * 3**6 * 6 * 4 * 4, 1)


def test_the_leading_check_is_the_first_that_makes_the_line_apply() -> None:
    found = {check: outcome(check, Code(check.value), **ANY) for check in CHECKS}
    found[Check.SHAPE] = outcome(Check.SHAPE, Code.BLOCKED)
    found[Check.REGISTERED] = outcome(Check.REGISTERED, Code.NOT_REGISTERED)
    found[Check.AUTHORITY] = outcome(Check.AUTHORITY, Code.AUTHORITY_MISSING)
    assert verdict(found) == (Verdict.INVALID, found[Check.REGISTERED])
    found[Check.REGISTERED] = outcome(Check.REGISTERED, Code.REGISTERED, day="x")
    found[Check.AUTHORITY] = outcome(Check.AUTHORITY, Code.AUTHORITY)
    assert verdict(found) == (Verdict.CANNOT_TELL, found[Check.SHAPE])
