"""Keys for tests and demonstrations: their secrets are public, so nothing that they sign means anything."""

import hashlib
from typing import Any

from bukti.did import did_of
from bukti.proof.keys import SigningKey, key_from_seed
from bukti.proof.records import sign_record


def demo_seed(label: str) -> bytes:
    """The 32-byte seed of the demonstration key ``label``."""
    return hashlib.sha256(b"bukti demonstration key: " + label.encode()).digest()


def demo_key(label: str) -> SigningKey:
    """The demonstration key ``label``, the same each time; by custom ``<provider>/<key id>``."""
    return key_from_seed(demo_seed(label))


def method(base_url: str, signer: str) -> str:
    """The verification method of ``<provider>/<key id>``."""
    provider, key_id = signer.split("/")
    return f"{did_of(base_url, provider)}#{key_id}"


def signed(record: dict[str, Any], *signers: str, created: str | None = None) -> dict[str, Any]:
    """A copy of the JSON form ``record`` with one proof by the demonstration key of each of ``signers``.

    A signer is ``<provider>/<key id>``, and so is the label of its key; the base address is the record's
    ``registry``. ``created`` defaults to the first second of 2026-11-01.
    """
    when = created or "2026-11-01T00:00:00Z"
    proofs = [sign_record(record, demo_key(one), method(record["registry"], one), when) for one in signers]
    return {**record, "proof": proofs}
