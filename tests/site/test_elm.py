"""The European Learning Model: what is said is in its context and profile, and nothing is said that nobody stated."""

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from pyld import jsonld  # type: ignore[import-untyped]

from bukti.model.framework import LevelEquivalent
from site_builder import elm
from site_builder.plan import Plan
from site_builder.site import Site
from tests.public_data import DATA, need
from tests.site.test_api import MC, documents, faults
from tests.site.test_mc_page import with_definition

PROFILE = json.loads(Path(__file__).with_name("elm_profile.json").read_bytes())
"""The Commission's names and shapes, pinned with their source, as neither npm nor PyPI has them."""
CLASSES = PROFILE["classes"]


def nodes(value: object) -> Iterator[dict[str, Any]]:
    """Every node of a document."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for member in value.values():
            yield from nodes(member)
    elif isinstance(value, list):
        for member in value:
            yield from nodes(member)


def strange(document: dict[str, Any]) -> list[str]:
    """What a document says or leaves out against the profile."""
    found = []
    for node in nodes(document):
        kind = CLASSES.get(node["@type"], {"required": [], "optional": []})
        members = {name for name in node if not name.startswith("@")}
        unknown = members - {*kind["required"], *kind["optional"]}
        found += [f"{node['@type']} has {name}" for name in sorted(unknown)]
        found += [f"{node['@type']} lacks {name}" for name in kind["required"] if name not in members]
        found += [f"{name} in no language" for name in members & {*PROFILE["languages"]} if not _by_tag(node[name])]
    return found


def _by_tag(texts: object) -> bool:
    return isinstance(texts, dict) and all("@" not in tag for tag in texts)


def learnt(site: Site) -> dict[str, Any]:
    """What is learnt, as the document of one micro-credential says."""
    found: dict[str, Any] = elm.document(site, site.by_ref[MC])["learningAchievementSpecification"]
    return found


@pytest.fixture(scope="module")
def found(plan: Plan) -> dict[str, dict[str, Any]]:
    return {path: document for path, document in documents(plan) if path.startswith("api/v1/elm/")}


def test_what_is_on_offer_is_described_and_nothing_else(found: dict[str, Any], plan: Plan) -> None:
    offered = {mc.ref for mc in plan.site.mcs if mc.status == "active"}
    assert {path.removeprefix("api/v1/elm/").removesuffix(".json") for path in found} == offered
    assert 0 < len(offered) < len(plan.site.mcs)
    told = {mc["id"]: mc["elm"] for mc in dict(documents(plan))["api/v1/all.json"]["mcs"]}
    assert told == {ref: f"https://bukti.example/api/v1/elm/{ref}.json" if ref in offered else None for ref in told}


def test_every_word_is_in_the_model_and_each_class_is_whole(found: dict[str, dict[str, Any]]) -> None:
    assert {path: wrong for path, document in found.items() if (wrong := strange(document))} == {}
    whole = found[f"api/v1/elm/{MC}.json"]
    assert strange(whole | {"fee": 600}) == ["LearningOpportunity has fee"]
    assert strange({name: value for name, value in whole.items() if name != "homepage"}) == [
        "LearningOpportunity lacks homepage"
    ]
    assert strange(whole | {"title": "A title"}) == ["title in no language"]


def context() -> dict[str, Any]:
    """The part of the Commission's context that is pinned."""
    languages = PROFILE["languages"]
    classes = {name: kind["iri"] for name, kind in CLASSES.items()}
    terms = {
        name: {"@id": iri} | ({"@container": "@language"} if name in languages else {})
        for name, iri in PROFILE["terms"].items()
    }
    return {"elm": "http://data.europa.eu/snb/model/elm/", **classes, **terms}


def test_a_processor_understands_all_of_it(found: dict[str, dict[str, Any]]) -> None:
    """By a JSON-LD processor of others: a word that the context does not have would be dropped in silence."""
    for path, document in found.items():
        (expanded,) = jsonld.expand(document | {"@context": context()})
        again = jsonld.compact(expanded, context())
        told = {key: value for key, value in again.items() if key != "@context"}
        assert told == _compact({key: value for key, value in document.items() if key != "@context"}), path
    (bare,) = jsonld.expand(found[f"api/v1/elm/{MC}.json"] | {"@context": context(), "fee": 600})
    assert not any("fee" in key for key in bare)


