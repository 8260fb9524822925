"""The workflows are linted, and the linters are shown to find what they are there for."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

BIN = Path(sys.executable).parent
CHECKOUT = re.compile(r"actions/checkout@[0-9a-f]{40}")


def zizmor(folder: Path) -> set[str]:
    """The kinds of finding that zizmor has about a .github folder."""
    done = subprocess.run(
        [str(BIN / "zizmor"), "--offline", "--quiet", "--format=json", "--no-exit-codes", str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    return {finding["ident"] for finding in json.loads(done.stdout)}


def schema_accepts(schema: str, *paths: Path) -> bool:
    """Whether check-jsonschema accepts these files."""
    command = [str(BIN / "check-jsonschema"), "--builtin-schema", schema, *map(str, paths)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def workflows(root: Path) -> dict[str, dict[str, Any]]:
    """The parsed workflows by file name."""
    files = sorted((root / ".github" / "workflows").glob("*.yml"))
    # YAML 1.1 reads the key `on` as a boolean; BaseLoader keeps every scalar as text.
    return {path.name: yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader) for path in files}


def test_zizmor_finds_nothing(root: Path) -> None:
    assert zizmor(root / ".github") == set()


def test_files_fit_their_schemas(root: Path) -> None:
    assert schema_accepts("vendor.github-workflows", *(root / ".github" / "workflows").glob("*.yml"))
    assert schema_accepts("vendor.dependabot", root / ".github" / "dependabot.yml")


def test_schema_check_can_fail(root: Path, tmp_path: Path) -> None:
    text = (root / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8")
    broken = tmp_path / "check.yml"
    broken.write_text(text.replace("runs-on:", "runs_on:"), encoding="utf-8")
    assert not schema_accepts("vendor.github-workflows", broken)


@dataclass(frozen=True)
class Fault:
    """A fault to plant, and the finding that has to name it."""

    finding: str
    file: str
    plant: Callable[[str], str]


def swap(old: str, new: str) -> Callable[[str], str]:
    """Replace text that has to be there."""

    def plant(text: str) -> str:
        assert old in text, f"nothing to replace: {old!r}"
        return text.replace(old, new)

    return plant


def add_step(step: str) -> Callable[[str], str]:
    """Append a step to the last job of check.yml."""
    return lambda text: text + "".join(f"      {line}\n" for line in step.splitlines())


def add_job(job: str) -> Callable[[str], str]:
    """Append a job."""
    return lambda text: text + "".join(f"  {line}\n" for line in job.splitlines())


def unpin(text: str) -> str:
    """Name the checkout action by its tag."""
    return CHECKOUT.sub("actions/checkout@v7", text)


FAULTS = [
    Fault("unpinned-uses", "workflows/check.yml", unpin),
    Fault("artipacked", "workflows/check.yml", swap("          persist-credentials: false\n", "")),
    Fault("dangerous-triggers", "workflows/check.yml", swap("  pull_request:\n", "  pull_request_target:\n")),
    Fault(
        "excessive-permissions",
        "workflows/check.yml",
        swap("    permissions:\n      contents: read # to check out\n", "    permissions: write-all\n"),
    ),
    Fault(
        "template-injection",
        "workflows/check.yml",
        add_step('- run: echo "${{ github.event.pull_request.title }}"'),
    ),
    Fault(
        "bot-conditions",
        "workflows/check.yml",
        add_step("- run: make\n  if: github.actor == 'dependabot[bot]'"),
    ),
    Fault(
        "insecure-commands",
        "workflows/check.yml",
        add_step("- run: make\n  env:\n    ACTIONS_ALLOW_UNSECURE_COMMANDS: true"),
    ),
    Fault(
        "overprovisioned-secrets",
        "workflows/check.yml",
        add_step("- run: make\n  env:\n    ALL: ${{ toJSON(secrets) }}"),
    ),
    Fault(
        "unsound-contains",
        "workflows/check.yml",
        add_step("- run: make\n  if: contains('refs/heads/main refs/heads/next', github.ref)"),
    ),
    Fault(
        "github-env",
        "workflows/check.yml",
        lambda text: add_step('- run: echo "X=$TITLE" >> "$GITHUB_ENV"')(
            swap("  pull_request:\n", "  pull_request_target:\n")(text)
        ),
    ),
    Fault(
        "secrets-inherit",
        "workflows/check.yml",
        add_job("call:\n  uses: other/place/.github/workflows/x.yml@" + "0" * 40 + "\n  secrets: inherit"),
    ),
    Fault(
        "unpinned-images",
        "workflows/check.yml",
        add_job("image:\n  runs-on: ubuntu-24.04\n  container: {image: 'debian:latest'}\n  steps: [{run: make}]"),
    ),
    Fault("dependabot-cooldown", "dependabot.yml", swap("default-days: 14", "default-days: 0")),
    Fault(
        "dependabot-execution",
        "dependabot.yml",
        swap(
            "  - package-ecosystem: pip\n",
            "  - package-ecosystem: pip\n    insecure-external-code-execution: allow\n",
        ),
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.finding)
def test_a_planted_fault_is_found(root: Path, tmp_path: Path, fault: Fault) -> None:
    copy = tmp_path / ".github"
    shutil.copytree(root / ".github", copy)
    path = copy / fault.file
    path.write_text(fault.plant(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert fault.finding in zizmor(copy)


def test_enough_faults_are_planted() -> None:
    assert len({fault.finding for fault in FAULTS}) >= 12


def test_every_action_is_pinned_by_commit(root: Path) -> None:
    uses = [
        line.strip()
        for path in sorted((root / ".github" / "workflows").glob("*.yml"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(r"\s*(- )?uses:", line)
    ]
    assert uses
    for line in uses:
        assert re.fullmatch(r"(- )?uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*", line), line


def test_one_action_has_one_commit(root: Path) -> None:
    text = "".join(p.read_text(encoding="utf-8") for p in (root / ".github" / "workflows").glob("*.yml"))
    pins: dict[str, set[str]] = {}
    for name, commit in re.findall(r"uses: (\S+)@([0-9a-f]{40} # v\S+)", text):
        pins.setdefault(name, set()).add(commit)
    assert {name: found for name, found in pins.items() if len(found) > 1} == {}


def test_no_permission_is_given_to_all_jobs(root: Path) -> None:
    for name, workflow in workflows(root).items():
        assert workflow["permissions"] == {}, name
        assert "concurrency" in workflow, name


def test_code_of_a_pull_request_meets_no_secret(root: Path) -> None:
    for name, workflow in workflows(root).items():
        assert not {"pull_request_target", "workflow_run"} & set(workflow["on"]), name
    for job in workflows(root)["check.yml"]["jobs"].values():
        assert job["permissions"] == {"contents": "read"}
    assert "secrets." not in (root / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8")


def test_only_jobs_without_checkout_may_write(root: Path) -> None:
    jobs = workflows(root)["publish.yml"]["jobs"]
    assert jobs["build"]["permissions"] == {"contents": "read"}
    for name in ("deploy", "attest"):
        assert not [s for s in jobs[name]["steps"] if CHECKOUT.match(s.get("uses", "")) or "run" in s], name
    for job in jobs.values():
        assert not [step for step in job["steps"] if "cache" in step.get("uses", "")]
