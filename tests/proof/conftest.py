"""Public test vectors; they stand beside the repository, not in it."""

from pathlib import Path

import pytest

from tests.public_data import DATA, need


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder of public vectors."""
    return need(DATA / "vectors", "the public vectors")
