"""Where each record stands (REC-2): from its ids to its path, and from a path to what it may hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bukti.model import (
    Batch,
    Definition,
    Framework,
    Key,
    KeyAct,
    LifecycleAct,
    Offer,
    Pathway,
    Provider,
    ProviderAct,
    Registry,
    RegistryAct,
    Template,
)
from bukti.model.base import Record

FOLDERS = ("registry", "credentials", "public_keys")
"""The folders that hold records and nothing else."""
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
)
_ID = r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?"
_RECORD = r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9]{8}"


@dataclass(frozen=True)
class Kind:
    """What may stand at paths of one pattern. ``path`` is filled in from the record's members."""

    name: str
    model: type[Record] | None
    path: str
    pattern: re.Pattern[str]


def _kind(name: str, model: type[Record] | None, path: str) -> Kind:
    holes = {
        "provider": rf"(?!(?:registry|frameworks|pathways)/){_ID}",
        "owner": rf"(?!(?:frameworks|pathways)/){_ID}",
        "mc": rf"(?!acts/){_ID}",
        "year": "[0-9]{4}",
        "version": "[1-9][0-9]{0,5}",
        "act": _RECORD,
        "batch": _RECORD,
        "digest": "[0-9a-f]{64}",
        "serial": "[1-9][0-9]{0,8}",
    }

    def hole(found: re.Match[str]) -> str:
        return f"(?P<{found[1]}>{holes.get(found[1], _ID)})"

    pattern = "".join(
        hole(part) if (part := re.fullmatch(r"\{(\w+)\}", piece)) else re.escape(piece)
        for piece in re.split(r"(\{\w+\})", path)
    )
    return Kind(name, model, path, re.compile(pattern))


KINDS = (
    _kind("registry", Registry, "registry/registry.yaml"),
    _kind("framework", Framework, "registry/frameworks/{id}.yaml"),
    _kind("pathway", Pathway, "registry/pathways/{id}.yaml"),
    _kind("provider", Provider, "registry/{provider}/provider.yaml"),
    _kind("registry-act", RegistryAct, "registry/registry/acts/{act}.yaml"),
    _kind("provider-act", ProviderAct, "registry/{provider}/acts/{act}.yaml"),
    _kind("offer", Offer, "registry/{provider}/{mc}/offer.yaml"),
    _kind("definition", Definition, "registry/{provider}/{mc}/v{version}.yaml"),
    _kind("key-act", KeyAct, "public_keys/{owner}/{key}.{act}.yaml"),
    _kind("key", Key, "public_keys/{owner}/{key}.yaml"),
    _kind("act", LifecycleAct, "credentials/{provider}/acts/{year}/{act}.yaml"),
    _kind("template", Template, "credentials/{provider}/templates/{digest}.json"),
    _kind("status", None, "credentials/{provider}/status/{list}/{serial}.json"),
    _kind("batch", Batch, "credentials/{provider}/{year}/{batch}.yaml"),
)
_BY_NAME = {kind.name: kind for kind in KINDS}


def kind_of(path: str) -> Kind | None:
    """What may stand at ``path``; None where nothing may."""
    return next((kind for kind in KINDS if kind.pattern.fullmatch(path)), None)


def printable(path: str) -> str:
    """``path`` as a message may show it: escaped where it holds what cannot be printed on one line."""
    return path if path.isprintable() else ascii(path)[1:-1]


def has_device_name(path: str) -> bool:
    """Whether a part of the path is the name of a device on Windows, where no such file can be checked out."""
    return any(part.partition(".")[0] in _DEVICES for part in path.lower().split("/"))


def schema_name(json_form: Mapping[str, Any]) -> str | None:
    """``definition`` for a record that names its schema ``definition/v1``; None where it names none known."""
    name = str(json_form.get("schema", "")).removesuffix("/v1")
    return name if name in _BY_NAME else None


def member_names(json_form: Mapping[str, Any]) -> tuple[str, ...]:
    """The members of the record's model, in its order; empty where it names no known schema."""
    name = schema_name(json_form)
    model = _BY_NAME[name].model if name else None
    return tuple(field.alias or key for key, field in model.model_fields.items()) if model else ()


def record_path(json_form: Mapping[str, Any]) -> str | None:
    """The path of a record, computed from its ids (REC-2); None where an id or the schema is missing.

    A template's path holds its digest, which is made of its bytes: None too.
    """
    name = schema_name(json_form)
    if name is None or name in ("template", "status"):
        return None
    return _BY_NAME[name].path.format_map(values) if (values := _values(name, json_form)) is not None else None


def _values(name: str, form: Mapping[str, Any]) -> dict[str, str] | None:
    members = {
        "framework": {"id": "id"},
        "pathway": {"id": "id"},
        "provider": {"provider": "id"},
        "registry-act": {"act": "act"},
        "provider-act": {"provider": "provider", "act": "act"},
        "offer": {"provider": "provider", "mc": "id"},
        "definition": {"provider": "provider", "mc": "id", "version": "version"},
        "key": {"owner": "provider", "key": "key"},
        "key-act": {"owner": "provider", "key": "key", "act": "act"},
        "act": {"provider": "provider", "act": "act"},
        "batch": {"provider": "provider", "batch": "batch"},
    }.get(name, {})
    if any(member not in form for member in members.values()):
        return None
    values = {hole: str(form[member]) for hole, member in members.items()}
    if name in ("act", "batch"):
        values["year"] = values[name][:4]
    return values
