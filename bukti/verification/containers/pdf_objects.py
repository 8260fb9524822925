"""The objects of a PDF that stand outside streams, found by reading the file from its beginning (CON-9).

Tables of positions are not followed: they may be wrong, of two kinds, or several; the objects are there all the
same. A file is taken as Latin-1 text, so that the expressions are those of the other verifier.
"""

import re
from dataclasses import dataclass, field

from bukti.verification.containers.parts import MAX_PARTS, MAX_TOKENS, Budget

_WHITE = r"\0\t\n\f\r "
_REGULAR = rf"[^{_WHITE}()<>\[\]{{}}/%]"
# Possessive: runs of digits cost less, and what is found stays the same.
_HEADER = re.compile(rf"([0-9]{{1,10}}+)[{_WHITE}]{{1,32}}[0-9]{{1,5}}[{_WHITE}]{{1,32}}obj(?![0-9A-Za-z])|trailer")
_TOKEN = re.compile(rf"[{_WHITE}]*(%[^\r\n]*|<<|>>|[\[\]]|/{_REGULAR}*|{_REGULAR}+|\(|<[0-9A-Fa-f{_WHITE}]*>)")
_STRING = re.compile(r"[^()\\]*(?:\\[\s\S]|[()])")
_INTEGER = re.compile(rf"[{_WHITE}]{{0,32}}([0-9]{{1,10}})[{_WHITE}]{{1,32}}endobj")
_COMMENTS = rf"(?:%[^\r\n]{{0,200}}[\r\n][{_WHITE}]{{0,32}}){{0,4}}"
_OPEN = re.compile(rf"[{_WHITE}]{{0,32}}{_COMMENTS}<<")
_STREAM = re.compile(rf"[{_WHITE}]{{0,32}}{_COMMENTS}stream(?:\r\n|\n|\r)")
_ENDED = re.compile(rf"[{_WHITE}]{{0,32}}endstream")
_DIRECT = re.compile(r"[0-9]{1,10}")
_INDIRECT = re.compile(rf"([0-9]{{1,10}})[{_WHITE}]+[0-9]{{1,5}}[{_WHITE}]+R")
_ESCAPED = re.compile(r"#([0-9A-Fa-f]{2})")
_MAX_DICTIONARY = 65_536

Entries = dict[str, str]
"""Members of a dictionary: name to value as it is written."""


@dataclass(frozen=True)
class PdfObject:
    """An object: the members of its dictionary and, of a stream, where its data stand."""

    entries: Entries = field(default_factory=dict)
    data: tuple[int, int] | None = None
    start: int = -1
    length: int | None = None
    """The number of the object that says how long the data are."""

    @property
    def is_stream(self) -> bool:
        """Whether data follow the dictionary."""
        return self.start >= 0


