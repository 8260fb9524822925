"""The look-up files of the tiny registry, written straight from ``spec/lookup.md`` (LKP-1 to LKP-8).

This is not the site builder: a test compares the two.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bukti.codes import REASONS
from bukti.did import did_of
from bukti.proof.jcs import canonical
from bukti.templates import digest_of
from tests.keys import demo_key
from tools.vectors import world

SNAPSHOT = hashlib.sha256(b"bukti vector site").hexdigest()[:40]
DATA_AS_OF = "2026-11-22T18:00:00Z"
PUBLISHED_AT = "2026-11-23T03:00:00Z"
STATES = ("active", "revoked", "suspended", "superseded")
EPOCH = date(2020, 1, 1)

Files = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Award:
    """A source of LKP-7 by the labels of its templates and learners."""

    provider: str
    mc: str
    version: int
    key: str
    templates: tuple[str, ...]
    learners: tuple[str, ...]
    day: str
    authorised: bool = True


@dataclass(frozen=True, kw_only=True)
class Act:
    """What became of one credential."""

    state: str
    day: str
    reason: str | None


AWARDS = (
    Award(
        provider=world.EDI,
        mc="first-aid",
        version=1,
        key="k1",
        templates=("first-aid",),
        learners=("without-authority",),
        day="2026-11-02",
        authorised=False,
    ),
    Award(
        provider=world.EDI,
        mc="water-safety",
        version=1,
        key="k1",
        templates=("water",),
        # The other provider's hash, copied: it must neither count nor stand in the way.
        learners=("arabic", "copied"),
        day="2026-11-03",
    ),
    Award(
        provider=world.UNI,
        mc="coding",
        version=2,
        key="k1",
        templates=("coding",),
        learners=("coding",),
        day="2026-11-04",
    ),
    Award(
        provider=world.UNI,
        mc="data-basics",
        version=1,
        key="k1",
        templates=("graded", "moved", "ungraded"),
        learners=(
            "aisyah",
            "tamil",
            "chinese",
            "joiner",
            "long-name",
            "ungraded",
            "moved",
            "last-day",
            "first-day",
            "revoked",
            "revoked-silently",
            "suspended",
            "superseded",
            "suspended-expired",
            "expired",
            "revoked-expired",
            "copied",
        ),
        day="2026-11-05",
    ),
    Award(
        provider=world.UNI,
        mc="data-basics",
        version=1,
        key="k2",
        templates=("graded",),
        learners=("retired-key",),
        day="2026-11-06",
    ),
)
"""In ascending order, as the register sorts its sources."""

ACTS: Mapping[str, Act] = {
    "revoked": Act(state="revoked", day="2026-11-10", reason="issued-in-error"),
    "revoked-silently": Act(state="revoked", day="2026-11-11", reason=None),
    "revoked-expired": Act(state="revoked", day="2026-11-12", reason="award-withdrawn"),
    "suspended": Act(state="suspended", day="2026-11-13", reason="under-review"),
    "suspended-expired": Act(state="suspended", day="2026-11-14", reason="under-review"),
    "superseded": Act(state="superseded", day="2026-11-15", reason="name-corrected"),
}


@dataclass(frozen=True)
class Cut:
    """Groups (LKP-4) and the shards of each (LKP-5): what the caller of :func:`site` chooses."""

    group_bits: int = 0
    groups: tuple[int, ...] = (0,)
    shard_bits: tuple[int, ...] = (0,)

    def group_of(self, label: str) -> int:
        """The group of a template's achievement, by its number."""
        identity = world.TEMPLATES[label].credential["credentialSubject"]["achievement"]["id"]
        number = int.from_bytes(hashlib.sha256(identity.encode()).digest(), "big") >> (256 - self.group_bits)
        return max(group for group in self.groups if group <= number)


WHOLE = Cut()


def site(cut: Cut = WHOLE, awards: Iterable[Award] = AWARDS) -> Files:
    """All look-up files by path, as text."""
    listed = tuple(awards)
    files = {"keys.json": dumps(keys(cut)), "published.json": dumps(published())}
    for group, bits in zip(cut.groups, cut.shard_bits, strict=True):
        own = [award for award in listed if group in map(cut.group_of, award.templates)]
        files |= _group_files(group, cut, bits, own)
    return dict(sorted(files.items()))


