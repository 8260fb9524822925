"""The catalogue in a real browser: narrowing down, words, comparing, what changed, and all of it without scripts."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.site.serving import violations

pytestmark = pytest.mark.browser
VERSIONS = "universiti-contoh/applied-data-analysis"
CARD = ".bk-card:visible"


@pytest.fixture
def asked() -> list[str]:
    """The addresses that the page asked for."""
    return []


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of; a test that leaves any fails."""
    return []


@pytest.fixture
def page(browser: Browser, asked: list[str], complaints: list[str]) -> Iterator[Page]:
    """A wide page that fails on any complaint of the browser."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    assert complaints == []


def open_catalogue(page: Page, address: str, rest: str = "catalogue/") -> None:
    page.goto(address + rest)
    expect(page.locator("#bk-status")).not_to_be_empty()


def found(page: Page) -> int:
    text = page.locator("#bk-status").text_content() or ""
    return int(re.sub(r"[^0-9]", "", text) or 0)


def box(page: Page, facet: str, label: str):  # type: ignore[no-untyped-def] # noqa: ANN201
    return page.locator(f"[data-facet={facet}]").get_by_label(label)


def test_facets_combine_and_every_count_comes_true(page: Page, address: str) -> None:
    open_catalogue(page, address)
    everything = found(page)
    expect(page.locator(CARD)).to_have_count(everything)
    level = page.locator("[data-facet=level] li", has=page.get_by_label("MQF level 6"))
    promised = int(level.locator(".bk-facet__count").text_content() or "0")
    box(page, "level", "MQF level 6").check()
    expect(page.locator(CARD)).to_have_count(promised)
    assert 0 < promised < everything
    mode = page.locator("[data-facet=mode] li", has_text="Online")
    promised = int(mode.locator(".bk-facet__count").text_content() or "0")
    mode.get_by_role("checkbox").check()
    expect(page.locator(CARD)).to_have_count(promised)
    assert page.url.endswith("#level=mqf-6&mode=online")


def test_the_choice_is_in_the_address_and_comes_back(page: Page, address: str, asked: list[str]) -> None:
    open_catalogue(page, address)
    everything = found(page)
    page.fill("#bk-q", "relational databases")
    expect(page.locator(CARD)).to_have_count(1)
    assert page.url.endswith("#q=relational%20databases")
    page.reload()
    expect(page.locator(CARD)).to_have_count(1)
    expect(page.locator("#bk-q")).to_have_value("relational databases")
    page.get_by_role("button", name="Take back: “relational databases”").click()
    expect(page.locator(CARD)).to_have_count(everything)
    page.go_back()
    expect(page.locator(CARD)).to_have_count(1)
    assert not [url for url in asked if "relational" in url or "?" in url]  # what is looked for is nobody's business


def test_words_of_the_first_page_are_nobodys_business(page: Page, address: str, asked: list[str]) -> None:
    page.goto(f"{address}ms/")
    page.fill("#bk-home-q", "C++ & data")
    page.keyboard.press("Enter")
    expect(page.locator("#bk-q")).to_have_value("C++ & data")
    assert page.url == f"{address}ms/catalogue/#q=C%2B%2B+%26+data"
    assert not [url for url in asked if "?" in url]


@pytest.mark.parametrize(
    ("start", "words", "title"),
    [
        ("catalogue/", "solar maintenanc", "Rooftop Solar"),
        ("ms/catalogue/", "pengendalian makanan", "Makanan"),
        ("ar/catalogue/", "البيانات المسؤول", "بيانات"),
    ],
)
def test_words_find_in_three_languages(page: Page, address: str, start: str, words: str, title: str) -> None:
    open_catalogue(page, address, start)
    page.fill("#bk-q", words)
    expect(page.locator(f"{CARD} .bk-card__title").first).to_contain_text(title)
    expect(page.locator("#bk-sort")).to_have_value("best")


def test_where_nothing_is_found_there_is_a_way_on(page: Page, address: str) -> None:
    open_catalogue(page, address, "catalogue/#q=datta&level=mqf-6")
    expect(page.locator("#bk-nothing")).to_contain_text("“datta”")
    page.get_by_role("button", name="Look for “data”").click()
    expect(page.locator(CARD).first).to_be_visible()
    expect(page.locator("#bk-nothing")).to_be_hidden()
    open_catalogue(page, address, "catalogue/#level=mqf-6&fee=free&expiry=P3Y&mode=work_based")
    expect(page.locator(CARD)).to_have_count(0)
    page.locator("#bk-nothing").get_by_role("button").first.click()
    assert found(page) > 0


def test_all_of_it_by_keyboard(page: Page, address: str) -> None:
    open_catalogue(page, address)
    page.locator("#bk-q").focus()
    for _ in range(30):
        page.keyboard.press("Tab")
        if (
            page.evaluate("document.activeElement.type") == "checkbox"
            and page.evaluate("document.activeElement.value") == "teach_out"
        ):
            break
    before = found(page)
    page.keyboard.press("Space")
    expect(page.locator("#bk-chips")).to_contain_text("No new learners")
    assert found(page) == before + 1
    assert page.evaluate("document.activeElement.value") == "teach_out"  # the box keeps the focus


def test_skills_come_when_they_are_wanted(page: Page, address: str, asked: list[str]) -> None:
    open_catalogue(page, address)
    assert not [url for url in asked if url.endswith("skills.json")]
    page.locator("[data-facet=skill] summary").click()
    first = page.locator("[data-facet=skill] li:visible").first
    promised = int(first.locator(".bk-facet__count").text_content() or "0")
    first.get_by_role("checkbox").check()
    expect(page.locator(CARD)).to_have_count(promised)
    page.reload()
    expect(page.locator(CARD)).to_have_count(promised)


def test_two_are_compared(page: Page, address: str) -> None:
    open_catalogue(page, address)
    for title in ("Applied Data Analysis", "Designing Relational Databases"):
        page.get_by_role("button", name=f"Compare: {title}").click()
    page.get_by_role("link", name="Compare now").click()
    expect(page.locator("#bk-status")).to_have_text("2 micro-credentials side by side")
    rows = {
        row.locator("th").inner_text(): row.locator("td").all_inner_texts() for row in page.locator("tbody tr").all()
    }
    assert rows["Level"] == ["MQF level 6", "MQF level 6"]
    assert rows["Credits"] == ["3 MQF credits", "3 MQF credits"]
    assert ["Stand-alone", "Part of an accredited programme"] in rows.values()
    page.get_by_label("Only what differs").check()
    assert page.locator("tbody tr:visible").count() == sum(1 for values in rows.values() if len(set(values)) > 1)
    page.get_by_role("button", name="Take away: Applied Data Analysis").click()
    expect(page.locator("#bk-status")).to_have_text("1 micro-credential")
    page.get_by_role("link", name="Add another one").click()
    expect(page.locator("#bk-tray")).to_contain_text("1 chosen to compare")


def test_no_more_than_four_and_only_what_there_is(page: Page, address: str, complaints: list[str]) -> None:
    open_catalogue(page, address)
    for button in page.get_by_role("button", name=re.compile("^Compare: ")).all()[:4]:
        button.click()
    expect(page.locator(".bk-compare:enabled")).to_have_count(4)
    page.goto(f"{address}compare/#no-such/thing,{VERSIONS},../../etc")
    expect(page.locator("#bk-drawn")).to_contain_text("There is no micro-credential no-such/thing here")
    expect(page.locator("#bk-status")).to_have_text("1 micro-credential")
    assert len(complaints) == 1
    assert "404" in complaints.pop()  # the browser's own word for what there is not


def test_what_changed_between_two_versions(page: Page, address: str) -> None:
    page.goto(f"{address}catalogue/{VERSIONS}/#versions")
    page.get_by_role("link", name="What changed from version 1").click()
    expect(page.locator("#bk-status")).to_contain_text("changes")
    outcomes = page.locator(".bk-section", has_text="What you will be able to do")
    assert "another person can repeat" in (outcomes.locator("ins").first.text_content() or "")
    assert "spreadsheet" in (outcomes.locator("del").first.text_content() or "")
    page.get_by_role("link", name="the other way round").click()
    expect(outcomes.locator("del").first).to_contain_text("another person can repeat")
    page.goto(f"{address}difference/#{VERSIONS}:1:1")
    expect(page.locator("#bk-status")).to_have_text("Both versions state the same.")


def test_without_scripts_there_are_lists_of_everything(browser: Browser, address: str, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}catalogue/")
    assert page.locator(CARD).count() > 5
    assert page.locator("#bk-search").is_hidden()
    page.get_by_role("link", name="All titles from A to Z").first.click()
    index = json.loads((site / "search/en/index.json").read_text("utf-8"))
    expect(page.locator(".bk-rows > li")).to_have_count(index["count"])
    page.goto(f"{address}compare/")
    expect(page.get_by_text("Your browser runs no scripts here")).to_be_visible()
    context.close()


def test_two_publications_are_never_mixed(page: Page, address: str) -> None:
    def newer(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"snapshot": "another"})

    page.route("**/terms/*.json", newer)
    open_catalogue(page, address, "catalogue/#q=data")
    expect(page.locator("#bk-status")).to_contain_text("published anew")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "catalogue/",
        "ar/catalogue/#q=%D8%A8%D9%8A%D8%A7%D9%86",
        f"compare/#{VERSIONS}",
        f"difference/#{VERSIONS}:1:2",
        "ms/browse/",
        "browse/titles/",
    ],
)
def test_axe_finds_nothing(browser: Browser, address: str, path: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for one in page.locator("#bk-panel > summary").all():
        if one.is_visible():
            one.click()
    assert violations(page) == []
    context.close()
