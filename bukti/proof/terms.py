"""JSON-LD safe mode: nothing of a document may get lost on the way to RDF.

A JSON-LD processor drops in silence what the contexts do not define: unknown members, unknown
types, relative addresses, nulls, empty lists. What is dropped is not signed. This module walks the document with
the terms that are in force at each place (JSON-LD 1.1 API, section 5.1: type-scoped contexts hold
for one node, property-scoped ones for what is below) and reports all that would be dropped. It
takes less than a processor does: members are terms (no compact or absolute IRIs), and keywords,
value objects and nested contexts are refused, because no document of ours has them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Context = Mapping[str, Any] | list[Any] | str | None

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]+")


@dataclass(frozen=True)
class Scope:
    """The terms in force at one place; ``vocab`` when every other term gets a meaning, too."""

    terms: Mapping[str, Any]
    vocab: bool = False

    def extended(self, context: Context, known: Mapping[str, Context]) -> "Scope":
        """This scope with ``context`` on top. Raises ValueError for a context that is not in ``known``."""
        if context is None:
            return Scope({})
        if isinstance(context, str):
            if context not in known:
                raise ValueError(f"the context {context} is not one of those at hand")
            return self.extended(known[context], known)
        if isinstance(context, list):
            scope = self
            for one in context:
                scope = scope.extended(one, known)
            return scope
        terms = {name: value for name, value in context.items() if not name.startswith("@")}
        return Scope({**self.terms, **terms}, self.vocab or "@vocab" in context)

    def meaning(self, name: str) -> str | None:
        """What ``name`` stands for: a keyword, an IRI (perhaps compact), or None when it has no meaning."""
        definition = self.terms.get(name)
        if isinstance(definition, Mapping):
            definition = definition.get("@id", name)
        if definition is None and name not in self.terms and self.vocab:
            return name
        return definition

    def about(self, name: str) -> Mapping[str, Any]:
        """The definition of the term ``name`` as an object, empty where it has no details."""
        definition = self.terms.get(name)
        return definition if isinstance(definition, Mapping) else {}


def lost_parts(document: Mapping[str, Any], known: Mapping[str, Context]) -> Iterator[str]:
    """All that a JSON-LD processor would drop of ``document``, each as one plain sentence.

    ``known`` maps the address of each context to its content. Raises ValueError for other contexts.
    """
    scope = Scope({}).extended(document.get("@context"), known)
    body = {name: value for name, value in document.items() if name != "@context"}
    yield from _Walk(known).node(body, scope, "")


@dataclass(frozen=True)
class _Walk:
    known: Mapping[str, Context]

    def node(self, node: Mapping[str, Any], scope: Scope, where: str) -> Iterator[str]:
        inner = scope
        for name in _types(node, scope):
            if scope.meaning(name) is None and not _ABSOLUTE.fullmatch(name):
                yield f"{where or '/'}: no context defines the type {name!r}"
            if "@context" in scope.about(name):
                inner = inner.extended(scope.about(name)["@context"], self.known)
        for name, value in node.items():
            yield from self.member(name, value, scope, inner, f"{where}/{name}")

    def member(self, name: str, value: object, outer: Scope, inner: Scope, where: str) -> Iterator[str]:
        meaning = inner.meaning(name)
        if meaning is None or name.startswith("@"):
            yield f"{where}: no context defines this member"
        elif meaning == "@id":
            yield from _address(value, where)
        elif meaning != "@type":
            # Type-scoped contexts end with their node: what is below starts from the scope around it.
            below = outer
            if "@context" in inner.about(name):
                below = outer.extended(inner.about(name)["@context"], self.known)
            yield from self.value(value, inner.about(name).get("@type"), below, where)

    def value(self, value: object, kind: str | None, scope: Scope, where: str) -> Iterator[str]:
        if isinstance(value, list):
            if not value:
                yield f"{where}: an empty list says nothing"
            for index, one in enumerate(value):
                yield from self.value(one, kind, scope, f"{where}/{index}")
        elif kind == "@json":
            return
        elif isinstance(value, Mapping):
            yield from self.node(value, scope, where)
        elif value is None:
            yield f"{where}: null says nothing"
        elif kind == "@id" or (kind == "@vocab" and not _has_meaning(value, scope)):
            yield from _address(value, where)


def _types(node: Mapping[str, Any], scope: Scope) -> list[str]:
    found: list[str] = []
    for name, value in node.items():
        if scope.meaning(name) == "@type":
            found += value if isinstance(value, list) else [value]
    if not all(isinstance(name, str) for name in found):
        raise ValueError("a type is not text")
    # In this order type-scoped contexts are applied (JSON-LD 1.1 API, 5.1.2, step 11).
    return sorted(found)


def _has_meaning(value: object, scope: Scope) -> bool:
    return isinstance(value, str) and scope.meaning(value) is not None


def _address(value: object, where: str) -> Iterator[str]:
    if not isinstance(value, str) or not _ABSOLUTE.fullmatch(value):
        yield f"{where}: {value!r} is not an absolute address (IRI)"
