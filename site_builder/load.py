"""From a repository to the :class:`Site` that is planned and built."""

from pathlib import Path

from bukti.errors import Finding, InvalidRecords, Severity
from bukti.loading.history import read_history
from bukti.loading.repository import Memory, load_repository
from bukti.register import Register, build_register
from site_builder.bundle import read_bundle
from site_builder.prose import read_prose
from site_builder.site import Site


def load_site(
    root: Path,
    *,
    base_url: str | None = None,
    published_at: str | None = None,
    first_language_only: bool = False,
    memory: Memory | None = None,
) -> Site:
    """Read the repository at ``root``.

    ``memory`` keeps what was read for the next time. ``base_url`` replaces the registry's own in canonical
    links, never in identities. Raises InvalidRecords when a file does not parse, as a site from half a registry
    would deny what is in the other half, and when ``registry.yaml`` states another root of trust than the
    maintainers signed (REC-23).
    """
    loaded = load_repository(root, memory)
    if loaded.snapshot is None or loaded.findings:
        raise InvalidRecords(
            "the registry has files that cannot be read, so no site is built",
            hint="mend what is listed; 'bukti check' shows the same",
            findings=loaded.findings,
        )
    registry = loaded.snapshot.registry.record
    history = read_history(root, registry.branch)
    register = build_register(loaded.snapshot, history)
    _refuse_unsigned_root(register)
    return Site(
        snapshot=loaded.snapshot,
        register=register,
        canonical=(base_url or registry.base_url).rstrip("/"),
        prose=read_prose(root),
        bundle=read_bundle(),
        languages=registry.languages[:1] if first_language_only else registry.languages,
        published_at=published_at,
        history=history,
    )


def _refuse_unsigned_root(register: Register) -> None:
    unsigned = tuple(one for one in register.findings if one.code == "root-unsigned")
    if unsigned:
        raise InvalidRecords(
            "registry.yaml is not what the maintainers have signed, so no site is built",
            where=unsigned[0].where,
            expected="the root in force (spec/records.md REC-23)",
            hint="take the change back, or let two maintainers sign it with 'bukti registry change'",
            findings=unsigned,
        )


def unpublished(register: Register) -> tuple[Finding, ...]:
    """The batches that stand in no commit: their hashes are left out of the look-up files (REC-13)."""
    return tuple(
        Finding(
            file=registered.batch.file,
            code="batch-unpublished",
            severity=Severity.WARNING,
            message="the batch stands in no commit of the published history, so its credentials cannot be verified",
            expected="a commit on the published branch, in a clone with full history",
            hint="commit the batch, then build again",
            clause="spec/records.md REC-13",
        )
        for registered in register.batches
        if registered.position is None
    )
