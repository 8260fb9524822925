"""The ten checks, one function each, in the order of VER-2. Each looks at a case and says what it found."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bukti.codes import Check, Code, State
from bukti.verification.case import Case, Judge
from bukti.verification.proofs import ProofFault, proof_fault, proofs_of
from bukti.verification.result import Outcome, no_reason, outcome, shown
from bukti.verification.shape import is_day, same, shape_fault
from bukti.verification.source import IssuerKey, KnownIssuer

_SLACK = timedelta(hours=24)


def parse(case: Case) -> Outcome:
    """1: the input is read, within its limits (VER-3)."""
    return case.payload.parse


def shape(case: Case) -> Outcome:
    """2: exact context and closed shape; of a card its one spelling (VER-5)."""
    if case.outside:
        return outcome(Check.SHAPE, Code.ISSUER_OUTSIDE)
    if case.rebuilt and case.rebuilt.misspelt:
        return outcome(Check.SHAPE, Code.CARD_MISSPELT)
    if case.credential is None:
        return outcome(Check.SHAPE, Code.BLOCKED)
    fault = shape_fault(case.credential)
    if fault is None:
        return outcome(Check.SHAPE, Code.SHAPE)
    if case.directory is None:
        return outcome(Check.SHAPE, Code.BLOCKED)
    return outcome(Check.SHAPE, fault.code, where=fault.where)


def issuer(case: Case) -> Outcome:
    """3: the issuer is a provider of this registry (VER-4, VER-6)."""
    if case.issuer_id is None:
        return outcome(Check.ISSUER, Code.BLOCKED)
    if case.issuer is None:
        return case.absent(Check.ISSUER, Code.ISSUER_UNKNOWN, provider=shown(case.provider or ""))
    return outcome(Check.ISSUER, Code.ISSUER, provider=case.issuer.id)


def signature(case: Case) -> Outcome:
    """4: every proof is a good signature by a key of the issuer (VER-7)."""
    if not case[Check.SHAPE].passed or case.issuer is None or case.credential is None:
        return outcome(Check.SIGNATURE, Code.BLOCKED)
    if case.rebuilt and case.payload.card and not case.rebuilt.key_known:
        return case.absent(Check.SIGNATURE, Code.KEY_UNKNOWN, key=f"number {case.payload.card.key_number}")
    return _signature(case, case.credential, case.issuer)


def registered(case: Case) -> Outcome:
    """5: the hash is registered by this issuer for this MC version (VER-8)."""
    if case.issuer_id is None or case.achievement_id is None:
        return outcome(Check.REGISTERED, Code.BLOCKED)
    if case.group is None or case.rows is None:
        return outcome(Check.REGISTERED, Code.DATA_MISSING)
    if not case.rows.rows:
        return case.absent(Check.REGISTERED, Code.NOT_REGISTERED)
    if case.row is None:
        return outcome(Check.REGISTERED, Code.REGISTERED_ELSEWHERE)
    if case.row.day is None:
        return outcome(Check.REGISTERED, Code.POSITION_UNKNOWN)
    return outcome(Check.REGISTERED, Code.REGISTERED, day=case.row.day.isoformat())


def definition(case: Case) -> Outcome:
    """6: a template of this issuer, MC and version rebuilds the credential exactly (VER-9)."""
    if case.rebuilt and not case.rebuilt.template:
        return case.absent(Check.DEFINITION, Code.TEMPLATE_UNKNOWN)
    if case.issuer_id is None or case.achievement_id is None or case.credential is None:
        return outcome(Check.DEFINITION, Code.BLOCKED)
    if case.group is None:
        return outcome(Check.DEFINITION, Code.DATA_MISSING)
    for award in case.awards:
        if any(case.rebuilds(digest) for digest in award.templates):
            return outcome(Check.DEFINITION, Code.DEFINITION, version=str(award.version))
    published = _published_achievements(case)
    own = case.credential["credentialSubject"]["achievement"]
    if published and not any(same(own, one) for one in published):
        return outcome(Check.DEFINITION, Code.DEFINITION_MISMATCH)
    return case.absent(Check.DEFINITION, Code.TEMPLATE_UNKNOWN)


def authority(case: Case) -> Outcome:
    """7: the provider was allowed to award this MC then (VER-10)."""
    if case.row_award is None:
        return _without_row(case, Check.AUTHORITY)
    return outcome(Check.AUTHORITY, Code.AUTHORITY if case.row_award.authorised else Code.AUTHORITY_MISSING)


def state(case: Case) -> Outcome:
    """8: not revoked, suspended or replaced (VER-11)."""
    if case.row is None:
        return _without_row(case, Check.STATE)
    if case.row.state != "active":
        day = case.row.state_day.isoformat() if case.row.state_day else ""
        return outcome(Check.STATE, Code(case.row.state), day=day, reason=case.row.reason or no_reason())
    if case[Check.FRESHNESS].code == Code.DATA_STALE:
        return outcome(Check.STATE, Code.DATA_STALE, **_age(case))
    return outcome(Check.STATE, Code.STATE)


def validity(case: Case) -> Outcome:
    """9: today, in the issuer's zone, lies within its dates (VER-11)."""
    credential = case.credential or {}
    start, end = credential.get("validFrom"), credential.get("validUntil", "9999-12-31T23:59:59Z")
    if case.issuer is None or not is_day(start, "T00:00:00Z") or not is_day(end, "T23:59:59Z"):
        return outcome(Check.VALIDITY, Code.BLOCKED)
    first, last = str(start)[:10], str(end)[:10]
    # No zone is a whole day from UTC: where the day before and the day after say the same, none is asked.
    before, after = (_within(first, last, (case.now + step).date()) for step in (-_SLACK, _SLACK))
    if before.code == after.code:
        return before
    today = _today(case, case.issuer)
    return outcome(Check.VALIDITY, Code.DATA_MISSING) if today is None else _within(first, last, today)


