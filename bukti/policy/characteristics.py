"""Rules of the EBI paper (what makes a micro-credential one), and of the change log."""

from collections.abc import Iterator
from decimal import Decimal

from bukti.errors import Severity
from bukti.policy.rule import Problem, Subject, absent

MAX_OVERALL_OUTCOMES = 12
MAX_CREDITS = Decimal(15)
MAX_HOURS = Decimal(600)


def short(subject: Subject) -> Iterator[Problem]:
    """MC-EBI-01."""
    definition = subject.definition
    carried = definition.credits.value if definition.credits else None
    for large, place, what in (
        (
            len(definition.overall_outcomes) > MAX_OVERALL_OUTCOMES,
            "outcomes",
            f"{MAX_OVERALL_OUTCOMES} overall outcomes",
        ),
        (carried is not None and carried > MAX_CREDITS, "credits", f"{MAX_CREDITS} credits"),
        (definition.hours is not None and definition.hours.total > MAX_HOURS, "hours", f"{MAX_HOURS} hours"),
    ):
        if large:
            yield Problem(message=f"more than {what} are not short and focused", place=(place,))


def reviews(subject: Subject) -> Iterator[Problem]:
    """MC-EBI-02."""
    kinds = {review.kind for review in subject.offer.reviews} if subject.offer else set()
    for kind in ("peer", "industry"):
        if kind not in kinds:
            yield absent(f"no {kind} review is on record", "reviews", in_offer=True)


def assessment_only(subject: Subject) -> Iterator[Problem]:
    """MC-EBI-04."""
    definition = subject.definition
    if not definition.assessment_only:
        return
    for member, what in (
        ("evidence_forms", "which evidence is taken"),
        ("assessor_role", "who assesses"),
        ("validator_role", "who, as a second person, validates"),
    ):
        if not getattr(definition, member):
            yield absent(f"awarded by assessment alone, but {what} is not stated", member)


def expiry(subject: Subject) -> Iterator[Problem]:
    """MC-EBI-05."""
    validity = subject.definition.validity
    if validity is None:
        yield absent("whether the credential expires is not stated", "validity")
    elif validity.expires != "never":
        if validity.reason is None:
            yield absent("why the credential expires is not stated", "validity", "reason")
        if validity.renewal is None:
            yield absent("how it is renewed is not stated", "validity", "renewal")


def certificate_content(subject: Subject) -> Iterator[Problem]:
    """MC-EBI-06: what every credential shows is there to be shown."""
    definition = subject.definition
    if definition.awarding_body is None:
        yield absent("the awarding body is not stated", "awarding_body")
    if not definition.outcomes:
        yield absent("there are no outcomes for a credential to list", "outcomes")
    if not any(assessment.method for assessment in definition.assessments):
        yield absent("there is no method of assessment for a credential to name", "assessments")


def attendance(subject: Subject) -> Iterator[Problem]:
    """MC-EBI-07."""
    completion = subject.definition.completion
    if completion is None:
        yield absent("what has to be done to be awarded it is not stated", "completion", severity=Severity.WARNING)
    elif completion.attendance_only:
        yield Problem(
            message="attendance alone earns no micro-credential",
            place=("completion", "attendance_only"),
            severity=Severity.ERROR,
        )


def set_times(subject: Subject) -> Iterator[Problem]:
    """MC-EBI-08."""
    schedule = subject.offer.schedule if subject.offer else None
    if schedule is not None and not schedule.any_time and schedule.note is None:
        yield Problem(message="available at set times only, and why is not said", place=("schedule",), in_offer=True)


def owned(subject: Subject) -> Iterator[Problem]:
    """MC-EBI-09."""
    if subject.definition.security is None:
        yield absent("that the holder can keep and export the credential is not stated", "security", "ownership")


def change_log(subject: Subject) -> Iterator[Problem]:
    """MC-REG-01, the part that one version shows: its change log has an entry for it."""
    definition = subject.definition
    if not any(change.version == definition.version for change in definition.changelog):
        yield absent(
            f"the change log has no entry for version {definition.version}",
            "changelog",
            severity=Severity.WARNING,
        )
