"""Begin a provider, or decide about it as one of the registry's maintainers.

`new` writes the provider's file. All others are for maintainers: `suspend` and `rename` need one of them, `admit`,
`reinstate`, `close` and `merge` need two, each with the same command; the second signature makes the act count. What
a provider has issued stays valid whatever becomes of it.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bukti.cli import desk
from bukti.cli.output import print_json, say
from bukti.errors import InvalidRecords, UsageError

if TYPE_CHECKING:
    from bukti.trust.provider_acts import Signed

_SIGNS = "--key ~/keys/maintainer-1.pem --as registry/maintainer-1"
NEW_EXAMPLE = (
    '  bukti provider new my-university --name "My University" --country MY \\\n'
    "      --zone Asia/Kuala_Lumpur --url https://my-university.example --email mc@my-university.example"
)
ADMIT_EXAMPLE = f"  bukti provider admit my-university {_SIGNS}"
RENAME_EXAMPLE = (
    f'  bukti provider rename my-university --name en="Our University" --name ms="Universiti Kita" \\\n      {_SIGNS}'
)
MERGE_EXAMPLE = f"  bukti provider merge my-college --into my-university \\\n      {_SIGNS}"
EXAMPLE = f"{NEW_EXAMPLE}\n{ADMIT_EXAMPLE}\n  bukti provider suspend my-university {_SIGNS}"

ACTS = {
    "suspend": ("suspended", "stop a provider's awards for a time (one maintainer)"),
    "reinstate": ("reinstated", "let a suspended or closed provider award again (two maintainers)"),
    "close": ("closed", "end a provider's awards; only 'reinstate' opens them again (two maintainers)"),
    "rename": ("renamed", "give a provider another name; provider.yaml follows (one maintainer)"),
    "merge": ("merged", "end a provider that goes on in another one (two maintainers)"),
}
"""Each command with the kind of its act."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``bukti provider``."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="|".join(["new", "admit", *ACTS]))
    _configure_new(_action(actions, "new", "write registry/ID/provider.yaml", NEW_EXAMPLE))
    admit = _action(actions, "admit", "sign a provider's admission and its keys (two maintainers)", ADMIT_EXAMPLE)
    _configure_signed(admit)
    examples = {"rename": RENAME_EXAMPLE, "merge": MERGE_EXAMPLE}
    for name, (_, summary) in ACTS.items():
        parser_ = _action(actions, name, summary, examples.get(name, f"  bukti provider {name} my-university {_SIGNS}"))
        _configure_signed(parser_)
        parser_.add_argument("--note", default="", help="a public remark of one line; never about a person")
        if name == "rename":
            parser_.add_argument(
                "--name", action="append", required=True, type=_named, metavar="LANGUAGE=TEXT",
                help="the new name, once for each language that the present one has",
            )  # fmt: skip
        if name == "merge":
            parser_.add_argument("--into", required=True, metavar="OTHER", help="the provider that goes on")


def _action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, summary: str, example: str
) -> argparse.ArgumentParser:
    parser = desk.action(actions, name, summary, example)
    parser.add_argument("id", metavar="ID", help="the provider's lasting short name: a-z, 0-9, hyphen")
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
    desk.add_common(new, dry_run=False)


def _configure_signed(parser: argparse.ArgumentParser) -> None:
    desk.add_signer(parser)
    desk.add_common(parser)


def _named(text: str) -> tuple[str, str]:
    language, equals, name = text.partition("=")
    if not equals or not language or not name.strip():
        raise argparse.ArgumentTypeError(f'{text!r} is not of the form LANGUAGE=TEXT, like en="My University"')
    return language, name.strip()


def run(args: argparse.Namespace) -> int:
    """Run one of the actions. Exit code 0; every refusal leaves as BuktiError."""
    if args.action == "new":
        return _new(args)
    return _admit(args) if args.action == "admit" else _decide(args)


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
    from bukti.trust.admission import admit
    from bukti.trust.cosigning import NEEDED

    now = datetime.now(UTC)
    with desk.at_desk(args) as standing:
        signed = admit(
            args.repo, standing, args.id, args.signer, desk.secret_key(args, standing),
            act=desk.new_act_id(now), now=now, dry_run=args.dry_run,
        )  # fmt: skip
    if args.json:
        print_json({"provider": args.id, "signed_by_maintainers": signed, "written": not args.dry_run})
        return 0
    for path, count in signed.items():
        say(f"{'would sign' if args.dry_run else 'signed'}: {path} ({count} of {NEEDED} maintainers)")
    if args.dry_run:
        say("nothing was written (--dry-run)")
    elif any(count < NEEDED for count in signed.values()):
        say("next:   commit all of it on a branch and push that; another maintainer fetches it and does the same")
    else:
        say("next:   bukti check, commit and publish")
    return 0


def _decide(args: argparse.Namespace) -> int:
    from bukti.trust.provider_acts import Decision, decide

    now = datetime.now(UTC)
    decision = Decision(
        provider=args.id,
        kind=ACTS[args.action][0],
        act=desk.new_act_id(now),
        note=args.note,
        name=_names(args.name) if args.action == "rename" else None,
        into=args.into if args.action == "merge" else "",
    )
    with desk.at_desk(args) as standing:
        signed = decide(
            args.repo, standing, decision, args.signer, desk.secret_key(args, standing), now, dry_run=args.dry_run
        )
    if args.json:
        print_json(_as_json(args, signed))
    else:
        _tell(args, signed)
    return 0


def _names(pairs: list[tuple[str, str]]) -> dict[str, str]:
    names = dict(pairs)
    if len(names) != len(pairs):
        raise UsageError("one language is named twice", expected="--name once for each language")
    return names


def _as_json(args: argparse.Namespace, signed: "Signed") -> dict[str, object]:
    return {
        "provider": args.id,
        "kind": signed.form["kind"],
        "record": signed.file,
        "signed_by": desk.signers(args, signed.form),
        "maintainers": signed.have,
        "needed": signed.needed,
        "complete": signed.complete,
        "edited": "" if signed.by_hand else signed.edited,
        "by_hand": signed.by_hand,
        "written": not args.dry_run,
    }


def _tell(args: argparse.Namespace, signed: "Signed") -> None:
    verb = "would sign" if args.dry_run else "signed"
    who = "maintainers" if signed.needed > 1 else "maintainer"
    say(f"{verb}: {signed.file}: {args.id} {signed.form['kind']} ({signed.have} of {signed.needed} {who})")
    if signed.form.get("note"):
        say(f"note:   {signed.form['note']}")
    if signed.by_hand:
        say(f"to do:  {signed.edited} cannot be edited here without losing a comment: write these lines there yourself")
        say(signed.by_hand.rstrip("\n"))
    elif signed.edited:
        say(f"{'would edit' if args.dry_run else 'edited'}: {signed.edited}: the new name, all else as it was")
    if args.dry_run:
        say("nothing was written (--dry-run)")
    elif signed.complete:
        say("next:   bukti check, commit and publish; the act counts from its commit on")
    else:
        say("next:   commit it on a branch and push that; another maintainer fetches it and runs the same command.")
        say("        Merge it only then: it counts for nothing with too few, and cannot be signed once published")
