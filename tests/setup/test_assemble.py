"""What git does not hold is put together from the lock files, and a missing piece is named."""

import json
import shutil
from pathlib import Path

import pytest

from tools import assemble as tool
from tools.node import Node, find_node

CONTEXTS = [
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    "https://w3id.org/dcc/v1",
    "https://w3id.org/security/data-integrity/v1",
    "https://w3id.org/security/data-integrity/v2",
    "https://w3id.org/security/multikey/v1",
    "https://w3id.org/security/suites/ed25519-2020/v1",
    "https://w3id.org/vc/status-list/2021/v1",
    "https://www.w3.org/2018/credentials/v1",
    "https://www.w3.org/ns/credentials/status/v1",
    "https://www.w3.org/ns/credentials/v2",
    "https://www.w3.org/ns/did/v1",
]


class FakeNode(Node):
    """Notes what it is asked to run."""

    def run_npm(self, arguments: object, *, cwd: Path) -> None:
        """Pretend to install."""
        (cwd / "node_modules").mkdir(exist_ok=True)
        with (cwd / "asked").open("a", encoding="ascii") as file:
            file.write("npm\n")

    def run(self, arguments: object, *, cwd: Path) -> None:
        """Pretend to bundle, leaving nothing."""


@pytest.fixture
def node() -> FakeNode:
    """A Node that runs nothing."""
    return FakeNode(executable=Path("/nowhere/node"), version=(20, 0, 0), npm=("npm",))


def test_packages_are_installed_once_for_each_lock(tmp_path: Path, node: FakeNode) -> None:
    lock = tmp_path / "package-lock.json"
    asked = tmp_path / "asked"
    lock.write_text("{}", encoding="ascii")
    tool.install_packages(tmp_path, node)
    tool.install_packages(tmp_path, node)
    assert asked.read_text(encoding="ascii") == "npm\n"
    lock.write_text('{"new": 1}', encoding="ascii")
    tool.install_packages(tmp_path, node)
    assert asked.read_text(encoding="ascii") == "npm\nnpm\n"
    shutil.rmtree(tmp_path / "node_modules")
    tool.install_packages(tmp_path, node)
    assert asked.read_text(encoding="ascii") == "npm\nnpm\nnpm\n"


def test_a_missing_verifier_is_named(tmp_path: Path, node: FakeNode) -> None:
    with pytest.raises(tool.AssemblyError, match=r"verifier/build\.mjs is missing"):
        tool.build_verifier(tmp_path, node)


def test_a_bundle_that_is_not_there_is_named(tmp_path: Path, node: FakeNode) -> None:
    (tmp_path / "verifier").mkdir()
    (tmp_path / "verifier" / "build.mjs").touch()
    with pytest.raises(tool.AssemblyError, match="left nothing"):
        tool.build_verifier(tmp_path, node)


def test_programs_get_the_machine_readable_part_of_the_specification(tmp_path: Path) -> None:
    source = tmp_path / "spec"
    for name in (
        "codes.json",
        "tables/a.json",
        "api/v1/a.schema.json",
        "schemas/b.json",
        "messages/en.json",
        "vectors/v.json",
        "a.md",
    ):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).touch()
    target = tmp_path / "target"
    tool.copy_spec(source, target)
    copied = sorted(str(path.relative_to(target)) for path in target.rglob("*") if path.is_file())
    assert copied == ["api/v1/a.schema.json", "codes.json", "messages/en.json", "schemas/b.json", "tables/a.json"]


@pytest.mark.needs_node
def test_the_contexts_come_from_the_installed_packages(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "contexts.json"
    tool.write_contexts(root, find_node(), target)
    documents = json.loads(target.read_text(encoding="utf-8"))
    assert sorted(documents) == CONTEXTS
    assert all(list(document) == ["@context"] for document in documents.values())


def test_the_installed_package_carries_what_was_assembled(root: Path) -> None:
    generated = root / "bukti" / "_generated"
    assert sorted(json.loads((generated / "contexts.json").read_text(encoding="utf-8"))) == CONTEXTS
    built = {path.name for path in (root / "verifier" / "dist").iterdir()}
    bundle = sorted(built - set(tool.NOT_CARRIED))
    assert built > set(bundle) > {"page.html"}
    assert sorted(path.name for path in (generated / "verifier").iterdir()) == bundle
