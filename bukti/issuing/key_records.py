"""Key records and the proofs that maintainers add to records (REC-5, REC-11)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bukti.did import MAINTAINERS, did_of
from bukti.errors import BuktiError, InvalidRecords
from bukti.files import atomic_write, make_folder
from bukti.instant import instant_text
from bukti.loading import dump_record, load_yaml
from bukti.loading.paths import Kind, has_device_name, kind_of
from bukti.model import Key
from bukti.model.base import Record
from bukti.model.snapshot import Snapshot
from bukti.proof.keys import SigningKey, admission_fault
from bukti.proof.records import sign_record, signed_bytes, verify_record

SIGNABLE = ("key", "key-act", "provider-act")
"""Kinds of records that several people sign one after the other."""
MAX_NUMBER = 255
_PLACEHOLDER = {
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-jcs-2022",
    "created": "2020-01-01T00:00:00Z",
    "verificationMethod": "did:web:placeholder#none",
    "proofPurpose": "assertionMethod",
    "proofValue": "z" + "1" * 64,
}


@dataclass(frozen=True, kw_only=True)
class KeyName:
    """Who a key is for and how it is called: ``number`` stands for it in cards."""

    provider: str
    key: str
    number: int


def free_number(snapshot: Snapshot | None, provider: str) -> int:
    """The lowest number that no key of ``provider`` ever had, those of voided keys included."""
    taken = {number for _, number in _numbers(snapshot, provider)}
    free = next((number for number in range(1, MAX_NUMBER + 1) if number not in taken), None)
    if free is None:
        raise BuktiError(f"{provider} has used all {MAX_NUMBER} key numbers")
    return free


def refuse_name(snapshot: Snapshot | None, name: KeyName) -> None:
    """Raise BuktiError where a key of this name or number is there already, or nobody it could be for."""
    path = f"public_keys/{name.provider}/{name.key}.yaml"
    if snapshot and name.provider != MAINTAINERS and name.provider not in snapshot.providers:
        raise BuktiError(
            f"there is no provider {name.provider!r}",
            expected=", ".join(sorted(snapshot.providers)) or "registry/PROVIDER/provider.yaml",
            hint="begin one with `bukti provider new`",
        )
    if kind_of(path) is None or has_device_name(path):
        raise BuktiError(
            f"{name.key!r} cannot be the name of a key",
            expected="1 to 64 of a-z, 0-9 and hyphen, no hyphen at either end, no name of a device on Windows",
            hint="choose a short lasting name, like key-1",
        )
    for key, number in _numbers(snapshot, name.provider):
        if key == name.key:
            raise BuktiError(
                f"there is a key {name.provider}/{name.key} already", where=path, hint="choose another name"
            )
        if number == name.number:
            raise BuktiError(
                f"the number {number} belongs to the key {name.provider}/{key}, for ever",
                expected=f"a number like {free_number(snapshot, name.provider)}",
                hint="leave --number out to take the next free one",
            )


def _numbers(snapshot: Snapshot | None, provider: str) -> list[tuple[str, int]]:
    keys = snapshot.keys.values() if snapshot else ()
    return [(one.record.key, one.record.number) for one in keys if one.record.provider == provider]


def key_record(
    base_url: str,
    name: KeyName,
    key: SigningKey,
    *,
    valid_from: date,
    valid_until: date | None,
    demonstration: bool,
    note: str,
    now: datetime,
) -> dict[str, Any]:
    """The JSON form of a new key record with its one proof, that of possession. Raises BuktiError."""
    fault = admission_fault(key.public)
    if fault:
        raise BuktiError(fault)
    record: dict[str, Any] = {
        "schema": "key/v1",
        "registry": base_url,
        "provider": name.provider,
        "key": name.key,
        "number": name.number,
        "public_key": key.multikey,
        "valid_from": valid_from.isoformat(),
    }
    if valid_until:
        record["valid_until"] = valid_until.isoformat()
    if demonstration:
        record["demonstration"] = True
    if note:
        record["note"] = note
    proof = sign_record(record, key, _method(base_url, name.provider, name.key), instant_text(now))
    return _valid(Key, {**record, "proof": [proof]})


def write_key_record(repo: Path, record: Mapping[str, Any]) -> Path:
    """Write a new key record to its place; its path."""
    path = repo / "public_keys" / str(record["provider"]) / f"{record['key']}.yaml"
    make_folder(path.parent)
    atomic_write(path, dump_record(record).encode(), create_only=True)
    return path


def pin_of(record: Mapping[str, Any]) -> str:
    """The digest by which ``registry.yaml`` pins a maintainer's key: SHA-256 of its signed bytes (REC-11)."""
    return hashlib.sha256(signed_bytes(record)).hexdigest()


def add_proof(
    repo: Path, path: Path, snapshot: Snapshot, signer: str, key: SigningKey, now: datetime
) -> dict[str, Any]:
    """Sign the record at ``path`` with ``key``, which is that of ``signer`` (``registry/maintainer-1``).

    The proof is added after those that stand there; a record without any gets its first one. The file
    is written anew. Raises BuktiError when the key is not the signer's, has signed already, or the file
    is no record that is signed in this way.
    """
    file, kind = _place(repo, path)
    form = _form(path, file, kind)
    provider, _, key_id = signer.partition("/")
    known = snapshot.keys.get((provider, key_id))
    own = (form.get("provider"), form.get("key")) == (provider, key_id) and form.get("public_key")
    public = known.record.public_key if known else own
    if public != key.multikey:
        raise BuktiError(
            f"this secret key is not that of {signer}",
            where=f"public_keys/{signer}.yaml",
            expected=str(public or "a key record of that name"),
            hint="name the key's own record with --as PROVIDER/KEY",
        )
    method = _method(form["registry"], provider, key_id)
    proofs = form.pop("proof", [])
    if any(proof["verificationMethod"] == method for proof in proofs):
        raise BuktiError(f"{signer} has signed this record already", where=file)
    proof = sign_record(form, key, method, instant_text(now))
    signed = _ordered(kind, {**form, "proof": [*proofs, proof]})
    if not verify_record(signed, proof, key.public):
        raise AssertionError("a new proof does not verify")
    atomic_write(path, dump_record(signed).encode())
    return signed


def _place(repo: Path, path: Path) -> tuple[str, Kind]:
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
            expected="a key record, an act on a key, or an act on a provider",
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
    return _valid(kind.model, data)


def _valid(model: type[Record], data: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON form of ``data`` read as ``model``, members in the model's order. Raises BuktiError."""
    try:
        return model.model_validate(dict(data)).json_form()
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        raise BuktiError(f"{place}: {message}", hint="mend this member of the record") from error


def _method(base_url: str, provider: str, key_id: str) -> str:
    return f"{did_of(base_url, provider)}#{key_id}"
