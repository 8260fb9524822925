"""The look-up files hold what the register says, no more, wherever groups and shards are cut."""

import base64
import dataclasses
import hashlib
import json
import struct
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bukti.model import Batch
from bukti.model.snapshot import Located, Position
from bukti.register import ProviderEvent, Register, RegisteredBatch, Source, State
from bukti.verification.lookup import read_group, read_keys, read_rows
from site_builder import lookup as files
from site_builder.facts import facts_of
from site_builder.lookup import EPOCH, ROW, Lookup, build_lookup, keys_document, numbered, packed, templates_document
from site_builder.plan import Plan
from site_builder.view import View

DAY = date(2026, 11, 20)


def unpacked(rows: bytes) -> Iterator[tuple[bytes, int, int, int, int, int]]:
    for row in struct.iter_unpack(">16sHHBBH", rows):
        if row[0] != b"\xff" * 16:
            yield row


def test_rows_decode_back_to_the_register(plan: Plan, site: Path) -> None:
    register = plan.site.register
    document = json.loads((site / "lookup/0/0.json").read_bytes())
    sources = json.loads((site / "lookup/0/templates.json").read_bytes())["sources"]
    found = list(unpacked(base64.b64decode(document["rows"])))
    assert len(found) == sum(batch.batch.record.count for batch in register.batches) > 0
    assert found == sorted(found)
    for batch in register.batches:
        digests = batch.batch.record.digests
        for at in range(0, len(digests), 32):
            row = next(row for row in found if row[0] == digests[at : at + 16])
            entry = register.entry(digests[at : at + 32])
            assert entry is not None
            assert entry.day == EPOCH + timedelta(days=row[2])
            assert sources[row[1]]["mc"] == entry.source.mc
            assert (row[3], row[4], row[5]) == (0, 255, 0)


def test_the_verifier_reads_what_was_written(plan: Plan, site: Path) -> None:
    register = plan.site.register
    keys = read_keys((site / "keys.json").read_bytes())
    assert keys.snapshot == register.snapshot_id
    group = read_group((site / "lookup/0/templates.json").read_bytes())
    assert set(group.templates) == {digest for source in register.sources for digest in source.templates}
    digest = register.batches[0].batch.record.digests[:32]
    assert len(read_rows((site / "lookup/0/0.json").read_bytes(), digest).rows) == 1
    assert read_rows((site / "lookup/0/0.json").read_bytes(), bytes(32)).rows == ()


OTHERS_FORMS = ("api/v1/ctdl/", "api/v1/elm/", "api/v1/schemas/", "api/v1/catalogue.csv")
"""Documents whose form is another's, with no place for the name of a publication."""


def test_every_file_names_the_snapshot(plan: Plan, site: Path) -> None:
    named = [file.path for file in plan.files if file.path == "keys.json" or file.path.startswith(("lookup/", "api/"))]
    ours = [path for path in named if not path.startswith(OTHERS_FORMS)]
    assert {"keys.json", "api/v1/index.json", "api/v1/changes.json", "lookup/0/0.json"} <= set(ours)
    for path in ours:
        assert json.loads((site / path).read_bytes())["snapshot"] == plan.site.register.snapshot_id, path


def test_facts_are_told_in_each_language(site: Path) -> None:
    """LKP-10, and of its members in LKP-12 those that are ready to be shown."""
    (identity,) = json.loads((site / "lookup/0/facts.en.json").read_bytes())["mcs"]
    assert identity == "https://bukti.example/mc/universiti-contoh/applied-data-analysis/v2.json"
    for language, title, size in (
        ("en", "Applied Data Analysis", "3 MQF credits"),
        ("ms", "Analisis Data Gunaan", "3 kredit MQF"),
        ("ar", "تحليل البيانات التطبيقي", "3 ساعات معتمدة (MQF)"),
    ):
        facts = json.loads((site / f"lookup/0/facts.{language}.json").read_bytes())["mcs"][identity]
        assert (facts["title"], facts["credits"]) == (title, size)
        assert (site / facts["page"] / "index.html").is_file()


