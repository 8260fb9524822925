"""Everything that the registry promises to publish, listed before any of it is made.

Pure: no engine, no clock, no network and no file is touched. The engine's adapter, the writer of data
files and the count after the build all work from this one list.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Literal

from bukti.did import achievement_id, base_of_list
from bukti.proof.jcs import canonical
from bukti.templates import achievement_of
from site_builder import (
    api,
    api_board,
    board_page,
    browse,
    catalogue,
    comparing,
    ctdl,
    did,
    elm,
    facts,
    feed,
    framework_page,
    glossary,
    mc_page,
    pages,
    pathway_pages,
    provider_pages,
    share,
    sheet,
    shell,
    skill_pages,
)
from site_builder.board import Board, board_of
from site_builder.bundle import SERVICE_WORKER
from site_builder.encoding import json_bytes
from site_builder.frame import Frame
from site_builder.lookup import (
    Group,
    Lookup,
    build_lookup,
    keys_document,
    numbered,
    shard_document,
    templates_document,
)
from site_builder.picture import draw
from site_builder.prose import Text
from site_builder.robots import robots, sitemap, sitemap_index
from site_builder.search.files import Search
from site_builder.site import Mc, Site
from site_builder.skill_list import list_addresses
from site_builder.static import static_files
from site_builder.view import View

NOT_FOUND = "404.html"
"""The page that static hosts show for addresses that do not exist."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of the site. ``path`` is its file below the site's root, for example ``ms/catalogue/index.html``.

    ``render`` gives its frame; ``text`` is the Markdown of a guide, None where the frame has a body.
    """

    path: str
    language: str
    render: Callable[[], Frame]
    text: Text | None = None

    @property
    def kind(self) -> Literal["data", "prose", "missing"]:
        """``prose`` pages go through Markdown, ``data`` pages never do; one is for addresses that do not exist."""
        if self.path == NOT_FOUND:
            return "missing"
        return "prose" if self.text else "data"

    @property
    def address(self) -> str:
        """The page's address below the site's root: its path without ``index.html``."""
        return self.path.removesuffix("index.html")


@dataclass(frozen=True, kw_only=True)
class DataFile:
    """A file that is written as it is. ``make`` gives its bytes when they are wanted."""

    path: str
    make: Callable[[], bytes]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All pages and all data files, each path once."""

    site: Site
    pages: tuple[Page, ...]
    files: tuple[DataFile, ...]

    def of(self, language: str) -> tuple[Page, ...]:
        """The pages of one language."""
        return tuple(page for page in self.pages if page.language == language)


def make_plan(site: Site) -> Plan:
    """The plan of a site. Raises BuktiError where a language has no words."""
    made = Made(
        searches={language: Search(site=site, language=language) for language in site.languages},
        board=cache(partial(board_of, site)),
    )
    listed = tuple(page for language in site.languages for page in _pages(site, language, made))
    missing = Page(
        path=NOT_FOUND, language=site.languages[0], render=partial(pages.not_found, site, site.languages[0], NOT_FOUND)
    )
    lookup = build_lookup(site.register)
    files = (
        *_verifier(site, _only_files(lookup)),
        *_api(site, made.board),
        *_search(made.searches.values()),
        *_achievements(site),
        *_issuers(site),
        *_lookup(site, lookup),
        *_for_machines(site, listed),
        *(DataFile(path=picture.path, make=partial(_picture, site, picture)) for picture in share.pictures(site)),
        *(DataFile(path=path, make=partial(bytes, data)) for path, data in static_files().items()),
    )
    return Plan(site=site, pages=(*listed, missing), files=files)


@dataclass(frozen=True, kw_only=True)
class Made:
    """What several pages and files are made from: made when the first of them is wanted."""

    searches: Mapping[str, Search]
    board: Callable[[], Board]


