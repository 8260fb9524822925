"""The bytes of a card and its spellings (CAR-2 to CAR-8, CAR-12): one spelling of each kind, nothing else is read."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bukti.card import (
    Card,
    CardError,
    decode,
    encode,
    from_decimal,
    from_link,
    read_payload,
    to_decimal,
    to_link,
)
from bukti.card.codec import EPOCH

text = st.text(st.characters(codec="utf-8"), min_size=1)
days = st.integers(1, 0xFFFF).map(lambda days: EPOCH + timedelta(days=days))
cards = st.builds(
    Card,
    group=st.binary(min_size=2, max_size=2),
    template=st.binary(min_size=6, max_size=6),
    uuid=st.uuids(version=4),
    valid_from=days,
    valid_until=st.none() | days,
    status_index=st.integers(0, 0xFF_FFFF),
    key_number=st.integers(1, 255),
    results=st.lists(st.integers(0, 63) | text.filter(lambda value: len(value.encode()) <= 32), max_size=4).map(tuple),
    name=text.filter(lambda value: len(value.encode()) <= 255),
    signature=st.binary(min_size=64, max_size=64),
)
CARD = Card(
    group=b"\x12\x34",
    template=b"\0\1\2\3\4\5",
    uuid=UUID("4d0c7d5e-4f3a-4c2b-9a51-0d6f1c2b3a49"),
    valid_from=date(2026, 11, 1),
    valid_until=date(2029, 10, 31),
    status_index=70_000,
    key_number=3,
    results=(1, "85"),
    name="Zoë Nuñez Ångström",
    signature=bytes(range(64)),
)
RESULTS_AT = 33


class TestRoundTrip:
    """CAR-2, CAR-5, CAR-6: a card has one row of bytes, and these one number and one base64url text."""

    @given(cards)
    def test_bytes(self, card: Card) -> None:
        assert decode(encode(card)) == card

    @given(st.binary(min_size=1, max_size=600).filter(lambda data: data[0] != 0))
    def test_every_run_of_bytes_that_is_a_card_has_one_spelling(self, data: bytes) -> None:
        assert from_decimal(to_decimal(data)) == data
        data = bytes([data[0] % 0x65 + 1]) + data[1:]
        assert from_link(to_link(data)) == data

    @given(cards)
    def test_what_decodes_encodes_to_the_same_bytes(self, card: Card) -> None:
        data = bytearray(encode(card))
        for place in (0, 10, RESULTS_AT, RESULTS_AT + 1, len(data) - 70):
            changed = bytes(data[:place]) + bytes([data[place] ^ 0x15]) + bytes(data[place + 1 :])
            try:
                again = decode(changed)
            except CardError:
                continue
            assert encode(again) == changed

    def test_layout(self) -> None:
        data = encode(CARD)
        assert data[:9] == bytes.fromhex("01 1234 000102030405")
        assert data[9:25] == CARD.uuid.bytes
        assert data[25:33] == bytes.fromhex("09c0 0e07 011170 03")
        assert data[RESULTS_AT : RESULTS_AT + 5] == b"\x81\x0285\x00"
        assert data.endswith("Zoë Nuñez Ångström".encode() + bytes(range(64)))


class TestRefusals:
    """CAR-8, CAR-12: cut, or of an unknown version."""

    @given(cards, st.data())
    def test_every_early_end(self, card: Card, data: st.DataObject) -> None:
        whole = encode(card)
        end = data.draw(st.integers(0, RESULTS_AT + 65))
        with pytest.raises(CardError) as refused:
            decode(whole[: min(end, len(whole) - len(card.name.encode()))])
        assert refused.value.code == "card-cut"

    @pytest.mark.parametrize("version", [0, 2, 127, 128, 255])
    def test_other_versions(self, version: int) -> None:
        with pytest.raises(CardError) as refused:
            decode(bytes([version]) + encode(CARD)[1:])
        assert (refused.value.code, refused.value.version) == ("card-version", version)
        assert decode(b"\x01" + encode(CARD)[1:]) == CARD

    @pytest.mark.parametrize("lead", [0x21, 0x7F, 0xC0, 0xFF])
    def test_a_result_that_is_neither_index_nor_length(self, lead: int) -> None:
        data = encode(CARD)
        with pytest.raises(CardError, match="result"):
            decode(data[:RESULTS_AT] + bytes([lead]) + data[RESULTS_AT + 1 :])

    @pytest.mark.parametrize(
        "body",
        [
            b"\x80" * 5 + b"\0name",  # five results
            b"\0",  # no name
            b"\0" + b"x" * 256,  # a name of 256 bytes
            b"\0\xff\xfe",  # a name that is not UTF-8
            b"\x01\xff\0name",  # a result that is not UTF-8
            b"\0\xed\xa0\x80",  # half a surrogate pair
        ],
    )
    def test_bodies_that_are_no_card(self, body: bytes) -> None:
        head, signature = encode(CARD)[:RESULTS_AT], bytes(64)
        with pytest.raises(CardError) as refused:
            decode(head + body + signature)
        assert refused.value.code == "card-cut"
        assert decode(head + b"\x80" * 4 + b"\0name" + signature).results == (0, 0, 0, 0)
        assert decode(head + b"\0" + b"x" * 255 + signature).name == "x" * 255

    def test_key_number_nought(self) -> None:
        data = encode(CARD)
        with pytest.raises(CardError):
            decode(data[:32] + b"\0" + data[33:])

    @pytest.mark.parametrize(
        "field",
        [
            {"name": ""},
            {"name": "é" * 128},
            {"results": ("x" * 33,)},
            {"results": ("",)},
            {"results": (64,)},
            {"results": (0,) * 5},
            {"valid_from": date(2019, 12, 31)},
            {"valid_until": date(2020, 1, 1)},
            {"valid_until": date(2200, 1, 1)},
            {"status_index": 1 << 24},
            {"key_number": 0},
            {"key_number": 256},
            {"signature": bytes(63)},
        ],
    )
    def test_what_has_no_place_in_a_card(self, field: dict[str, object]) -> None:
        with pytest.raises(ValueError, match="not a card"):
            encode(Card(**{**CARD.__dict__, **field}))


class TestSpellings:
    """CAR-5 to CAR-8: the first character tells the spelling; anything else is cut."""

    def test_read_payload_takes_links_and_payloads(self) -> None:
        data = encode(CARD)
        for payload in (to_decimal(data), to_link(data)):
            assert read_payload(payload) == data
            assert read_payload(f"https://anywhere.example/x/v/#{payload}") == data

    @pytest.mark.parametrize(
        "payload",
        [
            "",
            "0123",
            "12a",
            "-AAAA",
            "_AAAA",
            "AAAA=",
            "AAAAA",
            "AA AA",
            "AA+A",
            "AA/A",
            "AB\n",
            "１２",
            "²",
            "é",
        ],
    )
    def test_neither_spelling(self, payload: str) -> None:
        with pytest.raises(CardError) as refused:
            read_payload(payload)
        assert refused.value.code == "card-cut"

    @given(cards)
    def test_unused_bits_are_zero(self, card: Card) -> None:
        link = to_link(encode(card))
        if len(link) % 4 == 0:
            return
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        nudged = link[:-1] + alphabet[alphabet.index(link[-1]) | 1]
        assert from_link(link) == encode(card)
        with pytest.raises(CardError):
            from_link(nudged)

    def test_longest(self) -> None:
        assert len(from_decimal("9" * 1200)) > 400
        assert len(from_link("A" * 1200)) == 900
        for payload in ("9" * 1201, "A" * 1201):
            with pytest.raises(CardError):
                read_payload(payload)
