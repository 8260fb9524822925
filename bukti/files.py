"""Writing that is whole or not there, and where private files may lie.

Every file is written to the end, synchronised, and only then given its name; so a reader, a full
disk or a killed process never meets half of one.
"""

import contextlib
import errno
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from bukti.errors import BuktiError

if sys.platform != "win32":
    import fcntl

_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV, errno.EISDIR})


class AlreadyThere(BuktiError, FileExistsError):
    """A file that should have been new is there already with other content."""


def atomic_write(
    path: Path, data: bytes, mode: int = 0o644, create_only: bool = False, *, sync_folder: bool = True
) -> None:
    """Write ``data`` to ``path`` as a whole: temporary file beside it, fsync, rename, fsync of the folder.

    ``create_only`` never replaces: a file that has the same bytes already is left as it is, one with
    others raises :class:`AlreadyThere`. ``sync_folder`` False leaves the folder's fsync to the caller
    (:func:`sync_directory`), for many files at once. Raises BuktiError where the system refuses.
    """
    try:
        if create_only:
            _create(path, data, mode)
        else:
            _replace(path, data, mode)
        if sync_folder:
            sync_directory(path.parent)
    except AlreadyThere:
        raise
    except OSError as error:
        raise write_fault(error, path) from error


def write_fault(error: OSError, path: Path) -> BuktiError:
    """The system's refusal to write ``path``, as it is told to a person."""
    reasons = {
        errno.ENOSPC: ("the disk is full", "free some space and run the same command again"),
        errno.EDQUOT: ("the disk quota is used up", "free some space and run the same command again"),
        errno.EROFS: ("the file system is read-only", "choose a folder that can be written to"),
        errno.EACCES: ("no permission to write here", "choose a folder of your own, or mend its permissions"),
        errno.EPERM: ("no permission to write here", "choose a folder of your own, or mend its permissions"),
        errno.ENOENT: ("there is no such folder", f"make it first: mkdir -p -m 700 {path.parent}"),
        errno.ENOTDIR: ("a part of the path is a file, not a folder", "choose another folder"),
    }
    message, hint = reasons.get(
        error.errno or 0, (f"cannot be written: {error.strerror or error}", "see the reason given")
    )
    return BuktiError(message, where=str(path), hint=hint)


def sync_directory(folder: Path) -> None:
    """Make the names in ``folder`` durable. Systems that cannot open a folder do this by themselves."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(path: Path, mode: int = 0o755) -> None:
    """Make the folder and those above it, durably; a folder that is there already is left as it is.

    A new folder's own name is synchronised too: else a power cut could take it away with the files in it,
    however carefully those were written.
    """
    new = [folder for folder in (path, *path.parents) if not folder.exists()]
    try:
        path.mkdir(mode=mode, parents=True, exist_ok=True)
        for folder in new:
            sync_directory(folder.parent)
    except OSError as error:
        raise write_fault(error, path) from error


def remove_stale(folder: Path, name: str = "*") -> None:
    """Remove the temporary files that a killed run left in ``folder`` while writing ``name`` (a pattern)."""
    for left in folder.glob(f".{name}.*.tmp"):
        left.unlink(missing_ok=True)


def write_all(files: Mapping[str, bytes], root: Path) -> None:
    """Write all of ``files`` (by path below ``root``) in their order or, where one cannot be written, none.

    Nothing is replaced: a file that has these very bytes already is left as it is, one with others raises
    :class:`AlreadyThere`. What an interrupted run has written stays: order the files so that this does no harm.
    """
    made: list[Path] = []
    try:
        for name, data in files.items():
            path = root / name
            above = [folder for folder in path.parents if folder.is_relative_to(root)]
            made += reversed([folder for folder in above if not folder.exists()])
            make_folder(path.parent)
            remove_stale(path.parent, path.name)
            made += [] if path.exists() else [path]
            try:
                atomic_write(path, data, create_only=True)
            except AlreadyThere:
                made = [one for one in made if one != path]  # it came from elsewhere in this moment
                raise
    except BaseException:
        for path in reversed(made):
            with contextlib.suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        raise


def inside_git_work_tree(path: Path) -> Path | None:
    """The root of the git work tree that ``path`` (which need not exist) lies in; None outside of any."""
    resolved = path.resolve()
    for folder in (resolved, *resolved.parents):
        if (folder / ".git").exists():
            return folder
    return None


def is_ignored(*paths: Path) -> bool:
    """Whether git ignores each of ``paths``, which lie in one work tree and need not exist.

    False where git cannot say; asked for the files that will be written, not for their folder.
    """
    root = inside_git_work_tree(paths[0])
    if root is None:
        return False
    command = ["git", f"--git-dir={root / '.git'}", f"--work-tree={root}", "check-ignore", "-z", "--stdin"]
    names = b"".join(os.fsencode(path.resolve()) + b"\0" for path in paths)
    try:
        done = subprocess.run(command, input=names, capture_output=True, cwd=root, check=False)
    except OSError:
        return False
    return done.returncode == 0 and done.stdout.count(b"\0") == len(paths)


@contextlib.contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Let one process at a time work on ``folder`` (which exists); others wait. A killed one lets go."""
    if sys.platform == "win32":  # no flock: there two runs at once are the operator's to avoid
        yield
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise write_fault(error, folder) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
    os.fsync(handle)


def _replace(path: Path, data: bytes, mode: int) -> None:
    temporary = _temporary(path, data, mode)
    try:
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _create(path: Path, data: bytes, mode: int) -> None:
    if path.exists():
        _same_or_refuse(path, data)
        return
    try:
        if not _create_unnamed(path, data, mode):
            _create_linked(path, data, mode)
    except FileExistsError:
        _same_or_refuse(path, data)


def _create_unnamed(path: Path, data: bytes, mode: int) -> bool:
    """Linux: a file without a name until it is whole, so that not even a kill leaves anything behind."""
    if not hasattr(os, "O_TMPFILE") or not Path("/proc/self/fd").is_dir():
        return False
    try:
        handle = os.open(path.parent, os.O_TMPFILE | os.O_WRONLY, mode)
    except OSError as error:
        if error.errno in _NO_LINKS:
            return False
        raise
    try:
        _write_all(handle, data)
        # With src_dir_fd Python calls linkat(AT_SYMLINK_FOLLOW), which gives the open file its name.
        os.link(f"/proc/self/fd/{handle}", path, src_dir_fd=handle, follow_symlinks=True)
    except OSError as error:
        if error.errno in _NO_LINKS | {errno.ENOENT}:  # some sandboxes open such files and cannot name them
            return False
        raise
    finally:
        os.close(handle)
    return True


def _create_linked(path: Path, data: bytes, mode: int) -> None:
    temporary = _temporary(path, data, mode)
    try:
        os.link(temporary, path)
    except OSError as error:
        # File systems without hard links: the caller holds the lock of the folder, so a rename will do.
        if error.errno not in _NO_LINKS or path.exists():
            raise
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _temporary(path: Path, data: bytes, mode: int) -> Path:
    temporary = path.parent / f".{path.name}.{secrets.token_hex(6)}.tmp"
    handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
    try:
        try:
            _write_all(handle, data)
        finally:
            os.close(handle)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _same_or_refuse(path: Path, data: bytes) -> None:
    if path.read_bytes() != data:
        raise AlreadyThere(
            "a file of this name is there already with other content",
            where=str(path),
            hint="nothing is overwritten here: move it away, or choose another name",
        )
