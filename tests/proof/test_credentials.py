"""Proofs on credentials, safe mode, and the fast path for templates (CRD-12, CRD-13)."""

import copy
import json
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bukti.proof import multikey, rdf
from bukti.proof.credentials import (
    TemplateSigner,
    canonical_nquads,
    contexts,
    proof_options,
    sign_credential,
    signing_input,
    verify_credential,
)
from bukti.proof.jcs import without_proof
from bukti.proof.keys import key_from_seed
from bukti.proof.terms import lost_parts
from tests.keys import demo_key
from tests.proof.documents import HOLES, METHOD, PROVED, PROVED_KEY, PROVED_PROOF, TEMPLATE, filled

CREATED = "2026-11-01T00:00:00Z"
KEY = demo_key("universiti-contoh/key-2026-1")
UUID_1 = "6f1d2c53-58a7-4f5e-9c53-0d6a35b0a001"


def changed(document: dict[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    """A deep copy with ``value`` at the pointer; ``...`` removes the member."""
    result = copy.deepcopy(document)
    *path, last = pointer.split("/")[1:]
    place: Any = result
    for step in path:
        place = place[int(step)] if isinstance(place, list) else place[step]
    if value is ...:
        del place[last]
    else:
        place[int(last) if isinstance(place, list) else last] = value
    return result


class TestVectors:
    def test_public_vector_of_eddsa_rdfc_2022(self, vectors: Path) -> None:
        """W3C vc-di-eddsa, appendix B.1: every stage has the published bytes."""
        folder = vectors / "vc-di-eddsa"
        stages = folder / "eddsa-rdfc-2022"
        examples = json.loads((folder / "examples-v2-context.json").read_bytes())
        known = {**contexts(), "https://www.w3.org/ns/credentials/examples/v2": examples["@context"]}
        pair = json.loads((folder / "keyPair.json").read_bytes())
        document = json.loads((folder / "unsigned.json").read_bytes())
        options = json.loads((stages / "proofConfigDataInt.json").read_bytes())
        quads = canonical_nquads(document, known)
        assert quads == (stages / "canonDocDataInt.txt").read_bytes()
        option_quads = canonical_nquads(options, known)
        assert option_quads == (stages / "proofCanonDataInt.txt").read_bytes()
        combined = sha256(option_quads).digest() + sha256(quads).digest()
        assert combined.hex() == (stages / "combinedHashDataInt.txt").read_text().strip()
        key = key_from_seed(multikey.decode_z(pair["privateKeyMultibase"])[2:])
        assert key.sign(combined).hex() == (stages / "sigHexDataInt.txt").read_text().strip()

    def test_a_credential_that_five_other_programs_verified(self) -> None:
        public = multikey.decode(PROVED_KEY)
        assert verify_credential(PROVED, PROVED_PROOF, public)
        assert not verify_credential(PROVED, PROVED_PROOF, KEY.public)
        assert not verify_credential({**PROVED, "name": "Analitik"}, PROVED_PROOF, public)


class TestProofs:
    def test_a_signed_credential_verifies_in_any_order_of_members(self) -> None:
        credential = sign_credential(filled(UUID_1, 7, "Aisyah"), KEY, METHOD, CREATED)
        assert list(credential["proof"][0]) == [*proof_options(METHOD, CREATED), "proofValue"]
        backwards = dict(reversed(credential.items()))
        assert verify_credential(backwards, credential["proof"][0], KEY.public)

    def test_signing_again_replaces_the_proof(self) -> None:
        once = sign_credential(filled(UUID_1, 7, "Aisyah"), KEY, METHOD, CREATED)
        assert sign_credential(once, KEY, METHOD, CREATED) == once

    @pytest.mark.parametrize(
        ("pointer", "value"),
        [
            ("/name", "Other"),
            ("/validUntil", "2030-10-31T23:59:59Z"),
            ("/validUntil", ...),
            ("/credentialSubject/identifier/0/identityHash", "Aisyag"),
            ("/credentialSubject/achievement/creditsAvailable", 3),
            ("/credentialSubject/achievement/alignment/2/targetName", "Hasil"),
            ("/credentialSubject/achievement/resultDescription/0/allowedValue", ["B", "A", "C"]),
            ("/credentialStatus/statusListIndex", "8"),
            ("/issuer/id", "did:web:bukti.example:issuers:other"),
            ("/@context", ["https://www.w3.org/ns/credentials/v2"]),
            ("/more", "x"),
        ],
    )
    def test_a_changed_credential_does_not_pass(self, pointer: str, value: Any) -> None:
        credential = sign_credential(filled(UUID_1, 7, "Aisyah"), KEY, METHOD, CREATED)
        proof = credential["proof"][0]
        assert verify_credential(credential, proof, KEY.public)
        assert not verify_credential(changed(credential, pointer, value), proof, KEY.public)

    @pytest.mark.parametrize(
        "change",
        [
            {"created": "2026-11-02T00:00:00Z"},
            {"verificationMethod": "did:web:bukti.example:issuers:other#key-2026-1"},
            {"proofPurpose": "authentication"},
            {"cryptosuite": "eddsa-jcs-2022"},
            {"type": "Other"},
            {"proofValue": "z"},
            {"undefinedMember": "x"},
            {"expires": "2026-12-01T00:00:00Z"},
            {"domain": 3},
            {"verificationMethod": ["a"]},
        ],
    )
    def test_a_changed_proof_does_not_pass(self, change: dict[str, Any]) -> None:
        credential = sign_credential(filled(UUID_1, 7, "Aisyah"), KEY, METHOD, CREATED)
        assert not verify_credential(credential, credential["proof"][0] | change, KEY.public)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
pointers = st.sampled_from(
    [
        "/id",
        "/type",
        "/@context",
        "/issuer",
        "/validFrom",
        "/credentialSubject/achievement",
        "/credentialSubject/identifier/0/hashed",
        "/credentialSubject/achievement/alignment/0",
        "/credentialSubject/achievement/creditsAvailable",
        "/credentialStatus/id",
    ]
)


class TestHostileInput:
    """Verifying says yes or no and never fails in another way; yes only to equal statements.

    A proof binds RDF: ``[false]`` says what ``false`` says. The shape and the registry hash bind the JSON.
    """

    credential = sign_credential(filled(UUID_1, 7, "Aisyah"), KEY, METHOD, CREATED)

    @settings(max_examples=200, deadline=None)
    @given(pointer=pointers, value=json_values)
    def test_any_value_anywhere_in_a_credential(self, pointer: str, value: Any) -> None:
        proof = self.credential["proof"][0]
        bad = changed(self.credential, pointer, value)
        passed = verify_credential(bad, proof, KEY.public)
        assert not passed or canonical_nquads(without_proof(bad)) == canonical_nquads(without_proof(self.credential))

    @settings(max_examples=100, deadline=None)
    @given(member=st.sampled_from([*PROVED_PROOF, "id", "more"]), value=json_values)
    def test_any_value_anywhere_in_a_proof(self, member: str, value: Any) -> None:
        proof = {**self.credential["proof"][0], member: value}
        passed = verify_credential(self.credential, proof, KEY.public)
        assert not passed or proof == self.credential["proof"][0]

    def test_any_depth(self) -> None:
        deep: dict[str, Any] = {"type": ["Achievement"]}
        for _ in range(2_000):
            deep = {"achievement": deep}
        bad = changed(self.credential, "/credentialSubject/achievement", deep)
        assert not verify_credential(bad, self.credential["proof"][0], KEY.public)


class TestPurpose:
    def test_a_good_signature_for_another_purpose_does_not_pass(self) -> None:
        document = filled(UUID_1, 7, "Aisyah")
        for purpose, expected in (("assertionMethod", True), ("authentication", False)):
            proof = proof_options(METHOD, CREATED) | {"proofPurpose": purpose}
            signature = KEY.sign(signing_input(document, proof))
            proof["proofValue"] = multikey.encode_z(signature)
            assert verify_credential(document, proof, KEY.public) is expected


class TestSafeMode:
    """Nothing of a document gets lost on the way to what is signed."""

    @pytest.mark.parametrize(
        ("pointer", "value"),
        [
            ("/mqfLevel", "6"),
            ("/credentialSubject/givenName", "Aisyah"),
            ("/credentialSubject/achievement/cost", 3),
            ("/credentialSubject/identifier/0/salted", True),
            ("/credentialSubject/achievement/criteria/creditsAvailable", 3),
            ("/https:~1~1schema.org~1name", "x"),
            ("/type", ["VerifiableCredential", "OpenBadgeCredential", "Diploma"]),
            ("/credentialSubject/achievement/type", ["Award"]),
            ("/id", "relative"),
            ("/id", "urn:uuid:with space"),
            ("/issuer/id", "issuers/uni"),
            ("/credentialStatus/statusListCredential", "list.json"),
            ("/credentialSubject/achievement/name", None),
            ("/credentialSubject/achievement/alignment/0/targetName", None),
            ("/credentialSubject/achievement/alignment", []),
            ("/credentialSubject/achievement/tag", []),
            ("/credentialSubject/@graph", []),
            ("/credentialSubject/achievement/name", {"@value": "x", "@language": "ms"}),
            ("/credentialSubject/achievement/@context", {"name": "https://evil.example/"}),
            ("/@context", ["https://unknown.example/v1"]),
            ("/@context", {"name": "https://schema.org/name"}),
            ("/@context", ...),
            ("/type", [3]),
        ],
    )
    def test_what_would_be_dropped_is_not_signed(self, pointer: str, value: Any) -> None:
        document = filled(UUID_1, 7, "Aisyah")
        sign_credential(document, KEY, METHOD, CREATED)
        bad = changed(document, pointer, value)
        with pytest.raises(ValueError):
            sign_credential(bad, KEY, METHOD, CREATED)

    def test_a_type_lends_its_terms_to_its_own_node_only(self) -> None:
        """``alignment`` members are terms of the type Alignment; its neighbours do not have them."""
        document = filled(UUID_1, 7, "Aisyah")
        assert not list(lost_parts(document, contexts()))
        bad = changed(document, "/credentialSubject/identityHash", "x")
        assert list(lost_parts(bad, contexts())) == ["/credentialSubject/identityHash: no context defines this member"]

    @pytest.mark.parametrize(
        "pointer", ["/name", "/credentialSubject/achievement/version", "/credentialSubject/result/1/value"]
    )
    def test_every_member_reaches_the_statements(self, pointer: str) -> None:
        document = changed(filled(UUID_1, 7, "Aisyah"), pointer, "a value that stands nowhere else")
        assert b"a value that stands nowhere else" in canonical_nquads(document)

    def test_size_is_bounded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        size = canonical_nquads(PROVED).count(b"\n")
        monkeypatch.setattr(rdf, "MAX_QUADS", size)
        canonical_nquads(PROVED)
        monkeypatch.setattr(rdf, "MAX_QUADS", size - 1)
        with pytest.raises(ValueError, match="statements"):
            canonical_nquads(PROVED)

    def test_lines_end_at_lf_only_and_stand_in_code_point_order(self) -> None:
        name = "a\u2028b\u0085c\rd\U0001f600\uffee"
        lines = canonical_nquads(filled(UUID_1, 7, name)).split(b"\n")
        assert lines[-1] == b""
        assert lines[:-1] == sorted(lines[:-1])
        assert all(line.endswith(b" .") for line in lines[:-1])


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


class TestTemplateSigner:
    """A template's signer is the general one, only faster."""

    signer = TemplateSigner(TEMPLATE, HOLES, KEY, METHOD)

    @settings(max_examples=150, deadline=None)
    @given(uuid=st.uuids(version=4), index=st.integers(0, 10**6), name=texts, grade=texts, path=texts)
    def test_equal_to_the_general_signer(self, uuid: UUID, index: int, name: str, grade: str, path: str) -> None:
        document = filled(str(uuid), index, name, grade, path)
        assert self.signer.sign(document) == sign_credential(document, KEY, METHOD, CREATED)

    def test_equal_values_in_several_holes(self) -> None:
        """Values that make two results alike, or that equal a mark or a constant of the template."""
        for text in ("A", "urn:bukti:hole:5", "Universiti Contoh", UUID_1):
            document = filled(UUID_1, 0, text, text, text)
            assert self.signer.sign(document) == sign_credential(document, KEY, METHOD, CREATED)

    def test_what_differs_beside_the_holes_is_refused(self) -> None:
        document = filled(UUID_1, 7, "Aisyah")
        with pytest.raises(ValueError, match="beside the holes"):
            self.signer.sign(changed(document, "/credentialSubject/achievement/name", "Other"))
        with pytest.raises(ValueError, match="beside the holes"):
            self.signer.sign(changed(document, "/more", "x"))
        with pytest.raises(ValueError, match="there is no"):
            self.signer.sign(changed(document, "/validUntil", ...))
        with pytest.raises(ValueError):
            self.signer.sign(changed(document, "/id", "urn:uuid:with space"))

    def test_a_hole_needs_its_place(self) -> None:
        with pytest.raises(ValueError, match="there is no /validUntil"):
            TemplateSigner(changed(TEMPLATE, "/validUntil", ...), HOLES, KEY, METHOD)

    def test_the_document_given_is_left_as_it_is(self) -> None:
        document = filled(UUID_1, 7, "Aisyah")
        before = copy.deepcopy(document)
        self.signer.sign(document)
        assert document == before
