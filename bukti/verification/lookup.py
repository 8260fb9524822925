"""The look-up files of a site as typed values (``spec/lookup.md``); whatever has another form is refused.

A site is asked, not trusted with our memory or our exceptions: every reader raises :class:`BadData`
for a document that is not of its form. The form is that of ``spec/tables/site.json`` (LKP-14), which
both verifiers read; what stands there as rules is written out here.
"""

import base64
import hashlib
import json
import re
import struct
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from bukti.codes import REASONS
from bukti.did import did_of
from bukti.instant import instant_of
from bukti.model import Template
from bukti.proof import multikey
from bukti.proof.jcs import canonical
from bukti.specification import spec_text
from bukti.templates import Values, fill
from bukti.verification.json_strict import read_json
from bukti.verification.limits import within_calendar
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
    groups: tuple[int, ...]
    shard_bits: tuple[int, ...]
    issuers: tuple[KnownIssuer, ...]

    def group_of(self, achievement: bytes) -> int:
        """The place in ``groups`` of an achievement, by SHA-256 of its id or the first 2 bytes of it (LKP-4)."""
        return bisect_right(self.groups, leading_bits(achievement, self.group_bits)) - 1

    def group_name(self, place: int) -> str:
        """A group as it stands in an address (LKP-6)."""
        return numbered(self.groups[place], self.group_bits)


@dataclass(frozen=True)
class Shard:
    """A shard's snapshot and its rows of 24 bytes (LKP-8)."""

    snapshot: str
    packed: bytes

    def rows(self, credential: bytes) -> Rows:
        """The rows of a registry hash."""
        found = (self.packed[at : at + ROW_BYTES] for at in _places(self.packed, credential[:16]))
        return Rows(snapshot=self.snapshot, rows=tuple(map(_row, found)))


def read_document(raw: bytes) -> Mapping[str, Any]:
    """A JSON object, read as strictly as a credential (LKP-14). Raises :class:`BadData`."""
    try:
        document = read_json(raw.decode())
    except ValueError as error:
        raise BadData("not JSON") from error
    if not isinstance(document, dict):
        raise BadData("not a JSON object")
    return document


def read_keys(raw: bytes) -> KeysFile:
    """The file ``/keys.json``. Raises :class:`BadData`."""
    document = _of_form(raw, "keys")
    bases = (document["base_url"], *document["former_base_urls"])
    _need_groups(document)
    return KeysFile(
        snapshot=document["snapshot"],
        data_as_of=document["data_as_of"],
        as_of=None if document["data_as_of"] is None else instant(document["data_as_of"]),
        base_urls=bases,
        freshness_days=document["freshness_days"],
        group_bits=document["group_bits"],
        groups=tuple(document["groups"]),
        shard_bits=tuple(document["shard_bits"]),
        issuers=tuple(_issuer(entry, bases) for entry in document["issuers"]),
    )


def _need_groups(document: Mapping[str, Any]) -> None:
    groups = document["groups"]
    if groups[0] != 0 or groups[-1] >= 1 << document["group_bits"] or any(a >= b for a, b in pairwise(groups)):
        raise BadData("the groups of /keys.json do not ascend from 0 within group_bits")
    if len(document["shard_bits"]) != len(groups):
        raise BadData("/keys.json has not one shard_bits for each group")


def read_published(raw: bytes) -> datetime | None:
    """The time of publication of ``/published.json``; None when it is not of its form (LKP-1, VER-14)."""
    try:
        return instant(_of_form(raw, "published")["published_at"])
    except BadData:
        return None


def read_commit(raw: bytes) -> str | None:
    """The commit that ``/published.json`` names; None when it is not of its form (LKP-1, VER-14)."""
    try:
        return str(_of_form(raw, "published")["commit"])
    except BadData:
        return None


def read_group(raw: bytes, group: str | None = None) -> Group:
    """A group's ``templates.json`` (LKP-7); ``group`` is the one asked for. Raises :class:`BadData`."""
    document = _of_form(raw, "templates")
    if group not in (None, document["group"]):
        raise BadData(f"the templates of group {document['group']}, not of {group}")
    templates = {digest: _template(digest, entry) for digest, entry in document["templates"].items()}
    awards = tuple(map(_award, document["sources"]))
    for award in awards:
        for digest in award.templates:
            _need_template_of(award, templates.get(digest))
    if templates.keys() != {digest for award in awards for digest in award.templates}:
        raise BadData("a template of no source")
    return Group(snapshot=document["snapshot"], awards=awards, templates=templates)


