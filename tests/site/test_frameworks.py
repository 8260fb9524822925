"""The page of frameworks: caps worked out, levels side by side with their sources, credits compared."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest

from bukti.policy.information import HOURS_PER_CREDIT
from site_builder.caps import cap_credits
from site_builder.crosswalk import SYSTEM_SOURCES, credit_units, crosswalk_of
from site_builder.framework_page import shares_of, titles_of
from site_builder.plan import Plan

Read = Callable[[str], str]


@pytest.mark.parametrize(
    ("size", "percent", "most"), [(120, 30, 36), (64, 30, 19), (90, 30, 27), (40, 70, 28), (1, 30, 0)]
)
def test_a_cap_is_whole_credits_and_never_rounded_up(size: int, percent: int, most: int) -> None:
    assert cap_credits(Decimal(size), percent) == most


def test_each_title_has_its_size_in_credits_and_hours_and_what_each_share_comes_to(plan: Plan) -> None:
    framework = plan.site.snapshot.frameworks["mqf"].record
    assert [(share.percent, share.confirmed, len(share.routes)) for share in shares_of(framework)] == [
        (30, True, 3),
        (70, False, 1),
    ]
    titles = {title.qualification.title["en"]: title for title in titles_of(framework)}
    bachelor, research = titles["Bachelor's Degree"], titles["Doctoral Degree (research)"]
    assert (bachelor.hours, bachelor.caps) == (Decimal(4800), (Decimal(36), Decimal(84)))
    assert (research.hours, research.caps) == (None, ())


def test_levels_stand_beside_others_by_the_word_of_a_source_alone(plan: Plan) -> None:
    crosswalk = crosswalk_of(plan.site.frameworks)
    assert set(crosswalk.columns) == {"AQRF", "EQF"}
    by_level = {(row.framework.id, row.level.value): row for row in crosswalk.rows}
    assert ("egypt-nqf", "5") not in by_level  # its record states no place
    assert "AQRF" not in by_level["egypt-nqf", "6"].places
    assert by_level["mqf", "3"].places["EQF"][0].value == "3-4"
    assert sorted(crosswalk.sources.values()) == list(range(1, len(crosswalk.sources) + 1))


def test_credit_systems_are_compared_by_their_hours(plan: Plan) -> None:
    units = {unit.system: unit for unit in credit_units(plan.site.frameworks)}
    assert set(units) == set(HOURS_PER_CREDIT)
    assert units["MQF"].framework is plan.site.snapshot.frameworks["mqf"].record
    assert units["ECTS"].credits_in(Decimal(40)) == (Decimal("1.3"), Decimal("1.6"))
    assert units["UK"].credits_in(Decimal(40)) == (Decimal("4.0"), Decimal("4.0"))
    assert {unit.source for unit in units.values() if unit.framework is None} == set(SYSTEM_SOURCES.values())


def test_the_page_states_sources_and_what_nobody_has_confirmed(read: Read) -> None:
    page = read("frameworks/index.html")
    assert page.index('id="mqf"') < page.index('id="egypt-nqf"')  # the agency's own country first
    caps = page.partition(">Limits of recognition</h3>")[2].partition("</table>")[0]
    assert caps.count(">confirmed</span>") == 3
    assert caps.count(">not confirmed</span>") == 1
    crosswalk = page.partition('id="crosswalk"')[2].partition('id="credits"')[0]
    cited = set(re.findall(r'href="#(source-\d+)"', crosswalk))
    assert cited == set(re.findall(r'id="(source-\d+)"', crosswalk))
    assert crosswalk.count("(indicative)") == 18
    assert "registry/frameworks/mqf.yaml" in page
    assert 'href="../docs/about/"' in page


def test_every_wide_table_can_be_scrolled_by_keyboard(read: Read) -> None:
    for path in ("frameworks/", "ar/frameworks/", "pathways/", "pathways/data-practice/", "board/"):
        regions = re.findall(r'<div class="bk-scroll"([^>]*)>', read(f"{path}index.html"))
        assert regions
        assert all('tabindex="0"' in one and 'role="region"' in one and "aria-label=" in one for one in regions)