def _pages(site: Site, language: str, made: Made) -> Iterator[Page]:
    prefix = site.prefix(language)

    def page(address: str, make: Callable[..., Frame], *arguments: object, text: Text | None = None) -> Page:
        path = f"{prefix}{address}index.html"
        return Page(path=path, language=language, render=partial(make, site, language, path, *arguments), text=text)

    yield page("", pages.home)
    yield page("catalogue/", catalogue.catalogue, made.searches[language])
    yield page("compare/", comparing.compare)
    yield page("difference/", comparing.difference)
    yield page("browse/", browse.overview)
    for listing in site.listings:
        for number in range(1, listing.pages + 1):
            yield page(listing.page(number), browse.listing, listing, number)
    for mc in site.mcs:
        yield page(mc.path, mc_page.current, mc.ref)
        for definition in mc.versions:
            yield page(mc.version_path(definition.version), mc_page.version, mc.ref, definition.version)
    for number, address in enumerate(list_addresses(len(site.skills))):
        yield page(address, skill_pages.skills, number)
    for slug in site.skills:
        yield page(f"skills/{slug}/", skill_pages.skill, slug)
    yield page("providers/", provider_pages.providers)
    for provider in site.providers:
        yield page(f"providers/{provider.id}/", provider_pages.provider, provider.id)
    yield page("pathways/", pathway_pages.overview)
    for pathway in site.pathways:
        yield page(f"pathways/{pathway.id}/", pathway_pages.one, pathway.id)
    yield page("frameworks/", framework_page.frameworks)
    yield page("board/", board_page.board, made.board)
    yield page("glossary/", glossary.page)
    if site.prose.pages:
        yield page("docs/", pages.guides)
    for name in site.prose.pages:
        yield page(f"docs/{name}/", pages.guide, name, text=site.prose.text(language, name))


def _json(path: str, make: Callable[..., object], *arguments: object) -> DataFile:
    return DataFile(path=path, make=lambda: json_bytes(make(*arguments)))


def _verifier(site: Site, lookups: Sequence[str]) -> Iterator[DataFile]:
    for language, path in _verify_pages(site):
        yield DataFile(path=path, make=partial(_verify_page, site, language, path, lookups))
    for name, data in site.bundle.files.items():
        if name != SERVICE_WORKER:
            yield DataFile(path=name, make=partial(bytes, data))
    yield DataFile(path=shell.MANIFEST, make=partial(_manifest, site))
    yield DataFile(path=SERVICE_WORKER, make=partial(_worker, site, lookups))
    if site.prose.sample is not None:
        yield DataFile(path="sample/credential.json", make=partial(bytes, site.prose.sample))


def _verify_pages(site: Site) -> list[tuple[str, str]]:
    """The verify pages: their languages and files."""
    return [
        (language, f"{site.prefix(language)}{folder}/index.html")
        for language in site.languages
        for folder in ("verify", "v")
    ]


def _only_files(lookup: Lookup) -> list[str]:
    """The look-up files where every verification needs the same ones; nothing where it depends on the credential."""
    if len(lookup.groups) > 1 or lookup.groups[0].bits > 0:
        return []
    folder = f"lookup/{lookup.name(lookup.groups[0])}"
    return [f"{folder}/templates.json", f"{folder}/{numbered(0, 0)}.json"]


def _verify_page(site: Site, language: str, path: str, lookups: Sequence[str]) -> bytes:
    return pages.verify(site, language, path, lookups).encode()


def _manifest(site: Site) -> bytes:
    return shell.manifest(View.of(site, site.languages[0], shell.MANIFEST))


def _worker(site: Site, lookups: Sequence[str]) -> bytes:
    """The service worker, which keeps the verify pages and what they may need, and nothing else of the site."""
    bundle = site.bundle
    kept = {
        path.removesuffix("index.html"): _verify_page(site, language, path, lookups)
        for language, path in _verify_pages(site)
    }
    files = {name: data for name, data in bundle.files.items() if name not in shell.NOT_KEPT}
    icons = {path: data for path, data in static_files().items() if path in shell.ICONS}
    files |= icons | {shell.MANIFEST: _manifest(site)}
    return shell.worker_script(bundle.files[SERVICE_WORKER], bundle.build, kept, files)


def _api(site: Site, board: Callable[[], Board]) -> Iterator[DataFile]:
    yield _json("api/v1/index.json", api.index, site)
    yield _json("api/v1/all.json", api.everything, site)
    yield _json("api/v1/providers.json", api.providers, site)
    for mc in site.mcs:
        yield _json(f"api/v1/mc/{mc.ref}.json", api.one, site, mc)
        if ctdl.described(mc):
            yield _json(f"api/v1/ctdl/{mc.ref}.json", ctdl.document, site, mc)
        if elm.described(mc):
            yield _json(f"api/v1/elm/{mc.ref}.json", elm.document, site, mc)
    yield DataFile(path="api/v1/catalogue.csv", make=partial(sheet.sheet, site))
    yield _json("api/v1/changes.json", api.changes, site)
    yield _json("api/v1/board.json", api_board.document, site, board)
    for name in api.SCHEMAS:
        yield _json(f"api/v1/schemas/{name}.schema.json", api.schema, site, name)
    for language in site.languages:
        yield DataFile(path=f"{site.prefix(language)}{feed.PATH}", make=partial(feed.feed, site, language))
    for provider in site.providers:
        yield DataFile(path=feed.provider_path(provider.id), make=partial(feed.of_provider, site, provider))


