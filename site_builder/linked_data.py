"""schema.org data in a page, for search engines: a course and the credential that it leads to.

It stands on every page of a micro-credential, so it holds what search engines read and no more: no ``audience``, no
``availableLanguage`` beside ``inLanguage``, no competencies of the credential that ``teaches`` has already. A programme
is not said by ``isPartOf``, which asks for a creative work. ``courseMode`` and ``category`` are in the words that
Google asks for (Course info) in every language.
"""

import json
from typing import Any

from markupsafe import Markup

from bukti.did import achievement_id
from bukti.model.definition import Credits, Definition
from bukti.model.offer import Offer
from bukti.model.registry import Provider
from site_builder.duration import hours_duration
from site_builder.encoding import public
from site_builder.fields import field_name
from site_builder.site import OFFERED, Mc
from site_builder.view import View

_MODES = {"online": "Online", "face_to_face": "Onsite", "blended": "Blended", "work_based": "Onsite"}
"""Assessment without attendance is no mode of a course."""
_FIELDS = "http://data.europa.eu/snb/isced-f"
"""The fields of ISCED-F 2013 as linked data, each below its code."""


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
        "name": view.plain(definition.title),
        "description": view.plain(definition.summary) or view.plain(definition.title),
        "url": view.address(),
        "provider": _provider(view, mc),
        "educationalCredentialAwarded": _awarded(view, mc, definition),
        "assesses" if definition.assessment_only else "teaches": _learnt(view, definition),
        "version": str(definition.version),
    }
    data |= _about(view, definition) | _size(definition)
    if mc.status in OFFERED:
        data |= _offer(definition, mc.offer)
    return script_safe(data)


def credential(view: View, mc: Mc, definition: Definition) -> Markup | None:
    """What a version's credentials are, for the version's own page; the Course stands on the page of the offer."""
    if definition.state == "draft":
        return None
    about = {"@context": "https://schema.org", **_credential(view, mc, definition), "url": view.address()}
    return script_safe(about)


def _learnt(view: View, definition: Definition) -> list[object]:
    """The skills by their addresses; where none are stated, the outcomes, which the page itself and the API have."""
    skills = [{"@type": "DefinedTerm", "@id": one.uri, "name": view.plain(one.label)} for one in definition.skills]
    return [*skills] or [view.plain(outcome.text) for outcome in definition.stated_outcomes]


def _about(view: View, definition: Definition) -> dict[str, Any]:
    """The field of education and what learners need beforehand, where they are stated."""
    data: dict[str, Any] = {}
    if definition.field_of_study:
        code = definition.field_of_study.isced_f
        data["about"] = {"@type": "DefinedTerm", "@id": f"{_FIELDS}/{code}", "name": field_name(view.words, code)}
    if definition.prerequisites:
        data["coursePrerequisites"] = [view.plain(one) for one in definition.prerequisites]
    return data


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


def _awarded(view: View, mc: Mc, definition: Definition) -> dict[str, Any]:
    """The credential beside its provider, who is not named again where it is the awarding body, too."""
    data = _credential(view, mc, definition)
    if definition.awarding_body == mc.provider.name:
        data.pop("recognizedBy", None)
    return data


def _size(definition: Definition) -> dict[str, Any]:
    data: dict[str, Any] = {}
    size = definition.credits
    if size and size.value is not None and size.system != "none":
        data["numberOfCredits"] = _credits(size)
    if definition.hours:
        data["timeRequired"] = hours_duration(definition.hours.total)
    if definition.delivery:
        data["inLanguage"] = list(definition.delivery.languages)
    return data


def _credits(size: Credits) -> object:
    """A whole number as it is; parts of credits and ranges as a value with its unit, as the vocabulary asks."""
    value = public(size.value)
    if isinstance(value, int) and size.max_value is None:
        return value
    stated = {"value": value} if size.max_value is None else {"minValue": value, "maxValue": public(size.max_value)}
    return {"@type": "QuantitativeValue", **stated, "unitText": size.system}


def _offer(definition: Definition, offer: Offer | None) -> dict[str, Any]:
    """What new learners can take up: how it is taught with how much work, and the fee."""
    modes = sorted(
        {_MODES[mode] for mode in definition.delivery.modes if mode in _MODES} if definition.delivery else ()
    )
    data: dict[str, Any] = {}
    if modes:
        work = {"courseWorkload": hours_duration(definition.hours.total)} if definition.hours else {}
        data["hasCourseInstance"] = {"@type": "CourseInstance", "courseMode": modes, **work}
    if offer and offer.cost:
        data["offers"] = {
            "@type": "Offer",
            "price": f"{offer.cost.amount:f}",
            "priceCurrency": offer.cost.currency,
            "category": "Paid" if offer.cost.amount else "Free",
        }
    return data
