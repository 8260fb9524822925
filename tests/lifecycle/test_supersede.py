"""`bukti supersede`: corrections and renewals, whom each new credential replaces, and for how long it lasts."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bukti.issuing.validity import period_end
from tests.lifecycle.conftest import TREE, Desk
from tests.templates.small import MC, PROVIDER

TODAY = datetime.now(UTC).date()
FIX = 'name,result\n"Siti Aminah binti Ramly",A\n'


def supersede(
    desk: Desk, csv: str, *arguments: str, out: str = "new", reason: str = "name-corrected"
) -> dict[str, Any]:
    listed = desk.list(csv, "new.csv")
    return desk.done(
        "supersede", *arguments, "--csv", str(listed), "--out", str(desk.desk / out), reason=reason
    )  # fmt: skip


def refused(desk: Desk, csv: str, *arguments: str, reason: str = "name-corrected") -> list[str]:
    """The codes of the faults, or the error's own message."""
    listed = desk.list(csv, "new.csv")
    ran = desk.refused(
        "supersede", *arguments, "--csv", str(listed), "--out", str(desk.desk / "refused"), reason=reason
    )  # fmt: skip
    assert not (desk.desk / "refused").exists()
    return ran.codes or [ran.report["error"]["message"]]


def credential(desk: Desk, ref: str, folder: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(desk.file(ref, folder)).read_bytes())
    return found


class TestACorrection:
    def test_one_batch_one_act_one_snapshot(self, desk: Desk) -> None:
        before = desk.files()
        report = supersede(desk, FIX, "s-1")
        assert (report["state"], report["count"], report["mc"]) == ("superseded", 1, f"{PROVIDER}/{MC}")
        new = sorted(desk.files().keys() - before.keys())
        year = report["batch"][:4]
        assert new == sorted(
            [
                f"{TREE}/{year}/{report['batch']}.yaml",
                f"{TREE}/acts/{year}/{report['act']}.yaml",
                f"{TREE}/status/1/2.json",
            ]
        )
        assert desk.bits() == {desk.line("s-1")["status_index"]}
        (act,) = desk.acts()
        assert (act.kind, act.reason) == ("superseded", "name-corrected")
        assert act.hashes.split() == [desk.line("s-1")["hash"]]
        assert act.replaced_by is not None
        assert act.replaced_by.split() == [desk.line("s-1", "new")["hash"]]
        desk.commit()
        assert desk.state("s-1") == "superseded"
        assert desk.state("s-1", "new") == "active"
        assert desk.errors() == []
        assert desk.warnings("act-replacement", "status-behind", "status-ahead") == []

    def test_it_ends_when_the_old_one_does_and_begins_today(self, desk: Desk) -> None:
        begun = TODAY - timedelta(days=400)
        desk.issued(desk.list("name,ref\nNg,n-1\n"), "--out", str(desk.desk / "long"), "--issued-on", str(begun))
        desk.commit()
        old = credential(desk, "n-1", "long")
        report = supersede(desk, "name\nNgo\n", "n-1", "--index", str(desk.desk / "long"))
        new = credential(desk, "Ngo", "new")
        end = period_end(begun, "P3Y")
        assert new["validUntil"] == old["validUntil"] == f"{end}T23:59:59Z"
        assert new["validFrom"] > old["validFrom"]
        assert report["valid_until"] == str(end)

    def test_it_cannot_last_longer(self, desk: Desk) -> None:
        late, early = str(TODAY + timedelta(days=5_000)), str(TODAY + timedelta(days=70))
        assert "a correction does not last longer" in refused(desk, FIX, "s-1", "--valid-until", late)[0]
        assert supersede(desk, FIX, "s-1", "--valid-until", early)["valid_until"] == early

    def test_what_has_expired_is_renewed_not_corrected(self, desk: Desk) -> None:
        desk.issued(desk.list("name,ref\nNg,n-1\n"), "--out", str(desk.desk / "old"), "--issued-on", "2021-01-05")
        desk.commit()
        more = ("n-1", "--index", str(desk.desk / "old"))
        assert "have expired on 2024-01-04" in refused(desk, "name\nNgo\n", *more)[0]
        assert supersede(desk, "name\nNgo\n", *more, reason="renewed")["state"] == "superseded"

    def test_different_last_days_need_different_lists(self, desk: Desk) -> None:
        begun = TODAY - timedelta(days=400)
        desk.issued(desk.list("name,ref\nNg,n-1\n"), "--out", str(desk.desk / "old"), "--issued-on", str(begun))
        desk.commit()
        csv, more = "name,ref\nNgo,n-1\nSiti Aminah,s-1\n", ("--index", str(desk.desk / "old"))
        end = str(period_end(begun, "P3Y"))
        assert f"end on different days ({end}, " in refused(desk, csv, *more)[0]
        assert supersede(desk, csv, *more, "--valid-until", end)["count"] == 2

    def test_the_ref_goes_over_to_the_new_one(self, desk: Desk) -> None:
        supersede(desk, FIX, "s-1")
        assert desk.line("Siti Aminah binti Ramly", "new")["ref"] == "s-1"
        # By its ref the holder is found again, by now in the newer credential alone.
        report = desk.done("revoke", "s-1", "--index", str(desk.desk / "new"), "--dry-run")
        assert report["hashes"] == [desk.line("s-1", "new")["hash"]]

    def test_who_ends_the_old_one_is_told_of_the_newer_one_that_stays(self, desk: Desk) -> None:
        """The folder of the old class alone does not know that its holder has another credential by now."""
        supersede(desk, FIX, "s-1")
        new = desk.line("s-1", "new")["hash"]
        flags = ["--repo", str(desk.repo), "--key", str(desk.desk / "k-1.pem"), "--index", str(desk.desk / "out")]
        for command, reason in (("suspend", "under-review"), ("revoke", "issued-in-error")):
            told = desk.run(command, "s-1", *flags, "--reason", reason, "--dry-run").stdout
            assert f"was replaced by {new}, which stays as it is" in told
        report = desk.done("revoke", "s-1", "s-2", "--dry-run")
        assert report["newer"] == [{"hash": desk.line("s-1")["hash"], "newer": new}]
        assert desk.done("revoke", "s-1", new, "--dry-run", "--without-list")["newer"] == []
        desk.done("revoke", new, "--without-list")
        assert desk.done("revoke", "s-1")["newer"] == []

    def test_a_correction_of_a_correction(self, desk: Desk) -> None:
        supersede(desk, FIX, "s-1")
        desk.commit()
        report = supersede(desk, "name\nSiti\n", "s-1", "--index", str(desk.desk / "new"), out="newer")
        desk.commit()
        assert report["replaced"][0]["old"] == desk.line("s-1", "new")["hash"]
        assert desk.state("s-1", "new") == "superseded"
        assert desk.errors() == []


