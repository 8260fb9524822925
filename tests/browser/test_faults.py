"""A network that fails, a host that lies, a site being published at that moment: never a false green, never "invalid".

The credential is good in all of these, so the only answers are "valid", where what failed is not needed, and "cannot
tell", with the reason and a next step.
"""

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import Visit
from tests.browser.faults import FAULTS, Fault, answer, endless, not_found, portal, redirect
from tests.browser.site import VECTORS, Site, running_site
from tests.browser.test_verify_page import CARD, GOOD, NOW, open_page, vector
from tests.history.story import founded
from tests.issuing.conftest import World
from tests.issuing.conftest import first_world as first_world
from tests.moving.estate import Estate, Held, held_in

pytestmark = pytest.mark.browser

KEYS, PUBLISHED, TEMPLATES, ROWS = "keys.json", "published.json", "lookup/0/templates.json", "lookup/0/0.json"
FILES = (KEYS, PUBLISHED, TEMPLATES, ROWS)
NEEDED = (KEYS, TEMPLATES, ROWS)
"""Without ``published.json`` the data's age counts from the commit."""
LATE = ("slow", "endless")
WORD = "[data-verdict]:not([data-verdict=''])"


@dataclass
class Look:
    """One visit to a site of its own, and every verdict that its page has shown."""

    page: Page
    site: Site
    words: list[str] = field(default_factory=list)

    def wait(self, word: str, seconds: float = 15) -> None:
        self.page.wait_for_selector(f"[data-verdict='{word}']", timeout=seconds * 1000)

    @property
    def codes(self) -> str:
        return self.page.locator(".log").first.text_content() or ""


