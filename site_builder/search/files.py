"""The catalogue's search files of each language, below ``search/<language>/``.

``index.json`` is asked for once, ``skills.json`` when someone narrows down by skill, ``terms/<n>.json`` for a word and
``cards/<n>.json`` for what is shown. Each names its snapshot, so that a page never mixes two publications.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from markupsafe import Markup

from site_builder.browse import in_order
from site_builder.frame import helpers
from site_builder.search.facets import FACETS, SKILLS, column
from site_builder.search.terms import Terms, count_of_parts, terms_of
from site_builder.search.words import letters, stems
from site_builder.site import Mc, Site
from site_builder.templating import environment
from site_builder.view import View

CARDS = 8
"""Cards in one file: what a page of results needs is spread over many files, so each is small."""


@dataclass(frozen=True, kw_only=True)
class Search:
    """The search files of one language; what they have in common is made once, when the first of them is wanted."""

    site: Site
    language: str

    @property
    def folder(self) -> str:
        """Where the files stand below the site's root."""
        return f"search/{self.language}/"

    def view(self) -> View:
        """The view of the catalogue's page, where cards are put."""
        path = f"{self.site.prefix(self.language)}catalogue/index.html"
        return View.of(self.site, self.language, path, "catalogue")

    @cached_property
    def mcs(self) -> tuple[Mc, ...]:
        """All micro-credentials in the order of the index: by status, then title."""
        return tuple(in_order(self.view(), self.site.mcs))

    @cached_property
    def terms(self) -> Terms:
        """The words of all."""
        return terms_of(self.view(), self.mcs)

    def files(self) -> Iterator[tuple[str, Callable[[], dict[str, Any]]]]:
        """The paths below the site's root, each with what makes its document."""
        yield f"{self.folder}index.json", self._index
        yield f"{self.folder}skills.json", self._skills
        for number in range(count_of_parts(len(self.site.mcs))):
            yield f"{self.folder}terms/{number}.json", partial(self._part, number)
        for number in range(-(-len(self.site.mcs) // CARDS)):
            yield f"{self.folder}cards/{number}.json", partial(self._cards, number)

    def _envelope(self, schema: str) -> dict[str, Any]:
        return {"schema": f"{schema}/v1", "snapshot": self.site.register.snapshot_id}

    def _index(self) -> dict[str, Any]:
        view = self.view()
        stem = stems(self.language)
        return self._envelope("search-index") | {
            "count": len(self.mcs),
            "begins": self.site.begins,
            "skills": len(self.site.skills),
            "cards": CARDS,
            "facets": [column(view, facet, self.mcs) for facet in FACETS],
            "sizes": {"credits": [_size(mc) for mc in self.mcs], "hours": [_hours(mc) for mc in self.mcs]},
            "changed": [self.site.last_change(mc) for mc in self.mcs],
            "first": self.terms.first,
            "common": self.terms.common,
            "letters": letters(),
            "stems": {"least": stem.least, "prefixes": stem.prefixes, "suffixes": stem.suffixes},
        }

    def _skills(self) -> dict[str, Any]:
        return self._envelope("search-skills") | column(self.view(), SKILLS, self.mcs)

    def _part(self, number: int) -> dict[str, Any]:
        return self._envelope("search-terms") | {
            "terms": self.terms.parts[number],
            "written": self.terms.written[number],
        }

    def _cards(self, number: int) -> dict[str, Any]:
        shown = self.mcs[number * CARDS : (number + 1) * CARDS]
        return self._envelope("search-cards") | {"cards": cards(self.view(), shown)}


def cards(view: View, mcs: Sequence[Mc]) -> list[Markup]:
    """The cards of micro-credentials as the catalogue's page shows them."""
    macros: Any = environment(view.language).get_template("macros.html").make_module(helpers(view))
    found = []
    for mc in mcs:
        view.home_language = mc.current.language
        found.append(Markup(macros.card(mc)).strip())  # noqa: S704 - autoescaped
    return found


def _size(mc: Mc) -> float:
    """For ordering: credits, 0 where none are stated."""
    size = mc.current.credits
    return float(size.value) if size and size.value is not None else 0


def _hours(mc: Mc) -> float:
    return float(mc.current.hours.total) if mc.current.hours else 0
