"""From one key to the next: the old one admits the new one and, if wished, retires with it (REC-11, REC-17)."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bukti.errors import BuktiError
from bukti.instant import instant_text
from bukti.loading import dump_record
from bukti.model import Key
from bukti.proof.keys import SigningKey
from bukti.proof.records import sign_record
from bukti.trust.cosigning import checked, method_of, signed_anew
from bukti.trust.standing import Standing, refuse_unfit


def present_key(standing: Standing, provider: str, key: SigningKey) -> str:
    """The name (``provider/key``) of the provider's key whose secret this is, one that may admit another now.

    Raises BuktiError where it is none of the provider's, a recovery key, or not good.
    """
    found = [
        name
        for name, located in standing.snapshot.keys.items()
        if name[0] == provider and located.record.public_key == key.multikey
    ]
    if not found:
        raise BuktiError(
            f"this secret key ({key.multikey}) is none of {provider}",
            where=f"public_keys/{provider}",
            hint="give the provider's present key with --old; a lost one is replaced by two maintainers",
        )
    name = "/".join(found[0])
    refuse_unfit(standing, name, key)
    if standing.role(name) != "signing":
        raise BuktiError(
            f"{name} is a recovery key, which admits no other key",
            where=f"public_keys/{name}.yaml",
            expected="a signing key of the provider",
            hint="let two maintainers admit the new key: bukti key new, then bukti provider admit",
        )
    if provider == "registry":
        raise BuktiError(
            "a maintainer's key is not handed over: the registry pins each one",
            hint="bukti key new, then bukti registry change --add-maintainer NEW --remove-maintainer OLD",
        )
    return name


def rotation(
    standing: Standing, record: Mapping[str, Any], old: str, key: SigningKey, now: datetime, *, retire: str = ""
) -> dict[str, bytes]:
    """The files of a rotation by path: the new key's ``record`` with the proof of ``old`` (``provider/key``).

    ``retire`` is the id of the act that retires the old key; empty: it stays in force.
    """
    if retire:
        _refuse_gap(standing, record, old)
    proof = sign_record(record, key, method_of(record["registry"], old), instant_text(now))
    form = checked(Key, {**record, "proof": [*record["proof"], proof]})
    files = {f"public_keys/{form['provider']}/{form['key']}.yaml": dump_record(form).encode()}
    if retire:
        path, act = signed_anew(_retirement(standing, old, retire, now), old, key, now)
        files[path] = dump_record(act).encode()
    return files


def _refuse_gap(standing: Standing, record: Mapping[str, Any], old: str) -> None:
    if record["valid_from"] > (standing.today + timedelta(days=1)).isoformat():
        raise BuktiError(
            f"the present key {old} retires before the new one begins, on {record['valid_from']}",
            expected="a new key that is in its time when the present one retires",
            hint="leave --retire out now, and retire the present key then: bukti key retire",
        )


def _retirement(standing: Standing, old: str, act: str, now: datetime) -> dict[str, Any]:
    provider, _, name = old.partition("/")
    return {
        "schema": "key-act/v1",
        "act": act,
        "registry": standing.base_url,
        "provider": provider,
        "key": name,
        "kind": "retired",
        "on": now.astimezone(UTC).date().isoformat(),
        "reason": "key-replaced",
    }
