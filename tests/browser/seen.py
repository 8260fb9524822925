"""What a camera or a photo shows: a learner's QR code as ``bukti issue`` draws it, on paper, and a film of it."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageFilter
from playwright.sync_api import Browser, BrowserType

from bukti.issuing.qr import png, qr_code
from tests.browser.test_verify_page import GOOD

Put = Callable[[int], Image.Image]
BASE = "https://bukti.example"
DIGITS = str(int.from_bytes(bytes.fromhex(GOOD["card"]["hex"]), "big"))
"""The card of the vectors' first credential, as a code holds it."""
PAPER = 232


def code(digits: str = DIGITS, base: str = BASE) -> Image.Image:
    """The learner's picture of the code, 8 pixels a module."""
    return Image.open(io.BytesIO(png(qr_code((f"{base}/v/#".encode(), digits))))).convert("L")


def code_of(text: str) -> Image.Image:
    """Any other QR code."""
    return Image.open(io.BytesIO(png(qr_code((text.encode(), "1"))))).convert("L")


def on_paper(*codes: Image.Image, size: tuple[int, int] = (1280, 720), side: int = 420) -> Image.Image:
    """Codes beside one another on a sheet."""
    paper = Image.new("L", size, PAPER)
    for place, one in enumerate(codes, start=1):
        drawn = one.resize((side, side), Image.Resampling.BICUBIC)
        paper.paste(drawn, (size[0] * place // (len(codes) + 1) - side // 2, (size[1] - side) // 2))
    return paper


def moving(still: Image.Image) -> list[Image.Image]:
    """A hand's film of it: turned a little, drifting, not quite sharp."""
    return [
        still.rotate(step - 3, Image.Resampling.BICUBIC, translate=(step * 5, -step * 3), fillcolor=PAPER).filter(
            ImageFilter.GaussianBlur(1.2)
        )
        for step in range(6)
    ]


def film(frames: list[Image.Image], path: Path) -> Path:
    """The frames as the uncompressed film that Chromium takes for a camera."""
    width, height = frames[0].size
    grey = b"\x80" * (width * height // 2)
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n".encode())
        for frame in frames:
            file.write(b"FRAME\n" + frame.convert("L").tobytes() + grey)
    return path


@contextmanager
def browser_with_camera(kind: BrowserType, chromium: str, shown: Path | None) -> Iterator[Browser]:
    """A Chromium whose camera shows a film; None: one without any camera."""
    arguments = ["--no-sandbox", "--disable-background-networking"]
    if shown is not None:
        arguments += ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={shown}"]
    running = kind.launch(executable_path=chromium, args=arguments)
    try:
        yield running
    finally:
        running.close()
