"""The look-up files of a site as typed values (``spec/lookup.md``); whatever has another form is refused.

A site is asked, not trusted with our memory or our exceptions: every reader raises :class:`BadData`
for a document that is not of its form.
"""

import base64
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bukti.codes import REASONS
from bukti.did import did_of
from bukti.model import Template
from bukti.proof import multikey
from bukti.templates import Values, digest_of, fill
from bukti.verification.result import shown
from bukti.verification.shape import shape_fault
from bukti.verification.source import Award, Group, IssuerKey, KnownIssuer, Row, Rows

STATES = ("active", "revoked", "suspended", "superseded")
"""The states of a row by their byte (LKP-8)."""
NO_REASON = 255
ROW_BYTES = 24
EPOCH = date(2020, 1, 1)

_ROW = struct.Struct(">16sHHBBH")
_FILL = b"\xff" * ROW_BYTES


class BadData(ValueError):
    """A file of the site that is not of the form of ``spec/lookup.md``."""


@dataclass(frozen=True, kw_only=True)
class KeysFile:
    """``/keys.json`` (LKP-2)."""

    snapshot: str
    data_as_of: str | None
    as_of: datetime | None
    base_urls: tuple[str, ...]
    freshness_days: int
    group_bits: int
    shard_bits: tuple[int, ...]
    issuers: tuple[KnownIssuer, ...]


def read_document(raw: bytes) -> Mapping[str, Any]:
    """A JSON object. Raises :class:`BadData`."""
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BadData("not JSON") from error
    if not isinstance(document, dict):
        raise BadData("not a JSON object")
    return document


