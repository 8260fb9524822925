"""Calendar arithmetic of the rules."""

import calendar
import re
from datetime import date


def months_after(day: date, months: int) -> date:
    """The same day ``months`` later; the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_of(period: str) -> int:
    """``P3Y`` or ``P18M`` in months."""
    found = re.fullmatch(r"P([0-9]+)([YM])", period)
    if not found:
        raise ValueError(f"{period!r} is no period of years or months")
    return int(found[1]) * (12 if found[2] == "Y" else 1)
