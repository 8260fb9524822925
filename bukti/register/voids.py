"""What fell with a revoked key, and with which (REC-24)."""

from collections.abc import Mapping

from bukti.model import Root
from bukti.register.keyring import KeyRing
from bukti.register.signers import Signer


def void_acts(ring: KeyRing, fallen: set[str]) -> Mapping[str, Signer]:
    """The key whose revocation each fallen act on the registry fell with, by file.

    Oldest first: who signed an act may have been pinned by a root that fell before it.
    """
    found: dict[str, Signer] = {}
    ring.void_acts = found
    acts = [one for one in ring.ground.snapshot.registry_acts.values() if one.file in fallen]
    for located in sorted(acts, key=ring.ground.in_order):
        by = ring.cause(ring.signatures.of(located).signers, ring.ground.position(located))
        if by is not None:
            found[located.file] = by
    return found


def void_keys(ring: KeyRing, fallen: set[Signer]) -> Mapping[Signer, Signer]:
    """The key whose revocation each fallen key fell with. Each round but the last finds one that others wait for."""
    found: dict[Signer, Signer] = {}
    ring.void = found
    waiting = sorted(fallen)
    while True:
        causes = {one: by for one in waiting if (by := _cause(ring, one)) is not None}
        if not causes:
            return found | {one: one for one in waiting}
        found |= causes
        waiting = [one for one in waiting if one not in causes]


def _cause(ring: KeyRing, fallen: Signer) -> Signer | None:
    if fallen.maintainer:
        acts = ring.ground.snapshot.registry_acts.values()
        pinning = (act.file for act in acts if act.record.root and _pins(act.record.root, fallen))
        return next((ring.void_acts[file] for file in pinning if file in ring.void_acts), None)
    located = ring.key(fallen)
    others = [one for one in ring.signatures.of(located).signers if one != fallen]
    return ring.cause(others, ring.ground.position(located))


def _pins(root: Root, signer: Signer) -> bool:
    return any(pin.key == signer.key for pin in root.maintainers)
