"""All keys and their goodness at any position, as it was known then and as it is known now (REC-11, REC-17, REC-24)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bukti.errors import Finding
from bukti.model import Key
from bukti.model.snapshot import Located, Position
from bukti.register.ground import LATEST, Ground, SignedRecord
from bukti.register.result import IssuerKey
from bukti.register.roots import RootChain
from bukti.register.signers import Signatures, Signer

_ZONES = timedelta(days=1)
"""A key's days are dates in the provider's zone, a registered day one in UTC."""
_NEVER = LATEST + 2
"""The limit of a key that nobody revoked."""


@dataclass(frozen=True)
class Revocation:
    """What a counting act on a key does: from the place ``start`` on the key is not good (``retired`` or revoked)."""

    signer: Signer
    start: int
    at: int
    """The place of the act itself."""
    retired: bool

    @property
    def reaches_back(self) -> bool:
        """Whether it takes back what was published before it."""
        return self.start <= self.at


@dataclass
class Standing:
    """What became of a record's signatures: they count, or they did until a revocation voided them.

    ``voided_by`` is the key whose revocation did it; None where they count, and where they never did.
    """

    counts: bool
    voided_by: Signer | None = None


@dataclass
class KeyRing:
    """The keys as far as revocations up to some place are known. ``bukti.register.trust`` fills it."""

    ground: Ground
    signatures: Signatures
    roots: RootChain = field(default_factory=RootChain)
    limits: dict[Signer, int] = field(default_factory=dict)
    """By key: the first place at which it is not good any more."""
    revoked: set[Signer] = field(default_factory=set)
    maintainers: set[Signer] = field(default_factory=set)
    """Pinned by a root that counts, with a record in order."""
    admitted: set[Signer] = field(default_factory=set)
    """Providers' keys that count."""
    void: Mapping[Signer, Signer] = field(default_factory=dict)
    """Keys that counted once, and the key whose revocation ended that."""
    void_acts: Mapping[str, Signer] = field(default_factory=dict)
    """The same for acts on the registry, by file."""
    reaffirmed: frozenset[str] = frozenset()
    """Files of records that maintainers stand by although one who had signed them was revoked (REC-25)."""
    epochs: "tuple[tuple[int, KeyRing], ...]" = ()
    """What was known earlier: rings, each with the place up to which it tells what was known then, ascending."""
    findings: tuple[Finding, ...] = ()

    def key(self, signer: Signer) -> Located[Key]:
        """The record of a key."""
        return self.ground.snapshot.keys[signer]

    def known(self, signer: Signer) -> bool:
        """Whether a key was ever admitted or pinned, whatever became of it."""
        return signer in self.maintainers or signer in self.admitted or signer in self.void

    def recovery(self, signer: Signer) -> bool:
        """Whether it is a recovery key, which speaks when a key is revoked and signs nothing else."""
        return self.key(signer).record.role == "recovery"

    def good(self, signer: Signer, position: Position | None) -> bool:
        """Whether a key was good for signing at a position; None stands for the next commit."""
        return self.speaks(signer, position) and not self.recovery(signer)

    def speaks(self, signer: Signer, position: Position | None) -> bool:
        """As :meth:`good`, recovery keys included."""
        at = index_of(position)
        if signer.maintainer:
            known = signer in self.maintainers and signer in self.roots.in_force(at).pinned
        else:
            known = signer in self.admitted and self.ground.when(self.key(signer)) <= at
        return known and self.within(signer, position)

    def good_maintainers(self, signers: Iterable[Signer], position: Position | None) -> int:
        """How many different maintainers with good keys are among ``signers``."""
        return len({one for one in signers if one.maintainer and self.good(one, position)})

    def revoke(self, revocation: Revocation) -> None:
        """Take a counting act on a key into account."""
        signer = revocation.signer
        self.limits[signer] = min(self.limits.get(signer, _NEVER), revocation.start)
        if not revocation.retired:
            self.revoked.add(signer)

    def then(self, at: int) -> "KeyRing":
        """The ring as it was known when a record of the place ``at`` was published."""
        return next((ring for end, ring in self.epochs if at < end), self)

    def standing(
        self, located: Located[SignedRecord], signers: Iterable[Signer], enough: Callable[["KeyRing"], bool]
    ) -> Standing:
        """Whether the signatures of a record are ``enough``, or were so when it was published (REC-24)."""
        if enough(self):
            return Standing(counts=True)
        then = self.then(self.ground.when(located))
        if then is self or not enough(then):
            return Standing(counts=False)
        return Standing(counts=False, voided_by=self.cause(signers, self.ground.position(located)))

    def steady(self, located: Located[SignedRecord], enough: Callable[["KeyRing"], bool]) -> bool:
        """Whether the signatures of a record were ``enough`` all the time since it was published.

        Not so where they fell for a while, until maintainers stood by them or by what they rest on (REC-25).
        """
        at = self.ground.when(located)
        return all(enough(ring) for end, ring in self.epochs if at < end)

    def cause(self, signers: Iterable[Signer], position: Position | None) -> Signer | None:
        """Of signers that were good when they signed at ``position``: the key whose revocation took that back."""
        then = self.then(index_of(position))
        fallen = [one for one in signers if then.speaks(one, position) and not self.speaks(one, position)]
        return next((found for one in fallen if (found := self._cause(one, position))), None)

    def _cause(self, signer: Signer, position: Position | None) -> Signer | None:
        at = index_of(position)
        if at >= self.limits.get(signer, _NEVER):
            return signer
        if not signer.maintainer:
            return self.void.get(signer)
        return self.void_acts.get(self.then(at).roots.in_force(at).file)

    def published(self, provider: str) -> tuple[IssuerKey, ...]:
        """The keys of a provider, or of the maintainers, that were ever admitted, by number; no recovery keys."""
        known = self.maintainers | self.admitted | set(self.void)
        members = sorted(
            (signer for signer in known if signer.provider == provider and not self.recovery(signer)),
            key=lambda signer: self.key(signer).record.number,
        )
        return tuple(self._published(signer) for signer in members)

    def _published(self, signer: Signer) -> IssuerKey:
        record = self.key(signer).record
        state = "void" if signer in self.void else "revoked" if signer in self.revoked else "good"
        return IssuerKey(key=record.key, number=record.number, public_key=record.public_key, state=state)

    def within(self, signer: Signer, position: Position | None) -> bool:
        """Whether a key's time, and no revocation, let it sign at a position, whoever it belongs to."""
        if index_of(position) >= self.limits.get(signer, _NEVER):
            return False
        if position is None:
            return True
        record = self.key(signer).record
        begun = record.valid_from <= position.day + _ZONES
        return begun and (record.valid_until is None or position.day <= record.valid_until + _ZONES)


def index_of(position: Position | None) -> int:
    """The place of a position in the order of all records (``Ground.when``)."""
    return LATEST if position is None else position.index
