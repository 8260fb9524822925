"""Which key was good when: admission, revocation, and what falls with a revoked key (REC-11, REC-17)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from bukti.did import MAINTAINERS
from bukti.errors import Finding
from bukti.model import Key, KeyAct
from bukti.model.snapshot import Located, Position
from bukti.proof import multikey
from bukti.proof.keys import admission_fault
from bukti.proof.records import signed_bytes
from bukti.register.ground import LATEST, Ground, fault
from bukti.register.result import IssuerKey
from bukti.register.signers import Signatures, Signer

_ZONES = timedelta(days=1)
"""A key's last day is a date in the provider's zone, a registered day one in UTC."""

Limits = Mapping[Signer, int]
"""By key: the first position at which it is not good any more."""


@dataclass
class KeyRing:
    """All keys of the registry and their goodness at any position. Fill it with :func:`key_ring`."""

    ground: Ground
    signatures: Signatures
    limits: Limits = field(default_factory=dict)
    maintainers: frozenset[Signer] = frozenset()
    """Pinned and in order; each may be revoked from some position on."""
    admitted: frozenset[Signer] = frozenset()
    """Providers' keys that count."""
    void: frozenset[Signer] = frozenset()
    """Providers' keys that would count but for the revocation of a key that admitted them."""
    findings: tuple[Finding, ...] = ()

    def key(self, signer: Signer) -> Located[Key]:
        """The record of a key."""
        return self.ground.snapshot.keys[signer]

    def known(self, signer: Signer) -> bool:
        """Whether a key was ever admitted or pinned, whatever became of it."""
        return signer in self.maintainers | self.admitted | self.void

    def good(self, signer: Signer, position: Position | None) -> bool:
        """Whether a key was good at a position; None stands for the next commit."""
        if signer in self.maintainers:
            return self._within(signer, position)
        known = signer in self.admitted and self.ground.when(self.key(signer)) <= _index(position)
        return known and self._within(signer, position)

    def good_maintainers(self, signers: Iterable[Signer], position: Position | None) -> int:
        """How many different maintainers with good keys are among ``signers``."""
        return len({one for one in signers if one.maintainer and self.good(one, position)})

    def published(self, provider: str) -> tuple[IssuerKey, ...]:
        """The keys of a provider, or of the maintainers, that were ever admitted, by number."""
        members = sorted(
            (signer for signer in self.maintainers | self.admitted | self.void if signer.provider == provider),
            key=lambda signer: self.key(signer).record.number,
        )
        return tuple(self._published(signer) for signer in members)

    def _published(self, signer: Signer) -> IssuerKey:
        record = self.key(signer).record
        state = "void" if signer in self.void else "revoked" if signer in self.limits else "good"
        return IssuerKey(key=record.key, number=record.number, public_key=record.public_key, state=state)

    def _within(self, signer: Signer, position: Position | None) -> bool:
        last = self.key(signer).record.valid_until
        in_time = last is None or position is None or position.day <= last + _ZONES
        return in_time and _index(position) < self.limits.get(signer, LATEST + 2)


def _index(position: Position | None) -> int:
    return LATEST if position is None else position.index


def key_ring(ground: Ground, signatures: Signatures) -> KeyRing:
    """Judge all key records and the acts on them."""
    keys = ground.snapshot.keys
    sound, faults = _sound_keys(ground, signatures)
    ring = KeyRing(ground, signatures)
    ring.maintainers = frozenset(one for one in sound if one.maintainer and _pinned(ground, keys[one]))
    ring.admitted = _admitted(ring, sound)
    sound, repeats = _without_repeats(ring, sound)
    ring.maintainers &= frozenset(sound)
    ring.admitted = _admitted(ring, sound)
    entitled = ring.admitted
    limits, act_faults = _revocations(ring)
    ring.limits = limits
    ring.admitted = _admitted(ring, sound)
    ring.void = entitled - ring.admitted
    counted = ring.maintainers | entitled
    refused = (_not_admitted(keys[one]) for one in sound if one not in counted)
    voided = (_voided(keys[one]) for one in sorted(ring.void))
    ring.findings = (*faults, *repeats, *refused, *voided, *act_faults)
    return ring


