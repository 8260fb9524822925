"""The root of trust and how it changes: a chain of roots, each signed by maintainers of the one before (REC-23)."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256

from bukti.did import MAINTAINERS
from bukti.errors import Finding
from bukti.model import Key, Registry, RegistryAct, Root
from bukti.model.base import MaintainerPin
from bukti.model.snapshot import History, Located, Snapshot
from bukti.proof.records import signed_bytes
from bukti.register.ground import fault
from bukti.register.signers import Bases, Signer

BEFORE_ALL = -1
"""The place of the first root: it is in force from the beginning."""
_MEMBERS = ("base_url", "former_base_urls", "branch", "maintainers")


@dataclass(frozen=True)
class Step:
    """A root that is in force from the place ``index`` on; ``file`` is its act, empty for the first root."""

    index: int
    root: Root
    pinned: frozenset[Signer]
    """The maintainers whose key records are there, in order, and have the digests that the root states."""
    file: str = ""

    @property
    def bases(self) -> Bases:
        """The base address, then the former ones."""
        return (self.root.base_url, *self.root.former_base_urls)


@dataclass
class RootChain:
    """The roots that count, oldest first; there is always one."""

    steps: list[Step] = field(default_factory=list)

    @property
    def last(self) -> Step:
        """The root in force after all."""
        return self.steps[-1]

    def in_force(self, index: int) -> Step:
        """The root in force at a place: of several that one commit brought, the last."""
        return self.steps[max(bisect_right(self.steps, index, key=lambda step: step.index) - 1, 0)]

    def holds(self, file: str) -> bool:
        """Whether the act ``file`` is one of the chain."""
        return any(step.file == file for step in self.steps)


def stated_root(registry: Registry) -> Root:
    """The root that a registry record states."""
    return Root(
        base_url=registry.base_url,
        former_base_urls=registry.former_base_urls,
        branch=registry.branch,
        maintainers=registry.maintainers,
    )


def beginning(snapshot: Snapshot, history: History) -> Root:
    """The first root: that of history, or what ``registry.yaml`` states where history tells none."""
    if history.complete and history.first_root is not None:
        return history.first_root
    return stated_root(snapshot.registry.record)


def with_root(snapshot: Snapshot, root: Root) -> Snapshot:
    """The snapshot with a registry record that states ``root``."""
    members = {name: getattr(root, name) for name in _MEMBERS}
    record = snapshot.registry.record.model_copy(update=members)
    return replace(snapshot, registry=replace(snapshot.registry, record=record))


def pin_of(located: Located[Key]) -> MaintainerPin:
    """The pin that a root would hold this maintainer's key by."""
    digest = sha256(signed_bytes(located.record.json_form())).hexdigest()
    return MaintainerPin(key=located.record.key, digest=digest)


def unsigned_findings(snapshot: Snapshot, in_force: Step) -> Iterator[Finding]:
    """Each member of ``registry.yaml`` that states something else than the root in force."""
    registry = snapshot.registry
    for member in _MEMBERS:
        now, signed = getattr(registry.record, member), getattr(in_force.root, member)
        if now != signed:
            yield fault(
                registry,
                member,
                "root-unsigned",
                f"{member} is not what the root in force states: it decides whose signatures count, "
                "and two maintainers have not signed this",
                actual=_told(now),
                expected=f"{_told(signed)} ({in_force.file or 'as it was when the first provider signed'})",
                hint="take the change back, or let two maintainers sign it with `bukti registry change`",
                clause="REC-23",
            )


def _told(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(f"{one.key} {one.digest}" if isinstance(one, MaintainerPin) else str(one) for one in value)
    return str(value)


def content_faults(
    located: Located[RegistryAct], before: Step, pinned: frozenset[Signer], good: int
) -> Iterator[Finding]:
    """Why a root may not follow the one ``before``: a base address gets lost, or pins lead to no keys.

    ``pinned`` are the maintainers whose records its pins fit, ``good`` the number of them that may sign.
    """
    root = located.record.root
    if root is None:
        return
    lost = [base for base in before.bases if base not in (root.base_url, *root.former_base_urls)]
    if lost:
        yield _content_fault(located, f"it loses {', '.join(lost)}", "keep it in former_base_urls")
    kept = [base for base in before.root.former_base_urls if base != root.base_url]
    if not lost and list(root.former_base_urls[: len(kept)]) != kept:
        yield _content_fault(located, "its former_base_urls are in another order", "add new ones at their end")
    if root.base_url in root.former_base_urls:
        yield _content_fault(located, "its base_url stands among its former ones", "leave it out of former_base_urls")
    names = [pin.key for pin in root.maintainers]
    unknown = [name for name in names if Signer(MAINTAINERS, name) not in pinned]
    if unknown or len(set(names)) < len(names):
        yield _content_fault(
            located,
            f"there is no sound key record for the pin of {', '.join(unknown)}" if unknown else "it pins a key twice",
            "state for each maintainer the digest of public_keys/registry/<key>.yaml, once",
        )
    elif good < 2:
        yield _content_fault(located, "fewer than two of its maintainers have good keys", "pin another maintainer")


def _content_fault(located: Located[RegistryAct], message: str, hint: str) -> Finding:
    return fault(
        located,
        "root",
        "registry-act-root",
        f"this root cannot follow the one before it: {message}",
        expected="all earlier base addresses, and at least two maintainers with good keys",
        hint=hint,
        clause="REC-23",
    )
