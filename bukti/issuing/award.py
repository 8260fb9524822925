"""What is issued and by whom: the definition version on offer, the provider, and the key that signs."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bukti.did import MAINTAINERS
from bukti.errors import BuktiError, Finding, InvalidRecords, Severity
from bukti.issuing.validity import EARLIEST, LATEST, period_end
from bukti.model import Definition, Key, Offer, Provider
from bukti.model.snapshot import Located, Snapshot
from bukti.proof.keys import SigningKey
from bukti.register import Register

AHEAD = timedelta(days=1)
"""By how much the first day of a credential may lie in the future."""


@dataclass(frozen=True, kw_only=True)
class Award:
    """A definition version that may be awarded, with its provider and offer."""

    provider: Located[Provider]
    definition: Located[Definition]
    offer: Located[Offer]

    @property
    def ref(self) -> str:
        """``provider/mc``."""
        return self.definition.record.ref


@dataclass(frozen=True, kw_only=True)
class Dates:
    """First and last day of the credentials; ``valid_until`` None: they do not expire."""

    issued_on: date
    valid_until: date | None


def award_of(snapshot: Snapshot, ref: str, version: int | None = None) -> Award:
    """The award that ``ref`` (``provider/mc``) names, in ``version``; None: in the one that is on offer.

    Raises BuktiError when there is none, naming the nearest, when it is a draft, and when the offer is retired,
    unless ``version`` is named.
    """
    provider, _, mc = ref.partition("/")
    known = sorted({definition.record.ref for definition in snapshot.definitions.values()})
    if ref not in known or provider not in snapshot.providers:
        near = difflib.get_close_matches(ref, known, 1, 0.5) or [one for one in known if one.endswith(f"/{mc}")]
        hint = f"did you mean {near[0]}?" if near else "see the folders below registry/"
        raise BuktiError(f"there is no micro-credential {ref!r} in this registry", expected="PROVIDER/MC", hint=hint)
    offer = snapshot.offers.get((provider, mc))
    if offer is None:
        raise BuktiError(
            f"{ref} has no offer.yaml that says which version is current",
            where=f"registry/{provider}/{mc}",
            hint="write registry/" + f"{provider}/{mc}/offer.yaml",
        )
    _refuse_offer(offer, ref, correction=version is not None)
    wanted = offer.record.current if version is None else version
    definition = snapshot.definitions.get((provider, mc, wanted))
    if definition is None:
        raise BuktiError(
            f"the version {wanted} of {ref} is not there",
            where=f"{offer.file}:{offer.line('current')}" if version is None else f"registry/{provider}/{mc}",
            hint=f"write registry/{provider}/{mc}/v{wanted}.yaml, or mend `current`"
            if version is None
            else f"restore registry/{provider}/{mc}/v{wanted}.yaml as it was published",
        )
    _refuse_draft(definition)
    return Award(provider=snapshot.providers[provider], definition=definition, offer=offer)


def _refuse_offer(offer: Located[Offer], ref: str, *, correction: bool) -> None:
    """A correction of what was awarded is no new award: it may follow the end of the offer."""
    reasons = {
        "retired": ("is retired: nothing more is awarded", "to award it again, set `status: active` in a pull request"),
        "draft": ("is offered as a draft only", "publish the offer with `status: active` first"),
    }
    if offer.record.status in reasons and not (correction and offer.record.status == "retired"):
        message, hint = reasons[offer.record.status]
        raise BuktiError(
            f"{ref} {message}",
            where=f"{offer.file}:{offer.line('status')}",
            expected="status: active or teach_out",
            hint=hint,
        )


def _refuse_draft(definition: Located[Definition]) -> None:
    if definition.record.state == "draft":
        raise BuktiError(
            f"version {definition.record.version} of {definition.record.ref} is a draft",
            where=f"{definition.file}:{definition.line('state')}",
            expected="state: active",
            hint="finish the definition, run `bukti check`, and publish it as active first",
        )


def refuse_errors(findings: Iterable[Finding], award: Award) -> None:
    """What is signed stays for ever: raise InvalidRecords where the policy finds errors in what is awarded.

    ``findings`` are those of the whole repository; only errors of the definition and the offer count.
    """
    files = (award.definition.file, award.offer.file)
    errors = tuple(one for one in findings if one.severity is Severity.ERROR and one.file in files)
    if errors:
        count = "an error" if len(errors) == 1 else f"{len(errors)} errors"
        raise InvalidRecords(
            f"{award.ref} has {count} that would be signed for ever; nothing was issued",
            where=award.definition.file,
            hint="mend what is named below and run bukti check; if the version is published, write the next one",
            findings=errors,
        )


def relevant_faults(findings: Iterable[Finding], provider: str) -> tuple[Finding, ...]:
    """Faults of records that an issue by ``provider`` rests on; another provider's do not block it."""
    folders = (
        "registry/registry.yaml",
        "registry/frameworks/",
        f"registry/{provider}/",
        f"credentials/{provider}/",
        f"public_keys/{provider}/",
        "public_keys/registry/",
    )
    return tuple(finding for finding in findings if finding.file.startswith(folders))


def refuse_faults(findings: Iterable[Finding], provider: str) -> None:
    """Raise InvalidRecords where records that an issue by ``provider`` rests on have faults."""
    faults = relevant_faults(findings, provider)
    if faults:
        raise InvalidRecords(
            "the registry has faults that have to be mended before anything is issued", findings=faults
        )


