"""A web server for one site on this machine, with the content types and answers of a static host.

The site is a folder that was built, or one that is made as it is asked for (:mod:`site_builder.live`).
"""

import json
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from bukti.errors import BuktiError
from bukti.instant import instant_text
from site_builder.encoding import json_bytes
from site_builder.live import LiveSite

HOST = "127.0.0.1"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".xml": "application/xml; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
}


def make_server(
    site: Path, port: int, started: datetime, on_request: Callable[[str], None] = lambda _line: None
) -> ThreadingHTTPServer:
    """A server of the folder ``site`` on 127.0.0.1; port 0 takes a free one (``server_port`` tells).

    ``/published.json`` is answered with ``started``, as if the site had been published then. Raises
    BuktiError when the folder is no site or the port is taken.
    """
    published = _published(site, started)
    return _listen(port, partial(_Handler, directory=str(site), published=lambda: published, on_request=on_request))


def make_live_server(
    live: LiveSite, port: int, started: datetime, on_request: Callable[[str], None] = lambda _line: None
) -> ThreadingHTTPServer:
    """A server of a site that is made as it is asked for; ``live`` has been started. Else as :func:`make_server`."""

    def published() -> bytes:
        return _publication(live.snapshot, started)

    folder = str(live.folder)
    return _listen(port, partial(_Handler, directory=folder, published=published, on_request=on_request, live=live))


def _listen(port: int, handler: Callable[..., Any]) -> ThreadingHTTPServer:
    try:
        return _Server((HOST, port), handler)
    except OSError as error:
        raise BuktiError(
            f"port {port} cannot be used: {error.strerror}", hint="name another one with --port, or 0 for any"
        ) from error


def _published(site: Path, started: datetime) -> bytes:
    try:
        snapshot = json.loads((site / "keys.json").read_bytes())["snapshot"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BuktiError("this folder is not a site built by 'bukti build'", where=str(site)) from error
    return _publication(str(snapshot), started)


def _publication(snapshot: str, started: datetime) -> bytes:
    return json_bytes({"commit": snapshot.partition("+")[0], "published_at": instant_text(started)})


def _file_of(path: str) -> str:
    """The file that an address means: of a folder, its page."""
    return f"{path}index.html" if not path or path.endswith("/") else path


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that leaves while it is being answered is no fault; a trace in the terminal would look like one."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = _TYPES | {"": "application/octet-stream"}

    def __init__(
        self,
        *args: Any,
        published: Callable[[], bytes],
        on_request: Callable[[str], None],
        live: LiveSite | None = None,
        **kwargs: Any,
    ) -> None:
        self._published_file = published
        self._on_request = on_request
        self._live = live
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """Answer a request for a file."""
        if not self._answer_made(body=True):
            super().do_GET()

    def do_HEAD(self) -> None:
        """Answer a request for a file's headers."""
        if not self._answer_made(body=False):
            super().do_HEAD()

    def end_headers(self) -> None:
        """Machine data may be read from any page, and nothing is kept: the site may be built anew."""
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        if urlsplit(self.path).path.endswith((".json", ".xml", ".csv")):
            self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """The site's own page for addresses that do not exist."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        self._send(page.read_bytes(), _TYPES[".html"], HTTPStatus.NOT_FOUND, body=self.command != "HEAD")

    def list_directory(self, path: Any) -> None:  # noqa: ARG002 - the base class's signature
        """No listings: a folder without a page is an address that does not exist."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's signature
        """Hand the line over; printing is the command's business."""
        told = format % args
        # A stranger's request line must not steer the terminal.
        self._on_request("".join(char if char.isprintable() else "?" for char in told))

    def _answer_made(self, *, body: bool) -> bool:
        """Answer with what stands in no file; False where it may stand in one."""
        path = unquote(urlsplit(self.path).path).lstrip("/")
        if path == "published.json":
            data: bytes | None = self._published_file()
        else:
            data = self._live.answer(_file_of(path)) if self._live else None
        if data is None:
            return self._lead_on(path)
        self._send(data, _TYPES.get(Path(_file_of(path)).suffix, "application/octet-stream"), HTTPStatus.OK, body=body)
        return True

    def _lead_on(self, path: str) -> bool:
        """From ``catalogue`` to ``catalogue/``, as static hosts do."""
        if self._live is None or not self._live.holds(f"{path}/index.html"):
            return False
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", f"/{quote(path)}/")
        self.send_header("Content-Length", "0")
        self.end_headers()
        return True

    def _send(self, data: bytes, content_type: str, status: HTTPStatus, *, body: bool) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if body:
            self.wfile.write(data)
