"""What pages say of themselves to search engines: one address each, their language, and the same page in the others."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from site_builder.locale import direction
from site_builder.plan import NOT_FOUND, Plan

BASE = "https://bukti.example/"


@dataclass(frozen=True, kw_only=True)
class Head:
    """What the head of one page says; ``path`` is its file below the site's root."""

    path: str
    html: str

    def links(self, relation: str) -> list[tuple[str, str]]:
        """The links of one relation: ``(hreflang or nothing, address)``."""
        found = re.findall(rf'<link rel="{relation}"(?: hreflang="([^"]+)")? href="([^"]+)">', self.html)
        return [(str(language), str(address)) for language, address in found]

    @property
    def language(self) -> str:
        return self.path.split("/")[0] if self.path.split("/")[0] in ("ms", "ar") else "en"

    @property
    def address(self) -> str:
        return BASE + self.path.removesuffix("index.html")


def heads(site: Path) -> Iterator[Head]:
    """The pages of the built site but the verifier's own, which stand outside the theme's frame."""
    for file in sorted(site.rglob("*.html")):
        html = file.read_text(encoding="utf-8")
        if "data-bukti-page" in html:
            yield Head(path=file.relative_to(site).as_posix(), html=html)


@pytest.fixture(scope="module")
def every(site: Path) -> list[Head]:
    """Every page but "not found", which stands for any address."""
    found = [head for head in heads(site) if head.path != NOT_FOUND]
    assert len(found) > 100
    return found


def test_each_page_has_one_canonical_address_its_own(every: list[Head]) -> None:
    assert {head.path: head.links("canonical") for head in every} == {head.path: [("", head.address)] for head in every}


def test_each_page_names_itself_in_every_language_in_which_it_exists(every: list[Head], site: Path) -> None:
    for head in every:
        rest = head.path.removeprefix(f"{head.language}/")
        there = {tag: f"{prefix}{rest}" for tag, prefix in (("en", ""), ("ms", "ms/"), ("ar", "ar/"))}
        exist = {tag: BASE + path.removesuffix("index.html") for tag, path in there.items() if (site / path).is_file()}
        assert head.links("alternate") == [*exist.items(), ("x-default", exist["en"])], head.path


def test_each_page_states_its_language_and_direction(every: list[Head]) -> None:
    for head in every:
        assert f'<html lang="{head.language}"' in head.html, head.path
        assert f'<body dir="{direction(head.language)}"' in head.html, head.path


def test_the_site_maps_list_the_canonical_addresses_and_no_others(every: list[Head], site: Path, plan: Plan) -> None:
    listed = [
        address
        for language in plan.site.languages
        for address in re.findall("<loc>([^<]+)</loc>", (site / f"sitemap.{language}.xml").read_text(encoding="utf-8"))
    ]
    assert sorted(listed) == sorted(head.address for head in every)


def test_the_page_for_any_address_has_none_of_its_own(site: Path) -> None:
    page = next(head for head in heads(site) if head.path == NOT_FOUND)
    assert page.links("canonical") == page.links("alternate") == []
    assert '<meta name="robots" content="noindex">' in page.html


@pytest.mark.parametrize(("language", "prefix"), [("en", ""), ("ms", "ms/"), ("ar", "ar/")])
@pytest.mark.parametrize("folder", ["verify", "v"])
def test_both_verify_pages_have_the_address_that_people_come_by(
    site: Path, language: str, prefix: str, folder: str
) -> None:
    """The verifier's own page stands outside the theme's frame; `/v/` is the same page for links and QR codes."""
    path = f"{prefix}{folder}/index.html"
    page = Head(path=path, html=(site / path).read_text(encoding="utf-8"))
    assert page.language == language
    assert page.links("canonical") == [("", f"{BASE}{prefix}verify/")]
    others = {"en": f"{BASE}verify/", "ms": f"{BASE}ms/verify/", "ar": f"{BASE}ar/verify/"}
    assert page.links("alternate") == [*others.items(), ("x-default", others["en"])]
    assert "{{" not in page.html
    assert "&lt;link" not in page.html
