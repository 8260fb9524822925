"""Ways into the catalogue: what there is of each field, level and skill, each with the link that shows it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bukti.model.definition import Definition
from site_builder.collation import level_key
from site_builder.fields import BROAD
from site_builder.site import Mc
from site_builder.view import View

SKILLS = 8
"""Skills that stand among the ways in; the list of skills has the others."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """``count`` micro-credentials of one kind, and where to see them."""

    label: str
    link: str
    count: int


def by_field(view: View, mcs: Iterable[Mc], **among: str) -> list[Way]:
    """The broad fields of what is offered, by code. ``among`` are facets that are chosen already."""
    codes = Counter(d.field_of_study.isced_f[:BROAD] for d in _current(mcs) if d.field_of_study)
    return [
        Way(label=view.field(code), link=view.catalogue(**among, field=code), count=codes[code])
        for code in sorted(codes)
    ]


def by_level(view: View, mcs: Iterable[Mc], **among: str) -> list[Way]:
    """The levels of what is offered, by framework. ``among`` are facets that are chosen already."""
    levels = Counter((d.level.framework, d.level.value) for d in _current(mcs) if d.level)
    return [
        Way(
            label=view.level(framework, value),
            link=view.catalogue(**among, level=f"{framework}-{value}"),
            count=levels[framework, value],
        )
        for framework, value in sorted(levels, key=lambda level: level_key("-".join(level)))
    ]


def by_skill(view: View) -> list[Way]:
    """The skills that most micro-credentials on offer teach, each with its page."""
    counted = [(len(skill.standing("offered")), skill) for skill in view.site.skills.values()]
    found = sorted(((count, skill) for count, skill in counted if count), key=lambda one: (-one[0], one[1].slug))
    return [
        Way(label=view.text(skill.labels), link=view.links.page(f"skills/{skill.slug}/"), count=count)
        for count, skill in found[:SKILLS]
    ]


def _current(mcs: Iterable[Mc]) -> list[Definition]:
    return [mc.current for mc in mcs]
