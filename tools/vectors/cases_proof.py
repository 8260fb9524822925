"""Vectors of proofs and keys that do not pass."""

from collections.abc import Iterator, Mapping
from typing import Any

from bukti.proof.credentials import sign_credential
from bukti.proof.multikey import decode_z, encode_z
from tests.keys import demo_key
from tools.vectors import world
from tools.vectors.case import STALE, Vector, changed, drop, put, resigned, text
from tools.vectors.cases_trust import failing

_ORDER = 2**252 + 27742317777372353535851937790883648493
"""Of the group of Ed25519."""


def vectors() -> Iterator[Vector]:
    """All of them."""
    yield from _proofs()
    yield from _keys()


def _proofs() -> Iterator[Vector]:
    good = world.registered("aisyah")
    proof: dict[str, Any] = good["proof"][0]
    stranger = world.sign(good, f"{world.EDI}/k1", world.method(world.BASE, world.EDI, "k1"))["proof"][0]
    wrong_key = world.sign(good, f"{world.EDI}/k1", proof["verificationMethod"])["proof"][0]
    flipped = bytearray(decode_z(proof["proofValue"]))
    flipped[40] ^= 1

    def proved(*proofs: object) -> str:
        return text({**good, "proof": list(proofs)})

    def changed_proof(**members: object) -> str:
        return proved({**proof, **members})

    def bad(name: str, code: str, why: str, data: str, clause: str = "VER-7") -> Vector:
        return failing(name, "signature", code, why, clause, data)

    yield bad("proof-missing", "proof-missing", "no proof", changed("aisyah", drop("/proof")))
    yield bad("proof-list-empty", "proof-missing", "an empty list of proofs", proved())
    yield bad("proof-null", "proof-form", "a null in place of a proof", text({**good, "proof": None}))
    yield bad("proof-not-object", "proof-form", "a text in place of a proof", proved("signed"))
    yield bad(
        "proof-second-of-stranger", "proof-foreign", "a second, good proof by another provider", proved(proof, stranger)
    )
    yield bad("proof-foreign", "proof-foreign", "another provider's proof in place of the issuer's", proved(stranger))
    yield bad(
        "proof-foreign-longer",
        "proof-foreign",
        "a DID that only begins like the issuer's",
        changed_proof(verificationMethod=proof["verificationMethod"].replace("#", ":x#")),
    )
    yield bad(
        "proof-other-providers-key",
        "signature-mismatch",
        "signed with another provider's key under the issuer's name",
        proved(wrong_key),
    )
    yield bad(
        "proof-second-broken", "signature-mismatch", "a second proof that does not pass", proved(proof, wrong_key)
    )
    yield bad(
        "signature-bit",
        "signature-mismatch",
        "one bit of the signature",
        changed_proof(proofValue=encode_z(bytes(flipped))),
    )
    yield bad(
        "signature-s-plus-order",
        "signature-mismatch",
        "the same signature with S + L: other bytes, no new signature",
        changed_proof(proofValue=encode_z(_plus_order(decode_z(proof["proofValue"])))),
        "CRD-14",
    )
    yield bad(
        "signature-short",
        "proof-form",
        "63 bytes of signature",
        changed_proof(proofValue=encode_z(bytes(flipped[:63]))),
        "CRD-12",
    )
    yield bad(
        "signature-base64",
        "proof-form",
        "a signature in base64url",
        changed_proof(proofValue="u" + proof["proofValue"][1:]),
        "CRD-12",
    )
    yield bad(
        "signature-other-alphabet",
        "proof-form",
        "a character that base58 has not",
        changed_proof(proofValue=proof["proofValue"][:-1] + "0"),
        "CRD-12",
    )
    yield bad(
        "proof-created",
        "proof-form",
        "signed again, created a day later than validFrom",
        text(_created_later(good)),
        "CRD-10",
    )
    yield bad("proof-purpose", "proof-form", "another purpose", changed_proof(proofPurpose="authentication"), "CRD-12")
    yield bad(
        "proof-member-more",
        "proof-form",
        "a member that the suite does not have",
        changed_proof(expires="2030-01-01T00:00:00Z"),
        "CRD-12",
    )
    yield bad(
        "proof-member-missing",
        "proof-form",
        "no created",
        proved({k: v for k, v in proof.items() if k != "created"}),
        "CRD-12",
    )
    yield bad("proof-suite-number", "proof-form", "a suite that is no text", changed_proof(cryptosuite=2022))
    yield bad(
        "key-id-of-no-form",
        "proof-form",
        "a key id that can be none",
        changed_proof(verificationMethod=proof["verificationMethod"] + "<b>"),
        "CRD-12",
    )
    yield failing(
        "suite-unknown",
        "signature",
        "suite-unknown",
        "the issuer's proof of a suite to come",
        "VER-7",
        changed_proof(cryptosuite="mldsa44-rdfc-2030"),
        "cannot_tell",
    )
    yield failing(
        "proof-type-unknown",
        "signature",
        "suite-unknown",
        "the issuer's proof of an old type",
        "VER-7",
        changed_proof(type="Ed25519Signature2020"),
        "cannot_tell",
    )
    yield bad(
        "suite-unknown-and-stranger",
        "proof-foreign",
        "two faults: one that fails outweighs one that is not run",
        proved({**proof, "cryptosuite": "mldsa44-rdfc-2030"}, stranger),
    )


def _plus_order(signature: bytes) -> bytes:
    s = int.from_bytes(signature[32:], "little") + _ORDER
    return signature[:32] + s.to_bytes(32, "little")


def _created_later(good: Mapping[str, Any]) -> dict[str, Any]:
    named = world.method(world.BASE, world.UNI, "k1")
    return sign_credential(good, demo_key(f"{world.UNI}/k1"), named, "2026-11-02T00:00:00Z")


def _keys() -> Iterator[Vector]:
    unknown = put("/proof/0/verificationMethod", world.method(world.BASE, world.UNI, "k9"))
    yield failing(
        "key-unknown",
        "signature",
        "key-unknown",
        "a key that the issuer never had",
        "VER-7",
        changed("aisyah", unknown),
    )
    yield failing(
        "key-unknown-stale",
        "signature",
        "data-older",
        "a key that may have been admitted since",
        "VER-12",
        changed("aisyah", unknown),
        "cannot_tell",
        files=STALE,
    )
    yield failing(
        "key-void",
        "signature",
        "key-void",
        "a key that a void record admitted",
        "VER-7",
        resigned("aisyah", lambda _: None, f"{world.UNI}/k3"),
    )
