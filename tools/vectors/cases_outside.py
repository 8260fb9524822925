"""Vectors of issuers outside the registry: their proofs and keys. Whatever is found, the verdict is ``cannot_tell``."""

import copy
import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from bukti.proof import multikey
from bukti.proof.foreign import JCS, OLD
from bukti.proof.jcs import canonical
from tools.vectors import stranger as s
from tools.vectors.case import Change, Vector, put, text

SIGNED = "outside-signature"


def outside(
    name: str,
    why: str,
    clause: str,
    document: object,
    found: dict[str, str],
    at_hand: Sequence[object] = (),
    **more: Any,
) -> Vector:
    """A vector of an issuer outside; ``found`` states codes by check, by hand."""
    return Vector(
        name=f"outside-{name}",
        why=why,
        clause=clause,
        data=document if isinstance(document, str) else text(document),
        verdict="cannot_tell",
        must_fail=("issuer", "issuer-outside"),
        found=found,
        at_hand=tuple(text(one) for one in at_hand),
        **more,
    )


def vectors() -> Iterator[Vector]:
    """All of them."""
    yield from _good()
    yield from _proofs()
    yield from _keys()
    yield from _content()


def signature(name: str, why: str, code: str, document: object, clause: str = "VER-27", **more: Any) -> Vector:
    """A vector about ``signature``."""
    return outside(name, why, clause, document, {"signature": code}, **more)


def _web(**changed: Any) -> dict[str, Any]:
    return s.signed(s.credential(s.WEB), s.WEB_METHOD, **changed)


def _old() -> dict[str, Any]:
    document = s.credential(context=[s.V1, s.BADGES_1, s.SUITE_2020])
    document["issuanceDate"] = document.pop("validFrom")
    return s.signed(document, suite=OLD)


def _good() -> Iterator[Vector]:
    def good(name: str, why: str, document: object, **more: Any) -> Vector:
        return signature(name, why, SIGNED, document, **more)

    yield good("did-key", "a good badge of a stranger who is a key", s.signed(), clause="VER-24")
    yield good("jcs", "signed over its JSON, not its RDF", s.jcs(s.credential()))
    yield good("suite-2020", "the older suite, as VC 1.1 had it", _old())
    yield good("suite-2020-no-context", "the older suite without its context", s.signed(suite=OLD), clause="VER-29")
    yield good("did-web", "a did:web with its document at hand", _web(), at_hand=[s.did_document()])
    relative = s.did_document(verificationMethod=[s.method(id="#key-1")], assertionMethod=["#key-1"])
    yield good("did-web-relative", "key ids without the DID", _web(), clause="VER-28", at_hand=[relative])
    embedded = s.did_document(verificationMethod=None, assertionMethod=[s.method(type="Ed25519VerificationKey2020")])
    yield good("did-web-embedded", "the key inside of assertionMethod", _web(), clause="VER-28", at_hand=[embedded])
    page = s.did_document(
        id=s.PAGE,
        verificationMethod=[s.method(id=f"{s.PAGE}#key-1", controller=s.PAGE)],
        assertionMethod=[f"{s.PAGE}#key-1"],
    )
    by_page = s.signed(s.credential(s.PAGE), f"{s.PAGE}#key-1")
    yield good("https", "an issuer that is an address, its document at hand", by_page, clause="VER-28", at_hand=[page])
    two = s.signed()
    two["proof"] = [two["proof"], s.signed(suite=OLD)["proof"]]
    yield good("two-proofs", "two good proofs of two suites", two)
    text_issuer = s.credential()
    text_issuer["issuer"] = s.DID_KEY
    yield good("issuer-text", "the issuer is a text", s.signed(text_issuer), clause="VER-4")
    yield good("nested-context", "an object within repeats the context", s.signed(_nested(1)), clause="VER-29")
    clr = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
    changed = {"@context": [s.V2, clr], "type": ["VerifiableCredential", "ClrCredential"]}
    record = {**s.signed(), **changed}
    yield signature(
        "learner-record", "a CLR 2.0, whose context is not at hand", "context-unknown", record, clause="VER-20"
    )
    presentation = {"@context": [s.V2], "type": ["VerifiablePresentation"], "verifiableCredential": [s.signed()]}
    yield good("presented", "a stranger's badge in a presentation", presentation, clause="VER-1")


