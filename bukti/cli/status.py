"""Sign a provider's status lists anew, from the acts that count: the lists that other people's verifiers read.

`sign` is needed when two snapshots were made at once (keep the published one, then run it), to bring in what the
agency revoked, and with a new key after the old one was stolen. It writes nothing where every list is right, unless
--force. Give the private folders of all classes with --index: what they do not know stays as it is.

Exit code 0: every list says what the acts say. 1: refused, or a revocation is due whose place in the list no --index
folder tells. 2: the command was called wrongly.
"""

import argparse
from typing import TYPE_CHECKING

from bukti.cli.ground import add_common, locked_world, read_private, secret_key

if TYPE_CHECKING:
    from bukti.lifecycle.status import StatusReport

EXAMPLE = "  bukti status sign --provider universiti-contoh --index ~/classes --key ~/keys/contoh-2026.pem --dry-run"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``bukti status``."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="sign")
    sign = actions.add_parser(
        "sign",
        help="sign the lists whose newest snapshot says something else than the acts",
        description="Sign the status lists whose newest snapshot says something else than the acts that count.",
        epilog=f"example:\n{EXAMPLE}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    sign.add_argument("--provider", required=True, metavar="ID", help="whose lists")
    sign.add_argument(
        "--list", dest="lists", action="append", default=[], metavar="NAME",
        help="this list only; may be repeated (default: all)",
    )  # fmt: skip
    sign.add_argument("--force", action="store_true", help="sign anew what is right already, with another key say")
    add_common(sign)


def run(args: argparse.Namespace) -> int:
    """Sign the lists, and say what was done. Exit code 1 where bits are due that cannot be raised here."""
    from datetime import UTC, datetime

    from bukti.cli.output import print_json
    from bukti.lifecycle.status import StatusOrder, sign_status
    from bukti.lifecycle.targets import places_of

    index = read_private(args.index)
    with locked_world(args.repo, args.provider) as world:
        order = StatusOrder(
            provider=args.provider, places=places_of(index, ()), names=tuple(args.lists), force=args.force
        )
        report = sign_status(order, world, secret_key(args), datetime.now(UTC), dry_run=args.dry_run)
    if args.json:
        print_json(report.as_json())
    else:
        _tell(report, dry=args.dry_run)
    return int(any(one.missing for one in (*report.lists, *report.right)))


def _tell(report: "StatusReport", *, dry: bool) -> None:
    from bukti.cli.acting import tell_doubts, tell_files, tell_lists
    from bukti.cli.output import say

    lists = "1 status list" if len(report.lists) == 1 else f"{len(report.lists)} status lists"
    if report.lists:
        say(f"{report.state}: {lists} of {report.provider}, with {report.key}")
    elif any(one.missing or one.excess for one in report.right):
        say(f"nothing could be done: a status list of {report.provider} is not what acts ask for")
    else:
        say(f"nothing to do: every status list of {report.provider} says what the acts say (--force signs it anew)")
    tell_lists(report.lists)
    for one in report.right:
        bits = "1 bit" if len(one.bits) == 1 else f"{len(one.bits)} bits"
        say(f"  status  list {one.list} stays as it is, {bits} set in all")
        tell_doubts(one)
    tell_files(tuple(one.path for one in report.lists), dry=dry)
    if report.lists and not dry:
        say("next: `bukti check`, commit, open a pull request")
