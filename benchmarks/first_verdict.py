"""How long a phone takes to the first verdict: at a first visit, and at a later one with another credential.

Run from the root of the repository: ``python -m benchmarks.first_verdict [ROUNDS] [--site DIR --links FILE]``. Without
a site it makes the demonstration's first (half a minute). A real Chromium, its processor throttled to a quarter by its
own tools. The network is slow where the site is served, so that it is for the service worker, too: each answer begins
150 ms after its question, and all bodies together come at 1.6 Mbit/s; neither name look-up nor the handshakes of a
connection are counted. The server on 127.0.0.1 compresses like a static host: gzip for all that is text, ``ETag``, and
``no-cache``, the strictest that such hosts say. Times run from the start of the navigation to the verdict.

Cold: a new profile. Warm: a new window of a profile that had one visit and then made itself ready for use without
network; its service worker is stopped before, so that its start counts, too. Warm twice: with the sample credential,
which was issued weeks ago, and with one of the demonstration's of today, for which the page has to ask what day it is
where the provider is (VER-11): the first use of the browser's time zones is dear. Open: the next one in the window
of the second one, as a stack of certificates is scanned.
"""

import argparse
import csv
import gzip
import hashlib
import json
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from bukti.instant import instant_text
from tools.chromium import find_chromium

ROOT = Path(__file__).resolve().parents[1]
SLOWDOWN = 4
LATENCY = 0.150
DOWN = 200_000
"""Bytes a second."""
PART = 1_460
"""Bytes that travel together."""
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".png": "image/png",
}
WATCH = """
window.began = 0;
new MutationObserver(() => {
  const found = document.querySelector("[data-verdict]:not([data-verdict=''])");
  if (!found || found === window.told) return;
  window.told = found;
  console.debug(`${found.dataset.verdict} after ${performance.now() - window.began}`);
}).observe(document, { subtree: true, childList: true, attributes: true });
"""
NEXT = "fragment => { window.began = performance.now(); location.hash = fragment; }"


@dataclass
class Host:
    """A static host of one site; ``sent`` has the path and the transferred bytes of each body."""

    site: Path
    address: str = ""
    sent: list[tuple[str, int]] = field(default_factory=list)
    packed: dict[str, bytes] = field(default_factory=dict)
    free_at: float = 0.0
    line: threading.Lock = field(default_factory=threading.Lock)

    def wait_for(self, size: int) -> None:
        """Until the line has carried ``size`` more bytes."""
        with self.line:
            self.free_at = max(self.free_at, time.monotonic()) + size / DOWN
            until = self.free_at
        time.sleep(max(0.0, until - time.monotonic()))

    def body(self, path: str) -> bytes | None:
        """The compressed bytes of a file; None where there is none."""
        file = self.site / (f"{path}index.html" if path == "" or path.endswith("/") else path)
        if path not in self.packed and file.is_file():
            plain = file.read_bytes()
            self.packed[path] = plain if file.suffix == ".png" else gzip.compress(plain, 9, mtime=0)
        return self.packed.get(path)


@contextmanager
def hosted(site: Path) -> Iterator[Host]:
    """The site on a free port, published now."""
    host = Host(site)
    commit = json.loads((site / "keys.json").read_bytes())["snapshot"].partition("+")[0]
    published = {"commit": commit, "published_at": instant_text(datetime.now(UTC))}
    host.packed["published.json"] = gzip.compress(json.dumps(published).encode(), 9, mtime=0)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            time.sleep(LATENCY)
            path = self.path.split("?")[0].lstrip("/")
            body = host.body(path)
            tag = f'"{hashlib.sha256(body or b"").hexdigest()[:16]}"'
            same = body is not None and self.headers["If-None-Match"] == tag
            self.send_response(304 if same else 404 if body is None else 200)
            suffix = Path(path).suffix or ".html"
            self.send_header("Content-Type", TYPES.get(suffix, "text/plain"))
            if body is not None and suffix != ".png":
                self.send_header("Content-Encoding", "gzip")
            body = b"" if same or body is None else body
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-cache")
            self.send_header("ETag", tag)
            self.end_headers()
            for start in range(0, len(body), PART):
                host.wait_for(len(body[start : start + PART]))
                self.wfile.write(body[start : start + PART])
            host.sent.append((path, len(body)))

        def log_message(self, *args: object) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()