class PdfFile:
    """All objects by number, the last of each, and whether the file is encrypted. Raises ContainerFault."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.objects: dict[int, PdfObject] = {}
        self.locked = False
        self._integers: dict[int, int] = {}
        self._at = 0
        self._unended = False
        self._parts, self._tokens = Budget(MAX_PARTS), Budget(MAX_TOKENS)
        while header := _HEADER.search(text, self._at):
            self._parts.spend()
            self._at = header.end()
            self._object(None if header.group(1) is None else int(header.group(1)))

    def data(self, one: PdfObject) -> str | None:
        """The data of a stream, as long as it is said elsewhere if it is; None where it has none."""
        said = None if one.length is None else self._integers.get(one.length)
        span = None if said is None else self._span(one.start, said)
        found = span or one.data
        return None if found is None else self.text[found[0] : found[1]]

    def _object(self, number: int | None) -> None:
        """What follows a header: of an object its number, of a trailer None."""
        integer = _INTEGER.match(self.text, self._at)
        entries = None if integer else self._dictionary()
        if number is None:
            self.locked = self.locked or (entries is not None and "Encrypt" in entries)
            return
        self._integers.pop(number, None)
        if integer:
            self._integers[number] = int(integer.group(1))
        stream = None if entries is None else _STREAM.match(self.text, self._at)
        if entries is None or stream is None:
            self.objects[number] = PdfObject(entries or {})
            return
        self.objects[number] = self._stream(entries, stream.end())
        self.locked = self.locked or (name_of(entries.get("Type", "")) == "XRef" and "Encrypt" in entries)

    def _stream(self, entries: Entries, start: int) -> PdfObject:
        length = entries.get("Length", "")
        span = self._span(start, int(length)) if _DIRECT.fullmatch(length) else None
        if span is not None:
            self._at = span[1]
            return PdfObject(entries, span, start)
        indirect = _INDIRECT.fullmatch(length)
        end = -1 if self._unended else self.text.find("endstream", start)
        self._unended = end < 0
        self._at = max(start, end)
        found = None if end < 0 else (start, end - _line_end(self.text[max(start, end - 2) : end]))
        return PdfObject(entries, found, start, int(indirect.group(1)) if indirect else None)

    def _span(self, start: int, length: int) -> tuple[int, int] | None:
        end = start + length
        return (start, end) if end <= len(self.text) and _ENDED.match(self.text, end) else None

    def _dictionary(self) -> Entries | None:
        """The dictionary that begins here, the reading left behind it; None where there is none, or no whole one."""
        reader = _Dictionary(self.text, self._at, self._tokens)
        whole = reader.read()
        self._at = reader.at
        return reader.entries if whole else None


class _Dictionary:
    def __init__(self, text: str, at: int, budget: Budget) -> None:
        self.at = at
        self.entries: Entries = {}
        self._text = text
        self._last = at + _MAX_DICTIONARY
        self._budget = budget
        self._depth = 1
        self._key: str | None = None
        self._value = -1

    def read(self) -> bool:
        """Whether a whole dictionary was read."""
        begun = _OPEN.match(self._text, self.at)
        if begun is None:
            return False
        self.at = begun.end()
        while self.at < self._last:
            token = _TOKEN.match(self._text, self.at)
            if token is None:
                return False
            self._budget.spend()
            self.at = token.end()
            if not token.group(1).startswith("%") and not self._take(token.group(1), token.start(1)):
                return False
            if self._depth == 0:
                return True
        return False

    def _take(self, token: str, start: int) -> bool:
        """Counts one token in; False where it cannot stand there."""
        if token in (">>", "]"):
            self._depth -= 1
            if self._depth == 0:
                self._close(start)
            return True
        if self._depth == 1:
            if token[0] == "/" and (self._key is None or self._value >= 0):
                self._close(start)
                self._key = token[1:]
                return True
            if self._key is None:
                return False
            if self._value < 0:
                self._value = start
        if token in ("<<", "["):
            self._depth += 1
        return not token.startswith("(") or self._string()

    def _close(self, end: int) -> None:
        if self._key is not None:
            value = "" if self._value < 0 else self._text[self._value : end]
            self.entries[unescaped(self._key)] = value.strip("\0\t\n\f\r ")
        self._key, self._value = None, -1

    def _string(self) -> bool:
        """Past a string in parentheses, which may hold others."""
        depth = 1
        while depth > 0:
            part = _STRING.match(self._text, self.at)
            if part is None or part.end() > self._last:
                return False
            self._budget.spend()
            self.at = part.end()
            last = part.group()[-1] if part.group()[-2:-1] != "\\" else ""
            depth += {"(": 1, ")": -1}.get(last, 0)
        return True


def unescaped(name: str) -> str:
    """A name without its escapes (``#2F``)."""
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), name)


def name_of(value: str) -> str:
    """The name that a value is, without its solidus; empty for any other value."""
    return unescaped(value[1:]) if re.fullmatch(rf"/{_REGULAR}*", value) else ""


def names_of(value: str) -> list[str] | None:
    """The names that a value is or lists; None for what is neither."""
    if not value or value == "null":
        return []
    listed = re.fullmatch(r"\[([^\[\]]*)\]", value)
    inside = listed.group(1) if listed else value
    if not re.fullmatch(rf"(?:[{_WHITE}]*/{_REGULAR}*)*[{_WHITE}]*", inside):
        return None
    names = re.findall(rf"/({_REGULAR}*)", inside)
    return [unescaped(name) for name in names] if listed or len(names) == 1 else None


def references_of(value: str) -> set[int]:
    """The numbers of the objects to which a value refers."""
    return {int(found.group(1)) for found in _INDIRECT.finditer(value)}


def _line_end(last: str) -> int:
    return 2 if last == "\r\n" else 1 if last[-1:] in ("\r", "\n") else 0
