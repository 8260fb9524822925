"""What people write about the registry itself and its providers."""

from typing import Annotated, Literal

from pydantic import Field

from bukti.model.base import (
    BaseUrl,
    Boolean,
    Branch,
    Country,
    Email,
    Exact,
    Id,
    Language,
    Line,
    LineMap,
    Pins,
    Positive,
    ProseMap,
    Record,
    Url,
)

RESERVED_PROVIDER_IDS = frozenset({"registry", "frameworks", "pathways"})
"""Folder names that no provider may take (``spec/records.md`` REC-2)."""


class Agency(Record):
    """The quality agency or consortium that runs the registry."""

    name: LineMap
    country: Country
    url: Url
    contact: Email


class Registry(Record):
    """``registry/registry.yaml``: identity, policy parameters and the root of trust.

    ``base_url`` is part of every identity and never depends on the host that serves the site.
    ``freshness_days`` is the age in days after which published data can no longer prove that a
    credential is not revoked. ``max_site_mb`` is in units of 1,000,000 bytes.
    """

    schema_: Annotated[Literal["registry/v1"], Field(alias="schema")]
    name: LineMap
    description: ProseMap
    agency: Agency
    base_url: BaseUrl
    former_base_urls: tuple[BaseUrl, ...] = ()
    branch: Branch = "main"
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    freshness_days: Annotated[Positive, Field(le=365)] = 7
    max_site_mb: Positive = 900
    demonstration: Boolean = False
    maintainers: Pins


class Contact(Record):
    """A unit and its mailbox; never a person."""

    unit: LineMap
    email: Email


class Provider(Record):
    """``registry/<provider>/provider.yaml``: an institution that offers and awards micro-credentials.

    ``zone`` is the IANA time zone in which the provider's calendar dates are read. ``kind`` tells
    a higher education provider (``hep``) from any other body (MQA guideline 1.1, 6.2).
    """

    schema_: Annotated[Literal["provider/v1"], Field(alias="schema")]
    id: Id
    name: LineMap
    kind: Literal["hep", "non_hep"]
    country: Country
    register_no: Line | None = None
    zone: Annotated[str, Exact(r"[A-Za-z_]+(/[A-Za-z0-9_+-]+){0,2}", "an IANA time zone", "Asia/Kuala_Lumpur")]
    language: Language
    url: Url
    contact: Contact
    about: ProseMap
    demonstration: Boolean = False