def slow_page(context: BrowserContext) -> Page:
    """A window of a slow phone, on which no service worker runs yet."""
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    return page


def verdict_after(page: Page, address: str) -> float:
    """Milliseconds from the navigation, or from another fragment, to the verdict, which has to be a good one.

    The page tells by itself: whoever looks into it from outside again and again takes the time of its processor.
    """
    with page.expect_console_message(lambda message: message.type == "debug", timeout=20_000) as told:
        if address.startswith("#"):
            page.evaluate(NEXT, address)
        else:
            page.goto(address, wait_until="commit")
    word, _, after = told.value.text.partition(" after ")
    assert word == "valid", told.value.text
    return float(after)


@dataclass
class Round:
    """What one round found: milliseconds, and what the site sent for the first view and for the later one."""

    cold: float
    warm: float
    today: float
    open: float
    first: list[tuple[str, int]]
    later: list[tuple[str, int]]


def one_round(browser: Browser, host: Host, fragments: tuple[str, str, str]) -> Round:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
    host.sent.clear()
    page = slow_page(context)
    cold = verdict_after(page, f"{host.address}/v/#{fragments[0]}")
    first = list(host.sent)
    expect(page.locator("#device summary")).to_contain_text("Ready without network", timeout=60_000)
    page.close()
    warm, _, later = later_visit(context, host, fragments[1], fragments[2])
    today, again, _ = later_visit(context, host, fragments[2], fragments[1])
    context.close()
    return Round(cold, warm, today, again, first, later)


def later_visit(
    context: BrowserContext, host: Host, one: str, other: str
) -> tuple[float, float, list[tuple[str, int]]]:
    """Milliseconds to the verdict in a new window and to the next one in the same, and what the site sent."""
    page = slow_page(context)
    host.sent.clear()
    after = verdict_after(page, f"{host.address}/v/#{one}")
    sent = list(host.sent)
    page.wait_for_timeout(3_000)
    again = verdict_after(page, f"#{other}")
    page.close()
    return after, again, sent


def demonstration(folder: Path) -> tuple[Path, Path]:
    """The demonstration's site, and the file of its learners' links."""
    command = [sys.executable, "-m", "bukti.cli.main", "demo", "--repo", str(ROOT), "--work", str(folder), "--no-serve"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder / "site", folder / "out" / "links.csv"


def fragments_of(site: Path, links: Path) -> tuple[str, str, str]:
    """The payloads of the first learner, of the sample, and of the second learner."""
    with links.open(encoding="utf-8-sig", newline="") as file:
        one, other, *_ = (row["link"].split("#")[1] for row in csv.DictReader(file))
    sample = re.search(r'data-sample="([^"]+)"', (site / "v/index.html").read_text(encoding="utf-8"))
    if sample is None:
        sys.exit(f"error: {site}: the verify page names no sample: build it from a registry with one")
    return one, sample[1], other


def report(rounds: list[Round]) -> None:
    """Print what was found."""
    kinds: dict[str, Callable[[Round], float]] = {
        "cold": lambda each: each.cold,
        "warm": lambda each: each.warm,
        "warm, issued today": lambda each: each.today,
        "open": lambda each: each.open,
    }
    for name, take in kinds.items():
        times = [take(each) for each in rounds]
        middle = statistics.median(times)
        print(f"{name}: median {middle:.0f} ms, {min(times):.0f} to {max(times):.0f}, {len(times)} rounds")
    for name, sent in (("first view", rounds[0].first), ("later view", rounds[0].later)):
        data = [size for path, size in sent if path.endswith(".json")]
        print(
            f"{name}: {len(sent)} requests, {sum(size for _, size in sent)} bytes; data: {len(data)}, {sum(data)} bytes"
        )
        print("  " + ", ".join(f"{path} {size}" for path, size in sent))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rounds", type=int, nargs="?", default=7)
    parser.add_argument("--site", type=Path)
    parser.add_argument("--links", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bukti-verdict-") as folder, sync_playwright() as playwright:
        site, links = (given.site, given.links) if given.site else demonstration(Path(folder) / "demo")
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        with hosted(site) as host:
            report([one_round(browser, host, fragments_of(site, links)) for _ in range(given.rounds)])
        browser.close()


if __name__ == "__main__":
    main()
