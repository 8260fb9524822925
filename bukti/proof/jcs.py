"""The one byte form of JSON data (RFC 8785), and the hash by which a credential is registered."""

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785


def canonical(data: Any) -> bytes:
    """The RFC 8785 form of plain JSON data (dict, list, str, int, float, bool, None).

    Raises ValueError for what has no such form: integers beyond ±(2^53−1), NaN and infinities,
    lone surrogates, keys that are not text, values of other types.
    """
    try:
        return rfc8785.dumps(data)
    except RecursionError as error:
        raise ValueError("nested too deeply for a canonical form") from error


def without_proof(document: Mapping[str, Any]) -> dict[str, Any]:
    """A shallow copy of ``document`` without its member ``proof``."""
    return {name: value for name, value in document.items() if name != "proof"}


def registry_hash(credential: Mapping[str, Any]) -> bytes:
    """The 32 bytes by which a credential is registered: SHA-256 of it without ``proof`` (REC-7)."""
    return hashlib.sha256(canonical(without_proof(credential))).digest()
