"""Vectors of days: the edges of the day in every zone, days on which clocks change, leap days, wrong clocks.

Each instant is written out by hand, in UTC, from the offset that is told beside it: not computed by a library
that a verifier might use.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from bukti.issuing.validity import period_end
from tools.vectors import world
from tools.vectors.case import STALE, Vector, changed, put, text
from tools.vectors.cases_register import new
from tools.vectors.cases_trust import failing
from tools.vectors.dated import Changes, enrolled, published_before, zoned

EDGES = (
    ("minus-12", "Etc/GMT+12", "2026-11-24T12:00:00Z", "12 hours behind UTC, the last zone to end a day"),
    ("minus-11", "Pacific/Niue", "2026-11-24T11:00:00Z", "11 hours behind UTC"),
    ("minus-3-30", "America/St_Johns", "2026-11-24T03:30:00Z", "3 hours and a half behind UTC"),
    ("utc", "UTC", "2026-11-24T00:00:00Z", "UTC itself"),
    ("plus-5-45", "Asia/Kathmandu", "2026-11-23T18:15:00Z", "5 hours and three quarters ahead of UTC"),
    (
        "plus-13-45",
        "Pacific/Chatham",
        "2026-11-23T10:15:00Z",
        "13 hours and three quarters ahead of UTC, in summer time",
    ),
    ("plus-14", "Pacific/Kiritimati", "2026-11-23T10:00:00Z", "14 hours ahead of UTC, the first zone to begin a day"),
)
"""Name, zone, the instant at which 24 November 2026 begins there."""

CHANGES = (
    ("cairo-before", "Africa/Cairo", "2027-04-29", "2027-04-29T22:00:00Z", "the next day begins at 01:00: no midnight"),
    ("cairo-spring", "Africa/Cairo", "2027-04-30", "2027-04-30T21:00:00Z", "a day of 23 hours that began at 01:00"),
    ("cairo-autumn", "Africa/Cairo", "2027-10-28", "2027-10-28T22:00:00Z", "a day of 25 hours that has 23:00 twice"),
    ("new-york-before", "America/New_York", "2027-03-13", "2027-03-14T05:00:00Z", "the day before summer time"),
    ("new-york-spring", "America/New_York", "2027-03-14", "2027-03-15T04:00:00Z", "a day of 23 hours"),
    ("new-york-autumn", "America/New_York", "2027-11-07", "2027-11-08T05:00:00Z", "a day of 25 hours"),
    ("london-before", "Europe/London", "2027-10-30", "2027-10-30T23:00:00Z", "the last day of summer time"),
    ("london-autumn", "Europe/London", "2027-10-31", "2027-11-01T00:00:00Z", "the day of the change back"),
    ("lord-howe", "Australia/Lord_Howe", "2027-04-04", "2027-04-04T13:30:00Z", "clocks go back by half an hour"),
)
"""Name, zone, last day of validity, the instant at which that day is over, why."""

PERIODS = (
    ("three-years", "2026-11-01", "P3Y", "2029-10-31", "three years end on the day before the same day"),
    ("to-leap-day", "2025-03-01", "P3Y", "2028-02-29", "three years that end on 29 February"),
    ("from-leap-day", "2028-02-29", "P1Y", "2029-02-28", "a year from 29 February ends on 28 February"),
    ("leap-to-leap", "2024-02-29", "P4Y", "2028-02-28", "four years from 29 February end on the day before the next"),
    ("short-month", "2027-01-31", "P1M", "2027-02-28", "a month from 31 January ends with February"),
    ("year-end", "2026-01-01", "P1Y", "2026-12-31", "a year ends with its last day"),
    ("last-day-of-cards", "2026-11-01", None, "2199-06-05", "the last day that a card can tell"),
)
"""Name, first day, period, last day, why; the provider's zone is eight hours ahead of UTC."""

