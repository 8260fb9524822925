"""A small link checker over a built site: every relative link leads to a file, every fragment to an element."""

from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote, urlsplit


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.twice: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            identity = str(values["id"])
            (self.twice if identity in self.ids else self.ids).add(identity)
        for name in ("href", "src"):
            if values.get(name) is not None:
                self.links.append(str(values[name]))


@cache
def read(path: Path) -> _Reader:
    """The links and ids of one page."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader


def faults(site: Path) -> Iterator[str]:
    """Every link of the site that leads nowhere."""
    for page in sorted(site.rglob("*.html")):
        for link in read(page).links:
            fault = _fault(site, page, link)
            if fault:
                yield f"{page.relative_to(site)}: {link}: {fault}"


def _fault(site: Path, page: Path, link: str) -> str:
    parts = urlsplit(link)
    if parts.scheme or link.startswith("data:"):
        return ""
    path = unquote(parts.path)
    here = page.relative_to(site).as_posix()
    target = path.lstrip("/") if path.startswith("/") else normpath(f"{here.rpartition('/')[0]}/{path}").lstrip("/")
    if not path:
        target = here
    file = site / target
    if path.endswith("/") or file.is_dir():
        file = file / "index.html"
    if not file.is_file():
        return "no such file"
    if parts.fragment and file.suffix == ".html" and not _asked(target):
        return "" if unquote(parts.fragment) in read(file).ids else "no such element"
    return ""


def _asked(target: str) -> bool:
    """Whether the fragment says what the page shows, and names no element of it."""
    return target.rpartition("/")[2] in ("v", "catalogue", "compare", "difference")
