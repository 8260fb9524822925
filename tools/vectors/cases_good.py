"""Vectors of authentic credentials: valid ones, and those whose state or date decides."""

import json
from collections.abc import Iterator
from typing import Any

from bukti.proof.credentials import sign_credential
from tests.keys import demo_key
from tools.vectors import site, world
from tools.vectors.case import STALE, Vector, published_at, site_with, text


def vectors() -> Iterator[Vector]:
    """All of them."""
    yield from _spellings()
    yield from _names()
    yield from _registers()
    yield from _presentations()
    yield from _states()
    yield from _dates()


def _valid(name: str, why: str, clause: str, data: str, **more: Any) -> Vector:
    return Vector(name=name, why=why, clause=clause, data=data, verdict="valid", **more)


def _spellings() -> Iterator[Vector]:
    good = world.registered("aisyah")
    card = world.card(world.LEARNERS["aisyah"])
    reverse = json.dumps(dict(reversed(good.items())), indent=3)
    yield _valid("json", "a learner's file", "CRD-15", text(good))
    yield _valid(
        "json-spelt-otherwise", "wallets write members in another order, with escapes and white space", "VER-1", reverse
    )
    yield _valid(
        "json-number-spelt-otherwise",
        "3 and 3.00 are one number",
        "VER-9",
        text(good).replace('"creditsAvailable": 3', '"creditsAvailable": 3.00'),
    )
    yield _valid(
        "json-byte-order-mark", "editors put a byte order mark before a file", "VER-1", "\ufeff " + text(good) + "\r\n"
    )
    yield _valid("proof-as-object", "a proof may be one object", "CRD-12", text({**good, "proof": good["proof"][0]}))
    second = sign_credential(
        good, demo_key(f"{world.UNI}/k2"), world.method(world.BASE, world.UNI, "k2"), good["validFrom"]
    )
    yield _valid(
        "two-proofs-both-good",
        "two proofs by two keys of the issuer, both pass",
        "VER-7",
        text({**good, "proof": [*good["proof"], *second["proof"]]}),
    )
    yield _valid("card-link", "the link that people paste", "CAR-6", world.link(card))
    yield _valid(
        "card-decimal",
        "the number in the QR code, with the link before it",
        "CAR-5",
        f"{world.BASE}/v/#{world.digits(card)}",
    )
    yield _valid(
        "card-other-host", "the host of a link is never used", "VER-1", world.link(card, "https://elsewhere.example/x")
    )
    yield _valid(
        "card-payload-alone", "a payload without its link", "VER-1", f"  {world.link(card).partition('#')[2]}\n"
    )
    yield _valid("card-digits-alone", "the number without its link", "CAR-7", world.digits(card))


def _names() -> Iterator[Vector]:
    whys = {
        "tamil": "a name in Tamil",
        "chinese": "a name in Chinese and the last listed grade",
        "joiner": "a joiner after an Arabic letter is part of the name",
        "long-name": "a name of 255 bytes, the longest",
        "arabic": "an Arabic micro-credential without expiry, its result not listed",
    }
    for label, why in whys.items():
        yield _valid(f"json-{label}", why, "TXT-3" if label == "joiner" else "TXT-6", text(world.registered(label)))
        yield _valid(f"card-{label}", f"{why}, as card", "CAR-2", world.link(world.card(world.LEARNERS[label])))


