"""A template made from registry data, or its achievement read from an earlier one (TPL-6)."""

from collections.abc import Iterator, Mapping
from typing import Any

from bukti.did import achievement_id, did_of, status_list_url
from bukti.errors import BuktiError
from bukti.model import Definition, Template
from bukti.model.snapshot import Located, Snapshot
from bukti.templates.achievement import achievement_of, in_language
from bukti.templates.checking import template_faults
from bukti.templates.filling import same_json
from bukti.templates.values import MAX_RESULTS, POINTERS

CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]


def make_template(
    snapshot: Snapshot,
    provider: str,
    mc: str,
    version: int,
    *,
    base_url: str,
    status_list: str,
    with_until: bool,
    results: tuple[str, ...] = (),
) -> Template:
    """The template of a definition version for one set of optional holes.

    ``results`` names the kinds of results that these learners have, ``grade`` and ``path`` in this order
    (TPL-8); ``status_list`` is the list's id. Raises BuktiError when the definition is absent, a draft, or
    lacks a text in its own language, or what comes out is no credential.
    """
    located = _definition(snapshot, provider, mc, version)
    achievement = frozen_achievement(snapshot, provider, mc, version, base_url)
    if achievement is None:
        _refuse_gaps(located)
        achievement = achievement_of(snapshot, located.record, base_url)
    credential = _credential(snapshot, located.record, achievement, base_url, status_list)
    if with_until:
        credential["validUntil"] = ""
    if results:
        credential["credentialSubject"]["result"] = _results(achievement, results, located)
    template = Template.model_validate(
        {
            "schema": "template/v1",
            "provider": provider,
            "mc": mc,
            "version": version,
            "holes": list(_holes(with_until, len(results))),
            "credential": credential,
        }
    )
    for fault in template_faults(template, snapshot):
        raise BuktiError(fault, where=located.file, hint="mend the definition before anything is issued from it")
    return template


def frozen_achievement(
    snapshot: Snapshot, provider: str, mc: str, version: int, base_url: str
) -> Mapping[str, Any] | None:
    """The achievement of the templates that this version has under ``base_url``; None where it has none.

    Raises BuktiError where templates disagree: then nobody can say what the credentials stand for.
    """
    identity = achievement_id(base_url, provider, mc, version)
    found = snapshot.templates_by_achievement.get((provider, identity), ())
    if not found:
        return None
    first = found[0]
    for other in found[1:]:
        if not same_json(other.record.achievement, first.record.achievement):
            raise BuktiError(
                f"two templates of {provider}/{mc} version {version} differ in their achievement",
                where=other.file,
                expected=f"the achievement of {first.file}",
                hint="remove the one that stands in no published batch",
            )
    return first.record.achievement


def _definition(snapshot: Snapshot, provider: str, mc: str, version: int) -> Located[Definition]:
    located = snapshot.definitions.get((provider, mc, version))
    if located is None:
        raise BuktiError(f"there is no version {version} of {provider}/{mc}")
    if located.record.state == "draft":
        raise BuktiError(
            f"version {version} of {provider}/{mc} is a draft",
            where=f"{located.file}:{located.line('state')}",
            expected="state: active",
            hint="finish the definition, run `bukti check`, and publish it as active first",
        )
    return located


def _refuse_gaps(located: Located[Definition]) -> None:
    for place, texts in _texts(located.record):
        language = located.record.language
        if language not in texts:
            raise BuktiError(
                f"{'.'.join(map(str, place))} has no text in {language!r}, the language of the credentials",
                where=f"{located.file}:{located.line(*place)}",
                expected="every text that a credential states in the definition's own language",
                hint=f"add {language}: beside {', '.join(texts)}",
            )


def _texts(definition: Definition) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, str]]]:
    """Places of the texts that a credential states; frameworks and skills have names of their own."""
    yield ("title",), definition.title
    if definition.summary:
        yield ("summary",), definition.summary
    if definition.completion:
        yield ("completion", "rule"), definition.completion.rule
    for number, outcome in enumerate(definition.outcomes):
        if outcome.module is None:
            yield ("outcomes", number, "text"), outcome.text
    for number, assessment in enumerate(definition.assessments):
        yield ("assessments", number, "title"), assessment.title
    groups = definition.structure.choose if definition.structure else ()
    electives = {module for group in groups for module in group.from_}
    for number, module in enumerate(definition.modules):
        if module.id in electives:
            yield ("modules", number, "title"), module.title


def _credential(
    snapshot: Snapshot,
    definition: Definition,
    achievement: Mapping[str, Any],
    base_url: str,
    status_list: str,
) -> dict[str, Any]:
    provider = snapshot.providers[definition.provider].record
    return {
        "@context": list(CONTEXT),
        "id": "",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": achievement["name"],
        "issuer": {
            "id": did_of(base_url, definition.provider),
            "type": ["Profile"],
            "name": in_language(provider.name, definition.language),
        },
        "validFrom": "",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{"type": "IdentityObject", "identityType": "name", "hashed": False, "identityHash": ""}],
            "achievement": dict(achievement),
        },
        "credentialStatus": {
            "id": "",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "",
            "statusListCredential": status_list_url(base_url, definition.provider, status_list),
        },
    }


def _results(
    achievement: Mapping[str, Any], results: tuple[str, ...], located: Located[Definition]
) -> list[dict[str, Any]]:
    described = [entry["id"] for entry in achievement.get("resultDescription", ())]
    entries = []
    for kind in results:
        identity = f"{achievement['id']}#{kind}"
        if identity not in described:
            needs = {"grade": "grading", "path": "structure.choose"}[kind]
            raise BuktiError(
                f"this micro-credential has no result of the kind {kind}: it states no {needs}",
                where=located.file,
            )
        entries.append({"type": ["Result"], "resultDescription": identity, "value": ""})
    return entries


def _holes(with_until: bool, results: int) -> Iterator[dict[str, str]]:
    left_out = set() if with_until else {"valid_until"}
    left_out |= {f"result_{number}" for number in range(results, MAX_RESULTS)}
    for hole, pointer in POINTERS.items():
        if hole not in left_out:
            yield {"hole": hole, "pointer": pointer}
