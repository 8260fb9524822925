"""MIT Open Learning Library: a course list in CSV, and programmes in JSON with requirement trees."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bukti.importing.draft import (
    Draft,
    amount,
    keywords,
    line,
    number,
    plain_line,
    present,
    prose,
    unique_ids,
    web_address,
)
from bukti.importing.tables import has_columns, rows

LABEL = "MIT Open Learning Library"
COURSE_COLUMNS = frozenset({"readable_id", "title", "Duration", "Student Effort"})
_LANGUAGES = {"English": "en", "Spanish": "es"}


def recognises(name: str, text: str) -> bool:
    """Whether the file is a course list or a programme list of this source."""
    return has_columns(name, text, COURSE_COLUMNS) or _is_programmes(name, text)


def _is_programmes(name: str, text: str) -> bool:
    return name.endswith("programs.json") and '"req_tree"' in text


def read(name: str, text: str, sibling: Callable[[str], str | None]) -> Iterator[Draft]:
    """The drafts of one file. ``sibling`` gives the text of a file beside it, or None."""
    if name.endswith(".csv"):
        for origin, row in rows(name, text):
            yield _course(origin, row)
        return
    courses = _courses_by_number(sibling(name.replace("programs", "courses")))
    for position, programme in enumerate(json.loads(text)["results"], start=1):
        yield _programme(f"{name} result {position}", programme, courses)


def _course(origin: str, row: Mapping[str, str]) -> Draft:
    language = _LANGUAGES.get(row["Language"].strip(), "en")
    weeks, effort = number(row["Duration"]), number(row["Student Effort"])
    hours = {"total": amount(weeks * effort)} if weeks and effort else None
    headings = [row["Level"], row.get("MITxO Primary Parent"), row.get("MITxO Primary Child")]
    return Draft(
        key=row["readable_id"],
        origin=origin,
        definition=present(
            language=language,
            title=line(row["title"] or row["readable_id"], language),
            summary=prose(row["description"], language),
            keywords=keywords(headings),
            awarding_body=line(row["Offered by"], "en"),
            hours=hours,
            delivery={"languages": [language]} if row["Language"].strip() in _LANGUAGES else None,
            source=plain_line(f"{LABEL}: {origin}, {row['readable_id']}"),
        ),
        offer=present(enrolment=present(url=web_address(row["url"]))),
    )


def _courses_by_number(text: str | None) -> dict[int, Mapping[str, Any]]:
    return {course["id"]: course for course in json.loads(text)["results"]} if text else {}


def _programme(origin: str, programme: Mapping[str, Any], courses: Mapping[int, Mapping[str, Any]]) -> Draft:
    numbers = programme["courses"]
    page = programme.get("page") or {}
    return Draft(
        key=programme["readable_id"],
        origin=origin,
        definition=present(
            language="en",
            title=line(programme["title"]),
            summary=prose(page.get("description")),
            modules=[_programme_module(n, courses.get(n, {})) for n in numbers],
            keywords=keywords(topic["name"] for topic in programme.get("topics", [])),
            structure=_structure(programme.get("req_tree", [])),
            source=plain_line(f"{LABEL}: {origin}, {programme['readable_id']}"),
        ),
        offer=present(cost=_price(page.get("price"))),
    )


def _module_id(course: int) -> str:
    return f"course-{course}"


def _programme_module(course_number: int, course: Mapping[str, Any]) -> dict[str, Any]:
    """A course of the programme; its number stands in where the course list lacks it."""
    title = line(course.get("title")) or {"en": f"Course {course_number}"}
    return {"id": _module_id(course_number), "title": title}


def _structure(tree: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Required and elective modules of a requirement tree (``all_of``, ``min_number_of``)."""
    required: list[str] = []
    choose: list[dict[str, Any]] = []
    for group in (child for root in tree for child in root.get("children", [])):
        data = group["data"]
        members = [_module_id(c["data"]["course"]) for c in group.get("children", []) if c["data"].get("course")]
        if data["operator"] == "min_number_of" and members:
            label = plain_line(data.get("title")) or "Electives"
            least = min(int(data.get("operator_value") or 1), len(members))
            choose.append({"label": {"en": label}, "from": members, "min": least, "max": len(members)})
        else:
            required.extend(members)
    ids = unique_ids(group["label"]["en"] for group in choose)
    return present(required=required, choose=[{"id": id_, **group} for id_, group in zip(ids, choose, strict=True)])


def _price(text: object) -> dict[str, Any] | None:
    """A price such as ``$175``. The list names no currency but the dollar sign of its US site."""
    match = re.fullmatch(r"\$(\d+(?:\.\d{1,2})?)", str(text or "").strip())
    value = number(match[1]) if match else None
    return {"amount": amount(value), "currency": "USD"} if value is not None else None
