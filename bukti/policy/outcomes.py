"""Rules of clause 5.1: outcomes of the whole and of each module, and the assessment of each."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from bukti.errors import Severity
from bukti.model.definition import Assessment, Outcome
from bukti.policy.paths import Paths, covering
from bukti.policy.rule import Problem, Subject, absent
from bukti.policy.words import Lead, languages_of_verbs, lead

_HUNDRED = Decimal(100)
_CENT = Decimal("0.01")


def overall_outcomes(subject: Subject) -> Iterator[Problem]:
    """MC-5.1-01."""
    if not subject.definition.overall_outcomes:
        yield absent("no overall outcome is stated", "outcomes")


def module_outcomes(subject: Subject) -> Iterator[Problem]:
    """MC-5.1-02."""
    of_modules = {outcome.module for outcome in subject.definition.outcomes}
    for index, module in enumerate(subject.definition.modules):
        if not module.outcomes and module.id not in of_modules:
            yield absent(f"module {module.id!r} has no outcome", "modules", index)


def _leads(subject: Subject) -> Iterator[tuple[int, str, str, Lead]]:
    """Index, language, text and lead of each outcome, in the definition's language where it can be judged."""
    known = languages_of_verbs()
    for index, outcome in enumerate(subject.definition.outcomes):
        for language in (subject.definition.language, *known):
            if language in known and language in outcome.text:
                text = outcome.text[language]
                yield index, language, text, lead(text, language)
                break


def lead_verbs(subject: Subject) -> Iterator[Problem]:
    """MC-5.1-03."""
    for index, language, text, found in _leads(subject):
        if found is not Lead.MEASURABLE:
            what = "a verb that cannot be measured" if found is Lead.VAGUE else "no verb of the measurable list"
            yield Problem(
                message=f"the outcome begins with {what}",
                place=("outcomes", index, "text", language),
                actual=_beginning(text),
            )


def some_measurable(subject: Subject) -> Iterator[Problem]:
    """MC-5.1-04."""
    leads = list(_leads(subject))
    if leads and not any(found is Lead.MEASURABLE for *_, found in leads):
        yield Problem(message="not one outcome begins with a verb that can be measured", place=("outcomes",))


def _beginning(text: str) -> str:
    words = text.split()
    return " ".join(words[:6]) + (" …" if len(words) > 6 else "")


def domains(subject: Subject) -> Iterator[Problem]:
    """MC-5.1-05."""
    present = {outcome.domain for outcome in subject.definition.outcomes}
    if not present:
        return
    if "knowledge" not in present:
        yield absent("no outcome is of the domain knowledge", "outcomes")
    if not present & {"skill", "competency"}:
        yield absent("no outcome is of the domain skill", "outcomes")
    if "attitude" not in present:
        yield absent("no outcome is of the domain attitude", "outcomes", severity=Severity.INFO)


def all_assessed(subject: Subject) -> Iterator[Problem]:
    """MC-5.1-06."""
    definition = subject.definition
    ways = covering(definition)
    for index, outcome in enumerate(definition.outcomes):
        if outcome.module is None and not ways[outcome.id]:
            yield absent(f"the overall outcome {outcome.id!r} is not assessed", "outcomes", index)


def references(subject: Subject) -> Iterator[Problem]:
    """MC-5.1-07."""
    definition = subject.definition
    outcomes = {outcome.id for outcome in definition.outcomes}
    modules = {module.id for module in definition.modules}
    for index, assessment in enumerate(definition.assessments):
        yield from _unknown(assessment.outcomes, outcomes, "outcome", "assessments", index, "outcomes")
        yield from _unknown((assessment.module,), modules, "module", "assessments", index, "module")
    for index, module in enumerate(definition.modules):
        yield from _unknown(module.outcomes, outcomes, "outcome", "modules", index, "outcomes")
    for index, outcome in enumerate(definition.outcomes):
        yield from _unknown((outcome.module,), modules, "module", "outcomes", index, "module")
        yield from _unknown(outcome.contributes_to, outcomes, "outcome", "outcomes", index, "contributes_to")
    yield from _twice(subject)


def _unknown(names: tuple[str | None, ...], known: set[str], kind: str, *place: str | int) -> Iterator[Problem]:
    for name in names:
        if name is not None and name not in known:
            yield Problem(
                message=f"there is no {kind} {name!r}",
                place=place,
                expected=", ".join(sorted(known)) if len(known) <= 16 else "",
            )


def _twice(subject: Subject) -> Iterator[Problem]:
    definition = subject.definition
    for member, records in (
        ("outcomes", definition.outcomes),
        ("modules", definition.modules),
        ("assessments", definition.assessments),
    ):
        ids = [record.id for record in records]
        for name, count in Counter(ids).items():
            if count > 1:
                second = [index for index, other in enumerate(ids) if other == name][1]
                yield Problem(message=f"the id {name!r} is used {count} times", place=(member, second, "id"))


def orphans(subject: Subject) -> Iterator[Problem]:
    """MC-5.1-08."""
    for index, assessment in enumerate(subject.definition.assessments):
        if not assessment.outcomes:
            yield absent(f"the assessment {assessment.id!r} covers no outcome", "assessments", index)


def methods(subject: Subject) -> Iterator[Problem]:
    """MC-5.1-09."""
    definition = subject.definition
    for index, outcome in enumerate(definition.outcomes):
        used = {a.method for a in definition.assessments if outcome.id in a.outcomes}
        if used == {"multiple_choice"} and _needs_performance(outcome):
            yield Problem(
                message=f"the outcome {outcome.id!r} is assessed by multiple choice alone",
                place=("outcomes", index),
                actual=f"domain {outcome.domain}" + (f", level {outcome.bloom}" if outcome.bloom else ""),
            )


def _needs_performance(outcome: Outcome) -> bool:
    return outcome.domain in ("skill", "attitude") or outcome.bloom == "create"


def weights(subject: Subject) -> Iterator[Problem]:
    """MC-5.1-10."""
    groups: dict[str | None, list[Assessment]] = {}
    for assessment in subject.definition.assessments:
        groups.setdefault(assessment.module, []).append(assessment)
    sums: dict[str | None, Decimal] = {}
    for module, members in groups.items():
        given = [a.weight for a in members if a.weight is not None]
        if given and len(given) < len(members):
            yield Problem(
                message=f"only some assessments of {_whole(module)} have a weight",
                place=("assessments",),
                severity=Severity.WARNING,
                hint="give each a weight, or none",
            )
            return
        if given:
            sums[module] = sum(given, Decimal(0))
    if all(abs(total - _HUNDRED) <= _CENT for total in sums.values()) or _whole_is_hundred(subject, sums):
        return
    for module, total in sums.items():
        if abs(total - _HUNDRED) > _CENT:
            yield Problem(
                message=f"the weights of {_whole(module)} do not add up",
                place=("assessments",),
                actual=f"{total}",
                expected="100 for each module, or 100 for the whole",
            )


def _whole_is_hundred(subject: Subject, sums: dict[str | None, Decimal]) -> bool:
    """Whether the weights of the assessments on every path add up to 100."""
    by_module = {module: total for module, total in sums.items() if module is not None}
    own = sums.get(None, Decimal(0))
    return all(abs(own + total - _HUNDRED) <= _CENT for total in Paths(subject.definition).extremes(by_module))


def _whole(module: str | None) -> str:
    return "the whole" if module is None else f"module {module!r}"


def grading(subject: Subject) -> Iterator[Problem]:
    """MC-5.1-11."""
    if subject.definition.grading is None:
        yield absent("how the result is reported to the learner is not stated", "grading")
