"""What became of an issuer since, told beside a result: it never takes part in the verdict (LKP-15)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bukti.verification.source import KnownIssuer

LASTING = ("suspended", "closed", "merged")
"""Kinds of events that are told for as long as no later one ends them."""


@dataclass(frozen=True, kw_only=True)
class Note:
    """One thing to tell: ``kind`` ``renamed`` or one of :data:`LASTING`, ``day`` as ``YYYY-MM-DD``.

    ``former`` (of ``renamed``) is the name in the credential; ``name`` the issuer's present one, of ``merged``
    that of the provider that it became part of.
    """

    kind: str
    day: str
    name: str = ""
    former: str = ""


def notes_on(issuer: KnownIssuer, issuers: Iterable[KnownIssuer], signed: str, language: str) -> list[Note]:
    """What to tell of ``issuer`` beside a credential that calls it ``signed``, in names of ``language``."""
    events = _events(issuer.events)
    return [*_renaming(issuer, events, signed, language), *_standing(events, issuers, language)]


def name_in(names: Mapping[str, str], language: str) -> str:
    """The name in ``language``, else in English, else the first; empty where there is none."""
    return names.get(language) or names.get("en") or next(iter(names.values()), "")


def _renaming(issuer: KnownIssuer, events: Sequence[Mapping[str, Any]], signed: str, language: str) -> Iterable[Note]:
    renamings = [event for event in events if event["kind"] == "renamed"]
    was_its_name = any(signed in _names(event.get("former_name")).values() for event in renamings)
    if was_its_name and signed not in issuer.name.values():
        yield Note(kind="renamed", day=renamings[-1]["day"], name=name_in(issuer.name, language), former=signed)


def _standing(events: Sequence[Mapping[str, Any]], issuers: Iterable[KnownIssuer], language: str) -> Iterable[Note]:
    acts = [event for event in events if event["kind"] != "renamed"]
    if not acts or acts[-1]["kind"] not in LASTING:
        return
    last = acts[-1]
    into = str(last.get("into", ""))
    names = next((other.name for other in issuers if other.id == into), {})
    yield Note(kind=last["kind"], day=last["day"], name=name_in(names, language) or into)


def _events(events: Iterable[Any]) -> list[Mapping[str, Any]]:
    """Those that can be told: a site may publish what it likes."""
    return [
        event
        for event in events
        if isinstance(event, Mapping) and isinstance(event.get("kind"), str) and _is_day(event.get("day"))
    ]


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _names(value: object) -> Mapping[str, str]:
    """Texts by language, whatever else stands there left out."""
    members = value.items() if isinstance(value, Mapping) else ()
    return {language: text for language, text in members if isinstance(text, str)}
