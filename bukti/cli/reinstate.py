"""End the suspension of credentials, with one signed act.

TARGET is a holder's name or ref, found in the private folders that --index names; or a registry hash, a credential's
.json file or a card link. What the agency has suspended, the agency alone reinstates.

Exit code 0: reinstated, or nothing to do. 1: refused, nothing was written. 2: the command was called wrongly.
"""

import argparse

from bukti.cli import acting

EXAMPLE = """\
  bukti reinstate "Siti Aminah" --index ~/classes --key ~/keys/contoh-2026.pem --reason review-closed"""
KIND = "reinstated"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``bukti reinstate``."""
    acting.configure(parser, KIND)


def run(args: argparse.Namespace) -> int:
    """Sign the act, and say what was done. Exit code 0; every refusal leaves as BuktiError."""
    return acting.run(args, KIND)
