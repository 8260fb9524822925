"""Both commands over files of strangers, each in a process of its own, with what they cost."""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.public_data import DATA, need
from tools.node import find_node

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "spec" / "vectors" / "site"
COMMAND = ROOT / "verifier" / "dist" / "verify-cli.js"
AT = "2026-11-23T12:00:00Z"
GIBIBYTE = 1 << 30


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What a command answered and cost: seconds of a processor, bytes of memory at most."""

    code: int
    out: bytes
    err: str
    seconds: float
    memory: int

    @property
    def results(self) -> list[dict[str, Any]]:
        """The results of its JSON."""
        assert self.out, self.err
        found: list[dict[str, Any]] = json.loads(self.out)["results"]
        return found


def python(inputs: Sequence[Path | str], at_hand: Sequence[Path] = (), *, at: str = AT, site: Path = SITE) -> Ran:
    """``bukti verify --json`` in one GiB of address space."""
    argv = [sys.executable, "-m", "bukti.cli.main", "verify", "--json"]
    return _run([*argv, *_arguments(inputs, at_hand, at, site)], GIBIBYTE)


def node(inputs: Sequence[Path | str], at_hand: Sequence[Path] = (), *, at: str = AT, site: Path = SITE) -> Ran:
    """``verify-cli.js``; Node reserves far more addresses than it uses, so only its use is told."""
    if not COMMAND.is_file():
        pytest.fail(f"{COMMAND.relative_to(ROOT)} is missing: run `make setup`")
    return _run([str(find_node().executable), str(COMMAND), *_arguments(inputs, at_hand, at, site)], None)


def _arguments(inputs: Sequence[Path | str], at_hand: Sequence[Path], at: str, site: Path) -> list[str]:
    named = [part for path in at_hand for part in ("--at-hand", str(path))]
    return ["--site", str(site), "--at", at, *named, "--", *map(str, inputs)]


def _run(argv: Sequence[str], limit: int | None) -> Ran:
    def bounded() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(argv, stdout=out, stderr=err, cwd=ROOT, preexec_fn=bounded)  # noqa: PLW1509
        _, status, usage = os.wait4(process.pid, 0)
        seconds = usage.ru_utime + usage.ru_stime
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        said, complaint = out.read(), err.read().decode(errors="replace")
    kilo = 1 if sys.platform == "darwin" else 1024
    return Ran(code=process.returncode, out=said, err=complaint, seconds=seconds, memory=usage.ru_maxrss * kilo)


def codes(result: dict[str, Any]) -> dict[str, str]:
    """The code of each check of a result."""
    return {one["check"]: one["code"] for one in result["checks"]}


def files(*folders: str) -> list[Path]:
    """All files of folders of the shared test data; a machine without it says so."""
    need(DATA, "strangers' files")
    found = sorted(path for folder in folders for path in (DATA / folder).rglob("*") if path.is_file())
    assert found
    return found
