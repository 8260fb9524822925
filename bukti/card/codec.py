"""The bytes of a card, version 1 (CAR-2 to CAR-4). Fixed for ever: a change is another version."""

import struct
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

VERSION = 1
MAX_RESULTS = 4
MAX_RESULT_BYTES = 32
MAX_INDEX = 63
MAX_NAME_BYTES = 255
MAX_STATUS_INDEX = 0xFF_FFFF
SIGNATURE_BYTES = 64
EPOCH = date(2020, 1, 1)

_HEAD = struct.Struct(">B2s6s16sHH3sB")
_INDEX = 0x80


class CardError(ValueError):
    """A payload that is no card; ``code`` is a code of ``spec/codes.json``, ``version`` the card's own."""

    def __init__(self, code: str, message: str, version: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.version = version


@dataclass(frozen=True, kw_only=True)
class Card:
    """The fields of a card in the order of its bytes (CAR-2).

    ``group`` is 2 bytes of SHA-256 of the achievement id, ``template`` the first 6 bytes of the
    template's digest. Dates are calendar dates from 2020-01-01 to 2199-06-06. A result is an index
    into the ``allowedValue`` of its description, or a text (CAR-3).
    """

    group: bytes
    template: bytes
    uuid: UUID
    valid_from: date
    valid_until: date | None
    status_index: int
    key_number: int
    results: tuple[int | str, ...]
    name: str
    signature: bytes


def encode(card: Card) -> bytes:
    """The bytes of ``card``. Raises ValueError for a field that has no place in a card."""
    _check_sizes(card)
    head = _HEAD.pack(
        VERSION,
        card.group,
        card.template,
        card.uuid.bytes,
        _days(card.valid_from),
        0 if card.valid_until is None else _days_until(card.valid_until),
        card.status_index.to_bytes(3, "big"),
        card.key_number,
    )
    results = b"".join(_encode_result(result) for result in card.results)
    return head + results + b"\0" + card.name.encode() + card.signature


def decode(data: bytes) -> Card:
    """The card of ``data``. Raises :class:`CardError`: ``card-version`` or ``card-cut`` (CAR-8, CAR-12).

    What decodes need not be well spelt; that shows when the rebuilt credential is encoded (CAR-9).
    """
    if data and data[0] != VERSION:
        raise CardError("card-version", f"a card of version {data[0]}", data[0])
    if len(data) < _HEAD.size:
        raise CardError("card-cut", "the card ends before its first fields do")
    _, group, template, uuid, start, end, status, key_number = _HEAD.unpack_from(data)
    results, place = _decode_results(data, _HEAD.size)
    name = data[place:-SIGNATURE_BYTES] if len(data) - place > SIGNATURE_BYTES else b""
    if not 1 <= len(name) <= MAX_NAME_BYTES or not key_number:
        raise CardError("card-cut", "the card ends early, or is longer than a card can be")
    return Card(
        group=group,
        template=template,
        uuid=UUID(bytes=uuid),
        valid_from=EPOCH + timedelta(days=start),
        valid_until=EPOCH + timedelta(days=end) if end else None,
        status_index=int.from_bytes(status, "big"),
        key_number=key_number,
        results=results,
        name=_text(name),
        signature=data[-SIGNATURE_BYTES:],
    )


def _check_sizes(card: Card) -> None:
    places = (
        (len(card.group) == 2, "group has 2 bytes"),
        (len(card.template) == 6, "template has 6 bytes"),
        (0 <= card.status_index <= MAX_STATUS_INDEX, "the status index has 24 bits"),
        (1 <= card.key_number <= 255, "a key number is 1 to 255"),
        (len(card.results) <= MAX_RESULTS, f"a card has at most {MAX_RESULTS} results"),
        (1 <= len(card.name.encode()) <= MAX_NAME_BYTES, f"a name has 1 to {MAX_NAME_BYTES} bytes of UTF-8"),
        (len(card.signature) == SIGNATURE_BYTES, "a signature has 64 bytes"),
    )
    for right, rule in places:
        if not right:
            raise ValueError(f"not a card: {rule}")


def _days(day: date) -> int:
    days = (day - EPOCH).days
    if not 0 <= days <= 0xFFFF:
        raise ValueError(f"not a card: {day} is outside 2020-01-01 to 2199-06-06")
    return days


def _days_until(day: date) -> int:
    if day == EPOCH:
        raise ValueError("not a card: 2020-01-01 cannot be a last day, its number says that there is none")
    return _days(day)


def _encode_result(result: int | str) -> bytes:
    if isinstance(result, int):
        if not 0 <= result <= MAX_INDEX:
            raise ValueError(f"not a card: a result's index is 0 to {MAX_INDEX}")
        return bytes([_INDEX + result])
    text = result.encode()
    if not 1 <= len(text) <= MAX_RESULT_BYTES:
        raise ValueError(f"not a card: a result that is not listed has 1 to {MAX_RESULT_BYTES} bytes of UTF-8")
    return bytes([len(text)]) + text


def _decode_results(data: bytes, place: int) -> tuple[tuple[int | str, ...], int]:
    results: list[int | str] = []
    while place < len(data) and data[place]:
        lead, place = data[place], place + 1
        if _INDEX <= lead <= _INDEX + MAX_INDEX:
            results.append(lead - _INDEX)
        elif lead <= MAX_RESULT_BYTES and place + lead <= len(data):
            results.append(_text(data[place : place + lead]))
            place += lead
        else:
            raise CardError("card-cut", "a result of the card has no end")
    if len(results) > MAX_RESULTS:
        raise CardError("card-cut", f"more than {MAX_RESULTS} results")
    return tuple(results), place + 1


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise CardError("card-cut", "text of the card is not UTF-8") from error
