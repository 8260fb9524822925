"""Skills: one page for each by its URI, whatever providers call it, and which micro-credentials teach it."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from site_builder.collation import letter, sort_key
from site_builder.plan import Plan, make_plan
from site_builder.site import Site
from site_builder.skill_list import PER_PAGE, list_addresses, list_pages
from tests.site.test_pages import HOSTILE

Read = Callable[[str], str]
DATA = ("universiti-contoh", "applied-data-analysis", 2)
PRIVACY = ("universiti-contoh", "responsible-data-use", 1)
ESCO = "http://data.europa.eu/esco/skill/"
SHEETS = f"{ESCO}1973c966-f236-40c9-b2d4-5d71a89019be"


def named(uri: str, label: str, **more: str) -> dict[str, Any]:
    return {"framework": "ESCO 1.2", "uri": uri, "label": {"en": label, **more}}


def with_skills(site: Site, skills: dict[tuple[str, str, int], list[dict[str, Any]]]) -> Site:
    """The site whose definitions name these skills."""
    definitions = dict(site.snapshot.definitions)
    for key, stated in skills.items():
        record = definitions[key].record
        definitions[key] = replace(
            definitions[key], record=type(record).model_validate(record.json_form() | {"skills": stated})
        )
    return replace(site, snapshot=replace(site.snapshot, definitions=definitions))


def shown(site: Site, address: str) -> str:
    return str(next(page for page in make_plan(site).pages if page.path == f"{address}index.html").render().body)


@pytest.mark.parametrize("prefix", ["", "ms/", "ar/"])
def test_each_skill_has_its_page_with_its_micro_credentials(read: Read, plan: Plan, prefix: str) -> None:
    listed = read(f"{prefix}skills/index.html")
    assert set(re.findall(r'href="((?:esco|skill)-[^/"]+)/"', listed)) == set(plan.site.skills)
    assert len(plan.site.skills) == 5
    for slug, skill in plan.site.skills.items():
        page = read(f"{prefix}skills/{slug}/index.html")
        rows = re.findall(r'class="bk-brief__title"><a href="[./a-z]*/catalogue/([^"]+)/"', page)
        assert rows == [mc.ref for mc in skill.mcs]
        assert f'<a href="{skill.uri}" rel="noopener">' in page


def test_pages_of_micro_credentials_link_their_skills(read: Read, plan: Plan) -> None:
    page = read("catalogue/universiti-contoh/applied-data-analysis/v1/index.html")
    assert f'href="../../../../skills/{plan.site.skill_slug(SHEETS)}/"' in page


def test_what_is_on_offer_stands_before_what_is_not(read: Read, plan: Plan) -> None:
    page = read(f"skills/{plan.site.skill_slug(SHEETS)}/index.html")
    offered, _, past = page.partition('id="past"')
    assert "Applied Data Analysis" in offered
    assert "Essential Spreadsheet Skills" not in offered
    assert "Essential Spreadsheet Skills" in past
    assert "Nothing" not in past


def test_one_skill_under_two_labels_and_spellings_is_one_page(plan: Plan) -> None:
    uuid = "0c7b2d3e-1111-4222-8333-444455556666"
    site = with_skills(
        plan.site,
        {
            DATA: [named(ESCO + uuid, "read graphs")],
            PRIVACY: [named(f"https{ESCO[4:]}{uuid.upper()}/", "interpret graphs", ms="tafsir graf")],
        },
    )
    slug = "esco-0c7b2d3e-1111"
    assert site.skill_slug(ESCO + uuid) == slug
    assert site.skills[slug].labels == {"en": "interpret graphs", "ms": "tafsir graf"}  # as often: the first by code
    assert [mc.id for mc in site.skills[slug].mcs] == ["applied-data-analysis", "responsible-data-use"]


def test_the_label_of_most_is_the_skills_label(plan: Plan) -> None:
    uri = "https://skills.example/graphs"
    others = [key for key, located in plan.site.snapshot.definitions.items() if located.record.version == 1][:3]
    labels = ("zz read graphs", "zz read graphs", "interpret graphs")
    site = with_skills(plan.site, {key: [named(uri, label)] for key, label in zip(others, labels, strict=True)})
    assert site.skills[site.skill_slug(uri)].labels["en"] == "zz read graphs"
    assert re.fullmatch("skill-[0-9a-f]{12}", site.skill_slug(uri))


def test_a_skill_of_an_earlier_version_alone_is_not_on_offer(plan: Plan) -> None:
    uri = "https://skills.example/abacus"
    earlier = ("universiti-contoh", "applied-data-analysis", 1)
    site = with_skills(plan.site, {earlier: [named(uri, "use an abacus")], DATA: []})
    skill = site.skills[site.skill_slug(uri)]
    assert [(one.standing, one.definition.version) for one in skill.teachings] == [("past", 1)]
    page = shown(site, f"skills/{skill.slug}/")
    assert "No micro-credential on offer teaches this skill" in page
    assert "applied-data-analysis/v1/" in page


def test_drafts_stand_apart(plan: Plan) -> None:
    draft = next(key for key, located in plan.site.snapshot.definitions.items() if located.record.state == "draft")
    site = with_skills(plan.site, {draft: [named(SHEETS, "use spreadsheets software")]})
    offered, _, drafts = shown(site, f"skills/{site.skill_slug(SHEETS)}/").partition('id="drafts"')
    assert f"{draft[0]}/{draft[1]}/" not in offered
    assert f"{draft[0]}/{draft[1]}/" in drafts


def test_related_skills_are_those_taught_together_most_often(plan: Plan) -> None:
    sheets, rare, often = named(SHEETS, "sheets"), named("https://s.example/a", "a"), named("https://s.example/b", "b")
    site = with_skills(plan.site, {DATA: [sheets, rare, often], (*DATA[:2], 1): [], PRIVACY: [sheets, often]})
    related = site.skills[site.skill_slug(SHEETS)].related
    assert related == (site.skill_slug("https://s.example/b"), site.skill_slug("https://s.example/a"))


def test_hostile_labels_stay_texts(plan: Plan) -> None:
    uri = "https://skills.example/hostile"
    site = with_skills(plan.site, {DATA: [named(uri, HOSTILE) | {"framework": HOSTILE}]})
    slug = site.skill_slug(uri)
    for address in (f"skills/{slug}/", "skills/", "ar/skills/"):
        page = next(page for page in make_plan(site).pages if page.path == f"{address}index.html").render()
        assert "<script>alert" not in str(page.body) + str(page.head)
        assert "<img" not in str(page.body)
        assert "&lt;script&gt;alert(1)" in str(page.body)


def test_linked_data_names_the_skill_and_the_courses_on_offer(read: Read, plan: Plan) -> None:
    slug = plan.site.skill_slug(SHEETS)
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', read(f"ms/skills/{slug}/index.html"))
    assert found
    term, listed = json.loads(found[1])["@graph"]
    assert (term["@type"], term["@id"], term["name"]) == (
        "DefinedTerm",
        SHEETS,
        "menggunakan perisian hamparan elektronik",
    )
    assert listed["numberOfItems"] == 1
    course = listed["itemListElement"][0]["item"]
    assert course["url"] == "https://bukti.example/ms/catalogue/universiti-contoh/applied-data-analysis/"


def test_a_long_list_is_cut_into_pages_that_hold_every_skill_once(plan: Plan) -> None:
    many = [named(f"https://s.example/{n}", f"skill {n:04}", ar=f"مهارة {n:04}") for n in range(PER_PAGE * 2 + 1)]
    site = with_skills(plan.site, {DATA: many})
    addresses = list_addresses(len(site.skills))
    assert addresses == ["skills/", "skills/2/", "skills/3/"]
    for language in site.languages:
        pages = list_pages(site.skills.values(), language)
        assert [page.address for page in pages] == addresses
        assert sorted(skill.slug for page in pages for skill in page.skills) == sorted(site.skills)
    paths = {page.path for page in make_plan(site).pages}
    assert {f"ar/{address}index.html" for address in addresses} <= paths


def test_names_stand_where_readers_look_for_them() -> None:
    assert [letter(text) for text in ("étude", "Zoo", "3D", "الإحصاء", "أتمتة")] == ["E", "Z", "#", "ا", "ا"]
    assert letter("البرمجة") == "ب"
    assert sorted(["zoo", "Étude", "east"], key=sort_key) == ["east", "Étude", "zoo"]
    names = ["use AI", "برمجة", "الإحصاء"]
    assert sorted(names, key=lambda name: sort_key(name, right_to_left=True)) == ["الإحصاء", "برمجة", "use AI"]


def test_skills_whose_short_addresses_would_meet_have_long_ones(plan: Plan) -> None:
    uris = [f"{ESCO}0c7b2d3e-1111-{rest}-8333-444455556666" for rest in ("4222", "4999")]
    site = with_skills(plan.site, {DATA: [named(uri, "read graphs") for uri in uris]})
    slugs = {site.skill_slug(uri) for uri in uris}
    assert len(slugs) == 2
    assert all(re.fullmatch("skill-[0-9a-f]{64}", slug) for slug in slugs)
