"""Stopped anywhere, by a full disk or by a kill: nothing half in the registry, and the re-run completes it once.

Every call that touches the disk in one run is counted; then one run for each call fails there.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bukti.loading import load_or_raise
from tests.issuing.test_crash import Disk, full, killed
from tests.lifecycle.conftest import TREE, Desk, Ran
from tests.templates.small import PROVIDER

Run = Callable[[Desk], Ran]


def revoke(desk: Desk) -> Ran:
    return desk.act("revoke", "s-1", "s-4")


def suspend(desk: Desk) -> Ran:
    return desk.act("suspend", "s-1", "s-4")


def sign(desk: Desk) -> Ran:
    return desk.act(f"status sign --provider {PROVIDER}", "--force")


def supersede(desk: Desk) -> Ran:
    listed = desk.list("name,ref,result\nSiti,s-1,A\nمريم,s-4,B\n", "new.csv")
    return desk.act("supersede", "--csv", str(listed), "--out", str(desk.desk / "new"), reason="renewed")


@dataclass(frozen=True)
class Case:
    """A command, and what stands in the registry once it is done."""

    run: Run
    acts: int
    state: str
    serials: tuple[int, ...]


CASES = {
    "revoke": Case(revoke, 1, "revoked", (1, 2)),
    "suspend": Case(suspend, 1, "suspended", (1,)),
    "sign": Case(sign, 0, "active", (1, 2)),
    "supersede": Case(supersede, 1, "superseded", (1, 2)),
}
RUNS = [6, pytest.param(10_000, marks=pytest.mark.slow)]
"""How many of the calls are tried: some at the desk, every one in ``make test-slow``."""


def calls_of(desk: Desk, run: Run) -> int:
    disk = Disk(0, full)
    with pytest.MonkeyPatch.context() as patch:
        disk.install(patch)
        ran = run(desk)
    assert ran.code == 0, ran.err
    return disk.count


def restored(desk: Desk, first: Desk) -> None:
    """The desk as it was before; much faster than a new copy of everything."""
    shutil.rmtree(desk.repo / "credentials")
    shutil.copytree(first.repo / "credentials", desk.repo / "credentials")
    shutil.rmtree(desk.desk / "new", ignore_errors=True)


def completes(desk: Desk, case: Case, *, killed: bool) -> None:
    """The same command again does it once; a forced list alone may have been signed before the kill, too."""
    ran = case.run(desk)
    assert ran.code == 0, ran.err
    assert [one.kind for one in desk.acts()] == [case.state] * case.acts
    assert [desk.state(ref) for ref in ("s-1", "s-4", "s-2")] == [case.state, case.state, "active"]
    assert tuple(desk.serials()) == case.serials or (killed and case.run is sign and desk.serials() == [1, 2, 3])
    ended = case.state in ("revoked", "superseded")
    assert desk.bits() == ({desk.line(ref)["status_index"] for ref in ("s-1", "s-4")} if ended else set())
    assert [one for one in desk.register().findings if one.severity == "error"] == []
    assert not [path for path in (*desk.repo.rglob("*.tmp"), *desk.desk.rglob("*.tmp")) if ".git" not in path.parts]


@pytest.mark.parametrize("runs", RUNS)
@pytest.mark.parametrize("name", CASES)
def test_a_full_disk_at_any_call(desk: Desk, first_desk: Desk, name: str, runs: int) -> None:
    case = CASES[name]
    total = calls_of(desk, case.run)
    assert total > 6
    for at in range(1, total + 1, max(1, total // runs)):
        restored(desk, first_desk)
        before = desk.files()
        disk = Disk(at, full)
        with pytest.MonkeyPatch.context() as patch:
            disk.install(patch)
            ran = case.run(desk)
        if ran.code == 0:
            assert disk.count == total, "only a refused chmod of the private folder does no harm"
            continue
        assert ran.code == 1, (at, ran.err)
        assert "the disk is full" in ran.err, at
        assert "Traceback" not in ran.err
        assert desk.files() == before, at
        completes(desk, case, killed=False)


def kill_at(desk: Desk, run: Run, at: int) -> int:
    """Run the command in a child that dies at its call number ``at``; the child's wait status."""
    child = os.fork()
    if not child:
        code = 1
        try:
            with pytest.MonkeyPatch.context() as patch:
                Disk(at, killed).install(patch)
                code = run(desk).code
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork to be killed and live on")
@pytest.mark.parametrize("runs", RUNS)
@pytest.mark.parametrize("name", CASES)
def test_a_kill_at_any_call(desk: Desk, first_desk: Desk, name: str, runs: int) -> None:
    case = CASES[name]
    total = calls_of(desk, case.run)
    for at in range(2, total + 1, max(1, total // runs)):
        restored(desk, first_desk)
        before = desk.files()
        assert os.WIFSIGNALED(kill_at(desk, case.run, at)), at
        assert {name: data for name, data in desk.files().items() if name in before} == before
        load_or_raise(desk.repo)  # whatever is there is whole
        faults = [one for one in desk.register().findings if one.severity == "error"]
        assert faults == [], at
        completes(desk, case, killed=True)


def test_a_temporary_file_of_a_killed_run_is_removed(desk: Desk) -> None:
    """Systems without unnamed files leave one behind; the act's random name never comes again."""
    folder = desk.repo / TREE / "acts" / "2026"
    folder.mkdir(parents=True)
    left = folder / ".2026-11-01-aaaaaaaa.yaml.abcdef.tmp"
    left.write_text("half")
    report = desk.done("revoke", "s-1", "--on", "2026-11-02")
    assert Path(report["files"][0]).parent == Path(TREE) / "acts" / "2026"
    assert not left.exists()
