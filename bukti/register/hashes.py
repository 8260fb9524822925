"""Work on millions of hashes of 32 bytes without an object for each that stays (REC-8)."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import lt

SIZE = 32
_STEP = 65_536 * SIZE


def block_fault(text: str, count: int | None = None) -> str | None:
    """Why a hash block is not of the form of REC-8, as a plain sentence; None when it is.

    Each line has 64 characters of ``[0-9a-f]`` and one LF; lines ascend, none stands twice; there are
    ``count`` of them, where that is given.
    """
    try:
        digests = bytes.fromhex(text)
    except ValueError:
        return "the block holds something else than hexadecimal digits"
    if len(digests) % SIZE or digests.hex("\n", -SIZE) + "\n" != text:
        return "not every line is 64 lower-case hexadecimal digits and one LF"
    if count is not None and len(digests) != SIZE * count:
        return f"the block has {len(digests) // SIZE} hashes, count says {count}"
    return _order_fault(digests)


def _order_fault(digests: bytes) -> str | None:
    before = b""
    for start in range(0, len(digests), _STEP):
        step = [before, *pieces(digests[start : start + _STEP])]
        if not all(map(lt, step, step[1:])):
            place = next(index for index, (one, two) in enumerate(pairwise(step)) if one >= two)
            return f"hash {start // SIZE + place + 1} of the block is not above the one before it"
        before = step[-1]
    return None


def pieces(digests: bytes) -> Iterator[bytes]:
    """The hashes of a run, one by one."""
    for start in range(0, len(digests), _STEP):
        step = digests[start : start + _STEP]
        yield from (step[at : at + SIZE] for at in range(0, len(step), SIZE))


def repeated(runs: Sequence[bytes]) -> dict[bytes, list[int]]:
    """The hashes that stand in more than one of the sorted runs, with the numbers of these, ascending.

    Goes through the first byte's 256 values one after the other, so that only 1/256 of the hashes are
    objects at one time; the work grows with their number.
    """
    found: dict[bytes, list[int]] = {}
    for first in range(256) if len(runs) > 1 else ():
        seen: set[bytes] = set()
        twice: dict[bytes, list[int]] = {}
        parts = [_beginning_with(run, first) for run in runs]
        for part in parts:
            own = set(pieces(part))
            twice |= {digest: [] for digest in own & seen}
            seen |= own
        for number, part in enumerate(parts) if twice else ():
            for digest in twice.keys() & set(pieces(part)):
                twice[digest].append(number)
        found |= twice
    return found


def _beginning_with(run: bytes, first: int) -> bytes:
    start = bisect_left(range(len(run) // SIZE), first, key=lambda index: run[SIZE * index])
    end = bisect_left(range(len(run) // SIZE), first + 1, key=lambda index: run[SIZE * index])
    return run[SIZE * start : SIZE * end]


def missing_from(wanted: Iterable[bytes], runs: Iterable[bytes]) -> set[bytes]:
    """Those of ``wanted`` that stand in none of the runs. The work grows with all hashes together."""
    missing = set(wanted)
    for run in runs:
        if not missing:
            break
        missing.difference_update(pieces(run))
    return missing
