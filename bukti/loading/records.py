"""From the bytes of one file to one record with its lines, or to every fault that it has."""

import hashlib
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import ValidationError

from bukti.errors import Finding
from bukti.loading import hashblock
from bukti.loading.faults import form_faults
from bukti.loading.paths import record_path
from bukti.loading.plain import file_faults
from bukti.loading.yaml import BLOCK_LIMITS, LIMITS, Document, load_yaml
from bukti.model import Batch, LifecycleAct
from bukti.model.base import Record
from bukti.model.snapshot import Located, Place

R = TypeVar("R", bound=Record)
MAX_JSON_DEPTH = 32
MAX_JSON_BYTES = 1_000_000
MAX_JSON_NUMBER = 2**53 - 1
MAX_STATUS_BYTES = 4_000_000


def blob_id(data: bytes) -> str:
    """The git object id (SHA-1) that a file with these bytes has."""
    digest = hashlib.sha1(b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)  # not joined to the head: files of 64 MiB are hashed here
    return digest.hexdigest()


def parse_record(model: type[R], data: bytes, file: str) -> tuple[Located[R] | None, list[Finding]]:
    """The record of kind ``model`` in the YAML file ``file`` (REC-1), or every fault of its form.

    ``file`` is the path in the repository; that the record belongs there is for :func:`path_fault`.
    """
    document, blocks, faults = _read(model, data, file)
    if document is None:
        return None, faults
    if not isinstance(document.data, dict):
        return None, [_no_mapping(file)]
    try:
        record = model.model_validate(document.data)
    except ValidationError as error:
        return None, form_faults(error, model, document.data, document.lines, file)
    if isinstance(record, (Batch, LifecycleAct)) and "hashes" in blocks:
        record.__dict__["digests"] = blocks["hashes"].digests  # what the cached property would compute
    lines = MappingProxyType(dict(document.lines))
    return Located(record=record, file=file, blob=blob_id(data), lines=lines), []


def _no_mapping(file: str) -> Finding:
    return Finding(
        file=file,
        line=1,
        code="record-value",
        message="the file holds no 'key: value' members",
        expected="a record",
    )


def _read(
    model: type[Record], data: bytes, file: str
) -> tuple[Document | None, Mapping[str, hashblock.HashBlock], list[Finding]]:
    if not issubclass(model, (Batch, LifecycleAct)):
        document, faults = load_yaml(data, file, LIMITS)
        return document, {}, faults
    if len(data) > BLOCK_LIMITS.file:
        return None, {}, file_faults(data, file, BLOCK_LIMITS.file)
    parts = hashblock.split(data)
    document, faults = load_yaml(parts.data, file, BLOCK_LIMITS)
    if not parts.blocks:
        return document, {}, faults
    if document is None or not isinstance(document.data, dict) or not hashblock.restore(document.data, parts):
        # A fault, or a stand-in that is no block after all: read the file as it is, with its own lines.
        document, faults = load_yaml(data, file, BLOCK_LIMITS)
        return document, {}, faults
    return Document(document.data, _shifted(document.lines, parts)), parts.blocks, []


def _shifted(lines: Mapping[Place, int], parts: hashblock.Split) -> dict[Place, int]:
    """Lines in the file, from those in its shortened form."""
    cuts = sorted((lines[(name,)], block.lines - 1) for name, block in parts.blocks.items())
    return {place: line + sum(size for at, size in cuts if line > at) for place, line in lines.items()}


def path_fault(record: Record, file: str, line: int = 0) -> Finding | None:
    """The finding that a record does not stand where its ids say (REC-2); None where it does."""
    expected = record_path(record.json_form())
    if expected is None or expected == file:
        return None
    return Finding(
        file=file,
        line=line,
        code="path-mismatch",
        message="the ids in the record belong to another path",
        actual=file,
        expected=expected,
        hint="move the file, or correct the ids in it",
        clause="spec/records.md REC-2",
    )


class _JsonFault(ValueError):
    """A fault of JSON that the standard library takes for none."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _JsonFault(f"the member {twice!r} stands twice in one object")
    return result


def _constant(name: str) -> Any:
    raise _JsonFault(f"{name} is no number of JSON")


def _refuse_odd(value: Any, level: int = 0) -> None:
    """Refuse what has no RFC 8785 form, and with it no digest and no signature."""
    if level > MAX_JSON_DEPTH:
        raise _JsonFault(f"nested deeper than {MAX_JSON_DEPTH}")
    if isinstance(value, str) and any("\ud800" <= char <= "\udfff" for char in value):
        raise _JsonFault("half of a pair of surrogates stands for no character")
    if isinstance(value, (int, float)) and not abs(value) <= MAX_JSON_NUMBER:
        raise _JsonFault(f"a number beyond {MAX_JSON_NUMBER:,}")
    for name in value if isinstance(value, dict) else ():
        _refuse_odd(name, level + 1)
    for member in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _refuse_odd(member, level + 1)


def load_json(data: bytes, file: str, limit: int = MAX_JSON_BYTES) -> tuple[dict[str, Any] | None, list[Finding]]:
    """The JSON object in a file that programs write (templates, status snapshots), or its fault."""
    if len(data) > limit:
        return None, file_faults(data, file, limit)
    try:
        document = json.loads(data.decode("utf-8"), object_pairs_hook=_object, parse_constant=_constant)
        _refuse_odd(document)
        if not isinstance(document, dict):
            raise _JsonFault("the file holds no JSON object")
    except (ValueError, RecursionError, MemoryError) as error:
        said = str(error) if isinstance(error, ValueError) else "nested too deeply to be read"
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        return None, [
            Finding(
                file=file,
                line=line,
                code="json-syntax",
                message=f"the file is not JSON as programs of this registry write it: {said}",
                hint="restore the file as it was written",
            )
        ]
    return document, []


def parse_json_record(model: type[R], data: bytes, file: str) -> tuple[Located[R] | None, list[Finding]]:
    """As :func:`parse_record`, for a record whose file is JSON (a template)."""
    document, faults = load_json(data, file)
    if document is None:
        return None, faults
    try:
        record = model.model_validate(document)
    except ValidationError as error:
        return None, form_faults(error, model, document, {(): 1}, file)
    return Located(record=record, file=file, blob=blob_id(data)), []
