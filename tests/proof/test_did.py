"""Identities follow from the base address alone (CRD-16)."""

import pytest

from bukti.did import achievement_id, did_of, provider_of, status_list_url

BASE = "https://bukti.example"


@pytest.mark.parametrize(
    ("base_url", "did"),
    [
        (BASE, "did:web:bukti.example:issuers:uni"),
        ("https://a.example/x/y", "did:web:a.example:x:y:issuers:uni"),
        ("https://a.example:8443/x", "did:web:a.example%3A8443:x:issuers:uni"),
    ],
)
def test_a_did_leads_back_to_its_provider(base_url: str, did: str) -> None:
    assert did_of(base_url, "uni") == did
    assert provider_of(did, ["https://other.example", base_url]) == "uni"
    assert provider_of(did, ["https://other.example"]) is None


@pytest.mark.parametrize(
    "did",
    [
        "did:web:bukti.example:issuers:",
        "did:web:bukti.example:issuers:uni:more",
        "did:web:bukti.example:issuers:Uni",
        "did:web:bukti.example:issuers:uni\n",
        "did:web:bukti.example.evil:issuers:uni",
        "did:key:z6Mk",
        "",
    ],
)
def test_other_texts_are_no_provider(did: str) -> None:
    assert provider_of(did, [BASE]) is None


@pytest.mark.parametrize("base_url", ["http://a.example", "https://a.example/", "a.example", "https://"])
def test_what_is_no_base_address_gives_no_did(base_url: str) -> None:
    with pytest.raises(ValueError, match="not a base address"):
        did_of(base_url, "uni")


def test_addresses() -> None:
    assert achievement_id(BASE, "uni", "mc", 2) == "https://bukti.example/mc/uni/mc/v2.json"
    assert status_list_url(BASE, "uni", "l1") == "https://bukti.example/issuers/uni/status/l1.json"
