"""What the page loads before a verdict stays small, in each language: sizes of built files, so no clock, no luck."""

import subprocess
import sys
from collections.abc import Iterable

import pytest

from tests.browser.conftest import Visit
from tests.browser.site import BUNDLE, ROOT, Site
from tests.browser.test_verify_page import CARD, open_page, vector

pytestmark = pytest.mark.browser

FIRST_VIEW = 30_000
"""Bytes of all scripts and styles together, each as brotli sends it."""
CORE = 15_000
"""Bytes of the core alone, as brotli sends it."""
MEASURE = """
const {readFileSync} = require("node:fs");
const {brotliCompressSync} = require("node:zlib");
for (const path of process.argv.slice(1)) {
  console.log(brotliCompressSync(readFileSync(path, "utf8").replace(/\\?[0-9a-f]{16}/g, "")).length);
}
"""
"""Without the name of the build, which is chance and moves a size by up to 60 bytes."""


def sizes(names: Iterable[str]) -> dict[str, int]:
    """Each of the built files as brotli sends it."""
    listed = sorted(names)
    command = [
        sys.executable,
        str(ROOT / "tools" / "node.py"),
        "--",
        "-e",
        MEASURE,
        *(str(BUNDLE / one) for one in listed),
    ]
    told = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout.split()
    return dict(zip(listed, map(int, told), strict=True))


def test_the_core_fits_its_budget() -> None:
    assert 10_000 < sizes(["core.js"])["core.js"] <= CORE


def loaded(site: Site) -> set[str]:
    return {path for path in site.asked if path.endswith((".js", ".css"))}


@pytest.mark.parametrize("language", ["en", "ms", "ar"])
def test_the_first_view_fits_its_budget(visit: Visit, site: Site, language: str) -> None:
    # The page of the registry's folder for that language, which asks for its words ahead.
    site.values.update({"lang": language, "words": f"../verify.{language}.js"})
    open_page(visit, site, CARD, query=f"?lang={language}")
    assert visit.verdict() == "valid"
    found = sizes(loaded(site))
    assert set(found) == {"verify.js", "verify.css", f"verify.{language}.js"}
    assert sum(found.values()) <= FIRST_VIEW, found


@pytest.mark.parametrize("name", ["card-revoked", "card-grade-changed", "card-arabic"])
def test_other_verdicts_on_a_link_load_no_more(visit: Visit, site: Site, name: str) -> None:
    found = vector(name)
    site.files.update(found.get("files", {}))
    open_page(visit, site, found["input"].partition("#")[2], at=found["at"])
    visit.verdict()
    assert loaded(site) == {"verify.js", "verify.css", "verify.en.js"}


def test_what_is_used_later_is_loaded_later(visit: Visit, site: Site) -> None:
    """The twin: a file asks for the words of rare files, the log for its sentences."""
    open_page(visit, site, CARD)
    visit.verdict()
    visit.page.click(".log > summary")
    visit.page.wait_for_selector(".log .hint")
    assert "later.en.js" in loaded(site)
