"""What each permitted choice of elective modules covers (MQA 5.2), bounded so that a page stays a page.

The arithmetic of paths is the policy's (:mod:`bukti.policy.paths`); here it is arranged for readers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bukti.model.definition import Choice, Definition, Module
from bukti.policy.paths import Paths, covering, uncovered
from bukti.templates import paths_of

MOST_LISTED = 12
"""So many paths are listed one by one; of more it is said what all of them have and what depends on the choice."""
Amount = Literal["hours", "credits"]
Span = tuple[Decimal, Decimal]


@dataclass(frozen=True, kw_only=True)
class Path:
    """One permitted choice: the electives, and the numbers (from 1) of the outcomes and assessments that it has.

    ``hours`` and ``credits`` are the sums over its modules, required ones included; None where a module states none.
    """

    modules: tuple[Module, ...]
    outcomes: tuple[int, ...]
    assessments: tuple[int, ...]
    hours: Decimal | None
    credits: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Electives:
    """The choices of a definition. ``paths`` is empty where there are more than ``MOST_LISTED``.

    ``always`` are the numbers of the overall outcomes that every path covers, ``depends`` of those that only
    some do; ``hours`` and ``credits`` are the least and the greatest sum over all paths.
    """

    required: tuple[str, ...]
    groups: tuple[Choice, ...]
    paths: tuple[Path, ...]
    always: tuple[int, ...]
    depends: tuple[int, ...]
    hours: Span | None
    credits: Span | None


def electives_of(definition: Definition) -> Electives | None:
    """The choices of a definition; None where there is nothing to choose."""
    paths = Paths(definition)
    if definition.structure is None or not paths.groups:
        return None
    always, depends = _outcomes(definition)
    return Electives(
        required=definition.structure.required,
        groups=paths.groups,
        paths=_listed(definition, paths),
        always=always,
        depends=depends,
        hours=_span(paths, "hours"),
        credits=_span(paths, "credits"),
    )


def _outcomes(definition: Definition) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Overall outcomes on every path, and on some only. An outcome that k of n options cover is safe from
    min > n - k on, which is what :func:`uncovered` goes by.
    """
    ways, open_ = covering(definition), {outcome for outcome, _ in uncovered(definition)}
    numbered = [(n, o.id) for n, o in enumerate(definition.overall_outcomes, start=1) if ways[o.id]]
    return tuple(n for n, id_ in numbered if id_ not in open_), tuple(n for n, id_ in numbered if id_ in open_)


def _listed(definition: Definition, paths: Paths) -> tuple[Path, ...]:
    chosen = list(paths_of(definition))
    if len(chosen) > MOST_LISTED:
        return ()
    ways = covering(definition)
    return tuple(_path(definition, ways, electives, paths.required | electives) for electives in chosen)


def _path(
    definition: Definition,
    ways: Mapping[str, tuple[frozenset[str], ...]],
    electives: frozenset[str],
    taken: frozenset[str],
) -> Path:
    modules = [module for module in definition.modules if module.id in taken]
    outcomes = enumerate(definition.overall_outcomes, start=1)
    assessments = enumerate(definition.assessments, start=1)
    return Path(
        modules=tuple(module for module in modules if module.id in electives),
        outcomes=tuple(n for n, outcome in outcomes if any(way <= taken for way in ways[outcome.id])),
        assessments=tuple(n for n, one in assessments if one.module is None or one.module in taken),
        hours=_sum(module.hours for module in modules),
        credits=_sum(module.credits for module in modules),
    )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    found = list(amounts)
    stated = [amount for amount in found if amount is not None]
    return sum(stated, Decimal(0)) if found and len(stated) == len(found) else None


def _span(paths: Paths, what: Amount) -> Span | None:
    amounts = {module.id: getattr(module, what) for module in paths.definition.modules}
    return None if None in amounts.values() else paths.extremes(amounts)
