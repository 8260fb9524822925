"""What a registry is judged by beyond form: the guideline's clauses, references, frozen records.

The package reads models only; dates and histories are arguments, and nothing is printed.
"""

from bukti.policy.catalogue import RULES
from bukti.policy.definitions import Gap, completeness
from bukti.policy.repository import check_repository
from bukti.policy.rule import Rule

__all__ = ["RULES", "Gap", "Rule", "check_repository", "completeness"]
