"""The first root of trust (REC-23): what the registry's own file stated when the first provider signed something."""

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

from bukti.loading.git import GitError, git
from bukti.loading.paths import kind_of
from bukti.loading.records import parse_record
from bukti.model import Registry, Root
from bukti.model.snapshot import Position

_REGISTRY = "registry/registry.yaml"
_MAINTAINERS = "public_keys/registry/"
_SIGNED = frozenset({"key", "key-act", "provider-act", "batch", "act", "status"})
"""Kinds of records that are signed by a provider, or about one."""


def first_root(root: Path, first: Mapping[str, tuple[Position, str]], prefix: str, head: str) -> Root | None:
    """The first root, for the work tree ``root`` whose records stand below ``prefix`` in git.

    ``head`` is the last commit of the published line, ``first`` maps each path to where it first stood. None
    where no provider has a signed record yet. Where ``registry.yaml`` cannot be read in that commit, the first
    later version of it that can be read counts, so that no change of the file makes the root forgotten. Raises
    GitError.
    """
    start = min((position for path, (position, _) in first.items() if _is_providers(path)), default=None)
    if start is None:
        return None
    for commit in chain([start.commit], _later_versions(root, f"{start.commit}..{head}", prefix)):
        found = _stated(root, f"{commit}:{prefix}{_REGISTRY}")
        if found is not None:
            return found
    return None


def _is_providers(path: str) -> bool:
    if path.startswith(_MAINTAINERS):
        return False
    kind = kind_of(path)
    return kind is not None and kind.name in _SIGNED


def _later_versions(root: Path, commits: str, prefix: str) -> Iterator[str]:
    """Those of the commits that changed the file, oldest first; git is asked only when one is needed."""
    changes = ("--first-parent", "--diff-merges=first-parent", "--reverse", "--format=%H")
    yield from git(root, "log", *changes, commits, "--", f":(top){prefix}{_REGISTRY}").decode().split()


def _stated(root: Path, object_name: str) -> Root | None:
    try:
        data = git(root, "cat-file", "blob", object_name)
    except GitError:
        return None  # no such file in that commit
    located, _ = parse_record(Registry, data, _REGISTRY)
    if located is None:
        return None
    stated = located.record
    return Root(
        base_url=stated.base_url,
        former_base_urls=stated.former_base_urls,
        branch=stated.branch,
        maintainers=stated.maintainers,
    )
