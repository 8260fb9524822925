"""Which batches count (REC-14): a list of small checks on one batch, and two on all of a provider's."""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bukti.did import status_list_url
from bukti.errors import Finding
from bukti.model import Batch, Template
from bukti.model.snapshot import Located, Position
from bukti.proof import merkle
from bukti.register.ground import Ground, fault
from bukti.register.hashes import block_fault, first_repeated, missing_from, pieces
from bukti.register.keyring import KeyRing
from bukti.register.permission import Permissions
from bukti.register.result import RegisteredBatch, Source
from bukti.register.signers import Signer
from bukti.register.statuses import StatusLists
from bukti.templates import digest_of, template_faults

_PER_CREDENTIAL = 4
"""Indexes that a batch reserves at least for each credential (REC-10)."""


@dataclass
class Desk:
    """What the checks of a batch look at, and what earlier batches left behind."""

    ground: Ground
    ring: KeyRing
    permissions: Permissions
    lists: StatusLists
    ranges: dict[tuple[str, str], list[tuple[int, int, str]]] = field(default_factory=lambda: defaultdict(list))
    """Reserved ranges by provider and list: (from, to, file), ascending and without overlap."""
    template_reasons: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def reaffirmed(self, located: Located[Batch]) -> Located[Batch] | None:
        """The earlier batch whose hashes this one repeats; None when it repeats none or may not."""
        batch = located.record
        old = self.ground.snapshot.batches.get(batch.reaffirms or "")
        if old is None or self.ground.in_order(old) >= self.ground.in_order(located):
            return None
        return old if _scope(old.record) == _scope(batch) and self.is_own(old) else None

    def is_own(self, located: Located[Batch]) -> bool:
        """Whether the provider signed this batch by the key that it names, one that was admitted at some time.

        A key that was revoked since will do; a stranger's batch in the provider's path is nobody's.
        """
        signer = Signer(located.record.provider, located.record.key)
        signed = self.ring.signatures.of(located)
        return not signed.faults and set(signed.signers) == {signer} and self.ring.known(signer)

    def authority_position(self, located: Located[Batch]) -> Position | None:
        """Where the permission to award is asked for: at the reaffirmed batch's position, if there is one."""
        return self.ground.position(self.reaffirmed(located) or located)


def _scope(batch: Batch) -> tuple[object, ...]:
    return batch.provider, batch.mc, batch.version, sorted(batch.templates), batch.status


def judged_batches(desk: Desk) -> tuple[list[RegisteredBatch], list[Finding]]:
    """The batches that count, oldest first, and why others do not."""
    good: list[Located[Batch]] = []
    findings: list[Finding] = []
    for located in sorted(desk.ground.snapshot.batches.values(), key=desk.ground.in_order):
        found = [finding for check in CHECKS for finding in check(desk, located)]
        findings += found
        if not found:
            good.append(located)
    good, repeated = _without_repeats(good)
    registered = [_registered(desk, located) for located in good]
    findings += repeated
    findings += (_no_snapshot(one) for one in good if desk.lists.length(*_list_of(one)) is None)
    findings += (_not_authorised(one) for one in registered if not one.source.authorised)
    return registered, findings


def _registered(desk: Desk, located: Located[Batch]) -> RegisteredBatch:
    batch = located.record
    source = Source(
        provider=batch.provider,
        mc=batch.mc,
        version=batch.version,
        key=batch.key,
        authorised=desk.permissions.allowed(batch.provider, desk.authority_position(located)),
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
    if not desk.ring.good(Signer(batch.provider, batch.key), desk.ground.position(located)):
        yield fault(
            located,
            "key",
            "batch-key",
            f"the key {batch.key} of {batch.provider} was not good when this batch was published",
            expected="a key that was admitted by then, not revoked, and within its time",
            hint="have the key admitted first; after a revocation state `reaffirms` in a new batch",
            clause="REC-14",
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
        for reason in _template_reasons(desk, located.record, digest):
            yield Finding(
                file=located.file,
                line=located.line("templates", number),
                code="batch-template",
                message=f"the template {digest[:12]}… {reason}",
                expected=f"credentials/{located.record.provider}/templates/{digest}.json, right by TPL-5",
                hint="write templates with `bukti issue`",
                clause="TPL-5",
            )


def _template_reasons(desk: Desk, batch: Batch, digest: str) -> list[str]:
    located = desk.ground.snapshot.templates.get((batch.provider, digest))
    if located is None:
        return ["is not there"]
    template = located.record
    if (template.provider, template.mc, template.version) != (batch.provider, batch.mc, batch.version):
        return [f"is of {template.provider}/{template.mc}, version {template.version}"]
    known = desk.template_reasons
    if (batch.provider, digest) not in known:
        named = [] if digest_of(template) == digest else ["is not named by its digest"]
        faults = template_faults(template, desk.ground.snapshot)
        known[batch.provider, digest] = named + [f"is not right: {one}" for one in faults]
    return known[batch.provider, digest] or _list_reasons(desk, batch, template)


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


def _without_repeats(batches: list[Located[Batch]]) -> tuple[list[Located[Batch]], list[Finding]]:
    """Leave out batches that hold a hash of an earlier batch of their provider (REC-8)."""
    repeats: dict[str, bytes] = {}
    by_provider: dict[str, list[Located[Batch]]] = defaultdict(list)
    for located in batches:
        if located.record.reaffirms is None:
            by_provider[located.record.provider].append(located)
    for own in by_provider.values():
        if first_repeated(one.record.digests for one in own) is not None:
            repeats |= _repeating(own)
    kept = [one for one in batches if one.file not in repeats]
    return kept, [_repeat(one, repeats[one.file]) for one in batches if one.file in repeats]


def _repeating(batches: list[Located[Batch]]) -> dict[str, bytes]:
    kept: list[bytes] = []
    repeats: dict[str, bytes] = {}
    for located in batches:
        digest = next((d for run in kept if (d := first_repeated([run, located.record.digests]))), None)
        if digest is None:
            kept.append(located.record.digests)
        else:
            repeats[located.file] = digest
    return repeats


def _repeat(located: Located[Batch], digest: bytes) -> Finding:
    return fault(
        located,
        "hashes",
        "batch-repeat",
        f"the hash {digest.hex()[:12]}… stands in an earlier batch of this provider",
        expected="hashes of new credentials only",
        hint="issue the batch again; to stand by credentials of a revoked key, state `reaffirms`",
        clause="REC-8",
    )


def _list_of(located: Located[Batch]) -> tuple[str, str]:
    return located.record.provider, located.record.status.list


def _no_snapshot(located: Located[Batch]) -> Finding:
    """The batch counts here, but strangers' verifiers would find no status list."""
    provider, status_list = _list_of(located)
    return fault(
        located,
        "status",
        "status-missing",
        f"there is no good snapshot of the list {status_list}",
        expected=f"credentials/{provider}/status/{status_list}/1.json",
        hint="`bukti issue` writes it beside the batch: add it to the same commit",
        clause="REC-16",
    )


def _not_authorised(registered: RegisteredBatch) -> Finding:
    batch = registered.batch.record
    return fault(
        registered.batch,
        "provider",
        "provider-not-admitted",
        f"{batch.provider} was not allowed to award when this batch was published",
        expected="an act `admitted` or `reinstated` before it, and none of suspension or closing since",
        hint="have two maintainers admit the provider first; these credentials verify as not authorised",
        clause="REC-12",
    )
