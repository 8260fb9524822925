"""Credential to card and back (CAR-3, CAR-4, CAR-9, CAR-11)."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from bukti.card import Card, CardError, card_link, card_of, decode, encode, qr_parts, read_payload, rebuild
from bukti.did import did_of
from bukti.model import Template
from bukti.proof.credentials import sign_credential, verify_credential
from bukti.templates import Values, digest_of, fill
from tests.keys import demo_key, method
from tests.templates.small import BASE, PROVIDER, template

KEY = demo_key(f"{PROVIDER}/k-1")


def signed(made: Template, *results: str, name: str = "Siti Aminah", until: bool = True) -> dict[str, Any]:
    values = Values(
        uuid="4d0c7d5e-4f3a-4c2b-9a51-0d6f1c2b3a49",
        valid_from=date(2026, 11, 1),
        valid_until=date(2029, 10, 31) if until else None,
        status_index=1234,
        name=name,
        results=results,
    )
    return sign_credential(fill(made, values), KEY, method(BASE, f"{PROVIDER}/k-1"), "2026-11-01T00:00:00Z")


def again(card: Card, made: Template) -> dict[str, Any]:
    return rebuild(card, made, did_of(BASE, PROVIDER), "k-1")


@pytest.mark.parametrize(
    ("kinds", "results", "spelt"),
    [
        ((), (), ()),
        (("grade",), ("A",), (0,)),
        (("grade", "path"), ("C", "Droughts"), (2, 1)),
        (("path",), ("another way",), ("another way",)),
    ],
)
@pytest.mark.parametrize("until", [True, False])
def test_rebuilt_credential_is_the_same(
    kinds: tuple[str, ...], results: tuple[str, ...], spelt: tuple[int | str, ...], until: bool
) -> None:
    made = template(with_until=until, results=kinds)
    credential = signed(made, *results, until=until)
    card = card_of(credential, made, digest_of(made), 7)
    assert card.results == spelt
    assert again(decode(encode(card)), made) == credential
    assert verify_credential(credential, credential["proof"][0], KEY.public)


def test_a_listed_value_spelt_as_text_is_another_card() -> None:
    made = template()
    card = card_of(signed(made, "A"), made, digest_of(made), 7)
    longer = dataclasses.replace(card, results=("A",))
    assert again(longer, made) == again(card, made)
    assert encode(card_of(again(longer, made), made, digest_of(made), 7)) == encode(card) != encode(longer)


@pytest.mark.parametrize("field", [{"valid_until": None}, {"results": ()}, {"results": (0, 0)}, {"results": (3,)}])
def test_fields_that_the_template_has_no_place_for(field: dict[str, Any]) -> None:
    made = template()
    card = card_of(signed(made, "A"), made, digest_of(made), 7)
    with pytest.raises(CardError) as refused:
        again(dataclasses.replace(card, **field), made)
    assert refused.value.code == "card-misspelt"
    assert again(dataclasses.replace(card, results=(2,)), made)["credentialSubject"]["result"][0]["value"] == "C"


def test_a_credential_of_another_template_has_no_card() -> None:
    made = template()
    credential = signed(made, "A")
    changed = {**credential, "name": "Another title"}
    with pytest.raises(ValueError, match="does not rebuild"):
        card_of(changed, made, digest_of(made), 7)
    with pytest.raises(ValueError, match="exactly one proof"):
        card_of({**credential, "proof": credential["proof"] * 2}, made, digest_of(made), 7)


def test_link_and_qr_carry_the_same_card() -> None:
    """The link is CAR-1, the two segments of the QR code are CAR-5."""
    made = template()
    card = card_of(signed(made, "A"), made, digest_of(made), 7)
    prefix, digits = qr_parts(BASE, card)
    assert prefix == b"https://bukti.example/v/#"
    assert read_payload(card_link(BASE, card)) == read_payload(digits) == encode(card)
