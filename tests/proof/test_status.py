"""Status lists that strangers read (REC-10, REC-16)."""

import base64
import gzip
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bukti.proof.status import MIN_LENGTH, StatusList, bits_of, make_snapshot, verify_snapshot
from tests.keys import demo_key, method

BASE = "https://bukti.example"
KEY = demo_key("uni/key-1")


def packed(data: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(gzip.compress(data)).rstrip(b"=").decode()


class TestBits:
    @given(st.sets(st.integers(0, MIN_LENGTH - 1), max_size=50))
    def test_what_is_set_comes_back(self, indexes: set[int]) -> None:
        bits = StatusList.new()
        for index in indexes:
            bits.set(index)
        again = StatusList.decode(bits.encode())
        assert {index for index in indexes if again.get(index)} == indexes
        assert sum(again.get(index) for index in range(0, MIN_LENGTH, 97)) == len(
            [index for index in indexes if index % 97 == 0]
        )

    def test_bit_0_is_the_left_most_of_the_first_byte(self) -> None:
        """Bitstring Status List 1.0, section 2.2."""
        bits = StatusList.new()
        bits.set(0)
        bits.set(15)
        raw = gzip.decompress(base64.urlsafe_b64decode(bits.encode()[1:] + "=="))
        assert raw[:2] == b"\x80\x01"

    def test_the_same_bits_give_the_same_text(self) -> None:
        text = StatusList.new().encode()
        assert text == StatusList.new().encode()
        header = base64.urlsafe_b64decode(text[1:] + "==")[:10]
        assert header[4:8] == bytes(4)
        assert header[9] == 0xFF

    def test_the_empty_list_of_the_standard_is_read(self) -> None:
        """The encodedList of Bitstring Status List 1.0, example 4."""
        text = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
        bits = StatusList.decode(text)
        assert len(bits) == MIN_LENGTH
        assert not any(bits.get(index) for index in range(0, MIN_LENGTH, 1009))

    @pytest.mark.parametrize("index", [-1, MIN_LENGTH])
    def test_there_are_no_bits_outside(self, index: int) -> None:
        with pytest.raises(IndexError):
            StatusList.new().get(index)
        with pytest.raises(IndexError):
            StatusList.new().set(index)

    @pytest.mark.parametrize("length", [0, MIN_LENGTH - 8, MIN_LENGTH + 1, 1 << 40])
    def test_lengths(self, length: int) -> None:
        with pytest.raises(ValueError):
            StatusList.new(length)

    def test_two_lists_are_compared_bit_by_bit(self) -> None:
        older, newer = StatusList.new(), StatusList.new()
        for index in (3, 8, 131_071):
            newer.set(index)
        older.set(8)
        assert list(newer.without(older).indexes()) == [3, 131_071]
        assert list(older.without(newer).indexes()) == []
        with pytest.raises(ValueError):
            older.without(StatusList.new(MIN_LENGTH + 8))

    @given(st.sets(st.integers(0, 200)), st.integers(0, 220), st.integers(0, 220))
    def test_bits_of_a_range_are_counted(self, indexes: set[int], start: int, stop: int) -> None:
        bits = StatusList.new()
        for index in indexes:
            bits.set(index)
        assert list(bits.indexes()) == sorted(indexes)
        assert bits.count(start, stop) == sum(start <= index < stop for index in indexes)
        assert bits.count(0, 1 << 40) == len(indexes)


class TestRefusals:
    def test_a_bomb_is_not_inflated(self) -> None:
        bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
        data = b"".join(bomb.compress(bytes(1 << 20)) for _ in range(64)) + bomb.flush()
        text = "u" + base64.urlsafe_b64encode(data).rstrip(b"=").decode()
        with pytest.raises(ValueError, match="longer than"):
            StatusList.decode(text)
        assert len(StatusList.decode(text, max_length=1 << 30)) == 1 << 29

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "u",
            "H4sIAAAA",
            "u====",
            "uAAAA",
            packed(bytes(MIN_LENGTH // 8))[:-8],
            packed(bytes(MIN_LENGTH // 8)) + "\n",
            packed(bytes(MIN_LENGTH // 8 - 1)),
            "u" + base64.urlsafe_b64encode(gzip.compress(bytes(16384)) + b"rest").rstrip(b"=").decode(),
            "u" + base64.urlsafe_b64encode(gzip.compress(bytes(16384)) * 2).rstrip(b"=").decode(),
            "u" + base64.urlsafe_b64encode(zlib.compress(bytes(16384))).rstrip(b"=").decode(),
        ],
        ids=range(11),  # the texts hold the time of packing, which two workers would not name alike
    )
    def test_damaged_lists(self, text: str) -> None:
        assert StatusList.decode(packed(bytes(MIN_LENGTH // 8)))
        with pytest.raises(ValueError):
            StatusList.decode(text)


class TestSnapshots:
    def snapshot(self) -> dict[str, Any]:
        bits = StatusList.new()
        bits.set(42)
        return make_snapshot(BASE, "uni", "l1", bits, "2026-11-01T00:00:00Z", KEY, method(BASE, "uni/key-1"))

    def test_a_snapshot_has_the_form_of_the_standard(self) -> None:
        document = self.snapshot()
        assert document["id"] == "https://bukti.example/issuers/uni/status/l1.json"
        assert document["issuer"] == "did:web:bukti.example:issuers:uni"
        assert document["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
        assert document["credentialSubject"]["statusPurpose"] == "revocation"
        assert "validUntil" not in document
        assert bits_of(document).get(42)
        assert not bits_of(document).get(41)

    def test_it_verifies_and_a_changed_one_does_not(self) -> None:
        document = self.snapshot()
        assert verify_snapshot(document, KEY.public)
        assert not verify_snapshot(document, demo_key("other").public)
        assert not verify_snapshot({**document, "validFrom": "2026-11-02T00:00:00Z"}, KEY.public)
        subject = {**document["credentialSubject"], "encodedList": StatusList.new().encode()}
        assert not verify_snapshot({**document, "credentialSubject": subject}, KEY.public)
        assert not verify_snapshot({**document, "proof": document["proof"] * 2}, KEY.public)
        assert not verify_snapshot({**document, "proof": []}, KEY.public)

    def test_a_document_without_list_is_told(self) -> None:
        with pytest.raises(ValueError, match="encodedList"):
            bits_of({"credentialSubject": {}})
