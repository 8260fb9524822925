"""The public reasons of lifecycle acts, by the kind of act (``spec/reasons.json``)."""

import json
from collections.abc import Mapping

from bukti.errors import BuktiError
from bukti.specification import spec_text


def reasons_for(kind: str) -> Mapping[str, str]:
    """Code and meaning of every reason that an act of this kind (``revoked``, …) may state, in their fixed order."""
    told = json.loads(spec_text("messages/en.json"))
    listed = json.loads(spec_text("reasons.json"))["reasons"]
    return {one["code"]: told[f"reason.{one['code']}"] for one in listed if kind in one["kinds"]}


def refuse_reason(kind: str, reason: str) -> None:
    """Raise BuktiError where an act of this kind cannot state ``reason``."""
    known = reasons_for(kind)
    if reason not in known:
        raise BuktiError(
            f"there is no reason {reason!r} for this act",
            expected=", ".join(f"{code} ({meaning})" for code, meaning in known.items()),
            hint="choose one of these with --reason; reasons are public and say nothing about a person",
        )
