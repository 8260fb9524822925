"""The reasons that acts on keys may state (REC-17); read by ``--help`` too, so nothing heavy is imported here."""

import json
from functools import cache

from bukti.specification import spec_text


@cache
def reasons_for(kind: str) -> tuple[str, ...]:
    """The reasons that an act on a key of a kind (``revoked``, ``retired``) may state, from ``spec/reasons.json``."""
    listed = json.loads(spec_text("reasons.json"))["key_reasons"]
    return tuple(one["code"] for one in listed if kind in one["kinds"])
