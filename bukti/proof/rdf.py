"""From a JSON-LD document to the canonical N-Quads that get signed (RDFC-1.0; CRD-13)."""

import json
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse, serialize

from bukti.proof.jcs import canonical
from bukti.proof.terms import Context, lost_parts

MAX_QUADS = 20_000
"""More statements than any credential of 256 KiB has; beyond it nothing is canonicalised."""


@cache
def contexts() -> Mapping[str, Context]:
    """The JSON-LD contexts at hand, by address; nothing is ever fetched.

    Raises FileNotFoundError in a checkout that was not set up (``make setup`` makes the file).
    """
    text = (files("bukti") / "_generated" / "contexts.json").read_text(encoding="utf-8")
    return {address: document["@context"] for address, document in json.loads(text).items()}


def quads_of(document: Mapping[str, Any], known: Mapping[str, Context] | None = None) -> list[Quad]:
    """The RDF statements of a document, in safe mode.

    Its ``@context`` is an address or a list of addresses of ``known`` (default :func:`contexts`); they
    are put in their place as text, so nothing is fetched. Safe mode: before the processor runs,
    :func:`bukti.proof.terms.lost_parts` names every member, type, address and value that it would
    drop. Raises ValueError for these, for a context that is not at hand, for what has no RFC 8785
    form, and for more than :data:`MAX_QUADS` statements.
    """
    at_hand = contexts() if known is None else known
    addresses = document.get("@context")
    addresses = [addresses] if isinstance(addresses, str) else addresses
    if not isinstance(addresses, list) or not all(isinstance(one, str) for one in addresses):
        raise ValueError("@context is not a list of addresses")
    lost = _first_lost(document, at_hand)
    if lost is not None:
        raise ValueError(f"this would not be signed: {lost}")
    body = canonical({name: value for name, value in document.items() if name != "@context"})
    inlined = _usual(tuple(addresses)) if known is None else _inlined(addresses, at_hand)
    return _parsed(b'{"@context":' + inlined + (b"," if body != b"{}" else b"") + body[1:])


def parsed_quads(document: Mapping[str, Any], known: Mapping[str, Context]) -> list[Quad]:
    """The RDF statements of a document without safe mode; contexts inside of it may be addresses of ``known``, too.

    For documents that were walked before (:func:`bukti.proof.foreign_terms.hold`). Raises ValueError for
    what is no JSON-LD and for more than :data:`MAX_QUADS` statements; KeyError for a context not in ``known``.
    """
    return _parsed(canonical(_with_contexts(document, known)))


def _with_contexts(value: Any, known: Mapping[str, Context]) -> Any:
    if isinstance(value, list):
        return [_with_contexts(one, known) for one in value]
    if not isinstance(value, Mapping):
        return value
    within = {name: _with_contexts(one, known) for name, one in value.items() if name != "@context"}
    if "@context" in value:
        named = value["@context"]
        within["@context"] = [known[one] for one in ([named] if isinstance(named, str) else named)]
    return within


def _first_lost(document: Mapping[str, Any], known: Mapping[str, Context]) -> str | None:
    try:
        return next(lost_parts(document, known), None)
    except RecursionError as error:
        raise ValueError("nested too deeply to be signed") from error


def _inlined(addresses: Iterable[str], known: Mapping[str, Context]) -> bytes:
    return json.dumps([known[one] for one in addresses], separators=(",", ":")).encode()


@lru_cache(maxsize=16)
def _usual(addresses: tuple[str, ...]) -> bytes:
    return _inlined(addresses, contexts())


def _parsed(text: bytes) -> list[Quad]:
    found: list[Quad] = []
    try:
        for quad in parse(input=text, format=RdfFormat.JSON_LD):
            if len(found) == MAX_QUADS:
                raise ValueError(f"more than {MAX_QUADS} statements")
            found.append(quad)
    except SyntaxError as error:
        raise ValueError(f"not JSON-LD: {error}") from error
    return found


def canonical_quads(quads: Iterable[Quad]) -> bytes:
    """The RDFC-1.0 form of statements: canonical N-Quads, one a line, in code point order.

    The work is bounded only for statements whose blank nodes differ in what is said of them: ask for
    the form of untrusted input after its shape was checked, so that no list holds two equal members.
    """
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines = (serialize(dataset, format=RdfFormat.N_QUADS) or b"").split(b"\n")
    # Only LF ends a line here: other line ends, such as U+2028, may stand inside a literal.
    return b"".join(line + b"\n" for line in sorted(lines) if line)


def canonical_nquads(document: Mapping[str, Any], known: Mapping[str, Context] | None = None) -> bytes:
    """The RDFC-1.0 form of a JSON-LD document in safe mode; raises as :func:`quads_of` does."""
    return canonical_quads(quads_of(document, known))
