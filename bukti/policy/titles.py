"""Rules of clause 5.6: a title that no one takes for a qualification, and that says what it is."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from bukti.errors import Severity
from bukti.model.snapshot import Place
from bukti.policy.rule import Problem, Subject
from bukti.policy.words import content_words, fold, mixed_script_words
from bukti.specification import spec_text

_TRADEMARK = "trademark"


class _Pattern(NamedTuple):
    id: str
    severity: Severity
    regex: re.Pattern[str]
    unless: tuple[re.Pattern[str], ...]
    why: str


@cache
def _patterns() -> tuple[_Pattern, ...]:
    table = json.loads(spec_text("tables/reserved_titles.json"))["patterns"]
    return tuple(
        _Pattern(
            entry["id"],
            Severity(entry["severity"]),
            re.compile(entry["regex"]),
            tuple(re.compile(unless) for unless in entry["unless"]),
            entry["why"],
        )
        for entry in table
    )


def _titles(subject: Subject) -> Iterator[tuple[Place, str]]:
    definition = subject.definition
    for language, text in definition.title.items():
        yield ("title", language), text
    for language, text in (definition.short_title or {}).items():
        yield ("short_title", language), text
    for index, alias in enumerate(definition.aliases):
        for language, text in alias.items():
            yield ("aliases", index, language), text


def _collisions(subject: Subject) -> Iterator[tuple[_Pattern, Problem]]:
    for place, title in _titles(subject):
        folded = fold(title)
        for pattern in _patterns():
            found = pattern.regex.search(folded)
            if found and not any(unless.search(folded) for unless in pattern.unless):
                yield (
                    pattern,
                    Problem(
                        message=f"the title may be taken for something it is not: {pattern.why}",
                        place=place,
                        severity=pattern.severity,
                        actual=f"{found[0]!r} in {title!r}",
                    ),
                )


def reserved(subject: Subject) -> Iterator[Problem]:
    """MC-5.6-01. With an exemption on record the collision stays visible as a warning."""
    exempt = subject.definition.title_exemption is not None
    reported: set[Place] = set()
    for pattern, problem in _collisions(subject):
        if pattern.severity is Severity.ERROR and pattern.id != _TRADEMARK and problem.place not in reported:
            reported.add(problem.place)
            yield _lowered(problem) if exempt else problem
    for place, title in _titles(subject):
        names = {fold(name) for framework in subject.frameworks.values() for name in framework.reserved_titles}
        if fold(title) in names and place not in reported:
            problem = Problem(message="the title is that of a qualification", place=place, actual=title)
            yield _lowered(problem) if exempt else problem


def _lowered(problem: Problem) -> Problem:
    return Problem(
        message=problem.message + " (an exemption is on record)",
        place=problem.place,
        severity=Severity.WARNING,
        actual=problem.actual,
    )


def ambiguous(subject: Subject) -> Iterator[Problem]:
    """MC-5.6-02. An exemption settles it."""
    if subject.definition.title_exemption is not None:
        return
    for pattern, problem in _collisions(subject):
        if pattern.severity is not Severity.ERROR and pattern.id != _TRADEMARK:
            yield problem


def trademarks(subject: Subject) -> Iterator[Problem]:
    """MC-5.6-03."""
    for pattern, problem in _collisions(subject):
        if pattern.id == _TRADEMARK:
            yield problem


def telling(subject: Subject) -> Iterator[Problem]:
    """MC-5.6-04: the title is about the content, and nobody else's."""
    definition = subject.definition
    language = definition.language if definition.language in definition.title else next(iter(definition.title))
    about: set[str] = set()
    for texts in (
        *definition.objectives,
        *(outcome.text for outcome in definition.outcomes),
        *(module.title for module in definition.modules),
        *(content for module in definition.modules for content in module.content),
    ):
        about |= content_words(texts.get(language, ""))
    words = content_words(definition.title[language])
    if about and words and not words & about:
        yield Problem(
            message="the title shares no word with objectives, content or outcomes",
            place=("title", language),
            actual=definition.title[language],
        )
    for place, title in _titles(subject):
        others = subject.titles.get(fold(title), frozenset()) - {definition.ref}
        if place[0] == "title" and others:
            yield Problem(
                message="another micro-credential has this title", place=place, actual=", ".join(sorted(others))
            )


def one_script(subject: Subject) -> Iterator[Problem]:
    """MC-5.6-06: no word made of letters that look like those of another script."""
    for place, title in _titles(subject):
        for word in mixed_script_words(title):
            yield Problem(message="a word mixes letters of different scripts", place=place, actual=ascii(word))


_SIZES = {
    "6": ((Decimal(64), "graduate diploma"), (Decimal(34), "graduate certificate")),
    "7": ((Decimal(30), "postgraduate diploma"), (Decimal(20), "postgraduate certificate")),
}


def size(subject: Subject) -> Iterator[Problem]:
    """MC-5.6-05."""
    level, carried = subject.definition.level, subject.definition.credits
    if level is None or level.framework != "mqf" or carried is None or carried.system != "MQF":
        return
    value = carried.max_value or carried.value or Decimal(0)
    for least, name in _SIZES.get(level.value, ()):
        if value >= least:
            yield Problem(
                message=f"it is as large as a {name}: rules of accreditation apply",
                place=("credits",),
                actual=f"{value} credits at level {level.value}",
                expected=f"below {least}",
            )
            return
