"""A small registry with one published class, and the lifecycle commands as a registrar runs them."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from bukti.loading import load_or_raise, read_history
from bukti.model import LifecycleAct
from bukti.proof.keys import save_key
from bukti.proof.status import bits_of
from bukti.register import Register, build_register
from tests.issuing.conftest import PASSPHRASE, World
from tests.issuing.conftest import first_world as first_world
from tests.keys import demo_key
from tests.templates.small import PROVIDER

CLASS = """name,ref,result
Siti Aminah binti Ramli,s-1,A
"O'Contoh ""Al"", Jr.",s-2,B
மாதிரி செல்வி,s-3,A
مريم المثال,s-4,B
Lim,s-5,A
Lim,s-6,B
Tan Mei,,A
"""
"""Namesakes, quotes, two scripts, one without a ref."""
TREE = f"credentials/{PROVIDER}"


@dataclass
class Desk(World):
    """A registrar's desk: the registry, the private folder of a published class, and the keys."""

    def act(self, command: str, *arguments: str, reason: str = "", key: str = "k-1", index: str = "out") -> "Ran":
        """Run a command; a usual reason, the provider's key and the class's folder where none are given."""
        usual = {"revoke": "issued-in-error", "suspend": "under-review", "reinstate": "review-closed"}
        reason = reason or usual.get(command.split()[0], "")
        flags = ["--repo", str(self.repo), "--key", str(self.desk / f"{key}.pem"), "--json"]
        flags += ["--reason", reason] if reason else []
        flags += ["--index", str(self.desk / index)] if index else []
        return Ran(self.run(*command.split(), *arguments, *flags))

    def done(self, command: str, *arguments: str, **named: str) -> dict[str, Any]:
        """The report of a command that has to succeed."""
        ran = self.act(command, *arguments, **named)
        assert ran.code == 0, ran.err
        return ran.report

    def refused(self, command: str, *arguments: str, **named: str) -> "Ran":
        """A command that has to be refused and to leave the registry as it is."""
        before = self.files()
        ran = self.act(command, *arguments, **named)
        assert ran.code == 1, ran.out
        assert "Traceback" not in ran.err
        assert self.files() == before
        return ran

    def register(self) -> Register:
        snapshot = load_or_raise(self.repo)
        return build_register(snapshot, read_history(self.repo, snapshot.registry.record.branch))

    def acts(self) -> list[LifecycleAct]:
        return [located.record for _, located in sorted(load_or_raise(self.repo).lifecycle_acts.items())]

    def state(self, ref: str, folder: str = "out") -> str:
        """``active``, or what became of the credential of ``ref``."""
        found = self.register().states.get((PROVIDER, bytes.fromhex(self.line(ref, folder)["hash"])))
        return found.state if found else "active"

    def line(self, ref: str, folder: str = "out") -> dict[str, Any]:
        """The line of the private index that has this ref or name."""
        lines = [json.loads(line) for line in (self.desk / folder / "index.jsonl").read_bytes().splitlines()]
        (found,) = [line for line in lines if ref in (line["ref"], line["name"])]
        return dict(found)

    def file(self, ref: str, folder: str = "out") -> str:
        """The credential's own file."""
        uuid = self.line(ref, folder)["uuid"]
        paths = (self.desk / folder).glob("*.json")
        return str(next(path for path in paths if uuid in path.read_text(encoding="utf-8")))

    def serials(self, status_list: str = "1") -> list[int]:
        return sorted(int(path.stem) for path in (self.repo / TREE / "status" / status_list).glob("*.json"))

    def bits(self, status_list: str = "1") -> set[int]:
        """The bits that a stranger reads: those of the newest snapshot."""
        path = self.repo / TREE / "status" / status_list / f"{self.serials(status_list)[-1]}.json"
        return set(bits_of(json.loads(path.read_bytes())).indexes())

    def errors(self) -> list[dict[str, Any]]:
        """What `bukti check` calls an error."""
        done = self.run("check", "--repo", str(self.repo), "--json")
        return [one for one in json.loads(done.stdout)["findings"] if one["severity"] == "error"]

    def warnings(self, *codes: str) -> list[dict[str, Any]]:
        """The warnings of `bukti check` with one of these codes."""
        done = self.run("check", "--repo", str(self.repo), "--json")
        return [one for one in json.loads(done.stdout)["findings"] if one["code"] in codes]


@dataclass(frozen=True)
class Ran:
    """A command that has ended."""

    process: CompletedProcess[str]

    @property
    def code(self) -> int:
        return self.process.returncode

    @property
    def out(self) -> str:
        return self.process.stdout

    @property
    def err(self) -> str:
        return self.process.stderr

    @property
    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def codes(self) -> list[str]:
        """The codes of the faults that were told."""
        return [finding["code"] for finding in self.report["error"]["findings"]]


@pytest.fixture(scope="session")
def first_desk(first_world: World, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(first_world.repo, folder / "repo")
    shutil.copytree(first_world.desk, folder / "desk")
    desk = Desk(repo=folder / "repo", desk=folder / "desk")
    for name in ("m-1", "m-2"):
        save_key(desk.desk / f"{name}.pem", demo_key(f"registry/{name}"), PASSPHRASE)
    desk.issued(desk.list(CLASS))
    desk.commit()
    assert desk.errors() == []
    return desk


@pytest.fixture
def desk(first_desk: Desk, tmp_path: Path) -> Desk:
    """A fresh copy for one test."""
    shutil.copytree(first_desk.repo, tmp_path / "repo")
    shutil.copytree(first_desk.desk, tmp_path / "desk")
    return Desk(repo=tmp_path / "repo", desk=tmp_path / "desk")
