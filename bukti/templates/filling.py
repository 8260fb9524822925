"""Templates as bytes, filled with a learner's values, and read back from a credential (TPL-1, TPL-4)."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from bukti.model import Template
from bukti.proof.jcs import canonical
from bukti.templates.values import Values, hole_texts, values_from

Path = tuple[str, ...]


def template_bytes(template: Template) -> bytes:
    """The template's file: its RFC 8785 bytes and nothing after them (TPL-1)."""
    return canonical(template.json_form())


def digest_of(template: Template) -> str:
    """SHA-256 of the template's bytes in lower-case hex: its name (TPL-1)."""
    return hashlib.sha256(template_bytes(template)).hexdigest()


def fill(template: Template, values: Values) -> dict[str, Any]:
    """The unsigned credential that ``template`` and ``values`` make (TPL-4).

    Parts without holes are shared with the template, not copied: do not change them. Raises
    ValueError when the values are not those that the template has holes for.
    """
    texts = hole_texts(values, status_list_of(template))
    if texts.keys() != {hole.hole for hole in template.holes}:
        raise ValueError("the values are not those that the template has holes for")
    credential: dict[str, Any] = template.credential
    for hole in template.holes:
        credential = _placed(credential, _path(hole.pointer), texts[hole.hole])
    return credential


def values_of(template: Template, credential: Mapping[str, Any]) -> Values | None:
    """The values with which ``template`` rebuilds ``credential`` (``proof`` aside); None if none do."""
    unsigned = {name: value for name, value in credential.items() if name != "proof"}
    texts: dict[str, str] = {}
    for hole in template.holes:
        text = at(unsigned, hole.pointer)
        if not isinstance(text, str):
            return None
        texts[hole.hole] = text
    values = values_from(texts)
    if values is None or hole_texts(values, status_list_of(template)) != texts:
        return None
    return values if same_json(fill(template, values), unsigned) else None


def status_list_of(template: Template) -> str:
    """The address of the status list that the template names."""
    return str(template.credential["credentialStatus"]["statusListCredential"])


def same_json(left: object, right: object) -> bool:
    """Whether two parsed JSON values are equal: member order aside, ``true`` never 1, 3 equal to 3.0."""
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(same_json(left[name], right[name]) for name in left)
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        return len(left) == len(right) and all(same_json(a, b) for a, b in zip(left, right, strict=True))
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return left == right


def at(node: Any, pointer: str) -> Any:
    """What stands at a JSON Pointer without escapes; None where there is no such place."""
    for step in _path(pointer):
        try:
            node = node[int(step)] if isinstance(node, list) else node[step]
        except (KeyError, IndexError, TypeError, ValueError):
            return None
    return node


def _path(pointer: str) -> Path:
    return tuple(pointer.split("/")[1:])


def _placed(node: Any, path: Path, text: str) -> Any:
    """A copy of ``node`` with ``text`` at ``path``; only what lies on the way is copied."""
    if not path:
        return text
    copy: Any = list(node) if isinstance(node, Sequence) else dict(node)
    step = int(path[0]) if isinstance(node, Sequence) else path[0]
    copy[step] = _placed(node[step], path[1:], text)
    return copy
