"""Drawing share pictures: 1200 by 630 pixels, the same bytes on every machine.

The font is the one inside Pillow (Aileron Regular), laid out by Pillow itself and not by libraries of the machine. The
format is JPEG, whose encoder in Pillow's wheels gives the same bytes on every processor; PNG would go through
whichever zlib there is.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
_MARGIN = 84
_GROUND, _WHITE, _PALE, _GOLD = "#08364f", "#ffffff", "#b4d3e5", "#f2b134"
_COLOURS = {
    "01": "#e0a100", "02": "#b665c8", "03": "#d9688c", "04": "#3d94c4", "05": "#4fb38a", "06": "#6c7fe0",
    "07": "#d9773f", "08": "#86ad3a", "09": "#d95757", "10": "#3fb0ac",
}  # fmt: skip
"""A colour for each broad field, as decoration: the field stands in words."""
_NAMES, _HEADINGS = ((40, 1), (30, 2)), ((76, 2), (60, 3))
"""Sizes of the registry's name and of the heading, each with the lines it may have; the last one takes what it gets."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """What stands on a picture; ``colour`` is the code of a broad field. Empty texts are not drawn."""

    registry: str
    kind: str
    field: str
    level: str
    address: str
    note: str
    colour: str


def has_glyphs(text: str) -> bool:
    """Whether the font can write ``text``: it has the letters and signs of ASCII and few others, no accents."""
    return all(char.isascii() or char in "‘’“”…·" for char in text)


@cache
def draw(card: Card) -> bytes:
    """The picture as a JPEG file."""
    image = Image.new("RGB", SIZE, _GROUND)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 28, SIZE[1]), fill=_COLOURS.get(card.colour, _GOLD))
    _mark(image)
    _name(pen, card.registry)
    _heading(pen, card)
    pen.text((_MARGIN, 556), card.address, font=_font(30), fill=_PALE, anchor="lm")
    pen.text((SIZE[0] - _MARGIN, 556), card.note, font=_font(30), fill=_GOLD, anchor="rm")
    file = BytesIO()
    image.save(file, "JPEG", quality=80, subsampling="4:4:4")
    return file.getvalue()


def _name(pen: ImageDraw.ImageDraw, name: str) -> None:
    """The registry's name beside the mark, in one line or two."""
    left = _MARGIN + 128
    lines, size = _fitted(name, SIZE[0] - _MARGIN - left, _NAMES)
    for number, line in enumerate(lines):
        middle = 112 + round((number - (len(lines) - 1) / 2) * size * 1.25)
        pen.text((left, middle), line, font=_font(size), fill=_WHITE, anchor="lm")


def _heading(pen: ImageDraw.ImageDraw, card: Card) -> None:
    """The field in large letters and the level below it; of the registry's own picture what it is about."""
    lines, size = _fitted(card.field or card.kind, SIZE[0] - 2 * _MARGIN, _HEADINGS)
    if card.field:
        pen.text((_MARGIN, 222), card.kind, font=_font(34), fill=_PALE, anchor="lm")
    top = 290
    for line in lines:
        pen.text((_MARGIN, top), line, font=_font(size), fill=_WHITE, anchor="lm", stroke_width=1)
        top += round(size * 1.2)
    pen.text((_MARGIN, top), card.level, font=_font(46), fill=_GOLD, anchor="lm")


def _fitted(text: str, width: int, sizes: tuple[tuple[int, int], ...]) -> tuple[list[str], int]:
    """The lines of ``text`` in the first of ``sizes`` in which they are few enough, and that size."""
    found = [(_wrapped(text, width, size), size, most) for size, most in sizes]
    lines, size, _ = next((one for one in found if len(one[0]) <= one[2]), found[-1])
    return lines, size


def _wrapped(text: str, width: int, size: int) -> list[str]:
    """The words of ``text`` in lines of at most ``width`` pixels; a single word is never cut."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _font(size).getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("this Pillow was built without FreeType")
    return font


def _mark(image: Image.Image) -> None:
    """The registry's mark on a light ground, as its colour is near to that of the picture."""
    with (files("site_builder") / "assets" / "icon-512.png").open("rb") as file, Image.open(file) as mark:
        small = mark.convert("RGBA").reduce(6)
    ImageDraw.Draw(image).rounded_rectangle((_MARGIN, 60, _MARGIN + 104, 164), radius=18, fill=_WHITE)
    image.paste(small, (_MARGIN + 52 - small.width // 2, 112 - small.height // 2), small)
