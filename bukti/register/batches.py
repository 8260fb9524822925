"""Which batches count (REC-14): a list of small checks on each, and one on all of a provider's together."""

from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Mapping

from bukti.did import status_list_url
from bukti.errors import Finding, Severity
from bukti.model import Batch, Template
from bukti.model.snapshot import Located
from bukti.proof import merkle
from bukti.register.desk import Desk
from bukti.register.ground import fault
from bukti.register.hashes import block_fault, missing_from, pieces
from bukti.register.repeats import without_repeats
from bukti.register.result import ListState, RegisteredBatch, Source
from bukti.register.signers import Signer
from bukti.templates import digest_of, template_faults

_PER_CREDENTIAL = 4
"""Indexes that a batch reserves at least for each credential (REC-10)."""


def judged_batches(desk: Desk) -> tuple[list[RegisteredBatch], list[Finding]]:
    """The batches that count, oldest first, and why others do not."""
    good: list[Located[Batch]] = []
    findings: list[Finding] = []
    for located in sorted(desk.ground.snapshot.batches.values(), key=desk.ground.in_order):
        found = [finding for check in CHECKS for finding in check(desk, located)]
        # Whatever else is wrong with a void batch: it counts for nothing, and nobody can mend it.
        findings += [one for one in found if located.file not in desk.voided or one.code == "batch-void"]
        if not found:
            good.append(located)
    good, repeated = without_repeats(good)
    registered = [_registered(desk, located) for located in good]
    findings += repeated
    findings += (_not_authorised(desk, one) for one in registered if not one.source.authorised)
    return registered, findings


def _registered(desk: Desk, located: Located[Batch]) -> RegisteredBatch:
    batch = located.record
    source = Source(
        provider=batch.provider,
        mc=batch.mc,
        version=batch.version,
        key=batch.key,
        authorised=desk.permissions.allowed(batch.provider, desk.ground.position(desk.origin(located))),
        templates=tuple(sorted(set(batch.templates))),
    )
    return RegisteredBatch(batch=located, position=desk.ground.position(located), source=source)


def _proof(desk: Desk, located: Located[Batch]) -> Iterator[Finding]:
    batch = located.record
    signed = desk.ring.signatures.of(located)
    yield from signed.faults
    if not signed.faults and set(signed.signers) != {Signer(batch.provider, batch.key)}:
        yield fault(
            located,
            "proof",
            "batch-proof",
            "the batch is not signed by the key that it names",
            actual=", ".join("/".join(one) for one in signed.signers),
            expected=f"one proof by {batch.provider}/{batch.key}",
            hint="issue the batch again with the provider's key",
            clause="REC-14",
        )


def _key(desk: Desk, located: Located[Batch]) -> Iterator[Finding]:
    batch = located.record
    signer, position = Signer(batch.provider, batch.key), desk.ground.position(located)
    standing = desk.ring.standing(located, [signer], lambda ring: ring.good(signer, position))
    if standing.counts:
        return
    if standing.voided_by is not None and desk.is_own(located):
        desk.voided[located.file] = str(standing.voided_by)
        yield _void(located, standing.voided_by)
        return
    yield fault(
        located,
        "key",
        "batch-key",
        f"the key {batch.key} of {batch.provider} was not good when this batch was published",
        expected="a signing key that was admitted by then, not revoked or retired, and within its time",
        hint="have the key admitted first; after a revocation state `reaffirms` in a new batch",
        clause="REC-14",
    )


def _void(located: Located[Batch], by: Signer) -> Finding:
    return fault(
        located,
        "key",
        "batch-void",
        f"the revocation of {by} voids this batch: none of its credentials is registered by it",
        hint="nothing, if a thief signed it or it was saved already; else save it: `bukti reaffirm DIR --key NEW`",
        clause="REC-24",
        severity=Severity.WARNING,
    )


def _hashes(_desk: Desk, located: Located[Batch]) -> Iterator[Finding]:
    batch = located.record
    reason = block_fault(batch.hashes, batch.count)
    if reason:
        yield fault(
            located,
            "hashes",
            "batch-hashes",
            reason,
            expected="sorted lines of 64 characters of 0-9 and a-f",
            hint="write batches with `bukti issue`",
            clause="REC-8",
        )
        return
    root = merkle.root(batch.digests).hex()
    if batch.root != root:
        yield fault(
            located,
            "root",
            "batch-root",
            "the Merkle root is not that of the hashes",
            actual=batch.root,
            expected=root,
            hint="a hash was added, removed or changed: restore the file, or issue the batch again",
            clause="REC-9",
        )


def _definition(desk: Desk, located: Located[Batch]) -> Iterator[Finding]:
    batch = located.record
    definition = desk.ground.snapshot.definitions.get((batch.provider, batch.mc, batch.version))
    place = f"registry/{batch.provider}/{batch.mc}/v{batch.version}.yaml"
    if definition is None or definition.record.state == "draft":
        yield fault(
            located,
            "version",
            "batch-definition",
            f"{place} is a draft" if definition else f"there is no {place}",
            expected="a definition version with `state: active`",
            hint="publish the definition first",
            clause="REC-14",
        )


def _templates(desk: Desk, located: Located[Batch]) -> Iterator[Finding]:
    for number, digest in enumerate(located.record.templates):
        for reason in _template_reasons(desk, located, digest):
            yield Finding(
                file=located.file,
                line=located.line("templates", number),
                code="batch-template",
                message=f"the template {digest[:12]}… {reason}",
                expected=f"credentials/{located.record.provider}/templates/{digest}.json, right by TPL-5",
                hint="write templates with `bukti issue`",
                clause="TPL-5",
            )


