"""References between files: what a record names exists, versions follow each other, stacking has no circle."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bukti.errors import Finding, Severity
from bukti.model import Definition
from bukti.model.definition import LevelRef
from bukti.model.snapshot import Located, Place, Snapshot


def _at(located: Located[object], place: Place, code: str, message: str, **more: str) -> Finding:
    severity = Severity(more.pop("severity", Severity.ERROR))
    return Finding(
        file=located.file,
        line=located.line(*place),
        code=code,
        severity=severity,
        message=message,
        actual=more.get("actual", ""),
        expected=more.get("expected", ""),
        hint=more.get("hint", ""),
        clause=more.get("clause", ""),
    )


def reference_findings(snapshot: Snapshot) -> Iterator[Finding]:
    """Every reference that leads nowhere, and every chain with a gap or a circle."""
    for check in _CHECKS:
        yield from check(snapshot)


def _providers(snapshot: Snapshot) -> Iterator[Finding]:
    """Each folder of a provider has its ``provider.yaml``, and its zone is one of IANA's."""
    owners: dict[str, Located[Any]] = {}
    records: Iterable[Located[Any]] = chain(
        snapshot.definitions.values(),
        snapshot.offers.values(),
        snapshot.pathways.values(),
        snapshot.provider_acts.values(),
        snapshot.batches.values(),
        snapshot.lifecycle_acts.values(),
        snapshot.keys.values(),
    )
    for located in records:
        if located.record.provider != "registry":
            owners.setdefault(located.record.provider, located)
    for provider, first in owners.items():
        if provider not in snapshot.providers:
            yield _at(
                first,
                ("provider",),
                "ref-provider",
                f"there is no provider {provider!r}",
                expected=f"registry/{provider}/provider.yaml",
                hint="'bukti provider new' begins one",
            )
    for place in snapshot.providers.values():
        try:
            ZoneInfo(place.record.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):  # `Asia` is a folder of that list
            yield _at(
                place,
                ("zone",),
                "ref-zone",
                f"{place.record.zone!r} is no time zone of IANA's list",
                expected="a name like Asia/Kuala_Lumpur",
            )


def _levels(snapshot: Snapshot) -> Iterator[Finding]:
    for located in snapshot.definitions.values():
        definition = located.record
        if definition.level:
            yield from _level(snapshot, located, definition.level, ("level",))
        transfer = definition.recognition and definition.recognition.credit_transfer
        if transfer and transfer.programme:
            place = ("recognition", "credit_transfer", "programme", "level")
            yield from _level(snapshot, located, transfer.programme.level, place)


def _level(snapshot: Snapshot, located: Located[Definition], level: LevelRef, place: Place) -> Iterator[Finding]:
    framework = snapshot.frameworks.get(level.framework)
    if framework is None:
        yield _at(
            located,
            (*place, "framework"),
            "ref-framework",
            f"there is no framework {level.framework!r}",
            expected=", ".join(sorted(snapshot.frameworks)),
        )
        return
    values = [entry.value for entry in framework.record.levels]
    if level.value not in values:
        yield _at(
            located,
            (*place, "value"),
            "ref-level",
            f"{framework.record.abbreviation} has no level {level.value!r}",
            expected=", ".join(values),
        )


def _versions(snapshot: Snapshot) -> Iterator[Finding]:
    """Versions run from 1 without gaps, and the offer names one of them (MC-REG-01)."""
    chains: dict[tuple[str, str], list[int]] = {}
    for provider, mc, version in snapshot.definitions:
        chains.setdefault((provider, mc), []).append(version)
    for (provider, mc), versions in chains.items():
        versions.sort()
        for expected, version in enumerate(versions, start=1):
            if version != expected:
                yield _at(
                    snapshot.definitions[provider, mc, version],
                    ("version",),
                    "ref-version-gap",
                    f"version {version} stands without version {expected}",
                    expected=f"v{expected}.yaml",
                    hint="versions are numbered 1, 2, 3; none is left out or deleted",
                    clause="MC-REG-01",
                )
                break
        if (provider, mc) not in snapshot.offers and not _all_drafts(snapshot, provider, mc, versions):
            yield _at(
                snapshot.definitions[provider, mc, versions[-1]],
                (),
                "ref-offer",
                "an active micro-credential has no offer",
                expected=f"registry/{provider}/{mc}/offer.yaml",
            )
    yield from _offers(snapshot, chains)


def _all_drafts(snapshot: Snapshot, provider: str, mc: str, versions: list[int]) -> bool:
    return all(snapshot.definitions[provider, mc, version].record.state == "draft" for version in versions)


