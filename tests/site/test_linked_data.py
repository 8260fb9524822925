"""schema.org data on the page of a micro-credential: only what its classes may hold, of the right types, and little."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from site_builder.linked_data import course
from site_builder.plan import Plan
from site_builder.site import Mc, Site
from site_builder.view import View
from tests.site.test_api import DRAFT, MC
from tests.site.test_mc_page import with_definition

LENDING = "egypt-demo-institute/small-business-lending"
RANGES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "Course": {
        "name": ("Text",), "description": ("Text",), "url": ("Text",), "version": ("Text",),
        "provider": ("CollegeOrUniversity", "EducationalOrganization"), "inLanguage": ("Text",),
        "educationalCredentialAwarded": ("EducationalOccupationalCredential",), "about": ("DefinedTerm",),
        "teaches": ("Text", "DefinedTerm"), "assesses": ("Text", "DefinedTerm"), "coursePrerequisites": ("Text",),
        "numberOfCredits": ("Integer", "QuantitativeValue"), "timeRequired": ("Text",),
        "hasCourseInstance": ("CourseInstance",), "offers": ("Offer",),
    },
    "CourseInstance": {"courseMode": ("Text",), "courseWorkload": ("Text",)},
    "EducationalOccupationalCredential": {
        "identifier": ("Text",), "name": ("Text",), "credentialCategory": ("Text",), "educationalLevel": ("Text",),
        "validFor": ("Text",), "recognizedBy": ("Organization",),
    },
    "DefinedTerm": {"name": ("Text",)},
    "QuantitativeValue": {
        "value": ("Number",), "minValue": ("Integer", "Number"), "maxValue": ("Integer", "Number"),
        "unitText": ("Text",),
    },
    "Offer": {"price": ("Text",), "priceCurrency": ("Text",), "category": ("Text",)},
    "Organization": {"name": ("Text",)},
    "CollegeOrUniversity": {"name": ("Text",), "url": ("Text",)},
    "EducationalOrganization": {"name": ("Text",), "url": ("Text",)},
}  # fmt: skip
"""What schema.org 29 lets each class hold, of what we say (by the typings of schema-dts 2.1.0, November 2026)."""


def said(site: Site, ref: str, language: str = "en") -> dict[str, Any]:
    """The data on the page of what is offered."""
    return json.loads(raw(site, site.by_ref[ref], language) or "{}")  # type: ignore[no-any-return]


def raw(site: Site, mc: Mc, language: str) -> str:
    view = View.of(site, language, f"{site.prefix(language)}{mc.path}index.html", "catalogue")
    view.home_language = mc.current.language
    return str(course(view, mc, mc.current) or "")


def kind_of(value: object) -> str:
    """The type of a value as schema.org calls it."""
    if isinstance(value, dict):
        return str(value["@type"])
    return {str: "Text", int: "Integer", float: "Number"}[type(value)]


def faults(node: Mapping[str, Any]) -> list[str]:
    """What a node says that its class does not know, or in another type."""
    ranges, found = RANGES[node["@type"]], []
    for name, stated in node.items():
        for value in stated if isinstance(stated, list) else [stated]:
            if name.startswith("@"):
                continue
            if kind_of(value) not in ranges.get(name, ()):
                found.append(f"{node['@type']}.{name}: {kind_of(value)}")
            elif isinstance(value, dict):
                found += faults(value)
    return found


@pytest.mark.parametrize("language", ["en", "ms", "ar"])
def test_all_is_in_the_vocabulary(plan: Plan, language: str) -> None:
    told = {mc.ref: said(plan.site, mc.ref, language) for mc in plan.site.mcs}
    assert {ref: wrong for ref, data in told.items() if data and (wrong := faults(data))} == {}
    assert faults(told[MC] | {"numberOfCredits": 2.5}) == ["Course.numberOfCredits: Number"]
    assert faults(told[MC] | {"totalHistoricalEnrollment": 12}) == ["Course.totalHistoricalEnrollment: Integer"]


def test_it_says_what_search_engines_ask_of_a_course(plan: Plan) -> None:
    """In the words that they know, whatever the language of the page."""
    for language in ("en", "ms", "ar"):
        data = said(plan.site, MC, language)
        assert data["hasCourseInstance"]["courseMode"] == ["Blended", "Online"]
        assert data["hasCourseInstance"]["courseWorkload"] == data["timeRequired"] == "PT120H"
        assert data["offers"] == {"@type": "Offer", "price": "600", "priceCurrency": "MYR", "category": "Paid"}
        assert data["inLanguage"] == ["en", "ms"]


def test_field_and_skills_have_their_own_addresses(plan: Plan) -> None:
    data = said(plan.site, MC, "ms")
    assert data["about"]["@id"] == "http://data.europa.eu/snb/isced-f/0542"
    assert data["about"]["name"] == "Statistik"
    skills = [one for one in data["teaches"] if isinstance(one, dict)]
    assert skills[0]["@id"] == "http://data.europa.eu/esco/skill/2b92a5b2-6758-4ee3-9fb4-b6387a55cc8f"
    assert skills[0]["name"] == "melaksanakan analisis data"
    assert data["coursePrerequisites"] == ["Jumlah, peratus dan isihan dalam hamparan elektronik"]


def test_what_is_won_by_assessment_alone_is_not_taught(plan: Plan) -> None:
    site = with_definition(plan.site, MC, assessment_only=True)
    assert "teaches" in said(plan.site, MC)
    assert {"assesses", "teaches"} & said(site, MC).keys() == {"assesses"}


def test_parts_of_credits_and_ranges_are_values_with_their_unit(plan: Plan) -> None:
    assert said(plan.site, MC)["numberOfCredits"] == 3
    assert said(plan.site, LENDING)["numberOfCredits"] == {
        "@type": "QuantitativeValue", "minValue": 2, "maxValue": 2.4, "unitText": "ECTS",
    }  # fmt: skip


def test_what_takes_no_new_learners_offers_nothing(plan: Plan) -> None:
    past = next(mc for mc in plan.site.mcs if mc.status == "teach_out")
    assert not {"offers", "hasCourseInstance"} & said(plan.site, past.ref).keys()
    assert said(plan.site, DRAFT) == {}


def test_it_stays_small(plan: Plan) -> None:
    """It stands on thousands of pages, in UTF-8."""
    sizes = [len(raw(plan.site, mc, language).encode()) for mc in plan.site.mcs for language in ("en", "ms", "ar")]
    assert max(sizes) < 2300
    assert sum(sizes) / len(sizes) < 1700
