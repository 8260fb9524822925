"""Faults of files and of YAML syntax, told in plain words."""

import re
from collections.abc import Callable

import yaml

from bukti.errors import Finding

_CLAUSE = "spec/records.md REC-1"
_Fault = Callable[..., list[Finding]]
_BREAKS = {
    "\x85": "U+0085 NEXT LINE",
    "\u2028": "U+2028 LINE SEPARATOR",
    "\u2029": "U+2029 PARAGRAPH SEPARATOR",
}

# What libyaml says -> what is wrong, how to mend it.
_PROBLEMS = (
    (
        "mapping values are not allowed",
        "a 'key: value' stands where none can begin",
        "check the indentation, and put a text that holds ': ' in quotes",
    ),
    (
        "block sequence entries are not allowed",
        "a list entry '- …' stands on a line where none can begin",
        "begin it on a line of its own, or put a text that begins with '- ' in quotes",
    ),
    (
        "could not find expected ':'",
        "a line is no 'key: value'",
        "add the colon, or indent the line so that it belongs to the text above",
    ),
    (
        "did not find expected key",
        "a line does not fit the lines around it",
        "check the indentation of this line and the quotes of the line before",
    ),
    (
        "did not find expected '-' indicator",
        "a line between list entries is no list entry",
        "begin it with '- ', or indent it so that it belongs to the entry above",
    ),
    ("did not find expected ',' or ']'", "a list in [ ] is not closed", "close it with ]"),
    ("did not find expected ',' or '}'", "a mapping in { } is not closed", "close it with }"),
    ("found unexpected end of stream", "a quote is opened and never closed", "close the quote"),
    ("found unexpected document indicator", "a quote is opened and never closed", "close the quote"),
    (
        "unknown escape character",
        "a \\ in double quotes is not followed by a known escape",
        "write \\\\ or use single quotes",
    ),
    (
        "invalid Unicode character escape",
        "an escape names no character (half of a pair?)",
        "write the character itself",
    ),
    (
        "did not find expected comment or line break",
        "text follows | or > on the same line",
        "begin the text on the next line",
    ),
    (
        "did not find expected node content",
        "a value is missing or begins with a sign of YAML",
        "put the text in quotes",
    ),
    (
        "did not find expected <document start>",
        "text follows the end of the document",
        "one file holds one record",
    ),
    ("did not find expected alphabetic", "* or & without a name", "put the text in quotes"),
)


def finding(
    file: str, line: int, code: str, message: str, *, actual: str = "", expected: str = "", hint: str = ""
) -> Finding:
    """An error against REC-1."""
    return Finding(
        file=file,
        line=line,
        code=code,
        message=message,
        actual=actual,
        expected=expected,
        hint=hint,
        clause=_CLAUSE,
    )


def file_faults(data: bytes, file: str, limit: int) -> list[Finding]:
    """What is wrong with the bytes before any YAML is read (REC-1); empty when nothing is."""

    def fault(code: str, line: int, message: str, **more: str) -> list[Finding]:
        return [finding(file, line, code, message, **more)]

    if len(data) > limit:
        return fault("file-size", 0, f"the file has {len(data):,} bytes", expected=f"at most {limit:,}")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return fault("file-encoding", 1, "the file is UTF-16", expected="UTF-8", hint="save it as UTF-8")
    if data.startswith(b"\xef\xbb\xbf"):
        return fault(
            "file-bom",
            1,
            "the file begins with a byte order mark",
            hint="save it as UTF-8 without byte order mark (BOM)",
        )
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        return fault("file-nul", line, "the file holds a NUL byte; it is no text", expected="UTF-8 text")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return fault(
            "file-encoding",
            line,
            f"byte 0x{data[error.start]:02X} is not UTF-8",
            expected="UTF-8",
            hint="save the file as UTF-8 (it may be Windows-1252 or ISO 8859-1 now)",
        )
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        return fault(
            "file-line-ends",
            line,
            "a carriage return stands in the file (Windows line ends?)",
            expected="LF line ends",
            hint="save the file with LF line ends; 'git config core.autocrlf input' keeps them",
        )
    return _break_fault(text, fault) or _tab_fault(text, fault)


def _break_fault(text: str, fault: _Fault) -> list[Finding]:
    for character, name in _BREAKS.items():
        if character in text:
            line = text.count("\n", 0, text.index(character)) + 1
            return fault(
                "file-line-ends",
                line,
                f"{name} stands in the file",
                expected="LF line ends",
                hint="remove it",
            )
    return []


def _tab_fault(text: str, fault: _Fault) -> list[Finding]:
    found = re.search(r"^ *\t", text, re.MULTILINE) if "\t" in text else None
    if not found:
        return []
    line = text.count("\n", 0, found.start()) + 1
    return fault("yaml-tab", line, "a tab is used to indent", expected="spaces", hint="replace the tab by two spaces")


def explain(error: BaseException, data: bytes, file: str) -> Finding:
    """A fault of the parser as a finding."""
    if isinstance(error, (RecursionError, MemoryError, OverflowError)):
        return Finding(
            file=file, code="yaml-depth", message="too large or too deeply nested to be read", clause=_CLAUSE
        )
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark is not None else _line_of(error, data)
    problem = getattr(error, "problem", None) or str(error)
    if "control characters are not allowed" in problem or "unacceptable character" in problem:
        return Finding(
            file=file,
            line=line,
            code="yaml-control-character",
            message="a control character stands in the file",
            hint="remove it",
            clause=_CLAUSE,
        )
    what, mend = _in_words(problem, mark, data)
    return Finding(file=file, line=line, code="yaml-syntax", message=what, hint=mend, clause=_CLAUSE)


def _in_words(problem: str, mark: "yaml.Mark | None", data: bytes) -> tuple[str, str]:
    if "cannot start any token" in problem and mark is not None:
        lines = data.decode("utf-8").split("\n")
        character = lines[mark.line][mark.column : mark.column + 1] if mark.line < len(lines) else ""
        return f"no value can begin with {character!r}", "put the text in quotes"
    for pattern, what, mend in _PROBLEMS:
        if pattern in problem:
            return what, mend
    return f"the file is not YAML: {problem}", "look at this line and the one before"


def _line_of(error: BaseException, data: bytes) -> int:
    position = getattr(error, "position", None)
    return data.count(b"\n", 0, position) + 1 if isinstance(position, int) else 0
