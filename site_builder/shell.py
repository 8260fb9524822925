"""What a device keeps of the verify page to open it without network: the service worker's list, and the manifest.

The same files give the same bytes: the list names every file with its digest, and itself by a digest over all.
"""

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping

from site_builder.bundle import SERVICE_WORKER, about_registry
from site_builder.encoding import json_bytes
from site_builder.locale import direction
from site_builder.static import FOLDER
from site_builder.view import View

MANIFEST = "manifest.webmanifest"
NOT_KEPT = frozenset({SERVICE_WORKER, "LICENSES.txt", "bukti-verify.js"})
"""Files of the bundle that the verify page never asks for."""
_DRAWN = (
    (f"{FOLDER}/icon-192.png", "192x192", "any"),
    (f"{FOLDER}/icon-512.png", "512x512", "any"),
    (f"{FOLDER}/icon-maskable.png", "512x512", "maskable"),
)
ICONS = frozenset(path for path, _, _ in _DRAWN)
"""The site's mark as devices show it, made from ``mark.svg`` by ``tools/make_icons.py``."""
_GROUND, _BAR = "#f4f6f5", "#08364f"


def manifest(view: View) -> bytes:
    """What a device needs to know to put the verify page among its programs."""
    name = about_registry(view)["registry"]
    return json_bytes(
        {
            "id": "v/",
            "name": view.t("verify.title", site=name),
            "short_name": view.t("nav.verify"),
            "description": view.plain(view.site.registry.description),
            "lang": view.language,
            "dir": direction(view.language),
            "start_url": "v/",
            "scope": "./",
            "display": "standalone",
            "background_color": _GROUND,
            "theme_color": _BAR,
            "icons": [
                {"src": path, "sizes": sizes, "type": "image/png", "purpose": purpose}
                for path, sizes, purpose in _DRAWN
            ],
        }
    )


def worker_script(script: bytes, build: str, pages: Mapping[str, bytes], files: Mapping[str, bytes]) -> bytes:
    """The service worker with its list before it.

    ``pages`` are the verify pages by their folder below the site's root, ``files`` what they need by path.
    The addresses of scripts and styles name the ``build``, as the page itself does.
    """
    shell = {
        "build": build,
        "pages": sorted(pages),
        "files": {_address(path, build): _integrity(data) for path, data in sorted(files.items())},
    }
    digests = [hashlib.sha256(pages[path]).hexdigest() for path in sorted(pages)]
    shell["digest"] = hashlib.sha256(json.dumps([shell, digests], sort_keys=True).encode()).hexdigest()[:16]
    return f"self.shell={json.dumps(shell, sort_keys=True, separators=(',', ':'))};\n".encode() + script


def _address(path: str, build: str) -> str:
    return f"{path}?{build}" if path.endswith((".js", ".css")) else path


def _integrity(data: bytes) -> str:
    return f"sha256-{b64encode(hashlib.sha256(data).digest()).decode()}"
