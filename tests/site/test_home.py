"""The first page: each reader's door, a search, ways into the catalogue, and what is new."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser

from bukti.model.snapshot import NO_HISTORY
from site_builder.load import load_site
from site_builder.pages import NEWS, home
from site_builder.plan import Plan
from tests.site.conftest import commit

Read = Callable[[str], str]


def ways(page: str) -> dict[str, int]:
    """The links into the catalogue by their fragment, with the number beside each."""
    found = re.findall(r'catalogue/#([^"]+)">[^<]+</a> <span class="bk-entry__count">(\d+)<', page)
    return {fragment: int(number) for fragment, number in found}


def news(page: str) -> list[str]:
    """The pages that the latest changes lead to."""
    _, _, rest = page.partition('class="bk-news"')
    return re.findall(r'href="(?:\.\./)*(?:[a-z]{2}/)?catalogue/([^"]+)"', rest)


@pytest.mark.parametrize("prefix", ["", "ms/", "ar/"])
def test_the_search_leads_to_the_catalogue_of_the_same_language(read: Read, prefix: str) -> None:
    form = re.search(r'<form[^>]* id="bk-home-search"[^>]*>.*?</form>', read(f"{prefix}index.html"), re.DOTALL)
    assert form
    action = re.search(r'action="([^"]+)" method="get"', form[0])
    assert action
    assert urljoin(f"https://bukti.example/{prefix}", action[1]) == f"https://bukti.example/{prefix}catalogue/"
    assert 'name="q"' in form[0]


def test_ways_in_count_what_is_on_offer(read: Read, plan: Plan) -> None:
    counted = ways(read("index.html"))
    offered = [mc.current for mc in plan.site.mcs if mc.status == "active"]
    assert counted["field=04"] == 2
    assert sum(number for way, number in counted.items() if way.startswith("field=")) == len(offered)
    assert sum(number for way, number in counted.items() if way.startswith("level=")) == len(offered)
    assert list(counted) == sorted(counted)


def test_the_latest_changes_name_each_micro_credential_once_and_no_draft(read: Read) -> None:
    found = news(read("ms/index.html"))
    assert len(found) == NEWS
    assert len({"/".join(path.split("/")[:2]) for path in found}) == NEWS
    assert "universiti-contoh/applied-data-analysis/v2/" in found
    assert not any("green-finance-basics" in path for path in found)


def test_a_changed_offer_is_the_latest_news(own_repo: Path) -> None:
    offer = own_repo / "registry" / "universiti-contoh" / "workplace-mentoring" / "offer.yaml"
    offer.write_text(offer.read_text(encoding="utf-8") + "# looked at again\n", encoding="utf-8")
    commit(own_repo, "Change an offer")
    page = str(home(load_site(own_repo), "en", "index.html").body)
    assert news(page)[0] == "universiti-contoh/workplace-mentoring/"
    assert "Offer changed" in page


def test_nothing_is_called_new_where_history_is_not_at_hand(plan: Plan) -> None:
    assert 'class="bk-news"' not in str(home(replace(plan.site, history=NO_HISTORY), "en", "index.html").body)


@pytest.mark.browser
@pytest.mark.parametrize("prefix", ["", "ms/", "ar/"])
def test_a_phone_shows_all_doors_at_once(browser: Browser, site: Path, prefix: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto((site / prefix / "index.html").as_uri())
    assert page.locator(".bk-door h2").last.is_visible()
    tops = page.locator(".bk-door h2").evaluate_all("all => all.map(one => one.getBoundingClientRect().bottom)")
    assert len(tops) == 3
    assert max(tops) < 844
    page.close()