def _sound_keys(ground: Ground, signatures: Signatures) -> tuple[list[Signer], list[Finding]]:
    """Keys whose own record is in order, oldest first."""
    sound: list[Signer] = []
    faults: list[Finding] = []
    for located in sorted(ground.snapshot.keys.values(), key=ground.in_order):
        found = [*_own_faults(located, signatures)]
        faults += found
        if not found:
            sound.append(Signer(located.record.provider, located.record.key))
    return sound, faults


def _without_repeats(ring: KeyRing, sound: Iterable[Signer]) -> tuple[list[Signer], list[Finding]]:
    """The keys whose number and public key are their own: both belong to the first that was let in with them.

    A record that nobody admitted takes nothing: a stranger could keep a provider's next number from it.
    """
    kept: list[Signer] = []
    faults: list[Finding] = []
    taken: dict[object, str] = {}
    for signer in sound:
        located = ring.key(signer)
        found = [*_uniqueness_faults(located, taken)]
        faults += found
        if found:
            continue
        kept.append(signer)
        if ring.known(signer):
            key = located.record
            taken[key.public_key] = taken[key.provider, key.number] = located.file
    return kept, faults


def _own_faults(located: Located[Key], signatures: Signatures) -> Iterator[Finding]:
    key = located.record
    yield from signatures.of(located).faults
    try:
        reason = admission_fault(multikey.decode(key.public_key))
    except ValueError as error:
        reason = str(error)
    if reason:
        yield fault(
            located,
            "public_key",
            "key-public",
            reason,
            hint="make a key with `bukti key new`",
            clause="REC-11",
        )
    signers = signatures.of(located).signers
    if not signatures.of(located).faults and signers[0] != Signer(key.provider, key.key):
        yield fault(
            located,
            "proof",
            "key-possession",
            "the first proof of a key record is not by the key itself",
            actual="/".join(signers[0]),
            expected=f"{key.provider}/{key.key}",
            hint="make the record with `bukti key new`, which signs it first",
            clause="REC-11",
        )


def _uniqueness_faults(located: Located[Key], taken: Mapping[object, str]) -> Iterator[Finding]:
    key = located.record
    if key.public_key in taken:
        yield fault(
            located,
            "public_key",
            "key-duplicate",
            f"this public key serves {taken[key.public_key]} already",
            expected="a key of its own for every record",
            hint="make a new key with `bukti key new`",
            clause="REC-11",
        )
    if (key.provider, key.number) in taken:
        yield fault(
            located,
            "number",
            "key-number",
            f"the number {key.number} belongs to {taken[key.provider, key.number]}",
            expected="a number that no key of this provider ever had",
            hint="take the next free number and sign the record again",
            clause="REC-11",
        )


def _pinned(ground: Ground, located: Located[Key]) -> bool:
    digest = sha256(signed_bytes(located.record.json_form())).hexdigest()
    pins = ground.snapshot.registry.record.maintainers
    return any(pin.key == located.record.key and pin.digest == digest for pin in pins)


def _admitted(ring: KeyRing, sound: Iterable[Signer]) -> frozenset[Signer]:
    """The providers' keys that maintainers or a good key of the provider admitted.

    A key may admit the next one, so this goes on until nothing is added. Keys come oldest first: more
    than one round is needed only where one commit brought a chain of keys.
    """
    ring.admitted = frozenset()
    waiting = [one for one in sound if not one.maintainer]
    while True:
        found = {one for one in waiting if _is_admitted(ring, one)}
        if not found:
            return ring.admitted
        ring.admitted |= found
        waiting = [one for one in waiting if one not in found]


def _is_admitted(ring: KeyRing, signer: Signer) -> bool:
    located = ring.key(signer)
    position = ring.ground.position(located)
    others = [one for one in ring.signatures.of(located).signers if one != signer]
    own = any(one.provider == signer.provider and ring.good(one, position) for one in others)
    return own or ring.good_maintainers(others, position) >= 2


