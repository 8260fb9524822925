"""Whose signature would count if it came now: asked before anything is signed (REC-11, REC-17, REC-23)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bukti.did import MAINTAINERS
from bukti.errors import BuktiError
from bukti.model.snapshot import History, Snapshot
from bukti.proof.keys import SigningKey
from bukti.register import Register, build_register
from bukti.register.ground import Ground
from bukti.register.keyring import KeyRing
from bukti.register.signers import Signer
from bukti.register.trust import key_ring
from bukti.trust.cosigning import refuse_other_key

_ZONES = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The registry as it is at hand, judged: what a command looks at before it signs."""

    snapshot: Snapshot
    history: History
    register: Register
    ring: KeyRing
    today: date
    """In UTC; a key's days are dates in its provider's zone, so one day more or less is allowed for."""

    @property
    def base_url(self) -> str:
        """The base address in force, part of every new record."""
        return self.register.base_url

    def good(self, name: str) -> bool:
        """Whether the key ``provider/key`` may sign in the next commit; a recovery key signs next to nothing."""
        return self.speaks(name) and not self.ring.recovery(signer_of(name))

    def speaks(self, name: str) -> bool:
        """As :meth:`good`, recovery keys included, which speak when a key is revoked."""
        signer = signer_of(name)
        return signer in self.snapshot.keys and self.ring.speaks(signer, None) and self._in_time(signer)

    def _in_time(self, signer: Signer) -> bool:
        record = self.snapshot.keys[signer].record
        begun = record.valid_from <= self.today + _ZONES
        return begun and (record.valid_until is None or self.today <= record.valid_until + _ZONES)

    def maintainers(self, names: Iterable[str]) -> list[str]:
        """Those of ``names`` that are maintainers' keys whose signature counts, each once."""
        return [one for one in dict.fromkeys(names) if signer_of(one).maintainer and self.good(one)]

    def role(self, name: str) -> str:
        """``recovery`` or ``signing``; empty where there is no such key record."""
        known = self.snapshot.keys.get(signer_of(name))
        return (known.record.role or "signing") if known else ""


def signer_of(name: str) -> Signer:
    """``provider/key`` as the pair of its parts. Raises BuktiError for any other form."""
    provider, slash, key = name.partition("/")
    if not provider or not slash or not key or "/" in key:
        raise BuktiError(
            f"{name!r} names no key",
            expected="PROVIDER/KEY, like my-university/key-1 or registry/maintainer-1",
            hint="the names are those of the files below public_keys/, without .yaml",
        )
    return Signer(provider, key)


def refuse_unfit(standing: Standing, name: str, key: SigningKey) -> None:
    """Raise BuktiError unless ``key`` is that of ``name`` and its signature would count now."""
    signer = signer_of(name)
    refuse_other_key(standing.snapshot, name, key)
    if standing.speaks(name):
        return
    if signer.maintainer and signer not in standing.ring.roots.last.pinned:
        _refuse_unpinned(name)
    raise BuktiError(
        f"the key {name} is {state_of(standing, name)}, so its signature would not count",
        where=f"public_keys/{name}.yaml",
        expected="a key that was admitted, is in its time, and is neither retired nor revoked",
        hint="sign with a key that is in force",
        findings=tuple(one for one in standing.register.findings if one.file == f"public_keys/{name}.yaml"),
    )


def refuse_nobody(standing: Standing, name: str) -> None:
    """Raise BuktiError where there is no such key, or it is a maintainer's that the registry does not pin."""
    signer = signer_of(name)
    if signer not in standing.snapshot.keys:
        known = sorted("/".join(one) for one in standing.snapshot.keys if one[0] == signer.provider)
        raise BuktiError(
            f"there is no key {name}",
            where=f"public_keys/{name}.yaml",
            expected=", ".join(known) or "a key below public_keys/",
            hint="name the key's own record with --as PROVIDER/KEY",
        )
    if signer.maintainer and signer not in standing.ring.roots.last.pinned:
        _refuse_unpinned(name)


def refuse_other_than_maintainer(standing: Standing, name: str, key: SigningKey) -> None:
    """As :func:`refuse_unfit`, for what nobody but a maintainer signs."""
    if not signer_of(name).maintainer:
        raise BuktiError(f"{name} is no maintainer's key", expected=f"{MAINTAINERS}/KEY, one that registry.yaml pins")
    refuse_unfit(standing, name, key)


def state_of(standing: Standing, name: str) -> str:
    """What a key is now, in a word or two for a message."""
    signer, ring = signer_of(name), standing.ring
    if signer in ring.void:
        return f"void since {ring.void[signer]} was revoked from before then"
    if not ring.known(signer) or (signer.maintainer and signer not in ring.roots.last.pinned):
        return "not pinned" if signer.maintainer else "not admitted"
    if signer in ring.revoked:
        return "revoked"
    if any(_retires(one.record, signer) for one in standing.snapshot.key_acts.values()):
        return "retired"
    return "good" if standing.speaks(name) else "outside its time"


def _retires(act: object, signer: Signer) -> bool:
    return (getattr(act, "provider", ""), getattr(act, "key", ""), getattr(act, "kind", "")) == (*signer, "retired")


def _refuse_unpinned(name: str) -> None:
    raise BuktiError(
        f"{name} is not pinned, so its signature would not count",
        where="registry/registry.yaml",
        expected=f"an entry of maintainers for the key {signer_of(name).key}",
        hint=f"two maintainers pin it: bukti registry change --add-maintainer {signer_of(name).key} …; before the "
        "first provider has signed anything, add it by hand (docs/guides/maintainers.md)",
    )


def judged(snapshot: Snapshot, history: History, today: date) -> Standing:
    """The registry judged for its next commit, on the day ``today`` (UTC)."""
    ring = key_ring(Ground(snapshot, history))
    return Standing(
        snapshot=snapshot, history=history, register=build_register(snapshot, history), ring=ring, today=today
    )
