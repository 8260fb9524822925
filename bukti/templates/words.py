"""Words of ours that stand inside an achievement, and how numbers are written there."""

import json
from decimal import Decimal
from functools import cache
from importlib.resources import files


@cache
def _all_words() -> dict[str, dict[str, str]]:
    text = (files("bukti.templates") / "words.json").read_text(encoding="utf-8")
    return {language: words for language, words in json.loads(text).items() if isinstance(words, dict)}


def words(language: str) -> dict[str, str]:
    """The words of ``language``, or of its first part (``en-GB``: ``en``); English where there are none."""
    table = _all_words()
    return table.get(language) or table.get(language.partition("-")[0]) or table["en"]


def assessment_word(language: str, method: str) -> str:
    """The name of a kind of assessment, to stand within a sentence."""
    return words(language)[method]


def assessment_line(language: str, title: str, method: str | None, weight: Decimal | None) -> str:
    """A piece of assessment in one phrase: its title, then kind and weight where they are known."""
    told = [assessment_word(language, method)] if method else []
    if weight is not None:
        told.append(f"{plain(weight)} %")
    return f"{title} ({words(language)['comma'].join(told)})" if told else title


def plain(number: Decimal) -> str:
    """A decimal without zeros at its end: 3, 2.5."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def json_number(number: Decimal) -> int | float:
    """A decimal as a JSON number; whole ones as integers."""
    return int(number) if number == number.to_integral_value() else float(number)
