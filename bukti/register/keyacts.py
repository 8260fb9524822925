"""Acts on keys: which count, and from where on the key is not good (REC-17).

They are judged by what was known when they were published, and never again: a revocation is not voided.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from bukti.errors import Finding
from bukti.model import KeyAct
from bukti.model.snapshot import Located
from bukti.register.ground import LATEST, Ground, fault
from bukti.register.keyring import KeyRing, Revocation
from bukti.register.signers import Signed, Signer
from bukti.specification import spec_text

_NEEDED = {
    "revoked": "the key itself, a recovery key of its provider, or two other maintainers",
    "retired": "the key itself or two maintainers",
    "back": "a key of the provider and two maintainers (of a maintainer's key: two others)",
}


@dataclass(frozen=True)
class Decision:
    """What an act on a key comes to: it counts and does something, or has faults."""

    revocation: Revocation | None
    faults: tuple[Finding, ...]


def decided(ring: KeyRing, located: Located[KeyAct], signed: Signed) -> Decision:
    """Judge an act by the ring as it was known just before the act was published."""
    faults = (*signed.faults, *_faults(ring, located, signed))
    if faults:
        return Decision(None, faults)
    act = located.record
    at = ring.ground.when(located)
    start = at + 1 if act.from_commit is None else _start(ring.ground, act.from_commit)
    return Decision(Revocation(Signer(act.provider, act.key), start, at, act.kind == "retired"), ())


def _start(ground: Ground, commit: str) -> int:
    index = ground.index_of(commit)
    # Without the whole history no record has a position that the commit could be held against.
    return LATEST + 1 if index is None or not ground.history.complete else index


def _faults(ring: KeyRing, located: Located[KeyAct], signed: Signed) -> Iterator[Finding]:
    yield from _form_faults(ring, located)
    late = [one for one in signed.signers if ring.ground.when(ring.key(one)) > ring.ground.when(located)]
    if late:  # nobody could verify it when it was published, and what it does is settled then
        yield fault(
            located,
            "proof",
            "key-act-proof",
            "the act is signed by a key whose record was published later",
            actual=", ".join(map(str, late)),
            expected="keys of public_keys/ as they were when the act was published",
            hint="sign another act",
            clause="REC-17",
        )
    act = located.record
    if not signed.faults and not _may_act(ring, located, signed.signers, Signer(act.provider, act.key)):
        yield fault(
            located,
            "proof",
            "key-act-authority",
            "nobody who may do this to the key has signed the act",
            actual=", ".join(map(str, signed.signers)),
            expected=_NEEDED["back" if act.from_commit is not None else act.kind],
            hint="let them sign with `bukti key sign`",
            clause="REC-17",
        )


def _form_faults(ring: KeyRing, located: Located[KeyAct]) -> Iterator[Finding]:
    """What is wrong with the act itself, whoever signed it."""
    act = located.record
    if not ring.known(Signer(act.provider, act.key)):
        yield fault(
            located,
            "key",
            "key-act-key",
            f"there is no admitted key {act.provider}/{act.key}",
            expected="a key of public_keys/ that was admitted or pinned before",
            hint="mend the ids in the act",
            clause="REC-17",
        )
    if act.kind not in _reasons().get(act.reason, ()):
        yield fault(
            located,
            "reason",
            "key-act-reason",
            f"there is no reason {act.reason} for the act {act.kind}",
            expected=", ".join(code for code, kinds in _reasons().items() if act.kind in kinds),
            hint="choose one of these",
            clause="REC-17",
        )
    if act.from_commit is not None and not _reaches_back(ring.ground, located, act.from_commit):
        yield fault(
            located,
            "from_commit",
            "key-act-commit",
            "this commit is not one of the published branch, or it is later than the act",
            actual=act.from_commit,
            expected="the commit of the first record that the revocation shall void",
            hint="take the commit from `git log --first-parent`",
            clause="REC-17",
        )


@cache
def _reasons() -> Mapping[str, tuple[str, ...]]:
    listed = json.loads(spec_text("reasons.json"))["key_reasons"]
    return {reason["code"]: tuple(reason["kinds"]) for reason in listed}


def _reaches_back(ground: Ground, located: Located[KeyAct], commit: str) -> bool:
    if not ground.history.complete:
        return True
    index = ground.index_of(commit)
    return index is not None and index <= ground.when(located)


def _may_act(ring: KeyRing, located: Located[KeyAct], signers: Iterable[Signer], revoked: Signer) -> bool:
    """The key itself may always speak against itself; whoever else speaks must not have been revoked before."""
    position = ring.ground.position(located)
    good = {one for one in signers if one != revoked and ring.speaks(one, position)}
    two = sum(one.maintainer for one in good) >= 2
    if located.record.from_commit is not None:
        own = revoked in signers or any(one.provider == revoked.provider for one in good)
        return two and (own or revoked.maintainer)
    recovery = located.record.kind == "revoked" and any(
        one.provider == revoked.provider and ring.recovery(one) for one in good
    )
    return revoked in signers or recovery or two
