"""Signed records: keys, batches, acts and templates (``spec/records.md``)."""

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator

from bukti.model.base import (
    BaseUrl,
    Boolean,
    Branch,
    Digest,
    Id,
    Line,
    LineMap,
    Multikey,
    Natural,
    Pins,
    Positive,
    Proofs,
    Record,
    RecordDay,
    RecordId,
)

MAX_BATCH_HASHES = 1_000_000
MAX_LIST_LENGTH = 1 << 26
"""The bits of the longest status list that anybody decodes (REC-10)."""


MAX_ROTATED = 199
"""The highest number of a key that its predecessor admits; higher ones are the maintainers' to give (REC-11)."""


class Key(Record):
    """``public_keys/<provider>/<key>.yaml``: who may sign, from when to when.

    ``number`` (1 to 255) stands for the key in a card; it is unique in its provider and never
    used again. The first proof is the key's own (possession); admission adds two maintainers'
    or the provider's previous key's. A key of the role ``recovery`` only speaks for its provider when a
    key is revoked; it signs nothing else (REC-11, REC-17).
    """

    schema_: Annotated[Literal["key/v1"], Field(alias="schema")]
    registry: BaseUrl
    provider: Id
    key: Id
    number: Annotated[Positive, Field(le=255)]
    role: Literal["recovery"] | None = None
    public_key: Multikey
    valid_from: RecordDay
    valid_until: RecordDay | None = None
    demonstration: Boolean = False
    note: Line | None = None
    proof: Proofs


class StatusRange(Record):
    """The indexes ``from`` ≤ i < ``to`` of a status list that a batch reserves for ever."""

    list: Id
    from_: Annotated[Natural, Field(alias="from")]
    to: Annotated[Positive, Field(le=MAX_LIST_LENGTH)]


class Batch(Record):
    """``credentials/<provider>/<year>/<batch>.yaml``: the hashes of credentials issued together.

    ``hashes`` is the text of the block: one lower-case hex SHA-256 a line, sorted, each line
    ended by one LF. It is parsed beside the model (``bukti.loading.hashblock``) for speed.
    """

    schema_: Annotated[Literal["batch/v1"], Field(alias="schema")]
    batch: RecordId
    registry: BaseUrl
    provider: Id
    mc: Id
    version: Positive
    templates: Annotated[tuple[Digest, ...], Field(min_length=1, max_length=256)]
    key: Id
    issued_on: RecordDay
    valid_until: RecordDay | None = None
    status: StatusRange
    count: Annotated[Positive, Field(le=MAX_BATCH_HASHES)]
    root: Digest
    reaffirms: RecordId | None = None
    proof: Proofs
    hashes: str

    @cached_property
    def digests(self) -> bytes:
        """The hashes as one run of 32-byte values. Raises ValueError where the block is not hex."""
        return bytes.fromhex(self.hashes)


class ProviderAct(Record):
    """``registry/<provider>/acts/<act>.yaml``: what the maintainers decide about a provider (REC-12, REC-18).

    ``name`` and ``former_name`` stand in acts of the kind ``renamed``, ``into`` in those of the kind ``merged``.
    """

    schema_: Annotated[Literal["provider-act/v1"], Field(alias="schema")]
    act: RecordId
    registry: BaseUrl
    provider: Id
    kind: Literal["admitted", "suspended", "reinstated", "closed", "renamed", "merged"]
    on: RecordDay
    name: LineMap | None = None
    former_name: LineMap | None = None
    into: Id | None = None
    note: Line | None = None
    proof: Proofs

    @model_validator(mode="after")
    def _members_of_its_kind(self) -> "ProviderAct":
        for member, kind in (("name", "renamed"), ("former_name", "renamed"), ("into", "merged")):
            if (getattr(self, member) is not None) != (self.kind == kind):
                raise ValueError(f"{member} stands in acts of the kind {kind}, and in no others")
        return self


