"""The verify page in a real Chromium, over the registry of the shared vectors."""

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import Visit
from tests.browser.site import ROOT, VECTORS, Site

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
STAGES = VECTORS / "stages"


def vector(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((VECTORS / "verify" / f"{name}.json").read_text(encoding="utf-8"))
    return found


GOOD: Mapping[str, Any] = json.loads((STAGES / "credential-aisyah.json").read_text(encoding="utf-8"))
CARD = GOOD["link"].split("#")[1]
NOW = "2026-11-23T12:00:00Z"
ONE_OF_EACH = {
    "valid": "card-arabic",
    "revoked": "card-revoked",
    "expired": "expired",
    "superseded": "superseded",
    "suspended": "suspended",
    "not_yet_valid": "not-yet-valid",
    "invalid": "card-grade-changed",
    "cannot_tell": "not-registered-yet",
}


def open_page(visit: Visit, site: Site, fragment: str = "", *, at: str = NOW, query: str = "") -> None:
    visit.page.clock.set_fixed_time(at)
    visit.page.goto(f"{site.address}/v/{query}{'#' + fragment if fragment else ''}")
    visit.page.wait_for_selector("#form:visible")  # the words of its language are there


def paste(visit: Visit, text: str) -> None:
    visit.page.fill("#paste", text)
    visit.page.click("#form button[type=submit]")


class TestVerdicts:
    def test_a_good_card_link_turns_green(self, visit: Visit, site: Site) -> None:
        open_page(visit, site, CARD)
        assert visit.verdict() == "valid"
        text = visit.page.inner_text("main")
        assert "Aisyah binti Rahman" in text
        assert "Genuine and current" in text

    def test_one_changed_letter_turns_red(self, visit: Visit, site: Site) -> None:
        data = bytes.fromhex(GOOD["card"]["hex"]).replace(b"Rahman", b"Rahmat")
        open_page(visit, site, str(int.from_bytes(data, "big")))
        assert visit.verdict() == "invalid"
        assert "not proven" in visit.page.inner_text(".claimed")

    @pytest.mark.parametrize("word", ONE_OF_EACH)
    def test_each_word_is_reached(self, visit: Visit, site: Site, word: str) -> None:
        found = vector(ONE_OF_EACH[word])
        site.files.update(found.get("files", {}))
        open_page(visit, site, at=found["at"])
        paste(visit, found["input"])
        assert visit.verdict() == word
        assert visit.page.locator(".verdict svg").count() == 1
        assert visit.page.locator(".verdict[role=status][aria-live=polite]").count() == 1

    def test_all_vectors_in_this_browser(self, visit: Visit, site: Site) -> None:
        """The built core says in Chromium what it says under Node, of every vector."""
        site.files["blank.html"] = "<!doctype html><title>blank</title><link rel=icon href=data:,>"
        visit.page.goto(f"{site.address}/blank.html")
        files = {
            str(path.relative_to(VECTORS / "site")): path.read_text(encoding="utf-8")
            for path in (VECTORS / "site").rglob("*.json")
        }
        vectors = [json.loads(path.read_bytes()) for path in sorted((VECTORS / "verify").glob("*.json"))]
        found = visit.page.evaluate(RUN_VECTORS, {"vectors": vectors, "files": files})
        wanted = [[each["expect"], *each.get("expect_more", [])] for each in vectors]
        wrong = [one["name"] for one, said, want in zip(vectors, found, wanted, strict=True) if said != want]
        assert wrong == []
        assert len(found) >= 200


RUN_VECTORS = """
async ({vectors, files}) => {
  const core = await import("/core.js");
  const { detailOf } = await import("/details.js");
  const { SiteSource } = core;
  const utf8 = (text) => new TextEncoder().encode(text);
  const said = ({result}) => ({
    verdict: result.verdict,
    must_fail: result.leading?.check ?? null,
    checks: Object.fromEntries(result.checks.map(({check, code, state}) => [check, [code, state]])),
    details: Object.fromEntries(result.checks.map((found) => [found.check, detailOf(found)])),
  });
  const all = [];
  for (const each of vectors) {
    const own = {...files, ...each.files};
    const atHand = (each.at_hand ?? []).map((text) => core.readAtHand(utf8(text)));
    const source = new SiteSource(async (path) => own[path] == null ? undefined : utf8(own[path]));
    const bytes = each.input_base64 && Uint8Array.from(atob(each.input_base64), (c) => c.charCodeAt(0));
    const input = bytes ?? (each.input_repeat ? each.input_repeat[0].repeat(each.input_repeat[1]) : each.input);
    const judged = await core.verifyInput(input, source, Date.parse(each.at), each.name, atHand);
    all.push(judged.map(said));
  }
  return all;
}
"""


class TestRequests:
    def test_four_data_files_and_no_other_host(self, visit: Visit, site: Site) -> None:
        site.held["lookup/0/facts.en.json"] = threading.Event()
        open_page(visit, site, CARD)
        assert visit.verdict() == "valid"
        before_facts = [path for path in site.data_asked if "facts" not in path]
        assert sorted(before_facts) == ["keys.json", "lookup/0/0.json", "lookup/0/templates.json", "published.json"]
        hosts = {urlsplit(url).netloc for url in visit.requested if not url.startswith("data:")}
        assert hosts == {urlsplit(site.address).netloc}

    def test_nothing_of_the_card_is_sent(self, visit: Visit, site: Site) -> None:
        open_page(visit, site, CARD)
        visit.verdict()
        assert not [path for path in site.asked if CARD[:20] in path or "Aisyah" in path]

    def test_an_unreachable_registry_says_so_and_never_red(self, visit: Visit, site: Site) -> None:
        site.files.update({"keys.json": None, "published.json": None})
        open_page(visit, site, CARD)
        assert visit.verdict() == "cannot_tell"
        assert "could not be reached" in visit.page.inner_text(".verdict")

    def test_gives_up_after_three_seconds_and_takes_a_late_answer(self, visit: Visit, site: Site) -> None:
        site.held["keys.json"] = threading.Event()
        open_page(visit, site, CARD)
        assert visit.page.get_attribute("[data-verdict]", "data-verdict") == ""
        assert visit.verdict(timeout=5_000) == "cannot_tell"
        assert "has not answered yet" in visit.page.inner_text(".verdict")
        site.held["keys.json"].set()
        visit.page.wait_for_selector("[data-verdict=valid]")

    def test_facts_come_after_the_verdict_and_never_change_it(self, visit: Visit, site: Site) -> None:
        achievement = GOOD["document"]["credentialSubject"]["achievement"]["id"]
        facts = {"level": "MQF level 6", "outcomes": ["Clean <b>data</b>"], "page": "catalogue/x/y/v1/"}
        document = {
            "schema": "facts/v1",
            "snapshot": "other",
            "group": "0",
            "language": "en",
            "mcs": {achievement: facts},
        }
        site.files["lookup/0/facts.en.json"] = json.dumps(document)
        open_page(visit, site, CARD)
        visit.page.wait_for_selector(".worth a")
        assert visit.verdict() == "valid"
        assert "Clean <b>data</b>" in visit.page.inner_text(".worth")
        assert visit.page.get_attribute(".worth a", "href") == f"{site.address}/catalogue/x/y/v1/"


class TestInput:
    def test_the_keyboard_alone_will_do(self, visit: Visit, site: Site) -> None:
        open_page(visit, site)
        for _ in range(10):
            visit.page.keyboard.press("Tab")
            if visit.page.evaluate("document.activeElement.id") == "paste":
                break
        visit.page.keyboard.insert_text(GOOD["link"])
        visit.page.keyboard.press("Tab")
        visit.page.keyboard.press("Enter")
        assert visit.verdict() == "valid"

    def test_a_chosen_file(self, visit: Visit, site: Site, tmp_path: Path) -> None:
        path = tmp_path / "credential.json"
        path.write_text(GOOD["signed_rfc8785"] + "\n", encoding="utf-8")
        open_page(visit, site)
        visit.page.set_input_files("#file", path)
        assert visit.verdict() == "valid"

    def test_a_dropped_file(self, visit: Visit, site: Site) -> None:
        open_page(visit, site)
        visit.page.evaluate(
            """(text) => {
              const data = new DataTransfer();
              data.items.add(new File([text], "credential.json"));
              document.dispatchEvent(new DragEvent("drop", {dataTransfer: data, cancelable: true}));
            }""",
            GOOD["signed_rfc8785"],
        )
        assert visit.verdict() == "valid"

    def test_another_link_in_the_same_window(self, visit: Visit, site: Site) -> None:
        open_page(visit, site, CARD)
        assert visit.verdict() == "valid"
        visit.page.evaluate("(hash) => { location.hash = hash }", vector("card-revoked")["input"].split("#")[1])
        visit.page.wait_for_selector("[data-verdict=revoked]")
        assert visit.page.locator("[data-verdict]").count() == 1

    def test_each_credential_of_a_presentation_is_judged(self, visit: Visit, site: Site) -> None:
        signed = GOOD["signed"]
        presentation = {"type": ["VerifiablePresentation"], "verifiableCredential": [signed, {**signed, "name": "X"}]}
        open_page(visit, site)
        paste(visit, json.dumps(presentation))
        visit.verdict()
        words = [each.get_attribute("data-verdict") for each in visit.page.locator("[data-verdict]").all()]
        assert words == ["valid", "invalid"]

    def test_nothing_pasted_is_no_fault_of_a_holder(self, visit: Visit, site: Site) -> None:
        open_page(visit, site)
        paste(visit, "   ")
        assert visit.verdict() == "cannot_tell"
        assert "nothing to check yet" in visit.page.inner_text(".verdict")


class TestOutput:
    def test_the_saved_file_is_the_learners_file(self, visit: Visit, site: Site) -> None:
        open_page(visit, site, CARD)
        visit.verdict()
        with visit.page.expect_download() as download:
            visit.page.get_by_text("Save the credential (JSON)").click()
        assert download.value.path().read_text(encoding="utf-8") == GOOD["signed_rfc8785"] + "\n"

    def test_the_saved_result_names_every_check(self, visit: Visit, site: Site) -> None:
        open_page(visit, site, CARD)
        visit.verdict()
        visit.page.get_by_text("Receipt to print or keep").click()
        with visit.page.expect_download() as download:
            visit.page.click(".receipt .save")
        receipt = json.loads(download.value.path().read_text(encoding="utf-8"))
        assert receipt["results"][0]["verdict"] == "valid"
        assert len(receipt["results"][0]["checks"]) == 10

    @pytest.mark.parametrize(("language", "input_is"), [("en", "A link"), ("ms", "Pautan"), ("ar", "رابط")])
    def test_a_receipt_says_in_words_what_was_handed_in(
        self, visit: Visit, site: Site, language: str, input_is: str
    ) -> None:
        open_page(visit, site, CARD, query=f"?lang={language}")
        visit.verdict()
        visit.page.click(".receipt-of-one")
        visit.page.wait_for_selector(".sheet")
        assert input_is in visit.page.locator(".sheet dd").all_inner_texts()

    @pytest.mark.parametrize("demonstration", ["true", ""])
    def test_a_receipt_of_a_demonstration_says_so_on_paper(self, visit: Visit, site: Site, demonstration: str) -> None:
        site.files["keys.json"] = (
            (VECTORS / "site" / "keys.json").read_text("utf-8").replace('"demonstration":true', '"demonstration":false')
        )
        site.values["demonstration"] = demonstration
        open_page(visit, site, CARD)
        visit.verdict()
        visit.page.click(".receipt-of-one")
        visit.page.wait_for_selector(".sheet")
        visit.page.emulate_media(media="print")
        assert visit.page.locator(".notice").is_visible() == (demonstration == "true")

    def test_the_log_names_codes(self, visit: Visit, site: Site) -> None:
        open_page(visit, site, CARD)
        visit.verdict()
        visit.page.click(".log > summary")
        visit.page.wait_for_selector(".log li")
        codes = visit.page.locator(".log code").all_inner_texts()
        assert codes == [
            "parse", "shape", "issuer", "signature", "registered", "definition", "authority", "state", "validity",
            "freshness",
        ]  # fmt: skip

    def test_arabic_runs_from_right_to_left_and_names_stand_apart(self, visit: Visit, site: Site) -> None:
        open_page(visit, site, CARD, query="?lang=ar")
        assert visit.verdict() == "valid"
        assert visit.page.get_attribute("html", "dir") == "rtl"
        assert visit.page.inner_text(".holder bdi") == "Aisyah binti Rahman"

    def test_a_change_of_language_keeps_the_verdict(self, visit: Visit, site: Site) -> None:
        open_page(visit, site, CARD)
        visit.verdict()
        visit.page.select_option("#language", "ms")
        visit.page.wait_for_selector("html[lang=ms]")
        assert visit.verdict() == "valid"
        assert "Tulen" in visit.page.inner_text(".verdict")


class TestHostility:
    def test_markup_in_a_credential_stays_text(self, visit: Visit, site: Site) -> None:
        hostile = json.loads(json.dumps(GOOD["signed"]))
        hostile["credentialSubject"]["identifier"][0]["identityHash"] = "<img src=x onerror=alert(1)>"
        open_page(visit, site)
        paste(visit, json.dumps(hostile))
        assert visit.verdict() == "invalid"
        assert visit.page.inner_text(".holder") == "<img src=x onerror=alert(1)>"
        assert visit.page.locator("main img").count() == 0

    def test_members_that_steer_objects_do_nothing(self, visit: Visit, site: Site) -> None:
        text = GOOD["signed_rfc8785"].replace('{"@context"', '{"__proto__":{"type":"x"},"constructor":{},"@context"', 1)
        open_page(visit, site)
        paste(visit, text)
        assert visit.verdict() == "invalid"

    def test_the_policy_refuses_markup_and_other_hosts(self, visit: Visit, site: Site) -> None:
        open_page(visit, site)
        refused = visit.page.evaluate(
            """async () => {
              let markup = false;
              try { document.body.innerHTML = "<b>x</b>"; } catch (error) { markup = error instanceof TypeError; }
              let code = false;
              const script = document.createElement("script");
              try { script.textContent = "0"; } catch (error) { code = error instanceof TypeError; }
              const host = await fetch("https://example.org/").then(() => false, () => true);
              return [markup, code, host];
            }"""
        )
        assert refused == [True, True, True]
        visit.errors.clear()  # the browser reports what it refused

    def test_in_a_frame_there_is_no_verdict(self, visit: Visit, site: Site) -> None:
        site.files["frame.html"] = (
            f"<!doctype html><title>frame</title><link rel=icon href=data:,><iframe src='/v/#{CARD}'></iframe>"
        )
        visit.page.goto(f"{site.address}/frame.html")
        frame = visit.page.frame_locator("iframe")
        link = frame.get_by_text("Open it in its own window")
        link.wait_for()
        assert link.get_attribute("href") == f"{site.address}/v/#{CARD}"
        assert frame.locator("[data-verdict]").count() == 0
        assert site.data_asked == []


class TestAccess:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("word", ["valid", "invalid", "cannot_tell", "revoked", "expired", "suspended", ""])
    def test_no_axe_violations(self, visit: Visit, site: Site, word: str, scheme: str) -> None:
        visit.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        found = vector(ONE_OF_EACH[word]) if word else {"at": NOW}
        open_page(visit, site, at=found["at"])
        if word:
            paste(visit, found["input"])
            assert visit.verdict() == word
            visit.page.click(".log > summary")
            visit.page.wait_for_selector(".log li")
        visit.page.click("#help > summary")
        visit.page.wait_for_selector("#help ol")
        visit.page.evaluate(AXE.read_text(encoding="utf-8"))
        violations = visit.page.evaluate("axe.run().then(({violations}) => violations)")
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations] == []

    @pytest.mark.parametrize("language", ["en", "ms", "ar"])
    def test_no_sideways_scrolling_on_a_small_phone(self, visit: Visit, site: Site, language: str) -> None:
        visit.page.set_viewport_size({"width": 320, "height": 640})
        open_page(visit, site, CARD, query=f"?lang={language}")
        visit.verdict()
        wider = visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider == 0
