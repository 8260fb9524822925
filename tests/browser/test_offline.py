"""The verify page without network, in a real Chromium: what a visit leaves on the device, and what it can tell then."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.site import BUNDLE, VECTORS, Site
from tests.browser.test_verify_page import AXE, CARD, GOOD, NOW, vector

pytestmark = pytest.mark.browser

BUILD = (BUNDLE / "build.txt").read_text(encoding="ascii").strip() if (BUNDLE / "build.txt").is_file() else ""
DATA = ["keys.json", "published.json", "lookup/0/templates.json", "lookup/0/0.json"]


def card(name: str) -> str:
    return str(vector(name)["input"]).split("#")[-1]


class Phone:
    """A visitor's browser with its own storage, and the complaints of its pages."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.context, self.site = context, site
        self.errors: list[str] = []
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def open(self, fragment: str = CARD, *, at: str = NOW, query: str = "") -> Page:
        page = self.context.new_page()
        page.clock.set_fixed_time(at)
        page.goto(f"{self.site.address}/v/{query}{'#' + fragment if fragment else ''}")
        return page

    def visited(self, fragment: str = CARD, says: str = "Ready without network", **more: str) -> Page:
        """A page after its first verdict, when all is done in the background."""
        page = self.open(fragment, **more)
        expect(page.locator("#device summary")).to_contain_text(says, timeout=15_000)
        return page

    def limit(self, megabytes: float) -> None:
        """A visitor who chose how much may be kept, at an earlier visit."""
        self.context.add_init_script(
            f"if (location.protocol === 'http:') localStorage['bukti-device:/'] ??= '{{\"limit\": {megabytes}}}'"
        )

    def offline(self) -> None:
        """No network from here on; what a page still asks of the site is a fault."""
        self.context.set_offline(True)
        self.site.asked.clear()

    @property
    def asked(self) -> list[str]:
        """What pages asked of the site; the browser itself looks for a newer worker whatever the pages' network is."""
        return [path for path in self.site.asked if path != "sw.js"]


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[Phone]:
    snapshot = json.loads((VECTORS / "site" / "keys.json").read_bytes())["snapshot"]
    facts = {"schema": "facts/v1", "snapshot": snapshot, "group": "0", "language": "en", "mcs": {}}
    site.files["lookup/0/facts.en.json"] = json.dumps(facts)
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
    found = Phone(context, site)
    yield found
    context.close()
    assert found.errors == []


def verdict(page: Page, timeout: float = 8_000) -> str:
    element = page.locator("[data-verdict]:not([data-verdict=''])").first
    element.wait_for(timeout=timeout)
    return element.get_attribute("data-verdict") or ""


def verdicts(page: Page) -> list[str | None]:
    return [each.get_attribute("data-verdict") for each in page.locator("[data-verdict]").all()]


def codes(page: Page) -> list[str]:
    return [each.text_content() or "" for each in page.locator(".log code").all()]


KEPT = "The registry does not answer. Checked with its data of 23 November 2026, kept on this device."


