"""A micro-credential on offer in the European Learning Model 3, ``/api/v1/elm/<provider>/<mc>.json`` (JSON-LD).

A LearningOpportunity with its LearningAchievementSpecification, by the Commission's ontology and its application
profile for learning opportunities (``rdf/ap/loq`` of european-commission-empl/European-Learning-Model). Only what both
mean alike is said. It is never an ``elm:Qualification``: that class asks for a level of the EQF, and a micro-credential
of this registry leads to no formal qualification. docs/guides/api.md lists what is left out.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from bukti.did import achievement_id, did_of
from bukti.model.definition import Credits, Definition, Skill
from bukti.model.framework import Framework, Level
from bukti.model.registry import Provider
from site_builder.duration import hours_duration
from site_builder.site import OFFERED, Mc, Site
from site_builder.skills import identity
from site_builder.words import words_of

CONTEXT = "http://data.europa.eu/snb/model/context/edc-ap"
_VOCABULARIES = "http://data.europa.eu/snb"
_AUTHORITY = "http://publications.europa.eu/resource/authority"
_ESCO = "http://data.europa.eu/esco"
_SCHEME = "25831c2"
"""What the address of each vocabulary of the Commission's own ends in."""
_ECTS = ("6fcec5c5af", "European Credit Transfer System")
_MODES = {
    "online": ("920fbb3cbe", "Online"),
    "face_to_face": ("9191af2ed9", "Presential"),
    "blended": ("e92d221e4d", "Blended"),
    "work_based": ("729f3bed4b", "Workbased"),
}
"""Codes of the Commission's modes of learning and assessment. It has none for assessment without attendance."""
_CODES_FROM = 3
"""Digits from which on a field of ISCED-F is known to have an address in the Commission's vocabulary."""
Node = dict[str, Any]


def described(mc: Mc) -> bool:
    """Whether there is a description: an opportunity is what new learners can take up now."""
    return mc.status in OFFERED


def document(site: Site, mc: Mc) -> Node:
    """The offer of the current version of ``mc``; members that its definition says nothing about are left out."""
    definition, base = mc.current, site.register.base_url
    return {"@context": CONTEXT} | _node(
        "LearningOpportunity",
        f"{base}/{mc.path}#opportunity",
        title=dict(definition.title),
        description=dict(definition.summary or {}),
        homepage=_page(site.page(mc)),
        mode=_modes(definition),
        providedBy=_provider(base, mc.provider),
        learningAchievementSpecification=_specification(site, mc, definition),
        **{"elm:defaultLanguage": _language(definition.language)},  # the context has no short name for it
    )


def _specification(site: Site, mc: Mc, definition: Definition) -> Node:
    """What is learnt; the version's number is in its id, which is that of the Achievement in credentials."""
    languages = definition.delivery.languages if definition.delivery else ()
    return _node(
        "LearningAchievementSpecification",
        achievement_id(site.register.base_url, mc.provider.id, mc.id, definition.version),
        title=dict(definition.title),
        altLabel=_by_language(definition.aliases),
        category={language: words_of(language)("micro_credential") for language in site.languages},
        thematicArea=_fields(definition),
        volumeOfLearning=hours_duration(definition.hours.total) if definition.hours else None,
        creditPoint=_credits(definition.credits),
        educationLevel=_levels(site, definition),
        language=[concept for tag in languages if (concept := _language(tag))],
        entryRequirement=_note(definition.prerequisites),
        learningOutcome=_outcomes(definition),
    )


def _node(kind: str, address: str | None = None, /, **members: object) -> Node:
    head = {"@id": address} if address else {}
    return {**head, "@type": kind, **{name: value for name, value in members.items() if value}}


def _concept(address: str, scheme: str, label: Mapping[str, str] | None = None, **members: str) -> Node:
    return _node("Concept", address, inScheme=_node("ConceptScheme", scheme), prefLabel=dict(label or {}), **members)


def _european(vocabulary: str, code: str, name: str = "") -> Node:
    """A concept of one of the Commission's own vocabularies."""
    folder = f"{_VOCABULARIES}/{vocabulary}"
    return _concept(f"{folder}/{code}", f"{folder}/{_SCHEME}", {"en": name} if name else None)