class TestTheVersion:
    """The class was awarded version 1; version 2, with other outcomes, is on offer by now."""

    def second(self, desk: Desk) -> None:
        folder = desk.repo / f"registry/{PROVIDER}/{MC}"
        text = (folder / "v1.yaml").read_text(encoding="utf-8")
        (folder / "v2.yaml").write_text(text.replace("\nversion: 1\n", "\nversion: 2\n"), encoding="utf-8")
        offer = (folder / "offer.yaml").read_text(encoding="utf-8")
        (folder / "offer.yaml").write_text(offer.replace("\ncurrent: 1\n", "\ncurrent: 2\n"), encoding="utf-8")
        desk.commit()

    @pytest.mark.parametrize("reason", ["name-corrected", "content-corrected"])
    def test_a_correction_is_no_other_achievement(self, desk: Desk, reason: str) -> None:
        self.second(desk)
        assert supersede(desk, FIX, "s-1", reason=reason)["version"] == 1
        old, new = credential(desk, "s-1", "out"), credential(desk, "s-1", "new")
        assert new["credentialSubject"]["achievement"] == old["credentialSubject"]["achievement"]
        desk.commit()
        assert desk.errors() == []

    def test_a_renewal_is_of_the_version_on_offer(self, desk: Desk) -> None:
        self.second(desk)
        assert supersede(desk, FIX, "s-1", reason="renewed")["version"] == 2

    def test_the_end_of_the_offer_ends_renewals_only(self, desk: Desk) -> None:
        offer = desk.repo / f"registry/{PROVIDER}/{MC}/offer.yaml"
        text = offer.read_text(encoding="utf-8")
        assert "\nstatus: active\n" in text
        offer.write_text(text.replace("\nstatus: active\n", "\nstatus: retired\n"), encoding="utf-8")
        desk.commit()
        assert "is retired" in refused(desk, FIX, "s-1", reason="renewed")[0]
        supersede(desk, FIX, "s-1")
        desk.commit()
        assert desk.state("s-1", "new") == "active"
        assert desk.errors() == []

    def test_names_of_two_versions_need_two_lists(self, desk: Desk) -> None:
        self.second(desk)
        desk.issued(desk.list("name,ref\nNg,n-1\n"), "--out", str(desk.desk / "later"))
        desk.commit()
        csv, more = "name,ref\nNgo,n-1\nSiti,s-1\n", ("--index", str(desk.desk / "later"))
        assert "are of different versions (1, 2)" in refused(desk, csv, *more)[0]
        assert supersede(desk, csv, *more, reason="renewed")["count"] == 2


