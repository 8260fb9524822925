"""`bukti status sign`: lists signed anew from the acts that count, and two snapshots that were made at once."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from bukti.instant import instant_of
from bukti.loading import load_or_raise
from bukti.proof.keys import save_key
from bukti.proof.multikey import decode
from bukti.proof.status import bits_of, verify_snapshot
from tests.issuing.conftest import MAINTAINERS, PASSPHRASE, git, key
from tests.keys import demo_key, signed
from tests.lifecycle.conftest import TREE, Desk
from tests.templates.small import BASE, PROVIDER

SIGN = f"status sign --provider {PROVIDER}"


def test_nothing_to_change_writes_nothing(desk: Desk) -> None:
    before = desk.files()
    assert desk.done(SIGN)["state"] == "nothing to do"
    assert desk.files() == before


def test_force_signs_the_same_bits_again(desk: Desk) -> None:
    desk.done("revoke", "s-1")
    desk.commit()
    bits = desk.bits()
    report = desk.done(SIGN, "--force")
    assert (report["state"], report["lists"][0]["raised"], report["lists"][0]["fallen"]) == ("signed", 0, 0)
    assert desk.serials() == [1, 2, 3]
    assert desk.bits() == bits
    assert desk.errors() == []


def test_a_snapshot_is_of_the_form_that_strangers_read(desk: Desk) -> None:
    desk.done("revoke", "s-1")
    document = json.loads((desk.repo / TREE / "status/1/2.json").read_bytes())
    assert document["id"] == f"{BASE}/issuers/{PROVIDER}/status/1.json"
    assert verify_snapshot(document, decode(demo_key(f"{PROVIDER}/k-1").multikey))
    assert bits_of(document).get(desk.line("s-1")["status_index"])
    assert instant_of(document["validFrom"]).year >= 2026
    credential = json.loads(Path(desk.file("s-1")).read_bytes())
    assert credential["credentialStatus"]["statusListCredential"] == document["id"]


def test_what_the_agency_revoked_comes_in(desk: Desk) -> None:
    desk.done("revoke", "s-1", key="m-1", reason="agency-decision")
    desk.commit()
    assert [one["code"] for one in desk.warnings("status-behind")] == ["status-behind"]
    report = desk.done(SIGN, "--dry-run")
    assert (report["state"], report["lists"][0]["raised"]) == ("would sign", 1)
    assert desk.serials() == [1]
    assert desk.done(SIGN)["state"] == "signed"
    assert desk.bits() == {desk.line("s-1")["status_index"]}
    assert desk.warnings("status-behind") == []


def test_what_is_not_known_here_is_said(desk: Desk) -> None:
    desk.done("revoke", "s-1", key="m-1", reason="agency-decision")
    report = desk.refused(SIGN, index="").report
    assert report["state"] == "nothing to do"
    assert report["right"][0]["missing"] == 1
    flags = ["--repo", str(desk.repo), "--key", str(desk.desk / "k-1.pem"), "--provider", PROVIDER]
    told = desk.run("status", "sign", *flags).stdout
    assert "nothing could be done" in told
    assert "1 more is due, of a credential whose status index is not known here" in told


def test_bits_of_unknown_credentials_stay(desk: Desk) -> None:
    desk.done("revoke", "s-1", "s-2")
    desk.commit()
    bits = desk.bits()
    assert desk.done(SIGN, "--force", index="")["lists"][0]["unknown"] == 2
    assert desk.bits() == bits
    assert desk.errors() == []


def test_one_list_only(desk: Desk) -> None:
    assert desk.done(SIGN, "--list", "1", "--force")["state"] == "signed"
    ran = desk.refused(SIGN, "--list", "9")
    assert "has no status list '9'" in ran.err


@pytest.mark.parametrize(("name", "told"), [("m-1", "by its own provider only"), ("other", "not one of")])
def test_other_peoples_keys(desk: Desk, name: str, told: str) -> None:
    assert told in desk.refused(SIGN, "--force", key=name).err


def test_a_provider_without_lists(desk: Desk) -> None:
    ran = desk.refused("status sign --provider egypt-demo-institute", key="other")
    assert "has no status list" in ran.err


class TestTwoAtOnce:
    """Two officers revoke at the same time, each in a clone of the registry; git meets a real conflict."""

    def clones(self, desk: Desk, tmp_path: Path) -> tuple[Desk, Desk]:
        pair = []
        for name in ("first", "second"):
            subprocess.run(
                ["git", "clone", "-q", str(desk.repo), str(tmp_path / name / "repo")], check=True, capture_output=True
            )
            shutil.copytree(desk.desk, tmp_path / name / "desk")
            pair.append(Desk(repo=tmp_path / name / "repo", desk=tmp_path / name / "desk"))
        return pair[0], pair[1]

    def conflict(self, desk: Desk, tmp_path: Path) -> tuple[Desk, Desk]:
        """The second clone in the middle of its rebase, the first one's work published."""
        git(desk.repo, "config", "receive.denyCurrentBranch", "updateInstead")
        first, second = self.clones(desk, tmp_path)
        first.done("revoke", "s-1")
        first.commit()
        git(first.repo, "push", "-q")
        second.done("revoke", "s-2")
        second.commit()
        git(second.repo, "fetch", "-q")
        with pytest.raises(subprocess.CalledProcessError):
            git(second.repo, "rebase", "origin/main")
        return first, second

    def test_the_published_one_is_kept_and_the_other_made_again(self, desk: Desk, tmp_path: Path) -> None:
        first, second = self.conflict(desk, tmp_path)
        file = f"{TREE}/status/1/2.json"
        assert b"<<<<<<<" in (second.repo / file).read_bytes()
        assert "has faults" in second.act(SIGN).err
        git(second.repo, "checkout", "--ours", file)  # in a rebase "ours" is what was published
        git(second.repo, "add", file)
        git(second.repo, "-c", "core.editor=true", "rebase", "--continue")
        assert (second.repo / file).read_bytes() == (first.repo / file).read_bytes()
        assert second.errors() == []
        assert len(second.warnings("status-behind")) == 1
        report = second.done(SIGN)
        assert (report["lists"][0]["serial"], report["lists"][0]["raised"]) == (3, 1)
        second.commit()
        git(second.repo, "push", "-q")
        git(first.repo, "pull", "-q")
        assert first.bits() == {desk.line(ref)["status_index"] for ref in ("s-1", "s-2")}
        assert first.errors() == []
        assert first.warnings("status-behind", "status-ahead") == []
        assert {first.state(ref) for ref in ("s-1", "s-2")} == {"revoked"}

    def test_the_second_officer_knows_nothing_of_the_first_ones_class(self, desk: Desk, tmp_path: Path) -> None:
        """Only the own credential's file is at hand: the colleague's bit stays as it was published."""
        _, second = self.conflict(desk, tmp_path)
        file = f"{TREE}/status/1/2.json"
        git(second.repo, "checkout", "--ours", file)
        git(second.repo, "add", file)
        git(second.repo, "-c", "core.editor=true", "rebase", "--continue")
        lines = (second.desk / "out" / "index.jsonl").read_text(encoding="utf-8").splitlines()
        own = [line for line in lines if json.loads(line)["ref"] == "s-2"]
        (second.desk / "out" / "index.jsonl").write_text("\n".join(own), encoding="utf-8")
        report = second.done(SIGN)["lists"][0]
        assert (report["raised"], report["unknown"], report["missing"]) == (1, 1, 0)
        assert second.bits() == {desk.line(ref)["status_index"] for ref in ("s-1", "s-2")}
        assert second.errors() == []