def read_shard(raw: bytes, group: str | None = None, shard: str | None = None) -> Shard:
    """A shard (LKP-8); ``group`` and ``shard`` are those asked for. Raises :class:`BadData`."""
    document = _of_form(raw, "shard")
    if group not in (None, document["group"]) or shard not in (None, document["shard"]):
        raise BadData(f"shard {document['group']}/{document['shard']}, not {group}/{shard}")
    packed = base64.b64decode(document["rows"], validate=True)
    rows = [packed[at : at + ROW_BYTES] for at in range(0, len(packed), ROW_BYTES)]
    if any(one > other for one, other in pairwise(rows)):
        raise BadData("the rows are not in ascending order")
    if not all(map(_is_row, rows)):
        raise BadData("a row with a state, reason or day that there is not")
    return Shard(document["snapshot"], packed)


def read_rows(raw: bytes, credential: bytes) -> Rows:
    """The rows of a registry hash in a shard (LKP-8). Raises :class:`BadData`."""
    return read_shard(raw).rows(credential)


def numbered(number: int, bits: int) -> str:
    """A group's or shard's number as it stands in an address (LKP-6)."""
    return f"{number:0{max(1, -(-bits // 4))}x}"


def leading_bits(digest: bytes, bits: int) -> int:
    """The first ``bits`` bits of ``digest`` as a number (LKP-4, LKP-5)."""
    return int.from_bytes(digest[:8].ljust(8, b"\0"), "big") >> (64 - bits)


def instant(text: str) -> datetime:
    """A time ``YYYY-MM-DDTHH:MM:SSZ``, moved into :data:`CALENDAR`. Raises ValueError for any other form."""
    return within_calendar(instant_of(text))


@cache
def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = json.loads(spec_text("tables/site.json"))
    return table


def _of_form(raw: bytes, name: str) -> Mapping[str, Any]:
    document = read_document(raw)
    if not _fits(document, _table()[name]):
        raise BadData(f"not of the form of {name} in spec/tables/site.json")
    return document


def _fits(value: Any, node: Mapping[str, Any]) -> bool:
    if value is None:
        return bool(node.get("or_null"))
    return _FORMS[node["is"]](value, node)


def _is_object(value: Any, node: Mapping[str, Any]) -> bool:
    members = node["members"]
    if not isinstance(value, dict) or ("closed" in node and value.keys() != members.keys()):
        return False
    return all(name in value and _fits(value[name], member) for name, member in members.items())


def _is_map(value: Any, node: Mapping[str, Any]) -> bool:
    return isinstance(value, dict) and all(
        re.fullmatch(node["names"], name) and _fits(member, node["of"]) for name, member in value.items()
    )


def _is_list(value: Any, node: Mapping[str, Any]) -> bool:
    if not isinstance(value, list) or not node["min"] <= len(value) <= node["max"]:
        return False
    if not all(_fits(item, node["of"]) for item in value):
        return False
    return all(len({item[name] for item in value}) == len(value) for name in node.get("unique", ()))


def _is_match(value: Any, node: Mapping[str, Any]) -> bool:
    return isinstance(value, str) and re.fullmatch(node["pattern"], value) is not None


def _is_time(value: Any, node: Mapping[str, Any]) -> bool:
    if not _is_match(value, node):
        return False
    try:
        instant(value)
    except ValueError:
        return False
    return True


def _is_whole(value: Any, node: Mapping[str, Any]) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and bool(node["min"] <= value <= node["max"])


_FORMS: Mapping[str, Callable[[Any, Mapping[str, Any]], bool]] = {
    "object": _is_object,
    "map": _is_map,
    "list": _is_list,
    "match": _is_match,
    "time": _is_time,
    "whole": _is_whole,
    "text": lambda value, _: isinstance(value, str) and value != "",
    "boolean": lambda value, _: isinstance(value, bool),
}


