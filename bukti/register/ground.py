"""What every judgement stands on: the records, their positions, and how a fault is told."""

from dataclasses import dataclass
from typing import TypeVar

from bukti.errors import Finding, Severity
from bukti.model import Batch, Key, KeyAct, LifecycleAct, ProviderAct
from bukti.model.snapshot import History, Located, Position, Snapshot

LATEST = 1 << 62
"""The place of a record without position: after all history, as the next commit would have it."""

SignedRecord = Batch | Key | KeyAct | LifecycleAct | ProviderAct
R = TypeVar("R", bound=SignedRecord)
KINDS: dict[type, str] = {
    Batch: "batch",
    Key: "key",
    KeyAct: "key-act",
    LifecycleAct: "act",
    ProviderAct: "provider-act",
}
"""How codes of findings begin, by the kind of record."""


@dataclass(frozen=True)
class Ground:
    """The records and the published history."""

    snapshot: Snapshot
    history: History

    @property
    def base_urls(self) -> tuple[str, ...]:
        """The base address, then the former ones."""
        registry = self.snapshot.registry.record
        return (registry.base_url, *registry.former_base_urls)

    def position(self, located: Located[object]) -> Position | None:
        """The record's position (REC-13); None where it has none."""
        return self.history.position(located)

    def when(self, located: Located[object]) -> int:
        """The record's place in the order of all records: its position's index, or :data:`LATEST`."""
        position = self.position(located)
        return LATEST if position is None else position.index

    def in_order(self, located: Located[R]) -> tuple[int, str]:
        """Sort key: by position; what one commit brought, by path (paths begin with dates)."""
        return self.when(located), located.file

    def changed(self, located: Located[object]) -> bool:
        """Whether the record's file differs from what stood at its position."""
        found = self.history.first.get(located.file)
        return self.history.complete and found is not None and found[1] != located.blob


def fault(
    located: Located[object],
    place: str,
    code: str,
    message: str,
    *,
    clause: str,
    actual: str = "",
    expected: str = "",
    hint: str = "",
    severity: Severity = Severity.ERROR,
) -> Finding:
    """A finding at the member ``place`` of a record."""
    return Finding(
        file=located.file,
        line=located.line(*([place] if place else [])),
        code=code,
        severity=severity,
        message=message,
        actual=actual,
        expected=expected,
        hint=hint,
        clause=clause,
    )
