"""Revoke credentials for ever: one signed act, and the status lists that other people's verifiers read.

TARGET is a holder's name or ref, found in the private folders that --index names; or a registry hash, a credential's
.json file or a card link. Nothing is guessed: a name that stands for two credentials is refused, with both listed.
Names stay on this machine; the registry gets hashes only. Try with --dry-run first: a revocation has no way back.

Exit code 0: revoked, or nothing to do. 1: refused, nothing was written. 2: the command was called wrongly.
"""

import argparse

from bukti.cli import acting

EXAMPLE = """\
  bukti revoke A-1024 --index ~/classes/2026-11 --key ~/keys/contoh-2026.pem \\
      --reason issued-in-error --dry-run
  bukti revoke --csv withdrawn.csv --index ~/classes --key ~/keys/contoh-2026.pem --reason award-withdrawn"""
KIND = "revoked"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``bukti revoke``."""
    acting.configure(parser, KIND)


def run(args: argparse.Namespace) -> int:
    """Sign the act, and say what was done. Exit code 0; every refusal leaves as BuktiError."""
    return acting.run(args, KIND)
