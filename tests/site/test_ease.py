"""What makes pages easy on a reader: nothing moves while it comes, the focus is seen, and paper holds no controls."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.site.serving import serving, violations

MC = "catalogue/universiti-contoh/applied-data-analysis/"
TWO = "universiti-contoh/applied-data-analysis,universiti-contoh/database-design"
SHIFTS = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 50);
})"""
FOCUS = """() => {
  const it = document.activeElement;
  const { left, right, top, bottom } = it.getBoundingClientRect();
  const tray = document.querySelector(".bk-tray:not([hidden])")?.getBoundingClientRect();
  const behind = tray && !it.closest(".bk-tray") && bottom > tray.top && top < tray.bottom;
  return {
    name: `${it.localName} ${it.textContent.trim().slice(0, 30)}`,
    end: it === document.body,
    ring: getComputedStyle(it).outlineStyle,
    seen: right > 0 && left < innerWidth && bottom > 0 && top < innerHeight && !behind,
  };
}"""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serving(site) as address:
        yield address


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 844}, color_scheme="dark")
    yield context.new_page()
    context.close()


def late(route: Route) -> None:
    """What scripts ask for comes after the first paint, as on any real line."""
    route.request.frame.page.wait_for_timeout(150)
    route.continue_()


@pytest.mark.browser
@pytest.mark.parametrize("path", ["catalogue/", "ar/catalogue/#level=mqf-6", f"compare/#{TWO}", MC])
def test_nothing_moves_while_a_page_comes(phone: Page, address: str, path: str) -> None:
    phone.route("**/search/**", late)
    phone.route("**/assets/bukti/c*.js", late)
    phone.goto(address + path)
    phone.wait_for_load_state("networkidle")
    assert phone.evaluate(SHIFTS) < 0.05  # 0.1 and less is what is called good


@pytest.mark.browser
@pytest.mark.parametrize("lost", ["**/assets/bukti/catalogue.js", "**/search/en/index.json"])
def test_where_scripts_fail_the_plain_lists_are_there(phone: Page, address: str, lost: str) -> None:
    phone.route(lost, lambda route: route.abort())
    phone.goto(f"{address}catalogue/")
    expect(phone.get_by_role("heading", name="Lists")).to_be_visible()
    expect(phone.locator("#bk-search")).to_be_hidden()


@pytest.mark.browser
def test_what_is_hidden_is_hidden(phone: Page, address: str) -> None:
    phone.goto(f"{address}catalogue/#level=mqf-6")
    expect(phone.locator("#bk-status")).to_have_text("2 micro-credentials found")
    expect(phone.locator("#bk-more")).to_be_hidden()
    expect(phone.get_by_role("heading", name="Lists")).to_be_hidden()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_the_focus_is_seen_wherever_it_goes(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto(f"{address}catalogue/#compare={TWO.partition(',')[0]}")
    expect(page.locator("#bk-tray")).to_be_visible()
    places = []
    for _ in range(150):
        page.keyboard.press("Tab")
        places.append(page.evaluate(FOCUS))
        if places[-1]["end"]:
            break
    assert places.pop()["end"]
    assert places[0]["name"] == "a Skip to the content"
    assert [one["name"] for one in places if one["ring"] != "solid" or not one["seen"]] == []
    page.close()


@pytest.mark.browser
def test_the_first_link_skips_to_the_content(desk: Page, address: str) -> None:
    desk.goto(address + MC)
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.closest('#bk-main') !== null")


@pytest.mark.browser
@pytest.mark.parametrize("path", [MC, f"compare/#{TWO}", "catalogue/#level=mqf-6"])
def test_paper_is_light_and_holds_no_controls(desk: Page, address: str, path: str) -> None:
    """Even where the screen is dark."""
    desk.goto(address + path)
    desk.wait_for_load_state("networkidle")
    desk.emulate_media(media="print")
    controls = desk.locator("#bk-main :is(button, input, select, summary):visible:not(.bk-chip)")
    assert controls.evaluate_all("all => all.map((one) => one.outerHTML)") == []
    assert desk.evaluate("getComputedStyle(document.querySelector('.bk-page h1')).color") == "rgb(20, 35, 46)"
    assert desk.locator("#bk-main h1").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("path", [f"{MC}v1/", "ar/docs/hep/", "docs/about/", "catalogue/"])
def test_axe_finds_nothing(phone: Page, address: str, path: str) -> None:
    phone.goto(address + path)
    assert violations(phone) == []


def test_search_engines_are_told_what_each_page_is_about(site: Path, read: Callable[[str], str]) -> None:
    for path in (
        "index.html",
        "catalogue/index.html",
        f"ar/{MC}index.html",
        "ms/docs/hep/index.html",
        "board/index.html",
    ):
        assert '<meta name="description" content="' in read(path), path
