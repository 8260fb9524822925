"""Vectors of sites with a file that is not of its form (LKP-14): each counts as not to be had, whatever the fault."""

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bukti.did import did_of
from tools.vectors import site, world
from tools.vectors.case import AT, Change, Document, Vector, drop, put, resigned, site_with, text
from tools.vectors.cases_shape import ACHIEVEMENT
from tools.vectors.cases_trust import failing

KEYS = "keys.json"
TEMPLATES = "lookup/0/templates.json"
SHARD = "lookup/0/0.json"


def vectors() -> Iterator[Vector]:
    """All of them."""
    yield from _json()
    yield from _keys()
    yield from _templates()
    yield from _sources()
    yield from _shard()
    yield from _published()


def damaged(name: str, check: str, why: str, files: Mapping[str, str | None], **more: Any) -> Vector:
    """A good credential that nothing can be said of."""
    given = {"clause": "LKP-14", "data": text(world.registered("aisyah")), "verdict": "cannot_tell", **more}
    return failing(name, check, "data-missing", why, files=files, **given)


def raw_change(path: str, change: Callable[[str], str]) -> dict[str, str | None]:
    """One file of the site, changed as text."""
    original = site.site()[path]
    changed = change(original)
    if changed == original:
        raise AssertionError(f"{path} is as it was")
    return {path: changed}


