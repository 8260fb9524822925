"""Identities and addresses that follow from a base address: DIDs, achievements, status lists (CRD-16).

Nothing here asks the network: a DID of this registry is known by its form alone.
"""

import re
from collections.abc import Iterable

MAINTAINERS = "registry"
"""Whose keys stand in ``public_keys/registry``: the maintainers sign as ``…:issuers:registry``."""

_PROVIDER = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


def did_of(base_url: str, provider: str) -> str:
    """The ``did:web`` DID of ``provider`` (or of :data:`MAINTAINERS`) under ``base_url``.

    ``https://a.example:8443/x`` and ``uni`` give ``did:web:a.example%3A8443:x:issuers:uni`` (CRD-16).
    Raises ValueError when ``base_url`` is no base address.
    """
    return f"{_prefix(base_url)}{provider}"


def provider_of(did: str, base_urls: Iterable[str]) -> str | None:
    """The provider that ``did`` stands for under one of ``base_urls``; None when it is outside all of them.

    The maintainers' DID gives :data:`MAINTAINERS`. That there is such a provider is not said.
    """
    for base_url in base_urls:
        prefix = _prefix(base_url)
        if did.startswith(prefix) and _PROVIDER.fullmatch(did, len(prefix)):
            return did[len(prefix) :]
    return None


def achievement_id(base_url: str, provider: str, mc: str, version: int) -> str:
    """The id of the achievement of one definition version; it is the address of its JSON (CRD-16)."""
    return f"{base_url}/mc/{provider}/{mc}/v{version}.json"


def status_list_url(base_url: str, provider: str, status_list: str) -> str:
    """The id of a provider's status list credential; it is its address (REC-16)."""
    return f"{base_url}/issuers/{provider}/status/{status_list}.json"


def base_of_list(address: str, provider: str, status_list: str, base_urls: Iterable[str]) -> str | None:
    """The one of ``base_urls`` under which ``address`` is the id of this status list; None where it is under none."""
    return next((base for base in base_urls if address == status_list_url(base, provider, status_list)), None)


def _prefix(base_url: str) -> str:
    scheme, _, rest = base_url.partition("://")
    if scheme != "https" or not rest or rest.endswith("/"):
        raise ValueError(f"{base_url!r} is not a base address; write it like https://registry.example/base")
    host, *path = rest.split("/")
    return ":".join(["did:web", host.replace(":", "%3A"), *path, "issuers", ""])
