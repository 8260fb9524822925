"""The viewfinder of the verify page, in a Chromium whose camera shows a film of a real code."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser

from bukti.card import read_payload
from bukti.card.spelling import to_decimal
from tests.browser.conftest import Visit
from tests.browser.seen import browser_with_camera, code, code_of, film, moving, on_paper
from tests.browser.site import Site
from tests.browser.test_verify_page import AXE, open_page, vector

pytestmark = pytest.mark.browser
Filmed = Callable[..., Visit]
STOPPED = "() => window.tracks.length > 0 && window.tracks.every((track) => track.readyState === 'ended')"
LIVE = "window.tracks.filter((track) => track.readyState === 'live').length"
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
  document.dispatchEvent(new Event("visibilitychange"));
}"""
TWO_CAMERAS = """async () => {
  const found = await navigator.mediaDevices.enumerateDevices();
  MediaDevices.prototype.enumerateDevices = async () => [...found, {kind: "videoinput", deviceId: "second"}];
  const open = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = async function (wanted) {
    if (wanted.video.deviceId?.exact === "second") throw new DOMException("", "NotReadableError");
    return open.call(this, wanted);
  };
}"""
"""A device with a second camera, which another program uses."""
KEEP_TRACKS = """
window.tracks = [];
const open = MediaDevices.prototype.getUserMedia;
MediaDevices.prototype.getUserMedia = async function (wanted) {
  const stream = await open.call(this, wanted);
  window.tracks.push(...stream.getTracks());
  return stream;
};
"""


@pytest.fixture
def filmed(browser: Browser, chromium: str, site: Site, tmp_path: Path) -> Iterator[Filmed]:
    """Opens the page in a browser whose camera shows frames; ``allowed``: whether the visitor lets the page use it."""
    with ExitStack() as stack:

        def visit(
            frames: list[Image.Image] | None, *, allowed: bool = True, query: str = "", scheme: Any = "light"
        ) -> Visit:
            shown = None if frames is None else film(frames, tmp_path / "camera.y4m")
            running = stack.enter_context(browser_with_camera(browser.browser_type, chromium, shown))
            return stack.enter_context(_visit(running, site, allowed, query, scheme))

        yield visit


@contextmanager
def _visit(running: Browser, site: Site, allowed: bool, query: str, scheme: Any) -> Iterator[Visit]:
    context = running.new_context(viewport={"width": 390, "height": 844}, locale="en-GB", color_scheme=scheme)
    context.grant_permissions(["camera"] if allowed else [], origin=site.address)
    context.add_init_script(KEEP_TRACKS)
    visit = Visit(context.new_page())
    open_page(visit, site, query=query)
    visit.page.wait_for_selector("#form:visible")
    yield visit
    context.close()
    assert visit.errors == []


def scan(visit: Visit) -> None:
    visit.page.click("#camera")
    visit.page.wait_for_selector("dialog[open]")


def status(visit: Visit, fault: str) -> str:
    visit.page.wait_for_selector(f"dialog [data-fault={fault}]")
    return visit.page.inner_text(".camera-status")


class TestScanning:
    def test_a_moving_and_blurred_code_is_read_and_the_light_goes_off(self, filmed: Filmed, site: Site) -> None:
        visit = filmed(moving(on_paper(code())))
        scan(visit)
        assert visit.verdict() == "valid"
        assert "Aisyah binti Rahman" in visit.page.inner_text(".document")
        assert visit.page.locator("dialog").count() == 0
        assert visit.page.locator(".elsewhere").count() == 0
        visit.page.wait_for_function(STOPPED)
        assert {url.split("/")[2] for url in visit.requested if url.startswith("http")} == {site.address.split("/")[2]}

    def test_a_look_alike_address_is_bypassed_and_named(self, filmed: Filmed) -> None:
        visit = filmed(moving(on_paper(code(base="https://bukti-example.evil.test"))))
        scan(visit)
        assert visit.verdict() == "valid"
        assert "another address (bukti-example.evil.test)" in visit.page.inner_text(".elsewhere")
        assert not [url for url in visit.requested if "evil" in url]

    def test_a_forged_code_turns_red(self, filmed: Filmed) -> None:
        changed = read_payload(vector("card-grade-changed")["input"])
        visit = filmed(moving(on_paper(code(to_decimal(changed)))))
        scan(visit)
        assert visit.verdict() == "invalid"

    def test_a_code_with_another_text_is_told_as_text_and_the_search_goes_on(self, filmed: Filmed) -> None:
        visit = filmed(moving(on_paper(code_of("https://evil.test/<b>menu</b>?"))))
        scan(visit)
        visit.page.wait_for_selector(".camera-status bdi")
        assert "<b>menu</b>" in visit.page.inner_text(".camera-status bdi")
        assert visit.page.locator(".camera-status b, .camera-status a").count() == 0
        assert visit.page.locator("[data-verdict]").count() == 0
        assert visit.page.locator("dialog[open]").count() == 1

    def test_beside_another_code_the_card_is_taken(self, filmed: Filmed) -> None:
        visit = filmed([on_paper(code(), code_of("https://evil.test/"), side=400)])
        scan(visit)
        assert visit.verdict() == "valid"
        assert visit.page.locator("[data-verdict]").count() == 1


