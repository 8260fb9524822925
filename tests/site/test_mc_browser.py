"""The page of a micro-credential and the glossary in a real browser: for everyone, and on paper."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Browser, Page

from tests.site.serving import violations

pikepdf = pytest.importorskip("pikepdf")
pytestmark = pytest.mark.browser
MC = "catalogue/universiti-contoh/applied-data-analysis/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [MC, f"ar/{MC}", "ar/glossary/"])
def test_nothing_for_axe(page: Page, address: str, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(address + path)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_page_prints_on_few_sheets(page: Page, address: str) -> None:
    page.goto(address + MC)
    with pikepdf.open(BytesIO(page.pdf(format="A4"))) as printed:
        assert 3 <= len(printed.pages) <= 8
    page.emulate_media(media="print")
    assert page.locator("#recognition table").is_visible()
    assert page.locator(".bk-tabs").is_hidden()
    assert page.locator(".bk-toc").is_hidden()
