"""The order of names and levels in a list, and the letter that a name stands under; the same on every machine.

No locale of the machine is asked. Accents, marks and case do not count; an Arabic name stands under the letter
after its article, as Arabic lists have it, and the forms of alef are one letter.
"""

import unicodedata
from functools import cache

OTHER = "#"
"""What names stand under that begin with no letter."""
_ALEF = str.maketrans("أإآٱ", "اااا")


def sort_key(text: str, *, right_to_left: bool = False) -> tuple[bool, str, str]:
    """By which names are put in order. A right-to-left page has the names in Latin letters at its end."""
    plain = _plain(text)
    return right_to_left and plain[:1].isascii(), plain, text


def level_key(level: str) -> tuple[str, int, str]:
    """By which ``framework-level`` are put in order: level 2 stands before level 10."""
    framework, _, value = level.rpartition("-")
    return framework, len(value), value


def letter(text: str) -> str:
    """The letter that a name stands under: ``É`` of ``étude`` is ``E``."""
    first = _plain(text)[:1]
    return first.upper() if first.isalpha() else OTHER


@cache
def _plain(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.translate(_ALEF)).casefold()
    bare = "".join(char for char in split if not unicodedata.combining(char)).strip()
    return bare.removeprefix("ال") or bare
