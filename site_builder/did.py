"""DID documents of the providers and of the maintainers (CRD-16; did:web with Multikey methods)."""

from collections.abc import Iterable
from typing import Any

from bukti.did import did_of
from bukti.register import IssuerKey

CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]
LISTED = frozenset({"good"})
"""A retired key stays good and listed; a revoked or void one leaves, and with it all that it signed for strangers."""


def document(base_url: str, provider: str, keys: Iterable[IssuerKey]) -> dict[str, Any]:
    """The DID document of ``provider`` (or ``registry``) under ``base_url``; its ids are absolute."""
    did = did_of(base_url, provider)
    listed = [key for key in keys if key.state in LISTED]
    return {
        "@context": CONTEXTS,
        "id": did,
        "verificationMethod": [
            {
                "id": f"{did}#{key.key}",
                "type": "Multikey",
                "controller": did,
                "publicKeyMultibase": key.public_key,
            }
            for key in listed
        ],
        "assertionMethod": [f"{did}#{key.key}" for key in listed],
    }
