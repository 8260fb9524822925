"""The canonical form and the signatures of documents that strangers wrote (VER-27, VER-29).

Three suites, all Ed25519: ``eddsa-rdfc-2022``, ``eddsa-jcs-2022`` and the older ``Ed25519Signature2020``.
Contexts are those at hand, the work is bounded by counts alone, and nothing is ever fetched.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import BlankNode, Quad

from bukti.proof.foreign_terms import GRAPH_TOO_HARD, TERM_UNDEFINED, ForeignFault, hold
from bukti.proof.jcs import canonical, without_proof
from bukti.proof.rdf import canonical_quads, contexts, parsed_quads

__all__ = ["JCS", "OLD", "RDFC", "ForeignFault", "SignedBody", "foreign_nquads", "signing_input"]

RDFC, JCS, OLD = "eddsa-rdfc-2022", "eddsa-jcs-2022", "Ed25519Signature2020"
_OLD_CONTEXT = "https://w3id.org/security/suites/ed25519-2020/v1"
MAX_ALIKE = 6
"""Blank nodes that are alike and linked with one another: the work grows with the factorial of their number."""
MAX_LINKS = 64
"""Statements that link such nodes."""


def foreign_nquads(document: Mapping[str, Any]) -> bytes:
    """The RDFC-1.0 form of a stranger's document with the contexts that it names.

    Raises :class:`ForeignFault`: a context that is not at hand, a part without a meaning, or a graph
    that takes too much work (VER-29).
    """
    known = contexts()
    hold(document, known)
    try:
        quads = set(parsed_quads(document, known))
    except ValueError as error:
        raise ForeignFault(TERM_UNDEFINED) from error
    if _is_hard(quads):
        raise ForeignFault(GRAPH_TOO_HARD)
    return canonical_quads(quads)


def signing_input(document: Mapping[str, Any], proof: Mapping[str, Any], suite: str) -> bytes | None:
    """What Ed25519 signs, 64 bytes, by one of the three suites; a member ``proof`` of ``document`` is ignored.

    None and errors as :meth:`SignedBody.signing_input` has them.
    """
    return SignedBody(document).signing_input(proof, suite)


class SignedBody:
    """A document without its proofs, which sign one and the same content: brought into one form once for all."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._body = without_proof(document)
        self._found: bytes | ForeignFault | None = None

    def signing_input(self, proof: Mapping[str, Any], suite: str) -> bytes | None:
        """What Ed25519 signs with the options of ``proof``, 64 bytes.

        None where no signature can fit: a proof whose ``@context`` is not the document's (*EdDSA
        Cryptosuites v1.0*, 3.3.2, taken strictly). Raises :class:`ForeignFault` as :func:`foreign_nquads` does.
        """
        options = {name: value for name, value in proof.items() if name != "proofValue"}
        if suite == JCS:
            return _joined(canonical(options), canonical(self._body)) if self._has_contexts_of(options) else None
        form = self._nquads()
        return _joined(foreign_nquads({**options, "@context": _proof_context(self._body["@context"], suite)}), form)

    def _has_contexts_of(self, options: Mapping[str, Any]) -> bool:
        if "@context" not in options:
            return True
        # Equal as JSON values: Python alone takes 1 for true.
        return "@context" in self._body and canonical(options["@context"]) == canonical(self._body["@context"])

    def _nquads(self) -> bytes:
        if self._found is None:
            try:
                self._found = foreign_nquads(self._body)
            except ForeignFault as fault:
                self._found = fault
        if isinstance(self._found, ForeignFault):
            raise self._found
        return self._found


def _proof_context(context: str | list[str], suite: str) -> list[str]:
    listed = [context] if isinstance(context, str) else context
    return [*listed, _OLD_CONTEXT] if suite == OLD and _OLD_CONTEXT not in listed else listed


def _joined(options: bytes, document: bytes) -> bytes:
    return hashlib.sha256(options).digest() + hashlib.sha256(document).digest()


def _is_hard(quads: Iterable[Quad]) -> bool:
    """Whether more blank nodes than allowed are alike and linked with one another."""
    said: dict[BlankNode, list[str]] = defaultdict(list)
    linking: list[set[BlankNode]] = []
    for quad in quads:
        terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
        blanks = {term for term in terms if isinstance(term, BlankNode)}
        for blank in blanks:
            said[blank].append("\n".join(_seen_from(blank, term) for term in terms))
        if len(blanks) > 1:
            linking.append(blanks)
    groups: dict[tuple[str, ...], set[BlankNode]] = defaultdict(set)
    for blank, lines in said.items():
        groups[tuple(sorted(lines))].add(blank)
    alike = {blank for group in groups.values() if len(group) > 1 for blank in group}
    links = [blanks & alike for blanks in linking if len(blanks & alike) > 1]
    return len(set().union(*links)) > MAX_ALIKE or len(links) > MAX_LINKS


def _seen_from(blank: BlankNode, term: object) -> str:
    """A term as the first-degree hash of ``blank`` sees it (RDFC-1.0, 4.6)."""
    if isinstance(term, BlankNode):
        return "_:a" if term == blank else "_:z"
    return str(term)
