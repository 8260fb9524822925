"""Credentials in PNG pictures: text chunks, as badges are baked (CON-6)."""

from bukti.verification.containers.parts import MAX_PARTS, Budget, Found, Text, UnreadableError, unpack

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_NEW = b"openbadgecredential"
_OLD = b"openbadges"


def read_png(data: bytes) -> Found:
    """The texts of a PNG. Raises ContainerFault for one of too many parts."""
    found, at, budget = Found(), len(SIGNATURE), Budget(MAX_PARTS)
    while True:
        budget.spend()
        end = at + 8 + int.from_bytes(data[at : at + 4])
        if end + 4 > len(data):
            found.damaged = True
            return found
        name, chunk = data[at + 4 : at + 8], data[at + 8 : end]
        if name == b"IEND":
            return found
        text = _text(name, chunk)
        if text is not None:
            found.add(text)
        at = end + 4


def _text(name: bytes, chunk: bytes) -> Text | None:
    if name not in (b"iTXt", b"tEXt"):
        return None
    keyword, ended, rest = chunk.partition(b"\0")
    if not ended or keyword not in (_NEW, _OLD) or (name == b"tEXt" and keyword == _NEW):
        return None
    if name == b"tEXt":
        return Text(rest, old=True)
    try:
        return Text(_international(rest), old=keyword == _OLD)
    except UnreadableError:
        return Text(None, old=keyword == _OLD)


def _international(rest: bytes) -> bytes:
    flag, method = rest[:1], rest[1:2]
    fields = rest[2:].split(b"\0", 2)
    if len(fields) < 3 or flag not in (b"\0", b"\1") or (flag == b"\1" and method != b"\0"):
        raise UnreadableError
    return fields[2] if flag == b"\0" else unpack(fields[2])
