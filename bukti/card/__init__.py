"""The card: what a QR code or link carries of a credential (``spec/card.md``)."""

from bukti.card.codec import Card, CardError, decode, encode
from bukti.card.spelling import (
    card_link,
    from_decimal,
    from_link,
    qr_parts,
    read_payload,
    to_decimal,
    to_link,
)
from bukti.card.translate import card_of, rebuild

__all__ = [
    "Card",
    "CardError",
    "card_link",
    "card_of",
    "decode",
    "encode",
    "from_decimal",
    "from_link",
    "qr_parts",
    "read_payload",
    "rebuild",
    "to_decimal",
    "to_link",
]
