"""The verifier's built files: the stand-alone page's template and the files that go with it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from bukti.errors import BuktiError

if TYPE_CHECKING:
    from site_builder.view import View

PAGE = "page.html"
BUILD = "build.txt"
NOT_PUBLISHED = frozenset({"core.js", "inside.js", "node.js", "verify-cli.js"})
"""Files of the bundle for other programs; no page asks for them."""
SERVICE_WORKER = "sw.js"
_CHECKOUT = Path(__file__).resolve().parent.parent / "verifier" / "dist"


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """``page`` is the HTML template with ``{{names}}``; ``files`` are the other files by name.

    ``build`` names the build in the addresses of its files.
    """

    page: str
    build: str
    files: Mapping[str, bytes]

    @cached_property
    def digest(self) -> str:
        """What tells one build of the verifier from another (PAG-4)."""
        names = sorted(self.files.keys() - {SERVICE_WORKER})
        lines = (f"{hashlib.sha256(self.files[name]).hexdigest()}  {name}\n" for name in names)
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def about_registry(view: "View") -> Mapping[str, str]:
    """What the page tells of the registry before anything is checked, by the names in its template."""
    site = view.site
    return {
        "registry": view.plain(site.registry.name),
        "registries": json.dumps(site.registry.name, ensure_ascii=False, sort_keys=True),
        "languages": " ".join(site.languages),
        "home": view.links.page(),
        "demonstration": "true" if site.registry.demonstration else "",
        "sample": site.prose.sample_card or "",
    }


def read_bundle() -> Bundle:
    """The bundle of the installed package, else of the checkout.

    Raises BuktiError when the verifier has not been built.
    """
    folders: tuple[Traversable, ...] = (files("bukti") / "_generated" / "verifier", _CHECKOUT)
    for folder in folders:
        if (folder / PAGE).is_file():
            return _read(folder)
    raise BuktiError("the verify page has not been built", hint="run 'make setup', or install bukti from a wheel")


def _read(folder: Traversable) -> Bundle:
    found = {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.is_file()}
    page, build = (found.pop(name).decode("utf-8") for name in (PAGE, BUILD))
    return Bundle(
        page=page, build=build.strip(), files={name: found[name] for name in sorted(found.keys() - NOT_PUBLISHED)}
    )
