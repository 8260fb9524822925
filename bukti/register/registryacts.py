"""What maintainers decide about the registry itself, and which void records they may stand by (REC-23, REC-25)."""

from collections.abc import Iterable, Iterator

from bukti.errors import Finding, Severity
from bukti.model import Key, LifecycleAct, ProviderAct, RegistryAct
from bukti.model.snapshot import Located
from bukti.register.ground import SignedRecord, fault
from bukti.register.keyring import KeyRing
from bukti.register.permission import enough_maintainers
from bukti.register.signers import Signer


def authority_fault(located: Located[RegistryAct], signers: Iterable[Signer]) -> Finding:
    """The act is not signed by two maintainers with good keys and nobody else."""
    return fault(
        located,
        "proof",
        "registry-act-authority",
        f"too few maintainers with good keys have signed the act {located.record.kind}",
        actual=", ".join(sorted({str(one) for one in signers})),
        expected="proofs by two different maintainers, whom the root before it pins, and by nobody else",
        hint="before it is merged another maintainer runs the command that began it; once published it never counts",
        clause="REC-23" if located.record.kind == "root" else "REC-25",
    )


def void_act(located: Located[RegistryAct], by: Signer) -> Finding:
    """An act that counted until a maintainer who had signed it was revoked from before then."""
    return fault(
        located,
        "proof",
        "registry-act-void",
        f"the revocation of {by} voids this act {located.record.kind}",
        hint="nothing, if a thief signed it; else let two other maintainers stand by "
        + ("it" if located.record.kind == "root" else f"{located.record.record} anew")
        + " with `bukti registry reaffirm`",
        clause="REC-24",
        severity=Severity.WARNING,
    )


def record_faults(ring: KeyRing, located: Located[RegistryAct]) -> Iterator[Finding]:
    """Why a reaffirmation does not name a record that maintainers can stand by."""
    act = located.record
    record = ring.ground.reaffirmable.get(act.record or "")
    if record is None:
        reason = "there is no act on a provider, key record, lifecycle act or root at this path"
    elif ring.signatures.digest(record) != act.digest:
        reason = "the signed bytes of this record have another SHA-256"
    elif ring.ground.when(record) > ring.ground.when(located):
        reason = "this record was published later"
    elif not _was_enough(ring, record):
        reason = "this record was never signed by enough maintainers"
    else:
        return
    yield fault(
        located,
        "record",
        "registry-act-record",
        f"the act stands by nothing: {reason}",
        actual=act.record or "",
        expected="path and digest of a record that counted until a maintainer who had signed it was revoked",
        hint="make the act with `bukti registry reaffirm RECORD`",
        clause="REC-25",
    )


def _was_enough(ring: KeyRing, located: Located[SignedRecord]) -> bool:
    """Whether maintainers had signed the record as it needs it, by what was known when it was published."""
    then = ring.then(ring.ground.when(located))
    position = ring.ground.position(located)
    signed = ring.signatures.of(located, ring.roots.last.bases)
    if signed.faults:
        return False
    maintainers = [one for one in signed.signers if one.maintainer]
    match located.record:
        case ProviderAct() as act:
            return enough_maintainers(then, act, signed.signers, position)
        case Key():
            return then.good_maintainers(maintainers, position) >= 2
        case LifecycleAct():
            return bool(maintainers) and all(then.good(one, position) for one in maintainers)
    return then.roots.holds(located.file) or not ring.ground.history.complete
