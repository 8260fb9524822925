"""``bukti provider suspend|reinstate|close|rename|merge`` through check, site and both verifiers (REC-12, REC-18)."""

from pathlib import Path

import pytest
import yaml

from tests.trust.conftest import BOTH_VALID, COLLEGE, FIRST_TWO, MC, UNI, Office

ONE = FIRST_TWO[0]
RENAMED = ("--name", "en=Our University")


def acts(office: Office, kind: str) -> list[dict[str, object]]:
    found = [yaml.safe_load(path.read_text()) for path in sorted((office.repo / "registry" / UNI / "acts").iterdir())]
    return [act for act in found if act["kind"] == kind]


def test_it_begins_clean(office: Office) -> None:
    assert office.findings() == set()


class TestSuspension:
    def test_one_maintainer_suspends_and_two_reinstate(self, office: Office) -> None:
        told = office.ok("provider", "suspend", UNI, *office.signs(ONE), "--note", "Under review")
        assert "1 of 1 maintainer)" in told
        assert office.status() == "suspended"
        office.commit()
        told = office.ok("provider", "reinstate", UNI, *office.signs(ONE))
        assert "1 of 2 maintainers" in told
        assert "another maintainer" in told
        assert office.status() == "suspended", "one signature is not enough"
        assert office.findings() == {"provider-act-authority"}
        told = office.ok("provider", "reinstate", UNI, *office.signs(FIRST_TWO[1]))
        assert "2 of 2 maintainers" in told
        assert office.status() == "active"
        assert office.findings() == set()

    def test_a_half_signed_act_is_signed_on_before_it_is_published_and_never_after(self, office: Office) -> None:
        office.ok("provider", "suspend", UNI, *office.signs(ONE))
        office.commit()
        report = office.json("provider", "reinstate", UNI, *office.signs(ONE))
        half = office.repo / report["record"]
        begun = half.read_bytes()
        by_hand = ("key", "sign", "--record", str(half), *office.signs(FIRST_TWO[1]))
        office.ok(*by_hand)
        assert office.findings() == set()
        half.write_bytes(begun)
        office.commit()
        office.refused(*by_hand, told="a published record never changes")
        assert office.findings() == {"provider-act-authority"}

    def test_what_was_issued_stays_valid_and_nothing_new_is_issued(self, office: Office) -> None:
        issued = office.class_("before")
        office.commit()
        office.ok("provider", "suspend", UNI, *office.signs(ONE))
        office.commit()
        assert office.verdicts(issued) == BOTH_VALID
        csv = str(office.list("name,result\nLate One,A\n", "late.csv"))
        office.refused(
            "issue", csv, "--mc", f"{UNI}/{MC}", "--key", office.pem(f"{UNI}/key-1"), "--out", str(office.out),
            told="suspended",
        )  # fmt: skip

    def test_a_batch_of_a_suspended_provider_is_refused_by_name(self, office: Office) -> None:
        office.class_("late")  # made before the suspension, brought after it
        batch = office.files().keys()
        held = {path: office.repo / path for path in batch if path.startswith("credentials/")}
        kept = {path: file.read_bytes() for path, file in held.items()}
        for file in held.values():
            file.unlink()
        office.ok("provider", "suspend", UNI, *office.signs(ONE))
        office.commit()
        for path, data in kept.items():
            (office.repo / path).write_bytes(data)
        assert "provider-not-admitted" in office.findings()

    def test_its_twin_of_an_active_provider_passes(self, office: Office) -> None:
        office.class_("late")
        assert office.findings() == set()

    def test_refusals(self, office: Office) -> None:
        signs = office.signs(ONE)
        office.refused("provider", "reinstate", UNI, *signs, told="is active: it cannot be reinstated")
        office.refused("provider", "suspend", "nobody", *signs, told="no provider 'nobody'")
        office.ok("provider", "suspend", UNI, *signs)
        office.refused("provider", "suspend", UNI, *signs, told="is suspended: it cannot be suspended")

    @pytest.mark.parametrize(
        ("key", "signer", "told"),
        [
            ("registry/m-2", "registry/m-1", "is not that of registry/m-1"),
            (f"{UNI}/key-1", f"{UNI}/key-1", "no maintainer's key"),
            ("stranger", "registry/m-9", "there is no key registry/m-9"),
            ("registry/m-1", "registry", "names no key"),
        ],
    )
    def test_a_wrong_key_signs_nothing(self, office: Office, key: str, signer: str, told: str) -> None:
        office.refused("provider", "suspend", UNI, "--key", office.pem(key), "--as", signer, told=told)

    def test_nobody_signs_twice(self, office: Office) -> None:
        office.ok("provider", "close", UNI, *office.signs(ONE))
        office.refused("provider", "close", UNI, *office.signs(ONE), told="has signed this act already")

    def test_the_second_one_signs_the_same_remark_and_reads_it(self, office: Office) -> None:
        close = ("provider", "close", UNI)
        office.ok(*close, *office.signs(ONE), "--note", "Wound up")
        other = (*office.signs(FIRST_TWO[1]), "--note", "Another remark")
        office.refused(*close, *other, told="states another note")
        assert "note:   Wound up" in office.ok(*close, *office.signs(FIRST_TWO[1]))
        assert [act["note"] for act in acts(office, "closed")] == ["Wound up"]

    def test_a_dry_run_writes_nothing(self, office: Office) -> None:
        before = office.files()
        told = office.json("provider", "suspend", UNI, *office.signs(ONE), "--dry-run")
        assert (told["complete"], told["written"]) == (True, False)
        assert office.files() == before

    def test_a_dry_run_of_the_second_one_tells_both(self, office: Office) -> None:
        office.ok("provider", "close", UNI, *office.signs(ONE))
        told = office.json("provider", "close", UNI, *office.signs(FIRST_TWO[1]), "--dry-run")
        assert (told["complete"], told["signed_by"]) == (True, list(FIRST_TWO))


