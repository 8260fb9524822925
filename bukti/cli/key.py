"""Make a signing key, or sign a record that others have to sign too.

`new` writes the secret key, encrypted, to --out (never inside a git work tree) and its public record into the
registry. `sign` adds a proof to a key record or to an act: two maintainers admit a provider and its first key.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from bukti.model.snapshot import Snapshot

EXAMPLE = """\
  bukti key new --provider universiti-contoh --key contoh-2026 --out ~/keys/contoh-2026.pem
  bukti key sign --record public_keys/universiti-contoh/contoh-2026.yaml \\
      --key ~/keys/maintainer-1.pem --as registry/maintainer-1"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``bukti key``."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="new|sign")
    new, sign = EXAMPLE.split("\n", 1)
    _configure_new(_action(actions, "new", "make a key and its record", new))
    _configure_sign(_action(actions, "sign", "add a proof to a record", sign))


def _action(actions: Any, name: str, summary: str, example: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog=f"example:\n{example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return parser


def _configure_new(parser: argparse.ArgumentParser) -> None:
    from bukti.cli.issue import day

    parser.add_argument("--provider", required=True, help="whose key; 'registry' for a maintainer")
    parser.add_argument("--key", required=True, metavar="NAME", help="its name, like contoh-2026")
    parser.add_argument("--number", type=int, help="1 to 255, never used before (default: the next free one)")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="where the secret key goes")
    parser.add_argument("--valid-from", type=day, metavar="DATE", help="first day (default: today)")
    parser.add_argument("--valid-until", type=day, metavar="DATE", help="last day (default: none)")
    parser.add_argument("--note", default="", help="a public remark; never a person's name")
    parser.add_argument("--base-url", metavar="URL", help="only before registry.yaml can be read: its base_url")
    _configure_common(parser)


def _configure_sign(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--record", required=True, type=Path, metavar="FILE", help="the record to sign")
    parser.add_argument("--key", required=True, type=Path, metavar="SECRET", help="the secret key")
    parser.add_argument("--as", required=True, dest="signer", metavar="PROVIDER/KEY", help="like registry/maintainer-1")
    _configure_common(parser)


def _configure_common(parser: argparse.ArgumentParser) -> None:
    from bukti.cli import passphrase

    parser.add_argument("--repo", type=Path, default=Path(), metavar="DIR", help="the registry (default: this folder)")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    passphrase.add_option(parser)


def run(args: argparse.Namespace) -> int:
    """Run ``new`` or ``sign``. Exit code 0; every refusal leaves as BuktiError."""
    return _new(args) if args.action == "new" else _sign(args)


def _new(args: argparse.Namespace) -> int:
    from bukti.cli.output import print_json, say
    from bukti.cli.passphrase import read_passphrase
    from bukti.issuing.key_records import KeyName, free_number, key_record, pin_of, refuse_name, write_key_record
    from bukti.proof.keys import generate_key, save_key

    snapshot = _snapshot(args)
    name = KeyName(
        provider=args.provider,
        key=args.key,
        number=free_number(snapshot, args.provider) if args.number is None else args.number,
    )
    refuse_name(snapshot, name)
    now, key = datetime.now(UTC), generate_key()
    record = key_record(
        args.base_url or _base_url(snapshot),
        name,
        key,
        valid_from=args.valid_from or _today(snapshot, args.provider, now),
        valid_until=args.valid_until,
        demonstration=_is_demonstration(snapshot, args.provider),
        note=args.note,
        now=now,
    )
    save_key(args.out, key, read_passphrase(args.passphrase_file, "the new key", repeat=True))
    path = write_key_record(args.repo, record)
    told = {"secret": str(args.out), "record": str(path), "number": name.number, "public_key": key.multikey}
    if args.provider == "registry":
        told["digest"] = pin_of(record)
    if args.json:
        print_json(told)
        return 0
    say(f"secret key  {args.out} (encrypted; keep a copy in a safe place, and the passphrase in another)")
    say(f"record      {path}, number {name.number}")
    if "digest" in told:
        say("next: pin it in registry/registry.yaml")
        say(f"  - key: {args.key}\n    digest: {told['digest']}")
    else:
        say("next: two maintainers of the registry sign it, each with")
        say(f"  bukti provider admit {args.provider} --key SECRET --as registry/MAINTAINER")
    return 0


def _sign(args: argparse.Namespace) -> int:
    from bukti.cli.output import print_json, say
    from bukti.cli.passphrase import read_passphrase
    from bukti.issuing.key_records import add_proof
    from bukti.loading import load_repository
    from bukti.proof.keys import load_key

    snapshot = load_repository(args.repo).snapshot
    if snapshot is None:
        raise _no_registry(args.repo)
    key = load_key(args.key, read_passphrase(args.passphrase_file, f"the key {args.key}"))
    signed = add_proof(args.repo, args.record, snapshot, args.signer, key, datetime.now(UTC))
    signers = [proof["verificationMethod"].rpartition(":")[2].replace("#", "/") for proof in signed["proof"]]
    if args.json:
        print_json({"record": str(args.record), "signed_by": signers})
    else:
        say(f"{args.record}: signed by {', '.join(signers)}")
    return 0


def _snapshot(args: argparse.Namespace) -> "Snapshot | None":
    from bukti.loading import load_repository

    snapshot = load_repository(args.repo).snapshot
    if snapshot is None and args.base_url is None:
        raise _no_registry(args.repo)
    return snapshot


def _no_registry(repo: Path) -> Exception:
    from bukti.errors import BuktiError

    return BuktiError(
        "there is no registry/registry.yaml that can be read",
        where=str(repo),
        hint="name the registry with --repo; for the very first keys give its base address with --base-url",
    )


def _base_url(snapshot: "Snapshot | None") -> str:
    return snapshot.registry.record.base_url if snapshot else ""


def _today(snapshot: "Snapshot | None", provider: str, now: datetime) -> "date":
    from bukti.issuing.validity import today_in

    known = snapshot.providers.get(provider) if snapshot else None
    return today_in(known.record.zone, now) if known else now.date()


def _is_demonstration(snapshot: "Snapshot | None", provider: str) -> bool:
    if snapshot is None:
        return False
    known = snapshot.providers.get(provider)
    return snapshot.registry.record.demonstration or bool(known and known.record.demonstration)
