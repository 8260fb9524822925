"""Everything that one state of the repository says, parsed: the input of policy, register and site."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import accumulate
from types import MappingProxyType
from typing import Generic, TypeVar

from bukti.model.definition import Definition
from bukti.model.framework import Framework, Pathway
from bukti.model.offer import Offer
from bukti.model.records import Batch, Key, KeyAct, LifecycleAct, ProviderAct, RegistryAct, Root, Template
from bukti.model.registry import Provider, Registry

T = TypeVar("T", covariant=True)
Place = tuple[str | int, ...]


@dataclass(frozen=True, kw_only=True)
class Located(Generic[T]):
    """A record, the file it stands in and the line of each of its members.

    ``file`` is relative to the repository with ``/``; ``blob`` is the git object id (SHA-1) of its
    bytes; ``lines`` maps a place (member names and list indexes from 0) to a line counted from 1.
    """

    record: T
    file: str
    blob: str = ""
    lines: Mapping[Place, int] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    def line(self, *place: str | int) -> int:
        """The line of ``place``, or of the nearest enclosing member that has one; 0 for the file."""
        for end in range(len(place), -1, -1):
            if place[:end] in self.lines:
                return self.lines[place[:end]]
        return 0


@dataclass(frozen=True, kw_only=True)
class StatusSnapshot:
    """A signed status list credential as it stands in its file (``spec/records.md`` REC-16)."""

    provider: str
    list: str
    serial: int
    document: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """All records of a repository, by their ids. A record that does not parse is absent here."""

    registry: Located[Registry]
    providers: Mapping[str, Located[Provider]]
    definitions: Mapping[tuple[str, str, int], Located[Definition]]
    """By provider, MC and version."""
    offers: Mapping[tuple[str, str], Located[Offer]]
    frameworks: Mapping[str, Located[Framework]]
    pathways: Mapping[str, Located[Pathway]]
    keys: Mapping[tuple[str, str], Located[Key]]
    """By provider (``registry`` for the maintainers) and key id."""
    provider_acts: Mapping[tuple[str, str], Located[ProviderAct]]
    """By provider and act id, as the three others: a stranger's record of the same id takes no place."""
    registry_acts: Mapping[str, Located[RegistryAct]]
    key_acts: Mapping[tuple[str, str, str], Located[KeyAct]]
    """By provider, key and act id."""
    batches: Mapping[tuple[str, str], Located[Batch]]
    lifecycle_acts: Mapping[tuple[str, str], Located[LifecycleAct]]
    templates: Mapping[tuple[str, str], Located[Template]]
    """By provider and digest."""
    statuses: Mapping[tuple[str, str, int], Located[StatusSnapshot]]
    """By provider, list and serial."""

    @cached_property
    def templates_by_achievement(self) -> Mapping[tuple[str, str], tuple[Located[Template], ...]]:
        """The templates of each provider and achievement id, in the order of their digests."""
        found: dict[tuple[str, str], list[Located[Template]]] = defaultdict(list)
        for (provider, _), located in sorted(self.templates.items(), key=lambda item: item[0]):
            identity = located.record.achievement.get("id")
            if isinstance(identity, str):
                found[provider, identity].append(located)
        return {key: tuple(templates) for key, templates in found.items()}


@dataclass(frozen=True, kw_only=True, order=True)
class Position:
    """Where a record first stood in the first-parent history (REC-13); ``day``: its registered day, UTC."""

    index: int
    commit: str
    day: date


@dataclass(frozen=True, kw_only=True)
class History:
    """The published history as far as it is at hand.

    ``first`` maps a path to its position and the blob that stood there then, ``last`` to where it was last
    changed and what stands there since. ``complete`` is false in a shallow clone; ``head`` is empty where there
    is no repository. ``dirty`` names the paths of the working tree that differ from ``head``, and untracked ones.
    """

    head: str
    head_time: datetime | None
    complete: bool
    first: Mapping[str, tuple[Position, str]]
    dirty: frozenset[str] = frozenset()
    commits: tuple[tuple[str, int], ...] = ()
    """Each commit's id and committer time in seconds since 1970, oldest first."""
    first_root: Root | None = None
    """The root that history begins with (REC-23); None where no provider has signed yet, or it is not at hand."""
    last: Mapping[str, tuple[Position, str]] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    def position(self, located: Located[object]) -> Position | None:
        """The record's position; None when it is uncommitted, changed since, or history is not complete."""
        found = self.first.get(located.file)
        if not self.complete or found is None or found[1] != located.blob:
            return None
        return found[0]

    def changed(self, located: Located[object]) -> Position | None:
        """Where the record came to say what it says now; None when that is uncommitted or history not complete."""
        found = self.last.get(located.file)
        if not self.complete or found is None or found[1] != located.blob:
            return None
        return found[0]

    @cached_property
    def moments(self) -> tuple[datetime, ...]:
        """The registered moment of each position: the highest committer date so far, so none lies before another."""
        highest = accumulate((seconds for _, seconds in self.commits), max)
        return tuple(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=max(0, one)) for one in highest)


@dataclass(frozen=True, kw_only=True)
class FileChange:
    """What a change does to one file: ``status`` is A (added), M (edited), D (deleted) or T (another type).

    ``kind`` names the record that has its place there (``definition``, ``batch``, …; empty: none). ``was``
    is the earlier record of a definition, an offer, a provider or the registry; None where it could not be read.
    """

    status: str
    kind: str
    was: Definition | Offer | Provider | Registry | None = None


@dataclass(frozen=True, kw_only=True)
class Against:
    """What the work tree changes since its history left ``revision``, by path."""

    revision: str
    files: Mapping[str, FileChange]
    reordered: bool = False
    """Whether ``revision`` is part of this history but not in its first-parent line: positions would change."""


NO_HISTORY = History(head="", head_time=None, complete=False, first=MappingProxyType({}))
"""The history of a directory that is no git repository."""
