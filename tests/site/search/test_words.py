"""Texts become keys as spec/search.md says, in Python as in TypeScript (tests/scripts/words.test.mjs)."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.search.words import fold, keys, words

VECTORS = json.loads((Path(__file__).parents[3] / "spec/vectors/search/words.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", VECTORS, ids=[case["why"] for case in VECTORS])
def test_vectors(case: dict[str, Any]) -> None:
    """SEA-1, SEA-2 and SEA-3."""
    assert fold(case["text"]) == case["folded"]
    assert words(case["text"]) == case["words"]
    assert keys(case["text"], case["language"]) == case["keys"]


@given(st.text())
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.sampled_from(["en", "ms", "ar", "ta"]))
def test_every_word_has_a_key(text: str, language: str) -> None:
    found = keys(text, language)
    assert len(found) == len(words(text))
    assert all(found)
