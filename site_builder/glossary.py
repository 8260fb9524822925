"""The glossary: which of the many names means what, and which of them a title may not borrow (MQA 5.6)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup

from bukti.model.definition import Definition
from bukti.policy.words import fold
from site_builder.frame import Frame, frame, render
from site_builder.linked_data import script_safe
from site_builder.site import Site
from site_builder.table import table
from site_builder.view import View


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A name. ``owner`` is whose mark it is, empty where it is nobody's; ``names`` finds it in a folded title."""

    id: str
    owner: str
    names: re.Pattern[str] | None


@cache
def groups() -> dict[str, tuple[Entry, ...]]:
    """The entries by group, in the order of the page."""
    return {name: tuple(_entry(row) for row in rows) for name, rows in table("glossary").items()}


def _entry(row: dict[str, str]) -> Entry:
    names = row.get("names")
    return Entry(id=row["id"], owner=row.get("owner", ""), names=re.compile(names) if names else None)


def names_in(definition: Definition) -> tuple[Entry, ...]:
    """The glossary's names that a definition's titles and aliases contain, so that the page can explain them."""
    titles = fold(" | ".join(_titles(definition)))
    if not _any_name().search(titles):
        return ()
    return tuple(entry for entry in _named() if entry.names and entry.names.search(titles))


@cache
def _named() -> tuple[Entry, ...]:
    return tuple(entry for found in groups().values() for entry in found if entry.names)


@cache
def _any_name() -> re.Pattern[str]:
    """All names in one pattern: nearly every title has none, and each is looked at on every page."""
    return re.compile("|".join(f"(?:{entry.names.pattern})" for entry in _named() if entry.names))


def _titles(definition: Definition) -> Iterator[str]:
    for texts in (definition.title, definition.short_title or {}, *definition.aliases):
        yield from texts.values()


def page(site: Site, language: str, path: str) -> Frame:
    """The page of all names, each with an anchor of its own."""
    view = View.of(site, language, path, "guides")
    reserved = [(f, tuple(dict.fromkeys(f.reserved_titles))) for f in site.frameworks if f.reserved_titles]
    body = render(view, "glossary.html", groups=groups(), reserved=reserved)
    title, description = view.t("glossary.title"), view.t("glossary.lead")
    return frame(view, title=title, body=body, description=description, linked_data=_terms(view), exact=False)


def _terms(view: View) -> Markup:
    """The names as a schema.org DefinedTermSet."""
    address = view.address()
    terms: list[dict[str, Any]] = [
        {
            "@type": "DefinedTerm",
            "@id": f"{address}#{entry.id}",
            "name": view.t(f"glossary.{entry.id}"),
            "description": view.t(f"glossary.{entry.id}.text"),
        }
        for found in groups().values()
        for entry in found
    ]
    name = {"@context": "https://schema.org", "@type": "DefinedTermSet", "@id": address, "inLanguage": view.language}
    return script_safe(name | {"name": view.t("glossary.title"), "hasDefinedTerm": terms})
