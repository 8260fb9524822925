"""Who signed a record: every proof is verified against the key record that it names (REC-5, REC-6)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from bukti.did import MAINTAINERS, did_of, provider_of
from bukti.errors import Finding
from bukti.model import Key
from bukti.model.base import Proof
from bukti.model.snapshot import Located
from bukti.proof import multikey
from bukti.proof.records import signed_bytes, verify_signed
from bukti.register.ground import KINDS, Ground, SignedRecord, fault

Bases = tuple[str, ...]
"""Base addresses under which records and signers are this registry's own."""


class Signer(NamedTuple):
    """A key by its owner (``registry``: the maintainers) and its id."""

    provider: str
    key: str

    @property
    def maintainer(self) -> bool:
        """Whether the key is one of the maintainers'."""
        return self.provider == MAINTAINERS

    def __str__(self) -> str:
        return f"{self.provider}/{self.key}"


@dataclass(frozen=True)
class Signed:
    """The signers of a record in the order of its proofs, and why its form or proofs do not pass.

    Where there are ``faults`` the record does not count, whoever signed it.
    """

    signers: tuple[Signer, ...]
    faults: tuple[Finding, ...]


class _Outcome(NamedTuple):
    """What one proof comes to, whatever base its signer is named under (``base``; empty: under none known)."""

    signer: Signer | None
    base: str
    passes: bool


@dataclass
class Signatures:
    """Verifies the proofs of records, each record once.

    A signature passes or not whatever the registry's addresses are; whether the record was made for this
    registry depends on the ``bases`` that the caller holds it against, by default those of ``ground``.
    """

    ground: Ground
    _outcomes: dict[str, tuple[_Outcome, ...]] = field(default_factory=dict)
    _digests: dict[str, str] = field(default_factory=dict)
    _seen: dict[tuple[str, Bases, Bases], Signed] = field(default_factory=dict)
    _stated: dict[str, str] = field(default_factory=dict)
    """Every base address that is stated, by the beginning of its DIDs: junk may state thousands."""

    def __post_init__(self) -> None:
        for base in _stated_bases(self.ground):
            self._stated.setdefault(did_of(base, MAINTAINERS).rpartition(":")[0], base)

    def of(self, located: Located[SignedRecord], bases: Bases | None = None, more: Bases = ()) -> Signed:
        """The signers of a record. That a proof passes does not say that its key may sign this.

        ``registry`` has to be one of ``bases``, and the signers' DIDs have to stand under one of ``bases`` or
        of ``more``.
        """
        allowed = self.ground.base_urls if bases is None else bases
        name = (located.file, allowed, more)
        if name not in self._seen:
            found = [
                self._judged(located, number, outcome, (*allowed, *more))
                for number, outcome in enumerate(self._verified(located))
            ]
            faults = [one for one in found if isinstance(one, Finding)]
            self._seen[name] = Signed(
                signers=tuple(one for one in found if isinstance(one, Signer)),
                faults=(*self._form_faults(located, allowed), *faults),
            )
        return self._seen[name]

    def digest(self, located: Located[SignedRecord]) -> str:
        """The SHA-256 of a record's signed bytes, each made once: there may be many acts that name a long record."""
        if located.file not in self._digests:
            self._digests[located.file] = sha256(signed_bytes(located.record.json_form())).hexdigest()
        return self._digests[located.file]

    def _form_faults(self, located: Located[SignedRecord], bases: Bases) -> Iterator[Finding]:
        kind = KINDS[type(located.record)]
        if located.record.registry not in bases:
            yield fault(
                located,
                "registry",
                f"{kind}-registry",
                "this record was made for another registry",
                actual=located.record.registry,
                expected=" or ".join(bases),
                hint="sign the record anew for this registry",
                clause="REC-6",
            )
        if self.ground.changed(located):
            yield fault(
                located,
                "",
                f"{kind}-changed",
                "this signed record differs from what was published first",
                expected="the bytes of its first commit",
                hint="restore the file; a correction is a new record",
                clause="REC-13",
            )

    def _verified(self, located: Located[SignedRecord]) -> tuple[_Outcome, ...]:
        if located.file not in self._outcomes:
            signed = signed_bytes(located.record.json_form())
            self._outcomes[located.file] = tuple(self._outcome(proof, signed) for proof in located.record.proof)
        return self._outcomes[located.file]

    def _outcome(self, proof: Proof, signed: bytes) -> _Outcome:
        did, _, key_id = proof.verification_method.partition("#")
        base = self._stated.get(did.rpartition(":")[0], "")
        provider = provider_of(did, (base,)) if base else None
        key = self.ground.snapshot.keys.get((provider or "", key_id))
        if provider is None or key is None:
            return _Outcome(None, base, False)
        passes = verify_signed(signed, proof.json_form(), _public(key))
        return _Outcome(Signer(provider, key_id), base, passes)

    def _judged(self, located: Located[SignedRecord], number: int, outcome: _Outcome, bases: Bases) -> Signer | Finding:
        if outcome.signer is None or outcome.base not in bases:
            return _proof_fault(located, number, "names a key that this registry does not have")
        if not outcome.passes:
            return _proof_fault(located, number, "does not fit the record")
        return outcome.signer


def _stated_bases(ground: Ground) -> Iterable[str]:
    """Every base address that is stated anywhere; which of them are the registry's is judged later."""
    yield from ground.base_urls
    roots = [one.record.root for one in ground.snapshot.registry_acts.values()]
    for root in (ground.history.first_root, *roots):
        if root is not None:
            yield from (root.base_url, *root.former_base_urls)


def _public(key: Located[Key]) -> bytes:
    try:
        return multikey.decode(key.record.public_key)
    except ValueError:
        return b""  # of the form of a Multikey, but none: no signature passes


def _proof_fault(located: Located[SignedRecord], number: int, message: str) -> Finding:
    return Finding(
        file=located.file,
        line=located.line("proof", number),
        code=f"{KINDS[type(located.record)]}-proof",
        message=f"proof {number + 1} {message}",
        actual=located.record.proof[number].verification_method,
        expected="the verification method of a key in public_keys/ and a signature by it over these bytes",
        hint="sign the record again; a signed record cannot be edited",
        clause="REC-5",
    )
