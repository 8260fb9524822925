"""Where values stand in JSON, and other spellings of the same JSON."""

import json
import random
from collections.abc import Mapping
from typing import Any

from tests.vectors.site_mutants import Place, places


def copied(document: Any) -> Any:
    """A copy that may be changed."""
    return json.loads(json.dumps(document))


def leaves(node: Any) -> list[Place]:
    """Every value that holds no others."""
    return list(places(node, leaves=True))


def texts(node: Any) -> list[Place]:
    """Every text that is not empty."""
    return [(where, name) for where, name in leaves(node) if isinstance(where[name], str) and where[name]]


def spelt(document: Any, rng: random.Random) -> str:
    """``document`` in some spelling of JSON: members in any order, white space, escapes, numbers."""
    text = json.dumps(
        shuffled(document, rng),
        ensure_ascii=rng.random() < 0.5,
        indent=rng.choice([None, 0, 1, 7, "\t"]),
        separators=rng.choice([None, (",", ":"), (" ,\r\n", "\t: ")]),
    )
    return escaped(text, rng) if rng.random() < 0.5 else text


def shuffled(node: Any, rng: random.Random) -> Any:
    """The same with the members of each object in another order."""
    if isinstance(node, Mapping):
        names = list(node)
        rng.shuffle(names)
        return {name: shuffled(node[name], rng) for name in names}
    return [shuffled(item, rng) for item in node] if isinstance(node, list) else node


def escaped(text: str, rng: random.Random) -> str:
    """Letters and digits inside of JSON's quotes written as escapes here and there; the value stays."""
    out: list[str] = []
    inside, at = False, 0
    while at < len(text):
        char = text[at]
        if inside and char == "\\":
            size = 6 if text[at + 1] == "u" else 2
            out.append(text[at : at + size])
            at += size
            continue
        if char == '"':
            inside = not inside
        out.append(_escape(char, rng) if inside and char.isalnum() and rng.random() < 0.15 else char)
        at += 1
    return "".join(out)


def _escape(char: str, rng: random.Random) -> str:
    units = char.encode("utf-16-be")
    form = rng.choice(["\\u{:04x}", "\\u{:04X}"])
    return "".join(form.format(int.from_bytes(units[at : at + 2], "big")) for at in range(0, len(units), 2))


def with_number(text: str, old: str, new: str) -> str:
    """JSON text in which the number of ``creditsAvailable`` is spelt otherwise; as it was where there is none."""
    for colon in ('"creditsAvailable": ', '"creditsAvailable":'):
        text = text.replace(f"{colon}{old}", f"{colon}{new}")
    return text
