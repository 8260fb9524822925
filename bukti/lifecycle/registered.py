"""What a repository says of single credentials: their batch, their state, and what replaced them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bukti.model import Batch
from bukti.model.snapshot import Located, Snapshot
from bukti.register import Register, State
from bukti.register.hashes import pieces

_NOT_OWN = frozenset({"batch-proof", "batch-registry", "batch-changed"})
"""Findings of a batch that its provider did not sign, or not so."""


@dataclass(frozen=True, kw_only=True)
class Registered:
    """The batches that hold certain hashes, and what became of these."""

    register: Register
    batches: Mapping[bytes, tuple[Located[Batch], ...]]
    """Oldest first; several where a batch was reaffirmed, or where providers copied each other."""

    def of(self, digest: bytes, provider: str | None) -> Located[Batch] | None:
        """The first batch of ``provider`` (of any, for None) that holds the hash."""
        found = self.batches.get(digest, ())
        return next((one for one in found if provider in (None, one.record.provider)), None)

    def providers(self, digest: bytes) -> set[str]:
        """Who registered this hash."""
        return {one.record.provider for one in self.batches.get(digest, ())}

    def state(self, digest: bytes, provider: str) -> State | None:
        """What became of the credential; None while it is active."""
        return self.register.states.get((provider, digest))

    def is_revoked(self, digest: bytes, provider: str) -> bool:
        """Whether the credential is revoked."""
        state = self.state(digest, provider)
        return state is not None and state.state == "revoked"

    def newest(self, digest: bytes, provider: str) -> bytes:
        """The credential that stands at the end of the replacements of this one; itself where it has none."""
        seen = {digest}
        while (state := self.state(digest, provider)) and state.replaced_by and state.replaced_by not in seen:
            digest = state.replaced_by
            seen.add(digest)
        return digest


def registered(snapshot: Snapshot, register: Register, wanted: Iterable[bytes]) -> Registered:
    """The batches that hold the hashes ``wanted``, void ones included (REC-15): one pass over all hashes."""
    hashes = frozenset(wanted)
    found: dict[bytes, list[Located[Batch]]] = defaultdict(list)
    for located in signed_batches(snapshot, register) if hashes else ():
        for digest in hashes.intersection(pieces(located.record.digests)):
            found[digest].append(located)
    return Registered(register=register, batches={digest: tuple(all_) for digest, all_ in found.items()})


def signed_batches(snapshot: Snapshot, register: Register) -> Iterator[Located[Batch]]:
    """The batches that their own provider signed, whether they count or not, by their ids (these begin with dates)."""
    strange = {finding.file for finding in register.findings if finding.code in _NOT_OWN}
    for _, located in sorted(snapshot.batches.items()):
        if located.file not in strange and _has_hashes(located.record):
            yield located


def _has_hashes(batch: Batch) -> bool:
    try:
        return bool(batch.digests)
    except ValueError:
        return False
