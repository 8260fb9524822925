"""The first root of trust, read from history (REC-23)."""

from pathlib import Path

import pytest

from bukti.loading import read_history
from tests.attacks import miniature as mini

REGISTRY = "registry/registry.yaml"
SIGNED = [
    f"public_keys/{mini.UNI}/key-1.yaml",
    mini.BATCH,
    f"registry/{mini.UNI}/acts/2026-10-01-admit001.yaml",
    f"credentials/{mini.UNI}/status/{mini.LIST}/1.json",
]
UNSIGNED = [
    "public_keys/registry/m-1.yaml",
    mini.PROVIDER,
    mini.V1,
    "registry/registry/acts/2026-10-01-root0001.yaml",
    f"credentials/{mini.UNI}/templates/{'0' * 64}.json",
]


def registry(branch: str) -> str:
    return mini.files()[REGISTRY].decode() + f"branch: {branch}\n"


def branch_of(root: Path) -> str | None:
    found = read_history(root).first_root
    return found.branch if found else None


def committed(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        mini.put(root, path, text)
    mini.commit(root)


@pytest.mark.parametrize("path", SIGNED)
def test_it_is_what_stood_when_a_provider_first_signed(path: str, tmp_path: Path) -> None:
    committed(tmp_path, {REGISTRY: registry("early")})
    committed(tmp_path, {REGISTRY: registry("then"), path: "signed: yes\n"})
    committed(tmp_path, {REGISTRY: registry("late"), SIGNED[0]: "signed: again\n"})
    assert branch_of(tmp_path) == "then"


@pytest.mark.parametrize("path", UNSIGNED)
def test_before_that_there_is_none(path: str, tmp_path: Path) -> None:
    committed(tmp_path, {REGISTRY: registry("early"), path: "x: y\n"})
    assert branch_of(tmp_path) is None
    committed(tmp_path, {SIGNED[0]: "signed: yes\n"})
    assert branch_of(tmp_path) == "early"


def test_a_file_that_cannot_be_read_then_is_read_later(tmp_path: Path) -> None:
    committed(tmp_path, {REGISTRY: "schema: [", SIGNED[0]: "signed: yes\n"})
    committed(tmp_path, {"other.txt": "x"})
    assert branch_of(tmp_path) is None
    committed(tmp_path, {REGISTRY: registry("mended")})
    committed(tmp_path, {REGISTRY: registry("late")})
    assert branch_of(tmp_path) == "mended"


def test_a_registry_in_a_folder_of_its_repository(tmp_path: Path) -> None:
    root = tmp_path / "deep" / "down"
    for path, text in {REGISTRY: registry("then"), SIGNED[0]: "signed: yes\n"}.items():
        mini.put(root, path, text)
    mini.put(tmp_path, REGISTRY, registry("outside"))
    mini.commit(tmp_path)
    mini.put(root, REGISTRY, registry("late"))
    mini.commit(tmp_path)
    assert branch_of(root) == "then"


def test_a_shallow_clone_has_none(tmp_path: Path) -> None:
    full = tmp_path / "full"
    committed(full, {REGISTRY: registry("then"), SIGNED[0]: "signed: yes\n"})
    committed(full, {REGISTRY: registry("late")})
    mini.git(tmp_path, "clone", "-q", "--depth", "1", full.as_uri(), "shallow")
    assert (branch_of(full), branch_of(tmp_path / "shallow")) == ("then", None)


def test_a_side_branch_does_not_come_first(tmp_path: Path) -> None:
    """The commit that the published branch merged it in decides, with the file as it stands there."""
    committed(tmp_path, {REGISTRY: registry("early")})
    mini.git(tmp_path, "checkout", "-q", "-b", "side")
    committed(tmp_path, {SIGNED[0]: "signed: yes\n"})
    mini.git(tmp_path, "checkout", "-q", "main")
    committed(tmp_path, {REGISTRY: registry("then")})
    mini.git(tmp_path, "merge", "-q", "--no-ff", "-m", "merge", "side")
    assert branch_of(tmp_path) == "then"
