"""A learner's certificate page, photographed as it stands on a screen, on the verify page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page

from tests.browser.site import running_site
from tests.e2e.conftest import Published

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 900, "height": 1240}, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("longest", [False, True])
def test_a_screenshot_of_the_certificate_is_valid(published: Published, page: Page, longest: bool) -> None:
    by_length = sorted(published.links, key=lambda link: len(link["name"].encode()))
    learner = by_length[-1 if longest else len(by_length) // 2]
    page.goto((published.out / learner["json"]).with_suffix(".html").as_uri())
    seen = page.screenshot(full_page=True)
    with running_site() as site:
        site.folder = published.site
        page.goto(f"{site.address}/v/")
        page.wait_for_selector("#form:visible")
        page.set_input_files("#file", FilePayload(name="screenshot.png", mimeType="image/png", buffer=seen))
        page.wait_for_selector("[data-verdict=valid]", timeout=15_000)
        assert page.inner_text(".holder") == learner["name"]
