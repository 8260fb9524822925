"""Times as strangers write them: any zone, any fraction of a second (RFC 3339; VER-26)."""

import re
from datetime import UTC, date, datetime

_FORM = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?:Z|([+-])(\d{2}):(\d{2}))", re.ASCII
)
_EPOCH = date(1970, 1, 1).toordinal()


def seconds_of(value: object) -> int | None:
    """Whole seconds since 1970 UTC of a time with its zone, the fraction dropped; None for anything else."""
    found = _FORM.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    sign, away_hours, away_minutes = found[7], int(found[8] or 0), int(found[9] or 0)
    if hour > 23 or minute > 59 or second > 59 or away_hours > 14 or away_minutes > 59:
        return None
    try:
        days = date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return None
    away = (away_hours * 60 + away_minutes) * 60 * (-1 if sign == "-" else 1)
    return days * 86_400 + hour * 3_600 + minute * 60 + second - away


def seconds_at(moment: datetime) -> int:
    """Whole seconds since 1970 of ``moment``, the fraction dropped."""
    passed = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return passed.days * 86_400 + passed.seconds
