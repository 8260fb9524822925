"""New files to begin with: a provider, and a commented draft of a micro-credential."""

import difflib
import json
import secrets
import string
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from zoneinfo import available_timezones

from bukti.errors import BuktiError, InvalidRecords
from bukti.files import atomic_write, make_folder
from bukti.loading.paths import has_device_name, kind_of
from bukti.loading.records import parse_record
from bukti.model import Registry
from bukti.model.registry import RESERVED_PROVIDER_IDS

RECORD_ID_ALPHABET = string.ascii_lowercase + string.digits


def new_record_id(day: date) -> str:
    """A batch or act id: the day and 8 random characters (``spec/records.md`` REC-2)."""
    return f"{day.isoformat()}-" + "".join(secrets.choice(RECORD_ID_ALPHABET) for _ in range(8))


def render(template: str, values: Mapping[str, str]) -> str:
    """A file of ``bukti/scaffold/templates``; every value is written as a quoted YAML scalar."""
    text = (files("bukti.scaffold") / "templates" / template).read_text(encoding="utf-8")
    return string.Template(text).substitute({name: yaml_string(value) for name, value in values.items()})


def yaml_string(text: str) -> str:
    """``text`` as a double-quoted YAML scalar (a JSON string is one: YAML 1.2, section 1.3)."""
    return json.dumps(text, ensure_ascii=False)


def check_id(kind: str, text: str) -> None:
    """Raise BuktiError unless ``text`` can be the id of a ``kind``, ``provider`` or ``micro-credential`` (REC-2)."""
    path = f"registry/{text}/provider.yaml" if kind == "provider" else f"registry/any/{text}/v1.yaml"
    if kind_of(path) is None or has_device_name(path):
        raise BuktiError(
            f"{text!r} cannot be the id of a {kind}, or is reserved",
            expected="1 to 64 of a-z, 0-9 and hyphen, no hyphen at either end; not "
            + (", ".join(sorted(RESERVED_PROVIDER_IDS)) if kind == "provider" else "acts")
            + ", nor the name of a device on Windows",
            hint="choose a short lasting name: it stands in addresses and is never used again",
        )


def check_zone(zone: str) -> None:
    """Raise BuktiError unless ``zone`` is a time zone of IANA's list, naming those that are spelt nearly so."""
    known = available_timezones()
    if zone in known:
        return
    by_place = {name.rpartition("/")[2].casefold(): name for name in sorted(known)}
    wanted = zone.replace(" ", "_").rpartition("/")[2].casefold()
    near = [by_place[place] for place in difflib.get_close_matches(wanted, by_place, 3, 0.8)]
    raise BuktiError(
        f"{zone!r} is no time zone of the IANA time zone database",
        expected=", ".join(near) or "a name like Asia/Kuala_Lumpur",
        hint="give the zone in which the provider's dates are meant with --zone",
    )


def read_registry(repo: Path) -> Registry:
    """The registry that ``repo`` holds; raises BuktiError where there is none, InvalidRecords where it is faulty."""
    path = Path("registry", "registry.yaml")
    if not (repo / path).is_file():
        raise BuktiError(
            "this is no registry", where=str(repo), expected=f"a folder with {path}", hint="give it with --repo"
        )
    located, findings = parse_record(Registry, (repo / path).read_bytes(), path.as_posix())
    if located is None:
        raise InvalidRecords("the registry's own file has faults", where=str(path), findings=tuple(findings))
    return located.record


def create(repo: Path, texts: Mapping[Path, str]) -> None:
    """Write new files of the registry; raises BuktiError, and writes none, where one exists already."""
    for path in texts:
        if (repo / path).exists():
            raise BuktiError("the file is there already", where=str(path), hint="edit it, or choose another id")
    for path, text in texts.items():
        make_folder((repo / path).parent)
        atomic_write(repo / path, text.encode(), create_only=True)
