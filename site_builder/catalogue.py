"""The catalogue's page: the first cards and the ways in, and what its script needs to narrow them down."""

from markupsafe import Markup

from site_builder.browse import ways
from site_builder.frame import Frame, frame, render
from site_builder.linked_data import script_safe
from site_builder.search.files import Search, cards
from site_builder.site import OFFERED, STATUSES, Site, with_status
from site_builder.view import View

FIRST = 20
"""Cards that the page comes with, as many as its script shows at a time."""
SORTS = ("best", "title", "new", "small", "large", "short", "long")
SPOKEN = ("catalogue.", "compare.", "difference.")
"""What the scripts of these pages may say."""


def catalogue(site: Site, language: str, path: str, search: Search) -> Frame:
    """The page that everyone begins with. ``search`` are the search files of its language."""
    view = View.of(site, language, path, "catalogue")
    first = with_status(search.mcs, site.begins or STATUSES)
    body = render(
        view,
        "catalogue.html",
        cards=Markup("\n").join(cards(view, first[:FIRST])),
        first=len(first),
        offered=len(with_status(first, OFFERED)),
        shown=FIRST,
        sorts=SORTS,
        ways=ways(view),
        search=search.folder,
        words=script_safe(spoken(view)),
    )
    title, description = view.t("catalogue.title"), view.t("catalogue.lead")
    return frame(view, title=title, body=body, description=description, script="catalogue.js")


def spoken(view: View) -> dict[str, object]:
    """The words and numerals of the page's language, for scripts."""
    locale = view.words.locale
    words = {key: text for key, text in sorted(view.words.messages.items()) if key.startswith(SPOKEN)}
    return {"digits": list(locale.digits), "group": locale.group, "decimal": locale.decimal, "words": words}
