"""A list of badge classes of industry, as published on Credly: CSV with criteria and skills where they are stated."""

from collections.abc import Callable, Iterator, Mapping

from bukti.importing.draft import Draft, keywords, line, plain_line, present, prose, web_address
from bukti.importing.tables import has_columns, rows

LABEL = "Credly badges"
COLUMNS = frozenset({"issuer", "badge", "url", "description", "skills", "criteria", "level"})
_UNSTATED = frozenset({"", "None", "N/A"})


def recognises(name: str, text: str) -> bool:
    """Whether the file is a list of badges of this form."""
    return has_columns(name, text, COLUMNS)


def read(name: str, text: str, _: Callable[[str], str | None]) -> Iterator[Draft]:
    """The drafts of a list of badges."""
    for origin, row in rows(name, text):
        yield _badge(origin, row)


def _badge(origin: str, row: Mapping[str, str]) -> Draft:
    criteria = prose(row["criteria"])
    level = "" if row["level"] in _UNSTATED else row["level"]
    return Draft(
        key=row["badge"],
        origin=origin,
        definition=present(
            language="en",
            title=line(row["badge"]),
            summary=prose(row["description"]),
            keywords=keywords([*row["skills"].split(","), level]),
            awarding_body=line(row["issuer"]),
            completion={"rule": criteria} if criteria else None,
            source=plain_line(f"{LABEL}: {origin}, {row['issuer']}"),
        ),
        offer=present(enrolment=present(url=web_address(row["url"]))),
    )
