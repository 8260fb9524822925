"""The tiny registry of the vectors: providers, keys, templates, learners, all fixed.

Achievements are written out here and not derived from definitions: the vectors must not move when the
wording of the builder does.
"""

import copy
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from bukti.card import Card, card_of, encode, to_decimal, to_link
from bukti.did import achievement_id, did_of, status_list_url
from bukti.model import Template
from bukti.proof.credentials import sign_credential
from bukti.proof.jcs import registry_hash
from bukti.templates import Values, digest_of, fill
from tests.keys import demo_key

BASE = "https://bukti.example"
FORMER = "https://old.example/register"
UNI = "universiti-contoh"
EDI = "egypt-demo-institute"
CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
NAMES = {
    UNI: {"en": "Universiti Contoh (demonstration)", "ms": "Universiti Contoh (demonstrasi)"},
    EDI: {"en": "Egypt Demo Institute (demonstration)", "ar": "معهد مصر التجريبي"},
}
ZONES = {UNI: "Asia/Kuala_Lumpur", EDI: "Africa/Cairo"}
COUNTRIES = {UNI: "MY", EDI: "EG"}
KEYS = {
    UNI: (("k1", 1, "good"), ("k2", 2, "revoked"), ("k3", 3, "void")),
    EDI: (("k1", 1, "good"),),
}
"""By provider: key id, number and state."""
ADMITTED = {UNI: "2026-01-05", EDI: "2026-01-06"}
"""By provider: the day of its admission."""
GRADES = ("A", "A-", "B+", "B", "C")


@dataclass(frozen=True, kw_only=True)
class Learner:
    """What differs between two credentials of one template; ``label`` makes uuid and status index."""

    label: str
    template: str
    name: str
    day: str = "2026-11-01"
    until: str | None = None
    results: tuple[str, ...] = ()
    key: str = "k1"

    def values(self) -> Values:
        """The values for the template's holes."""
        digest = hashlib.sha256(f"bukti vector: {self.label}".encode()).digest()
        return Values(
            uuid=str(UUID(bytes=digest[:16], version=4)),
            valid_from=date.fromisoformat(self.day),
            valid_until=date.fromisoformat(self.until) if self.until else None,
            status_index=int.from_bytes(digest[16:18], "big"),
            name=self.name,
            results=self.results,
        )


def data_basics(base: str) -> dict[str, Any]:
    """An achievement with a closed list of grades, credits and alignments."""
    identity = achievement_id(base, UNI, "data-basics", 1)
    return {
        "id": identity,
        "type": ["Achievement"],
        "achievementType": "MicroCredential",
        "name": "Data Basics",
        "description": "Three credits of reading, cleaning and showing data.\nTaught online.",
        "criteria": {"narrative": "Pass the project and the written examination."},
        "version": "1",
        "inLanguage": "en",
        "creditsAvailable": 3,
        "alignment": [
            {
                "type": ["Alignment"],
                "targetName": "MQF level 4",
                "targetUrl": f"{base}/frameworks/#mqf-4",
                "targetCode": "4",
                "targetFramework": "Malaysian Qualifications Framework",
            },
            {
                "type": ["Alignment"],
                "targetName": "Clean a table of raw data",
                "targetUrl": f"{base}/catalogue/{UNI}/data-basics/v1/#outcome-clean",
                "targetCode": "clean",
            },
        ],
        "resultDescription": [
            {
                "id": f"{identity}#grade",
                "type": ["ResultDescription"],
                "name": "Grade",
                "resultType": "LetterGrade",
                "allowedValue": list(GRADES),
            }
        ],
    }


def water_safety() -> dict[str, Any]:
    """An achievement in Arabic with half credits and a percentage that no list closes."""
    identity = achievement_id(BASE, EDI, "water-safety", 1)
    return {
        "id": identity,
        "type": ["Achievement"],
        "achievementType": "MicroCredential",
        "name": "سلامة المياه",
        "description": "أساسيات فحص مياه الشرب.",
        "criteria": {"narrative": "اجتياز اختبار عملي."},
        "version": "1",
        "inLanguage": "ar",
        "creditsAvailable": 2.5,
        "resultDescription": [
            {
                "id": f"{identity}#grade",
                "type": ["ResultDescription"],
                "name": "النسبة",
                "resultType": "Percent",
            }
        ],
    }