class TestEnds:
    @pytest.mark.parametrize(
        ("arguments", "kind"), [(("close", UNI), "closed"), (("merge", UNI, "--into", COLLEGE), "merged")]
    )
    def test_old_credentials_stay_checkable_and_the_site_says_what_happened(
        self, office: Office, arguments: tuple[str, ...], kind: str
    ) -> None:
        issued = office.class_("before")
        office.commit()
        office.both("provider", *arguments)
        office.commit()
        assert (office.status(), office.findings()) == ("closed", set())
        assert office.verdicts(issued) == BOTH_VALID
        events = next(one for one in office.published("keys.json")["issuers"] if one["id"] == UNI)["events"]
        assert [event["kind"] for event in events] == ["admitted", kind]
        assert events[1].get("into") == (COLLEGE if kind == "merged" else None)

    def test_a_closed_provider_can_be_reinstated(self, office: Office) -> None:
        office.both("provider", "close", UNI)
        office.commit()
        office.both("provider", "reinstate", UNI)
        assert office.status() == "active"

    def test_refusals(self, office: Office) -> None:
        signs = office.signs(ONE)
        office.refused("provider", "merge", UNI, "--into", UNI, *signs, told="cannot be merged into itself")
        office.refused("provider", "merge", UNI, "--into", "nobody", *signs, told="no provider 'nobody'")
        office.ok("provider", "suspend", COLLEGE, *signs)
        office.refused("provider", "merge", UNI, "--into", COLLEGE, *signs, told="nothing can be merged into it")
        office.both("provider", "close", UNI)
        office.commit()
        office.refused("provider", "close", UNI, *signs, told="is closed: it cannot be closed")


