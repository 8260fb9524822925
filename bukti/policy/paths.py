"""Paths through a micro-credential: which modules a learner may end up with, and what each path covers (5.2)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from bukti.model import Definition
from bukti.model.definition import Choice


@dataclass(frozen=True)
class Paths:
    """The permitted combinations of modules of one definition.

    Without a ``structure`` every module is compulsory. Groups are taken as independent of each other;
    a module in two groups is a fault of its own (MC-5.2-02).
    """

    definition: Definition

    @property
    def groups(self) -> tuple[Choice, ...]:
        """The elective groups."""
        structure = self.definition.structure
        return structure.choose if structure else ()

    @cached_property
    def required(self) -> frozenset[str]:
        """Modules that stand on every path."""
        structure = self.definition.structure
        if structure is None:
            return frozenset(module.id for module in self.definition.modules)
        fixed = {i for group in structure.choose if group.min >= len(group.from_) for i in group.from_}
        return frozenset(structure.required) | fixed

    def avoiding(self, modules: frozenset[str]) -> tuple[str, ...] | None:
        """A permitted choice of electives with none of ``modules``; None where every path has one of them."""
        if modules & self.required:
            return None
        chosen: list[str] = []
        for group in self.groups:
            left = [module for module in group.from_ if module not in modules]
            if len(left) < group.min:
                return None
            chosen += left[: group.min]
        return tuple(chosen)

    def extremes(self, amounts: Mapping[str, Decimal]) -> tuple[Decimal, Decimal]:
        """Least and greatest sum over all paths, of an amount for each module (absent: 0)."""
        base = sum((amounts.get(module, Decimal(0)) for module in self.required), Decimal(0))
        least = greatest = base
        for group in self.groups:
            options = [module for module in group.from_ if module not in self.required]
            taken = len(group.from_) - len(options)
            ordered = sorted(amounts.get(module, Decimal(0)) for module in options)
            fewest, most = max(group.min - taken, 0), min(max(group.max - taken, 0), len(ordered))
            least += sum(ordered[:fewest], Decimal(0))
            greatest += sum(ordered[len(ordered) - most :], Decimal(0))
        return least, greatest


def closure(definition: Definition) -> Mapping[str, frozenset[str]]:
    """Outcome -> itself and every outcome that it contributes to, directly or through others."""
    onward = {outcome.id: outcome.contributes_to for outcome in definition.outcomes}

    def reach(start: str) -> frozenset[str]:
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            outcome = waiting.pop()
            if outcome not in seen:
                seen.add(outcome)
                waiting += onward.get(outcome, ())
        return frozenset(seen)

    return {outcome: reach(outcome) for outcome in onward}


def covering(definition: Definition) -> Mapping[str, tuple[frozenset[str], ...]]:
    """Outcome -> for each way it is assessed, the modules that a learner must have taken for it.

    A way is an assessment of the outcome, or of one that contributes to it; the module of either has to
    be on the path. An empty set: it is assessed on every path.
    """
    reach = closure(definition)
    module_of = {outcome.id: outcome.module for outcome in definition.outcomes}
    ways: dict[str, list[frozenset[str]]] = {outcome: [] for outcome in reach}
    for assessment in definition.assessments:
        for outcome in assessment.outcomes:
            needed = _present((assessment.module, module_of.get(outcome)))
            for covered in reach.get(outcome, ()):
                if covered in ways:
                    ways[covered].append(needed)
    return {outcome: tuple(found) for outcome, found in ways.items()}


def _present(modules: Iterable[str | None]) -> frozenset[str]:
    return frozenset(module for module in modules if module is not None)


def uncovered(definition: Definition) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each overall outcome that some permitted path does not assess, with the electives of such a path.

    Outcomes that no path assesses are left to MC-5.1-06. A way that needs two electives at once is not
    counted on.
    """
    paths = Paths(definition)
    ways = covering(definition)
    for outcome in definition.overall_outcomes:
        open_ways = [way - paths.required for way in ways[outcome.id]]
        if not open_ways or frozenset() in open_ways:
            continue
        single = frozenset(module for way in open_ways if len(way) == 1 for module in way)
        electives = paths.avoiding(single)
        if electives is not None:
            yield outcome.id, electives
