"""Vectors that fail at ``parse`` or ``shape``. Those of ``shape`` are signed again with the right key."""

import json
from collections.abc import Iterator

from tools.vectors import world
from tools.vectors.case import Change, Vector, changed, drop, put, resigned, text

SUBJECT = "/credentialSubject"
ACHIEVEMENT = f"{SUBJECT}/achievement"
NAME = f"{SUBJECT}/identifier/0/identityHash"


def vectors() -> Iterator[Vector]:
    """All of them."""
    yield from _parse()
    yield from _numbers()
    yield from _no_credential()
    yield from _context()
    yield from _members()
    yield from _lists()
    yield from _texts()
    yield from _dates()


def _unread(name: str, code: str, why: str, data: str | bytes, clause: str = "VER-3", repeat: int = 1) -> Vector:
    return Vector(
        name=name, why=why, clause=clause, data=data, verdict="cannot_tell", must_fail=("parse", code), repeat=repeat
    )


def _parse() -> Iterator[Vector]:
    good = text(world.registered("aisyah"))
    yield _unread("empty", "parse-empty", "an empty file", "")
    yield _unread("white-space", "parse-empty", "nothing but white space", " \r\n\t ")
    yield _unread("too-large", "parse-too-large", "one byte over the limit", " ", "VER-1", 262_145)
    yield _unread(
        "not-utf-8",
        "parse-not-text",
        "a name in Latin-1",
        good.replace("Aisyah", "Aisy\u00e9h").encode("latin-1"),
        "CRD-1",
    )
    yield _unread(
        "surrogate-encoded", "parse-not-text", "a surrogate in UTF-8 is no UTF-8", b'{"a":"\xed\xa0\x80"}', "CRD-1"
    )
    yield _unread("words", "parse-not-json", "a sentence", "please find my certificate attached")
    link = world.link(world.card(world.LEARNERS["aisyah"]))
    yield _unread("link-in-a-sentence", "parse-not-json", "more than a link", f"My certificate: {link}", "VER-1")
    yield _unread("link-of-two-lines", "parse-not-json", "a line break in a link", f"{link[:60]}\n{link[60:]}", "VER-1")
    page = f"<!doctype html>\n<style>p {{ color: #123456 }}</style>\n<p><a href='{link}'>Verify</a></p>\n"
    yield _unread("printable-page", "parse-not-json", "the learner's page in place of the file", page, "VER-1")
    yield _unread("cut-json", "parse-not-json", "a file that was cut", good[:-20])
    yield _unread("trailing-comma", "parse-not-json", "a comma too many", good[:-1] + ",}")
    yield _unread("two-documents", "parse-not-json", "something after the credential", good + good)
    yield _unread(
        "control-character", "parse-not-json", "a raw tab inside a text", good.replace("Aisyah binti", "Aisyah\tbinti")
    )
    yield _unread(
        "duplicate-member",
        "parse-duplicate-key",
        "a member twice: readers differ in which one counts",
        good[:-1] + ', "name": "Data Science"}',
        "CRD-1",
    )
    yield _unread(
        "duplicate-proto",
        "parse-duplicate-key",
        "a member twice, of a name that is special in some languages",
        '{"__proto__": 1, "__proto__": 2}',
        "CRD-1",
    )
    yield _unread(
        "duplicate-hostile-name",
        "parse-duplicate-key",
        "the name of a member is told as printable ASCII and not in full",
        '{"\u202e' + "x" * 80 + '": 1, "\\u202e' + "x" * 80 + '": 2}',
        "VER-20",
    )
    members = [{"type": "VerifiableCredential"}] * 101
    presentation = {"type": "VerifiablePresentation", "verifiableCredential": members}
    yield _unread("too-many", "parse-too-many", "a presentation of 101 credentials", json.dumps(presentation))
    yield _unread("too-deep", "parse-depth", "33 levels", "[" * 33 + "]" * 33, "CRD-1")
    yield _unread("far-too-deep", "parse-depth", "100,000 levels", "[", "CRD-1", 100_000)
    yield _unread(
        "lone-surrogate",
        "parse-surrogate",
        "half a character, escaped",
        good.replace("Aisyah", "\\ud83dAisyah"),
        "CRD-1",
    )
    yield _unread(
        "lone-surrogate-name", "parse-surrogate", "half a character in the name of a member", '{"\\udc00": 1}', "CRD-1"
    )
    yield _unread(
        "first-fault-counts", "parse-number", "two faults: the one that stands first is told", '{"a": 1.005, "a": 1}'
    )


