"""What the checks of batches share: the ranges that are reserved, and which batch reaffirms which (REC-10, REC-19)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from bukti.model import Batch
from bukti.model.snapshot import Located
from bukti.register.bits import Reserved
from bukti.register.ground import Ground
from bukti.register.hashes import block_fault
from bukti.register.keyring import KeyRing
from bukti.register.permission import Permissions
from bukti.register.signers import Signer
from bukti.register.statuses import StatusLists


@dataclass
class Desk:
    """What the checks of a batch look at, and what earlier batches left behind."""

    ground: Ground
    ring: KeyRing
    permissions: Permissions
    lists: StatusLists
    ranges: dict[tuple[str, str], list[tuple[int, int, str]]] = field(default_factory=lambda: defaultdict(list))
    """Reserved ranges by provider and list: (from, to, file), ascending and without overlap."""
    voided: dict[str, str] = field(default_factory=dict)
    _earlier: dict[str, Located[Batch] | None] = field(default_factory=dict)
    _origins: dict[str, Located[Batch]] = field(default_factory=dict)
    template_reasons: dict[tuple[str, str, frozenset[str]], list[str]] = field(default_factory=dict)

    def reaffirmed(self, located: Located[Batch]) -> Located[Batch] | None:
        """The earlier batch whose hashes this one repeats; None when it repeats none or may not."""
        if located.file not in self._earlier:
            self._earlier[located.file] = self._reaffirmed(located)
        return self._earlier[located.file]

    def _reaffirmed(self, located: Located[Batch]) -> Located[Batch] | None:
        batch = located.record
        old = self.ground.snapshot.batches.get((batch.provider, batch.reaffirms or ""))
        if old is None or self.ground.in_order(old) >= self.ground.in_order(located):
            return None
        return old if _scope(old.record) == _scope(batch) and self.is_own(old) else None

    def is_own(self, located: Located[Batch]) -> bool:
        """Whether the provider signed this batch by the key that it names, one that was admitted at some time.

        A key that was revoked since will do; a stranger's batch in the provider's path is nobody's.
        """
        signer = Signer(located.record.provider, located.record.key)
        signed = self.ring.signatures.of(located)
        own = not signed.faults and set(signed.signers) == {signer}
        return own and self.ring.known(signer) and not self.ring.recovery(signer)

    def names(self, located: Located[Batch]) -> frozenset[str]:
        """The names that a batch's provider may have in its templates (REC-18)."""
        provider = self.ground.snapshot.providers.get(located.record.provider)
        position = self.ground.position(self.origin(located))
        return self.permissions.names(provider.record, position) if provider else frozenset()

    def origin(self, located: Located[Batch]) -> Located[Batch]:
        """The batch that reserved the range: the one that was reaffirmed in the end, or ``located`` itself.

        A reaffirmed batch may repeat an earlier one itself; each is earlier than the one before, so this ends.
        """
        passed = [located]
        while passed[-1].file not in self._origins and (earlier := self.reaffirmed(passed[-1])) is not None:
            passed.append(earlier)
        first = self._origins.get(passed[-1].file, passed[-1])
        self._origins |= {one.file: first for one in passed}
        return first

    def reserved(self, counting: Iterable[Located[Batch]]) -> dict[tuple[str, str], list[Reserved]]:
        """Every range with the hashes that stand for it: those that reserved it, and those that count."""
        runs: dict[str, list[bytes]] = defaultdict(list)
        for located in counting:
            runs[self.origin(located).file].append(located.record.digests)
        owners = {one.file: one.record for one in self.ground.snapshot.batches.values()}

        def of(start: int, end: int, file: str) -> Reserved:
            # A block without the form of one holds no hashes that an act could name.
            own = () if not runs[file] and block_fault(owners[file].hashes) else (owners[file].digests,)
            return Reserved(start, end, own, tuple(runs[file]))

        return {name: [of(*one) for one in ranges] for name, ranges in self.ranges.items()}


def _scope(batch: Batch) -> tuple[object, ...]:
    return batch.provider, batch.mc, batch.version, sorted(batch.templates), batch.status
