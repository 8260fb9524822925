"""Published data as a repository gives it: what its records add up to, judged on this machine (VER-15)."""

from functools import cached_property
from typing import Any

from bukti import register as reg
from bukti.proof import multikey
from bukti.verification.lookup import instant
from bukti.verification.source import Award, Directory, Group, IssuerKey, KnownIssuer, Row, Rows


class RegisterSource:
    """A register as source. It has one group, and no freshness is asked of it."""

    def __init__(self, register: reg.Register) -> None:
        self._register = register

    def directory(self) -> Directory | None:
        """Issuers, keys and the date of the head commit."""
        register = self._register
        return Directory(
            snapshot=register.snapshot_id,
            data_as_of=register.data_as_of,
            as_of=instant(register.data_as_of) if register.data_as_of else None,
            published_at=None,
            base_urls=(register.base_url, *register.former_base_urls),
            freshness_days=None,
            issuers=tuple(_issuer(issuer) for issuer in register.issuers),
        )

    def group(self, achievement: bytes) -> Group | None:  # noqa: ARG002 - one group holds all
        """All sources and templates."""
        return self._group

    def rows(self, achievement: bytes, credential: bytes) -> Rows | None:  # noqa: ARG002
        """What the batches say of a registry hash."""
        rows = tuple(self._row(entry) for entry in self._register.entries(credential))
        return Rows(snapshot=self._register.snapshot_id, rows=rows)

    def refresh(self) -> None:
        """A register is one state of the repository: there is nothing to ask anew."""

    @cached_property
    def _group(self) -> Group:
        register = self._register
        return Group(
            snapshot=register.snapshot_id,
            awards=tuple(_award(source) for source in register.sources),
            templates={digest: template for (_, digest), template in register.templates.items()},
        )

    @cached_property
    def _numbers(self) -> dict[reg.Source, int]:
        return {source: number for number, source in enumerate(self._register.sources)}

    def _row(self, entry: reg.Entry) -> Row:
        return Row(
            award=self._numbers[entry.source],
            day=entry.day,
            state=entry.state.state if entry.state else "active",
            reason=entry.state.reason if entry.state else "",
            state_day=entry.state.day if entry.state else None,
        )


def _issuer(issuer: reg.Issuer) -> KnownIssuer:
    keys = tuple(
        IssuerKey(id=key.key, number=key.number, public=multikey.decode(key.public_key), state=key.state)
        for key in issuer.keys
    )
    return KnownIssuer(
        id=issuer.id,
        dids=issuer.did,
        zone=issuer.zone,
        keys=keys,
        name=issuer.name,
        events=tuple(_event(event) for event in issuer.events),
    )


def _event(event: reg.ProviderEvent) -> dict[str, Any]:
    """An event as ``/keys.json`` has it (LKP-3)."""
    return {
        "kind": event.kind,
        "day": event.day.isoformat(),
        "name": event.name,
        "former_name": event.former_name,
        "into": event.into,
    }


def _award(source: reg.Source) -> Award:
    return Award(
        provider=source.provider,
        mc=source.mc,
        version=source.version,
        key=source.key,
        authorised=source.authorised,
        templates=source.templates,
    )
