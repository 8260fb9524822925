"""Whom an act is meant for: names, refs, hashes, files, links and lists; nothing is ever guessed."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from bukti.errors import BuktiError
from bukti.lifecycle.index import folded, read_index
from bukti.lifecycle.wishes import read_wishes
from tests.lifecycle.conftest import Desk
from tests.templates.small import MC, PROVIDER


def link(desk: Desk, name: str) -> str:
    with (desk.desk / "out" / "links.csv").open(encoding="utf-8-sig", newline="") as file:
        return next(row["link"] for row in csv.DictReader(file) if row["name"] == name)


class TestOneTarget:
    @pytest.mark.parametrize(
        ("text", "ref"),
        [
            ("s-1", "s-1"),
            ("S-1", "s-1"),
            ("Siti Aminah binti Ramli", "s-1"),
            ("siti  aminah BINTI ramli ", "s-1"),
            ('O\'Contoh "Al", Jr.', "s-2"),
            ("மாதிரி செல்வி", "s-3"),
            ("مريم المثال", "s-4"),
            ("Tan Mei", "Tan Mei"),
        ],
    )
    def test_by_name_or_ref(self, desk: Desk, text: str, ref: str) -> None:
        assert desk.done("revoke", text, "--dry-run")["hashes"] == [desk.line(ref)["hash"]]

    def test_by_hash_file_and_link(self, desk: Desk) -> None:
        digest, file = desk.line("s-1")["hash"], desk.file("s-1")
        found = link(desk, "Siti Aminah binti Ramli")
        for text in (digest, digest.upper(), file, found, found.partition("#")[2]):
            assert desk.done("suspend", text, "--dry-run", index="")["hashes"] == [digest], text

    def test_a_file_or_a_link_tells_its_status_bit(self, desk: Desk) -> None:
        desk.done("revoke", desk.file("s-1"), index="")
        assert desk.bits() == {desk.line("s-1")["status_index"]}
        # Which bit the first one has is not known any more: it stays, the new one rises.
        report = desk.done("revoke", link(desk, "Tan Mei"), index="")
        assert (
            report["lists"][0] | {"serial": 3, "set": 2, "unknown": 1, "missing": 0, "excess": 0} == report["lists"][0]
        )
        assert desk.bits() == {desk.line(ref)["status_index"] for ref in ("s-1", "Tan Mei")}
        assert desk.errors() == []

    def test_a_file_below_a_folder_with_a_number_sign(self, desk: Desk) -> None:
        """A ``#`` makes no card link of a path that is there."""
        path = desk.desk / "class #1" / "s-1.json"
        path.parent.mkdir()
        shutil.copy(desk.file("s-1"), path)
        assert desk.done("suspend", str(path), "--dry-run", index="")["hashes"] == [desk.line("s-1")["hash"]]

    def test_the_folder_may_hold_several_classes(self, desk: Desk) -> None:
        (desk.desk / "classes").mkdir()
        (desk.desk / "out").rename(desk.desk / "classes" / "out")
        assert desk.done("revoke", "s-1", "--dry-run", index="classes")["count"] == 1


