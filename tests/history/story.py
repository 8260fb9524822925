"""One registry and one issued class, whose records a test brings into whatever history it is about."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.issuing.conftest import World

FOUNDED = "2026-03-01T08:00:00Z"
ISSUED_ON = "2026-03-02"
AT = "2026-04-01T00:00:00Z"
"""When credentials are checked: within their time, after every commit that a test dates in the past."""
LEARNERS = "name,result,path\nSiti Aminah,A,m2\nRavi Kumar,B,m3\n"
IDENTITY = {f"GIT_{who}_{what}": "test@bukti.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
GIT = ["git", "-c", "commit.gpgsign=false", "-c", "merge.ff=true", "-c", "protocol.file.allow=always"]


@dataclass(frozen=True)
class Story:
    """``repo`` holds the registry without the class; ``records`` are the class's files, by path in the repository.

    ``credentials`` are two learners' files.
    """

    repo: Path
    records: Mapping[str, bytes]
    credentials: tuple[Path, ...]

    @property
    def batch(self) -> str:
        """The path of the batch record."""
        return next(path for path in self.records if path.endswith(".yaml"))

    def git(self, *arguments: str, at: str = "2026-03-02T12:00:00Z", author: str | None = None) -> str:
        """A git command in the repository, with committer (and author) date ``at``; what it printed."""
        return git(self.repo, *arguments, at=at, author=author)

    def bring(self, root: Path | None = None) -> None:
        """Lay the class's records into the work tree."""
        self.put(self.records, root)

    def put(self, files: Mapping[str, bytes], root: Path | None = None) -> None:
        """Write files below the repository."""
        for path, data in files.items():
            target = (root or self.repo) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)

    def commit(self, at: str = "2026-03-02T12:00:00Z", message: str = "records", author: str | None = None) -> str:
        """Commit all of the work tree; the answer is the commit's id."""
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message, at=at, author=author)
        return self.head()

    def head(self) -> str:
        """The id of the commit that is checked out."""
        return self.git("rev-parse", "HEAD").strip()

    def check(self, *flags: str, repo: Path | None = None) -> "Checked":
        """What ``bukti check`` says."""
        done = bukti("check", "--repo", str(repo or self.repo), "--json", *flags)
        report = json.loads(done.stdout)
        return Checked(done.returncode, tuple(report.get("findings", ())), report)

    def verify(self, repo: Path | None = None, at: str = AT, credential: int = 0) -> "Verified":
        """What ``bukti verify --repo`` says of one learner's file."""
        flags = ["--repo", str(repo or self.repo), "--at", at, "--json"]
        done = bukti("verify", *flags, str(self.credentials[credential]))
        (result,) = json.loads(done.stdout)["results"]
        return Verified(str(result["verdict"]), {one["check"]: one for one in result["checks"]}, done.stderr)


@dataclass(frozen=True)
class Checked:
    """The outcome of ``bukti check``."""

    exit_code: int
    findings: tuple[Mapping[str, Any], ...]
    report: Mapping[str, Any]

    @property
    def errors(self) -> set[str]:
        """The codes of the errors."""
        return {one["code"] for one in self.findings if one["severity"] == "error"}

    @property
    def warnings(self) -> set[str]:
        """The codes of the warnings about history; those about the definition's wealth are no matter here."""
        return {one["code"] for one in self.findings if one["severity"] == "warning" and "history" in one["code"]}

    def of(self, code: str) -> Mapping[str, Any]:
        """The one finding of ``code``."""
        (found,) = [one for one in self.findings if one["code"] == code]
        return found

    @property
    def clean(self) -> bool:
        """No error and nothing that keeps history from being judged."""
        return (self.exit_code, self.errors, self.warnings) == (0, set(), set())


@dataclass(frozen=True)
class Verified:
    """The outcome of ``bukti verify`` for one file."""

    verdict: str
    checks: Mapping[str, Mapping[str, str]]
    said: str

    @property
    def registered(self) -> tuple[str, str]:
        """State and code of the check ``registered``."""
        one = self.checks["registered"]
        return one["state"], one["code"]

    @property
    def day(self) -> str:
        """The registered day that the check tells."""
        return self.checks["registered"]["detail"]

    @property
    def waits(self) -> bool:
        """Not judged for want of a position: neither a pass nor a refusal."""
        return (self.verdict, *self.registered) == ("cannot_tell", "not_run", "position-unknown")


def git(root: Path, *arguments: str, at: str = "2026-03-02T12:00:00Z", author: str | None = None) -> str:
    """A git command in ``root`` with fixed dates; what it printed."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | IDENTITY
    env |= {"GIT_COMMITTER_DATE": at, "GIT_AUTHOR_DATE": author or at, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run([*GIT, "-C", str(root), *arguments], capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    return done.stdout


def bukti(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command, in this process."""
    return World(repo=Path(), desk=Path()).run(*arguments)


def bukti_apart(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own."""
    command = [sys.executable, "-m", "bukti.cli.main", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def from_now(**span: float) -> str:
    """A time that far from now (negative: past), as git takes it: seconds since 1970 and the zone."""
    return f"{int((datetime.now(UTC) + timedelta(**span)).timestamp())} +0000"


def founded(first_world: World, folder: Path) -> World:
    """A copy of the small registry below ``folder``, of one commit on ``main``."""
    world = World(repo=folder / "repo", desk=folder / "desk")
    shutil.copytree(first_world.repo, world.repo, ignore=shutil.ignore_patterns(".git"))
    shutil.copytree(first_world.desk, world.desk)
    git(world.repo, "init", "-q", "-b", "main")
    git(world.repo, "add", "-A")
    git(world.repo, "commit", "-q", "-m", "founded", at=FOUNDED)
    return world
