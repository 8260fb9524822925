"""Strict YAML (REC-1): what scalars stay, where things stand, and that nothing raises."""

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from bukti.loading import dump_record, load_yaml
from bukti.loading.yaml import Limits


def faults(text: str | bytes) -> list[tuple[str, int]]:
    document, found = load_yaml(text.encode() if isinstance(text, str) else text, "f.yaml")
    assert (document is None) == bool(found)
    return [(finding.code, finding.line) for finding in found]


@pytest.mark.parametrize(
    "value",
    ["NO", "on", "012", "1_0", "12:30:45", "2026-11-01", "null", "~", "1e3", "0x1F", ".inf", "true", "=", "-1"],
)
def test_a_scalar_stays_what_was_written(value: str) -> None:
    document, found = load_yaml(f"a: {value}\n".encode(), "f.yaml")
    assert not found
    assert document is not None
    assert document.data == {"a": value}


def test_every_place_has_its_line() -> None:
    text = b"# head\na: 1\nb:\n  - x\n  - c: 2\n    d: >-\n      long\n      text\n  - [p, q]\n"
    document, _ = load_yaml(text, "f.yaml")
    assert document is not None
    assert document.data == {"a": "1", "b": ["x", {"c": "2", "d": "long text"}, ["p", "q"]]}
    lines = document.lines
    assert [lines[p] for p in ((), ("a",), ("b",), ("b", 0), ("b", 1), ("b", 1, "d"), ("b", 2), ("b", 2, 1))] == [
        2, 2, 3, 4, 5, 6, 9, 9,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\nb: @x\n", "yaml-syntax", 2),
        ("a: b: c\n", "yaml-syntax", 1),
        ("a: 1\n  b: 2\n", "yaml-syntax", 2),
        ("a: 'it's'\n", "yaml-syntax", 1),
        ("a: [1\n", "yaml-syntax", 2),
        ('a: "\\q"\n', "yaml-syntax", 1),
        ("a: 1\n\n  \tb: 2\n", "yaml-tab", 3),
        ("? [a]\n: b\n", "yaml-key", 1),
        ("a: 1\nb: 2\na: 3\n", "yaml-duplicate-key", 3),
        ("a:\n  b: 1\n  b: 1\n", "yaml-duplicate-key", 3),
        ("a: &x 1\n", "yaml-anchor", 1),
        ("a: *x\n", "yaml-alias", 1),
        ("a: !x 1\n", "yaml-tag", 1),
        ("<<: {b: 1}\n", "yaml-merge-key", 1),
        ("a: 1\n---\nb: 1\n", "yaml-second-document", 2),
        ("a: 1\n...\nb: 1\n", "yaml-syntax", 3),
        ("a:\n", "yaml-no-value", 1),
        ("", "yaml-empty", 0),
        ("# nothing\n", "yaml-empty", 0),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, code: str, line: int) -> None:
    assert (code, line) in faults(text)


def test_all_faults_of_a_file_are_gathered() -> None:
    found = faults("a: &x 1\nb: *x\n<<: 3\na: !!str 3\n")
    assert [code for code, _ in found] == [
        "yaml-anchor",
        "yaml-alias",
        "yaml-merge-key",
        "yaml-duplicate-key",
        "yaml-tag",
    ]


def test_messages_speak_plainly_and_say_how_to_mend() -> None:
    for text in ("a: @x\n", "a: b: c\n", "a: 'it's'\n", "a: [1\n", "a:\n\tb: 1\n", "a: > x\n"):
        _, found = load_yaml(text.encode(), "f.yaml")
        assert found[0].hint
        assert "token" not in found[0].message
        assert "scalar" not in found[0].message


def test_limits_hold_and_the_value_just_below_passes() -> None:
    limits = Limits(file=100, scalar=10)
    assert load_yaml(b"a: 1234567890\n", "f", limits)[1] == []
    assert [f.code for f in load_yaml(b"a: 12345678901\n", "f", limits)[1]] == ["yaml-scalar-size"]
    assert [f.code for f in load_yaml(b"#" * 101, "f", limits)[1]] == ["file-size"]
    deep = "[" * 16 + "x" + "]" * 16
    assert faults(f"{deep}\n") == []
    assert faults(f"[{deep}]\n") == [("yaml-depth", 1)]


@given(st.binary(max_size=200))
@settings(max_examples=400, deadline=None)
def test_no_bytes_make_the_loader_raise(data: bytes) -> None:
    document, found = load_yaml(data, "f.yaml")
    assert (document is None) == bool(found)


@given(st.text(alphabet="ab:-?[]{},&*!|>'\"%@`#\n \t0", max_size=60))
@settings(max_examples=600, deadline=None)
def test_no_signs_of_yaml_make_the_loader_raise(text: str) -> None:
    document, found = load_yaml(text.encode(), "f.yaml")
    assert (document is None) == bool(found)


TEXT = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cs", "Cc"),
        include_characters="\n",
        exclude_characters="\x85\u2028\u2029\ufeff",
    ),
    max_size=140,
)
KEY = st.from_regex(r"[a-z][a-zA-Z_]{0,10}", fullmatch=True)
MISREAD = st.sampled_from(["no", "012", "1e3", "2026-11-01", "y", "-", "# x", "a: b"])
SCALARS = st.one_of(TEXT, st.integers(0, 10**9), st.booleans(), MISREAD)
FORMS = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEY, inner, max_size=4), max_leaves=12
)


def as_strings(value: object) -> object:
    if isinstance(value, dict):
        return {key: as_strings(member) for key, member in value.items()}
    if isinstance(value, list):
        return [as_strings(member) for member in value]
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


@given(st.dictionaries(KEY, FORMS, min_size=1, max_size=5))
@settings(max_examples=400, deadline=None)
def test_what_is_written_is_read_again(form: dict[str, object]) -> None:
    document, found = load_yaml(dump_record(form).encode(), "f.yaml", Limits(scalar=100_000))
    assert not found
    assert document is not None
    assert document.data == as_strings(form)


@given(st.dictionaries(KEY, FORMS, min_size=1, max_size=5))
@settings(max_examples=200, deadline=None)
def test_other_yaml_parsers_read_the_same_types(form: dict[str, object]) -> None:
    import yaml

    assert yaml.safe_load(dump_record(form)) == form


def test_the_first_line_names_the_schema_for_editors() -> None:
    form = {"schema": "definition/v1", "provider": "a", "id": "b", "version": 1}
    assert dump_record(form).startswith(
        "# yaml-language-server: $schema=../../../spec/schemas/definition.schema.json\nschema: definition/v1\n"
    )