class TestWithoutNetwork:
    def test_after_one_visit_a_code_is_read_without_network(self, phone: Phone, site: Site) -> None:
        phone.visited()
        phone.offline()
        page = phone.open(at="2026-11-26T12:00:00Z")
        assert verdict(page) == "valid"
        assert KEPT in page.inner_text(".verdict")
        assert "published 3 days ago" in page.inner_text("#age")
        assert phone.asked == []

    def test_other_credentials_of_the_registry_too(self, phone: Phone, site: Site) -> None:
        phone.visited()
        phone.offline()
        for name in ("card-arabic", "card-revoked", "card-tamil", "suspended", "expired"):
            found = vector(name)
            page = phone.open("", at=found["at"])
            page.fill("#paste", found["input"])
            page.click("#form button[type=submit]")
            assert verdict(page) == found["expect"]["verdict"], name
        assert phone.asked == []

    def test_the_page_by_hand_and_in_another_language(self, phone: Phone, site: Site) -> None:
        phone.visited()
        phone.offline()
        page = phone.open(query="?lang=ar")
        assert verdict(page) == "valid"
        assert page.get_attribute("html", "dir") == "rtl"
        page.goto(f"{site.address}/verify/#{CARD}")
        assert verdict(page) == "valid"

    def test_past_the_limit_of_freshness_nothing_can_be_told(self, phone: Phone) -> None:
        phone.visited()
        phone.offline()
        page = phone.open(at="2026-12-01T12:00:00Z")
        assert verdict(page) == "cannot_tell"
        assert "data-stale" in codes(page)
        # A revocation stands whatever the age of the data.
        assert verdict(phone.open(card("card-revoked"), at="2026-12-01T12:00:00Z")) == "revoked"

    def test_what_was_registered_later_is_not_called_forged(self, phone: Phone) -> None:
        absent = card("card-never-registered")
        online = phone.visited(absent)
        assert verdict(online) == "invalid"
        phone.offline()
        page = phone.open(absent)
        assert verdict(page) == "cannot_tell"
        assert "data-older" in codes(page)
        assert "newer data could not be had" in page.inner_text(".verdict")

    def test_a_forged_one_is_found_without_network(self, phone: Phone) -> None:
        phone.visited()
        phone.offline()
        assert verdict(phone.open(card("card-grade-changed"))) == "invalid"

    def test_several_files_at_once(self, phone: Phone, tmp_path: Path) -> None:
        phone.visited()
        phone.offline()
        (tmp_path / "good.json").write_text(GOOD["signed_rfc8785"], encoding="utf-8")
        (tmp_path / "bad.json").write_text(GOOD["signed_rfc8785"].replace("Rahman", "Rahmat"), encoding="utf-8")
        page = phone.open("")
        page.set_input_files("#file", [tmp_path / "good.json", tmp_path / "bad.json"])
        verdict(page)
        assert [each.get_attribute("data-verdict") for each in page.locator("[data-verdict]").all()] == [
            "valid",
            "invalid",
        ]

    def test_many_files_at_once(self, phone: Phone, tmp_path: Path) -> None:
        """Workers, table and all: nothing of it was used while there was a network."""
        phone.visited()
        phone.offline()
        for number in range(6):
            text = GOOD["signed_rfc8785"].replace("Rahman", "Rahmat") if number == 5 else GOOD["signed_rfc8785"]
            (tmp_path / f"{number}.json").write_text(text, encoding="utf-8")
        page = phone.open("")
        page.set_input_files("#file", sorted(tmp_path.glob("*.json")))
        page.wait_for_selector(".bulk .progress[data-stage=finished]", timeout=20_000)
        assert page.inner_text("#bulk-heading") == "5 genuine · 1 not genuine"
        assert "23 November 2026" in page.inner_text("#age")
        assert phone.asked == []

    def test_without_a_visit_before_there_is_no_page(self, phone: Phone, site: Site) -> None:
        page = phone.context.new_page()
        phone.offline()
        with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
            page.goto(f"{site.address}/v/#{CARD}")


