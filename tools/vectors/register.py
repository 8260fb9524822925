"""The tiny registry as a register, as if its records had been judged: for comparing other writers and sources."""

from datetime import date
from functools import cache

from bukti import register as reg
from bukti.did import did_of
from bukti.model import Batch
from bukti.model.snapshot import Located, Position
from bukti.proof.merkle import root
from bukti.templates import digest_of
from tests.keys import demo_key, signed
from tools.vectors import site, world


@cache
def register(*, committed: bool = True) -> reg.Register:
    """The register behind ``site.site()``; not ``committed``: its batches have no position."""
    return reg.Register(
        snapshot_id=site.SNAPSHOT,
        data_as_of=site.DATA_AS_OF,
        base_url=world.BASE,
        former_base_urls=(world.FORMER,),
        freshness_days=7,
        issuers=tuple(_issuer(provider) for provider in sorted(world.KEYS)),
        maintainers=(),
        batches=tuple(_batch(number, award, committed) for number, award in enumerate(site.AWARDS)),
        sources=tuple(sorted(_source(award) for award in site.AWARDS)),
        states=_states(),
        findings=(),
        templates={
            (award.provider, digest_of(world.TEMPLATES[label])): world.TEMPLATES[label]
            for award in site.AWARDS
            for label in award.templates
        },
        lists={},
        voided={},
    )


def _issuer(provider: str) -> reg.Issuer:
    keys = tuple(
        reg.IssuerKey(key=key, number=number, public_key=demo_key(f"{provider}/{key}").multikey, state=state)
        for key, number, state in world.KEYS[provider]
    )
    return reg.Issuer(
        id=provider,
        did=(did_of(world.BASE, provider), did_of(world.FORMER, provider)),
        name=world.NAMES[provider],
        zone=world.ZONES[provider],
        country=world.COUNTRIES[provider],
        demonstration=True,
        status="active",
        keys=keys,
        events=(reg.ProviderEvent(kind="admitted", day=date.fromisoformat(world.ADMITTED[provider])),),
    )


def _source(award: site.Award) -> reg.Source:
    digests = sorted(digest_of(world.TEMPLATES[label]) for label in award.templates)
    return reg.Source(award.provider, award.mc, award.version, award.key, award.authorised, tuple(digests))


def _batch(number: int, award: site.Award, committed: bool) -> reg.RegisteredBatch:
    hashes = sorted(world.hash_of(label) for label in award.learners)
    record = {
        "schema": "batch/v1",
        "batch": f"2026-11-01-vector{number:02d}",
        "registry": world.BASE,
        "provider": award.provider,
        "mc": award.mc,
        "version": award.version,
        "templates": list(_source(award).templates),
        "key": award.key,
        "issued_on": "2026-11-01",
        "status": {"list": "1", "from": 0, "to": 65_536},
        "count": len(hashes),
        "root": root(b"".join(hashes)).hex(),
        "hashes": "".join(f"{one.hex()}\n" for one in hashes),
    }
    batch = Batch.model_validate(signed(record, f"{award.provider}/{award.key}"))
    file = f"credentials/{award.provider}/2026/{batch.batch}.yaml"
    position = Position(index=number, commit=f"{number:040x}", day=date.fromisoformat(award.day))
    return reg.RegisteredBatch(
        batch=Located(record=batch, file=file), position=position if committed else None, source=_source(award)
    )


def _states() -> dict[tuple[str, bytes], reg.State]:
    return {
        (world.provider_of(world.LEARNERS[label].template), world.hash_of(label)): reg.State(
            state=act.state, reason=act.reason or "", day=date.fromisoformat(act.day)
        )
        for label, act in site.ACTS.items()
    }
