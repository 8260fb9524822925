"""Save what was issued with a key that was stolen: the provider stands by its own credentials with a new key.

Give the private folders of all classes. For each batch that is void a new batch with the same hashes is signed, so
that printed codes and files stay good here. All learners' files are signed again into --out (same content, same
hash): other people's verifiers take only a key that is still listed. Then every status list is signed again. What is
not in your folders is not saved: those batches are forged, or you forgot a folder.

Exit code 0: done, or shown with --dry-run. 1: refused. 2: the command was called wrongly.
"""

import argparse
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bukti.cli import desk
from bukti.cli.output import print_json, progress, say

if TYPE_CHECKING:
    from bukti.lifecycle.index import PrivateIndex
    from bukti.model import LifecycleAct
    from bukti.model.snapshot import Located
    from bukti.trust.private import PrivateClass
    from bukti.trust.reaffirming import Report

EXAMPLE = """\
  bukti reaffirm ~/classes --key ~/keys/my-university-key-2.pem --out ~/classes-again --dry-run
  bukti reaffirm ~/classes --key ~/keys/my-university-key-2.pem --out ~/classes-again --acts 2026-11-02-k3j9x2ab"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``bukti reaffirm``."""
    from bukti.cli import passphrase

    parser.add_argument(
        "folders", nargs="+", type=Path, metavar="DIR", help="folders that bukti issue wrote, or that hold several"
    )
    parser.add_argument("--key", required=True, type=Path, metavar="NEWSECRET", help="the provider's new secret key")
    parser.add_argument("--out", required=True, type=Path, metavar="NEWDIR", help="private folder for the new files")
    parser.add_argument(
        "--only-void", action="store_true", help="sign the files of void batches again, and no others' (not advised)"
    )
    parser.add_argument(
        "--acts", action="append", default=[], metavar="ID[,ID…]",
        help="void acts on credentials (revocations and the like) that are yours: they are signed again",
    )  # fmt: skip
    desk.add_common(parser)
    passphrase.add_option(parser)


def run(args: argparse.Namespace) -> int:
    """Reaffirm, and say what was done and what was not. Exit code 0; every refusal leaves as BuktiError."""
    import random

    from bukti.lifecycle.index import read_index
    from bukti.trust.reaffirming import Order, carry_out, dry_run, prepare

    now = datetime.now(UTC)
    index = read_index(args.folders, leave_out=args.out)
    acts = tuple(name for given in args.acts for name in given.split(",") if name)
    order = Order(repo=args.repo, index=index, out=args.out, only_void=args.only_void, acts=acts)
    with _locked(args.repo, index), desk.at_desk(args) as standing:
        key = desk.secret_key(args)
        prepared = prepare(order, standing, key, now, random.SystemRandom())
        if args.dry_run:
            report = dry_run(prepared, now)
        else:
            with progress("signing again", sum(len(one.entries) for one in prepared.classes)) as advance:
                report = carry_out(prepared, advance, now)
    if args.json:
        print_json(_as_json(args, report))
    else:
        _tell(args, report)
    return 0


@contextmanager
def _locked(repo: Path, index: "PrivateIndex") -> Iterator[None]:
    """Nobody else issues or revokes for the providers of these classes until the end."""
    from bukti.files import exclusive

    batches = {entry.batch for entry in index.entries}
    paths = (path for batch in batches for path in (repo / "credentials").glob(f"*/{batch[:4]}/{batch}.yaml"))
    folders = {repo / "registry" / path.parts[-3] for path in paths}
    with ExitStack() as stack:
        for folder in sorted(one for one in folders if one.is_dir()):
            stack.enter_context(exclusive(folder))
        yield


def _as_json(args: argparse.Namespace, report: "Report") -> dict[str, Any]:
    prepared = report.prepared
    return {
        "provider": prepared.provider,
        "key": prepared.key.record.key,
        "reaffirmed": [_saved_json(report, one) for one in prepared.void],
        "signed_again": sum(one.signed for one in report.resigned),
        "missing": [entry.digest.hex() for one in report.resigned for entry in one.missing],
        "acts": [one.record.act for one in prepared.chosen],
        "void_acts": [_act_json(one) for one in prepared.left],
        "not_saved": [{"batch": one.record.batch, "count": one.record.count} for one in prepared.lost],
        "not_listed": {one.batch.record.batch: one.unlisted for one in prepared.void if one.unlisted},
        "lists": [one.as_json() for one in report.lists],
        "files": list(report.files),
        "out": str(args.out),
        "written": report.written,
    }