def _registers() -> Iterator[Vector]:
    yield _valid(
        "card-without-result",
        "a template without results",
        "CAR-4",
        world.digits(world.card(world.LEARNERS["ungraded"])),
    )
    yield _valid(
        "json-no-optional-part",
        "neither expiry, result, credits nor alignment",
        "CRD-3",
        text(world.registered("coding")),
    )
    yield _valid(
        "key-revoked-later", "a key's later revocation does not matter", "VER-7", text(world.registered("retired-key"))
    )
    yield _valid(
        "card-key-revoked-later", "the same as card", "VER-7", world.link(world.card(world.LEARNERS["retired-key"]))
    )
    yield _valid("former-base", "issued under a former base address", "CRD-16", text(world.registered("moved")))
    yield _valid("card-former-base", "the same as card", "CAR-10", world.link(world.card(world.LEARNERS["moved"])))
    yield _valid(
        "copied-by-another",
        "another provider's copy of the hash neither counts nor blocks",
        "LKP-9",
        text(world.registered("copied")),
    )
    for kind, cut in (("", EVEN), ("uneven-", UNEVEN)):
        for label in ("aisyah", "arabic", "coding"):
            yield _valid(
                f"groups-{kind}json-{label}",
                "look-up groups and shards by their leading bits",
                "LKP-6",
                text(world.registered(label)),
                files=_split(cut),
            )
            yield _valid(
                f"groups-{kind}card-{label}",
                "the card names the group by itself",
                "LKP-4",
                world.link(world.card(world.LEARNERS[label])),
                files=_split(cut),
            )
    uncommitted = {
        path: content.replace(site.SNAPSHOT, f"{site.SNAPSHOT}+0123456789ab") for path, content in site.site().items()
    }
    yield _valid(
        "published-uncommitted",
        "what was published with uncommitted content is of the commit that it stands on",
        "LKP-11",
        text(world.registered("aisyah")),
        files={**uncommitted, "published.json": site.dumps(site.published())},
    )
    absent = {"published.json": None}
    yield _valid(
        "published-absent",
        "without a time of publication the age counts from data_as_of",
        "VER-16",
        text(world.registered("aisyah")),
        files=absent,
    )
    yield _valid(
        "published-not-of-its-form",
        "what is not of its form counts as absent",
        "VER-14",
        text(world.registered("aisyah")),
        files={"published.json": "{"},
    )


EVEN = site.Cut(group_bits=2, groups=(0, 1, 2, 3), shard_bits=(0, 1, 5, 2))
UNEVEN = site.Cut(group_bits=5, groups=(0, 8, 16, 24, 28), shard_bits=(3, 0, 1, 2, 0))


def _split(cut: site.Cut) -> dict[str, str | None]:
    files: dict[str, str | None] = dict.fromkeys(site.site())
    return files | dict(site.site(cut))


def _presentations() -> Iterator[Vector]:
    good, revoked = world.registered("aisyah"), world.registered("revoked")
    wrapper = {"@context": world.CONTEXT[:1], "type": ["VerifiablePresentation"]}
    proof = {"type": "DataIntegrityProof", "proofValue": "zNotJudged"}
    yield _valid(
        "presentation-of-one",
        "a wallet's wrapper, its own proof not judged",
        "VER-1",
        text({**wrapper, "verifiableCredential": good, "proof": proof}),
    )
    yield _valid(
        "presentation-of-two",
        "each credential is judged by itself: the second is revoked",
        "VER-19",
        text({**wrapper, "verifiableCredential": [good, revoked]}),
    )
    yield _valid(
        "presentation-with-something-else",
        "a member that is no credential is told of by itself",
        "VER-3",
        text({**wrapper, "verifiableCredential": [good, "eyJhbGciOiJFZERTQSJ9"]}),
    )


def _states() -> Iterator[Vector]:
    def one(name: str, label: str, verdict: str, why: str, check: str = "state", code: str = "", **more: Any) -> Vector:
        return Vector(
            name=name,
            why=why,
            clause="VER-17",
            data=text(world.registered(label)),
            verdict=verdict,
            must_fail=(check, code or verdict),
            **more,
        )

    yield one("revoked", "revoked", "revoked", "revoked, with a reason")
    yield one("revoked-no-reason", "revoked-silently", "revoked", "revoked, no reason given")
    yield one(
        "revoked-stale",
        "revoked",
        "revoked",
        "revoked stands even in stale data",
        files=STALE,
        at="2026-11-23T12:00:00Z",
    )
    yield one("revoked-expired", "revoked-expired", "revoked", "two facts: revoked counts before expired")
    yield one("suspended", "suspended", "suspended", "suspended")
    yield one("suspended-expired", "suspended-expired", "suspended", "two facts: suspended counts before expired")
    yield one("superseded", "superseded", "superseded", "replaced by a corrected one")
    yield one(
        "superseded-stale",
        "superseded",
        "cannot_tell",
        "replaced may have become revoked since",
        "freshness",
        "data-stale",
        files=STALE,
    )
    yield Vector(
        name="card-revoked",
        why="revoked, as card",
        clause="VER-17",
        verdict="revoked",
        must_fail=("state", "revoked"),
        data=world.link(world.card(world.LEARNERS["revoked"])),
    )


