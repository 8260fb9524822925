"""The look-up files that the verify page asks for (``spec/lookup.md``, LKP-2 to LKP-8).

Built for millions of hashes: hashes stay runs of bytes, are cut into 24-byte rows by strided copies, and
fall into the buckets of their shards in one pass. A shard is sorted and written when it is asked for.
"""

import base64
import hashlib
import json
import struct
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from bukti.errors import BuktiError
from bukti.model import Template
from bukti.register import ProviderEvent, Register, RegisteredBatch, Source, State
from bukti.specification import spec_text

EPOCH = date(2020, 1, 1)
ROW = 24
MAX_GROUP_BITS = 12
MIN_MCS = 10
MIN_CREDENTIALS = 1000
PER_SHARD = 1000
STATES = {"revoked": 1, "suspended": 2, "superseded": 3}
NO_REASON = 255
MAX_SOURCES = 1 << 16


@dataclass(kw_only=True)
class Group:
    """One group: its sources and templates, and the rows of its hashes by shard."""

    number: int
    """The first of its numbers: as it stands in ``groups``."""
    bits: int = 0
    """``shard_bits``."""
    sources: list[Source] = field(default_factory=list)
    templates: dict[str, Template] = field(default_factory=dict)
    shards: list[bytearray] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """The number of rows that every shard is filled up to."""
        return max(map(len, self.shards)) // ROW


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """All groups of a register, by number."""

    group_bits: int
    groups: tuple[Group, ...]
    states: Mapping[tuple[str, bytes], bytes]
    """By provider and the first 16 bytes of a hash: the last 4 bytes of its row."""

    def name(self, group: Group) -> str:
        """The group's number as it stands in an address."""
        return numbered(group.number, self.group_bits)


@dataclass(frozen=True)
class _Placed:
    """A published batch in the groups of its templates: ``parts`` maps 12 leading bits to digests."""

    registered: RegisteredBatch
    parts: Mapping[int, tuple[str, ...]]


def numbered(number: int, bits: int) -> str:
    """A group's or shard's number in an address: hex, padded to ceil(bits / 4) digits, at least one (LKP-6)."""
    return f"{number:0{max(1, -(-bits // 4))}x}"


def build_lookup(register: Register) -> Lookup:
    """Sort every published hash into its group and shard. Batches without a position are not published (LKP-13)."""
    placed = [_place(register, batch) for batch in register.batches if batch.position is not None]
    bits, firsts = _cut(placed)
    groups = tuple(Group(number=number) for number in firsts)
    for group, batches in zip(groups, _by_group(placed, bits, firsts), strict=True):
        _fill(group, batches, register)
    states = {(provider, digest[:16]): _tail(state) for (provider, digest), state in register.states.items()}
    return Lookup(group_bits=bits, groups=groups, states=states)


def achievement_of(template: Template) -> str:
    """The achievement id as the template spells it."""
    return str(template.achievement["id"])


def _place(register: Register, registered: RegisteredBatch) -> _Placed:
    source = registered.source
    parts: dict[int, list[str]] = defaultdict(list)
    for digest in source.templates:
        parts[_leading(achievement_of(register.templates[source.provider, digest]))].append(digest)
    return _Placed(registered, {bits: tuple(digests) for bits, digests in parts.items()})


def _leading(achievement: str) -> int:
    return int.from_bytes(hashlib.sha256(achievement.encode()).digest()[:2], "big") >> (16 - MAX_GROUP_BITS)


@dataclass(frozen=True)
class _Crowd:
    """What would stand together in one group."""

    mcs: frozenset[tuple[str, str]] = frozenset()
    credentials: int = 0

    def __add__(self, other: "_Crowd") -> "_Crowd":
        return _Crowd(self.mcs | other.mcs, self.credentials + other.credentials)

    @property
    def hides(self) -> bool:
        return len(self.mcs) >= MIN_MCS and self.credentials >= MIN_CREDENTIALS


