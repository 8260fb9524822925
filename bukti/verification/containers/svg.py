"""Credentials in SVG pictures: one element, as badges are baked (CON-7, CON-8).

No parser of XML: what it would do beyond finding one element (documents' types, entities, other files)
is what is to be kept away from strangers' files.
"""

import re
from dataclasses import dataclass

from bukti.codes import Code
from bukti.verification.containers.parts import MAX_PARTS, Budget, ContainerFault, Found, Text, UnreadableError

_NAMES = {"credential": False, "assertion": True}
_SPACES = ("https://purl.imsglobal.org/ob/v3p0", "http://openbadges.org")
_BLANK = " \t\r\n"
_NAME = re.compile(r"[^\t\n\r <>\"'=/]+")
_STOP = re.compile(r"[\"'<>]")
_SUBSET_END = re.compile(r"\][ \t\r\n]*>")
_BETWEEN = re.compile(r"[\t\n\r /]")
_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7}));|&")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ATTRIBUTE = 200
"""Characters before a quoted value in which the attribute's name is looked for."""


def read_svg(data: bytes) -> Found | None:
    """The texts of an SVG; None where the markup is no SVG. Raises ContainerFault."""
    try:
        text = data.decode()
    except UnicodeError:
        raise ContainerFault(Code.PARSE_NOT_TEXT) from None
    return _Reader(text).read()


@dataclass(frozen=True)
class _Tag:
    name: str
    attributes: dict[str, str]
    end: int
    empty: bool


class _EndlessError(ValueError):
    """Something is begun and never ended."""


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._budget = Budget(MAX_PARTS)
        self._prefixes = {"openbadges"}
        self._found = Found()
        self._inside = False

    def read(self) -> Found | None:
        """All texts; None where the first tag is not that of an SVG."""
        try:
            while self._next() and self._step():
                pass
        except _EndlessError:
            self._found.damaged = True
        return self._found if self._inside else None

    def _next(self) -> bool:
        self._at = self._text.find("<", self._at)
        return self._at >= 0

    def _step(self) -> bool:
        """Past what begins here; False where it is no SVG."""
        self._budget.spend()
        if self._passed():
            return True
        tag = self._tag()
        prefix, colon, local = tag.name.rpartition(":")
        if not self._inside and local != "svg":
            return False
        self._inside = True
        declared = (name for name, value in tag.attributes.items() if value in _SPACES)
        self._prefixes |= {name[6:] for name in declared if name.startswith("xmlns:")}
        self._at = tag.end
        if colon and prefix in self._prefixes and local in _NAMES:
            self._found.add(Text(self._content(tag), _NAMES[local]))
        return True

    def _passed(self) -> bool:
        """Goes past a comment, a CDATA section, an instruction, a declaration or an end tag; False at a tag."""
        for mark, end in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("</", ">")):
            if self._text.startswith(mark, self._at):
                self._at = self._find(end, self._at + len(mark)) + len(end)
                return True
        if not self._text.startswith("<!", self._at):
            return False
        close = self._find(">", self._at)
        subset = self._text.find("[", self._at, close)
        self._at = close + 1 if subset < 0 else self._subset_end(subset)
        return True

    def _subset_end(self, start: int) -> int:
        ended = _SUBSET_END.search(self._text, start)
        if ended is None:
            raise _EndlessError
        return ended.end()

    def _find(self, mark: str, start: int) -> int:
        at = self._text.find(mark, start)
        if at < 0:
            raise _EndlessError
        return at

    def _tag(self) -> _Tag:
        name = _NAME.match(self._text, self._at + 1)
        if name is None:
            raise _EndlessError
        attributes: dict[str, str] = {}
        at = name.end()
        while True:
            stop = _STOP.search(self._text, at)
            if stop is None or stop.group() == "<":
                raise _EndlessError
            if stop.group() == ">":
                return _Tag(name.group(), attributes, stop.end(), self._text[stop.start() - 1] == "/")
            self._budget.spend()
            end = self._find(stop.group(), stop.end())
            value = self._text[stop.end() : end]
            if "<" in value:
                raise _EndlessError
            attributes.setdefault(_attribute(self._text[max(at, stop.start() - _ATTRIBUTE) : stop.start()]), value)
            at = end + 1

    def _content(self, tag: _Tag) -> bytes | None:
        """The text of a credential's element, the reading left behind it."""
        try:
            text = "" if tag.empty else self._characters(tag.name)
            if not text.strip(_BLANK):
                text = _resolved(tag.attributes.get("verify", ""))
            return text.encode()
        except UnreadableError:
            return None

    def _characters(self, name: str) -> str:
        parts: list[str] = []
        while True:
            start = self._at
            self._at = self._find("<", start)
            self._budget.spend()
            parts.append(_resolved(self._text[start : self._at]))
            start = self._at
            if not self._passed():
                raise UnreadableError
            passed = self._text[start : self._at]
            if passed.startswith("<![CDATA["):
                parts.append(passed[9:-3])
            elif passed.startswith("</"):
                if passed[2:-1].strip(_BLANK) != name:
                    raise UnreadableError
                return "".join(parts)


def _attribute(before: str) -> str:
    """The name of the attribute whose quoted value follows ``before``; empty where there is none."""
    trimmed = before.rstrip(_BLANK)
    return _BETWEEN.split(trimmed[:-1].rstrip(_BLANK))[-1] if trimmed[-1:] == "=" else ""


def _resolved(text: str) -> str:
    """Characters with their references resolved. Raises UnreadableError for one that is not known."""
    return _REFERENCE.sub(_character, text)


def _character(reference: re.Match[str]) -> str:
    named, hexadecimal, decimal = reference.groups()
    if named:
        return _NAMED[named]
    number = int(hexadecimal, 16) if hexadecimal else int(decimal) if decimal else 0
    if not 0 < number < 0x110000 or 0xD800 <= number < 0xE000:
        raise UnreadableError
    return chr(number)
