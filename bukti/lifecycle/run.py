"""Revoking, suspending and reinstating: judged first, then signed, tried, and written (REC-15, REC-16)."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bukti.did import MAINTAINERS
from bukti.errors import BuktiError, Finding
from bukti.files import remove_stale, write_all
from bukti.instant import instant_text
from bukti.issuing.award import good_key
from bukti.issuing.validity import EARLIEST, today_in
from bukti.lifecycle.acts import Act, Signature, new_act_id, signed_act
from bukti.lifecycle.lists import NextList, next_lists, signed_lists
from bukti.lifecycle.places import Place
from bukti.lifecycle.reasons import refuse_reason
from bukti.lifecycle.suspensions import agency_suspensions
from bukti.lifecycle.targets import Resolution, Target, refuse, unplaced
from bukti.lifecycle.trial import refuse_what_would_not_count
from bukti.model import LifecycleAct
from bukti.model.snapshot import History, Snapshot
from bukti.proof.keys import SigningKey
from bukti.register import Register
from bukti.register.hashes import pieces

DONE = {"revoked": "revoke", "suspended": "suspend", "reinstated": "reinstate", "superseded": "supersede"}
"""The kinds of acts with the command that makes them."""


@dataclass(frozen=True, kw_only=True)
class World:
    """A repository as it stands: its records, their history and what they add up to."""

    repo: Path
    snapshot: Snapshot
    history: History
    register: Register
    faults: tuple[Finding, ...] = ()
    """Of files that could not be read."""

    @property
    def base_url(self) -> str:
        """The registry's base address."""
        return self.snapshot.registry.record.base_url

    def today(self, provider: str, now: datetime) -> date:
        """The calendar date where the provider is."""
        known = self.snapshot.providers.get(provider)
        return today_in(known.record.zone, now) if known else now.date()


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is asked for. ``places``: every status bit that is known; ``signer``: ``PROVIDER/KEY`` where it was named.

    ``without_list`` signs the act even where a credential's status bit is not known.
    """

    kind: str
    reason: str
    resolution: Resolution
    places: Mapping[bytes, Place]
    signer: str | None = None
    on: date | None = None
    without_list: bool = False


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What will be signed. ``act`` is None where it would change nothing."""

    order: Order
    world: World
    signature: Signature
    act: Act | None
    targets: tuple[Target, ...]
    left_out: tuple[tuple[Target, str], ...]
    lists: tuple[NextList, ...]
    done_already: bool = False


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was, or would be, done; ``files`` are paths in the repository."""

    prepared: Prepared
    files: tuple[str, ...]
    written: bool

    @property
    def state(self) -> str:
        """What was done in a few words: ``revoked``, ``would revoke``, ``nothing to do``, ``was done already``, …"""
        prepared = self.prepared
        if prepared.act is not None:
            kind = prepared.order.kind
            return kind if self.written else f"would {DONE[kind]}"
        if prepared.lists:
            return "status lists signed" if self.written else "would sign status lists"
        return "was done already" if prepared.done_already else "nothing to do"

    @property
    def newer(self) -> tuple[tuple[Target, bytes], ...]:
        """Each credential named that was replaced, with the hash of the newer one that this act leaves in force."""
        resolution = self.prepared.order.resolution
        named = {target.digest for target in resolution.targets}
        return tuple(
            (target, newest)
            for target in resolution.targets
            if (newest := resolution.registered.newest(target.digest, resolution.provider)) not in named
            and not resolution.registered.is_revoked(newest, resolution.provider)
        )

    def as_json(self) -> dict[str, Any]:
        """The report as one JSON object; no holder's name or ref stands in it."""
        prepared, act = self.prepared, self.prepared.act
        return {
            "state": self.state,
            "provider": prepared.order.resolution.provider,
            "key": prepared.signature.name,
            "reason": prepared.order.reason,
            "act": act.act if act else None,
            "on": act.on.isoformat() if act else None,
            "count": len(prepared.targets),
            "hashes": sorted(target.digest.hex() for target in prepared.targets),
            "left_out": [
                {"where": told.wish.where, "hash": told.digest.hex(), "why": why} for told, why in prepared.left_out
            ],
            "twice": [
                {"where": wish.where, "hash": target.digest.hex()} for wish, target in prepared.order.resolution.twice
            ],
            "newer": [{"hash": told.digest.hex(), "newer": newest.hex()} for told, newest in self.newer],
            "lists": [one.as_json() for one in prepared.lists],
            "files": list(self.files),
        }


