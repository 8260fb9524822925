"""Faults of a record's form, told in plain words: which member, what stands there, what is expected."""

import difflib
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from bukti.errors import Finding
from bukti.model.snapshot import Place

_SHOWN = 80
_TOLD = 500
"""How many faults of one file are told at most."""
_LISTED = 16
"""How many known members a message still lists."""
_SIZES = {
    "string_too_short": ("text", "at least {min_length} characters"),
    "string_too_long": ("text", "at most {max_length} characters"),
    "too_short": ("", "at least {min_length}"),
    "too_long": ("", "at most {max_length}"),
    "greater_than": ("", "more than {gt}"),
    "greater_than_equal": ("", "at least {ge}"),
    "less_than": ("", "less than {lt}"),
    "less_than_equal": ("", "at most {le}"),
}
_KINDS = {
    "model_type": "a mapping of members",
    "model_attributes_type": "a mapping of members",
    "dict_type": "a mapping (for a text: language tag: text)",
    "tuple_type": "a list",
    "list_type": "a list",
    "string_type": "a text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "date_type": "a calendar date",
    "decimal_type": "a number",
}


def form_faults(
    error: ValidationError, model: type[BaseModel], data: Any, lines: Mapping[Place, int], file: str
) -> list[Finding]:
    """Every fault that the model found, one finding for each place, in the order of the file."""
    groups: dict[Place, list[Mapping[str, Any]]] = {}
    for fault in error.errors(include_url=False)[:_TOLD]:
        place = _place(fault["loc"], data, missing=fault["type"] == "missing")
        groups.setdefault(place, []).append(typing.cast("Mapping[str, Any]", fault))
    found = [_finding(place, faults, model, data, lines, file) for place, faults in groups.items()]
    return sorted(found, key=lambda finding: (finding.line, finding.message))


def _place(loc: Sequence[str | int], data: Any, *, missing: bool) -> Place:
    """The part of pydantic's location that exists in the data (the rest names branches of a union)."""
    place: list[str | int] = []
    for step in loc:
        in_list = isinstance(data, (list, tuple)) and isinstance(step, int) and step < len(data)
        if in_list or (isinstance(data, Mapping) and step in data):
            data = data[step]
        else:
            if missing and isinstance(data, Mapping) and isinstance(step, str) and step == loc[-1]:
                place.append(step)
            break
        place.append(step)
    return tuple(place)


def _finding(
    place: Place,
    faults: Sequence[Mapping[str, Any]],
    model: type[BaseModel],
    data: Any,
    lines: Mapping[Place, int],
    file: str,
) -> Finding:
    kind = faults[0]["type"]
    member = _spelt(place)
    line = _line(place, lines)
    if kind == "missing":
        return Finding(
            file=file,
            line=line,
            code="record-missing",
            message=f"{member} is missing",
            expected=_meaning(model, place),
            hint=f"add '{place[-1]}:'" + (f" to {_spelt(place[:-1])}" if place[:-1] else ""),
        )
    if kind == "extra_forbidden":
        return _unknown_member(place, model, line, file)
    message, expected, hint = _value_fault(member, faults)
    actual = _shown(_at(data, place))
    return Finding(
        file=file,
        line=line,
        code="record-value",
        message=message,
        actual=actual,
        expected=expected,
        hint=hint or _near(actual, faults),
    )


def _unknown_member(place: Place, model: type[BaseModel], line: int, file: str) -> Finding:
    known = sorted(_members(_model_at(model, place[:-1])))
    near = difflib.get_close_matches(str(place[-1]), known, n=1, cutoff=0.5)
    inside = f" in {_spelt(place[:-1])}" if place[:-1] else ""
    return Finding(
        file=file,
        line=line,
        code="record-unknown-key",
        message=f"the key {str(place[-1])!r} is not known here",
        expected=f"one of {', '.join(known)}{inside}" if 0 < len(known) <= _LISTED else "",
        hint=f"did you mean {near[0]!r}?" if near else "remove it",
    )


