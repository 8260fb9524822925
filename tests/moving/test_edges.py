"""The edges of a move: work in flight, runs that were stopped, groups, addresses inside one another."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from bukti.did import achievement_id, base_of_list
from bukti.issuing.ranges import list_base, reserve
from bukti.loading import load_or_raise
from bukti.proof.keys import save_key
from site_builder import lookup
from tests.issuing.conftest import MAINTAINERS, OTHER, PASSPHRASE, key
from tests.keys import demo_key
from tests.moving.estate import A, B, Estate, Stranger, did, in_node, move, spellings
from tests.templates.small import MC, PROVIDER


class TestBaseOfAList:
    def test_it_is_that_of_its_first_snapshot(self, estate: Estate) -> None:
        estate.issue("one", "Ada")
        assert list_base(load_or_raise(estate.repo), PROVIDER, "1") == A
        move(estate, B)
        snapshot = load_or_raise(estate.repo)
        assert list_base(snapshot, PROVIDER, "1") == A
        assert list_base(snapshot, PROVIDER, "2") is None
        assert list_base(snapshot, OTHER, "1") is None

    def test_without_a_snapshot_it_is_that_of_the_first_batch(self, estate: Estate) -> None:
        estate.issue("one", "Ada", commit=False)
        (estate.repo / f"credentials/{PROVIDER}/status/1/1.json").unlink()
        assert list_base(load_or_raise(estate.repo), PROVIDER, "1") == A

    @pytest.mark.parametrize(
        ("address", "base"),
        [
            ("https://a.example/issuers/uni/status/1.json", "https://a.example"),
            ("https://a.example/b/issuers/uni/status/1.json", "https://a.example/b"),
            ("https://a.example/issuers/uni/status/11.json", None),
            ("https://a.example/issuers/uni2/status/1.json", None),
            ("https://a.example/c/issuers/uni/status/1.json", None),
            ("http://a.example/issuers/uni/status/1.json", None),
            ("", None),
        ],
    )
    def test_addresses(self, address: str, base: str | None) -> None:
        assert base_of_list(address, "uni", "1", ("https://a.example", "https://a.example/b")) == base


class TestReserving:
    def test_a_class_after_the_move_opens_a_list_and_the_next_one_goes_on_in_it(self, estate: Estate) -> None:
        estate.issue("one", "Ada")
        move(estate, B)
        estate.issue("two", "Badrul")
        estate.issue("three", "Chen")
        snapshot = load_or_raise(estate.repo)
        ranges = sorted(
            (one.record.registry, one.record.status.list, one.record.status.from_) for one in snapshot.batches.values()
        )
        assert ranges == [(A, "1", 0), (B, "2", 0), (B, "2", 4)]
        assert sorted(serial for _, name, serial in snapshot.statuses if name == "1") == [1], (
            "the old one is left alone"
        )
        assert estate.errors() == []

    def test_each_provider_has_lists_of_its_own(self, estate: Estate) -> None:
        estate.issue("one", "Ada")
        move(estate, B)
        snapshot = load_or_raise(estate.repo)
        assert (reserve(snapshot, PROVIDER, 1).list, reserve(snapshot, OTHER, 1).list) == ("2", "1")


class TestWorkInFlight:
    def test_a_class_signed_before_the_move_and_merged_after_it_counts(self, estate: Estate, tmp_path: Path) -> None:
        held = estate.issue("one", "Ada", commit=False)[0]
        credentials = estate.repo / "credentials"
        shutil.move(credentials, tmp_path / "aside")
        move(estate, B)
        shutil.move(tmp_path / "aside", credentials)
        estate.commit("the class")
        assert estate.errors() == []
        site = estate.build(tmp_path / "site")
        assert set(estate.verdicts(*spellings(held))) == {"valid"}
        assert set(in_node(site, *spellings(held))) == {"valid"}
        assert Stranger(site).accepts(held.credential)
        later = estate.issue("two", "Badrul")[0]
        assert later.credential["credentialStatus"]["statusListCredential"].endswith("/status/2.json")

    def test_a_run_that_was_stopped_before_the_move_is_not_completed_after_it(self, estate: Estate) -> None:
        """Half of its files say the old address."""
        estate.issue("one", "Ada", commit=False)
        shutil.rmtree(estate.repo / "credentials")
        for file in (estate.world.desk / "one").glob("*.json"):
            file.unlink()
        move(estate, B)
        done = estate.world.issue(
            estate.world.list("name,result,path\nAda,A,m2\n"), "--issued-on", "2026-05-01",
            "--out", str(estate.world.desk / "one"),
        )  # fmt: skip
        assert done.returncode == 1
        assert "this folder belongs to the batch" in done.stderr
        assert not (estate.repo / "credentials").exists()


def in_group(base: str) -> int:
    """The leading bit of the achievement's hash: the group, where there are two."""
    return hashlib.sha256(achievement_id(base, PROVIDER, MC, 1).encode()).digest()[0] >> 7


