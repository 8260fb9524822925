"""The page of a micro-credential: nothing that its records state is left out, and what readers compare is marked."""

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from html import unescape
from typing import Any, get_args

import pytest

from bukti.model.base import Record
from bukti.model.text import pick
from site_builder.mc_page import SECTIONS, current, version
from site_builder.plan import Plan
from site_builder.site import Mc, Site
from site_builder.view import View

FACTS = (
    "provider", "status", "type", "level", "credits", "hours", "mode", "pace", "languages", "field", "fee",
    "validity", "outcomes", "audience", "prerequisites", "assessment", "assessor", "supervision", "recognition",
    "stacking", "quality", "review",
)  # fmt: skip
ANALYSIS = "universiti-contoh/applied-data-analysis"

NOT_SHOWN = {
    "Definition.schema_": "names the form of the file",
    "Definition.provider": "the provider's name is shown, not its id",
    "Definition.id": "stands in the address",
    "Definition.state": "a draft says so in a notice; anything else is what pages are about",
    "Outcome.id": "an anchor",
    "Outcome.module": "the outcome stands at its module",
    "Outcome.contributes_to": "shown as the outcome's number",
    "Module.id": "an anchor",
    "Module.outcomes": "shown as the module's outcomes",
    "Choice.id": "names a choice for credentials",
    "Choice.from_": "shown as the modules' titles",
    "Structure.required": "shown as the modules' titles",
    "Assessment.id": "an anchor",
    "Assessment.outcomes": "shown as the matrix",
    "Assessment.module": "shown as the module's title",
    "Skill.uri": "stands on the skill's page, which is linked",
    "LevelRef.framework": "shown as the framework's abbreviation",
    "StackTarget.mc": "shown as that micro-credential's title",
    "Cost.currency": "what is free has none; a fee has it (test_each_version_has_its_page_and_the_old_one_says_so)",
    "Moa.type": "a type other than MOA is refused",
    "Offer.schema_": "names the form of the file",
    "Offer.provider": "the provider's name is shown, not its id",
    "Offer.id": "stands in the address",
}
"""Fields whose value is not on the page as it stands, each with the reason."""

CLOSED = {
    "Definition.type": "type", "Outcome.domain": "domain", "Outcome.cluster": "cluster", "Outcome.bloom": "bloom",
    "Delivery.modes": "mode", "Delivery.pace": "pace", "Assessment.method": "method", "Assessment.mode": "place",
    "Assessment.supervision": "supervision", "Assessment.identity_check": "identity", "Grading.reported_as": "reported",
    "IndustryEngagement.role": "engagement", "Collaborator.kind": "partner", "Collaborator.role": "role",
    "Security.sharing": "sharing", "Quality.covers": "covers", "Offer.status": "status", "Demand.source": "demand",
    "QualityReview.kind": "review", "Delivery.languages": "language", "Definition.language": "language",
    "Definition.country": "country",
}  # fmt: skip
"""Codes that are shown as a word of the site, by the first part of its key."""

IN_WORDS: Mapping[str, Callable[[View, str], str]] = {
    "Validity.expires": lambda view, value: view.t("validity.never") if value == "never" else view.period(value),
    "QualityRecords.retention": lambda view, value: (
        view.t("quality.permanent") if value == "permanent" else view.t("quality.kept", period=view.period(value))
    ),
    "Credits.system": lambda view, value: view.t("credits.none") if value == "none" else value,
    "Feedback.frequency": lambda view, value: view.every(value),
    "Review.cycle": lambda view, value: view.every(value),
}
"""Values that are shown in words of their own."""


def leaves(record: Record) -> Iterator[tuple[str, Any]]:
    """Every stated value of a record as ``(Model.field, value)``; texts in several languages stay together."""
    for name in type(record).model_fields:
        for value in _several(getattr(record, name)):
            if isinstance(value, Record):
                yield from leaves(value)
            elif value is not None and not isinstance(value, bool):
                yield f"{type(record).__name__}.{name}", value


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def expected(view: View, field: str, value: Any, home: str) -> str:
    """What the page of ``view`` has to say where a record says ``value``."""
    if isinstance(value, Mapping):
        return pick(value, view.language, home)[1]
    if isinstance(value, date):
        return view.words.locale.day(value)
    if isinstance(value, int | Decimal):
        return view.number(value)
    if field in IN_WORDS:
        return IN_WORDS[field](view, value)
    return view.words.messages.get(f"{CLOSED[field]}.{value}", value) if field in CLOSED else str(value)


@cache
def words_of(html: str) -> str:
    """The words of a page, and the addresses that its links lead to."""
    addresses = " ".join(re.findall(r'href="([^"]*)"', html))
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html) + " " + addresses).split())


