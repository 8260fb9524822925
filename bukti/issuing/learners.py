"""The class list: one learner a row, read strictly, every fault told with its line."""

import csv
import difflib
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bukti.cells import unprotected
from bukti.errors import BuktiError, Finding
from bukti.issuing.encodings import decode_csv
from bukti.model.records import MAX_BATCH_HASHES
from bukti.model.text import normalise_name, text_faults

COLUMNS = ("name", "ref", "result", "path", "email")
MAX_FILE = 256 * 1024 * 1024
MAX_NAME_BYTES = 255
MAX_REF = 200

_EMAIL = re.compile(r"[^\s@<>,;:]+@[^\s@<>,;:]+\.[^\s@<>,;:]+")


@dataclass(frozen=True, kw_only=True)
class Learner:
    """A row: ``name`` as it will be signed, the rest as given and trimmed, ``line`` of the file from 1.

    ``ref`` is the issuer's own mark (a matriculation number); it never leaves the issuer. ``replaces`` names the
    credential that this one takes the place of, in lists of replacements only.
    """

    line: int
    name: str
    ref: str = ""
    result: str = ""
    path: str = ""
    email: str = ""
    replaces: str = ""


@dataclass(frozen=True, kw_only=True)
class ClassList:
    """The good rows of a class list and the faults of the others. ``columns`` are those that it has."""

    file: str
    columns: tuple[str, ...]
    learners: tuple[Learner, ...]
    faults: tuple[Finding, ...]


def read_class_list(data: bytes, file: str, more: tuple[str, ...] = ()) -> ClassList:
    """Read a class list. Faults of single rows are gathered; those of the file as a whole raise BuktiError.

    ``file`` is named in messages; ``more`` are columns that this use of a class list has besides the usual ones.
    """
    if len(data) > MAX_FILE:
        raise BuktiError(f"larger than {MAX_FILE >> 20} MiB", where=file, hint="split the class into several lists")
    text = decode_csv(data, file)
    rows = csv_rows(text, file)
    header = next(rows, None)
    if header is None:
        raise BuktiError(
            "the file is empty", where=file, expected="a line with the column names, then one line a learner"
        )
    columns = csv_columns(header[1], (*COLUMNS, *more), f"{file}:{header[0]}")
    if "name" not in columns:
        expected = "name, and any of " + ", ".join((*COLUMNS[1:], *more))
        raise BuktiError("the column 'name' is missing", where=f"{file}:{header[0]}", expected=expected)
    learners: list[Learner] = []
    faults: list[Finding] = []
    seen = _Seen()
    for line, cells in rows:
        found = [*row_faults(columns, cells, file, line)]
        if not found:
            learner = _learner(dict(zip(columns, cells, strict=True)), line)
            found = [*_learner_faults(learner, file)] or [*seen.faults(learner, file)]
            learners += [] if found else [learner]
        faults += found
    if not learners and not faults:
        raise BuktiError("the list has no learner", where=file, expected="one line a learner after the column names")
    if len(learners) > MAX_BATCH_HASHES:
        raise BuktiError(
            f"more than {MAX_BATCH_HASHES:,} learners", where=file, hint="split the class into several lists"
        )
    return ClassList(file=file, columns=columns, learners=tuple(learners), faults=tuple(faults))


def csv_rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Line number (of its first line) and cells of each row that is not blank.

    Cells are parted by comma, semicolon or tab, whichever the first line has most of. Raises BuktiError.
    """
    head = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise BuktiError(
            f"not CSV: {error}",
            where=f"{file}:{line}",
            hint='put a cell that holds a comma or a quote into quotes, and write quotes twice: "Jr., ""Al"""',
        ) from error


