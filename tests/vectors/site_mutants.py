"""Seeded mutations of a site's files: what damage leaves behind, and what a careless or lying publisher might write.

*Damage* leaves a file that is not of its form, or a template that is not of its digest, so that a reader can
know. The other mutations may leave data that is right in form: both programs then have to say the same of it.
"""

import base64
import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tools.vectors import site

KEYS = "keys.json"
TEMPLATES = "lookup/0/templates.json"
SHARD = "lookup/0/0.json"
PUBLISHED = "published.json"
PATHS = (KEYS, TEMPLATES, SHARD, PUBLISHED)
ROW = 24

Mutation = Callable[[str, random.Random], str]
Place = tuple[Any, Any]


@dataclass(frozen=True)
class Mutant:
    """A site in which ``files`` were changed; ``damage``: so that a reader can know."""

    name: str
    damage: bool
    files: Mapping[str, str]


def mutants(count: int, seed: int) -> Iterator[Mutant]:
    """``count`` mutants; the same for the same seed."""
    rng = random.Random(seed)
    files = site.site()
    for number in range(count):
        damage = number % 3 != 2
        mutation, paths = rng.choice(DAMAGES if damage else LIES)
        path = rng.choice(paths)
        name = f"{number}-{mutation.__name__}-{path}"
        yield Mutant(name, damage, {path: mutation(files[path], rng)})


def cut(data: str, rng: random.Random) -> str:
    """The end is missing."""
    return data[: rng.randrange(len(data) - 2)]


def control(data: str, rng: random.Random) -> str:
    """A control character somewhere."""
    at = rng.randrange(len(data) - 1)
    return f"{data[:at]}\x01{data[at:]}"


def tripled(data: str, rng: random.Random) -> str:
    """A run of its characters stands there again, with half a word before it."""
    at = rng.randrange(len(data) - 1)
    return f"{data}{data[at:]}x"


def member_twice(data: str, rng: random.Random) -> str:
    """The first member stands a second time, with another value."""
    name = next(iter(json.loads(data)))
    return f'{data.rstrip()[:-1]},"{name}":{rng.randrange(9)}}}\n'


def member_missing(data: str, rng: random.Random) -> str:
    """A member that has to be there is not."""
    document = json.loads(data)
    node, name = rng.choice([(node, name) for node, name in places(document) if isinstance(node, dict)])
    del node[name]
    return site.dumps(document)


def other_type(data: str, rng: random.Random) -> str:
    """A value of another type."""
    document = json.loads(data)
    node, name = rng.choice(list(places(document)))
    others: list[Any] = [None, True, 0.5, "", [], {}, -1, [[]]]
    node[name] = rng.choice([one for one in others if type(one) is not type(node[name])])
    return site.dumps(document)


def template_edited(data: str, rng: random.Random) -> str:
    """One text of a template, its digest left as it was."""
    document = json.loads(data)
    template = rng.choice(list(document["templates"].values()))
    node, name = rng.choice([one for one in places(template) if isinstance(one[0][one[1]], str)])
    node[name] = rng.choice([f"{node[name]}x", node[name][:-1] or "y", "https://other.example/x"])
    return site.dumps(document)


def template_of_another(data: str, rng: random.Random) -> str:
    """Two templates changed places."""
    document = json.loads(data)
    one, other = rng.sample(list(document["templates"]), 2)
    held = document["templates"]
    held[one], held[other] = held[other], held[one]
    return site.dumps(document)


def template_missing(data: str, rng: random.Random) -> str:
    """A template that sources name is not there."""
    document = json.loads(data)
    del document["templates"][rng.choice(list(document["templates"]))]
    return site.dumps(document)


def digest_changed(data: str, rng: random.Random) -> str:
    """A letter of a digest that a source names."""
    document = json.loads(data)
    named = rng.choice(document["sources"])["templates"]
    at = rng.randrange(64)
    letter = rng.choice([one for one in "0123456789abcdefAg" if one != named[0][at]])
    named[0] = f"{named[0][:at]}{letter}{named[0][at + 1 :]}"
    return site.dumps(document)


def base_changed(data: str, rng: random.Random) -> str:
    """A base address or a DID is another one, or none."""
    document = json.loads(data)
    issuer = rng.choice(document["issuers"])["did"]
    node, name = rng.choice([(document, "base_url"), (document["former_base_urls"], 0), (issuer, 0), (issuer, 1)])
    text = node[name]
    node[name] = rng.choice([text + "/", text + "x", text.upper(), text[1:], "", f" {text}", text.replace(":", "%3A")])
    return site.dumps(document)


def rows_cut(data: str, rng: random.Random) -> str:
    """Rows that end in the middle of one."""
    document = json.loads(data)
    document["rows"] = document["rows"][: -rng.randrange(1, 32)]
    return site.dumps(document)


def rows_shuffled(data: str, rng: random.Random) -> str:
    """Rows in another order."""
    rows = rows_of(data)
    at = rng.randrange(len(rows) - 2)
    rows[at], rows[at + 1] = rows[at + 1], rows[at]
    return with_rows(data, rows)


def row_state(data: str, rng: random.Random) -> str:
    """A state, reason or day that cannot be."""
    rows = rows_of(data)
    at = rng.randrange(len(rows))
    tail = rng.choice([(4, 255, 0, 9), (0, 3, 0, 0), (0, 255, 1, 1), (1, 255, 0, 0), (2, 199, 0, 9), (255, 255, 0, 0)])
    rows[at] = rows[at][:20] + bytes(tail)
    return with_rows(data, rows)


