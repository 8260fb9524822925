"""Judge the registry in DIR by everything that a pull request is judged by; the same at the desk and in CI.

Exit code 0: clean, or warnings only. 1: errors. 2: the command was called wrongly.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bukti.errors import Finding, Severity

if TYPE_CHECKING:
    from bukti.model.snapshot import History, Snapshot

EXAMPLE = """\
  bukti check
  bukti check --against origin/main --format github
  bukti check --published published.json
  bukti check --repo ../registry --today 2026-11-23 --format json"""

_NOT_WHOLE = frozenset({"history-none", "history-shallow"})
_STEPS = 4
"""Records, history, register and rules: what the bar of progress counts."""
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)
_NOUNS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("--repo", type=Path, default=Path(), metavar="DIR", help="the registry (default: here)")
    parser.add_argument(
        "--against",
        metavar="REV",
        help="the revision that the change left, such as origin/main: published records may not differ from it",
    )
    parser.add_argument(
        "--published",
        metavar="REV_OR_FILE",
        help="what the live site was made from (its published.json, or a full commit id): the published branch has to "
        "go on from there, with every record as it was",
    )
    parser.add_argument("--format", choices=("text", "json", "github"), default="text", help="default: text")
    parser.add_argument("--json", dest="format", action="store_const", const="json", help="same as --format json")
    parser.add_argument("--notes", action="store_true", help="list advice too, not only errors and warnings (text)")
    parser.add_argument("--today", type=_day, metavar="DATE", help="judge as of this date (default: today in UTC)")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it like 2026-11-23") from error


def run(args: argparse.Namespace) -> int:
    """Check, print, and say whether there are errors."""
    from bukti.errors import UsageError

    if not args.repo.is_dir():
        raise UsageError("there is no such folder", where=str(args.repo), hint="name the registry with --repo")
    findings = _findings(args.repo, args.against, args.published, args.today)
    if args.format == "text":
        _text(findings, notes=args.notes)
    else:
        _PRINT[args.format](findings)
    return 1 if any(finding.severity is Severity.ERROR for finding in findings) else 0


def _findings(repo: Path, against: str | None, published: str | None, today: date | None) -> tuple[Finding, ...]:
    from bukti.cli.output import progress
    from bukti.loading.history import read_against, read_history, tracked_faults
    from bukti.loading.published import published_commit
    from bukti.loading.repository import load_repository
    from bukti.policy import check_repository
    from bukti.register import build_register

    with progress("checking", _STEPS) as advance:
        last = published_commit(published) if published else None
        loaded = load_repository(repo)
        branch = loaded.snapshot.registry.record.branch if loaded.snapshot else None
        change = read_against(repo, against, branch) if against else None
        advance()
        history = read_history(repo, branch)
        held = tuple(_held(repo, history, last, branch)) if last else ()
        formal = _merged(loaded.findings, tracked_faults(repo))
        advance()
        if loaded.snapshot is None:
            return _merged(formal, held)
        register = build_register(loaded.snapshot, history)
        advance()
        now = datetime.now(UTC)
        judged = check_repository(loaded.snapshot, register, history, today or now.date(), change, now=now)
        unsigned = _unsigned(repo, loaded.snapshot, history, last) if last else ()
        return _merged(_merged(tuple({*formal, *judged}), held), unsigned)


def _held(repo: Path, history: "History", last: str, branch: str | None) -> Iterator[Finding]:
    """What keeps this from following the commit ``last``, which was published: another line, or a record changed.

    Rules that depend on the day are not held against it: a review that fell due since must not stop a publication.
    """
    from bukti.loading.history import read_against
    from bukti.loading.published import in_line, published_findings
    from bukti.policy.frozen import frozen_findings

    yield from published_findings(repo, history, last)
    if in_line(history, last):
        yield from frozen_findings(read_against(repo, last, branch))


def _unsigned(repo: Path, snapshot: "Snapshot", history: "History", last: str) -> Iterator[Finding]:
    """What stands in files that nobody signs, and has come since the commit ``last`` was published.

    A publication that no push began has nothing else to hold them against.
    """
    from bukti.loading.history import read_against
    from bukti.loading.published import in_line
    from bukti.policy.frozen import trust_findings
    from bukti.policy.made import template_findings

    if in_line(history, last):
        since = read_against(repo, last, snapshot.registry.record.branch)
        yield from template_findings(snapshot, since)
        yield from trust_findings(snapshot, since, history)


def _merged(found: Sequence[Finding], more: Iterable[Finding]) -> tuple[Finding, ...]:
    """Both, without those of ``more`` that say the same of a path as one of ``found``."""
    said = {(finding.file, finding.code) for finding in found}
    return tuple(sorted([*found, *(finding for finding in more if (finding.file, finding.code) not in said)]))


def _counts(findings: Sequence[Finding]) -> Mapping[str, int]:
    counted = Counter(finding.severity for finding in findings)
    return {str(severity): counted[severity] for severity in _ORDER}


def _text(findings: Sequence[Finding], *, notes: bool) -> None:
    from bukti.cli.output import format_finding, say

    for severity in _ORDER if notes else _ORDER[:-1]:
        group = [finding for finding in findings if finding.severity is severity]
        for finding in group:
            say(format_finding(finding))
        if group:
            say()
    hidden = not notes and _counts(findings)[Severity.INFO]
    say(_summary(findings) + (" ('bukti check --notes' lists the notes)" if hidden else ""))
    if _NOT_WHOLE & {one.code for one in findings} and _counts(findings)[Severity.ERROR]:
        say("git's whole history is not at hand, and what came first decides much: get it, then judge these errors")


def _summary(findings: Sequence[Finding]) -> str:
    counts = _counts(findings)
    parts = [f"{n} {_NOUNS[s]}{'' if n == 1 else 's'}" for s in _ORDER if (n := counts[str(s)])]
    files = len({finding.file for finding in findings})
    if not parts:
        return "no faults found"
    listed = ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1]
    return f"{listed} in {files} file{'' if files == 1 else 's'}"


def _json(findings: Sequence[Finding]) -> None:
    from bukti.cli.output import print_json

    print_json({"findings": [finding.as_json() for finding in findings], "counts": _counts(findings)})


_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def _github(findings: Sequence[Finding]) -> None:
    """Workflow commands of GitHub Actions; text of files is escaped, so that it cannot become a command."""
    from bukti.cli.output import say

    for finding in findings:
        place = f"file={_property(finding.file)}," if finding.file else ""
        line = f"line={finding.line}," if finding.file and finding.line else ""
        parts = [finding.message]
        parts += [f"{name}: {text}" for name, text in _details(finding) if text]
        say(f"::{_GITHUB[finding.severity]} {place}{line}title={_property(finding.code)}::{_data(chr(10).join(parts))}")
    # A line of our own can begin with "::" no more than a finding's text can.
    say(_summary(findings))


def _details(finding: Finding) -> tuple[tuple[str, str], ...]:
    return (
        ("found", finding.actual),
        ("expected", finding.expected),
        ("to mend", finding.hint),
        ("see", finding.clause),
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


_PRINT = {"json": _json, "github": _github}
