"""Records that several people sign one after the other: their first proof, and the next ones (REC-5)."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bukti.did import MAINTAINERS, did_of
from bukti.errors import BuktiError, InvalidRecords
from bukti.files import atomic_write, make_folder
from bukti.instant import instant_text
from bukti.loading import dump_record, load_yaml
from bukti.loading.paths import Kind, kind_of, record_path
from bukti.model.base import Record
from bukti.model.snapshot import Snapshot
from bukti.proof.keys import SigningKey
from bukti.proof.records import sign_record, verify_record

SIGNABLE = ("key", "key-act", "provider-act", "registry-act")
"""Kinds of records that several people sign one after the other."""
NEEDED = 2
"""How many maintainers sign what one of them may not decide (REC-18)."""
MAX_PROOFS = 8
_PLACEHOLDER = {
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-jcs-2022",
    "created": "2020-01-01T00:00:00Z",
    "verificationMethod": "did:web:placeholder#none",
    "proofPurpose": "assertionMethod",
    "proofValue": "z" + "1" * 64,
}


def method_of(base_url: str, signer: str) -> str:
    """The verification method of ``signer`` (``registry/maintainer-1``) under a base address."""
    provider, _, key_id = signer.partition("/")
    return f"{did_of(base_url, provider)}#{key_id}"


def signers_of(form: Mapping[str, Any]) -> tuple[str, ...]:
    """Who has signed the record, as ``provider/key``, in the order of its proofs."""
    methods = (str(proof["verificationMethod"]) for proof in form.get("proof", ()))
    return tuple(method.rpartition(":")[2].replace("#", "/") for method in methods)


def maintainers_of(form: Mapping[str, Any]) -> tuple[str, ...]:
    """Those of the record's signers who are maintainers, each once."""
    return tuple(dict.fromkeys(one for one in signers_of(form) if one.startswith(f"{MAINTAINERS}/")))


def refuse_twice(file: str, form: Mapping[str, Any], signer: str) -> None:
    """Raise BuktiError where the maintainer ``signer`` has signed the act in ``file`` before."""
    if signer in maintainers_of(form):
        raise BuktiError(
            f"{signer} has signed this act already; nothing is left to sign with this key",
            where=file,
            expected="another maintainer",
            hint="another maintainer runs the same command",
        )


def refuse_other_key(snapshot: Snapshot, signer: str, key: SigningKey) -> None:
    """Raise BuktiError unless ``key`` is the one of the record ``public_keys/<signer>.yaml``."""
    provider, _, name = signer.partition("/")
    known = snapshot.keys.get((provider, name))
    if known is None or known.record.public_key != key.multikey:
        _refuse_key(signer, known.record.public_key if known else "")


def _refuse_key(signer: str, public: str) -> None:
    raise BuktiError(
        f"this secret key is not that of {signer}",
        where=f"public_keys/{signer}.yaml",
        expected=public or "a key record of that name",
        hint="name the key's own record with --as PROVIDER/KEY",
    )


def begin(
    repo: Path, form: Mapping[str, Any], signer: str, key: SigningKey, now: datetime
) -> tuple[str, dict[str, Any]]:
    """Write a new record with its first proof, by ``key`` of ``signer``: its path and its JSON form."""
    file, signed = signed_anew(form, signer, key, now)
    make_folder((repo / file).parent)
    atomic_write(repo / file, dump_record(signed).encode(), create_only=True)
    return file, signed


def signed_anew(form: Mapping[str, Any], signer: str, key: SigningKey, now: datetime) -> tuple[str, dict[str, Any]]:
    """The path and the JSON form of a record without proofs, with its first one. Nothing is written."""
    file = record_path(form)
    kind = kind_of(file) if file else None
    if file is None or kind is None or kind.model is None:
        raise TypeError(f"no record of a known kind: {form.get('schema')}")
    # The proof covers the form as it will be read: first brought into it, then signed.
    unsigned = checked(kind.model, {**form, "proof": [_PLACEHOLDER]})
    del unsigned["proof"]
    proof = sign_record(unsigned, key, method_of(unsigned["registry"], signer), instant_text(now))
    return file, checked(kind.model, {**unsigned, "proof": [proof]})


def add_proof(
    repo: Path, path: Path, snapshot: Snapshot, signer: str, key: SigningKey, now: datetime
) -> dict[str, Any]:
    """Sign the record at ``path`` with ``key``, which is that of ``signer`` (``registry/maintainer-1``).

    The proof is added after those that stand there; a record without any gets its first one. The file
    is written anew. Raises BuktiError when the key is not the signer's, has signed already, or the file
    is no record that is signed in this way.
    """
    file, kind = signable(repo, path)
    form = _form(path, file, kind)
    provider, _, key_id = signer.partition("/")
    known = snapshot.keys.get((provider, key_id))
    own = (form.get("provider"), form.get("key")) == (provider, key_id) and form.get("public_key")
    public = known.record.public_key if known else own
    if public != key.multikey:
        _refuse_key(signer, str(public or ""))
    method = method_of(form["registry"], signer)
    proofs = form.pop("proof", [])
    if any(proof["verificationMethod"] == method for proof in proofs):
        raise BuktiError(f"{signer} has signed this record already", where=file)
    if len(proofs) == MAX_PROOFS:
        raise BuktiError(f"the record has {MAX_PROOFS} signatures, as many as it may have", where=file)
    proof = sign_record(form, key, method, instant_text(now))
    signed = _ordered(kind, {**form, "proof": [*proofs, proof]})
    if not verify_record(signed, proof, key.public):
        raise AssertionError("a new proof does not verify")
    atomic_write(path, dump_record(signed).encode())
    return signed


def signable(repo: Path, path: Path) -> tuple[str, Kind]:
    """The file in the registry, with ``/``, and its kind. Raises BuktiError where several do not sign such a record."""
    try:
        file = path.resolve().relative_to(repo.resolve()).as_posix()
    except ValueError:
        raise BuktiError(
            "this file does not stand in the registry", where=str(path), expected=f"a file below {repo.resolve()}"
        ) from None
    kind = kind_of(file)
    if kind is None or kind.name not in SIGNABLE or kind.model is None:
        raise BuktiError(
            "this is no record that is signed by hand",
            where=file,
            expected="a key record, or an act on a key, a provider or the registry",
        )
    return file, kind


def _form(path: Path, file: str, kind: Kind) -> dict[str, Any]:
    """The JSON form of the record in the file; its proofs may be missing yet."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BuktiError(f"cannot be read: {error.strerror}", where=str(path)) from error
    document, faults = load_yaml(data, file)
    if document is None or not isinstance(document.data, dict):
        raise InvalidRecords("the record cannot be read", where=file, findings=tuple(faults))
    stated = dict(document.data)
    if "proof" in stated:
        return _ordered(kind, stated)
    form = _ordered(kind, {**stated, "proof": [_PLACEHOLDER]})
    del form["proof"]
    return form


def _ordered(kind: Kind, data: Mapping[str, Any]) -> dict[str, Any]:
    if kind.model is None:
        raise TypeError(kind.name)
    return checked(kind.model, data)


def checked(model: type[Record], data: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON form of ``data`` read as ``model``, members in the model's order. Raises BuktiError."""
    try:
        return model.model_validate(dict(data)).json_form()
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        raise BuktiError(f"{place}: {message}" if place else message, hint="mend this member of the record") from error
