"""Vectors of issuers outside the registry: status, dates, and other things that are no credential."""

import base64
import json
from collections.abc import Iterator
from typing import Any

from tools.vectors import stranger as s
from tools.vectors.case import Vector, text
from tools.vectors.cases_outside import outside
from tools.vectors.packing import encoded, gzip_member, list_of

SHORTEST, LONGEST = 131_072, 1 << 26


def vectors() -> Iterator[Vector]:
    """All of them."""
    yield from _entries()
    yield from _lists()
    yield from _packed()
    yield from _dates()
    yield from _others()


def status(name: str, why: str, code: str, entry: object, *at_hand: object) -> Vector:
    """A vector about ``state``: a badge with this ``credentialStatus`` and these documents at hand."""
    badge = s.jcs(s.credential(credentialStatus=entry))
    return outside(f"status-{name}", why, "VER-31", badge, {"signature": "outside-signature", "state": code}, at_hand)


def _entries() -> Iterator[Vector]:
    good = s.signed(s.unsigned_list())
    taken = s.signed(s.unsigned_list(list_of(SHORTEST, 77)))
    yield outside("status-none", "no status is named", "VER-31", s.signed(), {"state": "status-none"})
    yield status("good", "the bit is not set", "outside-state", s.entry(), good)
    yield status("revoked", "the bit is set", "outside-revoked", s.entry(), taken)
    yield status("neighbour", "only the next bit is set", "outside-state", s.entry(statusListIndex="78"), taken)
    paused = s.signed(s.unsigned_list(list_of(SHORTEST, 77), statusPurpose="suspension"))
    yield status(
        "suspended", "the bit of suspension is set", "outside-suspended", s.entry(statusPurpose="suspension"), paused
    )
    both = [s.entry(statusPurpose="message"), s.entry()]
    yield status("two-entries", "one entry cannot be read, one revokes", "outside-revoked", both, taken)
    half = [s.entry(), s.entry(statusListCredential="https://strangers.example/status/2.json")]
    yield status("two-entries-open", "one list says good, one is absent", "status-not-at-hand", half, good)
    purposes = s.signed(s.unsigned_list(list_of(SHORTEST, 77), statusPurpose=["suspension", "revocation"]))
    yield status("two-purposes", "a list for two purposes", "outside-revoked", s.entry(), purposes)
    yield status("kind", "a status of another kind", "status-kind", s.entry(type="1EdTechRevocationList"), good)
    yield status("size", "entries of two bits", "status-kind", s.entry(statusSize=2), good)
    yield status(
        "purpose-unknown", "a purpose that is not known", "status-kind", s.entry(statusPurpose="refresh"), good
    )
    yield status("index-number", "the index is a number", "status-form", s.entry(statusListIndex=77), good)
    yield status("index-zeros", "the index has leading zeros", "status-form", s.entry(statusListIndex="077"), good)
    yield status("not-at-hand", "nobody has the list", "status-not-at-hand", s.entry())
    yield status("nine", "nine entries", "status-kind", [s.entry()] * 9, good)
    context = [s.V1, s.BADGES_1, s.LISTS_2021, s.SUITE_2020]
    badge = s.credential(context=context, credentialStatus=s.entry(type="StatusList2021Entry"))
    badge["issuanceDate"] = badge.pop("validFrom")
    found = {"signature": "outside-signature", "state": "outside-revoked"}
    by_2021 = s.list_2021(list_of(SHORTEST, 77))
    yield outside(
        "status-2021",
        "the list's predecessor",
        "VER-31",
        s.signed(badge, suite="Ed25519Signature2020"),
        found,
        [by_2021],
    )


def _lists() -> Iterator[Vector]:
    def judged(name: str, why: str, code: str, document: object) -> Vector:
        return status(f"list-{name}", why, code, s.entry(), document)

    taken = list_of(SHORTEST, 77)
    theirs = s.unsigned_list(taken, issuer=f"did:key:{s.OTHER.multikey}")
    method = f"did:key:{s.OTHER.multikey}#{s.OTHER.multikey}"
    foreign = {**theirs, "proof": s.proof(theirs, s.options(method), key=s.OTHER)}
    yield judged("foreign", "somebody else's good list", "status-foreign", foreign)
    yield judged("unsigned", "a list without proof", "status-unsigned", s.unsigned_list(taken))
    tampered = s.signed(s.unsigned_list(taken))
    tampered["credentialSubject"]["encodedList"] = encoded(list_of(SHORTEST))
    yield judged("tampered", "the bit was taken out after signing", "status-signature", tampered)
    yield judged("expired", "a list that has ended", "status-time", s.signed(
        {**s.unsigned_list(taken), "validUntil": "2026-11-23T11:59:59Z"}))  # fmt: skip
    yield judged("future", "a list of tomorrow", "status-time", s.signed(
        {**s.unsigned_list(taken), "validFrom": "2026-11-24T00:00:00Z"}))  # fmt: skip
    plain = {**s.unsigned_list(taken), "type": ["VerifiableCredential"]}
    yield judged("type", "a credential that is no list", "status-kind", s.signed(plain))
    purpose = s.signed(s.unsigned_list(taken, statusPurpose="suspension"))
    yield judged("purpose", "a list of suspensions", "status-purpose", purpose)


