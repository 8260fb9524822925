"""`bukti issue` as people run it: what it writes, and what it refuses (design sections 3, 4, 8)."""

import csv
import json
import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import zxingcpp
from PIL import Image

from bukti.card import decode, encode, read_payload, rebuild
from bukti.did import did_of
from bukti.loading import load_or_raise, read_history
from bukti.proof.credentials import verify_credential
from bukti.proof.jcs import canonical, registry_hash
from bukti.register import Register, build_register
from bukti.verification.shape import shape_fault
from tests.issuing.conftest import DEFINITION, OFFER, OTHER, admission, git, key
from tests.issuing.conftest import World as World
from tests.keys import demo_key
from tests.templates.small import BASE, MC, PROVIDER, PROVIDER_RECORD

BUKTI = [sys.executable, "-m", "bukti.cli.main"]
CLASS = """name,ref,result,path,email
Siti Aminah binti Ramli,A-1,A,m2,siti@mail.example
"Wan Nur'Ain <b>Husna</b>",A/2,B,m3,
李,,,,
=SUM(1),x-4,C,,
"""


def register_of(world: World) -> Register:
    return build_register(load_or_raise(world.repo), read_history(world.repo))


def links(folder: Path) -> list[dict[str, str]]:
    with (folder / "links.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def index(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "index.jsonl").read_bytes().splitlines()]


class TestAnIssue:
    def test_credentials_are_registered_signed_and_rebuilt_from_their_links(self, world: World) -> None:
        report = world.issued(world.list(CLASS), "--issued-on", "2025-11-01")
        assert (report["state"], report["count"], report["valid_until"]) == ("issued", 4, "2028-10-31")
        register = register_of(world)
        assert register.findings == ()
        templates = dict(register.templates_of(PROVIDER, MC, 1))
        for row, known in zip(links(world.out), index(world.out), strict=True):
            data = (world.out / row["json"]).read_bytes()
            credential = json.loads(data)
            assert data == canonical(credential) + b"\n"
            assert shape_fault(credential) is None
            assert registry_hash(credential).hex() == known["hash"]
            entry = register.entry(registry_hash(credential))
            assert entry is not None
            assert entry.source.authorised
            (proof,) = credential["proof"]
            assert verify_credential(credential, proof, demo_key(f"{PROVIDER}/k-1").public)
            card = decode(read_payload(row["link"]))
            template = next(one for digest, one in templates.items() if digest.startswith(card.template.hex()))
            assert rebuild(card, template, did_of(BASE, PROVIDER), "k-1") == credential
            assert credential["credentialStatus"]["statusListIndex"] == str(known["status_index"])

    def test_the_batch_tells_nothing_of_the_class_order(self, world: World) -> None:
        report = world.issued(world.list("name\n" + "".join(f"Learner {n}\n" for n in range(40))))
        (batch,) = (one.batch.record for one in register_of(world).batches)
        hashes = batch.hashes.split()
        assert hashes == sorted(hashes)
        assert hashes != [line["hash"] for line in index(world.out)]
        indexes = [line["status_index"] for line in index(world.out)]
        assert len(set(indexes)) == 40
        assert indexes != sorted(indexes)
        assert all(0 <= one < 160 for one in indexes)
        assert report["status"] == {"list": "1", "from": 0, "to": 160}

    def test_no_name_ref_or_uuid_reaches_the_registry(self, world: World) -> None:
        before = world.files()
        world.issued(world.list(CLASS))
        new = b"".join(data for name, data in world.files().items() if name not in before)
        for line in index(world.out):
            for private in (line["name"], line["ref"], line["uuid"]):
                assert not private or private.encode() not in new or private == "李"
        assert "李".encode() not in new

    def test_only_the_owner_reads_the_files(self, world: World) -> None:
        world.issued(world.list(CLASS))
        assert stat.S_IMODE(world.out.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in world.out.iterdir()} == {0o600}

    def test_every_json_file_of_the_folder_is_a_credential(self, world: World) -> None:
        world.issued(world.list(CLASS))
        files = sorted(world.out.glob("*.json"))
        assert len(files) == 4
        assert all("VerifiableCredential" in json.loads(path.read_bytes())["type"] for path in files)

    def test_file_names_are_safe_and_links_csv_is_harmless_in_a_spreadsheet(self, world: World) -> None:
        world.issued(world.list(CLASS))
        rows = links(world.out)
        assert [row["json"] for row in rows] == ["A-1.json", "learner-2.json", "learner-3.json", "x-4.json"]
        assert [row["name"] for row in rows][3] == "'=SUM(1)"
        assert rows[0]["email"] == "siti@mail.example"
        assert all((world.out / row[kind]).is_file() for row in rows for kind in ("json", "qr_svg", "qr_png", "html"))
        assert (world.out / "links.csv").read_bytes().startswith(b"\xef\xbb\xbfnumber,name,ref,json,link")

    def test_qr_codes_read_as_the_card_in_both_kinds_of_image(self, world: World) -> None:
        world.issued(world.list(CLASS))
        for row in links(world.out):
            with Image.open(world.out / row["qr_png"]) as image:
                (found,) = zxingcpp.read_barcodes(image.convert("L"))
            prefix, _, digits = found.text.partition("#")
            assert prefix == f"{BASE}/v/"
            assert digits.isdecimal()
            assert read_payload(found.text) == read_payload(row["link"])
            assert encode(decode(read_payload(digits))) == read_payload(digits)
            drawing = (world.out / row["qr_svg"]).read_text()
            assert drawing.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
            assert drawing in (world.out / row["html"]).read_text()

    def test_a_second_batch_reuses_templates_and_takes_the_next_range(self, world: World) -> None:
        first = world.issued(world.list("name,result\nNg,A\n"))
        world.commit()
        second = world.issued(world.list("name,result\nLim,B\n"), "--out", str(world.desk / "out-2"))
        assert second["status"] == {"list": "1", "from": 4, "to": 8}
        assert first["files"][0] == second["files"][0]
        assert [file for file in world.files() if "/status/" in file] == [
            f"credentials/{PROVIDER}/status/1/1.json",
            f"credentials/{PROVIDER}/status/1/2.json",
        ]
        assert register_of(world).findings == ()

    def test_dates_given(self, world: World) -> None:
        report = world.issued(world.list("name\nNg\n"), "--issued-on", "2025-01-05", "--valid-until", "2025-06-30")
        assert (report["issued_on"], report["valid_until"]) == ("2025-01-05", "2025-06-30")
        credential = json.loads((world.out / "learner-1.json").read_bytes())
        assert credential["validUntil"] == "2025-06-30T23:59:59Z"

    def test_a_definition_without_end(self, world: World) -> None:
        world.write(f"registry/{PROVIDER}/{MC}/v1.yaml", DEFINITION | {"validity": {"expires": "never"}})
        assert world.issued(world.list("name\nNg\n"))["valid_until"] is None
        assert "validUntil" not in json.loads((world.out / "learner-1.json").read_bytes())

    def test_teach_out_still_awards(self, world: World) -> None:
        world.write(f"registry/{PROVIDER}/{MC}/offer.yaml", OFFER | {"status": "teach_out"})
        assert world.issued(world.list("name\nNg\n"))["count"] == 1

    def test_people_are_told_what_happened(self, world: World) -> None:
        csv_ = world.list("name,result\nNg,A\n")
        flags = ["--mc", f"{PROVIDER}/{MC}", "--repo", str(world.repo), "--key", str(world.desk / "k-1.pem")]
        done = world.run("issue", str(csv_), *flags, "--out", str(world.out))
        assert done.returncode == 0, done.stderr
        assert "issued: 1 credential of" in done.stdout
        assert "once the batch is published" in done.stdout
        assert "  wrote   credentials/" in done.stdout
        assert "kept " not in done.stdout
        world.commit()
        again = world.run("issue", str(world.list("name,result\nLim,A\n")), *flags, "--out", str(world.desk / "out-2"))
        (kept,) = [line for line in again.stdout.splitlines() if line.startswith("  kept ")]
        assert "/templates/" in kept
        assert "wrote   " not in kept
        assert sum(line.startswith("  wrote ") for line in again.stdout.splitlines()) == 2


class TestDryRun:
    def test_shows_and_writes_nothing(self, world: World) -> None:
        before = world.files()
        report = world.issued(world.list("name\n  Siti   Aminah \n"), "--dry-run", "--issued-on", "2025-11-01")
        assert report["state"] == "would issue"
        assert report["names"] == ["Siti Aminah"]
        assert (report["count"], report["valid_until"]) == (1, "2028-10-31")
        assert report["status"] == {"list": "1", "from": 0, "to": 4}
        assert world.files() == before
        assert not world.out.exists()

    def test_refuses_what_an_issue_would(self, world: World) -> None:
        assert world.issue(world.list("name\nNg\nNg\n"), "--dry-run").returncode == 1


def refused(world: World, done: CompletedProcess[str], before: Mapping[str, bytes]) -> str:
    """What the command said; nothing was written, and it told a mend."""
    assert done.returncode != 0, done.stdout
    document = json.loads(done.stdout)
    assert list(document) == ["error"]
    assert document["error"]["message"] in done.stderr
    assert "Traceback" not in done.stderr
    assert world.files() == before
    assert not world.out.exists()
    assert "to mend:" in done.stderr or "expected:" in done.stderr
    return done.stderr


class TestBadLists:
    """Each with its passing twin, `name\\nNg\\n`, in every other test of this module."""

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("", "empty"),
            ("ref\n1\n", "'name' is missing"),
            ("name\nNg\nNg\n", "class.csv:3"),
            ("name\nAli\x07\n", "class.csv:2"),
            ("name\n" + "x" * 10_000 + "\n", "10,000 characters"),
            ("name\nZoë\n".encode("cp1252"), "Windows-1252"),
            ("name\nZoë\n".encode("utf-16"), "UTF-16"),
            ("name,result\nNg,Z\n", "'Z' is not a result"),
            ("name,result\nNg,a\n", "'a' is not a result"),
            ("name,path\nNg,m1\n", "not a permitted choice"),
            ("name,path\nNg,m2 m3\n", "not a permitted choice"),
        ],
    )
    def test_refused(self, world: World, text: str | bytes, told: str) -> None:
        before = world.files()
        assert told in refused(world, world.issue(world.list(text)), before)

    def test_no_such_list(self, world: World) -> None:
        done = world.issue(world.desk / "nowhere.csv")
        assert done.returncode == 2
        assert "cannot be read" in done.stderr

    def test_the_rest_on_demand(self, world: World) -> None:
        csv_ = world.list("name,result\nNg,A\nAli\x07,A\nLim,Z\nTan,B\n")
        before = world.files()
        told = refused(world, world.issue(csv_), before)
        assert "class.csv:3" in told
        assert "class.csv:4" in told
        assert "--skip-faulty" in told
        report = world.issued(csv_, "--skip-faulty")
        assert report["names"] == ["Ng", "Tan"]
        assert [fault["line"] for fault in report["refused"]] == [3, 4]

    def test_nothing_but_faults(self, world: World) -> None:
        before = world.files()
        said = refused(world, world.issue(world.list("name\nAli\x07\n"), "--skip-faulty"), before)
        assert "U+0007" in said


