"""A static host on 127.0.0.1 that compresses, as those of the open web do; ``site_builder.server`` does not."""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bukti.instant import instant_text

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
}
"""What is sent compressed; pictures are already."""
ROBOTS = b"User-agent: *\nDisallow:\n"
"""Of a registry that is none for demonstration."""


def published(site: Path) -> bytes:
    """The file that a deployment adds: which commit was published when."""
    keys = json.loads((site / "keys.json").read_bytes())
    return json.dumps(
        {"commit": keys["snapshot"].partition("+")[0], "published_at": instant_text(datetime.now(UTC))}
    ).encode()


@contextmanager
def hosted(site: Path) -> Iterator[str]:
    """The address of a static host of ``site``."""
    own = {"robots.txt": ROBOTS, "published.json": published(site)}

    @cache
    def body_of(path: str) -> tuple[str, bytes] | None:
        """The kind of a file and its bytes as they are sent; None where there is none."""
        name = f"{path}index.html" if path == "" or path.endswith("/") else path
        if name not in own and not (site / name).is_file():
            return None
        plain = own[name] if name in own else (site / name).read_bytes()
        kind = TYPES.get(Path(name).suffix)
        return (kind, gzip.compress(plain, 6, mtime=0)) if kind else ("application/octet-stream", plain)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found = body_of(self.path.split("?")[0].lstrip("/"))
            kind, body = found or (TYPES[".txt"], gzip.compress(b"not found", mtime=0))
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", kind)
            if kind in TYPES.values():
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "max-age=600")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's signature
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
