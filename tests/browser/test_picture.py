"""Photos and screenshots of codes, handed to the verify page as files, by dropping and by pasting."""

import base64
import io
import struct
import time
import zlib

import pytest
from PIL import Image
from playwright.sync_api import FilePayload

from benchmarks.photos import MODERATE, photo, print_of
from bukti.card import read_payload
from bukti.card.spelling import to_decimal
from bukti.issuing.qr import qr_code, svg
from tests.browser.conftest import Visit
from tests.browser.seen import BASE, DIGITS, code, code_of, on_paper
from tests.browser.site import Site
from tests.browser.test_verify_page import GOOD, open_page, vector

pytestmark = pytest.mark.browser
KINDS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "GIF": "image/gif", "AVIF": "image/avif"}


def stored(picture: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def choose(visit: Visit, name: str, data: bytes, kind: str = "image/png") -> None:
    visit.page.wait_for_selector("#form:visible")
    visit.page.set_input_files("#file", FilePayload(name=name, mimeType=kind, buffer=data))


def hand_over(visit: Visit, event: str, data: bytes) -> None:
    """Drops or pastes a picture."""
    visit.page.evaluate(
        """([event, text]) => {
          const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
          const data = new DataTransfer();
          data.items.add(new File([bytes], "image.png", {type: "image/png"}));
          const how = {bubbles: true, cancelable: true};
          document.body.dispatchEvent(event === "drop"
            ? new DragEvent("drop", {...how, dataTransfer: data})
            : new ClipboardEvent("paste", {...how, clipboardData: data}));
        }""",
        [event, base64.b64encode(data).decode()],
    )


def blank_png(width: int, height: int) -> bytes:
    """A large white picture in a small file."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * ((width + 7) // 8)) * height, 6)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def remark(visit: Visit) -> str:
    """What the page says of a picture that holds no card."""
    assert visit.verdict() == "cannot_tell"
    return visit.page.inner_text(".elsewhere")


class TestWaysIn:
    @pytest.mark.parametrize("kind", KINDS)
    def test_a_photo_of_a_code_as_a_file(self, visit: Visit, site: Site, kind: str) -> None:
        open_page(visit, site)
        choose(visit, f"photo.{kind.lower()}", stored(on_paper(code()), kind), KINDS[kind])
        assert visit.verdict() == "valid"
        assert "Aisyah binti Rahman" in visit.page.inner_text(".document")

    @pytest.mark.parametrize("event", ["drop", "paste"])
    def test_dropped_or_pasted(self, visit: Visit, site: Site, event: str) -> None:
        open_page(visit, site)
        visit.page.wait_for_selector("#form:visible")
        hand_over(visit, event, stored(on_paper(code()), "PNG"))
        assert visit.verdict() == "valid"

    def test_the_learner_s_own_pictures_of_the_code(self, visit: Visit, site: Site) -> None:
        open_page(visit, site)
        choose(visit, "001.png", stored(code(), "PNG"))
        assert visit.verdict() == "valid"
        drawing = svg(qr_code((f"{BASE}/v/#".encode(), DIGITS)))
        visit.page.reload()
        choose(visit, "001.svg", drawing, "image/svg+xml")
        assert visit.verdict() == "valid"

    def test_a_look_alike_address_is_named(self, visit: Visit, site: Site) -> None:
        open_page(visit, site)
        choose(visit, "photo.png", stored(on_paper(code(base="https://bukti-example.evil.test")), "PNG"))
        assert visit.verdict() == "valid"
        assert "bukti-example.evil.test" in visit.page.inner_text(".elsewhere")
        assert not [url for url in visit.requested if "evil" in url]

    def test_each_card_of_a_picture_is_judged(self, visit: Visit, site: Site) -> None:
        changed = to_decimal(read_payload(vector("card-grade-changed")["input"]))
        open_page(visit, site)
        choose(visit, "two.png", stored(on_paper(code(), code(changed), side=400), "PNG"))
        visit.verdict()
        words = {each.get_attribute("data-verdict") for each in visit.page.locator("[data-verdict]").all()}
        assert words == {"valid", "invalid"}

    def test_a_poor_photo(self, visit: Visit, site: Site) -> None:
        """As in the print test: blurred, turned, tilted, unevenly lit, soiled and much compressed."""
        picture = photo(print_of(f"{BASE}/v/#", DIGITS), MODERATE)
        open_page(visit, site)
        choose(visit, "photo.jpg", stored(picture, "JPEG"), "image/jpeg")
        assert visit.verdict() == "valid"

    def test_nothing_is_loaded_for_those_who_have_no_picture(self, visit: Visit, site: Site) -> None:
        open_page(visit, site, GOOD["link"].split("#")[1])
        assert visit.verdict() == "valid"
        assert not {"picture.js", "picture-worker.js", "camera.js"} & set(site.asked)


class TestWithoutCard:
    @pytest.mark.parametrize(
        ("language", "words"), [("en", "No code was found"), ("ms", "Tiada kod ditemukan"), ("ar", "لم يُعثر على رمز")]
    )
    def test_no_code(self, visit: Visit, site: Site, language: str, words: str) -> None:
        open_page(visit, site, query=f"?lang={language}")
        choose(visit, "photo.png", stored(on_paper(), "PNG"))
        assert words in remark(visit)

    def test_another_code(self, visit: Visit, site: Site) -> None:
        open_page(visit, site)
        choose(visit, "photo.png", stored(on_paper(code_of("https://evil.test/menu")), "PNG"))
        assert "not that of a credential" in remark(visit)

    @pytest.mark.parametrize(
        "data", [b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"\xff\xd8\xff\xe0" + b"x" * 900, b"", b"GIF89a"]
    )
    def test_a_broken_picture(self, visit: Visit, site: Site, data: bytes) -> None:
        open_page(visit, site)
        choose(visit, "photo.png", data)
        assert "cannot be opened as a picture" in remark(visit)

    def test_a_cut_photo_is_read_as_far_as_it_goes(self, visit: Visit, site: Site) -> None:
        whole = stored(on_paper(code(), size=(1280, 2000)), "JPEG")
        open_page(visit, site)
        choose(visit, "photo.jpg", whole[: len(whole) - 400], "image/jpeg")
        assert visit.verdict() in {"valid", "cannot_tell"}

    def test_more_pixels_than_are_unpacked(self, visit: Visit, site: Site) -> None:
        open_page(visit, site)
        choose(visit, "huge.png", blank_png(10_000, 10_000))
        assert "more than 64 million pixels" in remark(visit)

    @pytest.mark.parametrize(
        "shapes",
        [
            "<script>fetch('https://evil.test/')</script>",
            "<image href='https://evil.test/x.png' width='9' height='9'/>",
            "<g id='a'><path d='M0 0h9'/></g><use href='#a'/>",
        ],
    )
    def test_a_drawing_of_more_than_shapes_is_not_drawn(self, visit: Visit, site: Site, shapes: str) -> None:
        open_page(visit, site)
        drawing = f"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>{shapes}</svg>"
        choose(visit, "drawing.svg", drawing.encode(), "image/svg+xml")
        assert "cannot be opened as a picture" in remark(visit)
        assert not [url for url in visit.requested if "evil" in url]

    @pytest.mark.parametrize("file", ["picture.js", "picture-worker.js"])
    def test_a_reader_that_does_not_come_says_nothing_of_the_credential(
        self, visit: Visit, site: Site, file: str
    ) -> None:
        site.files[file] = None
        open_page(visit, site)
        choose(visit, "photo.png", stored(on_paper(code()), "PNG"))
        words = {"picture.js": "could not be loaded", "picture-worker.js": "cannot be read here"}
        assert words[file] in remark(visit)


class TestLargePictures:
    @pytest.mark.parametrize(("kind", "mime"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
    def test_fifty_megapixels_end_soon_and_the_page_stays_usable(
        self, visit: Visit, site: Site, kind: str, mime: str
    ) -> None:
        large = on_paper(code(), size=(8_660, 5_774), side=1_500)
        data = stored(large, kind)
        open_page(visit, site)
        visit.page.evaluate(WATCH_FRAMES)
        begun = time.monotonic()
        choose(visit, "photo", data, mime)
        word = visit.verdict()
        taken = time.monotonic() - begun
        assert word == "valid" or "took too long" in remark(visit)
        assert taken < 5  # of which the reader has two; the rest is for handing the file over to the browser
        assert visit.page.evaluate("window.longest") < 1_000

    def test_a_reader_without_end_is_ended(self, visit: Visit, site: Site) -> None:
        site.files["picture-worker.js"] = "self.onmessage = () => { for (;;); };"
        open_page(visit, site)
        begun = time.monotonic()
        choose(visit, "photo.png", stored(on_paper(code()), "PNG"))
        assert "took too long" in remark(visit)
        assert time.monotonic() - begun < 4


WATCH_FRAMES = """
() => {
  window.longest = 0;
  let last = performance.now();
  const tick = () => {
    window.longest = Math.max(window.longest, performance.now() - last);
    last = performance.now();
    setTimeout(tick, 20);
  };
  tick();
}
"""
