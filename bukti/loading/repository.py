"""A whole repository read into one :class:`Snapshot`, with every fault of every file (REC-1, REC-2)."""

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bukti.errors import Finding, InvalidRecords
from bukti.loading.paths import FOLDERS, KINDS, Kind, has_device_name, kind_of
from bukti.loading.records import (
    MAX_STATUS_BYTES,
    blob_id,
    load_json,
    parse_json_record,
    parse_record,
    path_fault,
)
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
from bukti.model.snapshot import Located, Snapshot, StatusSnapshot

_CLAUSE = "spec/records.md REC-2, REC-20"
_REGISTRY = "registry/registry.yaml"


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """``snapshot`` holds every record that could be read; None only where ``registry.yaml`` could not."""

    snapshot: Snapshot | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class _Read:
    """What one file gave: a record with its place in the snapshot, or none, and its faults."""

    kind: str = ""
    key: Any = None
    located: Located[Any] | None = None
    findings: tuple[Finding, ...] = ()


_Stamp = tuple[int, int, int]


@dataclass
class Memory:
    """What files gave when they were read last, for programs that load one repository again and again.

    A file is read anew when its time of change, size or inode differ from what they were.
    """

    files: dict[str, tuple[_Stamp, _Read]] = field(default_factory=dict)


@dataclass
class _Reader:
    """Fills the tables of a snapshot, one file after the other."""

    root: Path
    findings: list[Finding] = field(default_factory=list)
    tables: dict[str, dict[Any, Any]] = field(default_factory=lambda: {kind.name: {} for kind in KINDS})

    def take(self, read: _Read) -> None:
        """Put what a file gave into the tables. A path is made of the ids, so no two files have one key."""
        self.findings += read.findings
        if read.located is not None:
            self.tables[read.kind][read.key] = read.located

    def snapshot(self) -> Snapshot | None:
        registry: Located[Registry] | None = self.tables["registry"].get("registry")
        if registry is None:
            return None
        table = {name: MappingProxyType(records) for name, records in self.tables.items()}
        return Snapshot(
            registry=registry,
            providers=table["provider"],
            definitions=table["definition"],
            offers=table["offer"],
            frameworks=table["framework"],
            pathways=table["pathway"],
            keys=table["key"],
            provider_acts=table["provider-act"],
            registry_acts=table["registry-act"],
            key_acts=table["key-act"],
            batches=table["batch"],
            lifecycle_acts=table["act"],
            templates=table["template"],
            statuses=table["status"],
        )


def _read(root: Path, file: str) -> _Read:
    """Read one file."""
    kind = kind_of(file)
    if kind is None or has_device_name(file):
        return _Read(findings=(_stray(file),))
    try:
        data = (root / file).read_bytes()
    except OSError as error:
        return _Read(findings=(_unreadable(file, error),))
    findings: list[Finding] = []
    located = _status(file, data, findings) if kind.model is None else _record(kind, file, data, findings)
    if located is None:
        return _Read(findings=tuple(findings))
    return _Read(kind=kind.name, key=_key(kind, located, file), located=located, findings=tuple(findings))


def _record(kind: Kind, file: str, data: bytes, findings: list[Finding]) -> Located[Any] | None:
    assert kind.model is not None  # noqa: S101 - the caller has looked
    parse = parse_json_record if kind.name == "template" else parse_record
    located, faults = parse(kind.model, data, file)
    findings += faults
    if located is None:
        return None
    if isinstance(located.record, Template):
        misplaced = _digest_fault(file, data, located.record)
    else:
        misplaced = path_fault(located.record, file, located.line("schema"))
    if misplaced is not None:
        findings.append(misplaced)
        return None
    return located


def _status(file: str, data: bytes, findings: list[Finding]) -> Located[StatusSnapshot] | None:
    document, faults = load_json(data, file, MAX_STATUS_BYTES)
    findings += faults
    if document is None:
        return None
    _, provider, _, name, serial = file.split("/")
    record = StatusSnapshot(
        provider=provider,
        list=name,
        serial=int(serial.removesuffix(".json")),
        document=MappingProxyType(document),
    )
    return Located(record=record, file=file, blob=blob_id(data))


def _key(kind: Kind, located: Located[Any], file: str) -> Any:
    """What a record is found by in the snapshot."""
    match located.record:
        case Definition() as record:
            return (record.provider, record.id, record.version)
        case Offer() as record:
            return (record.provider, record.id)
        case Framework() | Pathway() | Provider() as record:
            return record.id
        case RegistryAct() as record:
            return record.act
        case LifecycleAct() | ProviderAct() as record:
            return (record.provider, record.act)
        case KeyAct() as record:
            return (record.provider, record.key, record.act)
        case Key() as record:
            return (record.provider, record.key)
        case Batch() as record:
            return (record.provider, record.batch)
        case Template() as record:
            return (record.provider, file.rpartition("/")[2].removesuffix(".json"))
        case StatusSnapshot() as record:
            return (record.provider, record.list, record.serial)
    return kind.name