@cache
def _codes() -> Mapping[str, Mapping[str, str]]:
    table: Mapping[str, Mapping[str, str]] = json.loads(
        (files("site_builder") / "tables/european_codes.json").read_text(encoding="utf-8")
    )
    return table


def _language(tag: str) -> Node | None:
    code = _codes()["languages"].get(tag.partition("-")[0])
    return _concept(f"{_AUTHORITY}/language/{code}", f"{_AUTHORITY}/language") if code else None


def _country(code: str) -> Node | None:
    found = _codes()["countries"].get(code)
    return _concept(f"{_AUTHORITY}/country/{found}", f"{_AUTHORITY}/country") if found else None


def _page(url: str) -> Node:
    return _node("WebResource", contentURL=url)


def _provider(base: str, provider: Provider) -> Node:
    """The provider; its number in a register where it states one, as the identifier that its country gave it."""
    country = _country(provider.country)
    number = _node("LegalIdentifier", notation=provider.register_no, spatial=country) if provider.register_no else None
    return _node(
        "Organisation",
        did_of(base, provider.id),
        legalName=dict(provider.name),
        registration=number,
        homepage=_page(provider.url),
        location=_node("Location", address=_node("Address", countryCode=country)) if country else None,
    )


def _modes(definition: Definition) -> list[Node]:
    stated = definition.delivery.modes if definition.delivery else ()
    return [_european("learning-assessment", *_MODES[mode]) for mode in stated if mode in _MODES]


def _fields(definition: Definition) -> list[Node]:
    code = definition.field_of_study.isced_f if definition.field_of_study else ""
    return [_european("isced-f", code)] if len(code) >= _CODES_FROM else []


def _credits(size: Credits | None) -> list[Node]:
    """Points of the ECTS where the micro-credential states them; one of another system is never converted."""
    if size is None or size.system != "ECTS" or size.value is None or size.max_value is not None:
        return []
    return [_node("CreditPoint", framework=_european("education-credit", *_ECTS), point=f"{size.value.normalize():f}")]


def _levels(site: Site, definition: Definition) -> list[Node]:
    located = site.level(definition.level.framework, definition.level.value) if definition.level else None
    if located is None:
        return []
    framework, level = located
    return [_national(site.register.base_url, framework, level), *_referenced(level)]


def _national(base: str, framework: Framework, level: Level) -> Node:
    scheme = f"{base}/frameworks/#{framework.id}"
    names = {language: f"{framework.abbreviation}: {name}" for language, name in level.name.items()}
    return _concept(f"{scheme}-{level.value}", scheme, names, notation=level.value)


def _referenced(level: Level) -> Iterable[Node]:
    """The level of the EQF where the framework was referenced to it; an indicative place is none."""
    for equal in level.equivalents:
        if equal.framework == "EQF" and not equal.indicative:
            yield _european("eqf", equal.value, f"Level {equal.value}")


def _note(texts: Iterable[Mapping[str, str]]) -> Node | None:
    found = _by_language(texts)
    return _node("Note", noteLiteral=found) if found else None


def _by_language(texts: Iterable[Mapping[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        for language, words in text.items():
            found[language].append(words)
    return dict(found)


def _outcomes(definition: Definition) -> list[Node]:
    """The outcomes that credentials state, and each skill of ESCO as one more, as the model ties skills to outcomes."""
    stated = [_node("LearningOutcome", title=dict(outcome.text)) for outcome in definition.stated_outcomes]
    skills = [
        _node("LearningOutcome", title=dict(skill.label), relatedESCOSkill=[concept])
        for skill in definition.skills
        if (concept := _esco(skill))
    ]
    return stated + skills


def _esco(skill: Skill) -> Node | None:
    scheme, _, uuid = identity(skill.uri).partition(":")
    if scheme != "esco":
        return None
    return _concept(f"{_ESCO}/skill/{uuid}", f"{_ESCO}/concept-scheme/skills", skill.label)
