"""The lock files pin every package by hash, and no file names a registry or a machine."""

import json
import re
import tomllib
from pathlib import Path

import pytest

LOCKS = ("requirements.txt", "requirements-dev.txt")
# Spelled in two parts, so that this file is not its own finding.
HOSTS = [
    "registry." + "npmjs.org",
    "registry." + "yarnpkg.com",
    "npm." + "pkg.github.com",
    "pypi." + "org",
    "files." + "pythonhosted.org",
    "deb." + "debian.org",
]
PLACES = ["/work/" + "main", "/work/" + "shared", "/root/" + ".", "/opt/" + "wheels", "file://" + "/"]


def requirements(path: Path) -> dict[str, str]:
    """Each requirement's lines by its name and marker."""
    logical = path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    lines = [line for line in logical if line.strip() and not line.lstrip().startswith("#")]
    return {line.split(" --hash")[0].strip(): line for line in lines}


def normalised(name: str) -> str:
    """A package's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def loose(path: Path) -> list[str]:
    """The requirements that are not pinned to one version and to digests."""
    return [
        requirement
        for requirement, line in requirements(path).items()
        if not re.match(r"[a-z0-9.-]+==[^ ;]+( ;.*)?$", requirement)
        or not re.search(r"--hash=sha256:[0-9a-f]{64}\b", line)
    ]


def naming(paths: list[Path], texts: list[str]) -> list[str]:
    """Where one of these texts stands in a file."""
    wanted = [text.encode() for text in texts]
    return [f"{path}: {text.decode()}" for path in paths for text in wanted if text in path.read_bytes()]


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_an_exact_version_with_hashes(root: Path, name: str) -> None:
    assert len(requirements(root / name)) > 20
    assert loose(root / name) == []


@pytest.mark.parametrize("line", ["six==1.17.0", "six>=1.17.0 --hash=sha256:" + "0" * 64, "six==1 --hash=md5:00"])
def test_a_loose_requirement_is_found(tmp_path: Path, line: str) -> None:
    path = tmp_path / "requirements.txt"
    path.write_text(line + "\n", encoding="ascii")
    assert loose(path) == [line.split(" --hash")[0]]


def test_development_uses_the_runtime_versions(root: Path) -> None:
    runtime, development = (set(requirements(root / name)) for name in LOCKS)
    # Two locks may state one package under different markers; its versions have to be the same.
    versions = {requirement.split(" ;")[0] for requirement in development}
    assert {requirement.split(" ;")[0] for requirement in runtime} <= versions


def test_the_runtime_lock_covers_the_project(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {normalised(re.split(r"[ ;<>=!~\[]", name)[0]) for name in project["dependencies"]}
    asked = (root / "requirements.in").read_text(encoding="utf-8").splitlines()
    assert {normalised(line) for line in asked if line and not line.startswith("#")} == wanted
    assert wanted <= {normalised(requirement.split("==")[0]) for requirement in requirements(root / LOCKS[0])}


def test_every_javascript_package_has_a_digest(root: Path) -> None:
    packages = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    installed = {path: package for path, package in packages.items() if path}
    assert len(installed) > 10
    for path, package in installed.items():
        assert package["integrity"].startswith("sha512-"), path
        assert "resolved" not in package, path
        assert not package.get("link"), path


def test_javascript_packages_are_asked_for_exactly(root: Path) -> None:
    package = json.loads((root / "package.json").read_text(encoding="utf-8"))
    wanted = package.get("dependencies", {}) | package.get("devDependencies", {})
    assert wanted
    for name, version in wanted.items():
        # A pre-release is exact too; of @digitalcredentials/verifier-core there is no other.
        assert re.fullmatch(r"\d+\.\d+\.\d+(-[a-z]+\.\d+)?", version), name
    assert package["private"] is True


def test_npm_runs_no_scripts(root: Path) -> None:
    assert "ignore-scripts=true" in (root / ".npmrc").read_text(encoding="utf-8").splitlines()


def test_make_installs_by_hash_alone(root: Path) -> None:
    installs = re.findall(r"\$\(PIP\) install (.*)", (root / "Makefile").read_text(encoding="utf-8"))
    assert len(installs) == 2
    for arguments in installs:
        assert "--require-hashes" in arguments or {"--no-index", "--no-deps"} <= set(arguments.split())


def test_no_file_names_a_registry_or_a_machine(tree_files: list[Path]) -> None:
    assert len(tree_files) > 10
    assert naming(tree_files, HOSTS + PLACES) == []


@pytest.mark.parametrize("text", HOSTS + PLACES)
def test_a_named_registry_or_machine_is_found(tmp_path: Path, text: str) -> None:
    path = tmp_path / "file"
    path.write_text(f"see {text}/x", encoding="ascii")
    assert naming([path], HOSTS + PLACES) == [f"{path}: {text}"]