NO_DAYS = (
    ("no-leap-year", "validUntil", "2027-02-29T23:59:59Z", "29 February of a year without one"),
    ("no-leap-century", "validUntil", "2100-02-29T23:59:59Z", "2100 is no leap year"),
    ("no-31-april", "validFrom", "2026-04-31T00:00:00Z", "31 April"),
    ("no-month-13", "validFrom", "2026-13-01T00:00:00Z", "a 13th month"),
    ("no-month-0", "validFrom", "2026-00-01T00:00:00Z", "a month before the first"),
    ("no-day-0", "validFrom", "2026-11-00T00:00:00Z", "a day before the first"),
    ("hour-24", "validUntil", "2029-10-31T24:00:00Z", "midnight as the 24th hour"),
    ("leap-second", "validUntil", "2029-10-31T23:59:60Z", "a leap second"),
    ("other-zero", "validUntil", "2029-10-31T23:59:59-00:00", "UTC written as an offset"),
    ("small-z", "validFrom", "2026-11-01T00:00:00z", "a small z"),
    ("small-t", "validFrom", "2026-11-01t00:00:00Z", "a small t"),
    ("blank-t", "validFrom", "2026-11-01 00:00:00Z", "a space for the T"),
    ("no-zone", "validFrom", "2026-11-01T00:00:00", "no zone"),
    ("week-date", "validFrom", "2026-W44-7T00:00:00Z", "a week date"),
    ("short-year", "validFrom", "26-11-01T00:00:00Z", "a year of two digits"),
    ("long-year", "validUntil", "+002029-10-31T23:59:59Z", "a year of six digits"),
)


def vectors() -> Iterator[Vector]:
    """All of them."""
    for name, zone, midnight, why in EDGES:
        yield from _edge(name, zone, midnight, why)
    for name, zone, day, over, why in CHANGES:
        learner = new(f"change {name}", until=day)
        yield from _end(f"clocks-{name}", learner, over, why, zoned(zone))
    yield from _around_changes()
    for name, first, period, last, why in PERIODS:
        yield from _period(name, first, period, last, why)
    yield from _leap_days()
    yield from _no_days()
    yield from _clocks()


def _edge(name: str, zone: str, midnight: str, why: str) -> Iterator[Vector]:
    """23 November is the last day of one and the day before the first of another."""
    where = f"{why} ({zone})"
    last, first = text(world.registered("last-day")), text(world.registered("first-day"))
    yield from _pair(f"zone-{name}-end", last, midnight, f"{{}} of the last day, {where}", zoned(zone), ends=True)
    yield from _pair(f"zone-{name}-begin", first, midnight, f"{{}} of the first day, {where}", zoned(zone), ends=False)


def _end(name: str, learner: world.Learner, over: str, why: str, more: Changes) -> Iterator[Vector]:
    """The last second of the last day of somebody who is registered here, and the one after it."""
    card = world.link(world.card(learner))
    yield from _pair(name, card, over, f"{{}} of the last day: {why}", {**more, **enrolled((learner, None))}, ends=True)


def _pair(name: str, data: str, over: str, why: str, files: Changes, *, ends: bool) -> Iterator[Vector]:
    """The second before ``over`` and ``over`` itself: one passes, the other is the same but for the clock."""
    before = _earlier(over, 1)
    good, bad = (before, over) if ends else (over, before)
    verdict, code = ("expired", "expired") if ends else ("not_yet_valid", "not-yet-valid")
    seconds = ("the last second", "the second after the end") if ends else ("the first second", "the second before")
    yield Vector(
        name=f"{name}-in", why=why.format(seconds[0]), clause="VER-11", data=data, verdict="valid", at=good,
        files={**files, **published_before(good)},
    )  # fmt: skip
    yield failing(
        f"{name}-out", "validity", code, why.format(seconds[1]), "VER-11", data, verdict,
        at=bad, files={**files, **published_before(bad)},
    )  # fmt: skip


