"""Suspend credentials until they are reinstated, with one signed act.

TARGET is a holder's name or ref, found in the private folders that --index names; or a registry hash, a credential's
.json file or a card link. The registry's own page and verifiers show a suspension; other people's verifiers, which
read the status list alone, do not: what must not be accepted anywhere has to be revoked.

Exit code 0: suspended, or nothing to do. 1: refused, nothing was written. 2: the command was called wrongly.
"""

import argparse

from bukti.cli import acting

EXAMPLE = """\
  bukti suspend "Siti Aminah" --index ~/classes --key ~/keys/contoh-2026.pem --reason under-review
  bukti suspend credential.json --key ~/keys/maintainer-1.pem --as registry/maintainer-1 --reason agency-decision"""
KIND = "suspended"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``bukti suspend``."""
    acting.configure(parser, KIND)


def run(args: argparse.Namespace) -> int:
    """Sign the act, and say what was done. Exit code 0; every refusal leaves as BuktiError."""
    return acting.run(args, KIND)