def _nested(count: int) -> dict[str, Any]:
    document = s.credential()
    subject = document["credentialSubject"]
    related = [
        {"@context": [s.V2, s.BADGES], "id": f"urn:example:{number}", "type": ["Related"]} for number in range(count)
    ]
    subject["achievement"] = {**s.achievement(), "related": related}
    return document


def _proofs() -> Iterator[Vector]:
    def restated(name: str, code: str, why: str, **stated: Any) -> Vector:
        return signature(name, why, code, s.signed(**stated))

    yield signature("proof-missing", "no proof at all", "proof-missing", s.credential())
    yield signature("proof-empty", "an empty list of proofs", "proof-missing", {**s.credential(), "proof": []})
    yield restated("proof-purpose", "proof-form", "signed for another purpose", proofPurpose="authentication")
    yield restated("proof-created-form", "proof-form", "a time without its zone", created="2026-09-01T00:30:00")
    yield restated("proof-unknown-member", "suite-unknown", "a proof for one domain only", domain="other.example")
    yield restated("proof-future", "proof-future", "made in two days", created="2026-11-25T12:00:01Z")
    yield restated("proof-expired", "proof-expired", "a proof that has ended", expires="2026-11-23T12:00:00Z")
    yield restated("proof-not-expired", SIGNED, "a proof that has a second left", expires="2026-11-23T12:00:01Z")
    yield restated("proof-near-future", SIGNED, "made in a day to the second", created="2026-11-24T12:00:00Z")
    other = s.signed()
    other["proof"] = {**other["proof"], "cryptosuite": "ecdsa-rdfc-2019"}
    yield signature("suite-unknown", "a suite that is not known", "suite-unknown", other)
    short = s.signed()
    short["proof"] = {**short["proof"], "proofValue": multikey.encode_z(b"\1" * 63)}
    yield signature("proof-short", "63 bytes are no signature", "proof-form", short)
    text_proof = {**s.credential(), "proof": "z3x"}
    yield signature("proof-text", "a proof that is a text", "proof-form", text_proof)
    many = s.signed()
    many["proof"] = [many["proof"]] * 9
    yield signature("proof-many", "nine proofs", "proof-form", many)
    most = s.signed()
    most["proof"] = [most["proof"]] * 8
    yield signature("proof-eight", "eight proofs are not too many", SIGNED, most)
    second = s.signed()
    theirs = f"did:key:{s.OTHER.multikey}#{s.OTHER.multikey}"
    second["proof"] = [second["proof"], s.proof(s.credential(), s.options(theirs), key=s.OTHER)]
    yield signature("proof-foreign", "a second proof of somebody else", "proof-foreign", second)
    broken = s.signed()
    broken["proof"] = [broken["proof"], {**broken["proof"], "created": "2026-09-01T00:30:01Z"}]
    yield signature("second-broken", "a second proof that does not fit", "signature-mismatch", broken)
    unknown = s.signed()
    unknown["proof"] = [unknown["proof"], {**unknown["proof"], "cryptosuite": "bbs-2023"}]
    yield signature("second-unknown", "a second proof that cannot be checked", "suite-unknown", unknown)
    nobody = s.signed()
    nobody["issuer"] = {"type": ["Profile"], "name": "College of Strangers"}
    yield signature("issuer-without-id", "nobody is named", "proof-foreign", nobody, clause="VER-4")


