"""Rules of clause 5.5: complete, readable and consistent information, in every language of the registry."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from bukti.errors import Severity
from bukti.policy.paths import Paths
from bukti.policy.rule import Problem, Subject, absent

HOURS_PER_CREDIT: Mapping[str, tuple[Decimal, Decimal]] = {
    "MQF": (Decimal(40), Decimal(40)),
    "ECTS": (Decimal(25), Decimal(30)),
    "UK": (Decimal(10), Decimal(10)),
    "NZQCF": (Decimal(10), Decimal(10)),
}
"""Least and most notional hours of one credit, where the framework does not say."""
CREDIT_STEP = Decimal("0.5")
TOLERANCE = Decimal("0.05")
SUMMARY_LENGTH = (40, 1200)


def complete(subject: Subject) -> Iterator[Problem]:
    """MC-5.5-01."""
    definition = subject.definition
    for member, what in (
        ("summary", "a summary is"),
        ("objectives", "the course's objectives are"),
        ("modules", "the content is"),
        ("assessments", "the assessments are"),
        ("delivery", "the mode of delivery is"),
    ):
        if not getattr(definition, member):
            yield absent(f"{what} not stated", member)
    if definition.delivery and not definition.delivery.modes:
        yield absent("the mode of delivery is not stated", "delivery", "modes")
    for index, module in enumerate(definition.modules):
        if not module.content:
            yield absent(f"the content of module {module.id!r} is not stated", "modules", index, "content")
    for index, assessment in enumerate(definition.assessments):
        for member in ("method", "mode", "supervision", "identity_check"):
            if getattr(assessment, member) is None:
                yield absent(f"the assessment {assessment.id!r} has no {member}", "assessments", index, member)


def hours(subject: Subject) -> Iterator[Problem]:
    """MC-5.5-02."""
    definition = subject.definition
    if definition.hours is None and definition.hours_not_applicable is None and not definition.assessment_only:
        yield absent("neither hours of learning nor why there are none is stated", "hours")


def credits_stated(subject: Subject) -> Iterator[Problem]:
    """MC-5.5-03."""
    carried = subject.definition.credits
    if carried is None or (carried.system != "none" and carried.value is None):
        yield absent("neither credits nor that it carries none is stated", "credits")


def arithmetic(subject: Subject) -> Iterator[Problem]:
    """MC-5.5-04."""
    yield from _hours_of_credits(subject)
    yield from _parts(subject)
    yield from _modules(subject)


def _hours_of_credits(subject: Subject) -> Iterator[Problem]:
    carried, hours_ = subject.definition.credits, subject.definition.hours
    if carried is None or hours_ is None or carried.value is None or carried.system == "none":
        return
    fewest, most, step = _credit_system(subject, carried.system)
    top = carried.max_value if carried.max_value is not None else carried.value
    if top < carried.value:
        yield Problem(
            message="max_value is below value",
            place=("credits", "max_value"),
            actual=f"{top}",
            expected=f"> {carried.value}",
        )
        return
    least, greatest = carried.value * fewest, top * most
    slack_low = max(least * TOLERANCE, fewest * step / 2)
    slack_high = max(greatest * TOLERANCE, most * step / 2)
    if not least - slack_low <= hours_.total <= greatest + slack_high:
        yield Problem(
            message="hours and credits do not fit together",
            place=("hours", "total"),
            actual=f"{hours_.total} hours for {carried.value} credits ({carried.system})",
            expected=f"{least} hours" if least == greatest else f"{least} to {greatest} hours",
        )


def _credit_system(subject: Subject, system: str) -> tuple[Decimal, Decimal, Decimal]:
    """Least and most hours of a credit, and the step in which credits are given."""
    for framework in subject.frameworks.values():
        if framework.credit_system and framework.credit_system.name == system:
            per_credit = framework.credit_system.hours_per_credit
            return per_credit, per_credit, framework.credit_system.step
    return *HOURS_PER_CREDIT[system], CREDIT_STEP


def _parts(subject: Subject) -> Iterator[Problem]:
    hours_ = subject.definition.hours
    if hours_ is None:
        return
    parts = (hours_.guided_f2f, hours_.guided_online, hours_.independent, hours_.assessment)
    given = [part for part in parts if part is not None]
    total = sum(given, Decimal(0))
    if total > hours_.total or (len(given) == len(parts) and total != hours_.total):
        yield Problem(
            message="the parts of the hours do not add up to the total",
            place=("hours",),
            actual=f"{total}",
            expected=f"{hours_.total}",
        )


def _modules(subject: Subject) -> Iterator[Problem]:
    definition = subject.definition
    paths, modules = Paths(definition), definition.modules
    hours_, carried = definition.hours, definition.credits
    if modules and hours_ and all(module.hours is not None for module in modules):
        ends = paths.extremes({m.id: m.hours for m in modules if m.hours is not None})
        outside = hours_.assessment or Decimal(0)  # assessment may stand outside of the modules
        if not (ends[0] <= hours_.total <= ends[1] or ends[0] <= hours_.total - outside <= ends[1]):
            yield _off("hours", ends, f"{hours_.total}", ("hours", "total"))
    if modules and carried and carried.value is not None and all(m.credits is not None for m in modules):
        ends = paths.extremes({m.id: m.credits for m in modules if m.credits is not None})
        top = carried.max_value if carried.max_value is not None else carried.value
        if ends[1] < carried.value or ends[0] > top:
            yield _off("credits", ends, f"{carried.value}", ("credits", "value"))


def _off(what: str, ends: tuple[Decimal, Decimal], stated: str, place: tuple[str, ...]) -> Problem:
    found = f"{ends[0]}" if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
    return Problem(
        message=f"the {what} of the modules do not add up to the total",
        place=place,
        actual=f"modules: {found}",
        expected=stated,
    )


def steps(subject: Subject) -> Iterator[Problem]:
    """MC-5.5-05."""
    definition = subject.definition
    carried = definition.credits
    if definition.type != "stand_alone" or carried is None or carried.value is None or carried.system != "MQF":
        return
    sought = subject.offer is not None and subject.offer.external is not None and subject.offer.external.sought
    if carried.value < 1 or carried.value % CREDIT_STEP:
        yield Problem(
            message="a stand-alone micro-credential has at least 1 credit and steps of half a credit",
            place=("credits", "value"),
            actual=f"{carried.value}",
            severity=Severity.ERROR if sought else None,
        )


_PLACEHOLDER = re.compile(
    r"\b(tba|tbc|tbd|lorem ipsum|x{3,}|todo|fixme|to be (announced|confirmed|decided))\b", re.IGNORECASE
)


def readable(subject: Subject) -> Iterator[Problem]:
    """MC-5.5-06."""
    definition = subject.definition
    for place, text in subject.texts:
        if found := _PLACEHOLDER.search(text):
            yield Problem(message="a placeholder stands in the text", place=place, actual=found[0])
    for language, text in (definition.summary or {}).items():
        if not SUMMARY_LENGTH[0] <= len(text) <= SUMMARY_LENGTH[1]:
            yield Problem(
                message="the summary is too short or too long to be read",
                place=("summary", language),
                actual=f"{len(text)} characters",
                expected=f"{SUMMARY_LENGTH[0]} to {SUMMARY_LENGTH[1]:,}",
            )
    for language, text in definition.title.items():
        if re.fullmatch(r"[A-Z][A-Z0-9&/-]{1,7}", text):
            yield Problem(message="the title is a bare abbreviation", place=("title", language), actual=text)


def languages(subject: Subject) -> Iterator[Problem]:
    """MC-5.5-07."""
    definition = subject.definition
    for language in subject.languages:
        parts = [
            name
            for name, present in (
                ("title", language in definition.title),
                ("summary", definition.summary is None or language in definition.summary),
                ("outcomes", all(language in outcome.text for outcome in definition.outcomes)),
            )
            if not present
        ]
        if parts:
            yield absent(f"not written in the catalogue's language {language!r}: {', '.join(parts)}", parts[0])


def european_elements(subject: Subject) -> Iterator[Problem]:
    """MC-5.5-08."""
    definition = subject.definition
    elements = {
        "country of the issuer": definition.country,
        "awarding body": definition.awarding_body,
        "outcomes": definition.outcomes,
        "workload": definition.hours or definition.hours_not_applicable or definition.credits,
        "level": definition.level,
        "type of assessment": definition.assessments,
        "form of participation": definition.delivery,
        "type of quality assurance": definition.quality,
    }
    missing = [name for name, value in elements.items() if not value]
    if missing:
        yield absent(f"elements that European users look for are not stated: {', '.join(missing)}")
