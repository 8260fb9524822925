"""The verify page in a real browser, for the demonstration: what it says of a link and of a file."""

import importlib.util
import os
import shutil
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = ("--disable-background-networking", "--disable-component-update", "--disable-sync")
_VERDICT = "[data-verdict]:not([data-verdict=''])"


def verdicts_in_browser(page_url: str, *, fragment: str, file: Path, chromium: str | None) -> tuple[str, str] | None:
    """``(verdict of the link, verdict of the file)``; None where Playwright or a Chromium is missing."""
    executable = chromium or next(filter(None, map(shutil.which, _NAMES)), None)
    if executable is None or importlib.util.find_spec("playwright") is None:
        return None
    from playwright.sync_api import sync_playwright

    # Chromium's sandbox does not start for root, who runs continuous integration.
    sandbox = () if hasattr(os, "geteuid") and os.geteuid() else ("--no-sandbox",)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*_ARGUMENTS, *sandbox])
        try:
            page = browser.new_page()
            page.goto(f"{page_url}#{fragment}")
            linked = page.locator(_VERDICT).first.get_attribute("data-verdict", timeout=10_000)
            page = browser.new_page()
            page.goto(page_url)
            page.locator("input[type=file]").first.set_input_files(file)
            dropped = page.locator(_VERDICT).first.get_attribute("data-verdict", timeout=10_000)
        finally:
            browser.close()
    return linked or "", dropped or ""
