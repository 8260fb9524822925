"""The pages of pathways: the list of all, and one page for each with its map and the same as text."""

from decimal import Decimal

from bukti.model.framework import Pathway
from bukti.model.registry import Provider
from site_builder.frame import Frame, frame, render
from site_builder.pathway_chart import Chart, chart_of
from site_builder.pathway_map import SIZES, map_of
from site_builder.pathway_size import Step, sizes_of, unsized
from site_builder.site import Site
from site_builder.view import View

Range = tuple[Decimal, Decimal]


def overview(site: Site, language: str, path: str) -> Frame:
    """All pathways as a table, one row each: it stays readable with many."""
    view = View.of(site, language, path, "pathways")
    rows = [_row(view, pathway) for pathway in site.pathways]
    body = render(view, "pathways/overview.html", rows=rows)
    return frame(view, title=view.t("pathways.title"), body=body, description=view.t("pathways.lead"))


def one(site: Site, language: str, path: str, id_: str) -> Frame:
    """One pathway."""
    view = View.of(site, language, path, "pathways")
    pathway = site.snapshot.pathways[id_].record
    chart = chart_of(site, pathway)
    body = render(
        view,
        "pathways/page.html",
        **_row(view, pathway),
        map=map_of(view, chart),
        sizes_=SIZES,
        chart=chart,
        asides=_asides(chart),
    )
    description = view.plain(pathway.summary)
    return frame(view, title=view.plain(pathway.title), body=body, description=description, exact=False)


def _row(view: View, pathway: Pathway) -> dict[str, object]:
    """What both pages say of a pathway."""
    site = view.site
    steps = [(step, site.by_ref.get(step.mc)) for step in pathway.steps]
    sized: list[Step] = [(mc.current.credits if mc else None, step.optional) for step, mc in steps]
    levels = {(m.current.level.framework, m.current.level.value) for _, m in steps if m and m.current.level}
    return {
        "pathway": pathway,
        "provider": _provider(site, pathway.provider),
        "steps": steps,
        "optional": sum(step.optional for step, _ in steps),
        "sizes": [
            {
                "required": _credits(view, size.required, size.system),
                "whole": _credits(view, size.whole, size.system),
            }
            for size in sizes_of(sized, pathway.min_optional)
        ],
        "unsized": unsized(sized),
        "levels": [view.level(framework, value) for framework, value in sorted(levels)],
    }


def _provider(site: Site, id_: str) -> Provider | None:
    located = site.snapshot.providers.get(id_)
    return located.record if located else None


def _credits(view: View, size: Range, system: str) -> str:
    low, high = size
    if not high:
        return view.t("pathways.credits.none")
    if low == high:
        return view.count("credits.value", low, system=system)
    return view.t("credits.range", low=low, high=high, system=system)


def _asides(chart: Chart) -> list[tuple[object, object, object]]:
    """The arrows that are no steps of the pathway, as a table has them: from, to, as what."""
    nodes = chart.by_id
    return [(nodes[tie.start], nodes[tie.end], tie.note) for tie in chart.ties if tie.kind == "builds"]
