"""The registry is founded and the class issued once; each test gets copies of its own."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.history.story import ISSUED_ON, LEARNERS, Story, founded
from tests.issuing.conftest import World
from tests.issuing.conftest import first_world as first_world


@pytest.fixture(scope="session")
def told(first_world: World, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """A founded registry of one commit on ``main``, and a class that is issued but nowhere in its history."""
    folder = tmp_path_factory.mktemp("story")
    world = founded(first_world, folder)
    before = world.files()
    world.issued(world.list(LEARNERS), "--issued-on", ISSUED_ON)
    records = {path: data for path, data in world.files().items() if path not in before}
    for path in records:
        (world.repo / path).unlink()
    return Story(repo=world.repo, records=records, credentials=tuple(sorted(world.out.glob("*.json"))))


@pytest.fixture
def story(told: Story, tmp_path: Path) -> Story:
    """The registry in a folder of the test's own."""
    return replace(told, repo=Path(shutil.copytree(told.repo, tmp_path / "repo")))
