"""A strict reader of JSON: one meaning for every reader, or a named fault (CRD-1, VER-3).

The standard module takes the last of two members with one name and gives no way to say which fault
comes first in the text; both verifiers have to name the same one. So the structure is read here and
the standard module decodes what is left: single strings.
"""

import json
import re
from typing import Any, NoReturn

from bukti.codes import Code
from bukti.verification.limits import MAX_DEPTH, MAX_NUMBER

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_STRING = re.compile(r'"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*"')
_WORD = re.compile(r"true|false|null")
_WORDS = {"true": True, "false": False, "null": None}


class JsonFault(ValueError):
    """The first fault of a JSON text: a code of ``spec/codes.json`` and what fills its sentence."""

    def __init__(self, code: Code, **names: str) -> None:
        super().__init__(code)
        self.code = code
        self.names = names


def read_json(text: str) -> Any:
    """The value of a JSON text; whole numbers are ``int`` however they are spelt (``1.0`` is 1).

    Raises :class:`JsonFault` for the first fault in the text.
    """
    reader = _Reader(text)
    value = reader.value(1)
    reader.end()
    return value


def in_range(number: float) -> bool:
    """Whether a parsed number may stand in a credential: within ±(2^53−1), at most two decimals (CRD-1)."""
    return abs(number) <= MAX_NUMBER and float(f"{number:.2f}") == number


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def value(self, depth: int) -> Any:
        """The value that begins here; ``depth`` counts it if it is an object or a list."""
        self._match(_SPACE)
        first = self._text[self._at : self._at + 1]
        if first == "{":
            return self._object(depth)
        if first == "[":
            return self._list(depth)
        if first == '"':
            return self._string()
        word = self._match(_WORD)
        return _WORDS[word] if word else self._number()

    def end(self) -> None:
        """Nothing but white space may follow."""
        self._match(_SPACE)
        if self._at < len(self._text):
            self._refuse()

    def _object(self, depth: int) -> dict[str, Any]:
        self._open(depth)
        members: dict[str, Any] = {}
        if self._take("}"):
            return members
        while True:
            self._match(_SPACE)
            name = self._string()
            if name in members:
                raise JsonFault(Code.PARSE_DUPLICATE_KEY, name=name)
            self._expect(":")
            members[name] = self.value(depth + 1)
            if not self._take(","):
                break
        self._expect("}")
        return members

    def _list(self, depth: int) -> list[Any]:
        self._open(depth)
        items: list[Any] = []
        if self._take("]"):
            return items
        while True:
            items.append(self.value(depth + 1))
            if not self._take(","):
                break
        self._expect("]")
        return items

    def _string(self) -> str:
        value = str(json.loads(self._match(_STRING) or self._refuse()))
        if any("\ud800" <= char <= "\udfff" for char in value):
            raise JsonFault(Code.PARSE_SURROGATE)
        return value

    def _number(self) -> int | float:
        literal = self._match(_NUMBER) or self._refuse()
        number = float(literal)
        if not in_range(number):
            raise JsonFault(Code.PARSE_NUMBER, number=literal)
        return int(number) if number.is_integer() else number

    def _open(self, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise JsonFault(Code.PARSE_DEPTH)
        self._at += 1

    def _match(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if found is None:
            return ""
        self._at = found.end()
        return found.group()

    def _take(self, mark: str) -> bool:
        self._match(_SPACE)
        if not self._text.startswith(mark, self._at):
            return False
        self._at += 1
        return True

    def _expect(self, mark: str) -> None:
        if not self._take(mark):
            self._refuse()

    def _refuse(self) -> NoReturn:
        raise JsonFault(Code.PARSE_NOT_JSON)
