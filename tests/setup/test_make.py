"""What `make` says, the editor's settings, and the wheel."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

TARGETS = {"setup", "demo", "test", "test-slow", "lint", "format", "generate", "lock", "clean"}
NEEDED_TO_BUILD = [
    ".npmrc",
    "bukti",
    "hatch_build.py",
    "node_modules",
    "package-lock.json",
    "package.json",
    "pyproject.toml",
    "site_builder",
    "spec",
    "tools",
    "verifier",
]


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make, as one would by hand."""
    command = ["make", "--no-print-directory", "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def test_help_is_the_default_and_names_every_target(root: Path) -> None:
    done = make(root)
    assert done.returncode == 0
    assert {line.split()[1] for line in done.stdout.splitlines()} == TARGETS | {"help"}


@pytest.mark.parametrize("python", ["false", "no-such-python"])
def test_a_python_that_will_not_do_is_named(root: Path, tmp_path: Path, python: str) -> None:
    shutil.copy(root / "Makefile", tmp_path)
    for name in ("requirements-dev.txt", "requirements.txt", "package-lock.json", "pyproject.toml"):
        (tmp_path / name).touch()
    (tmp_path / "hatch_build.py").touch()
    done = make(tmp_path, "setup", f"PYTHON={python}")
    assert done.returncode != 0
    assert f"error: Python 3.11 or newer is needed; '{python}'" in done.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize(("serve", "flag"), [("SERVE=0", True), ("SERVE=1", False)])
def test_the_demo_serves_unless_told_not_to(root: Path, serve: str, flag: bool) -> None:
    done = make(root, "--dry-run", "demo", serve)
    (command,) = [line for line in done.stdout.splitlines() if "bukti demo" in line]
    assert command.startswith(".venv/bin/bukti demo --repo . --work build/demo")
    assert ("--no-serve" in command) is flag


def test_ci_runs_both_kinds_of_test(root: Path) -> None:
    script = root / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    lines = script.read_text(encoding="utf-8").splitlines()
    assert "set -euo pipefail" in lines
    assert [line for line in lines if line.startswith("make")] == ["make test", "make test-slow"]


def test_the_editor_knows_a_schema_for_each_kind_of_file(root: Path) -> None:
    settings = json.loads((root / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    for schema in settings["yaml.schemas"]:
        assert (root / schema).is_file(), schema


@pytest.mark.slow
@pytest.mark.needs_node
def test_a_wheel_carries_the_verifier_and_nothing_of_the_workshop(root: Path, tmp_path: Path) -> None:
    copy = tmp_path / "source"
    copy.mkdir()
    leave_out = shutil.ignore_patterns("__pycache__", "_generated", "dist", "vectors")
    for name in NEEDED_TO_BUILD:
        source = root / name
        if source.is_dir():
            # node_modules holds a folder `dist` in most packages, which has to come along.
            shutil.copytree(source, copy / name, symlinks=True, ignore=leave_out if name != "node_modules" else None)
        else:
            shutil.copy(source, copy / name)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "wheels")]
    subprocess.run(command, cwd=copy, check=True)
    (wheel,) = (tmp_path / "wheels").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "bukti/_generated/contexts.json" in names
    assert any(name.startswith("bukti/_generated/verifier/") for name in names)
    assert any(name.startswith("bukti/_generated/spec/") for name in names)
    tops = {name.split("/")[0] for name in names}
    assert tops == {"bukti", "site_builder", next(top for top in tops if top.endswith(".dist-info"))}
