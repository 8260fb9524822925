"""A site with several groups and several shards in each, and the learners whose credentials stand behind them."""

import dataclasses
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any
from unittest import mock

from bukti import register as reg
from bukti.model import Template
from bukti.model.snapshot import Located, Position
from bukti.proof.jcs import registry_hash
from bukti.templates import digest_of, fill
from site_builder import lookup as files
from site_builder.encoding import json_bytes
from site_builder.lookup import Group, Lookup, build_lookup, keys_document, shard_document, templates_document
from tools.vectors import site, world
from tools.vectors.register import register

TEMPLATES = {
    "graded": ("data-basics", 1),
    "coding": ("coding", 2),
    "water": ("water-safety", 1),
    "first-aid": ("first-aid", 1),
}
RESULTS = {"graded": world.GRADES, "water": ("51", "87.5", "99")}
NAMES = (
    "Aisyah binti Rahman",
    "Muhammad Nur Hakim bin Abdul Razak",
    "Li",
    "عائشة عبد الرحمن",
    "முத்துலட்சுமி",
    "歐陽娜娜",
)


@dataclass(frozen=True)
class Member:
    """A learner, and what a look-up of the credential may tell: group and shard, and no more."""

    learner: world.Learner
    cell: tuple[str, str]

    @property
    def document(self) -> str:
        """The learner's file."""
        return json.dumps(world.credential(self.learner), ensure_ascii=False)

    @property
    def fragment(self) -> str:
        """What stands behind the `#` of the learner's link."""
        return world.link(world.card(self.learner)).partition("#")[2]

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no request and no storage may hold."""
        digest = registry_hash(world.unsigned(self.learner))
        uuid = self.learner.values().uuid
        card = self.fragment
        return self.learner.name, uuid, uuid.replace("-", ""), digest.hex(), digest.hex()[:12], card, card[20:60]


@dataclass(frozen=True)
class Crowd:
    """The site's files by path, and its learners by group and shard."""

    files: Mapping[str, str]
    cells: Mapping[tuple[str, str], tuple[Member, ...]]


def crowd(each: int) -> Crowd:
    """Four micro-credentials, each in a group of its own, of two shards; ``each`` learners behind every pair."""
    learners = {template: _learners(template, each) for template in TEMPLATES}
    made = _register(learners)
    with mock.patch.multiple(files, MIN_MCS=1, MIN_CREDENTIALS=1, PER_SHARD=each):
        lookup = build_lookup(made)
    cells: dict[tuple[str, str], list[Member]] = defaultdict(list)
    for group in lookup.groups:
        assert group.bits == 1
        (template,) = (t for t, (mc, _) in TEMPLATES.items() if mc == group.sources[0].mc)
        for learner in learners[template]:
            cell = (lookup.name(group), str(_digest(learner)[0] >> 7))
            cells[cell].append(Member(learner, cell))
    return Crowd(_files(made, lookup), {cell: tuple(members) for cell, members in cells.items()})


def _digest(learner: world.Learner) -> bytes:
    return registry_hash(world.unsigned(learner))


def _learners(template: str, each: int) -> list[world.Learner]:
    """As many of either half of all hashes."""
    found: dict[int, list[world.Learner]] = {0: [], 1: []}
    for number in count():
        learner = _learner(template, number)
        half = found[_digest(learner)[0] >> 7]
        if len(half) < each:
            half.append(learner)
        if all(len(half) == each for half in found.values()):
            return found[0] + found[1]
    raise AssertionError


def _learner(template: str, number: int) -> world.Learner:
    possible = RESULTS.get(template)
    return world.Learner(
        label=f"crowd {template} {number}",
        template=template,
        name=f"{NAMES[number % len(NAMES)]} {'I' * (number // len(NAMES) + 1)}",
        day=f"2026-11-{number % 20 + 1:02d}",
        until="2029-10-31" if template == "graded" else None,
        results=(possible[number % len(possible)],) if possible else (),
    )


