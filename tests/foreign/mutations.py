"""Seeded mutations of strangers' credentials: structure, values, names, addresses, dates."""

import copy
import json
import random
from collections.abc import Iterator, Sequence
from typing import Any

from bukti.proof.foreign import OLD
from tests.vectors.site_mutants import places
from tools.vectors import stranger
from tools.vectors.packing import list_of

VALUES: Sequence[Any] = (
    None, True, False, 0, 1, -1, 2.5, 0.1, 1e15, -0.0, "", " ", "x", "name", "type", "@id", "@type", "Profile",
    "Achievement", [], {}, [[]], [None], ["x", "x"], {"id": "_:b0"}, {"id": "_:c14n0"}, {"@value": "x"},
    {"type": "Profile"}, {"id": "urn:x:1"}, {"@context": "https://www.w3.org/ns/credentials/v2", "id": "urn:x:2"},
    {"@context": None}, {"@context": []}, {"@list": ["x"]}, {"@language": "en", "@value": "x"},
    {"id": "urn:x:3", "type": ["Result", "ResultDescription"]}, "\u0000", "\u007f", "\u0085", "\u2028", "é",
    "e\u0301", "😀", "\ufeff", '"\\\n\r\t', "\U0010ffff",
)  # fmt: skip
ADDRESSES = (
    "urn:x", "urn:", "a:b", "http://", "http:///", "http://a:b/", "http://h:1/", "http://u@h/", "http://h/%zz",
    "http://h/%41", "http://[::1]/", "http://h/a b", "http://h/é", "http://h/\ue000", "http://é/", "x:y#z#w", "x:#",
    "x:?", "//h/p", "/p", "#f", "name:x", "type:x", "id:x", "xsd:date", "schema:name", "cred:x", "https://h/😀",
    "urn:a'b", "urn:a|b", "urn:a\\b", "did:key:x", "_:b0", "_:", "_:a-b", "1x:y", "X+.-:y", "http://h:99999999/",
    "http://h:/", "http:/x", "http:x", "HTTP://H/../x", "http://h/./a",
)  # fmt: skip
"""Addresses, good and bad ones, at the edges of what parsers agree on."""
DATES = (
    "2026-11-23T12:00:00Z", "2026-11-23T12:00:01Z", "2026-11-23T11:59:59.999999999Z", "2026-11-23T20:00:00+08:00",
    "2026-02-29T00:00:00Z", "2028-02-29T00:00:00Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59-14:59",
    "2026-11-23T24:00:00Z", "2026-11-23T23:59:60Z", "2026-11-23t12:00:00z", "2026-11-23", "2026-11-23T12:00Z",
    "+12026-11-23T12:00:00Z", "٢٠٢٦-11-23T12:00:00Z", "2026-11-23T12:00:00-00:00",
)  # fmt: skip
TERMS = (
    "id", "type", "@id", "@type", "@context", "name", "description", "image", "proof", "issuer", "evidence",
    "endorsement", "alignment", "related", "tag", "achievement", "result", "creditsAvailable", "inLanguage",
    "refreshService", "termsOfUse", "credentialSchema", "verifiableCredential", "holder", "publicKeyJwk",
    "relatedResource", "renderMethod", "confidenceMethod", "@graph", "@reverse", "toString", "__proto__",
    "constructor", "0", "10", "urn:x:p", "schema:name", "validFrom", "validUntil", "expirationDate",
    "credentialStatus",
)  # fmt: skip


def originals() -> list[dict[str, Any]]:
    """Strangers' credentials with good proofs, of each suite, and their documents at hand."""
    old = stranger.credential(context=[stranger.V1, stranger.BADGES_1, stranger.SUITE_2020])
    old["issuanceDate"] = old.pop("validFrom")
    rich = stranger.credential(credentialStatus=stranger.entry(), validUntil="2030-01-01T00:00:00Z")
    rich["credentialSubject"]["achievement"] |= {
        "creditsAvailable": 2.5,
        "tag": ["cloth", "craft"],
        "alignment": [{"type": ["Alignment"], "targetName": "Craft", "targetUrl": "https://strangers.example/craft"}],
        "related": [{"@context": stranger.V2, "id": "urn:example:1", "type": ["Related"]}],
    }
    web = stranger.signed(stranger.credential(stranger.WEB), stranger.WEB_METHOD)
    return [stranger.signed(), stranger.jcs(rich), stranger.signed(rich), stranger.signed(old, suite=OLD), web]


def documents() -> list[dict[str, Any]]:
    """What is at hand: a DID document and a status list."""
    taken = stranger.signed(stranger.unsigned_list(list_of(131_072, 5)))
    return [stranger.did_document(), taken]


def mutants(count: int, seed: int) -> Iterator[str]:
    """``count`` texts, each a credential with one to three changes; some are signed anew with their right key."""
    rng = random.Random(seed)
    known = originals()
    for _ in range(count):
        document = copy.deepcopy(rng.choice(known))
        for _ in range(rng.randint(1, 3)):
            change(document, rng)
        yield json.dumps(_signed_anew(document) if rng.random() < 0.5 else document)


def change(document: Any, rng: random.Random) -> None:
    """One change at one place."""
    node, name = rng.choice(list(places(document)))
    kind = rng.randrange(6)
    if kind == 0 and isinstance(node, dict):
        del node[name]
    elif kind == 1 and isinstance(node, dict):
        node[rng.choice(TERMS)] = copy.deepcopy(rng.choice((*VALUES, node[name])))
    elif kind == 2:
        node[name] = rng.choice(ADDRESSES)
    elif kind == 3:
        node[name] = rng.choice(DATES)
    elif kind == 4:
        node[name] = [copy.deepcopy(node[name]), copy.deepcopy(rng.choice((*VALUES, node[name])))]
    else:
        node[name] = copy.deepcopy(rng.choice(VALUES))


def _signed_anew(document: dict[str, Any]) -> dict[str, Any]:
    """With the proof value that fits, where there can be one: so that what is mutated is not only refused."""
    proof = document.get("proof")
    proof = proof[0] if isinstance(proof, list) and len(proof) == 1 else proof
    if not isinstance(proof, dict):
        return document
    stated = {name: value for name, value in proof.items() if name != "proofValue"}
    suite = stated.get("cryptosuite", stated.get("type"))
    try:
        return {**document, "proof": stranger.proof(document, stated, str(suite))}
    except (ValueError, AttributeError, KeyError):
        return document
