"""What every judgement stands on: the records, their positions, and how a fault is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from bukti.errors import Finding, Severity
from bukti.model import Batch, Key, KeyAct, LifecycleAct, ProviderAct, RegistryAct
from bukti.model.snapshot import History, Located, Position, Snapshot

LATEST = 1 << 62
"""The place of a record without position: after all history, as the next commit would have it."""

SignedRecord = Batch | Key | KeyAct | LifecycleAct | ProviderAct | RegistryAct
R = TypeVar("R", bound=SignedRecord)
KINDS: dict[type, str] = {
    Batch: "batch",
    Key: "key",
    KeyAct: "key-act",
    LifecycleAct: "act",
    ProviderAct: "provider-act",
    RegistryAct: "registry-act",
}
"""How codes of findings begin, by the kind of record."""


@dataclass(frozen=True)
class Ground:
    """The records and the published history."""

    snapshot: Snapshot
    history: History

    @property
    def base_urls(self) -> tuple[str, ...]:
        """The base address, then the former ones, as the registry record of the snapshot states them."""
        registry = self.snapshot.registry.record
        return (registry.base_url, *registry.former_base_urls)

    @cached_property
    def _indexes(self) -> Mapping[str, int]:
        counted = {commit: index for index, (commit, _) in enumerate(self.history.commits)}
        return counted | {position.commit: position.index for position, _ in self.history.first.values()}

    def index_of(self, commit: str) -> int | None:
        """The place of a commit in the published line, counted from 0; None where it does not stand in it."""
        return self._indexes.get(commit)

    @cached_property
    def reaffirmable(self) -> Mapping[str, "Located[SignedRecord]"]:
        """The records of the kinds that maintainers may stand by (REC-25), by path."""
        snapshot = self.snapshot
        roots = (act for act in snapshot.registry_acts.values() if act.record.kind == "root")
        found: list[Located[SignedRecord]] = [
            *snapshot.provider_acts.values(),
            *snapshot.keys.values(),
            *snapshot.lifecycle_acts.values(),
            *roots,
        ]
        return {located.file: located for located in found}

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
