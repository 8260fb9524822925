"""Where the machine-readable part of ``spec/`` is found, in a checkout and in an installed wheel."""

from functools import cache
from importlib.resources import files
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parent.parent / "spec"


@cache
def spec_text(name: str) -> str:
    """The text of the file ``name`` below ``spec/`` (``codes.json``, ``tables/text.json``, …).

    Raises FileNotFoundError when there is no such file.
    """
    if _CHECKOUT.is_dir():
        return (_CHECKOUT / name).read_text(encoding="utf-8")
    return (files("bukti") / "_generated" / "spec" / name).read_text(encoding="utf-8")
