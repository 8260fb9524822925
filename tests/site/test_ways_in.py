"""The pages by which readers find their way in, in a real browser: nothing for axe, and no wider than a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from site_builder.plan import Plan

pytestmark = pytest.mark.browser
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.mark.parametrize(("prefix", "scheme", "width"), [("ms/", "dark", 390), ("ar/", "light", 1280)])
def test_axe_finds_nothing(browser: Browser, site: Path, plan: Plan, prefix: str, scheme: str, width: int) -> None:
    skill = next(slug for slug, one in plan.site.skills.items() if one.related and one.standing("past"))
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    context.add_init_script(AXE.read_text(encoding="utf-8"))
    page = context.new_page()
    found: list[str] = []
    for address in ("", "skills/", f"skills/{skill}/", "providers/", "providers/universiti-contoh/"):
        page.goto((site / prefix / address / "index.html").as_uri())
        found += page.evaluate("axe.run().then(({violations}) => violations.map(one => one.nodes[0].html))")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
    assert found == []
