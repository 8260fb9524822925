"""Moments in UTC as records, proofs and data files state them: ``YYYY-MM-DDTHH:MM:SSZ``."""

import re
from datetime import UTC, datetime

_FORM = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)


def instant_text(moment: datetime) -> str:
    """``moment``, which knows its zone, in UTC and whole seconds."""
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def instant_of(text: str) -> datetime:
    """The moment that ``text`` states. Raises ValueError for any other form, even one that means the same."""
    if not _FORM.fullmatch(text):
        raise ValueError(f"{text!r} is not of the form 2026-11-01T08:00:00Z")
    return datetime.fromisoformat(text)
