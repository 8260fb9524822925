"""QR codes of cards: two segments, error correction level M (CAR-5), as SVG and PNG."""

import io
import struct
import zlib
from typing import Any

import segno

_MASK = 3
"""Any of the eight masks is right for a reader; trying all of them costs five times the rest, and on
content that is random, as signatures are, none is better than another."""
_QUIET = 4
"""Modules of white around the code, as the standard asks."""
_MODULE_MM = 0.8
_PNG_MODULE = 8
"""Pixels a module: at one bit a pixel a module is one byte of a row, which makes the PNG cheap."""


def qr_code(parts: tuple[bytes, str]) -> segno.QRCode:
    """The code of a link's first part, as bytes, and the card's digits, as numeric segment."""
    prefix, digits = parts
    segments: Any = (prefix.decode("ascii"), digits)  # segno takes several, its annotations know of one
    return segno.make(segments, error="m", mask=_MASK, boost_error=False, micro=False)


def svg(code: segno.QRCode) -> bytes:
    """An SVG element, black on white with its quiet zone; a file of its own, or to stand in a page."""
    out = io.BytesIO()
    code.save(
        out,
        kind="svg",
        xmldecl=False,
        border=_QUIET,
        scale=_MODULE_MM,
        unit="mm",
        dark="#000",
        light="#fff",
        lineclass=None,
        nl=True,
    )
    return out.getvalue()


def png(code: segno.QRCode) -> bytes:
    """A PNG for documents and mail: grey, one bit a pixel, 8 pixels a module."""
    side = len(code.matrix) + 2 * _QUIET
    quiet = b"\xff" * _QUIET
    blank = [b"\xff" * side] * _QUIET
    modules = (quiet + bytes(0 if module else 0xFF for module in row) + quiet for row in code.matrix)
    rows = b"".join(b"\0" + row for line in (*blank, *modules, *blank) for row in [line] * _PNG_MODULE)
    size = side * _PNG_MODULE
    header = struct.pack(">IIBBBBB", size, size, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
