"""Which picture other sites show beside a link to a page (Open Graph): by broad field and level, or the registry's own.

Titles stand beside the picture wherever it is shown, so the picture has no title: a registry of 5,000
micro-credentials has some fifty pictures.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bukti.model.definition import Definition
from site_builder.fields import BROAD
from site_builder.locale import direction
from site_builder.picture import Card, has_glyphs
from site_builder.site import Site
from site_builder.view import View


@dataclass(frozen=True, kw_only=True, order=True)
class Picture:
    """The picture of one broad field and one level. What a definition leaves out is empty; in the registry's all is."""

    field: str = ""
    framework: str = ""
    level: str = ""

    @property
    def path(self) -> str:
        """Its file below the site's root."""
        if self == REGISTRY:
            return "share/registry.jpg"
        level = f"{self.framework}.{self.level}" if self.level else "any"
        return f"share/{self.field or 'any'}-{level}.jpg"

    def words(self, view: View) -> list[str]:
        """What it tells, in the page's language: the registry's name, the field, the level."""
        field = [view.field(self.field)] if self.field else []
        level = [view.level(self.framework, self.level)] if self.level else []
        return [view.plain(view.site.registry.name), *field, *level]


REGISTRY = Picture()
"""The picture of pages that are about no single micro-credential."""


def picture_of(definition: Definition) -> Picture:
    """The picture of a definition's page."""
    field, level = definition.field_of_study, definition.level
    return Picture(
        field=field.isced_f[:BROAD] if field else "",
        framework=level.framework if level else "",
        level=level.value if level else "",
    )


def pictures(site: Site) -> list[Picture]:
    """The pictures that pages of the site name, each once."""
    definitions: Iterable[Definition] = (definition for mc in site.mcs for definition in mc.versions)
    return sorted({REGISTRY} | {picture_of(definition) for definition in definitions})


def card(site: Site, picture: Picture) -> Card:
    """What is drawn: in the first language of the registry that is not written from right to left, else in English.

    A text that the font has no letters for is left out: better no name than boxes. Pages of other languages share the
    picture, and their words stand in its alternative text.
    """
    language = next((tag for tag in site.languages if direction(tag) == "ltr"), "en")
    view = View.of(site, language, "")
    return Card(
        registry=_drawable(view.plain(site.registry.name)),
        kind=_drawable(view.t("share.kind")),
        field=_drawable(view.field(picture.field)) if picture.field else "",
        level=_drawable(view.level(picture.framework, picture.level)) if picture.level else "",
        address=site.canonical.partition("//")[2],
        note=view.t("demonstration.short") if site.registry.demonstration else "",
        colour=picture.field,
    )


def _drawable(text: str) -> str:
    return text if has_glyphs(text) else ""
