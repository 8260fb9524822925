"""Replace credentials: issue new ones, and link each old one to its successor. For corrections and renewals.

NEW is a class list as for bukti issue. Each row replaces one credential: the OLD in the same place on the command
line; without any OLD the one that the row's column 'replaces' names (name, ref, hash, file or link), else the one
with the row's ref, else the one with its name. All are of one micro-credential. A correction stays of the
version that was achieved, also where it is not offered any more; a renewal is of the version on offer.

--reason name-corrected and content-corrected issue from today and end when the old credential ends: a correction
does not prolong. --reason renewed gives a fresh period, as the definition says. Other dates: --issued-on and
--valid-until. A row without a ref inherits that of the credential it replaces. The old code then says "replaced on",
and nothing published tells who has the new one.

A run that was stopped is completed by running the same command again.

Exit code 0: replaced, or done already. 1: refused, nothing was written to the registry. 2: the command was called
wrongly.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from bukti.cli.acting import (
    add_reason,
    add_without_list,
    counted,
    refuse_no_reason,
    tell_files,
    tell_lists,
)
from bukti.cli.ground import (
    add_common,
    locked_world,
    read_input,
    read_private,
    read_world,
    secret_key,
    shortened,
    shows_names,
)
from bukti.cli.issue import day

if TYPE_CHECKING:
    from bukti.issuing.learners import ClassList
    from bukti.lifecycle.index import PrivateIndex
    from bukti.lifecycle.pairing import Pairing
    from bukti.lifecycle.run import World
    from bukti.lifecycle.supersede import Prepared, Report

EXAMPLE = """\
  bukti supersede A-1024 --csv corrected.csv --index ~/classes/2026-11 --out ~/classes/2026-11-corrected \\
      --key ~/keys/contoh-2026.pem --reason name-corrected
  bukti supersede --csv class-again.csv --index ~/classes/2023-11 --out ~/classes/2026-11-renewed \\
      --key ~/keys/contoh-2026.pem --reason renewed --dry-run"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``bukti supersede``."""
    parser.add_argument(
        "olds", nargs="*", metavar="OLD",
        help="an old credential: its holder's name or ref, its hash, its .json file, or its card link",
    )  # fmt: skip
    parser.add_argument("--csv", required=True, type=Path, metavar="NEW", help="the new credentials, one row each")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="private folder for learners' files")
    add_reason(parser, "superseded")
    add_common(parser)
    parser.add_argument(
        "--mc", metavar="PROVIDER/MC", help="look for names and refs among credentials of this one only"
    )
    parser.add_argument("--provider", metavar="ID", help="whose credentials (default: told by the credentials)")
    parser.add_argument("--issued-on", type=day, metavar="DATE", help="first day (default: today at the provider)")
    parser.add_argument("--valid-until", type=day, metavar="DATE", help="last day (default: see above)")
    add_without_list(parser)
    parser.add_argument("--verbose", action="store_true", help="tell holders' names where this is no terminal, too")


def run(args: argparse.Namespace) -> int:
    """Issue and link, and say what was done. Exit code 0; every refusal leaves as BuktiError."""
    from bukti.cli.output import print_json
    from bukti.issuing.run import refuse_folder
    from bukti.scaffold import read_registry

    refuse_no_reason(args, "superseded")
    read_registry(args.repo)
    refuse_folder(args.out, args.repo)
    listed, index = _class_list(args), read_private(args.index, leave_out=args.out)
    provider = args.provider or _paired(args, listed, index, read_world(args.repo)).provider
    with locked_world(args.repo, provider) as world:
        report = _supersede(args, listed, index, world, provider)
    if args.json:
        print_json(report.as_json())
    else:
        _tell(report, names=shows_names(args), dry=args.dry_run)
    return 0