def _packed() -> Iterator[Vector]:
    def packed(name: str, why: str, code: str, text_: str, index: str = "77") -> Vector:
        listed = s.signed(s.unsigned_list(text_))
        return status(f"packed-{name}", why, code, s.entry(statusListIndex=index), listed)

    good = list_of(SHORTEST, 77)
    yield packed("prefix", "base64url without u", "status-form", encoded(good, ""))
    yield packed("padding", "base64url with padding", "status-form", encoded(good) + "=")
    yield packed("plain", "bits that are not compressed", "status-form", encoded(bytes(SHORTEST // 8)))
    yield packed("cut", "compressed data without its last byte", "status-form", encoded(good[:-1]))
    yield packed("two-members", "something after the compressed list", "status-form", encoded(good + good))
    yield packed("empty-first", "a compressed nothing before the list", "status-form", encoded(list_of(0) + good))
    yield packed("zero-after", "zeros after it, its length again at their end", "status-form", encoded(
        good + bytes(4) + good[-4:]))  # fmt: skip
    named = good[:3] + b"\x08" + good[4:10] + b"list\0" + good[10:]
    yield packed("named", "a list whose compressed form has a name", "outside-revoked", encoded(named))
    yield packed("short", "eight bits too few", "status-short", encoded(list_of(SHORTEST - 8, 77)))
    bomb = gzip_member([(0, LONGEST // 8 + 1)])
    yield packed("large", "a list that unpacks beyond the limit", "status-large", encoded(bomb))
    yield packed("largest", "the longest list that is read", "outside-state", encoded(gzip_member([(0, LONGEST // 8)])))
    yield packed("index", "one place after the last", "status-index", encoded(good), str(SHORTEST))
    yield packed(
        "last", "the last place, set", "outside-revoked", encoded(list_of(SHORTEST, SHORTEST - 1)), str(SHORTEST - 1)
    )


def _dates() -> Iterator[Vector]:
    def dated(name: str, why: str, code: str, **changed: Any) -> Vector:
        found = {"validity": code, "signature": "outside-signature"}
        clause = "VER-26" if code == "date-unreadable" else "VER-30"
        return outside(f"dates-{name}", why, clause, s.jcs(s.credential(**changed)), found)

    yield dated(
        "this-second",
        "it begins at this second, written in another zone",
        "validity",
        validFrom="2026-11-23T20:00:00+08:00",
    )
    yield dated("next-second", "it begins in a second", "not-yet-valid", validFrom="2026-11-23T20:00:01+08:00")
    yield dated("last-second", "it ends at this second", "validity", validUntil="2026-11-23T12:00:00Z")
    yield dated("fraction", "the fraction of a second is dropped", "validity", validUntil="2026-11-23T12:00:00.000Z")
    yield dated("over", "it ended a second ago", "expired", validUntil="2026-11-23T11:59:59.999Z")
    yield dated("day-only", "a day is no time", "date-unreadable", validFrom="2026-09-01")
    yield dated("no-zone", "a time without its zone", "date-unreadable", validUntil="2027-09-01T00:00:00")
    yield dated("no-such-day", "the 30th of February", "date-unreadable", validUntil="2027-02-30T00:00:00Z")
    yield dated("offset", "an offset of fifteen hours", "date-unreadable", validFrom="2026-09-01T00:00:00+15:00")
    yield dated("none", "no dates at all", "validity", validFrom=None)
    ends = {"validFrom": "0001-01-01T00:00:00+14:00", "validUntil": "9999-12-31T23:59:59-14:00"}
    yield dated("far", "the ends of the calendar", "validity", **ends)
    ended = s.signed(s.credential(validUntil="2027-01-01T00:00:00Z"))
    ahead, behind = "2036-11-23T12:00:00Z", "2016-11-23T12:00:00Z"
    yield outside("clock-ahead", "a clock ten years ahead", "VER-30", ended, {"validity": "expired"}, at=ahead)
    young = {"validity": "not-yet-valid", "signature": "proof-future"}
    yield outside("clock-behind", "a clock ten years behind", "VER-30", s.signed(), young, at=behind)


def _others() -> Iterator[Vector]:
    def other(name: str, why: str, code: str, data: object) -> Vector:
        return Vector(
            name=f"other-{name}",
            why=why,
            clause="VER-3",
            data=data if isinstance(data, str) else text(data),
            verdict="cannot_tell",
            must_fail=("parse", code),
        )

    assertion = {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": "https://strangers.example/1.json",
    }
    yield other("badge-2", "an Open Badge of version 2", "parse-open-badges-2", assertion)
    yield other(
        "badge-class-2",
        "its contexts are a list",
        "parse-open-badges-2",
        {"@context": [s.V2, "https://w3id.org/openbadges/v2"]},
    )
    european = {"type": ["VerifiableCredential", "EuropeanDigitalCredential"], "issuer": {"id": "urn:epass:org:1"}}
    yield other("european", "a European credential", "parse-european", european)
    yield other("european-upload", "a European credential before its seal", "parse-european", {"credential": european})
    yield other(
        "european-sealed",
        "a European credential in its seal",
        "parse-european",
        {"payload": text(european), "signatures": []},
    )
    token = ".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
        for part in ({"alg": "RS256"}, european)
    )
    yield other("token", "a JWT", "parse-token", f"{token}.c2ln")
    yield other("token-unsecured", "a JWT whose signature is empty", "parse-token", f"{token}.")
    yield other("token-head", "the head of a JWT alone, longer than any card", "parse-token", "eyJ" + "h" * 1_198)
    yield other("token-json", "a JWS in JSON", "parse-token", {"payload": "e30", "signatures": [{"signature": "c2ln"}]})
    yield other("token-flat", "a JWS in flattened JSON", "parse-token", {"payload": "e30", "signature": "c2ln"})
    yield other(
        "head-short", "as long as a card may be: a card of an unknown version", "card-version", "eyJ" + "h" * 1_197
    )
