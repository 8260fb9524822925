"""Files with credentials inside, made byte by byte: PNG, SVG and PDF, as small as they may be."""

import struct
import zlib
from collections.abc import Iterable

SIGNATURE = b"\x89PNG\r\n\x1a\n"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(*chunks: bytes) -> bytes:
    """A picture of one grey dot, with ``chunks`` before its end."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return SIGNATURE + head + chunk(b"IDAT", zlib.compress(b"\0\x80")) + b"".join(chunks) + chunk(b"IEND", b"")


def baked(text: str | bytes, *, keyword: bytes = b"openbadgecredential", packed: bool = False) -> bytes:
    """A chunk of international text, as badges are baked."""
    data = text.encode() if isinstance(text, str) else text
    flag, body = (b"\1", zlib.compress(data)) if packed else (b"\0", data)
    return chunk(b"iTXt", keyword + b"\0" + flag + b"\0\0\0" + body)


def svg(*inside: str, head: str = "", declared: str = f' xmlns:openbadges="{NAMESPACE}"') -> bytes:
    """A picture of nothing, with ``inside``."""
    body = "".join(inside)
    return f'{head}<svg xmlns="http://www.w3.org/2000/svg"{declared} viewBox="0 0 1 1">{body}</svg>\n'.encode()


def element(text: str, *, name: str = "openbadges:credential", attributes: str = "") -> str:
    """A credential's element with its JSON as a CDATA section."""
    return f"<{name}{attributes}><![CDATA[{text}]]></{name}>"


def escaped(text: str) -> str:
    """Characters as XML writes them outside CDATA sections."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def stream(data: bytes | str, members: str = "", *, length: str | None = None) -> bytes:
    """A stream with its dictionary; ``length``: what it says of its length."""
    raw = data.encode() if isinstance(data, str) else data
    said = str(len(raw)) if length is None else length
    return f"<<{members}/Length {said}>>\nstream\n".encode() + raw + b"\nendstream"


def attachment(data: bytes | str, members: str = "", *, length: str | None = None) -> bytes:
    """The stream of an attached file."""
    return stream(data, f"/Type/EmbeddedFile{members}", length=length)


def deflated(text: str | bytes, members: str = "") -> bytes:
    """An attached file, packed."""
    data = text.encode() if isinstance(text, str) else text
    return attachment(zlib.compress(data), f"/Filter/FlateDecode{members}")


def objects(numbered: Iterable[tuple[int, bytes | str]]) -> bytes:
    """Objects of a PDF, one after the other."""
    made = ((number, body.encode() if isinstance(body, str) else body) for number, body in numbered)
    return b"".join(f"{number} 0 obj\n".encode() + body + b"\nendobj\n" for number, body in made)


def pdf(*bodies: bytes | str, trailer: str = "<</Root 1 0 R/Size 9>>") -> bytes:
    """A PDF without pages whose objects from number 2 on are ``bodies``; nobody here asks for their positions."""
    listed = objects([(1, "<</Type/Catalog>>"), *enumerate(bodies, start=2)])
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + listed + f"trailer\n{trailer}\nstartxref\n0\n%%EOF\n".encode()
