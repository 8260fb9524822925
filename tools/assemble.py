"""Puts together what git does not hold: JavaScript packages, the verifier bundle and ``bukti/_generated``.

The build hook calls ``assemble`` for wheels and editable installs; ``make`` calls this file as a command
when the verifier or the specification has changed.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

from tools.node import Node, NodeNotFoundError, find_node

# Of spec/, an installed package needs what its programs read: no prose, no test vectors.
SPEC_FOLDERS = ("api", "messages", "schemas", "tables")
NOT_CARRIED = ("module", "inside.js")
"""Of the verifier's bundle: for programs of others, and for tests."""


class AssemblyError(RuntimeError):
    """A generated file could not be made; the message says which and what to do."""


def assemble(root: Path) -> list[Path]:
    """Make everything below ``bukti/_generated`` and return its files."""
    try:
        node = find_node()
        install_packages(root, node)
        build_verifier(root, node)
        build_scripts(root, node)
        return generate(root, node)
    except NodeNotFoundError as error:
        raise AssemblyError(str(error)) from error
    except subprocess.CalledProcessError as error:
        command = " ".join(map(str, error.cmd[:4]))
        raise AssemblyError(f"`{command} ...` ended with exit code {error.returncode}") from error


def install_packages(root: Path, node: Node) -> None:
    """Install the locked JavaScript packages, unless the installed ones are those of the lock file."""
    stamp = root / "node_modules" / ".bukti-lock"
    digest = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="ascii").strip() == digest:
        say("JavaScript packages: up to date")
        return
    say("JavaScript packages: npm ci")
    node.run_npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=root)
    stamp.write_text(digest + "\n", encoding="ascii")


def build_verifier(root: Path, node: Node) -> None:
    """Bundle the verifier into ``verifier/dist``."""
    script = root / "verifier" / "build.mjs"
    if not script.is_file():
        raise AssemblyError(f"{script.relative_to(root)} is missing, so there is no verifier to bundle")
    say("verifier: bundling")
    node.run([str(script)], cwd=root)
    if not any((root / "verifier" / "dist").glob("*")):
        raise AssemblyError("verifier/build.mjs ended well but left nothing in verifier/dist")


def build_scripts(root: Path, node: Node) -> None:
    """Bundle the scripts of the catalogue's pages into ``site_builder/scripts/dist``."""
    say("catalogue: bundling")
    node.run([str(root / "site_builder" / "scripts" / "build.mjs")], cwd=root)


def generate(root: Path, node: Node) -> list[Path]:
    """Write ``bukti/_generated`` anew: what programs read of ``spec/``,
    the contexts, and the scripts of the verifier and of the catalogue."""
    target = root / "bukti" / "_generated"
    fresh = target.with_name("_generated.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    write_contexts(root, node, fresh / "contexts.json")
    shutil.copytree(root / "verifier" / "dist", fresh / "verifier", ignore=shutil.ignore_patterns(*NOT_CARRIED))
    shutil.copytree(root / "site_builder" / "scripts" / "dist", fresh / "scripts")
    copy_spec(root / "spec", fresh / "spec")
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    files = sorted(path for path in target.rglob("*") if path.is_file())
    say(f"bukti/_generated: {len(files)} files")
    return files


def write_contexts(root: Path, node: Node, target: Path) -> None:
    """Write the JSON-LD contexts of the installed packages as one JSON document, {url: context}."""
    done = subprocess.run(
        [str(node.executable), str(root / "tools" / "contexts.mjs")],
        cwd=root,
        env=node.environment(),
        stdout=subprocess.PIPE,
        check=True,
    )
    json.loads(done.stdout)
    target.write_bytes(done.stdout)


def copy_spec(source: Path, target: Path) -> None:
    """Copy the machine-readable part of ``spec/``."""
    target.mkdir()
    for path in sorted(source.glob("*.json")):
        shutil.copy(path, target)
    for folder in SPEC_FOLDERS:
        if (source / folder).is_dir():
            shutil.copytree(source / folder, target / folder)


def say(line: str) -> None:
    """Print one line of progress at once, so that it stands before what a child process prints."""
    print(f"bukti: {line}", flush=True)


def main() -> int:
    """Assemble this checkout."""
    try:
        assemble(Path(__file__).resolve().parent.parent)
    except AssemblyError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
