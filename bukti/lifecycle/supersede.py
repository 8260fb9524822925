"""Corrections and renewals: new credentials, and one act that puts them in the place of old ones (REC-15)."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bukti.errors import BuktiError
from bukti.files import write_all
from bukti.instant import instant_of
from bukti.issuing.learner_files import INDEX, IndexLine
from bukti.issuing.learners import ClassList
from bukti.issuing.ranges import next_serial
from bukti.issuing.run import Order as IssueOrder
from bukti.issuing.run import Prepared as PreparedIssue
from bukti.issuing.run import batch_file, template_files, there, write_class
from bukti.issuing.run import dry_run as dry_issue
from bukti.issuing.run import prepare as prepare_issue
from bukti.lifecycle.acts import Act, Signature, signed_act
from bukti.lifecycle.index import read_index
from bukti.lifecycle.lists import NextList, next_lists, published_list, signed_lists
from bukti.lifecycle.pairing import Pairing
from bukti.lifecycle.places import Place
from bukti.lifecycle.reasons import refuse_reason
from bukti.lifecycle.run import World, refuse_unplaced
from bukti.lifecycle.suspensions import agency_suspensions
from bukti.lifecycle.targets import refuse
from bukti.lifecycle.trial import refuse_what_would_not_count, with_files
from bukti.proof.keys import SigningKey

RENEWED = "renewed"
"""The one reason that gives a credential a fresh period and the version on offer.

A correction never lasts longer than what it corrects, and stays of its version: it is no other achievement.
"""


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is asked for: new rows in the place of old credentials. ``places``: every status bit that is known."""

    reason: str
    pairing: Pairing
    class_list: ClassList
    out: Path
    places: Mapping[bytes, Place]
    issued_on: date | None = None
    valid_until: date | None = None
    without_list: bool = False


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A replacement that can be carried out; ``issue`` is the issue of the new credentials."""

    order: Order
    world: World
    issue: PreparedIssue
    signature: Signature


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was, or would be, done. ``new``: the hash of each new credential, none before they are signed.

    ``files`` are paths in the repository, ``kept`` those of them that were there before.
    """

    prepared: Prepared
    new: tuple[bytes, ...]
    lists: tuple[NextList, ...]
    files: tuple[str, ...]
    kept: frozenset[str]
    state: str
    """``would supersede``, ``superseded`` or ``was done already``."""

    def as_json(self) -> dict[str, Any]:
        """The report as one JSON object; no holder's name or ref stands in it."""
        issue, order = self.prepared.issue.issue, self.prepared.order
        new: Sequence[str | None] = [digest.hex() for digest in self.new] or [None] * len(order.pairing.olds)
        pairs = [{"old": old.digest.hex(), "new": one} for old, one in zip(order.pairing.olds, new, strict=True)]
        return {
            "state": self.state,
            "provider": order.pairing.provider,
            "mc": order.pairing.mc,
            "version": issue.award.definition.record.version,
            "key": self.prepared.signature.name,
            "reason": order.reason,
            "act": act_id(self.prepared),
            "batch": issue.plan.batch,
            "count": len(pairs),
            "issued_on": issue.plan.issued_on.isoformat(),
            "valid_until": issue.plan.valid_until.isoformat() if issue.plan.valid_until else None,
            # By hash: the order of the class stays private.
            "replaced": sorted(pairs, key=lambda pair: str(pair["old"])),
            "lists": [one.as_json() for one in self.lists],
            "out": str(order.out),
            "files": list(self.files),
            "kept": sorted(self.kept),
        }


def own_hashes(out: Path) -> frozenset[bytes]:
    """The hashes that an earlier run of the same replacement has left in its private folder."""
    if not (out / INDEX).is_file():
        return frozenset()
    return frozenset(entry.digest for entry in read_index([out]).entries)


