"""Documents for the tests of signatures."""

import copy
from typing import Any

from bukti.model.records import Hole

# A credential that Digital Bazaar's and DCC's verifiers, openvc-core and openbadgeslib verified.
PROVED: dict[str, Any] = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    "id": "https://registry.example/my/base/c/rdfc.json",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Pengenalan Analitik Data",
    "issuer": {
        "id": "did:web:registry.example:my:base:hep:demo",
        "type": ["Profile"],
        "name": "Demo University",
    },
    "validFrom": "2026-11-01T00:00:00Z",
    "credentialSubject": {
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "identityType": "name",
                "hashed": False,
                "identityHash": "Aisyah binti Rahman",
            }
        ],
        "achievement": {
            "id": "https://registry.example/my/base/mc/demo-1.json",
            "type": ["Achievement"],
            "achievementType": "MicroCredential",
            "name": "Pengenalan Analitik Data",
            "description": "Three credits.",
            "criteria": {"narrative": "Pass the final project."},
        },
    },
    "credentialStatus": {
        "id": "https://registry.example/my/base/hep/demo/status/revocation-1.json#42",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "42",
        "statusListCredential": "https://registry.example/my/base/hep/demo/status/revocation-1.json",
    },
}
PROVED_PROOF = {
    "type": "DataIntegrityProof",
    "created": "2026-11-01T00:00:00Z",
    "verificationMethod": "did:web:registry.example:my:base:hep:demo#key-1",
    "cryptosuite": "eddsa-rdfc-2022",
    "proofPurpose": "assertionMethod",
    "proofValue": "z2DDYxY8asZbLyyBGSsS62WESbkNp9ZGXphvHgWtuMDNyR87sNpVWbeysPQ1TxDRSWRh9XAqaV3BHPriUDp3Xrq8p",
}
PROVED_KEY = "z6Mkw7g8fLFBCgWfzTNvLv9UcUB9gGXrZMPobVKqUWXH8568"

METHOD = "did:web:bukti.example:issuers:universiti-contoh#key-2026-1"
_ACHIEVEMENT = "https://bukti.example/mc/universiti-contoh/analitik-data/v1.json"
_LIST = "https://bukti.example/issuers/universiti-contoh/status/list-1.json"

HOLES = tuple(
    Hole(hole=hole, pointer=pointer)
    for hole, pointer in {
        "uuid": "/id",
        "valid_from": "/validFrom",
        "valid_until": "/validUntil",
        "status_entry": "/credentialStatus/id",
        "status_index": "/credentialStatus/statusListIndex",
        "name": "/credentialSubject/identifier/0/identityHash",
        "result_0": "/credentialSubject/result/0/value",
        "result_1": "/credentialSubject/result/1/value",
    }.items()
)

TEMPLATE: dict[str, Any] = {
    **PROVED,
    "id": "",
    "issuer": {"id": METHOD.split("#")[0], "type": ["Profile"], "name": "Universiti Contoh"},
    "validFrom": "",
    "validUntil": "",
    "credentialSubject": {
        "type": ["AchievementSubject"],
        "identifier": [{"type": "IdentityObject", "identityType": "name", "hashed": False, "identityHash": ""}],
        "result": [
            {"type": ["Result"], "resultDescription": f"{_ACHIEVEMENT}#grade", "value": ""},
            {"type": ["Result"], "resultDescription": f"{_ACHIEVEMENT}#path", "value": ""},
        ],
        "achievement": {
            "id": _ACHIEVEMENT,
            "type": ["Achievement"],
            "achievementType": "MicroCredential",
            "name": "Analitik Data",
            "description": "Tiga kredit.\nDua projek.",
            "criteria": {"narrative": "Lulus projek akhir: “baik” atau lebih."},
            "version": "1",
            "inLanguage": "ms",
            "creditsAvailable": 2.5,
            "alignment": [
                {
                    "type": ["Alignment"],
                    "targetName": f"Hasil {n}",
                    "targetUrl": f"https://bukti.example/#o-{n}",
                }
                for n in range(5)
            ],
            "resultDescription": [
                {
                    "id": f"{_ACHIEVEMENT}#grade",
                    "type": ["ResultDescription"],
                    "name": "Gred",
                    "resultType": "LetterGrade",
                    "allowedValue": ["A", "B", "C"],
                },
                {
                    "id": f"{_ACHIEVEMENT}#path",
                    "type": ["ResultDescription"],
                    "name": "Pilihan",
                    "resultType": "Status",
                },
            ],
        },
    },
    "credentialStatus": {
        "id": "",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "",
        "statusListCredential": _LIST,
    },
}


def filled(uuid: str, index: int, name: str, grade: str = "A", path: str = "Elektif") -> dict[str, Any]:
    """The template filled for one learner."""
    credential = copy.deepcopy(TEMPLATE)
    credential |= {
        "id": f"urn:uuid:{uuid}",
        "validFrom": "2026-11-01T00:00:00Z",
        "validUntil": "2029-10-31T23:59:59Z",
    }
    credential["credentialStatus"] |= {"id": f"{_LIST}#{index}", "statusListIndex": str(index)}
    subject = credential["credentialSubject"]
    subject["identifier"][0]["identityHash"] = name
    subject["result"][0]["value"] = grade
    subject["result"][1]["value"] = path
    return credential
