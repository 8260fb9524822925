"""Whether a stranger took a credential back, by its own status list at hand (VER-31).

Read are W3C Bitstring Status List 1.0 and its predecessor StatusList2021. A list counts only when it
is the issuer's own, signed, in force and long enough; it is unpacked within a limit.
"""

import base64
import binascii
import re
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from bukti.codes import Code
from bukti.proof.status import MAX_LENGTH, MIN_LENGTH
from bukti.verification.at_hand import AtHand
from bukti.verification.instants import seconds_of
from bukti.verification.strangers_keys import Finding
from bukti.verification.strangers_proofs import judge_proofs, worst

MAX_ENTRIES = 8
_SHORTEST_MEMBER = 18
"""Bytes of the head and the end of a gzip member (RFC 1952, 2.3)."""
_PURPOSES = {"revocation": Code.OUTSIDE_REVOKED, "suspension": Code.OUTSIDE_SUSPENDED}
_INDEX = re.compile(r"(?:0|[1-9][0-9]{0,15})", re.ASCII)


class _Kind(NamedTuple):
    credential: str
    subject: str
    prefix: str


_KINDS = {
    "BitstringStatusListEntry": _Kind("BitstringStatusListCredential", "BitstringStatusList", "u"),
    "StatusList2021Entry": _Kind("StatusList2021Credential", "StatusList2021", ""),
}


def judge_status(credential: Mapping[str, Any], issuer: str | None, at_hand: AtHand, now: int) -> Finding:
    """What the status lists at hand say of ``credential`` of ``issuer`` at ``now`` (seconds since 1970)."""
    if "credentialStatus" not in credential:
        return Finding(Code.STATUS_NONE)
    stated = credential["credentialStatus"]
    entries = stated if isinstance(stated, list) else [stated]
    if not 0 < len(entries) <= MAX_ENTRIES:
        return Finding(Code.STATUS_KIND)
    return worst([_judge(entry, issuer, at_hand, now) for entry in entries])


def _judge(entry: object, issuer: str | None, at_hand: AtHand, now: int) -> Finding:
    if not isinstance(entry, Mapping):
        return Finding(Code.STATUS_KIND)
    kind, purpose = entry.get("type"), entry.get("statusPurpose")
    known = _KINDS.get(kind) if isinstance(kind, str) else None
    size = entry.get("statusSize", 1)
    if known is None or not isinstance(purpose, str) or purpose not in _PURPOSES or size is True or size != 1:
        return Finding(Code.STATUS_KIND)
    index, address = entry.get("statusListIndex"), entry.get("statusListCredential")
    if not isinstance(index, str) or not _INDEX.fullmatch(index) or not isinstance(address, str):
        return Finding(Code.STATUS_FORM)
    document = at_hand.named(address)
    if document is None:
        return Finding(Code.STATUS_NOT_AT_HAND)
    fault = _list_fault(document, known, issuer, at_hand, now)
    return Finding(fault) if fault else _bit(document, known, purpose, int(index))


def _list_fault(document: Mapping[str, Any], kind: _Kind, issuer: str | None, at_hand: AtHand, now: int) -> Code | None:
    """Why a list does not count, but for what stands in it."""
    if not (_has(document, "VerifiableCredential") and _has(document, kind.credential)):
        return Code.STATUS_KIND
    if issuer is None or issuer_of(document) != issuer:
        return Code.STATUS_FOREIGN
    asked = (str(document["id"]), issuer, now)
    if asked not in at_hand.list_faults:
        at_hand.list_faults[asked] = _vouching_fault(document, issuer, at_hand, now)
    return at_hand.list_faults[asked]


def _vouching_fault(document: Mapping[str, Any], issuer: str, at_hand: AtHand, now: int) -> Code | None:
    """Why the proofs and the dates of a list do not vouch for it at ``now``."""
    found = judge_proofs(document, issuer, at_hand, now).code
    if found is not Code.OUTSIDE_SIGNATURE:
        return Code.STATUS_UNSIGNED if found is Code.PROOF_MISSING else Code.STATUS_SIGNATURE
    return None if judge_times(document, now).code is Code.VALIDITY else Code.STATUS_TIME


