"""One meaning for every reader, or the first fault in the text (CRD-1, VER-3)."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bukti.verification.json_strict import JsonFault, in_range, read_json

numbers = st.integers(-(2**53) + 1, 2**53 - 1) | st.integers(-(10**6), 10**6).map(lambda cents: cents / 100)
texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


class TestReading:
    @given(values, st.booleans())
    def test_what_the_standard_module_writes_is_read_back(self, value: Any, ascii_only: bool) -> None:
        assert read_json(json.dumps(value, ensure_ascii=ascii_only, indent=1)) == value

    @given(st.text('{}[]",:0123456789.eE+-truefalsn \\u\n', max_size=12))
    def test_it_takes_no_more_than_the_standard_module(self, text: str) -> None:
        try:
            value = read_json(text)
        except JsonFault:
            return
        assert value == json.loads(text)

    @given(st.text('{}[]",:012.eE+- "a', max_size=10))
    def test_what_it_refuses_as_no_json_is_none(self, text: str) -> None:
        try:
            read_json(text)
        except JsonFault as fault:
            if fault.code == "parse-not-json":
                with pytest.raises(ValueError, match=r"Expecting|Extra|control|escape|Unterminated"):
                    json.loads(text, parse_constant=_no_constant)

    def test_whole_numbers_are_whole_however_spelt(self) -> None:
        assert [type(one) for one in read_json("[1.0, 10e-1, -0, -0.0, 2.5]")] == [int, int, int, int, float]

    def test_depth_32_is_read_and_33_is_not(self) -> None:
        assert read_json("[" * 32 + "]" * 32)
        with pytest.raises(JsonFault) as caught:
            read_json("[" * 33 + "]" * 33)
        assert caught.value.code == "parse-depth"

    def test_a_pair_of_surrogates_is_one_character(self) -> None:
        assert read_json('"\\ud834\\udd1e"') == "\U0001d11e"


class TestNumbers:
    @given(st.integers(-(2**53) + 1, 2**53 - 1))
    def test_whole_numbers_in_range(self, number: int) -> None:
        assert in_range(float(number))

    @given(st.integers(-(10**12), 10**12))
    def test_two_decimals_in_range(self, cents: int) -> None:
        assert in_range(cents / 100)

    @pytest.mark.parametrize("number", [2.0**53, -(2.0**53), math.inf, -math.inf, 0.001, 1e-7, 2.505, 1 / 3])
    def test_out_of_range(self, number: float) -> None:
        assert not in_range(number)


class TestFirstFault:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ('{"a": 1, "a": 1.005}', "parse-duplicate-key"),
            ('{"a": 1.005, "a": 1}', "parse-number"),
            ('{"a": 1, "a" 1}', "parse-duplicate-key"),
            ('{"a": 1, "a', "parse-not-json"),
            ('["\\ud800", 1.005]', "parse-surrogate"),
            ('["\\ud800]', "parse-not-json"),
            ("[1.005", "parse-number"),
            ("[01.005]", "parse-not-json"),
            ("[" * 33, "parse-depth"),
            ("x" + "[" * 33, "parse-not-json"),
            ('{"\\ud800": 1, "\\ud800": 2}', "parse-surrogate"),
            ("\u00a0[]", "parse-not-json"),
            ("", "parse-not-json"),
            ("nul", "parse-not-json"),
            ("[1 2]", "parse-not-json"),
            ("{1: 2}", "parse-not-json"),
        ],
    )
    def test_order(self, text: str, code: str) -> None:
        with pytest.raises(JsonFault) as caught:
            read_json(text)
        assert caught.value.code == code


def _no_constant(name: str) -> float:
    raise ValueError(f"Expecting value, not {name}")
