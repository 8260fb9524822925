"""Board, pathways and frameworks in a real browser: by keyboard, for screen readers, on a phone, from right to left."""

from typing import Literal

import pytest
from playwright.sync_api import Browser

from tests.site.serving import violations

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("path", "width", "scheme"),
    [
        ("board/", 1280, "light"),
        ("ar/board/", 390, "dark"),
        ("pathways/", 390, "dark"),
        ("pathways/data-practice/", 1280, "light"),
        ("ar/pathways/data-practice/", 390, "dark"),
        ("ms/frameworks/", 1280, "dark"),
        ("ar/frameworks/", 390, "light"),
    ],
)
def test_axe_finds_nothing_and_the_page_is_no_wider_than_the_screen(
    browser: Browser, address: str, path: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(address + path)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.parametrize("language", ["", "ar/"])
def test_on_a_phone_the_map_scrolls_by_keyboard_in_its_own_region(
    browser: Browser, address: str, language: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=True)
    page = context.new_page()
    page.goto(f"{address}{language}pathways/data-practice/")
    region = page.locator(".bk-figure .bk-scroll")
    assert region.evaluate("it => it.scrollWidth > it.clientWidth")
    region.focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft" if language else "ArrowRight")
    page.wait_for_function("it => it.scrollLeft !== 0", arg=region.element_handle())
    context.close()


def test_the_boxes_of_the_map_are_links_that_hold_their_words(browser: Browser, address: str) -> None:
    """No text leaves its box, in the fonts of this machine."""
    page = browser.new_page(viewport={"width": 1280, "height": 844})
    for path in ("pathways/data-practice/", "ms/pathways/banking-service/", "ar/pathways/banking-service/"):
        page.goto(address + path)
        outside = page.evaluate(
            """() => [...document.querySelectorAll('.bk-map__box')].filter((box) => {
                 const frame = box.querySelector('rect').getBBox();
                 return [...box.querySelectorAll('text')].some((text) => {
                   const words = text.getBBox();
                   return words.x < frame.x || words.x + words.width > frame.x + frame.width
                     || words.y < frame.y || words.y + words.height > frame.y + frame.height;
                 });
               }).map((box) => box.querySelector('title').textContent)"""
        )
        assert outside == []
    page.goto(f"{address}pathways/data-practice/")
    page.locator(".bk-map a", has_text="Applied Data").click()
    assert page.url.endswith("/catalogue/universiti-contoh/applied-data-analysis/")
    page.close()
