"""How data files are written: compact UTF-8 JSON with one LF at the end, the same bytes every time."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from bukti.model.base import Record


def json_bytes(document: object) -> bytes:
    """``document`` as a data file. Members stay in the order in which they were put in."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def public(value: object) -> Any:
    """A record, or a part of one, as plain JSON data for readers: numbers as numbers, dates as text."""
    if isinstance(value, Record):
        stated = value.model_dump(mode="python", by_alias=True, exclude_unset=True)
        return {name: public(member) for name, member in stated.items()}
    if isinstance(value, dict):
        return {name: public(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [public(member) for member in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value
