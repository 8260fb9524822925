"""The achievement of a definition version (CRD-7) and the electives that a result may state."""

from typing import Any

import pytest

from bukti.model import Definition
from bukti.templates import achievement_of, path_of, paths_of
from tests.templates.small import BASE, DEFINITION, MC, PROVIDER, snapshot


def definition(**changes: Any) -> Definition:
    return Definition.model_validate(DEFINITION | changes)


def achievement(**changes: Any) -> dict[str, Any]:
    return achievement_of(snapshot(), definition(**changes), BASE)


def test_what_an_evaluator_asks_for_is_there() -> None:
    made = achievement()
    assert made["id"] == f"{BASE}/mc/{PROVIDER}/{MC}/v1.json"
    assert made["creditsAvailable"] == 2.5
    assert made["description"] == "How rain is measured,\nand what its numbers say."
    assert made["criteria"]["narrative"].split("\n") == [
        "Pass the project.",
        "Assessment: Project (project, 100 %).",
        "Credits: 2.5 (MQF).",
        "Notional learning hours: 100.",
    ]
    assert made["alignment"] == [
        {
            "type": ["Alignment"],
            "targetName": "MQF level 6",
            "targetUrl": f"{BASE}/frameworks/#mqf-6",
            "targetCode": "6",
            "targetFramework": "Malaysian Qualifications Framework",
        },
        {
            "type": ["Alignment"],
            "targetName": "Read a rain gauge.",
            "targetUrl": f"{BASE}/catalogue/{PROVIDER}/{MC}/v1/#outcome-lo1",
            "targetCode": "lo1",
        },
    ]
    assert [(entry["id"].partition("#")[2], entry["allowedValue"]) for entry in made["resultDescription"]] == [
        ("grade", ["A", "B", "C"]),
        ("path", ["Floods", "Droughts"]),
    ]


def test_one_language() -> None:
    made = achievement(language="ar")
    assert made["name"] == "قراءة بيانات المطر"
    assert made["alignment"][0]["targetName"] == "MQF المستوى 6"
    assert "أسلوب التقييم: مشروع (مشروع، 100 %)." in made["criteria"]["narrative"]


@pytest.mark.parametrize(
    ("credits_", "stated"),
    [
        ({"value": "3.00", "system": "MQF"}, 3),
        ({"value": "0.5", "system": "ECTS"}, 0.5),
        ({"system": "none"}, None),
        ({"value": "2", "max_value": "3", "system": "MQF"}, None),
    ],
)
def test_credits(credits_: dict[str, str], stated: float | None) -> None:
    assert achievement(credits=credits_).get("creditsAvailable") == stated


def test_a_range_of_credits_is_told_in_words() -> None:
    assert (
        "Credits: 2–3 (MQF)."
        in achievement(credits={"value": "2", "max_value": "3", "system": "MQF"})["criteria"]["narrative"]
    )


def test_a_bare_draft_has_an_achievement_with_its_gaps_named() -> None:
    bare = {name: DEFINITION[name] for name in ("schema", "provider", "id", "version", "language", "title")}
    made = achievement_of(snapshot(), Definition.model_validate(bare | {"state": "draft"}), BASE)
    assert made["description"] == made["criteria"]["narrative"] == "Not described yet."
    assert not {"alignment", "resultDescription", "creditsAvailable"} & made.keys()


def test_outcomes_of_several_lines_become_one() -> None:
    outcomes = [{"id": "lo1", "text": {"en": "Read\n  a gauge."}, "domain": "skill"}]
    assert achievement(outcomes=outcomes)["alignment"][1]["targetName"] == "Read a gauge."


class TestPaths:
    """Electives: each permitted choice has one text (design section 4: a path is a result entry)."""

    def test_listed(self) -> None:
        assert paths_of(definition()) == {frozenset({"m2"}): "Floods", frozenset({"m3"}): "Droughts"}
        assert path_of(definition(), frozenset({"m3"})) == "Droughts"

    @pytest.mark.parametrize("modules", [set(), {"m1"}, {"m2", "m3"}, {"m9"}])
    def test_not_permitted(self, modules: set[str]) -> None:
        assert path_of(definition(), frozenset(modules)) is None

    def test_nothing_to_choose(self) -> None:
        assert paths_of(definition(structure=None)) == {}
        assert path_of(definition(structure=None), frozenset({"m2"})) is None

    def test_same_titles_are_told_apart_by_id(self) -> None:
        modules = [{"id": m, "title": {"en": "Floods"}, "content": [{"en": "x"}]} for m in ("m1", "m2", "m3")]
        assert set(paths_of(definition(modules=modules)).values()) == {"m2", "m3"}

    def test_too_many_to_list(self) -> None:
        ids = [f"e{n}" for n in range(12)]
        modules = [{"id": m, "title": {"en": m}, "content": [{"en": "x"}]} for m in ids]
        choose = [{"id": "c", "label": {"en": "Six"}, "from": ids, "min": 6, "max": 6}]
        many = definition(modules=modules, structure={"required": [], "choose": choose})
        assert paths_of(many) == {}
        assert path_of(many, frozenset(ids[:6])) == "e0+e1+e2+e3+e4+e5"
        assert path_of(many, frozenset(ids[:5])) is None
        assert path_of(many, frozenset([*ids[:5], "zz"])) is None
        assert "allowedValue" not in achievement(modules=modules, structure={"choose": choose})["resultDescription"][1]

    def test_groups_that_share_modules_are_not_combined_for_ever(self) -> None:
        modules = [{"id": m, "title": {"en": m}, "content": [{"en": "x"}]} for m in ("a", "b")]
        choose = [{"id": f"c{n}", "label": {"en": "One"}, "from": ["a", "b"], "min": 1, "max": 1} for n in range(40)]
        assert paths_of(definition(modules=modules, structure={"required": [], "choose": choose})) == {}
