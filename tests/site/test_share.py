"""Share pictures: one for each broad field and level in use, named by every page, and drawn the same each time."""

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from site_builder.picture import SIZE, Card, draw, has_glyphs
from site_builder.plan import Plan
from site_builder.share import REGISTRY, Picture, card, pictures
from site_builder.words import words_of

Read = Callable[[str], str]
MC = "catalogue/universiti-contoh/applied-data-analysis/"
CARD = Card(
    registry="A registry", kind="Micro-credentials", field="Law", level="", address="a.example", note="", colour=""
)


def head(html: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)">', html))


def test_each_page_names_a_picture_that_is_there(site: Path) -> None:
    pages = [page for page in site.rglob("*.html") if "data-bukti-page" in page.read_text(encoding="utf-8")]
    named = {head(page.read_text(encoding="utf-8"))["og:image"] for page in pages}
    files = {f"https://bukti.example/share/{file.name}" for file in (site / "share").iterdir()}
    assert len(pages) > 100
    assert named == files


def test_the_picture_of_a_micro_credential_tells_field_and_level(read: Read) -> None:
    for prefix, told, locale in (
        ("", "Natural sciences, mathematics and statistics · MQF level 6", "en_GB"),
        ("ar/", "العلوم الطبيعية والرياضيات والإحصاء · MQF المستوى 6", "ar_AR"),
    ):
        found = head(read(f"{prefix}{MC}index.html"))
        assert found["og:image"] == "https://bukti.example/share/05-mqf.6.jpg"
        assert found["og:image:alt"].endswith(told)
        assert found["og:locale"] == locale
        assert found["twitter:card"] == "summary_large_image"
    assert head(read("index.html"))["og:image"].endswith("/share/registry.jpg")


def test_pictures_have_the_size_that_others_ask_for(site: Path) -> None:
    for file in (site / "share").iterdir():
        with Image.open(file) as image:
            assert (image.size, image.format) == (SIZE, "JPEG")
        assert file.stat().st_size < 120_000


def test_fields_without_a_level_and_levels_without_a_field_have_their_own() -> None:
    paths = [Picture(field="04").path, Picture(framework="mqf", level="6").path, REGISTRY.path]
    assert paths == ["share/04-any.jpg", "share/any-mqf.6.jpg", "share/registry.jpg"]


def test_a_picture_depends_on_its_words_alone() -> None:
    first = draw(CARD)
    draw.cache_clear()
    assert draw(CARD) == first
    assert draw(replace(CARD, level="MQF level 6")) != first


def test_a_name_in_letters_that_the_font_lacks_is_left_out(plan: Plan) -> None:
    registry = plan.site.snapshot.registry
    arabic = replace(registry, record=registry.record.model_copy(update={"name": {"ar": "سجل"}}))
    site = replace(plan.site, snapshot=replace(plan.site.snapshot, registry=arabic), languages=("ar", "ms"))
    drawn = card(site, pictures(site)[-1])
    assert drawn.registry == ""
    assert drawn.kind == "Kredensial mikro"
    assert drawn.field in words_of("ms").messages.values()


def test_the_font_writes_what_is_drawn_and_nothing_is_drawn_that_it_cannot_write() -> None:
    latin = [name for tag in ("en", "ms") for key, name in words_of(tag).messages.items() if key.startswith("field.")]
    assert all(has_glyphs(name) for name in latin)
    assert has_glyphs("Agency’s “own” registry")
    assert not any(has_glyphs(name) for name in ("Universität", "سجل", "登记"))


@pytest.mark.parametrize("name", ["A very long name of a registry that has no end " * 4, "W" * 200, ""])
def test_names_of_any_length_are_drawn(name: str) -> None:
    with Image.open(BytesIO(draw(replace(CARD, registry=name, field=name)))) as image:
        assert image.size == SIZE
