"""`bukti key new` and `bukti key sign` (REC-5, REC-11)."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from bukti.loading import load_or_raise, read_history
from bukti.proof.keys import load_key, save_key
from bukti.proof.records import verify_record
from bukti.register import build_register
from tests.issuing.conftest import PASSPHRASE, World, admission
from tests.keys import demo_key
from tests.templates.small import BASE, PROVIDER


def new(world: World, *more: str, out: str = "new.pem", provider: str = PROVIDER, key: str = "k-2") -> Any:
    flags = ["--provider", provider, "--key", key, "--out", str(world.desk / out), "--repo", str(world.repo), "--json"]
    return world.run("key", "new", *flags, *more)


def sign(world: World, record: Path, key: str, signer: str) -> Any:
    flags = ["--record", str(record), "--key", str(world.desk / key), "--as", signer, "--repo", str(world.repo)]
    return world.run("key", "sign", *flags, "--json")


@pytest.fixture
def maintained(world: World) -> World:
    for name in ("m-1", "m-2"):
        save_key(world.desk / f"{name}.pem", demo_key(f"registry/{name}"), PASSPHRASE)
    return world


def test_a_new_key_is_encrypted_and_possession_is_proved(world: World) -> None:
    done = new(world, "--valid-until", "2030-12-31", "--note", "Second key")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    record = yaml.safe_load(Path(told["record"]).read_text())
    key = load_key(world.desk / "new.pem", PASSPHRASE)
    assert b"ENCRYPTED" in (world.desk / "new.pem").read_bytes()
    assert (record["number"], record["public_key"], record["demonstration"]) == (2, key.multikey, True)
    located = load_or_raise(world.repo).keys[PROVIDER, "k-2"]
    form = located.record.json_form()
    assert verify_record(form, form["proof"][0], key.public)
    register = build_register(load_or_raise(world.repo), read_history(world.repo))
    assert [finding.code for finding in register.findings] == ["key-admission"]


def test_two_maintainers_admit_it_one_is_not_enough(maintained: World) -> None:
    record = Path(json.loads(new(maintained).stdout)["record"])
    for name, good in (("m-1", False), ("m-2", True)):
        done = sign(maintained, record, f"{name}.pem", f"registry/{name}")
        assert done.returncode == 0, done.stderr
        register = build_register(load_or_raise(maintained.repo), read_history(maintained.repo))
        keys = {key.key for issuer in register.issuers if issuer.id == PROVIDER for key in issuer.keys}
        assert ("k-2" in keys) is good
    assert json.loads(done.stdout)["signed_by"] == [f"{PROVIDER}/k-2", "registry/m-1", "registry/m-2"]


def test_the_provider_s_earlier_key_admits_the_next(world: World) -> None:
    record = Path(json.loads(new(world).stdout)["record"])
    assert sign(world, record, "k-1.pem", f"{PROVIDER}/k-1").returncode == 0
    register = build_register(load_or_raise(world.repo), read_history(world.repo))
    assert register.findings == ()


def test_an_act_without_any_proof_gets_its_first(maintained: World) -> None:
    act = admission(PROVIDER, "suspended", "2026-03-01-suspendx")
    del act["proof"]
    maintained.write(f"registry/{PROVIDER}/acts/2026-03-01-suspendx.yaml", act)
    path = maintained.repo / "registry" / PROVIDER / "acts" / "2026-03-01-suspendx.yaml"
    assert sign(maintained, path, "m-1.pem", "registry/m-1").returncode == 0
    assert len(yaml.safe_load(path.read_text())["proof"]) == 1
    register = build_register(load_or_raise(maintained.repo), read_history(maintained.repo))
    assert {issuer.status for issuer in register.issuers if issuer.id == PROVIDER} == {"suspended"}


def test_a_maintainer_s_key_tells_its_pin(world: World) -> None:
    done = new(world, provider="registry", key="m-3", out="m3.pem")
    assert done.returncode == 0, done.stderr
    digest = json.loads(done.stdout)["digest"]
    registry = world.repo / "registry" / "registry.yaml"
    text = registry.read_text()
    head, _, rest = text.partition("maintainers:\n")
    registry.write_text(f"{head}maintainers:\n  - key: m-3\n    digest: {digest}\n{rest}")
    snapshot, history = load_or_raise(world.repo), read_history(world.repo)
    assert [key.key for key in build_register(snapshot, history).maintainers] == ["m-1", "m-2"]  # nobody signed that
    register = build_register(snapshot, replace(history, first_root=None))
    assert [key.key for key in register.maintainers] == ["m-1", "m-2", "m-3"]


def test_the_very_first_key_of_a_registry(world: World, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    flags = ["--provider", "registry", "--key", "m-1", "--out", str(world.desk / "first.pem"), "--repo", str(empty)]
    assert world.run("key", "new", *flags).returncode == 1
    assert world.run("key", "new", *flags, "--base-url", BASE).returncode == 0
    assert (empty / "public_keys" / "registry" / "m-1.yaml").is_file()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"key": "k-1"}, "is a key"),
        ({"provider": "nobody"}, "no provider 'nobody'"),
    ],
)
def test_names_that_cannot_be_had(world: World, more: dict[str, str], told: str) -> None:
    before = world.files()
    done = new(world, **more)
    assert done.returncode == 1
    assert told in done.stderr
    assert world.files() == before
    assert not (world.desk / "new.pem").exists()


@pytest.mark.parametrize("number", ["1", "0", "256"])
def test_numbers_that_cannot_be_had(world: World, number: str) -> None:
    before = world.files()
    assert new(world, "--number", number).returncode == 1
    assert world.files() == before
    assert not (world.desk / "new.pem").exists()
    assert new(world, "--number", "255").returncode == 0


def test_a_secret_key_never_goes_into_a_work_tree(world: World) -> None:
    before = world.files()
    done = new(world, "--out", str(world.repo / "k.pem"))
    assert done.returncode == 1
    assert "work tree" in done.stderr
    assert world.files() == before


@pytest.mark.parametrize(
    ("key", "signer", "told"),
    [
        ("m-2.pem", "registry/m-1", "is not that of registry/m-1"),
        ("m-1.pem", "registry/m-9", "is not that of registry/m-9"),
        ("new.pem", f"{PROVIDER}/k-2", "has signed this record already"),
    ],
)
def test_signing_in_another_s_name_or_twice(maintained: World, key: str, signer: str, told: str) -> None:
    record = Path(json.loads(new(maintained).stdout)["record"])
    before = record.read_bytes()
    done = sign(maintained, record, key, signer)
    assert done.returncode == 1
    assert told in done.stderr
    assert record.read_bytes() == before


def test_what_is_not_signed_by_hand(maintained: World) -> None:
    for file in ("registry/registry.yaml", f"registry/{PROVIDER}/provider.yaml"):
        done = sign(maintained, maintained.repo / file, "m-1.pem", "registry/m-1")
        assert done.returncode == 1
        assert "signed by hand" in done.stderr