def _template_reasons(desk: Desk, located: Located[Batch], digest: str) -> list[str]:
    batch = located.record
    found = desk.ground.snapshot.templates.get((batch.provider, digest))
    if found is None:
        return ["is not there"]
    template = found.record
    if (template.provider, template.mc, template.version) != (batch.provider, batch.mc, batch.version):
        return [f"is of {template.provider}/{template.mc}, version {template.version}"]
    known, names = desk.template_reasons, desk.names(located)
    place = (batch.provider, digest, names)
    if place not in known:
        named = [] if digest_of(template) == digest else ["is not named by its digest"]
        faults = template_faults(template, desk.ground.snapshot, names)
        known[place] = named + [f"is not right: {one}" for one in faults]
    return known[place] or _list_reasons(desk, batch, template)


def _list_reasons(desk: Desk, batch: Batch, template: Template) -> list[str]:
    bases = desk.ground.base_urls
    addresses = [status_list_url(base, batch.provider, batch.status.list) for base in bases]
    named = template.credential["credentialStatus"]["statusListCredential"]
    return [] if named in addresses else [f"is for another status list than {batch.status.list}"]


def _status_size(desk: Desk, located: Located[Batch]) -> Iterator[Finding]:
    batch = located.record
    size = batch.status.to - batch.status.from_
    if size < _PER_CREDENTIAL * batch.count:
        yield _status_fault(
            located,
            f"the range has {size} indexes for {batch.count} credentials",
            f"at least {_PER_CREDENTIAL * batch.count}",
        )
    length = desk.lists.length(batch.provider, batch.status.list)
    if length is not None and batch.status.to > length:
        yield _status_fault(located, f"the range ends at {batch.status.to}, the list at {length}", f"at most {length}")


def _status_overlap(desk: Desk, located: Located[Batch]) -> Iterator[Finding]:
    """Reserves the range of every batch that its provider signed, those of revoked keys included."""
    batch = located.record
    if desk.reaffirmed(located) is not None or not desk.is_own(located):
        return
    start, end = batch.status.from_, batch.status.to
    ranges = desk.ranges[batch.provider, batch.status.list]
    place = bisect_right(ranges, (start, end, ""))
    for other_start, other_end, file in ranges[max(place - 1, 0) : place + 1]:
        if other_start < end and start < other_end:
            yield _status_fault(
                located,
                f"the range overlaps with that of {file}",
                f"indexes outside {other_start} to {other_end - 1}",
            )
            return
    if start < end:
        insort(ranges, (start, end, located.file))


def _status_fault(located: Located[Batch], message: str, expected: str) -> Finding:
    status = located.record.status
    return fault(
        located,
        "status",
        "batch-status",
        message,
        actual=f"{status.list}: {status.from_} to {status.to}",
        expected=expected,
        hint="bring your copy up to date and issue the batch again",
        clause="REC-10",
    )


def _reaffirmation(desk: Desk, located: Located[Batch]) -> Iterator[Finding]:
    batch = located.record
    if batch.reaffirms is None or block_fault(batch.hashes):
        return
    old = desk.reaffirmed(located)
    if old is None or block_fault(old.record.hashes) or _adds(batch, old.record):
        yield fault(
            located,
            "reaffirms",
            "batch-reaffirms",
            "the batch does not repeat the one that it reaffirms",
            actual=batch.reaffirms,
            expected="an earlier batch of the provider with equal MC, version, templates and status range, "
            "and only hashes of it",
            hint="leave `reaffirms` out of a batch with new credentials",
            clause="REC-8",
        )


def _adds(batch: Batch, old: Batch) -> bool:
    return bool(missing_from(pieces(batch.digests), [old.digests]))


CHECKS: tuple[Callable[[Desk, Located[Batch]], Iterator[Finding]], ...] = (
    _proof,
    _key,
    _hashes,
    _definition,
    _templates,
    _status_size,
    _status_overlap,
    _reaffirmation,
)
"""Every check of one batch. Batches come in the order of positions: the first to reserve a range has it."""


def missing_lists(
    registered: Iterable[RegisteredBatch], lists: Mapping[tuple[str, str], ListState]
) -> Iterator[Finding]:
    """The batches that count, but whose list has no snapshot that does."""
    for one in registered:
        state = lists.get((one.source.provider, one.batch.record.status.list))
        if state is None or state.document is None:
            yield _no_snapshot(one.batch)


def _no_snapshot(located: Located[Batch]) -> Finding:
    """The batch counts here, but strangers' verifiers would find no status list."""
    provider, status_list = located.record.provider, located.record.status.list
    return fault(
        located,
        "status",
        "status-missing",
        f"there is no good snapshot of the list {status_list}",
        expected=f"credentials/{provider}/status/{status_list}/1.json",
        hint="`bukti issue` writes it beside the batch: add it to the same commit",
        clause="REC-16",
    )


def _not_authorised(desk: Desk, registered: RegisteredBatch) -> Finding:
    batch = registered.batch.record
    position = desk.ground.position(desk.origin(registered.batch))
    # Where only a void act is missing, nothing is wrong with the batch: it waits for the act to be reaffirmed.
    # Where an act that was void then counts again, nobody could know when the batch was published.
    waits = desk.permissions.was_allowed(batch.provider, position)
    waits = waits or desk.permissions.seemed_allowed(batch.provider, position)
    return fault(
        registered.batch,
        "provider",
        "provider-not-admitted",
        f"{batch.provider} was not allowed to award when this batch was published",
        expected="an act `admitted` or `reinstated` before it, and none of suspension or closing since",
        hint="let two maintainers stand by the void admission with `bukti registry reaffirm`"
        if waits
        else "have two maintainers admit the provider first; these credentials verify as not authorised",
        clause="REC-12",
        severity=Severity.WARNING if waits else Severity.ERROR,
    )
