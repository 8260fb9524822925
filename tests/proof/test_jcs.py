"""RFC 8785, and the registry hash (REC-7)."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from bukti.proof.jcs import canonical, registry_hash
from tests.proof.documents import PROVED, PROVED_PROOF


@pytest.mark.parametrize("name", ["arrays", "french", "structures"])
def test_public_pairs(vectors: Path, name: str) -> None:
    data = json.loads((vectors / "jcs" / "input" / f"{name}.json").read_bytes())
    expected = bytes.fromhex((vectors / "jcs" / "outhex" / f"{name}.txt").read_text())
    assert canonical(data) == expected


@pytest.mark.parametrize(
    ("value", "text"),
    [(3.0, "3"), (2.50, "2.5"), (-0.0, "0"), (1e21, "1e+21"), (True, "true"), ("\u20ac", '"€"')],
)
def test_numbers_and_text(value: Any, text: str) -> None:
    assert canonical(value).decode() == text


@pytest.mark.parametrize("value", [2**53, float("nan"), float("inf"), "\ud800", {1: "a"}, object()])
def test_what_has_no_form_is_refused(value: Any) -> None:
    with pytest.raises(ValueError):
        canonical(value)


def test_depth_is_a_named_refusal() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(ValueError, match="too deeply"):
        canonical(deep)


def test_the_hash_leaves_the_proof_out_and_binds_the_rest() -> None:
    expected = hashlib.sha256(canonical(PROVED)).digest()
    assert registry_hash(PROVED) == expected
    assert registry_hash({**PROVED, "proof": [PROVED_PROOF]}) == expected
    assert registry_hash(dict(reversed(PROVED.items()))) == expected
    assert registry_hash({**PROVED, "name": "Pengenalan Analitik data"}) != expected
