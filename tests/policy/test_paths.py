"""Electives as a graph question (5.2): the short answer equals trying every permitted path."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, product
from typing import Any

import hypothesis.strategies as st
from hypothesis import given, settings

from bukti.model import Definition
from bukti.policy.paths import Paths, covering, uncovered

HEAD = {
    "schema": "definition/v1",
    "provider": "p",
    "id": "m",
    "version": 1,
    "state": "active",
    "language": "en",
    "title": {"en": "T"},
}


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    """Up to three groups of electives over distinct modules, and assessments of one module or of the whole."""
    modules = [f"m{n}" for n in range(draw(st.integers(1, 8)))]
    required = [m for m in modules if draw(st.integers(0, 3)) == 0]
    left = [m for m in modules if m not in required]
    choose: list[dict[str, Any]] = []
    while left and len(choose) < 3:
        size = draw(st.integers(1, len(left)))
        group, left = left[:size], left[size:]
        least = draw(st.integers(1, size))
        most = draw(st.integers(least, size))
        choose.append({"id": f"c{len(choose)}", "label": {"en": "C"}, "from": group, "min": least, "max": most})
    outcomes: list[dict[str, Any]] = [
        {"id": f"o{n}", "text": {"en": "List it."}, "domain": "skill"} for n in range(draw(st.integers(1, 3)))
    ]
    overall = [o["id"] for o in outcomes]
    for module in modules:
        if draw(st.booleans()):
            to = draw(st.lists(st.sampled_from(overall), max_size=2, unique=True))
            outcomes.append(
                {"id": f"{module}-o", "text": {"en": "L."}, "domain": "skill", "module": module, "contributes_to": to}
            )
    assessments = []
    for n in range(draw(st.integers(0, 5))):
        where: str | None = draw(st.sampled_from([None, *modules]))
        own = [o["id"] for o in outcomes if o.get("module") in (None, where)]
        assessment = {"id": f"a{n}", "title": {"en": "A"}, "outcomes": draw(st.lists(st.sampled_from(own), max_size=3))}
        assessments.append(assessment | ({"module": where} if where else {}))
    structure = {"required": required, "choose": choose}
    parts = {
        "modules": [{"id": m, "title": {"en": m}, "hours": draw(st.integers(0, 40))} for m in modules],
        "outcomes": outcomes,
        "assessments": assessments,
        "structure": structure,
    }
    return Definition.model_validate(HEAD | parts)


def every_path(definition: Definition) -> Iterator[frozenset[str]]:
    structure = definition.structure
    assert structure is not None
    options = [
        [frozenset(c) for size in range(group.min, group.max + 1) for c in combinations(group.from_, size)]
        for group in structure.choose
    ]
    for chosen in product(*options):
        yield frozenset(structure.required).union(*chosen)


@given(definitions())
@settings(max_examples=300, deadline=None)
def test_uncovered_outcomes_are_those_that_some_path_misses(definition: Definition) -> None:
    ways = covering(definition)
    missed = {
        outcome.id
        for outcome in definition.overall_outcomes
        if ways[outcome.id] and any(not any(way <= path for way in ways[outcome.id]) for path in every_path(definition))
    }
    told = dict(uncovered(definition))
    assert set(told) == missed
    for outcome, electives in told.items():
        path = Paths(definition).required | set(electives)
        assert not any(way <= path for way in ways[outcome])


@given(definitions())
@settings(max_examples=300, deadline=None)
def test_least_and_greatest_sums_are_those_of_some_path(definition: Definition) -> None:
    amounts = {m.id: m.hours for m in definition.modules if m.hours is not None}
    sums = [sum((amounts[m] for m in path), Decimal(0)) for path in every_path(definition)]
    assert Paths(definition).extremes(amounts) == (min(sums), max(sums))


def test_many_electives_cost_no_time() -> None:
    modules = [f"m{n}" for n in range(300)]
    form: dict[str, Any] = HEAD | {
        "modules": [{"id": m, "title": {"en": m}} for m in modules],
        "outcomes": [{"id": "o", "text": {"en": "List it."}, "domain": "skill"}],
        "assessments": [{"id": f"a-{m}", "title": {"en": "A"}, "outcomes": ["o"], "module": m} for m in modules[:151]],
        "structure": {"choose": [{"id": "c", "label": {"en": "C"}, "from": modules, "min": 150, "max": 200}]},
    }
    assert list(uncovered(Definition.model_validate(form))) == []
    del form["assessments"][0]
    assert [outcome for outcome, _ in uncovered(Definition.model_validate(form))] == ["o"]