def prepare(order: Order, world: World, key: SigningKey, now: datetime, chance: random.Random) -> Prepared:
    """Judge everything before anything is signed. ``chance`` has to be a cryptographic source.

    Raises BuktiError where the key may not sign this, a credential cannot be treated so, or its status bit is not
    known.
    """
    refuse_reason(order.kind, order.reason)
    provider = order.resolution.provider
    today = world.today(provider, now)
    signature = signature_of(world, provider, key, order.signer, now)
    on = _day(order.on, today)
    sorting = _sorted(order, world, signature)
    if sorting.faults and not (done := _done_already(order, world)):
        refuse(sorting.faults)
    targets = () if sorting.faults else tuple(sorting.targets)
    act = None
    if targets:
        hashes = frozenset(target.digest for target in targets)
        act_id = new_act_id(on, chance, _before(world, provider, hashes))
        act = Act(act=act_id, provider=provider, kind=order.kind, reason=order.reason, on=on, hashes=hashes)
    return Prepared(
        order=order,
        world=world,
        signature=signature,
        act=act,
        targets=targets,
        left_out=tuple(sorting.left_out),
        lists=_lists(order, world, signature, targets),
        done_already=bool(sorting.faults) and done,
    )


def signature_of(world: World, provider: str, key: SigningKey, signer: str | None, now: datetime) -> Signature:
    """Who signs: the provider's own key or, where ``key`` is one of theirs, the maintainers'.

    Raises BuktiError where the key is another's than ``signer`` names, or not good now.
    """
    keys = world.snapshot.keys.values()
    owners = {one.record.provider for one in keys if one.record.public_key == key.multikey}
    owner = MAINTAINERS if MAINTAINERS in owners else provider
    record = good_key(world.snapshot, world.register, owner, key, world.today(provider, now)).record
    name = f"{record.provider}/{record.key}"
    if signer not in (None, name):
        raise BuktiError(
            f"this secret key is that of {name}, not of {signer}",
            where=f"public_keys/{signer}.yaml",
            hint="mend --as, or give the other key with --key",
        )
    if owner == MAINTAINERS:
        _refuse_unpinned(world, record.key)
    return Signature(key=key, signer=(record.provider, record.key), created=instant_text(now))


def _refuse_unpinned(world: World, key: str) -> None:
    if not any(pin.key == key for pin in world.snapshot.registry.record.maintainers):
        raise BuktiError(
            f"{MAINTAINERS}/{key} is not pinned, so its signature would not count",
            where="registry/registry.yaml",
            expected="a key that `maintainers` pins",
            hint="let a maintainer sign whose key is pinned",
        )


def _before(world: World, provider: str, hashes: frozenset[bytes]) -> str | None:
    """The last act on one of ``hashes`` that waits for publication; None where there is none."""
    waiting = (
        one.record
        for one in world.snapshot.lifecycle_acts.values()
        if one.record.provider == provider and world.history.position(one) is None
    )
    return max((one.act for one in waiting if not hashes.isdisjoint(pieces(one.digests))), default=None)


def _day(on: date | None, today: date) -> date:
    if on is not None and not EARLIEST <= on <= today:
        raise BuktiError(
            f"--on {on} is not a day from {EARLIEST} to today ({today})",
            hint="an act counts from its publication on; leave --on out to state today's date",
        )
    return on or today


@dataclass
class _Sorting:
    """The targets that the act changes, those that it would not, and those that it cannot."""

    targets: list[Target] = field(default_factory=list)
    left_out: list[tuple[Target, str]] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)


def _sorted(order: Order, world: World, signature: Signature) -> _Sorting:
    sorting, provider = _Sorting(), order.resolution.provider
    agency = signature.signer[0] == MAINTAINERS
    theirs = agency_suspensions(world.snapshot, world.register, world.history, provider)
    for target in order.resolution.targets:
        state = order.resolution.registered.state(target.digest, provider)
        now, by_agency = state.state if state else "active", target.digest in theirs
        if order.kind == "reinstated":
            fault = _not_reinstatable(target, now, by_agency and not agency)
            sorting.faults += [fault] if fault else []
            sorting.targets += [] if fault else [target]
        elif why := _no_effect(order.kind, now, stronger=agency and not by_agency):
            sorting.left_out.append((target, why))
        else:
            sorting.targets.append(target)
    return sorting


