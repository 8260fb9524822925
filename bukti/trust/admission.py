"""Admission of a provider: one act and its keys' records, each signed by two maintainers (REC-11, REC-12)."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bukti.errors import BuktiError
from bukti.model import Key, ProviderAct
from bukti.model.snapshot import Located
from bukti.proof.keys import SigningKey
from bukti.register.signers import Signer
from bukti.trust.cosigning import NEEDED, add_proof, begin, maintainers_of
from bukti.trust.standing import Standing, refuse_other_than_maintainer


def admit(
    repo: Path,
    standing: Standing,
    provider: str,
    signer: str,
    key: SigningKey,
    *,
    act: str,
    now: datetime,
    dry_run: bool = False,
) -> dict[str, int]:
    """Sign the provider's admission and its keys' records as the maintainer ``signer`` (``registry/KEY``).

    The first maintainer's call writes the admission with the id ``act``; later ones add their proofs. Keys that
    count already, or did before they were revoked, are left alone. Returns each record's path and how many
    maintainers have signed it by now. Raises BuktiError when there is nothing left to sign, the provider or one
    of its keys is not there, or the signature would not count.
    """
    refuse_other_than_maintainer(standing, signer, key)
    snapshot = standing.snapshot
    if provider not in snapshot.providers:
        raise BuktiError(
            f"the registry has no provider {provider!r}",
            expected=", ".join(sorted(snapshot.providers)) or "registry/PROVIDER/provider.yaml",
            hint="mend the id, or fetch the branch in which `bukti provider new` has begun the provider",
        )
    waiting: dict[str, Located[Any]] = {one.file: one for one in _waiting_keys(standing, provider)}
    admitted = any(one.id == provider and one.status != "not_admitted" for one in standing.register.issuers)
    admission = None if admitted else _open_admission(standing, provider)
    waiting |= {admission.file: admission} if admission else {}
    unsigned = [file for file, one in waiting.items() if signer not in maintainers_of(one.record.json_form())]
    begins = not admitted and admission is None
    if not unsigned and not begins:
        raise _nothing_left(provider, signer, sorted(waiting))
    if dry_run:
        counts = {file: len(_counting(standing, waiting[file].record.json_form(), signer)) for file in sorted(unsigned)}
        return counts | ({f"registry/{provider}/acts/{act}.yaml": 1} if begins else {})
    signed = {}
    for file in sorted(unsigned):
        form = add_proof(repo, repo / file, snapshot, signer, key, now)
        signed[file] = len(_counting(standing, form, signer))
    if begins:
        file, _ = begin(repo, _form(standing, provider, act, now), signer, key, now)
        signed[file] = 1
    return signed


def _counting(standing: Standing, form: dict[str, Any], signer: str) -> list[str]:
    return standing.maintainers([*maintainers_of(form), signer])


def _nothing_left(provider: str, signer: str, waiting: list[str]) -> BuktiError:
    if waiting:
        return BuktiError(
            f"{signer} has signed everything of {provider} already",
            where=", ".join(waiting),
            hint="another maintainer runs the same command",
        )
    return BuktiError(
        f"{provider} and its keys are admitted: nothing is left to sign",
        where=f"public_keys/{provider}",
        hint=f"a further key comes first: bukti key new --provider {provider} --key NAME --out FILE",
    )


def _waiting_keys(standing: Standing, provider: str) -> list[Located[Key]]:
    """The provider's key records that nobody has admitted. Raises BuktiError where it has none at all."""
    own = [one for one in standing.snapshot.keys.values() if one.record.provider == provider]
    if not own:
        raise BuktiError(
            f"{provider} has no key to admit",
            where=f"public_keys/{provider}",
            hint=f"the provider makes one first: bukti key new --provider {provider} --key key-1 --out FILE",
        )
    waiting = [one for one in own if not standing.ring.known(Signer(provider, one.record.key))]
    for located in waiting:
        _refuse_faulty(standing, located)
    return waiting


def _refuse_faulty(standing: Standing, located: Located[Key]) -> None:
    """A record with other faults must not be signed; one that is published must not be changed."""
    faults = tuple(
        one for one in standing.register.findings if one.file == located.file and one.code != "key-admission"
    )
    if faults:
        raise BuktiError(
            "this key record is not in order, so nobody should sign it",
            where=located.file,
            hint="leave it out, or let its holder make another: bukti key new",
            findings=faults,
        )
    if standing.history.first.get(located.file):
        raise BuktiError(
            "this key was published without an admission, and a published record never changes",
            where=located.file,
            hint="let its holder make another key: bukti key new",
        )


def _open_admission(standing: Standing, provider: str) -> Located[ProviderAct] | None:
    """The admission that waits for its second signature; one that is published cannot be signed any more."""
    found = (
        one
        for one in standing.snapshot.provider_acts.values()
        if (one.record.provider, one.record.kind) == (provider, "admitted")
        and not standing.history.first.get(one.file)
        and len(standing.maintainers(maintainers_of(one.record.json_form()))) < NEEDED
    )
    return next(found, None)


def _form(standing: Standing, provider: str, act: str, now: datetime) -> dict[str, Any]:
    return {
        "schema": "provider-act/v1",
        "act": act,
        "registry": standing.base_url,
        "provider": provider,
        "kind": "admitted",
        "on": now.astimezone(UTC).date().isoformat(),
    }
