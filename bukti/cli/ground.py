"""What commands that sign records stand on: the registry as it is, its history, and one process at a time."""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bukti.errors import UsageError

if TYPE_CHECKING:
    from bukti.lifecycle.index import PrivateIndex
    from bukti.lifecycle.run import World
    from bukti.proof.keys import SigningKey


def add_common(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that every command on issued credentials has."""
    from bukti.cli import passphrase

    parser.add_argument(
        "--index", type=Path, action="append", default=[], metavar="DIR",
        help="private folder of a class, as bukti issue --out wrote it, or one that holds several; may be repeated",
    )  # fmt: skip
    parser.add_argument("--key", required=True, type=Path, metavar="FILE", help="the secret key that signs")
    parser.add_argument("--repo", type=Path, default=Path(), metavar="DIR", help="the registry (default: this folder)")
    parser.add_argument("--dry-run", action="store_true", help="show what would be written, write nothing")
    parser.add_argument("--json", action="store_true", help="the report as one JSON document on standard output")
    passphrase.add_option(parser)


def read_world(repo: Path) -> "World":
    """The registry at ``repo``, judged. Raises BuktiError where it cannot be read at all."""
    from bukti.cli.output import progress
    from bukti.errors import InvalidRecords
    from bukti.lifecycle.run import World
    from bukti.loading import load_repository, read_history
    from bukti.register import build_register
    from bukti.scaffold import read_registry

    read_registry(repo)
    with progress("reading the registry", 3) as advance:
        loaded = load_repository(repo)
        if loaded.snapshot is None:
            raise InvalidRecords("this is no registry", where=str(repo), findings=loaded.findings)
        advance()
        history = read_history(repo, loaded.snapshot.registry.record.branch)
        advance()
        register = build_register(loaded.snapshot, history)
    return World(repo=repo, snapshot=loaded.snapshot, history=history, register=register, faults=loaded.findings)


@contextmanager
def locked_world(repo: Path, provider: str) -> "Iterator[World]":
    """The registry, with nobody else writing records of ``provider`` until the end (``bukti issue`` waits too)."""
    from bukti.files import exclusive
    from bukti.issuing.award import refuse_faults
    from bukti.lifecycle.run import clear_stale
    from bukti.scaffold import read_registry

    read_registry(repo)
    _refuse_no_provider(repo, provider)
    with exclusive(repo / "registry" / provider):
        clear_stale(repo, provider)
        world = read_world(repo)
        refuse_faults(world.faults, provider)
        yield world


def _refuse_no_provider(repo: Path, provider: str) -> None:
    """Raise BuktiError where nobody of this name is there: before any folder is gone through under it."""
    from bukti.errors import BuktiError

    known = sorted(path.parent.name for path in (repo / "registry").glob("*/provider.yaml"))
    if provider not in known:
        raise BuktiError(
            f"the registry has no provider {provider!r}",
            where=str(repo / "registry"),
            expected=", ".join(known) or "registry/PROVIDER/provider.yaml",
            hint="mend the id",
        )


def read_private(folders: Sequence[Path], leave_out: Path | None = None) -> "PrivateIndex":
    """The private index of ``folders``; an empty one where none is named."""
    from bukti.lifecycle.index import EMPTY, read_index

    return read_index(folders, leave_out=leave_out) if folders else EMPTY


def secret_key(args: argparse.Namespace) -> "SigningKey":
    """The key of ``--key``; asks for its passphrase where nothing gives it."""
    from bukti.cli.passphrase import read_passphrase
    from bukti.proof.keys import load_key

    return load_key(args.key, read_passphrase(args.passphrase_file, f"the key {args.key}"))


def read_input(path: Path, what: str) -> bytes:
    """The bytes of a file that the command line names. Raises UsageError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{what} cannot be read: {error.strerror}", where=str(path)) from error


def shows_names(args: argparse.Namespace) -> bool:
    """Whether holders' names may be shown: to somebody at a terminal, or where ``--verbose`` asks for them."""
    import sys

    return bool(args.verbose) or (sys.stdout.isatty() and not args.json)


def shortened(lines: Iterable[str], most: int = 20) -> Iterator[str]:
    """The first lines, and how many more there are."""
    all_lines = list(lines)
    yield from all_lines[:most]
    if len(all_lines) > most:
        yield f"… and {len(all_lines) - most:,} more (--json lists all)"
