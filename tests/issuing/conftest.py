"""A small registry on disk with a git history, a provider's key, and the command as people run it."""

import io
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from bukti.cli.main import main
from bukti.loading import dump_record
from bukti.proof.keys import save_key
from bukti.trust.key_records import pin_of
from tests.keys import demo_key, signed
from tests.templates import small
from tests.templates.small import BASE, FRAMEWORK, MC, PROVIDER, PROVIDER_RECORD, REGISTRY

PASSPHRASE = "four random words here"
OTHER = "egypt-demo-institute"
OFFER: dict[str, Any] = {
    "schema": "offer/v1",
    "provider": PROVIDER,
    "id": MC,
    "status": "active",
    "current": 1,
    "feedback": {"channel": {"en": "A form after the course"}, "frequency": "P1Y"},
}
_MODULE_OUTCOMES = [
    {"id": f"{module}-1", "text": {"en": text}, "domain": "skill", "module": module, "contributes_to": ["lo1"]}
    for module, text in (("m1", "Compare gauges."), ("m2", "Classify floods."), ("m3", "Classify droughts."))
]
DEFINITION: dict[str, Any] = small.DEFINITION | {
    "objectives": [{"en": "To measure rain well."}],
    "awarding_body": {"en": "Universiti Contoh (demonstration)"},
    "outcomes": [*small.DEFINITION["outcomes"], *_MODULE_OUTCOMES],
    "type": "stand_alone",
    "delivery": {"modes": ["online"], "languages": ["en"]},
    "assessments": [{**small.DEFINITION["assessments"][0], "outcomes": ["lo1"]}],
    "quality": {"unit": {"en": "Quality office"}},
}
"""The small micro-credential with what ``bukti check`` asks of one that is awarded: no rule reports an error."""


def key(owner: str, name: str, number: int, *admitted_by: str, **changes: Any) -> dict[str, Any]:
    record = {
        "schema": "key/v1",
        "registry": BASE,
        "provider": owner,
        "key": name,
        "number": number,
        "public_key": demo_key(f"{owner}/{name}").multikey,
        "valid_from": "2020-01-01",
        "demonstration": True,
        **changes,
    }
    return signed(record, f"{owner}/{name}", *admitted_by, created="2026-01-01T00:00:00Z")


MAINTAINERS = ("registry/m-1", "registry/m-2")


def admission(provider: str, kind: str = "admitted", act: str = "2026-01-01-admituni") -> dict[str, Any]:
    record = {
        "schema": "provider-act/v1",
        "act": act,
        "registry": BASE,
        "provider": provider,
        "kind": kind,
        "on": "2026-01-01",
    }
    return signed(record, *MAINTAINERS, created="2026-01-01T00:00:00Z")


def git(repo: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=T", "-c", "user.email=t@t.example", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=repo, check=True, capture_output=True)


@dataclass
class World:
    """A registry in ``repo``, a folder ``desk`` outside of it with ``key`` files, and the command."""

    repo: Path
    desk: Path
    results: list[dict[str, Any]] = field(default_factory=list)

    @property
    def out(self) -> Path:
        return self.desk / "out"

    def write(self, path: str, record: dict[str, Any]) -> None:
        target = self.repo / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(dump_record(record), encoding="utf-8")

    def commit(self) -> None:
        git(self.repo, "add", ".")
        git(self.repo, "commit", "-q", "-m", "records")

    def list(self, text: str | bytes, name: str = "class.csv") -> Path:
        path = self.desk / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def run(self, *arguments: str, **env: str) -> CompletedProcess[str]:
        """The command in this process, with its exit code and what it printed."""
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
        with pytest.MonkeyPatch.context() as patch:
            for name, value in {"BUKTI_PASSPHRASE": PASSPHRASE, **env}.items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["bukti", *arguments])
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            with pytest.raises(SystemExit) as ended:
                main()
        texts = [stream.buffer.getvalue().decode() for stream in (out, err)]
        return CompletedProcess(list(arguments), int(ended.value.code or 0), *texts)

    def issue(self, csv: Path, *more: str, mc: str = f"{PROVIDER}/{MC}", **env: str) -> CompletedProcess[str]:
        flags = ["--repo", str(self.repo), "--json", *more]
        if "--key" not in more:
            flags += ["--key", str(self.desk / "k-1.pem")]
        if "--out" not in more:
            flags += ["--out", str(self.out)]
        return self.run("issue", str(csv), "--mc", mc, *flags, **env)

    def issued(self, csv: Path, *more: str) -> dict[str, Any]:
        done = self.issue(csv, *more)
        assert done.returncode == 0, done.stderr
        report: dict[str, Any] = json.loads(done.stdout)
        return report

    def files(self) -> dict[str, bytes]:
        """Every file of the registry; git's own aside."""
        found = (path for path in self.repo.rglob("*") if path.is_file() and ".git" not in path.parts)
        return {path.relative_to(self.repo).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="session")
def first_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("world")
    world = World(repo=folder / "repo", desk=folder / "desk")
    world.desk.mkdir()
    maintainers = [key("registry", "m-1", 1), key("registry", "m-2", 2)]
    pins = [{"key": one["key"], "digest": pin_of(one)} for one in maintainers]
    for one in (*maintainers, key(PROVIDER, "k-1", 1, *MAINTAINERS), key(OTHER, "k-1", 1, *MAINTAINERS)):
        world.write(f"public_keys/{one['provider']}/{one['key']}.yaml", one)
    world.write("registry/registry.yaml", REGISTRY | {"maintainers": pins})
    world.write("registry/frameworks/mqf.yaml", FRAMEWORK)
    world.write(f"registry/{PROVIDER}/provider.yaml", PROVIDER_RECORD)
    other = PROVIDER_RECORD | {"id": OTHER, "country": "EG", "zone": "Africa/Cairo"}
    world.write(f"registry/{OTHER}/provider.yaml", other)
    world.write(f"registry/{PROVIDER}/{MC}/v1.yaml", DEFINITION)
    world.write(f"registry/{PROVIDER}/{MC}/offer.yaml", OFFER)
    for provider in (PROVIDER, OTHER):
        act = f"2026-01-01-admit{provider[:3]}"
        world.write(f"registry/{provider}/acts/{act}.yaml", admission(provider, act=act))
    git(world.repo, "init", "-q", "-b", "main")
    world.commit()
    save_key(world.desk / "k-1.pem", demo_key(f"{PROVIDER}/k-1"), PASSPHRASE)
    save_key(world.desk / "other.pem", demo_key(f"{OTHER}/k-1"), PASSPHRASE)
    save_key(world.desk / "stranger.pem", demo_key("stranger"), PASSPHRASE)
    return world


@pytest.fixture
def world(first_world: World, tmp_path: Path) -> World:
    """A fresh copy of the small registry for one test."""
    shutil.copytree(first_world.repo, tmp_path / "repo")
    shutil.copytree(first_world.desk, tmp_path / "desk")
    return World(repo=tmp_path / "repo", desk=tmp_path / "desk")
