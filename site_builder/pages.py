"""The pages of the site other than those of single micro-credentials: content from data, markup from templates."""

from collections.abc import Iterable
from itertools import islice
from urllib.parse import urlsplit

from markupsafe import escape

from site_builder import feed, ways
from site_builder.bundle import about_registry
from site_builder.changes import Entry
from site_builder.frame import Frame, frame, guide_title, render
from site_builder.locale import direction
from site_builder.site import OFFERED, Site
from site_builder.site import with_status as _with
from site_builder.view import View

NEWS = 5
"""Changes on the first page, at most one of each micro-credential."""


def home(site: Site, language: str, path: str) -> Frame:
    """The first page: who are you, and where do you go."""
    view = View.of(site, language, path, "home")
    offered = _with(site.mcs, OFFERED)
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
    )
    description = view.plain(site.registry.description)
    return frame(view, title=view.plain(site.registry.name), body=body, description=description)


def _news(site: Site) -> list[tuple[Entry, str]]:
    """The latest change of each micro-credential that changed last, with the page that it is about."""
    latest: dict[str, Entry] = {}
    for entry in feed.news(site):
        latest.setdefault(entry.mc.ref, entry)
    return [(entry, feed.page_of(entry)) for entry in islice(latest.values(), NEWS)]


def catalogue(site: Site, language: str, path: str) -> Frame:
    """All micro-credentials; those that take no new learners, retired ones and drafts by themselves."""
    view = View.of(site, language, path, "catalogue")
    body = render(
        view,
        "catalogue.html",
        offered=_with(site.mcs, OFFERED),
        closing=_with(site.mcs, {"teach_out"}),
        retired=_with(site.mcs, {"retired"}),
        drafts=_with(site.mcs, {"draft"}),
        filters=_filters(view),
        digits=view.words.locale.digits,
    )
    title, description = view.t("catalogue.title"), view.t("catalogue.lead")
    return frame(view, title=title, body=body, description=description, script="catalogue.js")


def _filters(view: View) -> list[tuple[str, list[tuple[str, str]]]]:
    """The choices that the catalogue's content offers, each with its values and their labels."""
    definitions = [mc.current for mc in view.site.mcs]
    levels = sorted({(d.level.framework, d.level.value) for d in definitions if d.level})
    modes = sorted({mode for d in definitions if d.delivery for mode in d.delivery.modes})
    spoken = sorted({tag for d in definitions if d.delivery for tag in d.delivery.languages})
    found: list[tuple[str, list[tuple[str, str]]]] = [
        ("provider", [(p.id, view.plain(p.name)) for p in view.site.providers]),
        ("type", [(type_, view.t(f"type.{type_}")) for type_ in sorted({d.type for d in definitions if d.type})]),
        ("level", [(f"{framework}-{value}", view.level(framework, value)) for framework, value in levels]),
        ("mode", [(mode, view.t(f"mode.{mode}")) for mode in modes]),
        ("language", [(tag, view.language_name(tag)) for tag in spoken]),
        ("status", [(s, view.t(f"status.{s}")) for s in sorted({mc.status for mc in view.site.mcs})]),
    ]
    return [(name, options) for name, options in found if len(options) > 1]


def pathways(site: Site, language: str, path: str) -> Frame:
    """What micro-credentials stack into."""
    view = View.of(site, language, path, "pathways")
    located = site.snapshot.providers
    body = render(view, "pathways.html", provider_of=lambda id_: located[id_].record if id_ in located else None)
    return frame(view, title=view.t("pathways.title"), body=body, description=view.t("pathways.lead"))


def frameworks(site: Site, language: str, path: str) -> Frame:
    """Levels, credits and caps of the frameworks."""
    view = View.of(site, language, path, "frameworks")
    messages = view.words.messages
    body = render(view, "frameworks.html", route_name=lambda id_: messages.get(f"route.{id_}", id_))
    return frame(view, title=view.t("frameworks.title"), body=body, description=view.t("frameworks.lead"))


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
    return frame(view, title=guide_title(view, name), body=None, exact=False, foreign=foreign)


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
        "title": view.t("verify.title", site=view.plain(site.registry.name)),
        "build": commit,
        "digest": site.bundle.digest,
        "address": site.register.base_url,
        **about_registry(view),
    }
    return fill(site.bundle.page, values)


def fill(template: str, values: dict[str, str]) -> str:
    """The verifier's template with its ``{{names}}`` replaced by escaped values, all in one pass."""
    parts = template.split("{{")
    filled = [parts[0]]
    for part in parts[1:]:
        name, _, rest = part.partition("}}")
        filled.append(str(escape(values[name.strip()])) + rest)
    return "".join(filled)
