"""What each choice of modules covers, and the arithmetic of the cap."""

from decimal import Decimal
from typing import Any

import pytest

from bukti.model.definition import Definition
from site_builder.credit import cap_examples
from site_builder.electives import MOST_LISTED, electives_of
from site_builder.plan import Plan

ANALYSIS = "universiti-contoh/applied-data-analysis"


def made(options: int, covering: int, least: int, most: int, **more: Any) -> Definition:
    """One compulsory module and ``options`` electives, of which the first ``covering`` assess the outcome ``b``."""
    electives = [f"e{n}" for n in range(options)]
    return Definition.model_validate(
        {
            "schema": "definition/v1", "provider": "p", "id": "m", "version": 1, "state": "draft", "language": "en",
            "title": {"en": "Made"},
            "outcomes": [{"id": id_, "text": {"en": id_}, "domain": "skill"} for id_ in ("a", "b")],
            "modules": [
                {"id": id_, "title": {"en": id_.upper()}, "hours": 10 + n, "credits": 1}
                for n, id_ in enumerate(["base", *electives])
            ],
            "structure": {
                "required": ["base"],
                "choose": [{"id": "c", "label": {"en": "Some"}, "from": electives, "min": least, "max": most}],
            },
            "assessments": [
                {"id": "t", "title": {"en": "T"}, "outcomes": ["a"], "module": "base"},
                *(
                    {"id": f"x{n}", "title": {"en": "X"}, "outcomes": ["b"], "module": f"e{n}"}
                    for n in range(covering)
                ),
            ],
        }
        | more
    )  # fmt: skip


def test_the_sample_lists_each_path_with_what_it_has(plan: Plan) -> None:
    found = electives_of(plan.site.by_ref[ANALYSIS].current)
    assert found
    assert [[module.id for module in path.modules] for path in found.paths] == [["business"], ["public"], ["health"]]
    assert {path.outcomes for path in found.paths} == {(1, 2, 3, 4)}
    assert [path.assessments for path in found.paths] == [(1, 2, 3, 4), (1, 2, 3, 5), (1, 2, 3, 6)]
    assert {(path.hours, path.credits) for path in found.paths} == {(Decimal(120), Decimal(3))}
    assert (found.always, found.depends) == ((1, 2, 3, 4), ())


def test_a_path_without_an_outcome_shows_it() -> None:
    found = electives_of(made(options=2, covering=1, least=1, most=1))
    assert found
    assert [path.outcomes for path in found.paths] == [(1, 2), (1,)]
    assert (found.always, found.depends) == ((1,), (2,))


@pytest.mark.parametrize(("least", "always"), [(2, (1,)), (3, (1, 2))])
def test_an_outcome_of_k_of_n_options_is_safe_when_more_than_the_others_are_chosen(
    least: int, always: tuple[int, ...]
) -> None:
    found = electives_of(made(options=5, covering=3, least=least, most=3))
    assert found
    assert found.always == always


def test_many_paths_are_told_together() -> None:
    listed, told = electives_of(made(12, 12, 1, 1)), electives_of(made(13, 13, 1, 1))
    assert listed
    assert told
    assert (len(listed.paths), len(told.paths)) == (MOST_LISTED, 0)
    assert told.hours == (Decimal(21), Decimal(33))
    assert told.credits == (Decimal(2), Decimal(2))


def test_a_module_without_hours_leaves_the_sum_unsaid() -> None:
    definition = made(2, 2, 1, 1)
    modules = [{**module.json_form(), "hours": None} for module in definition.modules]
    found = electives_of(Definition.model_validate(definition.json_form() | {"modules": modules}))
    assert found
    assert {path.hours for path in found.paths} == {None}
    assert found.hours is None


def test_nothing_to_choose_is_no_choice(plan: Plan) -> None:
    assert electives_of(plan.site.by_ref["universiti-contoh/database-design"].current) is None


def test_the_cap_is_that_of_typical_programmes(plan: Plan) -> None:
    framework = plan.site.snapshot.frameworks["mqf"].record
    sized = {"level": {"framework": "mqf", "value": "3"}, "credits": {"value": "2.5", "system": "MQF"}}
    found = cap_examples(made(2, 2, 1, 1, **sized), framework, Decimal(30))
    assert [(int(e.credits), int(e.cap)) for e in found] == [
        (60, 18), (90, 27), (40, 12), (120, 36), (40, 12), (80, 24),
    ]  # fmt: skip
    assert (found[3].fitting, found[3].left) == (14, Decimal(1))
    assert [e.level for e in cap_examples(made(2, 2, 1, 1, **sized), framework, Decimal(30))] == list("345678")


@pytest.mark.parametrize("size", [{"system": "none"}, {"value": 5, "system": "ECTS"}, {"value": 0, "system": "MQF"}])
def test_sizes_that_cannot_be_set_against_the_framework_are_not(plan: Plan, size: dict[str, Any]) -> None:
    framework = plan.site.snapshot.frameworks["mqf"].record
    level = {"level": {"framework": "mqf", "value": "6"}}
    assert cap_examples(made(2, 2, 1, 1, **level, credits=size), framework, Decimal(30)) == []