def test_a_version_with_credentials_of_two_bases_stands_in_both_groups(
    estate: Estate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cards name the group by the achievement id as their template spells it: an old card asks for the old group."""
    monkeypatch.setattr(lookup, "MIN_MCS", 1)
    monkeypatch.setattr(lookup, "MIN_CREDENTIALS", 1)
    other = next(base for n in range(99) if in_group(base := f"https://site-{n}.example") != in_group(A))
    old = estate.issue("one", "Ada")[0]
    move(estate, other)
    new = estate.issue("two", "Badrul")[0]
    site = estate.build(tmp_path / "site")
    assert site.json("keys.json")["group_bits"] == 1
    for base in (A, other):
        document = site.json(f"lookup/{in_group(base)}/templates.json")
        assert [(one["provider"], one["mc"], one["version"]) for one in document["sources"]] == [(PROVIDER, MC, 1)]
        issuers = [one["credential"]["issuer"]["id"] for one in document["templates"].values()]
        assert issuers == [did(base)]
    inputs = [*spellings(old), *spellings(new)]
    assert set(estate.verdicts(*inputs, site=site)) == set(in_node(site, *inputs)) == {"valid"}
    (site.root / f"lookup/{in_group(A)}/templates.json").unlink()
    assert set(estate.verdicts(*spellings(old), site=site)) == {"cannot_tell"}
    assert set(estate.verdicts(*spellings(new), site=site)) == {"valid"}


@pytest.mark.parametrize("new_base", [f"{A}/registry", f"{A}:8443", "https://bukti.example.example"])
def test_an_address_that_begins_like_the_old_one_is_another(new_base: str, estate: Estate, tmp_path: Path) -> None:
    old = estate.issue("one", "Ada", "Badrul")
    move(estate, new_base)
    new = estate.issue("two", "Chen")[0]
    estate.revoke(old[1])
    site = estate.build(tmp_path / "site")
    stranger = Stranger(site)
    assert [stranger.accepts(one.credential) for one in (*old, new)] == [True, False, True]
    inputs = [str(one.file) for one in (*old, new)]
    assert estate.verdicts(*inputs) == in_node(site, *inputs) == ["valid", "revoked", "valid"]
    assert site.files("**/status/*.json") == [
        f"former/0/issuers/{PROVIDER}/status/1.json",
        f"issuers/{PROVIDER}/status/2.json",
    ]


def test_a_key_that_is_admitted_after_the_move_signs_the_old_list_too(estate: Estate, tmp_path: Path) -> None:
    """The former DID document lists the provider's present keys, or nobody could revoke once the old key has gone."""
    old = estate.issue("one", "Ada", "Badrul")
    move(estate, B)
    record = key(PROVIDER, "k-2", 2, *MAINTAINERS)
    estate.world.write(f"public_keys/{PROVIDER}/k-2.yaml", record)
    save_key(estate.world.desk / "k-2.pem", demo_key(f"{PROVIDER}/k-2"), PASSPHRASE)
    estate.commit("a second key")
    site = estate.build(tmp_path / "site")
    for folder, base in (("former/0/", A), ("", B)):
        document = site.json(f"{folder}issuers/{PROVIDER}/did.json")
        assert document["assertionMethod"] == [f"{did(base)}#k-1", f"{did(base)}#k-2"]
    assert Stranger(site).accepts(old[0].credential)


def test_without_its_former_base_an_old_credential_is_a_strangers(estate: Estate) -> None:
    """The negative control of all the above: it is the entry in `former_base_urls` that keeps them."""
    held = estate.issue("one", "Ada")[0]
    path = estate.repo / "registry/registry.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(A) == 1
    path.write_text(text.replace(A, B), encoding="utf-8")
    shutil.rmtree(estate.repo / ".git")
    assert estate.verdicts(str(held.file)) == ["cannot_tell"]
    done = estate.world.run("verify", "--repo", str(estate.repo), "--json", str(held.file))
    codes = {one["code"] for one in json.loads(done.stdout)["results"][0]["checks"]}
    assert "issuer-outside" in codes
