"""Which provider was allowed to award when: the maintainers' acts (REC-12, REC-18)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from bukti.errors import Finding
from bukti.model import ProviderAct
from bukti.model.snapshot import Located, Position
from bukti.register.ground import LATEST, Ground, fault
from bukti.register.keyring import KeyRing

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

    acts: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    findings: tuple[Finding, ...] = ()

    def status(self, provider: str, position: Position | None = None) -> str:
        """What a provider was at a position (None: at the next commit), in the words of ``Issuer.status``."""
        at = LATEST if position is None else position.index
        status = NOT_ADMITTED
        for index, outcome in self.acts.get(provider, []):
            if index <= at:
                status = outcome
        return status

    def allowed(self, provider: str, position: Position | None) -> bool:
        """Whether the provider was allowed to award at a position."""
        return self.status(provider, position) == "active"


def permissions(ground: Ground, ring: KeyRing) -> Permissions:
    """Judge the maintainers' acts on providers, oldest first."""
    found = Permissions()
    faults: list[Finding] = []
    for located in sorted(ground.snapshot.provider_acts.values(), key=ground.in_order):
        act = located.record
        admitted = bool(found.acts.get(act.provider))
        reasons = [*_act_faults(ground, ring, located, admitted=admitted)]
        faults += reasons
        if not reasons and act.kind in _STATUS:
            found.acts[act.provider].append((ground.when(located), _STATUS[act.kind]))
    found.findings = tuple(faults)
    return found


def _act_faults(ground: Ground, ring: KeyRing, located: Located[ProviderAct], *, admitted: bool) -> Iterator[Finding]:
    act = located.record
    signed = ring.signatures.of(located)
    yield from signed.faults
    needed = 1 if act.kind in _ONE_MAINTAINER else 2
    have = ring.good_maintainers(signed.signers, ground.position(located))
    if not signed.faults and (have < needed or not all(one.maintainer for one in signed.signers)):
        yield fault(
            located,
            "proof",
            "provider-act-authority",
            f"too few maintainers have signed the act {act.kind}",
            actual=f"{have} with a good key",
            expected=f"proofs by {needed} different maintainer{'s' if needed > 1 else ''} and nobody else",
            hint="let them sign with `bukti key sign --record FILE --key SECRET --as registry/KEY`",
            clause="REC-18",
        )
    if act.provider not in ground.snapshot.providers:
        yield fault(
            located,
            "provider",
            "provider-act-provider",
            f"there is no registry/{act.provider}/provider.yaml",
            hint="add the provider's record, or mend the id",
            clause="REC-2",
        )
    if act.kind != "admitted" and not admitted:
        yield fault(
            located,
            "kind",
            "provider-act-order",
            f"the provider was not admitted before it was {act.kind}",
            expected="an act `admitted` at an earlier position",
            clause="REC-12",
        )