def _places(packed: bytes, prefix: bytes) -> list[int]:
    found: list[int] = []
    at = packed.find(prefix)
    while at >= 0:
        if at % ROW_BYTES == 0 and packed[at : at + ROW_BYTES] != _FILL:
            found.append(at)
        at = packed.find(prefix, at + 1)
    return found


def _is_row(packed: bytes) -> bool:
    state, reason, day = packed[20], packed[21], packed[22:]
    if packed == _FILL:
        return True
    if state == 0:
        return reason == NO_REASON and not any(day)
    return state < len(STATES) and (reason == NO_REASON or reason < len(REASONS)) and any(day)


def _row(packed: bytes) -> Row:
    _, award, day, state, reason, state_day = _ROW.unpack(packed)
    active = STATES[state] == "active"
    return Row(
        award=award,
        day=EPOCH + timedelta(days=day),
        state=STATES[state],
        reason="" if reason == NO_REASON else REASONS[reason],
        state_day=None if active else EPOCH + timedelta(days=state_day),
    )


def _template(digest: str, entry: Mapping[str, Any]) -> Template:
    """A template that makes credentials: with values in its holes it is of the shape (TPL-1 to TPL-3, TPL-5)."""
    if hashlib.sha256(canonical(entry)).hexdigest() != digest:
        raise BadData(f"the template {shown(digest)} has another digest")
    credential, holes = entry["credential"], {hole["hole"]: hole["pointer"] for hole in entry["holes"]}
    there = {hole["hole"]: hole for hole in _table()["holes"] if _at(credential, hole["pointer"]) is not None}
    needed = {hole["hole"] for hole in _table()["holes"] if not hole.get("optional")}
    if list(holes.items()) != [(name, hole["pointer"]) for name, hole in there.items()] or not needed <= holes.keys():
        raise BadData(f"the template {digest} has other holes than places for them")
    if "proof" in credential or any(_at(credential, pointer) != "" for pointer in holes.values()):
        raise BadData(f"the template {digest} is no empty form")
    template = Template.model_validate(entry)
    if (fault := shape_fault(_example(template))) is not None:
        raise BadData(f"a template that makes no credential: {fault.code} at {fault.where}")
    return template


def _example(template: Template) -> Mapping[str, Any]:
    holes = {hole.hole for hole in template.holes}
    values = Values(
        uuid="00000000-0000-4000-8000-000000000000",
        valid_from=EPOCH,
        valid_until=EPOCH if "valid_until" in holes else None,
        status_index=0,
        name="Name",
        results=("Result",) * sum(hole.startswith("result_") for hole in holes),
    )
    try:
        return fill(template, values)
    except (KeyError, TypeError, ValueError) as error:
        raise BadData(f"a template that cannot be filled: {error}") from error


def _at(node: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        try:
            node = node[int(step)] if isinstance(node, list) else node[step]
        except (KeyError, IndexError, TypeError, ValueError):
            return None
    return node


def _issuer(entry: Mapping[str, Any], bases: tuple[str, ...]) -> KnownIssuer:
    if entry["did"] != [did_of(base, entry["id"]) for base in bases]:
        raise BadData(f"the DIDs of {entry['id']} are not those of CRD-16")
    events = entry.get("events")
    return KnownIssuer(
        id=entry["id"],
        dids=tuple(entry["did"]),
        zone=entry["zone"],
        keys=tuple(map(_key, entry["keys"])),
        name=entry["name"],
        events=tuple(events) if isinstance(events, list) else (),
    )


def _key(entry: Mapping[str, Any]) -> IssuerKey:
    try:
        public = multikey.decode(entry["public_key"])
    except ValueError as error:
        raise BadData(f"no public key: {error}") from error
    return IssuerKey(id=entry["key"], number=entry["number"], public=public, state=entry["state"])


def _award(entry: Mapping[str, Any]) -> Award:
    names = ("provider", "mc", "version", "key", "authorised")
    return Award(templates=tuple(entry["templates"]), **{name: entry[name] for name in names})


def _need_template_of(award: Award, template: Template | None) -> None:
    own = (award.provider, award.mc, award.version)
    if template is None or (template.provider, template.mc, template.version) != own:
        raise BadData(f"a source names a template that is not of {award.provider}/{award.mc} version {award.version}")
