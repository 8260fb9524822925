"""What commands of keys, providers and the registry begin with: the repository, judged, and whose key signs."""

import argparse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bukti.cli import passphrase
from bukti.errors import InvalidRecords

if TYPE_CHECKING:
    from bukti.proof.keys import SigningKey
    from bukti.trust.standing import Standing

_RESTS_ON = ("registry/registry.yaml", "public_keys/")


def action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, summary: str, example: str
) -> argparse.ArgumentParser:
    """A subcommand with its example."""
    return actions.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"example:\n{example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def add_common(parser: argparse.ArgumentParser, *, dry_run: bool = True) -> None:
    """Options that all of these commands have."""
    parser.add_argument("--repo", type=Path, default=Path(), metavar="DIR", help="the registry (default: this folder)")
    parser.add_argument("--json", action="store_true", help="the report as one JSON document on standard output")
    if dry_run:
        parser.add_argument("--dry-run", action="store_true", help="show what would be signed, write nothing")


def add_signer(parser: argparse.ArgumentParser, who: str = "registry/KEY") -> None:
    """``--key``, ``--as`` and ``--passphrase-file``: who signs, with which secret key."""
    parser.add_argument("--key", required=True, type=Path, metavar="SECRET", help="the secret key that signs")
    parser.add_argument("--as", required=True, dest="signer", metavar=who, help="whose key that is")
    passphrase.add_option(parser)


@contextmanager
def at_desk(args: argparse.Namespace) -> "Iterator[Standing]":
    """The registry of ``--repo``, judged, and locked until the command has written: two must not cross.

    Raises InvalidRecords where records that decide whose signatures count cannot be read.
    """
    from bukti.files import exclusive
    from bukti.scaffold import read_registry

    read_registry(args.repo)
    with exclusive(args.repo / "registry"):
        yield standing_of(args.repo)


def standing_of(repo: Path) -> "Standing":
    """The registry in ``repo`` as it is at hand now, judged."""
    from bukti.loading import load_repository, read_history
    from bukti.trust.standing import judged

    loaded = load_repository(repo)
    faults = tuple(one for one in loaded.findings if _decides(one.file))
    if loaded.snapshot is None or faults:
        raise InvalidRecords(
            "records that decide whose signatures count have faults",
            where=str(repo),
            hint="mend them; 'bukti check' shows the same list",
            findings=faults or loaded.findings,
        )
    return judged(loaded.snapshot, read_history(repo, loaded.snapshot.registry.record.branch), datetime.now(UTC).date())


def _decides(file: str) -> bool:
    """Whether what stands in a file has a say in whose signatures count; credentials and definitions have none."""
    return file.startswith(_RESTS_ON) or (file.startswith("registry/") and "/acts/" in file)


def secret_key(args: argparse.Namespace, standing: "Standing | None" = None) -> "SigningKey":
    """The secret key of ``--key``. With ``standing``: refused before anybody types a passphrase for nothing."""
    from bukti.proof.keys import load_key
    from bukti.trust.standing import refuse_nobody

    if standing is not None:
        refuse_nobody(standing, args.signer)
    return load_key(args.key, passphrase.read_passphrase(args.passphrase_file, f"the key {args.key}"))


def new_act_id(now: datetime) -> str:
    """An id for an act that begins today, in UTC."""
    from bukti.scaffold import new_record_id

    return new_record_id(now.astimezone(UTC).date())


def signers(args: argparse.Namespace, form: Mapping[str, Any]) -> list[str]:
    """Who has signed a record; after a dry run those who would have."""
    from bukti.trust.cosigning import signers_of

    return list(dict.fromkeys([*signers_of(form), *([args.signer] if args.dry_run else [])]))
