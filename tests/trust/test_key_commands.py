"""``bukti key new|rotate|retire|revoke|history``: handing over, losing, ending (REC-11, REC-17, REC-24)."""

import json
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.attacks import miniature as mini
from tests.trust.conftest import BOTH_INVALID, BOTH_VALID, FIRST_TWO, MAINTAINERS, UNI, Office

KEY, RECOVERY, NEXT = f"{UNI}/key-1", f"{UNI}/recovery", f"{UNI}/key-2"
REVOKE = ("key", "revoke", KEY, "--reason", "key-compromised")
NOTHING_WRITTEN = "nothing was written"


def rotate(office: Office, *more: str, old: str = KEY, name: str = "key-2") -> tuple[str, ...]:
    out = office.pem(f"{UNI}/{name}")
    return ("key", "rotate", "--provider", UNI, "--key", name, "--old", office.pem(old), "--out", out, *more)


def key_acts(office: Office, owner: str = UNI) -> list[dict[str, object]]:
    paths = sorted((office.repo / "public_keys" / owner).glob("*.*.yaml"))
    return [yaml.safe_load(path.read_text()) for path in paths]


class TestRecovery:
    def test_a_recovery_key_says_so_in_its_record(self, office: Office) -> None:
        told = office.json("key", "new", "--provider", UNI, "--key", "safe", "--recovery", "--out", office.pem("safe"))
        assert yaml.safe_load(Path(told["record"]).read_text())["role"] == "recovery"
        office.both("provider", "admit", UNI)
        assert office.findings() == set()

    def test_a_maintainer_has_none(self, office: Office) -> None:
        office.refused("key", "new", "--provider", "registry", "--key", "safe", "--recovery", "--out",
                       office.pem("safe"), told="a recovery key is a provider's")  # fmt: skip

    def test_it_signs_nothing_else(self, office: Office) -> None:
        csv = str(office.list("name,result\nNobody,A\n"))
        office.refused("issue", csv, "--mc", f"{UNI}/rain-data", "--key", office.pem(RECOVERY), "--out",
                       str(office.out), told="recovery key")  # fmt: skip
        office.refused(*rotate(office, old=RECOVERY), told="admits no other key")
        retire = ("key", "retire", KEY, *office.signs(RECOVERY))
        office.refused(*retire, told="has no say in this")

    def test_it_revokes_the_lost_key_and_two_maintainers_admit_the_next(self, office: Office) -> None:
        """The drill of a lost key: nothing that it signed falls."""
        issued = office.class_("before")
        office.commit()
        told = office.ok("key", "revoke", KEY, "--reason", "key-lost", *office.signs(RECOVERY))
        assert "complete" in told
        office.ok("key", "new", "--provider", UNI, "--key", "key-2", "--out", office.pem(NEXT))
        office.both("provider", "admit", UNI)
        office.commit()
        after = office.class_("after", key="key-2")
        office.commit()
        assert (office.key_state(KEY), office.key_state(NEXT), office.findings()) == ("revoked", "good", set())
        assert office.verdicts(issued, after) == BOTH_VALID


