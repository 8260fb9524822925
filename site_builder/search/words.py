"""From texts to the keys that they are found by (spec/search.md SEA-1 to SEA-3)."""

import json
import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from bukti.specification import spec_text

_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"[0-9]")


@dataclass(frozen=True)
class Stems:
    """What is taken off the words of one language, longest first; ``least`` characters always stay."""

    least: int
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]

    def key(self, word: str) -> str:
        """The key of a folded word (SEA-3)."""
        if _DIGIT.search(word):
            return word
        for prefix in self.prefixes:
            if word.startswith(prefix) and len(word) - len(prefix) >= self.least:
                word = word[len(prefix) :]
                break
        for suffix in self.suffixes:
            if word.endswith(suffix) and len(word) - len(suffix) >= self.least:
                return word[: -len(suffix)]
        return word


@cache
def stems(language: str) -> Stems:
    """The stems of ``language``; nothing is taken off where there are no lists."""
    found = _tables()["stems"].get(language, {"least": 1, "prefixes": (), "suffixes": ()})
    return Stems(int(found["least"]), _longest_first(found["prefixes"]), _longest_first(found["suffixes"]))


def fold(text: str) -> str:
    """The text as it is compared (SEA-1)."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text).lower().translate(_folding())


def letters() -> Mapping[str, str]:
    """What some letters are replaced by (SEA-1)."""
    return _tables()["letters"]


def words(text: str) -> list[str]:
    """The folded words of a text (SEA-2)."""
    return _WORD.findall(fold(text))


def keys(text: str, language: str) -> list[str]:
    """The keys of a text's words."""
    return [key_of(word, language) for word in words(text)]


@cache
def key_of(word: str, language: str) -> str:
    """The key of a folded word."""
    return stems(language).key(word)


def _longest_first(parts: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(parts, key=lambda part: (-len(part), part)))


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    found: Mapping[str, Mapping[str, Any]] = json.loads(spec_text("tables/search.json"))
    return found


@cache
def _folding() -> Mapping[int, str]:
    """What :meth:`str.translate` does to decomposed lower-case text: marks go, digits and some letters change."""
    table = {}
    for point in range(128, sys.maxunicode + 1):
        char = chr(point)
        category = unicodedata.category(char)
        if category[0] == "M":
            table[point] = ""
        elif category == "Nd":
            table[point] = str(unicodedata.decimal(char))
    return table | {ord(char): str(text) for char, text in letters().items()}
