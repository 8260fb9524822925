"""The pages of providers: the list of all, and one for each with what it offers, how, and by what keys."""

from collections.abc import Iterable

from markupsafe import Markup

from bukti.did import did_of
from bukti.model.offer import ExternalAudit
from bukti.model.registry import Provider
from bukti.model.text import LanguageMap
from bukti.register import Issuer
from site_builder import ways
from site_builder.feed import provider_path
from site_builder.frame import Frame, frame, render
from site_builder.linked_data import provider_kind, script_safe
from site_builder.site import OFFERED, Mc, Site, with_status
from site_builder.view import View

MOST = 24
"""Micro-credentials of one status on a provider's page; the catalogue and the plain lists have all."""
FEW = 3
"""Up to so many on offer are not counted by field and level: they are seen at once."""
ENDINGS = frozenset({"suspended", "closed", "merged"})
"""Kinds of acts after which a provider may not award."""


def providers(site: Site, language: str, path: str) -> Frame:
    """The list of providers, by name."""
    view = View.of(site, language, path, "providers")
    states = {issuer.id: issuer.status for issuer in site.register.issuers}
    body = render(
        view,
        "providers.html",
        listed=sorted(site.providers, key=lambda one: (view.order(view.plain(one.name)), one.id)),
        authority_of=lambda id_: states.get(id_, ""),
        offered_by=lambda id_: len(with_status(site.mcs_of(id_), OFFERED)),
    )
    return frame(view, title=view.t("providers.title"), body=body, description=view.t("providers.lead"))


def provider(site: Site, language: str, path: str, id_: str) -> Frame:
    """One provider: who it is, what it offers, who answers for quality, what became of it, which keys it signs with."""
    view = View.of(site, language, path, "providers")
    located = site.snapshot.providers
    record, mcs = located[id_].record, site.mcs_of(id_)
    body = render(
        view,
        "provider.html",
        provider=record,
        most=MOST,
        total=len(mcs),
        **_offers(view, id_),
        units=_quality_units(mcs),
        audits=_audits(mcs),
        **_register(view, id_),
        other=lambda other: located[other].record if other in located else None,
        did=did_of(site.register.base_url, id_),
        feed=provider_path(id_),
    )
    return frame(
        view,
        title=view.plain(record.name),
        body=body,
        description=view.plain(record.about),
        linked_data=_linked_data(view, record),
        feed=provider_path(id_),
        exact=False,
    )


def _offers(view: View, id_: str) -> dict[str, object]:
    """What the provider has of each status, and its ways in where they help."""
    mcs = view.site.mcs_of(id_)
    offered = with_status(mcs, OFFERED)
    counted = offered if len(offered) > FEW else []
    return {
        "mcs": offered,
        "closing": with_status(mcs, {"teach_out"}),
        "retired": with_status(mcs, {"retired"}),
        "drafts": with_status(mcs, {"draft"}),
        "ways": [
            ("field", ways.by_field(view, counted, provider=id_)),
            ("level", ways.by_level(view, counted, provider=id_)),
        ],
    }


def _quality_units(mcs: Iterable[Mc]) -> list[tuple[LanguageMap, str]]:
    """The units that answer for the quality of what is published, each once: its name and mailbox, or no mailbox."""
    found: dict[tuple[str, ...], tuple[LanguageMap, str]] = {}
    for quality in (mc.current.quality for mc in mcs if mc.status != "draft"):
        if quality is not None:
            contact = quality.contact or ""
            found.setdefault((contact, *sorted(quality.unit.values())), (quality.unit, contact))
    return list(found.values())


def _audits(mcs: Iterable[Mc]) -> list[ExternalAudit]:
    """The external audits of the provider's quality management system that its offers name, each once, newest first."""
    stated = (mc.offer.external for mc in mcs if mc.offer and mc.status != "draft")
    found = {audit.model_dump_json(): audit for audit in stated if audit and audit.sought and audit.body}
    return sorted(found.values(), key=lambda audit: (str(audit.on or ""), audit.body or ""), reverse=True)


def _register(view: View, id_: str) -> dict[str, object]:
    """What signed records say of the provider; nothing where it was never admitted."""
    issuers = [issuer for issuer in view.site.register.issuers if issuer.id == id_]
    return {
        "keys": [key for issuer in issuers for key in issuer.keys],
        "authority": issuers[0].status if issuers else "",
        "events": [event for issuer in issuers for event in issuer.events],
        "standing": _standing(view, issuers),
    }


def _standing(view: View, issuers: Iterable[Issuer]) -> str:
    """What keeps the provider from awarding now, in a sentence; empty where nothing does."""
    acts = [event for issuer in issuers for event in issuer.events if event.kind != "renamed"]
    if not acts or acts[-1].kind not in ENDINGS:
        return ""
    return view.t(f"provider.standing.{acts[-1].kind}", day=view.words.locale.day(acts[-1].day))


def _linked_data(view: View, record: Provider) -> Markup:
    """The provider as a schema.org organisation."""
    return script_safe(
        {
            "@context": "https://schema.org",
            "@type": provider_kind(record),
            "@id": did_of(view.site.register.base_url, record.id),
            "name": view.plain(record.name),
            "description": view.plain(record.about),
            "url": record.url,
            "email": record.contact.email,
            "address": {"@type": "PostalAddress", "addressCountry": record.country},
        }
    )
