"""Fields of education by name: the codes of ISCED-F 2013 in the words of a language.

Source: UNESCO Institute for Statistics, International Standard Classification of Education: Fields of Education and
Training 2013 (ISCED-F 2013). All its 220 codes stand under ``field.<code>`` in ``messages/<language>/fields.json``:
broad fields of 2 digits, narrow ones of 3, detailed ones of 4, a code beginning with that of its broader field. The
English names are the classification's own; the Malay and Arabic ones are translations made for this site.
"""

from site_builder.words import Words

BROAD = 2
"""Digits of a broad field's code."""


def field_name(words: Words, code: str) -> str:
    """The name of a field; of its nearest broader one where the code is unknown, else ``ISCED-F <code>``."""
    known = field_chain(words, code)
    return known[-1][1] if known else f"ISCED-F {code}"


def field_chain(words: Words, code: str) -> tuple[tuple[str, str], ...]:
    """The known fields from the broad one down to ``code``, each ``(code, name)``; none for a code of no field."""
    found = ((part, words.messages.get(f"field.{part}")) for part in _codes(code))
    return tuple((part, name) for part, name in found if name)


def _codes(code: str) -> list[str]:
    return [code[:digits] for digits in range(BROAD, len(code) + 1)]
