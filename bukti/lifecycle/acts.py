"""The signed record of an act on credentials (REC-8, REC-15)."""

import random
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bukti.did import did_of
from bukti.errors import BuktiError
from bukti.loading import dump_record
from bukti.model import LifecycleAct
from bukti.proof.keys import SigningKey
from bukti.proof.records import sign_record

_ID_CHARS = string.digits + string.ascii_lowercase
"""In their order as text."""
_ID_LENGTH = 8


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who signs and when: ``signer`` is ``(provider, key id)``, ``created`` a time ``YYYY-MM-DDTHH:MM:SSZ``."""

    key: SigningKey
    signer: tuple[str, str]
    created: str

    @property
    def name(self) -> str:
        """``provider/key``."""
        return "/".join(self.signer)


@dataclass(frozen=True, kw_only=True)
class Act:
    """An act before it is signed. ``replaced_by``: for ``superseded``, each hash's successor."""

    act: str
    provider: str
    kind: str
    reason: str
    on: date
    hashes: frozenset[bytes]
    replaced_by: Mapping[bytes, bytes] | None = None

    @property
    def path(self) -> str:
        """The act's file in the repository (REC-2)."""
        return f"credentials/{self.provider}/acts/{self.act[:4]}/{self.act}.yaml"

    def same_as(self, record: LifecycleAct) -> bool:
        """Whether a record in the repository says the same, whenever and by whomever it was signed."""
        told = (record.provider, record.kind, record.reason, record.hashes, record.replaced_by)
        return told == (self.provider, self.kind, self.reason, self.block, self.replacements)

    @property
    def block(self) -> str:
        """The hashes as the record states them: sorted, so that nothing is told of a class's order."""
        return hash_block(sorted(self.hashes))

    @property
    def replacements(self) -> str | None:
        """The successors in the order of :attr:`block`."""
        if self.replaced_by is None:
            return None
        return hash_block(self.replaced_by[digest] for digest in sorted(self.hashes))


def hash_block(digests: Iterable[bytes]) -> str:
    """The hashes as a record holds them: one in lower-case hexadecimal a line."""
    return "".join(f"{digest.hex()}\n" for digest in digests)


def new_act_id(on: date, chance: random.Random, after: str | None = None) -> str:
    """A new id: the day and 8 random characters. ``chance`` has to be a cryptographic source.

    Acts that one commit brings count in the order of their paths, so an act that is to outdo another which is not
    published yet gets an id behind the other's, ``after``. Raises BuktiError where the day has none left.
    """
    day, least = on.isoformat(), 0
    if after is not None and after >= day:
        least = _number(after[-_ID_LENGTH:]) + 1
    if (after is not None and after[: len(day)] > day) or least >= len(_ID_CHARS) ** _ID_LENGTH:
        raise BuktiError(
            f"an act of {day} would count before the act {after}, which is not published yet",
            hint="leave --on out, or publish that act first",
        )
    return f"{day}-{_text(chance.randrange(least, len(_ID_CHARS) ** _ID_LENGTH))}"


def _number(text: str) -> int:
    return sum(_ID_CHARS.index(char) * len(_ID_CHARS) ** place for place, char in enumerate(reversed(text)))


def _text(number: int) -> str:
    digits = [_ID_CHARS[number // len(_ID_CHARS) ** place % len(_ID_CHARS)] for place in range(_ID_LENGTH)]
    return "".join(reversed(digits))


def signed_act(act: Act, base_url: str, signature: Signature) -> dict[str, bytes]:
    """The act's file by its path, signed by one key."""
    body: dict[str, Any] = {
        "schema": "act/v1",
        "act": act.act,
        "registry": base_url,
        "provider": act.provider,
        "kind": act.kind,
        "reason": act.reason,
        "on": act.on.isoformat(),
        "hashes": act.block,
        **({"replaced_by": act.replacements} if act.replaced_by is not None else {}),
    }
    owner, key_id = signature.signer
    proof = sign_record(body, signature.key, f"{did_of(base_url, owner)}#{key_id}", signature.created)
    record = {**body, "proof": [proof]}
    LifecycleAct.model_validate(record)
    return {act.path: dump_record(record).encode()}
