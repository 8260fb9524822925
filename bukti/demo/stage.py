"""Sets the stage: copies the registry, pins the demonstration's own maintainers, writes its micro-credential."""

import hashlib
import shutil
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from bukti.errors import BuktiError
from bukti.files import atomic_write, make_folder
from bukti.loading import dump_record, load_or_raise, parse_record
from bukti.model import Definition, Key, Offer, Registry
from bukti.proof.records import signed_bytes

DEMO_PROVIDER = "demo-university"
DEMO_MC = "data-for-everyone"
_PATTERN = ("universiti-contoh", "applied-data-analysis")
_COPIED = ("registry", "credentials", "public_keys", "docs", "mkdocs.yml")
_MARK = ".bukti-demo"


def copy_registry(source: Path, work: Path) -> Path:
    """A fresh copy of the registry in ``work``/repo; an earlier demonstration there is removed first.

    Raises BuktiError when ``source`` is no registry, or ``work`` is a folder that no demonstration made.
    """
    if not (source / "registry" / "registry.yaml").is_file():
        raise BuktiError("this is no registry", where=str(source), expected="a folder with registry/registry.yaml")
    if work.exists() and any(work.iterdir()) and not (work / _MARK).is_file():
        raise BuktiError(
            "the folder holds something else than an earlier demonstration",
            where=str(work),
            hint="name an empty or new folder with --work",
        )
    shutil.rmtree(work, ignore_errors=True)
    repo = work / "repo"
    make_folder(repo)
    (work / _MARK).touch()
    for name in _COPIED:
        origin = source / name
        if origin.is_dir():
            shutil.copytree(origin, repo / name)
        elif origin.is_file():
            shutil.copy2(origin, repo / name)
    return repo


def add_pins(repo: Path, maintainers: Sequence[str]) -> None:
    """Pin the demonstration's maintainers beside the registry's own, before its history begins."""
    path = repo / "registry" / "registry.yaml"
    located, findings = parse_record(Registry, path.read_bytes(), "registry/registry.yaml")
    if located is None:
        raise BuktiError("the registry's own file has faults", where=str(path), findings=tuple(findings))
    form = located.record.json_form()
    form["maintainers"] = [*form["maintainers"], *({"key": key, "digest": _digest(repo, key)} for key in maintainers)]
    atomic_write(path, dump_record(form).encode())


def _digest(repo: Path, key: str) -> str:
    file = f"public_keys/registry/{key}.yaml"
    located, findings = parse_record(Key, (repo / file).read_bytes(), file)
    if located is None:
        raise BuktiError("the key's record has faults", where=file, findings=tuple(findings))
    return hashlib.sha256(signed_bytes(located.record.json_form())).hexdigest()


def demo_definition(repo: Path) -> dict[str, str]:
    """The demonstration's micro-credential, after the pattern of a sample one: path in the repository to text."""
    snapshot = load_or_raise(repo)
    offer = snapshot.offers[_PATTERN].record
    pattern = snapshot.definitions[(*_PATTERN, offer.current)].record
    folder = f"registry/{DEMO_PROVIDER}/{DEMO_MC}"
    return {
        f"{folder}/v1.yaml": dump_record(_own(pattern)),
        f"{folder}/offer.yaml": dump_record(_own_offer(offer)),
    }


def _own(pattern: Definition) -> dict[str, Any]:
    form = pattern.json_form()
    form.update(provider=DEMO_PROVIDER, id=DEMO_MC, version=1, language="en")
    form["title"] = {
        "en": "Data Analysis for Everyone",
        "ms": "Analisis Data untuk Semua",
        "ar": "تحليل البيانات للجميع",
    }
    form["awarding_body"] = {"en": "Demo University", "ms": "Universiti Demo", "ar": "جامعة العرض التجريبي"}
    form["changelog"] = [change for change in form.get("changelog", []) if change["version"] == 1]
    for own in ("short_title", "aliases"):
        form.pop(own, None)
    return form


def _own_offer(pattern: Offer) -> dict[str, Any]:
    form = pattern.json_form()
    form.update(provider=DEMO_PROVIDER, id=DEMO_MC, current=1, contact="mc@demo-university.example")
    form["enrolment"] = {"url": "https://demo-university.example/enrol"}
    return form


def class_file(work: Path) -> Path:
    """The made-up class as a CSV file in ``work``."""
    path = work / "class.csv"
    atomic_write(path, (files("bukti.demo") / "class.csv").read_bytes())
    return path