def read_keys(raw: bytes) -> KeysFile:
    """The file ``/keys.json``. Raises :class:`BadData`."""
    document = _of_schema(raw, "keys/v1")
    try:
        found = KeysFile(
            snapshot=_text(document["snapshot"]),
            data_as_of=document["data_as_of"],
            as_of=None if document["data_as_of"] is None else instant(_text(document["data_as_of"])),
            base_urls=tuple(map(_base_url, (document["base_url"], *document["former_base_urls"]))),
            freshness_days=_count(document["freshness_days"], 365),
            group_bits=_count(document["group_bits"], 12),
            shard_bits=tuple(_count(bits, 32) for bits in document["shard_bits"]),
            issuers=tuple(map(_issuer, document["issuers"])),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadData(f"/keys.json is not of its form: {error}") from error
    if len(found.shard_bits) != 1 << found.group_bits:
        raise BadData("/keys.json has not one shard_bits for each group")
    return found


def read_published(raw: bytes) -> datetime | None:
    """The time of publication of ``/published.json``; None when it is not of its form (LKP-1, VER-14)."""
    try:
        return instant(_text(read_document(raw)["published_at"]))
    except (KeyError, TypeError, ValueError):
        return None


def read_group(raw: bytes) -> Group:
    """A group's ``templates.json`` (LKP-7). Raises :class:`BadData`."""
    document = _of_schema(raw, "templates/v1")
    try:
        templates = {digest: _template(digest, entry) for digest, entry in document["templates"].items()}
        awards = tuple(map(_award, document["sources"]))
        return Group(snapshot=_text(document["snapshot"]), awards=awards, templates=templates)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise BadData(f"templates.json is not of its form: {error}") from error


def read_rows(raw: bytes, credential: bytes) -> Rows:
    """The rows of a registry hash in a shard (LKP-8). Raises :class:`BadData`."""
    document = _of_schema(raw, "shard/v1")
    try:
        packed = base64.b64decode(_text(document["rows"]), validate=True)
        if len(packed) % ROW_BYTES:
            raise ValueError("rows of 24 bytes are expected")
        rows = tuple(_row(packed[at : at + ROW_BYTES]) for at in _places(packed, credential[:16]))
        return Rows(snapshot=_text(document["snapshot"]), rows=rows)
    except (KeyError, IndexError, TypeError, ValueError, OverflowError) as error:
        raise BadData(f"a shard is not of its form: {error}") from error


def numbered(number: int, bits: int) -> str:
    """A group's or shard's number as it stands in an address (LKP-6)."""
    return f"{number:0{max(1, -(-bits // 4))}x}"


def leading_bits(digest: bytes, bits: int) -> int:
    """The first ``bits`` bits of ``digest`` as a number (LKP-4, LKP-5)."""
    return int.from_bytes(digest[:8].ljust(8, b"\0"), "big") >> (64 - bits)


def instant(text: str) -> datetime:
    """A time ``YYYY-MM-DDTHH:MM:SSZ``. Raises ValueError for any other form."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _of_schema(raw: bytes, schema: str) -> Mapping[str, Any]:
    document = read_document(raw)
    if document.get("schema") != schema:
        raise BadData(f"not of the schema {schema}")
    return document


def _places(packed: bytes, prefix: bytes) -> list[int]:
    found: list[int] = []
    at = packed.find(prefix)
    while at >= 0:
        if at % ROW_BYTES == 0 and packed[at : at + ROW_BYTES] != _FILL:
            found.append(at)
        at = packed.find(prefix, at + 1)
    return found


def _row(packed: bytes) -> Row:
    _, award, day, state, reason, state_day = _ROW.unpack(packed)
    if state >= len(STATES):
        raise ValueError(f"no state {state}")
    active = STATES[state] == "active"
    return Row(
        award=award,
        day=EPOCH + timedelta(days=day),
        state=STATES[state],
        reason="" if active or reason == NO_REASON else REASONS[reason],
        state_day=None if active else EPOCH + timedelta(days=state_day),
    )


def _base_url(value: object) -> str:
    did_of(_text(value), "x")
    return _text(value)


def _template(digest: str, entry: Mapping[str, Any]) -> Template:
    """A template that makes credentials: with values in its holes it is of the shape (TPL-1, TPL-5)."""
    template = Template.model_validate(entry)
    if digest_of(template) != digest:
        raise ValueError(f"the template {shown(digest)} has another digest")
    holes = {hole.hole for hole in template.holes}
    example = Values(
        uuid="00000000-0000-4000-8000-000000000000",
        valid_from=EPOCH,
        valid_until=EPOCH if "valid_until" in holes else None,
        status_index=0,
        name="Name",
        results=("Result",) * sum(hole.startswith("result_") for hole in holes),
    )
    if (fault := shape_fault(fill(template, example))) is not None:
        raise ValueError(f"a template that makes no credential: {fault.code} at {fault.where}")
    return template


def _issuer(entry: Mapping[str, Any]) -> KnownIssuer:
    if not all(isinstance(name, str) for name in entry["name"].values()):
        raise TypeError("names are texts by language")
    return KnownIssuer(
        id=_text(entry["id"]),
        dids=tuple(map(_text, entry["did"])),
        zone=_text(entry["zone"]),
        keys=tuple(map(_key, entry["keys"])),
    )


def _key(entry: Mapping[str, Any]) -> IssuerKey:
    state = _text(entry["state"])
    if state not in ("good", "revoked", "void"):
        raise ValueError(f"no state of a key: {state}")
    public = multikey.decode(_text(entry["public_key"]))
    return IssuerKey(id=_text(entry["key"]), number=_count(entry["number"], 255), public=public, state=state)


def _award(entry: Mapping[str, Any]) -> Award:
    if not isinstance(entry["authorised"], bool):
        raise TypeError("authorised is true or false")
    return Award(
        provider=_text(entry["provider"]),
        mc=_text(entry["mc"]),
        version=_count(entry["version"], 1_000_000),
        key=_text(entry["key"]),
        authorised=entry["authorised"],
        templates=tuple(map(_text, entry["templates"])),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"text is expected, not {type(value).__name__}")
    return value


def _count(value: object, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise ValueError(f"a whole number up to {most} is expected")
    return value
