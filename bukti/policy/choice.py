"""Rules of clause 5.2 (choice), 5.3 (need) and 5.4 (security, privacy)."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from bukti.errors import Severity
from bukti.policy.dates import months_after
from bukti.policy.paths import Paths, uncovered
from bukti.policy.rule import Problem, Subject, absent, texts

DEMAND_MAX_AGE_MONTHS = 24


def electives(subject: Subject) -> Iterator[Problem]:
    """MC-5.2-01."""
    groups = Paths(subject.definition).groups
    if not any(group.min < len(group.from_) for group in groups) and subject.definition.personalisation is None:
        yield absent("no choice of modules is offered, and no reason is given", "structure")


def choice_possible(subject: Subject) -> Iterator[Problem]:
    """MC-5.2-02."""
    structure = subject.definition.structure
    if structure is None:
        return
    known = [module.id for module in subject.definition.modules]
    for index, group in enumerate(structure.choose):
        place = ("structure", "choose", index)
        if not group.min <= group.max <= len(group.from_):
            yield Problem(
                message=f"{group.min} to {group.max} of {len(group.from_)} modules cannot be chosen",
                place=place,
                expected="0 < min ≤ max ≤ number of modules",
            )
        elif group.min == len(group.from_):
            yield Problem(
                message="a choice of all modules is no choice",
                place=place,
                severity=Severity.WARNING,
                hint="list them under required",
            )
    used = Counter([*structure.required, *(module for group in structure.choose for module in group.from_)])
    for module, count in used.items():
        if module not in known:
            yield Problem(message=f"there is no module {module!r}", place=("structure",))
        elif count > 1:
            yield Problem(message=f"the module {module!r} stands {count} times in the structure", place=("structure",))
    for module in known:
        if module not in used:
            yield Problem(message=f"the module {module!r} is neither required nor to be chosen", place=("structure",))


def every_path_covers(subject: Subject) -> Iterator[Problem]:
    """MC-5.2-03."""
    if not Paths(subject.definition).groups:
        return
    index = {outcome.id: place for place, outcome in enumerate(subject.definition.outcomes)}
    for outcome, path in uncovered(subject.definition):
        yield Problem(
            message=f"the overall outcome {outcome!r} is not assessed on every permitted path",
            place=("outcomes", index[outcome]),
            actual=f"not with the electives {', '.join(path)}" if path else "not without electives",
        )


def every_path_same_size(subject: Subject) -> Iterator[Problem]:
    """MC-5.2-04."""
    definition = subject.definition
    paths = Paths(definition)
    if not paths.groups:
        return
    carried = definition.credits
    if carried and carried.value is not None and all(m.credits is not None for m in definition.modules):
        stated = (carried.value, carried.max_value if carried.max_value is not None else carried.value)
        found = paths.extremes({m.id: m.credits for m in definition.modules if m.credits is not None})
        if found != stated:
            yield Problem(
                message="permitted paths give other credits than stated",
                place=("credits",),
                actual=_range(found),
                expected=_range(stated),
                hint="state a range with value and max_value",
            )
    least, greatest = paths.extremes(_hours(subject))
    if definition.hours and all(m.hours is not None for m in definition.modules) and least != greatest:
        yield Problem(
            message="permitted paths take different hours", place=("hours",), actual=_range((least, greatest))
        )


def _hours(subject: Subject) -> Mapping[str, Decimal]:
    return {module.id: module.hours for module in subject.definition.modules if module.hours is not None}


def _range(ends: tuple[Decimal, Decimal]) -> str:
    return f"{ends[0]}" if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def some_form_chosen(subject: Subject) -> Iterator[Problem]:
    """MC-5.2-05."""
    definition = subject.definition
    delivery = definition.delivery
    forms = delivery is not None and (len(delivery.modes) > 1 or len(delivery.pace) > 1)
    if not forms and not any(len(a.options) > 1 or a.mode == "either" for a in definition.assessments):
        yield absent("neither pace, nor mode, nor assessment is offered in more than one form", "delivery")


def demand(subject: Subject) -> Iterator[Problem]:
    """MC-5.3-01."""
    offer = subject.offer
    if offer is None or offer.demand is None:
        yield absent("the need that it answers is not stated", "demand", in_offer=True)
    elif subject.today and _older(offer.demand.surveyed_on, subject.today):
        yield Problem(
            message=f"the need was surveyed more than {DEMAND_MAX_AGE_MONTHS} months ago",
            place=("demand", "surveyed_on"),
            actual=offer.demand.surveyed_on.isoformat(),
            in_offer=True,
            dated=True,
        )


def _older(day: date, today: date) -> bool:
    return months_after(day, DEMAND_MAX_AGE_MONTHS) < today


def industry(subject: Subject) -> Iterator[Problem]:
    """MC-5.3-02."""
    if not subject.definition.industry:
        yield absent("no engagement of industry is stated", "industry")


def skills(subject: Subject) -> Iterator[Problem]:
    """MC-5.3-03."""
    if not subject.definition.skills:
        yield absent("no skill of a public framework is linked", "skills")


def secured(subject: Subject) -> Iterator[Problem]:
    """MC-5.4-01."""
    if subject.definition.security is None:
        yield absent("how the credential is secured is not stated", "security")


def identity(subject: Subject) -> Iterator[Problem]:
    """MC-5.4-02."""
    if subject.definition.security is None:
        yield absent("how the credential is tied to its holder is not stated", "security", "identity_binding")
    for index, assessment in enumerate(subject.definition.assessments):
        if assessment.identity_check == "none":
            yield Problem(
                message=f"nobody checks who takes the assessment {assessment.id!r}",
                place=("assessments", index, "identity_check"),
            )


def shareable(subject: Subject) -> Iterator[Problem]:
    """MC-5.4-03."""
    if subject.definition.security is None:
        yield absent("how the holder can share the credential is not stated", "security", "sharing")


_PERSONAL = (
    (re.compile(r"(?<![\w-])\d{6}-\d{2}-\d{4}(?![\w-])"), "a Malaysian identity card number", Severity.ERROR),
    (re.compile(r"(?<!\w)[23]\d{13}(?!\w)"), "an Egyptian national id number", Severity.ERROR),
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "a mail address", Severity.WARNING),
    (re.compile(r"(?<!\w)\+\d[\d ()-]{7,}\d"), "a telephone number", Severity.WARNING),
)


def no_personal_data(subject: Subject) -> Iterator[Problem]:
    """MC-5.4-04."""
    sources = [(subject.texts, False)]
    if subject.offer:
        sources.append((tuple(texts(subject.offer)), True))
    for found, in_offer in sources:
        for place, text in found:
            for pattern, what, severity in _PERSONAL:
                if pattern.search(text):
                    yield Problem(
                        message=f"{what} stands in public text", place=place, severity=severity, in_offer=in_offer
                    )
