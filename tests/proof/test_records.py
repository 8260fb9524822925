"""Proofs on records (REC-4, REC-5)."""

import json
from pathlib import Path
from typing import Any

import pytest

from bukti.proof import multikey
from bukti.proof.keys import key_from_seed
from bukti.proof.records import sign_record, signed_bytes, signing_input, verify_record
from tests.keys import demo_key, method, signed

BASE = "https://bukti.example"
RECORD: dict[str, Any] = {
    "schema": "key/v1",
    "registry": BASE,
    "number": 1,
    "demonstration": True,
    "note": "ü",
}


def test_public_vector_of_eddsa_jcs_2022(vectors: Path) -> None:
    """W3C vc-di-eddsa, appendix B.3: every stage has the published bytes."""
    folder = vectors / "vc-di-eddsa"
    stages = folder / "eddsa-jcs-2022"
    pair = json.loads((folder / "keyPair.json").read_bytes())
    document = json.loads((folder / "unsigned.json").read_bytes())
    options = json.loads((stages / "proofConfigJCS.json").read_bytes())
    expected = json.loads((stages / "signedJCS.json").read_bytes())["proof"]
    key = key_from_seed(multikey.decode_z(pair["privateKeyMultibase"])[2:])
    assert key.multikey == pair["publicKeyMultibase"]
    assert signed_bytes(document) == (stages / "canonDocJCS.txt").read_bytes()
    combined = signing_input(signed_bytes(document), options)
    assert combined.hex() == (stages / "combinedHashJCS.txt").read_text().strip()
    signature = key.sign(combined)
    assert signature.hex() == (stages / "sigHexJCS.txt").read_text().strip()
    assert multikey.encode_z(signature) == expected["proofValue"]
    assert verify_record(document, expected, key.public)


class TestProofs:
    def test_proofs_of_one_record_do_not_depend_on_each_other(self) -> None:
        record = signed(RECORD, "uni/key-1", "registry/first", "registry/second")
        for proof, signer in zip(record["proof"], ["uni/key-1", "registry/first", "registry/second"], strict=True):
            assert verify_record(record, proof, demo_key(signer).public)
            assert verify_record(RECORD, proof, demo_key(signer).public)

    @pytest.mark.parametrize(
        "change",
        [{"number": 2}, {"number": "1"}, {"demonstration": False}, {"note": "u"}, {"more": "x"}],
    )
    def test_a_changed_record_does_not_pass(self, change: dict[str, Any]) -> None:
        record = signed(RECORD, "uni/key-1")
        assert verify_record(record, record["proof"][0], demo_key("uni/key-1").public)
        assert not verify_record(record | change, record["proof"][0], demo_key("uni/key-1").public)

    @pytest.mark.parametrize(
        "change",
        [
            {"created": "2026-11-02T00:00:00Z"},
            {"verificationMethod": method(BASE, "uni/key-2")},
            {"proofPurpose": "authentication"},
            {"cryptosuite": "eddsa-rdfc-2022"},
            {"type": "Other"},
            {"proofValue": "z"},
            {"proofValue": "no base58"},
            {"extra": "x"},
        ],
    )
    def test_a_changed_proof_does_not_pass(self, change: dict[str, str]) -> None:
        proof = sign_record(RECORD, demo_key("a"), method(BASE, "uni/key-1"), "2026-11-01T00:00:00Z")
        assert verify_record(RECORD, proof, demo_key("a").public)
        assert not verify_record(RECORD, proof | change, demo_key("a").public)

    def test_a_good_signature_for_another_purpose_does_not_pass(self) -> None:
        proof = sign_record(RECORD, demo_key("a"), method(BASE, "uni/key-1"), "2026-11-01T00:00:00Z")
        for purpose, expected in (("assertionMethod", True), ("authentication", False)):
            proof["proofPurpose"] = purpose
            signature = demo_key("a").sign(signing_input(signed_bytes(RECORD), proof))
            proof["proofValue"] = multikey.encode_z(signature)
            assert verify_record(RECORD, proof, demo_key("a").public) is expected

    def test_another_key_does_not_pass(self) -> None:
        proof = sign_record(RECORD, demo_key("a"), method(BASE, "uni/key-1"), "2026-11-01T00:00:00Z")
        assert not verify_record(RECORD, proof, demo_key("b").public)

    def test_data_without_canonical_form_does_not_pass(self) -> None:
        proof = sign_record(RECORD, demo_key("a"), method(BASE, "uni/key-1"), "2026-11-01T00:00:00Z")
        assert not verify_record({**RECORD, "number": 2**60}, proof, demo_key("a").public)