class TestWhichDataCounts:
    """LKP-21."""

    def test_a_second_visit_asks_for_one_small_file(self, phone: Phone, site: Site) -> None:
        phone.visited()
        site.asked.clear()
        page = phone.open(card("card-arabic"))
        assert verdict(page) == "valid"
        assert phone.asked == ["published.json"]
        assert "does not answer" not in page.inner_text(".verdict")

    def test_the_site_has_newer_data(self, phone: Phone, site: Site) -> None:
        phone.visited()
        for path in DATA:
            text = (VECTORS / "site" / path).read_text(encoding="utf-8")
            site.files[path] = text.replace("8ff4737afca7bed66c8451d562b12387582b6cbb", "f" * 40)
        shard = json.loads(site.files["lookup/0/0.json"] or "")
        site.files["lookup/0/0.json"] = json.dumps(shard | {"rows": ""})
        page = phone.open()
        assert verdict(page) == "invalid"
        assert "not-registered" in codes(page)

    def test_no_answer_for_three_seconds_then_one(self, phone: Phone, site: Site) -> None:
        """LKP-22."""
        phone.visited()
        site.held["published.json"] = threading.Event()
        page = phone.open()
        assert verdict(page, 5_000) == "valid"
        assert KEPT in page.inner_text(".verdict")
        site.held["published.json"].set()
        expect(page.locator(".kept")).to_have_count(0, timeout=5_000)
        assert verdict(page) == "valid"

    def test_what_is_kept_is_said_in_the_words_at_hand(self, phone: Phone, site: Site) -> None:
        """LKP-22, PAG-2: the sentence of its own may be as slow to come as the answer is."""
        before = phone.visited()
        # Without the worker the words come from the site, too; what is kept of the registry stays.
        before.evaluate(
            "navigator.serviceWorker.getRegistrations().then((all) => Promise.all(all.map((r) => r.unregister())))"
        )
        before.close()
        site.held["published.json"] = site.held["later.en.js"] = threading.Event()
        page = phone.open(card("card-never-registered"))
        assert verdict(page, 5_000) == "cannot_tell"
        assert "data-older" in codes(page)
        site.held["published.json"].set()
        expect(page.locator("[data-verdict=invalid]")).to_be_visible()

    @pytest.mark.slow
    def test_what_was_asked_when_the_page_was_opened_is_no_answer_of_later(self, phone: Phone, site: Site) -> None:
        """A page that stands open before its first question; what keeps data on the device asks nothing meanwhile."""
        phone.visited()
        phone.context.add_init_script("window.requestIdleCallback = () => 0")
        page = phone.open("")
        page.wait_for_selector("#form:visible")
        page.wait_for_timeout(11_000)
        for path in DATA:
            text = (VECTORS / "site" / path).read_text(encoding="utf-8")
            site.files[path] = text.replace("8ff4737afca7bed66c8451d562b12387582b6cbb", "f" * 40)
        site.files["lookup/0/0.json"] = json.dumps(json.loads(site.files["lookup/0/0.json"] or "") | {"rows": ""})
        page.fill("#paste", vector("card-arabic")["input"])
        page.click("#form button[type=submit]")
        assert verdict(page) == "invalid"
        assert "not-registered" in codes(page)

    def test_a_late_answer_takes_the_place_of_all_that_was_kept(self, phone: Phone, site: Site, tmp_path: Path) -> None:
        """Two files: what the kept data said of the second goes as well, when the registry has another word for it."""
        phone.visited()
        for path in DATA:
            text = (VECTORS / "site" / path).read_text(encoding="utf-8")
            site.files[path] = text.replace("8ff4737afca7bed66c8451d562b12387582b6cbb", "f" * 40)
        site.files["lookup/0/0.json"] = json.dumps(json.loads(site.files["lookup/0/0.json"] or "") | {"rows": ""})
        site.held["published.json"] = threading.Event()
        for name in ("a.json", "b.json"):
            (tmp_path / name).write_text(GOOD["signed_rfc8785"], encoding="utf-8")
        page = phone.open("")
        page.set_input_files("#file", [tmp_path / "a.json", tmp_path / "b.json"])
        expect(page.locator(".kept")).to_have_count(2, timeout=5_000)
        assert verdicts(page) == ["valid", "valid"]
        site.held["published.json"].set()
        expect(page.locator("[data-verdict=invalid]").first).to_be_attached(timeout=5_000)
        assert verdicts(page) == ["invalid", "invalid"]

    def test_answers_that_are_not_the_sites(self, phone: Phone, site: Site) -> None:
        """A network that wants its own page to be seen first answers everything with it."""
        phone.visited()
        site.files.update(dict.fromkeys(DATA, "<!doctype html><title>Welcome</title>"))
        page = phone.open()
        assert verdict(page) == "valid"
        assert KEPT in page.inner_text(".verdict")

    def test_an_answer_that_breaks_off(self, phone: Phone, site: Site) -> None:
        """The site names newer data and then fails: the kept set, never half of each."""
        phone.visited()
        site.files["published.json"] = json.dumps({"commit": "f" * 40, "published_at": "2026-11-23T11:00:00Z"})
        site.files["lookup/0/0.json"] = None
        page = phone.open()
        assert verdict(page) == "valid"
        assert KEPT in page.inner_text(".verdict")

    def test_two_publications_are_never_kept_together(self, phone: Phone, site: Site) -> None:
        """LKP-20."""
        facts = {"schema": "facts/v1", "snapshot": "another", "group": "0", "language": "en", "mcs": {}}
        site.files["lookup/0/facts.en.json"] = json.dumps(facts)
        page = phone.visited(says="not everything could be loaded")
        assert page.evaluate("localStorage.getItem('bukti-kept:/')") is None
        assert not [name for name in page.evaluate("caches.keys()") if name.startswith("bukti-data")]
        phone.offline()
        assert verdict(phone.open()) == "cannot_tell"

    @pytest.mark.parametrize("path", ["keys.json", "lookup/0/templates.json", "lookup/0/0.json"])
    def test_damaged_data_counts_as_not_kept(self, phone: Phone, path: str) -> None:
        """LKP-20."""
        page = phone.visited()
        page.evaluate(DAMAGE, path)
        phone.offline()
        page = phone.open()
        assert verdict(page) == "cannot_tell"
        assert "data-missing" in codes(page)
        phone.context.set_offline(False)
        assert verdict(phone.visited()) == "valid"
        phone.offline()
        assert verdict(phone.open()) == "valid"


