"""``bukti import`` on real catalogues: no row lost, nothing invented, gaps named."""

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bukti.cli.main import run
from bukti.errors import BuktiError
from bukti.importing import read_source
from bukti.importing.draft import Draft, plain_line, slug, unique_ids
from bukti.importing.writer import plan
from bukti.loading.repository import load_repository
from bukti.model.text import text_faults
from tests.public_data import DATA, need
from tests.scaffold.test_new import new_provider, repo  # noqa: F401 - the fixture

ROWS = {
    "mooc-mit-oll": 61 + 2,
    "modules-edinburgh-hsc": 53,
    "modules-nus": 11,
    "badges-credly-list": 359,
    "mooc-coursera-2020": 891,
    "badges-ob2-1edtech/assets": 12,
    "credentials-ob3-1edtech": 18,
    "ctdl-credential-engine": 5,
}


def source(name: str) -> Path:
    return need(DATA / name, "this import")


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


def test_reserved_ids_and_names_of_devices_are_given_to_nobody(tmp_path: Path) -> None:
    assert unique_ids(["acts", "acts", "con", "data"]) == ["acts-2", "acts-3", "con-2", "data"]


def test_thousands_of_equal_keys_get_their_ids_in_one_pass() -> None:
    ids = unique_ids(["same"] * 20_000)
    assert (ids[0], ids[1], ids[-1]) == ("same", "same-2", "same-20000")
    assert len(set(ids)) == len(ids)


def test_a_cell_larger_than_csv_allows_is_told(tmp_path: Path) -> None:
    header = "readable_id,title,Duration,Student Effort,description,Level,Offered by,Language,url\n"
    (tmp_path / "courses.csv").write_text(header + f"a,A,1,1,{'x' * 200_000},,,English,\n")
    with pytest.raises(BuktiError, match="not a MIT Open Learning Library file after all"):
        read_source(tmp_path)
    (tmp_path / "courses.csv").write_text(header + "a,A,1,1,x,,,English,\n")
    assert len(read_source(tmp_path)[1]) == 1


def test_json_that_is_nested_without_end_is_told(tmp_path: Path) -> None:
    (tmp_path / "x_programs.json").write_text('{"req_tree": ' + "[" * 200_000)
    with pytest.raises(BuktiError, match="not a MIT Open Learning Library file after all"):
        read_source(tmp_path)


def test_groups_of_electives_get_ids_whatever_their_titles(tmp_path: Path) -> None:
    one = programme("min_number_of", "9")
    group = one["req_tree"][0]["children"][0]  # type: ignore[index]
    titled = [{**group, "data": {**group["data"], "title": title}} for title in ("اختياري", "Pick", "Pick!")]
    one["req_tree"] = [{"data": {"operator": None}, "children": titled}]
    (tmp_path / "programs.json").write_text(json.dumps({"results": [one]}))
    _, drafts = read_source(tmp_path)
    (planned,) = plan(drafts, "uji")
    structure = planned.definition.structure
    assert structure is not None
    assert [(choice.id, choice.min) for choice in structure.choose] == [("row-1", 3), ("pick", 3), ("pick-2", 3)]


def test_a_row_that_makes_no_draft_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    draft = Draft(key="a", origin="courses.csv row 7", definition={"language": "en", "title": {}}, offer={})
    with pytest.raises(BuktiError, match="the row makes no draft") as told:
        plan([draft], "uji")
    assert "courses.csv row 7" in str(told.value)
    good = Draft(key="a", origin="courses.csv row 8", definition={"language": "en", "title": {"en": "A"}}, offer={})
    assert plan([good], "uji")[0].definition.title == {"en": "A"}
