"""What was published last, held against the history that is to be published next (REC-21).

The site names its commit in ``/published.json``. That commit has to stand in the first-parent line of the head:
plain ancestry does not show a branch that merged the published one and took its place.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from bukti.errors import Finding, UsageError
from bukti.loading.git import GitError, answers, first_parents, git, is_ancestor
from bukti.model.snapshot import History

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_MAX_BYTES = 10_000
_CLAUSE = "spec/records.md REC-21"


def published_commit(named: str) -> str:
    """The commit id that ``named`` is, or that the file of this name states (``published.json``, LKP-1).

    A site that was built from no commit states 40 zeros. Raises UsageError for anything else.
    """
    if _COMMIT.fullmatch(named):
        return named
    path = Path(named)
    if not path.is_file():
        raise UsageError(
            f"--published {named!r} is no commit id, and there is no such file",
            expected="a full commit id of 40 characters, or the published.json of the site",
        )
    with path.open("rb") as file:
        data = file.read(_MAX_BYTES + 1)
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        document = None
    commit = document.get("commit") if isinstance(document, dict) else None
    if len(data) > _MAX_BYTES or not isinstance(commit, str) or not _COMMIT.fullmatch(commit):
        raise UsageError(
            "this file does not state a commit",
            where=named,
            expected='{"commit": "<full commit id>", "published_at": …}',
            hint="fetch /published.json of the live site again; what answers in its place may be a page",
        )
    return commit


def in_line(history: History, commit: str) -> bool:
    """Whether ``commit`` stands in the first-parent line of a history that is whole."""
    return history.complete and any(commit == one for one, _ in history.commits)


def published_findings(root: Path, history: History, commit: str) -> Iterator[Finding]:
    """Why ``commit``, which was published last, is not in the first-parent line of ``history``; nothing where it is.

    A history that is not wholly at hand answers nothing, and that is an error too: a gate that cannot see is shut.
    """
    if in_line(history, commit):
        return
    what, mend = _reason(root, history, commit)
    yield Finding(
        code="history-published",
        message=what,
        actual=f"head {history.head[:12] or 'none'}",
        expected=f"a first-parent history that holds {commit}, the commit that was published last",
        hint=mend,
        clause=_CLAUSE,
    )


def _reason(root: Path, history: History, commit: str) -> tuple[str, str]:
    if not commit.strip("0"):
        return (
            "what was published last was built outside of git: it names no commit that this history could hold",
            "publish a site built from a commit once by hand, and look at what it changes",
        )
    if not history.head:
        return "there is no history here to hold what was published last", "check a clone of the registry's repository"
    if not history.complete:
        return (
            "whether what was published last is in this history is not at hand: the clone is shallow",
            "git fetch --unshallow",
        )
    return _difference(root, history.head, commit)


def _difference(root: Path, head: str, commit: str) -> tuple[str, str]:
    """How ``commit`` and the line of ``head`` go apart, for a whole history."""
    if not answers(root, "cat-file", "-e", f"{commit}^{{commit}}"):
        return (
            "the commit that was published last is unknown here: history was replaced, or this is another repository",
            "push the published history again from any clone that still has it",
        )
    if is_ancestor(root, commit, head):
        return (
            "what was published last is but a side branch here: a branch that had merged it was fast-forwarded to",
            "set the branch back to what was published, and bring the work by a merge commit",
        )
    if head in first_parents(root, commit):
        return (
            f"the branch was set back by {_count(root, head, commit)}: published history was deleted from its end",
            f"set the branch forward to {commit}; a published record is taken back by an act, never by its removal",
        )
    if _share_a_past(root, head, commit):
        return (
            "history that was published was written anew: what was published last and this head have gone apart",
            "set the branch back to what was published and bring the work again, rebased on it or merged into it",
        )
    return (
        "this history shares no commit with what was published last: it was begun anew, or is another repository",
        "push the published history again from any clone that still has it",
    )


def _share_a_past(root: Path, one: str, other: str) -> bool:
    try:
        return bool(git(root, "merge-base", one, other).strip())
    except GitError:
        return False


def _count(root: Path, head: str, commit: str) -> str:
    number = int(git(root, "rev-list", "--first-parent", "--count", f"{head}..{commit}", "--"))
    return "1 commit" if number == 1 else f"{number:,} commits"
