"""The plan of an issue: all that chance and the clock decide, fixed in a file before anything else is written.

Every file of an issue follows from the plan, the class list and the registry. So a run that was stopped
is completed by running the same command again, with the same uuids and nothing twice.
"""

import hashlib
import json
import random
import string
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bukti.errors import BuktiError
from bukti.files import atomic_write
from bukti.instant import instant_text
from bukti.issuing.award import Award, Dates
from bukti.issuing.ranges import Range
from bukti.issuing.results import Graded
from bukti.proof.jcs import canonical

FILE = "run.plan"
"""Not ``.json``: whoever checks all ``*.json`` of the folder means the credentials."""
_SCHEMA = "issue-plan/v1"
_ID_CHARS = string.ascii_lowercase + string.digits


@dataclass(frozen=True, kw_only=True)
class Plan:
    """``uuids`` and ``indexes`` in the order of the learners; ``created`` the time of signing.

    ``serial`` is that of the status list snapshot which is signed with the batch.
    """

    schema: str
    class_digest: str
    batch: str
    created: str
    issued_on: date
    valid_until: date | None
    status: Range
    serial: int
    uuids: tuple[str, ...]
    indexes: tuple[int, ...]


def class_digest(award: Award, key_id: str, base_url: str, graded: Sequence[Graded]) -> str:
    """What tells one class from another: the micro-credential, the key and every learner's row."""
    definition = award.definition.record
    rows = [[one.learner.name, one.learner.ref, one.learner.email, dict(one.results)] for one in graded]
    facts = [base_url, definition.provider, definition.id, definition.version, key_id, rows]
    return hashlib.sha256(canonical(facts)).hexdigest()


def make_plan(
    digest: str,
    dates: Dates,
    status: Range,
    serial: int,
    now: datetime,
    chance: random.Random,
    *,
    count: int,
) -> Plan:
    """A new plan for ``count`` learners. ``chance`` has to be a cryptographic source (``random.SystemRandom``).

    Indexes are drawn without repetition inside the reserved range; a uuid is 122 random bits.
    """
    return Plan(
        schema=_SCHEMA,
        class_digest=digest,
        batch=f"{dates.issued_on.isoformat()}-{''.join(chance.choice(_ID_CHARS) for _ in range(8))}",
        created=instant_text(now),
        issued_on=dates.issued_on,
        valid_until=dates.valid_until,
        status=status,
        serial=serial,
        uuids=tuple(str(uuid.UUID(int=chance.getrandbits(128), version=4)) for _ in range(count)),
        indexes=tuple(chance.sample(range(status.start, status.stop), count)),
    )


def save_plan(folder: Path, plan: Plan) -> None:
    """Write the plan into the private folder, where only its owner reads it."""
    data = json.dumps(asdict(plan), default=date.isoformat, separators=(",", ":")).encode()
    atomic_write(folder / FILE, data + b"\n", mode=0o600, create_only=True)


def load_plan(folder: Path) -> Plan | None:
    """The plan that an earlier run left in ``folder``; None where there is none."""
    path = folder / FILE
    if not path.exists():
        return None
    try:
        return _plan(json.loads(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BuktiError(
            "this plan of an earlier run cannot be read",
            where=str(path),
            hint="choose another folder, or remove this one if nothing of it was handed out or published",
        ) from error


def _plan(data: dict[str, Any]) -> Plan:
    if data.pop("schema") != _SCHEMA:
        raise ValueError("another schema")
    until = data.pop("valid_until")
    return Plan(
        schema=_SCHEMA,
        issued_on=date.fromisoformat(data.pop("issued_on")),
        valid_until=date.fromisoformat(until) if until else None,
        status=Range(**data.pop("status")),
        uuids=tuple(data.pop("uuids")),
        indexes=tuple(data.pop("indexes")),
        **data,
    )
