"""``<bukti-verify>`` in a page of somebody else's: another origin than the registry's, with a strict policy."""

import json
from collections.abc import Iterator
from html import escape
from typing import Any

import pytest

from tests.browser.conftest import Visit
from tests.browser.site import BUNDLE, Site, running_site
from tests.browser.test_verify_page import AXE, CARD, GOOD, NOW, ONE_OF_EACH, vector

pytestmark = pytest.mark.browser

LISTEN = """
for (const name of ["bukti-verdict", "bukti-error"]) {
  document.addEventListener(name, ({detail}) => (window.heard ??= []).push([name, detail]));
}
"""
JSON_FILE: str = json.dumps(GOOD["signed"], ensure_ascii=False)


@pytest.fixture
def registry(site: Site) -> Site:
    site.open_to_all = True
    return site


@pytest.fixture
def portal() -> Iterator[Site]:
    with running_site() as running:
        yield running


class Portal:
    """The other site's page with boxes in it."""

    def __init__(self, visit: Visit, registry: Site, portal: Site) -> None:
        self.visit, self.registry, self.portal = visit, registry, portal

    def open(self, *boxes: str, lang: str = "en", at: str = NOW) -> None:
        """``boxes`` are the attributes of each."""
        source = self.registry.address
        allowed = f"script-src 'self' {source}; connect-src 'self' {source}; style-src 'self'; img-src data:"
        policy = f"default-src 'none'; {allowed}"
        elements = "".join(f"<bukti-verify {attributes}></bukti-verify>" for attributes in boxes)
        self.portal.files["listen.js"] = LISTEN
        self.portal.files["index.html"] = (
            f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>Jobs</title>'
            f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}"><link rel="icon" href="data:,">'
            f'<script src="listen.js"></script><script type="module" src="{source}/bukti-verify.js"></script>'
            f"<main><h1>Applicants</h1>{elements}</main></html>"
        )
        self.visit.page.clock.set_fixed_time(at)
        self.visit.page.goto(f"{self.portal.address}/index.html")

    def based(self, **attributes: str) -> str:
        """Attributes with this registry's address."""
        given = {"base": f"{self.registry.address}/", **attributes}
        return " ".join(f'{name}="{escape(value)}"' for name, value in given.items())

    def text(self, number: int = 0) -> str:
        """All that a box shows."""
        return self.visit.page.locator("bukti-verify").nth(number).locator(".box").first.inner_text()

    def heard(self) -> list[Any]:
        """Events, by name and detail."""
        self.visit.page.wait_for_function("() => window.heard?.length > 0")
        found: list[Any] = self.visit.page.evaluate("window.heard")
        return found


@pytest.fixture
def page(visit: Visit, registry: Site, portal: Site) -> Portal:
    return Portal(visit, registry, portal)


