"""The sample registry: complete, signed, and made by ``tools/make_sample.py`` byte for byte."""

import hashlib
import json
import os
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bukti.card import from_link, read_payload, to_link
from bukti.errors import Severity
from bukti.loading import load_or_raise
from bukti.loading.history import read_history
from bukti.model.snapshot import Snapshot
from bukti.policy import check_repository
from bukti.proof.jcs import registry_hash
from bukti.register import Register, build_register
from bukti.templates import digest_of, values_of
from bukti.verification import verify_text
from bukti.verification.register_source import RegisterSource
from tools.make_sample import CLASS, ISSUER, MC, PROVIDERS, VERSION, make_sample

ROOT = Path(__file__).parents[2]
COMMITTED = {"GIT_AUTHOR_DATE": "2026-11-02T08:00:00Z", "GIT_COMMITTER_DATE": "2026-11-02T08:00:00Z"}
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
OWN = ("registry", "public_keys", "credentials", "docs/site")


def files(root: Path) -> dict[str, bytes]:
    found = (path for top in OWN for path in (root / top).rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the registry's content with a history of one commit."""
    copy = tmp_path_factory.mktemp("sample")
    for top in OWN:
        shutil.copytree(ROOT / top, copy / top)
    for command in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "The sample"]):
        identity = ["-c", "user.name=Sample", "-c", "user.email=sample@bukti.example", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *identity, *command], cwd=copy, check=True, env=os.environ | COMMITTED)
    return copy


@pytest.fixture(scope="module")
def snapshot(repo: Path) -> Snapshot:
    return load_or_raise(repo)


@pytest.fixture(scope="module")
def register(repo: Path, snapshot: Snapshot) -> Register:
    return build_register(snapshot, read_history(repo))


def test_making_it_again_gives_the_same_bytes(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "registry", tmp_path / "registry")
    make_sample(tmp_path)
    again = files(tmp_path)
    assert again == {name: data for name, data in files(ROOT).items() if name in again}
    assert {name for name in files(ROOT) if name.startswith(("public_keys/", "credentials/"))} <= set(again)


def test_pins_that_are_wrong_are_mended_by_a_run(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "registry", tmp_path / "registry")
    path = tmp_path / "registry" / "registry.yaml"
    good = path.read_bytes()
    head = good.partition(b"\nmaintainers:")[0]
    path.write_bytes(head + b"\nmaintainers: []\n")
    make_sample(tmp_path)
    assert path.read_bytes() == good


def test_every_record_counts(register: Register) -> None:
    assert register.findings == ()
    assert {issuer.id: (issuer.status, issuer.demonstration) for issuer in register.issuers} == dict.fromkeys(
        PROVIDERS, ("active", True)
    )
    assert len(register.batches) == 1


def test_the_sample_credential_is_registered_and_rebuilt_by_its_template(
    register: Register, snapshot: Snapshot
) -> None:
    data = (ROOT / "docs/site/sample-credential.json").read_bytes()
    credential = json.loads(data)
    entry = register.entry(registry_hash(credential))
    assert entry is not None
    assert (entry.source.provider, entry.source.mc, entry.source.version) == (ISSUER, MC, VERSION)
    assert entry.source.authorised
    assert any(values_of(template, credential) for _, template in register.templates_of(ISSUER, MC, VERSION))


def test_a_changed_sample_credential_is_not_registered(register: Register) -> None:
    credential = json.loads((ROOT / "docs/site/sample-credential.json").read_bytes())
    credential["credentialSubject"]["identifier"][0]["identityHash"] += "h"
    assert register.entry(registry_hash(credential)) is None


def test_the_sample_link_is_a_card_of_the_sample_template(snapshot: Snapshot) -> None:
    link = (ROOT / "docs/site/sample-link.txt").read_text(encoding="utf-8").strip()
    prefix, _, payload = link.partition("#")
    assert prefix == f"{snapshot.registry.record.base_url}/v/"
    card = read_payload(link)
    assert to_link(card) == payload
    assert from_link(payload) == card
    achievement = f"{snapshot.registry.record.base_url}/mc/{ISSUER}/{MC}/v{VERSION}.json"
    assert card[1:3] == hashlib.sha256(achievement.encode()).digest()[:2]
    (template,) = (located.record for located in snapshot.templates.values())
    assert card[3:9].hex() == digest_of(template)[:12]


@pytest.mark.parametrize("name", ["sample-credential.json", "sample-link.txt"])
def test_the_sample_to_try_is_valid(register: Register, name: str) -> None:
    (result,) = verify_text((ROOT / "docs/site" / name).read_bytes(), RegisterSource(register), NOW, name)
    assert (result.verdict, [check.state for check in result.checks]) == ("valid", ["passed"] * 10)


def test_the_sample_with_one_letter_changed_is_invalid(register: Register) -> None:
    data = (ROOT / "docs/site/sample-credential.json").read_bytes().replace(b"Contoh binti", b"Kontoh binti")
    (result,) = verify_text(data, RegisterSource(register), NOW, "changed")
    assert result.verdict == "invalid"


def test_complete_definitions_pass_the_policy_without_a_warning(
    repo: Path, snapshot: Snapshot, register: Register
) -> None:
    drafts = {located.file for located in snapshot.definitions.values() if located.record.state == "draft"}
    folders = tuple(file.rpartition("/")[0] for file in drafts)
    found = check_repository(snapshot, register, read_history(repo), date(2026, 11, 23), None, now=NOW)
    loud = [finding for finding in found if finding.severity is not Severity.INFO]
    assert [finding for finding in loud if not finding.file.startswith(folders)] == []
    assert {finding.severity for finding in loud} == {Severity.WARNING}
    assert len(drafts) == 1


def test_the_sample_has_no_holders_name_in_git() -> None:
    public = b"".join(data for name, data in files(ROOT).items() if not name.startswith("docs/"))
    assert [name for name, _, _ in CLASS if name.encode() in public] == []


def test_every_text_of_an_active_definition_stands_in_all_languages(snapshot: Snapshot) -> None:
    languages = set(snapshot.registry.record.languages)

    def gaps(node: object, place: str) -> list[str]:
        if isinstance(node, dict):
            if set(node) & languages:
                return [] if set(node) == languages else [place]
            return [gap for name, value in node.items() for gap in gaps(value, f"{place}.{name}")]
        if isinstance(node, list):
            return [gap for number, value in enumerate(node) for gap in gaps(value, f"{place}[{number}]")]
        return []

    located = [*snapshot.definitions.values(), *snapshot.offers.values(), *snapshot.pathways.values()]
    assert [gap for one in located for gap in gaps(one.record.json_form(), one.file)] == []


def test_between_them_the_definitions_use_every_field(snapshot: Snapshot) -> None:
    for records in (snapshot.definitions, snapshot.offers):
        used = {name for located in records.values() for name in located.record.model_fields_set}
        model = type(next(iter(records.values())).record)
        assert set(model.model_fields) - used == set()
