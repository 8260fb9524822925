"""Files with credentials inside, on the verify page: chosen and dropped, good, altered and empty, and hostile ones."""

import base64
import json
import re
import time
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest

from tests.browser.conftest import Visit
from tests.browser.site import ROOT, Site
from tests.browser.test_verify_page import AXE, open_page
from tests.containers import hostile
from tests.containers.files import badge, certificate, saved_again
from tools.vectors.cases_containers import FORGED, GOOD, JWT, OTHER
from tools.vectors.packed import attachment, baked, element, pdf, png, svg

pytestmark = pytest.mark.browser

MAKERS: Mapping[str, object] = {
    "pdf": lambda text: certificate({"credential.json": text.encode()} if text else {}),
    "png": lambda text: badge(text) if text else png(),
    "svg": lambda text: svg(element(text)) if text else svg(),
}
MARKS = re.compile("[\u2066-\u2069]")
"""What keeps a value in its own direction."""
TYPES = {"pdf": "application/pdf", "png": "image/png", "svg": "image/svg+xml"}
EMPTY = {
    "pdf": "This PDF has no credential attached to it.",
    "png": "This is a picture without a credential in it.",
    "svg": "This is a picture without a credential in it.",
}
DROP = """
([name, type, base64]) => {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, {type}));
  document.dispatchEvent(new DragEvent("drop", {dataTransfer: data, cancelable: true}));
}
"""


def made(kind: str, text: str) -> bytes:
    """A file of a kind, with a credential in it or none."""
    found: bytes = MAKERS[kind](text)  # type: ignore[operator]
    return found


def choose(visit: Visit, path: Path) -> str:
    """The word on the page after this file was chosen."""
    visit.page.locator("#form").wait_for()
    visit.page.evaluate("document.querySelector('[data-verdict]')?.remove()")
    visit.page.set_input_files("#file", str(path))
    return visit.verdict()


def violations(visit: Visit) -> list[str]:
    """What axe finds wrong."""
    visit.page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = visit.page.evaluate("axe.run().then(({violations}) => violations.map(({id}) => id))")
    return found


