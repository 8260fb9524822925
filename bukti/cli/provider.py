"""Begin a provider, or admit it.

`new` writes the provider's file. `admit` is for the registry's maintainers: two of them sign the admission and the
provider's key, each with this command; the second signature makes it count.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from bukti.cli import passphrase
from bukti.cli.output import print_json, say
from bukti.errors import BuktiError, InvalidRecords

NEW_EXAMPLE = (
    '  bukti provider new my-university --name "My University" --country MY \\\n'
    "      --zone Asia/Kuala_Lumpur --url https://my-university.example --email mc@my-university.example"
)
ADMIT_EXAMPLE = "  bukti provider admit my-university --key ~/keys/maintainer-1.pem --as registry/maintainer-1"
EXAMPLE = f"{NEW_EXAMPLE}\n{ADMIT_EXAMPLE}"


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``bukti provider``."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="new|admit")
    _configure_new(_action(actions, "new", "write registry/ID/provider.yaml", NEW_EXAMPLE))
    _configure_admit(_action(actions, "admit", "sign a provider's admission as a maintainer", ADMIT_EXAMPLE))


def _action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, summary: str, example: str
) -> argparse.ArgumentParser:
    parser = actions.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"example:\n{example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("id", metavar="ID", help="the provider's lasting short name: a-z, 0-9, hyphen")
    parser.add_argument("--repo", type=Path, default=Path(), help="the registry's repository (default: this folder)")
    parser.add_argument("--json", action="store_true", help="the report as one JSON document")
    return parser


def _configure_new(new: argparse.ArgumentParser) -> None:
    new.add_argument("--name", required=True, help="registered name")
    new.add_argument("--country", required=True, help="ISO 3166-1 code, such as MY")
    new.add_argument("--zone", required=True, help="IANA time zone, such as Asia/Kuala_Lumpur")
    new.add_argument("--url", required=True, help="the provider's own site")
    new.add_argument("--email", required=True, help="mailbox of the unit (no personal address)")
    new.add_argument("--unit", default="Micro-credentials office", help="name of the unit (default: %(default)s)")
    new.add_argument("--about", help="one or two sentences (default: the name)")
    new.add_argument("--language", default="en", help="language of the texts given here (default: %(default)s)")
    new.add_argument("--kind", choices=["hep", "non_hep"], default="hep", help="default: %(default)s")


def _configure_admit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--key", required=True, type=Path, metavar="SECRET", help="the maintainer's secret key")
    parser.add_argument("--as", required=True, dest="signer", metavar="registry/KEY", help="whose key that is")
    passphrase.add_option(parser)


def run(args: argparse.Namespace) -> int:
    """Run ``new`` or ``admit``."""
    return _new(args) if args.action == "new" else _admit(args)


def _new(args: argparse.Namespace) -> int:
    from bukti.loading.records import parse_record
    from bukti.model import Provider
    from bukti.scaffold import check_id, check_zone, create, read_registry, render

    check_id("provider", args.id)
    check_zone(args.zone)
    read_registry(args.repo)
    names = ("id", "name", "kind", "country", "zone", "language", "url", "unit", "email")
    path = Path("registry", args.id, "provider.yaml")
    text = render("provider.yaml", {name: getattr(args, name) for name in names} | {"about": args.about or args.name})
    faults = parse_record(Provider, text.encode(), path.as_posix())[1]
    if faults:
        raise InvalidRecords("the values given do not make a provider; nothing was written", findings=tuple(faults))
    create(args.repo, {path: text})
    if args.json:
        print_json({"provider": args.id, "files": [path.as_posix()]})
        return 0
    say(f"written: {path}")
    say(f"next:    bukti key new --provider {args.id} --key key-1 --out ~/keys/{args.id}-key-1.pem")
    say(f"then:    two maintainers of the registry sign: bukti provider admit {args.id} …")
    return 0


def _admit(args: argparse.Namespace) -> int:
    from bukti.issuing.admission import NEEDED, admit
    from bukti.loading import load_repository
    from bukti.proof.keys import load_key
    from bukti.scaffold import new_record_id, read_registry

    read_registry(args.repo)
    snapshot = load_repository(args.repo).snapshot
    if snapshot is None:
        raise BuktiError("the registry cannot be read", where=str(args.repo), hint="run 'bukti check'")
    now = datetime.now(UTC)
    key = load_key(args.key, passphrase.read_passphrase(args.passphrase_file, f"the key {args.key}"))
    signed = admit(args.repo, snapshot, args.id, args.signer, key, act=new_record_id(now.date()), now=now)
    if args.json:
        print_json({"provider": args.id, "signed_by_maintainers": signed})
        return 0
    for path, count in signed.items():
        say(f"signed: {path} ({count} of {NEEDED} maintainers)")
    if any(count < NEEDED for count in signed.values()):
        say("next:   another maintainer does the same; then commit and publish")
    return 0
