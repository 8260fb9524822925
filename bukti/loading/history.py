"""Published history (REC-13): which commit a file first stood in, from one ``git log``."""

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from bukti.errors import Finding, UsageError
from bukti.loading.git import GitError, answers, first_parents, git, is_ancestor, prefix_of
from bukti.loading.paths import FOLDERS, kind_of, printable
from bukti.loading.records import parse_record
from bukti.loading.root import first_root
from bukti.model import Definition, Offer, Provider, Registry
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

_COMPARED: Mapping[str, type[Definition | Offer | Provider | Registry]] = MappingProxyType(
    {"definition": Definition, "offer": Offer, "provider": Provider, "registry": Registry}
)
"""Kinds of which a change is judged by what stood there before."""


def read_history(root: Path, branch: str | None = None) -> History:
    """The first-parent history of the published ``branch`` as far as it is at hand; NO_HISTORY outside of git.

    ``branch`` is that of ``registry.yaml``; which line of commits stands for it is told by :func:`published_line`.
    Records that stand only on a work branch have no position, as uncommitted ones have none, and both are
    ``dirty``. Paths are relative to ``root`` and those of the record folders only. Commit dates are kept in
    ``commits``; whether one lies in the future is for the policy to judge. Raises GitError.
    """
    prefix = prefix_of(root)
    if prefix is None:
        return NO_HISTORY
    line = published_line(root, branch)
    if not answers(root, "rev-parse", "--verify", "--quiet", f"{line}^{{commit}}"):
        dirty = frozenset(_present(root, prefix))
        return History(head="", head_time=None, complete=True, first=MappingProxyType({}), dirty=dirty)
    shallow = git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"
    commits, first, last = _read_log(git(root, *_LOG, line, "--"), prefix)
    head, seconds = commits[-1]
    return History(
        head=head,
        head_time=_time(seconds),
        complete=not shallow,
        first=MappingProxyType(first),
        last=MappingProxyType(last),
        dirty=frozenset(path for path, _ in _changed(root, prefix, head)),
        commits=tuple(commits),
        first_root=None if shallow else first_root(root, first, prefix, head),
    )


def published_line(root: Path, branch: str | None) -> str:
    """The revision whose first-parent history is the published one, for a work tree in git.

    On another local branch than ``branch`` it is that branch as it stands here: the local one, or its copy of
    ``origin`` where there is no local one or where that is merely behind. Else it is ``HEAD``: on the branch
    itself, where it is not at hand under any name, and where no branch is checked out. The last is how CI checks
    out a pull request, as the merge commit that it would become: its first parent is the published branch, so
    what the change brings stands where the merge would put it. It is also how an earlier publication is checked
    out to build it again.
    """
    here = _current_branch(root)
    if branch is None or here in (None, branch):
        return "HEAD"
    local, remote = (
        name if answers(root, "show-ref", "--verify", "--quiet", name) else None
        for name in (f"refs/heads/{branch}", f"refs/remotes/origin/{branch}")
    )
    if local and remote and git(root, "rev-parse", local).decode().strip() in first_parents(root, remote):
        return remote
    return local or remote or "HEAD"


def _current_branch(root: Path) -> str | None:
    """The local branch that is checked out; None where HEAD stands on a commit."""
    try:
        name = git(root, "symbolic-ref", "--quiet", "HEAD").decode(errors="surrogateescape").strip()
    except GitError:
        return None
    return name.removeprefix("refs/heads/")


def _is_record(path: str) -> bool:
    return path.partition("/")[0] in FOLDERS


_Places = dict[str, tuple[Position, str]]


def _read_log(output: bytes, prefix: str) -> tuple[list[tuple[str, int]], _Places, _Places]:
    """Commits (id, committer seconds), oldest first; the first appearance of each path, and its last change."""
    commits: list[tuple[str, int]] = []
    first: _Places = {}
    last: _Places = {}
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
                    last[path] = (position, blob.decode())
                    first.setdefault(path, last[path])
        elif text:
            commit, _, stated = text.decode().partition(" ")
            seconds = _seconds(stated)
            commits.append((commit, seconds))
            highest = max(highest, seconds)
            position = Position(index=len(commits) - 1, commit=commit, day=_time(highest).date())
    return commits, first, last


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


def read_against(root: Path, revision: str, branch: str | None = None) -> Against:
    """Compare the work tree with the point where its history left ``revision``.

    ``branch`` is the published one: only on its own line does a merge put history out of order. Raises
    UsageError where there is no git or no such revision, or where the two share no history.
    """
    prefix = prefix_of(root)
    if prefix is None:
        raise UsageError("--against needs a git repository", where=str(root), hint="leave --against away")
    try:
        base = git(root, "merge-base", "--end-of-options", revision, "HEAD").decode().strip()
        tip = git(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").decode().split()[-1]
    except GitError as error:
        raise UsageError(
            f"{revision!r} and this work share no history that is at hand",
            where=str(root),
            hint="name an existing branch or commit; in a shallow clone run 'git fetch --unshallow' first",
        ) from error
    statuses: dict[str, str] = {}
    for path, status in _changed(root, prefix, base):
        statuses.setdefault(path, status)  # what was taken out of git but still lies there is deleted, not added
    files = {
        path: FileChange(status=status, kind=kind.name if (kind := kind_of(path)) else "", was=was)
        for path, status in statuses.items()
        for was in (_earlier(root, f"{base}:{prefix}{path}", path) if status != "A" else None,)
    }
    reordered = _is_beside(root, tip, published_line(root, branch))
    return Against(revision=revision, files=MappingProxyType(files), reordered=reordered)


def _is_beside(root: Path, tip: str, line: str) -> bool:
    """Whether the history of ``line`` holds the commit ``tip``, but only on a side branch of its own."""
    return is_ancestor(root, tip, line) and tip not in first_parents(root, line)


def _earlier(root: Path, object_name: str, path: str) -> Definition | Offer | Provider | Registry | None:
    """The record of :data:`_COMPARED` that stood at ``path``; None for others and where it cannot be read."""
    kind = kind_of(path)
    model = _COMPARED.get(kind.name) if kind else None
    if model is None:
        return None
    located, _ = parse_record(model, git(root, "cat-file", "blob", object_name), path)
    return located.record if located else None


def tracked_faults(root: Path) -> Iterator[Finding]:
    """What git would check out below the record folders as anything but a plain file (REC-2).

    The work tree alone does not show it: a submodule that was not fetched is an empty folder, and some
    file systems know no links and no executable bit.
    """
    if prefix_of(root) is None:
        return
    for entry in git(root, "ls-files", "--stage", "-z", "--", *FOLDERS).split(b"\0"):
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
    """Each path below the record folders that differs from the commit ``base``, with its status letter.

    Files that a ``.gitignore`` names are among them: what is read as a record is told as one.
    """
    difference = git(root, "diff", "--name-status", "-z", "--no-renames", "--no-ext-diff", base, "--", *FOLDERS)
    tokens = iter(difference.split(b"\0"))
    for token in tokens:
        if token:
            yield os.fsdecode(next(tokens))[len(prefix) :], token.decode()[:1]
    yield from ((path, "A") for path in _listed(root, prefix, "--others"))


def _present(root: Path, prefix: str) -> Iterator[str]:
    """Each path below the record folders, of a repository without a commit."""
    return _listed(root, prefix, "--cached", "--others")


def _listed(root: Path, prefix: str, *which: str) -> Iterator[str]:
    listed = git(root, "ls-files", "-z", *which, "--full-name", "--", *FOLDERS)
    return (os.fsdecode(entry)[len(prefix) :] for entry in listed.split(b"\0") if entry)
