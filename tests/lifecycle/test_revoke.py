"""`bukti revoke`, `suspend` and `reinstate`: what they write, what they refuse, and that they never write twice."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bukti.issuing.ranges import Range
from tests.lifecycle.conftest import TREE, Desk
from tests.templates.small import MC, PROVIDER


class TestARevocation:
    def test_one_act_and_one_snapshot_with_the_one_bit(self, desk: Desk) -> None:
        before = desk.files()
        report = desk.done("revoke", "s-1")
        line = desk.line("s-1")
        assert (report["state"], report["count"], report["hashes"]) == ("revoked", 1, [line["hash"]])
        assert report["files"] == [f"{TREE}/acts/{report['act'][:4]}/{report['act']}.yaml", f"{TREE}/status/1/2.json"]
        assert sorted(desk.files().keys() - before.keys()) == sorted(report["files"])
        assert {name: desk.files()[name] for name in before} == before
        assert desk.bits() == {line["status_index"]}
        assert desk.state("s-1") == "revoked"
        assert desk.state("s-2") == "active"
        assert desk.errors() == []

    def test_the_act_says_what_was_asked_and_nothing_of_the_holder(self, desk: Desk) -> None:
        desk.done("revoke", "s-1", "مريم المثال", reason="award-withdrawn")
        (act,) = desk.acts()
        assert (act.kind, act.reason, act.provider) == ("revoked", "award-withdrawn", PROVIDER)
        hashes = act.hashes.split()
        assert hashes == sorted(hashes) == sorted(desk.line(ref)["hash"] for ref in ("s-1", "s-4"))
        written = b"".join(data for name, data in desk.files().items() if "/acts/" in name or "/status/" in name)
        for private in ("Siti", "s-1", "مريم", desk.line("s-1")["uuid"]):
            assert private.encode() not in written

    def test_the_report_in_json_names_nobody(self, desk: Desk) -> None:
        ran = desk.act("revoke", "Siti Aminah binti Ramli", "s-4")
        assert "Siti" not in ran.out + ran.err
        assert "مريم" not in ran.out + ran.err
        assert "s-1" not in ran.out

    def test_every_list_that_is_touched_gets_a_snapshot(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        second = Range(list="2", start=0, stop=8, length=131_072)
        monkeypatch.setattr("bukti.issuing.run.reserve", lambda *_: second)
        desk.issued(desk.list("name,ref\nNg,n-1\nOng,n-2\n"), "--out", str(desk.desk / "out-2"))
        desk.commit()
        report = desk.done("revoke", "s-1", "n-2", "--index", str(desk.desk / "out-2"))
        assert [(one["list"], one["serial"], one["raised"]) for one in report["lists"]] == [("1", 2, 1), ("2", 2, 1)]
        assert desk.bits("2") == {desk.line("n-2", "out-2")["status_index"]}
        assert desk.errors() == []
        assert len(desk.done("revoke", "n-1", index="out-2")["lists"]) == 1

    def test_the_day_can_be_given_but_not_from_the_future(self, desk: Desk) -> None:
        assert desk.done("revoke", "s-1", "--on", "2026-01-05")["on"] == "2026-01-05"
        ahead = (datetime.now(UTC).date() + timedelta(days=3)).isoformat()
        assert f"--on {ahead} is not a day" in desk.refused("revoke", "s-2", "--on", ahead).err

    def test_a_second_run_finds_nothing_to_do(self, desk: Desk) -> None:
        desk.done("revoke", "s-1")
        before = desk.files()
        report = desk.done("revoke", "s-1")
        assert (report["state"], report["files"], report["count"]) == ("nothing to do", [], 0)
        assert [one["why"] for one in report["left_out"]] == ["is revoked already"]
        assert desk.files() == before

    def test_what_is_revoked_already_is_left_out_and_the_rest_done(self, desk: Desk) -> None:
        desk.done("revoke", "s-1")
        desk.commit()
        report = desk.done("revoke", "s-1", "s-2")
        assert report["hashes"] == [desk.line("s-2")["hash"]]
        assert [one["hash"] for one in report["left_out"]] == [desk.line("s-1")["hash"]]
        assert desk.bits() == {desk.line(ref)["status_index"] for ref in ("s-1", "s-2")}
        assert desk.serials() == [1, 2, 3]
        assert desk.errors() == []

    def test_a_name_given_twice_is_told_and_used_once(self, desk: Desk) -> None:
        report = desk.done("revoke", "s-1", "siti  AMINAH binti ramli", desk.line("s-1")["hash"])
        assert report["count"] == 1
        assert [one["where"] for one in report["twice"]] == ["argument 2", "argument 3"]

    def test_a_dry_run_writes_nothing_and_tells_everything(self, desk: Desk) -> None:
        before = desk.files()
        report = desk.done("revoke", "s-1", "--dry-run")
        assert desk.files() == before
        assert (report["state"], report["count"]) == ("would revoke", 1)
        assert report["lists"] == [
            {"list": "1", "serial": 2, "length": 131_072, "set": 1, "raised": 1, "fallen": 0}
            | {"unknown": 0, "missing": 0, "excess": 0}
        ]
        assert len(report["files"]) == 2

    def test_the_text_tells_the_same(self, desk: Desk) -> None:
        flags = ["--repo", str(desk.repo), "--key", str(desk.desk / "k-1.pem"), "--index", str(desk.desk / "out")]
        told = desk.run("revoke", "s-1", *flags, "--reason", "issued-in-error").stdout
        assert f"revoked: 1 credential of {PROVIDER}; reason: issued in error (issued-in-error)" in told
        assert f"{desk.line('s-1')['hash'][:12]}… {PROVIDER}/{MC}" in told
        assert "list 1, serial 2: 1 bit raised, 1 set in all" in told
        assert "next: `bukti check`, commit, open a pull request" in told
        assert "Siti" not in told
        again = desk.run("suspend", "s-2", *flags, "--reason", "under-review", "--verbose").stdout
        assert 'O\'Contoh "Al", Jr. · s-2' in again


class TestSuspension:
    def test_suspended_and_reinstated_in_one_commit(self, desk: Desk) -> None:
        """The order within a commit is that of the paths: whatever ids are drawn, the later act counts."""
        for _ in range(4):
            assert desk.done("suspend", "s-1")["state"] == "suspended"
            assert desk.state("s-1") == "suspended"
            assert desk.done("reinstate", "s-1")["state"] == "reinstated"
            assert desk.state("s-1") == "active"
        desk.commit()
        assert desk.state("s-1") == "active"
        assert desk.errors() == []

    def test_no_status_list_is_signed(self, desk: Desk) -> None:
        assert desk.done("suspend", "s-1")["lists"] == []
        assert desk.serials() == [1]

    def test_a_second_run_finds_nothing_to_do(self, desk: Desk) -> None:
        desk.done("suspend", "s-1")
        report = desk.done("suspend", "s-1")
        assert report["state"] == "nothing to do"
        desk.commit()
        desk.done("reinstate", "s-1")
        before = desk.files()
        assert desk.done("reinstate", "s-1")["state"] == "was done already"
        assert desk.files() == before

    def test_what_is_not_suspended_cannot_be_reinstated(self, desk: Desk) -> None:
        ran = desk.refused("reinstate", "s-1")
        assert ran.codes == ["target-state"]
        assert "is not suspended: it is active" in ran.err
        desk.done("revoke", "s-1")
        assert "it is revoked, for ever" in desk.refused("reinstate", "s-1").err

    def test_revoked_ones_are_not_suspended(self, desk: Desk) -> None:
        desk.done("revoke", "s-1")
        report = desk.done("suspend", "s-1", "s-2")
        assert report["hashes"] == [desk.line("s-2")["hash"]]

    def test_a_text_says_no_more_than_that_nothing_would_change(self, desk: Desk) -> None:
        desk.done("revoke", "s-1")
        flags = ["--repo", str(desk.repo), "--key", str(desk.desk / "k-1.pem"), "--index", str(desk.desk / "out")]
        told = desk.run("suspend", "s-1", *flags, "--reason", "under-review").stdout
        assert "nothing to do: the act would change nothing" in told
        assert "is revoked already" in told

    def test_a_suspended_one_can_be_revoked(self, desk: Desk) -> None:
        desk.done("suspend", "s-1")
        assert desk.done("revoke", "s-1")["count"] == 1
        assert desk.state("s-1") == "revoked"
        assert desk.errors() == []


class TestTheAgency:
    def test_its_revocation_is_an_act_only_and_the_provider_brings_the_bit_in(self, desk: Desk) -> None:
        report = desk.done("revoke", "s-1", "--as", "registry/m-1", key="m-1", reason="agency-decision")
        assert (report["key"], report["lists"], len(report["files"])) == ("registry/m-1", [], 1)
        desk.commit()
        assert desk.state("s-1") == "revoked"
        assert desk.errors() == []
        assert desk.bits() == set()
        # The next revocation by the provider brings it in, since the folder is at hand.
        assert desk.done("revoke", "s-2")["lists"][0]["raised"] == 2
        assert desk.bits() == {desk.line(ref)["status_index"] for ref in ("s-1", "s-2")}
        assert desk.errors() == []

    def test_the_text_says_when_strangers_see_it(self, desk: Desk) -> None:
        flags = ["--repo", str(desk.repo), "--key", str(desk.desk / "m-1.pem"), "--reason", "agency-decision"]
        told = desk.run("revoke", desk.line("s-1")["hash"], *flags).stdout
        assert f"when {PROVIDER} signs its status list next" in told

    def test_its_suspension_ends_by_the_agency_only(self, desk: Desk) -> None:
        desk.done("suspend", "s-1", key="m-1", reason="agency-decision")
        ran = desk.refused("reinstate", "s-1")
        assert ran.codes == ["target-agency"]
        assert desk.done("reinstate", "s-1", key="m-2", reason="agency-decision")["state"] == "reinstated"
        assert desk.state("s-1") == "active"

    def test_it_may_suspend_what_the_provider_has_suspended(self, desk: Desk) -> None:
        desk.done("suspend", "s-1")
        assert desk.done("suspend", "s-1", key="m-1", reason="agency-decision")["count"] == 1
        assert desk.refused("reinstate", "s-1").codes == ["target-agency"]


class TestRefusals:
    def test_a_key_of_another_provider(self, desk: Desk) -> None:
        assert "not one of" in desk.refused("revoke", "s-1", key="other").err

    def test_a_strangers_key(self, desk: Desk) -> None:
        assert "has no record in public_keys" in desk.refused("revoke", "s-1", key="stranger").err

    def test_as_that_is_not_the_keys(self, desk: Desk) -> None:
        assert "not of registry/m-1" in desk.refused("revoke", "s-1", "--as", "registry/m-1").err
        assert desk.done("revoke", "s-1", "--as", f"{PROVIDER}/k-1")["state"] == "revoked"

    def test_another_provider(self, desk: Desk) -> None:
        ran = desk.refused("revoke", desk.line("s-1")["hash"], "--provider", "egypt-demo-institute", key="other")
        assert ran.codes == ["target-provider"]

    @pytest.mark.parametrize("command", ["revoke s-1", "status sign"])
    @pytest.mark.parametrize("name", ["nobody", "..", "../.."])
    def test_a_provider_that_is_not_there(self, desk: Desk, command: str, name: str) -> None:
        """Nothing is looked for, nor tidied up, in the folder that such a name would lead to."""
        left = desk.repo.parent / ".a.0.tmp"
        left.write_text("somebody else's")
        ran = desk.refused(command, "--provider", name)
        assert f"the registry has no provider '{name}'" in ran.err
        assert PROVIDER in ran.report["error"]["expected"]
        assert left.exists()

    @pytest.mark.parametrize("command", ["revoke", "suspend", "reinstate"])
    def test_a_reason_of_another_act_is_wrong_use_and_the_right_ones_are_named(self, desk: Desk, command: str) -> None:
        ran = desk.act(command, "s-1", reason="name-corrected")
        assert ran.code == 2
        right = {"revoke": "issued-in-error", "suspend": "under-review", "reinstate": "review-closed"}[command]
        assert right in ran.err

    @pytest.mark.parametrize("command", ["revoke s-1", "supersede s-1 --csv x.csv --out x"])
    def test_without_a_reason_all_are_named(self, desk: Desk, command: str) -> None:
        done = desk.run(*command.split(), "--repo", str(desk.repo), "--key", str(desk.desk / "k-1.pem"))
        assert done.returncode == 2
        code = "award-withdrawn (award withdrawn)" if "revoke" in command else "renewed (renewed)"
        assert code in done.stderr

    def test_the_help_tells_what_reasons_mean(self, desk: Desk) -> None:
        told = " ".join(desk.run("revoke", "--help").stdout.split())
        assert "reasons: issued-in-error issued in error award-withdrawn award withdrawn" in told
        assert "name-corrected" not in told
        assert "name-corrected name corrected" in " ".join(desk.run("supersede", "--help").stdout.split())

    def test_nobody_named(self, desk: Desk) -> None:
        assert desk.act("revoke").code == 2

    def test_a_hash_whose_status_bit_is_not_known(self, desk: Desk) -> None:
        digest = desk.line("s-1")["hash"]
        ran = desk.refused("revoke", digest, index="")
        assert ran.codes == ["target-bit"]
        assert "--without-list" in ran.err
        report = desk.done("revoke", digest, "--without-list", index="")
        assert (report["state"], report["lists"]) == ("revoked", [])
        desk.commit()
        assert desk.errors() == []
        assert desk.state("s-1") == "revoked"
        assert desk.bits() == set()
        assert desk.done("status sign", "--provider", PROVIDER)["state"] == "signed"
        assert desk.bits() == {desk.line("s-1")["status_index"]}
        assert desk.warnings("status-behind", "status-ahead") == []

    def test_an_index_that_contradicts_the_batch(self, desk: Desk) -> None:
        path = desk.desk / "out" / "index.jsonl"
        lines = [json.loads(line) for line in path.read_bytes().splitlines()]
        lines[0]["status_index"] = 4 * len(lines) + 7
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
        assert "is none of its batch" in desk.refused("revoke", "s-1").err

    def test_an_index_that_contradicts_the_published_list(self, desk: Desk) -> None:
        desk.done("revoke", "s-1", "s-2")
        desk.commit()
        path = desk.desk / "out" / "index.jsonl"
        lines = [json.loads(line) for line in path.read_bytes().splitlines()]
        taken = {line["status_index"] for line in lines}
        lines[0]["status_index"] = next(index for index in range(28) if index not in taken)
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
        assert "does not fit the published status list" in desk.refused("revoke", "s-3").err

    def test_faulty_records_of_the_provider_come_first(self, desk: Desk) -> None:
        (desk.repo / TREE / "status" / "1" / "2.json").write_text("<<<<<<< HEAD\n")
        assert "has faults" in desk.refused("revoke", "s-1").err

    def test_a_provider_that_may_not_award_any_more_may_still_revoke(self, desk: Desk) -> None:
        from tests.issuing.conftest import admission

        act = admission(PROVIDER, "closed", act="2026-01-02-closed01")
        desk.write(f"registry/{PROVIDER}/acts/2026-01-02-closed01.yaml", act)
        desk.commit()
        assert desk.done("revoke", "s-1")["state"] == "revoked"
        assert desk.issue(desk.list("name\nNew\n"), "--out", str(desk.desk / "out-2")).returncode == 1