def _saved_json(report: "Report", one: "PrivateClass") -> dict[str, Any]:
    old = one.batch.record.batch
    return {"batch": old, "by": report.prepared.plan.batches[old], "count": len(one.entries)}


def _act_json(located: "Located[LifecycleAct]") -> dict[str, Any]:
    act = located.record
    return {
        "act": act.act,
        "kind": act.kind,
        "reason": act.reason,
        "on": act.on.isoformat(),
        "count": len(act.hashes) // 65,
        "file": located.file,
    }


def _tell(args: argparse.Namespace, report: "Report") -> None:
    _tell_saved(report)
    _tell_files(args, report)
    verb = "signed" if report.written else "would be signed"
    for one in report.lists:
        fallen = f", {_counted(one.fallen, 'bit', 'bits')} fallen" if one.fallen else ""
        bits = _counted(len(one.bits), "bit", "bits")
        say(f"status list {one.list}: serial {one.serial} {verb} with the new key, {bits} set{fallen}")
    _tell_acts(args, report)
    _tell_lost(report)
    if args.dry_run:
        say("nothing was written (--dry-run)")
        return
    for file in report.files:
        say(f"  wrote {file}")
    say("next: bukti check, commit and publish; then give the learners their new files. Printed codes stay good")


def _tell_saved(report: "Report") -> None:
    prepared, verb = report.prepared, "reaffirmed" if report.written else "would reaffirm"
    count = sum(len(one.entries) for one in prepared.void)
    say(f"{verb}: {_counted(len(prepared.void), 'batch', 'batches')} with {_credentials(count)}")
    for one in prepared.void:
        old = one.batch.record.batch
        new = f", by {prepared.plan.batches[old]}" if report.written else ""
        say(f"  {old}: {_credentials(len(one.entries))}{new}")
        if one.unlisted:
            say(f"    NOT saved: {_credentials(one.unlisted)} of this batch that your folder does not know")


def _tell_files(args: argparse.Namespace, report: "Report") -> None:
    classes = report.prepared.classes
    if not report.written:
        total = sum(len(one.entries) for one in classes)
        say(f"would sign again: the files of {_credentials(total)}, {_counted(len(classes), 'class', 'classes')}")
        return
    signed = sum(one.signed for one in report.resigned)
    say(f"signed again: the files of {_credentials(signed)} in {args.out}")
    for one in report.resigned:
        say(f"  {one.folder}: {one.signed}")
        if one.missing:
            say(f"    NOT signed again: {_credentials(len(one.missing))} of which neither file nor link is left")


def _tell_acts(args: argparse.Namespace, report: "Report") -> None:
    prepared = report.prepared
    for one in prepared.chosen:
        say(f"act {one.record.act} {'signed again' if report.written else 'would be signed again'}: {_act_line(one)}")
    if not prepared.left:
        return
    say(f"void acts on your credentials that were not signed again: {len(prepared.left)}. If one of them is yours:")
    for one in prepared.left:
        say(f"  {one.record.act}: {_act_line(one)}")
        folders = " ".join(str(folder) for folder in args.folders)
        say(f"    bukti reaffirm {folders} --key {args.key} --out {args.out} --acts {one.record.act}")


def _act_line(located: "Located[LifecycleAct]") -> str:
    act = located.record
    return f"{act.kind} ({act.reason}) of {_credentials(len(act.hashes) // 65)} on {act.on}"


def _tell_lost(report: "Report") -> None:
    lost = report.prepared.lost
    if not lost:
        say("every void batch of yours is in your folders: nothing else is lost")
        return
    say(f"NOT saved: {_counted(len(lost), 'void batch', 'void batches')} that no folder given here knows")
    for one in lost:
        batch = one.record
        say(f"  {batch.batch}: {_credentials(batch.count)} of {batch.mc}, signed with {batch.provider}/{batch.key}")
    say("  forged ones stay void; if one is yours, run this again with its folder and another --out")


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _credentials(number: int) -> str:
    return _counted(number, "credential", "credentials")
