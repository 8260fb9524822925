"""Admission of a provider: one act and its keys' records, each signed by two maintainers (REC-11, REC-12)."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bukti.did import MAINTAINERS, did_of
from bukti.errors import BuktiError
from bukti.files import atomic_write, make_folder
from bukti.issuing.key_records import add_proof, pin_of
from bukti.loading import dump_record
from bukti.model.base import Proof
from bukti.model.snapshot import Snapshot
from bukti.proof.keys import SigningKey

NEEDED = 2
"""How many maintainers admit a provider and its first key."""


def admit(
    repo: Path, snapshot: Snapshot, provider: str, signer: str, key: SigningKey, *, act: str, now: datetime
) -> dict[str, int]:
    """Sign the provider's admission and its keys' records as the maintainer ``signer`` (``registry/KEY``).

    The first maintainer's call writes the admission with the id ``act``; later ones add their proofs.
    What the maintainer has signed already stays as it is. Returns each record's path and how many
    maintainers have signed it by now. Raises BuktiError when there is nothing left to sign, the
    provider or one of its keys is not there, or the secret key is not the signer's.
    """
    if signer.partition("/")[0] != MAINTAINERS:
        raise BuktiError(f"{signer} is no maintainer's key", expected=f"{MAINTAINERS}/KEY, one that registry.yaml pins")
    _refuse_unpinned(snapshot, signer)
    if provider not in snapshot.providers:
        raise BuktiError(f"the registry has no provider {provider!r}", hint=f"begin it: bukti provider new {provider}")
    method = f"{did_of(snapshot.registry.record.base_url, MAINTAINERS)}#{signer.partition('/')[2]}"
    records = {found.file: found.record.proof for found in snapshot.keys.values() if found.record.provider == provider}
    if not records:
        raise BuktiError(
            f"{provider} has no key to admit",
            where=f"public_keys/{provider}",
            hint=f"the provider makes one first: bukti key new --provider {provider} --key key-1 --out FILE",
        )
    admissions = _admissions(snapshot, provider)
    records |= admissions
    unsigned = [file for file, found in records.items() if all(one.verification_method != method for one in found)]
    if not unsigned and admissions:
        raise BuktiError(f"{signer} has signed everything of {provider} already", where=", ".join(sorted(records)))
    signed = {file: _sign(repo, file, snapshot, signer, key, now) for file in sorted(unsigned)}
    if not admissions:
        begun = _begin(repo, snapshot, provider, act, now)
        try:
            signed[begun] = _sign(repo, begun, snapshot, signer, key, now)
        except BaseException:
            (repo / begun).unlink()  # an admission without a proof would be a faulty record
            raise
    return signed


def _refuse_unpinned(snapshot: Snapshot, signer: str) -> None:
    """A key that ``registry.yaml`` does not pin is no maintainer's, and its signature would count for nothing."""
    name = signer.partition("/")[2]
    known = snapshot.keys.get((MAINTAINERS, name))
    digest = pin_of(known.record.json_form()) if known else ""
    if not any(pin.key == name and pin.digest == digest for pin in snapshot.registry.record.maintainers):
        raise BuktiError(
            f"{signer} is not pinned, so its signature would not count",
            where="registry/registry.yaml",
            expected=f"an entry of maintainers: key {name}, digest {digest or 'of its record'}",
            hint="the other maintainers add the pin first (docs/guides/maintainers.md)",
        )


def _admissions(snapshot: Snapshot, provider: str) -> dict[str, tuple[Proof, ...]]:
    return {
        found.file: found.record.proof
        for found in snapshot.provider_acts.values()
        if found.record.provider == provider and found.record.kind == "admitted"
    }


def _begin(repo: Path, snapshot: Snapshot, provider: str, act: str, now: datetime) -> str:
    """Write the admission without proofs; its first proof follows at once."""
    record: dict[str, Any] = {
        "schema": "provider-act/v1",
        "act": act,
        "registry": snapshot.registry.record.base_url,
        "provider": provider,
        "kind": "admitted",
        "on": now.astimezone(UTC).date().isoformat(),
    }
    file = f"registry/{provider}/acts/{act}.yaml"
    make_folder((repo / file).parent)
    atomic_write(repo / file, dump_record(record).encode(), create_only=True)
    return file


def _sign(repo: Path, file: str, snapshot: Snapshot, signer: str, key: SigningKey, now: datetime) -> int:
    """Add the maintainer's proof; how many maintainers have signed by then."""
    signed = add_proof(repo, repo / file, snapshot, signer, key, now)
    return sum(f":{MAINTAINERS}#" in proof["verificationMethod"] for proof in signed["proof"])
