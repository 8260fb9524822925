"""The closed shape of a credential, by the table ``spec/tables/shape.json`` (CRD-2 to CRD-10, VER-5).

The table is read by both verifiers; its note says in which order faults are found. Three rounds: the
form, the texts, the dates.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from bukti.codes import Code
from bukti.model.text import text_faults
from bukti.proof.jcs import canonical
from bukti.specification import spec_text
from bukti.verification.result import shown

Node = Mapping[str, Any]


class ShapeFault(NamedTuple):
    """A code of the check ``shape`` and the place as JSON Pointer."""

    code: Code
    where: str


def shape_fault(credential: Mapping[str, Any]) -> ShapeFault | None:
    """The first fault of a credential's shape, its proof left out; None where it is as specified."""
    table = _table()
    if not same(credential.get("@context"), table["context"]["value"]):
        return ShapeFault(Code.CONTEXT_MISMATCH, "/@context")
    body = {name: value for name, value in credential.items() if name not in ("@context", "proof")}
    rounds: tuple[tuple[Code, Callable[[], Iterator[str]]], ...] = (
        (Code.SHAPE_MISMATCH, lambda: _form(body, table["credential"], "")),
        (Code.SHAPE_MISMATCH, lambda: _rules(body)),
        (Code.TEXT_FORBIDDEN, lambda: _leaves(body, table["credential"], "", "text", _is_text)),
        (Code.DATE_FORM, lambda: _leaves(body, table["credential"], "", "date", _is_date)),
    )
    for code, faults in rounds:
        for where in faults():
            return ShapeFault(code, where)
    return None


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal: 1 and 1.0 are, 1 and true are not (VER-9)."""
    try:
        return canonical(one) == canonical(other)
    except ValueError:
        return False


def is_day(text: object, end: str) -> bool:
    """Whether ``text`` is a calendar date followed by ``end`` (CRD-10)."""
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}" + end, text):
        return False
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True


@cache
def _table() -> Node:
    table: Node = json.loads(spec_text("tables/shape.json"))
    return table


def _form(value: Any, node: Node, where: str) -> Iterator[str]:
    kind = node["is"]
    if kind == "object":
        yield from _object_form(value, node["members"], where)
    elif kind == "list":
        yield from _list_form(value, node, where)
    elif not _scalar_form(value, node):
        yield where


def _object_form(value: Any, members: Mapping[str, Node], where: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield where
        return
    for name, node in members.items():
        if name in value:
            yield from _form(value[name], node, f"{where}/{name}")
        elif not node.get("optional"):
            yield f"{where}/{name}"
    for name in sorted(value.keys() - members.keys(), key=lambda name: name.encode("utf-16-be")):
        yield f"{where}/{_escaped(shown(name))}"


def _list_form(value: Any, node: Node, where: str) -> Iterator[str]:
    if not isinstance(value, list) or not node["min"] <= len(value) <= node["max"]:
        yield where
        return
    for number, item in enumerate(value):
        yield from _form(item, node["of"], f"{where}/{number}")
    for number, item in enumerate(value):
        if any(same(item, earlier) for earlier in value[:number]):
            yield f"{where}/{number}"


def _scalar_form(value: Any, node: Node) -> bool:
    kind = node["is"]
    if kind == "exactly":
        return same(value, node["value"])
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    if not isinstance(value, str):
        return False
    return kind != "match" or re.fullmatch(node["pattern"], value) is not None


def _rules(body: Mapping[str, Any]) -> Iterator[str]:
    subject = body["credentialSubject"]
    ids = [entry["id"] for entry in subject["achievement"].get("resultDescription", ())]
    for number, one in enumerate(ids):
        if one in ids[:number]:
            yield f"/credentialSubject/achievement/resultDescription/{number}/id"
    named = [entry["resultDescription"] for entry in subject.get("result", ())]
    for number, one in enumerate(named):
        if one not in ids or one in named[:number]:
            yield f"/credentialSubject/result/{number}/resultDescription"
    status = body["credentialStatus"]
    if status["id"] != f"{status['statusListCredential']}#{status['statusListIndex']}":
        yield "/credentialStatus/id"


def _leaves(value: Any, node: Node, where: str, kind: str, right: Callable[[Any, Node], bool]) -> Iterator[str]:
    """Places of the leaves of ``kind`` that are not ``right``; the form is known to fit the table."""
    if node["is"] == "object":
        for name, member in node["members"].items():
            if name in value:
                yield from _leaves(value[name], member, f"{where}/{name}", kind, right)
    elif node["is"] == "list":
        for number, item in enumerate(value):
            yield from _leaves(item, node["of"], f"{where}/{number}", kind, right)
    elif node["is"] == kind and not right(value, node):
        yield where


def _is_text(value: str, node: Node) -> bool:
    if not value or len(value.encode()) > node.get("max_bytes", len(value.encode())):
        return False
    return not text_faults(value, multiline=node.get("multiline", False))


def _is_date(value: str, node: Node) -> bool:
    return is_day(value, node["end"])


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
