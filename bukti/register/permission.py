"""Which provider was allowed to award when: the maintainers' acts (REC-12, REC-18)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from bukti.errors import Finding, Severity
from bukti.model import Provider, ProviderAct
from bukti.model.snapshot import Located, Position
from bukti.register.ground import Ground, fault
from bukti.register.keyring import KeyRing, index_of
from bukti.register.result import ProviderEvent
from bukti.register.signers import Signer

_STATUS = {
    "admitted": "active",
    "reinstated": "active",
    "suspended": "suspended",
    "closed": "closed",
    "merged": "closed",
}
"""What an act makes of its provider; a renaming changes nothing."""
_ONE_MAINTAINER = frozenset({"suspended", "renamed"})
NOT_ADMITTED = "not_admitted"


@dataclass
class Permissions:
    """The counting acts of each provider, by position."""

    ring: KeyRing
    acts: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    """By provider: the place of each act that changes its status, and what it makes of it."""
    once: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    """The same, with the acts that counted until they were voided."""
    events: dict[str, list[ProviderEvent]] = field(default_factory=lambda: defaultdict(list))
    sound: dict[str, list[Located[ProviderAct]]] = field(default_factory=lambda: defaultdict(list))
    """By provider: the acts that count, and those that counted until they were voided."""
    voided: dict[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def status(self, provider: str, position: Position | None = None) -> str:
        """What a provider was at a position (None: at the next commit), in the words of ``Issuer.status``."""
        return _status(self.acts.get(provider, []), position)

    def allowed(self, provider: str, position: Position | None) -> bool:
        """Whether the provider was allowed to award at a position; without history, whether it ever was."""
        return self._active(self.acts, provider, position)

    def was_allowed(self, provider: str, position: Position | None) -> bool:
        """As :meth:`allowed`, where acts that are void had not been voided."""
        return self._active(self.once, provider, position)

    def seemed_allowed(self, provider: str, position: Position | None) -> bool:
        """As :meth:`allowed`, by what was known when a record of this position was published."""
        then = self.ring.then(index_of(position))
        acts = [_outcome(then, one) for one in self.sound.get(provider, []) if _authorised(then, located=one)]
        return self._active({provider: [one for one in acts if one[1]]}, provider, position)

    def _active(self, acts: Mapping[str, list[tuple[int, str]]], provider: str, position: Position | None) -> bool:
        if not self.ring.ground.history.complete:  # a credential of before the provider's end must not be told as false
            return any(outcome == "active" for _, outcome in acts.get(provider, []))
        return _status(acts.get(provider, []), position) == "active"

    def names(self, provider: Provider, position: Position | None) -> frozenset[str]:
        """The names of a provider, present and former, in all languages (REC-18).

        Those that void acts gave it are among them for what was published before these fell (``position``).
        """
        then = self.ring.then(index_of(position))
        maps: list[Mapping[str, str]] = [provider.name]
        for located in self.sound.get(provider.id, []):
            act = located.record
            if act.name and (located.file not in self.voided or _authorised(then, located=located)):
                maps += [act.name, act.former_name or {}]
        return frozenset(name for one in maps for name in one.values())

    def last_names(self, provider: str) -> Iterator[Mapping[str, str]]:
        """The names that renamings gave a provider, newest first, back to one that counted all the time.

        Which of them was its name when the next renaming was published depends on what was known then. Where none
        counted all the time, the name before the first of them is the last; nothing where there were none.
        """
        renamings = [one for one in self.sound.get(provider, []) if one.record.name is not None]
        for located in reversed(renamings):
            yield located.record.name or {}
            if located.file not in self.voided and self._steady(located):
                return
        yield from (one.record.former_name or {} for one in renamings[:1])

    def _steady(self, located: Located[ProviderAct]) -> bool:
        return self.ring.steady(located, partial(_authorised, located=located))


def _status(acts: list[tuple[int, str]], position: Position | None) -> str:
    at = index_of(position)
    return next((outcome for index, outcome in reversed(acts) if index <= at), NOT_ADMITTED)


def _outcome(ring: KeyRing, located: Located[ProviderAct]) -> tuple[int, str]:
    return ring.ground.when(located), _STATUS.get(located.record.kind, "")


def permissions(ring: KeyRing) -> Permissions:
    """Judge the maintainers' acts on providers, oldest first; of what one commit brought, admissions first."""
    ground, found = ring.ground, Permissions(ring)
    faults: list[Finding] = []

    def in_order(located: Located[ProviderAct]) -> tuple[int, bool, str]:
        return ground.when(located), located.record.kind != "admitted", located.file

    for located in sorted(ground.snapshot.provider_acts.values(), key=in_order):
        act = located.record
        signed = ring.signatures.of(located)
        standing = ring.standing(located, signed.signers, partial(_authorised, located=located))
        reasons = [*signed.faults, *_act_faults(found, ground, located)]
        if not signed.faults and not standing.counts:
            reasons.append(_authority_fault(located, standing.voided_by, signed.signers))
        outcome = _outcome(ring, located)
        if standing.voided_by is not None and not signed.faults:
            # Whatever else is wrong with it: it counts for nothing, and nobody can mend it.
            reasons = reasons[-1:]
            found.voided[located.file] = str(standing.voided_by)
            found.sound[act.provider].append(located)
            found.once[act.provider] += [outcome] if act.kind in _STATUS else []
        faults += reasons
        if not reasons:
            _apply(found, ring, located, outcome)
    faults += _name_findings(ground, found)
    found.findings = tuple(faults)
    return found