def _keys() -> Iterator[Vector]:
    def key(name: str, why: str, code: str, document: object, **more: Any) -> Vector:
        return signature(name, why, code, document, clause="VER-28", **more)

    def by(issuer: str, fragment: str) -> dict[str, Any]:
        return s.signed(s.credential(issuer), f"{issuer}#{fragment}")

    def described(name: str, why: str, code: str, **changed: Any) -> Vector:
        return key(name, why, code, _web(), at_hand=[s.did_document(verificationMethod=[s.method(**changed)])])

    yield key("did-unknown-method", "a DID method that is not known", "did-unknown-method", by("did:example:1", "k"))
    yield key("did-not-at-hand", "nobody has the document", "did-not-at-hand", _web())
    stolen = s.did_document(id="did:web:strangers.example:other")
    yield key(
        "did-mismatch", "the document at hand says that it is another's", "did-mismatch", _web(), at_hand=[stolen]
    )
    first = [s.did_document(assertionMethod=[]), s.did_document()]
    yield key("did-first-counts", "two documents of one id", "key-purpose", _web(), at_hand=first)
    yield key("did-key-fragment", "did:key with the id of another key", "key-unknown", by(s.DID_KEY, s.OTHER.multikey))
    yield key(
        "key-unknown", "the document lists no such key", "key-unknown", by(s.WEB, "key-2"), at_hand=[s.did_document()]
    )
    purpose = s.did_document(assertionMethod=None, authentication=[s.WEB_METHOD])
    yield key("key-purpose", "a key for logging in", "key-purpose", _web(), at_hand=[purpose])
    yield described("key-controller", "a key that somebody else controls", "proof-foreign", controller=s.PAGE)
    yield described("key-kind", "a key of another kind", "key-kind", type="JsonWebKey")
    p256 = "zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv"
    yield key("did-key-kind", "did:key of a P-256 key", "key-kind", by(f"did:key:{p256}", p256))
    weak = multikey.encode(bytes(32))
    yield key("key-weak", "a point of small order", "key-weak", by(f"did:key:{weak}", weak))
    large = multikey.encode(b"\xf0" + b"\xff" * 30 + b"\x7f")
    yield key("key-not-canonical", "a coordinate above the field", "key-weak", by(f"did:key:{large}", large))
    yield described("key-expired", "a key that ends at this second", "key-expired", expires="2026-11-23T12:00:00Z")
    yield described("key-not-expired", "a key that ends in a second", SIGNED, expires="2026-11-23T12:00:01Z")
    yield described("key-revoked", "a key that was revoked", "key-expired", revoked="2026-10-01T00:00:00Z")
    yield described("key-time-form", "a key with an end that is no time", "key-kind", expires="next year")


