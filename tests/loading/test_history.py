"""Positions in the published history (REC-13), from real repositories."""

import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bukti.errors import UsageError
from bukti.loading import read_history
from bukti.loading.history import read_against
from bukti.loading.records import blob_id
from bukti.model.snapshot import NO_HISTORY, Located
from tests.attacks.miniature import commit, git, put


def located(path: str, data: str) -> Located[str]:
    return Located(record=data, file=path, blob=blob_id(data.encode()))


def test_a_folder_without_git_has_no_history(tmp_path: Path) -> None:
    assert read_history(tmp_path) == NO_HISTORY


def test_a_repository_without_commits(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    put(tmp_path, "registry/a.yaml", "a: 1\n")
    history = read_history(tmp_path)
    assert (history.head, history.complete, history.dirty) == ("", True, frozenset({"registry/a.yaml"}))


def test_positions_count_commits_and_days_never_go_back(tmp_path: Path) -> None:
    for number, day in enumerate(("2026-10-01", "2026-10-05", "2026-10-03")):
        put(tmp_path, f"registry/{number}.yaml", f"a: {number}\n")
        commit(tmp_path, day)
    history = read_history(tmp_path)
    positions = [history.position(located(f"registry/{n}.yaml", f"a: {n}\n")) for n in range(3)]
    assert [(p.index, p.day) for p in positions if p] == [
        (0, date(2026, 10, 1)),
        (1, date(2026, 10, 5)),
        (2, date(2026, 10, 5)),
    ]
    assert history.head == history.commits[-1][0] == git(tmp_path, "rev-parse", "HEAD").strip()
    assert history.head_time == datetime(2026, 10, 3, 12, tzinfo=UTC)


def test_what_was_changed_or_is_not_committed_has_no_position(tmp_path: Path) -> None:
    put(tmp_path, "registry/a.yaml", "a: 1\n")
    commit(tmp_path)
    put(tmp_path, "registry/a.yaml", "a: 2\n")
    put(tmp_path, "registry/b.yaml", "b: 1\n")
    put(tmp_path, "elsewhere.txt", "x")
    history = read_history(tmp_path)
    assert history.position(located("registry/a.yaml", "a: 1\n")) is not None
    assert history.position(located("registry/a.yaml", "a: 2\n")) is None
    assert history.position(located("registry/b.yaml", "b: 1\n")) is None
    assert history.dirty == {"registry/a.yaml", "registry/b.yaml"}
    commit(tmp_path)
    assert read_history(tmp_path).position(located("registry/a.yaml", "a: 2\n")) is None


def test_deleting_and_adding_again_keeps_the_first_position(tmp_path: Path) -> None:
    put(tmp_path, "registry/a.yaml", "a: 1\n")
    commit(tmp_path)
    (tmp_path / "registry/a.yaml").unlink()
    commit(tmp_path, "2026-10-06")
    put(tmp_path, "registry/a.yaml", "a: 1\n")
    commit(tmp_path, "2026-10-07")
    found = read_history(tmp_path).position(located("registry/a.yaml", "a: 1\n"))
    assert found is not None
    assert found.index == 0


def test_a_merged_branch_counts_from_its_merge(tmp_path: Path) -> None:
    put(tmp_path, "registry/a.yaml", "a: 1\n")
    commit(tmp_path, "2026-10-01")
    git(tmp_path, "checkout", "-q", "-b", "feature")
    put(tmp_path, "registry/b.yaml", "b: 1\n")
    commit(tmp_path, "2026-10-02")
    git(tmp_path, "checkout", "-q", "main")
    put(tmp_path, "registry/c.yaml", "c: 1\n")
    commit(tmp_path, "2026-10-03")
    git(tmp_path, "merge", "-q", "--no-ff", "feature", "-m", "merge", day="2026-10-04")
    history = read_history(tmp_path)
    found = history.position(located("registry/b.yaml", "b: 1\n"))
    assert found is not None
    assert (found.index, found.day) == (2, date(2026, 10, 4))
    assert len(history.commits) == 3


def test_a_shallow_clone_gives_no_positions(tmp_path: Path) -> None:
    origin = tmp_path / "origin"
    put(origin, "registry/a.yaml", "a: 1\n")
    commit(origin)
    put(origin, "registry/b.yaml", "b: 1\n")
    commit(origin, "2026-10-06")
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", origin.as_uri(), str(tmp_path / "clone")],
        check=True,
        capture_output=True,
    )
    history = read_history(tmp_path / "clone")
    assert not history.complete
    assert history.position(located("registry/b.yaml", "b: 1\n")) is None
    assert read_history(origin).position(located("registry/b.yaml", "b: 1\n")) is not None


