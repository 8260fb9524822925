"""The verify page in a real browser, for the demonstration: what it says of a link and of a file."""

import importlib.util
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = ("--disable-background-networking", "--disable-component-update", "--disable-sync")
_VERDICT = "[data-verdict]:not([data-verdict=''])"


class NoBrowserError(Exception):
    """There is no browser to ask: why."""


def verdicts_in_browser(page_url: str, *, fragment: str, file: Path, chromium: str | None) -> tuple[str, str]:
    """The verdicts on the link and on the file; ``no verdict`` where the page gives none.

    Raises NoBrowserError where Playwright or a Chromium is missing, or that Chromium does not start.
    """
    executable = chromium or next(filter(None, map(shutil.which, _NAMES)), None)
    if executable is None:
        raise NoBrowserError("there is no Chromium on this machine")
    if importlib.util.find_spec("playwright") is None:
        raise NoBrowserError("Playwright, which drives Chromium, is not installed")
    from playwright.sync_api import Error, sync_playwright

    # Chromium's sandbox does not start for root, who runs continuous integration.
    sandbox = () if hasattr(os, "geteuid") and os.geteuid() else ("--no-sandbox",)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=executable, args=[*_ARGUMENTS, *sandbox])
        except Error as error:
            raise NoBrowserError(f"Chromium does not start: {error.message.splitlines()[0]}") from error
        try:
            linked = _verdict(browser, f"{page_url}#{fragment}", lambda _: None)
            dropped = _verdict(
                browser, page_url, lambda page: page.locator("input[type=file]").first.set_input_files(file)
            )
        finally:
            browser.close()
    return linked, dropped


def _verdict(browser: "Browser", address: str, act: "Callable[[Page], None]") -> str:
    from playwright.sync_api import Error

    page = browser.new_page()
    try:
        page.goto(address)
        act(page)
        return page.locator(_VERDICT).first.get_attribute("data-verdict", timeout=10_000) or "no verdict"
    except Error:
        return "no verdict"