def prepare(order: Order, world: World, key: SigningKey, now: datetime, chance: random.Random) -> Prepared:
    """Judge everything before anything is written. ``chance`` has to be a cryptographic source.

    Raises BuktiError for whatever forbids the issue of the new credentials, and where an old one cannot be replaced.
    """
    refuse_reason("superseded", order.reason)
    _refuse_agency_suspended(order, world)
    refuse_unplaced(order.pairing.olds, order.places, without_list=order.without_list)
    issue = IssueOrder(
        mc=order.pairing.mc,
        class_list=_with_refs(order),
        repo=world.repo,
        out=order.out,
        issued_on=order.issued_on,
        valid_until=_last_day(order, world.today(order.pairing.provider, now)),
        version=version_of(order.reason, order.pairing),
        skip_faulty=None,
    )
    prepared = prepare_issue(issue, world.snapshot, world.register, key, now, chance)
    signer = (prepared.issue.key.provider, prepared.issue.key.key)
    signature = Signature(key=key, signer=signer, created=prepared.issue.plan.created)
    return Prepared(order=order, world=world, issue=prepared, signature=signature)


def version_of(reason: str, pairing: Pairing) -> int | None:
    """The definition's version for the new credentials; None stands for the one on offer.

    Whose name or grade is corrected has met what was asked then, not what is asked today. Raises BuktiError
    where the old credentials are of several versions, and each has to stay of its own.
    """
    if reason == RENEWED:
        return None
    versions = sorted({old.batch.record.version for old in pairing.olds})
    if len(versions) > 1:
        raise BuktiError(
            f"the old credentials are of different versions ({', '.join(map(str, versions))}) of {pairing.mc}, "
            "the new ones of one batch all of the same",
            expected="old credentials of one version: a correction is no other achievement",
            hint="correct those of each version with a list of their own",
        )
    return versions[0]


def _refuse_agency_suspended(order: Order, world: World) -> None:
    """What the agency has suspended does not come back as a new credential."""
    theirs = agency_suspensions(world.snapshot, world.register, world.history, order.pairing.provider)
    faults = [
        old.wish.fault(
            "target-agency",
            f"{old.said} is suspended by the agency",
            expected="a credential that the agency has reinstated",
            hint="ask the agency first",
        )
        for old in order.pairing.olds
        if old.digest in theirs
    ]
    if faults:
        refuse(faults)


def _with_refs(order: Order) -> ClassList:
    """The new rows; one without a ref inherits that of the credential it replaces, so that it is found by it again."""
    rows = zip(order.class_list.learners, order.pairing.olds, strict=True)
    learners = tuple(replace(learner, ref=learner.ref or (old.entry.ref if old.entry else "")) for learner, old in rows)
    return replace(order.class_list, learners=learners)


def _last_day(order: Order, today: date) -> date | None:
    """The last day of the new credentials; None leaves it to the definition."""
    ends = {old.batch.record.valid_until for old in order.pairing.olds}
    if order.reason == RENEWED:
        return order.valid_until
    end = _common_end(order, sorted(filter(None, ends)), len(ends))
    if end is not None and end < today:
        raise BuktiError(
            f"the old credentials have expired on {end}: a correction would be expired too",
            hint=f"issue them for a new period with --reason {RENEWED}",
        )
    if end is not None and order.valid_until is not None and order.valid_until > end:
        raise BuktiError(
            f"--valid-until {order.valid_until}: a correction does not last longer than what it corrects",
            expected=f"{end} or before",
            hint=f"leave it out, or renew with --reason {RENEWED}",
        )
    return order.valid_until or end


def _common_end(order: Order, ends: Sequence[date], different: int) -> date | None:
    if different > 1 and order.valid_until is None:
        days = ", ".join([*map(str, ends), *(["never"] if different > len(ends) else [])])
        raise BuktiError(
            f"the old credentials end on different days ({days}), the new ones of one batch all on the same",
            hint="correct those of each day with a list of their own, or give the earliest with --valid-until",
        )
    return min(ends, default=None)


def act_id(prepared: Prepared) -> str:
    """The id of the act. It follows from the issue's plan, so that a run that was stopped goes on with it."""
    return f"{_signed_on(prepared).isoformat()}-{prepared.issue.issue.plan.batch[-8:]}"


def _signed_on(prepared: Prepared) -> date:
    signed = instant_of(prepared.issue.issue.plan.created)
    return prepared.world.today(prepared.order.pairing.provider, signed)


