"""Which country codes there are: those that ISO 3166-1 assigns (``spec/tables/countries.json``)."""

import json
from functools import cache

from bukti.specification import spec_text


@cache
def _assigned() -> frozenset[str]:
    return frozenset(json.loads(spec_text("tables/countries.json"))["codes"])


def assigned_country(code: str) -> str:
    """``code`` itself. Raises ValueError where ISO 3166-1 assigns no such alpha-2 code."""
    if code not in _assigned():
        raise ValueError(f"{code!r} is not a country code that ISO 3166-1 assigns; write it like MY")
    return code
