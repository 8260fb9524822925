"""The actions of ``bukti key`` that end a key, and the list of what it has signed."""

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bukti.cli import desk
from bukti.cli.output import print_json, say

if TYPE_CHECKING:
    from bukti.trust.key_acts import Signed
    from bukti.trust.key_history import Trace
    from bukti.trust.standing import Standing

REVOKE_EXAMPLE = """\
  bukti key revoke my-university/key-1 --reason key-compromised \\
      --key /media/safe/recovery.pem --as my-university/recovery --from-commit 3f9c2ab71d04"""
RETIRE_EXAMPLE = """\
  bukti key retire my-university/key-1 --key ~/keys/my-university-key-1.pem --as my-university/key-1"""
HISTORY_EXAMPLE = "  bukti key history my-university/key-1 --index ~/classes"
_KINDS = {"revoke": "revoked", "retire": "retired"}


def configure(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``revoke``, ``retire`` and ``history``."""
    from bukti.trust.reasons import reasons_for

    retire = desk.action(actions, "retire", "end a key in good order; what it signed stays good", RETIRE_EXAMPLE)
    revoke = desk.action(actions, "revoke", "end a key that is lost or stolen", REVOKE_EXAMPLE)
    revoke.add_argument(
        "--from-commit", default="", metavar="COMMIT",
        help="all that the key signed from this commit on is void (the provider's or its recovery key, and two "
        "maintainers; each runs this command); without it nothing falls, the key signs nothing more",
    )  # fmt: skip
    for parser, kind in ((retire, "retired"), (revoke, "revoked")):
        codes = reasons_for(kind)
        default = {"default": "key-replaced"} if kind == "retired" else {"required": True}
        note = " (default: key-replaced)" if kind == "retired" else ""
        parser.add_argument("target", metavar="PROVIDER/KEY", help="the key that ends")
        parser.add_argument("--reason", choices=codes, help="why; it is public" + note, **default)
        desk.add_signer(parser, "PROVIDER/KEY")
        desk.add_common(parser)
    history = desk.action(actions, "history", "list what a key has signed, in the published order", HISTORY_EXAMPLE)
    history.add_argument("target", metavar="PROVIDER/KEY", help="the key, like my-university/key-1")
    history.add_argument(
        "--index", action="append", default=[], type=Path, metavar="DIR",
        help="a folder that bukti issue wrote, or one that holds several: its batches are marked as yours",
    )  # fmt: skip
    desk.add_common(history, dry_run=False)


def run(args: argparse.Namespace) -> int:
    """Run one of the three. Exit code 0; every refusal leaves as BuktiError."""
    return _history(args) if args.action == "history" else _end(args)


def _end(args: argparse.Namespace) -> int:
    from bukti.trust.key_acts import Ending, end_key, resolve_commit
    from bukti.trust.key_history import voided_from
    from bukti.trust.standing import signer_of

    now = datetime.now(UTC)
    with desk.at_desk(args) as standing:
        commit, index = "", 0
        falling: Sequence[Trace] = ()
        if getattr(args, "from_commit", ""):
            commit, index = resolve_commit(args.repo, standing.history, args.from_commit)
            falling = voided_from(standing, signer_of(args.target), index)
        if not args.json and commit:
            _tell_falling(args.target, commit, standing.history.commits[index][1], falling)
        ending = Ending(
            target=args.target,
            kind=_KINDS[args.action],
            reason=args.reason,
            act=desk.new_act_id(now),
            from_commit=commit,
        )
        signed = end_key(
            args.repo, standing, ending, args.signer, desk.secret_key(args, standing), now, dry_run=args.dry_run
        )
    if args.json:
        print_json(_as_json(args, signed, falling))
    else:
        _tell(args, signed, falling)
    return 0


def _tell_falling(target: str, commit: str, seconds: int, falling: "Sequence[Trace]") -> None:
    day = datetime.fromtimestamp(seconds, UTC).date()
    say(f"to revoke {target} from commit {commit[:12]} ({day}) on makes void, once it is signed by all and published:")
    say(f"  {_sum(falling)}")
    for trace in falling:
        say(f"  {_line(trace)}")


def _sum(found: "Iterable[Trace]") -> str:
    from bukti.trust.key_history import NOUNS

    counts = Counter(trace.kind for trace in found)
    told = [f"{counts[kind]} {words[counts[kind] > 1]}" for kind, words in NOUNS.items() if counts[kind]]
    return ", ".join(told) or "nothing: the key has signed nothing from there on"


def _line(trace: "Trace") -> str:
    where = f"{trace.commit[:12]}  {trace.position.day}" if trace.position else "not published yet       "
    unit = {"batch": "credential", "act": "credential", "status": "bit"}.get(trace.kind, "")
    size = f": {trace.count:,} {unit}{'s' if trace.count != 1 else ''}" if unit else ""
    return f"{where}  {trace.kind:<12} {trace.what}{size}{' set' if unit == 'bit' else ''}  {trace.file}"


def _as_json(args: argparse.Namespace, signed: "Signed", falling: "Sequence[Trace]") -> dict[str, Any]:
    return {
        "key": args.target,
        "kind": signed.form["kind"],
        "record": signed.file,
        "from_commit": signed.form.get("from_commit", ""),
        "signed_by": desk.signers(args, signed.form),
        "complete": signed.complete,
        "missing": list(signed.missing),
        "void": [_trace_json(trace) for trace in falling],
        "written": not args.dry_run,
    }


def _trace_json(trace: "Trace") -> dict[str, Any]:
    return {
        "file": trace.file,
        "kind": trace.kind,
        "what": trace.what,
        "count": trace.count,
        "commit": trace.commit,
        "day": trace.position.day.isoformat() if trace.position else "",
    }


def _tell(args: argparse.Namespace, signed: "Signed", falling: "Sequence[Trace]") -> None:
    say(f"{'would sign' if args.dry_run else 'signed'}: {signed.file}, {args.target} {signed.form['kind']}")
    say(f"signatures: {', '.join(desk.signers(args, signed.form))}")
    if args.dry_run:
        say("nothing was written (--dry-run)")
        return
    if not signed.complete:
        say(f"still missing: {' and '.join(signed.missing)}; each runs the same command with their own key")
        say("until then the act counts for nothing")
        return
    say("complete: bukti check, commit and publish; it counts from its commit on")
    if signed.form["reason"] == "key-compromised" and "from_commit" not in signed.form:
        say(f"then: find the first record that is not yours: bukti key history {args.target} --index DIR;")
        say("      what was signed from there on is taken back with --from-commit")
    if any(trace.kind in ("batch", "act") for trace in falling):
        say("then: save what is honest among it with the next key: bukti reaffirm --help")


def _history(args: argparse.Namespace) -> int:
    from bukti.errors import BuktiError
    from bukti.trust.key_history import signed_by, traces
    from bukti.trust.standing import signer_of

    standing, target = desk.standing_of(args.repo), signer_of(args.target)
    if target not in standing.snapshot.keys:
        names = sorted("/".join(one) for one in standing.snapshot.keys if one[0] == target.provider)
        raise BuktiError(
            f"there is no key {args.target}", expected=", ".join(names) or "a key below public_keys/", hint="mend it"
        )
    found = signed_by(traces(standing), target)
    marks = _marks(args.index, standing, found)
    if args.json:
        rows = [_trace_json(one) | {"yours": marks[one.file]} for one in found]
        print_json({"key": args.target, "state": _state(standing, args.target), "signed": rows})
    else:
        _tell_history(args, standing, found, marks)
    return 0


def _state(standing: "Standing", name: str) -> str:
    from bukti.trust.standing import state_of

    return state_of(standing, name)


def _marks(folders: Sequence[Path], standing: "Standing", found: "Sequence[Trace]") -> dict[str, bool | None]:
    """For each record whether the private index knows it: None where it cannot say."""
    from bukti.lifecycle.index import read_index
    from bukti.trust.key_history import of_index

    known = set(read_index(folders).by_digest) if folders else None
    return {one.file: of_index(standing, one, known) for one in found}


_MARKS = {True: "yours      ", False: "NOT yours  ", None: "           "}


def _tell_history(
    args: argparse.Namespace, standing: "Standing", found: "Sequence[Trace]", marks: dict[str, bool | None]
) -> None:
    say(f"{args.target} is {_state(standing, args.target)}; it has signed:")
    for one in found:
        say(f"  {_MARKS[marks[one.file]] if args.index else ''}{_line(one)}")
    say(f"together: {_sum(found)}" if found else "  nothing")
    strange = next((one for one in found if marks[one.file] is False and one.commit), None)
    if strange:
        say(f"the first that your folders do not know: {strange.commit[:12]} ({strange.file})")
        say("look at the records above it too: acts, status lists and keys cannot be told by folders; the first")
        say("that is not yours gives the commit for: bukti key revoke " + args.target + " --from-commit …")
    elif found and not args.index:
        say("the first record that is not yours gives the commit for --from-commit; --index DIR marks your batches")
