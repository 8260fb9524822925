"""The printable page of a learner: what an employer reads, and how to verify it (EBI: what a document shows)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from bukti.issuing.signing import Issue, Signed
from bukti.model import Definition, Framework
from bukti.model.text import pick
from bukti.templates import paths_of
from bukti.templates.words import assessment_line, plain

_FOLDER = files("bukti.issuing")
_ROW = 5
"""Facts that stand in one row; more of them stand in two."""
_LONG = 34
"""Characters of a name that one line holds in the largest print."""


@dataclass(frozen=True, kw_only=True)
class ClassPage:
    """What all pages of one class share; plain data, so that other processes can take it."""

    language: str
    title: str
    awarding_body: str
    facts: tuple[tuple[str, str], ...]
    outcomes: tuple[str, ...]
    assessments: tuple[tuple[str, str], ...]
    """Elective module (empty for an assessment that everybody takes) and phrase."""
    paths: Mapping[str, frozenset[str]]
    """The modules behind each listed choice of electives."""
    issued_on: str
    valid_until: str
    verify_address: str
    details_address: str
    demonstration: bool


def class_page(issue: Issue) -> ClassPage:
    """The shared part of the pages, from the published achievement and the definition."""
    definition = issue.award.definition.record
    template = next(iter(issue.templates.values()))
    achievement = template.achievement
    body = definition.awarding_body or issue.award.provider.record.name
    registry = issue.snapshot.registry.record
    plan = issue.plan
    words = labels(definition.language)
    return ClassPage(
        language=definition.language,
        title=achievement["name"],
        awarding_body=pick(body, definition.language)[1],
        facts=tuple(_facts(issue)),
        outcomes=tuple(_outcomes(achievement)),
        assessments=tuple(_assessments(definition)),
        paths={text: modules for modules, text in paths_of(definition).items()},
        issued_on=written_date(plan.issued_on, definition.language),
        valid_until=written_date(plan.valid_until, definition.language) if plan.valid_until else words["never"],
        verify_address=f"{issue.base_url}/verify/",
        details_address=f"{issue.base_url}/catalogue/{definition.provider}/{definition.id}/v{definition.version}/",
        demonstration=registry.demonstration or issue.award.provider.record.demonstration,
    )


def page_file(page: ClassPage, signed: Signed, link: str, qr: str) -> bytes:
    """The page of one learner, UTF-8. ``qr`` is an SVG element of ours; all else is escaped."""
    words = labels(page.language)
    results = {
        result["resultDescription"].rpartition("#")[2]: result["value"]
        for result in signed.credential["credentialSubject"].get("result", ())
    }
    facts = [*_dates(page, words), *page.facts, *((words[kind], value) for kind, value in results.items())]
    text = _template().render(
        page=page,
        style=_style(),
        words=words,
        holder=signed.learner.name,
        size=_size(signed.learner.name),
        facts=facts,
        columns=len(facts) if len(facts) <= _ROW else -(-len(facts) // 2),
        assessments=_taken(page, results.get("path", "")),
        link=link,
        qr=Markup(qr),  # noqa: S704 - made by segno from digits; nothing of it comes from people
        identifier=signed.credential["id"],
    )
    return text.encode()


def _size(name: str) -> str:
    """How large a name is printed, by its length in characters."""
    return "usual" if len(name) <= _LONG else "longer" if len(name) <= 2 * _LONG else "longest"


def _taken(page: ClassPage, path: str) -> list[str]:
    """The assessments that a learner took: all but those of electives that were not chosen."""
    chosen = page.paths.get(path) or frozenset(path.split("+"))
    return [text for module, text in page.assessments if not path or not module or module in chosen]


def labels(language: str) -> Mapping[str, Any]:
    """The words of the page in ``language``; English where there are none."""
    table = _labels()
    found: Mapping[str, Any] = table.get(language.partition("-")[0]) or table["en"]
    return found


def written_date(day: date, language: str) -> str:
    """A date as people of ``language`` write it: 1 November 2026."""
    words = labels(language)
    return str(words["date"]).format(day=day.day, month=words["months"][day.month - 1], year=day.year)


@cache
def _labels() -> dict[str, Mapping[str, Any]]:
    table = json.loads((_FOLDER / "labels.json").read_text(encoding="utf-8"))
    return {language: words for language, words in table.items() if isinstance(words, dict)}


@cache
def _style() -> Markup:
    return Markup((_FOLDER / "certificate.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    return environment.from_string((_FOLDER / "certificate.html.j2").read_text(encoding="utf-8"))


def _facts(issue: Issue) -> Iterator[tuple[str, str]]:
    definition = issue.award.definition.record
    words = labels(definition.language)
    level = _level(issue.snapshot.frameworks[definition.level.framework].record, definition) if definition.level else ""
    if level:
        yield words["level"], level
    size = definition.credits
    if size and size.system != "none" and size.value is not None:
        most = f"–{plain(size.max_value)}" if size.max_value is not None else ""
        yield words["credits"], f"{plain(size.value)}{most} ({size.system})"
    if definition.hours:
        yield words["hours"], plain(definition.hours.total)
    body, provider = definition.awarding_body, issue.award.provider.record
    if body and pick(body, definition.language)[1] != pick(provider.name, definition.language)[1]:
        yield words["provider"], pick(provider.name, definition.language)[1]


def _level(framework: Framework, definition: Definition) -> str:
    return f"{framework.abbreviation} {definition.level.value}" if definition.level else ""


def _outcomes(achievement: Mapping[str, Any]) -> Iterator[str]:
    """The outcomes as the credential states them: those alignments that lead to an outcome of the definition."""
    for entry in achievement.get("alignment", ()):
        if "#outcome-" in entry["targetUrl"]:
            yield entry["targetName"]


def _assessments(definition: Definition) -> Iterator[tuple[str, str]]:
    groups = definition.structure.choose if definition.structure else ()
    electives = {module for group in groups for module in group.from_}
    if definition.assessment_only:
        yield "", labels(definition.language)["assessment_only"]
    for one in definition.assessments:
        title = pick(one.title, definition.language)[1]
        # A no-break space keeps the number and its sign on one line of print.
        phrase = assessment_line(definition.language, title, one.method, one.weight).replace(" %", "\u00a0%")
        yield one.module if one.module in electives and one.module else "", phrase


def _dates(page: ClassPage, words: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    return ((words["issued_on"], page.issued_on), (words["valid_until"], page.valid_until))
