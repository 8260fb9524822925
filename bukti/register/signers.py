"""Who signed a record: every proof is verified against the key record that it names (REC-5, REC-6)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from bukti.did import MAINTAINERS, provider_of
from bukti.errors import Finding
from bukti.model import Key
from bukti.model.base import Proof
from bukti.model.snapshot import Located
from bukti.proof import multikey
from bukti.proof.records import signed_bytes, verify_signed
from bukti.register.ground import KINDS, Ground, SignedRecord, fault


class Signer(NamedTuple):
    """A key by its owner (``registry``: the maintainers) and its id."""

    provider: str
    key: str

    @property
    def maintainer(self) -> bool:
        """Whether the key is one of the maintainers'."""
        return self.provider == MAINTAINERS


@dataclass(frozen=True)
class Signed:
    """The signers of a record in the order of its proofs, and why its form or proofs do not pass.

    Where there are ``faults`` the record does not count, whoever signed it.
    """

    signers: tuple[Signer, ...]
    faults: tuple[Finding, ...]


@dataclass
class Signatures:
    """Verifies the proofs of records, each record once."""

    ground: Ground
    _seen: dict[str, Signed] = field(default_factory=dict)

    def of(self, located: Located[SignedRecord]) -> Signed:
        """The signers of a record. That a proof passes does not say that its key may sign this."""
        if located.file not in self._seen:
            signed = signed_bytes(located.record.json_form())
            proofs = enumerate(located.record.proof)
            outcomes = [self._signer(located, number, proof, signed) for number, proof in proofs]
            faults = [one for one in outcomes if isinstance(one, Finding)]
            self._seen[located.file] = Signed(
                signers=tuple(one for one in outcomes if isinstance(one, Signer)),
                faults=(*self._form_faults(located), *faults),
            )
        return self._seen[located.file]

    def _form_faults(self, located: Located[SignedRecord]) -> Iterator[Finding]:
        kind = KINDS[type(located.record)]
        if located.record.registry not in self.ground.base_urls:
            yield fault(
                located,
                "registry",
                f"{kind}-registry",
                "this record was made for another registry",
                actual=located.record.registry,
                expected=" or ".join(self.ground.base_urls),
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

    def _signer(self, located: Located[SignedRecord], number: int, proof: Proof, signed: bytes) -> Signer | Finding:
        did, _, key_id = proof.verification_method.partition("#")
        provider = provider_of(did, self.ground.base_urls)
        key = self.ground.snapshot.keys.get((provider or "", key_id))
        if provider is None or key is None:
            return _proof_fault(located, number, "names a key that this registry does not have", proof)
        if not verify_signed(signed, proof.json_form(), _public(key)):
            return _proof_fault(located, number, "does not fit the record", proof)
        return Signer(provider, key_id)


def _public(key: Located[Key]) -> bytes:
    try:
        return multikey.decode(key.record.public_key)
    except ValueError:
        return b""  # of the form of a Multikey, but none: no signature passes


def _proof_fault(located: Located[SignedRecord], number: int, message: str, proof: Proof) -> Finding:
    return Finding(
        file=located.file,
        line=located.line("proof", number),
        code=f"{KINDS[type(located.record)]}-proof",
        message=f"proof {number + 1} {message}",
        actual=proof.verification_method,
        expected="the verification method of a key in public_keys/ and a signature by it over these bytes",
        hint="sign the record again; a signed record cannot be edited",
        clause="REC-5",
    )
