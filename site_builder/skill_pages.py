"""The pages of skills: the list of all, and one for each skill with the micro-credentials that teach it."""

from collections.abc import Iterable
from itertools import groupby

from markupsafe import Markup

from site_builder.collation import letter
from site_builder.frame import Frame, frame, render
from site_builder.linked_data import script_safe
from site_builder.site import Site
from site_builder.skill_list import label
from site_builder.skills import Skill, Teaching
from site_builder.view import View

FEW = 30
"""Up to so many skills stand in the list without letters above them."""
MOST = 100
"""Micro-credentials of one kind on a skill's page; the catalogue shows the rest."""
AT_LENGTH = 3
"""Up to so many on offer are shown with their outcomes; of more, readers choose by size, level and provider first."""


def skills(site: Site, language: str, path: str, number: int) -> Frame:
    """Page ``number`` of the list, the first being 0."""
    view = View.of(site, language, path, "catalogue")
    listed = site.skill_lists[language]
    body = render(
        view,
        "skills/list.html",
        total=len(site.skills),
        pages=listed,
        number=number,
        shelves=_shelves(listed[number].skills, language) if listed else [],
        letters=len(site.skills) > FEW,
    )
    title = view.t("skills.title") if not number else view.t("skills.title.page", number=number + 1)
    return frame(view, title=title, body=body, description=view.t("skills.lead"), exact=not number)


def _shelves(listed: Iterable[Skill], language: str) -> list[tuple[str, list[Skill]]]:
    return [(head, list(part)) for head, part in groupby(listed, key=lambda skill: letter(label(skill, language)))]


def skill(site: Site, language: str, path: str, slug: str) -> Frame:
    """One skill: who teaches it, to what outcomes, and what is taught beside it."""
    view = View.of(site, language, path, "catalogue")
    record = site.skills[slug]
    offered = record.standing("offered")
    body = render(
        view,
        "skills/skill.html",
        skill=record,
        offered=offered,
        past=record.standing("past"),
        drafts=record.standing("draft"),
        related=[site.skills[other] for other in record.related],
        most=MOST,
        at_length=len(offered) <= AT_LENGTH,
    )
    name = view.plain(record.labels)
    return frame(
        view,
        title=name,
        body=body,
        description=view.t("skill.description", skill=name),
        linked_data=_linked_data(view, record, offered),
        exact=False,
    )


def _linked_data(view: View, record: Skill, offered: tuple[Teaching, ...]) -> Markup:
    """The skill as a schema.org DefinedTerm, and what teaches it now as an ItemList of Courses."""
    term = {
        "@type": "DefinedTerm",
        "@id": record.uri,
        "name": view.plain(record.labels),
        "url": view.address(),
        "inDefinedTermSet": record.framework,
    }
    listed = {
        "@type": "ItemList",
        "name": view.t("skill.offered"),
        "about": {"@id": record.uri},
        "numberOfItems": len(offered),
        "itemListElement": [_item(view, place, one) for place, one in enumerate(offered[:MOST], start=1)],
    }
    return script_safe({"@context": "https://schema.org", "@graph": [term, listed]})


def _item(view: View, place: int, teaching: Teaching) -> dict[str, object]:
    course = {
        "@type": "Course",
        "name": view.plain(teaching.definition.title),
        "url": view.site.page(teaching.mc, language=view.language),
    }
    return {"@type": "ListItem", "position": place, "item": course}
