"""Ten thousand at once: quick, and every one of them right."""

import json
import time

import pytest

from bukti.issuing.learner_files import INDEX
from tests.lifecycle.conftest import Desk

COUNT = 10_000
SECONDS = 30.0
"""Far above what it takes (about 3 seconds); what grew with the square would take an hour."""


@pytest.fixture
def large(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A class of 10,000, issued for real but without the learners' own files, which nothing here reads."""
    monkeypatch.setattr("bukti.issuing.run.write_learner", lambda *_: None)
    rows = "".join(f"Learner Number {number},n-{number}\n" for number in range(COUNT))
    desk.issued(desk.list(f"name,ref\n{rows}"), "--out", str(desk.desk / "large"))
    desk.commit()
    return desk


def test_a_whole_class_by_ref(large: Desk) -> None:
    path = large.list("ref\n" + "".join(f"n-{number}\n" for number in range(COUNT)), "withdrawn.csv")
    started = time.monotonic()
    report = large.done("revoke", "--csv", str(path), index="large")
    took = time.monotonic() - started
    assert took < SECONDS
    lines = [json.loads(line) for line in (large.desk / "large" / INDEX).read_bytes().splitlines()]
    assert report["hashes"] == sorted(line["hash"] for line in lines)
    assert large.bits(lines[0]["status_list"]) == {line["status_index"] for line in lines}
    large.commit()
    assert large.errors() == []


def test_unknown_names_in_a_long_list_are_told_in_time(large: Desk) -> None:
    path = large.list("name\n" + "".join(f"Nobody {number}\n" for number in range(500)), "withdrawn.csv")
    started = time.monotonic()
    ran = large.refused("revoke", "--csv", str(path), index="large")
    assert time.monotonic() - started < SECONDS
    assert ran.codes == ["target-unknown"] * 500
