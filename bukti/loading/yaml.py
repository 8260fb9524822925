"""Strict YAML (REC-1): one document of mappings, lists and strings, with the line of every member.

The loader works on the parser's events, so that what YAML would turn into something else (``NO``,
``on``, ``012``, ``12:30:45``, dates) stays the string that was written; what a string means is for
the record's model to say. Anchors, aliases, tags, merge keys and second documents are refused.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml
from yaml._yaml import CParser

from bukti.errors import Finding
from bukti.loading.dump import dump_record
from bukti.loading.plain import explain, file_faults, finding
from bukti.model.snapshot import Place

__all__ = ["BLOCK_LIMITS", "LIMITS", "Document", "Limits", "dump_record", "load_yaml"]

MAX_DEPTH = 16
_PARSER_FAULTS = (yaml.YAMLError, ValueError, RecursionError, MemoryError, OverflowError)


@dataclass(frozen=True)
class Limits:
    """How large a file and a scalar may be, in bytes and characters; ``blocks`` names longer members."""

    file: int = 1_000_000
    scalar: int = 10_000
    block: int = 64 * 1024 * 1024
    blocks: frozenset[str] = frozenset()
    values: int = 100_000
    """How many members and list entries."""
    faults: int = 100
    """After how many faults reading ends."""


LIMITS = Limits()
"""For what people write."""
BLOCK_LIMITS = Limits(file=72 * 1024 * 1024, blocks=frozenset({"hashes", "replaced_by"}))
"""For batches and acts."""


class Document(NamedTuple):
    """What a file says: nested dict, list and str, and the line (from 1) of every place in it."""

    data: Any
    lines: Mapping[Place, int]


@dataclass
class _Open:
    """A mapping or list that has begun and not ended."""

    place: Place
    content: dict[str, Any] | list[Any]
    key: str | None = None
    key_line: int = 0


@dataclass
class _Builder:
    """Puts events together; gathers faults and goes on where it can."""

    file: str
    limits: Limits
    lines: dict[Place, int] = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0
    data: Any = None
    values: int = 0

    def fault(self, code: str, line: int, message: str, **more: str) -> None:
        self.faults.append(finding(self.file, line, code, message, **more))

    def take(self, event: Any) -> bool:
        """Take in one event; False when reading on makes no sense."""
        line = event.start_mark.line + 1
        self.values += 1
        if self.values > 2 * self.limits.values:  # a member has an event for its name and one for its value
            self.fault("yaml-values", line, "the file has too many values", expected=f"at most {self.limits.values:,}")
        if self.values > 2 * self.limits.values or len(self.faults) >= self.limits.faults:
            return False
        if isinstance(event, yaml.DocumentStartEvent):
            return self._begin_document(event, line)
        if isinstance(event, yaml.AliasEvent):
            self.fault(
                "yaml-alias",
                line,
                f"*{event.anchor} is a YAML alias",
                hint="write the value out in full; a text that begins with * has to stand in quotes",
            )
            self._put("", line)
            return True
        if isinstance(event, (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            self._refuse_properties(event, line)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, yaml.SequenceStartEvent):
            return self._begin([], line)
        elif isinstance(event, yaml.MappingStartEvent):
            return self._begin({}, line)
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            self.stack.pop()
        return True

    def _begin_document(self, event: Any, line: int) -> bool:
        self.documents += 1
        if self.documents > 1:
            self.fault(
                "yaml-second-document",
                line,
                "a second document begins here",
                hint="one file holds one record",
            )
            return False
        if event.version or event.tags:
            self.fault("yaml-directive", line, "a % directive stands before the document", hint="remove it")
        return True

    def _refuse_properties(self, event: Any, line: int) -> None:
        if event.anchor:
            self.fault(
                "yaml-anchor",
                line,
                f"&{event.anchor} is a YAML anchor",
                hint="remove it; a text that begins with & has to stand in quotes",
            )
        if event.tag:
            self.fault(
                "yaml-tag",
                line,
                f"{event.tag} is a YAML tag",
                hint="remove it; a text that begins with ! has to stand in quotes",
            )

    def _scalar(self, event: Any, line: int) -> None:
        value: str = event.value
        if self._is_key():
            self._key(value, line, plain=not event.style)
            return
        if value == "" and not event.style:
            self.fault(
                "yaml-no-value",
                line,
                f"{self._name()} has no value",
                hint='write a value, or take the whole line out (an empty text is "")',
            )
        self._put(self._checked(value, line), line)

    def _checked(self, value: str, line: int) -> str:
        top = self.stack[-1].key if len(self.stack) == 1 else None
        limit = self.limits.block if top in self.limits.blocks else self.limits.scalar
        if len(value) > limit:
            self.fault(
                "yaml-scalar-size",
                line,
                f"{self._name()} is a text of {len(value):,} characters",
                expected=f"at most {limit:,}",
            )
            return value[:limit]
        for character in value if top not in self.limits.blocks else "":
            if character < " " and character not in "\n\t":
                self.fault(
                    "yaml-control-character",
                    line,
                    f"{self._name()} holds the control character U+{ord(character):04X}",
                    hint="remove it",
                )
                return value.replace(character, "")
        return value

    def _name(self) -> str:
        if not self.stack:
            return "the document"
        top = self.stack[-1]
        return f"{top.key!r}" if isinstance(top.content, dict) else "a list entry"

    def _is_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].content, dict) and self.stack[-1].key is None

    def _key(self, key: str, line: int, *, plain: bool) -> None:
        top = self.stack[-1]
        assert isinstance(top.content, dict)  # noqa: S101 - tells the type checker what _is_key found
        if key == "<<" and plain:
            self.fault("yaml-merge-key", line, "<< is a YAML merge key", hint="write the members out in full")
        elif key in top.content:
            self.fault(
                "yaml-duplicate-key",
                line,
                f"the key {key!r} stands twice in one mapping",
                actual=f"first on line {self.lines[(*top.place, key)]}",
                hint="keep one of the two",
            )
        if len(key) > 200:
            self.fault("yaml-scalar-size", line, f"a key of {len(key):,} characters", expected="at most 200")
        top.key, top.key_line = key, line

    def _put(self, value: Any, line: int) -> Place:
        """Put a value where it belongs and say where that is."""
        if not self.stack:
            self.data, self.lines[()] = value, line
            return ()
        top = self.stack[-1]
        if isinstance(top.content, list):
            place: Place = (*top.place, len(top.content))
            top.content.append(value)
        elif top.key is None:  # a list, mapping or alias where a key has to stand
            self.fault("yaml-key", line, "a key that is no plain text", expected="key: value")
            return (*top.place, "")
        else:
            place = (*top.place, top.key)
            line = top.key_line
            if top.key not in top.content:
                top.content[top.key] = value
                self.lines[place] = line
            top.key = None
            return place
        self.lines[place] = line
        return place

    def _begin(self, content: dict[str, Any] | list[Any], line: int) -> bool:
        if len(self.stack) >= MAX_DEPTH:
            self.fault("yaml-depth", line, f"nested deeper than {MAX_DEPTH}", expected=f"at most {MAX_DEPTH} levels")
            return False
        as_key = self._is_key()
        place = self._put(content, line)
        self.stack.append(_Open(place, content))
        return not as_key


def _events(data: bytes) -> Iterator[Any]:
    parser = CParser(data)
    try:
        while (event := parser.get_event()) is not None:
            yield event
    finally:
        parser.dispose()


def load_yaml(data: bytes, file: str, limits: Limits = LIMITS) -> tuple[Document | None, list[Finding]]:
    """The document in ``data``, or all faults that keep it from being one (REC-1).

    Never raises for what stands in the file: each fault of the parser becomes a finding in plain words.
    """
    faults = file_faults(data, file, limits.file)
    if faults:
        return None, faults
    builder = _Builder(file, limits)
    try:
        for event in _events(data):
            if not builder.take(event):
                break
    except _PARSER_FAULTS as error:
        builder.faults.append(explain(error, data, file))
    if not builder.faults and (builder.documents == 0 or builder.data in (None, "")):
        builder.fault("yaml-empty", 0, "the file is empty", hint="write a record into it or delete it")
    if builder.faults:
        return None, builder.faults
    return Document(builder.data, builder.lines), []
