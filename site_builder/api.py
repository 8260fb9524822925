"""The catalogue as open data, ``/api/v1/…``: what others read, apart from what people write.

Within v1 members are added and never taken away or given another meaning.
"""

from typing import Any

from bukti.did import achievement_id, did_of
from bukti.model.registry import Provider
from site_builder.encoding import public
from site_builder.site import Mc, Site


def index(site: Site) -> dict[str, Any]:
    """``/api/v1/index.json``: what there is and where."""
    registry = site.registry
    return _envelope(site, "index/v1") | {
        "name": dict(registry.name),
        "agency": public(registry.agency),
        "demonstration": registry.demonstration,
        "languages": list(site.languages),
        "all": f"{site.canonical}/api/v1/all.json",
        "providers": f"{site.canonical}/api/v1/providers.json",
        "mcs": [_entry(site, mc) for mc in site.mcs],
    }


def everything(site: Site) -> dict[str, Any]:
    """``/api/v1/all.json``: the whole catalogue in one download."""
    return _envelope(site, "all/v1") | {
        "providers": [_provider(site, provider) for provider in site.providers],
        "frameworks": [public(framework) for framework in site.frameworks],
        "pathways": [public(pathway) for pathway in site.pathways],
        "mcs": [_mc(site, mc) for mc in site.mcs],
    }


def providers(site: Site) -> dict[str, Any]:
    """``/api/v1/providers.json``."""
    return _envelope(site, "providers/v1") | {"providers": [_provider(site, p) for p in site.providers]}


def one(site: Site, mc: Mc) -> dict[str, Any]:
    """``/api/v1/mc/<provider>/<mc>.json``: all versions and the offer of one micro-credential."""
    return _envelope(site, "mc/v1") | _mc(site, mc)


def _envelope(site: Site, schema: str) -> dict[str, Any]:
    return {
        "schema": schema,
        "snapshot": site.register.snapshot_id,
        "data_as_of": site.register.data_as_of,
        "base_url": site.register.base_url,
    }


def _entry(site: Site, mc: Mc) -> dict[str, Any]:
    return {
        "id": mc.ref,
        "title": dict(mc.current.title),
        "status": mc.status,
        "version": mc.current.version,
        "page": f"{site.canonical}/{mc.path}",
        "data": f"{site.canonical}/api/v1/mc/{mc.ref}.json",
    }


def _mc(site: Site, mc: Mc) -> dict[str, Any]:
    return _entry(site, mc) | {
        "provider": mc.provider.id,
        "offer": public(mc.offer) if mc.offer else None,
        "versions": [
            {
                "version": definition.version,
                "state": definition.state,
                "page": f"{site.canonical}/{mc.version_path(definition.version)}",
                "achievement": _achievement(site, mc, definition.version, definition.state),
                "definition": public(definition),
            }
            for definition in mc.versions
        ],
    }


def _achievement(site: Site, mc: Mc, version: int, state: str) -> str | None:
    if state == "draft":
        return None
    return achievement_id(site.register.base_url, mc.provider.id, mc.id, version)


def _provider(site: Site, provider: Provider) -> dict[str, Any]:
    status = next((issuer.status for issuer in site.register.issuers if issuer.id == provider.id), None)
    described: dict[str, Any] = public(provider)
    return described | {
        "did": did_of(site.register.base_url, provider.id),
        "authority": status,
        "page": f"{site.canonical}/providers/{provider.id}/",
        "mcs": [mc.ref for mc in site.mcs_of(provider.id)],
    }
