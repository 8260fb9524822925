"""Calendar dates of a credential: when it ends, and what day it is for the provider (CRD-10, CRD-11)."""

import calendar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bukti.errors import BuktiError

EARLIEST = date(2020, 1, 1)
LATEST = date(2199, 6, 6)
"""The dates that a card has room for (CAR-2)."""


def period_end(start: date, period: str) -> date:
    """The last day of a period ``PnY`` or ``PnM`` that begins on ``start`` (CRD-11).

    The day before the same day n years or months later; where that day does not exist, the last day
    of that month: P1Y from 2028-02-29 ends on 2029-02-28. Raises ValueError for another period.
    """
    number, unit = period[1:-1], period[-1:]
    if not period.startswith("P") or not number.isdecimal() or unit not in ("Y", "M"):
        raise ValueError(f"{period!r} is not a period of years or months (P3Y, P18M)")
    months = start.year * 12 + start.month - 1 + int(number) * (12 if unit == "Y" else 1)
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    if start.day > last:
        return date(year, month + 1, last)
    return date(year, month + 1, start.day) - timedelta(days=1)


def today_in(zone: str, now: datetime) -> date:
    """The calendar date in the IANA time zone ``zone`` at the moment ``now`` (which knows its zone)."""
    try:
        return now.astimezone(ZoneInfo(zone)).date()
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise BuktiError(
            f"this computer does not know the time zone {zone!r}",
            expected="a name of the IANA time zone database, like Asia/Kuala_Lumpur",
            hint="mend `zone` in provider.yaml, or install the package tzdata",
        ) from error
