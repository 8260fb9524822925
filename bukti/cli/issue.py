"""Sign a class from a CSV file: one batch record into the registry, each learner's files into a private folder.

Columns: name; optional ref (tells namesakes apart, stays private), result, path (electives), email.
A run that was stopped is completed by running the same command again.

Exit code 0: issued. 1: refused, nothing was issued. 2: the command was called wrongly, or the class list or the
passphrase file cannot be read.
"""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bukti.errors import UsageError

if TYPE_CHECKING:
    from bukti.issuing.run import Order, Report

EXAMPLE = """\
  bukti issue class.csv --mc universiti-contoh/applied-data-analysis \\
      --key ~/keys/contoh-2026.pem --out ~/issued/2026-11 --dry-run"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``bukti issue``."""
    from bukti.cli import passphrase

    parser.add_argument("csv", type=Path, metavar="CSV", help="the class list, UTF-8")
    parser.add_argument("--mc", required=True, metavar="PROVIDER/MC", help="the micro-credential that is awarded")
    parser.add_argument("--key", required=True, type=Path, metavar="FILE", help="the provider's secret key")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="private folder for learners' files")
    parser.add_argument("--repo", type=Path, default=Path(), metavar="DIR", help="the registry (default: this folder)")
    parser.add_argument("--issued-on", type=day, metavar="DATE", help="first day (default: today at the provider)")
    parser.add_argument("--valid-until", type=day, metavar="DATE", help="last day (default: as the definition says)")
    parser.add_argument("--skip-faulty", action="store_true", help="leave faulty rows out and issue the rest")
    parser.add_argument("--dry-run", action="store_true", help="show what would happen, write nothing")
    parser.add_argument("--json", action="store_true", help="the report as one JSON document on standard output")
    passphrase.add_option(parser)


def day(text: str) -> date:
    """A calendar date ``YYYY-MM-DD`` of the command line."""
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2026-11-01")


def run(args: argparse.Namespace) -> int:
    """Issue, and say what was done. Exit code 0; every refusal leaves as BuktiError."""
    from bukti.cli.output import print_json
    from bukti.files import exclusive
    from bukti.issuing.learners import read_class_list
    from bukti.issuing.run import Order, refuse_folder
    from bukti.scaffold import read_registry

    read_registry(args.repo)
    refuse_folder(args.out, args.repo)
    order = Order(
        mc=args.mc,
        class_list=read_class_list(_read(args.csv), str(args.csv)),
        repo=args.repo,
        out=args.out,
        issued_on=args.issued_on,
        valid_until=args.valid_until,
        skip_faulty=args.skip_faulty,
    )
    # The lock is held from reading the repository to writing it: two runs must not reserve one range.
    lock = args.repo / "registry" / args.mc.partition("/")[0]
    with exclusive(lock if lock.is_dir() else args.repo):
        report = _issue(args, order)
    if args.json:
        print_json(report.as_json())
    else:
        _tell(report)
    return 0


def _issue(args: argparse.Namespace, order: "Order") -> "Report":
    import random
    from datetime import UTC, datetime

    from bukti.cli.output import progress
    from bukti.cli.passphrase import read_passphrase
    from bukti.errors import InvalidRecords
    from bukti.issuing.award import award_of, refuse_errors, refuse_faults
    from bukti.issuing.run import carry_out, dry_run, prepare
    from bukti.loading import load_repository, read_history
    from bukti.policy import check_repository
    from bukti.proof.keys import load_key
    from bukti.register import build_register

    loaded = load_repository(order.repo)
    refuse_faults(loaded.findings, order.mc.partition("/")[0])
    if loaded.snapshot is None:
        raise InvalidRecords("this is no registry", where=str(order.repo), findings=loaded.findings)
    now, history = datetime.now(UTC), read_history(order.repo, loaded.snapshot.registry.record.branch)
    register = build_register(loaded.snapshot, history)
    award = award_of(loaded.snapshot, order.mc)
    refuse_errors(check_repository(loaded.snapshot, register, history, now.date(), None, now=now), award)
    # Only now, so that nobody types a passphrase for nothing.
    key = load_key(args.key, read_passphrase(args.passphrase_file, f"the key {args.key}"))
    prepared = prepare(order, loaded.snapshot, register, key, now, random.SystemRandom())
    if args.dry_run:
        return dry_run(prepared)
    with progress("signing", len(prepared.issue.graded)) as advance:
        return carry_out(prepared, register, key, advance)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"the class list cannot be read: {error.strerror}", where=str(path)) from error


def _tell(report: "Report") -> None:
    from bukti.cli.output import print_findings, say

    plan, definition = report.issue.plan, report.issue.award.definition.record
    count = len(report.issue.graded)
    until = f"until {plan.valid_until}" if plan.valid_until else "without end"
    credentials = "1 credential" if count == 1 else f"{count} credentials"
    say(f"{report.state}: {credentials} of {definition.ref}, version {definition.version}")
    say(f"  batch   {plan.batch}, key {report.issue.key.provider}/{report.issue.key.key}")
    say(f"  valid   from {plan.issued_on} {until}")
    say(f"  status  list {plan.status.list}, indexes {plan.status.start} to {plan.status.stop - 1}")
    if report.state == "would issue":
        for graded in report.issue.graded:
            say("  " + " · ".join([graded.learner.name, *filter(None, [graded.learner.ref]), *graded.results.values()]))
    if report.refused:
        say(f"left out: {len(report.refused)} fault{'s' if len(report.refused) != 1 else ''}")
        print_findings(report.refused)
    if report.state == "would issue":
        say("nothing was written (--dry-run)")
        return
    for file in report.files:
        say(f"  kept    {file} (it was there already)" if file in report.kept else f"  wrote   {file}")
    say(f"  learners' files, links.csv and index.jsonl: {report.out} (private: keep index.jsonl, it is the only")
    say("  place where names and hashes meet)")
    say("next: `bukti check`, commit, open a pull request; hand the files out once the batch is published")
