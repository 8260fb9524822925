"""Status lists signed anew from the acts that count: after two snapshots met, for the agency's acts, with a new key."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bukti.did import MAINTAINERS
from bukti.errors import BuktiError
from bukti.files import write_all
from bukti.lifecycle.acts import Signature
from bukti.lifecycle.lists import NextList, next_lists, signed_lists
from bukti.lifecycle.places import Place
from bukti.lifecycle.run import World, signature_of
from bukti.lifecycle.trial import refuse_what_would_not_count
from bukti.proof.keys import SigningKey


@dataclass(frozen=True, kw_only=True)
class StatusOrder:
    """Which lists of ``provider`` are signed: ``names``, or all. ``force`` signs those too that say the right thing."""

    provider: str
    places: Mapping[bytes, Place]
    names: Collection[str] = ()
    force: bool = False


@dataclass(frozen=True, kw_only=True)
class StatusReport:
    """The lists that were, or would be, signed, and those that say the right thing already."""

    provider: str
    key: str
    lists: tuple[NextList, ...]
    right: tuple[NextList, ...]
    written: bool

    @property
    def state(self) -> str:
        """``signed``, ``would sign`` or ``nothing to do``."""
        return ("signed" if self.written else "would sign") if self.lists else "nothing to do"

    def as_json(self) -> dict[str, Any]:
        """The report as one JSON object."""
        return {
            "state": self.state,
            "provider": self.provider,
            "key": self.key,
            "lists": [one.as_json() for one in self.lists],
            "right": [one.as_json() for one in self.right],
            "files": [one.path for one in self.lists],
        }


def sign_status(order: StatusOrder, world: World, key: SigningKey, now: datetime, *, dry_run: bool) -> StatusReport:
    """Sign each list whose newest snapshot says something else than the acts do. Raises BuktiError.

    A list belongs to its provider alone: a maintainer's key signs none.
    """
    signature = signature_of(world, order.provider, key, None, now)
    if signature.signer[0] == MAINTAINERS:
        raise BuktiError(
            f"this is the key {signature.name}: a status list is signed by its own provider only",
            expected=f"a key of {order.provider}",
        )
    found = _chosen(order, next_lists(world.snapshot, world.register, order.provider, order.places))
    lists = tuple(one for one in found if one.changed or order.force)
    if lists and not dry_run:
        _write(lists, signature, world)
    right = tuple(one for one in found if one not in lists)
    return StatusReport(provider=order.provider, key=signature.name, lists=lists, right=right, written=not dry_run)


def _chosen(order: StatusOrder, lists: Collection[NextList]) -> list[NextList]:
    known = {one.list for one in lists}
    strange = [name for name in order.names if name not in known]
    if strange or not lists:
        raise BuktiError(
            f"{order.provider} has no status list {strange[0]!r}"
            if strange
            else f"{order.provider} has no status list",
            expected=", ".join(sorted(known)) or "a batch that `bukti issue` has written",
        )
    return [one for one in lists if not order.names or one.list in order.names]


def _write(lists: Collection[NextList], signature: Signature, world: World) -> None:
    files = signed_lists(lists, signature)
    refuse_what_would_not_count(files, world.snapshot, world.history)
    write_all(files, world.repo)
