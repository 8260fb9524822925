"""Where other people's test data lies: beside the repository, never in it.

``BUKTI_PUBLIC_DATA=required`` (``.ci/run`` sets it) makes its absence a failure; elsewhere a test says what it did
not try.
"""

import os
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
"""The folder that holds them, with a README of origins and licences."""


def need(path: Path, what: str) -> Path:
    """``path``, or the end of the test where it is absent; ``what`` was then not tried."""
    if path.exists():
        return path
    told = f"{what} NOT tried: the public test data {path} is absent"
    if os.environ.get("BUKTI_PUBLIC_DATA") == "required":
        pytest.fail(told)
    pytest.skip(told)
