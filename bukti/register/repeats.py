"""Hashes that stand in two batches of one provider (REC-8)."""

from collections import defaultdict
from collections.abc import Mapping

from bukti.errors import Finding
from bukti.model import Batch
from bukti.model.snapshot import Located
from bukti.register.ground import fault
from bukti.register.hashes import repeated


def without_repeats(batches: list[Located[Batch]]) -> tuple[list[Located[Batch]], list[Finding]]:
    """Leave out batches that hold a hash of an earlier batch of their provider (REC-8)."""
    repeats: dict[str, bytes] = {}
    by_provider: dict[str, list[Located[Batch]]] = defaultdict(list)
    for located in batches:
        if located.record.reaffirms is None:
            by_provider[located.record.provider].append(located)
    for own in by_provider.values():
        repeats |= _repeating(own)
    kept = [one for one in batches if one.file not in repeats]
    return kept, [_repeat(one, repeats[one.file]) for one in batches if one.file in repeats]


def _repeating(batches: list[Located[Batch]]) -> dict[str, bytes]:
    """By file: a hash for which a batch is left out. One that is left out itself keeps no later one from counting."""
    holders = repeated([one.record.digests for one in batches])
    held: dict[int, list[bytes]] = defaultdict(list)
    for digest, numbers in sorted(holders.items()):
        for number in numbers:
            held[number].append(digest)
    repeats: dict[int, bytes] = {}
    for number in sorted(held):
        earlier = (digest for digest in held[number] if _stands(holders[digest], number, repeats))
        if (found := next(earlier, None)) is not None:
            repeats[number] = found
    return {batches[number].file: digest for number, digest in repeats.items()}


def _stands(holders: list[int], number: int, repeats: Mapping[int, bytes]) -> bool:
    """Whether one before ``number`` holds the hash and is not left out. The first that is not is kept for good."""
    return next((one for one in holders if one not in repeats), number) < number


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