def file(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("kind", MAKERS)
class TestEachKind:
    def test_chosen(self, visit: Visit, site: Site, tmp_path: Path, kind: str) -> None:
        open_page(visit, site)
        assert choose(visit, file(tmp_path, "x", made(kind, GOOD))) == "valid"
        text = visit.page.inner_text(".result")
        assert "Aisyah binti Rahman" in text
        assert "was not checked; compare it with what stands here" in text
        assert choose(visit, file(tmp_path, "y", made(kind, FORGED))) == "invalid"
        assert "not proven" in visit.page.inner_text(".claimed")
        assert choose(visit, file(tmp_path, "z", made(kind, ""))) == "cannot_tell"
        assert EMPTY[kind] in visit.page.inner_text(".verdict")
        assert visit.page.locator(".claimed, .document").count() == 0
        assert visit.page.locator(".next").inner_text() != ""

    def test_dropped(self, visit: Visit, site: Site, kind: str) -> None:
        open_page(visit, site)
        visit.page.locator("#form").wait_for()
        for text, word in ((GOOD, "valid"), (FORGED, "invalid")):
            visit.page.evaluate("document.querySelector('[data-verdict]')?.remove()")
            visit.page.evaluate(DROP, [f"x.{kind}", TYPES[kind], base64.b64encode(made(kind, text)).decode()])
            assert visit.verdict() == word

    @pytest.mark.parametrize("language", ["en", "ms", "ar"])
    def test_in_words_without_a_fault(self, visit: Visit, site: Site, tmp_path: Path, kind: str, language: str) -> None:
        open_page(visit, site, query=f"?lang={language}")
        words = json.loads((ROOT / "spec" / "messages" / f"{language}.json").read_text("utf-8"))
        assert choose(visit, file(tmp_path, "x", made(kind, GOOD))) == "valid"
        assert words[f"container.{kind}"] in visit.page.inner_text(".result")
        visit.page.click(".log summary")
        said = words["code.parse"].format(kind=words[f"kind.in.{kind}"].format(kind=words["kind.json"]))
        visit.page.locator(".log .hint").wait_for()
        assert said in MARKS.sub("", visit.page.inner_text(".log"))
        assert violations(visit) == []
        assert choose(visit, file(tmp_path, "y", made(kind, ""))) == "cannot_tell"
        code = "parse-pdf-empty" if kind == "pdf" else "parse-picture"
        assert words[f"code.{code}"] in visit.page.inner_text(".verdict")
        assert words[f"code.{code}.next"] in visit.page.inner_text(".next")


class TestWords:
    def test_each_failure_has_its_own(self, visit: Visit, site: Site, tmp_path: Path) -> None:
        words = json.loads((ROOT / "spec" / "messages" / "en.json").read_text("utf-8"))
        locked = saved_again(made("pdf", GOOD), encryption=pikepdf.Encryption(owner="x", user=""))
        files = {
            "parse-pdf-locked": locked,
            "parse-container-damaged": png(baked(GOOD))[:-90],
            "parse-container-too-large": pdf(attachment(GOOD)) + b" " * hostile.LIMIT,
            "parse-token": png(baked(JWT)),
            "parse-picture": b"\xff\xd8\xff\xe0" + bytes(90),
            "parse-not-json": b"<!doctype html><title>x</title>",
        }
        open_page(visit, site)
        for code, data in files.items():
            assert choose(visit, file(tmp_path, code, data)) == "cannot_tell"
            assert words[f"code.{code}"] in visit.page.inner_text(".verdict")
            assert words[f"code.{code}.next"] in visit.page.inner_text(".next")

    def test_two_in_one_are_two_results(self, visit: Visit, site: Site, tmp_path: Path) -> None:
        open_page(visit, site)
        two = certificate({"a.json": GOOD.encode(), "b.json": FORGED.encode(), "c.json": OTHER.encode()})
        choose(visit, file(tmp_path, "two.pdf", two))
        visit.page.locator(".result").nth(2).wait_for()
        words = [one.get_attribute("data-verdict") for one in visit.page.locator(".verdict").all()]
        assert sorted(map(str, words)) == ["invalid", "valid", "valid"]

    def test_without_the_part_nothing_is_said_of_the_file(self, visit: Visit, site: Site, tmp_path: Path) -> None:
        site.files["containers.js"] = None
        open_page(visit, site)
        assert choose(visit, file(tmp_path, "x.pdf", made("pdf", GOOD))) == "cannot_tell"
        assert "could not be loaded" in visit.page.inner_text(".verdict")
        assert choose(visit, file(tmp_path, "x.json", GOOD.encode())) == "valid"

    def test_the_part_is_fetched_when_it_is_needed(self, visit: Visit, site: Site, tmp_path: Path) -> None:
        open_page(visit, site)
        assert choose(visit, file(tmp_path, "x.json", GOOD.encode())) == "valid"
        assert "containers.js" not in site.asked
        assert choose(visit, file(tmp_path, "x.svg", made("svg", GOOD))) == "valid"
        assert "containers.js" in site.asked


class TestHostile:
    @pytest.mark.parametrize(
        "name", ["pdf-digits", "pdf-names", "pdf-attached", "svg-values", "svg-equals", "png-chunks"]
    )
    def test_noise_ends_soon(self, visit: Visit, site: Site, tmp_path: Path, name: str) -> None:
        open_page(visit, site)
        choose(visit, file(tmp_path, "warm.svg", made("svg", GOOD)))
        path = file(tmp_path, "x", hostile.noise(name))
        slowness, begun = _slowness(visit), time.perf_counter()
        assert choose(visit, path) == "cannot_tell"
        assert time.perf_counter() - begun < 2.0 * slowness

    @pytest.mark.parametrize("name", ["bomb.png", "bomb.pdf", "bomb-in-bomb.pdf", "many-bombs.pdf"])
    def test_bombs_end_soon(self, visit: Visit, site: Site, tmp_path: Path, name: str) -> None:
        open_page(visit, site)
        choose(visit, file(tmp_path, "warm.svg", made("svg", GOOD)))
        path = file(tmp_path, name, hostile.bombs()[name])
        slowness, begun = _slowness(visit), time.perf_counter()
        assert choose(visit, path) == "cannot_tell"
        assert time.perf_counter() - begun < 2.0 * slowness
        assert "damaged" in visit.page.inner_text(".verdict")

    def test_no_script_runs_and_nobody_else_is_asked(self, visit: Visit, site: Site, tmp_path: Path) -> None:
        open_page(visit, site)
        for name, data in hostile.with_script().items():
            word = choose(visit, file(tmp_path, name, data))
            assert word == ("valid" if name == "entity.svg" else "invalid")
            assert visit.page.evaluate("window.bad") is None
            assert visit.page.locator(".result script, .result img").count() == 0
        assert [url for url in visit.requested if not url.startswith(site.address)] == []


def _slowness(visit: Visit) -> float:
    """How much slower than an idle machine this one is now: other work may run beside it."""
    begun = time.perf_counter()
    visit.page.evaluate("() => { let sum = 0; for (let i = 0; i < 1e8; i++) sum = (sum + i) % 7; return sum }")
    return max(1.0, (time.perf_counter() - begun) / 0.3)
