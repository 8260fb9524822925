"""The arithmetic of recognition: what a cap in percent of a receiving programme comes to in credits.

The cap belongs to the receiving programme and to all of a learner's credits together, so one
micro-credential can only be set against examples (domain rules of MQA 8.1 and 8.2).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bukti.model.definition import Definition
from bukti.model.framework import Framework, Level, Qualification
from site_builder.caps import cap_credits


@dataclass(frozen=True, kw_only=True)
class CapExample:
    """A receiving programme of ``credits`` credits may count at most ``cap`` of them; one of this size has ``size``."""

    qualification: Qualification
    level: str
    credits: Decimal
    cap: Decimal
    size: Decimal

    @property
    def fitting(self) -> int:
        """How many micro-credentials of this size stay within the cap: whole ones only, none is split."""
        return int(self.cap // self.size)

    @property
    def left(self) -> Decimal:
        """What the cap leaves for other credits when so many are counted."""
        return self.cap - self.fitting * self.size


def cap_examples(definition: Definition, framework: Framework | None, percent: Decimal | None) -> list[CapExample]:
    """A typical programme of each level at or above the definition's; none where its size is not stated.

    ``percent`` is the cap; whole credits only, never rounded up. Credits of another system than the framework's
    are not set against it.
    """
    size = _size(definition, framework)
    if framework is None or percent is None or size is None or definition.level is None:
        return []
    return [
        _example(qualification, level.value, size, percent)
        for level in _from(framework, definition.level.value)
        for qualification in _typical(level)
    ]


def _size(definition: Definition, framework: Framework | None) -> Decimal | None:
    """The credits of the definition, the most that it may come to where they are a range."""
    stated, system = definition.credits, framework.credit_system if framework else None
    if stated is None or system is None or stated.system != system.name:
        return None
    return stated.max_value or stated.value or None


def _from(framework: Framework, lowest: str) -> Iterable[Level]:
    """The levels from ``lowest`` on: credits are never transferred downwards."""
    values = [level.value for level in framework.levels]
    order = {value: int(value) if value.isdigit() else index for index, value in enumerate(values)}
    return [level for level in framework.levels if order[level.value] >= order.get(lowest, 0)]


def _typical(level: Level) -> list[Qualification]:
    """The level's largest qualification, which its sub-qualifications are parts of; none where no size is stated."""
    sized = [qualification for qualification in level.qualifications if qualification.min_credits]
    return sorted(sized, key=lambda one: one.min_credits or 0, reverse=True)[:1]


def _example(qualification: Qualification, level: str, size: Decimal, percent: Decimal) -> CapExample:
    whole = qualification.min_credits or Decimal(0)
    return CapExample(
        qualification=qualification, level=level, credits=whole, cap=cap_credits(whole, percent), size=size
    )
