"""How the plain lists of the catalogue are divided: all titles, and those of each field, level and provider."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from site_builder.collation import level_key
from site_builder.fields import BROAD

if TYPE_CHECKING:
    from site_builder.site import Mc

STEP = 100
"""Micro-credentials on one page of a list."""
By = Literal["titles", "field", "level", "provider"]
GROUPS: tuple[By, ...] = ("titles", "field", "level", "provider")


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One list: how it is divided, and for which value (empty for all); ``mcs`` in the registry's order."""

    by: By
    value: str
    mcs: tuple["Mc", ...]

    @property
    def path(self) -> str:
        """The address of its first page below the language's root."""
        return f"browse/{self.by}/{self.value}/" if self.value else f"browse/{self.by}/"

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return max(1, -(-len(self.mcs) // STEP))

    def page(self, number: int) -> str:
        """The address of one of its pages, from 1."""
        return self.path if number == 1 else f"{self.path}{number}/"


def listings(mcs: tuple["Mc", ...]) -> tuple[Listing, ...]:
    """All lists that have something in them, the one of all titles first."""
    divided = (one for by in GROUPS[1:] for one in _divided(mcs, by))
    return (Listing(by="titles", value="", mcs=mcs), *divided)


def _divided(mcs: tuple["Mc", ...], by: By) -> Iterator[Listing]:
    found: dict[str, list[Mc]] = defaultdict(list)
    for mc in mcs:
        for value in _VALUES[by](mc):
            found[value].append(mc)
    for value in sorted(found, key=level_key if by == "level" else None):
        yield Listing(by=by, value=value, mcs=tuple(found[value]))


def _fields(mc: "Mc") -> Iterable[str]:
    """The broad field; the catalogue's page narrows down further."""
    field = mc.current.field_of_study
    return (field.isced_f[:BROAD],) if field else ()


def _levels(mc: "Mc") -> Iterable[str]:
    level = mc.current.level
    return (f"{level.framework}-{level.value}",) if level else ()


_VALUES: Mapping[By, Callable[["Mc"], Iterable[str]]] = {
    "field": _fields,
    "level": _levels,
    "provider": lambda mc: (mc.provider.id,),
}
