"""Registered credentials as they are, or in another spelling of the same: none of them may be refused."""

import json
import random
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from bukti.proof.jcs import canonical
from tests.agreement.places import copied, escaped, shuffled, spelt, with_number
from tests.agreement.registry import Original, originals
from tools.vectors import world


class Control(NamedTuple):
    """What was done to whom, the input, and the verdict that has to be said."""

    kind: str
    label: str
    data: bytes
    verdict: str


Respelling = Callable[[Original, random.Random], str | bytes]


def learner_file(one: Original, rng: random.Random) -> bytes:
    """The learner's file, byte for byte."""
    return canonical(one.document) + b"\n"


def member_order(one: Original, rng: random.Random) -> str:
    """Members in another order."""
    return json.dumps(shuffled(one.document, rng), ensure_ascii=False)


def white_space(one: Original, rng: random.Random) -> str:
    """White space of every kind that JSON allows."""
    indents: list[int | str] = [0, 1, 4, "\t", " \r"]
    text = json.dumps(one.document, ensure_ascii=False, indent=rng.choice(indents))
    return rng.choice(["", " ", "\r\n\t"]) + text + rng.choice(["", "\n", "\r\n \t"])


def escapes(one: Original, rng: random.Random) -> str:
    """Characters written as escapes, surrogate pairs included."""
    return escaped(json.dumps(one.document, ensure_ascii=rng.random() < 0.5), rng)


def number_spelling(one: Original, rng: random.Random) -> str:
    """The same number, spelt otherwise."""
    old = json.dumps(one.document["credentialSubject"]["achievement"].get("creditsAvailable"))
    plain = (
        ["{}0", "{}000", "{}e0", "{}E+00"] if "." in old else ["{}.0", "{}.000", "{}e0", "{}0e-1", "{}E+0", "{}00.0e-2"]
    )
    return with_number(json.dumps(one.document), old, rng.choice(plain).format(old))


def proof_as_object(one: Original, rng: random.Random) -> str:
    """The proof as one object."""
    return spelt({**one.document, "proof": one.document["proof"][0]}, rng)


def byte_order_mark(one: Original, rng: random.Random) -> str:
    """A byte order mark and white space around it."""
    return f"\ufeff {json.dumps(one.document, ensure_ascii=False)}\r\n"


def all_at_once(one: Original, rng: random.Random) -> str:
    """Order, white space and escapes."""
    return spelt(one.document, rng)


def presentation_of_one(one: Original, rng: random.Random) -> str:
    """A wallet's presentation, whose own proof nobody judges."""
    wrapper: dict[str, Any] = {
        "@context": world.CONTEXT[:1],
        "type": rng.choice(["VerifiablePresentation", ["VerifiablePresentation"]]),
    }
    member: Any = copied(one.document)
    wrapper["verifiableCredential"] = rng.choice([member, [member]])
    wrapper["proof"] = {"type": "DataIntegrityProof", "proofValue": "z1"}
    return spelt(wrapper, rng)


def card_link(one: Original, rng: random.Random) -> str:
    """The link, of this host or another, or its payload alone."""
    payload = one.link.partition("#")[2]
    return rng.choice([one.link, payload, f"https://elsewhere.example/x/#{payload}", f"#{payload}\n", f" {one.link} "])


def card_number(one: Original, rng: random.Random) -> str:
    """The number of the QR code, alone or behind the link."""
    return rng.choice([one.digits, f"{world.BASE}/v/#{one.digits}", f"{one.digits}\n"])


KINDS: tuple[Respelling, ...] = (
    learner_file, member_order, white_space, escapes, number_spelling, proof_as_object, byte_order_mark, all_at_once,
    presentation_of_one, card_link, card_number,
)  # fmt: skip


def controls(count: int, seed: int) -> Iterator[Control]:
    """``count`` controls, each kind as often as any other; the same for the same seed."""
    rng = random.Random(seed)
    genuine = [one for one in originals() if one.verdict != "invalid"]
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        one = rng.choice(genuine)
        data = kind(one, rng)
        yield Control(kind.__name__, one.label, data if isinstance(data, bytes) else data.encode(), one.verdict)