class TestAnswers:
    @pytest.mark.parametrize("word", ONE_OF_EACH)
    def test_each_word_is_reached_and_told(self, page: Portal, word: str) -> None:
        found = vector(ONE_OF_EACH[word])
        page.registry.files.update(found.get("files", {}))
        page.open(page.based(credential=found["input"]), at=found["at"])
        assert page.visit.verdict() == word
        ((name, detail),) = page.heard()
        assert (name, detail["verdict"]) == ("bukti-verdict", word)
        (result,) = detail["results"]
        expected = found["expect"]
        assert {each["check"]: [each["code"], each["state"]] for each in result["checks"]} == expected["checks"]
        assert (result["code"] is None) == (word == "valid")

    def test_a_good_card_shows_whose_page_it_is_and_where_to_check(self, page: Portal) -> None:
        page.open(page.based(credential=GOOD["link"]))
        assert page.visit.verdict() == "valid"
        text = page.text()
        for wanted in ("Genuine and current", "Aisyah binti Rahman", "Issued by", "which controls what you see here"):
            assert wanted in text
        assert page.portal.address.removeprefix("http://") in text
        link = page.visit.page.locator("bukti-verify a")
        assert link.get_attribute("href") == f"{page.registry.address}/v/#{CARD}"
        assert link.get_attribute("rel") == "noopener noreferrer"

    def test_a_file_of_the_other_site_gets_a_card_for_the_registrys_own_page(self, page: Portal) -> None:
        page.portal.files["aisyah.json"] = JSON_FILE
        page.open(page.based(src="aisyah.json"))
        assert page.visit.verdict() == "valid"
        assert page.visit.page.locator("bukti-verify a").get_attribute("href") == f"{page.registry.address}/v/#{CARD}"

    def test_an_altered_file_is_not_genuine_and_proves_nothing(self, page: Portal) -> None:
        page.portal.files["aisyah.json"] = JSON_FILE.replace("Aisyah binti Rahman", "Aisyah binti Rahmat")
        page.open(page.based(src="aisyah.json"))
        assert page.visit.verdict() == "invalid"
        assert "not proven" in page.text()
        assert "Issued by" not in page.text()

    def test_a_changed_attribute_is_a_new_question(self, page: Portal) -> None:
        page.open(page.based(credential=vector("card-grade-changed")["input"]))
        assert page.visit.verdict() == "invalid"
        page.visit.page.evaluate(
            "link => document.querySelector('bukti-verify').setAttribute('credential', link)", CARD
        )
        page.visit.page.wait_for_selector("[data-verdict=valid]")
        assert page.heard()[-1][1]["verdict"] == "valid"

    def test_a_parsed_credential_may_be_handed_over_as_a_property(self, page: Portal) -> None:
        page.open(page.based())
        page.visit.page.wait_for_function("() => window.heard?.some(([name]) => name === 'bukti-error')")
        page.visit.page.evaluate("it => { document.querySelector('bukti-verify').credential = it; }", GOOD["signed"])
        page.visit.page.wait_for_selector("[data-verdict=valid]")
        assert page.heard()[-1][1]["verdict"] == "valid"

    def test_a_property_that_was_set_before_the_module_came_counts(self, page: Portal) -> None:
        page.open()
        page.visit.page.wait_for_function("() => customElements.get('bukti-verify') !== undefined")
        page.visit.page.evaluate(
            """([base, altered, credential]) => {
              // An element of a document without a window is upgraded only when it comes into this one.
              const early = document.implementation.createHTMLDocument().createElement("bukti-verify");
              early.setAttribute("base", base);
              early.setAttribute("credential", credential);
              early.credential = altered;
              document.querySelector("main").append(early);
            }""",
            [f"{page.registry.address}/", vector("card-grade-changed")["input"], CARD],
        )
        assert page.visit.verdict() == "invalid"
        page.visit.page.evaluate("it => { document.querySelector('bukti-verify').credential = it; }", CARD)
        page.visit.page.wait_for_selector("[data-verdict=valid]")

    def test_the_words_of_strangers_stay_words(self, page: Portal) -> None:
        hostile = json.loads(JSON_FILE)
        name = "<img src=x onerror=\"document.title='broken'\">"
        hostile["credentialSubject"]["identifier"][0]["identityHash"] = name
        page.portal.files["hostile.json"] = json.dumps(hostile)
        page.open(page.based(src="hostile.json"))
        assert page.visit.verdict() == "invalid"
        assert name in page.text()
        assert page.visit.page.title() == "Jobs"
        assert page.visit.page.locator("bukti-verify img").count() == 0


