"""Reading a class list as text: UTF-8 only, and a plain word on what else it looks like."""

import re

from bukti.errors import BuktiError

_MAGIC = (
    (b"PK\x03\x04", "an Excel or LibreOffice workbook", "open it and save the sheet as 'CSV UTF-8'"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "open it and save the sheet as 'CSV UTF-8'"),
    (b"%PDF", "a PDF", "export the class list as 'CSV UTF-8' instead"),
    (b"\x1f\x8b", "a compressed file", "unpack it first"),
)
_SAVE_AS = "save it again as 'CSV UTF-8' (Excel: Save As; LibreOffice: Save As, Edit filter settings, UTF-8)"
# The ten most frequent letters of Arabic names, as bytes of Windows-1256; Han text in GB18030 has no such favourites.
_FREQUENT_ARABIC = frozenset(b"\xc7\xe1\xed\xe3\xe4\xd1\xe6\xcf\xc8\xe5\xcd\xda")


def decode_csv(data: bytes, file: str) -> str:
    """``data`` as text, a byte order mark taken off. Raises BuktiError naming line and likely encoding."""
    for magic, what, hint in _MAGIC:
        if data.startswith(magic):
            raise BuktiError(f"this is {what}, not a CSV file", where=file, hint=hint)
    wide = _wide(data)
    if wide:
        raise BuktiError(f"not UTF-8; it looks like {wide}", where=f"{file}:1", expected="UTF-8", hint=_SAVE_AS)
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BuktiError(
            f"not UTF-8 (byte 0x{data[error.start]:02X}); it looks like {likely_encoding(data)}",
            where=f"{file}:{line}",
            expected="UTF-8",
            hint=_SAVE_AS,
        ) from error


def likely_encoding(data: bytes) -> str:
    """The name of the encoding that text which is not UTF-8 most likely has."""
    runs = re.findall(rb"[\x80-\xff]+", data)
    letters = b"".join(runs)
    if not letters:
        return "UTF-8"
    if len(letters) < 1.6 * len(runs):
        return "Windows-1252 (Western European)"
    arabic = sum(byte in _FREQUENT_ARABIC for byte in letters) / len(letters)
    if arabic >= 0.5 and _decodes(data, "cp1256"):
        return "Windows-1256 (Arabic)"
    for codec, name in (("gb18030", "GB18030 (Simplified Chinese)"), ("big5", "Big5 (Traditional Chinese)")):
        if _is_han(data, codec):
            return name
    if all(0xA1 <= byte <= 0xFB for byte in letters) and _decodes(data, "cp874"):
        return "Windows-874 (Thai) or another one-byte encoding"
    return "an encoding of one script (Windows-125x, ISO 8859 or the like)"


def _wide(data: bytes) -> str:
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "UTF-32"
    if data.startswith(b"\xff\xfe"):
        return "UTF-16 (little-endian; Excel calls it 'Unicode Text')"
    if data.startswith(b"\xfe\xff"):
        return "UTF-16 (big-endian)"
    head = data[:4000]
    # Text in the ASCII range, two bytes a character: every other byte is 0.
    if len(head) >= 4 and head.count(0) > len(head) // 3:
        return "UTF-16 without a byte order mark"
    return ""


def _decodes(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _is_han(data: bytes, codec: str) -> bool:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return False
    other = [char for char in text if ord(char) >= 0x80]
    return sum("\u4e00" <= char <= "\u9fff" for char in other) > 0.8 * len(other)
