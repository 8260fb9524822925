"""One version of a micro-credential's definition: what a credential of it stands for.

Each field names the clause of MQA's *Guideline on Micro-credential* (2019), or of the EBI paper
(2022), that it answers. Fields marked "by hand" in the guideline as *should* are optional here;
their absence is a finding of the policy, not of the form.
"""

from typing import Annotated, Literal

from pydantic import Field

from bukti.model.base import (
    Boolean,
    Country,
    Day,
    Email,
    Exact,
    Id,
    Language,
    Line,
    LineMap,
    Number,
    Period,
    Positive,
    ProseMap,
    Record,
    Url,
)

Percent = Annotated[Number, Field(ge=0, le=100)]
McRef = Annotated[
    str,
    Exact(r"[a-z0-9-]{1,64}/[a-z0-9-]{1,64}", "a micro-credential's name", "universiti-contoh/data-analytics"),
]


class Change(Record):
    """An entry of the change log (6.1: records)."""

    version: Positive
    on: Day
    summary: ProseMap


class TitleExemption(Record):
    """A decision that a title close to a reserved one may stand (5.6)."""

    reason: Line
    decided_by_role: Line
    date: Day


class LevelRef(Record):
    """A level of a framework in ``registry/frameworks``."""

    framework: Id
    value: Id


class Credits(Record):
    """The size in credits; ``system`` ``none`` states that it carries none. A range has ``max_value``."""

    value: Number | None = None
    max_value: Number | None = None
    system: Literal["MQF", "ECTS", "UK", "NZQCF", "none"]


class Hours(Record):
    """Notional learning hours; the parts add up to ``total`` where all are given (5.5)."""

    total: Number
    guided_f2f: Number | None = None
    guided_online: Number | None = None
    independent: Number | None = None
    assessment: Number | None = None


class HoursNotApplicable(Record):
    """Why no hours are stated (5.5 "if applicable"; EBI: not time-based)."""

    reason: ProseMap


class FieldOfStudy(Record):
    """ISCED-F 2013 code of 2, 3 or 4 digits."""

    isced_f: Annotated[str, Exact(r"[0-9]{2,4}", "an ISCED-F code of 2 to 4 digits", "0613")]


class Skill(Record):
    """A skill in a public framework, by URI (ESCO and the like)."""

    framework: Line
    uri: Url
    label: LineMap


class Outcome(Record):
    """A learning outcome: overall where ``module`` is absent, else of that module (5.1, 5.5)."""

    id: Id
    text: ProseMap
    domain: Literal["knowledge", "skill", "attitude", "competency"]
    cluster: (
        Literal[
            "knowledge-understanding",
            "cognitive-skills",
            "functional-work-skills",
            "personal-entrepreneurial-skills",
            "ethics-professionalism",
        ]
        | None
    ) = None
    bloom: Literal["remember", "understand", "apply", "analyse", "evaluate", "create"] | None = None
    module: Id | None = None
    contributes_to: tuple[Id, ...] = ()


class Module(Record):
    """A unit of the whole; cut from an accredited programme where ``source_programme`` is given."""

    id: Id
    title: LineMap
    content: tuple[LineMap, ...] = ()
    outcomes: tuple[Id, ...] = ()
    hours: Number | None = None
    credits: Number | None = None
    source_programme: Line | None = None
    source_course: Line | None = None


class Choice(Record):
    """A group of elective modules of which ``min`` to ``max`` are taken (5.2)."""

    id: Id
    label: LineMap
    from_: Annotated[tuple[Id, ...], Field(alias="from", min_length=1)]
    min: Positive
    max: Positive


class Structure(Record):
    """Which modules are compulsory and which are chosen."""

    required: tuple[Id, ...] = ()
    choose: tuple[Choice, ...] = ()


class Personalisation(Record):
    """Why there is no choice (5.2: "to the extent possible")."""

    none_because: ProseMap


class Delivery(Record):
    """How learners take part (5.5, 5.2)."""

    modes: tuple[Literal["online", "face_to_face", "blended", "work_based", "assessment_only"], ...] = ()
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    pace: tuple[Literal["self_paced", "cohort"], ...] = ()
    places: tuple[LineMap, ...] = ()
    platform: Line | None = None


class Assessment(Record):
    """A piece of assessment and the outcomes that it covers (5.1); ``weight`` and ``pass_mark`` in percent.

    ``method``, ``mode``, ``supervision`` and ``identity_check`` may be absent in a draft only; the
    policy asks for them.
    """

    id: Id
    method: Literal[
        "written_exam", "multiple_choice", "project", "portfolio", "practical", "presentation", "report",
        "case_study", "oral", "workplace_observation", "challenge_test", "assignment",
    ] | None = None  # fmt: skip
    title: LineMap
    outcomes: tuple[Id, ...] = ()
    module: Id | None = None
    weight: Percent | None = None
    pass_mark: Percent | None = None
    mode: Literal["online", "face_to_face", "either"] | None = None
    options: tuple[LineMap, ...] = ()
    supervision: Literal["invigilated", "remote_proctored", "supervisor", "unsupervised"] | None = None
    identity_check: Literal["photo_id", "institution_login", "remote_id", "none"] | None = None


class Completion(Record):
    """What has to be done to be awarded the credential; never attendance alone (EBI)."""

    rule: ProseMap
    attendance_only: Boolean = False


class Grading(Record):
    """How the result is reported. ``values``: the closed list of grades, best first, where there is one."""

    scale: LineMap
    reported_as: Literal["grade", "percent", "pass_fail", "outcome_by_outcome"]
    values: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=32)], ...], Field(max_length=64)] = ()