def keys(cut: Cut = WHOLE) -> dict[str, Any]:
    """``/keys.json`` (LKP-2, LKP-3)."""
    return {
        "schema": "keys/v1",
        "snapshot": SNAPSHOT,
        "data_as_of": DATA_AS_OF,
        "base_url": world.BASE,
        "former_base_urls": [world.FORMER],
        "freshness_days": 7,
        "group_bits": cut.group_bits,
        "groups": list(cut.groups),
        "shard_bits": list(cut.shard_bits),
        "issuers": [_issuer(provider) for provider in sorted(world.KEYS)],
    }


def published(at: str = PUBLISHED_AT) -> dict[str, Any]:
    """``/published.json`` (LKP-1)."""
    return {"commit": SNAPSHOT, "published_at": at}


def row(digest: bytes, award: int, day: str, act: Act | None) -> bytes:
    """A row of 24 bytes (LKP-8)."""
    state, reason, since = 0, 255, 0
    if act is not None:
        state, since = STATES.index(act.state), days(act.day)
        reason = REASONS.index(act.reason) if act.reason else 255
    numbers = (award.to_bytes(2, "big"), days(day).to_bytes(2, "big"), bytes([state, reason]), since.to_bytes(2, "big"))
    return digest[:16] + b"".join(numbers)


def days(day: str) -> int:
    """Days since 2020-01-01."""
    return (date.fromisoformat(day) - EPOCH).days


def numbered(number: int, bits: int) -> str:
    """A group's or shard's name (LKP-6)."""
    return format(number, "x").rjust(max(1, (bits + 3) // 4), "0")


def dumps(document: object) -> str:
    """A site file's text: RFC 8785 and one LF."""
    return canonical(document).decode() + "\n"


def template_digest(template: object) -> str:
    """The digest of a template that may not be right (TPL-1)."""
    return hashlib.sha256(canonical(template)).hexdigest()


def _issuer(provider: str) -> dict[str, Any]:
    return {
        "id": provider,
        "did": [did_of(world.BASE, provider), did_of(world.FORMER, provider)],
        "name": world.NAMES[provider],
        "zone": world.ZONES[provider],
        "country": world.COUNTRIES[provider],
        "demonstration": True,
        "status": "active",
        "keys": [
            {
                "key": key,
                "number": number,
                "public_key": demo_key(f"{provider}/{key}").multikey,
                "state": state,
            }
            for key, number, state in world.KEYS[provider]
        ],
        "events": [{"kind": "admitted", "day": world.ADMITTED[provider]}],
    }


def _group_files(group: int, cut: Cut, bits: int, awards: list[Award]) -> Files:
    name = numbered(group, cut.group_bits)
    document = {
        "schema": "templates/v1",
        "snapshot": SNAPSHOT,
        "group": name,
        "sources": [_source(award, group, cut) for award in awards],
        "templates": {
            digest_of(world.TEMPLATES[label]): world.TEMPLATES[label].json_form()
            for award in awards
            for label in award.templates
            if cut.group_of(label) == group
        },
    }
    files = {f"lookup/{name}/templates.json": dumps(document)}
    shards = _shards(awards, bits)
    size = max(len(rows) for rows in shards)
    for number, rows in enumerate(shards):
        filled = b"".join(sorted(rows)) + b"\xff" * 24 * (size - len(rows))
        shard = {
            "schema": "shard/v1",
            "snapshot": SNAPSHOT,
            "group": name,
            "shard": numbered(number, bits),
            "rows": base64.b64encode(filled).decode(),
        }
        files[f"lookup/{name}/{shard['shard']}.json"] = dumps(shard)
    return files


def _source(award: Award, group: int, cut: Cut) -> dict[str, Any]:
    digests = [digest_of(world.TEMPLATES[label]) for label in award.templates if cut.group_of(label) == group]
    return {
        "provider": award.provider,
        "mc": award.mc,
        "version": award.version,
        "key": award.key,
        "authorised": award.authorised,
        "templates": sorted(digests),
    }


def _shards(awards: list[Award], bits: int) -> list[list[bytes]]:
    shards: list[list[bytes]] = [[] for _ in range(1 << bits)]
    for number, award in enumerate(awards):
        for label in award.learners:
            digest = world.hash_of(label)
            own = world.provider_of(world.LEARNERS[label].template) == award.provider
            act = ACTS.get(label) if own else None
            shards[int.from_bytes(digest, "big") >> (256 - bits)].append(row(digest, number, award.day, act))
    return shards


def parsed(files: Files, path: str) -> dict[str, Any]:
    """A site file as data, to be changed."""
    document: dict[str, Any] = json.loads(files[path])
    return document
