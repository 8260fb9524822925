"""Numbers, dates, plurals and writing direction of the site's languages.

The words themselves (names of months, digits) stand in ``messages/<language>/``; here is only
what is logic. Nothing depends on the machine's locale, so every machine builds the same bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def direction(language: str) -> str:
    """``rtl`` or ``ltr`` for a language tag such as ``ar`` or ``ar-EG``."""
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


def plural_form(language: str, count: int | Decimal) -> str:
    """The plural form (CLDR's names) that ``language`` uses for a number ``count`` ≥ 0."""
    if count != int(count):
        return "other"
    if language == "ar":
        return _arabic_form(int(count))
    if language == "en":
        return "one" if count == 1 else "other"
    return "other"


def _arabic_form(count: int) -> str:
    if count in (0, 1, 2):
        return ("zero", "one", "two")[count]
    rest = count % 100
    if 3 <= rest <= 10:
        return "few"
    return "many" if 11 <= rest <= 99 else "other"


@dataclass(frozen=True, kw_only=True)
class Locale:
    """How one language writes numbers and dates.

    ``digits`` are the ten digits in use, ``group`` and ``decimal`` the separators, ``months`` the
    twelve names, ``day_form`` the order of ``{day}``, ``{month}`` and ``{year}``.
    """

    language: str
    digits: str
    group: str
    decimal: str
    months: tuple[str, ...]
    day_form: str

    @classmethod
    def read(cls, language: str, words: Mapping[str, str]) -> "Locale":
        """The locale that the messages ``locale.*`` of a language describe."""
        return cls(
            language=language,
            digits=words["locale.digits"],
            group=words["locale.group"],
            decimal=words["locale.decimal"],
            months=tuple(words["locale.months"].split(" ")),
            day_form=words["locale.date"],
        )

    @property
    def dir(self) -> str:
        """``rtl`` or ``ltr``."""
        return direction(self.language)

    def number(self, value: int | Decimal) -> str:
        """``1234.50`` as ``1,234.5``: grouped by thousands, no trailing zeros after the decimal sign."""
        whole, _, fraction = f"{value:f}".partition(".")
        fraction = fraction.rstrip("0")
        text = f"{int(whole):,}".replace(",", self.group)
        return self._spell(text + (self.decimal + fraction if fraction else ""))

    def day(self, value: date) -> str:
        """A calendar date in words: ``1 November 2026``."""
        return self.day_form.format(
            day=self._spell(str(value.day)), month=self.months[value.month - 1], year=self._spell(f"{value.year:04d}")
        )

    def _spell(self, text: str) -> str:
        return text.translate(self._table)

    @cached_property
    def _table(self) -> Mapping[int, str]:
        return {ord("0") + n: digit for n, digit in enumerate(self.digits)}
