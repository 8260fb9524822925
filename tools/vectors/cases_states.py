"""Vectors of the precedence of VER-17: every state, at every time of its validity, in data of every kind.

Where several facts are true of one credential, ``why`` names them: these vectors are about which one counts.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from bukti.specification import spec_text
from tools.vectors import site, world
from tools.vectors.case import STALE, Vector, published_at, put, site_with, text
from tools.vectors.cases_register import new
from tools.vectors.dated import Changes, enrolled

STATES: Mapping[str, site.Act | None] = {
    "active": None,
    "revoked": site.Act(state="revoked", day="2026-11-20", reason="award-withdrawn"),
    "suspended": site.Act(state="suspended", day="2026-11-21", reason="under-review"),
    "superseded": site.Act(state="superseded", day="2026-11-22", reason="renewed"),
}
TIMES: Mapping[str, dict[str, str]] = {
    "current": {"until": "2029-10-31"},
    "past": {"until": "2026-11-22"},
    "coming": {"day": "2026-11-25", "until": "2029-10-31"},
}
OTHER = "e" * 40
DATA: Mapping[str, tuple[str, Changes]] = {
    "stale": ("data-stale", STALE),
    "early": ("clock-wrong", published_at("2026-11-25T12:00:00Z")),
    "mixed": ("data-mixed", site_with("keys.json", put("/snapshot", OTHER))),
    "undated": ("data-missing", {**site_with("keys.json", put("/data_as_of", None)), "published.json": None}),
}
"""Data of which nobody can say how things stand now: the code of ``freshness``, and the files."""
BY_DATES = {"past": ("expired", "expired"), "coming": ("not_yet_valid", "not-yet-valid")}


def vectors() -> Iterator[Vector]:
    """All of them."""
    for state in STATES:
        for time in TIMES:
            yield _fresh(state, time, "json")
            yield _fresh(state, time, "card")
            for data in DATA:
                yield _old(state, time, data)
    for kind, reason in _stated():
        yield _with_reason(kind, reason)


def person(state: str, time: str) -> world.Learner:
    """Somebody whose credential is in that state at that time."""
    return new(f"{state} {time}", **TIMES[time])


@cache
def everybody() -> Changes:
    """All people of these vectors are registered, on one site for all."""
    people = [(person(state, time), act) for state, act in STATES.items() for time in TIMES]
    reasoned = [
        (_holder(kind, reason), site.Act(state=kind, day="2026-11-19", reason=reason)) for kind, reason in _stated()
    ]
    return enrolled(*people, *reasoned)


def _fresh(state: str, time: str, kind: str) -> Vector:
    """In fresh data: the state counts first, then the dates."""
    learner = person(state, time)
    data = text(world.credential(learner)) if kind == "json" else world.digits(world.card(learner))
    verdict, leading = _by_fact(state, time)
    return Vector(
        name=f"state-{state}-{time}-{kind}",
        why=f"{state}, its time {time}, in fresh data: {verdict} is said",
        clause="VER-17",
        data=data,
        verdict=verdict,
        must_fail=leading,
        files=everybody(),
    )


def _by_fact(state: str, time: str) -> tuple[str, tuple[str, str] | None]:
    if state != "active":
        return state, ("state", state)
    if time == "current":
        return "valid", None
    verdict, code = BY_DATES[time]
    return verdict, ("validity", code)


def _old(state: str, time: str, data: str) -> Vector:
    """In data that is not fresh: only what is for ever can be said."""
    learner = person(state, time)
    code, files = DATA[data]
    if state == "revoked":
        verdict, leading = "revoked", ("state", "revoked")
    else:
        # An active row in stale data is itself stale, and stands before the freshness of the data.
        check = "state" if (state, data) == ("active", "stale") else "freshness"
        verdict, leading = "cannot_tell", (check, code)
    return Vector(
        name=f"state-{state}-{time}-{data}",
        why=f"{state}, its time {time}, in data that is {data}: {verdict.replace('_', ' ')}",
        clause="VER-17",
        data=world.link(world.card(learner)),
        verdict=verdict,
        must_fail=leading,
        files={**everybody(), **files},
    )


@cache
def _stated() -> tuple[tuple[str, str], ...]:
    """Each reason with each state that an act may give it for."""
    reasons: list[dict[str, Any]] = json.loads(spec_text("reasons.json"))["reasons"]
    return tuple((kind, reason["code"]) for reason in reasons for kind in reason["kinds"] if kind in STATES)


def _holder(kind: str, reason: str) -> world.Learner:
    return new(f"{kind} {reason}")


def _with_reason(kind: str, reason: str) -> Vector:
    """A row tells the reason by its place in the list (LKP-8)."""
    return Vector(
        name=f"reason-{kind}-{reason}",
        why=f"{kind} with the reason {reason}",
        clause="LKP-8",
        data=world.link(world.card(_holder(kind, reason))),
        verdict=kind,
        must_fail=("state", kind),
        files=everybody(),
    )
