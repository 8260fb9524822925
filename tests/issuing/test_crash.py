"""Stopped anywhere, by a full disk or by a kill: nothing half in the registry, and the re-run completes it.

Every call that touches the disk in one run is counted; then one run for each call fails there.
"""

import errno
import json
import os
import re
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bukti.loading import load_or_raise, read_history
from bukti.register import build_register
from tests.issuing.conftest import World

CALLS = ("open", "write", "fsync", "link", "replace", "mkdir", "chmod")
TEXT = "name,ref,result\nSiti Aminah,s-1,A\nLim,s-2,\n"
Fault = Callable[[str, tuple[Any, ...]], None]

BATCH_FILE = re.compile(r"/\d{4}/\d{4}-\d{2}-\d{2}-[a-z0-9]{8}\.yaml$")


class Disk:
    """Counts the calls that touch the disk; ``fault`` happens in place of the one numbered ``at``."""

    def __init__(self, at: int, fault: Fault) -> None:
        self.count = 0
        self._at, self._fault = at, fault
        self._real = {name: getattr(os, name) for name in CALLS}

    def install(self, patch: pytest.MonkeyPatch) -> None:
        for name in CALLS:
            patch.setattr(os, name, self._watched(name))

    def _watched(self, name: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.count += 1
            if self.count == self._at:
                self._fault(name, args)
            return self._real[name](*args, **kwargs)

        return call


def full(name: str, args: tuple[Any, ...]) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


REAL_WRITE = os.write


def killed(name: str, args: tuple[Any, ...]) -> None:
    if name == "write":  # half of it gets through
        REAL_WRITE(args[0], bytes(args[1])[: len(args[1]) // 2])
    os.kill(os.getpid(), signal.SIGKILL)


def total_calls(world: World) -> int:
    disk = Disk(0, full)
    with pytest.MonkeyPatch.context() as patch:
        disk.install(patch)
        assert world.issue(world.list(TEXT)).returncode == 0
    return disk.count


def clear(world: World) -> None:
    shutil.rmtree(world.out, ignore_errors=True)
    shutil.rmtree(world.repo / "credentials", ignore_errors=True)


def completes(world: World, planned: list[str] | None) -> None:
    """The same command again issues the class once, with the uuids that were planned."""
    done = world.issue(world.list(TEXT))
    assert done.returncode == 0, done.stderr
    register = build_register(load_or_raise(world.repo), read_history(world.repo))
    assert register.findings == ()
    assert [one.batch.record.count for one in register.batches] == [2]
    known = [json.loads(line) for line in (world.out / "index.jsonl").read_bytes().splitlines()]
    assert {line["batch"] for line in known} == {register.batches[0].batch.record.batch}
    assert [register.entry(bytes.fromhex(line["hash"])) is not None for line in known] == [True, True]
    assert planned in (None, [line["uuid"] for line in known])
    for folder in (world.out, world.repo):
        assert not [path for path in folder.rglob("*.tmp") if ".git" not in path.parts]
    assert len(list(world.out.iterdir())) == 2 * 4 + 3


def plan_of(out: Path) -> list[str] | None:
    plan = out / "run.plan"
    return json.loads(plan.read_bytes())["uuids"] if plan.exists() else None


STEPS = [6, pytest.param(1, marks=pytest.mark.slow)]
"""Every sixth call at the desk, every one in ``make test-slow``."""


@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk_at_any_call(world: World, step: int) -> None:
    total = total_calls(world)
    assert total > 60
    for at in range(1, total + 1, step):
        clear(world)
        before = world.files()
        disk = Disk(at, full)
        with pytest.MonkeyPatch.context() as patch:
            disk.install(patch)
            done = world.issue(world.list(TEXT))
        if done.returncode == 0:
            # Only a refused chmod of the folder does no harm.
            assert disk.count == total
            continue
        assert done.returncode == 1, (at, done.stderr)
        assert "the disk is full" in done.stderr, at
        assert "Traceback" not in done.stderr
        assert world.files() == before, at
        completes(world, plan_of(world.out))


def kill_at(world: World, at: int) -> int:
    """Run the command in a child that dies at its call number ``at``; the child's wait status."""
    child = os.fork()
    if not child:
        code = 1
        try:
            with pytest.MonkeyPatch.context() as patch:
                Disk(at, killed).install(patch)
                code = world.issue(world.list(TEXT)).returncode
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork to be killed and live on")
@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_any_call(world: World, step: int) -> None:
    total = total_calls(world)
    final = set(world.files())
    for at in range(2, total + 1, step):
        clear(world)
        before = world.files()
        assert os.WIFSIGNALED(kill_at(world, at)), at
        new = {name: data for name, data in world.files().items() if name not in before}
        loaded = load_or_raise(world.repo)  # whatever is there is whole
        assert len(new) <= len(final - before.keys())
        assert len(loaded.batches) == sum(bool(BATCH_FILE.search(name)) for name in new)
        completes(world, plan_of(world.out))
