"""What became of credentials after issue: which acts count, and the state that they add up to (REC-15)."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial

from bukti.errors import Finding, Severity
from bukti.model import LifecycleAct
from bukti.model.snapshot import Located
from bukti.register.ground import Ground, fault
from bukti.register.hashes import SIZE, block_fault, missing_from, pieces
from bukti.register.keyring import KeyRing
from bukti.register.result import RegisteredBatch, State
from bukti.register.signers import Signer
from bukti.specification import spec_text

States = dict[tuple[str, bytes], State]
_ENDS = frozenset({"revoked", "superseded"})
"""The kinds that set a bit in a status list (REC-16)."""


@dataclass
class Acts:
    """What acts add up to: the states, and the hashes that bits of status lists may stand for, by provider."""

    states: States = field(default_factory=dict)
    due: dict[str, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    """Hashes that a counting act revokes or supersedes."""
    firm: dict[str, dict[bytes, int]] = field(default_factory=lambda: defaultdict(dict))
    """Those of ``due`` whose act counted all the time, with its place: from there on their bits do not fall."""
    marked: dict[str, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    """The same with void acts."""
    voided: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def judged_acts(ring: KeyRing, batches: Iterable[RegisteredBatch]) -> Acts:
    """The state of every hash that an act touched and left not active, and why acts do not count.

    Its hashes may stand in batches that do not count: when a key is revoked later, an act on credentials of
    that key and of another one goes on counting, or a revoked credential would come back to life.
    """
    ground, found = ring.ground, Acts()
    good: list[Located[LifecycleAct]] = []
    for located in sorted(ground.snapshot.lifecycle_acts.values(), key=ground.in_order):
        form = [*_form_faults(located), *ring.signatures.of(located).faults]
        authority = None if form else _authority_fault(ring, located, found.voided)
        found.findings += [*form, *([authority] if authority else [])]
        if located.file in found.voided:
            _mark(found.marked, located)
        elif not form and authority is None:
            good.append(located)
    runs = _runs(ground, batches)
    unknown = _unregistered(good, runs)
    agency: set[tuple[str, bytes]] = set()
    for located in good:
        if located.file in unknown:
            found.findings.append(_unknown_hash(located, unknown[located.file]))
            continue
        _mark(found.due, located)
        _mark(found.marked, located)
        if located.record.kind in _ENDS and ring.steady(located, partial(_authorised, located=located)):
            places, at = found.firm[located.record.provider], ground.when(located)
            places |= {digest: min(places.get(digest, at), at) for digest in pieces(located.record.digests)}
        if _apply(ring, located, found.states, agency):
            found.findings.append(_still_suspended(located))
    found.findings += _replacements(good, runs)
    return found


def _mark(marks: dict[str, set[bytes]], located: Located[LifecycleAct]) -> None:
    if located.record.kind in _ENDS:
        marks[located.record.provider].update(pieces(located.record.digests))


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


def _authority_fault(ring: KeyRing, located: Located[LifecycleAct], voided: dict[str, str]) -> Finding | None:
    """Why the act's signers do not suffice; a void act is entered in ``voided``."""
    act, signers = located.record, ring.signatures.of(located).signers
    standing = ring.standing(located, signers, partial(_authorised, located=located))
    if standing.counts:
        return None
    if standing.voided_by is not None:
        voided[located.file] = str(standing.voided_by)
        return fault(
            located,
            "proof",
            "act-void",
            f"the revocation of {standing.voided_by} voids this act {act.kind}",
            hint="nothing, if a thief signed it or it was signed again already; else: `bukti reaffirm DIR … --acts ID`",
            clause="REC-24",
            severity=Severity.WARNING,
        )
    return fault(
        located,
        "proof",
        "act-authority",
        "the act is signed by a key that may not sign it, or was not good at its position",
        actual=", ".join(map(str, signers)),
        expected=f"a good key of {act.provider}, or of a maintainer",
        hint="sign the act with a good key",
        clause="REC-15",
    )


def _authorised(ring: KeyRing, *, located: Located[LifecycleAct]) -> bool:
    """Whether every signer may sign the act; maintainers who were revoked since may be stood by (REC-25)."""
    act, position = located.record, ring.ground.position(located)
    excused = located.file in ring.reaffirmed

    def may(one: Signer) -> bool:
        if one.maintainer:
            return act.kind != "superseded" and (excused or ring.good(one, position))
        return one.provider == act.provider and ring.good(one, position)

    return all(map(may, ring.signatures.of(located).signers))


