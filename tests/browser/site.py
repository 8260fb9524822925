"""A static site for browser tests: the shared vectors' registry, the built verify page, and what a test changes."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from site_builder.bundle import NOT_PUBLISHED, SERVICE_WORKER
from site_builder.shell import NOT_KEPT, worker_script

ROOT = Path(__file__).resolve().parents[2]
VECTORS = ROOT / "spec" / "vectors"
BUNDLE = ROOT / "verifier" / "dist"

TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
}
PAGES = ("v/", "verify/")
LANGUAGE = {
    "lang": "en",
    "dir": "ltr",
    "base": "../",
    "script": "../verify.js",
    "style": "../verify.css",
    "words": "../verify.en.js",
}
DIGEST = "0f1e2d3c" * 8
BUILD = {"build": "0123abc", "digest": DIGEST, "address": "https://bukti.example"}
REGISTRY = {
    "registry": "Register of Tests",
    "registries": '{"en": "Register of Tests", "ms": "Daftar Ujian"}',
    "languages": "en ms",
    "home": "../",
    "lookup": "lookup/0/templates.json lookup/0/0.json",
    "addresses": "",
    "demonstration": "",
    "sample": "",
}


def page_html(values: Mapping[str, str], template: str | None = None) -> str:
    """The verify page as the site builder writes it."""
    html = template or (BUNDLE / "page.html").read_text(encoding="utf-8")
    for name, value in {**LANGUAGE, **REGISTRY, "title": "Check a credential", **BUILD, **values}.items():
        html = html.replace("{{" + name + "}}", escape(value))
    return html


class Asked(NamedTuple):
    """A request as it came in."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]


@dataclass
class Site:
    """A running site. ``files`` maps a path to text that is served instead of the file, None: absent.

    ``values`` are those of the page's template that differ from ``REGISTRY``, ``build`` names a build other than the
    bundle's. A path in ``held`` is not answered until its event is set. ``asked`` collects every path that was asked
    for, ``requests`` all that was said in asking. An ``answers`` of a path answers in its own way: it gets the request
    and the file's bytes.
    """

    address: str = ""
    folder: Path = VECTORS / "site"
    files: dict[str, str | None] = field(default_factory=dict)
    held: dict[str, threading.Event] = field(default_factory=dict)
    answers: dict[str, Callable[[BaseHTTPRequestHandler, bytes], None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    requests: list[Asked] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    build: str = ""
    open_to_all: bool = False
    """Whether other sites' pages may read what is here, as registries allow it."""

    def content(self, path: str) -> bytes | None:
        """What the site has at ``path``."""
        if path in self.files:
            text = self.files[path]
            return None if text is None else text.encode()
        if path in PAGES:
            return page_html(self.values, self.files.get("page.html")).encode()
        if path == SERVICE_WORKER:
            return self.worker()
        for folder in (self.folder, BUNDLE):
            if (folder / path).is_file():
                return (folder / path).read_bytes()
        return None

    def worker(self) -> bytes:
        """The service worker as the site builder writes it for what the site has now."""
        listed = {path.name for path in BUNDLE.iterdir() if path.suffix in (".js", ".css")} - NOT_KEPT
        files = {name: data for name in listed - NOT_PUBLISHED if (data := self.content(name))}
        build = self.build or (BUNDLE / "build.txt").read_text(encoding="ascii").strip()
        pages = {path: self.content(path) or b"" for path in PAGES}
        return worker_script((BUNDLE / SERVICE_WORKER).read_bytes(), build, pages, files)

    @property
    def data_asked(self) -> list[str]:
        """The data files asked for, in order."""
        return [path for path in self.asked if path.endswith(".json")]


@contextmanager
def running_site() -> Iterator[Site]:
    """A site on a free port of this machine."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """One file."""
            path = self.path.split("?")[0].lstrip("/")
            site.asked.append(path)
            site.requests.append(Asked(self.command, self.path, tuple(sorted(self.headers.items()))))
            if path in site.held:
                site.held[path].wait(30)
            body = site.content(path)
            if path in site.answers:
                site.answers[path](self, body or b"")
                return
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", TYPES.get(Path(path).suffix or ".html", "text/plain") + "; charset=utf-8")
            self.send_header("Content-Length", str(len(body or b"")))
            if site.open_to_all:
                self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *args: object) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64  # a browser opens several connections at once

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    site.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        for event in site.held.values():
            event.set()
        server.shutdown()
        server.server_close()