def dry_run(prepared: Prepared) -> Report:
    """What :func:`carry_out` would do; nothing is signed or written."""
    files = [file for file in dry_issue(prepared.issue).files if "/status/" not in file]
    lists = _lists(prepared, prepared.world, new=not _is_issued(prepared))
    act = f"credentials/{prepared.order.pairing.provider}/acts/{act_id(prepared)[:4]}/{act_id(prepared)}.yaml"
    names = (*files, act, *(one.path for one in lists))
    kept = there(names, prepared.world.repo)
    return Report(prepared=prepared, new=(), lists=lists, files=names, kept=kept, state="would supersede")


def _is_issued(prepared: Prepared) -> bool:
    """Whether the new batch stands in the repository already, from an earlier run."""
    name = (prepared.order.pairing.provider, prepared.issue.issue.plan.batch)
    return name in prepared.world.snapshot.batches


def carry_out(prepared: Prepared, key: SigningKey, advance: Callable[[int], object]) -> Report:
    """Write the learners' files; then templates, batch, act and status lists into the repository, in this order.

    ``advance`` is called with 1 for each learner done. Wherever a run is killed, the same command completes it: its
    plan stands in the private folder, and each record makes sense without those that come after it.
    """
    world, issue = prepared.world, prepared.issue.issue
    lines = write_class(prepared.issue, key, advance)
    files: dict[str, bytes] = {}
    if not _is_issued(prepared):
        files |= template_files(issue) | batch_file(issue, key, lines)
    act = _act(prepared, lines)
    if not _stands(act, world):
        files |= signed_act(act, world.base_url, prepared.signature)
    lists = _lists(prepared, _with(files, world))
    files |= signed_lists(lists, prepared.signature)
    kept = there(files, world.repo)
    if files:
        refuse_what_would_not_count(files, world.snapshot, world.history)
        write_all(files, world.repo)
    new = tuple(line.digest for line in lines)
    state = "superseded" if files else "was done already"
    return Report(prepared=prepared, new=new, lists=lists, files=tuple(files), kept=kept, state=state)


def _with(files: Mapping[str, bytes], world: World) -> World:
    snapshot = with_files(files, world.snapshot)
    return World(repo=world.repo, snapshot=snapshot, history=world.history, register=world.register)


def _act(prepared: Prepared, lines: Sequence[IndexLine]) -> Act:
    order = prepared.order
    replaced_by = {old.digest: line.digest for old, line in zip(order.pairing.olds, lines, strict=True)}
    return Act(
        act=act_id(prepared),
        provider=order.pairing.provider,
        kind="superseded",
        reason=order.reason,
        on=_signed_on(prepared),
        hashes=frozenset(replaced_by),
        replaced_by=replaced_by,
    )


def _stands(act: Act, world: World) -> bool:
    """Whether this very act stands in the repository. Raises BuktiError where another has linked its credentials."""
    if any(act.same_as(located.record) for located in world.snapshot.lifecycle_acts.values()):
        return True
    new = frozenset((act.replaced_by or {}).values())
    for located in world.snapshot.lifecycle_acts.values():
        block = located.record.replaced_by if located.record.provider == act.provider else None
        if block and new.intersection(map(bytes.fromhex, block.split())):
            raise BuktiError(
                "the new credentials of this folder have taken the place of others already",
                where=located.file,
                hint="choose another folder with --out; to complete that replacement, run its own command again",
            )
    return False


def _lists(prepared: Prepared, world: World, *, new: bool = False) -> tuple[NextList, ...]:
    """One snapshot for each list that changes; ``new``: the list of the new batch is not counted in yet."""
    order, status = prepared.order, prepared.issue.issue.plan.status
    ended = [old.digest for old in order.pairing.olds]
    found = next_lists(world.snapshot, world.register, order.pairing.provider, order.places, ended)
    lists = tuple(one for one in found if one.changed)
    if not new or status.list in {one.list for one in found}:
        return lists
    begun = published_list(world.snapshot, world.register, order.pairing.provider, status.list)
    return (*lists, _begun(order.pairing.provider, status.list, status.length, begun.base_url, world))


def _begun(provider: str, name: str, length: int, base_url: str, world: World) -> NextList:
    """The first snapshot of a list that the new batch begins."""
    return NextList(
        provider=provider,
        list=name,
        serial=next_serial(world.snapshot, world.register, provider, name),
        base_url=base_url,
        length=length,
        bits=frozenset(),
        raised=0,
        fallen=0,
        unknown=0,
        missing=0,
        excess=0,
        first=True,
    )