def _earlier(at: str, seconds: int) -> str:
    return (datetime.fromisoformat(at) - timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _around_changes() -> Iterator[Vector]:
    """Seconds that are on another day by the offset of the other half of the year."""
    for name, zone, day, at, why in (
        ("cairo-twice", "Africa/Cairo", "2027-10-28", "2027-10-28T21:30:00Z", "23:30 for the second time"),
        ("new-york-late", "America/New_York", "2027-11-07", "2027-11-08T04:30:00Z", "23:30, 00:30 by summer time"),
    ):
        learner = new(f"around {name}", until=day)
        files = {**zoned(zone), **enrolled((learner, None)), **published_before(at)}
        data = world.link(world.card(learner))
        yield Vector(name=f"clocks-{name}", why=why, clause="VER-11", data=data, verdict="valid", at=at, files=files)
    learner = new("around spring", day="2027-04-30", until="2029-10-31")
    files = {**zoned("Africa/Cairo"), **enrolled((learner, None))}
    data = world.link(world.card(learner))
    why = "{} of a first day that begins at 01:00"
    yield from _pair("clocks-cairo-first", data, "2027-04-29T22:00:00Z", why, files, ends=False)


def _period(name: str, first: str, period: str | None, last: str, why: str) -> Iterator[Vector]:
    """A credential of a policy's period, at its end."""
    if period is not None and period_end(date.fromisoformat(first), period).isoformat() != last:
        raise AssertionError(f"{period} from {first} does not end on {last}")
    learner = new(f"period {name}", day=first, until=last)
    yield from _end(f"period-{name}", learner, f"{last}T16:00:00Z", why, {})


def _leap_days() -> Iterator[Vector]:
    learner = new("leap first", day="2028-02-29", until="2031-02-27")
    why = "{} of 29 February as a first day"
    data = world.link(world.card(learner))
    yield from _pair("leap-first", data, "2028-02-28T16:00:00Z", why, enrolled((learner, None)), ends=False)


def _no_days() -> Iterator[Vector]:
    for name, member, value, why in NO_DAYS:
        data = changed("aisyah", put(f"/{member}", value))
        yield failing(f"date-{name}", "shape", "date-form", why, "CRD-10", data)


def _clocks() -> Iterator[Vector]:
    """Clocks ten years off, with data of today and of that year."""
    behind, ahead = "2016-11-23T12:00:00Z", "2036-11-23T12:00:00Z"

    def one(name: str, label: str, at: str, verdict: str, check: str, code: str, why: str, **more: Any) -> Vector:
        data = text(world.registered(label))
        return failing(f"clock-{name}", check, code, why, "VER-16", data, verdict, at=at, **more)

    wrong = ("cannot_tell", "freshness", "clock-wrong")
    stale = ("cannot_tell", "state", "data-stale")
    yield one("behind", "aisyah", behind, *wrong, "ten years behind: the data is of its future")
    yield one("ahead", "aisyah", ahead, *stale, "ten years ahead: the data seems old, and nothing is called expired")
    yield one(
        "behind-expired", "expired", behind, *wrong, "what is expired by now is not judged by a clock that is wrong"
    )
    yield one("ahead-unlimited", "arabic", ahead, *stale, "ten years ahead, without an end: the data seems old")
    yield one("behind-revoked", "revoked", behind, "revoked", "state", "revoked", "revoked, whatever the clock says")
    yield one("ahead-revoked", "revoked", ahead, "revoked", "state", "revoked", "revoked, however old the data seems")
    yield one(
        "behind-suspended", "suspended", behind, *wrong, "suspended ones may be reinstated: a clock must be right"
    )
    yield one(
        "ahead-superseded", "superseded", ahead, "cannot_tell", "freshness", "data-stale",
        "replaced ones may have become revoked since",
    )  # fmt: skip
    yield one("first-year", "aisyah", "0001-01-01T00:00:00Z", *wrong, "a clock at the beginning of the calendar")
    yield one("last-year", "aisyah", "9999-12-31T23:59:59Z", *stale, "a clock at the end of the calendar")
    yield from _other_years(behind, ahead)
    yield from _forged_by_the_clock(behind, ahead)


def _other_years(behind: str, ahead: str) -> Iterator[Vector]:
    """The same instants, and a site that is published then: now the dates count."""
    good, unlimited = text(world.registered("aisyah")), text(world.registered("arabic"))
    yield failing(
        "decade-later", "validity", "expired", "seven years after its end", "VER-11", good, "expired",
        at=ahead, files=published_before(ahead),
    )  # fmt: skip
    yield failing(
        "decade-earlier", "validity", "not-yet-valid", "ten years before its first day", "VER-11", good,
        "not_yet_valid", at=behind, files=published_before(behind),
    )  # fmt: skip
    yield Vector(
        name="decade-later-unlimited", why="ten years on, without an end", clause="VER-11", data=unlimited,
        verdict="valid", at=ahead, files=published_before(ahead),
    )  # fmt: skip


def _forged_by_the_clock(behind: str, ahead: str) -> Iterator[Vector]:
    """What is absent, and what is forged, under a clock that cannot be right."""
    never = text(world.credential(new("never", day="2026-10-01")))
    forged = changed("aisyah", put("/credentialSubject/identifier/0/identityHash", "Aisyah binti Rahmat"))
    for name, at in (("behind", behind), ("ahead", ahead)):
        yield failing(
            f"clock-{name}-absent", "registered", "data-older", f"absent, by a clock ten years {name}", "VER-12",
            never, "cannot_tell", at=at,
        )  # fmt: skip
        yield failing(
            f"clock-{name}-forged", "signature", "signature-mismatch", f"a changed name, by a clock ten years {name}",
            "VER-17", forged, at=at,
        )  # fmt: skip
    yield failing(
        "stale-forged", "signature", "signature-mismatch", "a changed name is forged in stale data, too", "VER-17",
        forged, files=STALE,
    )  # fmt: skip
