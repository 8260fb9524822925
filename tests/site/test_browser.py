"""The site in a real browser: nothing is asked of other hosts, and what scripts add works."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.browser
MC = "catalogue/universiti-contoh/applied-data-analysis/"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that notes every complaint of the browser and every request to another host, and fails on them."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def watch(route: Route) -> None:
        if not route.request.url.startswith((address, "data:")):
            complaints.append(route.request.url)
        route.continue_()

    context.route("**/*", watch)
    yield page
    context.close()
    assert complaints == []


@pytest.mark.parametrize("path", ["", "ar/", "catalogue/", MC, f"ar/{MC}", "frameworks/", "docs/hep/", "ar/docs/hep/"])
def test_no_page_is_wider_than_a_phone_or_asks_another_host(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_dark_colours_follow_the_device_until_the_reader_chooses(browser: Browser, address: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(address)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.click("#bk-colours")
    page.goto(f"{address}catalogue/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    context.close()


def test_the_menu_of_a_phone_leads_on(page: Page, address: str) -> None:
    page.goto(f"{address}docs/hep/")
    page.click(".bk-header__menu")
    page.locator(".md-nav--primary").get_by_role("link", name="Providers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Providers")
