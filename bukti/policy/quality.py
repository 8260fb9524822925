"""Rules of clauses 6.1 (quality management), 6.2 (collaboration) and 7 (external quality assurance)."""

import re
from collections.abc import Iterator

from bukti.errors import Severity
from bukti.policy.dates import months_after, months_of
from bukti.policy.rule import Problem, Subject, absent
from bukti.policy.words import fold

REVIEW_MAX_MONTHS = 36
EXTERNAL_MAX_MONTHS = 36
_COVERS = ("development", "design", "delivery", "assessment", "monitoring", "review", "improvement")


def unit(subject: Subject) -> Iterator[Problem]:
    """MC-6.1-01."""
    if subject.definition.quality is None:
        yield absent("no unit is named that is responsible for quality", "quality", "unit")


def responsible(subject: Subject) -> Iterator[Problem]:
    """MC-6.1-02."""
    quality = subject.definition.quality
    if quality is None or quality.responsible_role is None:
        yield absent("no responsible role is named", "quality", "responsible_role")
    if quality is None or quality.contact is None:
        yield absent("no address of the quality unit is given", "quality", "contact")


def covers(subject: Subject) -> Iterator[Problem]:
    """MC-6.1-03."""
    quality = subject.definition.quality
    missing = [part for part in _COVERS if quality is None or part not in quality.covers]
    if missing:
        yield absent(f"quality management is not said to cover {', '.join(missing)}", "quality", "covers")


def feedback(subject: Subject) -> Iterator[Problem]:
    """MC-6.1-04."""
    if subject.offer is None or subject.offer.feedback is None:
        yield absent("no channel for learners' feedback is stated", "feedback", in_offer=True)


def review(subject: Subject) -> Iterator[Problem]:
    """MC-6.1-05."""
    plan = subject.offer.review if subject.offer else None
    if plan is None:
        yield absent("last and next review are not stated", "review", in_offer=True)
        return
    if months_of(plan.cycle) > REVIEW_MAX_MONTHS or months_after(plan.last, REVIEW_MAX_MONTHS) < plan.next:
        yield Problem(
            message=f"reviews are more than {REVIEW_MAX_MONTHS} months apart",
            place=("review",),
            actual=f"{plan.last} to {plan.next}, cycle {plan.cycle}",
            in_offer=True,
        )
    if plan.next <= plan.last:
        yield Problem(message="the next review is not after the last", place=("review", "next"), in_offer=True)
    elif subject.today and plan.next < subject.today:
        yield Problem(
            message="the review is overdue",
            place=("review", "next"),
            severity=Severity.ERROR,
            actual=plan.next.isoformat(),
            in_offer=True,
            dated=True,
        )


def records(subject: Subject) -> Iterator[Problem]:
    """MC-6.1-06."""
    quality, validity = subject.definition.quality, subject.definition.validity
    kept = quality.records if quality else None
    if kept is None:
        yield absent("where records are kept, and for how long, is not stated", "quality", "records")
        return
    if kept.retention == "permanent" or validity is None:
        return
    if validity.expires == "never" or months_of(kept.retention) < months_of(validity.expires):
        yield Problem(
            message="records are kept for a shorter time than the credential is valid",
            place=("quality", "records", "retention"),
            actual=f"{kept.retention}, valid: {validity.expires}",
        )


def agreements(subject: Subject) -> Iterator[Problem]:
    """MC-6.2-01."""
    held = {moa.collaborator for moa in subject.offer.moas} if subject.offer else set()
    for index, partner in enumerate(subject.definition.collaborators):
        if partner.name not in held:
            yield absent(f"no memorandum of agreement with {partner.name!r} is on record", "collaborators", index)


def agreements_good(subject: Subject) -> Iterator[Problem]:
    """MC-6.2-02."""
    offer = subject.offer
    for index, moa in enumerate(offer.moas if offer else ()):
        if moa.type != "MOA":
            yield Problem(
                message="the agreement is no memorandum of agreement",
                place=("moas", index, "type"),
                actual=moa.type,
                expected="MOA",
                in_offer=True,
            )
        if moa.ends_on is None or offer is None:
            continue
        last_intake = offer.enrolment.closes if offer.enrolment else None
        if moa.ends_on < moa.signed_on:
            yield Problem(
                message="the agreement ends before it is signed", place=("moas", index, "ends_on"), in_offer=True
            )
        elif last_intake and moa.ends_on < last_intake:
            yield Problem(
                message="the agreement ends before enrolment closes",
                place=("moas", index, "ends_on"),
                actual=moa.ends_on.isoformat(),
                expected=f"{last_intake} or later",
                in_offer=True,
            )
        elif subject.today and moa.ends_on < subject.today:
            yield Problem(
                message="the agreement has ended",
                place=("moas", index, "ends_on"),
                actual=moa.ends_on.isoformat(),
                in_offer=True,
                dated=True,
            )


