"""Builds the register: keys, permissions, status lists, batches, acts, each on what was judged before."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from bukti.did import MAINTAINERS, did_of
from bukti.instant import instant_text
from bukti.model import Provider, Template
from bukti.model.snapshot import History, Located, Snapshot
from bukti.register.batches import judged_batches, missing_lists
from bukti.register.bits import judged_lists
from bukti.register.desk import Desk
from bukti.register.ground import Ground
from bukti.register.keyring import KeyRing
from bukti.register.lifecycle import Acts, judged_acts
from bukti.register.permission import NOT_ADMITTED, Permissions, permissions
from bukti.register.result import Issuer, Register, RegisteredBatch
from bukti.register.statuses import StatusLists, status_lists
from bukti.register.trust import key_ring

_FOLDERS = ("registry/", "credentials/", "public_keys/")


def build_register(snapshot: Snapshot, history: History) -> Register:
    """Judge every signed record of a repository by the positions of its published history.

    Records without position (uncommitted work, a shallow clone) are judged as if the next commit
    brought them, and their entries have no day. Form and path (REC-1, REC-2) are the loader's part. The
    work grows with the number of hashes; about 2 seconds for 1,000,000, most of it for Merkle roots.
    """
    ring = key_ring(Ground(snapshot, history))
    allowed = permissions(ring)
    lists = status_lists(ring)
    desk = Desk(ring.ground, ring, allowed, lists)
    batches, batch_findings = judged_batches(desk)
    acts = judged_acts(ring, batches)
    bits = judged_lists(ring.ground, lists, desk.reserved(one.batch for one in batches), acts)
    registry = ring.ground.snapshot.registry.record
    findings = [*ring.findings, *allowed.findings, *lists.findings, *batch_findings, *acts.findings, *bits.findings]
    findings += missing_lists(batches, bits.lists)
    return Register(
        snapshot_id=snapshot_id(snapshot, history),
        data_as_of=_data_as_of(history),
        base_url=registry.base_url,
        former_base_urls=registry.former_base_urls,
        freshness_days=registry.freshness_days,
        issuers=_issuers(ring, allowed),
        maintainers=ring.published(MAINTAINERS),
        batches=tuple(batches),
        sources=tuple(sorted({one.source for one in batches})),
        states=acts.states,
        findings=tuple(sorted(findings)),
        templates=_templates(snapshot, batches),
        lists=bits.lists,
        voided=_voided(ring, allowed, lists, desk, acts),
        gone=_gone(snapshot, history),
    )


def _voided(ring: KeyRing, allowed: Permissions, lists: StatusLists, desk: Desk, acts: Acts) -> Mapping[str, str]:
    keys = {ring.key(signer).file: str(by) for signer, by in ring.void.items()}
    roots = {file: str(by) for file, by in ring.void_acts.items()}
    return dict(sorted((keys | roots | allowed.voided | lists.voided | desk.voided | acts.voided).items()))


def _gone(snapshot: Snapshot, history: History) -> frozenset[str]:
    there = {located.file for located in snapshot.statuses.values()}
    return frozenset(path for path in history.first if "/status/" in path and path not in there)


def _issuers(ring: KeyRing, allowed: Permissions) -> tuple[Issuer, ...]:
    found = (_issuer(ring, allowed, located) for _, located in sorted(ring.ground.snapshot.providers.items()))
    return tuple(one for one in found if one.keys or one.status != NOT_ADMITTED)


def _issuer(ring: KeyRing, allowed: Permissions, located: Located[Provider]) -> Issuer:
    provider = located.record
    return Issuer(
        id=provider.id,
        did=tuple(did_of(base_url, provider.id) for base_url in ring.ground.base_urls),
        name=provider.name,
        zone=provider.zone,
        country=provider.country,
        demonstration=provider.demonstration,
        status=allowed.status(provider.id),
        keys=ring.published(provider.id),
        events=tuple(allowed.events.get(provider.id, ())),
    )


def _templates(snapshot: Snapshot, batches: Iterable[RegisteredBatch]) -> Mapping[tuple[str, str], Template]:
    named = {(one.source.provider, digest) for one in batches for digest in one.source.templates}
    return {name: snapshot.templates[name].record for name in sorted(named)}


def _data_as_of(history: History) -> str | None:
    if history.head_time is None:
        return None
    return instant_text(history.head_time)


def snapshot_id(snapshot: Snapshot, history: History) -> str:
    """The name of this publication (LKP-2): the commit id; with uncommitted records, ``+`` and their digest.

    Outside of git, 40 zeros stand for the commit, and all records are uncommitted.
    """
    blobs = {located.file: located.blob for located in _all_records(snapshot)}
    if history.head:
        names: Iterable[str] = (name for name in history.dirty if name.startswith(_FOLDERS))
    else:
        names = blobs
    # A dirty path without a record was deleted, or does not parse.
    lines = [f"{name} {blobs.get(name, '')}\n" for name in sorted(names)]
    commit = history.head or "0" * 40
    return f"{commit}+{sha256(''.join(lines).encode(errors='surrogateescape')).hexdigest()[:12]}" if lines else commit


def _all_records(snapshot: Snapshot) -> Iterable[Located[Any]]:
    yield snapshot.registry
    for name in Snapshot.__dataclass_fields__:
        records = getattr(snapshot, name)
        if isinstance(records, Mapping):
            yield from records.values()
