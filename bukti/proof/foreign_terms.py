"""Whether every part of a stranger's document has a meaning in the contexts at hand (VER-29).

JSON-LD processors drop what has none, each in its own way; what is dropped no signature covers. So
a document is walked first, by rules that are narrower than JSON-LD's and the same in both languages
(``verifier/src/outside/terms.ts``): what passes here has one meaning for every processor. Unlike
:mod:`bukti.proof.terms`, which guards what we sign, nested contexts are taken, and terms that are protected hold.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from bukti.proof.terms import Context

MAX_VALUES = 20_000
"""Values of a document: each object, list, text, number, truth value and null counts as one."""
MAX_OBJECTS = 2_000
MAX_NESTED = 32
"""Objects inside a document that have contexts of their own."""
MAX_ADDRESSES = 96
"""Contexts that a document names in all: each one named is read anew, however often it was read before."""
CONTEXT_UNKNOWN, TERM_UNDEFINED, GRAPH_TOO_HARD = "context-unknown", "term-undefined", "graph-too-hard"

_CHAR = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2}|[\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef])"
_HOST = r"//(?:[A-Za-z0-9._~-]+@)?(?:[A-Za-z0-9._~-]|%[0-9A-Fa-f]{2})*(?::[0-9]{0,5})?(?=[/?#]|\Z)"
_IRI = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:(?:{_HOST}|(?!//)){_CHAR}*(?:#{_CHAR}*)?")
_BLANK = re.compile(r"_:[A-Za-z0-9]+")
_CONTAINERS = ({"@set"}, {"@list"}, {"@graph"}, {"@graph", "@set"})


class ForeignFault(ValueError):
    """Why a stranger's document has no canonical form here; ``code`` is one of ``spec/codes.json``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def hold(document: Mapping[str, Any], known: Mapping[str, Context]) -> None:
    """Raise :class:`ForeignFault` unless every part of ``document`` has a meaning in contexts of ``known``."""
    if not _is_at_hand(document.get("@context"), known):
        raise ForeignFault(CONTEXT_UNKNOWN)
    named = list(_contexts_within(document, known))
    if len(named) - 1 > MAX_NESTED or sum(named) > MAX_ADDRESSES:
        raise ForeignFault(GRAPH_TOO_HARD)
    if _size(document, Mapping) > MAX_OBJECTS or _size(document, object) > MAX_VALUES:
        raise ForeignFault(GRAPH_TOO_HARD)
    _Walk(known).node(document, _Scope())


def _is_at_hand(context: object, known: Mapping[str, Context]) -> bool:
    listed = [context] if isinstance(context, str) else context
    return isinstance(listed, list) and bool(listed) and all(isinstance(one, str) and one in known for one in listed)


def _contexts_within(value: object, known: Mapping[str, Context]) -> Iterator[int]:
    """Of ``value`` and each object within it that has a ``@context``: how many contexts it names, all at hand."""
    if isinstance(value, Mapping) and "@context" in value:
        context = value["@context"]
        if not _is_at_hand(context, known):
            raise ForeignFault(CONTEXT_UNKNOWN)
        yield len(context) if isinstance(context, list) else 1
    for one in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _contexts_within(one, known)


def _size(value: object, kind: type) -> int:
    within = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return isinstance(value, kind) + sum(_size(one, kind) for one in within)


def _undefined() -> NoReturn:
    raise ForeignFault(TERM_UNDEFINED)


@dataclass(frozen=True)
class _Scope:
    """The terms in force at one place, and which of them no later context may define in another way."""

    terms: Mapping[str, Any] = field(default_factory=dict)
    protected: frozenset[str] = frozenset()

    def extended(self, context: Context, known: Mapping[str, Context], *, override: bool = False) -> "_Scope":
        """This scope with ``context`` on top; ``override`` where it belongs to a member (JSON-LD 1.1, 4.1.11)."""
        if isinstance(context, str):
            return self.extended(known[context], known, override=override)
        if isinstance(context, list):
            scope = self
            for one in context:
                scope = scope.extended(one, known, override=override)
            return scope
        if context is None:
            return _Scope()
        own = {name: definition for name, definition in context.items() if not name.startswith("@")}
        terms, protected = {**self.terms, **own}, set(self.protected)
        for name, definition in own.items():
            if name in protected and not override and _plain(self.terms[name], self.terms) != _plain(definition, terms):
                _undefined()
            if _details(definition).get("@protected", context.get("@protected", False)):
                protected.add(name)
        return _Scope(terms, frozenset(protected))

    def meaning(self, name: str) -> str:
        """The keyword or address that ``name`` stands for; faults where it has none."""
        if name not in self.terms or "@reverse" in self.about(name):
            _undefined()
        found = self.about(name).get("@id", name)
        return found if isinstance(found, str) and found else _undefined()

    def about(self, name: str) -> Mapping[str, Any]:
        """The definition of the term ``name`` as an object."""
        return _details(self.terms.get(name))


