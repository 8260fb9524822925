"""A verification vector before it is judged: its one reason, its input, its site."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tools.vectors import site, world

AT = "2026-11-23T12:00:00Z"
Document = dict[str, Any]
Change = Callable[[Document], object]


@dataclass(frozen=True, kw_only=True)
class Vector:
    """One input and what must come of it; ``files`` differ from the site's (None: absent).

    ``verdict``, ``must_fail`` (check and code) and ``found`` (check to code) are stated by hand; the rest of the
    expectation is what the Python verifier finds, written down so that another one must find the same.
    ``at_hand`` are documents as JSON texts (VER-25).
    """

    name: str
    why: str
    clause: str
    data: str | bytes
    verdict: str
    must_fail: tuple[str, str] | None = None
    found: Mapping[str, str] = field(default_factory=dict)
    at_hand: tuple[str, ...] = ()
    at: str = AT
    files: Mapping[str, str | None] = field(default_factory=dict)
    repeat: int = 1

    def input_bytes(self) -> bytes:
        """The input as a verifier gets it."""
        raw = self.data.encode() if isinstance(self.data, str) else self.data
        return raw * self.repeat

    def input_member(self) -> dict[str, Any]:
        """The input as the vector's file states it."""
        if isinstance(self.data, bytes):
            return {"input_base64": base64.b64encode(self.data).decode()}
        if self.repeat > 1:
            return {"input_repeat": [self.data, self.repeat]}
        return {"input": self.data}


def text(document: object) -> str:
    """JSON as a learner's file has it, but for the form."""
    return json.dumps(document, ensure_ascii=False)


def changed(label: str, change: Change) -> str:
    """A registered credential, changed after it was signed."""
    document = json.loads(text(world.registered(label)))
    change(document)
    return text(document)


def resigned(label: str, change: Change, signer: str | None = None) -> str:
    """A registered credential, changed and signed again with the right key: the signature is no fault.

    Raises ValueError for what no signature would cover (a null, an unknown term); use :func:`changed`.
    """
    learner = world.LEARNERS[label]
    document = json.loads(text(world.unsigned(learner)))
    change(document)
    return text(world.sign(document, signer or f"{world.provider_of(learner.template)}/{learner.key}"))


def put(place: str, value: object) -> Change:
    """A change: ``value`` at a JSON Pointer, whether or not something stands there."""

    def change(document: Document) -> None:
        *way, last = place.split("/")[1:]
        node: Any = document
        for step in way:
            node = node[int(step)] if isinstance(node, list) else node[step]
        node[int(last) if isinstance(node, list) else last] = value

    return change


def drop(place: str) -> Change:
    """A change: what stands at a JSON Pointer is taken out."""

    def change(document: Document) -> None:
        *way, last = place.split("/")[1:]
        node: Any = document
        for step in way:
            node = node[int(step)] if isinstance(node, list) else node[step]
        del node[int(last) if isinstance(node, list) else last]

    return change


def site_with(path: str, change: Change) -> dict[str, str | None]:
    """One file of the site, changed."""
    document = site.parsed(site.site(), path)
    change(document)
    return {path: site.dumps(document)}


def published_at(at: str) -> dict[str, str | None]:
    """The site, published at another time."""
    return {"published.json": site.dumps(site.published(at))}


STALE: Mapping[str, str | None] = published_at("2026-11-10T03:00:00Z")
"""A site that was published 13 days before :data:`AT`."""