def _not_admitted(located: Located[Key]) -> Finding:
    if located.record.provider == MAINTAINERS:
        digest = sha256(signed_bytes(located.record.json_form())).hexdigest()
        return fault(
            located,
            "key",
            "key-pin",
            "registry.yaml does not pin this maintainer's key",
            expected=f"maintainers: key {located.record.key}, digest {digest}",
            hint="pin the key in registry/registry.yaml, or leave it out",
            clause="REC-11",
        )
    return fault(
        located,
        "proof",
        "key-admission",
        "nobody who may admit this key has signed its record",
        expected="after its own proof, proofs by two different maintainers or by a good key of the provider",
        hint="let them sign with `bukti key sign --record FILE --key SECRET --as registry/KEY`",
        clause="REC-11",
    )


def _voided(located: Located[Key]) -> Finding:
    return fault(
        located,
        "proof",
        "key-void",
        "the key that admitted this one was revoked from before then",
        expected="admission by a key that was good at this record's position",
        hint="let two maintainers admit a new key",
        clause="REC-17",
    )


def _revocations(ring: KeyRing) -> tuple[Limits, list[Finding]]:
    limits: dict[Signer, int] = {}
    faults: list[Finding] = []
    for located in sorted(ring.ground.snapshot.key_acts.values(), key=ring.ground.in_order):
        signer = Signer(located.record.provider, located.record.key)
        found = [*_revocation_faults(ring, located, signer)]
        faults += found
        if not found:
            limits[signer] = min(limits.get(signer, LATEST + 2), _revoked_from(ring.ground, located))
    return limits, faults


def _revoked_from(ground: Ground, located: Located[KeyAct]) -> int:
    if located.record.from_commit is None:
        return ground.when(located) + 1
    return _index_of(ground, located.record.from_commit) or 0


def _index_of(ground: Ground, commit: str) -> int | None:
    found = {position.index for position, _ in ground.history.first.values() if position.commit == commit}
    return min(found, default=None)


def _revocation_faults(ring: KeyRing, located: Located[KeyAct], signer: Signer) -> Iterator[Finding]:
    act = located.record
    signed = ring.signatures.of(located)
    yield from signed.faults
    if signer not in ring.maintainers | ring.admitted:
        yield fault(
            located,
            "key",
            "key-act-key",
            f"there is no admitted key {act.provider}/{act.key}",
            clause="REC-17",
        )
    if not _may_revoke(ring, signed.signers, signer, back=act.from_commit is not None):
        yield fault(
            located,
            "proof",
            "key-act-authority",
            "nobody who may revoke this key has signed the act",
            expected="the key itself or two other maintainers; both where from_commit reaches back",
            hint="let them sign with `bukti key sign`",
            clause="REC-17",
        )
    if act.from_commit is not None and not _reaches_back(ring.ground, located):
        yield fault(
            located,
            "from_commit",
            "key-act-commit",
            "no record first stood in this commit of the published branch, or it is later than this act",
            actual=act.from_commit,
            expected="the commit of the first record that the revocation shall void",
            hint="take the commit from `git log --first-parent`",
            clause="REC-17",
        )


def _reaches_back(ground: Ground, located: Located[KeyAct]) -> bool:
    index = _index_of(ground, located.record.from_commit or "")
    return index is not None and index <= ground.when(located)


def _may_revoke(ring: KeyRing, signers: Iterable[Signer], revoked: Signer, *, back: bool) -> bool:
    """A revocation is itself never voided: whether the signers' keys were revoked plays no part."""
    maintainers = {one for one in signers if one in ring.maintainers and one != revoked}
    if not back:
        return revoked in signers or len(maintainers) >= 2
    own = any(one.provider == revoked.provider and one in ring.maintainers | ring.admitted for one in signers)
    return own and len(maintainers) >= 2
