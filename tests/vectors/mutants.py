"""Seeded mutations of good inputs: a copy that differs is never valid, and both programs say the same of it."""

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

from tools.vectors import world

Mutation = Callable[[str, random.Random], str]
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def mutants(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """``count`` mutants as ``(what was done, input)``; the same for the same seed."""
    rng = random.Random(seed)
    files = [json.dumps(world.registered(label), ensure_ascii=False) for label in world.LEARNERS]
    links = [world.link(world.card(learner)) for learner in world.LEARNERS.values()]
    numbers = [world.digits(world.card(learner)) for learner in world.LEARNERS.values()]
    plans: list[tuple[list[str], tuple[Mutation, ...]]] = [
        (files, (edited, swapped, deleted, repeated, byte_changed, proof_of_another)),
        (links, (letter_changed, letters_swapped, cut)),
        (numbers, (digit_changed, cut)),
    ]
    for number in range(count):
        inputs, mutations = plans[0 if number % 2 else rng.randrange(1, 3)]
        mutation = rng.choice(mutations)
        yield f"{number}-{mutation.__name__}", mutation(rng.choice(inputs), rng)


def edited(data: str, rng: random.Random) -> str:
    """One value becomes another one."""
    document = json.loads(data)
    node, name = rng.choice(list(_places(document)))
    node[name] = rng.choice([_other_text(node[name], rng), None, True, 0, 1.5, [], {}, "", "x", [node[name]]])
    return json.dumps(document)


def swapped(data: str, rng: random.Random) -> str:
    """Two values change places."""
    document = json.loads(data)
    (one, first), (other, second) = rng.sample(list(_leaves(document)), 2)
    one[first], other[second] = other[second], one[first]
    return json.dumps(document)


def deleted(data: str, rng: random.Random) -> str:
    """One value is taken out."""
    document = json.loads(data)
    node, name = rng.choice(list(_places(document)))
    del node[name]
    return json.dumps(document)


def repeated(data: str, rng: random.Random) -> str:
    """One value stands in another place, too."""
    document = json.loads(data)
    (one, first), (other, second) = (rng.choice(list(_places(document))) for _ in range(2))
    value = json.loads(json.dumps(one[first]))
    if isinstance(other, list):
        other.append(value)
    else:
        other[f"{second}x"] = value
    return json.dumps(document)


def byte_changed(data: str, rng: random.Random) -> str:
    """One character of the file."""
    at = rng.randrange(len(data))
    return data[:at] + chr(rng.choice([*range(0x20, 0x7F), 0xE9, 0x202E])) + data[at + 1 :]


def proof_of_another(data: str, rng: random.Random) -> str:
    """Another credential's proof."""
    document = json.loads(data)
    document["proof"] = world.registered(rng.choice(list(world.LEARNERS)))["proof"]
    return json.dumps(document)


def letter_changed(link: str, rng: random.Random) -> str:
    """One letter of a card."""
    head, _, payload = link.partition("#")
    at = rng.randrange(len(payload))
    return f"{head}#{payload[:at]}{rng.choice(_LETTERS)}{payload[at + 1 :]}"


def letters_swapped(link: str, rng: random.Random) -> str:
    """Two neighbouring letters of a card."""
    head, _, payload = link.partition("#")
    at = rng.randrange(len(payload) - 1)
    return f"{head}#{payload[:at]}{payload[at + 1]}{payload[at]}{payload[at + 2 :]}"


def digit_changed(number: str, rng: random.Random) -> str:
    """One digit of a card."""
    at = rng.randrange(len(number))
    return f"{number[:at]}{rng.randrange(10)}{number[at + 1 :]}"


def cut(data: str, rng: random.Random) -> str:
    """The end is missing."""
    return data[: rng.randrange(len(data) // 2, len(data))]


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    names = node.keys() if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for name in names:
        yield node, name
        yield from _places(node[name])


def _leaves(node: Any) -> Iterator[tuple[Any, Any]]:
    return ((where, name) for where, name in _places(node) if not isinstance(where[name], dict | list))


def _other_text(value: object, rng: random.Random) -> object:
    if not isinstance(value, str) or not value:
        return 7
    at = rng.randrange(len(value))
    return value[:at] + rng.choice("abcAZ019 -:é\u200b") + value[at + 1 :]
