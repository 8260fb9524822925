"""Entry point: finds the subcommand, imports only that one, and turns faults into plain messages."""

import argparse
import importlib
import io
import sys
from collections.abc import Sequence
from types import ModuleType

from bukti import __version__
from bukti.cli.output import format_finding
from bukti.errors import BuktiError

COMMANDS = {
    "check": ("bukti.cli.check", "everything a pull request is judged by"),
    "issue": ("bukti.cli.issue", "sign a class from a CSV file"),
    "verify": ("bukti.cli.verify", "check credentials and card links"),
    "build": ("bukti.cli.build", "build the site"),
    "serve": ("bukti.cli.serve", "build the site and serve it on this machine"),
    "demo": ("bukti.cli.demo", "the whole story on sample data, end to end"),
    "key": ("bukti.cli.key", "make a signing key"),
    "provider": ("bukti.cli.provider", "begin a provider"),
    "mc": ("bukti.cli.mc", "begin a micro-credential"),
    "import": ("bukti.cli.import_", "draft definitions from other catalogues"),
}


def _command_module(name: str) -> ModuleType:
    return importlib.import_module(COMMANDS[name][0])


def _overview() -> argparse.ArgumentParser:
    lines = "\n".join(f"  {name:<9} {summary}" for name, (_, summary) in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="bukti",
        description="Micro-credentials that anyone can verify: define, issue, publish, check.",
        epilog=f"commands:\n{lines}\n\nexample:\n  bukti demo\n\n'bukti COMMAND --help' shows more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"bukti {__version__}")
    parser.add_argument("command", choices=[*COMMANDS], metavar="COMMAND", help="one of the commands below")
    return parser


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit code. Usage errors leave through SystemExit(2), as argparse does."""
    overview = _overview()
    if not argv or argv[0] not in COMMANDS:
        overview.parse_args(argv[:1] or ["--help"])
    name, rest = argv[0], argv[1:]
    module = _command_module(name)
    parser = argparse.ArgumentParser(
        prog=f"bukti {name}",
        description=module.__doc__,
        epilog=f"example:\n{module.EXAMPLE}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    module.configure(parser)
    return int(module.run(parser.parse_args(rest)))


def main() -> None:
    """Console entry point."""
    _never_stumble_over_letters()
    try:
        sys.exit(run(sys.argv[1:]))
    except BuktiError as error:
        print(f"bukti: {error}", file=sys.stderr)
        for finding in error.findings:
            print(format_finding(finding), file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("bukti: interrupted", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"bukti: {place}{error.strerror or error}", file=sys.stderr)
        sys.exit(1)


def _never_stumble_over_letters() -> None:
    """A terminal that cannot show a learner's name must not stop the command in the middle of its report."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    main()
