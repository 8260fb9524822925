"""Small registries of a test: the sample's settings and frameworks with the micro-credentials that a test wants."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bukti.model.snapshot import Snapshot
from site_builder.build import build_site
from site_builder.encoding import public
from site_builder.load import load_site
from site_builder.plan import Plan, make_plan
from tests.site.conftest import ROOT, commit

UNI = "universiti-contoh"
Tree = dict[str, Any]


@cache
def _sample() -> Snapshot:
    return load_site(ROOT).snapshot


def definition(mc: str, version: int = 1) -> Tree:
    """A definition of the sample's university, as plain data of a test's own."""
    return plain(public(_sample().definitions[UNI, mc, version].record))


def offer(mc: str) -> Tree:
    """Its offer."""
    return plain(public(_sample().offers[UNI, mc].record))


def provider() -> Tree:
    """The sample's university."""
    return plain(public(_sample().providers[UNI].record))


def settings() -> Tree:
    """The sample's registry record."""
    return plain(public(_sample().registry.record))


def pathway(id_: str) -> Tree:
    """A pathway of the sample."""
    return plain(public(_sample().pathways[id_].record))


def plain(record: Any) -> Tree:
    """A copy with days and numbers as YAML writes them."""
    copy: Tree = json.loads(json.dumps(record, default=str))
    return copy


def begin(root: Path, languages: Sequence[str] = ("en", "ms", "ar")) -> Path:
    """A registry with one provider and nothing on offer in the new folder ``root``."""
    shutil.copytree(ROOT / "registry/frameworks", root / "registry/frameworks")
    shutil.copytree(ROOT / "public_keys/registry", root / "public_keys/registry")
    write(root / "registry/registry.yaml", settings() | {"languages": list(languages)})
    write(root / f"registry/{UNI}/provider.yaml", provider())
    return root


def add(root: Path, made: Tree, offered: Tree | None) -> None:
    """Write a definition, and its offer if it has one."""
    folder = root / "registry" / made["provider"] / made["id"]
    write(folder / f"v{made['version']}.yaml", made)
    if offered is not None:
        write(folder / "offer.yaml", offered | {"provider": made["provider"], "id": made["id"]})


def add_many(root: Path, count: int, **changed: Any) -> None:
    """``count`` micro-credentials on offer, called ``mc-1`` and so on."""
    made, offered = definition("database-design"), offer("database-design")
    for number in range(1, count + 1):
        add(root, made | {"id": f"mc-{number}", "title": {"en": f"Subject {number}"}} | changed, offered)


def write(path: Path, record: Tree) -> None:
    """Write a record as YAML."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        yaml.dump(plain(record), Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )


def planned(root: Path) -> Plan:
    """What the site of the registry holds."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
    commit(root)
    return make_plan(load_site(root))


def build(root: Path) -> Path:
    """The site of the registry."""
    build_site(planned(root), root / "site")
    return root / "site"
