"""What is new and what changed, newest first, told by the published history alone: no clock, no claimed dates.

The order is that of the commits in which files came to say what they say now. Their moments never lie before
one another, so who holds an earlier publication needs the entries from its ``data_as_of`` on and no others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bukti.model.definition import Change, Definition
from bukti.model.snapshot import Position
from site_builder.site import Mc, Site

Kind = Literal["new", "version", "offer", "draft"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One change. ``definition`` is the version that it is about; of an offer, the one offered now.

    ``new`` is the first version of a micro-credential, ``version`` a later one, ``offer`` a change of what moves
    (status, fee, dates) after the newest version came, ``draft`` a version that cannot be awarded yet.
    """

    kind: Kind
    mc: Mc
    definition: Definition
    position: Position
    at: datetime

    @property
    def log(self) -> Change | None:
        """What the provider's own change log says of the version; an offer has none."""
        if self.kind == "offer":
            return None
        number = self.definition.version
        return next((change for change in self.definition.changelog if change.version == number), None)


def changes(site: Site, provider: str = "") -> tuple[Entry, ...]:
    """The last change of every version and offer, newest first; none where history is not at hand in full.

    ``provider``: of one provider's only.
    """
    found = [entry for mc in (site.mcs_of(provider) if provider else site.mcs) for entry in _of(site, mc)]
    return tuple(sorted(found, key=lambda one: (-one.position.index, one.mc.ref, -one.definition.version)))


def _of(site: Site, mc: Mc) -> Iterator[Entry]:
    versions = [
        _entry(site, mc, _kind(mc, definition), definition, position)
        for definition in mc.versions
        if (position := _position(site, mc, definition))
    ]
    yield from versions
    located = site.snapshot.offers.get((mc.provider.id, mc.id))
    position = site.history.changed(located) if located else None
    if position and all(position.index > one.position.index for one in versions):
        yield _entry(site, mc, "offer", mc.current, position)


def _position(site: Site, mc: Mc, definition: Definition) -> Position | None:
    return site.history.changed(site.snapshot.definitions[mc.provider.id, mc.id, definition.version])


def _kind(mc: Mc, definition: Definition) -> Kind:
    if definition.state == "draft":
        return "draft"
    earlier = (one for one in mc.versions if one.version < definition.version)
    return "version" if any(one.state == "active" for one in earlier) else "new"


def _entry(site: Site, mc: Mc, kind: Kind, definition: Definition, position: Position) -> Entry:
    moment = site.history.moments[position.index]
    return Entry(kind=kind, mc=mc, definition=definition, position=position, at=moment)
