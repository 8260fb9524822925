"""Whose signatures count: roots, keys and acts on keys, walked through in the order of their positions.

A revocation may reach back, and a reaffirmation may bring back what had fallen. What was known before either
is kept as an *epoch*: acts on keys are judged by what was known when they were published and never again, and
a record that counted in its own epoch and does not any more is void (REC-24), not wrong. Every epoch ends later
than the one before it, at an act; so there are at most as many as such acts, and each is walked through
once for every layer of reaffirmations that stand on each other.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bukti.did import MAINTAINERS
from bukti.errors import Finding
from bukti.model import Key, KeyAct, RegistryAct, Root
from bukti.model.records import MAX_ROTATED
from bukti.model.snapshot import Located
from bukti.register import keyfaults
from bukti.register.ground import Ground
from bukti.register.keyacts import Decision, decided
from bukti.register.keyring import KeyRing
from bukti.register.registryacts import authority_fault, record_faults, void_act
from bukti.register.roots import (
    BEFORE_ALL,
    Step,
    beginning,
    content_faults,
    unsigned_findings,
    with_root,
)
from bukti.register.signers import Bases, Signatures, Signer
from bukti.register.voids import void_acts, void_keys


@dataclass
class _Group:
    """What one commit brought of the records that decide about trust."""

    roots: list[Located[RegistryAct]] = field(default_factory=list)
    keys: list[Located[Key]] = field(default_factory=list)
    key_acts: list[Located[KeyAct]] = field(default_factory=list)
    reaffirmations: list[Located[RegistryAct]] = field(default_factory=list)


@dataclass
class _Kept:
    """What one epoch hands to the next."""

    epochs: tuple[tuple[int, KeyRing], ...] = ()
    decisions: dict[str, Decision] = field(default_factory=dict)
    """By file, of the acts on keys that were judged already."""
    keys: set[Signer] = field(default_factory=set)
    """Keys that some epoch let in: their numbers stay taken."""
    acts: set[str] = field(default_factory=set)
    """Files of acts on the registry that counted in some epoch."""

    @property
    def end(self) -> int:
        """The place up to which everything is known."""
        return self.epochs[-1][0] if self.epochs else BEFORE_ALL - 1


def key_ring(ground: Ground) -> KeyRing:
    """Judge roots, keys and the acts on them. The ring stands on the registry record of the root in force."""
    signatures = Signatures(ground)
    groups = _groups(ground)
    kept = _Kept()
    while True:
        walk, end = _epoch(ground, signatures, groups, kept)
        kept.keys |= walk.ring.maintainers | walk.ring.admitted
        kept.acts |= walk.counting
        kept.decisions |= walk.fresh
        if end is None:
            return _finished(walk, kept)
        kept.epochs = (*kept.epochs, (end, walk.ring))


def _groups(ground: Ground) -> list[tuple[int, _Group]]:
    groups: dict[int, _Group] = defaultdict(_Group)
    snapshot = ground.snapshot
    for key in sorted(snapshot.keys.values(), key=ground.in_order):
        groups[ground.when(key)].keys.append(key)
    for act in sorted(snapshot.key_acts.values(), key=ground.in_order):
        groups[ground.when(act)].key_acts.append(act)
    for registry_act in sorted(snapshot.registry_acts.values(), key=ground.in_order):
        group = groups[ground.when(registry_act)]
        (group.roots if registry_act.record.kind == "root" else group.reaffirmations).append(registry_act)
    return sorted(groups.items())


def _epoch(
    ground: Ground, signatures: Signatures, groups: list[tuple[int, _Group]], kept: _Kept
) -> "tuple[_Walk, int | None]":
    """The walk with all that is known up to the end of the last epoch, and where something new reaches back.

    A reaffirmation may stand on another one. What one round has found holds in the next, so rounds end: each
    but the last adds a record.
    """
    reaffirmed: frozenset[str] = frozenset()
    while True:
        walk = _Walk(ground, signatures, kept, reaffirmed)
        end = walk.run(groups)
        if walk.restored <= reaffirmed:
            return walk, end
        reaffirmed |= walk.restored


class _Walk:
    """One way through all commits, which fills one ring."""

    def __init__(self, ground: Ground, signatures: Signatures, kept: _Kept, reaffirmed: frozenset[str]) -> None:
        self.ring = KeyRing(ground, signatures, reaffirmed=reaffirmed, epochs=kept.epochs)
        self.ring.void = {one: one for one in kept.keys}  # until all is known: what may turn out to be void
        self.kept = kept
        self.fresh: dict[str, Decision] = {}
        self.restored: frozenset[str] = frozenset()
        self.counting: set[str] = set()
        """Files of acts on the registry that count."""
        self.findings: list[Finding] = []
        self._taken: dict[object, str] = {}
        self.repeated: set[Signer] = set()
        for decision in kept.decisions.values():
            if decision.revocation:
                self.ring.revoke(decision.revocation)
        root = beginning(ground.snapshot, ground.history)
        self._enter(BEFORE_ALL, root, "", _bases(root))

    def run(self, groups: list[tuple[int, _Group]]) -> int | None:
        """Walk until something that is not known yet reaches back; the answer is its place, None at the end."""
        for place, group in groups:
            for root in group.roots:
                self._root(place, root)
            self._keys(group.keys)
            reaches = [self._key_act(act) for act in group.key_acts if act.file not in self.kept.decisions]
            reaches += [self._reaffirmation(place, act) for act in group.reaffirmations]
            if any(reaches):
                return place
        return None

    def _root(self, place: int, located: Located[RegistryAct]) -> None:
        root = located.record.root
        ring, before = self.ring, self.ring.roots.last
        if root is None or not ring.ground.history.complete:
            return  # without history there is one root (REC-23)
        signed = ring.signatures.of(located, before.bases, (root.base_url,))
        pinned = self._pinned(root, (*before.bases, root.base_url))
        position = ring.ground.position(located)
        authorised = located.file in ring.reaffirmed or (
            sum(one in before.pinned and ring.within(one, position) for one in set(signed.signers)) >= 2
            and all(one.maintainer for one in signed.signers)
        )
        good = sum(ring.within(one, position) for one in pinned)
        faults = [*signed.faults, *content_faults(located, before, pinned, good)]
        if not signed.faults and not authorised:
            faults.append(authority_fault(located, signed.signers))
        if not faults:
            self.counting.add(located.file)
            self._enter(place, root, located.file, before.bases)
            return
        if authorised or located.file not in self.kept.acts:
            self.findings += faults
        for signer in sorted(pinned & self.kept.keys):
            self._takes(self.ring.key(signer))  # whom the root had let in keeps the number for ever

    def _pinned(self, root: Root, bases: Bases) -> frozenset[Signer]:
        """The maintainers whose records are in order and as the root pins them."""
        found = set()
        for pin in root.maintainers:
            located = self.ring.ground.snapshot.keys.get((MAINTAINERS, pin.key))
            if located is None or self.ring.signatures.digest(located) != pin.digest:
                continue
            if not any(keyfaults.own_faults(located, self.ring.signatures.of(located, bases))):
                found.add(Signer(MAINTAINERS, pin.key))
        return frozenset(found)

    def _enter(self, place: int, root: Root, file: str, more: Bases) -> None:
        """Put a root in force, and let its maintainers in."""
        bases = tuple(dict.fromkeys((*_bases(root), *more)))
        pinned = self._pinned(root, bases)
        if not self.ring.ground.history.complete and self._has_roots():
            pinned |= self._all_maintainers(bases)
        for signer in sorted(pinned - self.ring.maintainers):
            if self._takes(self.ring.key(signer)):
                self.ring.maintainers.add(signer)
        self.ring.roots.steps.append(Step(place, root, pinned & self.ring.maintainers, file))

    def _has_roots(self) -> bool:
        return any(act.record.kind == "root" for act in self.ring.ground.snapshot.registry_acts.values())

    def _all_maintainers(self, bases: Bases) -> frozenset[Signer]:
        """Every maintainer's key in order: without history nobody can say any more who was pinned when."""
        keys = self.ring.ground.snapshot.keys.items()
        signatures = self.ring.signatures
        return frozenset(
            Signer(*name)
            for name, located in keys
            if name[0] == MAINTAINERS and not any(keyfaults.own_faults(located, signatures.of(located, bases)))
        )

    def _takes(self, located: Located[Key]) -> bool:
        """Give a key its public key and number, which belong to the first that was let in with them.

        A record that nobody admitted takes nothing: a stranger could keep a provider's next number from it.
        """
        key = located.record
        own = self._taken.get(key.public_key) == self._taken.get((key.provider, key.number)) == located.file
        faults = [] if own else [*keyfaults.uniqueness_faults(located, self._taken)]
        if faults:
            self.findings += faults
            self.repeated.add(Signer(key.provider, key.key))
            return False
        self._taken[key.public_key] = self._taken[key.provider, key.number] = located.file
        return True

    def _keys(self, keys: Iterable[Located[Key]]) -> None:
        """Let in the providers' keys that one commit brought.

        A key may admit the next one, so this goes on until nothing is added: more than one round is needed
        only where one commit brought a chain of keys.
        """
        waiting = [one for one in keys if one.record.provider != MAINTAINERS and self._in_order(one)]
        found = True
        while found:
            found = False
            for located in list(waiting):
                signer = Signer(located.record.provider, located.record.key)
                admitted = self._is_admitted(located, signer)
                if not admitted and signer not in self.kept.keys:
                    continue
                waiting.remove(located)
                if self._takes(located) and admitted:
                    self.ring.admitted.add(signer)
                    found = True
        self.findings += [keyfaults.not_admitted(one) for one in waiting]

    def _in_order(self, located: Located[Key]) -> bool:
        bases = self.ring.roots.in_force(self.ring.ground.when(located)).bases
        faults = [*keyfaults.own_faults(located, self.ring.signatures.of(located, bases))]
        self.findings += faults
        return not faults

    def _is_admitted(self, located: Located[Key], signer: Signer) -> bool:
        position = self.ring.ground.position(located)
        bases = self.ring.roots.in_force(self.ring.ground.when(located)).bases
        others = [one for one in self.ring.signatures.of(located, bases).signers if one != signer]
        own = any(one.provider == signer.provider and self.ring.good(one, position) for one in others)
        if own and located.record.role is None and located.record.number <= MAX_ROTATED:
            return True
        return located.file in self.ring.reaffirmed or self.ring.good_maintainers(others, position) >= 2

    def _key_act(self, located: Located[KeyAct]) -> bool:
        """Judge an act on a key; the answer is whether it takes back what was published before."""
        bases = self.ring.roots.last.bases
        decision = decided(self.ring, located, self.ring.signatures.of(located, bases))
        self.fresh[located.file] = decision
        revocation = decision.revocation
        if revocation is not None and not revocation.reaches_back:
            self.ring.revoke(revocation)
        return revocation is not None and revocation.reaches_back  # the next epoch's ring will know of it

    def _reaffirmation(self, place: int, located: Located[RegistryAct]) -> bool:
        """Judge a reaffirmation; the answer is whether it is news that it counts."""
        ring = self.ring
        signed = ring.signatures.of(located, ring.roots.last.bases)
        faults = [*signed.faults]
        if not faults:
            maintainers = all(one.maintainer for one in signed.signers)
            if not maintainers or ring.good_maintainers(signed.signers, ring.ground.position(located)) < 2:
                if located.file in self.kept.acts:
                    return False  # it counted once: it is void
                faults.append(authority_fault(located, signed.signers))
            faults += record_faults(ring, located)
        self.findings += faults
        if faults or located.record.record is None:
            return False
        self.counting.add(located.file)
        if place > self.kept.end:
            return located.record.record not in ring.reaffirmed
        self.restored |= {located.record.record}
        return False