def _bit(document: Mapping[str, Any], kind: _Kind, purpose: str, index: int) -> Finding:
    subject = document.get("credentialSubject")
    if not isinstance(subject, Mapping) or not _has(subject, kind.subject):
        return Finding(Code.STATUS_KIND)
    purposes = subject.get("statusPurpose")
    if purpose not in (purposes if isinstance(purposes, list) else [purposes]):
        return Finding(Code.STATUS_PURPOSE)
    encoded = subject.get("encodedList")
    octets = _unpacked(encoded if isinstance(encoded, str) else "", kind.prefix)
    if isinstance(octets, Finding):
        return octets
    if index >= len(octets) * 8:
        return Finding(Code.STATUS_INDEX)
    is_set = octets[index // 8] & (0x80 >> (index % 8))
    return Finding(_PURPOSES[purpose] if is_set else Code.OUTSIDE_STATE)


@lru_cache(maxsize=MAX_ENTRIES)
def _unpacked(encoded: str, prefix: str) -> bytes | Finding:
    """The bits of an ``encodedList``; the last ones are kept, as many credentials may name one list."""
    packed = _octets(encoded, prefix)
    if packed is None or len(packed) < _SHORTEST_MEMBER:
        return Finding(Code.STATUS_FORM)
    # The end says how long the list is (RFC 1952, 2.3.1): a longer one is not unpacked at all.
    length = int.from_bytes(packed[-4:], "little")
    if length * 8 > MAX_LENGTH:
        return Finding(Code.STATUS_LARGE, {"limit": str(MAX_LENGTH)})
    octets = _inflated(packed, length)
    if octets is None:
        return Finding(Code.STATUS_FORM)
    return octets if length * 8 >= MIN_LENGTH else Finding(Code.STATUS_SHORT, {"limit": str(MIN_LENGTH)})


def _inflated(packed: bytes, length: int) -> bytes | None:
    """What one gzip member and nothing beside it unpacks to; None unless that is ``length`` bytes."""
    inflater = zlib.decompressobj(wbits=31)
    try:
        # One byte more than it should have: of what lies about its length no more is made.
        octets = inflater.decompress(packed, length + 1)
    except zlib.error:
        return None
    return octets if inflater.eof and not inflater.unused_data and len(octets) == length else None


def _octets(encoded: str, prefix: str) -> bytes | None:
    """The bytes of base64url without padding after ``prefix``, in its one spelling."""
    text = encoded.removeprefix(prefix)
    if not encoded.startswith(prefix) or not re.fullmatch(r"[A-Za-z0-9_-]+", text, re.ASCII):
        return None
    try:
        octets = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        return None
    return octets if base64.urlsafe_b64encode(octets).rstrip(b"=").decode() == text else None


def judge_times(document: Mapping[str, Any], now: int) -> Finding:
    """Whether ``now`` lies within the times of a credential of VC 2.0 or VC 1.1, as instants (VER-30)."""
    start = "validFrom" if "validFrom" in document else "issuanceDate"
    end = "validUntil" if "validUntil" in document else "expirationDate"
    times: dict[str, int] = {}
    for member in (start, end):
        if member in document:
            seconds = seconds_of(document[member])
            if seconds is None:
                return Finding(Code.DATE_UNREADABLE, {"where": f"/{member}"})
            times[member] = seconds
    if times.get(start, now) > now:
        return Finding(Code.NOT_YET_VALID, {"day": str(document[start])[:10]})
    if times.get(end, now) < now:
        return Finding(Code.EXPIRED, {"day": str(document[end])[:10]})
    return Finding(Code.VALIDITY)


def issuer_of(document: Mapping[str, Any]) -> str | None:
    """The issuer's id, or the issuer itself where it is a text (VER-4)."""
    issuer = document.get("issuer")
    identity = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    return identity if isinstance(identity, str) else None


def _has(node: Mapping[str, Any], name: str) -> bool:
    types = node.get("type")
    return types == name or (isinstance(types, list) and name in types)
