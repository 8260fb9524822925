"""schema.org data in a page, for search engines: a course and the credential that it leads to."""

import json
from typing import Any

from markupsafe import Markup

from bukti.did import achievement_id
from bukti.model.definition import Definition
from bukti.model.offer import Offer
from bukti.model.registry import Provider
from site_builder.site import Mc
from site_builder.view import View

_MODES = {
    "online": "online",
    "face_to_face": "onsite",
    "blended": "blended",
    "work_based": "onsite",
    "assessment_only": "blended",
}


def script_safe(data: object) -> Markup:
    """``data`` as JSON that cannot leave its script element, whatever texts it holds."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)  # noqa: S704 - nothing in it can end the element


def course(view: View, mc: Mc, definition: Definition) -> Markup | None:
    """The Course of a definition in the page's language; None for a draft, which nobody can take."""
    if definition.state == "draft":
        return None
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "@id": view.address(),
        "name": view.plain(definition.title),
        "description": view.plain(definition.summary) or view.plain(definition.title),
        "url": view.address(),
        "provider": _provider(view, mc),
        "educationalCredentialAwarded": _credential(view, mc, definition),
        "teaches": [view.plain(outcome.text) for outcome in definition.stated_outcomes],
        "version": str(definition.version),
    }
    data |= _size(definition)
    if mc.offer:
        data |= _offer(view, definition, mc.offer)
    return script_safe(data)


def credential(view: View, mc: Mc, definition: Definition) -> Markup | None:
    """What a version's credentials are, for the version's own page; the Course stands on the page of the offer."""
    if definition.state == "draft":
        return None
    about = {"@context": "https://schema.org", **_credential(view, mc, definition), "url": view.address()}
    return script_safe(about | {"description": view.plain(definition.summary) or view.plain(definition.title)})


def provider_kind(provider: Provider) -> str:
    """schema.org's word for the kind of a provider."""
    return "CollegeOrUniversity" if provider.kind == "hep" else "EducationalOrganization"


def _provider(view: View, mc: Mc) -> dict[str, str]:
    return {"@type": provider_kind(mc.provider), "name": view.plain(mc.provider.name), "url": mc.provider.url}


def _credential(view: View, mc: Mc, definition: Definition) -> dict[str, Any]:
    identity = achievement_id(view.site.register.base_url, mc.provider.id, mc.id, definition.version)
    data: dict[str, Any] = {
        "@type": "EducationalOccupationalCredential",
        "identifier": identity,
        "name": view.plain(definition.title),
        "credentialCategory": view.t("micro_credential"),
    }
    if definition.level:
        data["educationalLevel"] = view.level(definition.level.framework, definition.level.value)
    if definition.validity and definition.validity.expires != "never":
        data["validFor"] = definition.validity.expires
    if definition.awarding_body:
        data["recognizedBy"] = {"@type": "Organization", "name": view.plain(definition.awarding_body)}
    return data


def _size(definition: Definition) -> dict[str, Any]:
    data: dict[str, Any] = {}
    size = definition.credits
    if size and size.value is not None and size.system != "none":
        data["numberOfCredits"] = float(size.value)
    if definition.hours:
        data["timeRequired"] = f"PT{definition.hours.total:f}H".replace(".00H", "H")
    if definition.delivery:
        data["inLanguage"] = list(definition.delivery.languages)
    return data


def _offer(view: View, definition: Definition, offer: Offer) -> dict[str, Any]:
    modes = sorted({_MODES[mode] for mode in definition.delivery.modes}) if definition.delivery else []
    data: dict[str, Any] = {"hasCourseInstance": {"@type": "CourseInstance", "courseMode": modes}} if modes else {}
    if offer.cost:
        data["offers"] = {
            "@type": "Offer",
            "price": f"{offer.cost.amount:f}",
            "priceCurrency": offer.cost.currency,
            "category": view.t("cost.free") if not offer.cost.amount else view.t("cost.paid"),
        }
    return data
