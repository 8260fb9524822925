"""git as a reader of histories: one command at a time, and nothing that a person's own settings could change."""

import os
import subprocess
from pathlib import Path

from bukti.errors import BuktiError

_SETTINGS = (
    "core.quotepath=off",
    "core.fsmonitor=false",
    "submodule.recurse=false",
    "diff.relative=false",
    "diff.autoRefreshIndex=true",
)


_OUTSIDE = ("git is not installed", "not a git repository (or any")
"""What git says, in its own language, where there is no work tree around a folder."""


class GitError(BuktiError):
    """git could not do what was asked of it."""


def git(root: Path, *arguments: str) -> bytes:
    """The output of one git command in ``root``.

    Commits are read as they were made: replacements (``git replace``) and grafts, which let one clone tell
    another past, are left aside. Raises GitError.
    """
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    # Variables of a surrounding git (hooks set them) would point it at another repository.
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env |= {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": os.devnull, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(["git", *settings, "-C", str(root), *arguments], capture_output=True, check=True, env=env)
    except FileNotFoundError as error:
        raise GitError("git is not installed", hint="install git") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip()
        raise GitError(f"git {arguments[0]} failed: {said}", where=str(root)) from error
    return done.stdout


def answers(root: Path, *arguments: str) -> bool:
    """Whether a git command that asks something says yes (exit code 0)."""
    try:
        git(root, *arguments)
    except GitError:
        return False
    return True


def prefix_of(root: Path) -> str | None:
    """The path of ``root`` below its work tree's top (``a/b/``); None outside of any, and where git is not installed.

    Raises GitError for a work tree that git refuses to read: one that is damaged, or of another owner.
    """
    try:
        return os.fsdecode(git(root, "rev-parse", "--show-prefix").removesuffix(b"\n"))
    except GitError as error:
        if any(words in error.message for words in _OUTSIDE):
            return None
        raise


def is_ancestor(root: Path, commit: str, line: str) -> bool:
    """Whether ``commit`` is part of the history of ``line``, on whatever side branch."""
    return answers(root, "merge-base", "--is-ancestor", commit, line)


def first_parents(root: Path, line: str) -> list[str]:
    """The commit ids of the first-parent line of ``line``, newest first, as far as it is at hand. Raises GitError."""
    return git(root, "rev-list", "--first-parent", line, "--").decode().split()