class TestRotation:
    def test_the_old_key_admits_the_new_one_in_one_step(self, office: Office) -> None:
        told = office.json(*rotate(office))
        assert (told["admitted_by"], told["number"], len(told["files"])) == (KEY, 3, 1)
        assert office.findings() == set()
        office.commit()
        issued = office.class_("new", key="key-2")
        also = office.class_("old", key="key-1")
        office.commit()
        assert office.verdicts(issued, also) == BOTH_VALID

    def test_retiring_it_in_the_same_step_keeps_what_it_signed(self, office: Office) -> None:
        issued = office.class_("before")
        office.commit()
        told = office.json(*rotate(office, "--retire"))
        assert (told["retired"], len(told["files"])) == (KEY, 2)
        office.commit()
        assert office.findings() == set()
        assert office.verdicts(issued) == BOTH_VALID
        methods = office.published(f"issuers/{UNI}/did.json")["assertionMethod"]
        assert [method.rpartition("#")[2] for method in methods] == ["key-1", "key-2"], "a retired key stays listed"
        csv = str(office.list("name,result\nLate,A\n"))
        office.refused("issue", csv, "--mc", f"{UNI}/rain-data", "--key", office.pem(KEY), "--out", str(office.out),
                       told="retired")  # fmt: skip

    def test_passphrases_of_their_own(self, office: Office) -> None:
        other = office.list("another passphrase\n", "other.txt")
        office.ok(*rotate(office, "--passphrase-file", str(other), "--old-passphrase-file",
                          str(office.list("four random words here\n", "old.txt"))))  # fmt: skip
        assert "does not open" in office.command("key", "retire", NEXT, *office.signs(NEXT)).stderr

    def test_refusals(self, office: Office) -> None:
        office.refused(*rotate(office, old="registry/m-1"), told="is none of universiti-contoh")
        office.refused(*rotate(office, name="key-1"), told="is a key universiti-contoh/key-1 already")
        office.refused("key", "rotate", "--provider", "registry", "--key", "m-9", "--old", office.pem("registry/m-1"),
                       "--out", office.pem("x"), told="is not handed over")  # fmt: skip
        office.ok("key", "retire", KEY, *office.signs(KEY))
        office.commit()
        office.refused(*rotate(office), told="is retired, so its signature would not count")

    def test_a_dry_run_writes_nothing(self, office: Office) -> None:
        before, desk = office.files(), sorted(office.desk.iterdir())
        assert NOTHING_WRITTEN in office.ok(*rotate(office, "--retire", "--dry-run"))
        assert (office.files(), sorted(office.desk.iterdir())) == (before, desk)

    def test_an_existing_file_is_never_overwritten(self, office: Office) -> None:
        Path(office.pem(NEXT)).write_text("mine")
        office.refused(*rotate(office), told="never overwritten")


class TestFromNowOn:
    @pytest.mark.parametrize("signer", [KEY, RECOVERY])
    def test_the_key_itself_or_the_recovery_key(self, office: Office, signer: str) -> None:
        office.ok(*REVOKE, *office.signs(signer))
        office.commit()
        assert (office.key_state(KEY), office.findings()) == ("revoked", set())

    def test_two_maintainers(self, office: Office) -> None:
        told = office.ok(*REVOKE, *office.signs(FIRST_TWO[0]))
        assert "still missing: 1 more maintainer" in told
        assert (office.key_state(KEY), office.findings()) == ("good", {"key-act-authority"})
        office.ok(*REVOKE, *office.signs(FIRST_TWO[1]))
        assert len(key_acts(office)) == 1, "the second one signs the same record"
        assert (office.key_state(KEY), office.findings()) == ("revoked", set())

    def test_refusals(self, office: Office) -> None:
        office.ok(*rotate(office))
        office.commit()
        office.refused(*REVOKE, *office.signs(NEXT), told="has no say in this")
        office.refused(*REVOKE, "--key", office.pem("stranger"), "--as", KEY, told="is not that of")
        office.refused("key", "revoke", f"{UNI}/key-9", *REVOKE[3:], *office.signs(KEY), told="no admitted key")
        office.refused(*REVOKE[:3], "--reason", "renewed", *office.signs(KEY), told="invalid choice", code=2)
        office.ok(*REVOKE, *office.signs(FIRST_TWO[0]))
        office.refused(*REVOKE, *office.signs(FIRST_TWO[0]), told="has signed this act already")
        other = (*REVOKE[:3], "--reason", "key-lost")
        office.refused(*other, *office.signs(FIRST_TWO[1]), told="states another reason")
        office.ok(*REVOKE, *office.signs(RECOVERY))
        office.refused(*REVOKE, *office.signs(KEY), told="revoked already")

    def test_a_maintainers_key_by_two_others_or_itself(self, office: Office) -> None:
        target = ("key", "revoke", MAINTAINERS[2], "--reason", "key-compromised")
        office.both(*target)
        office.commit()
        assert (office.key_state(MAINTAINERS[2]), office.findings()) == ("revoked", set())
        office.refused("provider", "suspend", UNI, *office.signs(MAINTAINERS[2]), told="is revoked")


