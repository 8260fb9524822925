"""A built site behind an address, and what axe-core has against a page."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page

from site_builder.server import make_server

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@contextmanager
def serving(site: Path) -> Iterator[str]:
    """The address of the site's first page, as long as it is served."""
    server = make_server(site, 0, datetime.now(UTC))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """The rules that the page breaks, each with its elements; the size of targets (WCAG 2.2) is one of them."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}})"
        ".then(({violations}) => violations)"
    )
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]
