"""Credentials attached to PDF files (CON-9 to CON-11)."""

import re
from collections.abc import Callable, Mapping

from bukti.codes import Code
from bukti.verification.containers.parts import (
    MAX_PACKED,
    MAX_TEXTS,
    ContainerFault,
    Found,
    Text,
    UnreadableError,
    too_large,
    unpack,
)
from bukti.verification.containers.pdf_objects import Entries, PdfFile, PdfObject, name_of, names_of, references_of

_MAX_FILTERS = 4
_WHITE = b"\0\t\n\f\r "
_PREDICTOR = re.compile(r"/Predictor(?![\0\t\n\f\r ]*1(?![0-9]))|[0-9][\0\t\n\f\r ]+R")


def read_pdf(data: bytes) -> Found:
    """The texts attached to a PDF. Raises ContainerFault."""
    file = PdfFile(data.decode("latin-1"))
    if file.locked:
        raise ContainerFault(Code.PARSE_PDF_LOCKED)
    attached = _attached(file)
    if len(attached) > MAX_TEXTS:
        raise too_large()
    return Found([Text(_data(file, one)) for one in attached])


def _attached(file: PdfFile) -> list[PdfObject]:
    """The streams that are attached files, in the order in which they stand."""
    named = {number for one in file.objects.values() for number in references_of(one.entries.get("EF", ""))}
    streams = [(number, one) for number, one in file.objects.items() if one.is_stream]
    typed = {number for number, one in streams if name_of(one.entries.get("Type", "")) == "EmbeddedFile"}
    wanted = named | typed
    return sorted((one for number, one in streams if number in wanted), key=lambda one: one.start)


def _data(file: PdfFile, one: PdfObject) -> bytes | None:
    raw = file.data(one)
    filters = _filters(one.entries)
    if raw is None or filters is None:
        return None
    data = raw.encode("latin-1")
    try:
        for decode in filters:
            data = decode(data)
    except UnreadableError:
        return None
    return data


def _filters(entries: Entries) -> list[Callable[[bytes], bytes]] | None:
    """What the data go through; None where one of it is not read."""
    names = names_of(entries.get("Filter", ""))
    if names is None or len(names) > _MAX_FILTERS or "F" in entries:
        return None
    if _PREDICTOR.search(entries.get("DecodeParms", "")) or any(name not in FILTERS for name in names):
        return None
    return [FILTERS[name] for name in names]


def _hexadecimal(data: bytes) -> bytes:
    """``ASCIIHexDecode``: pairs of digits up to ``>``; white space between them."""
    digits, ended, _ = _bounded(data).partition(b">")
    plain = digits.translate(None, _WHITE)
    if not ended or not re.fullmatch(rb"[0-9A-Fa-f]*", plain):
        raise UnreadableError
    return bytes.fromhex((plain + b"0" * (len(plain) % 2)).decode())


def _base85(data: bytes) -> bytes:
    """``ASCII85Decode``: groups of five characters up to ``~>``; ``z`` is four zero bytes."""
    digits, ended, _ = _bounded(data).partition(b"~>")
    if not ended:
        raise UnreadableError
    plain = bytearray()
    group: list[int] = []
    for char in digits.translate(None, _WHITE):
        if char == ord("z") and not group:
            plain += bytes(4)
            continue
        if not ord("!") <= char <= ord("u"):
            raise UnreadableError
        group.append(char - ord("!"))
        if len(group) == 5:
            plain += _four(group)
            group = []
    if len(group) == 1:
        raise UnreadableError
    if group:
        plain += _four(group + [84] * (5 - len(group)))[: len(group) - 1]
    return bytes(plain)


def _four(group: list[int]) -> bytes:
    number = 0
    for digit in group:
        number = number * 85 + digit
    if number >= 1 << 32:
        raise UnreadableError
    return number.to_bytes(4)


def _bounded(data: bytes) -> bytes:
    if len(data) > MAX_PACKED:
        raise UnreadableError
    return data


FILTERS: Mapping[str, Callable[[bytes], bytes]] = {
    "FlateDecode": unpack,
    "ASCIIHexDecode": _hexadecimal,
    "ASCII85Decode": _base85,
}
