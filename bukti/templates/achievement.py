"""The Achievement of a definition version (CRD-7): what a credential says about the micro-credential."""

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from typing import Any

from bukti.did import achievement_id
from bukti.model import Definition, Framework
from bukti.model.definition import Assessment, LevelRef, Outcome, Skill
from bukti.model.snapshot import Located, Snapshot
from bukti.model.text import pick
from bukti.templates.words import assessment_line, json_number, plain, words

MAX_VALUES = 64
MAX_TRIED = 10_000

_RESULT_TYPES = {
    "grade": "LetterGrade",
    "percent": "Percent",
    "pass_fail": "Status",
    "outcome_by_outcome": "Result",
}


def achievement_of(snapshot: Snapshot, definition: Definition, base_url: str) -> dict[str, Any]:
    """The Achievement of ``definition`` under ``base_url``, in the definition's one language.

    A draft's gaps are said to be gaps. A version that has a template keeps the achievement that
    stands there (TPL-6): then read that one (:func:`bukti.templates.making.frozen_achievement`).
    """
    identity = achievement_id(base_url, definition.provider, definition.id, definition.version)
    language = definition.language
    achievement: dict[str, Any] = {
        "id": identity,
        "type": ["Achievement"],
        "achievementType": "MicroCredential",
        "name": in_language(definition.title, language),
        "description": _description(definition),
        "criteria": {"narrative": _narrative(definition)},
        "version": str(definition.version),
        "inLanguage": language,
    }
    size = definition.credits
    if size and size.system != "none" and size.value is not None and size.max_value is None:
        achievement["creditsAvailable"] = json_number(size.value)
    alignment = _alignment(snapshot.frameworks, definition, base_url)
    described = list(_result_descriptions(definition, identity))
    if alignment:
        achievement["alignment"] = alignment
    if described:
        achievement["resultDescription"] = described
    return achievement


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text for ``language``, else the English, else the first."""
    return pick(texts, language)[1]


def one_line(text: str) -> str:
    """Text of several lines as one (TXT-4 allows line ends in two places only)."""
    return " ".join(line.strip() for line in text.split("\n") if line.strip())


def paths_of(definition: Definition) -> dict[frozenset[str], str]:
    """Each permitted choice of elective modules and the text that a credential states for it.

    The text joins the modules' titles; ids where two choices would read the same. Empty where there
    is nothing to choose, or so much that a list would not be one (more than 64 choices).
    """
    titles = {module.id: in_language(module.title, definition.language) for module in definition.modules}
    chosen = list(_choices(definition))
    texts = ["; ".join(titles.get(module, module) for module in path) for path in chosen]
    if len(set(texts)) < len(texts):
        texts = ["; ".join(path) for path in chosen]
    return {frozenset(path): text for path, text in zip(chosen, texts, strict=True)}


def path_of(definition: Definition, modules: frozenset[str]) -> str | None:
    """The text that a credential states for a choice of ``modules``; None where it is not permitted."""
    listed = paths_of(definition)
    if listed or not definition.structure:
        return listed.get(modules)
    groups = definition.structure.choose
    in_range = all(group.min <= len(modules & set(group.from_)) <= group.max for group in groups)
    order = [module.id for module in definition.modules if module.id in modules]
    return "+".join(order) if in_range and modules <= _electives(definition) and order else None


def _electives(definition: Definition) -> set[str]:
    groups = definition.structure.choose if definition.structure else ()
    return {module for group in groups for module in group.from_}


def _choices(definition: Definition) -> list[tuple[str, ...]]:
    if not definition.structure or not definition.structure.choose:
        return []
    found: dict[tuple[str, ...], None] = {}
    # Groups that share modules can be combined in far more ways than they make different choices.
    for tried, parts in enumerate(
        product(*(_group_choices(g.from_, g.min, g.max) for g in definition.structure.choose))
    ):
        found[tuple(dict.fromkeys(module for part in parts for module in part))] = None
        if len(found) > MAX_VALUES or tried > MAX_TRIED:
            return []
    return list(found)


def _group_choices(modules: tuple[str, ...], least: int, most: int) -> list[tuple[str, ...]]:
    choices: list[tuple[str, ...]] = []
    for size in range(least, min(most, len(modules)) + 1):
        for choice in combinations(modules, size):
            choices.append(choice)
            if len(choices) > MAX_VALUES:
                return choices
    return choices


def _description(definition: Definition) -> str:
    if definition.summary is None:
        return words(definition.language)["undescribed"]
    return in_language(definition.summary, definition.language)


def _narrative(definition: Definition) -> str:
    """Rule of completion, assessment and size: what an evaluator asks first (EBI, MQA 5.1)."""
    language, text = definition.language, words(definition.language)
    lines = [in_language(definition.completion.rule, language)] if definition.completion else []
    if definition.assessments:
        methods = text["semicolon"].join(_assessment(assessment, language) for assessment in definition.assessments)
        lines.append(text["methods"].format(list=methods))
    if definition.assessment_only:
        lines.append(text["assessment_only"])
    size = definition.credits
    if size and size.system != "none" and size.value is not None:
        most = f"–{plain(size.max_value)}" if size.max_value is not None else ""
        lines.append(text["credits"].format(credits=plain(size.value) + most, system=size.system))
    if definition.hours:
        lines.append(text["hours"].format(hours=plain(definition.hours.total)))
    return "\n".join(lines) or text["undescribed"]


def _assessment(assessment: Assessment, language: str) -> str:
    title = in_language(assessment.title, language)
    return assessment_line(language, title, assessment.method, assessment.weight)


def _alignment(
    frameworks: Mapping[str, Located[Framework]], definition: Definition, base_url: str
) -> list[dict[str, Any]]:
    language = definition.language
    page = f"{base_url}/catalogue/{definition.provider}/{definition.id}/v{definition.version}"
    entries = []
    if definition.level and definition.level.framework in frameworks:
        framework = frameworks[definition.level.framework].record
        entries.append(_level_alignment(framework, definition.level, base_url, language))
    entries += [_outcome_alignment(outcome, page, language) for outcome in definition.stated_outcomes]
    entries += [_skill_alignment(skill, language) for skill in definition.skills]
    return [entry for number, entry in enumerate(entries) if entry not in entries[:number]]


def _level_alignment(framework: Framework, level: LevelRef, base_url: str, language: str) -> dict[str, Any]:
    name = words(language)["level"].format(framework=framework.abbreviation, level=level.value)
    return {
        "type": ["Alignment"],
        "targetName": name,
        "targetUrl": f"{base_url}/frameworks/#{framework.id}-{level.value}",
        "targetCode": level.value,
        "targetFramework": in_language(framework.name, language),
    }


def _outcome_alignment(outcome: Outcome, page: str, language: str) -> dict[str, Any]:
    return {
        "type": ["Alignment"],
        "targetName": one_line(in_language(outcome.text, language)),
        "targetUrl": f"{page}/#outcome-{outcome.id}",
        "targetCode": outcome.id,
    }


def _skill_alignment(skill: Skill, language: str) -> dict[str, Any]:
    return {
        "type": ["Alignment"],
        "targetName": in_language(skill.label, language),
        "targetUrl": skill.uri,
        "targetFramework": skill.framework,
    }


def _result_descriptions(definition: Definition, identity: str) -> Iterator[dict[str, Any]]:
    text = words(definition.language)
    if definition.grading:
        kind, values = _RESULT_TYPES[definition.grading.reported_as], definition.grading.values
        yield _description_of(f"{identity}#grade", text["grade"], kind, values)
    if definition.structure and definition.structure.choose:
        values = tuple(paths_of(definition).values())
        yield _description_of(f"{identity}#path", text["path"], "Result", values)


def _description_of(identity: str, name: str, kind: str, values: tuple[str, ...]) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": identity, "type": ["ResultDescription"], "name": name, "resultType": kind}
    return entry | ({"allowedValue": list(values)} if values else {})
