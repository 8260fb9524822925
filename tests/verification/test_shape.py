"""The closed shape, by its table (VER-5): the first fault, at its place."""

import copy
import re
from typing import Any

import pytest

from bukti.verification.shape import is_day, same, shape_fault
from tools.vectors import world
from tools.vectors.case import drop, put

GOOD = world.unsigned(world.LEARNERS["aisyah"])


def fault_after(*changes: Any) -> tuple[str, str] | None:
    """The fault of a good credential after changes."""
    document = copy.deepcopy(GOOD)
    for change in changes:
        change(document)
    found = shape_fault(document)
    return (found.code.value, found.where) if found else None


@pytest.mark.parametrize("label", world.LEARNERS)
def test_all_registered_credentials_are_of_the_shape(label: str) -> None:
    assert shape_fault(world.registered(label)) is None


def places(node: Any, where: str = "") -> list[str]:
    """The pointers of all members of objects in a document."""
    found: list[str] = []
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, value in items:
        if isinstance(node, dict):
            found.append(f"{where}/{name}")
        found += places(value, f"{where}/{name}")
    return found


OPTIONAL = r"/validUntil|.*/(creditsAvailable|alignment|resultDescription|result|target(Code|Framework)|allowedValue)"


@pytest.mark.parametrize("where", places(GOOD))
def test_only_optional_members_may_be_missing(where: str) -> None:
    """CRD-3 to CRD-8: a member without which a credential is whole is one that the table marks."""
    found = fault_after(drop(where))
    if re.fullmatch(OPTIONAL, where):
        assert found is None or found[0] == "shape-mismatch"
    else:
        assert found == ("context-mismatch" if where == "/@context" else "shape-mismatch", where)


@pytest.mark.parametrize("where", [place for place in places(GOOD) if place != "/@context"])
@pytest.mark.parametrize("value", [None, {}, [], 7, True, {"@value": "x"}, [["x"]]])
def test_a_value_of_another_kind(where: str, value: object) -> None:
    found = fault_after(put(where, value))
    if where.endswith("/creditsAvailable") and type(value) is int:
        assert found is None
    else:
        assert found is not None
        assert found[0] == "shape-mismatch"


def test_an_unknown_member_of_the_document() -> None:
    assert fault_after(put("/evidence", "x")) == ("shape-mismatch", "/evidence")


def test_an_unknown_member_of_every_object() -> None:
    for where in places(GOOD):
        node: Any = GOOD
        for step in where.split("/")[1:]:
            node = node[int(step)] if isinstance(node, list) else node[step]
        if isinstance(node, dict):
            assert fault_after(put(f"{where}/extra", "x")) == ("shape-mismatch", f"{where}/extra")


class TestOrder:
    def test_context_before_all(self) -> None:
        assert fault_after(put("/@context", []), drop("/id")) == ("context-mismatch", "/@context")

    def test_form_before_text_before_date(self) -> None:
        name = put("/name", " x")
        day = put("/validFrom", "today")
        assert fault_after(name, day, drop("/credentialStatus")) == ("shape-mismatch", "/credentialStatus")
        assert fault_after(name, day) == ("text-forbidden", "/name")
        assert fault_after(day) == ("date-form", "/validFrom")

    def test_members_of_the_table_before_unknown_ones(self) -> None:
        assert fault_after(put("/aaa", 1), put("/issuer/type", "Profile")) == ("shape-mismatch", "/issuer/type")

    def test_unknown_members_by_utf_16(self) -> None:
        found = fault_after(put("/\uff5e", 1), put("/\U0001d11e\u202e", 1))
        assert found == ("shape-mismatch", "/??")

    def test_a_pointer_is_escaped_and_not_long(self) -> None:
        assert fault_after(lambda d: d.update({"a/b~c": 1})) == ("shape-mismatch", "/a~1b~0c")
        assert fault_after(lambda d: d.update({"x" * 100: 1})) == ("shape-mismatch", "/" + "x" * 64 + "…")


def test_the_proof_is_no_part_of_the_shape() -> None:
    assert fault_after(put("/proof", "anything")) is None


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (1, 1.0, True),
        (1, True, False),
        (0, False, False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ([1, 2], [2, 1], False),
        (None, "", False),
    ],
)
def test_json_equality(one: object, other: object, equal: bool) -> None:
    assert same(one, other) is equal


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2026-11-01T00:00:00Z", True),
        ("2028-02-29T00:00:00Z", True),
        ("2027-02-29T00:00:00Z", False),
        ("0000-01-01T00:00:00Z", False),
        ("2026-11-01T00:00:00Z\n", False),
        ("2026-11-1T00:00:00Z", False),
        (20261101, False),
        (None, False),
    ],
)
def test_days(text: object, right: bool) -> None:
    assert is_day(text, "T00:00:00Z") is right