def test_facts_tell_equivalents_with_their_sources_and_call_indicative_ones_so(site: Path) -> None:
    for language, mark in (("en", "(indicative)"), ("ms", "(indikatif)"), ("ar", "(استرشادي)")):
        (facts,) = json.loads((site / f"lookup/0/facts.{language}.json").read_bytes())["mcs"].values()
        texts = [each["text"] for each in facts["equivalents"]]
        assert texts == [f"AQRF 6 {mark}", f"EQF 6 {mark}"]
        assert all(each["source"] for each in facts["equivalents"])


def test_facts_tell_how_each_assessment_was_supervised_and_who_was_known(site: Path) -> None:
    (facts,) = json.loads((site / "lookup/0/facts.en.json").read_bytes())["mcs"].values()
    endings = {tuple(each["text"].split(" · ")[-2:]) for each in facts["assessment"]}
    assert endings == {
        ("By a supervisor", "Identity check: Photo identity paper"),
        ("By a supervisor", "Identity check: Login of the institution"),
        ("Remotely proctored", "Identity check: Remote identity check"),
    }


def test_facts_tell_of_quality_what_it_is_and_whose_word_that_is(plan: Plan, site: Path) -> None:
    (facts,) = json.loads((site / "lookup/0/facts.en.json").read_bytes())["mcs"].values()
    (unit,) = facts["quality"]
    assert unit["text"].startswith("Quality assurance: ")
    assert unit["source"] == "stated by the provider in this registry"
    # No audit was sought of this one; the twin below was audited.
    snapshot = plan.site.snapshot
    ref = ("universiti-contoh", "rooftop-solar-maintenance")
    view = View.of(plan.site, "en", "")
    audited = facts_of(view, snapshot.definitions[(*ref, 1)].record, snapshot.offers[ref].record)
    audit = audited["quality"][-1]
    assert audit["text"] == (
        "Audit of the provider's quality management system, not of this micro-credential: "
        "Demonstration Quality Agency (fictitious) · DEMO-QMS-2026-01 · 20 April 2026 · until 19 April 2029"
    )
    assert audit["source"] == "https://bukti.example/docs/about/"
    assert facts_of(view, snapshot.definitions[(*ref, 1)].record, None)["quality"] == audited["quality"][:-1]


def test_facts_tell_which_assessments_belong_to_which_electives(plan: Plan, site: Path) -> None:
    """``assessment`` and ``paths`` of LKP-12."""
    (facts,) = json.loads((site / "lookup/0/facts.ar.json").read_bytes())["mcs"].values()
    achievement = next(iter(plan.site.achievements.values()))
    (listed,) = [entry for entry in achievement["resultDescription"] if entry["id"].endswith("#path")]
    assert list(facts["paths"]) == listed["allowedValue"]
    assert [each.get("module") for each in facts["assessment"]] == [None, None, None, "business", "public", "health"]
    assert {module for modules in facts["paths"].values() for module in modules} == {"business", "public", "health"}
    assert all(each["text"] for each in facts["assessment"])


def hashes(label: str, count: int) -> bytes:
    return b"".join(sorted(hashlib.sha256(f"{label} {n}".encode()).digest() for n in range(count)))


def enlarged(register: Register, sizes: list[int], per_mc: int = 1) -> Register:
    """A register with made-up batches, each of an MC and a template of its own (``per_mc`` batches an MC)."""
    first = register.batches[0]
    digest = first.source.templates[0]
    original = register.templates[first.source.provider, digest]
    templates, batches = {}, []
    for number, size in enumerate(sizes):
        mc, name = f"mc-{number // per_mc}", hashlib.sha256(str(number).encode()).hexdigest()
        credential = json.loads(json.dumps(original.credential))
        credential["credentialSubject"]["achievement"]["id"] = f"https://bukti.example/mc/p/{mc}/v1.json"
        templates["p", name] = original.model_copy(update={"provider": "p", "mc": mc, "credential": credential})
        block = hashes(str(number), size)
        values = {"provider": "p", "mc": mc, "version": 1, "count": size, "hashes": block.hex()}
        record: Batch = first.batch.record.model_copy(update=values)
        record.__dict__.pop("digests", None)  # the copy took the original's along
        batches.append(
            RegisteredBatch(
                batch=Located(record=record, file=f"{number}.yaml"),
                position=Position(index=number, commit="0" * 40, day=DAY),
                source=Source("p", mc, 1, "key-1", True, (name,)),
            )
        )
    return dataclasses.replace(register, batches=tuple(batches), templates=templates, states={})


