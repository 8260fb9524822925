"""What a class list says about results, as the definition allows it: a grade, a choice of electives."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bukti.card.codec import MAX_RESULT_BYTES
from bukti.errors import Finding
from bukti.issuing.learners import Learner
from bukti.model import Definition
from bukti.templates import path_of, paths_of

_PERCENT = re.compile(r"(100|[1-9]?[0-9])(\.[0-9]{1,2})?")


@dataclass(frozen=True, kw_only=True)
class Graded:
    """A learner with the texts of the results that the credential will state, by kind (``grade``, ``path``)."""

    learner: Learner
    results: Mapping[str, str]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of results in the order of the holes; learners with equal kinds share a template."""
        return tuple(self.results)


def grade_class(learners: Sequence[Learner], definition: Definition, file: str) -> tuple[list[Graded], list[Finding]]:
    """The learners with their results, and the faults of rows whose results the definition has no place for."""
    graded: list[Graded] = []
    faults: list[Finding] = []
    for learner in learners:
        grade, grade_fault = _grade(learner.result, definition)
        path, path_fault = _path(learner.path, definition)
        for column, fault in (("result", grade_fault), ("path", path_fault)):
            if fault:
                message, hint = fault
                code = f"learner-{column}"
                faults.append(Finding(file=file, line=learner.line, code=code, message=message, hint=hint))
        if not grade_fault and not path_fault:
            results = {kind: text for kind, text in (("grade", grade), ("path", path)) if text}
            graded.append(Graded(learner=learner, results=results))
    return graded, faults


Told = tuple[str, str] | None
"""What is wrong and how to mend it; None where nothing is."""


def _grade(value: str, definition: Definition) -> tuple[str, Told]:
    grading = definition.grading
    if not value:
        return "", None
    if grading is None:
        return "", ("a result is given, but the definition has no `grading`", "leave the column 'result' out")
    if grading.values:
        if value in grading.values:
            return value, None
        near = difflib.get_close_matches(value, grading.values, 1, 0.5)
        hint = f"did you mean {near[0]!r}?" if near else "use one of: " + ", ".join(grading.values)
        return "", (f"{value!r} is not a result of this micro-credential", hint)
    if grading.reported_as == "percent" and not _PERCENT.fullmatch(value):
        return "", (f"{value!r} is not a percentage", "write a number from 0 to 100, like 85 or 72.5")
    return value, _too_long(value)


def _path(value: str, definition: Definition) -> tuple[str, Told]:
    if not value:
        return "", None
    if not definition.structure or not definition.structure.choose:
        return "", ("a path is given, but nothing can be chosen", "leave the column 'path' out")
    listed = paths_of(definition)
    if value in listed.values():
        return value, None
    modules = frozenset(part for part in re.split(r"[\s,;+]+", value) if part)
    text = path_of(definition, modules)
    if text is None:
        known = "; ".join("+".join(sorted(path)) for path in list(listed)[:8])
        hint = f"write the ids of the modules chosen, like {known}" if known else "write the ids of the modules chosen"
        return "", (f"{value!r} is not a permitted choice of electives", hint)
    return text, None if text in listed.values() else _too_long(text)


def _too_long(value: str) -> Told:
    size = len(value.encode())
    if size <= MAX_RESULT_BYTES:
        return None
    return f"{value!r} has {size} bytes; a card has room for {MAX_RESULT_BYTES}", "shorten it"
