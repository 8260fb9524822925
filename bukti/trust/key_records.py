"""Key records: their names, numbers, and the proof of possession that each begins with (REC-11)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bukti.did import MAINTAINERS
from bukti.errors import BuktiError
from bukti.files import atomic_write, make_folder
from bukti.instant import instant_text
from bukti.loading import dump_record
from bukti.loading.paths import has_device_name, kind_of
from bukti.model import Key
from bukti.model.snapshot import Snapshot
from bukti.proof.keys import SigningKey, admission_fault
from bukti.proof.records import sign_record, signed_bytes
from bukti.trust.cosigning import checked, method_of

MAX_NUMBER = 255


@dataclass(frozen=True, kw_only=True)
class KeyName:
    """Who a key is for and how it is called: ``number`` stands for it in cards."""

    provider: str
    key: str
    number: int


@dataclass(frozen=True, kw_only=True)
class KeyTerms:
    """What a key record states beside its name: its time, its role, and whether it is for demonstrations.

    A ``recovery`` key speaks for its provider when a key is revoked and signs nothing else (REC-11).
    """

    valid_from: date
    valid_until: date | None = None
    recovery: bool = False
    demonstration: bool = False
    note: str = ""

    def members(self) -> dict[str, Any]:
        """The members of the record, those that are not stated left out."""
        return {
            **({"role": "recovery"} if self.recovery else {}),
            "valid_from": self.valid_from.isoformat(),
            **({"valid_until": self.valid_until.isoformat()} if self.valid_until else {}),
            **({"demonstration": True} if self.demonstration else {}),
            **({"note": self.note} if self.note else {}),
        }


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


def key_record(base_url: str, name: KeyName, key: SigningKey, terms: KeyTerms, now: datetime) -> dict[str, Any]:
    """The JSON form of a new key record with its one proof, that of possession. Raises BuktiError."""
    fault = admission_fault(key.public)
    if fault:
        raise BuktiError(fault)
    if terms.recovery and name.provider == MAINTAINERS:
        raise BuktiError(
            "a recovery key is a provider's; for the maintainers two others speak",
            hint="leave --recovery out",
        )
    if terms.valid_until is not None and terms.valid_until < terms.valid_from:
        raise BuktiError(
            f"the key ends before it begins: from {terms.valid_from} to {terms.valid_until}",
            expected="--valid-until on the day of --valid-from, or after it",
            hint="correct one of the two",
        )
    members = terms.members()
    record: dict[str, Any] = {
        "schema": "key/v1",
        "registry": base_url,
        "provider": name.provider,
        "key": name.key,
        "number": name.number,
        **({"role": members.pop("role")} if terms.recovery else {}),
        "public_key": key.multikey,
        **members,
    }
    proof = sign_record(record, key, method_of(base_url, f"{name.provider}/{name.key}"), instant_text(now))
    return checked(Key, {**record, "proof": [proof]})


def write_key_record(repo: Path, record: Mapping[str, Any]) -> Path:
    """Write a new key record to its place; its path."""
    path = repo / "public_keys" / str(record["provider"]) / f"{record['key']}.yaml"
    make_folder(path.parent)
    atomic_write(path, dump_record(record).encode(), create_only=True)
    return path


def pin_of(record: Mapping[str, Any]) -> str:
    """The digest by which ``registry.yaml`` pins a maintainer's key: SHA-256 of its signed bytes (REC-11)."""
    return hashlib.sha256(signed_bytes(record)).hexdigest()
