"""What a verifier asks published data for, whoever answers: a repository or a site (VER-12 to VER-16).

Every answer names its snapshot. ``None`` means that the data could not be had, which never counts
against a credential (VER-14).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from bukti.model import Template


@dataclass(frozen=True, kw_only=True)
class IssuerKey:
    """A key of an issuer: ``public`` 32 bytes, ``state`` ``good``, ``revoked`` or ``void`` (LKP-3)."""

    id: str
    number: int
    public: bytes
    state: str


@dataclass(frozen=True, kw_only=True)
class KnownIssuer:
    """A provider as a verifier knows it: its DIDs under each base address, its IANA time zone, its keys.

    ``name`` (by language) and ``events`` (LKP-3, as published and not looked at) are for people to read.
    """

    id: str
    dids: tuple[str, ...]
    zone: str
    keys: tuple[IssuerKey, ...]
    name: Mapping[str, str] = field(default_factory=dict)
    events: tuple[Any, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Directory:
    """Who issues, and how old the data is: ``/keys.json`` with ``/published.json`` (LKP-1 to LKP-3).

    ``published_at`` counts before ``as_of`` as the data's date. ``freshness_days`` is None where no
    freshness is required (VER-15). ``data_as_of`` is the text that results repeat.
    """

    snapshot: str
    data_as_of: str | None
    as_of: datetime | None
    published_at: datetime | None
    base_urls: tuple[str, ...]
    freshness_days: int | None
    issuers: tuple[KnownIssuer, ...]
    commit: str | None = None
    """What ``/published.json`` says was published."""

    @property
    def mixed(self) -> bool:
        """Whether the two files are of two publications (LKP-11)."""
        return self.commit is not None and self.commit not in (self.snapshot, self.snapshot.partition("+")[0])


@dataclass(frozen=True, kw_only=True)
class Award:
    """Under what name hashes were registered: a *source* of LKP-7. ``templates`` are digests in hex."""

    provider: str
    mc: str
    version: int
    key: str
    authorised: bool
    templates: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Group:
    """The sources and templates of the micro-credentials that share a look-up group (LKP-4, LKP-7)."""

    snapshot: str
    awards: tuple[Award, ...]
    templates: Mapping[str, Template]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One registered hash: its source, its day (None: no position, VER-15) and its state (LKP-8).

    ``state`` is ``active``, ``revoked``, ``suspended`` or ``superseded``; ``reason`` a code of
    ``spec/reasons.json`` or empty.
    """

    award: int
    day: date | None
    state: str
    reason: str
    state_day: date | None


@dataclass(frozen=True, kw_only=True)
class Rows:
    """All rows of one hash, in the order of the data; none where the hash is absent."""

    snapshot: str
    rows: tuple[Row, ...]


class Source(Protocol):
    """Published data. ``achievement`` is SHA-256 of an achievement id, or its first 2 bytes."""

    def directory(self) -> Directory | None:
        """Issuers, their keys and the data's dates."""

    def group(self, achievement: bytes) -> Group | None:
        """The group of an achievement."""

    def rows(self, achievement: bytes, credential: bytes) -> Rows | None:
        """The rows of a registry hash within the group of its achievement."""

    def refresh(self) -> None:
        """Forget what was fetched: the next questions are asked anew (LKP-11)."""