def body(site: Site, mc: Mc, language: str = "en", *, frozen: bool = False) -> str:
    path = f"{site.prefix(language)}{mc.path}"
    page = (
        version(site, language, f"{path}v1/index.html", mc.ref, mc.current.version)
        if frozen
        else current(site, language, f"{path}index.html", mc.ref)
    )
    return str(page.body)


def with_definition(site: Site, ref: str, **changes: Any) -> Site:
    """The site with another content of the current version of a micro-credential."""
    old = site.by_ref[ref].current
    key = (old.provider, old.id, old.version)
    record = type(old).model_validate(old.json_form() | changes)
    located = dataclasses.replace(site.snapshot.definitions[key], record=record)
    snapshot = dataclasses.replace(site.snapshot, definitions={**site.snapshot.definitions, key: located})
    return dataclasses.replace(site, snapshot=snapshot)


@pytest.mark.parametrize("language", ["en", "ms", "ar"])
def test_every_field_that_a_sample_states_is_on_its_page(plan: Plan, language: str) -> None:
    missing = []
    for mc in plan.site.mcs:
        view = View.of(plan.site, language, f"{mc.path}index.html")
        shown = words_of(body(plan.site, mc, language))
        for field, value in [*leaves(mc.current), *(leaves(mc.offer) if mc.offer else ())]:
            if field in NOT_SHOWN:
                continue
            said = " ".join(expected(view, field, value, mc.current.language).split())
            if said not in shown:
                missing.append(f"{mc.ref}: {field}: {said}")
    assert missing == []


def test_a_field_that_is_left_out_would_be_seen(plan: Plan) -> None:
    mc = plan.site.by_ref[ANALYSIS]
    without = body(plan.site, mc).replace("statistics", "")
    said = [expected(View.of(plan.site, "en", ""), field, value, "en") for field, value in leaves(mc.current)]
    assert "statistics" in said
    assert "statistics" not in words_of(without)


def test_each_reason_for_not_showing_a_field_is_needed(plan: Plan) -> None:
    named = {
        field for mc in plan.site.mcs for field, _ in [*leaves(mc.current), *(leaves(mc.offer) if mc.offer else ())]
    }
    assert set(NOT_SHOWN) <= named


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_can_be_compared_is_marked_once(plan: Plan, language: str) -> None:
    html = body(plan.site, plan.site.by_ref[ANALYSIS], language)
    marked = re.findall(r'data-fact="(\w+)"', html)
    assert sorted(marked) == sorted(FACTS)
    for key, content in re.findall(r'data-fact="(\w+)"[^>]*>(.*?)</', html, re.DOTALL):
        assert words_of(content), key


def test_a_fact_that_nobody_states_is_not_marked(plan: Plan) -> None:
    facts = re.findall(
        r'data-fact="(\w+)"', body(plan.site, plan.site.by_ref["egypt-demo-institute/green-finance-basics"])
    )
    assert {"credits", "provider"} <= set(facts)
    assert not {"recognition", "review", "fee"} & set(facts)
    assert "status" not in re.findall(r'data-fact="(\w+)"', body(plan.site, plan.site.by_ref[ANALYSIS], frozen=True))


def test_the_sections_stand_in_the_order_in_which_a_reader_decides(plan: Plan) -> None:
    html = body(plan.site, plan.site.by_ref[ANALYSIS])
    assert tuple(re.findall(r'<section class="bk-section" id="([\w-]+)"', html)) == SECTIONS
    assert tuple(re.findall(r'<li><a href="#([\w-]+)">', html.partition("bk-toc")[2])) == SECTIONS
    fewer = body(plan.site, plan.site.by_ref["egypt-demo-institute/green-finance-basics"])
    listed = re.findall(r'<li><a href="#([\w-]+)">', fewer.partition("bk-toc")[2])
    assert listed == re.findall(r'<section class="bk-section" id="([\w-]+)"', fewer)


def test_recognition_is_explained_with_the_cap_and_its_sources(plan: Plan) -> None:
    text = words_of(body(plan.site, plan.site.by_ref[ANALYSIS]))
    assert "Routes: APEL.C (credit for prior experiential learning), at most 30% of the receiving programme" in text
    assert "Nothing is transferred automatically." in text
    assert "Bachelor's Degree Level 6 120 36 12 0" in text
    assert "120 × 30% = 36 · 12 × 3 = 36" in text
    assert "MQF : 30%, since 1 September 2016 . Source: MQA, Guideline on Micro-credential, 2019, 8.2" in text
    assert "at least 50% in each outcome of the course" in text
    transfer = words_of(body(plan.site, plan.site.by_ref["universiti-contoh/database-design"]))
    assert "content that matches by at least 80%" in transfer
    assert "grade C or better" in transfer
    assert "(mqa.gov.my/pv4/faq_credittransfers.cfm)" in transfer


