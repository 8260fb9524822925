"""Hashes that stand in two batches of one provider (REC-8)."""

from collections import defaultdict

from bukti.errors import Finding
from bukti.model import Batch
from bukti.model.snapshot import Located
from bukti.register.ground import fault
from bukti.register.hashes import first_repeated


def without_repeats(batches: list[Located[Batch]]) -> tuple[list[Located[Batch]], list[Finding]]:
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
