"""What can be said of a credential whose issuer is outside this registry (VER-24 to VER-31).

Its signature, its status and its dates are looked at with what is at hand; who stands behind the
issuer this registry cannot say, so none of it ever makes a credential valid.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bukti.codes import Check
from bukti.verification.at_hand import AtHand
from bukti.verification.instants import seconds_at
from bukti.verification.result import Outcome, outcome
from bukti.verification.strangers_proofs import judge_proofs
from bukti.verification.strangers_status import issuer_of, judge_status, judge_times


def judge_stranger(credential: Mapping[str, Any], at_hand: AtHand, moment: datetime) -> dict[Check, Outcome]:
    """The outcomes of ``signature``, ``state`` and ``validity`` at ``moment``; the other checks do not apply."""
    now, issuer = seconds_at(moment), issuer_of(credential)
    found = {
        Check.SIGNATURE: judge_proofs(credential, issuer, at_hand, now),
        Check.STATE: judge_status(credential, issuer, at_hand, now),
        Check.VALIDITY: judge_times(credential, now),
    }
    return {check: outcome(check, one.code, **one.names) for check, one in found.items()}
