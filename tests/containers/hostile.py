"""Files that are meant to take long, much memory, or what they should not: as large as any file may be."""

import zlib
from collections.abc import Mapping
from functools import cache

from tools.vectors.cases_containers import GOOD
from tools.vectors.packed import attachment, baked, chunk, element, pdf, png, svg

LIMIT = 16_777_216
SIGNATURE = b"\x89PNG\r\n\x1a\n"
SCRIPT = "<script>window.bad = 1</script><img src=x onerror='window.bad=1'>"


_PDF: Mapping[str, bytes] = {
    "words": b"obj endobj stream endstream trailer ",
    "objects": b"1 0 obj ",
    "streams": b"1 0 obj<<>>stream\n",
    "lengths": b"1 0 obj<</Length 9>>stream\n",
    "indirect": b"1 0 obj<</Length 1 0 R>>stream\n",
    "open-dictionaries": b"1 0 obj<<",
    "deep-dictionaries": b"1 0 obj" + b"<<[" * 20_000,
    "open-strings": b"1 0 obj<<(",
    "deep-strings": b"1 0 obj<</A" + b"(" * 60_000,
    "comments": b"1 0 obj<<%",
    "names": b"1 0 obj<<" + b"/A 1" * 16_000,
    "digits": b"1234567890",
    "white-space": b"1 " + b" " * 40,
    "spaces": b" ",
    "hexadecimal": b"1 0 obj<<<00",
    "ends": b"endstream ",
    "attached": b"7 0 obj<</EF 3 0 R/Type/EmbeddedFile>>stream\nendstream ",
    "trailers": b"trailer<<",
}
_SVG: Mapping[str, bytes] = {
    "signs": b"<",
    "tags": b"<a>",
    "values": b'<a b="c">',
    "open-values": b'<a "',
    "comments": b"<!---->",
    "open-comments": b"<!--",
    "sections": b"<![CDATA[]]>",
    "declarations": b"<!x[",
    "credentials": b"<openbadges:credential>",
    "empty-credentials": b"<openbadges:credential/>",
    "attribute-names": b"<a " + b"a" * 300 + b'"x">',
    "equals": b"<a " + b"= " * 300 + b"'x'>",
}


NOISE: Mapping[str, tuple[bytes, bytes]] = {
    **{f"pdf-{name}": (b"%PDF-1.7\n", part) for name, part in _PDF.items()},
    **{f"svg-{name}": (b"<svg>", part) for name, part in _SVG.items()},
    "svg-one-tag": (b"<svg ", b"''"),
    "svg-references": (b"<svg><openbadges:credential>", b"&amp;"),
    "svg-inside": (b"<svg><openbadges:credential>", b"<![CDATA[]]>"),
    "png-chunks": (SIGNATURE, b"\0\0\0\0abcd\0\0\0\0"),
    "png-lengths": (SIGNATURE, b"\xff"),
}
"""How files begin that hold nothing, and what then comes again and again."""


def noise(name: str) -> bytes:
    """A file of :data:`NOISE`, as large as any may be."""
    begin, part = NOISE[name]
    return (begin + part * (LIMIT // len(part) + 1))[:LIMIT]


@cache
def bomb() -> bytes:
    """A zlib stream of 512 MiB of zeros, half a MiB long."""
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(512)) + packer.flush()


def bombs() -> dict[str, bytes]:
    """Files that unpack to 512 MiB: name to bytes."""
    twice = zlib.compress(bomb(), 9)
    packed = "/Filter/FlateDecode"
    return {
        "bomb.png": png(chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + bomb())),
        "bomb.pdf": pdf(attachment(bomb(), packed)),
        "bomb-in-bomb.pdf": pdf(attachment(twice, "/Filter[/FlateDecode/FlateDecode]")),
        "many-bombs.pdf": pdf(*[attachment(bomb()[: 400_000 + number], packed) for number in range(32)]),
    }


def with_script() -> dict[str, bytes]:
    """Files whose words are script: name to bytes."""
    words = GOOD.replace("Aisyah binti Rahman", SCRIPT.replace('"', "'"))
    return {
        "script.png": png(baked(words)),
        "script.pdf": pdf(attachment(words)),
        "script.svg": svg(
            element(words), "<script>window.bad = 1</script>", head='<?xml-stylesheet href="http://evil.example/"?>'
        ),
        "onload.svg": svg(element(words), declared=' onload="window.bad = 1" xmlns:x="http://evil.example/"'),
        "entity.svg": svg(
            element(GOOD),
            head='<!DOCTYPE svg SYSTEM "http://evil.example/x.dtd" [<!ENTITY x SYSTEM "file:/etc/passwd">]>',
        ),
    }
