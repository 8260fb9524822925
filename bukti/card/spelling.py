"""The two spellings of a card: a decimal number for QR codes, base64url for links (CAR-1, CAR-5 to CAR-8)."""

import base64
import binascii
import re

from bukti.card.codec import Card, CardError, encode

MAX_PAYLOAD = 1_200
"""Characters; a longer payload is no card (CAR-8)."""

_DECIMAL = re.compile(r"[1-9][0-9]*")
_LINK = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def to_decimal(data: bytes) -> str:
    """The decimal spelling of a card's bytes; their first is never 0, so none is lost (CAR-5)."""
    return str(int.from_bytes(data, "big"))


def from_decimal(text: str) -> bytes:
    """The bytes of a decimal spelling. Raises :class:`CardError` when ``text`` is none."""
    if len(text) > MAX_PAYLOAD or not _DECIMAL.fullmatch(text):
        raise CardError("card-cut", "not a number in its one spelling")
    number = int(text)
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def to_link(data: bytes) -> str:
    """The link spelling of a card's bytes: base64url without padding (CAR-6)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_link(text: str) -> bytes:
    """The bytes of a link spelling. Raises :class:`CardError` when ``text`` is none, unused bits included."""
    if len(text) > MAX_PAYLOAD or not _LINK.fullmatch(text):
        raise CardError("card-cut", "not base64url")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise CardError("card-cut", "base64url that ends early") from error
    if to_link(data) != text:
        raise CardError("card-cut", "base64url whose unused bits are not zero")
    return data


def read_payload(text: str) -> bytes:
    """The bytes of a card link or payload; the first character tells the spelling (CAR-7).

    Of a link, what follows the first ``#`` counts; the host is never used (VER-1). Raises
    :class:`CardError` with ``card-cut`` when the payload is neither spelling or too long (CAR-8).
    """
    payload = text.partition("#")[2] if "#" in text else text
    return from_decimal(payload) if payload[:1].isdigit() else from_link(payload)


def card_link(base_url: str, card: Card) -> str:
    """The link that people paste and mail: ``<base>/v/#`` and the link spelling (CAR-1)."""
    return f"{base_url}/v/#{to_link(encode(card))}"


def qr_parts(base_url: str, card: Card) -> tuple[bytes, str]:
    """The two segments of the QR code: the link up to ``#`` as bytes, the card as digits (CAR-5)."""
    return f"{base_url}/v/#".encode(), to_decimal(encode(card))
