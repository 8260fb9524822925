"""``bukti import`` on the two real catalogues: no row lost, nothing invented, gaps named."""

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bukti.cli.main import run
from bukti.errors import BuktiError
from bukti.importing import read_source
from bukti.importing.draft import plain_line, slug, unique_ids
from bukti.loading.repository import load_repository
from bukti.model.text import text_faults
from tests.scaffold.test_new import new_provider, repo  # noqa: F401 - the fixture

SHARED = Path(__file__).parents[3] / "shared" / "data"
ROWS = {"mooc-mit-oll": 61 + 2, "modules-edinburgh-hsc": 53}


def source(name: str) -> Path:
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"the test data {folder} is absent: this import was NOT tried")
    return folder


@pytest.mark.parametrize("name", ROWS)
def test_no_row_is_lost_and_every_draft_loads(repo: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    folder = source(name)
    new_provider(repo, "uji")
    capsys.readouterr()
    assert run(["import", str(folder), "--provider", "uji", "--repo", str(repo), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["rows"] == report["drafts"] == report["written"] == ROWS[name]
    assert sum(report["by_file"].values()) == ROWS[name]
    loaded = load_repository(repo)
    assert loaded.snapshot is not None
    assert len(loaded.snapshot.definitions) == ROWS[name]
    assert [finding for finding in loaded.findings if "/acts/" not in finding.file] == []
    assert all(item["missing"] for item in report["items"])
    assert {one.record.state for one in loaded.snapshot.definitions.values()} == {"draft"}


def test_a_second_import_leaves_every_draft_as_it_is(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    folder = source("modules-edinburgh-hsc")
    new_provider(repo, "uji")
    arguments = ["import", str(folder), "--provider", "uji", "--repo", str(repo), "--json"]
    run(arguments)
    edited = repo / "registry/uji/hein11037a/v1.yaml"
    edited.write_text(edited.read_text() + "country: MY\n")
    capsys.readouterr()
    run(arguments)
    report = json.loads(capsys.readouterr().out)
    assert (report["written"], report["kept"]) == (0, 53)
    assert edited.read_text().endswith("country: MY\n")


def test_a_dry_run_writes_nothing(repo: Path) -> None:  # noqa: F811
    folder = source("mooc-mit-oll")
    new_provider(repo, "uji")
    assert run(["import", str(folder), "--provider", "uji", "--repo", str(repo), "--dry-run"]) == 0
    assert not list(repo.glob("registry/uji/*/v1.yaml"))


def test_what_the_list_states_is_there_and_nothing_else() -> None:
    folder = source("mooc-mit-oll")
    _, drafts = read_source(folder / "courses.csv")
    with (folder / "courses.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for draft, row in zip(drafts, rows, strict=True):
        assert ("hours" in draft.definition) == bool(row["Duration"] and row["Student Effort"])
        assert not {"outcomes", "assessments", "credits", "level", "type"} & set(draft.definition)
        assert "cost" not in draft.offer
    first = drafts[0].definition
    assert first["hours"] == {"total": 6 * 13}


def test_required_courses_of_a_programme_are_kept() -> None:
    _, drafts = read_source(source("mooc-mit-oll") / "mitxonline_programs.json")
    assert drafts[0].definition["structure"] == {"required": ["course-62", "course-74", "course-79"]}
    assert [module["title"]["en"] for module in drafts[0].definition["modules"]] == [
        "Introduction to Differential Equations",
        "Differential Equations: 2x2 Systems",
        "Linear Algebra and NxN Systems",
    ]
    assert drafts[0].definition["summary"]["en"].startswith("Scientists and engineers")


def programme(operator: str, value: str | None) -> dict[str, object]:
    leaves = [{"data": {"node_type": "course", "operator": None, "course": n}} for n in (1, 2, 3)]
    group = {"data": {"operator": operator, "operator_value": value, "title": "Pick"}, "children": leaves}
    return {
        "title": "T", "readable_id": "p", "courses": [1, 2, 3], "page": {},
        "req_tree": [{"data": {"operator": None}, "children": [group]}],
    }  # fmt: skip


def test_electives_become_a_choice(tmp_path: Path) -> None:
    text = json.dumps({"results": [programme("min_number_of", "2"), programme("all_of", None)]})
    (tmp_path / "programs.json").write_text(text)
    _, (elective, required) = read_source(tmp_path)
    members = ["course-1", "course-2", "course-3"]
    assert elective.definition["structure"] == {
        "choose": [{"id": "pick", "label": {"en": "Pick"}, "from": members, "min": 2, "max": 3}]
    }
    assert required.definition["structure"] == {"required": members}


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("courses.csv", b"a,b\n1,2\n", "no catalogue of a known form"),
        ("courses.csv", "naïve".encode("utf-16"), "not UTF-8"),
        ("x_programs.json", b'{"req_tree": [', "not a MIT Open Learning Library file"),
        ("notes.txt", b"hello", "no catalogue of a known form"),
    ],
)
def test_what_is_no_catalogue_is_told(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BuktiError, match=told):
        read_source(tmp_path / name)


@given(st.text())
def test_foreign_text_always_becomes_text_that_may_be_signed(text: str) -> None:
    assert text_faults(plain_line(text)) == []


@given(st.lists(st.text(max_size=80), max_size=30))
def test_ids_are_unique_and_can_be_ids(keys: list[str]) -> None:
    ids = unique_ids(keys)
    assert len(set(ids)) == len(keys)
    assert all(one and len(one) <= 64 and slug(one) == one for one in ids)
