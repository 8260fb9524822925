"""A site and a page of its own for each test."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.site import BUNDLE, Site, running_site


@pytest.fixture
def site() -> Iterator[Site]:
    if not (BUNDLE / "page.html").is_file():
        pytest.fail("the verifier is not built: run 'make setup'")
    with running_site() as running:
        yield running


class Visit:
    """A visitor's browser window: what it asked for of whom, and what went wrong in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requested: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self.requested.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._console)

    def _console(self, message: Any) -> None:
        # A data file that a test takes away is reported by the browser; that is no fault of the page.
        if message.type == "error" and "404" not in message.text:
            self.errors.append(message.text)

    def verdict(self, timeout: float = 8_000) -> str:
        """The word on the page once it is known."""
        element = self.page.locator("[data-verdict]:not([data-verdict=''])").first
        element.wait_for(timeout=timeout)
        return element.get_attribute("data-verdict") or ""


NOTHING_KEPT = (
    """try { localStorage.setItem("bukti-device:/", '{"limit": 0}'); } catch { /* a frame without storage */ }"""
)
"""A visitor who wants nothing kept on the device: the page then asks the site for no more than a check needs."""


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visit]:
    # The window is asked for after the site, so that it closes first: a site that stops beneath an open page resets
    # what the page still loads, and the browser reports that as an error.
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB", accept_downloads=True)
    context.add_init_script(NOTHING_KEPT)
    found = Visit(context.new_page())
    yield found
    context.close()
    assert found.errors == []
