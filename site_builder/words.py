"""The site's own words in each language, and the choice of language for texts of the registry.

The files of ``messages/<language>/`` map keys to text with ``{names}``, one file for each part of the site, and
no key stands in two of them. Where a text counts something, its forms stand under ``<key>.<plural form>`` and
the number is called ``count``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from bukti.errors import BuktiError
from site_builder.locale import Locale, plural_form


@dataclass(frozen=True, kw_only=True)
class Words:
    """The messages and the locale of one language."""

    language: str
    messages: Mapping[str, str]
    locale: Locale

    def __call__(self, key: str, **values: object) -> str:
        """The message ``key`` with its ``{names}`` filled in; numbers are written as the language does.

        Raises KeyError when there is no such message: a page never shows a bare key.
        """
        text = self.messages[key]
        if not values and "{" not in text:  # most of them, on every page
            return text
        return text.format(**{name: self._show(value) for name, value in values.items()})

    def count(self, key: str, count: int | Decimal, **values: object) -> str:
        """The message ``key`` in the plural form for ``count``; ``other`` where a form is not listed."""
        form = f"{key}.{plural_form(self.language, count)}"
        return self(form if form in self.messages else f"{key}.other", count=count, **values)

    def _show(self, value: object) -> object:
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return self.locale.number(value)
        return value


def available() -> tuple[str, ...]:
    """The languages that the site can be built in."""
    folder = files("site_builder") / "messages"
    return tuple(sorted(entry.name for entry in folder.iterdir() if entry.is_dir()))


@cache
def words_of(language: str) -> Words:
    """The words of ``language``. Raises BuktiError when there are none."""
    if language not in available():
        raise BuktiError(
            f"the site has no words in {language!r}",
            where="registry/registry.yaml",
            expected="languages out of " + ", ".join(available()),
            hint="take the language out of 'languages', or add site_builder/messages/" + language + "/",
        )
    messages: dict[str, str] = {}
    for entry in (files("site_builder") / "messages" / language).iterdir():
        messages |= json.loads(entry.read_text(encoding="utf-8"))
    return Words(language=language, messages=messages, locale=Locale.read(language, messages))