def _search(searches: Iterable[Search]) -> Iterator[DataFile]:
    for search in searches:
        for path, make in search.files():
            yield _json(path, make)


def _achievements(site: Site) -> Iterator[DataFile]:
    for mc in site.mcs:
        for definition in mc.versions:
            if definition.state == "active":
                path = f"mc/{mc.ref}/v{definition.version}.json"
                yield DataFile(path=path, make=partial(_achievement, site, mc, definition.version))


def _achievement(site: Site, mc: Mc, version: int) -> bytes:
    """The Achievement as credentials have it: from a template that counts where there is one (TPL-6)."""
    base = site.register.base_url
    found = site.achievements.get(achievement_id(base, mc.provider.id, mc.id, version))
    if found is None:
        definition = next(d for d in mc.versions if d.version == version)
        found = achievement_of(site.snapshot, definition, base)
    return _canonical_line(found)


def _issuers(site: Site) -> Iterator[DataFile]:
    register = site.register
    listed = [(issuer.id, issuer.keys) for issuer in register.issuers] + [("registry", register.maintainers)]
    known = {id_ for id_, _ in listed}
    listed += [(provider.id, ()) for provider in site.providers if provider.id not in known]
    bases = (register.base_url, *register.former_base_urls)
    for provider, keys in listed:
        yield _json(f"issuers/{provider}/did.json", did.document, register.base_url, provider, keys)
        for number, base in enumerate(register.former_base_urls):
            yield _json(f"former/{number}/issuers/{provider}/did.json", did.document, base, provider, keys)
    for (provider, status_list), document in sorted(register.statuses.items()):
        folder = _folder_of(site, base_of_list(str(document["id"]), provider, status_list, bases))
        path = f"{folder}issuers/{provider}/status/{status_list}.json"
        yield DataFile(path=path, make=partial(_canonical_line, document))


def _folder_of(site: Site, base: str | None) -> str:
    """Below which folder stands what has its address under ``base``; the old host maps its paths there."""
    former = site.register.former_base_urls
    return f"former/{former.index(base)}/" if base in former else ""


def _canonical_line(document: Mapping[str, Any]) -> bytes:
    """RFC 8785 and one LF, as learners' files are written."""
    return canonical(dict(document)) + b"\n"


def _lookup(site: Site, lookup: Lookup) -> Iterator[DataFile]:
    register = site.register
    yield _json("keys.json", keys_document, register, lookup)
    for group in lookup.groups:
        folder = f"lookup/{lookup.name(group)}"
        yield _json(f"{folder}/templates.json", templates_document, register, lookup, group)
        for language in site.languages:
            yield _json(f"{folder}/facts.{language}.json", facts.document, site, lookup, group, language)
        yield from _shards(site, lookup, group, folder)


def _shards(site: Site, lookup: Lookup, group: Group, folder: str) -> Iterator[DataFile]:
    for shard in range(len(group.shards)):
        path = f"{folder}/{numbered(shard, group.bits)}.json"
        yield _json(path, shard_document, site.register, lookup, group, shard)


def _picture(site: Site, picture: share.Picture) -> bytes:
    return draw(share.card(site, picture))


def _for_machines(site: Site, listed: tuple[Page, ...]) -> Iterator[DataFile]:
    if site.published_at:
        commit = site.register.snapshot_id.partition("+")[0]
        published = {"commit": commit, "published_at": site.published_at}
        yield DataFile(path="published.json", make=lambda: json_bytes(published))
    yield DataFile(path="robots.txt", make=lambda: robots(site))
    yield DataFile(path="sitemap.xml", make=lambda: sitemap_index(site))
    for language in site.languages:
        addresses = [page.address for page in listed if page.language == language]
        yield DataFile(path=f"sitemap.{language}.xml", make=partial(sitemap, site, addresses))
    yield DataFile(path=".nojekyll", make=lambda: b"# keeps the host from treating this as a Jekyll site\n")
