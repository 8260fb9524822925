"""What the published records add up to: issuers, keys, registered hashes and their states (REC-4 to REC-25).

``build_register`` verifies every proof itself and trusts no claimed date: positions in the published
history decide. A record that does not count is left out and named by a finding.
"""

from bukti.register.build import build_register
from bukti.register.result import (
    Entry,
    Issuer,
    IssuerKey,
    ListState,
    ProviderEvent,
    Register,
    RegisteredBatch,
    Source,
    State,
)

__all__ = [
    "Entry",
    "Issuer",
    "IssuerKey",
    "ListState",
    "ProviderEvent",
    "Register",
    "RegisteredBatch",
    "Source",
    "State",
    "build_register",
]
