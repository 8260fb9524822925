"""A reduced print test: a careless photo of a printed card is read by two independent decoders."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from benchmarks.photo_codes import NAMES, read_by_page, read_by_zxing
from benchmarks.photos import MODERATE, Conditions, photo, printed

STEPS: Mapping[str, Conditions] = {
    "good": Conditions(),
    "turned-and-tilted": Conditions(turn=12, tilt=30),
    "dim-and-compressed": Conditions(shade=0.7, jpeg=20),
    "small": Conditions(pixels=3),
    "blurred": Conditions(blur=0.35),
}
"""Conditions that both decoders read."""


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, Any]]:
    """What the page's reader and its libraries read in every photo of this module."""
    steps = {**STEPS, "moderate": MODERATE, "hopeless": HOPELESS}
    return read_by_page(
        {f"{name}-{size}": photo(printed(size, 0), step) for name, step in steps.items() for size in NAMES}
    )


HOPELESS = replace(MODERATE, blur=1.5)


@pytest.mark.parametrize("size", NAMES)
class TestPhotos:
    @pytest.mark.parametrize("name", STEPS)
    def test_both_decoders_read_it(self, told: dict[str, dict[str, Any]], size: int, name: str) -> None:
        card = printed(size, 0)
        assert told[f"{name}-{size}"]["page"]["texts"] == [card.text]
        assert read_by_zxing(photo(card, STEPS[name])) == [card.text]

    def test_the_page_reads_a_careless_photo(self, told: dict[str, dict[str, Any]], size: int) -> None:
        assert told[f"moderate-{size}"]["page"]["texts"] == [printed(size, 0).text]

    def test_what_nobody_can_read_is_not_read(self, told: dict[str, dict[str, Any]], size: int) -> None:
        assert told[f"hopeless-{size}"]["page"]["texts"] == []
        assert read_by_zxing(photo(printed(size, 0), HOPELESS)) == []


def test_the_same_conditions_give_the_same_photo() -> None:
    card = printed(24, 0)
    assert photo(card, MODERATE, 1).tobytes() == photo(card, MODERATE, 1).tobytes()
    assert photo(card, MODERATE, 1).tobytes() != photo(card, MODERATE, 2).tobytes()
