"""Learning hours as others' vocabularies write them: ISO 8601 durations."""

from decimal import Decimal


def hours_duration(hours: Decimal) -> str:
    """``PT120H``, ``PT22H30M``: XML Schema's durations know no parts of an hour but minutes, so all are written so."""
    whole, part = divmod(hours, Decimal(1))
    minutes = round(part * 60)
    return f"PT{whole:f}H" + (f"{minutes}M" if minutes else "")