class TestRetirement:
    @pytest.mark.parametrize("signers", [(KEY,), FIRST_TWO])
    def test_by_itself_or_by_two_maintainers(self, office: Office, signers: tuple[str, ...]) -> None:
        for signer in signers:
            told = office.ok("key", "retire", KEY, *office.signs(signer))
        assert "complete" in told
        office.commit()
        assert (office.key_state(KEY), office.findings()) == ("good", set())
        office.refused("key", "retire", KEY, *office.signs(KEY), told="is retired")

    def test_a_lost_key_is_retired_by_two_and_stays_listed(self, office: Office) -> None:
        """The guide for maintainers: what the lost key signed goes on passing everywhere."""
        issued = office.class_("before")
        office.ok("key", "new", "--provider", UNI, "--key", "key-2", "--out", office.pem(NEXT))
        office.both("provider", "admit", UNI)
        office.both("key", "retire", KEY, "--reason", "key-lost")
        office.commit()
        assert office.findings() == set()
        assert office.verdicts(issued) == BOTH_VALID
        methods = office.published(f"issuers/{UNI}/did.json")["assertionMethod"]
        assert [method.rpartition("#")[2] for method in methods] == ["key-1", "key-2"]

    def test_once_is_enough(self, office: Office) -> None:
        """The act that waits for publication is not made a second time; a half-signed one is gone on with."""
        retire = ("key", "retire", KEY)
        office.ok(*retire, *office.signs(FIRST_TWO[0]))
        office.ok(*retire, *office.signs(KEY))
        office.refused(*retire, *office.signs(KEY), told="is retired already")
        office.refused(*retire, *office.signs(FIRST_TWO[1]), told="is retired already")
        assert len(key_acts(office)) == 1

    def test_the_default_reason(self, office: Office) -> None:
        office.ok("key", "retire", KEY, *office.signs(KEY))
        assert [act["reason"] for act in key_acts(office)] == ["key-replaced"]


@pytest.fixture
def robbed(office: Office) -> tuple[Office, str, Path, Path]:
    """An honest class, then a thief's: the registry, the commit of the theft, both folders."""
    honest = office.class_("honest")
    office.commit()
    forged = office.class_("forged", "Thief")
    return office, office.commit_id(), honest, forged