class TestARenewal:
    def test_a_class_by_ref_and_by_name(self, desk: Desk) -> None:
        csv = "ref,name,result\ns-5,Lim,A\ns-6,Lim,B\n,Tan Mei,A\ns-4,مريم المثال,B\n"
        report = supersede(desk, csv, reason="renewed")
        olds = {desk.line(ref)["hash"]: desk.line(ref, "new")["hash"] for ref in ("s-5", "s-6", "Tan Mei", "s-4")}
        assert {pair["old"]: pair["new"] for pair in report["replaced"]} == olds
        today = datetime.fromisoformat(report["issued_on"]).date()
        assert report["valid_until"] == period_end(today, "P3Y").isoformat()
        assert len(desk.bits()) == 4
        desk.commit()
        assert desk.errors() == []

    def test_a_second_renewal_takes_the_newest(self, desk: Desk) -> None:
        csv = "ref,name,result\ns-1,Siti Aminah binti Ramli,A\n"
        supersede(desk, csv, reason="renewed")
        desk.commit()
        report = supersede(desk, csv, "--index", str(desk.desk), reason="renewed", out="third")
        assert report["replaced"] == [
            {"old": desk.line("s-1", "new")["hash"], "new": desk.line("s-1", "third")["hash"]}
        ]

    def test_by_the_column_replaces(self, desk: Desk) -> None:
        csv = f"name,replaces\nA,s-1\nB,{desk.line('s-5')['hash']}\nC,{desk.file('s-3')}\nD,Tan Mei\n"
        report = supersede(desk, csv, reason="renewed")
        expected = {
            desk.line(old)["hash"]: desk.line(new, "new")["hash"]
            for old, new in zip(("s-1", "s-5", "s-3", "Tan Mei"), "ABCD", strict=True)
        }
        assert {pair["old"]: pair["new"] for pair in report["replaced"]} == expected

    def test_names_never_reach_the_registry(self, desk: Desk) -> None:
        before = desk.files()
        supersede(desk, 'name,ref\n"O\'Contoh ""Al"", Jr.",s-2\nமாதிரி செல்வி,s-3\n', reason="renewed")
        new = b"".join(data for name, data in desk.files().items() if name not in before)
        for private in ('Contoh "Al', "மாதிரி", desk.line("s-2")["uuid"], desk.line("s-3", "new")["uuid"]):
            assert private.encode() not in new


