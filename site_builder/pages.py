"""The pages of the site other than those of single micro-credentials: content from data, markup from templates."""

from collections.abc import Iterable
from itertools import islice
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from site_builder import feed, ways
from site_builder.bundle import about_registry
from site_builder.changes import Entry
from site_builder.frame import Frame, frame, guide_title, render
from site_builder.locale import direction
from site_builder.site import OFFERED, Site, with_status
from site_builder.view import View

NEWS = 5
"""Changes on the first page, at most one of each micro-credential."""


def home(site: Site, language: str, path: str) -> Frame:
    """The first page: who are you, and where do you go."""
    view = View.of(site, language, path, "home")
    offered = with_status(site.mcs, OFFERED)
    body = render(
        view,
        "home.html",
        offered=len(offered),
        ways=[
            ("field", ways.by_field(view, offered)),
            ("level", ways.by_level(view, offered)),
            ("skill", ways.by_skill(view)),
        ],
        news=_news(site),
        feed=feed.address(site, language),
    )
    description = view.plain(site.registry.description)
    return frame(view, title=view.plain(site.registry.name), body=body, description=description, script="home.js")


def _news(site: Site) -> list[tuple[Entry, str]]:
    """The latest change of each micro-credential that changed last, with the page that it is about."""
    latest: dict[str, Entry] = {}
    for entry in feed.news(site):
        latest.setdefault(entry.mc.ref, entry)
    return [(entry, feed.page_of(entry)) for entry in islice(latest.values(), NEWS)]


def guides(site: Site, language: str, path: str) -> Frame:
    """The list of the hand-written pages."""
    view = View.of(site, language, path, "guides")
    messages = view.words.messages
    body = render(view, "guides.html", guide_text=lambda name: messages.get(f"guide.{name}.text", ""))
    return frame(view, title=view.t("guides.title"), body=body, description=view.t("guides.lead"))


def guide(site: Site, language: str, path: str, name: str) -> Frame:
    """The frame of a hand-written page; the engine renders its Markdown."""
    view = View.of(site, language, path, "guides")
    text = site.prose.text(language, name)
    foreign = text.language if text.language != language else ""
    about = view.words.messages.get(f"guide.{name}.text", "")
    return frame(view, title=guide_title(view, name), body=None, description=about, exact=False, foreign=foreign)


def not_found(site: Site, language: str, path: str) -> Frame:
    """The page for addresses that do not exist. It is served from any depth, so its links are absolute paths."""
    view = not_found_view(site, language, path)
    return frame(view, title=view.t("notfound.title"), body=render(view, "notfound.html"))


def not_found_view(site: Site, language: str, path: str = "404.html") -> View:
    """The view of the page for addresses that do not exist."""
    return View.of(site, language, path, base=urlsplit(site.canonical).path.rstrip("/") + "/")


def verify(site: Site, language: str, path: str, lookups: Iterable[str] = ()) -> str:
    """The verifier's own page, which stands outside the theme's frame.

    ``lookups`` are the look-up files where there is one of each kind: asked for before it is known which are needed.
    """
    view = View.of(site, language, path, "verify")
    commit = site.register.snapshot_id
    words = f"verify.{language}.js"
    values = {
        "lang": language,
        "dir": direction(language),
        "base": view.links.root(),
        "script": view.links.root("verify.js"),
        "style": view.links.root("verify.css"),
        "words": view.links.root(words if words in site.bundle.files else "verify.en.js"),
        "lookup": " ".join(lookups),
        "addresses": _addresses(view),
        "title": view.t("verify.title", site=view.plain(site.registry.name)),
        "build": commit,
        "digest": site.bundle.digest,
        "address": site.register.base_url,
        **about_registry(view),
    }
    return fill(site.bundle.page, values)


def _addresses(view: View) -> Markup:
    """The canonical address of a verify page and the same page in the other languages.

    ``/v/``, where links lead, and ``/verify/`` are one page, and that one is its address for search engines.
    """
    site = view.site
    of = {language: f"{site.canonical}/{site.prefix(language)}verify/" for language in site.languages}
    links = [("canonical", "", of[view.language])]
    links += [("alternate", language, address) for language, address in of.items()]
    links.append(("alternate", "x-default", of[site.languages[0]]))
    named = Markup('<link rel="{}"{} href="{}">')
    return Markup("\n").join(
        named.format(relation, Markup(' hreflang="{}"').format(tag) if tag else "", address)
        for relation, tag, address in links
    )


def fill(template: str, values: dict[str, str]) -> str:
    """The verifier's template with its ``{{names}}`` replaced by values, all in one pass; escaped but for markup."""
    parts = template.split("{{")
    filled = [parts[0]]
    for part in parts[1:]:
        name, _, rest = part.partition("}}")
        filled.append(str(escape(values[name.strip()])) + rest)
    return "".join(filled)
