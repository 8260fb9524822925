"""Writing that is whole or not there (design section 9, threat model rule 8)."""

import errno
import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bukti import files
from bukti.errors import BuktiError
from bukti.files import (
    AlreadyThere,
    atomic_write,
    exclusive,
    inside_git_work_tree,
    is_ignored,
    make_folder,
    remove_stale,
)


def full_disk(*_: object, **__: object) -> Any:
    raise OSError(errno.ENOSPC, "No space left on device")


class TestAtomicWrite:
    @pytest.mark.parametrize("create_only", [True, False])
    def test_content_and_mode(self, tmp_path: Path, create_only: bool) -> None:
        path = tmp_path / "a.json"
        atomic_write(path, b"one", mode=0o600, create_only=create_only)
        assert path.read_bytes() == b"one"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def test_replaces_unless_told_not_to(self, tmp_path: Path) -> None:
        path = tmp_path / "a"
        atomic_write(path, b"one")
        atomic_write(path, b"two")
        assert path.read_bytes() == b"two"

    def test_create_only_takes_the_same_bytes_and_refuses_others(self, tmp_path: Path) -> None:
        path = tmp_path / "a"
        atomic_write(path, b"one", create_only=True)
        atomic_write(path, b"one", create_only=True)
        with pytest.raises(AlreadyThere, match="already with other content") as refused:
            atomic_write(path, b"two", create_only=True)
        assert isinstance(refused.value, BuktiError)
        assert isinstance(refused.value, FileExistsError)
        assert path.read_bytes() == b"one"

    @pytest.mark.parametrize("call", ["open", "write", "fsync", "replace", "link"])
    @pytest.mark.parametrize("create_only", [True, False])
    def test_a_full_disk_leaves_nothing_behind(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, create_only: bool
    ) -> None:
        old = tmp_path / "old"
        atomic_write(old, b"old")
        monkeypatch.setattr(os, call, full_disk)
        if (create_only and call == "replace") or (not create_only and call == "link"):
            atomic_write(tmp_path / "new", b"new", create_only=create_only)
            return
        with pytest.raises(BuktiError, match="the disk is full"):
            atomic_write(tmp_path / "new", b"new", create_only=create_only)
        monkeypatch.undo()
        assert [path.name for path in tmp_path.iterdir()] == ["old"]

    def test_without_unnamed_files_or_links(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """File systems that know neither: a temporary file and a rename."""

        def refuse(*_: object, **__: object) -> None:
            raise OSError(errno.EPERM, "not permitted")

        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
        monkeypatch.setattr(os, "link", refuse)
        atomic_write(tmp_path / "a", b"one", create_only=True)
        with pytest.raises(AlreadyThere):
            atomic_write(tmp_path / "a", b"two", create_only=True)
        assert [path.name for path in tmp_path.iterdir()] == ["a"]

    def test_synchronised_before_it_is_named_and_the_folder_after(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        calls: list[str] = []

        def watched(name: str) -> Callable[..., Any]:
            real: Callable[..., Any] = getattr(os, name)

            def call(*args: Any, **kwargs: Any) -> Any:
                calls.append(name)
                return real(*args, **kwargs)

            return call

        for name in ("write", "fsync", "replace", "link"):
            monkeypatch.setattr(os, name, watched(name))
        atomic_write(tmp_path / "a", b"one")
        atomic_write(tmp_path / "b", b"one", create_only=True)
        assert calls == ["write", "fsync", "replace", "fsync", "write", "fsync", "link", "fsync"]

    def test_remove_stale(self, tmp_path: Path) -> None:
        for name in (".a.yaml.12ab.tmp", "a.yaml", ".b.yaml.12ab.tmp"):
            (tmp_path / name).touch()
        remove_stale(tmp_path, "a.yaml")
        remove_stale(tmp_path / "nowhere", "a.yaml")
        assert {path.name for path in tmp_path.iterdir()} == {"a.yaml", ".b.yaml.12ab.tmp"}
        remove_stale(tmp_path)
        assert {path.name for path in tmp_path.iterdir()} == {"a.yaml"}


class TestWorkTrees:
    @pytest.fixture
    def tree(self, tmp_path: Path) -> Path:
        tree = tmp_path / "tree"
        tree.mkdir()
        subprocess.run(["git", "init", "-q", str(tree)], check=True)
        (tree / ".gitignore").write_text("/private/\n*.pem\n")
        return tree

    def test_inside_and_outside(self, tree: Path, tmp_path: Path) -> None:
        assert inside_git_work_tree(tree / "not" / "yet" / "there") == tree
        assert inside_git_work_tree(tmp_path) is None
        (tmp_path / "way-in").symlink_to(tree)
        assert inside_git_work_tree(tmp_path / "way-in" / "x") == tree

    def test_a_linked_work_tree_counts(self, tmp_path: Path) -> None:
        (tmp_path / ".git").write_text("gitdir: /elsewhere\n")
        assert inside_git_work_tree(tmp_path / "x") == tmp_path

    def test_ignored(self, tree: Path, tmp_path: Path) -> None:
        assert is_ignored(tree / "private" / "a.json", tree / "private" / "deep" / "b.csv")
        assert not is_ignored(tree / "private" / "a.json", tree / "public" / "b.csv")
        assert not is_ignored(tree / "a.json")
        assert not is_ignored(tmp_path / "a.json")
        assert is_ignored(tree / "key.pem")

    def test_what_is_tracked_is_not_ignored(self, tree: Path) -> None:
        (tree / "private").mkdir()
        (tree / "private" / "a.json").touch()
        subprocess.run(["git", "-C", str(tree), "add", "-f", "private/a.json"], check=True)
        assert not is_ignored(tree / "private" / "a.json")


def test_exclusive_lets_one_process_at_a_time_in(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib, time\n"
        "from bukti.files import exclusive\n"
        "with exclusive(pathlib.Path(sys.argv[1])):\n"
        "    log = pathlib.Path(sys.argv[1]) / 'log'\n"
        "    with log.open('a') as f: f.write('in ')\n"
        "    time.sleep(0.05)\n"
        "    with log.open('a') as f: f.write('out ')\n"
    )
    root = Path(__file__).parents[2]
    import sys

    runs = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], cwd=root) for _ in range(4)]
    assert [run.wait() for run in runs] == [0] * 4
    assert (tmp_path / "log").read_text().split() == ["in", "out"] * 4
    with pytest.raises(BuktiError), exclusive(tmp_path / "nowhere"):
        pass


