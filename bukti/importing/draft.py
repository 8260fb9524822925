"""A draft definition with its offer, made from one row of a foreign catalogue."""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from bukti.loading.paths import has_device_name, kind_of
from bukti.model.text import text_faults

MAX_LINE, MAX_PROSE = 500, 10_000


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One imported micro-credential.

    ``definition`` and ``offer`` are JSON forms without schema, provider, id and version, which
    the writer adds; ``key`` is the row's own identifier; ``origin`` says file and row.
    """

    key: str
    origin: str
    definition: Mapping[str, Any]
    offer: Mapping[str, Any]


def slug(text: str) -> str:
    """An id made of ``text``: ASCII letters and digits, other runs as one hyphen, at most 64 characters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64].strip("-")


def unique_ids(keys: Iterable[str]) -> list[str]:
    """One id for each key, in order; keys that fold to the same id, or to a reserved one, get ``-2``, ``-3`` …"""
    taken: set[str] = set()
    suffixes: Counter[str] = Counter()
    ids = []
    for number, key in enumerate(keys, start=1):
        base = candidate = slug(key) or f"row-{number}"
        stem = base[:56].rstrip("-")
        while candidate in taken or not _is_free(candidate):
            suffixes[stem] += 1
            candidate = f"{stem}-{suffixes[stem] + 1}"
        taken.add(candidate)
        ids.append(candidate)
    return ids


def _is_free(mc: str) -> bool:
    """Whether a micro-credential may have this id (REC-2, REC-20)."""
    path = f"registry/any/{mc}/v1.yaml"
    return kind_of(path) is not None and not has_device_name(path)


def prose(text: object, language: str = "en") -> dict[str, str] | None:
    """Foreign text as a language map: tags dropped, entities read, characters that cannot be signed left out."""
    cleaned = _clean(str(text or ""), MAX_PROSE)
    return {language: cleaned} if cleaned else None


def line(text: object, language: str = "en") -> dict[str, str] | None:
    """As :func:`prose`, of one line and at most 500 characters."""
    cleaned = plain_line(text)
    return {language: cleaned} if cleaned else None


def keywords(headings: Iterable[str | None]) -> list[dict[str, str]]:
    """Subject headings in English, each once, in order."""
    return [{"en": text} for text in dict.fromkeys(plain_line(heading) for heading in headings) if text]


def plain_line(text: object) -> str:
    """Foreign text as one clean line, empty where nothing is left."""
    return _clean(str(text or ""), MAX_LINE)


def _clean(text: str, limit: int) -> str:
    untagged = re.sub(r"</?[A-Za-z][^<>]*>", " ", text)
    unescaped = html.unescape(untagged)
    spaced = re.sub(r"\s", " ", unicodedata.normalize("NFC", unescaped))
    signable = "".join(char for char in spaced if char == " " or not text_faults(char))
    signable = re.sub(r" +", " ", unicodedata.normalize("NFC", signable)).strip()
    return signable if len(signable) <= limit else signable[: limit - 1].rstrip() + "…"


def number(text: object) -> Decimal | None:
    """A non-negative number with at most two decimals, or None where the text is not one."""
    try:
        value = Decimal(str(text).strip())
    except InvalidOperation:
        return None
    exact = value.is_finite() and value >= 0 and value == value.quantize(Decimal("0.01"))
    return value if exact else None


def amount(value: Decimal) -> int | str:
    """A number as records spell it: an integer where it is whole, else a decimal string without trailing zeros."""
    return int(value) if value == value.to_integral_value() else f"{value.normalize():f}"


def web_address(text: object) -> str | None:
    """The text when it is an address that a definition may hold, else None."""
    address = str(text or "").strip()
    return address if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", address) else None


def present(**members: Any) -> dict[str, Any]:
    """The members that say something (None and empty values are left out, never invented)."""
    return {name: value for name, value in members.items() if value not in (None, "", [], {}, ())}
