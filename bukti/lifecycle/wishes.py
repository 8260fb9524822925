"""Whom an act is meant for, as people write it: arguments of the command, rows of a CSV file."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bukti.cells import unprotected
from bukti.errors import BuktiError, Finding
from bukti.issuing.encodings import decode_csv
from bukti.issuing.learners import MAX_FILE, csv_columns, csv_rows, row_faults
from bukti.model.text import normalise_name

COLUMNS = ("name", "ref", "hash")
_HASH = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One credential as somebody names it. ``file`` and ``line`` tell where that was written.

    ``text`` is a name, a ref, a hash, a card link or the path of a credential's file, whichever it turns out to
    be; ``name`` and ``ref`` have to fit both where both are given; ``digest`` is a hash.
    """

    file: str
    line: int = 0
    text: str = ""
    name: str = ""
    ref: str = ""
    digest: bytes | None = None

    @property
    def shown(self) -> str:
        """What was written."""
        both = " ".join(
            filter(None, [f"name {self.name!r}" if self.name else "", f"ref {self.ref!r}" if self.ref else ""])
        )
        return repr(self.text) if self.text else both or (self.digest.hex()[:12] + "…" if self.digest else "")

    @property
    def where(self) -> str:
        """``file:line``, or which argument."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def fault(self, code: str, message: str, *, expected: str = "", hint: str = "") -> Finding:
        """A finding about this wish."""
        return Finding(file=self.file, line=self.line, code=code, message=message, expected=expected, hint=hint)


def hash_of(text: str) -> bytes | None:
    """The registry hash that ``text`` writes out in 64 hexadecimal digits; None where it does not."""
    return bytes.fromhex(text) if _HASH.fullmatch(text) else None


def wishes_of(texts: Iterable[str]) -> tuple[Wish, ...]:
    """The wishes that the arguments of a command stand for."""
    return tuple(
        Wish(file=f"argument {number}", text=text.strip(), digest=hash_of(text.strip()))
        for number, text in enumerate(texts, start=1)
    )


def read_wishes(data: bytes, file: str) -> tuple[Wish, ...]:
    """The wishes of a CSV file with the columns name and/or ref, or with the one column hash.

    Raises BuktiError, with every faulty row in its findings.
    """
    if len(data) > MAX_FILE:
        raise BuktiError(f"larger than {MAX_FILE >> 20} MiB", where=file, hint="split the list into several")
    rows = csv_rows(decode_csv(data, file), file)
    header = next(rows, None)
    if header is None:
        raise BuktiError("the file is empty", where=file, expected="a line with the column names, then one line each")
    columns = csv_columns(header[1], COLUMNS, f"{file}:{header[0]}")
    if "hash" in columns and len(columns) > 1:
        raise BuktiError(
            "a column 'hash' stands beside others",
            where=f"{file}:{header[0]}",
            expected="hash alone, or name and/or ref",
            hint="remove the other columns: a hash names its credential by itself",
        )
    found = [_wish(columns, cells, file, line) for line, cells in rows]
    faults = tuple(one for one in found if isinstance(one, Finding))
    if faults or not found:
        what = f"{len(faults)} faulty row{'s' if len(faults) != 1 else ''}" if faults else "no row"
        raise BuktiError(f"the list has {what}; nothing was done", where=file, findings=faults)
    return tuple(one for one in found if isinstance(one, Wish))


def _wish(columns: tuple[str, ...], cells: list[str], file: str, line: int) -> Wish | Finding:
    for fault in row_faults(columns, cells, file, line):
        return fault
    values = {column: normalise_name(unprotected(cell)) for column, cell in zip(columns, cells, strict=True)}
    return _hash_wish(values["hash"], file, line) if "hash" in values else _named_wish(values, file, line)


def _hash_wish(text: str, file: str, line: int) -> Wish | Finding:
    digest = hash_of(text)
    if digest is None:
        message, expected = f"{text!r} is no registry hash", "64 hexadecimal digits"
        return Finding(file=file, line=line, code="target-hash", message=message, expected=expected)
    return Wish(file=file, line=line, digest=digest)


def _named_wish(values: Mapping[str, str], file: str, line: int) -> Wish | Finding:
    name, ref = values.get("name", ""), values.get("ref", "")
    if not name and not ref:
        return Finding(file=file, line=line, code="target-empty", message="the row names nobody", hint="remove it")
    return Wish(file=file, line=line, name=name, ref=ref)
