"""Vectors of what is registered: never, not yet, for somebody else, as something else, without authority."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bukti.did import achievement_id
from tools.vectors import site, world
from tools.vectors.case import STALE, Change, Vector, put, resigned, text
from tools.vectors.cases_shape import ACHIEVEMENT
from tools.vectors.cases_trust import failing


def vectors() -> Iterator[Vector]:
    """All of them."""
    yield from _registered()
    yield from _definition()


def new(label: str, **more: Any) -> world.Learner:
    """Somebody whom the site does not register."""
    given: dict[str, Any] = {"template": "graded", "until": "2029-10-31", "results": ("A",), "name": "Nobody Yet"}
    return world.Learner(label=label, **{**given, **more})


def _registered() -> Iterator[Vector]:
    def one(
        name: str,
        code: str,
        why: str,
        learner: world.Learner,
        verdict: str = "invalid",
        clause: str = "VER-13",
        **more: Any,
    ) -> Vector:
        return failing(name, "registered", code, why, clause, text(world.credential(learner)), verdict, **more)

    yield one(
        "never-registered",
        "not-registered",
        "signed with the right key, never registered",
        new("never", day="2026-10-01"),
        clause="VER-8",
    )
    yield one(
        "never-registered-stale",
        "data-older",
        "absent from data that may be too old",
        new("never", day="2026-10-01"),
        "cannot_tell",
        "VER-12",
        files=STALE,
    )
    yield one(
        "not-registered-yet",
        "not-registered-yet",
        "signed 13 days before the data: it may be on its way",
        new("late", day="2026-11-10"),
        "cannot_tell",
    )
    yield one(
        "not-registered-in-time",
        "not-registered",
        "a first day 14 days before the data",
        new("too-late", day="2026-11-09"),
    )
    yield one(
        "not-registered-tomorrow",
        "not-registered-yet",
        "a first day 12 hours ahead",
        new("tomorrow", day="2026-11-24"),
        "cannot_tell",
    )
    yield one(
        "not-registered-far-ahead", "not-registered", "a first day 36 hours ahead", new("ahead", day="2026-11-25")
    )
    yield one(
        "not-registered-revoked-key",
        "not-registered",
        "signed lately with a key that is revoked: nothing more is on its way",
        new("thief", day="2026-11-20", key="k2"),
    )
    yield failing(
        "not-registered-broken",
        "signature",
        "signature-mismatch",
        "dated lately, but the signature is broken: no waiting for it",
        "VER-13",
        text({**world.credential(new("late", day="2026-11-20")), "name": "Data Science"}),
    )
    yield failing(
        "registered-by-another",
        "registered",
        "registered-elsewhere",
        "only another provider registered the hash",
        "LKP-9",
        text(world.registered("copied")),
        files=_only_copied(),
    )
    yield failing(
        "registered-for-another-mc",
        "registered",
        "registered-elsewhere",
        "its own provider registered the hash under another micro-credential",
        "LKP-9",
        text(world.registered("coding")),
        files=_moved_row("coding", 3),
    )
    for label, index in (("", "1234567890123"), ("-longest", "9999999999999999")):
        yield failing(
            f"status-index-long{label}",
            "registered",
            "not-registered",
            "an index that no card holds: its template rebuilds it, but nobody registered it",
            "TPL-3",
            resigned("retired-key", _with_index(index)),
        )
    yield failing(
        "row-without-source",
        "registered",
        "data-missing",
        "a row whose source the group's templates.json does not have",
        "LKP-14",
        text(world.registered("coding")),
        "cannot_tell",
        files=_moved_row("coding", 900),
    )
    yield failing(
        "without-authority",
        "authority",
        "authority-missing",
        "the provider was not allowed to award it then",
        "VER-10",
        text(world.registered("without-authority")),
    )
    yield failing(
        "card-without-authority",
        "authority",
        "authority-missing",
        "the same as card",
        "VER-10",
        world.link(world.card(world.LEARNERS["without-authority"])),
    )


def _only_copied() -> dict[str, str | None]:
    awards = [award if award.provider != world.UNI else _less(award, "copied") for award in site.AWARDS]
    return {"lookup/0/0.json": site.site(awards=awards)["lookup/0/0.json"]}


def _less(award: site.Award, learner: str) -> site.Award:
    return replace(award, learners=tuple(one for one in award.learners if one != learner))


def _moved_row(label: str, award: int) -> dict[str, str | None]:
    document = site.parsed(site.site(), "lookup/0/0.json")
    rows = base64.b64decode(document["rows"])
    at = rows.index(world.hash_of(label)[:16])
    moved = rows[: at + 16] + award.to_bytes(2, "big") + rows[at + 18 :]
    return {"lookup/0/0.json": site.dumps({**document, "rows": base64.b64encode(moved).decode()})}


def _definition() -> Iterator[Vector]:
    def lately(change: Change) -> str:
        document = world.unsigned(new("changed-lately", day="2026-11-20"))
        change(document)
        return text(world.sign(document, f"{world.UNI}/k1"))

    def one(name: str, code: str, why: str, data: str, verdict: str = "invalid", **more: Any) -> Vector:
        return failing(name, "definition", code, why, "VER-9", data, verdict, **more)

    yield one(
        "definition-changed",
        "definition-mismatch",
        "signed lately with the right key, but the level is not the published one",
        lately(put(f"{ACHIEVEMENT}/alignment/0/targetCode", "6")),
    )
    yield one(
        "definition-order",
        "definition-mismatch",
        "the order of a list is part of the definition",
        lately(lambda d: d["credentialSubject"]["achievement"]["alignment"].reverse()),
    )
    yield one(
        "definition-without-data",
        "definition-mismatch",
        "the shard cannot be had, and the definition differs all the same",
        lately(put(f"{ACHIEVEMENT}/name", "Data Science")),
        files={"lookup/0/0.json": None},
    )
    yield failing(
        "template-unknown-lately",
        "registered",
        "not-registered-yet",
        "a form that no batch has yet: another status list",
        "VER-13",
        lately(_other_list),
        "cannot_tell",
    )
    yield failing(
        "version-without-template",
        "registered",
        "not-registered",
        "a version that no batch has",
        "VER-9",
        resigned("aisyah", _version_nine),
    )
    yield failing(
        "achievement-of-another",
        "registered",
        "not-registered",
        "another provider's achievement, signed with the own key",
        "VER-9",
        resigned("aisyah", put(ACHIEVEMENT, _graded_water())),
    )


def _graded_water() -> dict[str, Any]:
    # The grade's description has to keep the id that the result names.
    water = world.water_safety()
    described = {
        **water["resultDescription"][0],
        "id": f"{achievement_id(world.BASE, world.UNI, 'data-basics', 1)}#grade",
    }
    return {**water, "resultDescription": [described]}


def _other_list(document: dict[str, Any]) -> None:
    status = document["credentialStatus"]
    status["statusListCredential"] = status["statusListCredential"].replace("/1.json", "/2.json")
    status["id"] = f"{status['statusListCredential']}#{status['statusListIndex']}"


def _version_nine(document: dict[str, Any]) -> None:
    document["credentialSubject"]["achievement"]["id"] = achievement_id(world.BASE, world.UNI, "data-basics", 9)


def _with_index(index: str) -> Change:
    def change(document: dict[str, Any]) -> None:
        status = document["credentialStatus"]
        status.update(id=f"{status['statusListCredential']}#{index}", statusListIndex=index)

    return change
