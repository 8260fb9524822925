"""Verification: link or file -> payload -> credential -> outcomes -> verdict (``spec/verification.md``).

No clock, no network and no file is touched here but through the arguments; ``SiteSource`` is the one
part that asks a site.
"""

from bukti.verification.at_hand import AtHand, read_at_hand
from bukti.verification.judge import verify_text
from bukti.verification.result import Outcome, Result
from bukti.verification.source import Source

__all__ = ["AtHand", "Outcome", "Result", "Source", "read_at_hand", "verify_text"]
