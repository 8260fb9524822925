"""Five things that people come for, done as a newcomer does them: from the first page on, by what is to be seen.

Each counts its clicks and the fields that have to be typed into (Enter there is a click), so that a page that becomes
harder to use is noticed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.site.serving import serving

pytestmark = pytest.mark.browser


@dataclass
class Visitor:
    """Somebody at a desk who clicks on what is in sight."""

    page: Page
    clicks: int = 0
    typed: int = 0

    def click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1

    def ask(self, words: str) -> None:
        """Look for words in the catalogue from the first page."""
        field = self.page.get_by_role("search").get_by_role("searchbox")
        field.fill(words)
        field.press("Enter")
        self.typed += 1
        self.clicks += 1
        status = self.page.locator("#bk-status")
        expect(status).to_contain_text("found")
        expect(self.page.locator("#bk-results .bk-card")).to_have_count(int((status.text_content() or "").split()[0]))

    def card(self, title: str) -> Locator:
        return self.page.locator("#bk-results .bk-card", has_text=title)

    def tick(self, label: str) -> None:
        self.click(self.page.locator("#bk-facets").get_by_label(label))

    def section(self, title: str) -> Locator:
        """What the list of contents leads to."""
        self.click(self.page.get_by_role("navigation", name="On this page").get_by_role("link", name=title))
        section = self.page.locator(".bk-section:target")
        expect(section).to_be_in_viewport()
        return section


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serving(site) as address:
        yield address


@pytest.fixture
def visitor(browser: Browser, address: str) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(address)
    yield Visitor(page)
    context.close()


def test_find_one_on_data_of_level_6_with_3_credits_online(visitor: Visitor) -> None:
    visitor.ask("data")
    visitor.tick("MQF level 6")
    visitor.tick("Online")
    expect(visitor.page.locator("#bk-results .bk-card")).to_have_count(1)
    card = visitor.card("Applied Data Analysis")
    expect(card).to_contain_text("3 MQF credits")
    expect(card).to_be_in_viewport(ratio=1)
    assert (visitor.typed, visitor.clicks) == (1, 3)


def test_see_whether_it_counts_towards_a_named_programme(visitor: Visitor) -> None:
    visitor.ask("applied data analysis")
    visitor.click(visitor.card("Applied Data Analysis").get_by_role("link"))
    section = visitor.section("What it builds on and leads to")
    expect(section).to_contain_text("The pathway Data Practice (Required)")
    assert (visitor.typed, visitor.clicks) == (1, 3)


def test_compare_two(visitor: Visitor) -> None:
    visitor.ask("data")
    for title in ("Applied Data Analysis", "Designing Relational Databases"):
        visitor.click(visitor.card(title).get_by_role("button", name="Compare"))
    visitor.click(visitor.page.get_by_role("link", name="Compare now"))
    expect(visitor.page.locator("#bk-status")).to_have_text("2 micro-credentials side by side")
    assert (visitor.typed, visitor.clicks) == (1, 4)


def test_a_page_leads_to_its_comparison(visitor: Visitor) -> None:
    visitor.click(visitor.page.get_by_role("link", name="Applied Data Analysis"))
    visitor.click(visitor.page.get_by_role("link", name="See the current offer").first)
    visitor.click(visitor.page.get_by_role("link", name="Compare with others"))
    expect(visitor.page.locator("#bk-status")).to_have_text("1 micro-credential")
    visitor.click(visitor.page.get_by_role("link", name="Add another one"))
    expect(visitor.page.locator("#bk-tray")).to_contain_text("1 chosen to compare")


def test_find_who_assesses(visitor: Visitor) -> None:
    visitor.ask("workplace mentoring")
    visitor.click(visitor.card("Mentoring in the Workplace").get_by_role("link"))
    section = visitor.section("How it is assessed")
    who = section.locator("dl > div", has=visitor.page.get_by_text("Who assesses", exact=True))
    expect(who.locator("dd")).not_to_be_empty()
    assert (visitor.typed, visitor.clicks) == (1, 3)


def test_subscribe_to_changes(visitor: Visitor) -> None:
    link = visitor.page.locator("#bk-main, main").get_by_role("link", name="Subscribe to changes").first
    visitor.click(visitor.page.get_by_role("link", name="Privacy", exact=True))  # any page will do
    foot = visitor.page.get_by_role("contentinfo").get_by_role("link", name="Subscribe to changes")
    answer = visitor.page.request.get(foot.evaluate("link => link.href"))
    assert answer.ok
    assert "<feed" in answer.text()
    visitor.page.go_back()
    expect(link.locator("xpath=..")).to_contain_text("https://bukti.example/feed.xml")
