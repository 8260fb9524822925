"""The register over real files and a real git history."""

import os
import re
import subprocess
from datetime import date
from pathlib import Path

from bukti.loading import dump_record, load_or_raise, read_history
from bukti.proof.jcs import canonical
from bukti.register import Register, build_register
from tests.register.world import UNI, World, digest, founded
from tests.templates import small


def written(world: World, root: Path) -> None:
    """Write the world's records as files."""
    registry = world.snapshot().registry.record.json_form()
    texts = {
        "registry/registry.yaml": dump_record(registry),
        "registry/frameworks/mqf.yaml": dump_record(small.FRAMEWORK),
    }
    for path, located in world.records.items():
        if path.endswith(".json"):
            form = located.record.json_form() if "/templates/" in path else located.record.document
            texts[path] = canonical(form).decode() + ("" if "/templates/" in path else "\n")
        else:
            texts[path] = dump_record(located.record.json_form())
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")


def committed(root: Path, day: str) -> str:
    """Commit everything with a fixed committer date; the answer is the commit's id."""
    when = f"{day}T23:30:00+08:00"
    env = os.environ | {"GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when}
    identity = ["-c", "user.name=Test", "-c", "user.email=test@bukti.example"]
    subprocess.run(["git", "-C", str(root), "add", "."], check=True)
    subprocess.run(["git", "-C", str(root), *identity, "commit", "-qm", "records"], check=True, env=env)
    return subprocess.run(
        ["git", "-C", str(root), "rev-parse", "HEAD"], check=True, capture_output=True, text=True
    ).stdout.strip()


def register_of(root: Path) -> Register:
    return build_register(load_or_raise(root), read_history(root))


def test_a_registry_grows_commit_by_commit(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "-b", "main", tmp_path], check=True)
    world = founded()
    written(world, tmp_path)
    committed(tmp_path, "2026-10-01")
    world.batch("1", digest(1), digest(2))
    written(world, tmp_path)
    uncommitted = register_of(tmp_path)
    assert [one.position for one in uncommitted.batches] == [None]
    assert "+" in uncommitted.snapshot_id
    committed(tmp_path, "2026-10-05")
    world.act("revoked", digest(1))
    world.status(2, 101)
    written(world, tmp_path)
    head = committed(tmp_path, "2026-10-07")

    register = register_of(tmp_path)
    assert register.findings == ()
    assert register.snapshot_id == head
    assert register.data_as_of == "2026-10-07T15:30:00Z"
    entry, other = register.entry(digest(1)), register.entry(digest(2))
    assert entry is not None
    assert other is not None
    assert entry.day == other.day == date(2026, 10, 5)
    assert entry.state is not None
    assert other.state is None
    assert (entry.state.state, entry.state.day) == ("revoked", date(2026, 10, 7))


def test_a_published_batch_that_is_edited_falls(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "-b", "main", tmp_path], check=True)
    world = founded()
    path = world.batch("1", digest(1), digest(2))
    written(world, tmp_path)
    committed(tmp_path, "2026-10-05")
    assert register_of(tmp_path).entry(digest(1))
    file = tmp_path / path
    file.write_text(re.sub(r"(issued_on: \W?)2026-10-05", r"\g<1>2026-10-06", file.read_text()))
    committed(tmp_path, "2026-10-06")
    register = register_of(tmp_path)
    assert {finding.code for finding in register.findings} == {"batch-changed", "batch-proof"}
    proof = next(finding for finding in register.findings if finding.code == "batch-proof")
    assert file.read_text().splitlines()[proof.line - 1].lstrip().startswith("- type:")
    assert register.entry(digest(1)) is None


def test_a_shallow_clone_knows_no_positions(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "-b", "main", tmp_path / "full"], check=True)
    world = founded()
    written(world, tmp_path / "full")
    committed(tmp_path / "full", "2026-10-01")
    world.batch("1", digest(1))
    written(world, tmp_path / "full")
    committed(tmp_path / "full", "2026-10-05")
    source = f"file://{tmp_path / 'full'}"
    subprocess.run(["git", "clone", "-q", "--depth", "1", source, tmp_path / "shallow"], check=True)
    assert [one.position is None for one in register_of(tmp_path / "full").batches] == [False]
    assert [one.position is None for one in register_of(tmp_path / "shallow").batches] == [True]
    assert register_of(tmp_path / "full").issuers[0].id == UNI
