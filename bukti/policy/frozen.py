"""What may not change between a revision and now: active versions, issued records, published files."""

from collections.abc import Iterator

from bukti.errors import Finding, Severity
from bukti.model import Definition, Offer, Provider, Registry
from bukti.model.snapshot import Against, FileChange, History, Located, Snapshot

_APPEND_ONLY = frozenset({"batch", "act", "template", "status", "key", "key-act", "provider-act", "registry-act"})
_ROOT_OF_TRUST = ("maintainers", "base_url", "former_base_urls", "branch")
_KEPT = frozenset({"registry", "provider", "offer", "framework", "pathway"})


def frozen_findings(against: Against) -> Iterator[Finding]:
    """Every published record that the change edits or removes although it may not, and history out of order."""
    if against.reordered:
        yield _reordered(against.revision)
    for path, change in sorted(against.files.items()):
        if change.status == "A":
            continue
        if change.kind in _APPEND_ONLY:
            yield _finding(
                path,
                "frozen-record",
                f"a published {change.kind} is {'deleted' if change.status == 'D' else 'changed'}",
                against.revision,
                "signed records are only ever added; write a new act instead",
                "spec/records.md REC-21",
            )
        elif change.kind == "definition":
            yield from _definition(path, change, against.revision)
        elif change.status == "D" and change.kind in _KEPT and not _was_draft(change):
            yield _finding(
                path,
                "MC-REG-02",
                f"a published {change.kind} is deleted",
                against.revision,
                "what has been published stays; a micro-credential that is over has an offer of status retired",
                "registry",
            )


def trust_findings(snapshot: Snapshot, against: Against, history: History) -> Iterator[Finding]:
    """What a change does to a root of trust that nothing signed guards, and to admitted providers' names and zones.

    Once a provider has signed something, the register holds ``registry.yaml`` against the root in force
    (REC-23). Before that, and where history is not at hand, only a reviewer does.
    """
    if history.first_root is None:
        yield from _root_findings(snapshot, against)
    for located in snapshot.providers.values():
        change = against.files.get(located.file)
        if change is not None and isinstance(change.was, Provider) and _was_admitted(snapshot, change.was):
            yield from _name_findings(snapshot, located, change.was, against.revision)
            yield from _zone_findings(located, change.was, against.revision)


def _was_admitted(snapshot: Snapshot, provider: Provider) -> bool:
    acts = (one.record for one in snapshot.provider_acts.values())
    return any(act.kind == "admitted" and act.provider == provider.id for act in acts)


def _root_findings(snapshot: Snapshot, against: Against) -> Iterator[Finding]:
    change = against.files.get(snapshot.registry.file)
    if change is None or not isinstance(change.was, Registry):
        return
    now, before = snapshot.registry.record, change.was
    for member in _ROOT_OF_TRUST:
        if getattr(now, member) != getattr(before, member):
            yield Finding(
                file=snapshot.registry.file,
                line=snapshot.registry.line(member),
                code="root-of-trust",
                severity=Severity.WARNING,
                message=f"{member} is changed: it decides whose signatures count, and here nothing signed guards it",
                expected=f"the same as at {against.revision}",
                hint="merge it only when two maintainers have agreed to exactly this change",
                clause="spec/records.md REC-23",
            )


def _name_findings(snapshot: Snapshot, located: Located[Provider], was: Provider, revision: str) -> Iterator[Finding]:
    now = located.record.name
    if now == was.name or _is_renaming(snapshot, located.record, was):
        return
    kept = all(now.get(language) == text for language, text in was.name.items())
    yield Finding(
        file=located.file,
        line=located.line("name"),
        code="provider-name",
        severity=Severity.WARNING if kept else Severity.ERROR,
        message="the provider's name has another language"
        if kept
        else "the provider's name is changed, and no act says so",
        actual=", ".join(f"{language}: {text}" for language, text in now.items()),
        expected=f"the name as it stands at {revision}, or an act `renamed` by a maintainer",
        hint="see that it is a translation of the name" if kept else "sign the change with `bukti provider rename`",
        clause="spec/records.md REC-18",
    )


def _is_renaming(snapshot: Snapshot, now: Provider, was: Provider) -> bool:
    """Whether acts lead from the one name to the other, or back; that they count is the register's to say.

    Back it goes where a renaming is void: the register then asks for the name of before.
    """
    acts = [one.record for one in snapshot.provider_acts.values() if one.record.provider == now.id]
    names, formers = [act.name for act in acts], [act.former_name for act in acts]
    return (was.name in formers and now.name in names) or (was.name in names and now.name in formers)


def _zone_findings(located: Located[Provider], was: Provider, revision: str) -> Iterator[Finding]:
    if located.record.zone != was.zone:
        yield Finding(
            file=located.file,
            line=located.line("zone"),
            code="provider-zone",
            severity=Severity.WARNING,
            message="the zone of an admitted provider is changed: the dates of issued credentials are read in it",
            actual=located.record.zone,
            expected=f"{was.zone}, as it stands at {revision}",
            hint="change it only where it was wrong from the beginning",
            clause="spec/records.md REC-18",
        )


def _reordered(revision: str) -> Finding:
    return Finding(
        code="history-order",
        message=f"{revision} was merged into this work: as it is, its records would come after those of the work",
        expected=f"a history whose first-parent line leads through {revision}",
        hint="rebase the work, or merge it into the published branch by a merge commit; never fast-forward it",
        clause="spec/records.md REC-21",
    )


def _definition(path: str, change: FileChange, revision: str) -> Iterator[Finding]:
    if _was_draft(change):
        return
    if change.status == "D":
        yield _finding(
            path,
            "MC-REG-02",
            "an active version is deleted",
            revision,
            "versions stay published for verification; set the offer's status to retired",
            "registry",
        )
    else:
        yield _finding(
            path,
            "MC-REG-01",
            "an active version is changed",
            revision,
            "credentials point at it: take the change back here and write the next version",
            "registry",
        )


def _was_draft(change: FileChange) -> bool:
    """Whether a draft stood there; what could not be read counts as published."""
    match change.was:
        case Definition() as definition:
            return definition.state == "draft"
        case Offer() as offer:
            return offer.status == "draft"
    return False


def _finding(path: str, code: str, message: str, revision: str, hint: str, clause: str) -> Finding:
    return Finding(
        file=path,
        code=code,
        message=message,
        expected=f"the file as it stands at {revision}",
        hint=hint,
        clause=clause,
    )