class TestPairing:
    def test_as_many_old_as_new(self, desk: Desk) -> None:
        assert "2 old credentials are named, the new list has 1 rows" in refused(desk, FIX, "s-1", "s-2")[0]

    def test_not_both_ways(self, desk: Desk) -> None:
        assert "named twice" in refused(desk, "name,replaces\nA,s-1\n", "s-1")[0]

    def test_one_old_has_one_successor(self, desk: Desk) -> None:
        assert refused(desk, "name,replaces\nA,s-1\nB,s-1\n") == ["target-twice"]

    def test_rows_that_pair_with_nobody_or_with_two(self, desk: Desk) -> None:
        listed = desk.list("name\nSiti Aminah binti Ramli\nLim\nNobody\n", "new.csv")
        ran = desk.refused(
            "supersede", "--csv", str(listed), "--out", str(desk.desk / "new"), reason="renewed"
        )  # fmt: skip
        told = [(one["line"], one["code"]) for one in ran.report["error"]["findings"]]
        assert told == [(3, "target-ambiguous"), (4, "target-unknown")]

    def test_namesakes_are_not_taken_for_one_another(self, desk: Desk) -> None:
        """The row's ref is not in the index; its name is, with another ref: that may be another person."""
        assert refused(desk, "name,ref\nSiti Aminah binti Ramli,s-99\n") == ["target-ambiguous"]

    def test_revoked_and_replaced_ones(self, desk: Desk) -> None:
        desk.done("revoke", "s-1")
        assert refused(desk, FIX, "s-1") == ["target-state"]
        supersede(desk, "name\nX\n", "s-2")
        listed = desk.list("name\nY\n", "new.csv")
        ran = desk.refused(
            "supersede", desk.line("s-2")["hash"], "--csv", str(listed), "--out", str(desk.desk / "refused"),
            reason="renewed",
        )  # fmt: skip
        (told,) = ran.report["error"]["findings"]
        assert desk.line("s-2", "new")["hash"] in told["expected"]

    def test_a_suspended_one_can_be_replaced(self, desk: Desk) -> None:
        desk.done("suspend", "s-1")
        supersede(desk, FIX, "s-1")
        assert desk.state("s-1") == "superseded"
        assert desk.errors() == []

    def test_what_the_agency_suspended_does_not_come_back_as_a_new_one(self, desk: Desk) -> None:
        desk.done("suspend", "s-1", key="m-1", reason="agency-decision")
        assert refused(desk, FIX, "s-1") == ["target-agency"]
        desk.done("reinstate", "s-1", key="m-1", reason="agency-decision")
        assert supersede(desk, FIX, "s-1")["state"] == "superseded"


class TestRefusals:
    def test_a_faulty_class_list(self, desk: Desk) -> None:
        assert refused(desk, "name,result\nX,Z\n", "s-1") == ["learner-result"]
        ran = desk.refused("supersede", "s-1", "--csv", str(desk.desk / "new.csv"), "--out", str(desk.desk / "refused"),
                           reason="renewed")  # fmt: skip
        assert "mend the rows named below" in ran.err
        assert "--skip-faulty" not in ran.err, "a row that is left out would replace nothing"
        assert refused(desk, "name\nX\u202e\n", "s-1") == ["learner-name"]

    def test_a_folder_in_the_registry(self, desk: Desk) -> None:
        listed = desk.list(FIX, "new.csv")
        ran = desk.refused(
            "supersede", "s-1", "--csv", str(listed), "--out", str(desk.repo / "x"), reason="renewed"
        )  # fmt: skip
        assert "may not stand in the registry" in ran.err

    def test_the_agency_replaces_nothing(self, desk: Desk) -> None:
        listed = desk.list(FIX, "new.csv")
        ran = desk.refused(
            "supersede", "s-1", "--csv", str(listed), "--out", str(desk.desk / "x"), reason="renewed", key="m-1"
        )  # fmt: skip
        assert "registry/m-1" in ran.err

    def test_an_unknown_status_bit(self, desk: Desk) -> None:
        listed = desk.list(FIX, "new.csv")
        more = ("--csv", str(listed), "--out", str(desk.desk / "new"))
        digest = desk.line("s-1")["hash"]
        assert desk.refused("supersede", digest, *more, reason="renewed", index="").codes == ["target-bit"]
        assert desk.done("supersede", digest, *more, "--without-list", reason="renewed", index="")["lists"] == []
        assert desk.errors() == []

    def test_another_micro_credential(self, desk: Desk) -> None:
        other = "tiny-course"
        for name in ("v1", "offer"):
            text = (desk.repo / f"registry/{PROVIDER}/{MC}/{name}.yaml").read_text(encoding="utf-8")
            path = desk.repo / f"registry/{PROVIDER}/{other}/{name}.yaml"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text.replace(f"\nid: {MC}\n", f"\nid: {other}\n"), encoding="utf-8")
        desk.commit()
        done = desk.issue(desk.list("name,ref\nNg,n-1\n"), "--out", str(desk.desk / "other"), mc=f"{PROVIDER}/{other}")
        assert done.returncode == 0, done.stderr
        desk.commit()
        csv = "name,ref\nNgo,n-1\nSiti,s-1\n"
        assert refused(desk, csv, "--index", str(desk.desk / "other"), reason="renewed") == ["target-mc"]


