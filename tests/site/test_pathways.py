"""Pathways: their size, their chart, the list of all and the page of each."""

import dataclasses
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from bukti.model.definition import Credits, Definition
from bukti.model.framework import Pathway
from bukti.model.snapshot import Located
from site_builder import pathway_pages
from site_builder.pathway_chart import GOAL, MAX_NODES, Chart, chart_of, least_columns
from site_builder.pathway_map import broken
from site_builder.pathway_size import Size, sizes_of, unsized
from site_builder.plan import Plan, make_plan
from site_builder.site import Site

Read = Callable[[str], str]
UNI = "universiti-contoh"
ANALYSIS, DATABASES, SHEETS = (
    f"{UNI}/{name}" for name in ("applied-data-analysis", "database-design", "spreadsheet-essentials")
)
NAMED = {"en": "Bachelor of Data <Science>", "ar": "بكالوريوس علوم البيانات"}


def credits_of(value: str | None, system: str = "MQF", most: str | None = None) -> Credits:
    return Credits.model_validate({"value": value, "system": system, "max_value": most})


def with_definition(site: Site, ref: str, **members: Any) -> Site:
    """The site with other members in the current version of one micro-credential."""
    mc = site.by_ref[ref]
    key = (mc.provider.id, mc.id, mc.current.version)
    record = Definition.model_validate(mc.current.json_form() | members)
    definitions = {**site.snapshot.definitions, key: dataclasses.replace(site.snapshot.definitions[key], record=record)}
    return dataclasses.replace(site, snapshot=dataclasses.replace(site.snapshot, definitions=definitions))


def with_pathways(site: Site, *pathways: Mapping[str, Any]) -> Site:
    base = site.pathways[-1].json_form()
    records = [Pathway.model_validate(base | dict(pathway)) for pathway in pathways]
    found = {record.id: Located(record=record, file=f"registry/pathways/{record.id}.yaml") for record in records}
    return dataclasses.replace(site, snapshot=dataclasses.replace(site.snapshot, pathways=found))


def shown(site: Site, id_: str = "data-practice", language: str = "en") -> str:
    path = f"{site.prefix(language)}pathways/{id_}/index.html"
    return str(pathway_pages.one(site, language, path, id_).body)


class TestSize:
    def test_required_steps_add_up_and_optional_ones_give_a_range(self) -> None:
        steps = [(credits_of("3"), False), (credits_of("3"), False), (credits_of("1"), True), (credits_of("2"), True)]
        (size,) = sizes_of(steps, min_optional=1)
        assert size == Size(system="MQF", required=(Decimal(6), Decimal(6)), whole=(Decimal(7), Decimal(9)))

    def test_a_range_of_credits_is_carried_through(self) -> None:
        (size,) = sizes_of([(credits_of("2", "ECTS", "2.4"), False)], 0)
        assert size.required == size.whole == (Decimal(2), Decimal("2.4"))

    def test_systems_are_not_added_up(self) -> None:
        steps = [(credits_of("3"), False), (credits_of("5", "ECTS"), True), (credits_of(None, "none"), False)]
        mqf, ects = sizes_of(steps, min_optional=1)
        assert (mqf.system, mqf.whole) == ("MQF", (Decimal(3), Decimal(3)))
        assert (ects.system, ects.required, ects.whole) == ("ECTS", (Decimal(0),) * 2, (Decimal(5), Decimal(5)))

    def test_steps_without_credits_are_told(self) -> None:
        steps = [(None, False), (credits_of(None, "none"), False), (credits_of("1"), True)]
        assert unsized(steps) == 2
        assert sizes_of(steps[:2], 0) == ()


