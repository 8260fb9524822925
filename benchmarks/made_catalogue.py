"""A registry repository with any number of micro-credentials, on disk: input of the catalogue's measurements.

The sample's definitions, which use every field in three languages, are given titles, summaries, outcomes and skills of
public catalogues; fields of study, levels, credits, hours, modes and fees vary. Everything is read, checked and built
by the code that does it for real. The same size gives the same files.
"""

import json
import random
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.made_register import ARABIC, KINDS, TOWNS, Texts
from bukti.model.snapshot import Snapshot
from site_builder.encoding import public
from site_builder.load import load_site

ROOT = Path(__file__).resolve().parents[1]
FIELDS = ("0413", "0488", "0541", "0611", "0612", "0613", "0714", "0732", "0811", "0913", "1013", "0114", "0311")
"""ISCED-F codes."""
MODES = (["online"], ["blended"], ["face_to_face"], ["online", "blended"], ["work_based"])
PROVIDERS = 60
FROM = ("universiti-contoh", 1)
"""The provider whose definitions are varied, and which version of them."""
_GIT = ("-c", "user.name=Bench", "-c", "user.email=bench@bukti.example", "-c", "commit.gpgsign=false")


@dataclass(frozen=True, kw_only=True)
class Made:
    """The repository in ``root`` and the ``provider/mc`` names of what was added to the sample, in order."""

    root: Path
    refs: tuple[str, ...]


def make_repository(root: Path, data: Path, mcs: int, *, seed: int = 2026) -> Made:
    """Write the sample's registry with ``mcs`` micro-credentials more into the new folder ``root`` and commit it.

    ``data`` is the folder of public catalogues.
    """
    for folder in ("registry", "credentials", "public_keys", "docs/site"):
        shutil.copytree(ROOT / folder, root / folder)
    registry = root / "registry/registry.yaml"
    registry.write_text(registry.read_text("utf-8").replace("demonstration: true", "demonstration: false"), "utf-8")
    texts, chance = Texts.read(data), random.Random(seed)  # noqa: S311 - made-up data, not secrets
    snapshot = load_site(ROOT).snapshot
    models = [_model(snapshot, mc) for provider, mc, version in snapshot.definitions if (provider, version) == FROM]
    providers = list(_providers(root, public(snapshot.providers[FROM[0]].record)))
    refs = tuple(_add(root, number, providers, models, texts, chance) for number in range(mcs))
    _git(root, "init", "-q", "-b", "main")
    _git(root, "add", "-A")
    _git(root, *_GIT, "commit", "-qm", "a large catalogue")
    return Made(root=root, refs=refs)


def _model(snapshot: Snapshot, mc: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A definition of the sample and its offer, as plain data."""
    provider, version = FROM
    offer = snapshot.offers[provider, mc].record
    return public(snapshot.definitions[provider, mc, version].record), public(offer)


def _providers(root: Path, base: dict[str, Any]) -> Iterator[str]:
    for number in range(PROVIDERS):
        (english, malay, arabic), (latin, town) = KINDS[number // 10], TOWNS[number % 10]
        name = {"en": english.format(latin), "ms": malay.format(latin), "ar": arabic.format(town)}
        identity = f"{''.join(word[:3] for word in malay.split() if word.isalpha())}-{latin}".lower().replace(" ", "-")
        _write(
            root / "registry" / identity / "provider.yaml",
            base | {"id": identity, "name": name, "demonstration": False},
        )
        yield identity


def _add(root: Path, number: int, providers: list[str], models: list[Any], texts: Texts, chance: random.Random) -> str:
    model, offer = chance.choice(models)
    provider, title = chance.choice(providers), chance.choice(texts.titles)
    slug = "-".join("".join(char if char.isascii() and char.isalnum() else " " for char in title.lower()).split())
    identity = f"{slug[:22]}-{number}".strip("-").replace("--", "-")
    credits_ = chance.choice((1, 2, 3, 4, 6))
    made = model | {
        "provider": provider,
        "id": identity,
        "title": _said(title),
        "summary": _said(chance.choice(texts.summaries)[:220]),
        "outcomes": [_outcome(outcome, texts, chance) for outcome in model["outcomes"]],
        "skills": [_skill(texts, chance) for _ in range(chance.randint(0, 2))],
        "field_of_study": {"isced_f": chance.choice(FIELDS)},
        "level": {"framework": "mqf", "value": str(chance.choice((4, 5, 6, 6, 6, 7)))},
        "credits": {"value": credits_, "system": "MQF"},
        "delivery": model["delivery"] | {"modes": chance.choice(MODES)},
        "stacks_into": [],
        "stacks_from": [],
    }
    offer = offer | {"provider": provider, "id": identity, "current": 1, "status": "active"}
    offer |= {"cost": {"amount": chance.choice((0, 150, 300, 450, 900)), "currency": "MYR"}}
    folder = root / "registry" / provider / identity
    _write(folder / "v1.yaml", made)
    _write(folder / "offer.yaml", offer)
    return f"{provider}/{identity}"


def _outcome(outcome: dict[str, Any], texts: Texts, chance: random.Random) -> dict[str, Any]:
    return outcome | {"text": _said(chance.choice(texts.outcomes)[:100])}


def _skill(texts: Texts, chance: random.Random) -> dict[str, Any]:
    address, label = chance.choice(texts.skills)
    return {"framework": "ESCO", "uri": address, "label": _said(label)}


def _said(text: str) -> dict[str, str]:
    """The text in English, and as many bytes of Malay and Arabic as it would have."""
    text = text.strip()
    return {"en": text, "ms": f"{text[::-1].strip()}", "ar": text.lower().translate(ARABIC)}


def _write(path: Path, record: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    plain = json.loads(json.dumps(record, default=str))
    text = yaml.dump(plain, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=120)
    path.write_text(text, encoding="utf-8")


def _git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)
