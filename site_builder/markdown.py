"""Hand-written pages: links to other guides as files, to the rest of the site from its root (``/catalogue/``).

Code and tables scroll sideways on small screens, so they take the focus: whoever uses no pointer scrolls them by keys.
"""

import re

from markupsafe import escape

from site_builder.links import Links
from site_builder.plan import Page
from site_builder.site import Site

_FILES = {"../sample-credential.json": "/sample/credential.json", "../sample-link.txt": "/v/sample"}
_TARGET = re.compile(r"(?<=\]\()(" + "|".join(map(re.escape, _FILES)) + r")(?=\))")
_WIDE = re.compile(r"(?:<pre>(?:<span></span>)?<code|<table)(?=>)")
_ROOTED = re.compile(r'(?<=href=")/([^"]*)')


def adapt(markdown: str) -> str:
    """Links to the sample's files, as they stand in the repository, become links to where they are published."""
    return _TARGET.sub(lambda match: _FILES[match[1]], markdown)


def with_links(html: str, site: Site, page: Page) -> str:
    """``html`` with links from the site's root made relative, within the page's language where it is a page."""
    links = Links(path=page.path, prefix=site.prefix(page.language))
    return _ROOTED.sub(lambda match: str(escape(_relative(match[1], links, site))), html)


def with_focus(html: str) -> str:
    """``html`` with code and tables that the keyboard reaches."""
    return _WIDE.sub(lambda match: f'{match[0]} tabindex="0"', html)


def _relative(target: str, links: Links, site: Site) -> str:
    if target == "v/sample":
        return links.page("v/") + (f"#{site.prose.sample_card}" if site.prose.sample_card else "")
    path, mark, fragment = target.partition("#")
    is_file = "." in path.rsplit("/", 1)[-1]
    return (links.root(path) if is_file else links.page(path)) + mark + fragment
