"""What differs between learners, and the text that each value becomes in its hole (TPL-3)."""

import re
from dataclasses import dataclass
from datetime import date

MAX_RESULTS = 4
POINTERS = {
    "uuid": "/id",
    "valid_from": "/validFrom",
    "valid_until": "/validUntil",
    "status_entry": "/credentialStatus/id",
    "status_index": "/credentialStatus/statusListIndex",
    "name": "/credentialSubject/identifier/0/identityHash",
    **{f"result_{number}": f"/credentialSubject/result/{number}/value" for number in range(MAX_RESULTS)},
}
"""Every hole in its order, and the JSON Pointer of its place in the credential (TPL-3)."""

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,15}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_START = "T00:00:00Z"
_END = "T23:59:59Z"
_URN = "urn:uuid:"


@dataclass(frozen=True, kw_only=True)
class Values:
    """A learner's values: ``uuid`` lower-case with hyphens, ``results`` in the order of the holes."""

    uuid: str
    valid_from: date
    valid_until: date | None
    status_index: int
    name: str
    results: tuple[str, ...] = ()


def start_of(day: date) -> str:
    """The time that ``validFrom`` and ``created`` state for a calendar date (CRD-10)."""
    return f"{day.isoformat()}{_START}"


def end_of(day: date) -> str:
    """The time that ``validUntil`` states for a last day (CRD-10)."""
    return f"{day.isoformat()}{_END}"


def hole_texts(values: Values, status_list: str) -> dict[str, str]:
    """The text for each hole; ``status_list`` is the address of the template's status list."""
    texts = {
        "uuid": f"{_URN}{values.uuid}",
        "valid_from": start_of(values.valid_from),
        "status_entry": f"{status_list}#{values.status_index}",
        "status_index": str(values.status_index),
        "name": values.name,
    }
    if values.valid_until is not None:
        texts["valid_until"] = end_of(values.valid_until)
    texts.update({f"result_{number}": result for number, result in enumerate(values.results)})
    return texts


def values_from(texts: dict[str, str]) -> Values | None:
    """The values behind the texts of a template's holes; None where one is not as TPL-3 writes it.

    The text of ``status_entry`` says nothing of its own and is not read.
    """
    start, end = _day(texts.get("valid_from", ""), _START), _day(texts.get("valid_until", ""), _END)
    uuid = texts.get("uuid", "").removeprefix(_URN)
    index = texts.get("status_index", "")
    if start is None or (end is None and "valid_until" in texts):
        return None
    if not _UUID.fullmatch(uuid) or not _NUMBER.fullmatch(index):
        return None
    results = tuple(texts[hole] for hole in sorted(texts) if hole.startswith("result_"))
    return Values(
        uuid=uuid,
        valid_from=start,
        valid_until=end,
        status_index=int(index),
        name=texts.get("name", ""),
        results=results,
    )


def _day(text: str, suffix: str) -> date | None:
    day = text.removesuffix(suffix)
    if day == text or not _DAY.fullmatch(day):
        return None
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None