class TestNoAnswer:
    def test_a_registry_that_does_not_answer_is_no_red(self, page: Portal) -> None:
        page.registry.files.update({"keys.json": None, "published.json": None})
        page.open(page.based(credential=CARD))
        assert page.visit.verdict() == "cannot_tell"
        assert "could not be reached" in page.text()
        assert page.heard()[0][1]["results"][0]["code"] == "data-missing"

    def test_a_file_that_cannot_be_loaded_is_said_so_to_both(self, page: Portal) -> None:
        page.open(page.based(src="nowhere.json"))
        assert page.visit.verdict() == "cannot_tell"
        assert "could not be loaded from" in page.text()
        ((name, detail),) = page.heard()
        assert name == "bukti-error"
        assert 'src="nowhere.json" could not be loaded' in detail["message"]

    def test_an_earlier_answer_never_stands_for_a_later_question(self, page: Portal) -> None:
        """The words for the later answer cannot be had, so that there is none: the earlier green goes all the same."""
        page.open(page.based(credential=CARD))
        assert page.visit.verdict() == "valid"
        page.visit.page.context.set_offline(True)
        page.visit.page.evaluate(
            """altered => {
              const box = document.querySelector("bukti-verify");
              box.setAttribute("lang", "ar");
              box.setAttribute("credential", altered);
            }""",
            vector("card-grade-changed")["input"],
        )
        page.visit.page.wait_for_function("() => window.heard.some(([name]) => name === 'bukti-error')")
        assert "words could not be loaded" in page.heard()[-1][1]["message"]
        assert page.visit.page.locator("[data-verdict=valid]").count() == 0
        assert "Genuine" not in page.text()
        assert all("ERR_INTERNET_DISCONNECTED" in error for error in page.visit.errors)
        page.visit.errors.clear()

    def test_without_a_registry_nothing_is_asked(self, page: Portal) -> None:
        page.open(f'credential="{CARD}"')
        assert page.visit.verdict() == "cannot_tell"
        assert "does not say which registry" in page.text()
        assert 'expected that of a registry, such as base="https://bukti.example/"' in page.heard()[0][1]["message"]
        assert page.registry.data_asked == []

    def test_without_a_credential_nothing_is_asked(self, page: Portal) -> None:
        page.open(page.based())
        assert page.visit.verdict() == "cannot_tell"
        assert "names no credential" in page.text()
        assert page.registry.data_asked == []


class TestLanguages:
    def test_two_boxes_speak_two_languages(self, page: Portal) -> None:
        page.open(page.based(credential=CARD, lang="ar"), page.based(credential=CARD, lang="ms"))
        page.visit.page.wait_for_function("() => window.heard?.length === 2")
        boxes = page.visit.page.locator("bukti-verify .box")
        assert boxes.nth(0).get_attribute("dir") == "rtl"
        assert "أصلية" in page.text(0)
        assert boxes.nth(1).get_attribute("dir") == "ltr"
        assert "Kredensial mikro" in page.text(1)
        assert page.visit.page.evaluate("document.documentElement.lang") == "en"

    def test_the_pages_language_is_taken_where_the_box_names_none(self, page: Portal) -> None:
        page.open(page.based(credential=CARD), lang="ms-MY")
        assert page.visit.verdict() == "valid"
        assert page.visit.page.locator("bukti-verify .box").get_attribute("lang") == "ms"

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("language", ["en", "ms", "ar"])
    def test_no_axe_violations(self, page: Portal, language: str, scheme: Any) -> None:
        page.visit.page.emulate_media(color_scheme=scheme)
        inputs = [vector(name)["input"] for name in ("card-arabic", "card-revoked", "card-grade-changed")]
        page.open(*(page.based(credential=one, lang=language) for one in inputs), page.based())
        page.visit.page.wait_for_function("() => window.heard?.length === 4")
        page.visit.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.visit.page.evaluate("axe.run('bukti-verify').then(({violations}) => violations.map(({id}) => id))")
        assert found == []


def test_the_page_of_the_registry_does_not_carry_it() -> None:
    assert b"bukti-verdict" in (BUNDLE / "bukti-verify.js").read_bytes()
    assert b"bukti-verdict" not in (BUNDLE / "verify.js").read_bytes()
