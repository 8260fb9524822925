"""The pages by which readers find their way in, in a real browser: nothing for axe, and no wider than a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from site_builder.plan import Plan
from tests.site.serving import violations

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("prefix", "scheme", "width"), [("ms/", "dark", 390), ("ar/", "light", 1280)])
def test_axe_finds_nothing(browser: Browser, site: Path, plan: Plan, prefix: str, scheme: str, width: int) -> None:
    skill = next(slug for slug, one in plan.site.skills.items() if one.related and one.standing("past"))
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    found: list[tuple[str, list[str]]] = []
    for address in ("", "skills/", f"skills/{skill}/", "providers/", "providers/universiti-contoh/"):
        page.goto((site / prefix / address / "index.html").as_uri())
        found += violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
    assert found == []