class IndustryEngagement(Record):
    """A body of industry and what it did (5.3)."""

    name: Line
    role: Literal["co_design", "review", "delivery", "endorsement"]
    evidence: ProseMap


class Collaborator(Record):
    """A partner (6.2); dates of the agreement that move stand in the offer."""

    name: Line
    kind: Literal["hep", "industry", "professional_body", "agency"]
    role: Literal["content", "delivery", "assessment", "content_and_delivery"]


class Oversight(Record):
    """How the principal provider oversees content and delivery (6.2: both)."""

    content: ProseMap
    delivery: ProseMap


class Security(Record):
    """How the credential is secured, tied to its holder and shared (5.4, EBI)."""

    signature: Literal["eddsa-rdfc-2022"]
    status_method: Literal["BitstringStatusList"]
    identity_binding: ProseMap
    sharing: Annotated[
        tuple[Literal["link", "email", "qr", "cv", "social_media", "wallet", "print"], ...],
        Field(min_length=1),
    ]
    ownership: ProseMap


class Validity(Record):
    """For how long the credential stands (EBI): ``never`` expires, or a period with reason and renewal."""

    expires: Literal["never"] | Period
    reason: ProseMap | None = None
    renewal: ProseMap | None = None


class QualityRecords(Record):
    """Where records of learners and achievement are kept, and for how long (6.1: future validation)."""

    where: ProseMap
    retention: Literal["permanent"] | Period


class Quality(Record):
    """The quality management that stands behind the definition (6.1); what moves stands in the offer."""

    unit: LineMap
    responsible_role: LineMap | None = None
    contact: Email | None = None
    covers: tuple[
        Literal["development", "design", "delivery", "assessment", "monitoring", "review", "improvement"], ...
    ] = ()
    records: QualityRecords | None = None


class AccreditedProgramme(Record):
    """The programme that the modules come from (8.1)."""

    name: LineMap
    provider: Line
    level: LevelRef
    register_no: Line
    credits: Number


class CreditTransfer(Record):
    """Recognition by credit transfer (8.1)."""

    offered: Boolean
    programme: AccreditedProgramme | None = None
    review_scope_statement: ProseMap | None = None
    cap_percent: Percent | None = None
    conditions: ProseMap | None = None


class ApelC(Record):
    """Recognition by APEL.C, the assessment of prior experiential learning for credit (8.2)."""

    offered: Boolean
    centres: tuple[Line, ...] = ()
    cap_percent: Percent | None = None
    documents: tuple[LineMap, ...] = ()


class Recognition(Record):
    """The ways in which a receiving institution may count the micro-credential."""

    credit_transfer: CreditTransfer | None = None
    apel_c: ApelC | None = None


class StackTarget(Record):
    """What this micro-credential counts towards or builds on: an MC of the registry, or a name."""

    mc: McRef | None = None
    name: LineMap | None = None
    as_: Annotated[LineMap, Field(alias="as")]


class Definition(Record):
    """``registry/<provider>/<mc>/v<N>.yaml``: one frozen version of a definition.

    ``language`` is the one language in which credentials of it are written; other languages are
    for the catalogue. ``state`` ``draft`` may be incomplete and cannot be awarded; ``active`` is
    frozen once it stands on the published branch.
    """

    schema_: Annotated[Literal["definition/v1"], Field(alias="schema")]
    provider: Id
    id: Id
    version: Positive
    state: Literal["draft", "active"]
    language: Language
    changelog: tuple[Change, ...] = ()
    title: LineMap
    short_title: LineMap | None = None
    aliases: tuple[LineMap, ...] = ()
    keywords: Annotated[tuple[LineMap, ...], Field(description="subject headings and other words to find it by")] = ()
    title_exemption: TitleExemption | None = None
    type: Literal["stand_alone", "accredited_component"] | None = None
    summary: ProseMap | None = None
    objectives: tuple[ProseMap, ...] = ()
    audience: ProseMap | None = None
    prerequisites: tuple[ProseMap, ...] = ()
    awarding_body: LineMap | None = None
    country: Country | None = None
    collaborators: tuple[Collaborator, ...] = ()
    oversight: Oversight | None = None
    level: LevelRef | None = None
    credits: Credits | None = None
    hours: Hours | None = None
    hours_not_applicable: HoursNotApplicable | None = None
    field_of_study: FieldOfStudy | None = None
    skills: tuple[Skill, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    modules: tuple[Module, ...] = ()
    structure: Structure | None = None
    personalisation: Personalisation | None = None
    delivery: Delivery | None = None
    assessments: tuple[Assessment, ...] = ()
    assessment_only: Boolean = False
    assessor_role: LineMap | None = None
    validator_role: LineMap | None = None
    evidence_forms: tuple[LineMap, ...] = ()
    completion: Completion | None = None
    grading: Grading | None = None
    industry: tuple[IndustryEngagement, ...] = ()
    security: Security | None = None
    validity: Validity | None = None
    quality: Quality | None = None
    recognition: Recognition | None = None
    stacks_into: tuple[StackTarget, ...] = ()
    stacks_from: tuple[StackTarget, ...] = ()
    source: Annotated[
        Line | None,
        Field(description="where an imported draft was taken from; absent in definitions written here"),
    ] = None

    @property
    def ref(self) -> str:
        """``provider/mc``, as commands and pathways name it."""
        return f"{self.provider}/{self.id}"

    @property
    def overall_outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes of the whole (those of no single module)."""
        return tuple(outcome for outcome in self.outcomes if outcome.module is None)

    @property
    def stated_outcomes(self) -> tuple[Outcome, ...]:
        """What a credential states: the outcomes of the whole; those of modules only where there are no others."""
        return self.overall_outcomes or self.outcomes
