"""The page of a micro-credential, ordered for a reader who decides; the current one and each version's own."""

from decimal import Decimal

from bukti.model.definition import Definition, Hours, Recognition
from bukti.model.framework import Framework
from bukti.model.offer import Moa, Offer
from bukti.policy import completeness
from site_builder.credit import CapExample, cap_examples
from site_builder.frame import Frame, frame, render
from site_builder.linked_data import course
from site_builder.matrix import assessments_of_module, outcomes_of_module, rows_of
from site_builder.share import picture_of
from site_builder.site import Mc, Site
from site_builder.view import View

_PARTS = ("guided_f2f", "guided_online", "independent", "assessment")


def current(site: Site, language: str, path: str, ref: str) -> Frame:
    """The page of what is offered now, with fees, dates and reviews."""
    mc = site.by_ref[ref]
    return _page(site, language, path, mc, mc.current, frozen=False)


def version(site: Site, language: str, path: str, ref: str, number: int) -> Frame:
    """The page of one version, which stays for ever: what its credentials stand for and nothing that moves."""
    mc = site.by_ref[ref]
    definition = next(d for d in mc.versions if d.version == number)
    return _page(site, language, path, mc, definition, frozen=True)


def _page(site: Site, language: str, path: str, mc: Mc, definition: Definition, *, frozen: bool) -> Frame:
    view = View.of(site, language, path, "catalogue")
    view.home_language = definition.language
    values = _values(view, mc, definition, frozen=frozen)
    body = render(view, "mc/page.html", **values)
    title = view.plain(definition.title)
    if frozen:
        title = f"{title} · {view.t('version.number', version=definition.version)}"
    return frame(
        view,
        title=title,
        body=body,
        description=view.plain(definition.summary),
        linked_data=course(view, mc, definition, frozen=frozen),
        picture=picture_of(definition),
        exact=False,
    )


def _values(view: View, mc: Mc, definition: Definition, *, frozen: bool) -> dict[str, object]:
    offer = None if frozen else mc.offer
    located = view.site.level(definition.level.framework, definition.level.value) if definition.level else None
    framework, level = located or (None, None)
    draft = definition.state == "draft"
    return {
        "mc": mc,
        "d": definition,
        "offer": offer,
        "frozen": frozen,
        "framework": framework,
        "level_record": level,
        **_gaps(definition, mc.offer, draft=draft),
        "has_achievement": not draft,
        "rows": rows_of(definition),
        "hour_parts": _hour_parts(definition.hours),
        "moas_of": lambda name: _moas(mc, name) if offer else (),
        "toc": _contents(view, mc, definition, offer),
        **_modules(view, definition),
        **_recognition(definition, framework),
    }


def _gaps(definition: Definition, offer: Offer | None, *, draft: bool) -> dict[str, object]:
    """What a draft lacks, by the clause that asks for it, in the order of the policy."""
    found = completeness(definition, offer) if draft else ()
    clauses: dict[str, list[str]] = {}
    for gap in found:
        clauses.setdefault(gap.clause, []).append(gap.message)
    return {"gaps": clauses, "gaps_total": len(found)}


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
    numbers = {outcome.id: n for n, outcome in enumerate(definition.overall_outcomes, start=1)}
    choices = definition.structure.choose if definition.structure else ()
    return {
        "modules": [
            (module, outcomes_of_module(module, definition), assessments_of_module(module, definition))
            for module in definition.modules
        ],
        "electives": {id_ for choice in choices for id_ in choice.from_},
        "module_name": lambda id_: view.text(titles[id_]) if id_ in titles else id_,
        "outcome_number": lambda id_: view.number(numbers[id_]) if id_ in numbers else id_,
    }


def _recognition(definition: Definition, framework: Framework | None) -> dict[str, object]:
    recognition = definition.recognition or Recognition()
    transfer = (
        recognition.credit_transfer if recognition.credit_transfer and recognition.credit_transfer.offered else None
    )
    apel = recognition.apel_c if recognition.apel_c and recognition.apel_c.offered else None
    return {
        "transfer": transfer,
        "apel": apel,
        "transfer_caps": _caps(definition, framework, transfer.cap_percent if transfer else None),
        "apel_caps": _caps(definition, framework, apel.cap_percent if apel else None),
    }


def _caps(definition: Definition, framework: Framework | None, percent: Decimal | None) -> list[CapExample]:
    return cap_examples(definition, framework, percent)


def _contents(view: View, mc: Mc, definition: Definition, offer: Offer | None) -> list[tuple[str, str]]:
    """The sections of the page that are there for this definition, in order, with their headings."""
    recognition = definition.recognition
    offered = [route for route in ((recognition.credit_transfer, recognition.apel_c) if recognition else ()) if route]
    shown = {
        "audience": bool(definition.audience or definition.prerequisites),
        "matrix": bool(definition.overall_outcomes and (definition.modules or definition.assessments)),
        "recognition": any(route.offered for route in offered),
        "stacking": bool(definition.stacks_from or definition.stacks_into or view.site.pathways_with(mc)),
        "quality": bool(definition.quality or _watched(offer)),
    }
    names = (
        "outcomes",
        "audience",
        "size",
        "matrix",
        "modules",
        "assessment",
        "behind",
        "recognition",
        "stacking",
        "quality",
        "versions",
        "verifying",
    )
    return [(name, view.t(f"mc.{name}")) for name in names if shown.get(name, True)]


def _watched(offer: Offer | None) -> bool:
    """Whether the offer says how quality is watched: feedback, reviews or an audit."""
    return offer is not None and any((offer.feedback, offer.review, offer.reviews, offer.external))
