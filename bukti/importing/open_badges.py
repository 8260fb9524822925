"""Open Badges: BadgeClass of 2.0 and Achievement of 3.0, by themselves or inside an assertion or credential."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bukti.importing.draft import Draft, keywords, plain_line, present, web_address
from bukti.importing.jsonld import document, headings, language_of, line_map, prose_map, things, types

LABEL = "Open Badges"
_CLASSES = {"BadgeClass": "2.0", "Achievement": "3.0"}
_SKILLS = frozenset({"ceasn:Competency", "CFItem", "CTDL:Competency", ""})
"""Types of alignments that name what somebody can do; 2.0 has no types, but the name of a framework."""


def recognises(name: str, text: str) -> bool:
    """Whether the file holds a badge class or an achievement."""
    return name.endswith(".json") and any(kind in text for kind in _CLASSES) and next(_classes(text), None) is not None


def read(name: str, text: str, _: Callable[[str], str | None]) -> Iterator[Draft]:
    """The drafts of one file."""
    for one in _classes(text):
        yield _draft(name, one)


def _classes(text: str) -> Iterator[Mapping[str, Any]]:
    whole = document(text)
    inside = [whole, *things(whole.get("badge"))]
    for subject in things(whole.get("credentialSubject")):
        inside += things(subject.get("achievement"))
    return (one for one in inside if types(one) & _CLASSES.keys())


def _draft(origin: str, badge: Mapping[str, Any]) -> Draft:
    address = plain_line(badge.get("id") or badge.get("@id"))
    language = language_of(badge.get("inLanguage"), badge.get("@language"))
    criteria = next(things(badge.get("criteria")), {})
    maker = next(things(badge.get("creator") or badge.get("issuer")), {})
    skills = [skill for one in _alignments(badge) if (skill := _skill(one, language))]
    others = [one.get("targetName") for one in _alignments(badge) if _skill(one, language) is None]
    version = next(_CLASSES[kind] for kind in _CLASSES if kind in types(badge))
    size = plain_line(badge.get("creditsAvailable"))
    rule = prose_map(criteria.get("narrative"), language)
    return Draft(
        key=plain_line(badge.get("name")) or address,
        origin=origin,
        definition=present(
            language=language,
            title=line_map(badge.get("name"), language) or {language: address},
            summary=prose_map(badge.get("description"), language),
            keywords=keywords([*headings(badge.get("tag") or badge.get("tags")), *others]),
            awarding_body=line_map(maker.get("name"), language),
            skills=skills,
            completion={"rule": rule} if rule else None,
            # A number of credits without their system is no size; it stays a word.
            source=plain_line(f"{LABEL} {version}: {origin}, {address}" + (f", {size} credits" if size else "")),
        ),
        offer=present(enrolment=present(url=web_address(criteria.get("id")) or web_address(badge.get("criteria")))),
    )


def _alignments(badge: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(things(badge.get("alignment") or badge.get("alignments")))


def _skill(alignment: Mapping[str, Any], language: str) -> dict[str, Any] | None:
    """A skill of a framework that is named, at an address; None for what is only a heading here."""
    uri, framework = web_address(alignment.get("targetUrl")), plain_line(alignment.get("targetFramework"))
    label = line_map(alignment.get("targetName"), language)
    is_skill = plain_line(alignment.get("targetType")) in _SKILLS
    return {"framework": framework, "uri": uri, "label": label} if is_skill and uri and framework and label else None
