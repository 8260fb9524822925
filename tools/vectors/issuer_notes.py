"""What is told of an issuer beside a result (LKP-15): events as published, and the notes that come of them."""

from collections.abc import Iterator
from typing import Any

_OLD = {"en": "Old College", "ms": "Kolej Lama"}
_NEWER = {"en": "New College", "ar": "الكلية الجديدة"}
_NEWEST = {"en": "Newest University"}
_ADMITTED = {"kind": "admitted", "day": "2024-02-29"}
_RENAMED = {"kind": "renamed", "day": "2025-03-01", "former_name": _OLD, "name": _NEWER}
_RENAMED_AGAIN = {"kind": "renamed", "day": "2026-01-31", "former_name": _NEWER, "name": _NEWEST}
_OTHERS = [{"id": "heir", "name": {"ms": "Waris", "en": "Heir"}}, {"id": "heir-ms", "name": {"ms": "Waris"}}]


def document() -> dict[str, Any]:
    """The stage vector ``issuer_notes.json``."""
    return {
        "why": "events of an issuer, the name by which a credential calls it, the reader's language, and what is told",
        "clauses": ["LKP-15"],
        "others": _OTHERS,
        "cases": list(_cases()),
    }


def _case(why: str, events: object, told: list[dict[str, str]], **more: Any) -> dict[str, Any]:
    """A case: by default a credential that calls the issuer by its present name, read in English."""
    given = {"name": _NEWER, "signed": "New College", "language": "en", **more}
    return {"why": why, **given, "events": events, "told": [{"name": "", "former": "", **one} for one in told]}


def _cases() -> Iterator[dict[str, Any]]:
    yield from _standing()
    yield from _names()
    yield from _untellable()


def _standing() -> Iterator[dict[str, Any]]:
    suspended = {"kind": "suspended", "day": "2025-06-30"}
    reinstated = {"kind": "reinstated", "day": "2025-07-01"}
    closed = {"kind": "closed", "day": "2026-02-28"}
    yield _case("nothing happened", [_ADMITTED], [])
    yield _case("no events are published", None, [])
    yield _case("suspended", [_ADMITTED, suspended], [{"kind": "suspended", "day": "2025-06-30"}])
    yield _case("a suspension that ended", [_ADMITTED, suspended, reinstated], [])
    yield _case("closed after a suspension that ended", [_ADMITTED, suspended, reinstated, closed],
                [{"kind": "closed", "day": "2026-02-28"}])  # fmt: skip
    yield _case("admitted again", [_ADMITTED, closed, {"kind": "admitted", "day": "2026-03-01"}], [])
    yield _case("a renaming ends no suspension", [_ADMITTED, suspended, _RENAMED],
                [{"kind": "suspended", "day": "2025-06-30"}])  # fmt: skip
    for into, language, name in (
        ("heir", "en", "Heir"), ("heir", "ms", "Waris"), ("heir", "ar", "Heir"), ("heir-ms", "ar", "Waris"),
        ("gone", "en", "gone"),
    ):  # fmt: skip
        merged = {"kind": "merged", "day": "2026-05-01", "into": into}
        told = [{"kind": "merged", "day": "2026-05-01", "name": name}]
        yield _case(f"merged into {into}, read in {language}", [_ADMITTED, merged], told, language=language)


def _names() -> Iterator[dict[str, Any]]:
    told = {"kind": "renamed", "day": "2025-03-01", "name": "New College", "former": "Old College"}
    yield _case("issued under the former name", [_ADMITTED, _RENAMED], [told], signed="Old College")
    yield _case("issued under the former name in another language", [_ADMITTED, _RENAMED],
                [{**told, "former": "Kolej Lama"}], signed="Kolej Lama")  # fmt: skip
    yield _case("read in Arabic", [_RENAMED], [{**told, "name": "الكلية الجديدة"}], signed="Old College", language="ar")
    yield _case("read in Malay, in which the new name is not stated", [_RENAMED], [told], signed="Old College",
                language="ms")  # fmt: skip
    yield _case("issued under the new name", [_ADMITTED, _RENAMED], [])
    yield _case("issued under a name that it never had", [_ADMITTED, _RENAMED], [], signed="Some College")
    twice = [_ADMITTED, _RENAMED, _RENAMED_AGAIN]
    for signed in ("Old College", "New College"):
        found = {"kind": "renamed", "day": "2026-01-31", "name": "Newest University", "former": signed}
        yield _case(f"renamed twice, issued as {signed}", twice, [found], signed=signed, name=_NEWEST)
    back = [_RENAMED, {"kind": "renamed", "day": "2026-01-31", "former_name": _NEWER, "name": _OLD}]
    yield _case("its old name again", back, [], signed="Old College", name=_OLD)
    closed = {"kind": "closed", "day": "2026-02-28"}
    yield _case("renamed and closed: both, the name first", [_RENAMED, closed],
                [told, {"kind": "closed", "day": "2026-02-28"}], signed="Old College")  # fmt: skip


def _untellable() -> Iterator[dict[str, Any]]:
    """A site may publish what it likes; what cannot be told is passed over."""
    closed = {"kind": "closed", "day": "2026-02-28"}
    told = [{"kind": "closed", "day": "2026-02-28"}]
    for why, other in (
        ("no object", "closed"), ("no kind", {"day": "2026-03-01"}),
        ("a kind that is no text", {"kind": 7, "day": "2026-03-01"}),
        ("no day", {"kind": "suspended"}), ("no day of the calendar", {"kind": "suspended", "day": "2026-02-30"}),
        ("a day of another form", {"kind": "suspended", "day": "20260301"}), ("nothing", None),
    ):  # fmt: skip
        yield _case(f"an event after the closing that is passed over: {why}", [closed, other], told)
    yield _case("a kind to come, after the closing, is no longer a closing", [closed, {**closed, "kind": "moved"}], [])
    yield _case("events that are no list", {"kind": "closed"}, [])
    renamed = {"kind": "renamed", "day": "2025-03-01", "former_name": "Old College"}
    yield _case("a former name that is no object", [renamed], [], signed="Old College")