def _value_fault(member: str, faults: Sequence[Mapping[str, Any]]) -> tuple[str, str, str]:
    """Message, what is expected, how to mend; several faults at one place are branches of a union."""
    words = [word for fault in faults for word in _words(fault)]
    texts = [_said(fault) for fault in faults if fault["type"] in ("value_error", "assertion_error")]
    if words:
        forms = [hint for _, hint in texts if hint]
        return f"{member} is none of the words allowed here", "one of " + ", ".join([*words, *forms]), ""
    if texts:
        said, hint = texts[0]
        return f"{member}: {said}", "", hint
    fault = faults[0]
    if fault["type"] in _SIZES:
        what, bound = _SIZES[fault["type"]]
        size = f"a {what} of the wrong length" if what else "too few or too many, too small or too large"
        return f"{member} is {size}", bound.format_map(fault["ctx"]), ""
    if fault["type"] in _KINDS:
        return f"{member} is of another kind", _KINDS[fault["type"]], ""
    if fault["type"] == "string_pattern_mismatch":
        return f"{member} is not written as it has to be", f"text of the form {fault['ctx']['pattern']}", ""
    if fault["type"].startswith("date"):
        return f"{member} is no day of the calendar", "a date like 2026-11-01", ""
    return f"{member}: {fault['msg']}", "", ""


def _words(fault: Mapping[str, Any]) -> list[str]:
    if fault["type"] != "literal_error":
        return []
    expected: str = fault["ctx"]["expected"]
    return [part.strip("' ") for part in expected.replace(" or ", ", ").split(", ")]


def _said(fault: Mapping[str, Any]) -> tuple[str, str]:
    text = str(fault["msg"]).removeprefix("Value error, ").removeprefix("Assertion failed, ")
    said, _, hint = text.partition("; ")
    return said, hint or next((mend for sign, mend in _TEXT_MENDS if sign in said), "")


_TEXT_MENDS = (
    ("normal form C", "type the text again, or let an editor normalise it (NFC)"),
    ("white space", "take the white space at its ends away"),
    ("character ", "take this character out; it is often copied along without being seen"),
)
"""How to mend text that may not be signed (TXT-1 to TXT-5)."""


def _near(actual: str, faults: Iterable[Mapping[str, Any]]) -> str:
    words = [word for fault in faults for word in _words(fault)]
    near = difflib.get_close_matches(actual, words, n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else ""


def _spelt(place: Place) -> str:
    """``outcomes[2].text.en``, list indexes from 1 as people count."""
    text = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in place)
    return text.lstrip(".") or "the record"


def _line(place: Place, lines: Mapping[Place, int]) -> int:
    for end in range(len(place), -1, -1):
        if place[:end] in lines:
            return lines[place[:end]]
    return 0


def _at(data: Any, place: Place) -> Any:
    for step in place:
        data = data[step]
    return data


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    text = str(value)
    text = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return "".join(char if char.isprintable() else f"<U+{ord(char):04X}>" for char in text)


def _members(model: type[BaseModel] | None) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()} if model else set()


def _meaning(model: type[BaseModel], place: Place) -> str:
    """The description of a member, where the model has one."""
    owner = _model_at(model, place[:-1])
    for name, field in owner.model_fields.items() if owner else ():
        if (field.alias or name) == place[-1]:
            if field.description:
                return field.description
            inner = next(_models(field.annotation), None)
            return (inner.__doc__ or "").split("\n")[0] if inner else ""
    return ""


def _model_at(model: type[BaseModel] | None, place: Place) -> type[BaseModel] | None:
    """The model of the member at ``place``; None where the members there are free."""
    for step in place:
        if model is None:
            return None
        if isinstance(step, int):
            continue
        annotation = next((f.annotation for n, f in model.model_fields.items() if (f.alias or n) == step), None)
        model = next(_models(annotation), None)
    return model


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and not typing.get_args(annotation) and issubclass(annotation, BaseModel):
        yield annotation
    for part in typing.get_args(annotation):
        yield from _models(part)
