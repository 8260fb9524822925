"""Every verdict, and every reason for one, on the page: its own words and next step in each language."""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Visit
from tests.browser.site import ROOT, VECTORS, Site
from tests.browser.test_verify_page import AXE, CARD, NOW

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "ms", "ar")
ELSEWHERE = frozenset({"position-unknown"})
"""Codes that lead a verdict, but never on a page: a published site has no batch without a position (VER-15)."""
LEADING = frozenset({"parse", "shape", "issuer", "signature", "registered", "definition", "authority", "freshness"})
UNFILLED = re.compile(r"\{[a-z]+\}|\b(?:verdict|code|status|reason|check)\.[a-z_-]+")


@dataclass(frozen=True, kw_only=True)
class State:
    """One verdict with the code that leads to it, and a vector that shows it."""

    verdict: str
    code: str
    vector: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.verdict}/{self.code or 'all-passed'}"

    @property
    def bytes(self) -> bytes:
        if "input_base64" in self.vector:
            return base64.b64decode(self.vector["input_base64"])
        if "input_repeat" in self.vector:
            text, times = self.vector["input_repeat"]
            return str(text * times).encode()
        return str(self.vector["input"]).encode()


@cache
def states() -> tuple[State, ...]:
    """One for each verdict and leading code that the vectors know, in the order of their names."""
    found: dict[tuple[str, str], State] = {}
    for path in sorted((VECTORS / "verify").glob("*.json")):
        vector = json.loads(path.read_bytes())
        if vector.get("at_hand") or vector.get("expect_more"):
            continue
        check, verdict = vector["expect"]["must_fail"], vector["expect"]["verdict"]
        code = vector["expect"]["checks"][check][0] if check else ""
        found.setdefault((verdict, code), State(verdict=verdict, code=code, vector=vector))
    return tuple(found[key] for key in sorted(found))


@cache
def messages(language: str) -> Mapping[str, str]:
    found: Mapping[str, str] = json.loads((ROOT / "spec" / "messages" / f"{language}.json").read_text("utf-8"))
    return found


def test_every_code_that_can_lead_is_shown() -> None:
    """What no vector leads to would be shown to somebody for the first time in earnest."""
    codes = json.loads((ROOT / "spec" / "codes.json").read_text("utf-8"))["codes"]
    leading = {one["code"] for one in codes if one["state"] != "passed" and LEADING & set(one["checks"])}
    strangers = {one["code"] for one in codes if one["source"] in {"VER-27", "VER-28", "VER-29", "VER-30", "VER-31"}}
    shown = {state.code for state in states()} | {"browser-too-old", "parse-part-missing"}
    assert leading - strangers - ELSEWHERE - shown == set()


def show(visit: Visit, site: Site, state: State) -> None:
    """Hand the state's input over as a file, beside the data that its vector has."""
    site.files.clear()
    site.files["device.js"] = None  # what is kept on the device would answer where a vector's data cannot be had
    site.files.update(state.vector.get("files", {}))
    visit.page.clock.set_fixed_time(state.vector["at"])
    # The state before this one may have the same word.
    visit.page.evaluate("document.querySelectorAll('.result').forEach((old) => old.setAttribute('data-before', ''))")
    visit.page.set_input_files("#file", {"name": "credential.json", "mimeType": "text/plain", "buffer": state.bytes})
    visit.page.wait_for_selector(f".result:not([data-before]) [data-verdict={state.verdict}]", timeout=8_000)


def faults_of(visit: Visit, state: State, language: str) -> Iterator[str]:
    """What is wrong with the page as it stands."""
    words = messages(language)
    is_outside = state.code == "issuer-outside"
    title = words[f"verdict.{'outside' if is_outside else state.verdict}.title"]
    said = visit.page.inner_text("[data-verdict]")
    if title not in said:
        yield f"title: {said}"
    sentence = said.replace(title, "").strip()
    if not sentence:
        yield "no sentence beside the title"
    # "invalid" has one sentence a code; two that say the same would leave a help desk in the dark.
    if state.verdict == "cannot_tell" and f"code.{state.code}.next" not in words and state.code != "blocked":
        yield "no next step of its own"
    if state.verdict != "valid" and not visit.page.inner_text(".next").strip():
        yield "no next step"
    body = visit.page.inner_text("main")
    if unfilled := UNFILLED.findall(body):
        yield f"unfilled: {unfilled}"
    codes = visit.page.locator(".log code").all_text_contents()
    if state.code and state.code not in codes:
        yield f"the code is not in the log: {codes}"


def axe_faults(visit: Visit) -> list[str]:
    found = visit.page.evaluate("axe.run().then(({violations}) => violations)")
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in found]


AT_THE_DESK = {("light", "en"), ("dark", "ar")}
"""What ``make test`` looks at; ``make test-slow`` looks at every language in light and dark."""
LOOKS = [
    pytest.param(*look, marks=[] if look in AT_THE_DESK else pytest.mark.slow)
    for look in product(("light", "dark"), LANGUAGES)
]


@pytest.mark.parametrize(("scheme", "language"), LOOKS)
def test_each_state_has_its_words_and_nothing_for_axe(browser: Browser, site: Site, language: str, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        locale="en-GB",
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    visit = Visit(context.new_page())
    visit.page.clock.set_fixed_time(NOW)
    visit.page.goto(f"{site.address}/v/?lang={language}")
    visit.page.wait_for_selector(f"html[lang={language}]")
    visit.page.evaluate(AXE.read_text(encoding="utf-8"))
    wrong: dict[str, list[str]] = {}
    sentences: dict[str, str] = {}
    for state in states():
        show(visit, site, state)
        faults = [*faults_of(visit, state, language), *axe_faults(visit)]
        visit.page.locator("details.log > summary").first.click()
        faults += axe_faults(visit)
        sentences[state.name] = visit.page.inner_text("[data-verdict]")
        if faults:
            wrong[state.name] = faults
    context.close()
    assert wrong == {}
    assert visit.errors == []
    assert len(sentences) >= 45


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_browser_without_the_algorithm_is_told_so(visit: Visit, site: Site, language: str) -> None:
    """Neither Web Crypto nor the fallback: nothing against the holder, and what to do."""
    site.files["ed25519.js"] = None
    visit.page.add_init_script(
        "SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException('no', 'NotSupportedError'))"
    )
    visit.page.clock.set_fixed_time(NOW)
    visit.page.goto(f"{site.address}/v/?lang={language}#{CARD}")
    assert visit.verdict() == "cannot_tell"
    assert messages(language)["code.browser-too-old"] in visit.page.inner_text("[data-verdict]")
    assert messages(language)["code.browser-too-old.next"] in visit.page.inner_text(".next")
    assert "browser-too-old" in visit.page.locator(".log code").all_text_contents()
    visit.page.evaluate(AXE.read_text(encoding="utf-8"))
    assert axe_faults(visit) == []
