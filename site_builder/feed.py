"""New and changed micro-credentials as Atom feeds (RFC 4287): one in each language, and one of each provider.

Ids are addresses under the registry's first base address, whatever host serves the feed and wherever the
registry moved since, as an id may never change. Dates are those of :mod:`site_builder.changes`.
"""

from collections.abc import Mapping

from markupsafe import Markup

from bukti.instant import instant_text
from bukti.model.registry import Provider
from bukti.model.text import pick
from site_builder.changes import Entry, changes
from site_builder.site import Site
from site_builder.view import View

PATH = "feed.xml"
MAX_ENTRIES = 100
NEVER = "1970-01-01T00:00:00Z"
"""When a feed was updated that has no entry and no commit, as the standard asks for a date."""
_KINDS = frozenset({"new", "version", "offer"})
"""Drafts are nobody's news."""


def feed(site: Site, language: str) -> bytes:
    """``/feed.xml``, ``/<language>/feed.xml``: the newest entries, at most :data:`MAX_ENTRIES`."""
    view = View.of(site, language, f"{site.prefix(language)}{PATH}")
    title = view.t("feed.title", site=view.plain(site.registry.name))
    return _document(view, title, "catalogue/", news(site))


def address(site: Site, language: str) -> str:
    """The full address of a language's feed, for programs elsewhere."""
    return f"{site.canonical}/{site.prefix(language)}{PATH}"


def of_provider(site: Site, provider: Provider) -> bytes:
    """``/providers/<id>/feed.xml``: the same of one provider, in the registry's first language."""
    view = View.of(site, site.languages[0], provider_path(provider.id))
    title = view.t("feed.title", site=view.plain(provider.name))
    return _document(view, title, f"providers/{provider.id}/", news(site, provider.id))


def provider_path(provider: str) -> str:
    """The address of a provider's feed below the site's root."""
    return f"providers/{provider}/{PATH}"


def news(site: Site, provider: str = "") -> list[Entry]:
    """The changes that readers want to know of, newest first; ``provider``: of one provider's only."""
    return [entry for entry in changes(site, provider) if entry.kind in _KINDS]


def _document(view: View, title: str, page: str, found: list[Entry]) -> bytes:
    """A feed at the view's path about ``page``, which lies below the root of the view's language."""
    site, registry = view.site, view.site.registry
    entries = found[:MAX_ENTRIES]
    lines = [
        Markup('<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{}">').format(view.language),
        _element("id", f"{_first_base(site)}/{view.links.path}"),
        _element("title", title),
        _element("subtitle", view.t("demonstration.banner")) if registry.demonstration else Markup(),
        _element("updated", instant_text(entries[0].at) if entries else site.register.data_as_of or NEVER),
        _author(view, registry.agency.name, registry.agency.url),
        _link("self", "application/atom+xml", f"{site.canonical}/{view.links.path}"),
        _link("alternate", "text/html", f"{site.canonical}/{view.links.prefix}{page}"),
        *(_entry(view, entry) for entry in entries),
        Markup("</feed>"),
    ]
    text = Markup("\n").join(line for line in lines if line)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _entry(view: View, entry: Entry) -> Markup:
    site, mc = view.site, entry.mc
    view.home_language = entry.definition.language
    lines = [
        Markup("<entry>"),
        _element("id", _id(view, entry)),
        _element("title", _title(view, entry)),
        _element("updated", instant_text(entry.at)),
        _author(view, mc.provider.name, mc.provider.url),
        _link("alternate", "text/html", f"{site.canonical}/{view.links.prefix}{page_of(entry)}"),
        _link("related", "application/json", f"{site.canonical}/api/v1/mc/{mc.ref}.json"),
        _summary(view, entry),
        Markup("</entry>"),
    ]
    return Markup("\n").join(line for line in lines if line)


def _id(view: View, entry: Entry) -> str:
    """Of a version: its page. Of an offer: that page and the commit, as each change of it is an entry of its own."""
    page = view.links.prefix + entry.mc.version_path(entry.definition.version)
    change = f"#offer-{entry.position.commit}" if entry.kind == "offer" else ""
    return f"{_first_base(view.site)}/{page}{change}"


def _first_base(site: Site) -> str:
    return (*site.register.former_base_urls, site.register.base_url)[0]


def page_of(entry: Entry) -> str:
    """The address of the page that a change is about, below the language's root: the version's, or the current one."""
    return entry.mc.path if entry.kind == "offer" else entry.mc.version_path(entry.definition.version)


def _title(view: View, entry: Entry) -> str:
    title, definition = view.plain(entry.definition.title), entry.definition
    if entry.kind == "new":
        return view.t("feed.new", title=title)
    if entry.kind == "version":
        return view.t("feed.version", title=title, version=definition.version)
    return view.t("feed.offer", title=title, status=view.t(f"status.{entry.mc.status}"))


def _summary(view: View, entry: Entry) -> Markup:
    """Of a later version what is different; of everything else what it is about."""
    log = entry.log if entry.kind == "version" else None
    texts = log.summary if log else entry.definition.summary
    if not texts:
        return Markup()
    language, text = pick(texts, view.language, view.home_language)
    if language == view.language:
        return _element("summary", text)
    return Markup('<summary xml:lang="{}">{}</summary>').format(language, text)


def _author(view: View, name: Mapping[str, str], uri: str) -> Markup:
    return Markup("<author><name>{}</name><uri>{}</uri></author>").format(view.plain(name), uri)


def _link(relation: str, media_type: str, address: str) -> Markup:
    return Markup('<link rel="{}" type="{}" href="{}"/>').format(relation, media_type, address)


def _element(name: str, text: str) -> Markup:
    return Markup("<{0}>{1}</{0}>").format(name, text)
