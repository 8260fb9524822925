"""Photos of printed cards, made: the print, what happens to it on paper, and what a camera makes of it.

Lengths are in modules of the code, so that a strength means the same for every size. The same conditions and
number give the same picture.
"""

import io
import math
import random
from dataclasses import dataclass, replace
from functools import cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from bukti.card import qr_parts
from bukti.issuing.qr import png, qr_code
from tools.card_sizes import BASE, sample

DOTS_PER_MM = 300 / 25.4
CODE_MM = 25
"""The drawing with its quiet zone, as printed; our own certificates print it at 46 mm."""
QUIET = 4
FRAME = 1_000
"""Side of the photo: one megapixel."""
INK, PAPER, DESK = 38, 222, 120
"""Grey values of black, white and what lies around the paper, as cameras give them."""
NOISE = 0.08
DISTANCE = 6.0
"""Of the camera, in widths of the code; nearer means stronger perspective."""

Matrix = tuple[tuple[float, float, float], ...]


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """What a photo suffered. The defaults are those of a good one."""

    pixels: float = 5
    """Camera pixels for one module."""
    blur: float = 0
    """Out of focus: standard deviation, in modules."""
    motion: float = 0
    """Way of the camera while the shutter is open, in modules."""
    turn: float = 0
    """Degrees in the plane of the paper."""
    tilt: float = 0
    """Degrees between the paper and the camera's back."""
    shade: float = 0
    """Share of the light that is missing on the darker side."""
    soil: float = 0
    """Share of the code's area under blots."""
    jpeg: int = 90
    """Quality of the stored picture."""


MODERATE = Conditions(blur=0.35, turn=12, tilt=20, shade=0.4, jpeg=50, soil=0.015, pixels=4)
"""A photo taken without care, of paper that was carried about."""


@dataclass(frozen=True, kw_only=True)
class Print:
    """A printed card: its text, its picture in printer's dots on a piece of paper, and its modules along a side."""

    text: str
    picture: Image.Image
    modules: int

    @property
    def dots(self) -> float:
        """Printer's dots for one module."""
        return CODE_MM * DOTS_PER_MM / (self.modules + 2 * QUIET)


@cache
def printed(name_bytes: int, number: int) -> Print:
    """A card with a name of that length, a grade and an expiry, at 25 mm and 300 dots an inch."""
    chance = random.Random(f"card {name_bytes} {number}")  # noqa: S311
    card = replace(
        sample(name_bytes, "A+ "),
        signature=chance.randbytes(64),
        template=chance.randbytes(6),
        group=chance.randbytes(2),
    )
    prefix, digits = qr_parts(BASE, card)
    return print_of(prefix.decode(), digits)


