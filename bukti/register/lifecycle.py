"""What became of credentials after issue: which acts count, and the state that they add up to (REC-15)."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from bukti.errors import Finding
from bukti.model import LifecycleAct
from bukti.model.snapshot import Located
from bukti.register.ground import Ground, fault
from bukti.register.hashes import SIZE, block_fault, missing_from, pieces
from bukti.register.keyring import KeyRing
from bukti.register.result import RegisteredBatch, State
from bukti.specification import spec_text

States = dict[tuple[str, bytes], State]


def judged_acts(ground: Ground, ring: KeyRing, batches: Iterable[RegisteredBatch]) -> tuple[States, list[Finding]]:
    """The state of every hash that an act touched and left not active, and why acts do not count.

    Its hashes may stand in batches that do not count: when a key is revoked later, an act on credentials of
    that key and of another one goes on counting, or a revoked credential would come back to life.
    """
    findings: list[Finding] = []
    good: list[Located[LifecycleAct]] = []
    for located in sorted(ground.snapshot.lifecycle_acts.values(), key=ground.in_order):
        found = [*_form_faults(located), *_authority_faults(ground, ring, located)]
        findings += found
        if not found:
            good.append(located)
    unknown = _unregistered(ground, good, batches)
    states: States = {}
    for located in good:
        if located.file in unknown:
            findings.append(_unknown_hash(located, unknown[located.file]))
        else:
            _apply(ground, located, states)
    return states, findings


def _form_faults(located: Located[LifecycleAct]) -> Iterator[Finding]:
    act = located.record
    reason = block_fault(act.hashes) or _replacement_fault(act)
    if reason:
        yield fault(
            located,
            "hashes",
            "act-hashes",
            reason,
            expected="sorted lines of 64 characters of 0-9 and a-f",
            hint="write acts with `bukti revoke` and its like",
            clause="REC-8",
        )
    if act.kind not in _reasons().get(act.reason, ()):
        yield fault(
            located,
            "reason",
            "act-reason",
            f"there is no reason {act.reason} for the act {act.kind}",
            expected=", ".join(code for code, kinds in _reasons().items() if act.kind in kinds),
            hint="choose one of these",
            clause="REC-15",
        )


def _replacement_fault(act: LifecycleAct) -> str | None:
    if (act.replaced_by is not None) != (act.kind == "superseded"):
        return "replaced_by stands in acts of the kind superseded, and in no others"
    if act.replaced_by is None:
        return None
    lines = act.replaced_by.split("\n")
    good = all(len(line) == 2 * SIZE and not set(line) - set("0123456789abcdef") for line in lines[:-1])
    if not good or lines[-1] or len(lines) != act.hashes.count("\n") + 1:
        return "replaced_by has not one hash a line, in the order of hashes and as many"
    return None


def _authority_faults(ground: Ground, ring: KeyRing, located: Located[LifecycleAct]) -> Iterator[Finding]:
    act = located.record
    signed = ring.signatures.of(located)
    yield from signed.faults
    position = ground.position(located)
    entitled = [
        one
        for one in signed.signers
        if ring.good(one, position) and (one.provider == act.provider or (one.maintainer and act.kind != "superseded"))
    ]
    if not signed.faults and len(entitled) < len(signed.signers):
        yield fault(
            located,
            "proof",
            "act-authority",
            "the act is signed by a key that may not sign it, or was not good at its position",
            actual=", ".join("/".join(one) for one in signed.signers),
            expected=f"a good key of {act.provider}, or of a maintainer",
            hint="sign the act with a good key",
            clause="REC-15",
        )


@cache
def _reasons() -> Mapping[str, tuple[str, ...]]:
    listed = json.loads(spec_text("reasons.json"))["reasons"]
    return {reason["code"]: tuple(reason["kinds"]) for reason in listed}


def _unregistered(
    ground: Ground, acts: Iterable[Located[LifecycleAct]], batches: Iterable[RegisteredBatch]
) -> dict[str, bytes]:
    """By the act's file, a hash of it that stands in no batch of its provider."""
    runs: dict[str, list[bytes]] = defaultdict(list)
    counting = {registered.batch.file for registered in batches}
    for batch in ground.snapshot.batches.values():
        # A batch whose key was revoked since was there when the act was written: that is no fault of the act.
        if batch.file in counting or not block_fault(batch.record.hashes):
            runs[batch.record.provider].append(batch.record.digests)
    by_provider: dict[str, list[Located[LifecycleAct]]] = defaultdict(list)
    for located in acts:
        by_provider[located.record.provider].append(located)
    unknown: dict[str, bytes] = {}
    for provider, own in by_provider.items():
        wanted = (digest for located in own for digest in pieces(located.record.digests))
        missing = missing_from(wanted, runs[provider])
        for located in own if missing else ():
            found = next((one for one in pieces(located.record.digests) if one in missing), None)
            if found is not None:
                unknown[located.file] = found
    return unknown


def _unknown_hash(located: Located[LifecycleAct], digest: bytes) -> Finding:
    return fault(
        located,
        "hashes",
        "act-unregistered",
        f"the hash {digest.hex()[:12]}… stands in no batch of {located.record.provider}",
        expected="hashes of the provider's own registered credentials",
        hint="publish the batch first, or leave the hash out",
        clause="REC-15",
    )


_FOR_EVER = {"revoked": 2, "superseded": 1}


def _apply(ground: Ground, located: Located[LifecycleAct], states: States) -> None:
    """Bring one act into the states. Acts come oldest first: among suspensions the last one decides."""
    act = located.record
    position = ground.position(located)
    day = position.day if position else act.on
    replaced = bytes.fromhex(act.replaced_by) if act.replaced_by else b""
    for number, digest in enumerate(pieces(act.digests)):
        known = states.get((act.provider, digest))
        if known and _FOR_EVER.get(known.state, 0) >= max(_FOR_EVER.get(act.kind, 0), 1):
            continue
        if act.kind == "reinstated":
            states.pop((act.provider, digest), None)
            continue
        by = replaced[SIZE * number : SIZE * number + SIZE] or None
        states[act.provider, digest] = State(state=act.kind, reason=act.reason, day=day, replaced_by=by)
