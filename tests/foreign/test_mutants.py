"""Seeded mutants of strangers' credentials: both commands say the same of each, and none is ever called good."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.foreign.both import codes, node, python
from tests.foreign.mutations import documents, mutants

pytestmark = pytest.mark.needs_node
COUNT = int(os.environ.get("BUKTI_FOREIGN_MUTANTS", "600"))


def test_both_say_the_same_of_every_mutant(tmp_path: Path, record_property: Any) -> None:
    at_hand = tmp_path / "at-hand"
    at_hand.mkdir()
    for number, document in enumerate(documents()):
        (at_hand / f"{number}.json").write_text(json.dumps(document), encoding="utf-8")
    paths: list[Path] = []
    for number, text in enumerate(mutants(COUNT, seed=20261126)):
        paths.append(tmp_path / f"{number}.json")
        paths[-1].write_text(text, encoding="utf-8")
    first, second = python(paths, [at_hand]), node(paths, [at_hand])
    # Compared as data: JavaScript brings members that are called like numbers to the front.
    pairs = zip(first.results, second.results, strict=True)
    assert [(one, other) for one, other in pairs if one != other] == []
    assert {one["verdict"] for one in first.results} == {"cannot_tell"}
    signatures = Counter(codes(one)["signature"] for one in first.results)
    assert signatures["outside-signature"] > COUNT / 20, "mutants that are signed anew pass"
    assert {"signature-mismatch", "term-undefined", "context-unknown", "proof-form", "proof-foreign"} <= set(signatures)
    record_property("told", f"{COUNT} mutants of strangers' credentials in both languages: {dict(signatures)}")
