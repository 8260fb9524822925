"""Begin a micro-credential: a commented draft definition and its offer."""

import argparse
from pathlib import Path

from bukti.cli.output import print_json, say
from bukti.errors import BuktiError, Finding, InvalidRecords, UsageError

EXAMPLE = '  bukti mc new my-university/data-analytics --title "Data Analytics for Everyone"'


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``bukti mc``."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    new = actions.add_parser(
        "new",
        help="write registry/PROVIDER/MC/v1.yaml and offer.yaml",
        description=__doc__,
        epilog=f"example:\n{EXAMPLE}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    new.add_argument("ref", metavar="PROVIDER/MC", help="ids of the provider and of the new micro-credential")
    new.add_argument("--title", required=True, help="title in --language")
    new.add_argument(
        "--language", default="en", help="language in which credentials are written (default: %(default)s)"
    )
    new.add_argument("--repo", type=Path, default=Path(), help="the registry's repository (default: this folder)")
    new.add_argument("--json", action="store_true", help="the written files as JSON")


def run(args: argparse.Namespace) -> int:
    """Write the draft."""
    from bukti.scaffold import check_id, create, render

    provider, slash, mc = args.ref.partition("/")
    if not slash:
        raise UsageError(f"{args.ref!r} names no micro-credential", expected="PROVIDER/MC, such as my-university/data")
    check_id("provider", provider)
    check_id("micro-credential", mc)
    if not (args.repo / "registry" / provider / "provider.yaml").is_file():
        raise BuktiError(
            f"the registry has no provider {provider!r}",
            where=str(args.repo / "registry"),
            hint=f"begin it with: bukti provider new {provider} …",
        )
    values = {"provider": provider, "id": mc, "title": args.title, "language": args.language}
    folder = Path("registry", provider, mc)
    texts = {folder / "v1.yaml": render("definition.yaml", values), folder / "offer.yaml": render("offer.yaml", values)}
    _refuse_faults(texts)
    create(args.repo, texts)
    if args.json:
        print_json({"mc": args.ref, "files": [path.as_posix() for path in texts]})
        return 0
    for path in texts:
        say(f"written: {path}")
    say("next:    fill it in, then: bukti check")
    return 0


def _refuse_faults(texts: dict[Path, str]) -> None:
    from bukti.loading.records import parse_record
    from bukti.model import Definition, Offer
    from bukti.model.base import Record

    faults: list[Finding] = []
    for path, text in texts.items():
        model: type[Record] = Definition if path.name == "v1.yaml" else Offer
        faults += parse_record(model, text.encode(), path.as_posix())[1]
    if faults:
        raise InvalidRecords("the values given do not make a draft; nothing was written", findings=tuple(faults))
