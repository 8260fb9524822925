"""The site's own styles, scripts and mark, published below ``assets/bukti/``."""

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from bukti.errors import BuktiError

FOLDER = "assets/bukti"


def static_files() -> Mapping[str, bytes]:
    """The files by their path below the site's root. Raises BuktiError when the scripts have not been built."""
    found = _in(files("site_builder") / "assets") | _scripts()
    styles = _in(files("site_builder") / "styles")
    found["site.css"] = b"\n".join(styles[name] for name in sorted(styles))
    return {f"{FOLDER}/{name}": found[name] for name in sorted(found)}


def _scripts() -> dict[str, bytes]:
    folder = files("bukti") / "_generated" / "scripts"
    if not folder.is_dir():
        raise BuktiError("the catalogue's scripts have not been built", hint="run 'make setup', or use a wheel")
    return _in(folder)


def _in(folder: Traversable) -> dict[str, bytes]:
    return {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.is_file()}