def test_a_list_keeps_its_address_when_the_registry_moves(desk: Desk) -> None:
    """Credentials name their list by the address that it began under; new classes begin lists under the new one."""
    move(desk, "https://moved.example")
    assert desk.errors() == []
    desk.issued(desk.list("name,ref\nNg,n-1\n"), "--out", str(desk.desk / "new"))
    desk.commit()
    report = desk.done("revoke", "s-1", "n-1", "--index", str(desk.desk / "new"))
    assert [one["list"] for one in report["lists"]] == ["1", "2"]
    desk.commit()
    assert desk.errors() == []
    for name, base in (("1", BASE), ("2", "https://moved.example")):
        document = json.loads((desk.repo / TREE / "status" / name / "2.json").read_bytes())
        assert document["id"] == f"{base}/issuers/{PROVIDER}/status/{name}.json"
        assert document["proof"][0]["verificationMethod"].startswith(f"{document['issuer']}#")
    assert desk.bits("1") == {desk.line("s-1")["status_index"]}
    assert desk.bits("2") == {desk.line("n-1", "new")["status_index"]}
    assert desk.done(f"status sign --provider {PROVIDER}")["state"] == "nothing to do"


def move(desk: Desk, base: str) -> None:
    """Give the registry another address, by an act of two maintainers and in its file."""
    located = load_or_raise(desk.repo).registry
    form = located.record.json_form() | {"base_url": base, "former_base_urls": [BASE]}
    desk.write("registry/registry.yaml", form)
    root = {name: form[name] for name in ("base_url", "former_base_urls", "maintainers")} | {"branch": "main"}
    act = {
        "schema": "registry-act/v1",
        "act": "2026-11-20-moved001",
        "registry": BASE,
        "kind": "root",
        "on": "2026-11-20",
    }
    desk.write("registry/registry/acts/2026-11-20-moved001.yaml", signed({**act, "root": root}, *MAINTAINERS))
    desk.commit()