def test_the_page_of_an_older_version_leaves_out_limits_that_move(read: Callable[[str], str]) -> None:
    text = words_of(read(f"catalogue/{ANALYSIS}/v1/index.html"))
    assert "at most 30% of the receiving programme" in text
    assert "120 × 30%" not in text
    assert "Limits and conditions change with time" in text


def test_the_page_of_the_version_on_offer_is_short_and_leads_to_the_offer(read: Callable[[str], str]) -> None:
    short, old = read(f"catalogue/{ANALYSIS}/v2/index.html"), read(f"catalogue/{ANALYSIS}/v1/index.html")
    assert "data-brief" in short
    assert "data-brief" not in old
    for section in ("outcomes", "versions"):
        assert f'id="{section}"' in short
    assert "data-fact" not in short + old
    assert 'id="modules"' not in short
    assert 'id="modules"' in old
    assert len(short) < 0.5 * len(old)


def test_no_route_is_said_where_none_is_named(plan: Plan) -> None:
    text = words_of(body(plan.site, plan.site.by_ref["egypt-demo-institute/digital-banking-service"]))
    assert "The provider names no route to recognition." in text


def test_a_level_elsewhere_is_indicative_and_has_its_source(plan: Plan) -> None:
    text = words_of(body(plan.site, plan.site.by_ref[ANALYSIS]))
    assert "EQF 6 (indicative) · no formal referencing; by practice" in text


def test_problems_go_to_who_can_mend_them(plan: Plan) -> None:
    html = body(plan.site, plan.site.by_ref[ANALYSIS])
    subject = f"?subject={ANALYSIS}%20v2"
    for address in ("mc@universiti-contoh.example", "mc-quality@universiti-contoh.example", "agency@bukti.example"):
        assert f'href="mailto:{address}{subject}"' in html


def test_the_certificate_is_shown_as_a_sample_in_few_bytes(plan: Plan) -> None:
    for language, sample in (("en", "SAMPLE"), ("ms", "CONTOH"), ("ar", "نموذج")):
        html = body(plan.site, plan.site.by_ref[ANALYSIS], language)
        card = re.search(r'<figure class="bk-sample">.*?</figure>', html, re.DOTALL)
        assert card
        assert f"<i>{sample}</i>" in card[0]
        assert len(card[0].encode()) < 1500


def test_the_choice_is_drawn_and_each_path_has_a_row(plan: Plan) -> None:
    html = body(plan.site, plan.site.by_ref[ANALYSIS])
    tracks = re.search(r'<ol class="bk-tracks">.*?</ol>', html, re.DOTALL)
    assert tracks
    assert "One project choose 1 of 3: M3 Project with business data" in words_of(tracks[0])
    assert "Project with health data all 4 120 3 A1, A2, A3, A6" in words_of(html)
    assert "bk-tracks" not in body(plan.site, plan.site.by_ref["universiti-contoh/database-design"])


def test_of_many_paths_it_is_said_what_all_have_and_what_depends(plan: Plan) -> None:
    modules = ["preparing", "comparing", "business", "public", "health"]
    group = {"id": "free", "label": {"en": "Free"}, "from": modules, "min": 1, "max": 3}
    site = with_definition(plan.site, ANALYSIS, structure={"choose": [group]})
    text = words_of(body(site, site.by_ref[ANALYSIS]))
    assert "choose 1 to 3 of 5" in text
    assert "Outcomes that depend on the choice 1, 2, 3, 4" in text
    assert "Hours 40 to 120, by choice Credits 1 to 3, by choice" in text


def test_a_title_with_a_trade_name_is_explained(plan: Plan) -> None:
    plain = body(plan.site, plan.site.by_ref[ANALYSIS])
    assert "glossary/#nanodegree" not in plain
    named = with_definition(plan.site, ANALYSIS, aliases=[{"en": "Data Nano-Degree"}])
    html = body(named, named.by_ref[ANALYSIS])
    assert 'glossary/#nanodegree">Nanodegree</a>' in html
    assert 'glossary/#micromasters"' not in html


def test_every_key_of_a_closed_list_that_is_looked_up_exists(plan: Plan) -> None:
    """``expected`` takes a code for itself where a word is missing, so the lists are checked by themselves."""
    for field, prefix in CLOSED.items():
        model, _, name = field.partition(".")
        if prefix in ("language", "country"):
            continue
        for code in _codes(model, name):
            assert f"{prefix}.{code}" in View.of(plan.site, "ms", "").words.messages


def _codes(model: str, name: str) -> set[str]:
    from bukti.model import definition, offer

    found = getattr(definition, model, None) or getattr(offer, model)
    return set(_literals(found.model_fields[name].annotation))


def _literals(annotation: Any) -> Iterator[str]:
    for part in get_args(annotation):
        if isinstance(part, str):
            yield part
        else:
            yield from _literals(part)