DAMAGE = """
async (path) => {
  const note = JSON.parse(localStorage.getItem("bukti-kept:/"));
  const cache = await caches.open(note.cache);
  const found = await cache.match("/" + path);
  const text = (await found.text()).replace("good", "void").replace("Data", "Date").replace('"rows":"A', '"rows":"B');
  await cache.put("/" + path, new Response(text + " ", { headers: found.headers }));
}
"""


class TestBudget:
    def test_what_does_not_fit_is_asked_of_the_site(self, phone: Phone, site: Site) -> None:
        size = sum((VECTORS / "site" / path).stat().st_size for path in DATA[:3])
        size += len(site.files["lookup/0/facts.en.json"] or "")
        phone.limit((size + 10) / 1e6)
        phone.visited(says="More does not fit the limit")
        site.asked.clear()
        assert verdict(phone.open()) == "valid"
        assert phone.asked == ["published.json", "lookup/0/0.json"]
        phone.offline()
        page = phone.open()
        assert verdict(page) == "cannot_tell"
        assert "data-missing" in codes(page)
        assert "See whether this device is online" in page.inner_text(".next")

    def test_a_higher_limit_takes_the_rest(self, phone: Phone) -> None:
        phone.limit(0.01)
        page = phone.visited(says="More does not fit the limit")
        page.click("#device summary")
        page.focus("#device-limit")
        page.select_option("#device-limit", "50")
        expect(page.locator("#device summary")).to_have_text("Ready without network: data of 23 November 2026, 0.1 MB.")
        assert page.evaluate("document.activeElement.id") == "device-limit"
        phone.offline()
        assert verdict(phone.open()) == "valid"

    def test_no_room(self, phone: Phone, site: Site) -> None:
        page = phone.open("")
        session = phone.context.new_cdp_session(page)
        session.send("Storage.overrideQuotaForOrigin", {"origin": site.address, "quotaSize": 1})
        page.evaluate("(hash) => { location.hash = hash }", CARD)
        assert verdict(page) == "valid"
        expect(page.locator("#device summary")).to_contain_text("no room", timeout=15_000)
        assert page.evaluate("localStorage.getItem('bukti-kept:/')") is None

    def test_a_browser_that_is_told_to_save_data(self, phone: Phone) -> None:
        phone.context.add_init_script(
            "Object.defineProperty(Navigator.prototype, 'connection', { get: () => ({ saveData: true }) })"
        )
        page = phone.visited(says="told to save data")
        page.click("#device summary")
        page.click("#device-all")
        expect(page.locator("#device summary")).to_contain_text("Ready without network: data of")

    def test_all_of_it_can_be_removed_and_stays_away(self, phone: Phone, site: Site) -> None:
        page = phone.visited()
        page.click("#device summary")
        page.click("#device-remove")
        expect(page.locator("#device summary")).to_contain_text("nothing is kept")
        assert page.evaluate("caches.keys()") == []
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
        page = phone.visited(says="nothing is kept")
        assert page.evaluate("caches.keys()") == []
        page.click("#device summary")
        page.click("#device-keep")
        expect(page.locator("#device summary")).to_contain_text("Ready without network", timeout=15_000)
        phone.offline()
        assert verdict(phone.open()) == "valid"