def _details(definition: object) -> Mapping[str, Any]:
    return definition if isinstance(definition, Mapping) else {"@id": definition}


def _plain(definition: object, terms: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a definition says, its addresses in full, so that two can be compared."""
    said = {name: value for name, value in _details(definition).items() if name != "@protected"}
    return {name: _full(value, terms) if name in ("@id", "@type") else value for name, value in said.items()}


def _full(address: object, terms: Mapping[str, Any]) -> object:
    prefix, colon, rest = address.partition(":") if isinstance(address, str) else ("", "", "")
    base = _details(terms.get(prefix)).get("@id")
    return base + rest if colon and isinstance(base, str) and not rest.startswith("//") else address


@dataclass(frozen=True)
class _Walk:
    known: Mapping[str, Context]

    def node(self, node: Mapping[str, Any], around: _Scope, beside: _Scope | None = None) -> None:
        """Check one object; type-scoped contexts hold for its own members, its own context for all below.

        ``beside`` are the terms of the members of the object that holds this one: by them, too, some
        processors read an object that has an id and a type alone.
        """
        scope = around.extended(node["@context"], self.known) if "@context" in node else around
        body = {name: value for name, value in node.items() if name != "@context"}
        types = self.types(body, scope)
        inner = self.scoped(scope, types)
        if beside is not None and sorted(inner.meaning(name) for name in body) == ["@id", "@type"]:
            self.scoped(beside.extended(node.get("@context", []), self.known), types)
        keywords = [inner.meaning(name) for name in body if inner.meaning(name).startswith("@")]
        if not body or len(set(keywords)) < len(keywords) or any(name.startswith("@") for name in body):
            _undefined()
        for name, value in body.items():
            self.member(name, value, scope, inner)

    def scoped(self, scope: _Scope, types: list[str]) -> _Scope:
        """``scope`` with the contexts of these types on top."""
        inner = scope
        for name in types:
            if "@context" in scope.about(name):
                inner = inner.extended(scope.about(name)["@context"], self.known)
        return inner

    def types(self, body: Mapping[str, Any], scope: _Scope) -> list[str]:
        """The types of an object in the order in which their contexts count (JSON-LD 1.1 API, 5.1.2, step 11)."""
        found: list[str] = []
        for name, value in body.items():
            if name in scope.terms and scope.about(name).get("@id") == "@type":
                found += value if isinstance(value, list) else [value]
        for name in found:
            if not isinstance(name, str):
                _undefined()
            _named(name, scope)
        return sorted(found)

    def member(self, name: str, value: object, scope: _Scope, inner: _Scope) -> None:
        meaning, definition = inner.meaning(name), inner.about(name)
        container = definition.get("@container", "@set")
        if meaning == "@id":
            _address(value, scope)
        elif meaning == "@type":
            if value == [] or inner.about(name) != scope.about(name):
                _undefined()
        elif (
            meaning.startswith("@") or set([container] if isinstance(container, str) else container) not in _CONTAINERS
        ):
            _undefined()
        else:
            below, beside = (
                one.extended(definition.get("@context", []), self.known, override=True) for one in (scope, inner)
            )
            values = value if isinstance(value, list) else [value]
            if not values or ("@graph" in container and any(_is_bare(one) for one in values)):
                _undefined()
            for one in values:
                self.value(one, definition.get("@type", "@none"), below, beside)

    def value(self, value: object, kind: str, scope: _Scope, beside: _Scope) -> None:
        if value is None or isinstance(value, list) or kind == "@json":
            _undefined()
        if isinstance(value, Mapping):
            self.node(value, scope, beside)
        elif kind == "@id":
            _address(value, scope)
        elif kind == "@vocab":
            _named(value if isinstance(value, str) else _undefined(), scope)


def _is_bare(value: object) -> bool:
    """Whether an object has a single member: as the whole of a graph it says nothing."""
    return isinstance(value, Mapping) and len(value.keys() - {"@context"}) < 2


def _named(name: str, scope: _Scope) -> None:
    """A type, or a value out of a vocabulary: a term that stands for an address, or an address."""
    if name not in scope.terms:
        _iri(name, scope)
    elif scope.meaning(name).startswith("@"):
        _undefined()


def _address(value: object, scope: _Scope) -> None:
    if not isinstance(value, str):
        _undefined()
    if not _BLANK.fullmatch(value):
        _iri(value, scope)


def _iri(value: str, scope: _Scope) -> None:
    # "term:rest" would be read as short for an address.
    scheme, _, rest = value.partition(":")
    if not _IRI.fullmatch(value) or (scheme in scope.terms and not rest.startswith("//")):
        _undefined()
