"""Places the nodes of a directed graph in columns, so that its arrows run one way; the same graph, the same places.

A small layered drawing after Sugiyama: circles are opened, a node stands in the column after its last predecessor, an
arrow that passes columns gets a slot of its own in each of them (so it never runs through a node), and each column is
ordered by the medians of its neighbours. Lengths are in the units of the drawing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

Arrow = tuple[str, str]
Point = tuple[int, int]
_Slot = str | tuple[str, str, int]
"""A node, or the place in a column where an arrow passes."""
_Columns = list[list[_Slot]]
_ROUNDS = 6


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """Width and height of a node, the gaps between columns and between rows, the height of a passing arrow."""

    width: int
    height: int
    across: int
    down: int
    passing: int
    margin: int


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """Where everything stands: the upper left corner of each node, and the points of each arrow, its head last.

    Of two following points those with the same height are joined by a line, others by a curve.
    """

    width: int
    height: int
    nodes: Mapping[str, Point]
    arrows: Mapping[Arrow, tuple[Point, ...]]


def draw(nodes: Sequence[str], arrows: Iterable[Arrow], sizes: Sizes, least: Mapping[str, int]) -> Drawing:
    """Draw ``arrows`` between ``nodes``; arrows from a node to itself, or to one that is not listed, are left out.

    ``least`` holds the first column that a node may stand in (0 where it has none).
    """
    known = set(nodes)
    wanted = list(dict.fromkeys((a, b) for a, b in arrows if a in known and b in known and a != b))
    order, turned = _opened(nodes, wanted)
    forward = dict.fromkeys(_forward(arrow, turned) for arrow in wanted)
    column_of = _columns(order, forward, least)
    chains = {arrow: _chain(arrow, column_of) for arrow in forward}
    columns = _ordered(_filled(nodes, column_of, chains.values()), chains.values())
    return _placed(columns, {arrow: (chains[_forward(arrow, turned)], arrow in turned) for arrow in wanted}, sizes)


def mirrored(drawing: Drawing, sizes: Sizes) -> Drawing:
    """The same drawing from right to left."""
    return replace(
        drawing,
        nodes={node: (drawing.width - x - sizes.width, y) for node, (x, y) in drawing.nodes.items()},
        arrows={arrow: tuple((drawing.width - x, y) for x, y in points) for arrow, points in drawing.arrows.items()},
    )


def _forward(arrow: Arrow, turned: set[Arrow]) -> Arrow:
    return (arrow[1], arrow[0]) if arrow in turned else arrow


def _opened(nodes: Sequence[str], arrows: Sequence[Arrow]) -> tuple[list[str], set[Arrow]]:
    """The nodes in an order in which all arrows lead on, but for those that close a circle and have to be turned.

    Depth first without recursion, as a chain may be long.
    """
    onward = _neighbours(arrows)
    state: dict[str, int] = {}  # 1: on the way, 2: done
    done: list[str] = []
    turned: set[Arrow] = set()
    for start in nodes:
        waiting = [] if start in state else [(start, iter(onward[start]))]
        state.setdefault(start, 1)
        while waiting:
            node, targets = waiting[-1]
            target = next(targets, None)
            if target is None:
                state[node] = 2
                done.append(node)
                waiting.pop()
            elif target not in state:
                state[target] = 1
                waiting.append((target, iter(onward[target])))
            elif state[target] == 1:
                turned.add((node, target))
    return done[::-1], turned


def _neighbours(arrows: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for start, end in arrows:
        found[start].append(end)
    return found


def _columns(order: Sequence[str], forward: Iterable[Arrow], least: Mapping[str, int]) -> dict[str, int]:
    """The column of each node; no column is left empty."""
    before = _neighbours((end, start) for start, end in forward)
    column: dict[str, int] = {}
    for node in order:
        column[node] = max([least.get(node, 0), *(column[other] + 1 for other in before[node])])
    used = {number: place for place, number in enumerate(sorted(set(column.values())))}
    return {node: used[number] for node, number in column.items()}


def _chain(arrow: Arrow, column_of: Mapping[str, int]) -> list[_Slot]:
    """The nodes of an arrow with its slots in the columns between."""
    start, end = arrow
    return [start, *((start, end, number) for number in range(column_of[start] + 1, column_of[end])), end]


def _filled(nodes: Sequence[str], column_of: Mapping[str, int], chains: Iterable[list[_Slot]]) -> _Columns:
    columns: _Columns = [[] for _ in range(max(column_of.values(), default=-1) + 1)]
    for node in nodes:
        columns[column_of[node]].append(node)
    for chain in chains:
        for slot in chain[1:-1]:
            columns[int(slot[2])].append(slot)
    return columns


def _ordered(columns: _Columns, chains: Iterable[list[_Slot]]) -> _Columns:
    """The columns with the fewest crossings that some rounds of sorting by medians find."""
    links = [pair for chain in chains for pair in pairwise(chain)]
    before: dict[_Slot, list[_Slot]] = defaultdict(list)
    after: dict[_Slot, list[_Slot]] = defaultdict(list)
    for start, end in links:
        before[end].append(start)
        after[start].append(end)
    best, fewest = columns, _crossings(columns, after)
    for _ in range(_ROUNDS):
        columns = _sorted(columns, before)
        columns = _sorted(columns[::-1], after)[::-1]
        crossings = _crossings(columns, after)
        if crossings < fewest:
            best, fewest = columns, crossings
    return best


def _sorted(columns: _Columns, neighbours: Mapping[_Slot, list[_Slot]]) -> _Columns:
    """Each column by the medians of its neighbours in the one before; a slot without any keeps its place."""
    place: dict[_Slot, int] = {}
    found: _Columns = []
    for column in columns:
        keys = {
            slot: median([place[other] for other in neighbours.get(slot, ()) if other in place] or [number])
            for number, slot in enumerate(column)
        }
        found.append(sorted(column, key=keys.__getitem__))
        place |= {slot: number for number, slot in enumerate(found[-1])}
    return found


def _crossings(columns: _Columns, after: Mapping[_Slot, list[_Slot]]) -> int:
    place = {slot: number for column in columns for number, slot in enumerate(column)}
    crossings = 0
    for column in columns:
        ends = [place[end] for slot in column for end in sorted(after.get(slot, ()), key=place.__getitem__)]
        crossings += sum(later < earlier for n, earlier in enumerate(ends) for later in ends[n + 1 :])
    return crossings


def _placed(columns: _Columns, chains: Mapping[Arrow, tuple[list[_Slot], bool]], sizes: Sizes) -> Drawing:
    heights = [sum(_height(slot, sizes) for slot in column) + sizes.down * (len(column) - 1) for column in columns]
    tallest = max(heights, default=0)
    corners: dict[_Slot, Point] = {}
    for number, (column, height) in enumerate(zip(columns, heights, strict=True)):
        x, y = sizes.margin + number * (sizes.width + sizes.across), sizes.margin + (tallest - height) // 2
        for slot in column:
            corners[slot] = (x, y)
            y += _height(slot, sizes) + sizes.down
    wide = len(columns) * (sizes.width + sizes.across) - sizes.across if columns else 0
    return Drawing(
        width=wide + 2 * sizes.margin,
        height=tallest + 2 * sizes.margin,
        nodes={slot: corner for slot, corner in corners.items() if isinstance(slot, str)},
        arrows={arrow: _route(chain, corners, sizes, turned=turned) for arrow, (chain, turned) in chains.items()},
    )


def _height(slot: _Slot, sizes: Sizes) -> int:
    return sizes.height if isinstance(slot, str) else sizes.passing


def _route(chain: list[_Slot], corners: Mapping[_Slot, Point], sizes: Sizes, *, turned: bool) -> tuple[Point, ...]:
    """From the first node's side through the slots to the last one's; the other way round where it was turned."""
    points: list[Point] = []
    for slot in chain:
        x, y = corners[slot]
        middle = y + _height(slot, sizes) // 2
        points += [(x, middle), (x + sizes.width, middle)]
    inner = points[1:-1]
    return tuple(reversed(inner)) if turned else tuple(inner)
