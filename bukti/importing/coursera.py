"""Coursera's offers as a CSV list of 2020: titles, organisations and kinds, and nothing on outcomes or size."""

from collections.abc import Callable, Iterator, Mapping

from bukti.importing.draft import Draft, keywords, line, plain_line, present
from bukti.importing.tables import has_columns, rows

LABEL = "Coursera 2020"
COLUMNS = frozenset({"course_title", "course_organization", "course_Certificate_type", "course_difficulty"})
LANGUAGE = "und"
"""The list has titles in a dozen languages and names none of them: undetermined (BCP 47)."""


def recognises(name: str, text: str) -> bool:
    """Whether the file is a course list of this source."""
    return has_columns(name, text, COLUMNS)


def read(name: str, text: str, _: Callable[[str], str | None]) -> Iterator[Draft]:
    """The drafts of the course list."""
    for origin, row in rows(name, text):
        yield _course(origin, row)


def _course(origin: str, row: Mapping[str, str]) -> Draft:
    kind = row["course_Certificate_type"].capitalize()
    return Draft(
        key=row["course_title"],
        origin=origin,
        definition=present(
            language=LANGUAGE,
            title=line(row["course_title"], LANGUAGE),
            awarding_body=line(row["course_organization"], LANGUAGE),
            keywords=keywords([kind, row["course_difficulty"]]),
            source=plain_line(f"{LABEL}: {origin}"),
        ),
        offer={},
    )