class TestReachingBack:
    def revoke(self, office: Office, commit: str, *signers: str) -> str:
        told = ""
        for signer in signers:
            told = office.ok(*REVOKE, "--from-commit", commit, *office.signs(signer))
        return told

    @pytest.mark.parametrize("own", [KEY, RECOVERY])
    def test_provider_and_two_maintainers_in_any_order(self, robbed: tuple[Office, str, Path, Path], own: str) -> None:
        office, theft, honest, forged = robbed
        told = office.ok(*REVOKE, "--from-commit", theft[:10], *office.signs(FIRST_TWO[0]))
        assert f"a signing or recovery key of {UNI} and 1 more maintainer" in told
        self.revoke(office, theft[:10], own)
        assert office.findings() == {"key-act-authority"}
        assert "complete" in self.revoke(office, theft, FIRST_TWO[1])
        (act,) = key_acts(office)
        assert act["from_commit"] == theft, "the full id is written"
        office.commit()
        assert office.findings() == set()
        assert office.verdicts(honest) == BOTH_VALID
        assert office.verdicts(forged) == BOTH_INVALID

    def test_after_a_revocation_from_now_on(self, robbed: tuple[Office, str, Path, Path]) -> None:
        office, theft, honest, forged = robbed
        office.ok(*REVOKE, *office.signs(KEY))
        office.commit()
        self.revoke(office, theft, RECOVERY, *FIRST_TWO)
        office.commit()
        assert office.findings() == set()
        assert (office.verdicts(honest), office.verdicts(forged)) == (BOTH_VALID, BOTH_INVALID)

    def test_it_lists_what_falls_before_it_signs(self, robbed: tuple[Office, str, Path, Path]) -> None:
        office, theft, _, _ = robbed
        before = office.files()
        told = office.json(*REVOKE, "--from-commit", theft, *office.signs(KEY), "--dry-run")
        assert [(one["kind"], one["count"]) for one in told["void"]] == [("batch", 1), ("status", 0)]
        assert (told["written"], told["missing"]) == (False, ["2 more maintainers"])
        assert office.files() == before
        self.revoke(office, theft, KEY, *FIRST_TWO)
        assert {one["file"] for one in told["void"]} == set(office.register().voided)

    def test_revisions_that_name_no_position(self, robbed: tuple[Office, str, Path, Path]) -> None:
        office, signs = robbed[0], robbed[0].signs(KEY)
        office.refused(*REVOKE, "--from-commit", "nonsense", *signs, told="no commit 'nonsense'")
        office.refused(*REVOKE, "--from-commit", "--all", *signs, told="expected one argument", code=2)
        subprocess.run(["git", "checkout", "-q", "-b", "aside"], cwd=office.repo, check=True)
        office.write("registry/frameworks/other.yaml", mini.FRAMEWORK | {"id": "other"})
        aside = office.commit_id()
        office.refused(*REVOKE, "--from-commit", aside, *signs, told="does not stand in the first-parent line")
        assert office.ok(*REVOKE, "--from-commit", "main", *signs, "--dry-run")

    def test_another_commit_than_the_one_begun(self, robbed: tuple[Office, str, Path, Path]) -> None:
        office, theft, _, _ = robbed
        self.revoke(office, theft, KEY)
        arguments = (*REVOKE, "--from-commit", f"{theft}~1", *office.signs(FIRST_TWO[0]))
        office.refused(*arguments, told="states another from_commit")
        office.refused(*REVOKE, *office.signs(FIRST_TWO[0]), "--from-commit", theft, "--key", office.pem("stranger"),
                       told="is not that of")  # fmt: skip
        office.refused(
            *REVOKE, "--from-commit", theft, *office.signs(RECOVERY), told="has signed for universiti-contoh"
        )

    def test_an_earlier_commit_later_on(self, robbed: tuple[Office, str, Path, Path]) -> None:
        """Who named too late a commit goes further back with another act; nobody goes forward."""
        office, theft, honest, _ = robbed
        self.revoke(office, theft, KEY, *FIRST_TWO)
        office.commit()
        office.refused(*REVOKE, "--from-commit", "main", *office.signs(KEY), told="from this position or an earlier")
        self.revoke(office, f"{theft}~1", KEY, *FIRST_TWO)
        office.commit()
        assert office.findings() == set()
        assert office.verdicts(honest) == BOTH_INVALID

    def test_a_shallow_clone_has_no_positions(self, robbed: tuple[Office, str, Path, Path], tmp_path: Path) -> None:
        office, theft, _, _ = robbed
        source = f"file://{office.repo}"
        subprocess.run(["git", "clone", "-q", "--depth", "1", source, str(tmp_path / "shallow")], check=True)
        shallow = Office(repo=tmp_path / "shallow", desk=office.desk)
        shallow.refused(*REVOKE, "--from-commit", theft, *office.signs(KEY), told="fetch --unshallow")

    def test_a_maintainers_key_needs_two_others(self, office: Office) -> None:
        office.ok("provider", "suspend", UNI, *office.signs(MAINTAINERS[2]))
        theft = office.commit_id()
        target = ("key", "revoke", MAINTAINERS[2], "--reason", "key-compromised", "--from-commit", theft)
        office.refused(*target, *office.signs(MAINTAINERS[2]), told="has no say in this")
        office.refused(*target, *office.signs(KEY), told="has no say in this")
        office.both(*target)
        office.commit()
        assert (office.findings(), office.status()) == (set(), "active")


