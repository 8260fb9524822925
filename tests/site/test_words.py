"""The site's words: complete in every language, the same places to fill, and right in number."""

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest

from bukti.errors import BuktiError
from bukti.model import definition, offer
from bukti.model.base import LANGUAGES
from site_builder.locale import direction, plural_form
from site_builder.words import available, words_of

FORMS = ("zero", "one", "two", "few", "many", "other")
FOLDER = Path(__file__).resolve().parents[2] / "site_builder"


def base(key: str) -> str:
    return key.rpartition(".")[0] if key.rpartition(".")[2] in FORMS else key


@pytest.mark.parametrize("language", ["en", "ms", "ar"])
def test_no_key_stands_in_two_files(language: str) -> None:
    files = sorted((FOLDER / "messages" / language).glob("*.json"))
    keys = [key for file in files for key, _ in json.loads(file.read_text("utf-8"), object_pairs_hook=list)]
    assert len(files) > 1
    assert sorted(keys) == sorted(set(keys))


def places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_every_language_has_every_message() -> None:
    assert set(available()) == set(LANGUAGES)
    keys = {language: {base(key) for key in words_of(language).messages} for language in available()}
    assert keys["ms"] == keys["en"]
    assert keys["ar"] == keys["en"]


@pytest.mark.parametrize("language", ["ms", "ar"])
def test_translations_fill_the_same_places(language: str) -> None:
    english = words_of("en").messages
    for key, text in words_of(language).messages.items():
        original = english.get(key) or english[f"{base(key)}.other"]
        missing = places(original) - places(text)
        assert not missing - ({"count"} if key.endswith((".zero", ".one", ".two")) else set()), key
        assert places(text) <= places(original), key


def test_no_message_is_left_in_english() -> None:
    same = {
        key
        for key, text in words_of("ar").messages.items()
        if text == words_of("en").messages.get(key)
        and re.search(r"[A-Za-z]{3}", text.replace("{", "").replace("}", ""))
    }
    assert {key for key in same if not places(words_of("ar").messages[key])} == set()


def _used() -> Iterator[str]:
    for file in [*FOLDER.rglob("templates/**/*.html"), *FOLDER.glob("*.py")]:
        yield from re.findall(r"\b(?:t|count)\(\s*[\"']([a-z0-9_.-]+)[\"']\s*[,)]", file.read_text(encoding="utf-8"))


def test_every_message_that_is_asked_for_exists() -> None:
    known = {base(key) for key in words_of("en").messages} | set(words_of("en").messages)
    assert {key for key in _used() if key not in known} == set()


def _literals(annotation: Any) -> set[str]:
    return {found for part in get_args(annotation) for found in ({part} if isinstance(part, str) else _literals(part))}


@pytest.mark.parametrize(
    ("prefix", "model", "field"),
    [
        ("type", definition.Definition, "type"), ("domain", definition.Outcome, "domain"),
        ("cluster", definition.Outcome, "cluster"), ("mode", definition.Delivery, "modes"),
        ("pace", definition.Delivery, "pace"), ("method", definition.Assessment, "method"),
        ("place", definition.Assessment, "mode"), ("supervision", definition.Assessment, "supervision"),
        ("identity", definition.Assessment, "identity_check"), ("reported", definition.Grading, "reported_as"),
        ("engagement", definition.IndustryEngagement, "role"), ("partner", definition.Collaborator, "kind"),
        ("role", definition.Collaborator, "role"), ("sharing", definition.Security, "sharing"),
        ("covers", definition.Quality, "covers"), ("status", offer.Offer, "status"),
        ("demand", offer.Demand, "source"), ("review", offer.QualityReview, "kind"),
    ],
)  # fmt: skip
def test_every_word_of_a_closed_list_has_a_message(prefix: str, model: Any, field: str) -> None:
    for value in _literals(model.model_fields[field].annotation):
        for language in available():
            assert f"{prefix}.{value}" in words_of(language).messages


def test_numbers_dates_and_plurals() -> None:
    english, malay, arabic = (words_of(language) for language in ("en", "ms", "ar"))
    assert english.locale.number(Decimal("1234.50")) == "1,234.5"
    assert english.locale.day(date(2026, 11, 1)) == "1 November 2026"
    assert malay.locale.day(date(2026, 8, 31)) == "31 Ogos 2026"
    assert arabic.locale.day(date(2026, 1, 9)) == "9 يناير 2026"
    assert english.count("credits.value", Decimal(1), system="MQF") == "1 MQF credit"
    assert english.count("credits.value", Decimal("0.5"), system="MQF") == "0.5 MQF credits"
    assert arabic.count("credits.plain", 2) == "ساعتان معتمدتان"
    assert [plural_form("ar", n) for n in (0, 1, 2, 3, 10, 11, 99, 100, 103)] == [
        "zero", "one", "two", "few", "few", "many", "many", "other", "few",
    ]  # fmt: skip
    assert (direction("ar"), direction("ar-EG"), direction("ms")) == ("rtl", "rtl", "ltr")


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(BuktiError, match="no words in 'tlh'"):
        words_of("tlh")
