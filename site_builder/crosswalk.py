"""The frameworks side by side: which level stands beside which, by whose word, and what a credit is elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from bukti.model.framework import Framework, Level, LevelEquivalent
from bukti.policy.information import HOURS_PER_CREDIT

SYSTEM_SOURCES: Mapping[str, str] = {
    "ECTS": "European Union, ECTS Users' Guide, 2015",
    "UK": "QAA, Higher Education Credit Framework for England, second edition, 2021",
    "NZQCF": "NZQA, Qualification and Micro-credential Listing and Operational Rules 2022, rule 3",
}
"""Who says how many hours a credit of a system stands for that no framework of the registry describes."""
_TENTH = Decimal("0.1")


@dataclass(frozen=True, kw_only=True)
class Row:
    """A level of one of the registry's frameworks, and its places in others by their names."""

    framework: Framework
    level: Level
    places: Mapping[str, tuple[LevelEquivalent, ...]]


@dataclass(frozen=True, kw_only=True)
class Crosswalk:
    """All rows, highest level first in each framework; ``columns`` are the other frameworks."""

    rows: tuple[Row, ...]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of the other frameworks, in the order in which they are first named."""
        return tuple(dict.fromkeys(name for row in self.rows for name in row.places))

    @cached_property
    def sources(self) -> Mapping[str, int]:
        """Each source with its number in the list below the table, from 1."""
        stated = (one.source for row in self.rows for places in row.places.values() for one in places)
        return {source: number for number, source in enumerate(dict.fromkeys(stated), start=1)}


def crosswalk_of(frameworks: Iterable[Framework]) -> Crosswalk:
    """The places that the frameworks' own records state; nothing is concluded from two of them."""
    rows = [
        Row(framework=framework, level=level, places=_places(level))
        for framework in frameworks
        for level in reversed(framework.levels)
        if level.equivalents
    ]
    return Crosswalk(rows=tuple(rows))


def _places(level: Level) -> Mapping[str, tuple[LevelEquivalent, ...]]:
    names = dict.fromkeys(one.framework for one in level.equivalents)
    return {name: tuple(one for one in level.equivalents if one.framework == name) for name in names}


@dataclass(frozen=True, kw_only=True)
class CreditUnit:
    """How many notional hours, least and most, make one credit of a system, and by whose word.

    ``framework`` is the registry's own one that says so, None where the policy's table does.
    """

    system: str
    hours: tuple[Decimal, Decimal]
    source: str
    framework: Framework | None = None

    def credits_in(self, hours: Decimal) -> tuple[Decimal, Decimal]:
        """Least and most credits of this system for so many hours, to a tenth. No institution counts so by itself."""
        low, high = (hours / per_credit for per_credit in reversed(self.hours))
        return low.quantize(_TENTH, ROUND_HALF_UP), high.quantize(_TENTH, ROUND_HALF_UP)


def credit_units(frameworks: Iterable[Framework]) -> tuple[CreditUnit, ...]:
    """The systems of the registry's frameworks, then the others that definitions may use."""
    own = [_own(framework) for framework in frameworks if framework.credit_system]
    known = {unit.system for unit in own}
    others = [
        CreditUnit(system=system, hours=hours, source=SYSTEM_SOURCES[system])
        for system, hours in HOURS_PER_CREDIT.items()
        if system not in known and system in SYSTEM_SOURCES
    ]
    return (*own, *others)


def _own(framework: Framework) -> CreditUnit:
    assert framework.credit_system is not None  # noqa: S101 - the caller has looked
    stated = framework.credit_system
    hours = (stated.hours_per_credit, stated.hours_per_credit)
    return CreditUnit(system=stated.name, hours=hours, source=stated.source, framework=framework)