def _json() -> Iterator[Vector]:
    def keys(name: str, why: str, change: Callable[[str], str]) -> Vector:
        return damaged(name, "issuer", why, raw_change(KEYS, change))

    yield keys("site-json-twice", "a member that stands twice", lambda t: t.replace("{", '{"schema":"keys/v1",', 1))
    yield keys("site-json-nan", "NaN is no JSON", lambda t: t.replace("{", '{"x":NaN,', 1))
    yield keys("site-json-mark", "a byte order mark before it", lambda t: "\ufeff" + t)
    yield keys("site-json-surrogate", "half a character", lambda t: t.replace("{", '{"x":"\\ud800",', 1))
    yield keys("site-json-more", "something after the document", lambda t: t + "{}")
    yield damaged("site-json-cut", "registered", "half a file", raw_change(TEMPLATES, lambda t: t[: len(t) // 2]))
    yield Vector(
        name="site-json-spelling",
        why="white space, escapes, 7.0 for 7 and members to come change nothing",
        clause="LKP-14",
        data=text(world.registered("aisyah")),
        verdict="valid",
        files=raw_change(KEYS, lambda t: t.replace('":7,', '" : 7.0 ,').replace("{", '{ "later": [1.25, null],', 1)),
    )


def _keys() -> Iterator[Vector]:
    def keys(name: str, why: str, change: Change) -> Vector:
        return damaged(f"site-keys-{name}", "issuer", why, site_with(KEYS, change))

    yield keys("base-slash", "a base address that ends with a slash", put("/base_url", "https://bukti.example/"))
    yield keys("base-scheme", "a base address of another scheme", put("/base_url", "http://bukti.example"))
    yield keys("base-number", "a base address that is no text", put("/former_base_urls/0", 7))
    yield keys("base-other", "a base address that its DIDs are not of", put("/base_url", "https://other.example"))
    yield keys("did-text", "a text where a list of DIDs is due", put("/issuers/1/did", did_of(world.BASE, world.UNI)))
    yield keys("did-foreign", "a DID of another provider", put("/issuers/0/did/1", did_of(world.FORMER, world.UNI)))
    yield keys("did-order", "DIDs in another order", lambda d: d["issuers"][0]["did"].reverse())
    yield keys("issuer-twice", "one provider twice", lambda d: d["issuers"].append(d["issuers"][0]))
    yield keys("zone", "an empty time zone", put("/issuers/0/zone", ""))
    yield keys("name", "a name that is no text", put("/issuers/0/name/en", None))
    yield keys("number-twice", "two keys of one number", put("/issuers/1/keys/1/number", 1))
    yield keys("key-cut", "a public key with a letter less", put("/issuers/0/keys/0/public_key", "z6Mkn6vqkZad"))
    yield keys("key-state", "a state of a key that there is not", put("/issuers/0/keys/0/state", "fine"))
    yield keys("freshness", "a half day of freshness", put("/freshness_days", 0.5))
    yield keys("freshness-true", "true is no number", put("/freshness_days", True))
    yield keys("date", "a day that there is not", put("/data_as_of", "2026-02-29T18:00:00Z"))
    yield keys("date-short", "a date without its zeros", put("/data_as_of", "2026-11-2T18:00:00Z"))
    yield keys("no-list", "no list of providers", drop("/issuers"))
    yield damaged(
        "site-keys-zone-letters",
        "validity",
        "a time zone in other letters: the data says nothing of dates",
        site_with(KEYS, put("/issuers/1/zone", "asia/kuala_lumpur")),
        clause="VER-11",
        data=text(world.registered("last-day")),
    )


def _digest(label: str) -> str:
    document = site.parsed(site.site(), TEMPLATES)
    named = world.TEMPLATES[label].json_form()
    return next(str(digest) for digest, template in document["templates"].items() if template == named)


def _renamed(document: Document, digest: str, template: Document) -> None:
    """The template of ``digest`` becomes ``template`` under the digest that it has, in all places."""
    new = site.template_digest(template)
    del document["templates"][digest]
    document["templates"][new] = template
    for source in document["sources"]:
        source["templates"] = sorted(new if one == digest else one for one in source["templates"])


def _template(label: str, change: Change, *, renamed: bool) -> Mapping[str, str | None]:
    """The group with a changed template, under its own new digest or still under the old one."""
    digest = _digest(label)

    def edit(document: Document) -> None:
        template = json.loads(json.dumps(document["templates"][digest]))
        change(template)
        if renamed:
            _renamed(document, digest, template)
        else:
            document["templates"][digest] = template

    return site_with(TEMPLATES, edit)


def _templates() -> Iterator[Vector]:
    def one(name: str, why: str, change: Change, *, renamed: bool = True, label: str = "coding", **more: Any) -> Vector:
        files = _template(label, change, renamed=renamed)
        return damaged(f"site-template-{name}", "registered", why, files, **more)

    better = put(f"/credential{ACHIEVEMENT}/creditsAvailable", 30)
    yield one("digest", "more credits than its digest says", better, renamed=False, label="graded", clause="TPL-1")
    yield one(
        "digest-forged",
        "a changed definition under the old digest, and a credential that fits it",
        better,
        renamed=False,
        label="graded",
        clause="TPL-1",
        data=resigned("aisyah", put(f"{ACHIEVEMENT}/creditsAvailable", 30)),
    )
    yield one("version-text", "a version that is text", put("/version", "2"))
    yield one("version-zero", "version 0", put("/version", 0))
    yield one("member", "a member that templates do not have", put("/note", "x"))
    yield one("hole-missing", "a place without its hole", drop("/holes/4"))
    yield one("hole-elsewhere", "a hole at a place of another kind", put("/holes/4/pointer", "/name"))
    yield one("hole-order", "holes in another order", lambda d: d["holes"].reverse())
    yield one("hole-filled", "a name in the place of every name", put("/credential/id", "urn:uuid:x"))
    yield one("proof", "a template that is signed", put("/credential/proof", []))
    yield one("shape", "a template that makes no credential of the shape", put("/credential/note", "x"))
    yield damaged(
        "site-template-name",
        "registered",
        "a digest in capitals",
        raw_change(TEMPLATES, lambda t: t.replace(_digest("coding"), _digest("coding").upper())),
    )


def _sources() -> Iterator[Vector]:
    def one(name: str, why: str, change: Change) -> Vector:
        return damaged(f"site-sources-{name}", "registered", why, site_with(TEMPLATES, change))

    yield one("dangling", "a source whose template is not there", lambda d: d["templates"].pop(_digest("ungraded")))
    yield one("orphan", "a template that no source names", lambda d: d["sources"].pop(2))
    yield one("foreign", "a source with the template of another", put("/sources/2/mc", "data-basics"))
    yield one("authorised", "a text where true or false is due", put("/sources/3/authorised", "true"))
    yield one("group", "the templates of another group", put("/group", "1"))


def _rows(change: Callable[[list[bytes]], object]) -> Mapping[str, str | None]:
    """The shard with its rows of 24 bytes changed."""

    def edit(document: Document) -> None:
        packed = base64.b64decode(document["rows"])
        rows = [packed[at : at + 24] for at in range(0, len(packed), 24)]
        change(rows)
        document["rows"] = base64.b64encode(b"".join(rows)).decode()

    return site_with(SHARD, edit)


def _tail(label: str, tail: bytes) -> Mapping[str, str | None]:
    """The shard with other state, reason and day in the row of a credential."""
    prefix = world.hash_of(label)[:16]

    def edit(rows: list[bytes]) -> None:
        at = next(number for number, row in enumerate(rows) if row.startswith(prefix))
        rows[at] = rows[at][:20] + tail

    return _rows(edit)


def _shard() -> Iterator[Vector]:
    def one(name: str, why: str, files: Mapping[str, str | None]) -> Vector:
        return damaged(f"site-rows-{name}", "registered", why, files)

    yield one("order", "rows that are not sorted", _rows(lambda rows: rows.reverse()))
    yield one("swapped", "two rows that changed places", _rows(lambda rows: rows.insert(0, rows.pop(9))))
    yield one("padding", "base64 with more padding than it needs", raw_change(SHARD, _padded))
    yield one("state", "a state that there is not", _tail("tamil", bytes([4, 255, 0, 1])))
    yield one("reason", "a reason that there is not", _tail("tamil", bytes([1, 200, 0, 1])))
    yield one("day-missing", "revoked, but on no day", _tail("aisyah", bytes([1, 255, 0, 0])))
    yield one("active-reason", "active, but for a reason", _tail("aisyah", bytes([0, 1, 0, 0])))
    yield one("shard", "another shard's file", site_with(SHARD, put("/shard", "1")))
    yield one("group", "another group's shard", site_with(SHARD, put("/group", "00")))
    yield damaged(
        "site-rows-unrevoked",
        "registered",
        "of a revoked credential the state alone was changed: the reason is still there",
        _tail("revoked", bytes([0, 1, 0, 0])),
        data=text(world.registered("revoked")),
    )


def _padded(data: str) -> str:
    document = json.loads(data)
    return site.dumps({**document, "rows": document["rows"] + "=="})


def _published() -> Iterator[Vector]:
    good = text(world.registered("aisyah"))

    def one(name: str, why: str, published: str | None) -> Vector:
        files = {"published.json": published}
        return Vector(name=name, why=why, clause="VER-14", data=good, verdict="valid", files=files)

    at = site.PUBLISHED_AT
    yield one("site-published-short", "no full date: the data's own counts", site.dumps(site.published("2026-11-1")))
    yield one("site-published-list", "a list: the data's own date counts", f'["{at}"]\n')
    twice = f'{{"commit":"x","published_at":"{at}","published_at":"2026-01-01T00:00:00Z"}}'
    yield one("site-published-twice", "a date that stands twice: the data's own counts", twice)

    yield one(
        "site-published-year", "a year that is out of reach: the data's own date counts", _published_on("9999-12-31")
    )

    def absurd(name: str, check: str, code: str, why: str, day: str, at: str = AT) -> Vector:
        files = {"published.json": _published_on(day)}
        return failing(f"site-{name}", check, code, why, "VER-16", good, "cannot_tell", files=files, at=at)

    yield absurd("published-first", "state", "data-stale", "data of the year 1000", "1000-01-01")
    yield absurd("published-last", "freshness", "clock-wrong", "data of the year 8999", "8999-12-31")
    yield absurd(
        "clock-first", "freshness", "clock-wrong", "the first moment of all", "2026-11-23", "0001-01-01T00:00:00Z"
    )
    yield absurd("clock-last", "state", "data-stale", "the last moment of all", "2026-11-23", "9999-12-31T23:59:59Z")


def _published_on(day: str) -> str:
    return site.dumps(site.published(f"{day}T00:00:00Z"))
