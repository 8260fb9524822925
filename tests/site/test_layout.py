"""Drawings of graphs: nothing overlaps, nothing is outside, arrows pass no node, and circles do not hang."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_builder.layout import Arrow, Drawing, Sizes, draw, mirrored

SIZES = Sizes(width=100, height=40, across=30, down=10, passing=8, margin=5)
NAMES = [f"n{number}" for number in range(9)]
ARROWS = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=18)


def column(drawing: Drawing, node: str) -> int:
    return (drawing.nodes[node][0] - SIZES.margin) // (SIZES.width + SIZES.across)


def inside(drawing: Drawing, node: str, x: float, y: float) -> bool:
    left, top = drawing.nodes[node]
    return left < x < left + SIZES.width and top < y < top + SIZES.height


class TestAnyGraph:
    """Properties of every drawing, whatever the graph: chains, circles, arrows to oneself, lonely nodes."""

    @settings(max_examples=60, deadline=None)
    @given(ARROWS, st.dictionaries(st.sampled_from(NAMES), st.integers(0, 5)))
    def test_boxes_stand_apart_and_inside(self, arrows: list[Arrow], least: dict[str, int]) -> None:
        drawing = draw(NAMES, arrows, SIZES, least)
        assert set(drawing.nodes) == set(NAMES)
        for x, y in drawing.nodes.values():
            assert 0 <= x <= drawing.width - SIZES.width
            assert 0 <= y <= drawing.height - SIZES.height
        for (x1, y1), (x2, y2) in combinations(drawing.nodes.values(), 2):
            assert abs(x1 - x2) >= SIZES.width + SIZES.across or abs(y1 - y2) >= SIZES.height + SIZES.down

    @settings(max_examples=60, deadline=None)
    @given(ARROWS)
    def test_arrows_pass_no_box(self, arrows: list[Arrow]) -> None:
        drawing = draw(NAMES, arrows, SIZES, {})
        for (start, end), points in drawing.arrows.items():
            for (x1, y1), (x2, y2) in pairwise(points):
                assert abs(x2 - x1) in (SIZES.width, SIZES.across)  # along one column, or from one to the next
                if abs(x2 - x1) == SIZES.width:
                    assert y1 == y2
                    assert not any(inside(drawing, node, (x1 + x2) / 2, y1) for node in NAMES)
            for node, (x, _) in ((start, points[0]), (end, points[-1])):
                assert x in (drawing.nodes[node][0], drawing.nodes[node][0] + SIZES.width)

    @settings(max_examples=30, deadline=None)
    @given(ARROWS)
    def test_without_circles_every_arrow_leads_on(self, arrows: list[Arrow]) -> None:
        onward = [(min(pair), max(pair)) for pair in arrows]
        drawing = draw(NAMES, onward, SIZES, {})
        assert all(column(drawing, a) < column(drawing, b) for a, b in onward if a != b)

    @settings(max_examples=20, deadline=None)
    @given(ARROWS)
    def test_the_mirror_is_as_wide_and_turns_back(self, arrows: list[Arrow]) -> None:
        drawing = draw(NAMES, arrows, SIZES, {})
        other = mirrored(drawing, SIZES)
        assert mirrored(other, SIZES) == drawing
        assert all(x + other.nodes[node][0] + SIZES.width == drawing.width for node, (x, _) in drawing.nodes.items())


def test_a_circle_is_drawn_with_one_arrow_against_the_others() -> None:
    ring = [("a", "b"), ("b", "c"), ("c", "a"), ("a", "a")]
    drawing = draw(["a", "b", "c"], ring, SIZES, {})
    assert [column(drawing, node) for node in "abc"] == [0, 1, 2]
    back = drawing.arrows["c", "a"]
    assert back[0][0] > back[-1][0]  # its head is at "a"
    assert ("a", "a") not in drawing.arrows


def test_a_node_stands_no_earlier_than_it_may() -> None:
    drawing = draw(["low", "high", "end"], [("low", "end")], SIZES, {"high": 1})
    assert [column(drawing, node) for node in ("low", "high", "end")] == [0, 1, 1]


def test_neighbours_are_put_where_arrows_do_not_cross() -> None:
    crossed = draw(["a", "b", "c", "d"], [("a", "d"), ("b", "c")], SIZES, {})
    (_, a), (_, b), (_, c), (_, d) = (crossed.nodes[node] for node in "abcd")
    assert (a < b) == (d < c)


def test_the_same_graph_gives_the_same_drawing_and_a_long_chain_is_no_matter() -> None:
    names = [f"n{number}" for number in range(2_000)]
    chain = list(pairwise(names))
    assert draw(names, chain, SIZES, {}) == draw(names, chain, SIZES, {})


@pytest.mark.parametrize("nodes", [[], ["alone"]])
def test_little_or_nothing_is_drawn_too(nodes: list[str]) -> None:
    drawing = draw(nodes, [("alone", "gone")], SIZES, {})
    assert len(drawing.nodes) == len(nodes)
    assert drawing.arrows == {}