def _dates() -> Iterator[Vector]:
    last, first = text(world.registered("last-day")), text(world.registered("first-day"))
    yield _valid(
        "last-second",
        "the last second of the last day in the provider's zone",
        "VER-11",
        last,
        at="2026-11-23T15:59:59Z",
    )
    yield Vector(
        name="expired-at-midnight",
        why="one second later the day is over in the provider's zone, not yet in UTC",
        clause="VER-11",
        data=last,
        at="2026-11-23T16:00:00Z",
        verdict="expired",
        must_fail=("validity", "expired"),
    )
    yield _valid(
        "first-second",
        "the first second of the first day in the provider's zone",
        "VER-11",
        first,
        at="2026-11-23T16:00:00Z",
    )
    yield Vector(
        name="not-yet-valid",
        why="one second earlier it is still the day before",
        clause="VER-11",
        data=first,
        at="2026-11-23T15:59:59Z",
        verdict="not_yet_valid",
        must_fail=("validity", "not-yet-valid"),
    )
    yield Vector(
        name="expired",
        why="its last day was yesterday",
        clause="VER-11",
        data=text(world.registered("expired")),
        verdict="expired",
        must_fail=("validity", "expired"),
    )
    yield Vector(
        name="expired-stale",
        why="expired, but the data is too old to tell more",
        clause="VER-17",
        data=text(world.registered("expired")),
        files=STALE,
        verdict="cannot_tell",
        must_fail=("state", "data-stale"),
    )
    good = text(world.registered("aisyah"))
    yield _valid(
        "fresh-to-the-second",
        "seven days old to the second",
        "VER-16",
        good,
        files=published_at("2026-11-16T12:00:00Z"),
    )
    yield Vector(
        name="stale",
        why="seven days and a second old",
        clause="VER-16",
        data=good,
        files=published_at("2026-11-16T11:59:59Z"),
        verdict="cannot_tell",
        must_fail=("state", "data-stale"),
    )
    yield _valid(
        "clock-a-day-behind",
        "a clock 24 hours behind is taken as it is",
        "VER-16",
        good,
        files=published_at("2026-11-24T12:00:00Z"),
    )
    yield Vector(
        name="clock-wrong",
        why="a clock a second further behind cannot be right",
        clause="VER-16",
        data=good,
        files=published_at("2026-11-24T12:00:01Z"),
        verdict="cannot_tell",
        must_fail=("freshness", "clock-wrong"),
    )
    nowhere = site_with("keys.json", lambda keys: keys["issuers"][1].update(zone="Mars/Olympus"))
    yield Vector(
        name="zone-unknown",
        why="a zone that no table knows is data that cannot be read",
        clause="VER-14",
        data=text(world.registered("last-day")),
        files=nowhere,
        verdict="cannot_tell",
        must_fail=("validity", "data-missing"),
    )
    yield Vector(
        name="zone-unknown-first-day",
        why="the same on the day on which validity begins",
        clause="VER-11",
        data=text(world.registered("first-day")),
        files=nowhere,
        at="2026-11-23T16:30:00Z",
        verdict="cannot_tell",
        must_fail=("validity", "data-missing"),
    )
    yield Vector(
        name="zone-not-asked-after",
        why="a zone that no table knows, two days after the last day",
        clause="VER-11",
        data=text(world.registered("last-day")),
        files=nowhere,
        at="2026-11-25T12:00:00Z",
        verdict="expired",
        must_fail=("validity", "expired"),
    )
    yield Vector(
        name="zone-not-asked-before",
        why="a zone that no table knows, two days before the first day",
        clause="VER-11",
        data=text(world.registered("first-day")),
        files={**nowhere, **published_at("2026-11-21T06:00:00Z")},
        at="2026-11-21T12:00:00Z",
        verdict="not_yet_valid",
        must_fail=("validity", "not-yet-valid"),
    )
    yield _valid(
        "zone-not-asked",
        "a zone that no table knows, on a day that lies within the dates wherever the provider is",
        "VER-11",
        good,
        files=nowhere,
    )
