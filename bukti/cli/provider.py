"""Begin a provider: its file in the registry, and its admission for two maintainers to sign."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from bukti.cli.output import print_json, say
from bukti.errors import InvalidRecords

EXAMPLE = (
    '  bukti provider new my-university --name "My University" --country MY \\\n'
    "      --zone Asia/Kuala_Lumpur --url https://my-university.example --email mc@my-university.example"
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``bukti provider``."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    new = actions.add_parser(
        "new",
        help="write registry/ID/provider.yaml and its admission",
        description=__doc__,
        epilog=f"example:\n{EXAMPLE}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    new.add_argument("id", metavar="ID", help="lasting short name: a-z, 0-9, hyphen")
    new.add_argument("--name", required=True, help="registered name")
    new.add_argument("--country", required=True, help="ISO 3166-1 code, such as MY")
    new.add_argument("--zone", required=True, help="IANA time zone, such as Asia/Kuala_Lumpur")
    new.add_argument("--url", required=True, help="the provider's own site")
    new.add_argument("--email", required=True, help="mailbox of the unit (no personal address)")
    new.add_argument("--unit", default="Micro-credentials office", help="name of the unit (default: %(default)s)")
    new.add_argument("--about", help="one or two sentences (default: the name)")
    new.add_argument("--language", default="en", help="language of the texts given here (default: %(default)s)")
    new.add_argument("--kind", choices=["hep", "non_hep"], default="hep", help="default: %(default)s")
    new.add_argument("--repo", type=Path, default=Path(), help="the registry's repository (default: this folder)")
    new.add_argument("--json", action="store_true", help="the written files as JSON")


def run(args: argparse.Namespace) -> int:
    """Write the provider and its unsigned admission."""
    from bukti.loading.records import parse_record
    from bukti.model import Provider
    from bukti.scaffold import check_id, create, new_record_id, read_registry, render

    check_id("provider", args.id)
    registry = read_registry(args.repo)
    values = {
        name: getattr(args, name)
        for name in ("id", "name", "kind", "country", "zone", "language", "url", "unit", "email")
    }
    provider_path = Path("registry", args.id, "provider.yaml")
    text = render("provider.yaml", {**values, "about": args.about or args.name})
    faults = parse_record(Provider, text.encode(), provider_path.as_posix())[1]
    if faults:
        raise InvalidRecords("the values given do not make a provider; nothing was written", findings=tuple(faults))
    today = datetime.now(UTC).date()
    act = new_record_id(today)
    admission = render(
        "admission.yaml", {"act": act, "registry": registry.base_url, "provider": args.id, "on": today.isoformat()}
    )
    act_path = Path("registry", args.id, "acts", f"{act}.yaml")
    create(args.repo, provider_path, text)
    create(args.repo, act_path, admission)
    if args.json:
        print_json({"provider": args.id, "files": [provider_path.as_posix(), act_path.as_posix()]})
        return 0
    say(f"written: {provider_path}\nwritten: {act_path} (to be signed by two maintainers)")
    say(f"next:    bukti key new --provider {args.id} --key key-1 --number 1 --out ~/keys/{args.id}-key-1.pem")
    return 0
