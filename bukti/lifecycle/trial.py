"""A last look before anything is written: would these files count in this repository?"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from bukti.errors import BuktiError, Finding, Severity
from bukti.loading import parse_record
from bukti.loading.paths import kind_of
from bukti.loading.records import parse_json_record
from bukti.model import Batch, LifecycleAct, Template
from bukti.model.snapshot import History, Located, Snapshot, StatusSnapshot
from bukti.register import Register, build_register


def refuse_what_would_not_count(files: Mapping[str, bytes], snapshot: Snapshot, history: History) -> Register:
    """The register with ``files`` (by path) beside what stands in the repository.

    Raises BuktiError where a file would not count, or would tell of a fault: what is signed stays for ever.
    """
    register = build_register(with_files(files, snapshot), history)
    faults = tuple(one for one in register.findings if one.file in files and one.severity is Severity.ERROR)
    if faults:
        raise BuktiError(
            "what was about to be signed would not count; nothing was written",
            hint="mend what is named below; where it names nothing of yours, tell the maintainers of this program",
            findings=faults,
        )
    return register


def with_files(files: Mapping[str, bytes], snapshot: Snapshot) -> Snapshot:
    """The repository as it would be with ``files``, records of the folder ``credentials`` by their paths."""
    batches, acts = dict(snapshot.batches), dict(snapshot.lifecycle_acts)
    templates, statuses = dict(snapshot.templates), dict(snapshot.statuses)
    for file, data in files.items():
        located = _located(file, data)
        if isinstance(located.record, Batch):
            batches[located.record.provider, located.record.batch] = located
        elif isinstance(located.record, LifecycleAct):
            acts[located.record.provider, located.record.act] = located
        elif isinstance(located.record, Template):
            templates[located.record.provider, file.rpartition("/")[2].removesuffix(".json")] = located
        else:
            status = located.record
            statuses[status.provider, status.list, status.serial] = located
    return replace(snapshot, batches=batches, lifecycle_acts=acts, templates=templates, statuses=statuses)


def _located(file: str, data: bytes) -> Located[Any]:
    kind = kind_of(file)
    if kind is None:
        raise ValueError(file)
    if kind.model is None:
        _, provider, _, name, serial = file.split("/")
        document = MappingProxyType(json.loads(data))
        number = int(serial.removesuffix(".json"))
        return Located(record=StatusSnapshot(provider=provider, list=name, serial=number, document=document), file=file)
    parse = parse_json_record if kind.name == "template" else parse_record
    located, faults = parse(kind.model, data, file)
    if located is None:
        raise _unreadable(faults)
    return located


def _unreadable(faults: Sequence[Finding]) -> BuktiError:
    return BuktiError("a record was written that cannot be read; nothing was published", findings=tuple(faults))
