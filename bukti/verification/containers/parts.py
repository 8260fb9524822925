"""What every file that may hold credentials has in common: texts, faults and limits (CON-2 to CON-4)."""

import zlib
from dataclasses import dataclass, field

from bukti.codes import Code
from bukti.verification.limits import MAX_CONTAINER, MAX_INPUT

MAX_PARTS = 200_000
"""Chunks of a PNG, steps of an SVG, objects of a PDF."""
MAX_TOKENS = 1_000_000
"""Tokens of all dictionaries of a PDF together."""
MAX_TEXTS = 32
"""Texts found in one file."""
MAX_TOGETHER = 4 * MAX_INPUT
"""Bytes of all texts together that count."""
MAX_PACKED = 2 * MAX_INPUT
"""Bytes of one packed text; no packer needs as many for what may be unpacked."""


class ContainerFault(ValueError):
    """The file as a whole is not read: why."""

    def __init__(self, code: Code, **names: str) -> None:
        super().__init__(code)
        self.code = code
        self.names = names


class UnreadableError(ValueError):
    """A text is there, but its bytes cannot be had."""


@dataclass(frozen=True)
class Text:
    """One text that stands in a file; None where it is unreadable. ``old``: under a name of Open Badges 1 or 2."""

    data: bytes | None
    old: bool = False


@dataclass
class Found:
    """What was found in a file; ``damaged``: the reading ended at a fault."""

    texts: list[Text] = field(default_factory=list)
    damaged: bool = False

    def add(self, text: Text) -> None:
        """Keep a text. Raises :class:`ContainerFault` for one too many."""
        if len(self.texts) == MAX_TEXTS:
            raise too_large()
        self.texts.append(text)


class Budget:
    """Counts what is read, so that no file takes long."""

    def __init__(self, most: int) -> None:
        self._left = most

    def spend(self) -> None:
        """One more. Raises :class:`ContainerFault` for one too many."""
        self._left -= 1
        if self._left < 0:
            raise too_large()


def too_large() -> ContainerFault:
    """Larger, or of more parts, than is read."""
    return ContainerFault(Code.PARSE_CONTAINER_TOO_LARGE, limit=str(MAX_CONTAINER))


def unpack(packed: bytes) -> bytes:
    """The bytes of one whole zlib stream (CON-4). Raises :class:`UnreadableError`."""
    if len(packed) > MAX_PACKED:
        raise UnreadableError
    reader = zlib.decompressobj()
    try:
        plain = reader.decompress(packed, MAX_INPUT + 1)
    except zlib.error:
        raise UnreadableError from None
    if len(plain) > MAX_INPUT or not reader.eof or reader.unused_data:
        raise UnreadableError
    return plain
