"""What may not change between a revision and now: active versions, issued records, published files."""

from collections.abc import Iterator

from bukti.errors import Finding, Severity
from bukti.model import Definition, Offer, Registry
from bukti.model.snapshot import Against, FileChange, Snapshot

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


def trust_findings(snapshot: Snapshot, against: Against) -> Iterator[Finding]:
    """What a change does to the root of trust. No signature guards it, so it must not slip through a review."""
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
                message=f"{member} is changed: it decides whose signatures count, and no signature guards this file",
                expected=f"the same as at {against.revision}",
                hint="merge it only when two maintainers have agreed to exactly this change",
                clause="spec/records.md REC-11",
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