def _apply(found: Permissions, ring: KeyRing, located: Located[ProviderAct], outcome: tuple[int, str]) -> None:
    act = located.record
    found.sound[act.provider].append(located)
    if act.kind in _STATUS:
        found.acts[act.provider].append(outcome)
        found.once[act.provider].append(outcome)
    position = ring.ground.position(located)
    event = ProviderEvent(
        kind=act.kind,
        day=position.day if position else act.on,
        name=act.name,
        former_name=act.former_name,
        into=act.into,
    )
    found.events[act.provider].append(event)


def _authorised(ring: KeyRing, *, located: Located[ProviderAct]) -> bool:
    signers = ring.signatures.of(located).signers
    return located.file in ring.reaffirmed or enough_maintainers(
        ring, located.record, signers, ring.ground.position(located)
    )


def enough_maintainers(ring: KeyRing, act: ProviderAct, signers: Sequence[Signer], position: Position | None) -> bool:
    """Whether as many maintainers with good keys as an act on a provider needs have signed it, and nobody else."""
    return all(one.maintainer for one in signers) and ring.good_maintainers(signers, position) >= _needed(act)


def _needed(act: ProviderAct) -> int:
    return 1 if act.kind in _ONE_MAINTAINER else 2


def _authority_fault(located: Located[ProviderAct], voided_by: Signer | None, signers: Sequence[Signer]) -> Finding:
    kind, needed = located.record.kind, _needed(located.record)
    if voided_by is not None:
        return fault(
            located,
            "proof",
            "provider-act-void",
            f"the revocation of {voided_by} voids this act {kind}",
            hint="nothing, if a thief signed it; else two others stand by it with `bukti registry reaffirm`",
            clause="REC-24",
            severity=Severity.WARNING,
        )
    return fault(
        located,
        "proof",
        "provider-act-authority",
        f"too few maintainers with good keys have signed the act {kind}, or somebody else has",
        actual=", ".join(map(str, signers)),
        expected=f"proofs by {needed} different maintainer{'s' if needed > 1 else ''} and nobody else",
        hint="before it is merged another maintainer runs the command that began it; once published it never counts",
        clause="REC-18",
    )


def _act_faults(found: Permissions, ground: Ground, located: Located[ProviderAct]) -> Iterator[Finding]:
    act = located.record
    if act.provider not in ground.snapshot.providers:
        yield fault(
            located,
            "provider",
            "provider-act-provider",
            f"there is no registry/{act.provider}/provider.yaml",
            hint="add the provider's record, or mend the id",
            clause="REC-2",
        )
    if act.kind != "admitted" and not found.acts.get(act.provider):
        # After a void admission nothing is wrong with the act; it waits for the admission to be reaffirmed.
        yield fault(
            located,
            "kind",
            "provider-act-order",
            f"the provider was not admitted before it was {act.kind}",
            expected="an act `admitted` at an earlier position",
            clause="REC-12",
            severity=Severity.WARNING if found.once.get(act.provider) else Severity.ERROR,
        )
    if act.kind == "merged" and (act.into == act.provider or not found.once.get(act.into or "")):
        yield fault(
            located,
            "into",
            "provider-act-into",
            "a provider is merged into another one that was admitted before",
            actual=act.into or "",
            expected="the id of another admitted provider",
            hint="let maintainers admit it first, or close the provider instead",
            clause="REC-18",
        )
    before = list(found.last_names(act.provider)) if act.kind == "renamed" else []
    if before and act.former_name not in before:
        yield fault(
            located,
            "former_name",
            "provider-act-name",
            "former_name is not the name that the provider had",
            actual=_told(act.former_name or {}),
            expected=" or ".join(map(_told, before)),
            hint="make the act with `bukti provider rename`",
            clause="REC-18",
        )


def _name(found: Permissions, provider: str) -> Mapping[str, str] | None:
    """The name that the newest renaming gave a provider; None where there was none."""
    return next((event.name for event in reversed(found.events.get(provider, [])) if event.kind == "renamed"), None)


def _name_findings(ground: Ground, found: Permissions) -> Iterator[Finding]:
    for provider, located in sorted(ground.snapshot.providers.items()):
        name = _name(found, provider)
        if name is not None and dict(name) != dict(located.record.name):
            yield fault(
                located,
                "name",
                "provider-name",
                "the provider's name is not the one that the newest act `renamed` gave it",
                actual=_told(located.record.name),
                expected=_told(name),
                hint="state that name, or let a maintainer sign another renaming with `bukti provider rename`",
                clause="REC-18",
            )


def _told(name: Mapping[str, str]) -> str:
    return ", ".join(f"{language}: {text}" for language, text in name.items())
