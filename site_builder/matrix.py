"""Which outcome is taught in which module and assessed by which assessment (MQA 5.1).

An overall outcome is reached directly, or through a module's own outcome that contributes to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bukti.model.definition import Assessment, Definition, Module, Outcome

Link = Literal["direct", "through", ""]


@dataclass(frozen=True, kw_only=True)
class Row:
    """One overall outcome: its links to the modules and to the assessments, in the definition's order."""

    outcome: Outcome
    modules: tuple[Link, ...]
    assessments: tuple[Link, ...]


def rows_of(definition: Definition) -> tuple[Row, ...]:
    """The matrix of a definition, one row for each overall outcome."""
    by_id = {outcome.id: outcome for outcome in definition.outcomes}
    taught = [_ids_of_module(module, definition.outcomes) for module in definition.modules]
    assessed = [set(assessment.outcomes) for assessment in definition.assessments]
    return tuple(
        Row(
            outcome=outcome,
            modules=tuple(_link(outcome.id, ids, by_id) for ids in taught),
            assessments=tuple(_link(outcome.id, ids, by_id) for ids in assessed),
        )
        for outcome in definition.overall_outcomes
    )


def outcomes_of_module(module: Module, definition: Definition) -> tuple[Outcome, ...]:
    """The module's own outcomes, in the definition's order."""
    ids = _ids_of_module(module, definition.outcomes)
    return tuple(outcome for outcome in definition.outcomes if outcome.id in ids and outcome.module is not None)


def assessments_of_module(module: Module, definition: Definition) -> tuple[tuple[int, Assessment], ...]:
    """The module's assessments with their number in the definition, from 1."""
    numbered = enumerate(definition.assessments, start=1)
    return tuple((number, assessment) for number, assessment in numbered if assessment.module == module.id)


def _ids_of_module(module: Module, outcomes: Iterable[Outcome]) -> set[str]:
    return set(module.outcomes) | {outcome.id for outcome in outcomes if outcome.module == module.id}


def _link(overall: str, ids: set[str], by_id: dict[str, Outcome]) -> Link:
    if overall in ids:
        return "direct"
    through = any(overall in by_id[id_].contributes_to for id_ in ids if id_ in by_id)
    return "through" if through else ""
