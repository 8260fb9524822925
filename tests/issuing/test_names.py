"""The 501 names of the test data, issued in one run: 499 issue, two are refused by line and reason."""

import csv
import html
import json
from pathlib import Path

import pytest

from bukti.issuing.learner_files import INDEX
from bukti.loading import load_or_raise, read_history
from bukti.model.text import normalise_name
from bukti.proof.jcs import registry_hash
from bukti.register import build_register
from tests.issuing.conftest import World
from tests.public_data import DATA, need

NAMES = DATA / "names-test" / "names.csv"


@pytest.fixture
def rows() -> list[dict[str, str]]:
    with need(NAMES, "the class of 501 names").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def class_list(world: World, rows: list[dict[str, str]]) -> Path:
    path = world.desk / "class.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("ref", "name"), *((row["id"], row["full_name"]) for row in rows)])
    return path


def test_two_rows_stop_the_class(world: World, rows: list[dict[str, str]]) -> None:
    before = world.files()
    done = world.issue(class_list(world, rows))
    assert done.returncode == 1
    assert "class.csv:497: error learner-name: the name cannot be signed: character 2 is U+200D" in done.stderr
    assert "class.csv:498: error learner-name: the name cannot be signed: character 1 is U+202E" in done.stderr
    assert "--skip-faulty" in done.stderr
    assert world.files() == before
    assert not world.out.exists()


def test_the_rest_issues(world: World, rows: list[dict[str, str]]) -> None:
    report = world.issued(class_list(world, rows), "--skip-faulty")
    assert (report["count"], [fault["line"] for fault in report["refused"]]) == (499, [497, 498])
    register = build_register(load_or_raise(world.repo), read_history(world.repo))
    assert register.findings == ()
    known = {line["ref"]: line for line in map(json.loads, (world.out / INDEX).read_bytes().splitlines())}
    assert set(known) == {row["id"] for row in rows} - {"N0496", "N0497"}
    for row in rows:
        if row["id"] not in known:
            continue
        credential = json.loads((world.out / f"{row['id']}.json").read_bytes())
        name = credential["credentialSubject"]["identifier"][0]["identityHash"]
        assert name == normalise_name(row["full_name"]) == known[row["id"]]["name"]
        assert register.entry(registry_hash(credential)) is not None
        assert f"<bdi>{name}</bdi>" in html.unescape((world.out / f"{row['id']}.html").read_text())
    assert known["N0486"]["name"] == known["N0487"]["name"]
    assert known["N0486"]["hash"] != known["N0487"]["hash"]


def test_without_ref_the_two_spellings_of_one_name_are_a_duplicate(world: World, rows: list[dict[str, str]]) -> None:
    two = [row["full_name"] for row in rows if row["id"] in ("N0486", "N0487")]
    done = world.issue(world.list("name\n" + "\n".join(two) + "\n"))
    assert done.returncode == 1
    assert "class.csv:3: error learner-twice" in done.stderr
