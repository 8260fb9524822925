"""What a key signed, by position: the list in which a registrar finds the first record that is not theirs.

The same list tells what a revocation from a position on makes void (REC-24), before anybody signs it.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from bukti.model import Batch, Key, KeyAct, LifecycleAct, ProviderAct, RegistryAct
from bukti.model.snapshot import Located, Position, StatusSnapshot
from bukti.proof.multikey import decode
from bukti.proof.status import bits_of, verify_snapshot
from bukti.register.ground import LATEST
from bukti.register.hashes import pieces
from bukti.register.signers import Signer
from bukti.trust.cosigning import NEEDED
from bukti.trust.provider_acts import BY_ONE
from bukti.trust.standing import Standing

SignedByHand = Key | KeyAct | LifecycleAct | ProviderAct | RegistryAct
NOUNS = {
    "batch": ("batch", "batches"),
    "act": ("act on credentials", "acts on credentials"),
    "status": ("status list", "status lists"),
    "key": ("key that it admitted", "keys that it admitted"),
    "key-act": ("act on a key", "acts on keys"),
    "provider-act": ("act on a provider", "acts on providers"),
    "registry-act": ("act on the registry", "acts on the registry"),
}
"""The kinds of records, as one and as several of them are told."""


@dataclass(frozen=True, kw_only=True)
class Trace:
    """A record that a key signed. ``count``: credentials, or bits that are set; 0 where neither is meant.

    ``position`` is None where the record is not published. ``signers`` are all who signed it.
    """

    file: str
    kind: str
    what: str
    count: int
    position: Position | None
    signers: tuple[Signer, ...]
    id: str = ""

    @property
    def index(self) -> int:
        """Its place in the published order; after everything where it has none."""
        return LATEST if self.position is None else self.position.index

    @property
    def commit(self) -> str:
        """The commit in which it first stood; empty where it is not published."""
        return self.position.commit if self.position else ""


def traces(standing: Standing) -> tuple[Trace, ...]:
    """Every signed record whose proofs pass, oldest first; records of one commit by path."""
    found = [*_batches(standing), *_by_hand(standing), *_statuses(standing)]
    return tuple(sorted(found, key=lambda trace: (trace.index, trace.file)))


def signed_by(all_: tuple[Trace, ...], signer: Signer) -> tuple[Trace, ...]:
    """Those that ``signer`` signed; its own record, which it signed to prove possession, is not among them."""
    own = f"public_keys/{signer.provider}/{signer.key}.yaml"
    return tuple(trace for trace in all_ if signer in trace.signers and trace.file != own)


def voided_from(standing: Standing, signer: Signer, index: int) -> tuple[Trace, ...]:
    """What becomes void when ``signer`` is revoked from position ``index`` on, that is not void already.

    Revocations are never void (REC-17). Keys that nobody else admitted fall with all that they signed, and so
    on: each round takes at least one more key, so this ends.
    """
    all_ = traces(standing)
    limits = {signer: index}
    void: dict[str, Trace] = {}
    while True:
        fallen = [one for one in all_ if one.file not in void and _falls(standing, one, limits)]
        void |= {one.file: one for one in fallen}
        keys = {_owner(one): 0 for one in fallen if one.kind == "key"}
        if not keys:
            break
        limits |= {key: 0 for key in keys if key not in limits}
    already = standing.register.voided
    return tuple(one for one in all_ if one.file in void and one.file not in already)


def _falls(standing: Standing, trace: Trace, limits: Mapping[Signer, int]) -> bool:
    """Whether the signatures that are left when those of the fallen keys go are too few."""
    gone = {one for one in trace.signers if trace.index >= limits.get(one, LATEST + 2)}
    if not gone or trace.kind == "key-act":
        return False
    left = [one for one in trace.signers if one not in gone and standing.ring.good(one, trace.position)]
    maintainers = len({one for one in left if one.maintainer})
    match trace.kind:
        case "key":
            owner = _owner(trace)
            return maintainers < NEEDED and not any(one.provider == owner.provider and one != owner for one in left)
        case "provider-act" | "registry-act":
            return maintainers < (1 if trace.what in BY_ONE else NEEDED)
        case _:
            return True


def _owner(trace: Trace) -> Signer:
    return Signer(*trace.file.removeprefix("public_keys/").removesuffix(".yaml").split("/"))


def _batches(standing: Standing) -> Iterator[Trace]:
    for located in standing.snapshot.batches.values():
        batch = located.record
        what = f"{batch.mc} v{batch.version}" + (f", reaffirms {batch.reaffirms}" if batch.reaffirms else "")
        yield from _trace(standing, located, "batch", what, batch.count, batch.batch)


def _by_hand(standing: Standing) -> Iterator[Trace]:
    snapshot = standing.snapshot
    for act in snapshot.lifecycle_acts.values():
        what = f"{act.record.kind}, {act.record.reason}"
        yield from _trace(standing, act, "act", what, len(act.record.hashes) // 65, act.record.act)
    for key in snapshot.keys.values():
        yield from _trace(standing, key, "key", f"{key.record.provider}/{key.record.key}", 0, key.record.key)
    for key_act in snapshot.key_acts.values():
        one = key_act.record
        yield from _trace(standing, key_act, "key-act", f"{one.kind} {one.provider}/{one.key}", 0, one.act)
    for decision in snapshot.provider_acts.values():
        yield from _trace(standing, decision, "provider-act", decision.record.kind, 0, decision.record.act)
    for change in snapshot.registry_acts.values():
        yield from _trace(standing, change, "registry-act", change.record.kind, 0, change.record.act)


def _trace(
    standing: Standing, located: Located[Batch] | Located[SignedByHand], kind: str, what: str, count: int, name: str
) -> Iterator[Trace]:
    signed = standing.ring.signatures.of(located)
    if not signed.faults:
        position = standing.history.position(located)
        yield Trace(
            file=located.file, kind=kind, what=what, count=count, position=position, signers=signed.signers, id=name
        )


def _statuses(standing: Standing) -> Iterator[Trace]:
    for located in standing.snapshot.statuses.values():
        snapshot = located.record
        signer = _status_signer(standing, snapshot)
        if signer is not None:
            bits = bits_of(snapshot.document)
            yield Trace(
                file=located.file,
                kind="status",
                what=f"list {snapshot.list}, serial {snapshot.serial}",
                count=sum(1 for _ in bits.indexes()),
                position=standing.history.position(located),
                signers=(signer,),
            )


def _status_signer(standing: Standing, snapshot: StatusSnapshot) -> Signer | None:
    proofs = snapshot.document.get("proof")
    first = proofs[0] if isinstance(proofs, list) and proofs and isinstance(proofs[0], Mapping) else {}
    signer = Signer(snapshot.provider, str(first.get("verificationMethod")).rpartition("#")[2])
    known = standing.snapshot.keys.get(signer)
    try:
        passes = known is not None and verify_snapshot(snapshot.document, decode(known.record.public_key))
        bits_of(snapshot.document)
    except (ValueError, KeyError, TypeError):
        return None
    return signer if passes else None


def of_index(standing: Standing, trace: Trace, known: Set[bytes] | None) -> bool | None:
    """Whether all credentials of a batch are among ``known`` hashes; None for other records, and without any."""
    if known is None or trace.kind != "batch":
        return None
    batch = next(one for one in standing.snapshot.batches.values() if one.file == trace.file)
    return all(digest in known for digest in pieces(batch.record.digests))
