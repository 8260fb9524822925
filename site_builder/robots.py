"""What search engines ask for: ``robots.txt`` and the site maps, one for each language."""

from collections.abc import Iterable

from markupsafe import escape

from bukti.errors import BuktiError
from site_builder.site import Site

MAX_ADDRESSES = 50_000
"""The most addresses that one site map may hold (sitemaps.org)."""
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def robots(site: Site) -> bytes:
    """Everything may be read; a demonstration asks not to be found among real registries."""
    rule = "Disallow: /" if site.registry.demonstration else "Disallow:"
    return f"User-agent: *\n{rule}\nSitemap: {site.canonical}/sitemap.xml\n".encode()


def sitemap_index(site: Site) -> bytes:
    """The list of the site maps."""
    entries = [f"<sitemap><loc>{_address(site, f'sitemap.{tag}.xml')}</loc></sitemap>" for tag in site.languages]
    return _document("sitemapindex", entries)


def sitemap(site: Site, addresses: Iterable[str]) -> bytes:
    """The pages of one language. Raises BuktiError when they are more than a site map may hold."""
    entries = [f"<url><loc>{_address(site, address)}</loc></url>" for address in addresses]
    if len(entries) > MAX_ADDRESSES:
        raise BuktiError(f"{len(entries)} pages in one language are more than a site map may list ({MAX_ADDRESSES})")
    return _document("urlset", entries)


def _address(site: Site, address: str) -> str:
    return str(escape(f"{site.canonical}/{address}"))


def _document(name: str, entries: Iterable[str]) -> bytes:
    lines = "\n".join(entries)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} xmlns="{_SPACE}">\n{lines}\n</{name}>\n'.encode()
