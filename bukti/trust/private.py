"""A class as its issuer keeps it: the private folder beside the batch that it belongs to."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bukti.card import CardError, decode, read_payload, rebuild
from bukti.cells import unprotected
from bukti.errors import BuktiError
from bukti.issuing.learner_files import LINKS, file_stems
from bukti.issuing.learners import Learner
from bukti.lifecycle.index import Entry, PrivateIndex
from bukti.model import Batch, Template
from bukti.model.snapshot import Located, Snapshot
from bukti.proof.jcs import registry_hash
from bukti.register.hashes import pieces

_MAX_FILE = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Row:
    """The name of a learner's files without suffix; link and mail address as ``links.csv`` has them, else empty."""

    stem: str
    link: str
    email: str


@dataclass(frozen=True, kw_only=True)
class PrivateClass:
    """The entries of one batch in one folder; ``rows`` by registry hash.

    ``unlisted`` counts the credentials of the batch that the folder does not know.
    """

    folder: Path
    batch: Located[Batch]
    entries: tuple[Entry, ...]
    rows: Mapping[bytes, Row]
    unlisted: int


def classes_of(index: PrivateIndex, snapshot: Snapshot) -> list[PrivateClass]:
    """The classes of a private index, in its order. Raises BuktiError where one is not in the registry.

    A class whose batch stands nowhere was never published; one that holds other hashes than its batch is of
    another registry, or was changed by hand.
    """
    found: dict[tuple[Path, str], list[Entry]] = defaultdict(list)
    for entry in index.entries:
        found[entry.folder, entry.batch].append(entry)
    return [_class(folder, entries, snapshot) for (folder, _), entries in found.items()]


def _batch_of(entry: Entry, snapshot: Snapshot) -> Located[Batch] | None:
    """The batch of the entry's id; of several providers' the one that holds its hash."""
    named = [one for (_, name), one in sorted(snapshot.batches.items()) if name == entry.batch]
    return next((one for one in named if entry.digest in set(pieces(one.record.digests))), named[0] if named else None)


def _class(folder: Path, entries: Sequence[Entry], snapshot: Snapshot) -> PrivateClass:
    batch = _batch_of(entries[0], snapshot)
    if batch is None:
        raise BuktiError(
            f"the registry has no batch {entries[0].batch}",
            where=entries[0].where,
            expected="a class whose batch is in this repository",
            hint="bring the repository up to date, or leave this folder out",
        )
    held = set(pieces(batch.record.digests))
    strange = next((entry for entry in entries if entry.digest not in held), None)
    if strange:
        raise BuktiError(
            f"this credential is not one of the batch {batch.record.batch}",
            where=strange.where,
            expected=f"a hash of {batch.file}",
            hint="is --repo the right registry? otherwise restore index.jsonl from your backup",
        )
    rows = dict(_rows(folder, entries))
    return PrivateClass(
        folder=folder, batch=batch, entries=tuple(entries), rows=rows, unlisted=len(held) - len(entries)
    )


def _rows(folder: Path, entries: Sequence[Entry]) -> Iterator[tuple[bytes, Row]]:
    """A row for each entry: from ``links.csv``, else with the name that ``bukti issue`` gives to such files.

    Index and list are written in one order, a line each; of entries without files the list has none, at its end.
    """
    stems = file_stems([Learner(line=entry.line, name=entry.name, ref=entry.ref) for entry in entries])
    listed = _listed(folder)
    for entry, stem, row in zip(entries, stems, [*listed, *([{}] * len(entries))], strict=False):
        own = row if unprotected(row.get("name") or "") == entry.name else {}
        name = Path(own.get("json") or "").name.removesuffix(".json")
        email = unprotected(own.get("email") or "")
        yield entry.digest, Row(stem=name or stem, link=own.get("link") or "", email=email)


def _listed(folder: Path) -> list[dict[str, str]]:
    """The rows of ``links.csv``; none where it is not there or cannot be read."""
    try:
        text = (folder / LINKS).read_bytes().decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))
    except (OSError, UnicodeDecodeError, csv.Error):
        return []


def credential_of(one: PrivateClass, entry: Entry, templates: Mapping[str, Template]) -> Mapping[str, Any] | None:
    """The learner's credential without its proof, from the JSON file or from the link; None where both are gone.

    ``templates`` are those of the batch by digest. What does not have the registered hash is not taken.
    """
    row = one.rows[entry.digest]
    for found in (_from_file(one.folder, row), *_from_link(row, templates)):
        if found is not None and registry_hash(found) == entry.digest:
            return {name: value for name, value in found.items() if name != "proof"}
    return None


def _from_file(folder: Path, row: Row) -> Mapping[str, Any] | None:
    try:
        data = (folder / f"{row.stem}.json").read_bytes()
        document = json.loads(data) if len(data) <= _MAX_FILE else None
    except (OSError, ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def _from_link(row: Row, templates: Mapping[str, Template]) -> Iterator[Mapping[str, Any]]:
    if not row.link:
        return
    try:
        card = decode(read_payload(row.link))
    except CardError:
        return
    for digest, template in templates.items():
        if digest.startswith(card.template.hex()):
            try:
                yield rebuild(card, template, "did:web:any", "any")
            except ValueError:
                continue
