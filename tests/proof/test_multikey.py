"""Base58btc and Multikeys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bukti.proof import multikey


@given(st.binary(max_size=80))
def test_every_run_of_bytes_comes_back(data: bytes) -> None:
    assert multikey.decode_z(multikey.encode_z(data)) == data


def test_known_values() -> None:
    # draft-msporny-base58-03, section 5.
    assert multikey.encode_z(b"Hello World!") == "z2NEpo7TZRRrLZSi2U"
    assert multikey.encode_z(bytes.fromhex("0000287fb4cd")) == "z11233QC4"


@pytest.mark.parametrize("text", ["", "2NEpo", "z0", "zO", "zI", "zl", "z é", "u2NEpo", "z" + "1" * 200])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="base58btc"):
        multikey.decode_z(text)


@given(st.binary(min_size=32, max_size=32))
def test_a_multikey_begins_as_its_kind(public: bytes) -> None:
    text = multikey.encode(public)
    assert text.startswith("z6Mk")
    assert len(text) == 48
    assert multikey.decode(text) == public


@pytest.mark.parametrize("data", [b"\xed\x01" + bytes(31), b"\xed\x01" + bytes(33), b"\xec\x01" + bytes(32), bytes(32)])
def test_keys_of_other_kinds_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="Multikey"):
        multikey.decode(multikey.encode_z(data))


def test_a_key_of_another_length_has_no_multikey() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        multikey.encode(bytes(31))