class TestBadKeys:
    def test_wrong_passphrase(self, world: World) -> None:
        before = world.files()
        done = world.issue(world.list("name\nNg\n"), BUKTI_PASSPHRASE="something else entirely")
        assert "passphrase" in refused(world, done, before)

    def test_no_passphrase_and_nobody_to_ask(self, world: World) -> None:
        flags = ["--mc", f"{PROVIDER}/{MC}", "--repo", str(world.repo), "--out", str(world.out)]
        done = subprocess.run(
            [*BUKTI, "issue", str(world.list("name\nNg\n")), *flags, "--key", str(world.desk / "k-1.pem")],
            env={name: value for name, value in os.environ.items() if name != "BUKTI_PASSPHRASE"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2
        assert "--passphrase-file" in done.stderr
        assert not world.out.exists()

    @pytest.mark.parametrize(
        ("data", "told"), [(None, "No such file or directory"), (b"\xff\xfe", "it is not UTF-8 text")]
    )
    def test_a_passphrase_file_that_cannot_be_read(self, world: World, data: bytes | None, told: str) -> None:
        path = world.desk / "p.txt"
        if data is not None:
            path.write_bytes(data)
        before = world.files()
        done = world.issue(world.list("name\nNg\n"), "--passphrase-file", str(path))
        assert done.returncode == 2
        assert f"{path}: the passphrase file cannot be read: {told}\n" in done.stderr
        assert "Errno" not in done.stderr
        assert world.files() == before

    def test_passphrase_file(self, world: World) -> None:
        (world.desk / "p.txt").write_text("four random words here\n")
        csv_ = world.list("name\nNg\n")
        done = world.issue(csv_, "--passphrase-file", str(world.desk / "p.txt"), BUKTI_PASSPHRASE="wrong")
        assert done.returncode == 0, done.stderr

    @pytest.mark.parametrize(
        ("file", "told"),
        [("other.pem", f"the key {OTHER}/k-1"), ("stranger.pem", "no record"), ("class.csv", "no encrypted key")],
    )
    def test_another_key(self, world: World, file: str, told: str) -> None:
        before = world.files()
        csv_ = world.list("name\nNg\n")
        assert told in refused(world, world.issue(csv_, "--key", str(world.desk / file)), before)

    def test_a_key_inside_a_work_tree(self, world: World) -> None:
        inside = world.repo / "k.pem"
        inside.write_bytes((world.desk / "k-1.pem").read_bytes())
        before = world.files()
        assert "work tree" in refused(world, world.issue(world.list("name\nNg\n"), "--key", str(inside)), before)

    @pytest.mark.parametrize(
        ("record", "told"),
        [
            (key(PROVIDER, "k-1", 1), "not admitted"),
            (key(PROVIDER, "k-1", 1, "registry/m-1"), "not admitted"),
            (key(PROVIDER, "k-1", 1, "registry/m-1", "registry/m-2", valid_from="2099-01-01"), "not in its time"),
            (key(PROVIDER, "k-1", 1, "registry/m-1", "registry/m-2", valid_until="2021-01-01"), "not in its time"),
        ],
    )
    def test_a_key_that_may_not_sign_now(self, world: World, record: dict[str, Any], told: str) -> None:
        world.write(f"public_keys/{PROVIDER}/k-1.yaml", record)
        git(world.repo, "commit", "-q", "-a", "--amend", "-m", "records")
        before = world.files()
        assert told in refused(world, world.issue(world.list("name\nNg\n")), before)

    def test_a_suspended_provider(self, world: World) -> None:
        act = "2026-02-01-suspendx"
        world.write(f"registry/{PROVIDER}/acts/{act}.yaml", admission(PROVIDER, "suspended", act))
        world.commit()
        before = world.files()
        assert "suspended" in refused(world, world.issue(world.list("name\nNg\n")), before)


class TestBadAwards:
    @pytest.mark.parametrize(
        ("mc", "told"),
        [
            (f"{PROVIDER}/rain-dta", f"did you mean {PROVIDER}/{MC}?"),
            (f"universiti-conto/{MC}", f"did you mean {PROVIDER}/{MC}?"),
            (MC, f"did you mean {PROVIDER}/{MC}?"),
            ("nobody/nothing", "there is no micro-credential"),
        ],
    )
    def test_unknown(self, world: World, mc: str, told: str) -> None:
        before = world.files()
        assert told in refused(world, world.issue(world.list("name\nNg\n"), mc=mc), before)

    @pytest.mark.parametrize(
        ("path", "record", "told"),
        [
            ("offer.yaml", OFFER | {"status": "retired"}, "is retired"),
            ("offer.yaml", OFFER | {"status": "draft"}, "as a draft"),
            ("offer.yaml", OFFER | {"current": 2}, "version 2"),
            ("v1.yaml", DEFINITION | {"state": "draft"}, "is a draft"),
        ],
    )
    def test_not_on_offer(self, world: World, path: str, record: dict[str, Any], told: str) -> None:
        world.write(f"registry/{PROVIDER}/{MC}/{path}", record)
        before = world.files()
        message = refused(world, world.issue(world.list("name\nNg\n")), before)
        assert told in message
        assert f"registry/{PROVIDER}/{MC}/{path}:" in message

    @pytest.mark.parametrize("level", [{"framework": "none", "value": "6"}, {"framework": "mqf", "value": "66"}])
    def test_a_level_that_nobody_knows(self, world: World, level: dict[str, str]) -> None:
        world.write(f"registry/{PROVIDER}/{MC}/v1.yaml", DEFINITION | {"level": level})
        done = world.issue(world.list("name\nNg\n"))
        assert done.returncode == 1
        assert "error ref-" in done.stderr
        assert f"registry/{PROVIDER}/{MC}/v1.yaml:" in done.stderr
        assert not world.out.exists()

    @pytest.mark.parametrize(
        ("path", "record", "code"),
        [
            ("v1.yaml", {name: value for name, value in DEFINITION.items() if name != "assessments"}, "MC-5.1-06"),
            ("offer.yaml", {name: value for name, value in OFFER.items() if name != "feedback"}, "MC-6.1-04"),
        ],
    )
    def test_what_bukti_check_calls_an_error_is_not_signed(
        self, world: World, path: str, record: dict[str, Any], code: str
    ) -> None:
        csv_ = world.list("name\nNg\n")
        world.write(f"registry/{PROVIDER}/{MC}/{path}", record)
        world.commit()
        before = world.files()
        done = world.issue(csv_)
        message = refused(world, done, before)
        assert f"error {code}" in message
        assert "run bukti check" in message
        assert code in {finding["code"] for finding in json.loads(done.stdout)["error"]["findings"]}
        assert all(finding["severity"] == "error" for finding in json.loads(done.stdout)["error"]["findings"])

    def test_warnings_and_another_micro_credential_s_errors_stop_nothing(self, world: World) -> None:
        other = {name: value for name, value in DEFINITION.items() if name != "assessments"} | {"id": "other"}
        world.write(f"registry/{PROVIDER}/other/v1.yaml", other)
        world.write(f"registry/{PROVIDER}/other/offer.yaml", OFFER | {"id": "other"})
        world.commit()
        checked = world.run("check", "--repo", str(world.repo), "--json")
        told = [(one["severity"], one["file"].split("/")[2]) for one in json.loads(checked.stdout)["findings"]]
        assert ("error", "other") in told
        assert ("warning", MC) in told
        assert world.issued(world.list("name\nNg\n"))["count"] == 1

    def test_a_broken_record_of_the_provider_stops_it_and_another_provider_s_does_not(self, world: World) -> None:
        broken = world.repo / "registry" / OTHER / "broken" / "v1.yaml"
        broken.parent.mkdir()
        broken.write_text("schema: [\n")
        assert world.issued(world.list("name\nNg\n"))["count"] == 1
        broken.rename(world.repo / "registry" / PROVIDER / "v1.yaml")
        done = world.issue(world.list("name\nLim\n"), "--out", str(world.desk / "out-2"))
        assert done.returncode == 1
        assert f"registry/{PROVIDER}/v1.yaml" in done.stderr

    @pytest.mark.parametrize("document", ["{}", '{"credentialSubject": {"encodedList": "u!"}}'])
    def test_a_status_list_that_cannot_be_read_is_named(self, world: World, document: str) -> None:
        path = world.repo / "credentials" / PROVIDER / "status" / "1" / "1.json"
        path.parent.mkdir(parents=True)
        path.write_text(document + "\n")
        done = world.issue(world.list("name\nNg\n"))
        assert done.returncode == 1
        assert "this status list cannot be read" in done.stderr
        assert f"credentials/{PROVIDER}/status/1/1.json" in done.stderr
        assert not world.out.exists()

    @pytest.mark.parametrize(
        ("flags", "code"),
        [
            (("--issued-on", "2019-12-31"), 1),
            (("--issued-on", "2025-11-01", "--valid-until", "2025-10-31"), 1),
            (("--issued-on", "01/11/2026"), 2),
            (("--issued-on", "2026-02-30"), 2),
        ],
    )
    def test_dates(self, world: World, flags: tuple[str, ...], code: int) -> None:
        assert world.issue(world.list("name\nNg\n"), *flags).returncode == code
        assert not world.out.exists()

    @pytest.mark.parametrize(("days", "told"), [(0, None), (1, None), (2, "more than a day ahead")])
    def test_a_first_day_ahead(self, world: World, days: int, told: str | None) -> None:
        before = world.files()
        day = datetime.now(ZoneInfo(PROVIDER_RECORD["zone"])).date() + timedelta(days=days)
        done = world.issue(world.list("name\nNg\n"), "--issued-on", day.isoformat())
        if told is None:
            assert done.returncode == 0, done.stderr
        else:
            assert told in refused(world, done, before)

    @pytest.mark.parametrize(("day", "good"), [("2021-05-09", False), ("2021-05-10", True)])
    def test_a_first_day_before_the_key_s_time(self, world: World, day: str, good: bool) -> None:
        record = key(PROVIDER, "k-1", 1, "registry/m-1", "registry/m-2", valid_from="2021-05-10")
        world.write(f"public_keys/{PROVIDER}/k-1.yaml", record)
        git(world.repo, "commit", "-q", "-a", "--amend", "-m", "records")
        before = world.files()
        done = world.issue(world.list("name\nNg\n"), "--issued-on", day)
        if good:
            assert done.returncode == 0, done.stderr
        else:
            assert f"was not in its time on {day}" in refused(world, done, before)

    def test_a_first_day_after_the_key_s_time(self, world: World) -> None:
        today = datetime.now(ZoneInfo(PROVIDER_RECORD["zone"])).date()
        admitted = ("registry/m-1", "registry/m-2")
        record = key(PROVIDER, "k-1", 1, *admitted, valid_until=today.isoformat())
        world.write(f"public_keys/{PROVIDER}/k-1.yaml", record)
        git(world.repo, "commit", "-q", "-a", "--amend", "-m", "records")
        before = world.files()
        tomorrow = (today + timedelta(days=1)).isoformat()
        done = world.issue(world.list("name\nNg\n"), "--issued-on", tomorrow)
        assert f"was not in its time on {tomorrow}" in refused(world, done, before)
        assert world.issued(world.list("name\nNg\n"))["count"] == 1


class TestTheFolder:
    def test_inside_the_registry(self, world: World) -> None:
        before = world.files()
        (world.repo / ".git" / "info" / "exclude").write_text("/private/\n")
        for inside in (world.repo, world.repo / "build", world.repo / "private"):
            done = world.issue(world.list("name\nNg\n"), "--out", str(inside))
            assert "may not stand in the registry" in refused(world, done, before)

    def test_outside_of_a_registry_that_is_told_first(self, world: World) -> None:
        nowhere = world.desk / "nowhere"
        nowhere.mkdir()
        done = world.issue(world.list("name\nNg\n"), "--repo", str(nowhere), "--out", str(nowhere / "out"))
        assert done.returncode == 1
        assert "this is no registry" in done.stderr
        assert "--out" not in done.stderr
        assert not (nowhere / "out").exists()

    def test_inside_another_work_tree_unless_ignored_there(self, world: World) -> None:
        tree = world.desk / "tree"
        tree.mkdir()
        git(tree, "init", "-q")
        before = world.files()
        csv_ = world.list("name\nNg\n")
        assert "does not ignore" in refused(world, world.issue(csv_, "--out", str(tree / "out")), before)
        (tree / ".gitignore").write_text("/out/\n")
        assert world.issued(csv_, "--out", str(tree / "out"))["count"] == 1

    def test_through_a_link(self, world: World) -> None:
        (world.desk / "way-in").symlink_to(world.repo)
        before = world.files()
        done = world.issue(world.list("name\nNg\n"), "--out", str(world.desk / "way-in" / "out"))
        assert "way-in" in refused(world, done, before) or str(world.repo) in done.stderr

    def test_not_empty(self, world: World) -> None:
        world.out.mkdir()
        (world.out / "notes.txt").touch()
        done = world.issue(world.list("name\nNg\n"))
        assert done.returncode == 1
        assert "not empty" in done.stderr
        assert [path.name for path in world.out.iterdir()] == ["notes.txt"]

    def test_a_file(self, world: World) -> None:
        world.out.touch()
        assert "not a folder" in world.issue(world.list("name\nNg\n")).stderr


class TestAgain:
    """Running the same command again completes, and doubles nothing."""

    def test_a_finished_run(self, world: World) -> None:
        csv_ = world.list(CLASS)
        first = world.issued(csv_)
        world.commit()
        registry, files = world.files(), digests(world.out)
        (world.out / "A-1.html").unlink()
        (world.out / "links.csv").write_text("damaged")
        again = world.issued(csv_)
        assert (again["state"], again["batch"]) == ("was issued already", first["batch"])
        assert world.files() == registry
        assert digests(world.out) == files

    @pytest.mark.parametrize(
        ("text", "flags", "told"),
        [
            (CLASS + "Ng,new,A,,\n", (), "another list"),
            (CLASS.replace(",A,m2,", ",B,m2,"), (), "another list"),
            (CLASS, ("--issued-on", "2026-01-01"), "other dates"),
            (CLASS, ("--valid-until", "2050-01-01"), "other dates"),
        ],
    )
    def test_another_class_in_the_same_folder(self, world: World, text: str, flags: tuple[str, ...], told: str) -> None:
        world.issued(world.list(CLASS))
        registry, files = world.files(), digests(world.out)
        done = world.issue(world.list(text), *flags)
        assert done.returncode == 1
        assert told in done.stderr
        assert (world.files(), digests(world.out)) == (registry, files)

    def test_a_plan_whose_range_was_taken(self, world: World) -> None:
        world.issued(world.list(CLASS))
        batch = next(file for file in world.files() if file.startswith(f"credentials/{PROVIDER}/20"))
        (world.repo / batch).unlink()
        world.issued(world.list("name\nNg\n"), "--out", str(world.desk / "out-2"))
        done = world.issue(world.list(CLASS))
        assert done.returncode == 1
        assert "has taken the status indexes" in done.stderr

    def test_a_damaged_plan(self, world: World) -> None:
        world.issued(world.list(CLASS))
        (world.out / "run.plan").write_text("{}")
        assert "cannot be read" in world.issue(world.list(CLASS)).stderr

    def test_two_at_once_take_different_ranges(self, world: World) -> None:
        csv_ = world.list("name\nNg\n")
        flags = ["--mc", f"{PROVIDER}/{MC}", "--repo", str(world.repo), "--key", str(world.desk / "k-1.pem")]
        environment = {**os.environ, "BUKTI_PASSPHRASE": "four random words here"}
        command = [*BUKTI, "issue", str(csv_), *flags]
        runs = [
            subprocess.Popen([*command, "--out", str(world.desk / f"o{n}")], env=environment, stdout=subprocess.DEVNULL)
            for n in range(3)
        ]
        assert [run.wait() for run in runs] == [0, 0, 0]
        register = register_of(world)
        assert register.findings == ()
        assert sorted(one.batch.record.status.from_ for one in register.batches) == [0, 4, 8]


def digests(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}