def _register(learners: Mapping[str, list[world.Learner]]) -> reg.Register:
    whole = register()
    batches = tuple(_batch(number, template, found) for number, (template, found) in enumerate(learners.items()))
    templates = {
        (world.provider_of(name), digest_of(world.TEMPLATES[name])): world.TEMPLATES[name] for name in learners
    }
    return dataclasses.replace(whole, batches=batches, templates=templates, states={})


def _batch(number: int, template: str, learners: list[world.Learner]) -> reg.RegisteredBatch:
    (mc, version), provider = TEMPLATES[template], world.provider_of(template)
    hashes = "".join(f"{digest.hex()}\n" for digest in sorted(map(_digest, learners)))
    some = register().batches[0].batch.record
    values = {"provider": provider, "mc": mc, "version": version, "count": len(learners), "hashes": hashes}
    record = some.model_copy(update=values)
    record.__dict__.pop("digests", None)  # the copy took the original's along
    return reg.RegisteredBatch(
        batch=Located(record=record, file=f"{number}.yaml"),
        position=Position(index=number, commit=f"{number:040x}", day=date(2026, 11, 5)),
        source=reg.Source(provider, mc, version, "k1", True, (digest_of(world.TEMPLATES[template]),)),
    )


def _files(made: reg.Register, lookup: Lookup) -> dict[str, str]:
    documents: dict[str, Any] = {"keys.json": keys_document(made, lookup), "published.json": site.published()}
    for group in lookup.groups:
        folder = f"lookup/{lookup.name(group)}"
        documents[f"{folder}/templates.json"] = templates_document(made, lookup, group)
        documents[f"{folder}/facts.en.json"] = _facts(lookup, group)
        for shard in range(len(group.shards)):
            documents[f"{folder}/{shard}.json"] = shard_document(made, lookup, group, shard)
    return {path: json_bytes(document).decode() for path, document in documents.items()}


def _facts(lookup: Lookup, group: Group) -> dict[str, Any]:
    mcs = {
        files.achievement_of(template): {"title": "A title", "credits": "3 credits"}
        for template in group.templates.values()
    }
    return {"schema": "facts/v1", "snapshot": site.SNAPSHOT, "group": lookup.name(group), "language": "en", "mcs": mcs}


@dataclass(frozen=True)
class Awarded:
    """A site of one credential, and the learner's file."""

    files: Mapping[str, str]
    document: str


def awarded(mc: str, title: str, text: str) -> Awarded:
    """A micro-credential that says ``text`` wherever a provider may write, registered and signed."""
    achievement = world.data_basics(world.BASE) | {"name": title, "description": text, "criteria": {"narrative": text}}
    achievement["alignment"] = [achievement["alignment"][0] | {"targetName": text, "targetFramework": text}]
    achievement["resultDescription"] = [achievement["resultDescription"][0] | {"name": text, "allowedValue": [text]}]
    achievement = json.loads(json.dumps(achievement).replace("data-basics", mc))
    template = world.template(world.UNI, mc, 1, achievement, until=True, results=1)
    learner = world.Learner(label=mc, template="graded", name=text, until="2029-10-31", results=(text,))
    document = fill(template, learner.values())
    made = _register_of(mc, template, document)
    with mock.patch.dict(TEMPLATES, {mc: (mc, 1)}):
        files_ = _files(made, build_lookup(made))
    return Awarded(files_, json.dumps(world.sign(document, f"{world.UNI}/k1"), ensure_ascii=False))


def _register_of(mc: str, template: Template, document: Mapping[str, Any]) -> reg.Register:
    whole, digest = register(), digest_of(template)
    values = {"provider": world.UNI, "mc": mc, "version": 1, "count": 1, "hashes": f"{registry_hash(document).hex()}\n"}
    record = whole.batches[0].batch.record.model_copy(update=values)
    record.__dict__.pop("digests", None)  # the copy took the original's along
    batch = reg.RegisteredBatch(
        batch=Located(record=record, file="0.yaml"),
        position=Position(index=0, commit="0" * 40, day=date(2026, 11, 5)),
        source=reg.Source(world.UNI, mc, 1, "k1", True, (digest,)),
    )
    return dataclasses.replace(whole, batches=(batch,), templates={(world.UNI, digest): template}, states={})