def _numbers() -> Iterator[Vector]:
    for name, number, why in (
        ("three-decimals", "2.505", "more than two decimals"),
        ("number-too-large", "9007199254740992", "2^53"),
        ("number-infinite", "-1e400", "beyond every double"),
        ("number-tiny", "1e-7", "a number that is written differently by different programs"),
        ("number-long", "0." + "0" * 80 + "1", "a long number is not told in full"),
    ):
        clause = "VER-20" if name == "number-long" else "CRD-1"
        yield _unread(name, "parse-number", why, _with_credits(number), clause)
    yield _unread("number-not-json", "parse-not-json", "a number with a leading zero is no JSON", _with_credits("03"))
    yield _unread("number-nan", "parse-not-json", "NaN is no JSON", _with_credits("NaN"))
    yield _invalid(
        "number-largest",
        "shape-mismatch",
        "2^53-26 may be read; the shape takes no negative number",
        resigned("aisyah", put(f"{ACHIEVEMENT}/creditsAvailable", -9007199254740966)),
    )


def _with_credits(number: str) -> str:
    return text(world.registered("aisyah")).replace('"creditsAvailable": 3', f'"creditsAvailable": {number}')


def _no_credential() -> Iterator[Vector]:
    def none(name: str, why: str, data: str) -> Vector:
        return _unread(name, "parse-no-credential", why, data)

    yield none("json-of-something-else", "JSON of a shop", '{"type": "Receipt", "total": 12.5}')
    yield none("json-list", "a list is no credential", f"[{text(world.registered('aisyah'))}]")
    yield none(
        "type-in-a-text",
        "the type has to be a member of the list, not a part of a text",
        '{"type": "VerifiableCredentials"}',
    )
    yield none(
        "presentation-empty",
        "a presentation of nothing",
        '{"type": "VerifiablePresentation", "verifiableCredential": []}',
    )
    yield none(
        "presentation-without-member", "a presentation without the member", '{"type": ["VerifiablePresentation"]}'
    )
    yield none(
        "presentation-enveloped",
        "a credential in an envelope of another format",
        '{"type": ["VerifiablePresentation"], "verifiableCredential": '
        '{"type": "EnvelopedVerifiableCredential", "id": "data:application/vc+jwt,x"}}',
    )


def _invalid(name: str, code: str, why: str, data: str, clause: str = "CRD-3") -> Vector:
    return Vector(name=name, why=why, clause=clause, data=data, verdict="invalid", must_fail=("shape", code))


def _shape(name: str, why: str, change: Change, clause: str = "CRD-3", label: str = "aisyah") -> Vector:
    return _invalid(name, "shape-mismatch", why, resigned(label, change), clause)


def _never_signed(name: str, why: str, change: Change, clause: str) -> Vector:
    """A change that no signature of ours would cover: the first one is kept."""
    return _invalid(name, "shape-mismatch", why, changed("aisyah", change), clause)


def _context() -> Iterator[Vector]:
    swapped, appended = world.CONTEXT[::-1], [*world.CONTEXT, "https://w3id.org/security/multikey/v1"]
    # These three keep the first signature: no key of ours would make another one.
    for name, why, change in (
        ("context-swapped", "the two contexts in the other order", put("/@context", swapped)),
        (
            "context-appended",
            "a context appended to a signed document leaves its meaning, but is not ours",
            put("/@context", appended),
        ),
        ("context-missing", "no context", drop("/@context")),
        ("context-as-text", "one context as text", put("/@context", world.CONTEXT[0])),
    ):
        yield _invalid(name, "context-mismatch", why, changed("aisyah", change), "CRD-2")


