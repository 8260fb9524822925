"""Change one member of a file that people wrote, and no other line of it (comments, spelling and order stay)."""

import re
from collections.abc import Mapping
from typing import Any

from bukti.errors import BuktiError
from bukti.loading.dump import dump_record
from bukti.loading.paths import member_names
from bukti.loading.yaml import load_yaml


class NotEditable(BuktiError):
    """The file cannot be changed without losing something; ``lines`` is what has to stand there."""

    def __init__(self, message: str, *, where: str, lines: str) -> None:
        super().__init__(message, where=where, hint="write these lines there by hand")
        self.lines = lines


def replace_members(data: bytes, file: str, changes: Mapping[str, Any]) -> bytes:
    """The bytes of the record's file with the top-level members ``changes`` in place of those that it has.

    A member that was not there is put where the record's model has it. Lines of other members stay byte by
    byte. Raises :class:`NotEditable` where the lines to be replaced hold a comment, or the outcome would say
    something else than what was asked for; BuktiError where the file cannot be read.
    """
    stated, places = _read(data, file)
    lines = _lines(data.decode("utf-8").removesuffix("\n") + "\n")
    order = member_names(stated)
    # From the last line upwards: line numbers of what stands above stay true.
    for name in sorted(changes, key=lambda one: _place(one, places, order, len(lines)), reverse=True):
        start, end = _span(name, places, order, lines)
        new = dump_record({name: changes[name]})
        if any(_has_comment(line) for line in lines[start:end]):
            raise NotEditable(
                f"the member {name} has a comment among its lines", where=f"{file}:{start + 1}", lines=new
            )
        lines[start:end] = _lines(new)
    edited = "".join(lines).encode()
    _refuse_difference(edited, file, stated, changes)
    return edited


def _lines(text: str) -> list[str]:
    """The lines with their LF. ``str.splitlines`` would end them at other characters too."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _read(data: bytes, file: str) -> tuple[dict[str, Any], dict[str, int]]:
    document, faults = load_yaml(data, file)
    if document is None or not isinstance(document.data, dict):
        raise BuktiError("the record cannot be read", where=file, findings=tuple(faults))
    return document.data, {place[0]: line for place, line in document.lines.items() if len(place) == 1}  # type: ignore[misc]


def _place(name: str, places: Mapping[str, int], order: tuple[str, ...], last: int) -> tuple[int, int]:
    """The line (from 0) where a member begins, or would; then its place in the model, for two new ones."""
    rank = order.index(name) if name in order else len(order)
    if name in places:
        return places[name] - 1, rank
    later = [places[other] - 1 for other in order[rank + 1 :] if other in places]
    return min(later, default=last), rank


def _span(name: str, places: Mapping[str, int], order: tuple[str, ...], lines: list[str]) -> tuple[int, int]:
    """The lines (from 0, the last one excluded) that a member fills; none where it is new."""
    start = _place(name, places, order, len(lines))[0]
    if name not in places:
        while start and _is_remark(lines[start - 1]):
            start -= 1  # the remark above the next member is that member's
        return start, start
    end = min((line - 1 for line in places.values() if line - 1 > start), default=len(lines))
    while end > start + 1 and _is_remark(lines[end - 1]):
        end -= 1
    return start, end


def _is_remark(line: str) -> bool:
    """An empty line, or a comment that begins in the first column: it belongs to what follows."""
    return not line.strip() or line.startswith("#")


def _has_comment(line: str) -> bool:
    return line.lstrip().startswith("#") or " #" in line


def _refuse_difference(edited: bytes, file: str, stated: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
    wanted = {name: _read(dump_record({name: value}).encode(), file)[0][name] for name, value in changes.items()}
    document, _ = load_yaml(edited, file)
    if document is None or document.data != {**stated, **wanted}:
        lines = "".join(dump_record({name: value}) for name, value in changes.items())
        raise NotEditable("the file is laid out in a way that this command cannot edit", where=file, lines=lines)