def plain(provider: str, mc: str, version: int, name: str) -> dict[str, Any]:
    """An achievement with nothing optional."""
    return {
        "id": achievement_id(BASE, provider, mc, version),
        "type": ["Achievement"],
        "achievementType": "MicroCredential",
        "name": name,
        "description": f"{name}, a demonstration.",
        "criteria": {"narrative": "Pass the final assessment."},
        "version": str(version),
        "inLanguage": "en",
    }


def template(
    provider: str,
    mc: str,
    version: int,
    achievement: Mapping[str, Any],
    *,
    base: str = BASE,
    until: bool,
    results: int,
    issuer_name: str | None = None,
) -> Template:
    """A template as ``spec/templates.md`` has it; ``results`` is how many result holes it has.

    ``issuer_name`` defaults to the English name of a provider of this registry.
    """
    subject: dict[str, Any] = {
        "type": ["AchievementSubject"],
        "identifier": [{"type": "IdentityObject", "identityType": "name", "hashed": False, "identityHash": ""}],
        "achievement": dict(achievement),
    }
    pointers = {"uuid": "/id", "valid_from": "/validFrom"}
    if until:
        pointers["valid_until"] = "/validUntil"
    pointers["status_entry"] = "/credentialStatus/id"
    pointers["status_index"] = "/credentialStatus/statusListIndex"
    pointers["name"] = "/credentialSubject/identifier/0/identityHash"
    if results:
        described = achievement["resultDescription"]
        subject["result"] = [
            {"type": ["Result"], "resultDescription": described[number]["id"], "value": ""} for number in range(results)
        ]
        pointers |= {f"result_{number}": f"/credentialSubject/result/{number}/value" for number in range(results)}
    credential: dict[str, Any] = {
        "@context": list(CONTEXT),
        "id": "",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": achievement["name"],
        "issuer": {"id": did_of(base, provider), "type": ["Profile"], "name": issuer_name or NAMES[provider]["en"]},
        "validFrom": "",
        **({"validUntil": ""} if until else {}),
        "credentialSubject": subject,
        "credentialStatus": {
            "id": "",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "",
            "statusListCredential": status_list_url(base, provider, "1"),
        },
    }
    holes = [{"hole": hole, "pointer": pointer} for hole, pointer in pointers.items()]
    return Template.model_validate(
        {
            "schema": "template/v1",
            "provider": provider,
            "mc": mc,
            "version": version,
            "holes": holes,
            "credential": credential,
        }
    )


TEMPLATES: Mapping[str, Template] = {
    "graded": template(UNI, "data-basics", 1, data_basics(BASE), until=True, results=1),
    "ungraded": template(UNI, "data-basics", 1, data_basics(BASE), until=True, results=0),
    "moved": template(UNI, "data-basics", 1, data_basics(FORMER), base=FORMER, until=True, results=1),
    "coding": template(UNI, "coding", 2, plain(UNI, "coding", 2, "Coding"), until=False, results=0),
    "water": template(EDI, "water-safety", 1, water_safety(), until=False, results=1),
    "first-aid": template(EDI, "first-aid", 1, plain(EDI, "first-aid", 1, "First Aid"), until=False, results=0),
}
UNPUBLISHED: Mapping[str, Template] = {
    "later": template(EDI, "later", 1, plain(EDI, "later", 1, "Later"), until=False, results=0),
}
"""Right in form, but in no batch of the site."""

