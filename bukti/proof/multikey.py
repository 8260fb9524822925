"""Multibase and Multikey: how keys and signatures are written as text.

Base58 is the one of Bitcoin, ``z`` its multibase prefix; an Ed25519 Multikey is 0xed 0x01 and the
32 bytes of the public key (W3C Controlled Identifiers 1.0, section 2.2.2).
"""

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES = {char: value for value, char in enumerate(_ALPHABET)}
_ED25519 = b"\xed\x01"
_LONGEST = 200


def encode_z(data: bytes) -> str:
    """``data`` in multibase base58btc: ``z`` and base58, one ``1`` for each leading zero byte."""
    number = int.from_bytes(data, "big")
    digits: list[str] = []
    while number:
        number, digit = divmod(number, 58)
        digits.append(_ALPHABET[digit])
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + "1" * zeros + "".join(reversed(digits))


def decode_z(text: str) -> bytes:
    """The bytes of a multibase base58btc text; every text that it takes is in the one spelling.

    Raises ValueError when it does not begin with ``z``, holds another character, or is longer than
    200 characters (the work grows with the square of the length).
    """
    if not text.startswith("z") or len(text) > _LONGEST:
        raise ValueError("not base58btc: it begins with z and has at most 200 characters")
    number = 0
    for char in text[1:]:
        if char not in _VALUES:
            raise ValueError(f"{char!r} is not a character of base58btc")
        number = number * 58 + _VALUES[char]
    zeros = len(text) - 1 - len(text[1:].lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def encode(public: bytes) -> str:
    """The Multikey (``z6Mk…``) of an Ed25519 public key of 32 bytes. Raises ValueError for another length."""
    if len(public) != 32:
        raise ValueError(f"an Ed25519 public key has 32 bytes, not {len(public)}")
    return encode_z(_ED25519 + public)


def decode(text: str) -> bytes:
    """The 32 bytes of an Ed25519 Multikey. Raises ValueError when ``text`` is none."""
    data = decode_z(text)
    if len(data) != 34 or not data.startswith(_ED25519):
        raise ValueError("not an Ed25519 Multikey (z6Mk…)")
    return data[2:]
