"""The plan of a reaffirmation: all that chance and the clock decide, in a file before anything else is written."""

import json
import random
import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from bukti.errors import BuktiError
from bukti.files import atomic_write
from bukti.instant import instant_text
from bukti.trust.private import PrivateClass

FILE = "reaffirm.plan"
_SCHEMA = "reaffirm-plan/v1"
_ID_CHARS = string.ascii_lowercase + string.digits


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What chance and the clock decide.

    ``batches`` and ``acts`` map old ids to new ones, ``folders`` a class's batch to the name of its new folder.
    """

    schema: str
    key: str
    created: str
    batches: Mapping[str, str]
    acts: Mapping[str, str]
    folders: Mapping[str, str]


def _load(out: Path) -> Plan | None:
    path = out / FILE
    if not path.exists():
        return None
    try:
        data = json.loads(path.read_bytes())
        plan = Plan(**data)
        if plan.schema != _SCHEMA:
            raise ValueError(plan.schema)
    except (OSError, ValueError, TypeError) as error:
        raise BuktiError(
            "this plan of an earlier run cannot be read", where=str(path), hint="choose another folder with --out"
        ) from error
    return plan


def _refuse_strangers(out: Path) -> None:
    if out.is_dir() and any(not path.match(f".{FILE}.*.tmp") for path in out.iterdir()):
        raise BuktiError(
            "the folder for the files that are signed again is not empty",
            where=str(out),
            expected="a new or empty folder, or that of a run which was stopped",
            hint="choose another folder with --out",
        )


def plan_for(
    out: Path,
    key: str,
    classes: Sequence[PrivateClass],
    acts: Iterable[str],
    now: datetime,
    today: date,
    chance: random.Random,
) -> Plan:
    """The plan for the folder ``out``: that of an earlier run with what is asked for since, else a new one.

    ``key`` is the id of the key that signs, ``acts`` are ids; new ids begin with ``today``. Nothing is written.
    Raises BuktiError where the folder belongs to something else.
    """
    found = _load(out)
    if found is None:
        _refuse_strangers(out)
    elif found.key != key:
        raise BuktiError(
            f"this folder belongs to a run with the key {found.key}",
            where=str(out),
            hint="take that key to complete it, or choose another folder with --out",
        )

    def new_id() -> str:
        return f"{today.isoformat()}-{''.join(chance.choice(_ID_CHARS) for _ in range(8))}"

    old = found or Plan(schema=_SCHEMA, key=key, created=instant_text(now), batches={}, acts={}, folders={})
    return Plan(
        schema=_SCHEMA,
        key=key,
        created=old.created,
        batches={**{one.batch.record.batch: new_id() for one in classes}, **old.batches},
        acts={**{one: new_id() for one in acts}, **old.acts},
        folders=_folders(classes, old.folders),
    )


def save_plan(out: Path, plan: Plan) -> None:
    """Write the plan into the private folder, where only its owner reads it."""
    atomic_write(out / FILE, json.dumps(asdict(plan), indent=1).encode() + b"\n", mode=0o600)


def _folders(classes: Sequence[PrivateClass], old: Mapping[str, str]) -> dict[str, str]:
    """A folder name for each class: that of its own folder, with the batch where two are called alike."""
    folders = dict(old)
    for one in classes:
        batch = one.batch.record.batch
        name = one.folder.resolve().name
        taken = {value for key, value in folders.items() if key != batch}
        folders.setdefault(batch, name if name and name not in taken else f"{name}-{batch}")
    return folders
