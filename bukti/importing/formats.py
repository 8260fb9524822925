"""Which foreign catalogues can be read, and how a file or folder is told to be one of them."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bukti.errors import BuktiError
from bukti.importing import coursera, credly, ctdl, edinburgh, mit_oll, nus, open_badges
from bukti.importing.draft import Draft


@dataclass(frozen=True, kw_only=True)
class Format:
    """A source: its name on the command line, what it is called, how its files are known and read."""

    name: str
    label: str
    recognises: Callable[[str, str], bool]
    read: Callable[[str, str, Callable[[str], str | None]], Iterator[Draft]]


FORMATS = (
    Format(name="mit-oll", label=mit_oll.LABEL, recognises=mit_oll.recognises, read=mit_oll.read),
    Format(name="edinburgh-hsc", label=edinburgh.LABEL, recognises=edinburgh.recognises, read=edinburgh.read),
    Format(name="nusmods", label=nus.LABEL, recognises=nus.recognises, read=nus.read),
    Format(name="credly", label=credly.LABEL, recognises=credly.recognises, read=credly.read),
    Format(name="coursera-2020", label=coursera.LABEL, recognises=coursera.recognises, read=coursera.read),
    Format(name="open-badges", label=open_badges.LABEL, recognises=open_badges.recognises, read=open_badges.read),
    Format(name="ctdl", label=ctdl.LABEL, recognises=ctdl.recognises, read=ctdl.read),
)


def read_source(path: Path) -> tuple[Format, list[Draft]]:
    """All drafts of a file, or of the files of a folder that one format knows.

    Raises BuktiError when nothing there is known, naming the formats, and when a known file does not parse.
    """
    try:
        files = sorted(path.iterdir()) if path.is_dir() else [path]
    except OSError as error:
        raise _unreadable(path, error) from error
    known = [
        (found, file, text) for file in files if (text := _text(file)) is not None for found in _formats(file, text)
    ]
    if not known:
        names = ", ".join(f"{one.name} ({one.label})" for one in FORMATS)
        raise BuktiError("no catalogue of a known form here", where=str(path), expected=names)
    drafts = [draft for found, file, text in known for draft in _drafts(found, file, text)]
    return known[0][0], drafts


def _formats(file: Path, text: str) -> list[Format]:
    try:
        return [one for one in FORMATS if one.recognises(file.name, text)]
    except csv.Error:  # a first line that is no CSV is no header of a format
        return []


def _drafts(found: Format, file: Path, text: str) -> list[Draft]:
    try:
        return list(found.read(file.name, text, lambda name: _text(file.parent / name)))
    except (KeyError, ValueError, TypeError, AttributeError, csv.Error, RecursionError) as error:
        raise BuktiError(
            f"not a {found.label} file after all: {type(error).__name__} {error}",
            where=str(file),
            hint="compare the file with the source's own export",
        ) from error


def _text(file: Path) -> str | None:
    if file.suffix not in (".csv", ".json") or not file.is_file():
        return None
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BuktiError("not UTF-8 text", where=str(file), hint="save it as UTF-8 and import it again") from error
    except OSError as error:
        raise _unreadable(file, error) from error


def _unreadable(path: Path, error: OSError) -> BuktiError:
    return BuktiError(f"cannot be read: {error.strerror}", where=str(path), hint="mend its permissions")
