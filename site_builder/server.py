"""A web server for one site on this machine, with the content types and answers of a static host."""

import json
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bukti.errors import BuktiError
from bukti.instant import instant_text
from site_builder.encoding import json_bytes

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
    handler = partial(_Handler, directory=str(site), published=published, on_request=on_request)
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
    commit = str(snapshot).partition("+")[0]
    return json_bytes({"commit": commit, "published_at": instant_text(started)})


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that leaves while it is being answered is no fault; a trace in the terminal would look like one."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = _TYPES | {"": "application/octet-stream"}

    def __init__(self, *args: Any, published: bytes, on_request: Callable[[str], None], **kwargs: Any) -> None:
        self._published_file = published
        self._on_request = on_request
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """Answer a request for a file."""
        if not self._answer_published(body=True):
            super().do_GET()

    def do_HEAD(self) -> None:
        """Answer a request for a file's headers."""
        if not self._answer_published(body=False):
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

    def _answer_published(self, *, body: bool) -> bool:
        if urlsplit(self.path).path != "/published.json":
            return False
        self._send(self._published_file, _TYPES[".json"], HTTPStatus.OK, body=body)
        return True

    def _send(self, data: bytes, content_type: str, status: HTTPStatus, *, body: bool) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if body:
            self.wfile.write(data)
