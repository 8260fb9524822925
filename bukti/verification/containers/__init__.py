"""Credentials inside other files: PDF, PNG, SVG (``spec/containers.md``).

Files of strangers are scanned for the few parts that may hold a credential, within limits, and nothing else of
them is understood. What is inside is then an input like any other.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from bukti.codes import Check, Code
from bukti.verification.containers.parts import MAX_TOGETHER, ContainerFault, Found, Text, too_large
from bukti.verification.containers.pdf import read_pdf
from bukti.verification.containers.png import read_png
from bukti.verification.containers.svg import read_svg
from bukti.verification.inputs import Payload, read_input, refused
from bukti.verification.limits import MAX_CONTAINER, MAX_INPUT
from bukti.verification.result import containers, outcome

_HEAD = 64
_KINDS: Mapping[str, re.Pattern[bytes]] = {
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "pdf": re.compile(rb"%PDF-"),
    "svg": re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]{0,32}<"),
    "picture": re.compile(rb"\xff\xd8\xff|GIF8|RIFF....WEBP|\0...ftyp|II\*\0|MM\0\*", re.DOTALL),
}
_READERS: Mapping[str, Callable[[bytes], Found | None]] = {"png": read_png, "pdf": read_pdf, "svg": read_svg}
_EMPTY = {"png": Code.PARSE_PICTURE, "svg": Code.PARSE_PICTURE, "pdf": Code.PARSE_PDF_EMPTY}
_ADDRESS = frozenset({Code.PARSE_NOT_JSON, Code.CARD_CUT, Code.CARD_VERSION})
_OTHER = _ADDRESS | {Code.PARSE_EMPTY, Code.PARSE_NOT_TEXT, Code.PARSE_NO_CREDENTIAL}
_UNREADABLE = frozenset({Code.PARSE_CONTAINER_DAMAGED, Code.PARSE_TOO_LARGE})


def open_input(data: bytes | str) -> list[Payload]:
    """The payloads of one input: of a PDF, PNG or SVG those inside it, of anything else what VER-1 says."""
    raw = _bytes(data)
    kind = container_of(raw)
    if kind is None:
        return read_input(data)
    if kind == "picture":
        return [refused(Code.PARSE_PICTURE)]
    try:
        if len(raw) > MAX_CONTAINER:
            raise too_large()
        found = _READERS[kind](raw)
        return read_input(data) if found is None else _payloads(kind, found)
    except ContainerFault as fault:
        return [refused(fault.code, **fault.names)]


def container_of(data: bytes) -> str | None:
    """What kind of file begins with ``data``: png, pdf, svg (or other markup), picture; None for all else (CON-1)."""
    return next((kind for kind, pattern in _KINDS.items() if pattern.match(data[:_HEAD])), None)


def _bytes(data: bytes | str) -> bytes:
    """The bytes of an input; none where half a character stands in it, which has no bytes."""
    try:
        return data.encode() if isinstance(data, str) else data
    except UnicodeError:
        return b""


def _payloads(kind: str, found: Found) -> list[Payload]:
    read: list[Payload] = []
    together = 0
    for text in dict.fromkeys(found.texts):
        payloads = _without_others(kind, _read(kind, text))
        together += len(text.data or b"") if any(one.parse.code not in _UNREADABLE for one in payloads) else 0
        if together > MAX_TOGETHER:
            raise too_large()
        read += payloads
    counted = [one for one in read if kind != "pdf" or one.parse.code not in _UNREADABLE]
    if counted:
        return counted
    return [_damaged() if read or found.damaged else refused(_EMPTY[kind])]


def _read(kind: str, text: Text) -> list[Payload]:
    """The payloads of one text, with the words for where it was found (CON-3, CON-5)."""
    if text.data is None:
        return [_damaged()]
    payloads = read_input(text.data)
    if text.old and payloads[0].parse.code in _ADDRESS:
        return [refused(Code.PARSE_OPEN_BADGES_2)]
    return [_placed(one, kind) for one in payloads]


def _placed(one: Payload, kind: str) -> Payload:
    if not one.parse.passed:
        return one
    read_as = one.parse.detail.removeprefix("read as ")
    return replace(one, parse=outcome(Check.PARSE, Code.PARSE, kind=f"{read_as}, {containers()[kind]}"))


def _without_others(kind: str, payloads: list[Payload]) -> list[Payload]:
    """What may be a credential; much that is attached to PDF files is none (CON-12)."""
    return [one for one in payloads if kind != "pdf" or one.parse.code not in _OTHER]


def _damaged() -> Payload:
    return refused(Code.PARSE_CONTAINER_DAMAGED, limit=str(MAX_INPUT))