def _stray(file: str) -> Finding:
    name = file.rpartition("/")[2]
    if has_device_name(file):
        code, what = "path-reserved-name", "a part of the path is the name of a device on Windows"
    elif name.startswith("."):
        code, what = "path-hidden", "a hidden file stands among the records"
    elif not file.endswith((".yaml", ".json")):
        code, what = "path-extension", "a file of a kind that is no record"
    else:
        code, what = "path-form", "no record has its place at this path"
    return Finding(
        file=file,
        code=code,
        message=what,
        expected="ids of a-z, 0-9 and hyphens; the paths of REC-2",
        hint="remove it, or move it to the path that its ids give",
        clause=_CLAUSE,
    )


def _unreadable(file: str, error: OSError) -> Finding:
    return Finding(
        file=file,
        code="file-unreadable",
        message=f"the file cannot be read: {error.strerror or error}",
        hint="check its permissions",
    )


def _digest_fault(file: str, data: bytes, template: Template) -> Finding | None:
    digest = hashlib.sha256(data).hexdigest()
    expected = f"credentials/{template.provider}/templates/{digest}.json"
    if file == expected:
        return None
    return Finding(
        file=file,
        code="path-mismatch",
        message="a template is named by the SHA-256 of its bytes and stands with its provider",
        actual=file,
        expected=expected,
        hint="restore the file as it was written; a template is never edited",
        clause="spec/templates.md TPL-1",
    )


def _files(root: Path, findings: list[Finding]) -> Iterator[tuple[str, os.stat_result]]:
    """Every regular file below the record folders, sorted; anything else becomes a finding."""
    for top in FOLDERS:
        if (root / top).is_symlink():
            findings.append(_no_file(top, "path-symlink", "a symbolic link stands among the records"))
        elif (root / top).is_dir():
            yield from _walk(root, top, findings)


def _walk(root: Path, folder: str, findings: list[Finding]) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(root / folder) as scan:
        entries = sorted(scan, key=lambda entry: entry.name)
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if not path.isprintable():  # lone surrogates are not, either
            findings.append(_no_file(ascii(path)[1:-1], "path-form", "a name of characters that no id has"))
        elif entry.is_symlink():
            findings.append(_no_file(path, "path-symlink", "a symbolic link stands among the records"))
        elif entry.is_dir(follow_symlinks=False):
            yield from _folder(root, path, findings)
        elif not entry.is_file(follow_symlinks=False):
            findings.append(_no_file(path, "path-form", "neither a file nor a folder"))
        else:
            yield path, entry.stat(follow_symlinks=False)


def _folder(root: Path, path: str, findings: list[Finding]) -> Iterator[tuple[str, os.stat_result]]:
    if path.rpartition("/")[2].startswith("."):
        findings.append(_no_file(path, "path-hidden", "a hidden folder stands among the records"))
    elif (root / path / ".git").exists():
        findings.append(_no_file(path, "path-submodule", "another repository stands among the records"))
    else:
        yield from _walk(root, path, findings)


def _no_file(path: str, code: str, message: str) -> Finding:
    return Finding(file=path, code=code, message=message, expected="plain files only", hint="remove it", clause=_CLAUSE)


def _mode_faults(files: list[tuple[str, os.stat_result]]) -> Iterator[Finding]:
    """Executable files; where every file is one the file system knows no such bit and nothing is said."""
    executable = [path for path, status in files if status.st_mode & stat.S_IXUSR]
    if len(executable) == len(files) > 1:
        return
    for path in executable:
        yield Finding(
            file=path,
            code="path-executable",
            message="the file is marked as executable",
            hint=f"chmod -x {path}",
            clause=_CLAUSE,
        )


def _recalled(root: Path, file: str, status: os.stat_result, memory: Memory | None) -> _Read:
    """What a file gives, from ``memory`` where it has not changed since."""
    if memory is None:
        return _read(root, file)
    stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
    known = memory.files.get(file)
    if known is None or known[0] != stamp:
        known = memory.files[file] = (stamp, _read(root, file))
    return known[1]


def load_repository(root: Path, memory: Memory | None = None) -> Loaded:
    """Everything below ``registry``, ``credentials`` and ``public_keys`` of ``root``.

    ``memory`` keeps what was read for the next time. Never raises for what stands in the files. Findings are
    sorted by file and line; a record with a fault is absent from the snapshot.
    """
    reader = _Reader(root)
    files = list(_files(root, reader.findings))
    reader.findings += _mode_faults(files)
    for path, status in files:
        reader.take(_recalled(root, path, status, memory))
    snapshot = reader.snapshot()
    if snapshot is None and not any(finding.file == _REGISTRY for finding in reader.findings):
        reader.findings.append(
            Finding(
                file=_REGISTRY,
                code="record-missing",
                message="there is no registry here",
                hint="run the command in the registry's folder, or name it with --repo",
                clause=_CLAUSE,
            )
        )
    return Loaded(snapshot=snapshot, findings=tuple(sorted(reader.findings)))


def load_or_raise(root: Path) -> Snapshot:
    """The snapshot of ``root``; raises :class:`InvalidRecords` where one file has a fault."""
    loaded = load_repository(root)
    if loaded.snapshot is None or loaded.findings:
        count = len(loaded.findings)
        raise InvalidRecords(
            f"{count} fault{'' if count == 1 else 's'} in the records",
            where=str(root),
            hint="mend them; 'bukti check' shows the same list",
            findings=loaded.findings,
        )
    return loaded.snapshot