_GOOD: dict[str, Any] = {"template": "graded", "until": "2029-10-31", "results": ("A-",)}
LEARNERS: Mapping[str, Learner] = {
    learner.label: learner
    for learner in (
        Learner(label="aisyah", name="Aisyah binti Rahman", **_GOOD),
        Learner(label="tamil", name="முத்துலட்சுமி சுப்பிரமணியம்", **_GOOD),
        Learner(label="chinese", name="歐陽娜娜", **{**_GOOD, "results": ("C",)}),
        Learner(label="joiner", name="محمد‌رضا", **_GOOD),
        Learner(label="long-name", name="Wan " + "é" * 125 + "!", **_GOOD),
        Learner(label="ungraded", name="Siti Nur", template="ungraded", until="2029-10-31"),
        Learner(label="retired-key", name="Tan Wei", key="k2", **_GOOD),
        Learner(label="moved", name="Nor Azmi", **{**_GOOD, "template": "moved"}),
        Learner(label="arabic", name="عائشة عبد الرحمن", template="water", results=("87.5",)),
        Learner(label="last-day", name="Lim Mei", **{**_GOOD, "until": "2026-11-23"}),
        Learner(label="first-day", name="Raj Kumar", **{**_GOOD, "day": "2026-11-24"}),
        Learner(label="revoked", name="Ali bin Abu", **_GOOD),
        Learner(label="revoked-silently", name="Ali bin Bakar", **_GOOD),
        Learner(label="suspended", name="Chong Li", **_GOOD),
        Learner(label="superseded", name="Aisah binti Rahman", **_GOOD),
        Learner(label="suspended-expired", name="Devi", **{**_GOOD, "until": "2026-11-22"}),
        Learner(label="expired", name="Mariam", **{**_GOOD, "until": "2026-11-22"}),
        Learner(label="revoked-expired", name="Ravi", **{**_GOOD, "until": "2026-11-22"}),
        Learner(label="copied", name="Faridah", **_GOOD),
        Learner(label="coding", name="Hassan", template="coding"),
        Learner(label="without-authority", name="Omar", template="first-aid"),
    )
}
"""All that the site registers."""


def provider_of(label: str) -> str:
    """The provider of a template, by its label."""
    return ({**TEMPLATES, **UNPUBLISHED})[label].provider


def method(base: str, provider: str, key: str) -> str:
    """The verification method of a key."""
    return f"{did_of(base, provider)}#{key}"


def unsigned(learner: Learner) -> dict[str, Any]:
    """The learner's credential before it is signed; a copy that may be changed."""
    templates = {**TEMPLATES, **UNPUBLISHED}
    return copy.deepcopy(fill(templates[learner.template], learner.values()))


def sign(document: Mapping[str, Any], signer: str, as_method: str | None = None) -> dict[str, Any]:
    """``document`` signed by the demonstration key ``<provider>/<key>``, named as ``as_method``."""
    issuer = document["issuer"]
    did = issuer["id"] if isinstance(issuer, Mapping) else issuer
    named = as_method or f"{did}#{signer.partition('/')[2]}"
    return sign_credential(document, demo_key(signer), named, str(document["validFrom"]))


def credential(learner: Learner) -> dict[str, Any]:
    """The learner's signed credential."""
    return sign(unsigned(learner), f"{provider_of(learner.template)}/{learner.key}")


def registered(label: str) -> dict[str, Any]:
    """The signed credential of a learner whom the site registers."""
    return credential(LEARNERS[label])


def hash_of(label: str) -> bytes:
    """The registry hash of a learner whom the site registers."""
    return registry_hash(unsigned(LEARNERS[label]))


def card(learner: Learner) -> Card:
    """The learner's card."""
    templates = {**TEMPLATES, **UNPUBLISHED}
    used = templates[learner.template]
    number = next(number for key, number, _ in KEYS[used.provider] if key == learner.key)
    return card_of(credential(learner), used, digest_of(used), number)


def link(of: Card, base: str = BASE) -> str:
    """The card's link in the link spelling."""
    return f"{base}/v/#{to_link(encode(of))}"


def digits(of: Card) -> str:
    """The card's decimal spelling."""
    return to_decimal(encode(of))
