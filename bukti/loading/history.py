"""Published history (REC-13): which commit a file first stood in, from one ``git log``."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from bukti.errors import BuktiError, Finding, UsageError
from bukti.loading.paths import FOLDERS, kind_of, printable
from bukti.loading.records import parse_record
from bukti.model import Definition, Offer, Registry
from bukti.model.snapshot import NO_HISTORY, Against, FileChange, History, Position

_LOG = (
    "log",
    "--first-parent",
    "--diff-merges=first-parent",
    "--root",
    "--raw",
    "-z",
    "--no-abbrev",
    "--no-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--no-show-signature",
    "--no-notes",
    "--no-decorate",
    "--no-color",
    "--reverse",
    "--format=%H %ct",
)
_NO_FILES = (b"160000", b"120000")
"""Modes of what is no plain file: another repository, a symbolic link."""
_LAST = 99_999_999_999
"""The latest committer date that is told apart, in seconds (the year 5138)."""
_SETTINGS = ("-c", "core.quotepath=off", "-c", "core.fsmonitor=false", "-c", "submodule.recurse=false")


_COMPARED: Mapping[str, type[Definition | Offer | Registry]] = MappingProxyType(
    {"definition": Definition, "offer": Offer, "registry": Registry}
)
"""Kinds of which a change is judged by what stood there before."""


class GitError(BuktiError):
    """git could not do what was asked of it."""


def _git(root: Path, *arguments: str) -> bytes:
    """The output of one git command in ``root``. Raises GitError."""
    # Variables of a surrounding git (hooks set them) would point it at another repository.
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env |= {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(
            ["git", *_SETTINGS, "-C", str(root), *arguments], capture_output=True, check=True, env=env
        )
    except FileNotFoundError as error:
        raise GitError("git is not installed", hint="install git") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip()
        raise GitError(f"git {arguments[0]} failed: {said}", where=str(root)) from error
    return done.stdout


def _repository(root: Path) -> str | None:
    """The path of ``root`` below its work tree's top (``a/b/``); None outside of any."""
    try:
        return os.fsdecode(_git(root, "rev-parse", "--show-prefix").removesuffix(b"\n"))
    except GitError:
        return None


def read_history(root: Path, revision: str = "HEAD") -> History:
    """The first-parent history of ``revision`` as far as it is at hand; NO_HISTORY outside of git.

    Paths are relative to ``root`` and those of the record folders only. Commit dates are kept in
    ``commits``; whether one lies in the future is for the policy to judge. Raises GitError.
    """
    prefix = _repository(root)
    if prefix is None:
        return NO_HISTORY
    dirty = frozenset(_dirty(root, prefix))
    try:
        _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    except GitError:  # a repository without a commit
        return History(head="", head_time=None, complete=True, first=MappingProxyType({}), dirty=dirty)
    shallow = _git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
    commits, first = _read_log(_git(root, *_LOG, revision, "--"), prefix)
    head, seconds = commits[-1]
    return History(
        head=head,
        head_time=_time(seconds),
        complete=not shallow,
        first=MappingProxyType(first),
        dirty=dirty,
        commits=tuple(commits),
    )


def _dirty(root: Path, prefix: str) -> Iterator[str]:
    status = _git(root, "status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--", ".")
    for entry in status.split(b"\0"):
        path = os.fsdecode(entry[3:])
        if path.startswith(prefix) and _is_record(path[len(prefix) :]):
            yield path[len(prefix) :]


def _is_record(path: str) -> bool:
    return path.partition("/")[0] in FOLDERS


def _read_log(output: bytes, prefix: str) -> tuple[list[tuple[str, int]], dict[str, tuple[Position, str]]]:
    """Commits (id, committer seconds), oldest first, and the first appearance of each path."""
    commits: list[tuple[str, int]] = []
    first: dict[str, tuple[Position, str]] = {}
    position = Position(index=-1, commit="", day=_time(0).date())
    highest = 0
    tokens = iter(output.split(b"\0"))
    for token in tokens:
        text = token.strip(b"\n")
        if text.startswith(b":"):
            _, mode, _, blob, status = text[1:].split(b" ")
            path = os.fsdecode(next(tokens))
            if status != b"D" and mode not in _NO_FILES and path.startswith(prefix):
                path = path[len(prefix) :]
                if _is_record(path):
                    first.setdefault(path, (position, blob.decode()))
        elif text:
            commit, _, stated = text.decode().partition(" ")
            seconds = _seconds(stated)
            commits.append((commit, seconds))
            highest = max(highest, seconds)
            position = Position(index=len(commits) - 1, commit=commit, day=_time(highest).date())
    return commits, first


