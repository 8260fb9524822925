"""Runs the catalogue over definitions, and lists what a definition lacks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bukti.errors import Finding, Severity
from bukti.model import Definition, Offer
from bukti.model.snapshot import Located
from bukti.policy.catalogue import RULES
from bukti.policy.rule import Problem, Rule, Subject, spelt

_STEPS = {Severity.ERROR: Severity.WARNING, Severity.WARNING: Severity.INFO, Severity.INFO: Severity.INFO}


@dataclass(frozen=True)
class Gap:
    """Something that a definition or its offer does not state: the clause and rule that ask for it, the member."""

    clause: str
    rule: str
    field: str
    message: str


def completeness(
    definition: Definition, offer: Offer | None, rules: Iterable[Rule] = RULES, languages: tuple[str, ...] = ()
) -> tuple[Gap, ...]:
    """What is missing, in the order of the catalogue; each member once for each rule that asks for it.

    ``rules`` are those to ask, where a caller wants some only. A text that is not there in one of ``languages`` is
    missing, too.
    """
    subject = Subject(definition=definition, offer=offer, languages=languages)
    return tuple(
        Gap(rule.clause, rule.id, ("offer." if problem.in_offer else "") + spelt(problem.place), problem.message)
        for rule in rules
        for problem in rule.check(subject)
        if problem.missing
    )


def definition_findings(
    subject: Subject,
    located: Located[Definition],
    offer: Located[Offer] | None,
    *,
    replaced: bool,
    touched: frozenset[str],
) -> Iterator[Finding]:
    """Every finding of every rule on one version.

    ``replaced``: a later version is on offer, so that nothing here can be mended any more and nothing is
    an error. ``touched`` are the files of the change that is judged: what today's date has made wrong is an
    error only there.
    """
    draft = located.record.state == "draft"
    for rule in RULES:
        for problem in rule.check(subject):
            place: Located[Definition] | Located[Offer] = located
            if problem.in_offer and offer is not None:
                place = offer
            severity = problem.severity or rule.severity
            if draft:
                severity = _STEPS[severity]
            elif replaced or (problem.dated and place.file not in touched):
                severity = Severity.WARNING if severity is Severity.ERROR else severity
            yield _finding(rule, problem, place, severity)


def _finding(rule: Rule, problem: Problem, place: Located[Definition] | Located[Offer], severity: Severity) -> Finding:
    return Finding(
        file=place.file,
        # A problem of an offer that does not exist has no line in the definition.
        line=0 if problem.in_offer and isinstance(place.record, Definition) else place.line(*problem.place),
        code=rule.id,
        severity=severity,
        message=problem.message,
        actual=problem.actual,
        expected=problem.expected,
        hint=problem.hint or rule.hint,
        clause=rule.clause,
    )
