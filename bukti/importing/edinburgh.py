"""University of Edinburgh, Data Skills in Health and Social Care: courses, degrees and themes in CSV."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping

from bukti.importing.draft import Draft, amount, keywords, line, number, plain_line, present, prose, web_address
from bukti.importing.tables import has_columns, rows

LABEL = "Edinburgh Health and Social Care"
COURSE_COLUMNS = frozenset({"course_id", "credits", "degree_ids", "course_name", "assessment"})


def recognises(name: str, text: str) -> bool:
    """Whether the file is the course list (degrees and themes are read beside it)."""
    return has_columns(name, text, COURSE_COLUMNS)


def read(name: str, text: str, sibling: Callable[[str], str | None]) -> Iterator[Draft]:
    """The drafts of the course list. ``sibling`` gives the text of a file beside it, or None."""
    degrees = _names(sibling("degrees.csv"))
    themes = _names(sibling("themes.csv"))
    for origin, row in rows(name, text):
        yield _course(origin, row, degrees, themes)


def _names(text: str | None) -> dict[str, str]:
    return {row["id"]: row["name"] for row in csv.DictReader(io.StringIO(text))} if text else {}


def _course(origin: str, row: Mapping[str, str], degrees: Mapping[str, str], themes: Mapping[str, str]) -> Draft:
    credits_ = number(row["credits"])
    title = line(row["course_name"] or row["course_id"])
    assessment = line(row["assessment"])
    return Draft(
        key=row["course_id"],
        origin=origin,
        definition=present(
            language="en",
            title=title,
            summary=prose(row["description"]),
            prerequisites=[{"en": plain_line(row["has_pre_req_id"])}] if row["has_pre_req_id"].strip() else None,
            credits={"value": amount(credits_), "system": "UK"} if credits_ is not None else None,
            keywords=keywords(_headings(row, themes)),
            assessments=[{"id": "assessment", "title": assessment}] if assessment else None,
            stacks_into=[
                {"name": {"en": plain_line(degrees.get(degree, degree))}, "as": {"en": "course of the programme"}}
                for degree in _listed(row["degree_ids"])
            ],
            source=plain_line(f"{LABEL}: {origin}, {row['course_id']}"),
        ),
        offer=present(enrolment=present(url=web_address(row["drps_link"]))),
    )


def _listed(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("+") if part.strip()]


def _headings(row: Mapping[str, str], themes: Mapping[str, str]) -> list[str]:
    return [themes.get(theme, theme) for theme in _listed(row["themes"])] + _listed(row["prog_lang"])
