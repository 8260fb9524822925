"""Entry point: finds the subcommand, imports only that one, and turns faults into plain messages."""

import argparse
import importlib
import io
import sys
from collections.abc import Sequence
from itertools import takewhile, zip_longest
from types import ModuleType
from typing import NoReturn

from bukti import __version__
from bukti.cli.output import error_json, format_finding, note, print_json
from bukti.errors import BuktiError, UsageError

COMMANDS = {
    "check": ("bukti.cli.check", "everything a pull request is judged by"),
    "issue": ("bukti.cli.issue", "sign a class from a CSV file"),
    "revoke": ("bukti.cli.revoke", "end credentials for ever"),
    "suspend": ("bukti.cli.suspend", "end credentials until they are reinstated"),
    "reinstate": ("bukti.cli.reinstate", "end a suspension"),
    "supersede": ("bukti.cli.supersede", "replace credentials: corrections and renewals"),
    "status": ("bukti.cli.status", "sign status lists anew"),
    "verify": ("bukti.cli.verify", "check credentials and card links"),
    "build": ("bukti.cli.build", "build the site"),
    "serve": ("bukti.cli.serve", "build the site and serve it on this machine"),
    "demo": ("bukti.cli.demo", "the whole story on sample data, end to end"),
    "key": ("bukti.cli.key", "make, hand over or end a signing key"),
    "provider": ("bukti.cli.provider", "begin a provider, or decide about it"),
    "registry": ("bukti.cli.registry", "change what decides whose signatures count"),
    "reaffirm": ("bukti.cli.reaffirm", "save what was issued with a stolen key"),
    "mc": ("bukti.cli.mc", "begin a micro-credential"),
    "import": ("bukti.cli.import_", "draft definitions from other catalogues"),
}


class WrongUse(SystemExit):
    """The arguments do not parse: told on standard error already, as argparse does."""

    def __init__(self, message: str) -> None:
        super().__init__(UsageError.exit_code)
        self.error = UsageError(message)


class _Parser(argparse.ArgumentParser):
    """Leaves with its message, which the caller may need in another form; its subparsers are of this kind too."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        note(f"{self.prog}: error: {message}")
        raise WrongUse(message)


def _command_module(name: str) -> ModuleType:
    return importlib.import_module(COMMANDS[name][0])


def _overview() -> argparse.ArgumentParser:
    lines = "\n".join(f"  {name:<9} {summary}" for name, (_, summary) in COMMANDS.items())
    parser = _Parser(
        prog="bukti",
        description="Micro-credentials that anyone can verify: define, issue, publish, check.",
        epilog=f"commands:\n{lines}\n\nexample:\n  bukti demo\n\n'bukti COMMAND --help' shows more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"bukti {__version__}")
    parser.add_argument("command", choices=[*COMMANDS], metavar="COMMAND", help="one of the commands below")
    return parser


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit code. Arguments that do not parse leave through SystemExit(2)."""
    overview = _overview()
    if not argv or argv[0] not in COMMANDS:
        overview.parse_args(argv[:1] or ["--help"])
    name, rest = argv[0], argv[1:]
    module = _command_module(name)
    parser = _Parser(
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
    arguments = sys.argv[1:]
    try:
        sys.exit(run(arguments))
    except WrongUse as wrong:
        _fail(wrong.error, UsageError.exit_code, arguments)
    except BuktiError as error:
        note(f"bukti: {error}")
        for finding in error.findings:
            note(format_finding(finding))
        _fail(error, error.exit_code, arguments)
    except KeyboardInterrupt:
        note("bukti: interrupted")
        _fail(BuktiError("interrupted"), 130, arguments)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
    except OSError as error:
        told = BuktiError(error.strerror or str(error), where=str(error.filename or ""))
        note(f"bukti: {told}")
        _fail(told, 1, arguments)


def _fail(error: BuktiError, code: int, arguments: Sequence[str]) -> NoReturn:
    """Leave with ``code``; who asked for JSON gets the error as one document on standard output too."""
    if _asks_json(arguments):
        print_json(error_json(error))
    sys.exit(code)


def _asks_json(arguments: Sequence[str]) -> bool:
    """Whether ``--json`` or ``--format json`` is among the options, shortened as argparse allows or not."""
    options = list(takewhile(lambda argument: argument != "--", arguments))
    for option, following in zip_longest(options, options[1:], fillvalue=""):
        name, equals, value = option.partition("=")
        if len(name) > len("--") and "--json".startswith(name):
            return True
        if len(name) > len("--") and "--format".startswith(name) and (value if equals else following) == "json":
            return True
    return False


def _never_stumble_over_letters() -> None:
    """A terminal that cannot show a learner's name must not stop the command in the middle of its report."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    main()
