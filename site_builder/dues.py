"""What is over or due soon on a day: reviews, agreements, audits and keys. What is retired is not asked any more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bukti.register import Register
from site_builder.site import Mc, Site

SOON = timedelta(days=90)
"""How far ahead the board looks."""
Kind = Literal["review", "agreement", "audit", "key"]
KINDS: tuple[Kind, ...] = ("review", "agreement", "audit", "key")


@dataclass(frozen=True, kw_only=True, order=True)
class Due:
    """Something with an end: ``day`` is its last good one. ``subject`` is ``provider/mc``, of a key ``provider/key``.

    ``about`` names the partner of an agreement or the body of an audit. ``over``: the day is past.
    """

    day: date
    subject: str
    kind: Kind
    about: str
    over: bool


def dues_of(site: Site, today: date) -> tuple[Due, ...]:
    """All that is over or ends within :data:`SOON`, the longest over first."""
    found = [*_of_offers(site.mcs, today), *_of_keys(site, today)]
    return tuple(sorted(found))


def _of_offers(mcs: Iterable[Mc], today: date) -> Iterator[Due]:
    for mc in mcs:
        offer = mc.offer
        if offer is None or mc.status == "retired":
            continue
        if offer.review:
            yield from _due("review", offer.review.next, mc.ref, today)
        for moa in offer.moas:
            yield from _due("agreement", moa.ends_on, mc.ref, today, moa.collaborator)
        if offer.external and offer.external.sought:
            yield from _due("audit", offer.external.valid_until, mc.ref, today, offer.external.body or "")


def _of_keys(site: Site, today: date) -> Iterator[Due]:
    """Keys that still may sign; the agency's own, too."""
    good = good_keys(site.register)
    for (provider, key), located in sorted(site.snapshot.keys.items()):
        if (provider, key) in good:
            yield from _due("key", located.record.valid_until, f"{provider}/{key}", today)


def good_keys(register: Register) -> frozenset[tuple[str, str]]:
    """Provider (``registry`` for the maintainers) and name of every admitted key that is neither revoked nor void."""
    holders = [*((issuer.id, issuer.keys) for issuer in register.issuers), ("registry", register.maintainers)]
    return frozenset((holder, key.key) for holder, keys in holders for key in keys if key.state == "good")


def _due(kind: Kind, day: date | None, subject: str, today: date, about: str = "") -> Iterator[Due]:
    if day is not None and day <= today + SOON:
        yield Due(day=day, subject=subject, kind=kind, about=about, over=day < today)