class TestClosing:
    def test_escape_closes_and_the_light_goes_off(self, filmed: Filmed) -> None:
        visit = filmed([on_paper()])
        visit.page.focus("#camera")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_function("() => document.querySelector('dialog video')?.currentTime > 0")
        visit.page.keyboard.press("Escape")
        visit.page.wait_for_function(STOPPED)
        visit.page.wait_for_selector("dialog", state="detached")
        assert visit.page.evaluate("document.activeElement.id") == "camera"
        assert visit.page.locator("[data-verdict]").count() == 0

    def test_the_keyboard_alone_will_do(self, filmed: Filmed) -> None:
        visit = filmed([on_paper()])
        for _ in range(20):
            visit.page.keyboard.press("Tab")
            if visit.page.evaluate("document.activeElement.id") == "camera":
                break
        visit.page.keyboard.press("Space")
        visit.page.wait_for_function("() => document.querySelector('dialog video')?.currentTime > 0")
        visit.page.wait_for_function("() => document.querySelectorAll('dialog button').length > 1")
        assert visit.page.evaluate("document.activeElement.textContent") == "Close"
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_selector("dialog", state="detached")

    def test_a_hidden_page_lets_the_camera_go_and_takes_it_again(self, filmed: Filmed) -> None:
        visit = filmed([on_paper()])
        scan(visit)
        visit.page.wait_for_function("() => document.querySelector('dialog video')?.currentTime > 0")
        visit.page.evaluate(HIDE, True)
        visit.page.wait_for_function(STOPPED)
        assert visit.page.evaluate(LIVE) == 0
        visit.page.evaluate(HIDE, False)
        visit.page.wait_for_function(f"() => {LIVE} === 1")


class TestFaults:
    def test_a_refusal_says_how_to_allow_it(self, filmed: Filmed) -> None:
        visit = filmed([on_paper()], allowed=False)
        scan(visit)
        assert "Allow the camera for this page" in status(visit, "refused")
        visit.page.click("dialog button")
        visit.page.wait_for_selector("dialog", state="detached")

    def test_no_camera(self, filmed: Filmed) -> None:
        visit = filmed(None)
        scan(visit)
        assert "No camera was found" in status(visit, "none")

    @pytest.mark.parametrize(
        ("error", "fault"), [("NotReadableError", "busy"), ("SecurityError", "insecure"), ("TypeError", "failed")]
    )
    def test_each_reason_has_its_words(self, visit: Visit, site: Site, error: str, fault: str) -> None:
        thrown = f"throw new DOMException('', '{error}')"
        visit.page.add_init_script(f"MediaDevices.prototype.getUserMedia = async () => {{ {thrown} }}")
        open_page(visit, site)
        scan(visit)
        assert len(status(visit, fault)) > 40

    def test_one_that_opens_after_all_shows_its_picture(self, filmed: Filmed) -> None:
        visit = filmed(moving(on_paper(code())))
        visit.page.evaluate(
            """() => { const open = MediaDevices.prototype.getUserMedia;
              MediaDevices.prototype.getUserMedia = async () => {
                MediaDevices.prototype.getUserMedia = open;
                throw new DOMException("", "NotReadableError");
              }; }"""
        )
        scan(visit)
        assert "another program" in status(visit, "busy")
        visit.page.evaluate(HIDE, True)
        visit.page.evaluate(HIDE, False)
        assert visit.verdict() == "valid"

    def test_another_camera_that_is_busy_is_told_and_the_first_comes_back(self, filmed: Filmed) -> None:
        visit = filmed([on_paper()])
        visit.page.evaluate(TWO_CAMERAS)
        scan(visit)
        other = visit.page.get_by_role("button", name="Other camera")
        other.click()
        assert "another program" in status(visit, "busy")
        assert visit.page.locator(".finder").is_hidden()
        other.focus()
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_function(f"() => {LIVE} === 1")
        visit.page.locator(".finder").wait_for()
        assert visit.page.evaluate("document.activeElement.textContent") == "Other camera"

    def test_where_the_browser_has_none_no_button_is_offered(self, visit: Visit, site: Site) -> None:
        visit.page.add_init_script("delete Navigator.prototype.mediaDevices")
        open_page(visit, site)
        visit.page.wait_for_selector("#form:visible")
        assert visit.page.locator("#camera").count() == 0

    def test_a_reader_that_does_not_start_says_nothing_of_the_credential(self, filmed: Filmed, site: Site) -> None:
        site.files["picture-worker.js"] = None
        visit = filmed([on_paper(code())])
        scan(visit)
        assert "own camera" in status(visit, "broken")
        visit.page.evaluate(HIDE, False)
        visit.page.wait_for_function(STOPPED)
        assert "own camera" in status(visit, "broken")
        assert visit.page.locator("[data-verdict]").count() == 0
        visit.page.keyboard.press("Escape")
        visit.page.wait_for_selector("dialog", state="detached")

    @pytest.mark.parametrize("part", ["camera.js", "later.en.js"])
    def test_a_part_that_cannot_be_loaded_is_told(self, visit: Visit, site: Site, part: str) -> None:
        site.files[part] = None
        open_page(visit, site)
        visit.page.click("#camera")
        assert "could not be loaded" in visit.page.inner_text("#ways [role=alert]")


@pytest.mark.parametrize("language", ["en", "ms", "ar"])
def test_the_open_viewfinder_can_be_read_by_everybody(filmed: Filmed, language: str) -> None:
    visit = filmed([on_paper()], query=f"?lang={language}", scheme="dark" if language == "ar" else "light")
    scan(visit)
    visit.page.wait_for_function("() => document.querySelector('dialog video')?.currentTime > 0")
    visit.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = visit.page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found["violations"]] == []
    assert visit.page.evaluate("getComputedStyle(document.querySelector('dialog')).direction") == (
        "rtl" if language == "ar" else "ltr"
    )
    visit.page.keyboard.press("Escape")
    visit.page.wait_for_selector("dialog", state="detached")
