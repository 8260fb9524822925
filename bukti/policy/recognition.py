"""Rules of clauses 8.1 (credit transfer) and 8.2 (APEL.C)."""

import re
from collections.abc import Iterator
from decimal import Decimal

from bukti.policy.rule import Problem, Subject, absent
from bukti.policy.words import fold

DEFAULT_CAP = Decimal(30)


def _cap(subject: Subject, route: str) -> Decimal:
    """The confirmed cap of a route in percent of the receiving programme."""
    for framework in subject.frameworks.values():
        for cap in framework.caps:
            if cap.route == route and cap.confirmed:
                return Decimal(cap.percent)
    return DEFAULT_CAP


def programme(subject: Subject) -> Iterator[Problem]:
    """MC-8.1-01."""
    transfer = subject.definition.recognition and subject.definition.recognition.credit_transfer
    if not transfer or not transfer.offered:
        return
    place = ("recognition", "credit_transfer", "programme")
    if transfer.programme is None:
        yield absent("credit transfer is offered and no accredited programme is named", *place)
    if not any(module.source_programme for module in subject.definition.modules):
        yield absent("no module names the accredited programme that it comes from", "modules")


def route(subject: Subject) -> Iterator[Problem]:
    """MC-8.1-02."""
    definition = subject.definition
    if definition.type is None:
        yield absent("whether it stands alone or is cut from an accredited programme is not stated", "type")
        return
    sourced = [index for index, module in enumerate(definition.modules) if module.source_programme]
    transfer = definition.recognition and definition.recognition.credit_transfer
    if definition.type == "accredited_component" and not sourced:
        yield absent("cut from an accredited programme, but no module names its source", "modules")
    if definition.type == "stand_alone":
        for index in sourced:
            yield Problem(
                message="a stand-alone micro-credential has no module from a programme",
                place=("modules", index, "source_programme"),
            )
        audit = subject.offer.external if subject.offer else None
        if transfer and transfer.offered and not (audit and audit.reference):
            yield Problem(
                message="a stand-alone micro-credential does not offer credit transfer",
                place=("recognition", "credit_transfer", "offered"),
                expected="the APEL.C route, or a quality verification on record in the offer",
            )


def review_scope(subject: Subject) -> Iterator[Problem]:
    """MC-8.1-03."""
    transfer = subject.definition.recognition and subject.definition.recognition.credit_transfer
    if transfer and transfer.offered and transfer.review_scope_statement is None:
        yield absent(
            "that reviews of the programme include its micro-credentials is not stated",
            "recognition",
            "credit_transfer",
            "review_scope_statement",
        )


_PROMISE = re.compile(
    r"\b(automatic(ally)?|guaranteed?) (credit )?(transfer(red)?|credited|exempt(ed|ion)?)\b"
    r"|\bpindah kredit (secara )?(automatik|dijamin)\b|\bdipindahkan secara automatik\b|نقل تلقائي|تنقل تلقائي"
)
_DENIED = re.compile(r"\b(not|no|never|bukan|tidak|tiada)\b[^.]{0,40}$|(ليس|ليست|غير|لا)[^.]{0,40}$")


def transfer_cap(subject: Subject) -> Iterator[Problem]:
    """MC-8.1-04."""
    transfer = subject.definition.recognition and subject.definition.recognition.credit_transfer
    if transfer and transfer.offered:
        place = ("recognition", "credit_transfer", "cap_percent")
        cap = _cap(subject, "credit-transfer")
        if transfer.cap_percent is None:
            yield absent("the cap on transferred credits is not stated", *place)
        elif transfer.cap_percent > cap:
            yield Problem(
                message="more is promised than the policy allows",
                place=place,
                actual=f"{transfer.cap_percent} %",
                expected=f"at most {cap} % of the receiving programme",
            )
    for place_, text in subject.texts:
        folded = fold(text)
        found = _PROMISE.search(folded)
        if found and not _DENIED.search(folded[: found.start()]):
            yield Problem(
                message="transfer is promised as automatic; the receiving institution decides",
                place=place_,
                actual=found[0],
            )


def conditions(subject: Subject) -> Iterator[Problem]:
    """MC-8.1-05."""
    transfer = subject.definition.recognition and subject.definition.recognition.credit_transfer
    if transfer and transfer.offered and transfer.conditions is None:
        yield absent("the conditions of transfer are not shown", "recognition", "credit_transfer", "conditions")


def apel_named(subject: Subject) -> Iterator[Problem]:
    """MC-8.2-01."""
    recognition = subject.definition.recognition
    if subject.definition.type == "stand_alone" and recognition and recognition.apel_c is None:
        yield absent("offered for recognition, but the APEL.C route is not named", "recognition", "apel_c")


def apel_documented(subject: Subject) -> Iterator[Problem]:
    """MC-8.2-02."""
    definition = subject.definition
    if not (definition.recognition and definition.recognition.apel_c and definition.recognition.apel_c.offered):
        return
    parts = {
        "aims": definition.objectives,
        "outcomes": definition.outcomes,
        "content": any(module.content for module in definition.modules),
        "delivery": definition.delivery,
        "assessment": definition.assessments,
    }
    missing = [name for name, value in parts.items() if not value]
    if missing:
        yield absent(f"not documented for an assessor of prior learning: {', '.join(missing)}", "recognition", "apel_c")


def apel_cap(subject: Subject) -> Iterator[Problem]:
    """MC-8.2-03."""
    apel = subject.definition.recognition and subject.definition.recognition.apel_c
    cap = _cap(subject, "apel-c")
    if apel and apel.cap_percent is not None and apel.cap_percent > cap:
        yield Problem(
            message="a larger share is claimed than the policy allows",
            place=("recognition", "apel_c", "cap_percent"),
            actual=f"{apel.cap_percent} %",
            expected=f"at most {cap} % of the receiving programme, summed over all of a learner's credits",
        )
