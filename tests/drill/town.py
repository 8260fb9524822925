"""A registry with its people, each with a clone and keys of their own: a registrar, two maintainers, a thief."""

import json
import os
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bukti.loading import dump_record
from bukti.trust.key_records import pin_of
from tests.attacks.miniature import DEFINITION, FRAMEWORK, MC, OFFER_FORM, registry
from tools.node import find_node

ROOT = Path(__file__).resolve().parents[2]
PROVIDER = "my-university"
PASSPHRASE = "four random words here"
FOLDERS = {"Registrar": "registry", "Maintainer 1": "maintainer-1", "Maintainer 2": "maintainer-2", "Thief": "thief"}
"""Each person with the folder of their clone, below the one home that they share here."""
Verdicts = dict[str, str]


@dataclass
class Town:
    """A home folder with a published repository (``origin.git``) and a clone of it for each person."""

    home: Path
    transcript: list[str] = field(default_factory=list)

    def clone(self, actor: str) -> Path:
        return self.home / FOLDERS[actor]

    def run(self, actor: str, command: str, *, code: int = 0, quiet: bool = False) -> str:
        """Run one command line as ``actor`` in a shell, as typed; what it printed on both streams."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
            "HOME": str(self.home),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "BUKTI_PASSPHRASE": PASSPHRASE,
            "GIT_CONFIG_NOSYSTEM": "1",
            "COLUMNS": "200",
        }
        done = subprocess.run(
            ["bash", "-c", command], cwd=self.clone(actor), env=environment, capture_output=True, text=True, check=False
        )
        told = done.stdout + done.stderr
        if not quiet:
            self.transcript += [f"{actor}$ {command}", *(f"    {line}" for line in self._shown(command, told))]
        assert done.returncode == code, f"{actor}$ {command}\n{told}"
        return told

    def _shown(self, command: str, told: str) -> list[str]:
        """What the transcript keeps of an output: nothing of git's, of a check what became void and its last line."""
        lines = told.replace(str(self.home), "~").splitlines()
        if command.startswith("git "):
            return []
        if command.startswith("bukti check"):
            return [*(line for line in lines[:-1] if "-void: " in line), *lines[-1:]]
        return lines

    def say(self, text: str) -> None:
        self.transcript += ["", f"== {text}", ""]

    def publish(self, actor: str, message: str) -> str:
        """Commit everything in the clone of ``actor``, bring it onto the published branch; its commit there."""
        self.run(actor, "git add --all", quiet=True)
        self.run(actor, f"git commit --quiet --message {shlex.quote(message)}", quiet=True)
        self.run(actor, "git push --quiet origin main", quiet=True)
        commit = self.run(actor, "git rev-parse HEAD", quiet=True).strip()
        self.transcript.append(f"{actor}: published {commit[:12]} {message}")
        return commit

    def update(self, actor: str) -> None:
        self.run(actor, "git pull --quiet --ff-only origin main", quiet=True)

    # What the registry says -----------------------------------------------------------------

    def check(self, actor: str = "Registrar") -> tuple[int, dict[str, int]]:
        """Errors and how often each warning is told, by ``bukti check``."""
        command = [sys.executable, "-m", "bukti.cli.main", "check", "--json", "--repo", str(self.clone(actor))]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        findings = json.loads(done.stdout)["findings"]
        warnings = [one["code"] for one in findings if one["severity"] == "warning"]
        errors = [one for one in findings if one["severity"] == "error"]
        assert (done.returncode == 1) == bool(errors)
        return len(errors), {code: warnings.count(code) for code in sorted(set(warnings))}

    def errors(self, actor: str) -> set[str]:
        """The codes of errors."""
        command = [sys.executable, "-m", "bukti.cli.main", "check", "--json", "--repo", str(self.clone(actor))]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return {one["code"] for one in json.loads(done.stdout)["findings"] if one["severity"] == "error"}

    def site(self) -> Path:
        """The site built from the published branch."""
        out = self.home / "site"
        self.update("Maintainer 2")
        repo = str(self.clone("Maintainer 2"))
        command = [sys.executable, "-m", "bukti.cli.main", "build", "--repo", repo, "--out", str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return out

    def verdicts(self, inputs: list[str], site: Path) -> dict[str, Verdicts]:
        """What Python over the repository, Python over the site and Node over the site say of each input."""
        python = [sys.executable, "-m", "bukti.cli.main", "verify", "--json"]
        node = [str(find_node().executable), str(ROOT / "verifier" / "dist" / "verify-cli.js")]
        commands = {
            "Python, repository": [*python, "--repo", str(self.clone("Maintainer 2"))],
            "Python, site": [*python, "--site", str(site)],
            "Node, site": [*node, "--site", str(site)],
        }
        return {name: _verdicts([*command, *inputs], inputs) for name, command in commands.items()}


def _verdicts(command: list[str], inputs: list[str]) -> Verdicts:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    results: list[dict[str, Any]] = json.loads(done.stdout)["results"]
    assert len(results) == len(inputs)
    return {one: result["verdict"] for one, result in zip(inputs, results, strict=True)}


def found(home: Path) -> Town:
    """The town before anything bad happens: two maintainers, an admitted provider with a key, one MC on offer."""
    town = Town(home)
    first = town.clone("Registrar")
    for folder in (first / "registry" / "frameworks", home / "keys", home / "safe", home / "classes", home / "lists"):
        folder.mkdir(parents=True)
    settings = first / "registry" / "registry.yaml"
    unpinned = [{"key": f"maintainer-{number}", "digest": str(number) * 64} for number in (1, 2)]
    settings.write_text(dump_record(registry(unpinned)), encoding="utf-8")
    _settings(home)
    for number in (1, 2):
        name = f"maintainer-{number}"
        town.run("Registrar", f"bukti key new --provider registry --key {name} --out ~/keys/{name}.pem", quiet=True)
    settings.write_text(dump_record(registry(_pins(first))), encoding="utf-8")
    town.run(
        "Registrar",
        f"bukti provider new {PROVIDER} --name 'My University' --country MY --zone Asia/Kuala_Lumpur "
        f"--url https://{PROVIDER}.example --email mc@{PROVIDER}.example",
        quiet=True,
    )
    _offer(first)
    town.run(
        "Registrar",
        f"bukti key new --provider {PROVIDER} --key key-1 --valid-from 2026-01-01 --out ~/keys/{PROVIDER}-key-1.pem",
        quiet=True,
    )
    return town


def open_for_all(town: Town) -> None:
    """Both maintainers admit what is there; it is published, and everybody takes a clone."""
    for number in (1, 2):
        signs = f"--key ~/keys/maintainer-{number}.pem --as registry/maintainer-{number}"
        town.run("Registrar", f"bukti provider admit {PROVIDER} {signs}")
    town.run("Registrar", "git init --quiet && git init --quiet --bare ~/origin.git", quiet=True)
    town.run("Registrar", "git remote add origin ~/origin.git", quiet=True)
    town.publish("Registrar", "Begin the registry")
    for folder in list(FOLDERS.values())[1:]:
        town.run("Registrar", f"git clone --quiet ~/origin.git ~/{folder}", quiet=True)


def _settings(home: Path) -> None:
    (home / ".gitconfig").write_text(
        "[user]\n\tname = Drill\n\temail = drill@bukti.example\n[init]\n\tdefaultBranch = main\n"
        "[commit]\n\tgpgsign = false\n[advice]\n\tdetachedHead = false\n"
    )


def _pins(repo: Path) -> list[dict[str, str]]:
    from bukti.loading import parse_record
    from bukti.model import Key

    pins = []
    for path in sorted((repo / "public_keys" / "registry").iterdir()):
        located, _ = parse_record(Key, path.read_bytes(), f"public_keys/registry/{path.name}")
        assert located is not None
        pins.append({"key": path.stem, "digest": pin_of(located.record.json_form())})
    return pins


def _offer(repo: Path) -> None:
    own = {"provider": PROVIDER}
    (repo / "registry" / "frameworks" / "mqf.yaml").write_text(dump_record(FRAMEWORK), encoding="utf-8")
    folder = repo / "registry" / PROVIDER / MC
    folder.mkdir()
    body = {"awarding_body": {"en": "My University"}}
    (folder / "v1.yaml").write_text(dump_record(DEFINITION | own | body), encoding="utf-8")
    (folder / "offer.yaml").write_text(dump_record(OFFER_FORM | own), encoding="utf-8")
