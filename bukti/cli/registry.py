"""Change what decides whose signatures count, or stand by a record that fell with a maintainer's key.

`change` is the only way to another address, branch or set of maintainers: two maintainers whom the registry pins
sign the new root, each with this command; the second call brings registry.yaml to it. `reaffirm` lets an act, a key
or a root that is void because of a stolen maintainer's key count again from its own place: two maintainers, too.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bukti.cli import desk
from bukti.cli.output import print_json, say

if TYPE_CHECKING:
    from bukti.trust.registry_acts import Signed

_SIGNS = "--key ~/keys/maintainer-1.pem --as registry/maintainer-1"
CHANGE_EXAMPLE = (
    f"  bukti registry change --add-maintainer maintainer-4 --remove-maintainer maintainer-2 \\\n      {_SIGNS}"
)
MOVE_EXAMPLE = f"  bukti registry change --base-url https://new.example {_SIGNS}"
REAFFIRM_EXAMPLE = (
    "  bukti registry reaffirm registry/my-university/acts/2026-11-01-abcd1234.yaml \\\n"
    "      --key ~/keys/maintainer-2.pem --as registry/maintainer-2"
)
EXAMPLE = f"{CHANGE_EXAMPLE}\n{MOVE_EXAMPLE}\n{REAFFIRM_EXAMPLE}"


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``bukti registry``."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="change|reaffirm")
    change = desk.action(
        actions, "change", "sign a new root: address, branch, maintainers", f"{CHANGE_EXAMPLE}\n{MOVE_EXAMPLE}"
    )
    change.add_argument("--base-url", default="", metavar="URL", help="the new address; the old one stays a former one")
    change.add_argument("--branch", default="", metavar="NAME", help="the branch whose history is the published one")
    for flag in ("add", "remove"):
        change.add_argument(
            f"--{flag}-maintainer", dest=flag, action="append", default=[], metavar="KEY",
            help=f"{flag} the pin of the key public_keys/registry/KEY.yaml (may be given several times)",
        )  # fmt: skip
    reaffirm = desk.action(actions, "reaffirm", "stand by a record that is void", REAFFIRM_EXAMPLE)
    reaffirm.add_argument("record", metavar="RECORD", help="the path of the void record, as 'bukti check' names it")
    for one in (change, reaffirm):
        desk.add_signer(one)
        desk.add_common(one)


def run(args: argparse.Namespace) -> int:
    """Run ``change`` or ``reaffirm``. Exit code 0; every refusal leaves as BuktiError."""
    from bukti.trust.registry_acts import Change, change_root, reaffirm_record

    now = datetime.now(UTC)
    with desk.at_desk(args) as standing:
        key, act = desk.secret_key(args, standing), desk.new_act_id(now)
        if args.action == "change":
            change = Change(base_url=args.base_url, branch=args.branch, add=args.add, remove=args.remove)
            signed = change_root(args.repo, standing, change, args.signer, key, now, act=act, dry_run=args.dry_run)
        else:
            record = _inside(args.repo, args.record)
            signed = reaffirm_record(args.repo, standing, record, args.signer, key, now, act=act, dry_run=args.dry_run)
    if args.json:
        print_json(_as_json(args, signed))
    else:
        _tell(args, signed)
    return 0


def _inside(repo: Path, record: str) -> str:
    """The record's path in the repository, whether it was given from there or from here."""
    path = Path(record)
    if path.exists() and path.resolve().is_relative_to(repo.resolve()):
        return path.resolve().relative_to(repo.resolve()).as_posix()
    return path.as_posix()


def _as_json(args: argparse.Namespace, signed: "Signed") -> dict[str, object]:
    return {
        "kind": signed.form["kind"],
        "record": signed.file,
        "signed_by": desk.signers(args, signed.form),
        "maintainers": signed.have,
        "complete": signed.complete,
        "changes": list(signed.changes),
        "edited": signed.edited,
        "by_hand": signed.by_hand,
        "written": not args.dry_run,
    }


def _tell(args: argparse.Namespace, signed: "Signed") -> None:
    from bukti.trust.cosigning import NEEDED

    say(f"{'would sign' if args.dry_run else 'signed'}: {signed.file} ({signed.have} of {NEEDED} maintainers)")
    for line in signed.changes:
        say(f"  {line}")
    if signed.by_hand:
        say("to do:  registry.yaml cannot be edited here without losing a comment: write these lines there yourself")
        say(signed.by_hand.rstrip("\n"))
    elif signed.edited:
        say(f"{'would edit' if args.dry_run else 'edited'}: registry/registry.yaml states the new root")
    if args.dry_run:
        say("nothing was written (--dry-run)")
    elif signed.complete:
        say("next:   bukti check, commit both files together and publish")
    else:
        say("next:   commit it on a branch and push that; another maintainer fetches the branch and runs")
        say(f"        'bukti registry {_again(args)} …' with their own key; until then")
        say("        nothing is changed, and registry.yaml stays as it is")


def _again(args: argparse.Namespace) -> str:
    return "change" if args.action == "change" else f"reaffirm {args.record}"
