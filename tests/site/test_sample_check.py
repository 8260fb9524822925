"""The published sample in the published verify page: what it shows beside the verdict, and on paper."""

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from site_builder.server import make_server

pytestmark = pytest.mark.browser
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    server = make_server(site, 0, NOW)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.clock.set_fixed_time(NOW)
    yield page
    context.close()


@pytest.mark.parametrize(
    ("folder", "words", "sample", "labels"),
    [
        ("", "Bukti demonstration registry", "Try it with a sample", ["Grade", "Electives taken"]),
        ("ms/", "Daftar demonstrasi Bukti", "Cuba dengan contoh", ["Gred", "Modul elektif yang diambil"]),
        ("ar/", "سجل بكتي التوضيحي", "جرّب بمثال", ["الدرجة", "الوحدات الاختيارية المأخوذة"]),
    ],
)
def test_the_sample_is_checked_in_each_language(
    page: Page, address: str, folder: str, words: str, sample: str, labels: list[str]
) -> None:
    page.goto(f"{address}{folder}verify/")
    expect(page.locator("#notice")).to_be_visible()
    expect(page.locator("#home")).to_contain_text(words)
    expect(page.locator("#home")).to_have_attribute("href", address + folder)
    page.get_by_role("link", name=sample).click()
    expect(page.locator("[data-verdict=valid]")).to_be_visible()
    assert page.locator(".document dt").all_inner_texts()[-2:] == labels
    expect(page.locator(".worth ul").first.locator("li")).to_have_count(4)  # two electives were not taken


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_result_is_printed_on_one_sheet(page: Page, address: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{address}verify/")
    page.get_by_role("link", name="Try it with a sample").click()
    page.locator(".worth a").wait_for()
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    page.emulate_media(media="print", color_scheme="dark" if scheme == "dark" else "light")
    ink = page.locator(".verdict .sentence").evaluate("element => getComputedStyle(element).color")
    ground = page.locator(".verdict").evaluate("element => getComputedStyle(element).backgroundColor")
    assert (ink, ground) == ("rgb(0, 0, 0)", "rgb(226, 243, 232)")
