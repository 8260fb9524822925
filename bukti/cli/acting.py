"""What ``bukti revoke``, ``suspend`` and ``reinstate`` have in common: arguments, the run, what is told."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

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
from bukti.errors import UsageError

if TYPE_CHECKING:
    from bukti.lifecycle.index import PrivateIndex
    from bukti.lifecycle.lists import NextList
    from bukti.lifecycle.run import Report, World
    from bukti.lifecycle.targets import Resolution, Target
    from bukti.lifecycle.wishes import Wish


def configure(parser: argparse.ArgumentParser, kind: str) -> None:
    """Add the arguments of a command that signs acts of ``kind`` (``revoked``, …)."""
    parser.add_argument(
        "targets", nargs="*", metavar="TARGET",
        help="a holder's name or ref (with --index), a registry hash, a credential's .json file, or a card link",
    )  # fmt: skip
    parser.add_argument("--csv", type=Path, metavar="FILE", help="a list: columns name and/or ref, or one column hash")
    add_reason(parser, kind)
    add_common(parser)
    parser.add_argument(
        "--mc", metavar="PROVIDER/MC", help="look for names and refs among credentials of this one only"
    )
    parser.add_argument("--provider", metavar="ID", help="whose credentials (default: told by the credentials)")
    parser.add_argument(
        "--as", dest="signer", metavar="PROVIDER/KEY", help="whose key --key is; registry/KEY signs for the agency"
    )
    parser.add_argument("--on", type=day, metavar="DATE", help="the day that the act states (default: today)")
    if kind == "revoked":
        add_without_list(parser)
    parser.add_argument("--verbose", action="store_true", help="tell holders' names where this is no terminal, too")


def add_reason(parser: argparse.ArgumentParser, kind: str) -> None:
    """Add ``--reason`` with the codes for acts of ``kind`` and their meanings."""
    from bukti.lifecycle.reasons import reasons_for

    known = reasons_for(kind)
    parser.add_argument(
        "--reason", choices=list(known), metavar="CODE", help="why (has to be given); public: one of those below"
    )
    width = max(map(len, known)) + 2
    listed = "\n".join(f"  {code:<{width}}{meaning}" for code, meaning in known.items())
    parser.epilog = f"reasons:\n{listed}\n\n{parser.epilog or ''}"


def refuse_no_reason(args: argparse.Namespace, kind: str) -> None:
    """Raise UsageError with the reasons that there are, where none was given."""
    from bukti.lifecycle.reasons import reasons_for

    if args.reason is None:
        listed = ", ".join(f"{code} ({meaning})" for code, meaning in reasons_for(kind).items())
        raise UsageError("no reason is stated", expected=listed, hint="choose one with --reason; it is public")


def add_without_list(parser: argparse.ArgumentParser) -> None:
    """Add ``--without-list``."""
    parser.add_argument(
        "--without-list", action="store_true",
        help="sign the act even where a credential's status index is not known; bukti status sign brings it in later",
    )  # fmt: skip


def run(args: argparse.Namespace, kind: str) -> int:
    """Sign the act, and say what was done. Exit code 0; every refusal leaves as BuktiError."""
    import random
    from datetime import UTC, datetime

    from bukti.cli.output import print_json
    from bukti.lifecycle.run import Order, carry_out, dry_run, prepare
    from bukti.lifecycle.targets import places_of

    refuse_no_reason(args, kind)
    wishes, index = _wishes(args), read_private(args.index)
    provider = _provider(args) or _resolve(args, wishes, index, read_world(args.repo)).provider
    with locked_world(args.repo, provider) as world:
        resolution = _resolve(args, wishes, index, world, provider)
        order = Order(
            kind=kind,
            reason=args.reason,
            resolution=resolution,
            places=places_of(index, resolution.targets),
            signer=args.signer,
            on=args.on,
            without_list=kind == "revoked" and args.without_list,
        )
        # Only now, so that nobody types a passphrase for nothing.
        prepared = prepare(order, world, secret_key(args), datetime.now(UTC), random.SystemRandom())
        report = dry_run(prepared) if args.dry_run else carry_out(prepared)
    if args.json:
        print_json(report.as_json())
    else:
        _tell(report, names=shows_names(args), dry=args.dry_run)
    return 0


def _wishes(args: argparse.Namespace) -> "tuple[Wish, ...]":
    from bukti.lifecycle.wishes import read_wishes, wishes_of

    listed = read_wishes(read_input(args.csv, "the list"), str(args.csv)) if args.csv else ()
    wishes = (*wishes_of(args.targets), *listed)
    if not wishes:
        raise UsageError(
            "no credential is named", hint="name one (a name, ref, hash, file or link), or a list with --csv"
        )
    return wishes


def _provider(args: argparse.Namespace) -> str | None:
    """The provider that the command line names: outright, or by its key."""
    owner = (args.signer or "").partition("/")[0]
    provider: str | None = args.provider or (owner if owner != "registry" else None)
    return provider or None


def _resolve(
    args: argparse.Namespace,
    wishes: "tuple[Wish, ...]",
    index: "PrivateIndex",
    world: "World",
    provider: str | None = None,
) -> "Resolution":
    from bukti.lifecycle.targets import Search, resolve

    search = Search(snapshot=world.snapshot, register=world.register, index=index, provider=provider, mc=args.mc)
    return resolve(wishes, search)


# For people ---------------------------------------------------------------------------------


def _tell(report: "Report", *, names: bool, dry: bool) -> None:
    from bukti.cli.output import say
    from bukti.lifecycle.reasons import reasons_for

    prepared = report.prepared
    order, provider = prepared.order, prepared.order.resolution.provider
    if prepared.act is not None:
        meaning = reasons_for(order.kind)[order.reason]
        say(f"{report.state}: {counted(len(prepared.targets))} of {provider}; reason: {meaning} ({order.reason})")
        say(f"  act     {prepared.act.act}, of {prepared.act.on}, signed with {prepared.signature.name}")
        for line in shortened(described(target, names=names) for target in prepared.targets):
            say(f"  {line}")
    else:
        say(f"{report.state}: {_why_nothing(report)}")
    for line in shortened(f"{described(target, names=names)} {why}" for target, why in prepared.left_out):
        say(f"  left out: {line}")
    for line in shortened(f"{old.digest.hex()[:12]}… was replaced by {new.hex()}" for old, new in report.newer):
        say(f"  newer: {line}, which stays as it is: name that one if it is meant")
    for wish, target in order.resolution.twice:
        say(f"  named twice ({wish.where}), used once: {target.digest.hex()[:12]}…")
    tell_lists(prepared.lists)
    tell_files(report.files, dry=dry)
    if prepared.act is not None and order.kind == "revoked" and prepared.signature.signer[0] != provider:
        say(f"  other people's verifiers see it when {provider} signs its status list next: bukti status sign")
    if report.files and not dry:
        say("next: `bukti check`, commit, open a pull request; the act counts once it is published")


def _why_nothing(report: "Report") -> str:
    if report.prepared.done_already:
        return "this very act stands in the repository and waits for publication"
    return "the act would change nothing"


def counted(number: int) -> str:
    """``1 credential``, ``12 credentials``."""
    return "1 credential" if number == 1 else f"{number:,} credentials"


def described(target: "Target", *, names: bool) -> str:
    """A credential for people; with its holder where ``names``."""
    entry = target.entry
    holder = " · ".join(filter(None, [entry.name, entry.ref])) if names and entry else ""
    newest = f"(the newest of {target.older + 1})" if target.older else ""
    return " ".join(filter(None, [target.said, newest, holder]))


def tell_lists(lists: "tuple[NextList, ...]") -> None:
    """What happens to the status lists."""
    from bukti.cli.output import say

    for one in lists:
        changes = [f"{one.raised} {'bit' if one.raised == 1 else 'bits'} raised"] if one.raised else []
        changes += [f"{one.fallen} fallen (void acts had raised them)"] if one.fallen else []
        told = ", ".join(changes) or ("signed with a good key again" if one.key_lost else "the same bits")
        say(f"  status  list {one.list}, serial {one.serial}: {told}, {len(one.bits)} set in all")
        tell_doubts(one)


def tell_doubts(one: "NextList") -> None:
    """What the list says that no act asks for, or does not say, because status indexes are not known here."""
    from bukti.cli.output import say

    if one.missing:
        due = "1 more is due, of a credential" if one.missing == 1 else f"{one.missing:,} more are due, of credentials"
        say(f"          {due} whose status index is not known here")
    if one.excess:
        say(f"          {one.excess} of them void acts had raised; which ones cannot be told here, so they stay")
    if one.unknown and not one.missing and not one.excess:
        say(f"          {counted(one.unknown)} revoked before cannot be looked up here; bits of these classes stay set")
    if one.missing or one.excess:
        say("          to mend: bukti status sign, with the private folders of all classes as --index")


def tell_files(files: "tuple[str, ...]", kept: frozenset[str] = frozenset(), *, dry: bool) -> None:
    """The files of the repository that were, or would be, written; ``kept`` were there before."""
    from bukti.cli.output import say

    for file in (one for one in files if one not in kept):
        say(f"  {'would write' if dry else 'wrote  '} {file}")
    for file in sorted(kept):
        say(f"  kept    {file} (it was there already)")
    if dry:
        say("nothing was written (--dry-run); new ids are drawn each time")
