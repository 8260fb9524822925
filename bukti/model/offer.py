"""What changes with time about a micro-credential: never part of what a credential stands for."""

from typing import Annotated, Literal

from pydantic import Field

from bukti.model.base import (
    Boolean,
    Day,
    Email,
    Exact,
    Id,
    Line,
    LineMap,
    Number,
    Period,
    Positive,
    ProseMap,
    Record,
    Url,
)


class Cost(Record):
    """The fee; ``amount`` 0 is free of charge."""

    amount: Number
    currency: Annotated[str, Exact(r"[A-Z]{3}", "an ISO 4217 currency code", "MYR")]


class Enrolment(Record):
    """Where and when learners enrol."""

    url: Url
    opens: Day | None = None
    closes: Day | None = None


class Schedule(Record):
    """When it is on offer; ``any_time`` where learners may begin whenever they like."""

    any_time: Boolean
    note: LineMap | None = None


class Demand(Record):
    """The need that it answers and how that is known (5.3)."""

    source: Annotated[tuple[Literal["learners", "employers", "industry", "government"], ...], Field(min_length=1)]
    evidence: Annotated[tuple[LineMap, ...], Field(min_length=1)]
    surveyed_on: Day


class Feedback(Record):
    """How learners give feedback, and how often it is gathered (6.1)."""

    channel: LineMap
    frequency: Period


class Review(Record):
    """Last and next review (6.1)."""

    last: Day
    next: Day
    cycle: Period


class QualityReview(Record):
    """A review by peers or by industry (EBI)."""

    kind: Literal["peer", "industry"]
    on: Day


class ExternalAudit(Record):
    """A voluntary external audit of the provider's quality management system (7), never of one MC."""

    sought: Boolean
    body: Line | None = None
    reference: Line | None = None
    report_url: Url | None = None
    on: Day | None = None
    valid_until: Day | None = None


class Moa(Record):
    """The memorandum of agreement with a collaborator of the definition (6.2)."""

    collaborator: Line
    type: Annotated[str, Field(description="MOA; MOU, LOI and NDA are refused by the policy")]
    reference: Line
    signed_on: Day
    ends_on: Day | None = None


class Offer(Record):
    """``registry/<provider>/<mc>/offer.yaml``: the moving part of a micro-credential.

    ``current`` is the version that is offered now. ``status`` ``teach_out`` awards to those who
    began; ``retired`` awards no more, and stays published.
    """

    schema_: Annotated[Literal["offer/v1"], Field(alias="schema")]
    provider: Id
    id: Id
    status: Literal["draft", "active", "teach_out", "retired"]
    current: Positive
    cost: Cost | None = None
    enrolment: Enrolment | None = None
    schedule: Schedule | None = None
    contact: Email | None = None
    demand: Demand | None = None
    feedback: Feedback | None = None
    review: Review | None = None
    reviews: tuple[QualityReview, ...] = ()
    external: ExternalAudit | None = None
    moas: tuple[Moa, ...] = ()
    notice: ProseMap | None = None