class Root(Record):
    """What decides whose signatures count (REC-23); each of the four as ``registry.yaml`` states it."""

    base_url: BaseUrl
    former_base_urls: tuple[BaseUrl, ...] = ()
    branch: Branch
    maintainers: Pins


class RegistryAct(Record):
    """``registry/registry/acts/<act>.yaml``: what two maintainers decide about the registry itself.

    ``root`` (REC-23) is a new root of trust; ``reaffirmed`` (REC-25) stands by the void ``record`` (a path), whose
    signed bytes have the SHA-256 ``digest``.
    """

    schema_: Annotated[Literal["registry-act/v1"], Field(alias="schema")]
    act: RecordId
    registry: BaseUrl
    kind: Literal["root", "reaffirmed"]
    on: RecordDay
    root: Root | None = None
    record: Line | None = None
    digest: Digest | None = None
    note: Line | None = None
    proof: Proofs

    @model_validator(mode="after")
    def _members_of_its_kind(self) -> "RegistryAct":
        for member, kind in (("root", "root"), ("record", "reaffirmed"), ("digest", "reaffirmed")):
            if (getattr(self, member) is not None) != (self.kind == kind):
                raise ValueError(f"{member} stands in acts of the kind {kind}, and in no others")
        return self


class LifecycleAct(Record):
    """``credentials/<provider>/acts/<year>/<act>.yaml``: what became of credentials after issue.

    ``hashes`` as in a batch; ``replaced_by`` (for ``superseded``) has as many lines, in the order
    of ``hashes``.
    """

    schema_: Annotated[Literal["act/v1"], Field(alias="schema")]
    act: RecordId
    registry: BaseUrl
    provider: Id
    kind: Literal["revoked", "suspended", "reinstated", "superseded"]
    reason: Id
    on: RecordDay
    proof: Proofs
    hashes: str
    replaced_by: str | None = None

    @cached_property
    def digests(self) -> bytes:
        """The hashes as one run of 32-byte values. Raises ValueError where the block is not hex."""
        return bytes.fromhex(self.hashes)


class KeyAct(Record):
    """``public_keys/<provider>/<key>.<act>.yaml``: a key is revoked from a position on, or retired (REC-17)."""

    schema_: Annotated[Literal["key-act/v1"], Field(alias="schema")]
    act: RecordId
    registry: BaseUrl
    provider: Id
    key: Id
    kind: Literal["revoked", "retired"]
    on: RecordDay
    from_commit: Annotated[str | None, Field(pattern=r"^[0-9a-f]{40}([0-9a-f]{24})?$")] = None
    reason: Id
    proof: Proofs

    @model_validator(mode="after")
    def _members_of_its_kind(self) -> "KeyAct":
        if self.kind == "retired" and self.from_commit is not None:
            raise ValueError("from_commit stands in acts of the kind revoked, and in no others")
        return self


class Hole(Record):
    """A place in a template's credential that differs per learner (a closed list: ``spec`` TPL-3)."""

    hole: Annotated[str, Field(pattern=r"^(uuid|valid_from|valid_until|status_entry|status_index|name|result_[0-3])$")]
    pointer: Annotated[str, Field(pattern=r"^(/[A-Za-z0-9@]+)+$")]


class Template(Record):
    """``credentials/<provider>/templates/<digest>.json``: a credential with holes, for ever."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_: Annotated[Literal["template/v1"], Field(alias="schema")]
    provider: Id
    mc: Id
    version: Positive
    holes: Annotated[tuple[Hole, ...], Field(min_length=5)]
    credential: dict[str, Any]

    @property
    def achievement(self) -> dict[str, Any]:
        """The credential's achievement; empty where it has none, as a template that is not right may be."""
        subject = self.credential.get("credentialSubject")
        found = subject.get("achievement") if isinstance(subject, dict) else None
        return found if isinstance(found, dict) else {}
