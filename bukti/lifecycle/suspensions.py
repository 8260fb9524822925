"""Which suspensions are the agency's: the provider cannot end these (REC-15)."""

from bukti.did import MAINTAINERS, provider_of
from bukti.errors import Severity
from bukti.model import LifecycleAct
from bukti.model.snapshot import History, Located, Snapshot
from bukti.register import Register
from bukti.register.hashes import pieces

_LAST = 1 << 62


def agency_suspensions(snapshot: Snapshot, register: Register, history: History, provider: str) -> frozenset[bytes]:
    """The hashes of ``provider`` that a maintainer has suspended and no maintainer has reinstated since."""
    refused = {one.file for one in register.findings if one.severity is Severity.ERROR} | register.voided.keys()
    bases = (register.base_url, *register.former_base_urls)

    def order(located: Located[LifecycleAct]) -> tuple[int, str]:
        position = history.position(located)
        return (position.index if position else _LAST), located.file

    suspended: set[bytes] = set()
    for located in sorted(snapshot.lifecycle_acts.values(), key=order):
        act = located.record
        signers = {provider_of(proof.verification_method.partition("#")[0], bases) for proof in act.proof}
        if act.provider != provider or MAINTAINERS not in signers or located.file in refused:
            continue
        if act.kind == "suspended":
            suspended.update(pieces(act.digests))
        elif act.kind == "reinstated":
            suspended.difference_update(pieces(act.digests))
    return frozenset(suspended)
