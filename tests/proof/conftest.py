"""Public test vectors; they stand beside the repository, not in it."""

from pathlib import Path

import pytest

VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "vectors"


@pytest.fixture(scope="session")
def vectors() -> Path:
    """The folder of public vectors; a test that needs it is skipped, with its name, where it is absent."""
    if not VECTORS.is_dir():
        pytest.skip(f"public test vectors are absent: there is no folder {VECTORS}")
    return VECTORS
