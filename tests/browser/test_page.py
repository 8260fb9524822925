"""The page around the verdict (spec/page.md): its link, its announcements, its patience, its words, its frame."""

import json
import re
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit
from tests.browser.site import DIGEST, ROOT, Site
from tests.browser.test_verify_page import CARD, GOOD, NOW, ONE_OF_EACH, open_page, paste, vector

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "ms", "ar")
WATCH = """
window.said = [];
const watched = new WeakSet();
const watch = (live) => {
  if (watched.has(live)) return;
  watched.add(live);
  new MutationObserver((changes) => {
    if (changes.some(({type}) => type === "childList")) said.push(live.innerText.replace(/\\s+/g, " "));
  }).observe(live, {childList: true, subtree: true, characterData: true});
};
new MutationObserver(() => document.querySelectorAll("[aria-live]").forEach(watch))
  .observe(document, {childList: true, subtree: true});
"""
"""Collects what a live region says, change by change, as a screen reader is told of them."""


def words(language: str) -> dict[str, str]:
    found: dict[str, str] = json.loads((ROOT / "spec" / "messages" / f"{language}.json").read_text("utf-8"))
    return found


@pytest.fixture
def sharing(browser: Browser, site: Site) -> Iterator[Visit]:
    """A browser that lets the page write to the clipboard; the one of this platform has no sheet to share by."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    found = Visit(context.new_page())
    yield found
    context.close()
    assert found.errors == []


class TestLink:
    """PAG-3."""

    def test_it_leaves_address_bar_and_history_and_does_not_come_back(self, visit: Visit, site: Site) -> None:
        visit.page.goto("about:blank")
        open_page(visit, site, CARD)
        assert visit.verdict() == "valid"
        assert visit.page.url == f"{site.address}/v/"
        visit.page.go_back()
        visit.page.go_forward()
        visit.page.wait_for_selector("#form:visible")
        assert visit.page.url == f"{site.address}/v/"

    def test_so_does_a_second_one_in_the_same_window(self, visit: Visit, site: Site) -> None:
        open_page(visit, site, CARD)
        visit.verdict()
        visit.page.evaluate("(hash) => { location.hash = hash }", vector("card-revoked")["input"].split("#")[1])
        visit.page.wait_for_selector("[data-verdict=revoked]")
        assert visit.page.url == f"{site.address}/v/"
        visit.page.evaluate("history.back()")
        visit.page.wait_for_function("() => location.hash === ''")
        assert CARD not in visit.page.url

    def test_the_language_in_the_address_stays(self, visit: Visit, site: Site) -> None:
        open_page(visit, site, CARD, query="?lang=ms")
        visit.verdict()
        assert visit.page.url == f"{site.address}/v/?lang=ms"

    @pytest.mark.parametrize("way", ["decimal", "link", "file"])
    def test_the_button_gives_it_back_also_of_a_file(self, sharing: Visit, site: Site, way: str) -> None:
        open_page(sharing, site)
        paste(sharing, GOOD["signed_rfc8785"] if way == "file" else GOOD[way])
        assert sharing.verdict() == "valid"
        sharing.page.get_by_role("button", name="Share the link").click()
        sharing.page.get_by_text("Copied.", exact=True).wait_for()
        assert sharing.page.evaluate("navigator.clipboard.readText()") == GOOD["link"]

    def test_a_system_that_has_a_sheet_gets_it(self, visit: Visit, site: Site) -> None:
        visit.page.add_init_script("navigator.share = async (data) => { window.shared = data; }")
        open_page(visit, site, CARD)
        visit.verdict()
        visit.page.get_by_role("button", name="Share the link").click()
        visit.page.wait_for_function("() => window.shared !== undefined")
        assert visit.page.evaluate("window.shared") == {"url": GOOD["link"]}

    def test_without_a_clipboard_it_can_be_copied_by_hand(self, visit: Visit, site: Site) -> None:
        visit.page.add_init_script(
            "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async () => { throw new Error(); }}})"
        )
        open_page(visit, site, CARD)
        visit.verdict()
        visit.page.get_by_role("button", name="Share the link").click()
        visit.page.locator(".copy").wait_for()
        assert visit.page.locator(".copy").input_value() == GOOD["link"]

    def test_what_is_not_proven_is_not_passed_on(self, visit: Visit, site: Site) -> None:
        open_page(visit, site)
        paste(visit, vector("card-grade-changed")["input"])
        assert visit.verdict() == "invalid"
        assert visit.page.locator(".share").count() == 0


class TestAnnouncement:
    """PAG-1: a verdict is one change of the live region."""

    @pytest.mark.parametrize("word", ["valid", "invalid", "cannot_tell"])
    def test_a_verdict_is_said_once(self, visit: Visit, site: Site, word: str) -> None:
        visit.page.add_init_script(WATCH)
        found = vector(ONE_OF_EACH[word])
        site.files.update(found.get("files", {}))
        open_page(visit, site, at=found["at"])
        paste(visit, found["input"])
        assert visit.verdict() == word
        visit.page.wait_for_timeout(300)
        title = words("en")[f"verdict.{word}.title"]
        assert [said for said in visit.page.evaluate("said") if title in said] == visit.page.evaluate("said")
        assert len(visit.page.evaluate("said")) == 1

    def test_a_late_answer_is_said_once_more(self, visit: Visit, site: Site) -> None:
        visit.page.add_init_script(WATCH)
        site.held["keys.json"] = threading.Event()
        open_page(visit, site, CARD)
        assert visit.verdict(timeout=6_000) == "cannot_tell"
        site.held["keys.json"].set()
        visit.page.wait_for_selector("[data-verdict=valid]")
        said = visit.page.evaluate("said")
        assert [text.split(" ", 3)[:3] for text in said] == [["Cannot", "tell", "yet"], ["Genuine", "and", "current"]]

    def test_the_place_of_the_first_answer_is_not_moved(self, visit: Visit, site: Site) -> None:
        """A live region that is taken out and put back says nothing to some screen readers."""
        open_page(visit, site)
        visit.page.evaluate(
            """() => { new MutationObserver((changes) => {
              window.removed = (window.removed ?? 0) + changes.flatMap(({removedNodes}) => [...removedNodes]).length;
            }).observe(document.getElementById("results"), {childList: true}); }"""
        )
        signed = GOOD["signed"]
        paste(visit, json.dumps({"type": ["VerifiablePresentation"], "verifiableCredential": [signed, signed]}))
        visit.page.wait_for_function("() => document.querySelectorAll('[data-verdict=valid]').length === 2")
        assert visit.page.evaluate("window.removed") == 0


class TestPatience:
    """PAG-2."""

    def test_it_says_what_it_waits_for_and_what_to_do(self, visit: Visit, site: Site) -> None:
        site.held["keys.json"] = threading.Event()
        open_page(visit, site, CARD)
        assert visit.verdict(timeout=6_000) == "cannot_tell"
        assert "has not answered yet" in visit.page.inner_text(".verdict")
        assert "Stay on this page" in visit.page.inner_text(".next")
        assert visit.page.get_by_role("button", name="Check again").is_visible()

    def test_checking_again_asks_anew_for_what_did_not_come(self, visit: Visit, site: Site) -> None:
        site.files["keys.json"] = None
        open_page(visit, site, CARD)
        assert visit.verdict() == "cannot_tell"
        del site.files["keys.json"]
        visit.page.get_by_role("button", name="Check again").click()
        visit.page.wait_for_selector("[data-verdict=valid]")

    def test_what_cannot_be_read_is_not_offered_a_second_reading(self, visit: Visit, site: Site) -> None:
        open_page(visit, site, CARD[: len(CARD) // 2])
        assert visit.verdict() == "cannot_tell"
        assert "Copy the whole link" in visit.page.inner_text(".next")
        assert visit.page.get_by_role("button", name="Check again").count() == 0

    @pytest.mark.parametrize("name", ["forged.json", "forged.txt"])
    def test_a_file_that_cannot_be_read_leaves_no_earlier_answer(self, visit: Visit, site: Site, name: str) -> None:
        """Gone since it was chosen, or kept by a cloud that does not answer; one of the names is that of a list."""
        open_page(visit, site, CARD)
        assert visit.verdict() == "valid"
        visit.page.evaluate(
            """() => {
              const refuse = () => Promise.reject(new DOMException("gone", "NotReadableError"));
              window.read = Blob.prototype.arrayBuffer;
              Blob.prototype.arrayBuffer = refuse;
            }"""
        )
        altered = GOOD["signed_rfc8785"].replace("Aisyah", "Aishah").encode()
        visit.page.set_input_files("#file", {"name": name, "mimeType": "", "buffer": altered})
        visit.page.get_by_text("could not finish the check").wait_for()
        assert visit.page.get_attribute("[data-verdict]", "data-verdict") == "cannot_tell"
        assert visit.page.locator("[data-verdict=valid]").count() == 0
        visit.page.evaluate("() => { Blob.prototype.arrayBuffer = window.read; }")
        visit.page.click(".again")
        visit.page.wait_for_selector("[data-verdict=invalid]")

    def test_a_check_that_breaks_is_no_answer(self, visit: Visit, site: Site) -> None:
        site.held["keys.json"] = threading.Event()
        visit.page.add_init_script(
            "crypto.subtle.digest = async () => { if (broken) throw new RangeError(); return new ArrayBuffer(32); };"
            "window.broken = false"
        )
        open_page(visit, site, CARD)
        visit.page.evaluate("window.broken = true")
        site.held["keys.json"].set()
        visit.page.get_by_text("could not finish the check").wait_for()
        assert visit.page.get_attribute("[data-verdict]", "data-verdict") == "cannot_tell"
        assert visit.page.title().startswith("Check a credential")
        assert visit.errors == ["RangeError"]
        visit.errors.clear()

    @pytest.mark.parametrize("part", ["verify.js", "verify.en.js"])
    def test_a_page_that_cannot_start_says_so_in_three_languages(self, visit: Visit, site: Site, part: str) -> None:
        site.files[part] = None
        visit.page.goto(f"{site.address}/v/#{CARD}")
        assert visit.page.locator("#unstarted").is_hidden()
        visit.page.locator("#unstarted").wait_for(timeout=8_000)
        said = visit.page.inner_text("#unstarted")
        assert "has not started" in said
        assert visit.page.locator("#unstarted [lang=ar][dir=rtl]").is_visible()
        assert visit.page.locator("[data-verdict]").count() == 0
        visit.errors.clear()  # the browser reports the missing script

    def test_one_that_starts_does_not(self, visit: Visit, site: Site) -> None:
        open_page(visit, site, CARD)
        visit.verdict()
        assert visit.page.locator("#unstarted").count() == 0


class TestTitle:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_follows_language_and_verdict_and_names_no_holder(self, visit: Visit, site: Site, language: str) -> None:
        open_page(visit, site, query=f"?lang={language}")
        registry = "Daftar Ujian" if language == "ms" else "Register of Tests"
        name = words(language)["page.title"]
        assert visit.page.title() == f"{name} · {registry}"
        paste(visit, GOOD["link"])
        visit.verdict()
        assert visit.page.title() == f"{words(language)['verdict.valid.title']} · {name} · {registry}"
        assert "Aisyah" not in visit.page.title()


class TestSpoof:
    """PAG-4, PAG-5."""

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_address_is_that_of_the_build_and_the_digest_is_shown(
        self, visit: Visit, site: Site, language: str
    ) -> None:
        open_page(visit, site, CARD, query=f"?lang={language}")
        visit.verdict()
        assert "help.js" not in site.asked
        visit.page.get_by_text(words(language)["page.real"]).click()
        visit.page.wait_for_selector("#help ol li")
        assert visit.page.inner_text("#help .address") == "https://bukti.example/v/"
        assert visit.page.locator("#help .digest").first.inner_text().replace(" ", "") == DIGEST[:16]
        visit.page.get_by_text(words(language)["help.build.whole"]).click()
        assert visit.page.locator("#help .digest").last.inner_text().replace(" ", "") == DIGEST
        visit.page.select_option("#language", "en" if language == "ar" else "ar")
        visit.page.get_by_text(words("en" if language == "ar" else "ar")["help.by-hand"]).wait_for()

    def test_a_copy_elsewhere_says_so_calmly(self, visit: Visit, site: Site) -> None:
        open_page(visit, site)
        host = site.address.removeprefix("http://")
        said = visit.page.inner_text("#mirror")
        assert said == f"This copy of the page stands at {host}. The registry's own address is https://bukti.example."

    def test_the_registry_s_own_page_does_not(self, visit: Visit, site: Site) -> None:
        site.values["address"] = site.address
        open_page(visit, site)
        assert visit.page.locator("#mirror").inner_text() == ""

    def test_the_help_desk_gets_codes_data_and_build_and_nothing_of_the_holder(
        self, sharing: Visit, site: Site
    ) -> None:
        """PAG-7."""
        open_page(sharing, site, CARD)
        sharing.verdict()
        sharing.page.click(".log > summary")
        sharing.page.get_by_role("button", name="Copy for the help desk").click()
        sharing.page.get_by_text("Copied.", exact=True).wait_for()
        report = sharing.page.evaluate("navigator.clipboard.readText()")
        snapshot = json.loads((site.folder / "keys.json").read_bytes())["snapshot"]
        assert report.splitlines()[0] == "verdict: valid"
        assert "signature: passed (signature)" in report
        assert f"data: {snapshot} of " in report
        assert f"build: {DIGEST}" in report
        assert len(report.splitlines()) == 14
        credential = GOOD["signed"]
        held = ["Aisyah", CARD[:20], credential["id"], credential["validFrom"], "#", "bukti.example"]
        assert [text for text in held if text in report] == []


class TestFrames:
    """PAG-6."""

    @pytest.mark.parametrize("attributes", ["", "sandbox", "sandbox='allow-scripts'"])
    def test_no_verdict_inside(self, visit: Visit, site: Site, attributes: str) -> None:
        site.files["frame.html"] = (
            "<!doctype html><title>frame</title><link rel=icon href=data:,>"
            f"<iframe {attributes} src='/v/#{CARD}'></iframe>"
        )
        visit.page.goto(f"{site.address}/frame.html")
        visit.page.wait_for_timeout(1_500)
        frame = visit.page.frame_locator("iframe")
        assert frame.locator("h1, #heading p").count() > 0
        assert frame.locator("[data-verdict]").count() == 0
        assert site.data_asked == []
        visit.errors.clear()  # a sandbox without scripts, or without an origin, is told of in the console

    @pytest.mark.parametrize("later", [True, False])
    def test_there_is_a_link_to_itself_whatever_words_come(self, visit: Visit, site: Site, later: bool) -> None:
        if not later:
            site.files["later.en.js"] = None
        site.files["frame.html"] = (
            "<!doctype html><title>frame</title><link rel=icon href=data:,>"
            f"<iframe src='/v/#{CARD}' width=390 height=800></iframe>"
        )
        visit.page.goto(f"{site.address}/frame.html")
        heading = visit.page.frame_locator("iframe").locator("#heading")
        heading.locator("a").wait_for()
        assert heading.locator("a").get_attribute("href") == f"{site.address}/v/#{CARD}"
        if later:
            expect(heading).to_contain_text(words("en")["page.framed"])
        expect(heading.locator("a")).to_have_text(words("en")["page.framed.open" if later else "page.title"])


class TestStart:
    """What a page does at once, and what it leaves for later (ADR 0014, 6)."""

    def test_the_form_waits_for_the_answer_but_not_for_long(self, visit: Visit, site: Site) -> None:
        site.held["published.json"] = threading.Event()
        visit.page.clock.set_fixed_time(NOW)
        visit.page.goto(f"{site.address}/v/#{CARD}", wait_until="commit")
        visit.page.wait_for_selector("#results .verdict")
        assert not visit.page.locator("#form").is_visible()
        assert visit.page.locator("[data-verdict='']").count() == 1
        visit.page.wait_for_selector("#form:visible", timeout=4_000)
        assert visit.page.locator("[data-verdict=valid]").count() == 0, "it was there before the answer"
        site.held["published.json"].set()
        visit.page.wait_for_selector("[data-verdict=valid]")

    def test_it_comes_after_the_answer_at_once(self, visit: Visit, site: Site) -> None:
        open_page(visit, site, CARD)
        assert visit.verdict() == "valid"
        visit.page.wait_for_selector("#form:visible", timeout=1_000)
        visit.page.wait_for_selector("#help:visible", timeout=1_000)

    def test_its_script_is_none_of_the_pages_names(self, visit: Visit, site: Site) -> None:
        """A classic script, which browsers keep compiled, and still with a scope of its own."""
        open_page(visit, site, CARD)
        assert visit.verdict() == "valid"
        script = visit.page.locator("script[src*='verify.js']")
        assert (script.count(), script.get_attribute("type")) == (1, None)
        own = "Object.getOwnPropertyNames(window)"
        with_page = set(visit.page.evaluate(own))
        site.files["nothing.html"] = "<!doctype html><title>nothing</title><link rel=icon href=data:,>"
        visit.page.goto(f"{site.address}/nothing.html")
        assert with_page - set(visit.page.evaluate(own)) == set()


TEXTS = """
() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (!node.parentElement.closest("bdi, code, option, [hidden], #unstarted, #home")) found.push(node.data.trim());
  }
  return found.filter((text) => text !== "");
}
"""
LATIN = re.compile(r"[A-Za-z]{3,}")
NAMES = {"CSV", "JSON", "PDF", "PNG", "SVG", "CLR", "Bukti", "DID"}
"""What is written in Latin letters in every language."""


def texts_of(page: Page) -> list[str]:
    page.click(".log > summary")
    page.click("#help > summary")
    page.wait_for_selector(".log li strong, .log p")
    page.wait_for_selector("#help ol li")
    found: list[str] = page.evaluate(TEXTS)
    return found


class TestTranslation:
    """What a visitor reads is all in the visitor's language, and what is not stands apart."""

    @pytest.mark.parametrize("word", ONE_OF_EACH)
    def test_no_word_is_left_in_latin_letters_on_the_arabic_page(self, visit: Visit, site: Site, word: str) -> None:
        found = vector(ONE_OF_EACH[word])
        site.files.update(found.get("files", {}))
        open_page(visit, site, at=found["at"], query="?lang=ar")
        paste(visit, found["input"])
        assert visit.verdict() == word
        visit.page.wait_for_timeout(200)
        kept = re.compile("\u2068[^\u2069]*\u2069|https://")
        left = {latin for text in texts_of(visit.page) for latin in LATIN.findall(kept.sub("", text))}
        assert left - NAMES == set()

    @pytest.mark.parametrize("language", ["ms", "ar"])
    def test_no_text_is_an_english_message(self, visit: Visit, site: Site, language: str) -> None:
        english, own = words("en"), words(language)
        foreign = {english[key] for key in english if own[key] != english[key]} - set(own.values())
        for word in ("valid", "invalid", "revoked", "cannot_tell"):
            found = vector(ONE_OF_EACH[word])
            site.files.clear()
            site.files.update(found.get("files", {}))
            open_page(visit, site, at=found["at"], query=f"?lang={language}")
            paste(visit, found["input"])
            assert visit.verdict() == word
            assert foreign & set(texts_of(visit.page)) == set()
            # The twin: in English the same texts are found.
        visit.page.select_option("#language", "en")
        visit.page.wait_for_selector("html[lang=en]")
        assert len(foreign & set(visit.page.evaluate(TEXTS))) > 10


class TestChoosingFiles:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_its_button_is_in_the_page_s_own_words(self, visit: Visit, site: Site, language: str) -> None:
        """A browser's own button would speak the browser's language."""
        open_page(visit, site, query=f"?lang={language}")
        visit.page.wait_for_selector("#form:visible")
        own = visit.page.locator("#file").bounding_box()
        assert own is not None
        assert max(own["width"], own["height"]) <= 2
        button = visit.page.locator("label.button[for=file]")
        assert button.inner_text() == words(language)["input.file.button"]
        with visit.page.expect_file_chooser() as chosen:
            button.click()
        assert chosen.value.is_multiple()

    def test_the_keyboard_reaches_it_and_shows_where_it_is(self, visit: Visit, site: Site) -> None:
        open_page(visit, site)
        visit.page.wait_for_selector("#form:visible")
        visit.page.focus("#paste")
        for _ in range(2):
            visit.page.keyboard.press("Tab")
        assert visit.page.evaluate("document.activeElement.id") == "file"
        outline = "getComputedStyle(document.querySelector('label.button')).outlineStyle"
        assert visit.page.evaluate(outline) == "solid"
        visit.page.keyboard.press("Tab")
        assert visit.page.evaluate(outline) == "none"
