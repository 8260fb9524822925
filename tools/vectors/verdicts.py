"""The verdict of every combination of what the ten checks may say (VER-17, VER-18), as one table that both obey.

What a check may say falls into classes: for VER-17 two outcomes of one class are the same. The table has one line for
each combination of classes; it is written as its number of lines and their SHA-256, so that each program computes it
whole. It is made from the sentences of VER-17 as they stand, not by the verifiers.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from typing import Any

from bukti.specification import spec_text

AUTHENTICITY = ("shape", "issuer", "signature", "registered", "definition", "authority")
NAMED = {
    "state": ("revoked", "superseded", "suspended"),
    "validity": ("not-yet-valid", "expired"),
    "issuer": ("issuer-outside",),
}
"""The codes that VER-17 names, by check: each is a class of its own."""
Pair = tuple[str, str]
"""A code and its state."""


@cache
def checks() -> tuple[str, ...]:
    """The checks in the order of VER-2."""
    return tuple(_codes()["checks"])


def classes() -> dict[str, dict[str, list[Pair]]]:
    """By check, in the order of VER-2: each class by its name, with all outcomes in it."""
    found: dict[str, dict[str, list[Pair]]] = {check: {} for check in checks()}
    for entry in _codes()["codes"]:
        for check in entry["checks"]:
            own = entry["code"] in NAMED.get(check, ())
            name = entry["code"] if own else entry["state"]
            found[check].setdefault(name, []).append((entry["code"], entry["state"]))
    return found


def combinations() -> Iterator[dict[str, Pair]]:
    """One outcome of each class of each check, in all combinations; the last check changes first."""
    columns = [[outcomes[0] for outcomes in named.values()] for named in classes().values()]
    for chosen in product(*columns):
        yield dict(zip(checks(), chosen, strict=True))


def verdict(found: Mapping[str, Pair]) -> tuple[str, str]:
    """The verdict and the leading check (``-``: none): the first line of VER-17 that applies."""
    return next(_lines(found), ("valid", "-"))


def document() -> dict[str, Any]:
    """The stage vector ``verdicts.json``."""
    lines = ["\t".join(verdict(found)) for found in combinations()]
    text = "".join(f"{line}\n" for line in lines)
    return {
        "why": "the verdict and the leading check of every combination of what the ten checks may say",
        "clauses": ["VER-17", "VER-18"],
        "checks": list(checks()),
        "classes": {
            check: {name: _plain(pairs) for name, pairs in named.items()} for check, named in classes().items()
        },
        "count": len(lines),
        "verdicts": dict(sorted(Counter(line.partition("\t")[0] for line in lines).items())),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }


def _lines(found: Mapping[str, Pair]) -> Iterator[Pair]:
    """Every line of VER-17 that applies, with the check that makes it apply."""
    authentic = [(check, *found[check]) for check in AUTHENTICITY]
    (state, how), dates = found["state"], found["validity"][0]
    if found["parse"][1] == "failed":
        yield "cannot_tell", "parse"
    if found["issuer"][0] == "issuer-outside":
        yield "cannot_tell", "issuer"
    yield from (("invalid", check) for check, _, one in authentic if one == "failed")
    yield from (("cannot_tell", check) for check, _, one in authentic if one in ("not_run", "stale"))
    if state == "revoked":
        yield "revoked", "state"
    if how in ("not_run", "stale"):
        yield "cannot_tell", "state"
    if found["freshness"][1] != "passed":
        yield "cannot_tell", "freshness"
    if state in ("superseded", "suspended"):
        yield state, "state"
    if dates in ("not-yet-valid", "expired"):
        yield dates.replace("-", "_"), "validity"
    yield from (("cannot_tell", check) for check, (_, one) in found.items() if one != "passed")


def _plain(pairs: list[Pair]) -> list[list[str]]:
    return [list(pair) for pair in pairs]


def _codes() -> Mapping[str, Any]:
    document: Mapping[str, Any] = json.loads(spec_text("codes.json"))
    return document
