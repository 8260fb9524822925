"""A registry for mutations: four providers in four zones, languages and scripts, every state, several look-up groups.

Its look-up files are written by the site builder, from a register as if its records had been judged. Beside the
people there are micro-credentials of nobody's, so that groups and shards are as many as in a grown registry.
"""

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from types import SimpleNamespace
from typing import Any, cast

from bukti import register as reg
from bukti.card import Card, card_of
from bukti.did import achievement_id, did_of
from bukti.model import Template
from bukti.model.snapshot import Position
from bukti.proof.jcs import registry_hash
from bukti.templates import digest_of, fill
from site_builder.encoding import json_bytes
from site_builder.lookup import build_lookup, keys_document, shard_document, templates_document
from tests.keys import demo_key
from tools.vectors import site, world
from tools.vectors.register import register as vector_register
from tools.vectors.world import Learner

AT = "2026-11-23T12:00:00Z"
"""The time at which :attr:`Original.verdict` holds."""
POLY = "politeknik-ujian"
COLLEGE = "college-du-couchant"
OTHERS = "banyak-kursus"

ZONES = {**world.ZONES, POLY: "Pacific/Kiritimati", COLLEGE: "America/St_Johns", OTHERS: "Asia/Kathmandu"}
COUNTRIES = {**world.COUNTRIES, POLY: "KI", COLLEGE: "CA", OTHERS: "NP"}
STATUSES = {COLLEGE: "closed", POLY: "suspended"}
NAMES: Mapping[str, Mapping[str, str]] = {
    **world.NAMES,
    POLY: {"ms": "Politeknik Ujian (demonstrasi)"},
    COLLEGE: {"fr": "Collège du Couchant (démonstration)", "en": "Western College (demonstration)"},
    OTHERS: {"en": "Many Courses (demonstration)"},
}
KEYS: Mapping[str, tuple[tuple[str, int, str], ...]] = {
    **world.KEYS,
    POLY: (("lama", 1, "revoked"), ("baru", 2, "good"), ("curi", 9, "void")),
    COLLEGE: (("clef-7", 7, "good"),),
    OTHERS: (("k1", 1, "good"),),
}
CROWD = 44
"""Micro-credentials of nobody's."""
CLASS = 110
"""Hashes in each of them."""


def _sewing() -> dict[str, Any]:
    identity = achievement_id(world.BASE, POLY, "jahitan", 3)
    plain = world.plain(POLY, "jahitan", 3, "Jahitan Asas")
    described = {"type": ["ResultDescription"]}
    return {
        **plain,
        "inLanguage": "ms",
        "creditsAvailable": 1.25,
        "resultDescription": [
            {"id": f"{identity}#grade", **described, "name": "Gred", "resultType": "LetterGrade"}
            | {"allowedValue": ["Lulus", "Cemerlang"]},
            {"id": f"{identity}#path", **described, "name": "Laluan", "resultType": "Result"},
        ],
    }


def _first_steps() -> dict[str, Any]:
    return {**world.plain(COLLEGE, "premiers-pas", 1, "Premiers pas à l’œuvre"), "inLanguage": "fr"}


def _poetry() -> dict[str, Any]:
    return {**world.plain(COLLEGE, "kavithai", 2, "கவிதை"), "inLanguage": "ta", "creditsAvailable": 0.5}


def _template(mc: str, version: int, achievement: Mapping[str, Any], *, until: bool, results: int) -> Template:
    provider = str(achievement["id"]).rsplit("/", 3)[1]
    name = next(iter(NAMES[provider].values()))
    return world.template(provider, mc, version, achievement, until=until, results=results, issuer_name=name)


TEMPLATES: Mapping[str, Template] = {
    **world.TEMPLATES,
    "sewing": _template("jahitan", 3, _sewing(), until=True, results=2),
    "sewing-ungraded": _template("jahitan", 3, _sewing(), until=True, results=0),
    "steps": _template("premiers-pas", 1, _first_steps(), until=True, results=0),
    "poetry": _template("kavithai", 2, _poetry(), until=False, results=0),
}