class TestAStolenKey:
    """A thief revokes three credentials with the key k-1, which is revoked from there on."""

    def stolen(self, desk: Desk) -> str:
        add_key(desk)
        desk.done("revoke", "s-1")
        desk.commit()
        assert desk.done("revoke", "s-2", "s-3", "s-4")["lists"][0]["raised"] == 3
        desk.commit()
        return subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=desk.repo, capture_output=True, text=True, check=True
        ).stdout.strip()

    def states(self, desk: Desk) -> list[str]:
        return [desk.state(ref) for ref in ("s-1", "s-2", "s-3", "s-4", "s-5")]

    def test_the_list_is_signed_with_the_good_key_again(self, desk: Desk) -> None:
        """The thief's own snapshot is void; the one before it counts, but nobody has a key for it any more."""
        revoke_key(desk, self.stolen(desk))
        desk.commit()
        assert self.states(desk) == ["revoked", "active", "active", "active", "active"]
        report = desk.done(SIGN, key="k-2")["lists"][0]
        assert (report["serial"], report["raised"], report["fallen"]) == (4, 0, 0)
        assert desk.bits() == {desk.line("s-1")["status_index"]}
        desk.commit()
        assert desk.errors() == []
        assert desk.done(SIGN, key="k-2")["state"] == "nothing to do"

    def test_bits_that_void_acts_raised_fall(self, desk: Desk) -> None:
        """An honest officer signed the list after the theft, the thief's bits in it: these fall, the honest stay."""
        commit = self.stolen(desk)
        desk.done("revoke", "s-5", key="k-2")
        desk.commit()
        assert len(desk.bits()) == 5
        revoke_key(desk, commit)
        desk.commit()
        assert desk.errors() == []
        assert len(desk.warnings("status-ahead")) == 1
        assert self.states(desk) == ["revoked", "active", "active", "active", "revoked"]
        assert desk.done(SIGN, key="k-2", index="")["right"][0]["excess"] == 3
        report = desk.done(SIGN, key="k-2")["lists"][0]
        assert (report["raised"], report["fallen"]) == (0, 3)
        assert desk.bits() == {desk.line(ref)["status_index"] for ref in ("s-1", "s-5")}
        desk.commit()
        assert desk.errors() == []
        assert desk.warnings("status-ahead", "status-behind") == []

    def test_the_stolen_key_signs_nothing_any_more(self, desk: Desk) -> None:
        revoke_key(desk, self.stolen(desk))
        desk.commit()
        assert "is revoked" in desk.refused(SIGN).err
        assert "is revoked" in desk.refused("revoke", "s-5").err


def add_key(desk: Desk) -> None:
    """A second key of the provider, admitted by two maintainers."""
    desk.write(f"public_keys/{PROVIDER}/k-2.yaml", key(PROVIDER, "k-2", 2, *MAINTAINERS))
    save_key(desk.desk / "k-2.pem", demo_key(f"{PROVIDER}/k-2"), PASSPHRASE)
    desk.commit()


def revoke_key(desk: Desk, from_commit: str) -> None:
    """The provider's key is revoked from a commit on, by a second key of the provider and two maintainers."""
    act = {
        "schema": "key-act/v1",
        "act": "2026-11-20-revokek1",
        "registry": BASE,
        "provider": PROVIDER,
        "key": "k-1",
        "kind": "revoked",
        "on": "2026-11-20",
        "from_commit": from_commit,
        "reason": "key-compromised",
    }
    desk.write(f"public_keys/{PROVIDER}/k-1.2026-11-20-revokek1.yaml", signed(act, f"{PROVIDER}/k-2", *MAINTAINERS))