class TestFaults:
    def test_namesakes_are_both_listed_and_nothing_is_done(self, desk: Desk) -> None:
        ran = desk.refused("revoke", "Lim", "s-1")
        assert ran.codes == ["target-ambiguous"]
        (told,) = ran.report["error"]["findings"]
        assert told["file"] == "argument 1"
        for ref in ("s-5", "s-6"):
            assert f"{desk.line(ref)['hash']} (ref {ref}, {PROVIDER}/{MC}, issued " in told["expected"]

    def test_an_unknown_name_tells_the_nearest(self, desk: Desk) -> None:
        ran = desk.refused("revoke", "Siti Amina binti Ramli", "xyz")
        assert ran.codes == ["target-unknown", "target-unknown"]
        first, second = ran.report["error"]["findings"]
        assert first["hint"] == "did you mean Siti Aminah binti Ramli?"
        assert "--index" in second["hint"]

    def test_a_name_without_any_index(self, desk: Desk) -> None:
        ran = desk.refused("revoke", "s-1", index="")
        assert ran.codes == ["target-unknown"]
        assert "private index" in ran.err

    def test_a_hash_that_stands_in_no_batch(self, desk: Desk) -> None:
        assert desk.refused("revoke", "ab" * 32).codes == ["target-unregistered"]

    def test_a_credential_that_was_altered(self, desk: Desk) -> None:
        document = json.loads(Path(desk.file("s-1")).read_bytes())
        document["credentialSubject"]["identifier"][0]["identityHash"] = "Somebody Else"
        path = desk.desk / "altered.json"
        path.write_text(json.dumps(document))
        assert desk.refused("revoke", str(path), index="").codes == ["target-unregistered"]

    @pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"a":' * 9000, b"\xff", b'{"credentialSubject": NaN}'])
    def test_a_file_that_is_no_credential(self, desk: Desk, content: bytes) -> None:
        path = desk.desk / "odd.json"
        path.write_bytes(content)
        assert desk.refused("revoke", str(path)).codes in (["target-document"], ["target-unregistered"])

    def test_a_file_that_is_not_there_and_a_cut_link(self, desk: Desk) -> None:
        ran = desk.refused("revoke", str(desk.desk / "none.json"), link(desk, "Tan Mei")[:-9])
        assert ran.codes == ["target-document", "target-document"]

    def test_mc_narrows_names_down(self, desk: Desk) -> None:
        assert desk.refused("revoke", "s-1", "--mc", f"{PROVIDER}/other").codes == ["target-mc"]
        assert desk.done("revoke", "s-1", "--mc", f"{PROVIDER}/{MC}", "--dry-run")["count"] == 1

    def test_an_index_of_something_else(self, desk: Desk) -> None:
        (desk.desk / "empty").mkdir()
        assert "there is no index.jsonl in this folder" in desk.refused("revoke", "s-1", index="empty").err
        assert "there is no such folder" in desk.refused("revoke", "s-1", index="nowhere").err


class TestLists:
    def test_names_and_refs(self, desk: Desk) -> None:
        path = desk.list("name,ref\nLim,s-5\n,s-1\nTan Mei,\n")
        report = desk.done("revoke", "--csv", str(path))
        assert report["hashes"] == sorted(desk.line(ref)["hash"] for ref in ("s-5", "s-1", "Tan Mei"))
        assert desk.errors() == []

    def test_a_name_that_does_not_fit_its_ref(self, desk: Desk) -> None:
        path = desk.list("name;ref\nLim;s-1\nLim;S-6\n")
        ran = desk.refused("revoke", "--csv", str(path))
        assert ran.codes == ["target-unknown"]
        assert ran.report["error"]["findings"][0]["line"] == 2

    def test_hashes(self, desk: Desk) -> None:
        hashes = [desk.line(ref)["hash"] for ref in ("s-1", "s-2")]
        path = desk.list("hash\n" + "\n".join(hashes))
        assert desk.done("revoke", "--csv", str(path))["hashes"] == sorted(hashes)

    def test_a_byte_order_mark_and_a_protected_cell(self, desk: Desk) -> None:
        desk.issued(desk.list("name,ref\n=SUM(1),x-1\n"), "--out", str(desk.desk / "out-2"))
        path = desk.list("\ufeffname\n'=SUM(1)\n".encode())
        assert desk.done("revoke", "--csv", str(path), index="out-2")["count"] == 1

    @pytest.mark.parametrize(
        ("data", "told"),
        [
            ("name\nLim\n".encode("utf-16"), "it looks like UTF-16"),
            ("name\nZoë\n".encode("cp1252"), "Windows-1252"),
            (b"", "the file is empty"),
            (b"name\n", "no row"),
            (b"who\nLim\n", "unknown column 'who'"),
            (b"nane\nLim\n", "did you mean 'name'?"),
            (b"name,name\nLim,Lim\n", "stands twice"),
            (b"name,hash\nLim,00\n", "a column 'hash' stands beside others"),
            (b"hash\n1234\n", "'1234' is no registry hash"),
            (b"name,ref\n,\nLim\n", "1 cell"),
            (b'name,ref\n"Lim,s-5\n', "not CSV"),
            (b"PK\x03\x04", "Excel"),
        ],
    )
    def test_a_faulty_list(self, desk: Desk, data: bytes, told: str) -> None:
        assert told in desk.refused("revoke", "--csv", str(desk.list(data))).err

    def test_faults_are_told_with_their_lines_all_at_once(self, desk: Desk) -> None:
        path = desk.list("name,ref\nLim,\nNobody,\nLim,s-5\n")
        ran = desk.refused("revoke", "--csv", str(path))
        told = [(one["line"], one["code"]) for one in ran.report["error"]["findings"]]
        assert told == [(2, "target-ambiguous"), (3, "target-unknown")]

    def test_a_list_that_is_not_there(self, desk: Desk) -> None:
        assert desk.act("revoke", "--csv", str(desk.desk / "none.csv")).code == 2


