"""Sites of the tiny registry at other times, in other zones and with one person more: what differs from its files."""

import base64
from collections.abc import Mapping
from datetime import datetime, timedelta

from bukti.proof.jcs import registry_hash
from tools.vectors import site, world
from tools.vectors.case import published_at, put, site_with

Changes = Mapping[str, str | None]
_SOURCES = {"graded": 3, "water": 1, "coding": 2}
"""By template: the place of its source among ``site.AWARDS``."""


def published_before(at: str) -> Changes:
    """Published nine hours before ``at``: fresh, whatever the year."""
    then = datetime.fromisoformat(at) - timedelta(hours=9)
    return published_at(then.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0"))


def zoned(zone: str) -> Changes:
    """The provider of most credentials in another zone."""
    number = sorted(world.KEYS).index(world.UNI)
    return site_with("keys.json", put(f"/issuers/{number}/zone", zone))


def enrolled(*people: tuple[world.Learner, site.Act | None]) -> Changes:
    """More people are registered, each with what became of the credential since."""
    new = [_row(learner, act) for learner, act in people]
    packed = base64.b64decode(site.parsed(site.site(), "lookup/0/0.json")["rows"])
    rows = sorted([*new, *(packed[at : at + 24] for at in range(0, len(packed), 24))])
    return site_with("lookup/0/0.json", put("/rows", base64.b64encode(b"".join(rows)).decode()))


def _row(learner: world.Learner, act: site.Act | None) -> bytes:
    return site.row(registry_hash(world.unsigned(learner)), _SOURCES[learner.template], "2026-11-05", act)
