"""The range of status indexes that a batch reserves (REC-10), and the base that a list belongs to (REC-16)."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count as naturals

from bukti.did import base_of_list
from bukti.errors import BuktiError
from bukti.model.snapshot import Located, Snapshot, StatusSnapshot
from bukti.proof.status import MAX_LENGTH, MIN_LENGTH, bits_of
from bukti.register import Register

PER_CREDENTIAL = 4
"""Indexes reserved for each credential, so that the list does not tell how many were issued."""


@dataclass(frozen=True, kw_only=True)
class Range:
    """The indexes ``start`` ≤ i < ``stop`` of the list ``list``, which has ``length`` bits."""

    list: str
    start: int
    stop: int
    length: int


def reserve(snapshot: Snapshot, provider: str, count: int) -> Range:
    """The next free range for ``count`` credentials: in a list that the provider has, else in a new one.

    A list serves the base address that it began under and no other: credentials of a registry that has moved go
    into a new one, since strangers look for a list where its id says. Ranges of every batch that stands in the
    repository stay taken, those of voided ones too. Raises BuktiError when ``count`` credentials need more bits
    than a list may have.
    """
    size = PER_CREDENTIAL * count
    base = snapshot.registry.record.base_url
    lists = dict(_lists(snapshot, provider))
    for name in sorted(lists, key=_order):
        used, length = lists[name]
        if used + size <= length and list_base(snapshot, provider, name) == base:
            return Range(list=name, start=used, stop=used + size, length=length)
    if size > MAX_LENGTH:
        raise BuktiError(
            f"{count:,} credentials need a status list of {size:,} bits",
            expected=f"at most {MAX_LENGTH:,}",
            hint="split the class into several lists",
        )
    free = next(number for number in range(1, len(lists) + 2) if str(number) not in lists)
    return Range(list=str(free), start=0, stop=size, length=max(MIN_LENGTH, -(-size // 8) * 8))


def overlapping(snapshot: Snapshot, provider: str, range_: Range) -> str | None:
    """The id of a batch in the repository that has taken a part of ``range_``; None where it is free."""
    for batch in (located.record for located in snapshot.batches.values()):
        same_list = batch.provider == provider and batch.status.list == range_.list
        if same_list and batch.status.from_ < range_.stop and range_.start < batch.status.to:
            return batch.batch
    return None


def next_serial(snapshot: Snapshot, register: Register, provider: str, name: str) -> int:
    """The serial of the list's next snapshot: the lowest at whose path no file stands or ever stood (REC-16)."""
    taken = {serial for owner, listed, serial in snapshot.statuses if (owner, listed) == (provider, name)}
    folder = f"credentials/{provider}/status/{name}"
    free = (serial for serial in naturals(1) if f"{folder}/{serial}.json" not in register.gone)
    return next(serial for serial in free if serial not in taken)


def list_length(snapshot: Snapshot, provider: str, name: str) -> int | None:
    """The length of a list in bits, fixed by its first snapshot; None where there is no snapshot yet.

    Raises BuktiError where that snapshot holds no list.
    """
    first = _first_snapshot(snapshot, provider, name)
    if first is None:
        return None
    try:
        return len(bits_of(first.record.document))
    except ValueError as error:
        raise BuktiError(
            f"this status list cannot be read: {error}", where=first.file, hint="restore the file as it was published"
        ) from error


def list_base(snapshot: Snapshot, provider: str, name: str) -> str | None:
    """The base address under which a list was begun: that of the id in its first snapshot.

    Every later snapshot of the list keeps that id and the issuer's DID under that base, wherever the registry has
    moved since: credentials name it by this address. Where no snapshot was signed yet, the base is that of the
    first batch which reserved a range; None for a list that is not there, or whose id is under no base of the
    registry.
    """
    registry = snapshot.registry.record
    bases = (registry.base_url, *registry.former_base_urls)
    first = _first_snapshot(snapshot, provider, name)
    if first is not None:
        return base_of_list(str(first.record.document.get("id")), provider, name, bases)
    batches = (located.record for located in snapshot.batches.values())
    stated = {one.batch: one.registry for one in batches if (one.provider, one.status.list) == (provider, name)}
    return stated[min(stated)] if stated else None


def _first_snapshot(snapshot: Snapshot, provider: str, name: str) -> Located[StatusSnapshot] | None:
    serials = [serial for owner, listed, serial in snapshot.statuses if (owner, listed) == (provider, name)]
    return snapshot.statuses[provider, name, min(serials)] if serials else None


def _lists(snapshot: Snapshot, provider: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """For each list of the provider the first index that was never reserved, and the list's length."""
    used: dict[str, int] = {listed: 0 for owner, listed, _ in snapshot.statuses if owner == provider}
    for batch in (located.record for located in snapshot.batches.values()):
        if batch.provider == provider:
            used[batch.status.list] = max(used.get(batch.status.list, 0), batch.status.to)
    for name, taken in used.items():
        yield name, (taken, list_length(snapshot, provider, name) or MIN_LENGTH)


def _order(name: str) -> tuple[int, str]:
    return (int(name), "") if name.isdecimal() else (1 << 62, name)