def _seconds(stated: str) -> int:
    """A committer date as git prints it, within what a calendar holds.

    A commit can be written with any text for its date: none that git understands counts as 1970, one beyond
    the calendar as its last day, which the policy refuses.
    """
    digits = stated.strip()
    if not digits.isdecimal():
        return 0
    return int(digits) if len(digits) < len(str(_LAST)) else _LAST


def _time(seconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


def read_against(root: Path, revision: str) -> Against:
    """Compare the work tree with the point where its history left ``revision``.

    Raises UsageError where there is no git or no such revision, or where the two share no history.
    """
    prefix = _repository(root)
    if prefix is None:
        raise UsageError("--against needs a git repository", where=str(root), hint="leave --against away")
    try:
        base = _git(root, "merge-base", "--end-of-options", revision, "HEAD").decode().strip()
    except GitError as error:
        raise UsageError(
            f"{revision!r} and this work share no history that is at hand",
            where=str(root),
            hint="name an existing branch or commit; in a shallow clone run 'git fetch --unshallow' first",
        ) from error
    files = {
        path: FileChange(status=status, kind=kind.name if (kind := kind_of(path)) else "", was=was)
        for path, status in _changed(root, prefix, base)
        for was in (_earlier(root, f"{base}:{prefix}{path}", path) if status != "A" else None,)
    }
    reordered = _is_beside(root, base, _git(root, "rev-parse", "--end-of-options", f"{revision}^{{commit}}"))
    return Against(revision=revision, files=MappingProxyType(files), reordered=reordered)


def _is_beside(root: Path, base: str, tip: bytes) -> bool:
    """Whether the history at hand holds all of another line of commits, but only as a side branch of its own."""
    if tip.decode().split()[-1:] != [base]:
        return False
    return base not in _git(root, "rev-list", "--first-parent", "HEAD", "--").decode().split()


def _earlier(root: Path, object_name: str, path: str) -> Definition | Offer | Registry | None:
    """The record of :data:`_COMPARED` that stood at ``path``; None for others and where it cannot be read."""
    kind = kind_of(path)
    model = _COMPARED.get(kind.name) if kind else None
    if model is None:
        return None
    located, _ = parse_record(model, _git(root, "cat-file", "blob", object_name), path)
    return located.record if located else None


def tracked_faults(root: Path) -> Iterator[Finding]:
    """What git would check out below the record folders as anything but a plain file (REC-2).

    The work tree alone does not show it: a submodule that was not fetched is an empty folder, and some
    file systems know no links and no executable bit.
    """
    if _repository(root) is None:
        return
    for entry in _git(root, "ls-files", "--stage", "-z", "--", *FOLDERS).split(b"\0"):
        head, _, name = entry.partition(b"\t")
        mode = head.split(b" ")[0].decode()
        if entry and mode in _MODES:
            code, what, mend = _MODES[mode]
            path = printable(os.fsdecode(name))
            yield Finding(
                file=path,
                code=code,
                message=f"git has {what} here",
                expected="plain files only",
                hint=mend.format(path=path),
                clause="spec/records.md REC-20",
            )


_MODES = {
    "160000": ("path-submodule", "another repository", "git rm --cached {path}"),
    "120000": ("path-symlink", "a symbolic link", "git rm --cached {path}"),
    "100755": ("path-executable", "an executable file", "git update-index --chmod=-x {path}"),
}


def _changed(root: Path, prefix: str, base: str) -> Iterator[tuple[str, str]]:
    difference = _git(root, "diff", "--name-status", "-z", "--no-renames", "--no-ext-diff", base, "--", ".")
    tokens = iter(difference.split(b"\0"))
    for token in tokens:
        if token:
            path = os.fsdecode(next(tokens))[len(prefix) :]
            if _is_record(path):
                yield path, token.decode()[:1]
    untracked = _git(root, "ls-files", "-z", "--others", "--exclude-standard", "--full-name", "--", ".")
    for entry in untracked.split(b"\0"):
        path = os.fsdecode(entry)[len(prefix) :]
        if entry and _is_record(path):
            yield path, "A"
