"""Between credentials and cards: what the template knows is left out, what it leaves open is kept."""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from bukti.card.codec import SIGNATURE_BYTES, Card, CardError
from bukti.model import Template
from bukti.proof.multikey import decode_z, encode_z
from bukti.templates import Values, fill, values_of
from bukti.templates.values import start_of


def card_of(credential: Mapping[str, Any], template: Template, digest: str, key_number: int) -> Card:
    """The card of a signed credential that ``template`` rebuilds; ``digest`` is the template's, in hex.

    Raises ValueError when the template does not rebuild the credential, its proof is not a single
    one with a signature of 64 bytes, or a value has no place in a card.
    """
    unsigned = {name: value for name, value in credential.items() if name != "proof"}
    values = values_of(template, unsigned)
    if values is None:
        raise ValueError("the template does not rebuild this credential")
    allowed = allowed_values(template)
    return Card(
        group=group_prefix(template),
        template=bytes.fromhex(digest)[:6],
        uuid=UUID(values.uuid),
        valid_from=values.valid_from,
        valid_until=values.valid_until,
        status_index=values.status_index,
        key_number=key_number,
        results=tuple(_to_index(value, listed) for value, listed in zip(values.results, allowed, strict=True)),
        name=values.name,
        signature=_signature(credential),
    )


def rebuild(card: Card, template: Template, issuer_did: str, key_id: str) -> dict[str, Any]:
    """The signed credential that ``card`` and ``template`` stand for (CAR-11).

    Raises :class:`CardError` with ``card-misspelt`` when the card's fields are not those that the
    template leaves open (CAR-4), or a result's index is not listed.
    """
    credential = fill(template, values_in(card, template))
    return {**credential, "proof": [_proof(card, issuer_did, key_id)]}


def values_in(card: Card, template: Template) -> Values:
    """The learner's values of ``card``, results spelt out by ``template``; raises as :func:`rebuild`."""
    holes = {hole.hole for hole in template.holes}
    allowed = allowed_values(template)
    if ("valid_until" in holes) != (card.valid_until is not None) or len(card.results) != len(allowed):
        raise CardError("card-misspelt", "the card's fields are not those of its template")
    return Values(
        uuid=str(card.uuid),
        valid_from=card.valid_from,
        valid_until=card.valid_until,
        status_index=card.status_index,
        name=card.name,
        results=tuple(_to_text(result, listed) for result, listed in zip(card.results, allowed, strict=True)),
    )


def group_prefix(template: Template) -> bytes:
    """The first 2 bytes of SHA-256 of the achievement id; they name the look-up group (CAR-2, LKP-4)."""
    identity: str = template.achievement["id"]
    return hashlib.sha256(identity.encode()).digest()[:2]


def allowed_values(template: Template) -> tuple[tuple[str, ...], ...]:
    """For each result of the template the values that its description lists, in their order (CAR-3)."""
    subject = template.credential["credentialSubject"]
    described = {entry["id"]: entry for entry in subject["achievement"].get("resultDescription", ())}
    return tuple(
        tuple(described.get(result["resultDescription"], {}).get("allowedValue", ()))
        for result in subject.get("result", ())
    )


def _to_index(value: str, listed: tuple[str, ...]) -> int | str:
    return listed.index(value) if value in listed else value


def _to_text(result: int | str, listed: tuple[str, ...]) -> str:
    if isinstance(result, str):
        return result
    if result >= len(listed):
        raise CardError("card-misspelt", "the card names a result that its template does not list")
    return listed[result]


def _signature(credential: Mapping[str, Any]) -> bytes:
    proofs = credential.get("proof")
    if isinstance(proofs, Mapping):
        proofs = [proofs]
    if not isinstance(proofs, list) or len(proofs) != 1:
        raise ValueError("a card carries the signature of exactly one proof")
    signature = decode_z(str(proofs[0].get("proofValue")))
    if len(signature) != SIGNATURE_BYTES:
        raise ValueError("the proof's signature has not 64 bytes")
    return signature


def _proof(card: Card, issuer_did: str, key_id: str) -> dict[str, str]:
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": start_of(card.valid_from),
        "verificationMethod": f"{issuer_did}#{key_id}",
        "proofPurpose": "assertionMethod",
        "proofValue": encode_z(card.signature),
    }
