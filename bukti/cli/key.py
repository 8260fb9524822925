"""Make a signing key, hand over to the next one, end one, or sign a record that others have to sign too.

`new` writes the secret key, encrypted, to --out (never inside a git work tree) and its public record into the
registry. `rotate` makes the next key and signs it with the present one. `retire` ends a key in good order; `revoke`
ends one that is lost or stolen, from now on or back from a commit on. `history` lists what a key has signed. `sign`
adds a proof to a key record or to an act.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bukti.cli import desk, key_acts

if TYPE_CHECKING:
    from datetime import date

    from bukti.model.snapshot import Snapshot

_NEW = "  bukti key new --provider universiti-contoh --key contoh-2026 --out ~/keys/contoh-2026.pem"
_RECOVERY = "  bukti key new --provider universiti-contoh --key recovery --recovery --out /media/safe/recovery.pem"
_SIGN = """\
  bukti key sign --record public_keys/universiti-contoh/contoh-2026.yaml \\
      --key ~/keys/maintainer-1.pem --as registry/maintainer-1"""
_ROTATE = """\
  bukti key rotate --provider universiti-contoh --key contoh-2027 --old ~/keys/contoh-2026.pem \\
      --out ~/keys/contoh-2027.pem --retire"""
EXAMPLE = "\n".join([_NEW, _ROTATE, key_acts.REVOKE_EXAMPLE])


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``bukti key``."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="new|rotate|retire|revoke|history|sign")
    _configure_new(desk.action(actions, "new", "make a key and its record", f"{_NEW}\n{_RECOVERY}"))
    _configure_rotate(desk.action(actions, "rotate", "make the next key and sign it with the present one", _ROTATE))
    key_acts.configure(actions)
    _configure_sign(desk.action(actions, "sign", "add a proof to a record", _SIGN))


def _configure_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--provider", required=True, help="whose key; 'registry' for a maintainer")
    _configure_made(parser)
    parser.add_argument(
        "--recovery", action="store_true", help="a key that only speaks when another is revoked; keep it off-line"
    )
    parser.add_argument("--base-url", metavar="URL", help="only before registry.yaml can be read: its base_url")
    _configure_common(parser)


def _configure_made(parser: argparse.ArgumentParser) -> None:
    from bukti.cli.issue import day

    parser.add_argument("--key", required=True, metavar="NAME", help="its name, like contoh-2026")
    parser.add_argument("--number", type=int, help="1 to 255, never used before (default: the next free one)")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="where the secret key goes")
    parser.add_argument("--valid-from", type=day, metavar="DATE", help="first day (default: today)")
    parser.add_argument("--valid-until", type=day, metavar="DATE", help="last day (default: none)")
    parser.add_argument("--note", default="", help="a public remark; never a person's name")


def _configure_rotate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--provider", required=True, help="whose key")
    _configure_made(parser)
    parser.add_argument("--old", required=True, type=Path, metavar="SECRET", help="the present key, which signs it")
    parser.add_argument(
        "--old-passphrase-file", type=Path, metavar="FILE", help="of the present key (default: as for the new one)"
    )
    parser.add_argument("--retire", action="store_true", help="also retire the present key, signed by itself")
    parser.add_argument("--dry-run", action="store_true", help="show what would be signed, write nothing")
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
    """Run one of the actions. Exit code 0; every refusal leaves as BuktiError."""
    own = {"new": _new, "rotate": _rotate, "sign": _sign}
    return own[args.action](args) if args.action in own else key_acts.run(args)


def _new(args: argparse.Namespace) -> int:
    from bukti.cli.output import print_json, say
    from bukti.cli.passphrase import read_passphrase
    from bukti.proof.keys import generate_key, save_key
    from bukti.trust.key_records import key_record, pin_of, refuse_name, write_key_record

    snapshot = _snapshot(args)
    name = _name(args, snapshot)
    refuse_name(snapshot, name)
    now, key = datetime.now(UTC), generate_key()
    record = key_record(args.base_url or _base_url(snapshot), name, key, _terms(args, snapshot, now), now)
    save_key(args.out, key, read_passphrase(args.passphrase_file, "the new key", repeat=True))
    path = write_key_record(args.repo, record)
    told = {"secret": str(args.out), "record": str(path), "number": name.number, "public_key": key.multikey}
    if args.provider == "registry":
        told["digest"] = pin_of(record)
    if args.json:
        print_json(told)
        return 0
    say(f"secret key  {args.out} (encrypted; keep a copy in a safe place, and the passphrase in another)")
    say(f"record      {path}, number {name.number}{', a recovery key' if args.recovery else ''}")
    if "digest" in told:
        _tell_pin(args.key, str(told["digest"]))
    else:
        say("next: commit it on a branch and push that; two maintainers of the registry sign it there, each with")
        say(f"  bukti provider admit {args.provider} --key SECRET --as registry/MAINTAINER")
    return 0


def _tell_pin(name: str, digest: str) -> None:
    from bukti.cli.output import say

    say("next: before the registry has admitted anybody, pin it in registry/registry.yaml")
    say(f"  - key: {name}\n    digest: {digest}")
    say(f"later: two maintainers sign that: bukti registry change --add-maintainer {name} …")


def _name(args: argparse.Namespace, snapshot: "Snapshot | None") -> Any:
    from bukti.trust.key_records import KeyName, free_number

    number = free_number(snapshot, args.provider) if args.number is None else args.number
    return KeyName(provider=args.provider, key=args.key, number=number)


def _terms(args: argparse.Namespace, snapshot: "Snapshot | None", now: datetime) -> Any:
    from bukti.trust.key_records import KeyTerms

    return KeyTerms(
        valid_from=args.valid_from or _today(snapshot, args.provider, now),
        valid_until=args.valid_until,
        recovery=getattr(args, "recovery", False),
        demonstration=_is_demonstration(snapshot, args.provider),
        note=args.note,
    )


def _rotate(args: argparse.Namespace) -> int:
    from bukti.cli.output import print_json
    from bukti.cli.passphrase import read_passphrase
    from bukti.files import write_all
    from bukti.proof.keys import generate_key, load_key, save_key
    from bukti.trust.key_records import key_record, refuse_name
    from bukti.trust.rotation import present_key, rotation

    now = datetime.now(UTC)
    with desk.at_desk(args) as standing:
        name = _name(args, standing.snapshot)
        refuse_name(standing.snapshot, name)
        old = load_key(
            args.old, read_passphrase(args.old_passphrase_file or args.passphrase_file, f"the key {args.old}")
        )
        present = present_key(standing, args.provider, old)
        new = generate_key()
        record = key_record(standing.base_url, name, new, _terms(args, standing.snapshot, now), now)
        act = desk.new_act_id(now) if args.retire else ""
        files = rotation(standing, record, present, old, now, retire=act)
        if not args.dry_run:
            save_key(args.out, new, read_passphrase(args.passphrase_file, "the new key", repeat=True))
            write_all(files, args.repo)
    told = {"key": f"{args.provider}/{args.key}", "number": name.number, "admitted_by": present}
    told |= {"retired": present if args.retire else "", "files": list(files), "written": not args.dry_run}
    if args.json:
        print_json(told)
    else:
        _tell_rotation(args, told)
    return 0


def _tell_rotation(args: argparse.Namespace, told: dict[str, Any]) -> None:
    from bukti.cli.output import say

    verb = "would write" if args.dry_run else "wrote"
    say(f"{told['key']}, number {told['number']}, admitted by {told['admitted_by']}")
    if args.retire:
        say(f"{told['retired']} is retired: what it signed stays good, it signs nothing more")
    for file in told["files"]:
        say(f"  {verb} {file}")
    if args.dry_run:
        say("nothing was written (--dry-run)")
        return
    say(f"  secret key {args.out} (encrypted; keep a copy in a safe place, and the passphrase in another)")
    say("next: bukti check, commit and publish; sign with the new key from then on")
    if not args.retire:
        old = told["admitted_by"]
        say(f"then: retire the old one: bukti key retire {old} --key {args.old} --as {old}")


def _sign(args: argparse.Namespace) -> int:
    from bukti.cli.output import print_json, say
    from bukti.cli.passphrase import read_passphrase
    from bukti.loading import load_repository
    from bukti.proof.keys import load_key
    from bukti.trust.cosigning import add_proof, signers_of

    snapshot = load_repository(args.repo).snapshot
    if snapshot is None:
        raise _no_registry(args.repo)
    _refuse_published(args.repo, args.record, snapshot)
    key = load_key(args.key, read_passphrase(args.passphrase_file, f"the key {args.key}"))
    signed = add_proof(args.repo, args.record, snapshot, args.signer, key, datetime.now(UTC))
    signers = list(signers_of(signed))
    if args.json:
        print_json({"record": str(args.record), "signed_by": signers})
    else:
        say(f"{args.record}: signed by {', '.join(signers)}")
    return 0


def _refuse_published(repo: Path, path: Path, snapshot: "Snapshot") -> None:
    """Raise BuktiError where the record is published: a proof more would change it, and the first bytes count."""
    from bukti.errors import BuktiError
    from bukti.loading import read_history
    from bukti.trust.cosigning import signable

    file, _ = signable(repo, path)
    if read_history(repo, snapshot.registry.record.branch).first.get(file):
        raise BuktiError(
            "this record is published, and a published record never changes: a signature more would not count",
            where=file,
            hint="sign before it is merged; where too few have signed it, begin a new record with the command for it",
        )


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
        hint="name the registry with --repo; 'bukti check' says what is wrong in it; for the very first keys, before "
        "registry.yaml is complete, give its address with --base-url",
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