_SEWN: dict[str, Any] = {"template": "sewing", "until": "2027-04-30", "results": ("Lulus", "kebaya+songket")}
LEARNERS: Mapping[str, Learner] = {
    **world.LEARNERS,
    **{
        learner.label: learner
        for learner in (
            Learner(label="sewing-1", name="Teʻauamaiti Ioane", key="baru", **_SEWN),
            Learner(label="sewing-2", name="Nik Zulaikha", key="lama", **{**_SEWN, "results": ("Cemerlang", "batik")}),
            Learner(label="sewing-3", name="王小明", key="baru", template="sewing-ungraded", until="2027-04-30"),
            Learner(label="sewing-expired", name="Tiare", key="baru", **{**_SEWN, "until": "2026-11-23"}),
            Learner(label="sewing-revoked", name="Rawiri", key="baru", **_SEWN),
            Learner(label="steps-1", name="Zoë Lefèvre-Ñandú", key="clef-7", template="steps", until="2028-02-29"),
            Learner(label="steps-2", name="O’Brien, D.", key="clef-7", template="steps", until="2026-11-23"),
            Learner(label="steps-replaced", name="Zoe Lefevre", key="clef-7", template="steps", until="2028-02-29"),
            Learner(label="poetry-1", name="கண்ணன்", key="clef-7", template="poetry", day="2024-02-29"),
            Learner(label="poetry-held", name="மீனா", key="clef-7", template="poetry", day="2026-11-01"),
        )
    },
}
_STATED = {
    "last-day": "valid", "first-day": "not_yet_valid", "expired": "expired", "without-authority": "invalid",
    "sewing-expired": "expired",
}  # fmt: skip
"""Verdicts at :data:`AT` of those that no act says anything of, ``valid`` left out."""
ACTS: Mapping[str, site.Act] = {
    **site.ACTS,
    "sewing-revoked": site.Act(state="revoked", day="2026-11-20", reason="key-compromised"),
    "steps-replaced": site.Act(state="superseded", day="2026-11-21", reason="renewed"),
    "poetry-held": site.Act(state="suspended", day="2026-11-22", reason=None),
}
_MORE = (
    site.Award(
        provider=POLY, mc="jahitan", version=3, key="baru", templates=("sewing", "sewing-ungraded"), day="2026-11-07",
        learners=("sewing-1", "sewing-3", "sewing-expired", "sewing-revoked"),
    ),
    site.Award(
        provider=POLY, mc="jahitan", version=3, key="lama", templates=("sewing",), day="2026-11-05",
        learners=("sewing-2",),
    ),
    site.Award(
        provider=COLLEGE, mc="premiers-pas", version=1, key="clef-7", templates=("steps",), day="2026-11-08",
        learners=("steps-1", "steps-2", "steps-replaced"),
    ),
    site.Award(
        provider=COLLEGE, mc="kavithai", version=2, key="clef-7", templates=("poetry",), day="2026-11-08",
        learners=("poetry-1", "poetry-held"),
    ),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Original:
    """A registered credential; ``verdict`` is what has to be said of it at :data:`AT`."""

    label: str
    provider: str
    key: str
    template: Template
    document: Mapping[str, Any]
    card: Card
    verdict: str

    @cached_property
    def link(self) -> str:
        """The card's link."""
        return world.link(self.card)

    @cached_property
    def digits(self) -> str:
        """The card's number."""
        return world.digits(self.card)


@cache
def originals() -> tuple[Original, ...]:
    """Everybody, in the order of their labels."""
    return tuple(_original(label) for label in sorted(LEARNERS))


@cache
def registered_hashes() -> frozenset[bytes]:
    """The registry hashes of all of them."""
    return frozenset(registry_hash(one.document) for one in originals())


@cache
def files() -> Mapping[str, str]:
    """The site: path to text."""
    register = _register()
    lookup = build_lookup(register)
    found: dict[str, Any] = {"keys.json": keys_document(register, lookup), "published.json": site.published()}
    for group in lookup.groups:
        folder = f"lookup/{lookup.name(group)}"
        found[f"{folder}/templates.json"] = templates_document(register, lookup, group)
        for shard in range(1 << group.bits):
            document = shard_document(register, lookup, group, shard)
            found[f"{folder}/{document['shard']}.json"] = document
    return {path: json_bytes(document).decode() for path, document in found.items()}


def stranger() -> str:
    """The label of a key that no issuer has."""
    return "nobody/k1"


def unsigned(label: str) -> dict[str, Any]:
    """A learner's credential before it is signed; a copy that may be changed."""
    learner = LEARNERS[label]
    return fill(TEMPLATES[learner.template], learner.values())


def _original(label: str) -> Original:
    learner = LEARNERS[label]
    template = TEMPLATES[learner.template]
    document = world.sign(unsigned(label), f"{template.provider}/{learner.key}")
    number = next(number for key, number, _ in KEYS[template.provider] if key == learner.key)
    act = ACTS.get(label)
    return Original(
        label=label,
        provider=template.provider,
        key=learner.key,
        template=template,
        document=document,
        card=card_of(document, template, digest_of(template), number),
        verdict=act.state if act else _STATED.get(label, "valid"),
    )


def _register() -> reg.Register:
    base = vector_register()
    awards = sorted((*site.AWARDS, *_MORE), key=lambda award: (award.provider, award.mc, award.version, award.key))
    crowd = [_crowd_template(number) for number in range(CROWD)]
    batches = [_batch(number, _source(award), _hashes(award), award.day) for number, award in enumerate(awards)]
    batches += [_batch(len(batches) + at, _crowd_source(one), _crowd_hashes(one)) for at, one in enumerate(crowd)]
    templates = {(award.provider, digest_of(TEMPLATES[label])): TEMPLATES[label] for award in awards
                 for label in award.templates}  # fmt: skip
    return dataclasses.replace(
        base,
        issuers=tuple(_issuer(base.issuers[0], provider) for provider in sorted(KEYS)),
        batches=tuple(batches),
        sources=tuple(sorted({batch.source for batch in batches})),
        states=_states(),
        templates=templates | {(OTHERS, digest_of(template)): template for template in crowd},
    )


def _issuer(like: reg.Issuer, provider: str) -> reg.Issuer:
    keys = tuple(
        reg.IssuerKey(key=key, number=number, public_key=demo_key(f"{provider}/{key}").multikey, state=state)
        for key, number, state in KEYS[provider]
    )
    return dataclasses.replace(
        like,
        id=provider,
        did=(did_of(world.BASE, provider), did_of(world.FORMER, provider)),
        name=NAMES[provider],
        zone=ZONES[provider],
        country=COUNTRIES[provider],
        status=STATUSES.get(provider, "active"),
        keys=keys,
    )


def _source(award: site.Award) -> reg.Source:
    digests = tuple(sorted(digest_of(TEMPLATES[label]) for label in award.templates))
    return reg.Source(award.provider, award.mc, award.version, award.key, award.authorised, digests)


def _hashes(award: site.Award) -> tuple[bytes, ...]:
    return tuple(sorted(registry_hash(unsigned(label)) for label in award.learners))


def _crowd_template(number: int) -> Template:
    mc = f"kursus-{number:02d}"
    return _template(mc, 1, world.plain(OTHERS, mc, 1, f"Course {number}"), until=False, results=0)


def _crowd_source(template: Template) -> reg.Source:
    return reg.Source(OTHERS, template.mc, template.version, "k1", True, (digest_of(template),))


def _crowd_hashes(template: Template) -> tuple[bytes, ...]:
    return tuple(sorted(hashlib.sha256(f"{template.mc} {number}".encode()).digest() for number in range(CLASS)))


def _batch(number: int, source: reg.Source, hashes: tuple[bytes, ...], day: str = "2026-11-09") -> reg.RegisteredBatch:
    """A batch as far as look-up files ask for it: whose it is, its hashes and its position."""
    record = SimpleNamespace(
        provider=source.provider, mc=source.mc, version=source.version, count=len(hashes),
        digests=b"".join(hashes),
    )  # fmt: skip
    position = Position(index=number, commit=f"{number:040x}", day=date.fromisoformat(day))
    batch = cast("Any", SimpleNamespace(record=record, file=f"{number}.yaml"))
    return reg.RegisteredBatch(batch=batch, position=position, source=source)


def _states() -> dict[tuple[str, bytes], reg.State]:
    return {
        (TEMPLATES[LEARNERS[label].template].provider, registry_hash(unsigned(label))): reg.State(
            state=act.state, reason=act.reason or "", day=date.fromisoformat(act.day)
        )
        for label, act in ACTS.items()
    }
