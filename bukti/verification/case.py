"""One credential before its judges: the payload, the data that concerns it, and what was found so far.

All is computed on first demand and kept, so that checks may ask for one another's outcomes without
an order of their own; the order in which they are told is that of VER-2.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from bukti.codes import Check, Code
from bukti.did import achievement_id, provider_of
from bukti.proof.jcs import registry_hash
from bukti.templates import values_of
from bukti.verification.at_hand import AtHand
from bukti.verification.cards import Rebuilt, rebuild_card
from bukti.verification.inputs import Payload
from bukti.verification.limits import within_calendar
from bukti.verification.result import Outcome, outcome
from bukti.verification.source import Award, Directory, Group, KnownIssuer, Row, Rows, Source
from bukti.verification.strangers import judge_stranger
from bukti.verification.strangers_status import issuer_of

_SLACK = timedelta(hours=24)
_WAITING = timedelta(days=14)

Judge = Callable[["Case"], Outcome]
"""A check as a function (``bukti.verification.checks``)."""


class Case:
    """A payload, a source, a time and documents at hand; ``checks`` are the functions by the names of VER-2."""

    def __init__(
        self, payload: Payload, source: Source, now: datetime, checks: Mapping[Check, Judge], at_hand: AtHand
    ) -> None:
        self.payload = payload
        self._at_hand = at_hand
        self.now = within_calendar(now).astimezone(UTC)
        self._source = source
        self._checks = checks
        self._found: dict[Check, Outcome] = {}

    def __getitem__(self, check: Check) -> Outcome:
        """The outcome of ``check``."""
        if check not in self._found:
            self._found[check] = self._checks[check](self)
        return self._found[check]

    def outcomes(self) -> tuple[Outcome, ...]:
        """The outcomes of all checks in the order of VER-2."""
        return tuple(self[check] for check in self._checks)

    # What is judged ---------------------------------------------------------------------------

    @cached_property
    def rebuilt(self) -> Rebuilt | None:
        """What the card stands for; None for JSON, or where there is no data to rebuild it."""
        if self.payload.card is None or self.group is None or self.directory is None:
            return None
        return rebuild_card(self.payload.card, self.payload.spelling, self.group, self.directory)

    @cached_property
    def credential(self) -> Mapping[str, Any] | None:
        """The credential as read or rebuilt."""
        if self.payload.card is None:
            return self.payload.credential
        return self.rebuilt.credential if self.rebuilt else None

    @cached_property
    def issuer_id(self) -> str | None:
        """The issuer's id, or the issuer itself where it is a string (VER-4)."""
        return issuer_of(self.credential or {})

    @cached_property
    def achievement_id(self) -> str | None:
        """The id of the credential's achievement, where it is a string."""
        place: Any = self.credential
        for step in ("credentialSubject", "achievement", "id"):
            place = place.get(step) if isinstance(place, Mapping) else None
        return place if isinstance(place, str) else None

    # What the data says of it -----------------------------------------------------------------

    @cached_property
    def directory(self) -> Directory | None:
        """Issuers, keys and dates."""
        return self._source.directory()

    @cached_property
    def group(self) -> Group | None:
        """Sources and templates of the achievement's group."""
        if self.payload.card is not None:
            return self._source.group(self.payload.card.group) if self.directory else None
        return self._source.group(self._achievement) if self._can_ask else None

    @cached_property
    def rows(self) -> Rows | None:
        """The rows of the credential's registry hash."""
        if not self._can_ask or self.credential is None:
            return None
        return self._source.rows(self._achievement, registry_hash(self.credential))

    @cached_property
    def provider(self) -> str | None:
        """The provider that the issuer's DID names under a base of this registry; None where outside."""
        if self.directory is None or self.issuer_id is None:
            return None
        return provider_of(self.issuer_id, self.directory.base_urls)

    @cached_property
    def outside(self) -> bool:
        """Whether the issuer is outside this registry (VER-4)."""
        if self.directory is None or self.credential is None:
            return False
        if self.issuer_id is not None:
            return self.provider is None
        claimed = self.achievement_id or ""
        return not any(claimed.startswith(f"{base}/") for base in self.directory.base_urls)

    @cached_property
    def stranger(self) -> Mapping[Check, Outcome]:
        """What could be checked of a credential whose issuer is outside (VER-24)."""
        return judge_stranger(self.credential or {}, self._at_hand, self.now)

    @cached_property
    def issuer(self) -> KnownIssuer | None:
        """The issuer, where the data knows it."""
        issuers = self.directory.issuers if self.directory else ()
        return next((known for known in issuers if self.issuer_id in known.dids), None)

    @cached_property
    def awards(self) -> tuple[Award, ...]:
        """The sources of this issuer, MC and version."""
        return tuple(award for award in (self.group.awards if self.group else ()) if self._is_own(award))

    @cached_property
    def row(self) -> Row | None:
        """The row that counts for this credential (LKP-9, VER-8)."""
        if self.rows is None or self.group is None:
            return None
        awards = self.group.awards
        fitting = [row for row in self.rows.rows if row.award < len(awards) and self._fits(awards[row.award])]
        return min(fitting, key=lambda row: (not awards[row.award].authorised, row.award), default=None)

    @cached_property
    def row_award(self) -> Award | None:
        """The source of the row that counts."""
        return self.group.awards[self.row.award] if self.row and self.group else None

    def rebuilds(self, digest: str) -> bool:
        """Whether the template of ``digest`` rebuilds the credential exactly."""
        template = self.group.templates.get(digest) if self.group else None
        return template is not None and self.credential is not None and values_of(template, self.credential) is not None

    # What several checks ask ------------------------------------------------------------------

    @cached_property
    def mixed(self) -> bool:
        """Whether the data was of two publications (LKP-11)."""
        snapshots = {answer.snapshot for answer in (self.directory, self.group, self.rows) if answer}
        return len(snapshots) > 1 or (self.directory is not None and self.directory.mixed)

    @cached_property
    def data_date(self) -> datetime | None:
        """How new the data is (VER-13)."""
        if self.directory is None:
            return None
        found = self.directory.published_at or self.directory.as_of
        return self.now if found is None and self.directory.freshness_days is None else found

    def absent(self, check: Check, code: Code, **names: str) -> Outcome:
        """What is absent counts against the credential in fresh data only (VER-12, VER-13)."""
        if not self[Check.FRESHNESS].passed:
            return outcome(check, Code.DATA_OLDER)
        if code in (Code.NOT_REGISTERED, Code.TEMPLATE_UNKNOWN) and self._is_late:
            return outcome(check, Code.NOT_REGISTERED_YET)
        return outcome(check, code, **names)

    @property
    def _is_late(self) -> bool:
        start = self._valid_from
        if start is None or self.data_date is None:
            return False
        return self.data_date - _WAITING < start <= self.now + _SLACK

    @property
    def _valid_from(self) -> datetime | None:
        """The beginning of validity, where what vouches for it is good."""
        if self.payload.card is not None and self.rebuilt and not self.rebuilt.template:
            day = self.payload.card.valid_from
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
        if self.credential is None or self.issuer is None or not self[Check.SIGNATURE].passed:
            return None
        named = {method.partition("#")[2] for method in _methods(self.credential)}
        if any(key.id in named and key.state != "good" for key in self.issuer.keys):
            return None
        return datetime.fromisoformat(self.credential["validFrom"])

    @property
    def _can_ask(self) -> bool:
        known = self.directory is not None and self.issuer_id is not None and not self.outside
        return known and self.achievement_id is not None

    @property
    def _achievement(self) -> bytes:
        return hashlib.sha256((self.achievement_id or "").encode()).digest()

    def _is_own(self, award: Award) -> bool:
        if self.directory is None or self.issuer is None or award.provider != self.issuer.id:
            return False
        named = (award.provider, award.mc, award.version)
        return any(self.achievement_id == achievement_id(base, *named) for base in self.directory.base_urls)

    def _fits(self, award: Award) -> bool:
        return self._is_own(award) and any(self.rebuilds(digest) for digest in award.templates)


def _methods(credential: Mapping[str, Any]) -> list[str]:
    proofs = credential.get("proof")
    listed = proofs if isinstance(proofs, list) else [proofs]
    return [str(proof.get("verificationMethod")) for proof in listed if isinstance(proof, dict)]