def principal(subject: Subject) -> Iterator[Problem]:
    """MC-6.2-03."""
    if subject.definition.collaborators and subject.provider and subject.provider.kind != "hep":
        yield Problem(
            message="where there are partners the principal provider is a higher education provider",
            place=("collaborators",),
            actual=f"{subject.provider.id} is {subject.provider.kind}",
        )


def oversight(subject: Subject) -> Iterator[Problem]:
    """MC-6.2-04."""
    if subject.definition.collaborators and subject.definition.oversight is None:
        yield absent("how the principal oversees content and delivery is not stated", "oversight")


def partners_named(subject: Subject) -> Iterator[Problem]:
    """MC-6.2-05: another provider of the registry that the text names is a collaborator."""
    known = {fold(partner.name) for partner in subject.definition.collaborators}
    for provider, names in subject.names.items():
        if provider == subject.definition.provider or known & {fold(name) for name in names}:
            continue
        for place, text in subject.texts:
            if place[0] != "recognition" and any(fold(name) in fold(text) for name in names):
                yield Problem(message=f"{names[0]!r} is named but is no collaborator", place=place)
                break


def external(subject: Subject) -> Iterator[Problem]:
    """MC-7-01."""
    if subject.offer is None or subject.offer.external is None:
        yield absent("whether an external audit was sought is not stated", "external", in_offer=True)


_MQA = r"(mqa|mqf|mqr|malaysian qualifications|agensi kelayakan malaysia)"
_CLAIMS = (
    re.compile(r"\b(mqa|mqf)[- ]?(accredited|approved|recogni[sz]ed|registered|certified)\b"),
    re.compile(rf"\b(accredited|approved|recogni[sz]ed|registered|certified) (by|with|under|in) (the )?{_MQA}\b"),
    re.compile(
        r"\b(diiktiraf|terakreditasi|diakreditasi|akreditasi|diluluskan|berdaftar) "
        rf"((oleh|dengan|di bawah) )?(pihak )?{_MQA}\b"
    ),
    re.compile(r"(معتمد|معترف بها?|مسجل)ه? (من|لدي|من قبل) (mqa|هييه الموهلات|هيءه المءهلات)"),
)
_ARABIC_FORMS = str.maketrans("ىةؤئ", "يهوي")
_DENIED = re.compile(r"\b(not|no|never|bukan|tidak|belum)\b[^.]{0,40}$|(ليس|ليست|غير|لم|لا)[^.]{0,40}$")


def claims(subject: Subject) -> Iterator[Problem]:
    """MC-7-02. What is said of the accredited programme itself (8.1) is no claim about the micro-credential."""
    audit = subject.offer.external if subject.offer else None
    if audit is not None and audit.reference:
        return
    for place, text in subject.texts:
        if place[:2] == ("recognition", "credit_transfer"):
            continue
        folded = fold(text).translate(_ARABIC_FORMS)
        for pattern in _CLAIMS:
            found = pattern.search(folded)
            if found and not _DENIED.search(folded[: found.start()]):
                yield Problem(
                    message="the micro-credential is said to be accredited or approved; the audit is of the provider",
                    place=place,
                    actual=found[0],
                )
                break


def external_details(subject: Subject) -> Iterator[Problem]:
    """MC-7-03."""
    audit = subject.offer.external if subject.offer else None
    if audit is None or not audit.sought or audit.reference is None:
        return
    for member in ("body", "on", "report_url", "valid_until"):
        if getattr(audit, member) is None:
            yield absent(f"the external audit states no {member}", "external", member, in_offer=True)
    if audit.valid_until is None:
        return
    if audit.on and months_after(audit.on, EXTERNAL_MAX_MONTHS) < audit.valid_until:
        yield Problem(
            message="a verification is valid for three years at most",
            place=("external", "valid_until"),
            actual=f"{audit.on} to {audit.valid_until}",
            in_offer=True,
        )
    if subject.today and audit.valid_until < subject.today:
        yield Problem(
            message="the external audit is no longer valid and still referred to",
            place=("external", "valid_until"),
            severity=Severity.ERROR,
            actual=audit.valid_until.isoformat(),
            in_offer=True,
            dated=True,
        )
