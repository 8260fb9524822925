"""Texts that would be markup, marks or scripts elsewhere, far too many and far too long, are read as they stand."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site import registries
from tests.site.serving import serving, violations

pytestmark = pytest.mark.browser
UNI = registries.UNI
MARKUP = """</script><script>hurt()</script><img src=x onerror="hurt()"><b id=hurt>b</b><!--"""
OTHERS = """{{ 7*7 }} {% raw %} {title} @@bukti-body@@ ]]> &lt;i&gt; ' " ` ${1} \\n """
LETTERS = "𝔘🧑🏽 வணக்கம் 微證書 שלום" + "W" * 120
HOSTILE = MARKUP + OTHERS + LETTERS
LOUD = "loud"
HURT = "window.hurt = () => { window.hurting = true; }"


def loud(tree: Any) -> Any:
    """The record with all texts for people made hostile; what it says is read before them."""
    if isinstance(tree, list):
        return [loud(one) for one in tree]
    if not isinstance(tree, dict):
        return tree
    if tree and set(tree) <= {"en", "ms", "ar"}:
        return {language: f"{text[:40]} {HOSTILE}" for language, text in tree.items()}
    lines = {key: HOSTILE for key, value in tree.items() if key in ("platform", "centres", "name") and value}
    return {key: loud(value) for key, value in tree.items()} | {
        key: [text] if key == "centres" else text for key, text in lines.items() if not isinstance(tree[key], dict)
    }


def swollen(version: int) -> registries.Tree:
    """A definition with hundreds of parts, all of them hostile."""
    made: registries.Tree = loud(registries.definition("applied-data-analysis", version)) | {"id": LOUD}
    made["title"] = {"ms": f"{HOSTILE} {'panjang ' * 8}".strip()}
    made["language"] = "ms"
    outcome, module, quiz = made["outcomes"][0], made["modules"][2], made["assessments"][3]
    for number in range(60):
        text = {"ms": f"Perkara {number * version} {MARKUP}"}
        made["outcomes"].append(outcome | {"id": f"whole-{number}", "text": text})
        made["outcomes"].append(outcome | {"id": f"part-{number}", "text": text, "module": f"m-{number}"})
        made["modules"].append(module | {"id": f"m-{number}", "title": text, "outcomes": [f"part-{number}"]})
        assessed = {"title": text, "options": [], "module": f"m-{number}", "outcomes": [f"part-{number}"]}
        made["assessments"].append(quiz | assessed | {"id": f"a-{number}"})
        made["structure"]["choose"][0]["from"].append(f"m-{number}")
    skill = made["skills"][0]
    made["skills"] += [skill | {"uri": f"https://skills.example/?q='%22&x={number}"} for number in range(40)]
    return made


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = registries.begin(tmp_path_factory.mktemp("hostile") / "repo")
    registries.write(root / f"registry/{UNI}/provider.yaml", loud(registries.provider()))
    settings = registries.settings()
    registries.write(root / "registry/registry.yaml", settings | {"name": {"en": f"Registry {HOSTILE}"}})
    registries.add(root, swollen(1), None)
    registries.add(root, swollen(2), loud(registries.offer("applied-data-analysis")))
    for id_ in ("database-design", "responsible-data-use", "workplace-mentoring"):
        registries.add(root, loud(registries.definition(id_)), loud(registries.offer(id_)))
    pathway = loud(registries.pathway("data-practice"))
    pathway["steps"][1]["mc"] = f"{UNI}/{LOUD}"
    registries.write(root / "registry/pathways/data-practice.yaml", pathway)
    return registries.build(root)


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serving(site) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone with a page that no policy protects: only the builder's care does."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(HURT)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


MC = f"catalogue/{UNI}/{LOUD}/"
SOME = ("catalogue/", f"ms/{MC}", "ar/pathways/data-practice/", f"compare/#{UNI}/{LOUD},{UNI}/database-design")
ALL = (
    "", "ms/catalogue/", "ar/catalogue/", "catalogue/#q=perkara", MC, f"ar/{MC}", f"{MC}v1/", f"providers/{UNI}/",
    "ar/providers/", "pathways/", "pathways/data-practice/", "skills/", "board/", "browse/titles/", "frameworks/",
    f"browse/provider/{UNI}/", f"ar/difference/#{UNI}/{LOUD}:1:2", "docs/", "glossary/", "404.html",
)  # fmt: skip


def harmless(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.hurting") is None
    assert page.locator("#hurt, img[src=x]").count() == 0
    assert page.locator("footer").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("path", SOME)
def test_nothing_runs_and_nothing_breaks_the_frame(page: Page, address: str, path: str) -> None:
    harmless(page, address + path)


@pytest.mark.slow
@pytest.mark.parametrize("path", ALL)
def test_nothing_runs_anywhere(page: Page, address: str, path: str) -> None:
    harmless(page, address + path)


@pytest.mark.parametrize("path", ["catalogue/", f"ms/{MC}", "pathways/data-practice/", f"compare/#{UNI}/{LOUD}"])
def test_the_letters_are_read_as_they_were_written(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    text = re.sub(r"\s+", " ", page.locator("main").inner_text())
    assert MARKUP in text
    assert OTHERS.strip() in text
    assert "வணக்கம் 微證書" in text


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["catalogue/", f"catalogue/{UNI}/database-design/", "pathways/data-practice/", "skills/"]
)
def test_axe_finds_nothing(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    assert violations(page) == []


def test_cards_that_come_later_are_as_harmless(page: Page, address: str) -> None:
    page.goto(f"{address}ms/catalogue/#sort=small")
    expect(page.locator(".bk-card__title").first).to_contain_text(MARKUP)
    page.fill("#bk-q", "perkara constructor")
    expect(page.locator("#bk-nothing")).to_contain_text("constructor")
    page.fill("#bk-q", "perkara __proto__")
    expect(page.locator("#bk-nothing")).to_contain_text("proto")
    page.locator("#bk-panel > summary").click()
    page.locator("[data-facet=skill] summary").click()
    expect(page.locator("[data-facet=skill] li").first).to_contain_text("hurt()")
    assert page.evaluate("window.hurting") is None


def test_machines_read_the_same_letters(site: Path) -> None:
    ElementTree.parse(site / "sitemap.xml")
    feed = ElementTree.parse(site / "ms/feed.xml")
    assert any(MARKUP in (element.text or "") for element in feed.iter())
    page = (site / f"ms/{MC}index.html").read_text(encoding="utf-8")
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert block
    assert MARKUP in json.loads(block[1])["name"]
