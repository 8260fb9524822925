"""Where a credential's status bit is, and how a credential was found."""

from dataclasses import dataclass

from bukti.lifecycle.index import Entry


@dataclass(frozen=True, kw_only=True)
class Place:
    """The bit ``index`` of the provider's status list ``list``, as ``where`` says."""

    list: str
    index: int
    where: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """A credential by its registry hash; ``place`` and ``entry`` are None where they are not known."""

    digest: bytes
    place: Place | None = None
    entry: Entry | None = None


def found_by(entry: Entry) -> Found:
    """What the private index says of a credential."""
    return Found(digest=entry.digest, place=place_of(entry), entry=entry)


def place_of(entry: Entry) -> Place:
    """The status bit of an entry."""
    return Place(list=entry.status_list, index=entry.status_index, where=entry.where)