def _offers(snapshot: Snapshot, chains: dict[tuple[str, str], list[int]]) -> Iterator[Finding]:
    for (provider, mc), located in snapshot.offers.items():
        offer = located.record
        definition = snapshot.definitions.get((provider, mc, offer.current))
        if definition is None:
            known = ", ".join(str(version) for version in chains.get((provider, mc), ()))
            yield _at(
                located,
                ("current",),
                "ref-current",
                f"the offer names version {offer.current}, which does not exist",
                expected=f"one of {known}" if known else "",
            )
        elif definition.record.state == "draft" and offer.status != "draft":
            yield _at(
                located,
                ("current",),
                "ref-current",
                f"version {offer.current} is a draft and cannot be offered as {offer.status}",
                hint="set the definition's state to active, or the offer's status to draft",
            )


def _pathways(snapshot: Snapshot) -> Iterator[Finding]:
    known = {(provider, mc) for provider, mc, _ in snapshot.definitions}
    for located in snapshot.pathways.values():
        for index, step in enumerate(located.record.steps):
            if tuple(step.mc.split("/")) not in known:
                yield _at(
                    located,
                    ("steps", index, "mc"),
                    "ref-pathway-step",
                    f"there is no micro-credential {step.mc!r}",
                    clause="MQA 4.4",
                )
        optional = sum(step.optional for step in located.record.steps)
        if located.record.min_optional > optional:
            yield _at(
                located,
                ("min_optional",),
                "ref-pathway-step",
                f"{located.record.min_optional} optional steps are asked for and {optional} are there",
                clause="MQA 4.4",
            )


def _stacking(snapshot: Snapshot) -> Iterator[Finding]:
    """What stacks into what exists, and nothing stacks into itself by a detour (MC-EBI-03)."""
    latest: dict[str, Located[Definition]] = {}
    for key in sorted(snapshot.definitions):
        latest[f"{key[0]}/{key[1]}"] = snapshot.definitions[key]
    onward: dict[str, list[str]] = {ref: [] for ref in latest}
    for ref, located in latest.items():
        for member, targets in (
            ("stacks_into", located.record.stacks_into),
            ("stacks_from", located.record.stacks_from),
        ):
            for index, target in enumerate(targets):
                if target.mc is None:
                    continue
                if target.mc not in latest:
                    yield _at(
                        located,
                        (member, index, "mc"),
                        "MC-EBI-03",
                        f"there is no micro-credential {target.mc!r}",
                        hint="correct the reference, or give a name instead",
                        clause="EBI: modular and stackable",
                    )
                elif member == "stacks_into":
                    onward[ref].append(target.mc)
                else:
                    onward[target.mc].append(ref)
    for circle in _circles(onward):
        yield _at(
            latest[circle[0]],
            ("stacks_into",),
            "MC-EBI-03",
            "it stacks into itself",
            actual=" -> ".join([*circle, circle[0]]),
            clause="EBI: modular and stackable",
        )


def _circles(onward: dict[str, list[str]]) -> Iterator[list[str]]:
    """One circle for each group of micro-credentials that stack into each other."""
    done: set[str] = set()
    for start in sorted(onward):
        path: list[str] = []
        waiting = [(start, 0)]
        while waiting:
            ref, depth = waiting.pop()
            del path[depth:]
            if ref in path:
                circle = path[path.index(ref) :]
                if not done & set(circle):
                    yield circle
                done |= set(circle)
            elif ref not in done:
                path.append(ref)
                following = onward[ref]
                if following:
                    waiting += [(target, depth + 1) for target in following]
                else:
                    done.add(ref)
        done.add(start)


def _date_order(snapshot: Snapshot) -> Iterator[Finding]:
    """Nothing ends before it begins."""
    spans: list[tuple[Located[Any], Place, date | None, date | None]] = []
    for offer in snapshot.offers.values():
        if offer.record.enrolment:
            enrolment = offer.record.enrolment
            spans.append((offer, ("enrolment", "closes"), enrolment.opens, enrolment.closes))
    for key in snapshot.keys.values():
        spans.append((key, ("valid_until",), key.record.valid_from, key.record.valid_until))
    for batch in snapshot.batches.values():
        spans.append((batch, ("valid_until",), batch.record.issued_on, batch.record.valid_until))
    for located, place, begins, ends in spans:
        if begins and ends and ends < begins:
            yield _at(
                located,
                place,
                "date-order",
                "it ends before it begins",
                actual=f"{begins} to {ends}",
                hint="correct one of the two dates",
            )


_CHECKS = (_providers, _levels, _versions, _pathways, _stacking, _date_order)
