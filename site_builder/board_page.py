"""The board as a page: the beginnings of each list, and counts as tables with bars."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from site_builder.board import Board, Count, shares
from site_builder.dues import KINDS, SOON
from site_builder.fields import field_name
from site_builder.frame import Frame, frame, render
from site_builder.scoring import by_clause
from site_builder.site import Site
from site_builder.view import View

MOST = 50
"""Rows of a list; the open data has all of them."""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One row of a chart: what is counted, how many, and that as part of the longest bar in percent."""

    label: Markup | str
    count: int
    width: int


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A table with bars; ``more`` rows are not shown."""

    name: str
    bars: tuple[Bar, ...]
    more: int


def board(site: Site, language: str, path: str, made: Callable[[], Board]) -> Frame:
    """What the agency, and anybody else, has to look at."""
    view = View.of(site, language, path, "board")
    found = made()
    body = render(
        view,
        "board.html",
        board=found,
        tiles=_tiles(found),
        dues=[(kind, _shown(due for due in found.dues if due.kind == kind)) for kind in KINDS],
        soon=SOON.days,
        mc_of=site.by_ref.get,
        provider_of=lambda id_: site.snapshot.providers[id_].record if id_ in site.snapshot.providers else None,
        shown=_shown,
        gaps_of=lambda score: by_clause(score.gaps),
        shares=[
            chart(view, name, shares(scores), lambda share: view.t(f"board.share.{share}"))
            for name, scores in (("share", found.published), ("share.drafts", found.drafts))
        ],
        charts=_charts(view, found),
    )
    return frame(view, title=view.t("board.title"), body=body, description=view.t("board.lead"))


def _shown(things: Iterable[object]) -> tuple[list[object], int]:
    """The first :data:`MOST`, and how many there are besides."""
    listed = list(things)
    return listed[:MOST], max(0, len(listed) - MOST)


def _tiles(found: Board) -> list[tuple[str, int, str]]:
    """The numbers at the top: word, number and the part of the page that it leads to."""
    over = [due for due in found.dues if due.over]
    tiles: list[tuple[str, int, str]] = [
        (f"over.{kind}", sum(due.kind == kind for due in over), kind) for kind in KINDS
    ]
    tiles += [("soon", len(found.dues) - len(over), "dates")]
    return [
        *(tiles if found.today else ()),
        ("keyless", len(found.keyless), "keyless"),
        ("incomplete", len(found.incomplete), "incomplete"),
        ("drafts", len(found.drafts), "drafts"),
    ]


def chart(view: View, name: str, counts: Sequence[Count], label: Callable[[str], Markup | str]) -> Chart:
    """A chart of ``counts``; the value that is not stated has a word of its own."""
    longest = max((n for _, n in counts), default=0) or 1
    bars = [
        Bar(label=label(value) if value else view.t("not_stated"), count=n, width=100 * n // longest)
        for value, n in counts[:MOST]
    ]
    return Chart(name=name, bars=tuple(bars), more=max(0, len(counts) - MOST))


def _charts(view: View, found: Board) -> list[Chart]:
    labels: dict[str, Callable[[str], Markup | str]] = {
        "provider": lambda id_: _provider(view, id_),
        "status": lambda name: view.t(f"status.{name}"),
        "type": lambda name: view.t(f"type.{name}"),
        "level": lambda name: view.level(*name.split("/")),
        "field": lambda code: field_name(view.words, code),
        "mode": lambda name: view.t(f"mode.{name}"),
        "credits": lambda name: view.t(f"board.size.{name}"),
    }
    charts = [chart(view, name, found.counts[name], label) for name, label in labels.items()]
    return [*charts, chart(view, "standing", found.standing, lambda name: view.t(f"band.{name}"))]


def _provider(view: View, id_: str) -> Markup:
    record = view.site.snapshot.providers[id_].record
    return Markup('<a href="{}">{}</a>').format(view.links.page(f"providers/{id_}/"), view.text(record.name))
