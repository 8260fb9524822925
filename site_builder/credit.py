"""The arithmetic of recognition: what a cap in percent of a receiving programme comes to in credits.

The cap belongs to the receiving programme and to all of a learner's credits together, so one
micro-credential can only be set against examples (domain rules of MQA 8.1 and 8.2).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from bukti.model.definition import Definition
from bukti.model.framework import Framework, Qualification


@dataclass(frozen=True, kw_only=True)
class CapExample:
    """A receiving programme of ``credits`` credits may count at most ``cap`` of them, of which this is ``used``."""

    qualification: Qualification
    level: str
    credits: Decimal
    cap: Decimal
    used: Decimal

    @property
    def fits(self) -> bool:
        """Whether the micro-credential alone stays within the cap."""
        return self.used <= self.cap


def cap_examples(definition: Definition, framework: Framework | None, percent: Decimal | None) -> list[CapExample]:
    """Examples for the qualifications at or above the definition's level; none where its size is not stated.

    ``percent`` is the cap; whole credits only, never rounded up.
    """
    size = definition.credits.value if definition.credits else None
    if framework is None or percent is None or size is None or definition.level is None:
        return []
    return [
        _example(qualification, level, size, percent)
        for level, qualification in _receiving(framework, definition.level.value)
    ]


def _receiving(framework: Framework, lowest: str) -> Iterable[tuple[str, Qualification]]:
    values = [level.value for level in framework.levels]
    order = {value: int(value) if value.isdigit() else index for index, value in enumerate(values)}
    for level in framework.levels:
        if order[level.value] >= order.get(lowest, 0):
            for qualification in level.qualifications:
                if qualification.min_credits:
                    yield level.value, qualification


def _example(qualification: Qualification, level: str, size: Decimal, percent: Decimal) -> CapExample:
    whole = qualification.min_credits or Decimal(0)
    cap = (whole * percent / 100).to_integral_value(rounding=ROUND_FLOOR)
    return CapExample(qualification=qualification, level=level, credits=whole, cap=cap, used=size)
