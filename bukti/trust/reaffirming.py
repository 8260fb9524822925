"""What was issued with a stolen key, saved: batches that stand by void ones, learners' files and lists signed anew.

Judged first and planned in a file, then written: private files, the batches, the acts, the status lists. Whatever
stops a run, running it again completes it, with the same ids and nothing twice (REC-19, REC-24).
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bukti.errors import BuktiError
from bukti.files import make_folder, remove_stale, write_all
from bukti.instant import instant_text
from bukti.issuing.award import good_key
from bukti.issuing.run import refuse_folder
from bukti.issuing.validity import today_in
from bukti.lifecycle.acts import Act, Signature, hash_block, signed_act
from bukti.lifecycle.index import PrivateIndex
from bukti.lifecycle.lists import NextList, next_lists, signed_lists
from bukti.lifecycle.run import clear_stale
from bukti.lifecycle.targets import places_of
from bukti.lifecycle.trial import refuse_what_would_not_count, with_files
from bukti.loading import dump_record
from bukti.model import Batch, LifecycleAct
from bukti.model.snapshot import Located
from bukti.proof import merkle
from bukti.proof.keys import SigningKey
from bukti.proof.records import sign_record
from bukti.register import Register, build_register
from bukti.register.hashes import SIZE, pieces
from bukti.trust.cosigning import method_of
from bukti.trust.private import PrivateClass, classes_of
from bukti.trust.reaffirm_plan import Plan, plan_for, save_plan
from bukti.trust.resigning import NewKey, Resigned, resign_class
from bukti.trust.standing import Standing


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is asked for: the classes of ``index`` are saved, their files signed again into ``out``.

    ``only_void`` leaves classes alone whose batch counts; ``acts`` are ids of void acts that the provider stands by.
    """

    repo: Path
    index: PrivateIndex
    out: Path
    only_void: bool = False
    acts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What will be done. ``void``: batches to be stood by; ``classes``: those whose files are signed again.

    ``lost`` are void batches of the provider that no folder knows: forged ones, or a class whose folder is missing.
    ``acts`` are its void acts on credentials, ``chosen`` those that are signed again.
    """

    order: Order
    standing: Standing
    key: NewKey
    plan: Plan
    classes: tuple[PrivateClass, ...]
    void: tuple[PrivateClass, ...]
    lost: tuple[Located[Batch], ...]
    acts: tuple[Located[LifecycleAct], ...]
    chosen: tuple[Located[LifecycleAct], ...]

    @property
    def provider(self) -> str:
        """Whose credentials these are."""
        return self.key.record.provider

    @property
    def left(self) -> tuple[Located[LifecycleAct], ...]:
        """Void acts that stay void."""
        return tuple(act for act in self.acts if act not in self.chosen)


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was, or would be, written: paths in the repository, the status lists, and what became of each class."""

    prepared: Prepared
    files: tuple[str, ...]
    lists: tuple[NextList, ...]
    resigned: tuple[Resigned, ...]
    written: bool


def prepare(order: Order, standing: Standing, key: SigningKey, now: datetime, chance: random.Random) -> Prepared:
    """Judge everything before anything is written; the plan is made here, or read from an earlier run.

    ``chance`` has to be a cryptographic source. Raises BuktiError where the key is not good, a class is another
    provider's or not in the registry, or the folder belongs to something else.
    """
    classes = classes_of(order.index, standing.snapshot)
    provider = _one_provider(classes)
    today = today_in(standing.snapshot.providers[provider].record.zone, now)
    record = good_key(standing.snapshot, standing.register, provider, key, today).record
    refuse_folder(order.out, order.repo)
    waiting = tuple(one for one in classes if _is_void(standing, one))
    acts = _void_acts(standing, provider)
    chosen = _chosen(order, provider, acts)
    plan = plan_for(order.out, record.key, classes, (one.record.act for one in chosen), now, today, chance)
    done = {old for old, new in plan.batches.items() if (provider, new) in standing.snapshot.batches}
    return Prepared(
        order=order,
        standing=standing,
        key=NewKey(record=record, secret=key),
        plan=plan,
        classes=tuple(one for one in classes if not order.only_void or one.batch.file in standing.register.voided),
        void=tuple(one for one in waiting if one.batch.record.batch not in done),
        lost=_lost(standing, provider, classes),
        acts=acts,
        chosen=chosen,
    )


