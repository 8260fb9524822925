"""A pathway's chart as a drawing: texts broken into lines, boxes and curves in their places."""

import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from bukti.model.text import pick
from site_builder.layout import Drawing, Point, Sizes, draw, mirrored
from site_builder.locale import direction
from site_builder.pathway_chart import Chart, Node, Tie, least_columns
from site_builder.view import View

SIZES = Sizes(width=220, height=132, across=68, down=22, passing=14, margin=8)
LINE = 21
"""Letters that fit into one line of a box, two for a wide one. No font is known here, so there is room to spare."""
MAX_LINES = 3


@dataclass(frozen=True, kw_only=True)
class Box:
    """A node in its place: upper left corner, the lines of its title and the language that they are in."""

    node: Node
    x: int
    y: int
    lines: tuple[str, ...]
    title: str
    language: str
    dir: str


@dataclass(frozen=True, kw_only=True)
class Curve:
    """An arrow in its place, as the ``d`` of an SVG path."""

    tie: Tie
    path: str


@dataclass(frozen=True, kw_only=True)
class Map:
    """The whole drawing."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]


def map_of(view: View, chart: Chart) -> Map:
    """The drawing of ``chart`` for the readers of ``view``, from right to left where they read so."""
    drawing = draw(
        [node.id for node in chart.nodes],
        [(tie.start, tie.end) for tie in chart.ties],
        SIZES,
        least_columns(view.site, chart),
    )
    drawing = mirrored(drawing, SIZES) if view.dir == "rtl" else drawing
    return Map(
        width=drawing.width,
        height=drawing.height,
        boxes=tuple(_box(view, node, drawing) for node in chart.nodes),
        curves=tuple(
            Curve(tie=tie, path=curve(drawing.arrows[tie.start, tie.end]))
            for tie in chart.ties
            if (tie.start, tie.end) in drawing.arrows
        ),
    )


def _box(view: View, node: Node, drawing: Drawing) -> Box:
    language, title = _title(view, node)
    x, y = drawing.nodes[node.id]
    lines = broken(title, LINE, MAX_LINES)
    return Box(node=node, x=x, y=y, lines=lines, title=title, language=language, dir=direction(language))


def _title(view: View, node: Node) -> tuple[str, str]:
    texts = node.mc.current.title if node.mc else node.name
    if not texts:
        return "en", node.id
    return pick(texts, view.language, node.mc.current.language if node.mc else view.home_language)


def curve(points: tuple[Point, ...]) -> str:
    """Straight inside of columns, curved between them."""
    (x, y), *_ = points
    parts = [f"M{x} {y}"]
    for (x1, y1), (x2, y2) in pairwise(points):
        half = (x1 + x2) // 2
        parts.append(f"H{x2}" if y1 == y2 else f"C{half} {y1} {half} {y2} {x2} {y2}")
    return "".join(parts)


def broken(text: str, width: int, most: int) -> tuple[str, ...]:
    """``text`` in at most ``most`` lines of ``width`` letters; what does not fit ends in an ellipsis."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if _width(joined) <= width:
            lines[-1] = joined
        else:
            lines += _pieces(word, width)
    lines = [line for line in lines if line]
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], _cut(lines[most - 1], width - 1) + "…")


def _pieces(word: str, width: int) -> list[str]:
    """A word that is longer than a line, in lines."""
    pieces = []
    while _width(word) > width:
        head = _cut(word, width)
        pieces.append(head)
        word = word[len(head) :]
    return [*pieces, word]


def _cut(text: str, width: int) -> str:
    """The beginning of ``text`` that is not wider, at least one letter."""
    end = len(text)
    while end > 1 and _width(text[:end]) > width:
        end -= 1
    return text[:end]


def _width(text: str) -> int:
    """Letters, wide ones (Chinese) twice and marks that stand on others not at all."""
    kinds = (0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    return sum(kinds)