def all_rows(lookup: Lookup) -> list[tuple[bytes, int, int, int, int, int]]:
    return [
        row
        for group in lookup.groups
        for shard in range(len(group.shards))
        for row in unpacked(packed(lookup, group, shard))
    ]


def test_groups_and_shards_hold_crowds_and_lose_nothing(plan: Plan) -> None:
    register = enlarged(plan.site.register, [150] * 60)
    lookup = build_lookup(register)
    assert lookup.group_bits >= 1
    assert sorted(row[0] for row in all_rows(lookup)) == sorted(
        batch.batch.record.digests[at : at + 16] for batch in register.batches for at in range(0, 150 * 32, 32)
    )
    for group in lookup.groups:
        rows = sum(map(len, group.shards)) // ROW
        assert rows >= 1000
        assert len({source.mc for source in group.sources}) >= 10
        assert group.bits == max(0, (rows // 1000).bit_length() - 1)
        sizes = {len(packed(lookup, group, shard)) for shard in range(len(group.shards))}
        assert len(sizes) == 1


@pytest.mark.parametrize("mcs", [30, 100, 300])
def test_groups_are_halved_as_long_as_each_half_is_a_crowd(plan: Plan, mcs: int) -> None:
    """LKP-4: no group could be halved once more, and none came from a half that was no crowd."""
    register = enlarged(plan.site.register, [110] * mcs)
    document = keys_document(register, build_lookup(register))
    bits, firsts = document["group_bits"], document["groups"]
    numbers = [leading(batch, 12) for batch in register.batches]

    def crowd(first: int, size: int) -> int:
        return sum(first <= number < first + size for number in numbers)

    scale = 1 << (12 - bits)
    ends = [*firsts[1:], 1 << bits]
    for first, end in zip(firsts, ends, strict=True):
        size = (end - first) * scale
        assert size & (size - 1) == 0, "a group is one half of a half"
        assert crowd(first * scale, size) >= 10
        assert size == 1 or min(crowd(first * scale, size // 2), crowd(first * scale + size // 2, size // 2)) < 10


def test_groups_only_split(plan: Plan) -> None:
    """LKP-4: whoever stands together in a later publication stood together in an earlier one."""
    small, large = (enlarged(plan.site.register, [110] * mcs) for mcs in (60, 240))
    before, after = (
        {batch.source.mc: group.number for group in build_lookup(register).groups for batch in register.batches
         if batch.source in group.sources}
        for register in (small, large)
    )  # fmt: skip
    assert len(set(before.values())) > 1
    for mc, group in before.items():
        for other, own in before.items():
            assert group == own or after[mc] != after[other]


def leading(batch: RegisteredBatch, bits: int) -> int:
    identity = f"https://bukti.example/mc/p/{batch.source.mc}/v1.json"
    return int.from_bytes(hashlib.sha256(identity.encode()).digest(), "big") >> (256 - bits)


def test_templates_of_one_version_stand_together(plan: Plan) -> None:
    """LKP-7: nearly alike, so that each but the first is sent as little more than a reference."""
    register = enlarged(plan.site.register, [50] * 20)
    lookup = build_lookup(register)
    listed = list(templates_document(register, lookup, lookup.groups[0])["templates"].values())
    order = [(one["provider"], one["mc"], one["version"]) for one in listed]
    assert order == sorted(order)
    assert len(order) == 20


def test_a_row_stands_in_the_group_and_shard_that_a_verifier_computes(plan: Plan) -> None:
    register = enlarged(plan.site.register, [400] * 50)
    lookup = build_lookup(register)
    document = keys_document(register, lookup)
    assert len(document["groups"]) > 2
    for batch in register.batches:
        identity = f"https://bukti.example/mc/p/{batch.source.mc}/v1.json"
        number = int.from_bytes(hashlib.sha256(identity.encode()).digest(), "big") >> (256 - document["group_bits"])
        place = max(at for at, first in enumerate(document["groups"]) if first <= number)
        group, bits = lookup.groups[place], document["shard_bits"][place]
        digest = batch.batch.record.digests[:32]
        shard = int.from_bytes(digest, "big") >> (256 - bits)
        row = next(row for row in unpacked(packed(lookup, group, shard)) if row[0] == digest[:16])
        assert group.sources[row[1]].mc == batch.source.mc


def test_a_state_is_shown_in_the_provider_s_own_row_only(plan: Plan) -> None:
    register = enlarged(plan.site.register, [5, 5])
    digest = register.batches[0].batch.record.digests[:32]
    revoked = State(state="revoked", reason="award-withdrawn", day=DAY)
    mine = dataclasses.replace(register, states={("p", digest): revoked})
    row = next(row for row in all_rows(build_lookup(mine)) if row[0] == digest[:16])
    assert row[3:] == (1, 1, (DAY - EPOCH).days)
    theirs = dataclasses.replace(register, states={("q", digest): revoked})
    row = next(row for row in all_rows(build_lookup(theirs)) if row[0] == digest[:16])
    assert row[3:] == (0, 255, 0)


def test_what_became_of_a_provider_stands_in_the_keys_file(plan: Plan) -> None:
    """LKP-3: each event with the members of its kind, and no others."""
    register = plan.site.register
    events = (
        ProviderEvent(kind="admitted", day=date(2026, 10, 1)),
        ProviderEvent(kind="renamed", day=date(2026, 10, 2), name={"en": "New"}, former_name={"en": "Old"}),
        ProviderEvent(kind="merged", day=date(2026, 10, 3), into="other"),
    )
    issuers = (dataclasses.replace(register.issuers[0], events=events), *register.issuers[1:])
    document = keys_document(dataclasses.replace(register, issuers=issuers), build_lookup(register))
    assert document["issuers"][0]["events"] == [
        {"kind": "admitted", "day": "2026-10-01"},
        {"kind": "renamed", "day": "2026-10-02", "name": {"en": "New"}, "former_name": {"en": "Old"}},
        {"kind": "merged", "day": "2026-10-03", "into": "other"},
    ]
    assert [event["kind"] for event in document["issuers"][1]["events"]] == ["admitted"]


def test_a_version_under_two_bases_stands_in_both_groups(plan: Plan) -> None:
    register = enlarged(plan.site.register, [60] * 80, per_mc=1)
    moved = register.batches[0]
    name = "f" * 64
    template = register.templates["p", moved.source.templates[0]]
    credential = json.loads(json.dumps(template.credential))
    credential["credentialSubject"]["achievement"]["id"] = "https://former.example/mc/p/mc-0/v1.json"
    templates = {**register.templates, ("p", name): template.model_copy(update={"credential": credential})}
    source = dataclasses.replace(moved.source, templates=(*moved.source.templates, name))
    batches = (dataclasses.replace(moved, source=source), *register.batches[1:])
    lookup = build_lookup(dataclasses.replace(register, batches=batches, templates=templates))
    groups = [group for group in lookup.groups if any(s.mc == "mc-0" for s in group.sources)]
    listed = {digest for group in groups for s in group.sources if s.mc == "mc-0" for digest in s.templates}
    assert listed == {name, moved.source.templates[0]}


def test_a_batch_without_a_position_is_not_published(plan: Plan) -> None:
    """LKP-13."""
    register = plan.site.register
    batches = tuple(dataclasses.replace(batch, position=None) for batch in register.batches)
    assert all_rows(build_lookup(dataclasses.replace(register, batches=batches))) == []


@pytest.mark.parametrize(("number", "bits", "name"), [(0, 0, "0"), (5, 4, "5"), (5, 5, "05"), (255, 12, "0ff")])
def test_addresses_are_padded_hex(number: int, bits: int, name: str) -> None:
    assert numbered(number, bits) == name


def test_a_quarter_of_a_million_hashes_take_seconds(plan: Plan) -> None:
    register = enlarged(plan.site.register, [12_500] * 20)
    begun = time.process_time()
    lookup = build_lookup(register)
    total = sum(len(packed(lookup, group, shard)) for group in lookup.groups for shard in range(len(group.shards)))
    assert total >= 250_000 * ROW
    assert time.process_time() - begun < 5


def test_reasons_are_numbered_as_in_the_specification() -> None:
    known: Callable[[], object] = files._reasons
    assert known()["issued-in-error"] == 0  # type: ignore[index]