def _compact(value: object) -> object:
    """A document as processors write it: a list of one is that one."""
    if isinstance(value, list):
        return _compact(value[0]) if len(value) == 1 else [_compact(one) for one in value]
    return {key: _compact(member) for key, member in value.items()} if isinstance(value, dict) else value


def test_what_it_says_of_one(found: dict[str, dict[str, Any]]) -> None:
    document = found[f"api/v1/elm/{MC}.json"]
    assert faults(document) == []
    assert document["@id"] == f"https://bukti.example/catalogue/{MC}/#opportunity"
    assert document["elm:defaultLanguage"]["@id"].endswith("/authority/language/ENG")
    assert document["providedBy"]["location"]["address"]["countryCode"]["@id"].endswith("/authority/country/MYS")
    spec = document["learningAchievementSpecification"]
    assert spec["@id"] == f"https://bukti.example/mc/{MC}/v2.json"
    assert spec["title"]["ar"] == "تحليل البيانات التطبيقي"
    assert spec["volumeOfLearning"] == "PT120H"
    assert [one["@id"] for one in spec["thematicArea"]] == ["http://data.europa.eu/snb/isced-f/0542"]
    skills = [one["relatedESCOSkill"][0]["@id"] for one in spec["learningOutcome"] if "relatedESCOSkill" in one]
    assert skills[0] == "http://data.europa.eu/esco/skill/2b92a5b2-6758-4ee3-9fb4-b6387a55cc8f"
    assert len(spec["learningOutcome"]) == 4 + len(skills)


def test_credits_of_another_system_are_not_called_ects(plan: Plan) -> None:
    assert "creditPoint" not in learnt(plan.site)  # 3 credits of the MQF
    ects = with_definition(plan.site, MC, credits={"value": 2.5, "system": "ECTS"})
    (points,) = learnt(ects)["creditPoint"]
    assert points["point"] == "2.5"
    assert points["framework"]["@id"] == "http://data.europa.eu/snb/education-credit/6fcec5c5af"


def test_an_indicative_level_of_the_eqf_is_not_stated(plan: Plan) -> None:
    """Beside the national level stands that of the EQF, but only where the framework was referenced to it."""

    def levels(*, indicative: bool) -> list[str]:
        place = LevelEquivalent(framework="EQF", value="6", indicative=indicative, source="a report")
        located = plan.site.snapshot.frameworks["mqf"]
        changed = tuple(level.model_copy(update={"equivalents": (place,)}) for level in located.record.levels)
        record = located.record.model_copy(update={"levels": changed})
        frameworks = dict(plan.site.snapshot.frameworks) | {"mqf": dataclasses.replace(located, record=record)}
        snapshot = dataclasses.replace(plan.site.snapshot, frameworks=MappingProxyType(frameworks))
        return [one["@id"] for one in learnt(dataclasses.replace(plan.site, snapshot=snapshot))["educationLevel"]]

    national = "https://bukti.example/frameworks/#mqf-6"
    assert levels(indicative=True) == [national]
    assert levels(indicative=False) == [national, "http://data.europa.eu/snb/eqf/6"]


@pytest.mark.parametrize(("hours", "duration"), [(40, "PT40H"), (22.5, "PT22H30M")])
def test_hours_are_a_duration_in_whole_minutes(plan: Plan, hours: float, duration: str) -> None:
    site = with_definition(plan.site, MC, hours={"total": hours})
    assert learnt(site)["volumeOfLearning"] == duration


def test_the_commissions_own_sample_speaks_of_the_same_things() -> None:
    """Its micro-credential has the context, and the vocabularies and codes that both need."""
    path = need(DATA / "credentials-elm-eu/Sample-MC-Annex1-unsigned.jsonld", "the European sample")
    sample = path.read_text(encoding="utf-8")
    assert elm.CONTEXT in json.loads(sample)["@context"]
    for address in (
        "learning-assessment/920fbb3cbe", "learning-assessment/e92d221e4d", "education-credit/6fcec5c5af",
        "eqf/6", "isced-f/0688", "isced-f/25831c2", "learning-assessment/25831c2",
    ):  # fmt: skip
        assert f'"http://data.europa.eu/snb/{address}"' in sample
