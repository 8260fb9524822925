"""The verify page on a device: what the service worker is told to keep, and that a browser would install the page."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from site_builder.server import make_server
from site_builder.shell import ICONS, NOT_KEPT, worker_script
from tools.make_icons import ASSETS, draw
from tools.make_icons import ICONS as DRAWN

MANIFEST = "manifest.webmanifest"


def told(worker: bytes) -> dict[str, Any]:
    """What stands before the worker's own script."""
    first = worker.split(b"\n", 1)[0].decode()
    assert first.startswith("self.shell={")
    found: dict[str, Any] = json.loads(first.removeprefix("self.shell=").removesuffix(";"))
    return found


def test_the_worker_keeps_the_verify_pages_and_all_that_they_may_need(site: Path) -> None:
    shell = told((site / "sw.js").read_bytes())
    assert shell["pages"] == sorted(f"{prefix}{name}/" for prefix in ("", "ms/", "ar/") for name in ("v", "verify"))
    scripts = {path.name for path in site.iterdir() if path.suffix in (".js", ".css")} - NOT_KEPT
    kept = {path.split("?")[0] for path in shell["files"]}
    assert scripts <= kept
    assert kept - scripts == {MANIFEST, *ICONS}
    assert {path.split("?")[1] for path in shell["files"] if "?" in path} == {shell["build"]}
    assert f'verify.js?{shell["build"]}"' in (site / "v" / "index.html").read_text(encoding="utf-8")


def test_another_page_or_file_is_another_shell() -> None:
    def digest(page: bytes, script: bytes) -> str:
        return str(told(worker_script(b"", "0" * 16, {"v/": page}, {"verify.js": script}))["digest"])

    assert digest(b"a", b"b") == digest(b"a", b"b")
    assert len({digest(b"a", b"b"), digest(b"x", b"b"), digest(b"a", b"x")}) == 3


@pytest.mark.parametrize("name", DRAWN)
def test_the_icons_are_what_the_mark_draws(name: str) -> None:
    """Run ``python -m tools.make_icons`` after a change of the mark."""
    assert draw(name) == (ASSETS / name).read_bytes()


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    server = make_server(site, 0, datetime.now(UTC))
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.browser
def test_a_browser_finds_nothing_that_keeps_it_from_installing(
    browser: Browser, chromium: str, address: str, tmp_path: Path
) -> None:
    """A profile on disk: a browser installs nothing from a private one."""
    kind = browser.browser_type
    with kind.launch_persistent_context(tmp_path, executable_path=chromium, args=["--no-sandbox"]) as context:
        page = context.pages[0]
        page.goto(f"{address}v/")
        expect(page.locator("#device summary")).to_contain_text("Ready without network", timeout=30_000)
        session = context.new_cdp_session(page)
        manifest = session.send("Page.getAppManifest")
        assert manifest["url"] == f"{address}{MANIFEST}"
        assert manifest["errors"] == []
        assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
        # A page without a manifest is what the same browser refuses.
        page.goto(f"{address}catalogue/")
        assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] != []


@pytest.mark.browser
def test_the_built_site_is_checked_without_network(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="ar")
    page = context.new_page()
    page.goto(f"{address}v/")
    expect(page.locator("#device summary")).to_contain_text("جاهزة دون اتصال", timeout=30_000)
    context.set_offline(True)
    page.goto(f"{address}ar/verify/")
    page.locator("#sample a").click()
    expect(page.locator("[data-verdict=valid]")).to_have_count(1, timeout=10_000)
    expect(page.locator(".kept")).to_contain_text("السجل لا يستجيب")
    expect(page.locator(".worth li").first).to_be_visible()  # the facts come after the verdict, in the language, too
    context.close()
