"""The issuer's private memory: the ``index.jsonl`` of every class that was issued, read as one.

It is the only place where a name, a registry hash and a status index meet.
"""

import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bukti.errors import BuktiError
from bukti.issuing.learner_files import INDEX
from bukti.model.text import normalise_name

_TEXTS = ("uuid", "hash", "status_list", "name", "ref", "batch")
_HASH_DIGITS = frozenset("0123456789abcdef")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A credential as its issuer remembers it; ``file`` is the index that says so, ``line`` counts from 1.

    ``digest`` is the registry hash (32 bytes), ``status_index`` its bit in the provider's list ``status_list``.
    ``ref`` is empty where the class list gave none.
    """

    uuid: str
    digest: bytes
    status_list: str
    status_index: int
    batch: str
    name: str
    ref: str
    file: Path
    line: int

    @property
    def folder(self) -> Path:
        """The private folder of the class, as ``bukti issue --out`` wrote it."""
        return self.file.parent

    @property
    def where(self) -> str:
        """``file:line``."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class PrivateIndex:
    """All entries of the folders that were read, in their order; each hash once.

    A hash stands in several folders where its files were signed again with another key.
    """

    entries: tuple[Entry, ...]
    by_digest: Mapping[bytes, Entry] = field(default_factory=dict, repr=False)
    _spelt: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict, repr=False)
    _folded: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict, repr=False)

    def matching(self, text: str) -> tuple[Entry, ...]:
        """The entries whose name or ref is ``text``; where none is, those that differ in case and spaces only."""
        spelt = self._spelt.get(text) or self._spelt.get(normalise_name(text))
        return spelt or self._folded.get(folded(text), ())

    def names(self) -> tuple[str, ...]:
        """Every name and ref, each once, as they were signed."""
        return tuple(self._spelt)


EMPTY = PrivateIndex(())


def folded(text: str) -> str:
    """``text`` without what people spell differently: case, spaces, Unicode's several ways to one letter."""
    return unicodedata.normalize("NFC", " ".join(unicodedata.normalize("NFKC", text).casefold().split()))


def read_index(folders: Iterable[Path], *, leave_out: Path | None = None) -> PrivateIndex:
    """The private index of ``folders``: each one that ``bukti issue`` wrote, or one that holds several of them.

    ``leave_out`` names a folder that is passed over. Raises BuktiError where a folder holds no index, a line
    cannot be read, or two lines contradict each other.
    """
    entries: dict[bytes, Entry] = {}
    places: dict[tuple[str, str, int], Entry] = {}
    for file in _files(folders, leave_out):
        for entry in _entries(file):
            known = entries.setdefault(entry.digest, entry)
            if known is not entry:
                _refuse_contradiction(known, entry)
            place = (entry.batch, entry.status_list, entry.status_index)
            if places.setdefault(place, entry).digest != entry.digest:
                raise _contradiction(places[place], entry, "two credentials have one status index")
    return _indexed(tuple(entries.values()))


def _indexed(entries: tuple[Entry, ...]) -> PrivateIndex:
    spelt: dict[str, list[Entry]] = defaultdict(list)
    folds: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for text in {entry.name, entry.ref} - {""}:
            spelt[text].append(entry)
        for text in {folded(entry.name), folded(entry.ref)} - {""}:
            folds[text].append(entry)
    by_digest = {entry.digest: entry for entry in entries}
    return PrivateIndex(
        entries, by_digest, *({key: tuple(all_) for key, all_ in one.items()} for one in (spelt, folds))
    )


def _files(folders: Iterable[Path], leave_out: Path | None) -> Iterator[Path]:
    """The index files of ``folders``, each once, in the order of the folders and then of their paths."""
    seen: set[Path] = set()
    passed = leave_out.resolve() if leave_out else None
    for folder in folders:
        if not folder.is_dir():
            raise BuktiError("there is no such folder", where=str(folder), hint="give the --out folder of bukti issue")
        found = [path for path in sorted(folder.rglob(INDEX)) if path.parent.resolve() != passed]
        if not found and folder.resolve() != passed:
            raise BuktiError(
                f"there is no {INDEX} in this folder, nor below it",
                where=str(folder),
                expected="a folder that `bukti issue --out` wrote, or one that holds several of them",
                hint="give the right folder with --index",
            )
        for path in found:
            if path.resolve() not in seen:
                seen.add(path.resolve())
                yield path


def _entries(file: Path) -> Iterator[Entry]:
    try:
        lines = file.read_bytes().splitlines()
    except OSError as error:
        raise BuktiError(f"the index cannot be read: {error.strerror}", where=str(file)) from error
    for number, line in enumerate(lines, start=1):
        try:
            yield _entry(json.loads(line), file, number)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise BuktiError(
                "this line is none that `bukti issue` wrote",
                where=f"{file}:{number}",
                expected="one JSON object with " + ", ".join([*_TEXTS, "status_index"]),
                hint="restore the file from your backup; do not mend it by hand",
            ) from error


def _entry(data: Any, file: Path, number: int) -> Entry:
    texts = {name: data[name] for name in _TEXTS}
    index, digest = data["status_index"], texts.pop("hash")
    if not all(isinstance(text, str) for text in (digest, *texts.values())) or type(index) is not int or index < 0:
        raise TypeError(data)
    if len(digest) != 64 or not _HASH_DIGITS.issuperset(digest):
        raise ValueError(digest)
    return Entry(**texts, digest=bytes.fromhex(digest), status_index=index, file=file, line=number)


def _refuse_contradiction(known: Entry, entry: Entry) -> None:
    if any(getattr(known, name) != getattr(entry, name) for name in ("uuid", "status_list", "status_index", "name")):
        raise _contradiction(known, entry, "one hash stands for two different credentials")


def _contradiction(known: Entry, entry: Entry, message: str) -> BuktiError:
    return BuktiError(
        f"the private indexes contradict each other: {message}",
        where=entry.where,
        expected=f"what {known.where} says",
        hint="one of the two files was changed by hand: restore it from your backup",
    )