class TestTheIndex:
    def test_copies_are_read_once(self, desk: Desk) -> None:
        shutil.copytree(desk.desk / "out", desk.desk / "again")
        index = read_index([desk.desk / "out", desk.desk / "again", desk.desk])
        assert len(index.entries) == 7
        assert {entry.folder.name for entry in index.entries} == {"out"}

    def test_a_folder_can_be_passed_over(self, desk: Desk) -> None:
        shutil.copytree(desk.desk / "out", desk.desk / "again")
        index = read_index([desk.desk], leave_out=desk.desk / "out")
        assert {entry.folder.name for entry in index.entries} == {"again"}

    @pytest.mark.parametrize(
        "change",
        [
            {"status_index": -1},
            {"status_index": "4"},
            {"status_index": True},
            {"hash": "AB" * 32},
            {"hash": "ab"},
            {"name": None},
        ],
    )
    def test_a_line_that_issue_did_not_write(self, desk: Desk, change: dict[str, object]) -> None:
        path = desk.desk / "out" / "index.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines()
        lines[2] = json.dumps(json.loads(lines[2]) | change)
        path.write_text("\n".join(lines), encoding="utf-8")
        with pytest.raises(BuktiError, match="none that `bukti issue` wrote") as caught:
            read_index([desk.desk / "out"])
        assert caught.value.where.endswith("index.jsonl:3")

    @pytest.mark.parametrize("change", [{"status_index": 1 << 16}, {"name": "Somebody"}, {"uuid": "x"}])
    def test_two_folders_that_contradict_each_other(self, desk: Desk, change: dict[str, object]) -> None:
        shutil.copytree(desk.desk / "out", desk.desk / "again")
        path = desk.desk / "again" / "index.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text(json.dumps(json.loads(lines[0]) | change), encoding="utf-8")
        with pytest.raises(BuktiError, match="contradict each other"):
            read_index([desk.desk])

    def test_two_credentials_with_one_status_index(self, desk: Desk) -> None:
        path = desk.desk / "out" / "index.jsonl"
        first, second = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[:2])
        second["status_index"] = first["status_index"]
        path.write_text(f"{json.dumps(first)}\n{json.dumps(second)}\n", encoding="utf-8")
        with pytest.raises(BuktiError, match="one status index"):
            read_index([desk.desk / "out"])

    def test_spellings_that_mean_one_name(self) -> None:
        assert folded("Zoe\u0308  ÅNGSTRÖM ") == folded("zoë ångström")
        assert folded("Lim") != folded("Lin")


def test_wishes_keep_their_lines() -> None:
    wishes = read_wishes(b'name,ref\n\n"A\nB",1\nC,2\n', "list.csv")
    assert [wish.where for wish in wishes] == ["list.csv:3", "list.csv:5"]
