"""Status lists packed by hand, so that they are the same bytes whatever zlib a machine has (RFC 1951, 1952)."""

import base64
import zlib
from collections.abc import Iterator, Sequence

Run = tuple[int, int]
"""A byte and how often it follows itself."""
_LONGEST = 258


def gzip_member(runs: Sequence[Run]) -> bytes:
    """One gzip member of runs of bytes, in one block of fixed codes; zeros pack to 1/160 of their size."""
    checksum, length = 0, 0
    for value, times in runs:
        checksum = zlib.crc32(bytes([value]) * times, checksum)
        length += times
    head = bytes([31, 139, 8, 0, 0, 0, 0, 0, 0, 255])
    return head + _octets(_block(runs)) + checksum.to_bytes(4, "little") + (length % 2**32).to_bytes(4, "little")


def encoded(packed: bytes, prefix: str = "u") -> str:
    """Packed bytes as an ``encodedList``."""
    return prefix + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def list_of(length: int, *indexes: int) -> bytes:
    """The packed list of ``length`` bits with the bits ``indexes`` (ascending, no two in one byte) set."""
    runs: list[Run] = []
    at = 0
    for index in indexes:
        runs += [(0, index // 8 - at), (0x80 >> (index % 8), 1)]
        at = index // 8 + 1
    return gzip_member([*runs, (0, length // 8 - at)])


def _block(runs: Sequence[Run]) -> Iterator[str]:
    """The bits of the last block, in the order of the stream; codes have their highest bit first."""
    yield "1" + "10"  # last block; fixed codes, lowest bit first
    for value, times in runs:
        literal = f"{0x30 + value:08b}" if value < 144 else f"{0x190 + value - 144:09b}"
        matches = max(0, (times - 1) // _LONGEST)
        yield from (literal for _ in range(times - matches * _LONGEST))
        yield from ("11000101" + "00000" for _ in range(matches))  # 258 more of the byte before
    yield "0000000"


def _octets(bits: Iterator[str]) -> bytes:
    stream = "".join(bits)
    stream += "0" * (-len(stream) % 8)
    return int(stream[::-1], 2).to_bytes(len(stream) // 8, "little")