def csv_columns(cells: list[str], known: tuple[str, ...], where: str) -> tuple[str, ...]:
    """The columns that a file's first line names, all of ``known`` and none twice. Raises BuktiError."""
    columns = tuple(cell.strip().casefold() for cell in cells)
    for column, given in zip(columns, cells, strict=True):
        if column not in known:
            near = difflib.get_close_matches(column, known, 1)
            hint = f"did you mean {near[0]!r}?" if near else "remove the column"
            raise BuktiError(f"unknown column {given.strip()!r}", where=where, expected=", ".join(known), hint=hint)
        if columns.count(column) > 1:
            raise BuktiError(f"the column {column!r} stands twice", where=where, hint="keep one of them")
    return columns


def row_faults(columns: tuple[str, ...], cells: list[str], file: str, line: int) -> Iterator[Finding]:
    """Why the cells of a row cannot be told apart."""
    if len(cells) != len(columns):
        yield Finding(
            file=file,
            line=line,
            code="learner-cells",
            message=f"the row has {len(cells)} cell{'' if len(cells) == 1 else 's'}, the first line {len(columns)}",
            expected=", ".join(columns),
            hint="put a cell that holds a comma into quotes",
        )


def _learner(cells: dict[str, str], line: int) -> Learner:
    values = {column: unprotected(cell) for column, cell in cells.items()}
    rest = {column: _trimmed(value) for column, value in values.items() if column != "name"}
    return Learner(line=line, name=normalise_name(values["name"]), **rest)


def _trimmed(value: str) -> str:
    return unicodedata.normalize("NFC", value.strip())


def _learner_faults(learner: Learner, file: str) -> Iterator[Finding]:
    def fault(code: str, message: str, hint: str, clause: str = "") -> Finding:
        return Finding(file=file, line=learner.line, code=code, message=message, hint=hint, clause=clause)

    size = len(learner.name.encode("utf-8", "surrogatepass"))
    if not learner.name:
        yield fault("learner-name", "the name is empty", "fill it in, or remove the row", "TXT-5")
    elif size > MAX_NAME_BYTES:
        message = (
            f"the name has {len(learner.name):,} characters, {size:,} bytes in UTF-8; at most {MAX_NAME_BYTES} bytes"
        )
        yield fault("learner-name", message, "shorten it as the identity paper does", "TXT-6")
    else:
        for reason in text_faults(learner.name)[:1]:
            yield fault("learner-name", f"the name cannot be signed: {reason}", "type the name again by hand", "TXT-2")
    for column in ("ref", "result", "path", "email", "replaces"):
        value = getattr(learner, column)
        if value and (text_faults(value) or len(value) > MAX_REF):
            what = "is too long" if len(value) > MAX_REF else text_faults(value)[0]
            yield fault(f"learner-{column}", f"the cell {column!r} cannot be used: {what}", "type it again by hand")
    if learner.email and not _EMAIL.fullmatch(learner.email):
        yield fault("learner-email", f"{learner.email!r} is no mail address", "mend it, or leave the cell empty")


class _Seen:
    """Finds learners that stand twice: the same ref, or the same name where a ref does not tell them apart."""

    def __init__(self) -> None:
        self._refs: dict[str, int] = {}
        self._names: dict[str, tuple[int, str]] = {}

    def faults(self, learner: Learner, file: str) -> Iterator[Finding]:
        by_ref = self._refs.setdefault(learner.ref, learner.line) if learner.ref else learner.line
        line, ref = self._names.setdefault(learner.name, (learner.line, learner.ref))
        if by_ref != learner.line:
            yield self._fault(
                learner, file, f"the ref {learner.ref!r} stands in line {by_ref} too", "remove one of the rows"
            )
        elif line != learner.line and not (ref and learner.ref):
            hint = "remove one of the rows, or tell two people of one name apart in a column 'ref'"
            yield self._fault(learner, file, f"the same learner stands in line {line} too", hint)

    @staticmethod
    def _fault(learner: Learner, file: str, message: str, hint: str) -> Finding:
        return Finding(file=file, line=learner.line, code="learner-twice", message=message, hint=hint)
