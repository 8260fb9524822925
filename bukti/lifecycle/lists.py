"""The next snapshots of a provider's status lists: exactly the bits that acts ask for, as far as they are known.

Strangers' verifiers read these lists and nothing else of what became of a credential (REC-16).
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bukti.did import did_of
from bukti.errors import BuktiError
from bukti.issuing.ranges import list_base, next_serial
from bukti.lifecycle.acts import Signature
from bukti.lifecycle.places import Place
from bukti.lifecycle.registered import signed_batches
from bukti.model.snapshot import Snapshot
from bukti.proof.jcs import canonical
from bukti.proof.status import MIN_LENGTH, StatusList, bits_of, make_snapshot
from bukti.register import Register
from bukti.register.hashes import pieces

ENDED = ("revoked", "superseded")
"""States that set a bit; a suspension cannot (REC-16)."""


@dataclass(frozen=True, kw_only=True)
class NextList:
    """What the next snapshot of the list ``list`` has to say, and how it differs from the newest.

    ``raised`` and ``fallen`` count bits. Of ``unknown`` credentials that acts have ended the bit is not known here;
    in their classes every bit stays that is set. ``missing`` bits are still not set for them, ``excess`` bits stay
    set for nobody.
    """

    provider: str
    list: str
    serial: int
    base_url: str
    length: int
    bits: frozenset[int]
    raised: int
    fallen: int
    unknown: int
    missing: int
    excess: int
    first: bool
    key_lost: bool = False

    @property
    def changed(self) -> bool:
        """Whether there is no snapshot, the newest says something else, or strangers have no key for it any more."""
        return bool(self.first or self.raised or self.fallen or self.key_lost)

    @property
    def path(self) -> str:
        """The file of the snapshot in the repository."""
        return f"credentials/{self.provider}/status/{self.list}/{self.serial}.json"

    def as_json(self) -> dict[str, object]:
        """The list as one JSON object; nothing in it points at a credential."""
        counts = {"set": len(self.bits), "raised": self.raised, "fallen": self.fallen}
        doubts = {"unknown": self.unknown, "missing": self.missing, "excess": self.excess}
        return {"list": self.list, "serial": self.serial, "length": self.length, **counts, **doubts}


@dataclass(frozen=True, kw_only=True)
class Published:
    """A list as it stands: ``bits`` of its newest snapshot that counts; ``first`` where there is none.

    ``key_lost``: that snapshot is signed with a key that was revoked since, which no DID document lists any more.
    """

    base_url: str
    length: int
    bits: frozenset[int]
    first: bool
    key_lost: bool = False


@dataclass
class _Range:
    """A range of status indexes and the hashes that are due in it."""

    start: int
    stop: int
    due: set[bytes]


def due_hashes(register: Register, provider: str) -> frozenset[bytes]:
    """The provider's hashes that counting acts have revoked or superseded."""
    states = register.states.items()
    return frozenset(digest for (owner, digest), state in states if owner == provider and state.state in ENDED)


def next_lists(
    snapshot: Snapshot,
    register: Register,
    provider: str,
    places: Mapping[bytes, Place],
    more: Collection[bytes] = frozenset(),
) -> tuple[NextList, ...]:
    """What each list of the provider has to say next, whether that differs from what it says or not.

    ``places`` are the status bits that are known, ``more`` hashes that an act which is about to be signed ends. In
    a range where every due bit is known the next snapshot has these and no others, so bits that void acts raised
    fall. In the others every bit stays that is set. Raises BuktiError where a place cannot be right.
    """
    now = due_hashes(register, provider)
    ranges = _ranges(snapshot, register, provider, now | frozenset(more))
    olds = {name: published_list(snapshot, register, provider, name) for name in ranges}
    serials = {name: next_serial(snapshot, register, provider, name) for name in ranges}
    return tuple(
        _next(serials[name], provider, name, olds[name], ranges[name], places, now)
        for name in sorted(ranges, key=_order)
    )


def signed_lists(lists: Collection[NextList], signature: Signature) -> dict[str, bytes]:
    """The signed snapshots by their paths."""
    return {one.path: _signed(one, signature) for one in lists}


def published_list(snapshot: Snapshot, register: Register, provider: str, name: str) -> Published:
    """The list as its newest counting snapshot has it; where there is none, as its first one has to be."""
    state = register.lists.get((provider, name))
    if state is None:
        return _unpublished(snapshot, register, provider, name)
    if state.document is None:
        return Published(base_url=state.base, length=state.length, bits=frozenset(), first=True)
    bits = frozenset(bits_of(state.document).indexes())
    lost = not _key_is_listed(state.document, register, provider)
    return Published(base_url=state.base, length=state.length, bits=bits, first=False, key_lost=lost)


