"""Catalogues of any size: of nothing, of drafts alone, of one, and of more than one page and one part of words."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from site_builder.search.facets import FACETS, column
from site_builder.search.files import Search
from tests.site import registries
from tests.site.serving import serving, violations

pytestmark = pytest.mark.browser
CARD = ".bk-card:visible"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    page, errors = context.new_page(), list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def test_a_registry_of_nothing_says_so(page: Page, tmp_path: Path) -> None:
    with serving(registries.build(registries.begin(tmp_path / "repo", ["en"]))) as address:
        page.goto(f"{address}catalogue/")
        expect(page.get_by_text("No micro-credential is described in this registry yet.")).to_be_visible()
        expect(page.locator("#bk-status")).to_have_text("0 micro-credentials found")
        expect(page.locator("#bk-more")).to_be_hidden()
        assert violations(page) == []
        page.goto(address)
        expect(page.get_by_role("heading", name="Find your way in")).to_have_count(0)


def test_where_there_are_drafts_alone_they_are_shown_as_such(page: Page, tmp_path: Path) -> None:
    root = registries.begin(tmp_path / "repo", ["ms"])
    registries.add_many(root, 3, state="draft")
    site = registries.build(root)
    assert (site / "catalogue/index.html").read_text("utf-8").count('<li class="bk-card"') == 3  # without scripts, too
    with serving(site) as address:
        page.goto(f"{address}catalogue/")
        expect(page.get_by_text("Tiada tawaran pada masa ini.")).to_be_visible()
        expect(page.locator(CARD)).to_have_count(3)
        expect(page.locator(CARD).first).to_contain_text("Draf")
        expect(page.locator(".bk-chip")).to_have_count(0)
        page.goto(f"{address}catalogue/#status=active&q=subject")
        expect(page.locator(CARD)).to_have_count(3)


def test_more_than_one_page_and_one_part(page: Page, tmp_path: Path) -> None:
    root = registries.begin(tmp_path / "repo", ["ar", "en"])
    registries.add_many(root, 41)
    site = registries.build(root)
    assert len(list((site / "search/ar/terms").iterdir())) == 2
    with serving(site) as address:
        page.goto(f"{address}catalogue/")
        for shown in (40, 41):
            page.get_by_role("button", name="عرض المزيد").click()
            expect(page.locator(CARD)).to_have_count(shown)
            card = page.locator(CARD).nth(20 if shown == 40 else 40)
            expect(card.get_by_role("link").first).to_be_focused()
        expect(page.locator("#bk-more")).to_be_hidden()
        refs = [card.get_attribute("data-ref") for card in page.locator(CARD).all()]
        assert len(set(refs)) == 41
        page.goto(f"{address}en/catalogue/#q=subject 41")
        expect(page.locator(f"{CARD} .bk-card__title").first).to_have_text("Subject 41")


def test_what_states_nothing_is_found_as_such(tmp_path: Path) -> None:
    root = registries.begin(tmp_path / "repo", ["en"])
    bare = {key: registries.definition("database-design")[key] for key in ("schema", "provider", "id", "version")}
    registries.add(root, bare | {"state": "draft", "language": "en", "title": {"en": "Bare"}}, None)
    search = Search(site=registries.planned(root).site, language="en")
    columns = [column(search.view(), facet, search.mcs) for facet in FACETS]
    stated = {one["id"]: [value for value, _ in one["values"]] for one in columns}
    assert stated.pop("status") == ["draft"]
    assert stated.pop("provider") == [registries.UNI]
    assert stated.pop("award") == ["study"]
    assert set(map(tuple, stated.values())) == {("none",)}
    assert json.loads(json.dumps(columns))