def _cut(placed: Iterable[_Placed]) -> tuple[int, tuple[int, ...]]:
    """``group_bits`` and ``groups``: halves as long as each half is a crowd (LKP-4)."""
    crowds = _crowds(placed)
    found = list(_halved(crowds, 0, 0))
    bits = max(depth for depth, _ in found)
    return bits, tuple(number << (bits - depth) for depth, number in found)


def _crowds(placed: Iterable[_Placed]) -> dict[tuple[int, int], _Crowd]:
    """By depth and number: the crowd of every half, of its half, and so on."""
    mcs: dict[int, set[tuple[str, str]]] = defaultdict(set)
    credentials: dict[int, int] = defaultdict(int)
    for item in placed:
        record = item.registered.batch.record
        for leading in item.parts:
            mcs[leading].add((record.provider, record.mc))
            credentials[leading] += record.count
    crowds = {(MAX_GROUP_BITS, at): _Crowd(frozenset(mcs[at]), credentials[at]) for at in mcs}
    for depth in range(MAX_GROUP_BITS - 1, -1, -1):
        for number in range(1 << depth):
            halves = [crowds.get((depth + 1, half), _Crowd()) for half in (2 * number, 2 * number + 1)]
            crowds[depth, number] = halves[0] + halves[1]
    return crowds


def _halved(crowds: Mapping[tuple[int, int], _Crowd], depth: int, number: int) -> Iterator[tuple[int, int]]:
    halves = [(depth + 1, 2 * number), (depth + 1, 2 * number + 1)]
    if depth < MAX_GROUP_BITS and all(half in crowds and crowds[half].hides for half in halves):
        for half in halves:
            yield from _halved(crowds, *half)
    else:
        yield depth, number


def _by_group(
    placed: Iterable[_Placed], bits: int, firsts: tuple[int, ...]
) -> list[list[tuple[RegisteredBatch, tuple[str, ...]]]]:
    groups: list[list[tuple[RegisteredBatch, tuple[str, ...]]]] = [[] for _ in firsts]
    for item in placed:
        found: dict[int, set[str]] = defaultdict(set)
        for leading, digests in item.parts.items():
            found[bisect_right(firsts, leading >> (MAX_GROUP_BITS - bits)) - 1] |= set(digests)
        for place, names in found.items():
            groups[place].append((item.registered, tuple(sorted(names))))
    return groups