@cache
def _reasons() -> Mapping[str, tuple[str, ...]]:
    listed = json.loads(spec_text("reasons.json"))["reasons"]
    return {reason["code"]: tuple(reason["kinds"]) for reason in listed}


def _runs(ground: Ground, batches: Iterable[RegisteredBatch]) -> dict[str, list[bytes]]:
    """The hashes of all batches of each provider that have the form of batches, whether these count or not."""
    runs: dict[str, list[bytes]] = defaultdict(list)
    counting = {registered.batch.file for registered in batches}
    for batch in ground.snapshot.batches.values():
        # A batch whose key was revoked since was there when the act was written: that is no fault of the act.
        if batch.file in counting or not block_fault(batch.record.hashes):
            runs[batch.record.provider].append(batch.record.digests)
    return runs


def _unregistered(acts: Iterable[Located[LifecycleAct]], runs: Mapping[str, list[bytes]]) -> dict[str, bytes]:
    """By the act's file, a hash of it that stands in no batch of its provider."""
    return _missing(acts, runs, lambda act: act.digests)


def _replacements(acts: Iterable[Located[LifecycleAct]], runs: Mapping[str, list[bytes]]) -> Iterator[Finding]:
    """Acts that name a replacement which stands in no batch of the provider: the old credential leads nowhere."""
    named = [one for one in acts if one.record.replaced_by]
    missing = _missing(named, runs, lambda act: bytes.fromhex(act.replaced_by or ""))
    for located in named:
        if located.file in missing:
            yield fault(
                located,
                "replaced_by",
                "act-replacement",
                f"the replacement {missing[located.file].hex()[:12]}… stands in no batch of {located.record.provider}",
                expected="hashes of the provider's own registered credentials",
                hint="publish the batch that holds it",
                clause="REC-15",
                severity=Severity.WARNING,
            )


def _missing(
    acts: Iterable[Located[LifecycleAct]],
    runs: Mapping[str, list[bytes]],
    digests_of: Callable[[LifecycleAct], bytes],
) -> dict[str, bytes]:
    by_provider: dict[str, list[Located[LifecycleAct]]] = defaultdict(list)
    for located in acts:
        by_provider[located.record.provider].append(located)
    found: dict[str, bytes] = {}
    for provider, own in by_provider.items():
        wanted = (digest for located in own for digest in pieces(digests_of(located.record)))
        missing = missing_from(wanted, runs.get(provider, []))
        for located in own if missing else ():
            digest = next((one for one in pieces(digests_of(located.record)) if one in missing), None)
            if digest is not None:
                found[located.file] = digest
    return found


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


def _apply(ring: KeyRing, located: Located[LifecycleAct], states: States, agency: set[tuple[str, bytes]]) -> bool:
    """Bring one act into the states; the answer is whether a suspension by a maintainer withstood it.

    Acts come oldest first: among suspensions the last one decides, but one by a maintainer (in ``agency``)
    ends by a maintainer only.
    """
    act = located.record
    position = ring.ground.position(located)
    day = position.day if position else act.on
    maintained = any(one.maintainer for one in ring.signatures.of(located).signers)
    replaced = bytes.fromhex(act.replaced_by) if act.replaced_by else b""
    withstood = False
    for number, digest in enumerate(pieces(act.digests)):
        name = act.provider, digest
        known = states.get(name)
        if known and _FOR_EVER.get(known.state, 0) >= max(_FOR_EVER.get(act.kind, 0), 1):
            continue
        if act.kind not in _FOR_EVER and name in agency and not maintained:
            withstood |= act.kind == "reinstated"
            continue
        (agency.add if maintained and act.kind == "suspended" else agency.discard)(name)
        if act.kind == "reinstated":
            states.pop(name, None)
            continue
        by = replaced[SIZE * number : SIZE * number + SIZE] or None
        states[name] = State(state=act.kind, reason=act.reason, day=day, replaced_by=by)
    return withstood


def _still_suspended(located: Located[LifecycleAct]) -> Finding:
    return fault(
        located,
        "kind",
        "act-suspension",
        "a maintainer suspended some of these credentials, and they stay suspended",
        expected="an act `reinstated` by a maintainer",
        hint="ask the maintainers to reinstate them",
        clause="REC-15",
        severity=Severity.WARNING,
    )