def _members() -> Iterator[Vector]:
    yield _shape("member-missing", "no name", drop("/name"))
    yield _shape("status-missing", "a credential that could never be revoked", drop("/credentialStatus"))
    yield _invalid(
        "member-unknown",
        "shape-mismatch",
        "a member more, of a known term",
        resigned("aisyah", put("/description", "More")),
    )
    yield _invalid(
        "member-unknown-inside",
        "shape-mismatch",
        "a member more, deep inside",
        resigned("aisyah", put(f"{ACHIEVEMENT}/humanCode", "X1")),
    )
    yield _invalid(
        "member-undefined",
        "shape-mismatch",
        "a member that no context defines, so that no signature covers it",
        changed("aisyah", put("/grade", "A")),
    )
    yield _invalid(
        "member-hostile-name",
        "shape-mismatch",
        "the name of an unknown member is told as printable ASCII",
        changed("aisyah", put("/x~1\u202ey", 1)),
        "VER-20",
    )
    yield _invalid(
        "member-proto",
        "shape-mismatch",
        "a member of a name that is special in some languages",
        changed("aisyah", put(f"{SUBJECT}/__proto__", {"a": 1})),
    )
    yield _invalid(
        "members-unknown-order",
        "shape-mismatch",
        "of two unknown members the first by UTF-16 code units is told",
        changed("aisyah", lambda d: d.update({"\uff5e": 1, "\U0001d11e": 2})),
        "VER-5",
    )
    yield _never_signed("null-member", "a null", put("/validUntil", None), "CRD-9")
    yield _shape(
        "type-order", "types in the other order", put("/type", ["OpenBadgeCredential", "VerifiableCredential"]), "CRD-4"
    )
    yield _shape(
        "uuid-version-1",
        "a UUID that is not random",
        put("/id", "urn:uuid:5b2c8a1e-0f3d-1c4e-8a6b-7d9e0f1a2b3c"),
        "CRD-4",
    )
    yield _shape(
        "uuid-upper-case",
        "a UUID in upper case",
        lambda d: d.update(id=d["id"].upper().replace("URN:UUID", "urn:uuid")),
        "CRD-4",
    )
    yield _shape("hashed-name", "true where false is expected", put(f"{SUBJECT}/identifier/0/hashed", True), "CRD-6")
    yield _shape("hashed-name-zero", "0 is not false", put(f"{SUBJECT}/identifier/0/hashed", 0), "VER-9")
    yield _shape("credits-as-text", "a number as text", put(f"{ACHIEVEMENT}/creditsAvailable", "3"), "CRD-7")
    yield _shape("credits-as-boolean", "true is no number", put(f"{ACHIEVEMENT}/creditsAvailable", True), "VER-9")
    yield _never_signed(
        "achievement-blank-node", "an id that would be a blank node", put(f"{ACHIEVEMENT}/id", "_:b0"), "CRD-7"
    )
    yield _shape(
        "language-of-no-form",
        "a language that is no language tag",
        put(f"{ACHIEVEMENT}/inLanguage", "English language"),
        "CRD-7",
    )
    yield _shape("status-purpose", "another purpose", put("/credentialStatus/statusPurpose", "suspension"), "CRD-8")
    yield _shape(
        "status-id",
        "the entry's id names another index",
        put("/credentialStatus/id", f"{world.BASE}/issuers/{world.UNI}/status/1.json#1"),
        "CRD-8",
    )
    yield _shape("status-index-zeros", "an index with leading zeros", _leading_zero, "CRD-8")
    yield _invalid(
        "issuer-as-text",
        "shape-mismatch",
        "our DID as text in place of the issuer",
        changed("aisyah", lambda d: d.update(issuer=d["issuer"]["id"])),
        "CRD-5",
    )
    yield _invalid(
        "issuer-as-number",
        "shape-mismatch",
        "an issuer that names nobody",
        changed("aisyah", put("/issuer", 7)),
        "VER-4",
    )
    yield _invalid("issuer-missing", "shape-mismatch", "no issuer", changed("aisyah", drop("/issuer")), "VER-4")
    yield _invalid(
        "subject-missing",
        "shape-mismatch",
        "no subject: there is nothing to look up",
        changed("aisyah", drop("/credentialSubject")),
        "VER-21",
    )


def _leading_zero(document: dict[str, object]) -> None:
    status = document["credentialStatus"]
    assert isinstance(status, dict)  # noqa: S101 - a fixture
    status["statusListIndex"] = f"0{status['statusListIndex']}"
    status["id"] = f"{status['statusListCredential']}#{status['statusListIndex']}"