class TestARun:
    def test_a_dry_run_writes_nothing(self, desk: Desk) -> None:
        before = desk.files()
        report = supersede(desk, FIX, "s-1", "--dry-run")
        assert desk.files() == before
        assert not (desk.desk / "new").exists()
        assert (report["state"], report["count"], len(report["kept"])) == ("would supersede", 1, 1)
        assert report["lists"][0]["raised"] == 1

    def test_the_same_command_again_writes_nothing(self, desk: Desk) -> None:
        supersede(desk, FIX, "s-1")
        before = desk.files()
        assert supersede(desk, FIX, "s-1")["state"] == "was done already"
        desk.commit()
        assert supersede(desk, FIX, "s-1")["state"] == "was done already"
        assert desk.files() == before

    def test_a_folder_that_has_replaced_others(self, desk: Desk) -> None:
        supersede(desk, "name\nX\n", "s-1")
        listed = desk.list("name\nX\n", "new.csv")
        ran = desk.refused(
            "supersede", "s-2", "--csv", str(listed), "--out", str(desk.desk / "new"), reason="name-corrected"
        )  # fmt: skip
        assert "belongs to the batch" in ran.err

    def test_new_credentials_take_one_place_only(self, desk: Desk) -> None:
        listed = desk.list("name,ref\nX,x-1\n", "new.csv")
        more = ("--csv", str(listed), "--out", str(desk.desk / "new"))
        desk.done("supersede", "s-1", *more, reason="name-corrected")
        ran = desk.refused("supersede", "s-2", *more, reason="name-corrected")
        assert "have taken the place of others already" in ran.err

    def test_a_new_list_for_the_new_batch(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        from bukti.issuing.ranges import Range

        second = Range(list="2", start=0, stop=4, length=131_072)
        monkeypatch.setattr("bukti.issuing.run.reserve", lambda *_: second)
        dry = supersede(desk, FIX, "s-1", "--dry-run")
        report = supersede(desk, FIX, "s-1")
        for told in (dry, report):
            assert [(one["list"], one["serial"], one["set"]) for one in told["lists"]] == [("1", 2, 1), ("2", 1, 0)]
        assert desk.bits("2") == set()
        desk.commit()
        assert desk.errors() == []

    def test_the_text_tells_pairs_and_what_comes_next(self, desk: Desk) -> None:
        listed = desk.list(FIX, "new.csv")
        flags = ["--repo", str(desk.repo), "--key", str(desk.desk / "k-1.pem"), "--index", str(desk.desk / "out")]
        more = ["--csv", str(listed), "--out", str(desk.desk / "new"), "--reason", "name-corrected"]
        told = desk.run("supersede", "s-1", *flags, *more, "--verbose").stdout
        assert f"superseded: 1 credential of {PROVIDER}/{MC}; reason: name corrected" in told
        old, new = desk.line("s-1")["hash"][:12], desk.line("s-1", "new")["hash"][:12]
        assert f"{old}… {PROVIDER}/{MC} issued" in told
        assert f"→ {new}… Siti Aminah binti Ramli → Siti Aminah binti Ramly" in told
        assert "hand the new files out once they are published" in told


def test_dates_given(desk: Desk) -> None:
    days = str(TODAY - timedelta(days=30)), str(TODAY + timedelta(days=200))
    report = supersede(desk, FIX, "s-1", "--issued-on", days[0], "--valid-until", days[1], reason="renewed")
    assert (report["issued_on"], report["valid_until"]) == days
