"""What the policy takes from the register: its findings, and nothing of how it came to them."""

from typing import Protocol

from bukti.errors import Finding


class Judged(Protocol):
    """The register, as far as the policy looks at it (``bukti.register.Register``)."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Each record that does not count, and why."""
