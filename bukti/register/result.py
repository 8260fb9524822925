"""The register as other parts read it: site builder, verification, policy."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bukti.errors import Finding
from bukti.model import Batch, Template
from bukti.model.snapshot import Located, Position


@dataclass(frozen=True, kw_only=True)
class IssuerKey:
    """A key that was admitted once; it stays for ever (LKP-3). ``state``: ``good``, ``revoked``, ``void``."""

    key: str
    number: int
    public_key: str
    state: str


@dataclass(frozen=True, kw_only=True)
class ProviderEvent:
    """What became of a provider on a day: a counting act on it (REC-12, REC-18).

    ``day`` is the act's registered day, its own ``on`` where it has no position. ``name`` and ``former_name`` go
    with ``renamed``, ``into`` (a provider's id) with ``merged``.
    """

    kind: str
    day: date
    name: Mapping[str, str] | None = None
    former_name: Mapping[str, str] | None = None
    into: str | None = None


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """A provider with a counting admission or a key, as LKP-3 publishes it.

    ``did``: its DID under the base address, then under each former one. ``status``: ``active``,
    ``suspended``, ``closed`` (a merged one too), or ``not_admitted`` where maintainers admitted a key but not
    the provider. ``events``: the counting acts on it, oldest first.
    """

    id: str
    did: tuple[str, ...]
    name: Mapping[str, str]
    zone: str
    country: str
    demonstration: bool
    status: str
    keys: tuple[IssuerKey, ...]
    events: tuple[ProviderEvent, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ListState:
    """What there is of one status list (REC-16).

    ``base`` (a base address) and ``length`` (bits) are those of the first snapshot that counts, or of the first
    void one where none does. ``document`` is the newest snapshot that counts, None where none does; ``serial``
    its serial, 0 where none does; ``last_serial`` the highest serial of any file, void ones included.
    ``behind``: bits are due that are not set; ``ahead``: bits are set that are not due.
    """

    provider: str
    name: str
    base: str
    length: int
    document: Mapping[str, Any] | None = field(repr=False)
    serial: int
    last_serial: int
    behind: bool
    ahead: bool


@dataclass(frozen=True, order=True)
class Source:
    """What the credentials of a batch must be of (LKP-7); ``templates`` are digests in ascending order."""

    provider: str
    mc: str
    version: int
    key: str
    authorised: bool
    templates: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RegisteredBatch:
    """A batch that counts; ``position`` is None where it stands in no commit of the history at hand."""

    batch: Located[Batch]
    position: Position | None
    source: Source


@dataclass(frozen=True, kw_only=True)
class State:
    """What became of a credential: ``revoked``, ``suspended`` or ``superseded``, and since which day.

    ``reason`` is a code of ``spec/reasons.json``; ``replaced_by`` the hash of the credential that took
    its place, where it was superseded.
    """

    state: str
    reason: str
    day: date
    replaced_by: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What the register says of one hash. ``day``: its registered day (UTC); ``state``: None while active."""

    source: Source
    day: date | None
    state: State | None


@dataclass(frozen=True, kw_only=True)
class Register:
    """All that counts, as of one publication.

    ``snapshot_id`` names the publication as LKP-2 has it, ``data_as_of`` is the committer date of its
    commit (``YYYY-MM-DDTHH:MM:SSZ``), None outside of git. ``maintainers`` are the agency's keys (of the
    DID ``…:issuers:registry``), ``batches`` stand in the order of their positions, ``sources`` in
    ascending order. ``findings`` tell of every record that does not count, or not in full.
    """

    snapshot_id: str
    data_as_of: str | None
    base_url: str
    former_base_urls: tuple[str, ...]
    freshness_days: int
    issuers: tuple[Issuer, ...]
    maintainers: tuple[IssuerKey, ...]
    batches: tuple[RegisteredBatch, ...]
    sources: tuple[Source, ...]
    states: Mapping[tuple[str, bytes], State]
    """By provider and hash: a provider's acts never touch another's credentials."""
    findings: tuple[Finding, ...]
    templates: Mapping[tuple[str, str], Template] = field(repr=False)
    """By provider and digest; those that a batch of ``batches`` names."""
    lists: Mapping[tuple[str, str], ListState] = field(repr=False)
    """The status lists, by provider and list."""
    voided: Mapping[str, str]
    """By the path of every void record (REC-24): the key, ``<provider>/<key>``, whose revocation voided it."""

    gone: frozenset[str] = frozenset()
    """Paths of status snapshots that stood in the published history and are not there now: nothing counts there."""

    @property
    def statuses(self) -> Mapping[tuple[str, str], Mapping[str, Any]]:
        """The newest status list credential that counts, by provider and list."""
        return {name: state.document for name, state in self.lists.items() if state.document is not None}

    def entries(self, digest: bytes) -> Iterator[Entry]:
        """All entries of a hash of 32 bytes, oldest first; more than one where providers copied it."""
        for registered in self.batches:
            if _holds(registered.batch.record.digests, digest):
                yield self._entry(registered, digest)

    def entry(self, digest: bytes, provider: str | None = None) -> Entry | None:
        """The first entry of a hash, of ``provider`` where one is named; None when there is none."""
        for registered in self.batches:
            wanted = provider is None or registered.source.provider == provider
            if wanted and _holds(registered.batch.record.digests, digest):
                return self._entry(registered, digest)
        return None

    def templates_of(self, provider: str, mc: str, version: int) -> list[tuple[str, Template]]:
        """Digest and template of every template that a batch of this version names, by digest."""
        digests = {
            digest
            for source in self.sources
            if (source.provider, source.mc, source.version) == (provider, mc, version)
            for digest in source.templates
        }
        return [(digest, self.templates[provider, digest]) for digest in sorted(digests)]

    def newest_status(self, provider: str, status_list: str) -> Mapping[str, Any] | None:
        """The newest good status list credential of a list, None when the provider has no such list."""
        state = self.lists.get((provider, status_list))
        return state.document if state else None

    def _entry(self, registered: RegisteredBatch, digest: bytes) -> Entry:
        day = registered.position.day if registered.position else None
        state = self.states.get((registered.source.provider, digest))
        return Entry(source=registered.source, day=day, state=state)


def _holds(digests: bytes, digest: bytes) -> bool:
    def at(index: int) -> bytes:
        return digests[32 * index : 32 * index + 32]

    return at(bisect_left(range(len(digests) // 32), digest, key=at)) == digest
