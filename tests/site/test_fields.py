"""Fields of education by name: complete in each language, and a code that is unknown still says what it can."""

import csv
import re

import pytest

from site_builder.fields import field_chain, field_name
from site_builder.words import available, words_of
from tests.public_data import DATA, need


@pytest.mark.parametrize("language", sorted(available()))
def test_each_broad_field_leads_to_narrow_and_detailed_ones(language: str) -> None:
    codes = {key.removeprefix("field.") for key in words_of(language).messages if re.fullmatch(r"field\.\d+", key)}
    assert [sum(len(code) == digits for code in codes) for digits in (2, 3, 4)] == [12, 58, 150]
    assert {code[:-1] for code in codes if len(code) > 2} == {code for code in codes if len(code) < 4}


def test_the_english_names_are_those_of_the_classification() -> None:
    with need(DATA / "isced-f-2013" / "isced-f.csv", "ISCED-F 2013 by code").open(encoding="utf-8") as file:
        published = {row["code"]: row["label"] for row in csv.DictReader(file)}
    english = words_of("en").messages
    assert published == {key.removeprefix("field."): name for key, name in english.items() if key.startswith("field.")}


def test_a_field_has_its_name_and_its_broader_ones() -> None:
    english, malay, arabic = (words_of(language) for language in ("en", "ms", "ar"))
    assert field_name(english, "0412") == "Finance, banking and insurance"
    assert field_name(malay, "0412") == "Kewangan, perbankan dan insurans"
    assert field_name(arabic, "0412") == "المالية والمصارف والتأمين"
    assert field_chain(english, "0542") == (
        ("05", "Natural sciences, mathematics and statistics"),
        ("054", "Mathematics and statistics"),
        ("0542", "Statistics"),
    )


def test_an_unknown_code_takes_the_name_of_the_nearest_broader_field() -> None:
    english = words_of("en")
    assert field_name(english, "0418") == "Business and administration"
    assert field_name(english, "0479") == "Business, administration and law"
    assert field_chain(english, "0479") == (("04", "Business, administration and law"),)
    assert field_name(english, "7777") == "ISCED-F 7777"
    assert field_chain(english, "7777") == ()