def _no_effect(kind: str, now: str, *, stronger: bool) -> str:
    """Why an act would change nothing; empty where it would. ``stronger``: a suspension by the agency for one that
    the provider may end by itself."""
    if now == "revoked":
        return "is revoked already"
    if kind == "suspended" and now == "superseded":
        return "is replaced, for ever: a suspension would change nothing"
    if kind == "suspended" and now == "suspended" and not stronger:
        return "is suspended already"
    return ""


def _not_reinstatable(target: Target, now: str, agency_only: bool) -> Finding | None:
    if now != "suspended":
        ever = ", for ever" if now in ("revoked", "superseded") else ""
        return target.wish.fault(
            "target-state", f"{target.said} is not suspended: it is {now}{ever}", hint="leave it out"
        )
    if agency_only:
        return target.wish.fault(
            "target-agency",
            f"{target.said} was suspended by the agency",
            expected="the signature of a maintainer",
            hint="ask the agency to reinstate it",
        )
    return None


def _done_already(order: Order, world: World) -> bool:
    """Whether this very act stands in the repository and was not published yet: the command was run before."""
    hashes = frozenset(target.digest for target in order.resolution.targets)
    wanted = Act(
        act="", provider=order.resolution.provider, kind=order.kind, reason=order.reason, on=EARLIEST, hashes=hashes
    )
    fresh: Iterable[LifecycleAct] = (
        one.record for one in world.snapshot.lifecycle_acts.values() if world.history.position(one) is None
    )
    return any(wanted.same_as(record) for record in fresh)


def _lists(order: Order, world: World, signature: Signature, targets: Sequence[Target]) -> tuple[NextList, ...]:
    """The snapshots that go with the act: none for a suspension, which no list can show, and none by the agency."""
    provider = order.resolution.provider
    if order.kind != "revoked" or signature.signer[0] != provider:
        return ()
    refuse_unplaced(targets, order.places, without_list=order.without_list)
    ended = [target.digest for target in targets]
    lists = next_lists(world.snapshot, world.register, provider, order.places, ended)
    return tuple(one for one in lists if one.changed)


def refuse_unplaced(targets: Iterable[Target], places: Mapping[bytes, Place], *, without_list: bool) -> None:
    """Raise BuktiError where a status bit is not known, unless the list is meant to be left behind."""
    unknown = [] if without_list else [*unplaced(targets, places)]
    if unknown:
        raise BuktiError(
            "the status bit of "
            + (f"{len(unknown)} credentials is" if len(unknown) > 1 else "this credential is")
            + " not known, so other people's verifiers would go on accepting what is ended here",
            expected="the private folder with --index, or the credential's own .json file or card link",
            hint="give one of these; or sign the act alone with --without-list, and the list later with "
            "`bukti status sign`",
            findings=tuple(one.wish.fault("target-bit", f"{one.said}: no status index known") for one in unknown),
        )


def dry_run(prepared: Prepared) -> Report:
    """What :func:`carry_out` would do; nothing is signed or written."""
    act = [prepared.act.path] if prepared.act else []
    return Report(prepared=prepared, files=(*act, *(one.path for one in prepared.lists)), written=False)


def carry_out(prepared: Prepared) -> Report:
    """Sign act and lists, look whether they count, and write them: the act first.

    Where a run is killed between the two, the act counts, `bukti check` tells that the list is behind, and the same
    command again signs the list. The other way round a snapshot would raise bits that no act accounts for.
    """
    world = prepared.world
    files: dict[str, bytes] = {}
    if prepared.act is not None:
        files |= signed_act(prepared.act, world.base_url, prepared.signature)
    files |= signed_lists(prepared.lists, prepared.signature)
    if files:
        refuse_what_would_not_count(files, world.snapshot, world.history)
        write_all(files, world.repo)
    return Report(prepared=prepared, files=tuple(files), written=True)


def clear_stale(repo: Path, provider: str) -> None:
    """Remove temporary files that killed runs left among the records of ``provider``, whose lock the caller holds.

    Some systems know no files without a name; the name that such a file was to get will never be drawn again.
    """
    folder = repo / "credentials" / provider
    for each in (folder, *folder.rglob("*")):
        if each.is_dir():
            remove_stale(each)
