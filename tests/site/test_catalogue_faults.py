"""The catalogue's pages where an address or a file is not what it should be: told in words, and lists stay."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.browser
MC = "universiti-contoh/applied-data-analysis"
MANY = ",".join(f"v{number}" for number in range(15_000))
SIGNS = quote(r"(.*)+[ \ ^$ ]")
UNREACHED = "The data cannot be reached now"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails on any error that its scripts leave to the browser."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page, errors = context.new_page(), list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


@pytest.mark.parametrize(
    "fragment",
    [
        f"level={MANY}&provider={MANY}&skill={MANY}", f"q={'x' * 100_000}", f"q={'x' * 199}{quote('🧑')}",
        "__proto__=1&constructor=2&level=__proto__,toString&sort=constructor&compare=__proto__",
        "%E0%A4%A=%&q=%ED%A0%80", "q=constructor __proto__ toString", f"q={SIGNS}", "status=gone&sort=gone", "&&&=,=,&",
    ],
)  # fmt: skip
def test_any_address_shows_the_catalogue(page: Page, address: str, fragment: str) -> None:
    page.goto(f"{address}catalogue/#{fragment}")
    expect(page.locator("#bk-status")).to_contain_text("found")
    assert page.locator(".bk-chip").count() < 4
    page.fill("#bk-q", "data")
    expect(page.locator(".bk-card:visible").first).to_be_visible()


@pytest.mark.parametrize("rest", ["compare/#%E0%A4%A", "compare/#../../x,__proto__/constructor", f"compare/#{MANY}"])
def test_any_address_shows_what_there_is_to_compare(page: Page, address: str, rest: str) -> None:
    page.goto(address + rest)
    expect(page.locator("#bk-status")).to_have_text("Nothing has been chosen yet.")
    page.goto(f"{address}compare/#{MC}")
    expect(page.locator("#bk-status")).to_have_text("1 micro-credential")


@pytest.mark.parametrize("rest", ["%E0%A4%A", f"{MC}:1:99999999999", "../../x:1:2", f"{MC}:2", f"{MC}:-1:2", "%00:1:2"])
def test_any_address_shows_how_to_choose_versions(page: Page, address: str, rest: str) -> None:
    page.goto(f"{address}difference/#{rest}")
    expect(page.locator("#bk-status")).to_contain_text("No versions have been chosen.")
    page.goto(f"{address}difference/#{MC}:1:2")
    expect(page.locator("#bk-status")).to_contain_text("changes")


def half(route: Route) -> None:
    route.fulfill(body=route.fetch().text()[:500], content_type="application/json")


FAULTS = {
    "missing": lambda route: route.fulfill(status=404),
    "half": half,
    "another": lambda route: route.fulfill(body="null", content_type="application/json"),
    "offline": lambda route: route.abort(),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_without_its_index_the_page_keeps_its_lists(page: Page, address: str, fault: str) -> None:
    page.route("**/search/en/index.json", FAULTS[fault])
    page.goto(f"{address}catalogue/#q=data")
    expect(page.locator("#bk-nothing")).to_contain_text(UNREACHED)
    expect(page.get_by_role("link", name="All titles from A to Z")).to_be_visible()
    expect(page.locator(".bk-card:visible").first).to_be_visible()


def test_a_file_of_words_that_fails_is_told_and_asked_for_again(page: Page, address: str) -> None:
    page.route("**/search/en/terms/*.json", FAULTS["half"])
    page.goto(f"{address}catalogue/#q=data")
    expect(page.locator("#bk-status")).to_contain_text(UNREACHED)
    page.unroute_all()
    page.fill("#bk-q", "data analysis")
    expect(page.locator(".bk-card:visible").first).to_contain_text("Data Analysis")


def test_skills_that_fail_are_told_and_asked_for_again(page: Page, address: str) -> None:
    page.route("**/search/en/skills.json", FAULTS["offline"])
    page.goto(f"{address}catalogue/#skill=perform-data-analysis")
    expect(page.locator("#bk-status")).to_contain_text(UNREACHED)
    page.unroute_all()
    for _ in range(2):  # closed and opened again
        page.locator("[data-facet=skill] summary").click()
    page.locator("[data-facet=skill] summary").click()
    expect(page.locator("[data-facet=skill] li").first).to_be_attached()
    expect(page.locator("#bk-status")).to_contain_text("found")