class TestRenaming:
    def test_one_maintainer_renames_and_the_file_follows(self, office: Office) -> None:
        issued = office.class_("before")
        office.commit()
        path = office.repo / "registry" / UNI / "provider.yaml"
        before = path.read_text(encoding="utf-8").splitlines()
        told = office.ok("provider", "rename", UNI, *RENAMED, *office.signs(ONE))
        assert "edited: registry/universiti-contoh/provider.yaml" in told
        after = path.read_text(encoding="utf-8").splitlines()
        assert [line for line in before if line not in after] == ["  en: Universiti Contoh (demonstration)"]
        assert [line for line in after if line not in before] == ["  en: Our University"]
        (act,) = acts(office, "renamed")
        assert act["former_name"] == {"en": "Universiti Contoh (demonstration)"}
        assert act["name"] == {"en": "Our University"}
        office.commit()
        assert office.findings() == set()
        assert office.verdicts(issued) == BOTH_VALID
        events = next(one for one in office.published("keys.json")["issuers"] if one["id"] == UNI)["events"]
        assert events[-1]["name"] == {"en": "Our University"}

    def test_what_is_issued_afterwards_bears_the_new_name(self, office: Office) -> None:
        old = office.class_("before")
        office.commit()
        office.ok("provider", "rename", UNI, *RENAMED, *office.signs(ONE))
        office.commit()
        new = office.class_("after")
        office.commit()
        assert '"name":"Our University"' in next(new.glob("after-1.json")).read_text(encoding="utf-8")
        assert office.findings() == set()
        assert office.verdicts(old, new) == BOTH_VALID

    def test_comments_stay(self, office: Office) -> None:
        path = office.repo / "registry" / UNI / "provider.yaml"
        text = path.read_text(encoding="utf-8").replace("kind: hep", "# kept\nkind: hep  # kept too")
        path.write_text(text, encoding="utf-8")
        office.ok("provider", "rename", UNI, *RENAMED, *office.signs(ONE))
        after = path.read_text(encoding="utf-8")
        assert after == text.replace("Universiti Contoh (demonstration)", "Our University", 1)

    def test_a_comment_among_the_names_is_never_lost(self, office: Office) -> None:
        path = office.repo / "registry" / UNI / "provider.yaml"
        text = path.read_text(encoding="utf-8").replace("name:\n", "name:\n  # as in the charter\n", 1)
        path.write_text(text, encoding="utf-8")
        told = office.ok("provider", "rename", UNI, *RENAMED, *office.signs(ONE))
        assert path.read_text(encoding="utf-8") == text
        assert "write these lines there yourself" in told
        assert "name:\n  en: Our University" in told
        assert "provider-name" in office.findings(), "until it is done, the check says so"

    def test_a_run_that_was_stopped_between_act_and_file_is_completed(self, office: Office) -> None:
        path = office.repo / "registry" / UNI / "provider.yaml"
        before = path.read_bytes()
        office.ok("provider", "rename", UNI, *RENAMED, *office.signs(ONE))
        path.write_bytes(before)
        office.ok("provider", "rename", UNI, *RENAMED, *office.signs(ONE))
        assert len(acts(office, "renamed")) == 1
        assert path.read_bytes() != before

    def test_a_second_renaming(self, office: Office) -> None:
        office.ok("provider", "rename", UNI, *RENAMED, *office.signs(ONE))
        office.commit()
        office.ok("provider", "rename", UNI, "--name", "en=Third Name", *office.signs(ONE))
        office.commit()
        assert office.findings() == set()
        assert [act["former_name"] for act in acts(office, "renamed")].count({"en": "Our University"}) == 1

    def test_refusals(self, office: Office) -> None:
        signs = office.signs(ONE)
        same = ("--name", "en=Universiti Contoh (demonstration)")
        office.refused("provider", "rename", UNI, *same, *signs, told="has this name already")
        office.refused("provider", "rename", UNI, "--name", "ms=Nama", *signs, told="missing in en")
        office.refused("provider", "rename", UNI, *RENAMED, *RENAMED, *signs, told="named twice", code=2)
        office.refused("provider", "rename", UNI, "--name", "Our University", *signs, told="LANGUAGE=TEXT", code=2)

    def test_a_name_that_was_changed_by_hand_is_told(self, office: Office) -> None:
        path = office.repo / "registry" / UNI / "provider.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("Universiti Contoh", "Other"), encoding="utf-8")
        assert "provider-name" in office.findings("error", "--against", "main")