class TestHistory:
    def test_it_lists_what_a_key_signed_by_position(self, robbed: tuple[Office, str, Path, Path]) -> None:
        office, theft, honest, _ = robbed
        told = office.json("key", "history", KEY, "--index", str(honest))
        rows = [(one["kind"], one["yours"], one["commit"] == theft) for one in told["signed"]]
        assert rows == [("batch", True, False), ("status", None, False), ("batch", False, True), ("status", None, True)]
        assert told["state"] == "good"

    def test_of_a_maintainer(self, office: Office) -> None:
        kinds = [one["kind"] for one in office.json("key", "history", MAINTAINERS[0])["signed"]]
        assert sorted(kinds) == ["key", "key", "key", "provider-act", "provider-act"]

    def test_a_claim_without_signature_is_not_listed(self, robbed: tuple[Office, str, Path, Path]) -> None:
        office, _, _, _ = robbed
        path = next(office.repo.glob("credentials/*/2[0-9]*/*.yaml"))
        path.write_text(path.read_text().replace("count: 2", "count: 3").replace("count: 1", "count: 2"))
        batches = [one for one in office.json("key", "history", KEY)["signed"] if one["kind"] == "batch"]
        assert len(batches) == 1

    def test_unknown_keys(self, office: Office) -> None:
        office.refused("key", "history", f"{UNI}/nobody", told=f"{UNI}/key-1, {UNI}/recovery")
        office.refused("key", "history", "nobody", told="names no key")


def test_help_has_an_example_for_each(office: Office) -> None:
    for action in ("new", "rotate", "retire", "revoke", "history", "sign"):
        done = office.run("key", action, "--help")
        assert done.returncode == 0
        assert f"bukti key {action} " in done.stdout
    assert "{key-compromised,key-lost,key-replaced,provider-closed}" in office.run("key", "revoke", "--help").stdout


def test_json_of_a_refusal_is_one_document(office: Office) -> None:
    done = office.command(*REVOKE, *office.signs(FIRST_TWO[0]), "--from-commit", "nonsense", "--json")
    assert json.loads(done.stdout)["error"]["message"].startswith("there is no commit")


class TestTime:
    @pytest.mark.parametrize(
        ("day", "told"),
        [(("--valid-until", "2026-01-31"), "outside its time"), (("--valid-from", "2199-01-01"), "outside")],
    )
    def test_a_key_outside_its_time_signs_nothing(self, office: Office, day: tuple[str, str], told: str) -> None:
        office.ok("key", "new", "--provider", UNI, "--key", "key-2", "--out", office.pem(NEXT), "--valid-from",
                  "2026-01-01", *day)  # fmt: skip
        office.both("provider", "admit", UNI)
        office.refused(*rotate(office, old=NEXT, name="key-3"), told=told)

    def test_one_that_ends_before_it_begins_is_not_made(self, office: Office) -> None:
        new = ("key", "new", "--provider", UNI, "--key", "key-2", "--out", office.pem(NEXT))
        days = ("--valid-from", "2026-03-02", "--valid-until")
        office.refused(*new, *days, "2026-03-01", told="ends before it begins")
        office.refused(*rotate(office), *days, "2026-03-01", told="ends before it begins")
        office.ok(*new, *days, "2026-03-02")

    def test_nobody_is_left_without_a_key(self, office: Office) -> None:
        """A key does not retire before its successor begins."""
        later = ("--valid-from", "2199-01-01")
        office.refused(*rotate(office, "--retire", *later), told="retires before the new one begins")
        office.ok(*rotate(office, *later))

    def test_its_twin_within_its_time_does(self, office: Office) -> None:
        office.ok("key", "new", "--provider", UNI, "--key", "key-2", "--out", office.pem(NEXT), "--valid-until",
                  "2199-01-01")  # fmt: skip
        office.both("provider", "admit", UNI)
        office.ok(*rotate(office, old=NEXT, name="key-3"))