def _unpublished(snapshot: Snapshot, register: Register, provider: str, name: str) -> Published:
    """A list that only batches know yet: of the base of the first one, and with room for all."""
    base = list_base(snapshot, provider, name) or snapshot.registry.record.base_url
    batches = (located.record for located in signed_batches(snapshot, register))
    ends = [one.status.to for one in batches if (one.provider, one.status.list) == (provider, name)]
    length = max(MIN_LENGTH, -(-max(ends, default=0) // 8) * 8)
    return Published(base_url=base, length=length, bits=frozenset(), first=True)


def _key_is_listed(document: Mapping[str, Any], register: Register, provider: str) -> bool:
    key_id = str(document["proof"][0]["verificationMethod"]).partition("#")[2]
    keys = (key for issuer in register.issuers if issuer.id == provider for key in issuer.keys)
    return any(key.key == key_id and key.state == "good" for key in keys)


def _ranges(snapshot: Snapshot, register: Register, provider: str, due: frozenset[bytes]) -> dict[str, list[_Range]]:
    """By list, each range that a batch of the provider reserved; a reaffirming batch shares that of the old one."""
    found: dict[str, dict[tuple[int, int], _Range]] = defaultdict(dict)
    for located in signed_batches(snapshot, register):
        batch = located.record
        if batch.provider == provider:
            start, stop = batch.status.from_, batch.status.to
            range_ = found[batch.status.list].setdefault((start, stop), _Range(start, stop, set()))
            range_.due |= due.intersection(pieces(batch.digests)) if due else set()
    return {name: list(ranges.values()) for name, ranges in found.items()}


def _next(
    serial: int,
    provider: str,
    name: str,
    old: Published,
    ranges: list[_Range],
    places: Mapping[bytes, Place],
    now: frozenset[bytes],
) -> NextList:
    bits: set[int] = set()
    unknown = missing = excess = 0
    ordered = sorted(old.bits)
    for range_ in ranges:
        known = set(_known_bits(name, range_, places))
        standing = set(ordered[bisect_left(ordered, range_.start) : bisect_left(ordered, range_.stop)])
        if len(known) < len(range_.due):
            unknown += len(range_.due) - len(known)
            known |= standing
        missing += max(0, len(range_.due) - len(known))
        excess += max(0, len(known) - len(range_.due))
        _refuse_strange_fall(name, len(standing - known), len(standing) - len(range_.due & now))
        bits |= known
    return NextList(
        provider=provider,
        list=name,
        serial=serial,
        base_url=old.base_url,
        length=old.length,
        bits=frozenset(bits),
        raised=len(bits - old.bits),
        fallen=len(old.bits - bits),
        unknown=unknown,
        missing=missing,
        excess=excess,
        first=old.first,
        key_lost=old.key_lost,
    )


def _known_bits(name: str, range_: _Range, places: Mapping[bytes, Place]) -> Iterator[int]:
    for place in (places[digest] for digest in range_.due if digest in places):
        if place.list != name or not range_.start <= place.index < range_.stop:
            raise BuktiError(
                f"the status index {place.index} of list {place.list} is none of its batch",
                where=place.where,
                expected=f"list {name}, an index from {range_.start} to {range_.stop - 1}",
                hint="the private index was changed by hand: restore it from your backup",
            )
        yield place.index


def _refuse_strange_fall(name: str, falling: int, excess: int) -> None:
    """More bits would fall than no act accounts for (REC-16): so a place is not the one that was published."""
    if falling > max(0, excess):
        raise BuktiError(
            f"the private index does not fit the published status list {name}: bits of it would fall "
            "that revoked credentials still need",
            expected="the status indexes with which these credentials were issued",
            hint="restore index.jsonl from your backup, or give the credentials' own files",
        )


def _signed(one: NextList, signature: Signature) -> bytes:
    bits = StatusList.new(one.length)
    for index in one.bits:
        bits.set(index)
    # Under the base of the list, wherever the registry has moved since: credentials name it by that address.
    method = f"{did_of(one.base_url, one.provider)}#{signature.signer[1]}"
    document = make_snapshot(one.base_url, one.provider, one.list, bits, signature.created, signature.key, method)
    return canonical(document) + b"\n"


def _order(name: str) -> tuple[int, str]:
    return (int(name), "") if name.isdecimal() else (1 << 62, name)
