"""The catalogue as open data, ``/api/v1/…``: what others read, apart from what people write.

Within v1 members are added and never taken away or given another meaning.
"""

import json
from typing import Any

from bukti.did import achievement_id, did_of
from bukti.instant import instant_text
from bukti.model.registry import Provider
from bukti.specification import spec_text
from site_builder import ctdl, elm, feed
from site_builder.changes import Entry
from site_builder.changes import changes as changes_of
from site_builder.encoding import public
from site_builder.site import Mc, Site

DOCUMENTS = ("index", "all", "providers", "mc", "changes", "board")
"""The documents, by the name that each states in ``schema``."""
SCHEMAS = (*DOCUMENTS, "ctdl", "elm", "provider", "definition", "offer", "framework", "pathway")
"""The JSON Schemas: of the documents, of descriptions in others' vocabularies, of the records inside the documents."""


def index(site: Site) -> dict[str, Any]:
    """``/api/v1/index.json``: what there is and where."""
    registry = site.registry
    return envelope(site, "index/v1") | {
        "name": dict(registry.name),
        "agency": public(registry.agency),
        "demonstration": registry.demonstration,
        "languages": list(site.languages),
        "all": f"{site.canonical}/api/v1/all.json",
        "providers": f"{site.canonical}/api/v1/providers.json",
        "changes": f"{site.canonical}/api/v1/changes.json",
        "board": f"{site.canonical}/api/v1/board.json",
        "csv": f"{site.canonical}/api/v1/catalogue.csv",
        "feeds": {language: feed.address(site, language) for language in site.languages},
        "schemas": {name: _schema_address(site, name) for name in SCHEMAS},
        "mcs": [_entry(site, mc) for mc in site.mcs],
    }


def everything(site: Site) -> dict[str, Any]:
    """``/api/v1/all.json``: the whole catalogue in one download."""
    return envelope(site, "all/v1") | {
        "providers": [_provider(site, provider) for provider in site.providers],
        "frameworks": [public(framework) for framework in site.frameworks],
        "pathways": [public(pathway) for pathway in site.pathways],
        "mcs": [_mc(site, mc) for mc in site.mcs],
    }


def providers(site: Site) -> dict[str, Any]:
    """``/api/v1/providers.json``."""
    return envelope(site, "providers/v1") | {"providers": [_provider(site, p) for p in site.providers]}


def one(site: Site, mc: Mc) -> dict[str, Any]:
    """``/api/v1/mc/<provider>/<mc>.json``: all versions and the offer of one micro-credential."""
    return envelope(site, "mc/v1") | _mc(site, mc)


def changes(site: Site) -> dict[str, Any]:
    """``/api/v1/changes.json``: the last change of every version and offer, newest first."""
    return envelope(site, "changes/v1") | {
        "complete": site.history.complete,
        "changes": [_change(site, entry) for entry in changes_of(site)],
    }


def schema(site: Site, name: str) -> dict[str, Any]:
    """``/api/v1/schemas/<name>.schema.json``: as in ``spec/api/v1``, under the address where it is published."""
    document: dict[str, Any] = json.loads(spec_text(f"api/v1/{name}.schema.json"))
    return document | {"$id": _schema_address(site, name)}


def _schema_address(site: Site, name: str) -> str:
    return f"{site.canonical}/api/v1/schemas/{name}.schema.json"


def _change(site: Site, entry: Entry) -> dict[str, Any]:
    mc, version, log = entry.mc, entry.definition.version, entry.log
    return {
        "at": instant_text(entry.at),
        "commit": entry.position.commit,
        "kind": entry.kind,
        "mc": mc.ref,
        "version": version,
        "title": dict(entry.definition.title),
        "status": mc.status,
        "stated_on": log.on.isoformat() if log else None,
        "summary": dict(log.summary) if log else None,
        "page": site.page(mc) if entry.kind == "offer" else site.page(mc, version),
        "data": f"{site.canonical}/api/v1/mc/{mc.ref}.json",
    }


def envelope(site: Site, schema: str) -> dict[str, Any]:
    """What every document begins with."""
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
        "ctdl": f"{site.canonical}/api/v1/ctdl/{mc.ref}.json" if ctdl.described(mc) else None,
        "elm": f"{site.canonical}/api/v1/elm/{mc.ref}.json" if elm.described(mc) else None,
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
    record: dict[str, Any] = public(provider)
    return record | {
        "did": did_of(site.register.base_url, provider.id),
        "authority": status,
        "page": f"{site.canonical}/providers/{provider.id}/",
        "feed": f"{site.canonical}/{feed.provider_path(provider.id)}",
        "mcs": [mc.ref for mc in site.mcs_of(provider.id)],
    }
