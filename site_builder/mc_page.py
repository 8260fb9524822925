"""The page of a micro-credential, ordered for a reader who decides; the current one and each version's own."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from markupsafe import Markup

from bukti.model.definition import Definition, Hours
from bukti.model.offer import Moa, Offer
from bukti.policy import completeness
from site_builder.electives import electives_of
from site_builder.frame import Frame, frame, render
from site_builder.glossary import names_in
from site_builder.linked_data import course, credential
from site_builder.matrix import assessments_of_module, outcomes_of_module, rows_of
from site_builder.recognition import routes_of
from site_builder.scoring import by_clause
from site_builder.share import picture_of
from site_builder.site import Mc, Site
from site_builder.view import View

SECTIONS = (
    "outcomes",
    "audience",
    "size",
    "assessment",
    "behind",
    "stacking",
    "matrix",
    "modules",
    "recognition",
    "quality",
    "badge",
    "verifying",
    "names",
    "versions",
    "report",
)
"""The page's sections in the order in which a reader decides; ``templates/mc/page.html`` has the same."""
_MARKS = re.compile(r' data-(?:fact|label)="[^"]*"')
"""What the comparison reads on the page of the offer, and nobody on the page of a version."""
_PARTS = ("guided_f2f", "guided_online", "independent", "assessment")


_IN_SHORT = frozenset({"outcomes", "versions"})
"""The sections of a version's page while it is the version on offer, whose page has them all."""


def current(site: Site, language: str, path: str, ref: str) -> Frame:
    """The page of what is offered now, with fees, dates and reviews."""
    mc = site.by_ref[ref]
    return _page(site, language, path, mc, mc.current, frozen=False)


def version(site: Site, language: str, path: str, ref: str, number: int) -> Frame:
    """The page of one version, which stays for ever: what its credentials stand for and nothing that moves.

    While the version is the one on offer its page is short, as the page of the offer says it all; once there is
    a newer one, it is whole.
    """
    mc = site.by_ref[ref]
    definition = next(d for d in mc.versions if d.version == number)
    return _page(site, language, path, mc, definition, frozen=True)


def _page(site: Site, language: str, path: str, mc: Mc, definition: Definition, *, frozen: bool) -> Frame:
    view = View.of(site, language, path, "catalogue")
    view.home_language = definition.language
    values = _values(view, mc, definition, frozen=frozen)
    body = render(view, "mc/page.html", **values)
    if frozen:
        body = Markup(_MARKS.sub("", body))  # noqa: S704 - rendered above
    title = view.plain(definition.title)
    if frozen:
        title = f"{title} · {view.t('version.number', version=definition.version)}"
    return frame(
        view,
        title=title,
        body=body,
        description=view.plain(definition.summary),
        linked_data=credential(view, mc, definition) if frozen else course(view, mc, definition),
        picture=picture_of(definition),
        news=not frozen,
        exact=False,
    )


def _values(view: View, mc: Mc, definition: Definition, *, frozen: bool) -> dict[str, object]:
    offer = None if frozen else mc.offer
    located = view.site.level(definition.level.framework, definition.level.value) if definition.level else None
    framework, level = located or (None, None)
    draft = definition.state == "draft"
    values: dict[str, object] = {
        "mc": mc,
        "d": definition,
        "offer": offer,
        "frozen": frozen,
        "brief": frozen and not draft and definition is mc.current,
        "framework": framework,
        "level_record": level,
        **_gaps(view, definition, mc.offer),
        "has_achievement": not draft,
        "rows": rows_of(definition),
        "hour_parts": _hour_parts(definition.hours),
        "moas_of": lambda name: _moas(mc, name) if offer else (),
        "routes": routes_of(definition, framework),
        "named": names_in(definition),
        **_modules(view, definition),
        **_assessed(definition),
    }
    return values | {"toc": _contents(view, mc, values, offer)}


def _gaps(view: View, definition: Definition, offer: Offer | None) -> dict[str, object]:
    """What a draft lacks, by the clause that asks for it, as the board counts it; nothing for what can be awarded."""
    draft = definition.state == "draft"
    found = by_clause(completeness(definition, offer, languages=view.site.languages)) if draft else {}
    return {"gaps": found, "gaps_total": sum(map(len, found.values()))}


def _hour_parts(hours: Hours | None) -> list[tuple[str, Decimal, str]]:
    """The stated parts of the hours that are not nothing, each with its share for the bar's width."""
    if hours is None:
        return []
    parts = [(name, getattr(hours, name)) for name in _PARTS]
    return [(name, value, f"{value:f}") for name, value in parts if value]


def _moas(mc: Mc, collaborator: str) -> tuple[Moa, ...]:
    return tuple(moa for moa in mc.offer.moas if moa.collaborator == collaborator) if mc.offer else ()


def _modules(view: View, definition: Definition) -> dict[str, object]:
    titles = {module.id: module.title for module in definition.modules}
    places = {module.id: n for n, module in enumerate(definition.modules, start=1)}
    numbers = {outcome.id: n for n, outcome in enumerate(definition.overall_outcomes, start=1)}
    choices = definition.structure.choose if definition.structure else ()
    return {
        "modules": [
            (module, outcomes_of_module(module, definition), assessments_of_module(module, definition))
            for module in definition.modules
        ],
        "module": {module.id: module for module in definition.modules},
        "choice": electives_of(definition),
        "electives": {id_ for choice in choices for id_ in choice.from_},
        "module_name": lambda id_: view.text(titles[id_]) if id_ in titles else id_,
        "module_number": lambda id_: view.t("matrix.module", number=places[id_]) if id_ in places else id_,
        "outcome_number": lambda id_: view.number(numbers[id_]) if id_ in numbers else id_,
    }


def _assessed(definition: Definition) -> dict[str, object]:
    """Assessment in short: the modules of each method and weight, the checks of identity under each supervision."""
    methods: dict[tuple[str, Decimal | None], dict[str, None]] = {}
    watched: dict[str, dict[str, None]] = {}
    for one in definition.assessments:
        if one.method:
            methods.setdefault((one.method, one.weight), {}).update({one.module: None} if one.module else {})
        if one.supervision:
            watched.setdefault(one.supervision, {}).update({one.identity_check: None} if one.identity_check else {})
    return {"methods": methods, "watched": watched}


def _contents(view: View, mc: Mc, values: Mapping[str, object], offer: Offer | None) -> list[tuple[str, str]]:
    """The sections of the page that are there for this definition, in order, with their headings."""
    definition = cast("Definition", values["d"])
    draft = definition.state == "draft"
    shown = {
        "audience": bool(definition.audience or definition.prerequisites),
        "matrix": bool(definition.overall_outcomes and (definition.modules or definition.assessments)),
        "recognition": bool(values["routes"]) or not draft,
        "stacking": bool(definition.stacks_from or definition.stacks_into or view.site.pathways_with(mc)),
        "quality": bool(definition.quality or _watched(offer)),
        "badge": not draft and not values["frozen"],
        "verifying": not draft,
        "report": not values["frozen"],
    }
    names = [name for name in SECTIONS if shown.get(name, True) and (not values["brief"] or name in _IN_SHORT)]
    return [(name, view.t(f"mc.{name}")) for name in names]


def _watched(offer: Offer | None) -> bool:
    """Whether the offer says how quality is watched: feedback, reviews or an audit."""
    return offer is not None and any((offer.feedback, offer.review, offer.reviews, offer.external))
