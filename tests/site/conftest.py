"""A miniature repository with history, and the site built from it, once for all tests."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from site_builder.build import build_site
from site_builder.load import load_site
from site_builder.plan import Plan, make_plan
from tests.site.serving import serving

ROOT = Path(__file__).resolve().parents[2]


def commit(repo: Path, message: str = "content") -> None:
    """Commit everything in ``repo`` at a fixed time."""
    when = {"GIT_COMMITTER_DATE": "2026-11-20T08:00:00Z", "GIT_AUTHOR_DATE": "2026-11-20T08:00:00Z"}
    identity = ["-c", "user.name=Test", "-c", "user.email=test@bukti.example", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(repo), "add", "-A"], check=True)
    subprocess.run(
        ["git", "-C", str(repo), *identity, "commit", "-qm", message], check=True, env={**os.environ, **when}
    )


def copy_repository(target: Path) -> Path:
    """The registry's own content as a repository of one commit."""
    for folder in ("registry", "credentials", "public_keys", "docs/site"):
        shutil.copytree(ROOT / folder, target / folder)
    subprocess.run(["git", "init", "-q", "-b", "main", str(target)], check=True)
    commit(target)
    return target


@pytest.fixture(scope="session")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that tests only read."""
    return copy_repository(tmp_path_factory.mktemp("registry"))


@pytest.fixture
def own_repo(tmp_path: Path) -> Path:
    """A repository that a test may change."""
    return copy_repository(tmp_path / "repo")


@pytest.fixture(scope="session")
def plan(repo: Path) -> Plan:
    """The plan of the miniature site."""
    return make_plan(load_site(repo, published_at="2026-11-21T01:17:00Z"))


@pytest.fixture(scope="session")
def site(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature site."""
    out = tmp_path_factory.mktemp("built") / "site"
    build_site(plan, out)
    return out


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the miniature site is served."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def read(site: Path) -> Callable[[str], str]:
    """Reads a file of the miniature site."""
    return lambda path: (site / path).read_text(encoding="utf-8")
