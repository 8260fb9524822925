"""The rules of the catalogue, each with a definition that breaks it and a twin that keeps it."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from bukti.errors import Severity
from bukti.model import Definition, Framework, Offer, Provider
from bukti.policy import RULES, completeness
from bukti.policy.rule import Problem, Subject
from tests.attacks import miniature as mini
from tests.attacks.miniature import DEFINITION, FRAMEWORK, OFFER_FORM, OTHER, UNI

TODAY = date(2026, 11, 23)
Form = dict[str, Any]
Edit = Callable[[Form, Form], object]


def subject(definition: Form, offer: Form | None = OFFER_FORM, **more: Any) -> Subject:
    given: dict[str, Any] = {
        "provider": Provider.model_validate(mini.provider(UNI, "Universiti Contoh")),
        "frameworks": {"mqf": Framework.model_validate(FRAMEWORK)},
        "languages": ("en",),
        "today": TODAY,
        "names": {UNI: ("Universiti Contoh",), OTHER: ("Kolej Contoh",)},
    } | more
    return Subject(
        definition=Definition.model_validate(definition),
        offer=Offer.model_validate(offer) if offer else None,
        **given,
    )


def found(rule: str, about: Subject) -> list[Problem]:
    return list(next(one for one in RULES if one.id == rule).check(about))


def edited(edit: Edit) -> Subject:
    definition, offer = deepcopy(DEFINITION), deepcopy(OFFER_FORM)
    edit(definition, offer)
    return subject(definition, offer)


def setting(*place: Any, to: Any) -> Edit:
    """Set a member of the definition; ``...`` takes it away."""

    def edit(definition: Form, offer: Form) -> None:
        node: Any = definition
        for step in place[:-1]:
            node = node[step]
        if to is ...:
            del node[place[-1]]
        else:
            node[place[-1]] = deepcopy(to)

    return edit


def offering(*place: Any, to: Any) -> Edit:
    return lambda definition, offer: setting(*place, to=to)(offer, definition)


def both(*edits: Edit) -> Edit:
    def edit(definition: Form, offer: Form) -> None:
        for one in edits:
            one(definition, offer)

    return edit


def keep(definition: Form, offer: Form) -> None:
    """No edit."""


PARTNER = {"name": "Rivers board", "kind": "agency", "role": "content"}
MOA = {"collaborator": "Rivers board", "type": "MOA", "reference": "MOA-7", "signed_on": "2026-01-01"}
PROGRAMME = {
    "name": {"en": "Hydrology"},
    "provider": "Universiti Contoh",
    "level": {"framework": "mqf", "value": "6"},
    "register_no": "MQA/FA0001",
    "credits": 120,
}
TRANSFER = {
    "offered": True,
    "programme": PROGRAMME,
    "review_scope_statement": {"en": "Reviews include it."},
    "cap_percent": 30,
    "conditions": {"en": "Grade C or better."},
}
COMPONENT = both(
    setting("type", to="accredited_component"),
    setting("recognition", to={"credit_transfer": TRANSFER}),
    setting("modules", 0, "source_programme", to="Hydrology"),
)
OVERSIGHT = {"content": {"en": "A board."}, "delivery": {"en": "Visits."}}
PARTNERED = both(setting("collaborators", to=[PARTNER]), setting("oversight", to=OVERSIGHT), offering("moas", to=[MOA]))
AUDIT = {"sought": True, "body": "B", "reference": "R-1", "report_url": "https://a.example/", "on": "2026-01-01"}
SAMPLE_OUTCOME = {"id": "x", "text": {"en": "List gauges."}, "domain": "knowledge"}

CASES: list[tuple[str, Edit, Edit]] = [
    ("MC-5.1-01", setting("outcomes", to=DEFINITION["outcomes"][3:]), keep),
    ("MC-5.1-02", setting("modules", 0, "outcomes", to=[]), keep),
    (
        "MC-5.1-03",
        setting("outcomes", 0, "text", "en", to="Understand rain."),
        setting("outcomes", 0, "text", "en", to="Clearly explain rain."),
    ),
    (
        "MC-5.1-03",
        setting("outcomes", 0, "text", "en", to="Awareness of rain."),
        setting("outcomes", 0, "text", "en", to="By the end, learners will be able to organize data."),
    ),
    (
        "MC-5.1-04",
        setting("outcomes", to=[{**o, "text": {"en": "Know rain."}} for o in DEFINITION["outcomes"]]),
        setting("outcomes", 0, "text", "en", to="Know rain."),
    ),
    ("MC-5.1-05", setting("outcomes", 0, "domain", to="skill"), keep),
    ("MC-5.1-06", setting("assessments", 0, "outcomes", to=["lo1"]), keep),
    ("MC-5.1-07", setting("assessments", 0, "outcomes", to=["lo1", "lo9"]), keep),
    ("MC-5.1-07", setting("modules", 1, "id", to="m1"), keep),
    ("MC-5.1-07", setting("outcomes", 3, "contributes_to", to=["nothing"]), keep),
    ("MC-5.1-08", setting("assessments", 0, "outcomes", to=[]), keep),
    (
        "MC-5.1-09",
        setting("assessments", 1, "method", to="multiple_choice"),
        setting("assessments", 1, "method", to="portfolio"),
    ),
    ("MC-5.1-10", setting("assessments", 0, "weight", to=90), keep),
    (
        "MC-5.1-10",
        setting("assessments", to=[{**a, "weight": "33.33"} for a in DEFINITION["assessments"]]),
        both(
            setting("assessments", 0, "weight", to="33.33"),
            setting("assessments", 1, "weight", to="66.67"),
            setting("assessments", 2, "weight", to="66.67"),
        ),
    ),
    ("MC-5.1-11", setting("grading", to=...), keep),
    (
        "MC-5.2-01",
        setting("structure", to=...),
        both(setting("structure", to=...), setting("personalisation", to={"none_because": {"en": "Safety."}})),
    ),
    ("MC-5.2-02", setting("structure", "choose", 0, "max", to=3), setting("structure", "choose", 0, "max", to=2)),
    ("MC-5.2-02", setting("structure", "choose", 0, "from", to=["m2", "m9"]), keep),
    ("MC-5.2-02", setting("structure", "choose", 0, "from", to=["m1", "m2", "m3"]), keep),
    ("MC-5.2-03", setting("outcomes", 4, "contributes_to", to=[]), keep),
    (
        "MC-5.2-04",
        setting("modules", 1, "credits", to=2),
        both(setting("modules", 1, "credits", to=2), setting("credits", "max_value", to=3)),
    ),
    (
        "MC-5.2-05",
        setting("delivery", "pace", to=["cohort"]),
        both(setting("delivery", "pace", to=["cohort"]), setting("assessments", 0, "mode", to="either")),
    ),
    ("MC-5.3-01", offering("demand", to=...), keep),
    (
        "MC-5.3-01",
        offering("demand", "surveyed_on", to="2024-11-22"),
        offering("demand", "surveyed_on", to="2024-11-23"),
    ),
    ("MC-5.3-02", setting("industry", to=[]), keep),
    ("MC-5.3-03", setting("skills", to=[]), keep),
    ("MC-5.4-01", setting("security", to=...), keep),
    ("MC-5.4-02", setting("assessments", 0, "identity_check", to="none"), keep),
    ("MC-5.4-03", setting("security", to=...), keep),
    (
        "MC-5.4-04",
        setting("summary", "en", to="Write to ali@contoh.example or call +60 3-1234 5678."),
        setting("summary", "en", to="Floods of 2021-12-18 to 2022-01-05 in numbers, explained for all who live there."),
    ),
    (
        "MC-5.4-04",
        offering("notice", to={"en": "Congratulations to 29001011234567!"}),
        offering("notice", to={"en": "20 places are left."}),
    ),
    ("MC-5.5-01", setting("objectives", to=[]), keep),
    ("MC-5.5-01", setting("assessments", 0, "method", to=...), keep),
    (
        "MC-5.5-02",
        setting("hours", to=...),
        both(setting("hours", to=...), setting("hours_not_applicable", to={"reason": {"en": "By assessment."}})),
    ),
    ("MC-5.5-02", setting("hours", to=...), both(setting("hours", to=...), setting("assessment_only", to=True))),
    ("MC-5.5-03", setting("credits", to=...), setting("credits", to={"system": "none"})),
    ("MC-5.5-04", setting("hours", "total", to=120), keep),
    ("MC-5.5-04", setting("hours", "independent", to=41), keep),
    (
        "MC-5.5-04",
        setting("modules", to=[{**m, "hours": 39} for m in DEFINITION["modules"]]),
        both(
            setting("modules", to=[{**m, "hours": 39} for m in DEFINITION["modules"]]),
            setting("hours", to={"total": 80, "assessment": 2}),
        ),
    ),
    (
        "MC-5.5-04",
        setting("credits", to={"value": 4, "system": "ECTS"}),
        both(
            setting("credits", to={"value": 3, "system": "ECTS"}),
            setting("modules", to=[{k: v for k, v in m.items() if k != "credits"} for m in DEFINITION["modules"]]),
        ),
    ),
    ("MC-5.5-05", setting("credits", "value", to="2.2"), setting("credits", "value", to="2.5")),
    ("MC-5.5-06", setting("summary", "en", to="TBA"), keep),
    ("MC-5.5-06", setting("title", "en", to="DBMS"), setting("title", "en", to="DBMS for rivers")),
    ("MC-5.5-08", setting("level", to=...), keep),
    ("MC-5.6-01", setting("title", "en", to="Diploma in Rain"), setting("title", "en", to="Diplomacy of Rain")),
    ("MC-5.6-01", setting("aliases", to=[{"ms": "Ijazah Hujan"}]), setting("aliases", to=[{"ms": "Data Hujan"}])),
    ("MC-5.6-01", setting("title", "en", to="D\u0456plom\u0430 of Rain"), keep),
    ("MC-5.6-01", setting("short_title", to={"ar": "دبلوم المطر"}), setting("short_title", to={"ar": "بيانات المطر"})),
    (
        "MC-5.6-02",
        setting("title", "en", to="Certificate in Rain Data"),
        both(
            setting("title", "en", to="Certificate in Rain Data"),
            setting("title_exemption", to={"reason": "Settled.", "decided_by_role": "Board", "date": "2026-10-01"}),
        ),
    ),
    ("MC-5.6-03", setting("title", "en", to="Rain Nanodegree"), keep),
    ("MC-5.6-04", setting("title", "en", to="Wonders of Chemistry"), keep),
    (
        "MC-5.6-05",
        both(setting("credits", "value", to=34), setting("hours", to={"total": 1360})),
        both(setting("credits", "value", to="33.5"), setting("hours", to={"total": 1340})),
    ),
    (
        "MC-5.6-06",
        setting("title", "en", to="R\u0430in Data"),
        setting("title", "en", to="Rain Data \u0434\u0430\u043d\u043d\u044b\u0435"),
    ),
    ("MC-6.1-01", setting("quality", to=...), keep),
    ("MC-6.1-02", setting("quality", "contact", to=...), keep),
    ("MC-6.1-03", setting("quality", "covers", to=["design"]), keep),
    ("MC-6.1-04", offering("feedback", to=...), keep),
    ("MC-6.1-05", offering("review", "next", to="2026-11-22"), offering("review", "next", to="2026-11-23")),
    ("MC-6.1-05", offering("review", "cycle", to="P4Y"), offering("review", "cycle", to="P3Y")),
    (
        "MC-6.1-06",
        setting("quality", "records", "retention", to="P5Y"),
        both(setting("quality", "records", "retention", to="P5Y"), setting("validity", "expires", to="P60M")),
    ),
    ("MC-6.2-01", both(PARTNERED, offering("moas", to=[])), PARTNERED),
    ("MC-6.2-02", both(PARTNERED, offering("moas", 0, "type", to="MOU")), PARTNERED),
    (
        "MC-6.2-02",
        both(PARTNERED, offering("moas", 0, "ends_on", to="2027-01-14")),
        both(PARTNERED, offering("moas", 0, "ends_on", to="2027-01-15")),
    ),
    ("MC-6.2-04", both(PARTNERED, setting("oversight", to=...)), PARTNERED),
    (
        "MC-6.2-05",
        setting("audience", "en", to="Students of Kolej Contoh"),
        both(
            setting("audience", "en", to="Students of Kolej Contoh"),
            setting("collaborators", to=[{**PARTNER, "name": "Kolej Contoh"}]),
        ),
    ),
    ("MC-7-01", offering("external", to=...), keep),
    (
        "MC-7-02",
        setting("audience", "en", to="For you: an MQA-accredited course."),
        setting("audience", "en", to="This course is not accredited by MQA."),
    ),
    (
        "MC-7-02",
        setting("audience", to={"en": "All", "ms": "Kursus ini diiktiraf oleh MQA."}),
        both(
            setting("audience", to={"en": "All", "ms": "Kursus ini diiktiraf oleh MQA."}),
            offering("external", to=AUDIT),
        ),
    ),
    (
        "MC-7-03",
        offering("external", to=AUDIT | {"valid_until": "2029-01-02"}),
        offering("external", to=AUDIT | {"valid_until": "2029-01-01"}),
    ),
    ("MC-8.1-01", both(COMPONENT, setting("recognition", "credit_transfer", "programme", to=...)), COMPONENT),
    ("MC-8.1-02", setting("type", to=...), keep),
    ("MC-8.1-02", both(COMPONENT, setting("modules", 0, "source_programme", to=...)), COMPONENT),
    ("MC-8.1-02", both(COMPONENT, setting("type", to="stand_alone")), COMPONENT),
    (
        "MC-8.1-03",
        both(COMPONENT, setting("recognition", "credit_transfer", "review_scope_statement", to=...)),
        COMPONENT,
    ),
    ("MC-8.1-04", both(COMPONENT, setting("recognition", "credit_transfer", "cap_percent", to="30.01")), COMPONENT),
    (
        "MC-8.1-04",
        setting("audience", "en", to="Credits are automatically transferred."),
        setting("audience", "en", to="Credits are not automatically transferred."),
    ),
    ("MC-8.1-05", both(COMPONENT, setting("recognition", "credit_transfer", "conditions", to=...)), COMPONENT),
    ("MC-8.2-01", setting("recognition", to={}), keep),
    ("MC-8.2-02", setting("objectives", to=[]), keep),
    ("MC-8.2-03", setting("recognition", "apel_c", "cap_percent", to=31), keep),
    ("MC-EBI-01", setting("hours", "total", to=601), setting("hours", "total", to=600)),
    (
        "MC-EBI-01",
        setting("outcomes", to=[SAMPLE_OUTCOME | {"id": f"o{n}"} for n in range(13)]),
        setting("outcomes", to=[SAMPLE_OUTCOME | {"id": f"o{n}"} for n in range(12)]),
    ),
    ("MC-EBI-02", offering("reviews", to=[{"kind": "peer", "on": "2026-05-01"}]), keep),
    ("MC-EBI-04", setting("assessment_only", to=True), keep),
    ("MC-EBI-05", setting("validity", to=...), keep),
    (
        "MC-EBI-05",
        setting("validity", to={"expires": "P3Y"}),
        setting("validity", to={"expires": "P3Y", "reason": {"en": "R"}, "renewal": {"en": "N"}}),
    ),
    ("MC-EBI-06", setting("awarding_body", to=...), keep),
    ("MC-EBI-07", setting("completion", "attendance_only", to=True), keep),
    (
        "MC-EBI-08",
        offering("schedule", to={"any_time": False}),
        offering("schedule", to={"any_time": False, "note": {"en": "Rainy season"}}),
    ),
    ("MC-EBI-09", setting("security", to=...), keep),
    ("MC-REG-01", setting("version", to=2), keep),
]


@pytest.mark.parametrize(("rule", "bad", "good"), CASES, ids=[case[0] for case in CASES])
def test_rule_finds_the_fault_and_leaves_the_twin(rule: str, bad: Edit, good: Edit) -> None:
    assert found(rule, edited(bad))
    assert found(rule, edited(good)) == []


def test_every_rule_has_a_case() -> None:
    elsewhere = {"MC-5.5-07", "MC-6.2-03"}
    assert {rule.id for rule in RULES} == {case[0] for case in CASES} | elsewhere


def test_each_rule_is_there_once_and_says_how_to_mend() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(rule.hint and rule.clause for rule in RULES)


def test_the_miniature_breaks_no_rule() -> None:
    about = subject(DEFINITION)
    assert {rule.id: list(rule.check(about)) for rule in RULES if list(rule.check(about))} == {}


def test_languages_of_the_catalogue() -> None:
    """MC-5.5-07."""
    assert found("MC-5.5-07", subject(DEFINITION, languages=("en", "ms")))
    assert found("MC-5.5-07", subject(DEFINITION, languages=("en",))) == []


def test_the_principal_is_a_higher_education_provider() -> None:
    """MC-6.2-03."""
    firm = Provider.model_validate(mini.provider(UNI, "Firm") | {"kind": "non_hep"})
    partnered = DEFINITION | {"collaborators": [PARTNER]}
    assert found("MC-6.2-03", subject(partnered, provider=firm))
    assert found("MC-6.2-03", subject(DEFINITION, provider=firm)) == []
    assert found("MC-6.2-03", subject(partnered)) == []


def test_a_title_of_another_micro_credential() -> None:
    """MC-5.6-04."""
    others = {"reading rain data": frozenset({f"{UNI}/{mini.MC}", f"{OTHER}/rain"})}
    assert found("MC-5.6-04", subject(DEFINITION, titles=others))
    assert found("MC-5.6-04", subject(DEFINITION, titles={"reading rain data": frozenset({f"{UNI}/{mini.MC}"})})) == []


def test_without_a_date_nothing_is_overdue() -> None:
    offer = OFFER_FORM | {"review": {"last": "2020-01-01", "next": "2021-01-01", "cycle": "P1Y"}}
    assert found("MC-6.1-05", subject(DEFINITION, offer))
    assert found("MC-6.1-05", subject(DEFINITION, offer, today=None)) == []


def test_problems_that_come_with_time_are_marked() -> None:
    offer = OFFER_FORM | {"review": {"last": "2025-01-01", "next": "2026-01-01", "cycle": "P1Y"}}
    (problem,) = found("MC-6.1-05", subject(DEFINITION, offer))
    assert (problem.dated, problem.severity, problem.in_offer) == (True, Severity.ERROR, True)


def test_completeness_names_clause_and_member() -> None:
    assert completeness(Definition.model_validate(DEFINITION), Offer.model_validate(OFFER_FORM)) == ()
    bare = {key: DEFINITION[key] for key in ("schema", "provider", "id", "version", "language", "title")}
    gaps = completeness(Definition.model_validate(bare | {"state": "draft"}), None)
    assert {("MQA 5.1", "MC-5.1-01", "outcomes"), ("MQA 6.1", "MC-6.1-04", "offer.feedback")} <= {
        (gap.clause, gap.rule, gap.field) for gap in gaps
    }
    assert all(gap.message for gap in gaps)
    assert len(gaps) > 25