def _within(first: str, last: str, today: date) -> Outcome:
    """Whether ``today`` lies within the first and the last day, given as dates of ISO 8601."""
    if first > today.isoformat():
        return outcome(Check.VALIDITY, Code.NOT_YET_VALID, day=first)
    if last < today.isoformat():
        return outcome(Check.VALIDITY, Code.EXPIRED, day=last)
    return outcome(Check.VALIDITY, Code.VALIDITY)


def freshness(case: Case) -> Outcome:
    """10: the data is of one publication, and new enough (VER-16)."""
    directory, dated = case.directory, case.data_date
    if directory is None:
        return outcome(Check.FRESHNESS, Code.DATA_MISSING)
    if case.mixed:
        return outcome(Check.FRESHNESS, Code.DATA_MIXED)
    if dated is None:
        return outcome(Check.FRESHNESS, Code.DATA_MISSING)
    if directory.freshness_days is None:
        return outcome(Check.FRESHNESS, Code.FRESHNESS, day=_age(case)["day"])
    if case.now < dated - _SLACK:
        return outcome(Check.FRESHNESS, Code.CLOCK_WRONG)
    if case.now - dated > timedelta(days=directory.freshness_days):
        return outcome(Check.FRESHNESS, Code.DATA_STALE, **_age(case))
    return outcome(Check.FRESHNESS, Code.FRESHNESS, day=_age(case)["day"])


def _prepared(name: Check, check: Judge) -> Judge:
    """``check`` after what all checks on published data have in common (VER-3, VER-4, VER-14, VER-21)."""

    def run(case: Case) -> Outcome:
        if case[Check.PARSE].state is State.FAILED:
            return outcome(name, Code.BLOCKED)
        if case.directory is None or (case.payload.card and case.group is None):
            return outcome(name, Code.DATA_MISSING)
        if case.outside:
            return case.stranger.get(name) or outcome(name, Code.ISSUER_OUTSIDE)
        if case.credential is None and name is not Check.DEFINITION:
            return outcome(name, Code.BLOCKED)
        return check(case)

    return run


def _after_parse(name: Check, check: Judge) -> Judge:
    def run(case: Case) -> Outcome:
        return outcome(name, Code.BLOCKED) if case[Check.PARSE].state is State.FAILED else check(case)

    return run


CHECKS: Mapping[Check, Judge] = MappingProxyType(
    {
        Check.PARSE: parse,
        Check.SHAPE: _after_parse(Check.SHAPE, shape),
        Check.ISSUER: _prepared(Check.ISSUER, issuer),
        Check.SIGNATURE: _prepared(Check.SIGNATURE, signature),
        Check.REGISTERED: _prepared(Check.REGISTERED, registered),
        Check.DEFINITION: _prepared(Check.DEFINITION, definition),
        Check.AUTHORITY: _prepared(Check.AUTHORITY, authority),
        Check.STATE: _prepared(Check.STATE, state),
        Check.VALIDITY: _prepared(Check.VALIDITY, validity),
        Check.FRESHNESS: _after_parse(Check.FRESHNESS, freshness),
    }
)
"""The checks by name, in the order of VER-2."""


def _signature(case: Case, credential: Mapping[str, Any], issuer_: KnownIssuer) -> Outcome:
    proofs = proofs_of(credential)
    if not proofs:
        return outcome(Check.SIGNATURE, Code.PROOF_MISSING)
    found = [_proof_outcome(case, proof_fault(credential, proof, issuer_)) for proof in proofs]
    for wanted in (State.FAILED, State.NOT_RUN):
        for one in found:
            if one.state is wanted:
                return one
    return found[0]


def _proof_outcome(case: Case, found: ProofFault | IssuerKey) -> Outcome:
    if isinstance(found, IssuerKey):
        return outcome(Check.SIGNATURE, Code.SIGNATURE, key=found.id)
    if found.code == Code.KEY_UNKNOWN:
        return case.absent(Check.SIGNATURE, found.code, key=found.key)
    return outcome(Check.SIGNATURE, found.code, key=found.key)


def _published_achievements(case: Case) -> list[Any]:
    templates = case.group.templates if case.group else {}
    digests = {digest for award in case.awards for digest in award.templates if digest in templates}
    return [templates[digest].credential["credentialSubject"]["achievement"] for digest in sorted(digests)]


def _without_row(case: Case, check: Check) -> Outcome:
    missing = case[Check.REGISTERED].code == Code.DATA_MISSING
    return outcome(check, Code.DATA_MISSING if missing else Code.BLOCKED)


def _age(case: Case) -> dict[str, str]:
    day = case.data_date.date().isoformat() if case.data_date else ""
    limit = case.directory.freshness_days if case.directory else None
    return {"day": day, "limit": str(limit)}


def _today(case: Case, issuer_: KnownIssuer) -> date | None:
    try:
        return case.now.astimezone(ZoneInfo(issuer_.zone)).date()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