def published_anew(site: Site, build: str) -> None:
    """The site with scripts of another build, each of which says so."""
    for path in [*BUNDLE.glob("*.js"), *BUNDLE.glob("*.css"), BUNDLE / "page.html"]:
        if path.name == "sw.js":
            continue
        text = path.read_text(encoding="utf-8").replace(BUILD, build)
        site.files[path.name] = f"/* {build} */{text}" if path.suffix != ".html" else text
    site.build = build


class TestUpdate:
    def test_a_new_build_comes_with_the_next_page_and_never_under_an_open_one(self, phone: Phone, site: Site) -> None:
        old = phone.visited()
        old.evaluate("navigator.serviceWorker.addEventListener('controllerchange', () => { window.changed = true })")
        other = "0123456789abcdef"
        published_anew(site, other)
        site.asked.clear()
        again = phone.visited()  # still the old page, which finds the new worker
        old.wait_for_function("() => window.changed === true")
        # A part that the open page has not loaded yet is one of its own build, from the device.
        assert f"/* {other} */" not in old.evaluate(
            "(build) => fetch(`/outside.js?${build}`).then((r) => r.text())", BUILD
        )
        again.close()
        loaded: list[str] = []
        old.on("request", lambda request: loaded.append(request.url))
        old.reload()
        expect(old.locator("#device summary")).to_contain_text("Ready without network", timeout=15_000)
        scripts = [url for url in loaded if urlsplit(url).path.endswith((".js", ".css"))]
        assert [url for url in scripts if not url.endswith(("/sw.js", f"?{other}"))] == []
        assert len(scripts) >= 4
        # With no older page open the older files go.
        old.wait_for_function("async () => (await caches.keys()).filter((name) => name.includes('shell')).length === 1")
        phone.offline()
        assert verdict(phone.open()) == "valid"

    def test_a_worker_that_cannot_be_installed_takes_nothing_from_the_page(self, phone: Phone, site: Site) -> None:
        worker = site.worker()
        site.files["sw.js"] = worker.decode()
        site.files["outside.js"] = "/* not what the worker was told */"
        page = phone.visited(says="not everything could be loaded")
        assert verdict(page) == "valid"
        assert not [name for name in page.evaluate("caches.keys()") if name.startswith("bukti-shell")]
        assert verdict(phone.open()) == "valid"

    def test_no_worker_at_all(self, phone: Phone, site: Site) -> None:
        site.files["sw.js"] = None
        page = phone.visited(says="not everything could be loaded")
        assert verdict(page) == "valid"

    def test_the_catalogue_is_none_of_its_business(self, phone: Phone, site: Site) -> None:
        page = phone.visited()
        site.files["catalogue/"] = "<!doctype html><link rel=icon href=data:,><title>Catalogue</title>"
        for _ in range(2):
            page.goto(f"{site.address}/catalogue/")
        assert site.asked.count("catalogue/") == 2
        kept = page.evaluate(
            "async () => (await Promise.all((await caches.keys()).map(async (name) =>"
            " (await (await caches.open(name)).keys()).map(({url}) => url)))).flat()"
        )
        assert kept
        assert not [url for url in kept if "catalogue" in url]


class TestAccess:
    @pytest.mark.parametrize("language", ["ms", *(pytest.param(one, marks=pytest.mark.slow) for one in ("en", "ar"))])
    def test_no_axe_violations_without_network(self, phone: Phone, language: str) -> None:
        phone.visited()
        phone.offline()
        page = phone.open(query=f"?lang={language}")
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        assert verdict(page) == "valid"
        page.locator("#device summary").click(timeout=8_000)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        violations: list[Any] = page.evaluate("axe.run().then(({violations}) => violations)")
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations] == []
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider == 0