def _lists() -> Iterator[Vector]:
    yield _never_signed("list-empty", "an empty list", put(f"{ACHIEVEMENT}/alignment", []), "CRD-9")
    yield _shape(
        "list-equal-members",
        "two equal members of a list",
        lambda d: d["credentialSubject"]["achievement"]["alignment"].append(
            d["credentialSubject"]["achievement"]["alignment"][0]
        ),
        "CRD-7",
    )
    yield _shape(
        "list-as-object",
        "an object where a list is expected",
        lambda d: d["credentialSubject"].update(identifier=d["credentialSubject"]["identifier"][0]),
        "CRD-6",
    )
    yield _shape(
        "two-names",
        "two identities",
        lambda d: d["credentialSubject"]["identifier"].append(
            {**d["credentialSubject"]["identifier"][0], "identityHash": "Another"}
        ),
        "CRD-6",
    )
    yield _shape(
        "result-of-nothing",
        "a result that no description explains",
        put(f"{SUBJECT}/result/0/resultDescription", f"{world.BASE}/x#grade"),
        "CRD-6",
    )
    yield _shape(
        "result-twice",
        "two results of one description",
        lambda d: d["credentialSubject"]["result"].append({**d["credentialSubject"]["result"][0], "value": "A"}),
        "CRD-6",
    )
    yield _shape(
        "descriptions-one-id",
        "two descriptions with one id",
        lambda d: d["credentialSubject"]["achievement"]["resultDescription"].append(
            {**d["credentialSubject"]["achievement"]["resultDescription"][0], "name": "Other"}
        ),
        "CRD-7",
    )


def _texts() -> Iterator[Vector]:
    for name, value, why, clause in (
        ("name-bidi-override", "Aisyah \u202ehaniB", "a name that shows as another one", "TXT-2"),
        ("name-zero-width", "Ai\u200bsyah", "an invisible character in a name", "TXT-2"),
        ("name-soft-hyphen", "Ai\u00adsyah", "a soft hyphen in a name", "TXT-2"),
        ("name-not-composed", "Ame\u0301lie", "a name that is not in form C", "TXT-1"),
        ("name-joiner-in-latin", "Ai\u200dsyah", "a joiner after a Latin letter", "TXT-3"),
        ("name-joiner-first", "\u200dAisyah", "a joiner after nothing", "TXT-3"),
        ("name-line-break", "Aisyah\nbinti Rahman", "a line break in a name", "TXT-4"),
        ("name-space-last", "Aisyah ", "white space at the end", "TXT-5"),
        ("name-space-ideographic", "\u3000Aisyah", "white space that is not ASCII", "TXT-5"),
        ("name-empty", "", "an empty name", "TXT-5"),
        ("name-no-character", "Aisyah\ufdd0", "a code point that is no character", "TXT-2"),
        ("name-tag-character", "Aisyah\U000e0041", "an invisible tag", "TXT-2"),
        ("name-256-bytes", "é" * 128, "a name of 256 bytes", "TXT-6"),
    ):
        yield _invalid(name, "text-forbidden", why, resigned("aisyah", put(NAME, value)), clause)
    yield _invalid(
        "text-deep-inside",
        "text-forbidden",
        "a direction mark in an alignment",
        resigned("aisyah", put(f"{ACHIEVEMENT}/alignment/1/targetName", "Clean\u200f data")),
        "CRD-9",
    )


def _dates() -> Iterator[Vector]:
    for name, place, value, why in (
        ("date-offset", "/validFrom", "2026-11-01T00:00:00+08:00", "an offset in place of Z"),
        ("date-alone", "/validFrom", "2026-11-01", "a date without time"),
        ("date-fraction", "/validFrom", "2026-11-01T00:00:00.000Z", "a fraction of a second"),
        ("date-of-no-calendar", "/validFrom", "2026-02-30T00:00:00Z", "30 February"),
        ("date-year-zero", "/validFrom", "0000-01-01T00:00:00Z", "a year before the first"),
        ("date-midday", "/validFrom", "2026-11-01T12:00:00Z", "not the beginning of the day"),
        ("date-end-at-midnight", "/validUntil", "2029-10-31T00:00:00Z", "not the end of the day"),
        ("date-digits", "/validFrom", "٢٠٢٦-11-01T00:00:00Z", "digits that are not ASCII"),
        ("date-line-break", "/validUntil", "2029-10-31T23:59:59Z\n", "a line break after the date"),
    ):
        yield _invalid(name, "date-form", why, changed("aisyah", put(place, value)), "CRD-10")
    yield _invalid(
        "date-as-number", "shape-mismatch", "a date as number", changed("aisyah", put("/validFrom", 20261101)), "CRD-10"
    )
