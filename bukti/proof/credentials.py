"""Signatures on credentials: Data Integrity proofs of suite ``eddsa-rdfc-2022`` (CRD-12, CRD-13).

``sign_credential`` takes any document of known contexts. ``TemplateSigner`` does the same for many
credentials of one template, several times faster and byte for byte equal.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from bukti.model.records import Hole
from bukti.proof import keys, multikey
from bukti.proof.jcs import canonical, without_proof
from bukti.proof.keys import SigningKey
from bukti.proof.rdf import canonical_nquads, canonical_quads, contexts, quads_of

__all__ = [
    "SUITE",
    "TemplateSigner",
    "canonical_nquads",
    "contexts",
    "sign_credential",
    "signing_input",
    "verify_credential",
]

SUITE = "eddsa-rdfc-2022"
_MARK = "urn:bukti:hole:"


def sign_credential(unsigned: Mapping[str, Any], key: SigningKey, method: str, created: str) -> dict[str, Any]:
    """A copy of ``unsigned`` with a list of one proof by ``key``; an older ``proof`` is replaced.

    ``method`` is ``<issuer id>#<key id>``, ``created`` a time ``YYYY-MM-DDTHH:MM:SSZ`` (of a credential:
    its ``validFrom``). Raises ValueError when a part of the document would not be signed.
    """
    document = without_proof(unsigned)
    options = proof_options(method, created)
    signature = key.sign(signing_input(document, options))
    return _with_proof(document, options, signature)


def verify_credential(credential: Mapping[str, Any], proof: Mapping[str, Any], public: bytes) -> bool:
    """Whether ``proof`` is a good signature on ``credential`` by the key ``public``.

    A member ``proof`` of ``credential`` is ignored. Whose key that is, and the shape of both, is for the
    caller to check before (see :func:`bukti.proof.rdf.canonical_quads` on untrusted input). Never
    raises for bad input: what has no canonical form, or would be signed in part only, has no good
    signature.
    """
    if proof.get("type") != "DataIntegrityProof" or proof.get("cryptosuite") != SUITE:
        return False
    if proof.get("proofPurpose") != "assertionMethod":
        return False
    try:
        signature = multikey.decode_z(str(proof.get("proofValue")))
        return keys.verify(public, signature, signing_input(without_proof(credential), proof))
    except ValueError:
        return False


def proof_options(method: str, created: str) -> dict[str, Any]:
    """A proof without its ``proofValue`` (CRD-12)."""
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": created,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }


def signing_input(document: Mapping[str, Any], proof: Mapping[str, Any]) -> bytes:
    """What Ed25519 signs, 64 bytes: the hash of the proof without ``proofValue``, then that of the document.

    Raises ValueError when a part of either would not be signed (CRD-13).
    """
    hashed = hashlib.sha256(canonical_nquads(document)).digest()
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    context = document["@context"]
    if all(isinstance(value, str) for value in options.values()) and isinstance(context, list):
        return _hashed_options(tuple(options.items()), tuple(context)) + hashed
    return hashlib.sha256(canonical_nquads({**options, "@context": context})).digest() + hashed


@lru_cache(maxsize=256)
def _hashed_options(options: tuple[tuple[str, str], ...], context: tuple[str, ...]) -> bytes:
    # The credentials of a batch share one proof but for its value: canonicalised once.
    return hashlib.sha256(canonical_nquads({**dict(options), "@context": list(context)})).digest()


def _with_proof(document: Mapping[str, Any], options: Mapping[str, Any], signature: bytes) -> dict[str, Any]:
    return {**document, "proof": [{**options, "proofValue": multikey.encode_z(signature)}]}


class TemplateSigner:
    """Signs credentials that differ at the holes of one template only (TPL-2 to TPL-4).

    The template is parsed once, with a mark in each hole, and its statements are kept as RDF terms. For
    a learner the marked terms are replaced (terms, never text) and the statements canonicalised.
    """

    def __init__(self, credential: Mapping[str, Any], holes: Iterable[Hole], key: SigningKey, method: str) -> None:
        """Take a template's ``credential`` and ``holes``; ``method`` is ``<issuer id>#<key id>``.

        Raises ValueError when a hole has no place in the credential, or the credential has parts that
        would not be signed.
        """
        self._credential = credential
        self._paths = tuple(_path(hole.pointer) for hole in holes)
        self._key = key
        self._method = method
        marks = [f"{_MARK}{number}" for number in range(len(self._paths))]
        if _MARK.encode() in canonical(credential):
            raise ValueError(f"a template may not hold the text {_MARK}")
        quads = quads_of(_replaced(credential, self._paths, marks))
        self._places = {mark: number for number, mark in enumerate(marks)}
        marked = [self._is_marked(quad) for quad in quads]
        self._constant = [quad for quad, open_ in zip(quads, marked, strict=True) if not open_]
        self._open = [quad for quad, open_ in zip(quads, marked, strict=True) if open_]

    def sign(self, filled: Mapping[str, Any]) -> dict[str, Any]:
        """A filled template (``bukti.templates.fill``) with its proof; equal to :func:`sign_credential`.

        ``created`` is the credential's ``validFrom`` (CRD-10). Raises ValueError when ``filled`` is not
        this template filled, or a value makes no RDF term (a space in an address).
        """
        texts = [_at(filled, path) for path in self._paths]
        if _replaced(filled, self._paths, [""] * len(texts)) != self._credential:
            raise ValueError("the credential is not this template filled: it differs beside the holes")
        document = hashlib.sha256(canonical_quads(self._filled_quads(texts))).digest()
        options = proof_options(self._method, filled["validFrom"])
        head = _hashed_options(tuple(options.items()), tuple(filled["@context"]))
        return _with_proof(filled, options, self._key.sign(head + document))

    def _is_marked(self, quad: Quad) -> bool:
        return any(_value(term) in self._places for term in (quad.subject, quad.object))

    def _filled_quads(self, texts: Sequence[str]) -> list[Quad]:
        opened = [
            Quad(
                self._term(quad.subject, texts),
                quad.predicate,
                self._term(quad.object, texts),
                quad.graph_name,
            )
            for quad in self._open
        ]
        return self._constant + opened

    def _term(self, term: Any, texts: Sequence[str]) -> Any:
        number = self._places.get(_value(term))
        if number is None:
            return term
        if isinstance(term, NamedNode):
            return NamedNode(texts[number])
        if term.language:
            return Literal(texts[number], language=term.language)
        return Literal(texts[number], datatype=term.datatype)


def _value(term: Any) -> str:
    return "" if isinstance(term, BlankNode) else str(term.value)


def _path(pointer: str) -> tuple[str, ...]:
    return tuple(pointer.split("/")[1:])


def _at(document: Any, path: Sequence[str]) -> str:
    place: Any = document
    try:
        for step in path:
            place = place[int(step)] if isinstance(place, list) else place[step]
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise ValueError(f"there is no /{'/'.join(path)}") from error
    if not isinstance(place, str):
        raise ValueError(f"/{'/'.join(path)} is not text")
    return place


def _replaced(document: Mapping[str, Any], paths: Sequence[Sequence[str]], texts: Sequence[str]) -> dict[str, Any]:
    """A copy of ``document`` with the texts at the paths; what no path leads to is shared, not copied."""
    copy = dict(document)
    for path, text in zip(paths, texts, strict=True):
        _at(document, path)
        place: Any = copy
        for step in path[:-1]:
            index = int(step) if isinstance(place, list) else step
            place[index] = list(place[index]) if isinstance(place[index], list) else dict(place[index])
            place = place[index]
        place[int(path[-1]) if isinstance(place, list) else path[-1]] = text
    return copy
