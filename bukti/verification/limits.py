"""How much is read of what strangers hand over, and of what a site answers (CRD-1, VER-1)."""

from datetime import UTC, datetime

MAX_INPUT = 262_144
"""Bytes of one input: a file, a link, pasted text."""
MAX_CONTAINER = 16 * 1024 * 1024
"""Bytes of a PDF file or a picture that may hold credentials (CON-2)."""
MAX_AT_HAND = 16 * 1024 * 1024
"""Bytes of all documents at hand together: in memory they take up to a hundred times as much (VER-25)."""
MAX_CREDENTIALS = 100
"""Credentials in one presentation."""
MAX_DEPTH = 32
"""Objects and lists inside one another."""
MAX_NUMBER = 2**53 - 1
"""Largest number, and the negative of the smallest, that every reader holds exactly."""
MAX_DATA = 4 * 1024 * 1024
"""Bytes of one look-up file of a site."""
DATA_TIMEOUT = 10.0
"""Seconds that a site may keep silent before its data counts as not to be had."""
SHOWN = 64
"""Code points of the input's own text that a result's sentence repeats (VER-20)."""
CALENDAR = (datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 12, 31, tzinfo=UTC))
"""The times that are told apart: from each of them a zone or a few weeks lead to a date of the calendar."""


def within_calendar(time: datetime) -> datetime:
    """``time``, or the end of :data:`CALENDAR` that it lies beyond: an absurd clock is no reason to stop."""
    return min(max(time, CALENDAR[0]), CALENDAR[1])
