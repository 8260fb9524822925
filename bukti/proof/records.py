"""Signatures on records in git: Data Integrity proofs of suite ``eddsa-jcs-2022`` (REC-4, REC-5)."""

import hashlib
from collections.abc import Mapping
from typing import Any

from bukti.proof import keys, multikey
from bukti.proof.jcs import canonical, without_proof
from bukti.proof.keys import SigningKey

SUITE = "eddsa-jcs-2022"


def signed_bytes(json_form: Mapping[str, Any]) -> bytes:
    """The bytes that a record's proofs sign: RFC 8785 of its JSON form without ``proof`` (REC-4)."""
    return canonical(without_proof(json_form))


def signing_input(signed: bytes, proof: Mapping[str, Any]) -> bytes:
    """What Ed25519 signs: SHA-256 of the proof without ``proofValue``, then that of ``signed`` (REC-5)."""
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    return hashlib.sha256(canonical(options)).digest() + hashlib.sha256(signed).digest()


def sign_record(json_form: Mapping[str, Any], key: SigningKey, method: str, created: str) -> dict[str, Any]:
    """A new proof on a record by ``key``; the caller appends it to the record's list ``proof``.

    ``method`` is ``<DID of the signer>#<key id>``, ``created`` a time ``YYYY-MM-DDTHH:MM:SSZ``.
    Proofs on one record do not depend on each other, nor on their order.
    """
    proof: dict[str, Any] = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": created,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    signature = key.sign(signing_input(signed_bytes(json_form), proof))
    return {**proof, "proofValue": multikey.encode_z(signature)}


def verify_record(json_form: Mapping[str, Any], proof: Mapping[str, Any], public: bytes) -> bool:
    """Whether ``proof`` is a good signature on the record by the key ``public``.

    Whose key that is, and whether it may sign this record, is for the caller to say. Never raises
    for bad input: what has no canonical form has no good signature.
    """
    try:
        return verify_signed(signed_bytes(json_form), proof, public)
    except ValueError:
        return False


def verify_signed(signed: bytes, proof: Mapping[str, Any], public: bytes) -> bool:
    """Like :func:`verify_record`, for callers that hold the signed bytes of a large record already."""
    if proof.get("type") != "DataIntegrityProof" or proof.get("cryptosuite") != SUITE:
        return False
    if proof.get("proofPurpose") != "assertionMethod":
        return False
    try:
        signature = multikey.decode_z(str(proof.get("proofValue")))
        return keys.verify(public, signature, signing_input(signed, proof))
    except ValueError:
        return False
