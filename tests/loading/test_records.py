"""From files to records: plain faults with their lines, hash blocks, paths, a whole repository."""

import os
from pathlib import Path

import pytest

from bukti.errors import InvalidRecords
from bukti.loading import dump_record, load_or_raise, load_repository, parse_record
from bukti.loading.records import blob_id
from bukti.model import Batch, Definition, Offer
from tests.attacks import miniature as mini
from tests.attacks.miniature import BATCH, DEFINITION, OFFER, OFFER_FORM, UNI, V1, changed


def test_faults_are_plain_and_stand_at_their_lines() -> None:
    text = """schema: definition/v1
provider: uni
id: mc
version: 01
state: activ
language: en
titel: {en: X}
outcomes:
  - id: o1
    text: {en: Explain rain.}
    domain: skil
    blom: apply
validity:
  expires: maybe
"""
    located, found = parse_record(Definition, text.encode(), "registry/uni/mc/v1.yaml")
    assert located is None
    told = {finding.line: (finding.code, finding.message, finding.hint) for finding in found}
    assert told[1] == ("record-missing", "title is missing", "add 'title:'")
    assert told[4][0] == "record-value"
    assert told[5] == ("record-value", "state is none of the words allowed here", "did you mean 'active'?")
    assert told[7] == ("record-unknown-key", "the key 'titel' is not known here", "did you mean 'title'?")
    assert told[11][1:] == ("outcomes[1].domain is none of the words allowed here", "did you mean 'skill'?")
    assert told[12] == ("record-unknown-key", "the key 'blom' is not known here", "did you mean 'bloom'?")
    assert told[14][0] == "record-value"
    assert [finding.line for finding in found] == sorted(finding.line for finding in found)
    expected = {finding.line: finding.expected for finding in found}
    assert expected[5] == "one of draft, active"
    assert expected[14] == "one of never, write it like P3Y"


@pytest.mark.parametrize("form", [DEFINITION, OFFER_FORM], ids=["definition", "offer"])
def test_a_record_survives_writing_and_reading(form: dict[str, object]) -> None:
    model = Definition if form is DEFINITION else Offer
    located, found = parse_record(model, dump_record(form).encode(), "x.yaml")
    assert not found
    assert located is not None
    assert located.record.json_form() == form


def test_the_blob_is_that_of_git(tmp_path: Path) -> None:
    mini.put(tmp_path, "x", b"rain\n")
    mini.git(tmp_path, "init", "-q")
    assert blob_id(b"rain\n") == mini.git(tmp_path, "hash-object", "x").strip()


def batch_text(**more: object) -> str:
    return dump_record(mini.batch([mini.digest(n) for n in range(200)], "0" * 64, **more))


@pytest.mark.parametrize(
    "respelt",
    [
        lambda text: text,
        lambda text: text.replace("hashes: |\n", "hashes: | # sorted\n"),
        lambda text: text.replace("hashes: |\n", "hashes: |   \n"),
        lambda text: text.replace("\n  ", "\n     "),
        lambda text: text + "# the end\n",
        lambda text: text.replace("hashes: |", "key_hashes: |").replace("key_hashes: |", "hashes: |"),
    ],
    ids=["usual", "comment", "spaces", "wider", "text after", "same"],
)
def test_a_hash_block_reads_the_same_however_it_is_spelt(respelt: object) -> None:
    text = batch_text()
    expected, _ = parse_record(Batch, text.encode(), BATCH)
    located, found = parse_record(Batch, respelt(text).encode(), BATCH)  # type: ignore[operator]
    assert not found
    assert expected is not None
    assert located is not None
    assert located.record == expected.record
    assert located.record.digests == b"".join(sorted(mini.digest(n) for n in range(200)))


def test_lines_below_a_hash_block_are_those_of_the_file() -> None:
    head, _, block = batch_text().partition("hashes: |\n")
    text = head.replace("count: 200\n", "") + "hashes: |\n" + block + "count: 200\n"
    located, found = parse_record(Batch, text.encode(), BATCH)
    assert not found
    assert located is not None
    assert located.line("count") == len(text.splitlines())
    _, found = parse_record(Batch, text.replace("count: 200", "count: x").encode(), BATCH)
    assert [finding.line for finding in found] == [len(text.splitlines())]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda line: line.upper(),
        lambda line: line[:-1],
        lambda line: line + "0",
        lambda line: line[:10] + " " + line[11:],
        lambda line: "g" + line[1:],
        lambda line: line[:62] + " \u0661",
    ],
    ids=["upper case", "short", "long", "space", "no hex", "other digit"],
)
def test_a_spoilt_hash_never_takes_the_fast_way(spoil: object) -> None:
    """Only a block that the fast way reads exactly is taken by it; others are read as plain text."""
    text = batch_text()
    line = text.splitlines()[-3].strip()
    assert len(line) == 64
    spoilt = text.replace(line, spoil(line))  # type: ignore[operator]
    located, _ = parse_record(Batch, spoilt.encode(), BATCH)
    assert located is not None
    assert "digests" not in vars(located.record)
    assert spoil(line) in located.record.hashes  # type: ignore[operator]


def test_a_repository_loads_whole(tmp_path: Path) -> None:
    mini.write(tmp_path)
    loaded = load_repository(tmp_path)
    assert loaded.findings == ()
    snapshot = load_or_raise(tmp_path)
    assert set(snapshot.definitions) == {(UNI, mini.MC, 1)}
    assert set(snapshot.keys) == {("registry", "m-1"), ("registry", "m-2"), (UNI, "key-1"), (mini.OTHER, "key-1")}
    assert [len(table) for table in (snapshot.batches, snapshot.templates, snapshot.statuses)] == [1, 1, 1]


def test_all_faults_of_all_files_are_gathered_in_order(tmp_path: Path) -> None:
    mini.write(tmp_path)
    for path, text in (
        (V1, dump_record(changed(DEFINITION, "level", "value", to="S X"))),
        (OFFER, (tmp_path / OFFER).read_text(encoding="utf-8") + "status: a\nprice: 2\n"),
    ):
        mini.put(tmp_path, path, text)
    mini.put(tmp_path, "credentials/README", "x")
    with pytest.raises(InvalidRecords) as raised:
        load_or_raise(tmp_path)
    found = raised.value.findings
    assert [finding.code for finding in found] == ["path-extension", "yaml-duplicate-key", "record-value"]
    snapshot = load_repository(tmp_path).snapshot
    assert snapshot is not None
    assert snapshot.definitions == {}
    assert len(snapshot.batches) == 1


def test_without_registry_there_is_one_plain_finding(tmp_path: Path) -> None:
    loaded = load_repository(tmp_path)
    assert loaded.snapshot is None
    assert [(finding.code, finding.file) for finding in loaded.findings] == [
        ("record-missing", "registry/registry.yaml")
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    mini.write(tmp_path)
    (tmp_path / OFFER).chmod(0)
    assert [finding.code for finding in load_repository(tmp_path).findings] == ["file-unreadable"]


@pytest.mark.parametrize(("day", "refused"), [("2019-12-31", True), ("2020-01-01", False), ("2199-06-06", True)])
def test_days_that_a_card_cannot_tell_are_refused(day: str, *, refused: bool) -> None:
    text = batch_text().replace('issued_on: "2026-10-05"', f'issued_on: "{day}"')
    assert day in text
    _, found = parse_record(Batch, text.encode(), BATCH)
    assert [finding.line > 0 and "2020-01-01" in str(finding.as_json()) for finding in found] == [True] * refused
