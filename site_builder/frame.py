"""The frame that every page of the site has around its body: markup that only has to be put in place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

from site_builder.locale import direction
from site_builder.share import REGISTRY, Picture
from site_builder.templating import environment
from site_builder.view import View
from site_builder.words import words_of

TABS = ("home", "catalogue", "providers", "pathways", "frameworks", "guides", "verify")
_TARGETS = {"home": "", "guides": "docs/"}


@dataclass(frozen=True, kw_only=True)
class Surround:
    """What the theme shows around every page of one language at one depth. All texts are escaped markup.

    ``drawer`` are the links of small screens' menu, and of the guides' side bar.
    """

    language: str
    dir: str
    style: Markup
    script: Markup
    brand: Markup
    agency: Markup
    home: str
    banner: Markup
    drawer: Markup
    footer: Markup
    skip: Markup
    menu: Markup
    dark: Markup


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What a page has of its own. All texts are escaped markup; ``body`` is None where Markdown fills it.

    ``data`` names the publication that the page is of; ``foreign`` the language of a guide that is not the page's own.
    """

    path: str
    head: Markup
    tabs: Markup
    languages: Markup
    notice: Markup
    body: Markup | None
    data: Markup
    foreign: str = ""

    @property
    def foreign_dir(self) -> str:
        """The writing direction of ``foreign``."""
        return direction(self.foreign)


def render(view: View, template: str, **values: object) -> Markup:
    """A template filled in for one page; it finds the view's helpers by their names."""
    found = environment(view.language).get_template(template)
    return Markup(found.render(helpers(view) | values))  # noqa: S704 - autoescaped


def helpers(view: View) -> dict[str, Any]:
    """What every template may call."""
    return {
        "site": view.site,
        "language": view.language,
        "dir": view.dir,
        "section": view.section,
        "t": view.t,
        "count": view.count,
        "text": view.text,
        "prose": view.prose,
        "plain": view.plain,
        "number": view.number,
        "day": view.day,
        "period": view.period,
        "every": view.every,
        "level": view.level,
        "field": view.field,
        "fields": view.fields,
        "country": view.country,
        "amount": view.amount,
        "language_name": view.language_name,
        "page": view.links.page,
        "root": view.links.root,
        "catalogue": view.catalogue,
        "alternates": view.alternates,
        "address": view.address,
        "short_name": lambda tag: words_of(tag)("language.short"),
        "guide_title": lambda name: guide_title(view, name),
    }


def guide_title(view: View, name: str) -> str:
    """The title of a guide: the site's own word for it, else its heading."""
    own = view.words.messages.get(f"guide.{name}")
    return own or view.site.prose.text(view.language, name).title or name


def frame(
    view: View,
    *,
    title: str,
    body: Markup | None,
    description: str = "",
    linked_data: Markup | None = None,
    script: str = "",
    exact: bool = True,
    foreign: str = "",
    picture: Picture = REGISTRY,
    feed: str = "",
    news: bool = True,
) -> Frame:
    """The frame around ``body``. ``foreign`` is the language of a guide that is not the page's own.

    ``exact`` tells whether the page is its tab's own page or one below it; ``picture`` is what others show beside a
    link to it. ``feed`` is a feed about the page, below the site's root, beside that of the whole catalogue;
    ``news`` tells feed readers of that one, as all pages do but the thousands that never change.
    """
    name = view.plain(view.site.registry.name)
    head = {
        "title": title,
        "site_name": name,
        "description": _clip(description),
        "anywhere": view.anywhere,
        "linked_data": linked_data,
        "feed": feed,
        "news": news and not view.anywhere,
        "script": script,
        "picture": f"{view.site.canonical}/{picture.path}",
        "picture_text": " · ".join(picture.words(view)),
    }
    notice = render(view, "fallback.html", message=_fallback(view, foreign)) if view.fell_back or foreign else ""
    return Frame(
        path=view.links.path,
        head=render(view, "head.html", **head),
        tabs=render(view, "tabs.html", tabs=_tabs(view), exact=exact),
        languages=render(view, "languages.html"),
        notice=Markup(notice),  # noqa: S704 - rendered above
        body=body,
        data=render(view, "data.html", snapshot_short=short(view), data_day=_data_day(view)),
        foreign=foreign,
    )


def surround(view: View, data: Markup, guides: Iterable[str] = ()) -> Surround:
    """What stands around the pages at the depth of the view's own.

    ``data`` is that of the :class:`Frame`; ``guides`` are those that the drawer lists.
    """
    registry = view.site.registry
    return Surround(
        language=view.language,
        dir=view.dir,
        style=Markup('<link rel="stylesheet" href="{}">').format(view.links.root("assets/bukti/site.css")),
        script=Markup('<script src="{}"></script>').format(view.links.root("assets/bukti/site.js")),
        brand=escape(view.plain(registry.name)),
        agency=escape(view.plain(registry.agency.name)),
        home=view.links.page(),
        banner=escape(view.t("demonstration.banner")) if registry.demonstration else Markup(),
        drawer=render(view, "drawer.html", tabs=_tabs(view), guides=guides, here=_guide(view)),
        footer=render(view, "footer.html", data=data),
        skip=escape(view.t("nav.skip")),
        menu=escape(view.t("nav.menu")),
        dark=escape(view.t("nav.dark")),
    )


def _guide(view: View) -> str:
    """The guide that the page shows; another page's folder is none."""
    return view.links.path.removeprefix(f"{view.links.prefix}docs/").removesuffix("/index.html")


def _tabs(view: View) -> list[tuple[str, str, str]]:
    wanted = [name for name in TABS if name != "guides" or view.site.prose.pages]
    return [(name, view.t(f"nav.{name}"), _TARGETS.get(name, f"{name}/")) for name in wanted]


def _fallback(view: View, foreign: str) -> str:
    if foreign:
        return view.t("fallback.page", language=view.language_name(foreign))
    return view.t("fallback.parts")


def _clip(text: str, limit: int = 300) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rsplit(" ", 1)[0] + "…"


def short(view: View) -> str:
    """The snapshot's name for people: 12 digits of the commit, ``+`` where work is not committed."""
    commit, plus, _ = view.site.register.snapshot_id.partition("+")
    return (commit[:12] + plus) or "–"


def _data_day(view: View) -> Any:
    stated = view.site.register.data_as_of
    return datetime.fromisoformat(stated).date() if stated else None