WATCH = """
const seen = [];
addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
  const word = document.querySelector("[data-verdict]")?.getAttribute("data-verdict");
  if (word && word !== seen.at(-1)) seen.push(word);
}).observe(document.documentElement, { subtree: true, childList: true, attributes: true }));
window.verdictsSeen = seen;
"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    found = browser.new_context(locale="en-GB")
    found.clock.set_fixed_time(NOW)
    found.add_init_script(WATCH)
    yield found
    found.close()


@contextlib.contextmanager
def looks(context: BrowserContext, path: str, by: str, faults: Mapping[str, Fault]) -> Iterator[dict[str, Look]]:
    """A visit for each fault of ``path``, all at once: most of the time is waiting."""
    errors: list[str] = []
    with contextlib.ExitStack() as stack:
        found = {}
        for name, fault in faults.items():
            site = stack.enter_context(running_site())
            site.answers[path] = fault
            page = context.new_page()
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.goto(f"{site.address}/v/#{CARD}" if by == "card" else f"{site.address}/v/")
            if by == "file":
                page.wait_for_selector("#form:visible")
                data = GOOD["signed_rfc8785"].encode()
                page.set_input_files("#file", {"name": "me.json", "mimeType": "application/json", "buffer": data})
            found[name] = Look(page, site)
        yield found
        for look in found.values():
            look.words = look.page.evaluate("verdictsSeen")
            look.page.close()
    assert errors == []
    wrong = {name: look.words for name, look in found.items() if not set(look.words) <= {"valid", "cannot_tell"}}
    assert wrong == {}


BY = ["card", pytest.param("file", marks=pytest.mark.slow)]
"""A link at the desk, a file, too, in ``make test-slow``: both ask for the same files."""
PATHS = [KEYS, ROWS, *(pytest.param(path, marks=pytest.mark.slow) for path in NEEDED if path not in (KEYS, ROWS))]
UNNEEDED = [PUBLISHED, pytest.param("lookup/0/facts.en.json", marks=pytest.mark.slow)]


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("path", PATHS)
class TestNeeded:
    def test_without_it_nobody_can_tell(self, context: BrowserContext, path: str, by: str) -> None:
        with looks(context, path, by, {name: fault for name, fault in FAULTS.items() if name not in LATE}) as found:
            for name, look in found.items():
                look.wait("cannot_tell")
                assert "data could not be reached" in look.page.inner_text(".verdict"), name
                assert "check again" in look.page.inner_text(".next"), name
                assert "data-missing" in look.codes, name
        assert {name: look.words for name, look in found.items()} == {name: ["cannot_tell"] for name in found}

    def test_late_it_is_first_not_known(self, context: BrowserContext, path: str, by: str) -> None:
        """After three seconds the page says so; an answer that comes later changes it."""
        with looks(context, path, by, {name: FAULTS[name] for name in LATE}) as found:
            for look in found.values():
                look.wait("cannot_tell", 6)
                assert "has not answered yet" in look.page.inner_text(".verdict")
                assert "check again" in look.page.inner_text(".next")
            found["slow"].wait("valid")
        assert found["slow"].words == ["cannot_tell", "valid"]
        assert found["endless"].words == ["cannot_tell"]


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("path", UNNEEDED)
def test_what_is_not_needed_takes_nothing_from_the_verdict(context: BrowserContext, path: str, by: str) -> None:
    """Without a time of publication the age counts from the commit; facts come after the verdict."""
    late = LATE if path == PUBLISHED else ()
    with looks(context, path, by, {name: fault for name, fault in FAULTS.items() if name != "endless"}) as found:
        for look in found.values():
            look.wait("valid", 20)
            assert "Genuine and current" in look.page.inner_text(".verdict")
    assert all(look.words == ["valid"] for name, look in found.items() if name not in late)


@pytest.mark.slow
def test_an_answer_that_never_ends_is_given_up(context: BrowserContext) -> None:
    with looks(context, ROWS, "card", {"endless": endless}) as found:
        look = found["endless"]
        look.page.wait_for_selector("text=data could not be reached", timeout=40_000)
        assert "data-missing" in look.codes


@pytest.mark.parametrize("path", FILES)
def test_another_host_is_never_asked(context: BrowserContext, path: str) -> None:
    """Not by a redirect either: there the very files are ready."""
    with running_site() as other:
        faults = {"redirect": redirect(other.address)}
        with looks(context, path, "card", faults) as found:
            found["redirect"].wait("cannot_tell" if path in NEEDED else "valid")
        assert other.asked == []
    with running_site() as same:
        same.files[f"moved/{path}"] = (VECTORS / "site" / path).read_text(encoding="utf-8")
        same.answers[path] = lambda request, body: _moved(request, body, path)
        page = context.new_page()
        page.goto(f"{same.address}/v/#{CARD}")
        page.wait_for_selector("[data-verdict=valid]")
        assert f"moved/{path}" in same.asked, "the twin: a redirect within the host is followed"


def _moved(request: BaseHTTPRequestHandler, body: bytes, path: str) -> None:
    request.send_response(302)
    request.send_header("Location", f"/moved/{path}")
    request.send_header("Content-Length", "0")
    request.end_headers()


@dataclass(frozen=True)
class Both:
    """Two real sites of one registry, and learners: of the first, of the second only, and one revoked in between."""

    old: Path
    new: Path
    good: Held
    later: Held
    revoked: Held


@pytest.fixture(scope="module")
def both(first_world: World, tmp_path_factory: pytest.TempPathFactory) -> Both:
    folder = tmp_path_factory.mktemp("two")
    estate = Estate(founded(first_world, folder))
    good, revoked = estate.issue("a", "Ada", "Badrul")
    _build(estate, folder / "old", "2026-05-28T00:00:00Z")
    # Without a grade: another template, so sources are numbered otherwise than before.
    out, rows = folder / "b", estate.world.list("name,path\nChen,m2\nDevi,m2\n")
    estate.world.issued(rows, "--issued-on", "2026-05-28", "--out", str(out))
    estate.commit("class b")
    estate.revoke(revoked)
    _build(estate, folder / "new", "2026-06-01T00:00:00Z")
    return Both(folder / "old", folder / "new", good, held_in(out)[0], revoked)


def _build(estate: Estate, out: Path, at: str) -> None:
    done = estate.world.run("build", "--repo", str(estate.repo), "--out", str(out), "--published-at", at)
    assert done.returncode == 0, done.stderr


class TestTwoPublications:
    """Every way in which the four files of two publications can come together."""

    def test_only_one_whole_publication_is_believed(self, visit: Visit, site: Site, both: Both) -> None:
        learners = {"good": both.good, "later": both.later, "revoked": both.revoked}
        found: dict[tuple[str, ...], dict[str, str]] = {}
        for parts in product(("old", "new"), repeat=len(FILES)):
            for path, part in zip(FILES, parts, strict=True):
                site.files[path] = (getattr(both, part) / path).read_text(encoding="utf-8")
            found[parts] = {}
            for name, held in learners.items():
                open_page(visit, site, held.link.partition("#")[2], at="2026-06-02T00:00:00Z")
                found[parts][name] = visit.verdict()
                visit.page.goto("about:blank")
        assert found.pop(("old",) * 4) == {"good": "valid", "later": "cannot_tell", "revoked": "valid"}
        assert found.pop(("new",) * 4) == {"good": "valid", "later": "valid", "revoked": "revoked"}
        assert len(found) == 14
        for parts, words in found.items():
            assert set(words.values()) <= {"cannot_tell", "revoked"}, parts
            assert words["good"] == words["later"] == "cannot_tell", parts

    def test_the_page_says_what_it_is_and_mends_itself(self, visit: Visit, site: Site, both: Both) -> None:
        """Fetched again once: a visitor in the moment of publication sees nothing of it."""
        site.folder = both.new
        old = {path: (both.old / path).read_bytes() for path in (KEYS, PUBLISHED)}
        asked = dict.fromkeys(old, 0)

        def first_old(request: BaseHTTPRequestHandler, body: bytes) -> None:
            path = request.path.lstrip("/")
            asked[path] += 1
            answer(request, old[path] if asked[path] == 1 or stuck else body)

        site.answers |= dict.fromkeys(old, first_old)
        stuck = False
        open_page(visit, site, both.later.link.partition("#")[2], at="2026-06-02T00:00:00Z")
        assert visit.verdict() == "valid"
        assert asked == {KEYS: 2, PUBLISHED: 2}
        stuck = True
        visit.page.goto("about:blank")
        open_page(visit, site, both.later.link.partition("#")[2], at="2026-06-02T00:00:00Z")
        assert visit.verdict() == "cannot_tell"
        assert "being published at this moment" in visit.page.inner_text(".verdict")
        assert "Check again in a minute" in visit.page.inner_text(".next")
        assert "data-mixed" in (visit.page.locator(".log").text_content() or "")


class TestParts:
    """Scripts that the page fetches when it needs them, and does not get."""

    @pytest.mark.parametrize("fault", [not_found, portal])
    def test_words_that_do_not_come(self, context: BrowserContext, fault: Fault) -> None:
        for part, query, spoken in (("ms", "?lang=ms", "en"), ("ar", "?lang=ar", "en")):
            with running_site() as site:
                site.answers[f"verify.{part}.js"] = fault
                page = context.new_page()
                page.goto(f"{site.address}/v/{query}#{CARD}")
                page.wait_for_selector("[data-verdict=valid]")
                assert page.get_attribute("html", "lang") == spoken

    def test_without_any_words_no_verdict_stands_there(self, context: BrowserContext) -> None:
        with running_site() as site:
            for language in ("en", "ms", "ar"):
                site.answers[f"verify.{language}.js"] = not_found
            page = context.new_page()
            page.goto(f"{site.address}/v/#{CARD}")
            page.wait_for_timeout(4_000)
            assert page.locator(WORD).count() == 0
            assert "valid" not in page.inner_text("body").lower()

    @pytest.mark.parametrize("fault", [not_found, portal])
    def test_without_the_part_on_strangers_nothing_is_held_against_one(
        self, context: BrowserContext, fault: Fault
    ) -> None:
        stranger = vector("outside-did-key")
        for part, state in (("outside.js", "data-missing"), ("help.js", "outside-signature")):
            with running_site() as site:
                site.answers[part] = fault
                page = context.new_page()
                page.goto(f"{site.address}/v/")
                page.wait_for_selector("#form:visible")
                page.fill("#paste", stranger["input"])
                page.click("#form button[type=submit]")
                page.wait_for_selector("[data-verdict=cannot_tell]")
                page.wait_for_selector(".outside-checks")
                assert state in (page.locator(".log").text_content() or "")

    @pytest.mark.parametrize("fault", [not_found, portal])
    @pytest.mark.parametrize("part", ["share.js", "help.js", "receipt.js", "later.en.js", "device.js", "canonize.js"])
    def test_other_parts_take_nothing_from_the_verdict(self, context: BrowserContext, part: str, fault: Fault) -> None:
        with running_site() as site:
            site.answers[part] = fault
            page = context.new_page()
            errors: list[str] = []
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.goto(f"{site.address}/v/#{CARD}")
            page.wait_for_selector("[data-verdict=valid]")
            page.locator(".log summary").click()
            page.wait_for_selector(".log code")
            page.locator("#help summary").click()
            page.get_by_role("button", name="Save the credential").click()
            page.wait_for_timeout(300)
            page.click(".receipt-of-one")
            if part in ("device.js", "canonize.js"):
                page.wait_for_selector(".receipt .sheet")
            missed = page.get_by_text("This did not work. See whether this device is online")
            if part in ("share.js", "help.js", "receipt.js", "later.en.js"):
                missed.first.wait_for(state="attached")
            else:
                assert missed.count() == 0
            assert re.findall(r"\b(?:help|log|action)\.[a-z]+", page.inner_text("body")) == []
            assert page.get_attribute(WORD, "data-verdict") == "valid"
            assert errors == []

    @pytest.mark.parametrize("fault", [not_found, portal])
    def test_a_pdf_whose_reader_does_not_come_says_nothing_against_anybody(
        self, context: BrowserContext, fault: Fault
    ) -> None:
        with running_site() as site:
            site.answers["containers.js"] = fault
            page = context.new_page()
            page.goto(f"{site.address}/v/")
            page.wait_for_selector("#form:visible")
            data = b"%PDF-1.7\n" + b"x" * 500
            page.set_input_files("#file", {"name": "me.pdf", "mimeType": "application/pdf", "buffer": data})
            page.wait_for_selector("[data-verdict=cannot_tell]")
            assert page.inner_text(".next")