def character(data: str, rng: random.Random) -> str:
    """Any character becomes another one."""
    at = rng.randrange(len(data))
    return data[:at] + chr(rng.choice([*range(0x20, 0x7F), 0x0A, 0xE9, 0x202E, 0xD7FF])) + data[at + 1 :]


def item_missing(data: str, rng: random.Random) -> str:
    """Something is taken out of a list."""
    document = json.loads(data)
    node, name = rng.choice([(node, name) for node, name in places(document) if isinstance(node, list)])
    del node[name]
    return site.dumps(document)


def item_twice(data: str, rng: random.Random) -> str:
    """Something stands twice in a list."""
    document = json.loads(data)
    node, name = rng.choice([(node, name) for node, name in places(document) if isinstance(node, list)])
    node.insert(rng.randrange(len(node) + 1), json.loads(json.dumps(node[name])))
    return site.dumps(document)


def values_swapped(data: str, rng: random.Random) -> str:
    """Two values changed places."""
    document = json.loads(data)
    (one, first), (other, second) = rng.sample(list(places(document, leaves=True)), 2)
    one[first], other[second] = other[second], one[first]
    return site.dumps(document)


def number_changed(data: str, rng: random.Random) -> str:
    """A number or a choice becomes another one."""
    document = json.loads(data)
    found = [one for one in places(document) if isinstance(one[0][one[1]], bool | int)]
    node, name = rng.choice(found or [(document, "snapshot")])
    old = node[name]
    node[name] = not old if isinstance(old, bool) else rng.choice([0, 1, 2, 7, 12, 255, 256, 1000000, 2**53 - 1])
    return site.dumps(document)


def row_byte(data: str, rng: random.Random) -> str:
    """One byte of the rows."""
    packed = bytearray(b"".join(rows_of(data)))
    packed[rng.randrange(len(packed))] = rng.randrange(256)
    return with_rows(data, [bytes(packed)])


def spelt_otherwise(data: str, rng: random.Random) -> str:
    """Another spelling of the same JSON, and a member to come."""
    document = json.loads(data)
    document[rng.choice(["later", "__proto__", "constructor", "7", ""])] = rng.choice([{}, [1.5], None])
    return json.dumps(document, indent=rng.choice([None, 1, 3]), ensure_ascii=rng.random() < 0.5)


def dates_moved(data: str, rng: random.Random) -> str:
    """Another time, of every form."""
    times = ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1000-01-01T00:00:00Z", "8999-12-31T23:59:59Z"]
    times += ["2026-11-23T24:00:00Z", "2026-11-22T18:00:60Z", "2026-02-30T18:00:00Z", "2026-11-2T18:00:00Z"]
    times += ["2026-11-22 18:00:00Z", "2026-11-22T18:00:00+00:00", "2026-11-22T18:00:00.0Z", "2026-11-26T18:00:00Z"]
    document = json.loads(data)
    document["published_at" if "published_at" in document else "data_as_of"] = rng.choice([*times, None])
    return site.dumps(document)


def zone_changed(data: str, rng: random.Random) -> str:
    """Another time zone, or none."""
    zones = [
        "UTC",
        "Asia/Tokyo",
        "asia/kuala_lumpur",
        "Asia/Nowhere",
        "+08:00",
        "Asia",
        "../UTC",
        "",
        "Etc/GMT+12",
        "utc",
    ]
    document = json.loads(data)
    rng.choice(document["issuers"])["zone"] = rng.choice(zones)
    return site.dumps(document)


def places(node: Any, *, leaves: bool = False) -> Iterator[Place]:
    """Every value of a document as its holder and its name or number there."""
    names = node.keys() if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for name in names:
        if not leaves or not isinstance(node[name], dict | list):
            yield node, name
        yield from places(node[name], leaves=leaves)


def rows_of(data: str) -> list[bytes]:
    """The rows of a shard."""
    packed = base64.b64decode(json.loads(data)["rows"])
    return [packed[at : at + ROW] for at in range(0, len(packed), ROW)]


def with_rows(data: str, rows: list[bytes]) -> str:
    """The shard with these rows."""
    return site.dumps({**json.loads(data), "rows": base64.b64encode(b"".join(rows)).decode()})


DAMAGES: tuple[tuple[Mutation, tuple[str, ...]], ...] = (
    (cut, PATHS),
    (control, PATHS),
    (tripled, PATHS),
    (member_twice, PATHS),
    (member_missing, PATHS),
    (other_type, PATHS),
    (template_edited, (TEMPLATES,)),
    (template_of_another, (TEMPLATES,)),
    (template_missing, (TEMPLATES,)),
    (digest_changed, (TEMPLATES,)),
    (base_changed, (KEYS,)),
    (rows_cut, (SHARD,)),
    (rows_shuffled, (SHARD,)),
    (row_state, (SHARD,)),
)
LIES: tuple[tuple[Mutation, tuple[str, ...]], ...] = (
    (character, PATHS),
    (item_missing, (KEYS, TEMPLATES)),
    (item_twice, (KEYS, TEMPLATES)),
    (values_swapped, PATHS),
    (number_changed, (KEYS, TEMPLATES)),
    (row_byte, (SHARD,)),
    (spelt_otherwise, PATHS),
    (dates_moved, (KEYS, PUBLISHED)),
    (zone_changed, (KEYS,)),
)