def key_record_of(snapshot: Snapshot, register: Register, provider: str, key: SigningKey, today: date) -> Located[Key]:
    """The record of ``key`` in ``public_keys/<provider>``, where the provider may award now.

    Raises BuktiError as :func:`good_key` does, or when the provider may not award.
    """
    located = good_key(snapshot, register, provider, key, today)
    issuer = next((one for one in register.issuers if one.id == provider), None)
    if issuer is None or issuer.status != "active":
        raise BuktiError(
            f"{provider} may not award now: it is {issuer.status.replace('_', ' ') if issuer else 'not admitted'}",
            where=f"registry/{provider}/acts",
            expected="an act `admitted` or `reinstated` by the maintainers",
            hint="ask the agency; where git's whole history is not at hand this cannot be told: git fetch --unshallow",
        )
    return located


def good_key(snapshot: Snapshot, register: Register, provider: str, key: SigningKey, today: date) -> Located[Key]:
    """The record of ``key`` in ``public_keys/<provider>``, a key that is good for signing now.

    Whether the provider may award is not asked: one that was closed still revokes. ``provider`` may be the
    maintainers (``registry``). Raises BuktiError when it is another's key, unknown, not admitted, a recovery
    key, revoked, retired, or outside its time on ``today``.
    """
    located = _record_by_public_key(snapshot, provider, key)
    record = located.record
    state = _state_of(snapshot, register, record)
    if state != "good":
        raise BuktiError(
            f"the key {provider}/{record.key} is {state}",
            where=located.file,
            expected="a key that two maintainers, or an earlier key of the provider, have admitted",
            hint="have it admitted, or use the key that is in force"
            if state == "not admitted"
            else "use the key that is in force",
            findings=tuple(one for one in register.findings if one.file == located.file),
        )
    if not _in_time(record, today):
        raise BuktiError(
            f"the key {provider}/{record.key} is not in its time today ({today})",
            where=f"{located.file}:{located.line('valid_from')}",
            expected=_time_of(record),
            hint="use the key that is in force",
        )
    return located


def _state_of(snapshot: Snapshot, register: Register, record: Key) -> str:
    """``good``, or why the key signs nothing now."""
    if record.role is not None:
        return "a recovery key, which signs nothing but the revocation of a key"
    owners = {issuer.id: issuer.keys for issuer in register.issuers} | {MAINTAINERS: register.maintainers}
    state = {one.key: one.state for one in owners.get(record.provider, ())}.get(record.key, "not admitted")
    faulty = {finding.file for finding in register.findings if finding.severity is Severity.ERROR}
    retired = any(
        act.record.kind == "retired" and (act.record.provider, act.record.key) == (record.provider, record.key)
        for act in snapshot.key_acts.values()
        if act.file not in faulty
    )
    return "retired" if state == "good" and retired else state


def _record_by_public_key(snapshot: Snapshot, provider: str, key: SigningKey) -> Located[Key]:
    owners = [located for located in snapshot.keys.values() if located.record.public_key == key.multikey]
    for located in owners:
        if located.record.provider == provider:
            return located
    if owners:
        owner = owners[0].record
        raise BuktiError(
            f"this is the key {owner.provider}/{owner.key}, not one of {provider}",
            where=owners[0].file,
            hint=f"use a key of {provider}",
        )
    raise BuktiError(
        f"this key ({key.multikey}) has no record in public_keys/{provider}",
        hint=f"make one with `bukti key new --provider {provider}`, and have it admitted",
    )


def dates_of(award: Award, key: Located[Key], today: date, issued_on: date | None, valid_until: date | None) -> Dates:
    """The dates of the credentials: today, and the definition's validity, where none are given.

    Raises BuktiError for dates that no card has room for, that end before they begin, or that begin outside
    the time of ``key`` or more than a day ahead.
    """
    start = issued_on or today
    validity = award.definition.record.validity
    end = valid_until
    if end is None and validity and validity.expires != "never":
        end = period_end(start, validity.expires)
    for day in (start, end or start):
        if not EARLIEST <= day <= LATEST:
            raise BuktiError(f"the date {day} is out of range", expected=f"{EARLIEST} to {LATEST}")
    if end is not None and end < start:
        raise BuktiError(
            f"the credentials would end on {end}, before they begin on {start}",
            hint="mend --valid-until or --issued-on",
        )
    _refuse_start(start, key, today)
    return Dates(issued_on=start, valid_until=end)


def _refuse_start(start: date, key: Located[Key], today: date) -> None:
    if start > today + AHEAD:
        raise BuktiError(
            f"--issued-on {start} lies more than a day ahead (today is {today})",
            expected=f"{today + AHEAD} or before",
            hint="issue on the day; until then nobody could tell these credentials from false ones",
        )
    record = key.record
    if not _in_time(record, start):
        raise BuktiError(
            f"the key {record.provider}/{record.key} was not in its time on {start}",
            where=f"{key.file}:{key.line('valid_from')}",
            expected=f"--issued-on with {_time_of(record)}",
            hint="mend --issued-on, or leave it out to issue with today's date",
        )


def _in_time(key: Key, day: date) -> bool:
    return key.valid_from <= day and not (key.valid_until and day > key.valid_until)


def _time_of(key: Key) -> str:
    return f"a day from {key.valid_from}" + (f" to {key.valid_until}" if key.valid_until else "")