def print_of(prefix: str, digits: str) -> Print:
    """The code of a link's first part and a card's digits, on paper with print around it."""
    code = qr_code((prefix.encode(), digits))
    side = round(CODE_MM * DOTS_PER_MM)
    drawing = Image.open(io.BytesIO(png(code))).convert("L").resize((side, side), Image.Resampling.BOX)
    ink = drawing.point(lambda value: INK if value < 128 else PAPER)
    paper = Image.new("L", (side * 2, side * 2), PAPER)
    _write_around(ImageDraw.Draw(paper), paper.width)
    paper.paste(ink, ((paper.width - side) // 2,) * 2)
    return Print(text=prefix + digits, picture=paper, modules=len(code.matrix))


def _write_around(draw: ImageDraw.ImageDraw, side: int) -> None:
    """Lines of print, as they stand around a code on a certificate."""
    for row in range(6, side, 22):
        draw.text((8, row), "Certificate of achievement verify at registry", fill=INK)


def photo(card: Print, conditions: Conditions, number: int = 0) -> Image.Image:
    """A grey photo of one megapixel with the card in its middle."""
    chance = random.Random(f"photo {number}")  # noqa: S311
    paper = _soiled(card, conditions.soil, chance)
    seen = _seen(card, paper, conditions, chance)
    frame = Image.new("L", (FRAME, FRAME), DESK)
    frame.paste(seen, ((FRAME - seen.width) // 2,) * 2)
    frame = ImageChops.multiply(frame, _light(conditions.shade, seen.width, chance))
    frame = ImageChops.add(frame, _noise(number), scale=1, offset=-128)
    stored = io.BytesIO()
    frame.save(stored, "JPEG", quality=conditions.jpeg)
    return Image.open(stored).convert("L")


def _soiled(card: Print, share: float, chance: random.Random) -> Image.Image:
    """Blots of one to three modules, light and dark, until they cover that share of the code."""
    code = card.modules * card.dots
    start = (card.picture.width - code) / 2
    blots = Image.new("L", (round(code), round(code)), 0)
    draw = ImageDraw.Draw(blots)
    while blots.histogram()[255] < share * blots.width * blots.height:
        radius = chance.uniform(0.5, 1.5) * card.dots
        x, y = chance.uniform(0, code), chance.uniform(0, code)
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    soiled = card.picture.copy()
    colour = chance.choice((INK + 25, PAPER - 15))
    soiled.paste(Image.new("L", blots.size, colour), (round(start), round(start)), blots)
    return soiled


def _seen(card: Print, paper: Image.Image, conditions: Conditions, chance: random.Random) -> Image.Image:
    """The paper through the lens: turned, tilted, out of focus, moved. Drawn finer, then gathered into pixels."""
    finer = math.ceil(9 / conditions.pixels)
    module = conditions.pixels * finer
    width = (card.modules + 2 * QUIET) * 1.6 * conditions.pixels
    side = min(round(width), FRAME) * finer
    scale = module / card.dots
    way = _inverse(_projection(conditions, scale, card.picture.width))
    # From pixels of the picture to dots of the paper, both counted from their middles.
    shifted = _times(_times(_shift(paper.width / 2), way), _shift(-side / 2))
    flat = [value / shifted[2][2] for row in shifted for value in row][:8]
    picture = paper.transform((side, side), Image.Transform.PERSPECTIVE, flat, Image.Resampling.BICUBIC, fillcolor=DESK)
    picture = picture.filter(ImageFilter.GaussianBlur(conditions.blur * module))
    picture = _moved(picture, conditions.motion * module, chance.uniform(0, math.pi))
    return picture.reduce(finer)


def _projection(conditions: Conditions, scale: float, width: float) -> Matrix:
    """From the plane of the paper to the picture."""
    turn, tilt = math.radians(conditions.turn), math.radians(conditions.tilt)
    far = DISTANCE * width
    cos, sin = math.cos(turn), math.sin(turn)
    return (
        (scale * cos * math.cos(tilt), -scale * sin * math.cos(tilt), 0),
        (scale * sin, scale * cos, 0),
        (cos * math.sin(tilt) / far, -sin * math.sin(tilt) / far, 1),
    )


def _shift(by: float) -> Matrix:
    return ((1, 0, by), (0, 1, by), (0, 0, 1))


def _times(left: Matrix, right: Matrix) -> Matrix:
    return tuple(
        tuple(sum(left[row][k] * right[k][column] for k in range(3)) for column in range(3))  # type: ignore[misc]
        for row in range(3)
    )


def _inverse(m: Matrix) -> Matrix:
    """Of a matrix of three by three, up to a factor."""
    (a, b, c), (d, e, f), (g, h, i) = m
    return (
        (e * i - f * h, c * h - b * i, b * f - c * e),
        (f * g - d * i, a * i - c * g, c * d - a * f),
        (d * h - e * g, b * g - a * h, a * e - b * d),
    )


def _moved(picture: Image.Image, way: float, direction: float) -> Image.Image:
    """The mean of the picture along a way."""
    steps = max(1, round(way))
    mean = picture
    for step in range(1, steps):
        x, y = (round(step * part) for part in (math.cos(direction), math.sin(direction)))
        mean = Image.blend(mean, ImageChops.offset(picture, x, y), 1 / (step + 1))
    return mean


def _light(shade: float, across: int, chance: random.Random) -> Image.Image:
    """Full light on one side of the code, less and less towards the other."""
    dark = round(255 * (1 - shade))
    ramp = Image.linear_gradient("L").resize((across, across)).rotate(chance.choice((0, 90, 180, 270)))
    light = ramp.point(lambda value: round(dark + (255 - dark) * value / 255))
    whole = Image.new("L", (FRAME, FRAME), round((255 + dark) / 2))
    whole.paste(light, ((FRAME - across) // 2,) * 2)
    return whole


@cache
def _noise(number: int) -> Image.Image:
    """What a sensor adds: about three grey values, around 128."""
    chance = random.Random(f"noise {number}")  # noqa: S311
    one, other = (Image.frombytes("L", (FRAME, FRAME), chance.randbytes(FRAME * FRAME)) for _ in range(2))
    mean = ImageChops.add(one, other, scale=2)
    return mean.point(lambda value: round(128 + (value - 127.5) * NOISE))
