"""What the verify page shows beside a verdict (LKP-10, LKP-12): texts ready to be shown, in one language."""

from decimal import Decimal
from typing import Any

from bukti.model.definition import Assessment, Credits, Definition, Hours
from bukti.model.offer import ExternalAudit, Offer
from bukti.templates import paths_of
from site_builder.lookup import Group, Lookup, achievement_of
from site_builder.site import Site
from site_builder.view import View


def document(site: Site, lookup: Lookup, group: Group, language: str) -> dict[str, Any]:
    """``/lookup/<group>/facts.<language>.json``."""
    view = View.of(site, language, "")
    found = {}
    for template in group.templates.values():
        located = site.snapshot.definitions.get((template.provider, template.mc, template.version))
        if located is not None:
            offer = site.snapshot.offers.get((template.provider, template.mc))
            found[achievement_of(template)] = facts_of(view, located.record, offer.record if offer else None)
    return {
        "schema": "facts/v1",
        "snapshot": site.register.snapshot_id,
        "group": lookup.name(group),
        "language": language,
        "mcs": dict(sorted(found.items())),
    }


def facts_of(view: View, definition: Definition, offer: Offer | None) -> dict[str, Any]:
    """The members of one definition (LKP-12); ``offer`` where the micro-credential has one."""
    view.home_language = definition.language
    provider = view.site.snapshot.providers.get(definition.provider)
    facts: dict[str, Any] = {
        "title": view.plain(definition.title),
        "provider": view.plain(provider.record.name) if provider else "",
        "level": view.level(definition.level.framework, definition.level.value) if definition.level else "",
        "equivalents": _equivalents(view, definition),
        "credits": _credits(view, definition.credits),
        "hours": _hours(view, definition.hours),
        "expires": _expires(view, definition),
        "assessment": [_assessment(view, definition, one) for one in definition.assessments],
        "paths": {text: sorted(modules) for modules, text in paths_of(definition).items()},
        "outcomes": [view.plain(outcome.text) for outcome in definition.stated_outcomes],
        "quality": _quality(view, definition, offer),
        "page": f"{view.links.prefix}catalogue/{definition.ref}/v{definition.version}/",
    }
    return {name: value for name, value in facts.items() if value}


def _equivalents(view: View, definition: Definition) -> list[dict[str, str]]:
    """The level's places in other frameworks as its own framework's record has them, an indicative one named so."""
    if definition.level is None:
        return []
    located = view.site.level(definition.level.framework, definition.level.value)
    _, level = located or (None, None)
    return [
        {
            "text": f"{one.framework} {one.value}" + (f" {view.t('frameworks.indicative')}" if one.indicative else ""),
            "source": one.source,
        }
        for one in (level.equivalents if level else ())
    ]


def _quality(view: View, definition: Definition, offer: Offer | None) -> list[dict[str, str]]:
    """Who answers for quality, and the provider's audit where one was sought: what they are and whose word it is."""
    said = view.t("facts.stated")
    found = []
    if definition.quality is not None:
        found.append({"text": view.t("facts.quality", unit=view.plain(definition.quality.unit)), "source": said})
    audit = offer.external if offer else None
    if audit is not None and audit.sought and audit.body is not None:
        found.append({"text": _audit(view, audit, audit.body), "source": audit.report_url or said})
    return found


def _audit(view: View, audit: ExternalAudit, body: str) -> str:
    parts = [view.t("facts.audit", body=body), audit.reference or ""]
    parts += [view.words.locale.day(audit.on)] if audit.on else []
    parts += [f"{view.t('moa.until')} {view.words.locale.day(audit.valid_until)}"] if audit.valid_until else []
    return " · ".join(part for part in parts if part)


def _credits(view: View, size: Credits | None) -> str:
    if size is None:
        return ""
    if size.system == "none" or size.value is None:
        return view.t("credits.none")
    if size.max_value is not None:
        return view.t("credits.range", low=size.value, high=size.max_value, system=size.system)
    return view.count("credits.value", size.value, system=size.system)


def _hours(view: View, hours: Hours | None) -> str:
    return view.count("hours.value", hours.total) if hours else ""


def _expires(view: View, definition: Definition) -> str:
    if definition.validity is None:
        return ""
    if definition.validity.expires == "never":
        return view.t("validity.never")
    return view.period(definition.validity.expires)


def _assessment(view: View, definition: Definition, assessment: Assessment) -> dict[str, str]:
    """One assessment; ``module`` tells that only those take it who chose that elective module."""
    groups = definition.structure.choose if definition.structure else ()
    entry = {"text": _assessment_text(view, assessment)}
    if assessment.module and any(assessment.module in group.from_ for group in groups):
        entry["module"] = assessment.module
    return entry


def _assessment_text(view: View, assessment: Assessment) -> str:
    parts = [view.plain(assessment.title)]
    if assessment.method:
        parts.append(view.t(f"method.{assessment.method}"))
    if assessment.weight is not None:
        parts.append(view.t("percent", value=Decimal(assessment.weight)))
    if assessment.supervision:
        parts.append(view.t(f"supervision.{assessment.supervision}"))
    if assessment.identity_check:
        parts.append(view.t("facts.identity", how=view.t(f"identity.{assessment.identity_check}")))
    return " · ".join(parts)