class TestChart:
    def ties(self, chart: Chart) -> set[tuple[str, str, str]]:
        return {(tie.start, tie.end, tie.kind) for tie in chart.ties}

    def test_steps_lead_to_the_goal_and_what_prepares_for_them_is_near(self, plan: Plan) -> None:
        site = plan.site
        chart = chart_of(site, site.snapshot.pathways["data-practice"].record)
        roles = {node.id: node.role for node in chart.nodes}
        assert (roles[ANALYSIS], roles[SHEETS], roles[GOAL]) == ("required", "near", "goal")
        assert roles[f"{UNI}/responsible-data-use"] == "optional"
        assert (ANALYSIS, GOAL, "required") in self.ties(chart)
        assert (SHEETS, ANALYSIS, "builds") in self.ties(chart)
        # Definitions that name this very pathway as what they count towards do not add a second goal.
        assert [node.role for node in chart.nodes if not node.mc] == ["goal"]
        columns = least_columns(site, chart)
        assert columns[SHEETS] < columns[f"{UNI}/responsible-data-use"] < columns[ANALYSIS]

    def test_a_programme_that_is_named_stands_at_the_end(self, plan: Plan) -> None:
        site = with_definition(plan.site, DATABASES, stacks_into=[{"name": NAMED, "as": {"en": "3 of 120 credits"}}])
        chart = chart_of(site, site.snapshot.pathways["data-practice"].record)
        (node,) = (node for node in chart.nodes if node.role == "outside")
        assert node.name == NAMED
        assert (DATABASES, node.id, "builds") in self.ties(chart)
        page = shown(site)
        assert "Bachelor of Data &lt;Science&gt;" in page
        assert "3 of 120 credits" in page
        assert '<span class="bk-foreign" lang="en" dir="ltr"' in shown(site, language="ar")  # the note alone

    def test_a_large_pathway_is_drawn_in_part_and_told_in_full(self, plan: Plan) -> None:
        steps = [{"mc": f"{UNI}/mc-{number}"} for number in range(MAX_NODES + 20)]
        site = with_pathways(plan.site, {"id": "large", "min_optional": 0, "steps": steps})
        chart = chart_of(site, site.pathways[0])
        assert len(chart.nodes) == MAX_NODES
        page = shown(site, "large")
        assert f"The map shows the first {MAX_NODES}; there are more." in page
        assert page.count("<bdi>universiti-contoh/mc-") >= MAX_NODES + 20


def test_circles_and_dangling_steps_are_shown_all_the_same(plan: Plan) -> None:
    """``bukti check`` reports both; the page stays readable until they are mended."""
    into = [{"mc": ref, "as": {"en": "next"}} for ref in (SHEETS, ANALYSIS)]
    site = with_definition(plan.site, ANALYSIS, stacks_into=into)
    steps = [{"mc": ANALYSIS}, {"mc": f"{UNI}/gone", "optional": True}]
    page = shown(with_pathways(site, {"id": "ring", "min_optional": 0, "steps": steps}), "ring")
    assert page.count('class="bk-map__box') == 4
    assert "universiti-contoh/gone" in page


def test_the_page_says_in_words_what_the_map_shows(read: Read) -> None:
    page = read("pathways/data-practice/index.html")
    table = page.partition('id="steps"')[2].partition("</table>")[0]
    rows = re.findall(r"<tr>\s*<th scope=\"row\">(.*?)(?=<tr>|</table>|$)", table, re.DOTALL)
    assert len(rows) == 6  # four steps, two sums
    assert "Applied Data Analysis" in rows[1]
    for text in ("Required", "3 MQF credits", "MQF level 6", "Universiti Contoh"):
        assert text in rows[1]
    assert "6 MQF credits" in rows[4]
    assert "6 to 7 MQF credits" in rows[5]
    links = page.partition('id="links"')[2].partition("</table>")[0]
    assert re.search(r"Essential Spreadsheet Skills.*Applied Data Analysis.*useful preparation", links, re.DOTALL)


def test_the_map_is_mirrored_in_arabic_and_says_more_than_colour(read: Read) -> None:
    def left(page: str, ref: str) -> int:
        found = re.search(rf'href="[^"]*{ref}/">\s*<g [^>]*>\s*<title>[^<]*</title>\s*<rect x="(\d+)"', page)
        assert found
        return int(found[1])

    english, arabic = read("pathways/data-practice/index.html"), read("ar/pathways/data-practice/index.html")
    assert left(english, SHEETS) < left(english, ANALYSIS)
    assert left(arabic, SHEETS) > left(arabic, ANALYSIS)
    for kind in ("required", "optional"):
        assert f"bk-map__line--{kind}" in english
    assert english.count("Optional</tspan>") == 2
    assert english.count("Required</tspan>") == 2


def test_the_list_leads_to_each_page_and_grows_by_a_row_each(plan: Plan, read: Read) -> None:
    page = read("pathways/index.html")
    assert re.search(r'<tr id="data-practice">.*?href="data-practice/"', page, re.DOTALL)
    many = with_pathways(plan.site, *({"id": f"p{number}"} for number in range(300)))
    body = pathway_pages.overview(many, "en", "pathways/index.html").body
    assert body
    assert body.count("<tr id=") == 300
    assert len(body) < 300 * 1_000
    paths = {one.path for one in make_plan(many).pages}
    assert "pathways/p299/index.html" in paths


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Data", ("Data",)),
        ("Applied Data Analysis", ("Applied", "Data", "Analysis")),
        ("One two three four five", ("One two", "three four", "five")),
        ("One two three four five six seven", ("One two", "three four", "five six…")),
        ("Incomprehensibilities", ("Incomprehe", "nsibilitie", "s")),
        ("数据分析基础课程", ("数据分析基", "础课程")),
        ("", ()),
    ],
)
def test_titles_are_broken_to_fit_their_boxes(text: str, lines: tuple[str, ...]) -> None:
    assert broken(text, 10, 3) == lines
