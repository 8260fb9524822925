"""The printable page: what it shows, in which language, and that nothing in it can run (EBI; threat model I9)."""

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from bukti.issuing.page import labels, written_date
from site_builder.words import words_of
from tests.issuing.conftest import DEFINITION, World
from tests.templates.small import BASE, MC, PROVIDER

HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "</style><b>x", "a&amp;b 'c'"]


class Page(HTMLParser):
    """A page taken apart: elements with their attributes, and the text."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._style = False
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.text += data


def issue_in(world: World, language: str, names: list[str], **changes: Any) -> list[Path]:
    world.write(f"registry/{PROVIDER}/{MC}/v1.yaml", DEFINITION | {"language": language} | changes)
    cells = "\n".join('"' + name.replace('"', '""') + '",A,m3' for name in names)
    world.issued(world.list(f"name,result,path\n{cells}\n"), "--issued-on", "2025-11-01")
    return [world.out / f"learner-{number}.html" for number in range(1, len(names) + 1)]


@pytest.mark.parametrize(
    ("language", "direction", "shown"),
    [
        ("en", "ltr", ["1 November 2025", "31 October 2028", "Learning outcomes", "Read a rain gauge.", "Droughts"]),
        ("ms", "ltr", ["1 November 2025", "31 Oktober 2028", "Hasil pembelajaran", "Baca tolok.", "Kemarau"]),
        ("ar", "rtl", ["1 نوفمبر 2025", "31 أكتوبر 2028", "مخرجات التعلم", "يقرأ المقياس.", "الجفاف"]),
    ],
)
def test_what_an_employer_reads(world: World, language: str, direction: str, shown: list[str]) -> None:
    (path,) = issue_in(world, language, ["Siti Aminah binti Ramli"])
    page = Page(path)
    root = next(attributes for tag, attributes in page.elements if tag == "html")
    assert root == {"lang": language, "dir": direction}
    always = ("Siti Aminah binti Ramli", "MQF 6", "2.5 (MQF)", "100", f"{BASE}/verify/", "Universiti Contoh")
    for text in (*shown, *always):
        assert text in page.text
    credential = json.loads(path.with_suffix(".json").read_bytes())
    assert credential["id"] in page.text


def test_only_the_assessments_that_were_taken(world: World) -> None:
    pieces = [
        {**DEFINITION["assessments"][0], "id": f"a{number}", "module": module, "title": {"en": f"Work in {module}"}}
        for number, module in enumerate(("m1", "m2", "m3"))
    ]
    (path,) = issue_in(world, "en", ["Ng"], assessments=pieces)
    text = Page(path).text
    assert "Work in m1" in text
    assert "Work in m3" in text
    assert "Work in m2" not in text


def test_nothing_that_people_wrote_becomes_markup(world: World) -> None:
    pages = issue_in(world, "en", HOSTILE, title={"en": "<i>Rain</i> & {{ data }}"})
    for name, path in zip(HOSTILE, pages, strict=True):
        page = Page(path)
        assert name in page.text
        assert "<i>Rain</i> & {{ data }}" in page.text
        assert {tag for tag, _ in page.elements}.isdisjoint({"script", "img", "i", "b", "iframe", "link", "object"})
        assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]


def test_no_outside_resource_and_no_script(world: World) -> None:
    (path,) = issue_in(world, "en", ["Ng"])
    text = path.read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?([^\"')>]+)", text) == [
        next(value for tag, attributes in Page(path).elements if tag == "a" for value in [attributes["href"]])
    ]
    assert "@import" not in text


def test_every_language_has_every_word() -> None:
    words = [labels(language) for language in ("en", "ms", "ar")]
    assert words[0].keys() == words[1].keys() == words[2].keys()
    assert all(len(one["months"]) == 12 for one in words)
    assert labels("fr") == labels("en") == labels("en-GB")
    assert written_date(date(2026, 3, 5), "ms") == "5 Mac 2026"


@pytest.mark.parametrize("language", ["en", "ms", "ar"])
def test_the_page_and_the_site_write_one_date_alike(language: str) -> None:
    for month in range(1, 13):
        day = date(2026, month, 5)
        assert written_date(day, language) == words_of(language).locale.day(day)