class TestMakeFolder:
    def test_the_names_of_new_folders_are_made_durable(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without it a power cut may take a folder away whose files were all synchronised."""
        synced: list[Path] = []
        monkeypatch.setattr("bukti.files.sync_directory", synced.append)
        make_folder(tmp_path / "a" / "b")
        assert set(synced) == {tmp_path, tmp_path / "a"}
        synced.clear()
        make_folder(tmp_path / "a" / "b")
        assert synced == []

    def test_a_file_in_the_way_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "a").write_text("a file")
        with pytest.raises(BuktiError, match="a part of the path is a file"):
            make_folder(tmp_path / "a" / "b")


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BuktiError, match="there is no such folder") as refused:
        atomic_write(tmp_path / "keys" / "key-1.pem", b"secret", create_only=True)
    assert f"mkdir -p -m 700 {tmp_path / 'keys'}" in str(refused.value.hint)
    (tmp_path / "keys").mkdir()
    atomic_write(tmp_path / "keys" / "key-1.pem", b"secret", create_only=True)


@pytest.mark.parametrize("refusal", [errno.EPERM, errno.EXDEV, errno.ENOENT])
def test_a_system_that_cannot_name_an_open_file_is_served_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusal: int
) -> None:
    link = os.link

    def refuse(source: Any, *rest: Any, **more: Any) -> None:
        if str(source).startswith("/proc/"):
            raise OSError(refusal, os.strerror(refusal))
        link(source, *rest, **more)

    monkeypatch.setattr(os, "link", refuse)
    atomic_write(tmp_path / "a", b"whole", create_only=True)
    assert (tmp_path / "a").read_bytes() == b"whole"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_of_several_files_none_is_left_where_one_is_there_with_other_content(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"mine")
    with pytest.raises(AlreadyThere):
        files.write_all({"new/a": b"1", "b": b"2"}, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b"]
    assert (tmp_path / "b").read_bytes() == b"mine"
    files.write_all({"new/a": b"1", "b": b"mine"}, tmp_path)
    assert (tmp_path / "new" / "a").read_bytes() == b"1"


def test_a_file_that_comes_in_between_is_not_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pull in the same moment, say: what it brings is nobody's to remove."""
    real = files.atomic_write

    def late(path: Path, data: bytes, **named: Any) -> None:
        if path.name == "b":
            path.write_bytes(b"pulled")
        real(path, data, **named)

    monkeypatch.setattr(files, "atomic_write", late)
    with pytest.raises(AlreadyThere):
        files.write_all({"a": b"1", "b": b"2"}, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"b": b"pulled"}
