"""How many credentials stand on something, told coarsely: the order of magnitude, not the size of a class."""

from collections import Counter
from collections.abc import Mapping

from bukti.register import Register

_STARTS = ((1, "1-9"), (10, "10-49"), (50, "50-249"), (250, "250-999"), (1_000, "1000+"))
BANDS = ("0", *(name for _, name in _STARTS))
"""The names of the bands, in ascending order; their words are the messages ``band.<name>``."""


def band(count: int) -> str:
    """The name of the band that ``count`` ≥ 0 falls into."""
    return next((name for start, name in reversed(_STARTS) if count >= start), BANDS[0])


def standing_of(register: Register) -> Mapping[tuple[str, str, int], int]:
    """How many credentials were published of each provider, micro-credential and version.

    Told by the batches alone, no hash is looked at. A batch that reaffirms one which counts itself repeats its
    credentials, and one by a provider that was not allowed to award adds none. What was revoked later is not taken off.
    """
    counting = [one for one in register.batches if one.position is not None and one.source.authorised]
    names = {(one.source.provider, one.batch.record.batch) for one in counting}
    found: Counter[tuple[str, str, int]] = Counter()
    for one in counting:
        if (one.source.provider, one.batch.record.reaffirms) not in names:
            found[one.source.provider, one.source.mc, one.source.version] += one.batch.record.count
    return found
