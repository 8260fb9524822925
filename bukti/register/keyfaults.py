"""What a key's own record has to be, whoever admits it (REC-11)."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from bukti.did import MAINTAINERS
from bukti.errors import Finding, Severity
from bukti.model import Key
from bukti.model.records import MAX_ROTATED
from bukti.model.snapshot import Located
from bukti.proof import multikey
from bukti.proof.keys import admission_fault
from bukti.register.ground import fault
from bukti.register.roots import pin_of
from bukti.register.signers import Signed, Signer


def own_faults(located: Located[Key], signed: Signed) -> Iterator[Finding]:
    """Why a key's record is not in order: its proofs, its point, its possession, its role."""
    key = located.record
    yield from signed.faults
    reason = _public_fault(key.public_key)
    if reason:
        yield fault(
            located,
            "public_key",
            "key-public",
            reason,
            hint="make a key with `bukti key new`",
            clause="REC-11",
        )
    if not signed.faults and signed.signers[0] != Signer(key.provider, key.key):
        yield fault(
            located,
            "proof",
            "key-possession",
            "the first proof of a key record is not by the key itself",
            actual="/".join(signed.signers[0]),
            expected=f"{key.provider}/{key.key}",
            hint="make the record with `bukti key new`, which signs it first",
            clause="REC-11",
        )
    if key.role is not None and key.provider == MAINTAINERS:
        yield fault(
            located,
            "role",
            "key-role",
            "a maintainer's key has no role: what the maintainers lose, they replace by a new root",
            actual=key.role,
            hint="make the key without --recovery",
            clause="REC-11",
        )


@lru_cache(maxsize=4096)
def _public_fault(text: str) -> str | None:
    try:
        return admission_fault(multikey.decode(text))
    except ValueError as error:
        return str(error)


def uniqueness_faults(located: Located[Key], taken: Mapping[object, str]) -> Iterator[Finding]:
    """What of a key belongs to another one already; ``taken``: public keys, and numbers by provider, to files."""
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


def not_admitted(located: Located[Key]) -> Finding:
    """A record in order that nobody let in."""
    if located.record.provider == MAINTAINERS:
        return fault(
            located,
            "key",
            "key-pin",
            "no root pins this maintainer's key",
            expected=f"maintainers: key {located.record.key}, digest {pin_of(located).digest}",
            hint="let two maintainers pin it with `bukti registry change` (before anybody is admitted: write it into "
            "registry.yaml), or leave it out",
            clause="REC-11",
        )
    rotated = not located.record.role and located.record.number <= MAX_ROTATED
    ways = "proofs by two different maintainers" + (" or by a good key of the provider" if rotated else "")
    return fault(
        located,
        "proof",
        "key-admission",
        "nobody who may admit this key has signed its record",
        expected=f"after its own proof, {ways}",
        hint="before it is merged two maintainers run "
        f"`bukti provider admit {located.record.provider} --key SECRET --as registry/KEY`",
        clause="REC-11",
    )


def voided(located: Located[Key], by: Signer) -> Finding:
    """A key that counted until the one that had let it in was revoked from before then."""
    return fault(
        located,
        "proof",
        "key-void",
        f"the revocation of {by} voids this key, and all that it signed",
        hint="nothing, if a thief made it; else let two maintainers admit a new key, "
        "or stand by this one with `bukti registry reaffirm`",
        clause="REC-24",
        severity=Severity.WARNING,
    )
