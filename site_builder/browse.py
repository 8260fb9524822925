"""Plain lists of all micro-credentials, which need no script: by title, field, level and provider, in pages.

No page grows with the registry: a list goes on at ``<n>/`` below its first page, from 2.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from markupsafe import Markup

from site_builder.frame import Frame, frame, render
from site_builder.listings import GROUPS, STEP, By, Listing
from site_builder.site import STATUSES, Mc, Site
from site_builder.view import View

_LABELS: Mapping[By, Callable[[View, str], str]] = {
    "titles": lambda view, _: view.t("browse.titles"),
    "field": View.field,
    "level": lambda view, value: view.level(*value.rsplit("-", 1)),
    "provider": lambda view, value: view.plain(view.site.snapshot.providers[value].record.name),
}


def label(view: View, one: Listing) -> str:
    """What it lists, in the page's language."""
    return _LABELS[one.by](view, one.value)


def overview(site: Site, language: str, path: str) -> Frame:
    """``/browse/``: every list with the number of micro-credentials in it."""
    view = View.of(site, language, path, "catalogue")
    groups = {by: _labelled(view, [one for one in site.listings if one.by == by]) for by in GROUPS}
    groups["provider"].sort(key=lambda one: view.order(one[1]))
    body = render(view, "browse/overview.html", groups=groups.items())
    return frame(view, title=view.t("browse.title"), body=body, description=view.t("browse.lead"), exact=False)


def listing(site: Site, language: str, path: str, one: Listing, number: int) -> Frame:
    """A page of a list."""
    view = View.of(site, language, path, "catalogue")
    first = (number - 1) * STEP
    shown = in_order(view, one.mcs)[first : first + STEP]
    title = name = label(view, one)
    values = {"one": one, "label": name, "number": number, "first": first + 1, "pages": list(_pager(number, one.pages))}
    values["write"] = view.number
    body = render(view, "browse/list.html", rows=_rows(view, shown), **values)
    if one.pages > 1:
        title = view.t("browse.page_title", label=name, number=number, pages=one.pages)
    return frame(view, title=title, body=body, description=view.t("browse.lead"), exact=False)


def ways(view: View) -> Markup:
    """The ways in that need no script: all titles, broad fields, levels, providers, skills."""
    lists = [one for one in view.site.listings if one.by in ("field", "level")]
    return render(view, "browse/ways.html", lists=_labelled(view, lists))


def in_order(view: View, mcs: Iterable[Mc]) -> list[Mc]:
    """By status, what is on offer first, then by title in the page's language."""

    def order(mc: Mc) -> tuple[int, tuple[bool, str, str], str]:
        view.home_language = mc.current.language
        return STATUSES.index(mc.status), view.order(view.plain(mc.current.title)), mc.ref

    return sorted(mcs, key=order)


def _labelled(view: View, lists: Iterable[Listing]) -> list[tuple[Listing, str]]:
    return [(one, label(view, one)) for one in lists]


def _rows(view: View, mcs: Iterable[Mc]) -> Iterator[tuple[Mc, Any]]:
    for mc in mcs:
        view.home_language = mc.current.language
        yield mc, view.text(mc.current.title)


def _pager(number: int, pages: int) -> Iterator[int]:
    """The numbers of pages that are linked: the first, the last and those near; 0 where some are left out."""
    before = 0
    for other in range(1, pages + 1):
        if other in (1, pages) or abs(other - number) <= 2:
            if other > before + 1:
                yield 0
            yield other
            before = other