def _content() -> Iterator[Vector]:
    def content(name: str, why: str, code: str, document: object) -> Vector:
        return signature(name, why, code, document, clause="VER-29")

    def wrong(name: str, why: str, change: Change, document: dict[str, Any]) -> Vector:
        changed = copy.deepcopy(document)
        change(changed)
        return content(name, why, "signature-mismatch", changed)

    name = "/credentialSubject/achievement/name"
    yield wrong("claim-changed", "another skill", put(name, "Spinning"), s.signed())
    yield wrong("claim-changed-jcs", "another skill, signed over JSON", put(name, "Spinning"), s.jcs(s.credential()))
    yield wrong("claim-changed-2020", "another skill, the older suite", put(name, "Spinning"), _old())
    yield wrong("option-changed", "another day of signing", put("/proof/created", "2026-09-02T00:30:00Z"), s.signed())
    longer = [s.V2, s.BADGES, s.SUITE_2020]
    yield wrong("context-longer-jcs", "a context more than was signed", put("/@context", longer), s.jcs(s.credential()))
    yield from (content(f"context-{name}", why, code, one) for name, why, code, one in _jcs_contexts())
    unknown = s.signed() | {"@context": [s.V2, "https://strangers.example/context.json"]}
    yield content("context-unknown", "a context of the stranger's own", "context-unknown", unknown)
    inline = s.signed() | {"@context": [s.V2, {"weft": "https://strangers.example/weft"}]}
    yield content("context-inline", "a context that is written out", "context-unknown", inline)
    yield content("context-none", "no context", "context-unknown", {k: v for k, v in s.signed().items() if k[0] != "@"})

    def odd(name: str, why: str, place: str, value: object) -> Vector:
        document = s.signed()
        put(place, value)(document)
        return content(f"term-{name}", why, "term-undefined", document)

    yield odd("unknown", "a member that no context knows", "/credentialSubject/weft", "red")
    yield odd("type", "a type that no context knows", "/credentialSubject/type", ["Weaver"])
    yield odd("relative", "an address that is not whole", "/credentialSubject/achievement/id", "weaving")
    yield odd("bracket", "an address with a bracket", "/credentialSubject/achievement/id", "urn:weaving:[1]")
    yield odd("compact", "an address in short form", "/credentialSubject/achievement/id", "name:weaving")
    yield odd("null", "a null", "/credentialSubject/achievement/criteria", None)
    yield odd("empty", "an empty list", "/credentialSubject/achievement/alignment", [])
    yield odd("keyword", "a keyword of JSON-LD", "/credentialSubject/achievement/name", {"@value": "Weaving"})
    yield odd(
        "protected", "types that define a term in two ways", "/credentialSubject/type", ["Result", "ResultDescription"]
    )
    yield content("graph-entangled", "seven nodes that are linked alike", "graph-too-hard", unsigned_entangled(7))
    yield content("graph-six", "six nodes that are linked alike", SIGNED, s.signed(s.entangled(6)))
    contexts = s.signed() | {"credentialSubject": _nested(33)["credentialSubject"]}
    yield content("graph-contexts", "33 contexts within", "graph-too-hard", contexts)
    most = [s.V2, s.BADGES] * 48
    yield content("graph-96-addresses", "one context named 48 times", SIGNED, s.signed(s.credential(context=most)))
    more = s.signed() | {"@context": [*most, s.V2]}
    yield content("graph-97-addresses", "97 contexts named in all", "graph-too-hard", more)
    objects = s.signed()
    put("/credentialSubject/achievement/alignment", [{"id": f"urn:x:{n}"} for n in range(2_000)])(objects)
    yield content("graph-objects", "more than 2,000 objects", "graph-too-hard", objects)
    values = s.signed()
    put("/credentialSubject/achievement/tag", ["x"] * 20_000)(values)
    yield content("graph-values", "more than 20,000 values", "graph-too-hard", values)


def _jcs_contexts() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Good signatures over a proof and a document with a ``@context`` each, equal or not."""

    def both(document: Sequence[object] | None, stated: object) -> dict[str, Any]:
        body = {name: value for name, value in s.credential().items() if name != "@context"}
        body |= {} if document is None else {"@context": document}
        options = {**s.options(suite=JCS), "@context": stated}
        hashed = b"".join(hashlib.sha256(canonical(one)).digest() for one in (options, body))
        return {**body, "proof": {**options, "proofValue": multikey.encode_z(s.KEY.sign(hashed))}}

    yield "one-jcs", "a number as context, the same in the proof", SIGNED, both([s.V2, 1], [s.V2, 1.0])
    yield (
        "true-jcs",
        "a number, and true in its place in the proof",
        "signature-mismatch",
        both([s.V2, 1], [s.V2, True]),
    )
    yield "null-jcs", "no context, and null in the proof", "signature-mismatch", both(None, None)


def unsigned_entangled(count: int) -> dict[str, Any]:
    """Signed before it was entangled: nothing would sign it."""
    return {**s.entangled(count), "proof": s.signed(suite=JCS)["proof"] | {"cryptosuite": "eddsa-rdfc-2022"}}
