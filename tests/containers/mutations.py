"""Seeded mutations of files with registered credentials inside, as a bad line or a forger makes them."""

import random
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tests.containers.files import SAVED, badge, certificate, saved_again
from tools.vectors.cases_containers import FORGED, GOOD, OTHER, REVOKED
from tools.vectors.packed import attachment, baked, chunk, deflated, element, objects, pdf, png, svg

Mutation = Callable[[bytes, random.Random], bytes]
MARKS = (
    b"endstream", b"endobj", b"obj", b"stream\n", b"<<", b">>", b"/Length 9", b"/Type/EmbeddedFile",
    b"/Filter/FlateDecode", b"/F 3 0 R", b"/EF<</F 2 0 R>>", b"(", b")", b"%", b"#", b"<", b">", b"<!--", b"<![CDATA[",
    b"]]>", b'"', b"'", b"&amp;", b"&#x41;", b"/>", b"</openbadges:credential>", b"<openbadges:credential>",
    b"xmlns:openbadges=", b"\0", b"\r\n", b"\xff", b"iTXt", b"IEND", b"openbadgecredential\0", b"trailer", b"1 0 R",
    b"-1", b"99999999999", b"/Encrypt", b"/Predictor 2",
)  # fmt: skip
"""What has a meaning in one of the kinds."""


class Mutant(NamedTuple):
    """What was done to which file, and the bytes."""

    kind: str
    name: str
    data: bytes


def originals() -> dict[str, bytes]:
    """Files that are valid, of every kind and of several makers."""
    made = certificate({"credential.json": GOOD.encode()}, None)
    return {
        "png": png(baked(GOOD)),
        "png packed": png(baked(OTHER, packed=True), baked(GOOD)),
        "badge": badge(GOOD, size=(6, 4)),
        "svg": svg(element(GOOD)),
        "svg characters": svg(f"<openbadges:credential>{GOOD.replace('&', '&amp;')}</openbadges:credential>"),
        "pdf": pdf(attachment(GOOD)),
        "pdf packed": pdf(deflated(GOOD), "<</Type/Filespec/EF<</F 2 0 R>>>>"),
        "pdf indirect": pdf(attachment(GOOD, length="3 0 R"), str(len(GOOD.encode()))),
        "pdf two": pdf(deflated(OTHER), attachment(GOOD)),
        "typst": made,
        "qpdf": saved_again(made, **SAVED["object streams"]),
    }


def flip(data: bytes, rng: random.Random) -> bytes:
    """One bit to eight bits another way."""
    changed = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 8])):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def cut(data: bytes, rng: random.Random) -> bytes:
    """The file ends early."""
    return data[: rng.randrange(len(data))]


def drop(data: bytes, rng: random.Random) -> bytes:
    """A run of bytes is lost."""
    at = rng.randrange(len(data))
    return data[:at] + data[at + rng.choice([1, 2, 4, 40, 400]) :]


def repeat(data: bytes, rng: random.Random) -> bytes:
    """A run of bytes comes twice."""
    at = rng.randrange(len(data))
    run = data[at : at + rng.choice([1, 4, 40, 4_000])]
    return data[: at + len(run)] + run + data[at + len(run) :]


def mark(data: bytes, rng: random.Random) -> bytes:
    """Something that means something stands where it should not."""
    at = rng.randrange(len(data))
    return data[:at] + rng.choice(MARKS) + data[at + rng.choice([0, 0, 1, 9]) :]


def mark_near(data: bytes, rng: random.Random) -> bytes:
    """The same beside another such mark, where it is likelier to be read."""
    places = [at for one in MARKS for at in _places(data, one)]
    at = (rng.choice(places) if places else 0) + rng.randrange(-3, 12)
    return data[: max(at, 0)] + rng.choice(MARKS) + data[max(at, 0) + rng.choice([0, 0, 1, 9]) :]


def swap(data: bytes, rng: random.Random) -> bytes:
    """Two runs change places."""
    first, second = sorted(rng.randrange(len(data)) for _ in range(2))
    size = min(rng.choice([1, 8, 80]), second - first)
    run, other = data[first : first + size], data[second : second + size]
    return data[:first] + other + data[first + size : second] + run + data[second + size :]


def digits(data: bytes, rng: random.Random) -> bytes:
    """A digit is another one: lengths and numbers of objects above all."""
    places = [at for at, byte in enumerate(data) if 48 <= byte <= 57]
    at = rng.choice(places) if places else 0
    return data[:at] + str(rng.randrange(10)).encode() + data[at + 1 :]


def append(data: bytes, rng: random.Random) -> bytes:
    """Something stands behind the end."""
    more = (
        objects([(2, attachment(FORGED))]),
        objects([(2, "<<>>")]),
        objects([(3, "7")]),
        chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + FORGED.encode()),
        element(FORGED).encode(),
        b"trailer<</Encrypt 1 0 R>>",
        GOOD.encode(),
    )
    return data + rng.choice(more)


def forged_inside(data: bytes, rng: random.Random) -> bytes:
    """Another name in the credential where it stands open, or a forged one packed in its place."""
    packed = zlib.compress(GOOD.encode())
    other = zlib.compress(rng.choice([FORGED, REVOKED]).encode())
    return data.replace(b"Rahman", rng.choice([b"Rahmat", b"Rahma\\", b'Rahma"', b"R\0hman"])).replace(packed, other)


KINDS: tuple[Mutation, ...] = (
    flip, cut, drop, repeat, mark, mark_near, swap, digits, append, forged_inside,
)  # fmt: skip


def _places(data: bytes, word: bytes) -> list[int]:
    at = data.find(word)
    return [] if at < 0 else [at]


def mutants(count: int, seed: int) -> Iterator[Mutant]:
    """``count`` mutants, each kind as often as any other; the same for the same seed."""
    rng = random.Random(seed)
    files = originals()
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        name = rng.choice(sorted(files))
        data = kind(files[name], rng)
        yield Mutant(kind.__name__, name, kind(data, rng) if rng.random() < 0.2 and data else data)
