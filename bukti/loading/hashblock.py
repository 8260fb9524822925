"""Hash blocks (REC-8) at the speed of ``bytes.fromhex``: the block is cut out before YAML is read.

A block in the one usual spelling (two spaces, 64 lower-case hex digits, LF) is checked and decoded by
a handful of whole-block operations; the few lines around it go through the strict loader with a short
stand-in. Any other spelling is left to the loader, which gives the same result slowly.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_HEAD = re.compile(rb"^(hashes|replaced_by): \|[ ]*\n", re.MULTILINE)
_ROW = 2 + 64 + 1
_UPPER = b"ABCDEF"


@dataclass(frozen=True)
class HashBlock:
    """A block's text as YAML means it, the same as 32-byte values in one run, and its number of lines."""

    text: str
    digests: bytes
    lines: int


@dataclass(frozen=True)
class Split:
    """A file with its blocks taken out: ``data`` holds a stand-in for each of ``blocks``."""

    data: bytes
    blocks: Mapping[str, HashBlock]
    stand_ins: Mapping[str, str]


def decode(body: bytes) -> HashBlock | None:
    """A block body in the usual spelling; None where it is spelt otherwise or is no run of hashes."""
    count, rest = divmod(len(body), _ROW)
    spaces = b" " * count
    if rest or not count or body[0::_ROW] != spaces or body[1::_ROW] != spaces:
        return None
    if body[_ROW - 1 :: _ROW] != b"\n" * count or any(letter in body for letter in _UPPER):
        return None
    lines = bytearray(body)
    del lines[0::_ROW]  # the first, then (a row is shorter now) the second space of each row
    del lines[0 :: _ROW - 1]
    try:
        text = lines.decode("ascii")
        digests = bytes.fromhex(text)
    except ValueError:
        return None
    # fromhex skips white space: only full rows of hex give 32 bytes a row.
    return HashBlock(text, digests, count) if len(digests) == 32 * count else None


def split(data: bytes) -> Split:
    """Take the hash blocks out of a file's bytes."""
    blocks: dict[str, HashBlock] = {}
    stand_ins: dict[str, str] = {}
    parts: list[bytes] = []
    at = 0
    seen: set[bytes] = set()
    while found := _HEAD.search(data, at):
        if found[1] in seen:
            break  # a member twice is a fault that the loader names; to look at each would never end
        seen.add(found[1])
        end = _end_of_block(data, found.end())
        name = found[1].decode()
        block = decode(data[found.end() : end])
        parts.append(data[at : found.end()])
        if block is None:
            parts.append(data[found.end() : end])
        else:
            blocks[name], stand_ins[name] = block, f"block of {name}\n"
            parts.append(f"  block of {name}\n".encode())
        at = end
    parts.append(data[at:])
    return Split(b"".join(parts), blocks, stand_ins)


def _end_of_block(data: bytes, start: int) -> int:
    """Where the lines that begin with two spaces end; rows of the usual length are stepped over at once."""
    rows = (len(data) - start) // _ROW
    if rows and data[start : start + rows * _ROW : _ROW] == b" " * rows:
        start += rows * _ROW
    elif rows:
        column = data[start : start + rows * _ROW : _ROW]
        start += (len(column) - len(column.lstrip(b" "))) * _ROW
        start = _back_to_line(data, start)
    while data[start : start + 2] == b"  ":
        start = (data.find(b"\n", start) + 1) or len(data)
    return start


def _back_to_line(data: bytes, at: int) -> int:
    """The start of the line that ``at`` is on; ``at`` itself where a line begins there."""
    return data.rfind(b"\n", 0, at) + 1


def restore(document: dict[str, Any], parts: Split) -> bool:
    """Put the blocks' texts back where their stand-ins stand; False where one is not there."""
    for name, block in parts.blocks.items():
        if document.get(name) != parts.stand_ins[name]:
            return False
        document[name] = block.text
    return True
