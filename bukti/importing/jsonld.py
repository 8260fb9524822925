"""What other people's JSON-LD may look like: one value or a list, a text or texts by language, a name or a thing."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bukti.importing.draft import line, prose

UNDETERMINED = "und"
"""The language of texts that name none (BCP 47)."""


def document(text: str) -> Mapping[str, Any]:
    """The JSON object of a file; empty for anything else, so that a file of another form is simply not recognised."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def many(value: object) -> list[Any]:
    """One value, or a list of them, as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def types(thing: Mapping[str, Any]) -> set[str]:
    """The types of a thing, by their names in its context."""
    return {one for name in ("type", "@type") for one in many(thing.get(name)) if isinstance(one, str)}


def things(value: object) -> Iterator[Mapping[str, Any]]:
    """The objects among the values; references by address alone are left out."""
    return (one for one in many(value) if isinstance(one, dict))


def language_of(*tags: object) -> str:
    """The first of these that is a language tag, its region left out; else ``und``."""
    found = (re.match(r"([A-Za-z]{2,3})(?:[-_]|$)", tag) for tag in tags if isinstance(tag, str))
    return next((one[1].lower() for one in found if one), UNDETERMINED)


def texts(value: object, language: str) -> Iterator[tuple[str, str]]:
    """The texts of a value with their languages: a plain text is in ``language``, a language map says which."""
    for one in many(value):
        if isinstance(one, str):
            yield language, one
        elif isinstance(one, dict) and isinstance(one.get("@value"), str):
            yield language_of(one.get("@language"), language), one["@value"]
        elif isinstance(one, dict):
            yield from ((language_of(tag), text) for tag, text in one.items() if isinstance(text, str))


def line_map(value: object, language: str) -> dict[str, str]:
    """A text of one line in each of its languages, the first of each; empty where there is none."""
    found = [made for tag, text in texts(value, language) if (made := line(text, tag))]
    return {tag: text for one in reversed(found) for tag, text in one.items()}


def prose_map(value: object, language: str) -> dict[str, str]:
    """As :func:`line_map`, of prose."""
    found = [made for tag, text in texts(value, language) if (made := prose(text, tag))]
    return {tag: text for one in reversed(found) for tag, text in one.items()}


def headings(value: object, *members: str) -> list[str]:
    """The names of subjects, tags and the like: texts as they stand, of things the first of ``members`` they have."""
    named = (
        next((one[name] for name in members if name in one), None) if isinstance(one, dict) else one
        for one in many(value)
    )
    return [text for one in named for _, text in texts(one, UNDETERMINED)]
