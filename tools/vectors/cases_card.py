"""Vectors of cards that are cut, misspelt, of another version, or stand for nothing."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from bukti.card import encode, to_decimal, to_link
from tools.vectors import world
from tools.vectors.case import STALE, Vector

GOOD = world.card(world.LEARNERS["aisyah"])
RESULTS_AT = 33
"""Where the results of a card begin."""


def vectors() -> Iterator[Vector]:
    """All of them."""
    yield from _cut()
    yield from _misspelt()
    yield from _unknown()
    yield from _changed()


def _card(
    name: str, check: str, code: str, why: str, clause: str, data: str, verdict: str = "invalid", **more: Any
) -> Vector:
    return Vector(name=name, why=why, clause=clause, data=data, verdict=verdict, must_fail=(check, code), **more)


def _link(raw: bytes) -> str:
    return f"{world.BASE}/v/#{to_link(raw)}"


def _cut() -> Iterator[Vector]:
    raw, spelt = encode(GOOD), to_link(encode(GOOD))

    def cut(name: str, why: str, data: str, clause: str = "CAR-8") -> Vector:
        return _card(name, "parse", "card-cut", why, clause, data, "cannot_tell")

    yield cut(
        "card-cut",
        "the last bytes are missing: 64 are left for the signature, none for the name",
        _link(raw[: RESULTS_AT + 2 + 64]),
    )
    yield cut("card-cut-early", "cut among the first fields", f"{world.BASE}/v/#{spelt[:40]}")
    yield cut(
        "card-cut-between-characters",
        "a number of characters that base64 cannot have",
        f"{world.BASE}/v/#{spelt[: 4 * 30 + 1]}",
    )
    yield cut("card-empty", "a link with nothing behind the #", f"{world.BASE}/v/#", "VER-1")
    yield cut("card-too-long", "1,201 characters", f"{world.BASE}/v/#{'A' * 1201}")
    yield cut("card-padded", "base64 with padding", f"{world.BASE}/v/#{spelt}==", "CAR-6")
    yield cut(
        "card-plain-base64", "a character of the other base64 alphabet", f"{world.BASE}/v/#{spelt[:-1]}+", "CAR-6"
    )
    yield cut(
        "card-unused-bits", "unused bits that are not zero", f"{world.BASE}/v/#{_unused_bits(_of_length(1))}", "CAR-12"
    )
    yield cut("card-decimal-zero-first", "a number with a leading zero", f"{world.BASE}/v/#0{to_decimal(raw)}", "CAR-5")
    yield cut("card-decimal-letter", "a letter among the digits", f"{world.BASE}/v/#{to_decimal(raw)}e1", "CAR-7")
    yield cut(
        "card-arabic-digits",
        "digits that are not ASCII",
        f"{world.BASE}/v/#{to_decimal(raw).replace('1', '١')}",
        "CAR-5",
    )
    yield cut("card-second-hash", "a second # in what follows the first", f"{world.BASE}/v/#{spelt}#x", "VER-1")
    yield cut("card-key-zero", "key number 0", _link(raw[: RESULTS_AT - 1] + b"\0" + raw[RESULTS_AT:]), "CAR-12")
    yield cut("card-name-not-utf-8", "a name that is not UTF-8", _link(raw[:-65] + b"\xff" + raw[-64:]), "CAR-12")
    yield cut(
        "card-five-results", "five results", _link(raw[:RESULTS_AT] + b"\x81" * 5 + raw[RESULTS_AT + 1 :]), "CAR-12"
    )
    yield cut(
        "card-result-too-long",
        "a result of 33 bytes",
        _link(raw[:RESULTS_AT] + b"\x21" + b"A" * 33 + raw[RESULTS_AT + 1 :]),
        "CAR-12",
    )
    yield cut(
        "card-index-too-large",
        "a result's index above 63",
        _link(raw[:RESULTS_AT] + b"\xc0" + raw[RESULTS_AT + 1 :]),
        "CAR-12",
    )
    yield cut(
        "card-name-too-long", "a name of 256 bytes", _link(raw[: RESULTS_AT + 2] + b"a" * 256 + raw[-64:]), "CAR-12"
    )
    for name, first, why in (
        ("card-version-2", 2, "a version to come"),
        ("card-version-0", 0, "no version"),
        ("card-version-high", 200, "a version that will never exist"),
    ):
        yield _card(name, "parse", "card-version", why, "CAR-12", _link(bytes([first]) + raw[1:]), "cannot_tell")
    yield _card(
        "words-without-space",
        "parse",
        "card-version",
        "letters alone are a payload, of bytes that mean nothing",
        "VER-1",
        "pleasefindmycertificateattached0",
        "cannot_tell",
    )


def _of_length(remainder: int) -> bytes:
    """A good card whose bytes leave ``remainder`` when divided by 3, so that unused bits exist."""
    for length in range(1, 4):
        raw = encode(replace(GOOD, name="N" * length))
        if len(raw) % 3 == remainder:
            return raw
    raise AssertionError


def _unused_bits(raw: bytes) -> str:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    spelt = to_link(raw)
    return spelt[:-1] + alphabet[alphabet.index(spelt[-1]) + 1]


def _misspelt() -> Iterator[Vector]:
    raw = encode(GOOD)

    def misspelt(name: str, why: str, data: str, clause: str = "CAR-9") -> Vector:
        return _card(name, "shape", "card-misspelt", why, clause, data)

    listed_as_text = raw[:RESULTS_AT] + b"\x02A-" + raw[RESULTS_AT + 1 :]
    yield misspelt("card-listed-result-as-text", "a listed result spelt as text", _link(listed_as_text), "CAR-3")
    yield misspelt("card-listed-result-as-text-decimal", "the same as number", to_decimal(listed_as_text), "CAR-3")
    yield misspelt(
        "card-index-beyond-list", "an index beyond the list", _link(encode(replace(GOOD, results=(5,)))), "CAR-12"
    )
    yield misspelt(
        "card-until-missing",
        "no last day, but the template has one",
        _link(encode(replace(GOOD, valid_until=None))),
        "CAR-4",
    )
    yield misspelt(
        "card-result-missing", "no result, but the template has one", _link(encode(replace(GOOD, results=()))), "CAR-4"
    )
    yield misspelt(
        "card-result-too-many",
        "two results, but the template has one",
        _link(encode(replace(GOOD, results=(1, 1)))),
        "CAR-4",
    )
    coding = world.card(world.LEARNERS["coding"])
    yield misspelt(
        "card-until-too-many",
        "a last day, but the template has none",
        _link(encode(replace(coding, valid_until=date(2029, 1, 1)))),
        "CAR-4",
    )


def _unknown() -> Iterator[Vector]:
    later = world.Learner(label="later", template="later", name="Early Bird", day="2026-11-20")
    early = replace(world.card(later), valid_from=date(2026, 10, 1))

    def unknown(
        name: str, code: str, why: str, data: str, verdict: str = "invalid", clause: str = "VER-9", **more: Any
    ) -> Vector:
        return _card(name, "definition", code, why, clause, data, verdict, **more)

    # A blocked check leads where the verdict is open: nothing of the credential is known.
    def unsure(name: str, why: str, data: str, clause: str, **more: Any) -> Vector:
        return _card(name, "shape", "blocked", why, clause, data, "cannot_tell", **more)

    yield unknown("card-template-unknown", "template-unknown", "a template that no batch names", _link(encode(early)))
    yield unsure(
        "card-template-unknown-lately",
        "the same, dated lately: its batch may be on its way",
        world.link(world.card(later)),
        "VER-13",
    )
    yield unsure(
        "card-template-unknown-stale",
        "the same in data that may be too old",
        _link(encode(early)),
        "VER-12",
        files=STALE,
    )
    wrong_group = replace(GOOD, group=hashlib.sha256(b"another").digest()[:2], valid_from=date(2026, 10, 1))
    yield unknown(
        "card-group-wrong",
        "template-unknown",
        "a template's digest under another achievement's hash",
        _link(encode(wrong_group)),
        clause="CAR-10",
    )
    yield _card(
        "card-key-unknown",
        "signature",
        "key-unknown",
        "a number that no key of the issuer has",
        "CAR-11",
        _link(encode(replace(GOOD, key_number=9))),
    )
    yield _card(
        "card-key-unknown-stale",
        "signature",
        "data-older",
        "a key that may have been admitted since",
        "VER-12",
        _link(encode(replace(GOOD, key_number=9))),
        "cannot_tell",
        files=STALE,
    )
    yield _card(
        "card-key-void",
        "signature",
        "key-void",
        "a key that a void record admitted",
        "VER-7",
        world.link(world.card(replace(world.LEARNERS["aisyah"], key="k3"))),
    )


def _changed() -> Iterator[Vector]:
    def wrong(name: str, why: str, card: Any) -> Vector:
        return _card(name, "signature", "signature-mismatch", why, "CRD-13", _link(encode(card)))

    signature = GOOD.signature
    yield wrong("card-name-changed", "one letter of the name", replace(GOOD, name="Aisyah binti Rahmat"))
    yield wrong("card-grade-changed", "a better grade", replace(GOOD, results=(0,)))
    yield wrong("card-expiry-changed", "a year more", replace(GOOD, valid_until=date(2030, 10, 31)))
    yield wrong("card-date-changed", "another first day", replace(GOOD, valid_from=date(2026, 10, 31)))
    yield wrong(
        "card-status-changed", "another index, which is not revoked", replace(GOOD, status_index=GOOD.status_index ^ 1)
    )
    yield wrong("card-other-key", "the number of another key of the issuer", replace(GOOD, key_number=2))
    yield wrong(
        "card-signature-bit",
        "one bit of the signature",
        replace(GOOD, signature=signature[:20] + bytes([signature[20] ^ 4]) + signature[21:]),
    )
    other = replace(GOOD, template=bytes.fromhex(_digest("ungraded"))[:6], results=())
    yield wrong("card-other-template", "another template of the same version", other)
    bidi = world.Learner(label="bidi", template="graded", name="Aisyah \u202ehaniB", until="2029-10-31", results=("A",))
    yield _card(
        "card-name-bidi",
        "shape",
        "text-forbidden",
        "a name that shows as another one, signed with the right key",
        "VER-5",
        world.link(world.card(bidi)),
    )
    uuid_1 = replace(GOOD, uuid=_version_1())
    yield _card(
        "card-uuid-version-1", "shape", "shape-mismatch", "a UUID that is not random", "VER-5", _link(encode(uuid_1))
    )
    never = world.Learner(
        label="never", template="graded", name="Nobody Yet", day="2026-10-01", until="2029-10-31", results=("A",)
    )
    yield _card(
        "card-never-registered",
        "registered",
        "not-registered",
        "signed with the right key, never registered",
        "VER-8",
        world.link(world.card(never)),
    )
    late = replace(never, label="late", day="2026-11-20")
    yield _card(
        "card-not-registered-yet",
        "registered",
        "not-registered-yet",
        "signed lately: it may be on its way",
        "VER-13",
        world.link(world.card(late)),
        "cannot_tell",
    )


def _digest(label: str) -> str:
    from bukti.templates import digest_of

    return digest_of(world.TEMPLATES[label])


def _version_1() -> Any:
    from uuid import UUID

    return UUID("5b2c8a1e-0f3d-1c4e-8a6b-7d9e0f1a2b3c")