@pytest.mark.parametrize(
    ("stated", "last"),
    [
        ("99999999999999", date(5138, 11, 16)),
        ("9223372036854775807", date(5138, 11, 16)),
        ("9" * 30, date(5138, 11, 16)),
        ("-5", date(2026, 10, 5)),
        ("soon", date(2026, 10, 5)),
        ("", date(2026, 10, 5)),
        ("1791331200", date(2026, 10, 7)),
    ],
)
def test_a_commit_of_an_absurd_date_is_read(stated: str, last: date, tmp_path: Path) -> None:
    """Whoever writes a commit writes its date; git keeps any text there."""
    put(tmp_path, "registry/a.yaml", "a: 1\n")
    commit(tmp_path)
    put(tmp_path, "registry/b.yaml", "b: 1\n")
    git(tmp_path, "add", "-A")
    tree, parent = git(tmp_path, "write-tree").strip(), git(tmp_path, "rev-parse", "HEAD").strip()
    who = f"a <a@bukti.example> {stated} +0000"
    raw = f"tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\n\nx\n"
    (tmp_path / "raw").write_text(raw, encoding="utf-8", newline="\n")
    made = git(tmp_path, "hash-object", "-t", "commit", "-w", "--literally", "raw").strip()
    git(tmp_path, "update-ref", "HEAD", made)
    found = read_history(tmp_path).position(located("registry/b.yaml", "b: 1\n"))
    assert found is not None
    assert found.day == last


def test_a_link_is_no_beginning_of_a_file(tmp_path: Path) -> None:
    """The bytes of a link's target stand in git as a file's would: a record begins where it is a file."""
    (tmp_path / "registry").mkdir()
    (tmp_path / "registry/a.yaml").symlink_to("a: 1")
    commit(tmp_path)
    (tmp_path / "registry/a.yaml").unlink()
    put(tmp_path, "registry/a.yaml", "a: 1")
    commit(tmp_path, "2026-10-06")
    found = read_history(tmp_path).position(located("registry/a.yaml", "a: 1"))
    assert found is not None
    assert found.index == 1


@pytest.mark.parametrize(
    "name", ["a b.yaml", 'quo"te.yaml', "tab\t.yaml", "line\nend.yaml", ":100644 x.yaml", "ي.yaml", "-n.yaml"]
)
def test_odd_names_do_not_confuse_the_log(name: str, tmp_path: Path) -> None:
    put(tmp_path, f"registry/{name}", "a: 1\n")
    put(tmp_path, f"registry/{'0' * 40} 1234567890", "b: 1\n")
    commit(tmp_path)
    put(tmp_path, "registry/z.yaml", "z: 1\n")
    commit(tmp_path, "2026-10-06")
    history = read_history(tmp_path)
    assert len(history.commits) == 2
    found = history.position(located(f"registry/{name}", "a: 1\n"))
    assert found is not None
    assert found.index == 0
    put(tmp_path, f"registry/{name}", "a: 2\n")
    assert read_history(tmp_path).dirty == {f"registry/{name}"}


def test_a_registry_below_the_top_of_its_repository(tmp_path: Path) -> None:
    root = tmp_path / "sub folder"
    put(root, "registry/a.yaml", "a: 1\n")
    put(tmp_path, "registry/a.yaml", "other: 1\n")
    commit(tmp_path)
    put(root, "registry/b.yaml", "b: 1\n")
    history = read_history(root)
    assert set(history.first) == {"registry/a.yaml"}
    assert history.position(located("registry/a.yaml", "a: 1\n")) is not None
    assert history.dirty == {"registry/b.yaml"}
    change = read_against(root, "HEAD")
    assert {path: file.status for path, file in change.files.items()} == {"registry/b.yaml": "A"}


def test_variables_of_a_surrounding_git_do_not_lead_astray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "one", "registry/a.yaml", "a: 1\n")
    commit(tmp_path / "one")
    put(tmp_path / "two", "registry/b.yaml", "b: 1\n")
    commit(tmp_path / "two")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "two/.git"))
    assert set(read_history(tmp_path / "one").first) == {"registry/a.yaml"}


def test_comparing_needs_git_and_a_known_revision(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="git repository"):
        read_against(tmp_path, "main")
    put(tmp_path, "registry/a.yaml", "a: 1\n")
    commit(tmp_path)
    for revision in ("nowhere", "--output=x"):
        with pytest.raises(UsageError, match="share no history"):
            read_against(tmp_path, revision)
