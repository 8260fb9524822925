"""One real class, issued and published once for all end-to-end tests: every name of the test data."""

import csv
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.public_data import DATA, need

ROOT = Path(__file__).parents[2]
NAMES = DATA / "names-test" / "names.csv"
KEY_FROM = "2026-01-01"
"""The key may sign for days long past too: else no credential could be old and never registered."""


@dataclass(frozen=True)
class Published:
    """A registry with a published class: its repository, site, learners' files, keys and what the run printed."""

    repo: Path
    site: Path
    out: Path
    keys: Path
    printed: str
    links: tuple[dict[str, str], ...]


def bukti(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a person runs it: a process of its own, with ``environment`` beside that of the tests."""
    command = [sys.executable, "-m", "bukti.cli.main", *arguments]
    variables = os.environ | environment
    return subprocess.run(command, cwd=cwd, env=variables, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def names_csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The names of the test data as a class: ``full_name`` as name, ``id`` as ref."""
    with need(NAMES, "the class of 501 names").open(encoding="utf-8", newline="") as file:
        rows = [(row["id"], row["full_name"]) for row in csv.DictReader(file)]
    path = tmp_path_factory.mktemp("class") / "class.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("ref", "name"), *rows])
    return path


@pytest.fixture(scope="session")
def published(names_csv: Path, chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Published:
    """The demonstration's whole story, with the 501 names as its class."""
    folder = tmp_path_factory.mktemp("published")
    work, keys = folder / "work", folder / "keys"
    outcome = bukti(
        "demo", "--repo", str(ROOT), "--work", str(work), "--keys", str(keys), "--no-serve",
        "--csv", str(names_csv), "--skip-faulty", "--key-from", KEY_FROM, BUKTI_CHROMIUM=chromium,
    )  # fmt: skip
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    with (work / "out" / "links.csv").open(encoding="utf-8-sig", newline="") as file:
        links = tuple(csv.DictReader(file))
    return Published(work / "repo", work / "site", work / "out", keys, outcome.stdout + outcome.stderr, links)