def _bases(root: Root) -> Bases:
    return (root.base_url, *root.former_base_urls)


def _finished(walk: _Walk, kept: _Kept) -> KeyRing:
    """The ring that knows everything, with what became void and every finding."""
    ring, stated = walk.ring, walk.ring.ground.snapshot
    ring.ground = Ground(with_root(stated, ring.roots.last.root), ring.ground.history)
    ring.signatures.ground = ring.ground
    ring.void_acts = void_acts(ring, kept.acts - walk.counting)
    ring.void = void_keys(ring, kept.keys - ring.maintainers - ring.admitted - walk.repeated)
    acts = stated.registry_acts.values()
    ring.findings = (
        *walk.findings,
        *(one for decision in kept.decisions.values() for one in decision.faults),
        *(keyfaults.voided(ring.key(signer), by) for signer, by in sorted(ring.void.items())),
        *(void_act(act, ring.void_acts[act.file]) for act in acts if act.file in ring.void_acts),
        *_maintainer_findings(ring, walk.repeated),
        *unsigned_findings(stated, ring.roots.last),
    )
    return ring


def _maintainer_findings(ring: KeyRing, repeated: set[Signer]) -> Iterator[Finding]:
    """What is wrong with maintainers' key records, and those that no root ever pinned."""
    for (owner, name), located in ring.ground.snapshot.keys.items():
        if owner == MAINTAINERS:
            faults = [*keyfaults.own_faults(located, ring.signatures.of(located))]
            yield from faults
            signer = Signer(owner, name)
            if not faults and not ring.known(signer) and signer not in repeated:
                yield keyfaults.not_admitted(located)
