"""The site's own style sheet, scripts and mark, published below ``assets/bukti/``."""

from collections.abc import Mapping
from importlib.resources import files

FOLDER = "assets/bukti"


def static_files() -> Mapping[str, bytes]:
    """The files by their path below the site's root."""
    folder = files("site_builder") / "assets"
    found = {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.is_file()}
    return {f"{FOLDER}/{name}": found[name] for name in sorted(found)}
