"""Issuers outside the registry: their keys, documents, status lists and credentials, all fixed."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from bukti.proof import multikey
from bukti.proof.foreign import JCS, OLD, RDFC, signing_input
from tests.keys import demo_key
from tools.vectors.packing import encoded, list_of

KEY = demo_key("stranger/k1")
OTHER = demo_key("stranger/k2")
DID_KEY = f"did:key:{KEY.multikey}"
KEY_METHOD = f"{DID_KEY}#{KEY.multikey}"
WEB = "did:web:strangers.example:college"
WEB_METHOD = f"{WEB}#key-1"
PAGE = "https://strangers.example/college"
LIST = "https://strangers.example/status/1.json"
V1 = "https://www.w3.org/2018/credentials/v1"
V2 = "https://www.w3.org/ns/credentials/v2"
BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
BADGES_1 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"
SUITE_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
LISTS_2021 = "https://w3id.org/vc/status-list/2021/v1"
Document = dict[str, Any]


def credential(issuer: str = DID_KEY, *, context: Sequence[object] = (V2, BADGES), **changed: Any) -> Document:
    """An unsigned badge of a college that this registry does not know; ``changed`` members (None: left out)."""
    document = {
        "@context": list(context),
        "id": "urn:uuid:2f1c5c5e-6f0e-4a39-9d3a-0f6f2f2b7a10",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": issuer, "type": ["Profile"], "name": "College of Strangers"},
        "validFrom": "2026-09-01T08:30:00+08:00",
        "name": "Weaving",
        "credentialSubject": {"type": ["AchievementSubject"], "achievement": achievement()},
        **changed,
    }
    return {name: value for name, value in document.items() if value is not None}


def achievement() -> Document:
    """What the badge is for."""
    return {
        "id": "https://strangers.example/weaving",
        "type": ["Achievement"],
        "name": "Weaving",
        "description": "Warp and weft.",
        "criteria": {"narrative": "Weave a cloth."},
    }


def options(method: str = KEY_METHOD, suite: str = RDFC, **changed: Any) -> Document:
    """A proof without its value; ``changed`` members (None: left out)."""
    kind = {"type": OLD} if suite == OLD else {"type": "DataIntegrityProof", "cryptosuite": suite}
    proof = {
        **kind,
        "created": "2026-09-01T00:30:00Z",
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
        **changed,
    }
    return {name: value for name, value in proof.items() if value is not None}


def proof(document: Document, stated: Document | None = None, suite: str = RDFC, key: Any = KEY) -> Document:
    """A good proof on ``document`` with the options ``stated`` (default :func:`options`)."""
    stated = options() if stated is None else stated
    data = signing_input(document, stated, suite)
    if data is None:
        raise ValueError("the proof names other contexts than the document")
    return {**stated, "proofValue": multikey.encode_z(key.sign(data))}


def signed(document: Document | None = None, method: str = KEY_METHOD, suite: str = RDFC, **stated: Any) -> Document:
    """``document`` (default :func:`credential`) with one good proof."""
    document = credential() if document is None else document
    return {**document, "proof": proof(document, options(method, suite, **stated), suite)}


def jcs(document: Document) -> Document:
    """``document`` with a good ``eddsa-jcs-2022`` proof that repeats its contexts."""
    stated = {**options(suite=JCS), "@context": document["@context"]}
    return {**document, "proof": [proof(document, stated, JCS)]}


def entry(**changed: Any) -> Document:
    """A status entry at index 77 of the list; ``changed`` members (None: left out)."""
    stated = {
        "id": f"{LIST}#77",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "77",
        "statusListCredential": LIST,
        **changed,
    }
    return {name: value for name, value in stated.items() if value is not None}


def unsigned_list(packed: bytes | str | None = None, issuer: str = DID_KEY, **changed: Any) -> Document:
    """A status list credential; ``packed`` defaults to 131,072 bits, none set; ``changed`` members of its subject."""
    text = packed if isinstance(packed, str) else encoded(list_of(131_072) if packed is None else packed)
    return {
        "@context": [V2],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": "2026-09-01T00:00:00Z",
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": text,
            **changed,
        },
    }


def list_2021(packed: bytes) -> Document:
    """A signed list of the predecessor, StatusList2021."""
    document = {
        **unsigned_list(encoded(packed, ""), type="StatusList2021"),
        "@context": [V1, LISTS_2021, SUITE_2020],
        "type": ["VerifiableCredential", "StatusList2021Credential"],
        "issuanceDate": "2026-09-01T00:00:00Z",
    }
    del document["validFrom"]
    return signed(document, suite=OLD)


def did_document(**changed: Any) -> Document:
    """The DID document of :data:`WEB`; ``changed`` members (None: left out)."""
    document = {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": WEB,
        "verificationMethod": [method()],
        "assertionMethod": [WEB_METHOD],
        **changed,
    }
    return {name: value for name, value in document.items() if value is not None}


def method(**changed: Any) -> Document:
    """The description of the key of :data:`WEB`; ``changed`` members (None: left out)."""
    described = {
        "id": WEB_METHOD,
        "type": "Multikey",
        "controller": WEB,
        "publicKeyMultibase": KEY.multikey,
        **changed,
    }
    return {name: value for name, value in described.items() if value is not None}


def entangled(count: int) -> Document:
    """A credential whose statements link ``count`` blank nodes with one another, each said alike."""
    names = [f"_:n{number}" for number in range(count)]
    nodes: Sequence[Mapping[str, Any]] = [
        {"id": name, "type": ["Profile"], "parentOrg": [{"id": other} for other in names if other != name]}
        for name in names
    ]
    document = copy.deepcopy(credential())
    document["credentialSubject"] = list(nodes)
    return document