def _one_provider(classes: Sequence[PrivateClass]) -> str:
    providers = sorted({one.batch.record.provider for one in classes})
    if len(providers) != 1:
        raise BuktiError(
            f"these folders are of {len(providers)} providers: {', '.join(providers)}",
            where=str(classes[0].folder) if classes else "",
            hint="give those of one provider, with a key of its own",
        )
    return providers[0]


def _is_void(standing: Standing, one: PrivateClass) -> bool:
    """Whether the class's batch is void and no batch that counts stands by all of what the folder knows."""
    if one.batch.file not in standing.register.voided:
        return False
    wanted = {entry.digest for entry in one.entries}
    for registered in standing.register.batches:
        if registered.batch.record.reaffirms == one.batch.record.batch:
            wanted.difference_update(pieces(registered.batch.record.digests))
    return bool(wanted)


def _lost(standing: Standing, provider: str, classes: Sequence[PrivateClass]) -> tuple[Located[Batch], ...]:
    """The provider's void batches that are in no folder and that no batch which counts stands by."""
    known = {one.batch.record.batch for one in classes}
    known |= {one.batch.record.reaffirms or "" for one in standing.register.batches}
    own = (one for _, one in sorted(standing.snapshot.batches.items()) if one.record.provider == provider)
    return tuple(
        one
        for one in own
        if one.file in standing.register.voided
        and one.record.batch not in known
        and (one.record.reaffirms or "") not in known - {""}
    )


def _void_acts(standing: Standing, provider: str) -> tuple[Located[LifecycleAct], ...]:
    acts = (one for _, one in sorted(standing.snapshot.lifecycle_acts.items()) if one.record.provider == provider)
    return tuple(one for one in acts if one.file in standing.register.voided)


def _chosen(order: Order, provider: str, acts: Sequence[Located[LifecycleAct]]) -> tuple[Located[LifecycleAct], ...]:
    by_id = {one.record.act: one for one in acts}
    for name in order.acts:
        if name not in by_id:
            raise BuktiError(
                f"{provider} has no void act {name}",
                where=f"credentials/{provider}/acts",
                expected=", ".join(by_id) or "an id of a void act; there is none",
                hint="the ids are listed by this command with --dry-run",
            )
    return tuple(by_id[name] for name in dict.fromkeys(order.acts))


def dry_run(prepared: Prepared, now: datetime) -> Report:
    """What :func:`carry_out` would write; the signatures are made to be tried, and thrown away."""
    files, lists = _tried(prepared, now)
    return Report(prepared=prepared, files=tuple(files), lists=lists, resigned=(), written=False)


def carry_out(prepared: Prepared, advance: Callable[[int], object], now: datetime) -> Report:
    """Sign and write: private files first, then batches, acts and status lists of the repository together.

    ``advance`` is called with 1 for each credential. Raises BuktiError, and leaves everything as it was, where
    what was signed would not count.
    """
    files, lists = _tried(prepared, now)
    out, standing = prepared.order.out, prepared.standing
    make_folder(out, 0o700)
    remove_stale(out)
    save_plan(out, prepared.plan)
    resigned = [
        resign_class(one, standing.snapshot, prepared.key, out / _folder_of(prepared, one), advance)
        for one in prepared.classes
    ]
    clear_stale(prepared.order.repo, prepared.provider)
    write_all(files, prepared.order.repo)
    return Report(prepared=prepared, files=tuple(files), lists=lists, resigned=tuple(resigned), written=True)


