"""The site's own tables (``tables/*.json``): facts of the subject that no record of a registry has a place for."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> Any:
    """The table ``name`` as plain JSON data, which nobody may change."""
    return json.loads((files("site_builder") / "tables" / f"{name}.json").read_text(encoding="utf-8"))
