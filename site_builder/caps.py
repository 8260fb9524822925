"""What a cap in percent of a receiving programme comes to in credits."""

from decimal import ROUND_FLOOR, Decimal


def cap_credits(programme: Decimal, percent: Decimal | int) -> Decimal:
    """The most credits of a programme of so many that may be recognised: whole ones, never rounded up (MQA 8.2)."""
    return (programme * percent / 100).to_integral_value(rounding=ROUND_FLOOR)
