"""Text that people write and that gets signed: what may stand in it, and how names are normalised.

Rule TXT-1 to TXT-5 of ``spec/text.md``. The code-point tables are data
(``spec/tables/text.json``) because the TypeScript verifier obeys the same ones.
"""

import json
import unicodedata
from collections.abc import Mapping
from functools import cache

from bukti.specification import spec_text

LanguageMap = Mapping[str, str]


@cache
def _tables() -> tuple[frozenset[int], tuple[tuple[int, int], ...]]:
    data = json.loads(spec_text("tables/text.json"))
    forbidden: set[int] = set()
    for first, last in data["forbidden"]:
        forbidden.update(range(int(first, 16), int(last, 16) + 1))
    joining = tuple((int(first, 16), int(last, 16)) for first, last in data["joiner_scripts"])
    return frozenset(forbidden), joining


def text_faults(text: str, *, multiline: bool = False) -> list[str]:
    """Every reason why ``text`` may not be signed, each as one plain sentence; empty when it may.

    ``multiline`` allows U+000A. Source: ``spec/text.md``, TXT-1 to TXT-5.
    """
    forbidden, joining = _tables()
    faults: list[str] = []
    for position, char in enumerate(text, start=1):
        code = ord(char)
        if code == 0x0A and multiline:
            continue
        if code in (0x200C, 0x200D):
            before = ord(text[position - 2]) if position > 1 else 0
            if not any(first <= before <= last for first, last in joining):
                faults.append(
                    f"character {position} is {_named(char)}: joiners may only follow a letter of a script "
                    "that needs them (Arabic, the Indic scripts)"
                )
        elif code in forbidden or 0xD800 <= code <= 0xDFFF or (code & 0xFFFE) == 0xFFFE:
            faults.append(
                f"character {position} is {_named(char)}: control, direction-override and invisible "
                "characters cannot be signed"
            )
    if not faults and not _is_nfc(text):
        faults.append("the text is not in Unicode normal form C")
    if text != text.strip():
        faults.append("the text begins or ends with white space")
    return faults


def _is_nfc(text: str) -> bool:
    """Whether ``text`` is in normal form C, in time that grows with its length.

    ``unicodedata`` sorts runs of combining marks by insertion: on marks out of their canonical order, which
    no normal form has, its work would grow with the square of the run.
    """
    before = 0
    for char in text if not text.isascii() else "":
        combining = unicodedata.combining(char)
        if 0 < combining < before:
            return False
        before = combining
    return unicodedata.normalize("NFC", text) == text


def _named(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, 'CONTROL')}"


def normalise_name(name: str) -> str:
    """A holder's name as it is signed: NFC, every space character one U+0020, no outer or double spaces.

    Nothing else is changed; whether the result may be signed is for :func:`text_faults` to say.
    """
    spaced = "".join(" " if unicodedata.category(c) == "Zs" else c for c in name)
    return unicodedata.normalize("NFC", " ".join(part for part in spaced.split(" ") if part))


def pick(texts: LanguageMap, language: str, fallback: str = "en") -> tuple[str, str]:
    """``(language, text)`` for a reader of ``language``: that one, else ``fallback``, else the first."""
    for candidate in (language, fallback, *texts):
        if candidate in texts:
            return candidate, texts[candidate]
    raise KeyError("an empty language map has no text")
