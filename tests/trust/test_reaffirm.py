"""``bukti reaffirm``: what it saves, what it cannot, and that nothing stops it half-way (REC-19, REC-24)."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bukti import files
from bukti.errors import BuktiError
from bukti.proof.jcs import registry_hash
from bukti.proof.status import bits_of
from tests.attacks import miniature as mini
from tests.trust.conftest import BOTH_INVALID, BOTH_VALID, COLLEGE, FIRST_TWO, UNI, Office

KEY, NEXT = f"{UNI}/key-1", f"{UNI}/key-2"


def robbed(office: Office) -> Office:
    """Class ``old`` before the theft, ``late`` after it; the key is revoked from in between, the next one good."""
    office.class_("old", "Aisyah", "Omar")
    office.commit()
    forged = office.class_("forged", "Thief")
    theft = office.commit_id()
    shutil.move(forged, office.desk / "forged")
    office.class_("late", "Siti", "Ravi", "محمد العربي")
    office.commit()
    for name in (KEY, *FIRST_TWO):
        office.ok("key", "revoke", KEY, "--reason", "key-compromised", "--from-commit", theft, *office.signs(name))
    office.ok("key", "new", "--provider", UNI, "--key", "key-2", "--out", office.pem(NEXT))
    office.both("provider", "admit", UNI)
    office.commit()
    return office


@pytest.fixture(scope="module")
def first_robbed(first_office: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("robbed")
    shutil.copytree(first_office.repo, folder / "repo")
    shutil.copytree(first_office.desk, folder / "desk")
    return robbed(Office(repo=folder / "repo", desk=folder / "desk"))


@pytest.fixture
def office(first_robbed: Office, tmp_path: Path) -> Office:
    shutil.copytree(first_robbed.repo, tmp_path / "repo")
    shutil.copytree(first_robbed.desk, tmp_path / "desk")
    return Office(repo=tmp_path / "repo", desk=tmp_path / "desk")


def again(office: Office) -> Path:
    return office.desk / "again"


def command(office: Office, *more: str, key: str = NEXT, out: str = "again") -> tuple[str, ...]:
    return ("reaffirm", str(office.desk / "issued"), "--key", office.pem(key), "--out", str(office.desk / out), *more)


def new_batches(office: Office) -> list[str]:
    return [path for path, data in office.files().items() if b"reaffirms:" in data]


def test_it_begins_with_the_late_class_void(office: Office) -> None:
    assert office.findings() == set()
    assert "batch-void" in office.findings("warning")
    assert office.verdicts(office.desk / "issued" / "old") == BOTH_VALID
    assert office.verdicts(office.desk / "issued" / "late") == BOTH_INVALID


def test_void_classes_are_saved_and_all_files_signed_again(office: Office) -> None:
    told = office.json(*command(office))
    assert [(one["count"]) for one in told["reaffirmed"]] == [3]
    assert (told["signed_again"], told["missing"], told["not_listed"]) == (5, [], {})
    assert [one["count"] for one in told["not_saved"]] == [1]
    assert [one["list"] for one in told["lists"]] == ["1"]
    office.commit()
    assert office.findings() == set()
    assert office.verdicts(office.desk / "issued" / "old", office.desk / "issued" / "late") == BOTH_VALID
    assert office.verdicts(again(office) / "old", again(office) / "late") == BOTH_VALID
    assert office.verdicts(office.desk / "forged") == BOTH_INVALID


def test_only_void_leaves_the_others_alone(office: Office) -> None:
    assert office.json(*command(office, "--only-void"))["signed_again"] == 3
    assert sorted(path.name for path in again(office).iterdir()) == ["late", "reaffirm.plan"]


def test_a_dry_run_writes_nothing_and_tells_all(office: Office) -> None:
    before = office.files()
    told = office.json(*command(office, "--dry-run"))
    assert (len(told["reaffirmed"]), told["written"], told["signed_again"]) == (1, False, 0)
    assert office.files() == before
    assert not again(office).exists()


def test_a_lost_json_file_is_made_from_its_link(office: Office) -> None:
    (office.desk / "issued" / "late" / "late-2.json").unlink()
    assert office.json(*command(office))["signed_again"] == 5
    office.commit()
    assert office.verdicts(again(office) / "late") == BOTH_VALID


def test_what_has_neither_file_nor_link_is_told_and_its_printed_code_is_saved(office: Office) -> None:
    folder = office.desk / "issued" / "late"
    printed = (folder / "links.csv").read_text(encoding="utf-8-sig").splitlines()[2].split(",")[4]
    (folder / "late-2.json").unlink()
    (folder / "links.csv").write_text("no list at all\n")
    told = office.json(*command(office))
    assert (told["signed_again"], len(told["missing"]), told["reaffirmed"][0]["count"]) == (4, 1, 3)
    office.commit()
    done = office.command("verify", "--json", printed)
    assert [one["verdict"] for one in json.loads(done.stdout)["results"]] == ["valid"]
    lines = (again(office) / "late" / "index.jsonl").read_text(encoding="utf-8").splitlines()
    assert sorted(lines) == sorted((folder / "index.jsonl").read_text(encoding="utf-8").splitlines())


def test_what_the_folder_does_not_know_is_not_saved(office: Office) -> None:
    index = office.desk / "issued" / "late" / "index.jsonl"
    index.write_text("\n".join(index.read_text(encoding="utf-8").splitlines()[:2]) + "\n", encoding="utf-8")
    told = office.json(*command(office))
    assert list(told["not_listed"].values()) == [1]
    assert told["reaffirmed"][0]["count"] == 2
    office.commit()
    said = {name: office.command("verify", "--json", str(office.desk / "issued/late" / f"{name}.json")).returncode
            for name in ("late-1", "late-2", "late-3")}  # fmt: skip
    assert said == {"late-1": 0, "late-2": 0, "late-3": 1}


def test_a_suspended_provider_saves_its_own_too(office: Office) -> None:
    """The permission to award is asked for where the earlier batch stands; a maintainer may have suspended since."""
    office.ok("provider", "suspend", UNI, *office.signs(FIRST_TWO[0]))
    office.commit()
    office.ok(*command(office))
    office.commit()
    assert office.findings() == set()
    assert office.verdicts(office.desk / "issued" / "late", again(office) / "late") == BOTH_VALID


def test_a_second_theft_is_survived_as_the_first(office: Office) -> None:
    office.ok(*command(office))
    office.commit()
    theft = office.head()
    third = f"{UNI}/key-3"
    for name in (NEXT, *FIRST_TWO):
        office.ok("key", "revoke", NEXT, "--reason", "key-compromised", "--from-commit", theft, *office.signs(name))
    office.ok("key", "new", "--provider", UNI, "--key", "key-3", "--out", office.pem(third))
    office.both("provider", "admit", UNI)
    office.commit()
    assert office.verdicts(office.desk / "issued" / "late") == BOTH_INVALID
    shutil.rmtree(office.desk / "issued")
    shutil.move(again(office), office.desk / "issued")
    office.ok(*command(office, key=third))
    office.commit()
    assert office.findings() == set()
    assert office.verdicts(office.desk / "issued" / "late", again(office) / "late") == BOTH_VALID
    assert office.verdicts(office.desk / "forged") == BOTH_INVALID


class TestActs:
    def test_an_act_that_is_the_providers_own_is_signed_again(self, first_office: Office, tmp_path: Path) -> None:
        shutil.copytree(first_office.repo, tmp_path / "repo")
        shutil.copytree(first_office.desk, tmp_path / "desk")
        office = Office(repo=tmp_path / "repo", desk=tmp_path / "desk")
        folder = office.class_("old", "Aisyah", "Omar")
        theft = office.commit_id()
        mine = office.json("revoke", "old-2", "--index", str(folder), "--key", office.pem(KEY), "--reason",
                           "issued-in-error")["act"]  # fmt: skip
        office.commit()
        for name in (KEY, *FIRST_TWO):
            office.ok("key", "revoke", KEY, "--reason", "key-compromised", "--from-commit", theft, *office.signs(name))
        office.ok("key", "new", "--provider", UNI, "--key", "key-2", "--out", office.pem(NEXT))
        office.both("provider", "admit", UNI)
        office.commit()
        told = office.ok(*command(office))
        assert f"--acts {mine}" in told
        office.commit()
        assert _verdict(office, folder / "old-2.json") == "valid"
        told = office.ok(*command(office, "--acts", mine))
        assert f"act {mine} signed again" in told
        office.commit()
        assert (office.findings(), _verdict(office, folder / "old-2.json")) == (set(), "revoked")
        newest = office.register().newest_status(UNI, "1")
        assert newest is not None
        entry = json.loads((folder / "index.jsonl").read_text().splitlines()[1])
        assert list(bits_of(newest).indexes()) == [entry["status_index"]]
        before = office.files()
        office.ok(*command(office, "--acts", mine))
        assert office.files() == before, "once is enough"


def test_bits_that_the_thief_raised_fall_though_an_honest_key_has_signed_them_since(
    first_office: Office, tmp_path: Path
) -> None:
    """Two keys are good; the thief of one revokes all, and an honest act with the other takes his bits along."""
    shutil.copytree(first_office.repo, tmp_path / "repo")
    shutil.copytree(first_office.desk, tmp_path / "desk")
    office = Office(repo=tmp_path / "repo", desk=tmp_path / "desk")
    office.ok("key", "rotate", "--provider", UNI, "--key", "key-2", "--old", office.pem(KEY), "--out",
              office.pem(NEXT))  # fmt: skip
    folder = office.class_("old", "Aisyah", "Omar", "Siti")
    office.commit()
    revoke = ("revoke", "--index", str(folder), "--reason", "award-withdrawn")
    office.ok(*revoke, "old-1", "old-2", "--key", office.pem(KEY))
    theft = office.commit_id()
    office.ok(*revoke, "old-3", "--key", office.pem(NEXT))
    office.commit()
    newest = office.register().newest_status(UNI, "1")
    assert newest is not None
    assert len(list(bits_of(newest).indexes())) == 3
    for name in (KEY, *FIRST_TWO):
        office.ok("key", "revoke", KEY, "--reason", "key-compromised", "--from-commit", theft, *office.signs(name))
    assert "status-ahead" in office.findings("warning")
    told = office.json(*command(office))
    assert [(one["set"], one["fallen"]) for one in told["lists"]] == [(1, 2)]
    office.commit()
    assert office.findings() == set()
    assert not {"status-ahead", "status-behind"} & office.findings("warning")
    verdicts = [_verdict(office, folder / f"old-{number}.json") for number in (1, 2, 3)]
    assert verdicts == ["valid", "valid", "revoked"]


def _verdict(office: Office, path: Path) -> str:
    done = office.command("verify", "--json", str(path))
    return str(json.loads(done.stdout)["results"][0]["verdict"])


class TestRefusals:
    @pytest.mark.parametrize(
        ("more", "told"),
        [
            ({"key": KEY}, "is revoked"),
            ({"key": f"{UNI}/recovery"}, "recovery key"),
            ({"key": f"{COLLEGE}/key-1"}, f"not one of {UNI}"),
            ({"key": "stranger"}, f"has no record in public_keys/{UNI}"),
            ({"out": "issued"}, "is not empty"),
            ({"out": "../repo/again"}, "may not stand in the registry"),
        ],
    )
    def test_wrong_keys_and_folders(self, office: Office, more: dict[str, str], told: str) -> None:
        office.refused(*command(office, **more), told=told)

    def test_an_unknown_act(self, office: Office) -> None:
        office.refused(*command(office, "--acts", "2026-01-01-aaaaaaaa"), told="has no void act 2026-01-01-aaaaaaaa")

    def test_a_class_of_another_registry(self, office: Office) -> None:
        index = office.desk / "issued" / "late" / "index.jsonl"
        index.write_text(index.read_text(encoding="utf-8").replace('"batch": "20', '"batch": "19'), encoding="utf-8")
        office.refused(*command(office), told="the registry has no batch")

    def test_a_hash_that_is_not_in_the_batch(self, office: Office) -> None:
        index = office.desk / "issued" / "late" / "index.jsonl"
        line = json.loads(index.read_text(encoding="utf-8").splitlines()[0])
        line |= {"hash": mini.digest("other").hex(), "status_index": 131_000}
        with index.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        office.refused(*command(office), told="is not one of the batch")

    def test_two_providers_at_once(self, office: Office) -> None:
        office.class_("college", provider=COLLEGE)
        office.commit()
        office.refused(*command(office), told="these folders are of 2 providers")

    def test_another_key_in_the_same_folder(self, office: Office) -> None:
        office.ok(*command(office))
        third = f"{UNI}/key-3"
        office.ok("key", "rotate", "--provider", UNI, "--key", "key-3", "--old", office.pem(NEXT), "--out",
                  office.pem(third))  # fmt: skip
        office.refused(*command(office, key=third), told="a run with the key key-2")

    def test_a_damaged_plan(self, office: Office) -> None:
        office.ok(*command(office))
        (again(office) / "reaffirm.plan").write_text("{")
        office.refused(*command(office), told="cannot be read")


class Stopped(BaseException):
    """Stands for a kill."""


def _stopping(at: int, real: Callable[..., Any], error: BaseException) -> Callable[..., Any]:
    calls = iter(range(1 << 30))

    def call(*arguments: Any, **named: Any) -> Any:
        if next(calls) == at:
            raise error
        return real(*arguments, **named)

    return call


def _snapshot(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("error", [Stopped(), OSError(28, "No space left on device")], ids=["killed", "disk full"])
def test_stopped_at_any_write_it_is_completed_by_the_same_command(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    """Nothing lost, nothing twice; the repository never holds half of a batch."""
    monkeypatch.setenv("BUKTI_PASSPHRASE", "four random words here")
    from bukti.cli.main import run

    stops = 0
    for at in range(0, 60, 3):
        folder = tmp_path / f"at-{at}"
        shutil.copytree(office.repo, folder / "repo")
        shutil.copytree(office.desk, folder / "desk")
        one = Office(repo=folder / "repo", desk=folder / "desk")
        arguments = [*command(one), "--repo", str(one.repo)]
        with monkeypatch.context() as patch:
            patch.setattr(files, "_write_all", _stopping(at, files._write_all, error))
            try:
                run(arguments)
            except (Stopped, BuktiError):
                stops += 1
        if at > 0 and stops * 3 <= at:
            break  # more writes than there are
        assert len(new_batches(one)) <= 1
        run(arguments)
        assert len(new_batches(one)) == 1
        assert not list(folder.rglob("*.tmp"))
        one.commit()
        assert one.findings() == set()
        digests = {registry_hash(json.loads(path.read_bytes())) for path in (again(one) / "late").glob("*.json")}
        assert len(digests) == 3
        first = _snapshot(again(one))
        run(arguments)
        assert _snapshot(again(one)) == first
    assert stops >= 5


def test_killed_between_the_batch_and_the_list_it_is_completed_by_the_same_command(office: Office) -> None:
    """A kill, unlike an exception, leaves the batch there and the list behind."""
    told = office.json(*command(office))
    batch, status = told["files"]
    assert "/status/" in status
    (office.repo / status).unlink()
    again_ = office.json(*command(office))
    assert (again_["reaffirmed"], again_["files"]) == ([], [status])
    assert new_batches(office) == [batch]
    office.commit()
    assert office.findings() == set()


def test_files_are_for_their_owner_alone(office: Office) -> None:
    office.ok(*command(office))
    modes = {oct(path.stat().st_mode & 0o777) for path in again(office).rglob("*") if path.is_file()}
    assert modes == {"0o600"}
    assert again(office).stat().st_mode & 0o777 == 0o700
    assert (again(office) / "late").stat().st_mode & 0o777 == 0o700


def test_help_has_an_example(office: Office) -> None:
    done = office.run("reaffirm", "--help")
    assert (done.returncode, "bukti reaffirm ~/classes --key" in done.stdout) == (0, True)
