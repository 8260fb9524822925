"""National University of Singapore, by NUSMods: modules in JSON with a weekly workload."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bukti.importing.draft import Draft, amount, keywords, line, number, plain_line, present, prose

LABEL = "NUSMods"
WEEKS = 13
"""Weeks of teaching in a semester of this university; the list states hours a week."""
_PARTS = ("lecture", "tutorial", "laboratory", "project", "preparation")


def recognises(name: str, text: str) -> bool:
    """Whether the file is a list of modules of this source."""
    return name.endswith(".json") and '"moduleCode"' in text and '"moduleCredit"' in text


def read(name: str, text: str, _: Callable[[str], str | None]) -> Iterator[Draft]:
    """The drafts of a list of modules."""
    for position, module in enumerate(json.loads(text), start=1):
        yield _module(f"{name} row {position}", module)


def _module(origin: str, module: Mapping[str, Any]) -> Draft:
    code = module["moduleCode"]
    size = plain_line(module.get("moduleCredit"))
    prerequisite = plain_line(module.get("Prerequisite") or module.get("prerequisite"))
    return Draft(
        key=code,
        origin=origin,
        definition=present(
            language="en",
            title=line(module["title"] or code),
            summary=prose(module.get("description")),
            prerequisites=[{"en": prerequisite}] if prerequisite else None,
            keywords=keywords([module.get("faculty"), module.get("department")]),
            hours=_hours(module.get("workload")),
            # Its credits are of none of the systems that a definition may state, so they stay words.
            source=plain_line(f"{LABEL}: {origin}, {code}" + (f", {size} modular credits" if size else "")),
        ),
        offer={},
    )


def _hours(workload: object) -> dict[str, Any] | None:
    """Hours of a semester out of five figures a week; None where the list says it in words, or says nothing."""
    figures = [number(part) for part in workload] if isinstance(workload, list) else []
    weekly = [figure for figure in figures if figure is not None]
    if len(weekly) != len(_PARTS) or len(figures) != len(_PARTS) or not any(weekly):
        return None
    lecture, tutorial, laboratory, project, preparation = weekly
    guided, independent = (lecture + tutorial + laboratory) * WEEKS, (project + preparation) * WEEKS
    return {"total": amount(guided + independent), "guided_f2f": amount(guided), "independent": amount(independent)}