def _supersede(
    args: argparse.Namespace, listed: "ClassList", index: "PrivateIndex", world: "World", provider: str
) -> "Report":
    import random
    from datetime import UTC, datetime

    from bukti.cli.output import progress
    from bukti.issuing.award import award_of, refuse_errors
    from bukti.lifecycle.supersede import Order, carry_out, dry_run, prepare, version_of
    from bukti.lifecycle.targets import places_of
    from bukti.policy import check_repository

    now = datetime.now(UTC)
    pairing = _paired(args, listed, index, world, provider)
    found = check_repository(world.snapshot, world.register, world.history, now.date(), None, now=now)
    refuse_errors(found, award_of(world.snapshot, pairing.mc, version_of(args.reason, pairing)))
    order = Order(
        reason=args.reason,
        pairing=pairing,
        class_list=listed,
        out=args.out,
        places=places_of(index, pairing.olds),
        issued_on=args.issued_on,
        valid_until=args.valid_until,
        without_list=args.without_list,
    )
    # Only now, so that nobody types a passphrase for nothing.
    key = secret_key(args)
    prepared = prepare(order, world, key, now, random.SystemRandom())
    if args.dry_run:
        return dry_run(prepared)
    with progress("signing", len(prepared.issue.issue.graded)) as advance:
        return carry_out(prepared, key, advance)


def _class_list(args: argparse.Namespace) -> "ClassList":
    from bukti.errors import BuktiError
    from bukti.issuing.learners import read_class_list
    from bukti.lifecycle.pairing import COLUMN

    listed = read_class_list(read_input(args.csv, "the class list"), str(args.csv), more=(COLUMN,))
    if listed.faults:
        raise BuktiError(
            "the class list has faults; nothing was done",
            where=listed.file,
            hint="mend the rows named below",
            findings=listed.faults,
        )
    return listed


def _paired(
    args: argparse.Namespace,
    listed: "ClassList",
    index: "PrivateIndex",
    world: "World",
    provider: str | None = None,
) -> "Pairing":
    from bukti.lifecycle.pairing import paired
    from bukti.lifecycle.supersede import own_hashes
    from bukti.lifecycle.targets import Search

    search = Search(snapshot=world.snapshot, register=world.register, index=index, provider=provider, mc=args.mc)
    return paired(args.olds, listed, search, own_hashes(args.out))


def _tell(report: "Report", *, names: bool, dry: bool) -> None:
    from bukti.cli.output import say
    from bukti.lifecycle.reasons import reasons_for
    from bukti.lifecycle.supersede import act_id

    prepared = report.prepared
    order, issue = prepared.order, prepared.issue.issue
    plan = issue.plan
    until = f"until {plan.valid_until}" if plan.valid_until else "without end"
    meaning = reasons_for("superseded")[order.reason]
    say(f"{report.state}: {counted(len(order.pairing.olds))} of {order.pairing.mc}; reason: {meaning} ({order.reason})")
    say(f"  new     version {issue.award.definition.record.version}, valid from {plan.issued_on} {until}")
    say(f"  batch   {plan.batch}, act {act_id(prepared)}, key {prepared.signature.name}")
    for line in shortened(_pairs(report, names=names)):
        say(f"  {line}")
    tell_lists(report.lists)
    tell_files(report.files, report.kept, dry=dry)
    if dry:
        return
    say(f"  learners' files, links.csv and index.jsonl: {order.out} (private: keep index.jsonl)")
    if report.files:
        say("next: `bukti check`, commit, open a pull request; hand the new files out once they are published")


def _pairs(report: "Report", *, names: bool) -> "list[str]":
    prepared: Prepared = report.prepared
    new = [f"{digest.hex()[:12]}…" for digest in report.new] or ["a new one"] * len(prepared.order.pairing.olds)
    rows = zip(prepared.order.pairing.olds, new, prepared.issue.issue.graded, strict=True)
    return [
        f"{old.said} → {one} {_holder(old.entry, graded.learner.name) if names else ''}".rstrip()
        for old, one, graded in rows
    ]


def _holder(entry: object, name: str) -> str:
    """The holder; both names where the new one differs."""
    was = getattr(entry, "name", name)
    return name if was == name else f"{was} → {name}"
