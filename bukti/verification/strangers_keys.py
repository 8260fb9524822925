"""From the name of a stranger's key to the key: ``did:key``, and documents at hand (VER-28)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from bukti.codes import Code
from bukti.proof import keys, multikey
from bukti.verification.at_hand import AtHand, methods_of
from bukti.verification.instants import seconds_of
from bukti.verification.result import shown

_BY_DOCUMENT = ("did:web:", "https://")
_KINDS = ("Multikey", "Ed25519VerificationKey2020")


class Finding(NamedTuple):
    """A code of ``spec/codes.json`` and what fills its sentence."""

    code: Code
    names: Mapping[str, str] = {}


def public_key(issuer: str, method: str, at_hand: AtHand, now: int) -> bytes | Finding:
    """The 32 bytes of the key ``method`` (``<issuer>#…``), or why there is none that counts at ``now``."""
    named = {"key": shown(method.removeprefix(f"{issuer}#"))}
    if issuer.startswith("did:key:"):
        own = issuer.removeprefix("did:key:")
        return _sound(own) if method == f"{issuer}#{own}" else Finding(Code.KEY_UNKNOWN, named)
    document = at_hand.named(issuer)
    if document is None:
        return _without_document(issuer, method, at_hand)
    entry = next((one for one in methods_of(document) if _is(one.get("id"), method, issuer)), None)
    if entry is None:
        return Finding(Code.KEY_UNKNOWN, named)
    if not _asserts(document, method, issuer):
        return Finding(Code.KEY_PURPOSE, named)
    if entry.get("controller") != issuer:
        return Finding(Code.PROOF_FOREIGN)
    return _described(entry, now, named)


def _without_document(issuer: str, method: str, at_hand: AtHand) -> Finding:
    if not issuer.startswith(_BY_DOCUMENT):
        return Finding(Code.DID_UNKNOWN_METHOD)
    code = Code.DID_MISMATCH if at_hand.lists(method) else Code.DID_NOT_AT_HAND
    return Finding(code, {"did": shown(issuer)})


def _is(identity: object, method: str, issuer: str) -> bool:
    """Whether an id, absolute or beginning with ``#``, is ``method``."""
    return isinstance(identity, str) and method in (identity, issuer + identity if identity[:1] == "#" else "")


def _asserts(document: Mapping[str, Any], method: str, issuer: str) -> bool:
    listed = document.get("assertionMethod")
    entries = listed if isinstance(listed, list) else ()
    return any(_is(one.get("id") if isinstance(one, Mapping) else one, method, issuer) for one in entries)


def _described(entry: Mapping[str, Any], now: int, named: Mapping[str, str]) -> bytes | Finding:
    if entry.get("type") not in _KINDS:
        return Finding(Code.KEY_KIND)
    for member in ("revoked", "expires"):
        if member in entry:
            end = seconds_of(entry[member])
            if end is None:
                return Finding(Code.KEY_KIND)
            if end <= now:
                return Finding(Code.KEY_EXPIRED, named)
    return _sound(entry.get("publicKeyMultibase"))


def _sound(text: object) -> bytes | Finding:
    try:
        public = multikey.decode(text if isinstance(text, str) else "")
    except ValueError:
        return Finding(Code.KEY_KIND)
    return public if keys.is_sound(public) else Finding(Code.KEY_WEAK)
