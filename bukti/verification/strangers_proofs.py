"""The proofs of a document that a stranger issued: every one has to pass, not any (VER-27)."""

from collections.abc import Mapping, Sequence
from typing import Any

from bukti.codes import STATE, Code, State
from bukti.proof import keys, multikey
from bukti.proof.foreign import JCS, OLD, RDFC, ForeignFault, SignedBody
from bukti.verification.at_hand import AtHand
from bukti.verification.instants import seconds_of
from bukti.verification.proofs import proofs_of
from bukti.verification.result import shown
from bukti.verification.strangers_keys import Finding, public_key

MAX_PROOFS = 8
_DAY = 86_400
_MEMBERS = {"type", "created", "expires", "verificationMethod", "proofPurpose", "proofValue", "id", "nonce"}


def judge_proofs(document: Mapping[str, Any], issuer: str | None, at_hand: AtHand, now: int) -> Finding:
    """What is found of all proofs of ``document``, which ``issuer`` is said to have issued, at ``now`` (seconds).

    Of several faults the first that fails counts, else the first that keeps a proof from being checked.
    """
    proofs = proofs_of(document)
    if not proofs:
        return Finding(Code.PROOF_MISSING)
    if len(proofs) > MAX_PROOFS:
        return Finding(Code.PROOF_FORM)
    body = SignedBody(document)
    return worst([_judge(body, proof, issuer, at_hand, now) for proof in proofs])


def worst(found: Sequence[Finding]) -> Finding:
    """The first finding that fails, else the first that is not run, else the first; ``found`` is not empty."""
    for wanted in (State.FAILED, State.NOT_RUN):
        for one in found:
            if STATE[one.code] is wanted:
                return one
    return found[0]


def _judge(body: SignedBody, proof: Any, issuer: str | None, at_hand: AtHand, now: int) -> Finding:
    if not isinstance(proof, Mapping):
        return Finding(Code.PROOF_FORM)
    kind, method = proof.get("type"), proof.get("verificationMethod")
    if not isinstance(kind, str) or not isinstance(method, str):
        return Finding(Code.PROOF_FORM)
    if issuer is None or method.removeprefix(f"{issuer}#") in (method, ""):
        return Finding(Code.PROOF_FOREIGN)
    suite = _suite(kind, proof)
    if suite is None:
        return Finding(Code.SUITE_UNKNOWN)
    fault = _form_fault(proof, now)
    if fault is not None:
        return Finding(fault)
    public = public_key(issuer, method, at_hand, now)
    return public if isinstance(public, Finding) else _content(body, proof, suite, public, issuer)


def _suite(kind: str, proof: Mapping[str, Any]) -> str | None:
    """The suite of a proof; None for one that is not known, or has members that would have to be understood."""
    suite = proof.get("cryptosuite")
    if kind == OLD:
        return OLD if proof.keys() <= _MEMBERS else None
    known = kind == "DataIntegrityProof" and suite in (RDFC, JCS)
    return suite if known and proof.keys() <= _MEMBERS | {"cryptosuite", "@context"} else None


def _form_fault(proof: Mapping[str, Any], now: int) -> Code | None:
    times = {member: seconds_of(proof[member]) for member in ("created", "expires") if member in proof}
    if None in times.values() or proof.get("proofPurpose") != "assertionMethod" or _signature(proof) is None:
        return Code.PROOF_FORM
    created, expires = times.get("created"), times.get("expires")
    if created is not None and created > now + _DAY:
        return Code.PROOF_FUTURE
    return Code.PROOF_EXPIRED if expires is not None and expires <= now else None


def _signature(proof: Mapping[str, Any]) -> bytes | None:
    try:
        data = multikey.decode_z(str(proof.get("proofValue")))
    except ValueError:
        return None
    return data if len(data) == 64 else None


def _content(body: SignedBody, proof: Mapping[str, Any], suite: str, public: bytes, issuer: str) -> Finding:
    try:
        signed = body.signing_input(proof, suite)
    except ForeignFault as fault:
        return Finding(Code(fault.code))
    signature = _signature(proof)
    if signed is None or signature is None or not keys.verify(public, signature, signed):
        return Finding(Code.SIGNATURE_MISMATCH)
    return Finding(Code.OUTSIDE_SIGNATURE, {"did": shown(issuer)})
