"""Draft definitions from another catalogue's course list.

Fills what the list states, invents nothing, and says for each clause of the guideline what is
missing. A draft that is there already is left as it is.
"""

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bukti.cli.output import note, print_json, progress, say
from bukti.errors import BuktiError, UsageError

if TYPE_CHECKING:
    from bukti.importing.writer import Planned

EXAMPLE = "  bukti import ../courses/ --provider my-university --dry-run"


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``bukti import``."""
    parser.add_argument("source", type=Path, metavar="SOURCE", help="a catalogue's file or folder")
    parser.add_argument("--provider", required=True, help="id of the provider that the drafts belong to")
    parser.add_argument("--repo", type=Path, default=Path(), help="the registry's repository (default: this folder)")
    parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
    parser.add_argument("--json", action="store_true", help="the report as one JSON document")


def run(args: argparse.Namespace) -> int:
    """Read, plan, write and report."""
    from bukti.importing import read_source
    from bukti.importing.writer import plan, write

    if not args.source.exists():
        raise UsageError("no such file or folder", where=str(args.source), expected="a catalogue's file or folder")
    _require_provider(args.repo, args.provider)
    source, drafts = read_source(args.source)
    planned = plan(drafts, args.provider)
    written: Counter[bool] = Counter()
    if not args.dry_run:
        with progress("writing drafts", len(planned)) as advance:
            written.update(new for path, new in write(args.repo, planned, advance) if path.name == "v1.yaml")
    gaps = {one.definition.id: _gaps(one) for one in planned}
    by_file = Counter(draft.origin.split(" ")[0] for draft in drafts)
    missing = Counter(gap for found in gaps.values() for gap in found)
    if args.json:
        items = [
            {"id": one.definition.id, "origin": one.draft.origin, "missing": gaps[one.definition.id]} for one in planned
        ]
        counts = {"rows": len(drafts), "drafts": len(planned), "written": written[True], "kept": written[False]}
        print_json({"source": source.name, **counts, "by_file": by_file, "missing": missing, "items": items})
        return 0
    say(f"{source.label}: {len(drafts)} rows read, {len(planned)} drafts")
    _table(by_file)
    say("missing, by clause and field (drafts that lack it):")
    _table(missing)
    if args.dry_run:
        note("nothing was written (--dry-run)")
    else:
        say(f"{written[True]} drafts written, {written[False]} were there already and stay as they are")
    return 0


def _require_provider(repo: Path, provider: str) -> None:
    if not (repo / "registry" / provider / "provider.yaml").is_file():
        raise BuktiError(
            f"the registry has no provider {provider!r}",
            where=str(repo / "registry"),
            hint=f"begin it with: bukti provider new {provider}",
        )


def _gaps(planned: "Planned") -> Sequence[str]:
    from bukti.policy import completeness

    return sorted({f"{gap.clause} {gap.field}" for gap in completeness(planned.definition, planned.offer)})


def _table(counts: Mapping[str, int]) -> None:
    for name, count in sorted(counts.items()):
        say(f"  {count:>5}  {name}")