def _tried(prepared: Prepared, now: datetime) -> tuple[dict[str, bytes], tuple[NextList, ...]]:
    """The repository's new files by path, judged beside what stands there, and the status lists among them.

    The lists are those of the repository with the new batches and acts: each whose newest snapshot is not by the
    new key, or says something else than the acts do. Raises BuktiError where a file would not count.
    """
    standing, provider = prepared.standing, prepared.provider
    files = _records(prepared)
    snapshot = with_files(files, standing.snapshot)
    register = build_register(snapshot, standing.history)
    found = next_lists(snapshot, register, provider, places_of(prepared.order.index, ()))
    lists = tuple(one for one in found if one.changed or _signer(register, one) != prepared.key.record.key)
    if lists:
        files |= signed_lists(lists, _signature(prepared, instant_text(now)))
    if files:
        refuse_what_would_not_count(files, standing.snapshot, standing.history)
    return files, lists


def _signer(register: Register, one: NextList) -> str:
    """The id of the key that signed the newest snapshot of a list; empty where none counts."""
    document = register.newest_status(one.provider, one.list)
    return str(document["proof"][0]["verificationMethod"]).rpartition("#")[2] if document else ""


def _signature(prepared: Prepared, created: str) -> Signature:
    return Signature(key=prepared.key.secret, signer=(prepared.provider, prepared.key.record.key), created=created)


def _folder_of(prepared: Prepared, one: PrivateClass) -> str:
    return prepared.plan.folders[one.batch.record.batch]


def _records(prepared: Prepared) -> dict[str, bytes]:
    """The new records by path: a batch for each void class, then the acts; those of an earlier run are there."""
    snapshot = prepared.standing.snapshot
    files = {_batch_path(prepared, one): _batch(prepared, one) for one in prepared.void}
    signature = _signature(prepared, prepared.plan.created)
    for located in prepared.chosen:
        act = _act(prepared, located)
        if (act.provider, act.act) not in snapshot.lifecycle_acts:
            files |= signed_act(act, prepared.standing.base_url, signature)
    return files


def _batch_path(prepared: Prepared, one: PrivateClass) -> str:
    new = prepared.plan.batches[one.batch.record.batch]
    return f"credentials/{prepared.provider}/{new[:4]}/{new}.yaml"


def _batch(prepared: Prepared, one: PrivateClass) -> bytes:
    """The batch that stands by the void one: same facts, the hashes that the folder knows, the new key (REC-19)."""
    old, base_url = one.batch.record.json_form(), prepared.standing.base_url
    hashes = sorted(entry.digest for entry in one.entries)
    changes = {
        "batch": prepared.plan.batches[one.batch.record.batch],
        "registry": base_url,
        "key": prepared.key.record.key,
        "count": len(hashes),
        "root": merkle.root(b"".join(hashes)).hex(),
        "reaffirms": one.batch.record.batch,
        "hashes": hash_block(hashes),
    }
    body = {name: value for name, value in (old | changes).items() if name != "proof"}
    method = method_of(base_url, f"{prepared.provider}/{prepared.key.record.key}")
    proof = sign_record(body, prepared.key.secret, method, prepared.plan.created)
    record = {**body, "proof": [proof]}
    Batch.model_validate(record)
    return dump_record(record).encode()


def _act(prepared: Prepared, located: Located[LifecycleAct]) -> Act:
    """A void act as the new key says it again, on the day of this run."""
    record = located.record
    hashes, replaced = tuple(pieces(record.digests)), None
    if record.replaced_by is not None:
        by = bytes.fromhex(record.replaced_by)
        replaced = {digest: by[SIZE * at : SIZE * at + SIZE] for at, digest in enumerate(hashes)}
    return Act(
        act=prepared.plan.acts[record.act],
        provider=record.provider,
        kind=record.kind,
        reason=record.reason,
        on=date.fromisoformat(prepared.plan.acts[record.act][:10]),
        hashes=frozenset(hashes),
        replaced_by=replaced,
    )