def _fill(group: Group, batches: list[tuple[RegisteredBatch, tuple[str, ...]]], register: Register) -> None:
    sources = [_within(registered.source, digests) for registered, digests in batches]
    group.sources = sorted(set(sources))
    if len(group.sources) > MAX_SOURCES:
        raise BuktiError(f"look-up group {group.number} has more than {MAX_SOURCES} sources")
    numbers = {source: number for number, source in enumerate(group.sources)}
    for source in group.sources:
        group.templates |= {digest: register.templates[source.provider, digest] for digest in source.templates}
    total = sum(registered.batch.record.count for registered, _ in batches)
    group.bits = max(0, (total // PER_SHARD).bit_length() - 1)
    group.shards = [bytearray() for _ in range(1 << group.bits)]
    for (registered, _), source in zip(batches, sources, strict=True):
        _spread(rows_of(registered, numbers[source]), group)


def _within(source: Source, digests: tuple[str, ...]) -> Source:
    return Source(source.provider, source.mc, source.version, source.key, source.authorised, digests)


def rows_of(registered: RegisteredBatch, source: int) -> bytes:
    """The rows of a batch, all active, in the order of its hashes."""
    assert registered.position is not None  # noqa: S101 - the caller has looked
    digests = registered.batch.record.digests
    count = len(digests) // 32
    day = _day_number(registered.position.day)
    constant = struct.pack(">HHBBH", source, day, 0, NO_REASON, 0)
    rows = bytearray(ROW * count)
    for at in range(16):
        rows[at::ROW] = digests[at::32]
    for at, byte in enumerate(constant, start=16):
        rows[at::ROW] = bytes([byte]) * count
    return bytes(rows)


def _spread(rows: bytes, group: Group) -> None:
    if not group.bits:
        group.shards[0] += rows
        return
    shift = 32 - group.bits
    shards = group.shards
    for (row,) in struct.iter_unpack(f"{ROW}s", rows):
        shards[int.from_bytes(row[:4], "big") >> shift] += row


def _tail(state: State) -> bytes:
    return struct.pack(">BBH", STATES[state.state], _reasons().get(state.reason, NO_REASON), _day_number(state.day))


def _day_number(day: date) -> int:
    """Days since 2020-01-01 in two bytes; a repository's clock may have stood before that."""
    return min(max((day - EPOCH).days, 0), 0xFFFF)


@cache
def _reasons() -> Mapping[str, int]:
    return {entry["code"]: at for at, entry in enumerate(json.loads(spec_text("reasons.json"))["reasons"])}


def packed(lookup: Lookup, group: Group, shard: int) -> bytes:
    """The rows of a shard with their states, sorted and filled up to the size of the group's shards (LKP-8)."""
    rows = sorted(_with_states(lookup, group, shard))
    return b"".join(rows) + b"\xff" * (ROW * (group.rows - len(rows)))


def _with_states(lookup: Lookup, group: Group, shard: int) -> Iterator[bytes]:
    providers = [source.provider for source in group.sources]
    for (row,) in struct.iter_unpack(f"{ROW}s", group.shards[shard]):
        tail = lookup.states.get((providers[row[16] << 8 | row[17]], row[:16])) if lookup.states else None
        yield row if tail is None else row[:20] + tail


def keys_document(register: Register, lookup: Lookup) -> dict[str, Any]:
    """``/keys.json`` (LKP-2, LKP-3)."""
    return {
        "schema": "keys/v1",
        "snapshot": register.snapshot_id,
        "data_as_of": register.data_as_of,
        "base_url": register.base_url,
        "former_base_urls": list(register.former_base_urls),
        "freshness_days": register.freshness_days,
        "group_bits": lookup.group_bits,
        "groups": [group.number for group in lookup.groups],
        "shard_bits": [group.bits for group in lookup.groups],
        "issuers": [
            {
                "id": issuer.id,
                "did": list(issuer.did),
                "name": dict(issuer.name),
                "zone": issuer.zone,
                "country": issuer.country,
                "demonstration": issuer.demonstration,
                "status": issuer.status,
                "keys": [
                    {"key": key.key, "number": key.number, "public_key": key.public_key, "state": key.state}
                    for key in issuer.keys
                ],
                "events": [_event(event) for event in issuer.events],
            }
            for issuer in register.issuers
        ],
    }


def _event(event: ProviderEvent) -> dict[str, Any]:
    """What became of a provider, with the members that its kind has."""
    document: dict[str, Any] = {"kind": event.kind, "day": event.day.isoformat()}
    if event.name is not None and event.former_name is not None:
        document |= {"name": dict(event.name), "former_name": dict(event.former_name)}
    if event.into is not None:
        document["into"] = event.into
    return document


def templates_document(register: Register, lookup: Lookup, group: Group) -> dict[str, Any]:
    """``/lookup/<group>/templates.json`` (LKP-7)."""
    return {
        "schema": "templates/v1",
        "snapshot": register.snapshot_id,
        "group": lookup.name(group),
        "sources": [
            {
                "provider": source.provider,
                "mc": source.mc,
                "version": source.version,
                "key": source.key,
                "authorised": source.authorised,
                "templates": list(source.templates),
            }
            for source in group.sources
        ],
        "templates": {digest: group.templates[digest].json_form() for digest in _alike_together(group)},
    }


def _alike_together(group: Group) -> list[str]:
    """Digests in the order in which templates repeat most of the one before (LKP-7)."""

    def order(digest: str) -> tuple[str, str, int, str]:
        template = group.templates[digest]
        return template.provider, template.mc, template.version, digest

    return sorted(group.templates, key=order)


def shard_document(register: Register, lookup: Lookup, group: Group, shard: int) -> dict[str, Any]:
    """``/lookup/<group>/<shard>.json`` (LKP-8)."""
    return {
        "schema": "shard/v1",
        "snapshot": register.snapshot_id,
        "group": lookup.name(group),
        "shard": numbered(shard, group.bits),
        "rows": base64.b64encode(packed(lookup, group, shard)).decode("ascii"),
    }
