"""What a rule is, what it looks at, and what it says."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

from bukti.errors import Severity
from bukti.model import Definition, Framework, Offer, Provider
from bukti.model.base import Record
from bukti.model.snapshot import Place

_NO_TEXT = frozenset(
    {
        "schema", "id", "provider", "uri", "url", "report_url", "contact", "state", "status", "version", "language",
        "module", "from", "outcomes", "contributes_to", "required", "mc", "zone", "isced_f", "register_no",
    }
)  # fmt: skip
"""Members that hold no prose: ids, addresses and words of closed lists."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One version of a definition with everything that its rules may look at.

    ``offer`` is given for the version on offer only. ``today`` is None where rules that depend on the
    date are not asked. ``titles`` maps a folded title to the micro-credentials of that title,
    ``names`` a provider's id to its names.
    """

    definition: Definition
    offer: Offer | None = None
    provider: Provider | None = None
    frameworks: Mapping[str, Framework] = field(default_factory=lambda: MappingProxyType({}))
    languages: tuple[str, ...] = ()
    today: date | None = None
    titles: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    names: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def texts(self) -> tuple[tuple[Place, str], ...]:
        """Every text for people in the definition, with its place."""
        return tuple(texts(self.definition))


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What one rule found in one place.

    ``severity`` is given where it differs from the rule's. ``in_offer``: the place is in the offer.
    ``missing``: something that should be stated is not. ``dated``: found because of today's date.
    """

    message: str
    place: Place = ()
    severity: Severity | None = None
    actual: str = ""
    expected: str = ""
    hint: str = ""
    in_offer: bool = False
    missing: bool = False
    dated: bool = False


Check = Callable[[Subject], Iterator[Problem]]


@dataclass(frozen=True)
class Rule:
    """One rule of the catalogue: its id, the clause it comes from, how much it weighs, how to mend."""

    id: str
    clause: str
    severity: Severity
    check: Check
    hint: str


def absent(message: str, *place: str | int, in_offer: bool = False, severity: Severity | None = None) -> Problem:
    """A problem that consists in something not being stated."""
    return Problem(message=message, place=place, in_offer=in_offer, severity=severity, missing=True)


def texts(record: Record) -> Iterator[tuple[Place, str]]:
    """Every text for people in a record, with its place."""
    yield from _texts(record.json_form(), ())


def _texts(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, member in value.items():
            # A language map may have the key "id" (Indonesian): there the members are texts only.
            if key not in _NO_TEXT or (place and "en" in value):
                yield from _texts(member, (*place, key))
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from _texts(member, (*place, index))


def spelt(place: Place) -> str:
    """``outcomes[2].text``, list indexes from 1 as people count."""
    return "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in place).lstrip(".")
