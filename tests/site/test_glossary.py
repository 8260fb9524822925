"""The glossary: every name in every language, with an anchor, and of one mind with the policy of titles."""

import json
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import cast

import pytest

from bukti.policy.quality import claims
from bukti.policy.rule import Subject
from bukti.policy.words import fold
from bukti.specification import spec_text
from site_builder.glossary import groups, names_in
from site_builder.plan import Plan
from site_builder.words import available, words_of

ENTRIES = [entry for found in groups().values() for entry in found]


def test_each_entry_has_its_words_in_every_language() -> None:
    for language in available():
        for entry in ENTRIES:
            assert words_of(language)(f"glossary.{entry.id}")
            assert words_of(language)(f"glossary.{entry.id}.text")


@pytest.mark.parametrize("prefix", ["", "ms/", "ar/"])
def test_each_entry_can_be_linked_to(read: Callable[[str], str], prefix: str) -> None:
    html = read(f"{prefix}glossary/index.html")
    for entry in ENTRIES:
        assert f'id="{entry.id}"' in html


def test_the_names_are_linked_data(read: Callable[[str], str]) -> None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', read("glossary/index.html"), re.DOTALL)
    assert found
    data = json.loads(found[1])
    assert data["@type"] == "DefinedTermSet"
    terms = {term["@id"].partition("#")[2]: term["name"] for term in data["hasDefinedTerm"]}
    assert terms["nanodegree"] == "Nanodegree"
    assert len(terms) == len(ENTRIES)


def test_every_page_leads_to_it(read: Callable[[str], str]) -> None:
    assert 'href="../glossary/"' in read("providers/index.html")
    assert 'href="../../../glossary/#micro-credential"' in read(
        "catalogue/universiti-contoh/database-design/index.html"
    )


MARKS = ["Nanodegree", "Nano-degree in X", "MicroMasters", "Micro Masters", "Micro-degree", "MasterTrack"]


@pytest.mark.parametrize("title", MARKS)
def test_the_marks_that_the_policy_warns_about_are_explained(title: str) -> None:
    patterns = json.loads(spec_text("tables/reserved_titles.json"))["patterns"]
    warned = next(re.compile(one["regex"]) for one in patterns if one["id"] == "trademark")
    assert warned.search(fold(title))
    assert [entry.id for entry in ENTRIES if entry.owner and entry.names and entry.names.search(fold(title))]


@pytest.mark.parametrize(
    ("alias", "entry"),
    [
        ("MicroBachelors in Data", "microbachelors"),
        ("Professional Certificate in Data", "professional-certificate"),
        ("Sijil Kehadiran", "attendance"),
        ("Lencana digital", "digital-badge"),
    ],
)
def test_names_are_found_in_aliases(plan: Plan, alias: str, entry: str) -> None:
    plain = plan.site.by_ref["universiti-contoh/database-design"].current
    assert names_in(plain) == ()
    named = type(plain).model_validate(plain.json_form() | {"aliases": [{"en": alias}]})
    assert [found.id for found in names_in(named)] == [entry]


def test_the_page_lists_the_reserved_titles_of_the_frameworks(plan: Plan, read: Callable[[str], str]) -> None:
    html = read("glossary/index.html").partition('id="titles"')[2]
    for framework in plan.site.frameworks:
        for title in framework.reserved_titles:
            assert f"<bdi>{title.replace(chr(39), '&#39;')}</bdi>" in html


@pytest.mark.parametrize("language", ["en", "ms", "ar"])
def test_the_sites_own_words_claim_nothing_that_the_policy_refuses(language: str) -> None:
    texts = [((key,), text) for key, text in words_of(language).messages.items()]
    assert list(claims(cast("Subject", SimpleNamespace(offer=None, texts=texts)))) == []
    said = [(("x",), "This micro-credential is MQA-accredited.")]
    assert list(claims(cast("Subject", SimpleNamespace(offer=None, texts=said))))
