"""A micro-credential in the Credential Transparency Description Language, ``/api/v1/ctdl/<provider>/<mc>.json``.

Only what both vocabularies mean alike is said, in all languages that the definition has: texts are language maps.
A status is said of what is on offer alone, as CTDL has no settled term for a credential that is taught out.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from bukti.did import achievement_id, did_of
from bukti.model.definition import Credits, Definition
from bukti.model.offer import Offer
from site_builder.encoding import public
from site_builder.site import Mc, Site

CONTEXT = "https://credreg.net/ctdl/schema/context/json"
_TERMS = "https://credreg.net/ctdl/terms"


def described(mc: Mc) -> bool:
    """Whether there is a description: a draft is no credential yet."""
    return mc.status != "draft"


def document(site: Site, mc: Mc) -> dict[str, Any]:
    """The current version of ``mc``; members that its definition says nothing about are left out."""
    definition = mc.current
    identity = achievement_id(site.register.base_url, mc.provider.id, mc.id, definition.version)
    members = {
        "@context": CONTEXT,
        "@id": identity,
        "@type": "ceterms:MicroCredential",
        "ceterms:ctid": ctid(identity),
        "ceterms:name": dict(definition.title),
        "ceterms:description": dict(definition.summary or {}),
        "ceterms:subjectWebpage": site.page(mc),
        "ceterms:inLanguage": [definition.language],
        "ceterms:credentialStatusType": [_active()] if mc.status == "active" else [],
        "ceterms:ownedBy": [_owner(site, mc)],
        "ceterms:keyword": _keywords(definition),
        "ceterms:audienceLevelType": _level(site, definition),
        "ceterms:creditValue": _credits(definition.credits),
        "ceterms:requires": _requirements(definition),
        "ceterms:estimatedCost": _cost(site, mc, mc.offer),
    }
    return {name: value for name, value in members.items() if value}


def ctid(identity: str) -> str:
    """The CTID of what ``identity`` names: always the same one, so that a description sent twice stays one."""
    return f"ce-{uuid.uuid5(uuid.NAMESPACE_URL, identity)}"


def _active() -> dict[str, Any]:
    return _alignment(
        framework=f"{_TERMS}/CredentialStatus", frameworkName={"en": "Credential Status"},
        targetNode="credentialStat:Active", targetNodeName={"en": "Active"},
    )  # fmt: skip


def _owner(site: Site, mc: Mc) -> dict[str, Any]:
    return {
        "@id": did_of(site.register.base_url, mc.provider.id),
        "@type": "ceterms:CredentialOrganization",
        "ceterms:name": dict(mc.provider.name),
        "ceterms:subjectWebpage": mc.provider.url,
    }


def _keywords(definition: Definition) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for keyword in definition.keywords:
        for language, text in keyword.items():
            found[language].append(text)
    return dict(found)


def _level(site: Site, definition: Definition) -> list[dict[str, Any]]:
    located = site.level(definition.level.framework, definition.level.value) if definition.level else None
    if located is None:
        return []
    framework, level = located
    return [
        _alignment(
            framework=framework.url, frameworkName=dict(framework.name),
            codedNotation=level.value, targetNodeName=dict(level.name),
        )
    ]  # fmt: skip


def _credits(size: Credits | None) -> list[dict[str, Any]]:
    if size is None or size.value is None or size.system == "none":
        return []
    value = {"@type": "ceterms:ValueProfile", "schema:description": {"en": f"Credits: {size.system}"}}
    if size.max_value is None:
        return [value | {"schema:value": public(size.value)}]
    return [value | {"schema:minValue": public(size.value), "schema:maxValue": public(size.max_value)}]


def _requirements(definition: Definition) -> list[dict[str, Any]]:
    """What has to be reached to be awarded it: the rule, and the outcomes that a credential states."""
    rule = definition.completion.rule if definition.completion else {}
    outcomes = [
        _alignment(codedNotation=outcome.id, targetNodeName=dict(outcome.text))
        for outcome in definition.stated_outcomes
    ]
    members = {"ceterms:description": dict(rule), "ceterms:targetCompetency": outcomes}
    stated = {name: value for name, value in members.items() if value}
    return [{"@type": "ceterms:ConditionProfile"} | stated] if stated else []


def _cost(site: Site, mc: Mc, offer: Offer | None) -> list[dict[str, Any]]:
    if offer is None or offer.cost is None:
        return []
    return [
        {
            "@type": "ceterms:CostProfile",
            "ceterms:costDetails": site.page(mc),
            "ceterms:currency": offer.cost.currency,
            "ceterms:price": public(offer.cost.amount),
        }
    ]


def _alignment(**members: str | Mapping[str, str]) -> dict[str, Any]:
    named = {f"ceterms:{name}": value for name, value in members.items()}
    return {"@type": "ceterms:CredentialAlignmentObject"} | named
