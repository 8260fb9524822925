"""The check ``signature``: every proof has to pass, not any (VER-7, CRD-12 to CRD-14)."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from bukti.codes import Code
from bukti.proof import multikey
from bukti.proof.credentials import SUITE, verify_credential
from bukti.verification.result import shown
from bukti.verification.source import IssuerKey, KnownIssuer

_KEY_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_MEMBERS = {"type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"}
_TYPE = "DataIntegrityProof"


class ProofFault(NamedTuple):
    """The first fault of one proof: its code and the key it names."""

    code: Code
    key: str = ""


def proofs_of(credential: Mapping[str, Any]) -> Sequence[Any]:
    """The proofs of a credential, written as a list or as one object (CRD-12)."""
    if "proof" not in credential:
        return ()
    proof = credential["proof"]
    return proof if isinstance(proof, list) else (proof,)


def proof_fault(credential: Mapping[str, Any], proof: Any, issuer: KnownIssuer) -> ProofFault | IssuerKey:
    """The first fault of ``proof`` in the order of VER-7, else the key that signed.

    ``credential`` has the right shape and its issuer is ``issuer``.
    """
    did = credential["issuer"]["id"]
    if not isinstance(proof, dict) or not isinstance(proof.get("verificationMethod"), str):
        return ProofFault(Code.PROOF_FORM)
    method: str = proof["verificationMethod"]
    key_id = method.removeprefix(f"{did}#")
    if key_id in (method, ""):
        return ProofFault(Code.PROOF_FOREIGN)
    if _other(proof.get("type"), _TYPE) or _other(proof.get("cryptosuite"), SUITE):
        return ProofFault(Code.SUITE_UNKNOWN)
    if not _well_formed(proof, key_id, credential["validFrom"]):
        return ProofFault(Code.PROOF_FORM)
    key = next((key for key in issuer.keys if key.id == key_id), None)
    if key is None:
        return ProofFault(Code.KEY_UNKNOWN, shown(key_id))
    if key.state == "void":
        return ProofFault(Code.KEY_VOID, key.id)
    return key if verify_credential(credential, proof, key.public) else ProofFault(Code.SIGNATURE_MISMATCH)


def _other(value: object, known: str) -> bool:
    return isinstance(value, str) and value != known


def _well_formed(proof: Mapping[str, Any], key_id: str, created: str) -> bool:
    return (
        proof.keys() == _MEMBERS
        and proof["type"] == _TYPE
        and proof["cryptosuite"] == SUITE
        and proof["proofPurpose"] == "assertionMethod"
        and proof["created"] == created
        and _KEY_ID.fullmatch(key_id) is not None
        and _has_signature(proof["proofValue"])
    )


def _has_signature(value: object) -> bool:
    try:
        return isinstance(value, str) and len(multikey.decode_z(value)) == 64
    except ValueError:
        return False
