"""A registry of three maintainers and two providers on disk, everybody's keys on a desk, and the commands."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from bukti.loading import load_or_raise, read_history
from bukti.proof.keys import save_key
from bukti.register import Register, build_register
from bukti.trust.key_records import pin_of
from tests.attacks import miniature as mini
from tests.issuing.conftest import PASSPHRASE, World, git
from tests.keys import demo_key, signed
from tools.node import find_node

ROOT = Path(__file__).resolve().parents[2]
UNI, COLLEGE, MC = mini.UNI, mini.OTHER, mini.MC
MAINTAINERS = ("registry/m-1", "registry/m-2", "registry/m-3")
KEYS = (*MAINTAINERS, f"{UNI}/key-1", f"{UNI}/recovery", f"{COLLEGE}/key-1")
FIRST_TWO = MAINTAINERS[:2]


@dataclass
class Office(World):
    """The world of the commands on trust."""

    def command(self, *arguments: str) -> CompletedProcess[str]:
        return self.run(*arguments, "--repo", str(self.repo))

    def ok(self, *arguments: str) -> str:
        """What the command prints; it has to succeed."""
        done = self.command(*arguments)
        assert done.returncode == 0, f"{arguments}\n{done.stdout}{done.stderr}"
        return done.stdout

    def json(self, *arguments: str) -> Any:
        return json.loads(self.ok(*arguments, "--json"))

    def refused(self, *arguments: str, told: str, code: int = 1) -> str:
        """What the command says against it; it leaves every file as it was."""
        before, desk = self.files(), sorted(self.desk.iterdir())
        done = self.command(*arguments)
        assert done.returncode == code, done.stdout + done.stderr
        assert told in done.stderr, done.stderr
        assert self.files() == before
        assert sorted(self.desk.iterdir()) == desk
        return done.stderr

    def pem(self, name: str) -> str:
        """The file of a secret key."""
        return str(self.desk / f"{name.replace('/', '-')}.pem")

    def signs(self, name: str) -> tuple[str, ...]:
        return "--key", self.pem(name), "--as", name

    def both(self, *arguments: str) -> str:
        """The command by two maintainers, one after the other; what the second one's says."""
        told = ""
        for name in FIRST_TWO:
            told = self.ok(*arguments, *self.signs(name))
        return told

    def class_(
        self, name: str, *learners: str, provider: str = UNI, key: str = "key-1", more: tuple[str, ...] = ()
    ) -> Path:
        """Issue a class into ``desk/issued/<name>``; the folder."""
        rows = "".join(
            f"{one},{name}-{number},A\n" for number, one in enumerate(learners or ("Aisyah", "Omar"), start=1)
        )
        out = self.desk / "issued" / name
        csv = self.list(f"name,ref,result\n{rows}", f"{name}.csv")
        secret = self.pem(f"{provider}/{key}")
        self.ok("issue", str(csv), "--mc", f"{provider}/{MC}", "--key", secret, "--out", str(out))
        return out

    def commit_id(self) -> str:
        """Commit everything; the commit's id."""
        self.commit()
        return self.head()

    def head(self) -> str:
        done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=self.repo, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def findings(self, severity: str = "error", *more: str) -> set[str]:
        """Codes of ``bukti check``."""
        done = self.command("check", "--json", *more)
        found = json.loads(done.stdout)["findings"]
        errors = any(one["severity"] == "error" for one in found)
        assert (done.returncode == 1) == errors
        return {one["code"] for one in found if one["severity"] == severity}

    def register(self) -> Register:
        return build_register(load_or_raise(self.repo), read_history(self.repo, "main"))

    def status(self, provider: str = UNI) -> str:
        return next(one.status for one in self.register().issuers if one.id == provider)

    def key_state(self, name: str) -> str:
        """``good``, ``revoked``, ``void``, or empty where the key was never let in."""
        register = self.register()
        owners = {one.id: one.keys for one in register.issuers} | {"registry": register.maintainers}
        provider, _, key = name.partition("/")
        return next((one.state for one in owners[provider] if one.key == key), "")

    def verdicts(self, *folders: Path) -> set[tuple[str, str]]:
        """What Python over the repository and Node over the built site say of the files in ``folders``."""
        inputs = [str(path) for folder in folders for path in sorted(folder.glob("*.json"))]
        assert inputs
        site = self.desk.parent / "site"
        shutil.rmtree(site, ignore_errors=True)
        self.ok("build", "--out", str(site))
        python = self.command("verify", "--json", *inputs)
        script = str(ROOT / "verifier" / "dist" / "verify-cli.js")
        command = [str(find_node().executable), script, "--site", str(site), *inputs]
        node = subprocess.run(command, capture_output=True, text=True, check=False)
        said = {"python": python.stdout, "node": node.stdout}
        return {(name, one["verdict"]) for name, out in said.items() for one in json.loads(out)["results"]}

    def published(self, path: str) -> Any:
        """A data file of the site that was built last."""
        return json.loads((self.desk.parent / "site" / path).read_bytes())


BOTH_VALID = {("python", "valid"), ("node", "valid")}
BOTH_INVALID = {("python", "invalid"), ("node", "invalid")}


def key_record(name: str, number: int, *admitted_by: str, **more: Any) -> dict[str, Any]:
    provider, _, key = name.partition("/")
    form = mini.key_record(provider, key, number) | {"valid_from": "2026-01-01"} | more
    return signed(form, name, *admitted_by)


@pytest.fixture(scope="session")
def first_office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    office = Office(repo=folder / "repo", desk=folder / "desk")
    office.desk.mkdir()
    maintainers = [key_record(name, number) for number, name in enumerate(MAINTAINERS, start=1)]
    pins = [{"key": one["key"], "digest": pin_of(one)} for one in maintainers]
    keys = [
        *maintainers,
        key_record(f"{UNI}/key-1", 1, *FIRST_TWO),
        key_record(f"{UNI}/recovery", 2, *FIRST_TWO, role="recovery"),
        key_record(f"{COLLEGE}/key-1", 1, *FIRST_TWO),
    ]
    for one in keys:
        office.write(f"public_keys/{one['provider']}/{one['key']}.yaml", one)
    office.write("registry/registry.yaml", mini.registry(pins))
    office.write("registry/frameworks/mqf.yaml", mini.FRAMEWORK)
    for provider, title, serial in ((UNI, "Universiti Contoh", "admituni"), (COLLEGE, "Kolej Contoh", "admitkol")):
        office.write(f"registry/{provider}/provider.yaml", mini.provider(provider, title))
        act = mini.admission(provider, serial)
        office.write(f"registry/{provider}/acts/{act['act']}.yaml", act)
        office.write(f"registry/{provider}/{MC}/v1.yaml", mini.DEFINITION | {"provider": provider})
        office.write(f"registry/{provider}/{MC}/offer.yaml", mini.OFFER_FORM | {"provider": provider})
    git(office.repo, "init", "-q", "-b", "main")
    office.commit()
    for name in KEYS:
        save_key(Path(office.pem(name)), demo_key(name), PASSPHRASE)
    save_key(Path(office.pem("stranger")), demo_key("stranger"), PASSPHRASE)
    return office


@pytest.fixture
def office(first_office: Office, tmp_path: Path) -> Office:
    """A fresh copy for one test."""
    shutil.copytree(first_office.repo, tmp_path / "repo")
    shutil.copytree(first_office.desk, tmp_path / "desk")
    return Office(repo=tmp_path / "repo", desk=tmp_path / "desk")
