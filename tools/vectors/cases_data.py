"""Vectors of sites whose data cannot be had, is of two publications, or has no date."""

from collections.abc import Iterator, Mapping

from tools.vectors import site, world
from tools.vectors.case import Vector, changed, put, site_with, text
from tools.vectors.cases_register import new
from tools.vectors.cases_trust import failing


def vectors() -> Iterator[Vector]:
    """All of them."""
    good = text(world.registered("aisyah"))
    link = world.link(world.card(world.LEARNERS["aisyah"]))
    other = "f" * 40

    def missing(
        name: str, check: str, why: str, data: str, files: Mapping[str, str | None], code: str = "data-missing"
    ) -> Vector:
        return failing(name, check, code, why, "VER-14", data, "cannot_tell", files=files)

    yield missing("keys-missing", "issuer", "no answer for /keys.json", good, {"keys.json": None})
    yield missing(
        "keys-missing-card", "shape", "without data a card cannot be rebuilt", link, {"keys.json": None}, "blocked"
    )
    yield missing(
        "keys-missing-bad-shape",
        "shape",
        "who is outside cannot be known, so a shape is not held against anybody",
        changed("aisyah", put("/x", 1)),
        {"keys.json": None},
        "blocked",
    )
    yield missing(
        "keys-not-json", "issuer", "an error page in place of /keys.json", good, {"keys.json": "<html>not found</html>"}
    )
    yield missing(
        "keys-other-schema", "issuer", "a schema to come", good, site_with("keys.json", put("/schema", "keys/v2"))
    )
    yield missing(
        "keys-too-few-groups",
        "issuer",
        "shard_bits has not one number per group",
        good,
        site_with("keys.json", put("/shard_bits", [0, 0])),
    )
    for name, why, groups in (
        ("beginning", "groups that leave the first numbers out", [1]),
        ("end", "a group beyond the last number", [0, 2]),
        ("order", "groups in no order", [0, 0]),
        ("none", "no group at all", []),
    ):
        cut = site.Cut(group_bits=1, groups=tuple(groups), shard_bits=(0,) * len(groups))
        yield missing(f"keys-groups-{name}", "issuer", why, good, {"keys.json": site.dumps(site.keys(cut))})
    yield missing(
        "templates-missing",
        "registered",
        "no answer for the group's templates",
        good,
        {"lookup/0/templates.json": None},
    )
    yield missing(
        "templates-missing-card",
        "shape",
        "without templates a card cannot be rebuilt",
        link,
        {"lookup/0/templates.json": None},
        "blocked",
    )
    yield missing("shard-missing", "registered", "no answer for the shard", good, {"lookup/0/0.json": None})
    yield missing(
        "shard-cut",
        "registered",
        "rows that are not of 24 bytes",
        good,
        site_with("lookup/0/0.json", put("/rows", "AAAA")),
    )
    yield missing(
        "shard-not-base64",
        "registered",
        "rows that are not base64",
        good,
        site_with("lookup/0/0.json", put("/rows", "****")),
    )
    yield failing(
        "mixed-templates",
        "registered",
        "data-older",
        "the templates are of another publication, so its rows name no source",
        "LKP-11",
        good,
        "cannot_tell",
        files=site_with("lookup/0/templates.json", put("/snapshot", other)),
    )
    yield failing(
        "mixed-shard",
        "registered",
        "data-older",
        "the shard is of another publication, so its rows name no source",
        "LKP-11",
        good,
        "cannot_tell",
        files=site_with("lookup/0/0.json", put("/snapshot", other)),
    )
    yield failing(
        "mixed-keys",
        "freshness",
        "data-mixed",
        "/keys.json is of another publication, its templates and rows of one",
        "LKP-11",
        good,
        "cannot_tell",
        files=site_with("keys.json", put("/snapshot", other)),
    )
    for name, snapshot, verdict in (
        ("", other, "cannot_tell"),
        ("-uncommitted", f"{other}+0123456789ab", "cannot_tell"),
    ):
        published = {"commit": snapshot, "published_at": site.PUBLISHED_AT}
        yield failing(
            f"mixed-published{name}",
            "freshness",
            "data-mixed",
            "the date is of another publication than all the rest: what was revoked since would look current",
            "LKP-11",
            good,
            verdict,
            files={"published.json": site.dumps(published)},
        )
    yield failing(
        "mixed-and-moved",
        "registered",
        "data-older",
        "two faults: the sources of another publication are numbered otherwise; a row then names another's",
        "LKP-11",
        good,
        "cannot_tell",
        files=site_with(
            "lookup/0/templates.json",
            lambda document: (put("/snapshot", other)(document), document["sources"].reverse()),
        ),
    )
    yield failing(
        "mixed-and-absent",
        "registered",
        "data-older",
        "two faults: what is absent from mixed data is not held against anybody",
        "VER-12",
        text(world.credential(new("never", day="2026-10-01"))),
        "cannot_tell",
        files=site_with("lookup/0/0.json", put("/snapshot", other)),
    )
    yield failing(
        "undated",
        "freshness",
        "data-missing",
        "data of no date cannot be fresh",
        "VER-16",
        good,
        "cannot_tell",
        files={**site_with("keys.json", put("/data_as_of", None)), "published.json": None},
    )
