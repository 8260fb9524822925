"""From a card and published templates back to the credential (CAR-9 to CAR-11)."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bukti.card import Card, CardError, card_of, encode, rebuild, to_decimal, to_link
from bukti.model import Template
from bukti.proof.credentials import verify_credential
from bukti.proof.jcs import without_proof
from bukti.verification.source import Directory, Group, KnownIssuer

_NO_KEY = "unknown"


@dataclass(frozen=True, kw_only=True)
class Rebuilt:
    """What a card stands for. ``credential`` is None where the template cannot take the card.

    ``template`` is False where no published template is the card's; ``misspelt`` is CAR-9;
    ``key_known`` is False where the issuer has no key of the card's number (then without proof).
    """

    credential: Mapping[str, Any] | None = None
    template: bool = True
    misspelt: bool = False
    key_known: bool = True


def rebuild_card(card: Card, spelling: str, group: Group, directory: Directory) -> Rebuilt:
    """The credential of ``card``, whose spelling was ``spelling``.

    Where several templates match, the one with which the signature passes, else the first by digest (CAR-10).
    """
    candidates = [
        _rebuilt(card, spelling, digest, template, directory)
        for digest, template in sorted(group.templates.items())
        if _matches(card, digest, template)
    ]
    if not candidates:
        return Rebuilt(template=False)
    if len(candidates) > 1:
        for candidate in candidates:
            if candidate.credential is not None and _signed(candidate, card, directory):
                return candidate
    return candidates[0]


def _matches(card: Card, digest: str, template: Template) -> bool:
    identity = template.credential["credentialSubject"]["achievement"]["id"]
    return (
        bytes.fromhex(digest).startswith(card.template) and hashlib.sha256(identity.encode()).digest()[:2] == card.group
    )


def _rebuilt(card: Card, spelling: str, digest: str, template: Template, directory: Directory) -> Rebuilt:
    issuer = str(template.credential["issuer"]["id"])
    key_id = next(_key_ids(issuer, card, directory), None)
    try:
        credential = rebuild(card, template, issuer, key_id or _NO_KEY)
        again = encode(card_of(credential, template, digest, card.key_number))
    except CardError:
        return Rebuilt(misspelt=True, key_known=key_id is not None)
    except ValueError:
        # It was rebuilt, but what it says has no place in a card in this spelling.
        return Rebuilt(misspelt=True, key_known=key_id is not None)
    misspelt = spelling not in (to_decimal(again), to_link(again))
    if key_id is None:
        return Rebuilt(credential=without_proof(credential), misspelt=misspelt, key_known=False)
    return Rebuilt(credential=credential, misspelt=misspelt)


def _key_ids(issuer: str, card: Card, directory: Directory) -> Iterator[str]:
    for known in _issuers(issuer, directory):
        yield from (key.id for key in known.keys if key.number == card.key_number)


def _signed(candidate: Rebuilt, card: Card, directory: Directory) -> bool:
    credential = candidate.credential or {}
    proofs = credential.get("proof", ())
    keys = [
        key.public
        for known in _issuers(credential["issuer"]["id"], directory)
        for key in known.keys
        if key.number == card.key_number
    ]
    return any(verify_credential(credential, proof, public) for proof in proofs for public in keys)


def _issuers(did: str, directory: Directory) -> Iterator[KnownIssuer]:
    return (known for known in directory.issuers if did in known.dids)