class TestAdmission:
    def test_a_thiefs_key_that_was_published_is_never_signed(self, office: Office) -> None:
        """Its record would differ from what was published; and nobody should sign what nobody asked for."""
        office.ok("key", "rotate", "--provider", UNI, "--key", "key-9", "--old", office.pem(f"{UNI}/key-1"),
                  "--out", office.pem(f"{UNI}/key-9"))  # fmt: skip
        office.commit()
        office.refused("provider", "admit", UNI, *office.signs(ONE), told="nothing is left to sign")

    def test_a_further_key_needs_two(self, office: Office) -> None:
        office.ok("key", "new", "--provider", UNI, "--key", "key-2", "--out", office.pem(f"{UNI}/key-2"))
        assert "1 of 2" in office.ok("provider", "admit", UNI, *office.signs(ONE))
        assert office.key_state(f"{UNI}/key-2") == ""
        assert office.findings() == {"key-admission"}
        office.refused("provider", "admit", UNI, *office.signs(ONE), told="has signed everything")
        office.ok("provider", "admit", UNI, *office.signs(FIRST_TWO[1]))
        assert (office.key_state(f"{UNI}/key-2"), office.findings()) == ("good", set())
        office.refused("provider", "admit", UNI, *office.signs(ONE), told="nothing is left to sign")

    def test_a_faulty_record_is_not_signed(self, office: Office) -> None:
        office.ok("key", "new", "--provider", UNI, "--key", "key-2", "--out", office.pem(f"{UNI}/key-2"))
        path = office.repo / "public_keys" / UNI / "key-2.yaml"
        path.write_text(path.read_text().replace("number: 3", "number: 4"))
        office.refused("provider", "admit", UNI, *office.signs(ONE), told="not in order")

    def test_a_dry_run_writes_nothing(self, office: Office) -> None:
        office.ok("key", "new", "--provider", UNI, "--key", "key-2", "--out", office.pem(f"{UNI}/key-2"))
        before = office.files()
        assert "would sign" in office.ok("provider", "admit", UNI, *office.signs(ONE), "--dry-run")
        assert office.files() == before


class TestFaultyFiles:
    @pytest.mark.parametrize(
        "path", [f"public_keys/{UNI}/key-1.yaml", f"registry/{COLLEGE}/acts/2026-10-01-admitkol.yaml"]
    )
    def test_what_decides_whose_signatures_count_has_to_be_readable(self, office: Office, path: str) -> None:
        (office.repo / path).write_text("[", encoding="utf-8")
        office.refused("provider", "suspend", UNI, *office.signs(ONE), told="decide whose signatures count have faults")

    def test_others_faults_block_nobody(self, office: Office) -> None:
        (office.repo / f"registry/{COLLEGE}/{MC}/v1.yaml").write_text("[", encoding="utf-8")
        office.ok("provider", "suspend", UNI, *office.signs(ONE))


def test_help_has_an_example_for_each(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    for action in ("admit", "suspend", "reinstate", "close", "rename", "merge"):
        done = office.run("provider", action, "--help")
        assert done.returncode == 0
        assert f"bukti provider {action} my-" in done.stdout
        for option in ("--repo", "--json", "--dry-run", "--as"):
            assert option in done.stdout


def test_files_are_whole_or_not_there(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first signature and its record are written in one step: no record without a proof is ever left."""
    import bukti.trust.cosigning as cosigning

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", str(Path("x")))

    monkeypatch.setattr(cosigning, "atomic_write", full)
    office.refused("provider", "suspend", UNI, *office.signs(ONE), told="No space left")
