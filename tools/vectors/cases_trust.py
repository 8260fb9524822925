"""Vectors of issuers that are unknown, and of content that was changed after it was signed."""

from collections.abc import Iterator
from typing import Any

from bukti.did import did_of
from tools.vectors import world
from tools.vectors.case import STALE, Change, Vector, changed, drop, put
from tools.vectors.cases_shape import ACHIEVEMENT, NAME

_ORDER = 2**252 + 27742317777372353535851937790883648493


def vectors() -> Iterator[Vector]:
    """All of them."""
    yield from _issuer()
    yield from _content()


def failing(
    name: str, check: str, code: str, why: str, clause: str, data: str, verdict: str = "invalid", **more: Any
) -> Vector:
    """A vector that does not pass, at ``check`` with ``code``."""
    return Vector(name=name, why=why, clause=clause, data=data, verdict=verdict, must_fail=(check, code), **more)


def _issuer() -> Iterator[Vector]:
    def named(did: str) -> str:
        return changed("aisyah", put("/issuer/id", did))

    outside = {"verdict": "cannot_tell"}
    yield failing(
        "issuer-outside",
        "issuer",
        "issuer-outside",
        "a DID of another registry",
        "VER-4",
        named("did:web:other.example:issuers:universiti-contoh"),
        **outside,
    )
    yield failing(
        "issuer-outside-text",
        "issuer",
        "issuer-outside",
        "an issuer that is a text, of another method",
        "VER-4",
        changed("aisyah", put("/issuer", "did:key:z6Mkw7g8fLFBCgWfzTNvLv9UcUB9gGXrZMPobVKqUWXH8568")),
        **outside,
    )
    yield failing(
        "issuer-outside-foreign-form",
        "issuer",
        "issuer-outside",
        "our shape is not asked of a stranger",
        "VER-4",
        '{"type": ["VerifiableCredential"], "issuer": {"id": "https://other.example"}, "credentialSubject": {}}',
        **outside,
    )
    yield failing(
        "issuer-below-ours",
        "issuer",
        "issuer-outside",
        "a DID that only begins like ours",
        "CRD-16",
        named(did_of(world.BASE, world.UNI) + ":x"),
        **outside,
    )
    yield failing(
        "issuer-unknown",
        "issuer",
        "issuer-unknown",
        "a provider that this registry never had",
        "VER-6",
        named(did_of(world.BASE, "universiti-palsu")),
    )
    yield failing(
        "issuer-maintainers",
        "issuer",
        "issuer-unknown",
        "the maintainers are no provider",
        "VER-6",
        named(did_of(world.BASE, "registry")),
    )
    yield failing(
        "issuer-unknown-stale",
        "issuer",
        "data-older",
        "a provider that may have been admitted since",
        "VER-12",
        named(did_of(world.BASE, "universiti-baru")),
        "cannot_tell",
        files=STALE,
    )


def _content() -> Iterator[Vector]:
    def wrong(name: str, why: str, change: Change) -> Vector:
        return failing(name, "signature", "signature-mismatch", why, "CRD-13", changed("aisyah", change))

    yield wrong("name-changed", "one letter of the name", put(NAME, "Aisyah binti Rahmat"))
    yield wrong("grade-changed", "a better grade", put("/credentialSubject/result/0/value", "A"))
    yield wrong("level-changed", "a higher level", put(f"{ACHIEVEMENT}/alignment/0/targetCode", "6"))
    yield wrong("credits-changed", "more credits", put(f"{ACHIEVEMENT}/creditsAvailable", 30))
    yield wrong("expiry-changed", "a year more", put("/validUntil", "2030-10-31T23:59:59Z"))
    yield wrong("expiry-removed", "no expiry any more", drop("/validUntil"))
    yield wrong("uuid-changed", "another id", put("/id", "urn:uuid:5b2c8a1e-0f3d-4c4e-8a6b-7d9e0f1a2b3c"))
    yield wrong("issuer-name-changed", "another name of the issuer", put("/issuer/name", "Universiti Contoh"))
    yield wrong(
        "list-order-changed",
        "the grades in another order",
        lambda d: d["credentialSubject"]["achievement"]["resultDescription"][0]["allowedValue"].reverse(),
    )
    yield failing(
        "date-changed",
        "signature",
        "proof-form",
        "another first day than the proof states",
        "CRD-10",
        changed("aisyah", put("/validFrom", "2026-10-01T00:00:00Z")),
    )
    # RDF has no order here: the signature passes, and the registered hash tells the difference.
    yield failing(
        "set-order-changed",
        "registered",
        "not-registered",
        "alignments in another order: RDF means the same, the registered bytes differ",
        "REC-7",
        changed("aisyah", lambda d: d["credentialSubject"]["achievement"]["alignment"].reverse()),
    )
