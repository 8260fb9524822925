"""Where a key's passphrase comes from: a file, the environment, or a prompt that shows nothing."""

import argparse
import getpass
import os
import sys
from pathlib import Path

from bukti.errors import BuktiError, UsageError

VARIABLE = "BUKTI_PASSPHRASE"


def add_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--passphrase-file``."""
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help=f"first line is the passphrase (else {VARIABLE}, else a prompt)",
    )


def read_passphrase(file: Path | None, purpose: str, *, repeat: bool = False) -> str:
    """The passphrase for ``purpose``; ``repeat`` asks twice where it has to be typed.

    Raises UsageError where there is nobody to ask, or the file cannot be read.
    """
    if file is not None:
        return _from_file(file)
    if VARIABLE in os.environ:
        return os.environ[VARIABLE]
    if not sys.stdin.isatty():
        raise UsageError(
            f"no passphrase for {purpose}", hint=f"use --passphrase-file, or set {VARIABLE}, or run in a terminal"
        )
    typed = getpass.getpass(f"Passphrase for {purpose}: ")
    if repeat and getpass.getpass("Again: ") != typed:
        raise BuktiError("the two passphrases differ", hint="run the command again")
    return typed


def _from_file(file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UsageError(f"the passphrase file cannot be read: {reason}", where=str(file)) from error
    passphrase = text.split("\n", 1)[0].removesuffix("\r")
    if not passphrase:
        raise BuktiError("the first line of the passphrase file is empty", where=str(file))
    return passphrase
