"""Attacks on what credentials are modelled on and on the order of history, and files made to stop the command."""

import json
import subprocess
import time
from collections.abc import Callable
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from bukti.cli.main import run
from bukti.loading import dump_record
from bukti.loading.records import load_json, parse_record
from bukti.model import Batch, Offer
from bukti.model.text import text_faults
from bukti.proof.jcs import canonical
from tests.attacks import miniature as mini
from tests.attacks.miniature import BATCH, LIST, OFFER, PROVIDER, TODAY, UNI
from tests.keys import signed

TEMPLATE = next(path for path in mini.files() if "/templates/" in path)
SECOND = f"credentials/{UNI}/2026/2026-10-06-batch002.yaml"
SUSPENSION = f"registry/{UNI}/acts/2026-10-05-suspend1.yaml"


def published(root: Path, *left_out: str) -> Path:
    """The miniature registry without some files, committed."""
    mini.write(root)
    for path in left_out:
        (root / path).unlink()
    mini.commit(root)
    return root


def codes(root: Path, capsys: pytest.CaptureFixture[str], *flags: str) -> tuple[int, set[str]]:
    capsys.readouterr()
    exit_code = run(["check", "--repo", str(root), "--today", TODAY, "--json", *flags])
    report = json.loads(capsys.readouterr().out)
    return exit_code, {one["code"] for one in report["findings"] if one["severity"] == "error"}


def put_template(root: Path, data: bytes) -> str:
    """A template file named by its bytes; the answer is its digest."""
    digest = sha256(data).hexdigest()
    mini.put(root, f"credentials/{UNI}/templates/{digest}.json", data)
    return digest


def put_batch(root: Path, template: str, path: str = BATCH) -> None:
    more: dict[str, Any] = {} if path == BATCH else {"status": {"list": LIST, "from": 400, "to": 800}}
    form = mini.batch([mini.digest(77)], template, batch=Path(path).stem, **more)
    mini.put(root, path, dump_record(form))


def altered() -> bytes:
    template = deepcopy(json.loads(mini.files()[TEMPLATE]))
    template["credential"]["credentialSubject"]["achievement"]["description"] = "A doctorate."
    return canonical(template)


class TestTemplates:
    def test_a_template_that_no_batch_names_is_refused(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """It is not signed, and `bukti issue` would model the credentials to come on it."""
        root = published(tmp_path, BATCH, TEMPLATE)
        put_template(root, altered())
        assert codes(root, capsys)[1] == {"template-unused"}
        assert codes(root, capsys, "--against", "main")[1] == {"template-unused", "template-definition"}

    def test_the_first_template_says_what_the_definition_says(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        root = published(tmp_path, BATCH, TEMPLATE)
        put_batch(root, put_template(root, altered()))
        assert codes(root, capsys, "--against", "main") == (1, {"template-definition"})

    def test_the_template_that_the_command_writes_passes(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        root = published(tmp_path, BATCH, TEMPLATE)
        put_batch(root, put_template(root, mini.files()[TEMPLATE]))
        assert codes(root, capsys, "--against", "main") == (0, set())

    @pytest.mark.parametrize(
        "odd",
        [
            {"x": 1 << 60},
            {"issuer": 5},
            {"credentialSubject": []},
            {"credentialSubject": {"achievement": "x"}},
            {"credentialStatus": "x"},
            {"credentialStatus": {"statusListCredential": []}},
        ],
    )
    @pytest.mark.parametrize("named", [True, False])
    def test_a_template_of_any_form_is_refused_by_name(
        self, odd: dict[str, Any], named: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        root = published(tmp_path)
        template = json.loads(mini.files()[TEMPLATE])
        template["credential"] |= odd
        digest = put_template(root, json.dumps(template, sort_keys=True, separators=(",", ":")).encode())
        if named:
            put_batch(root, digest, SECOND)
        assert codes(root, capsys)[0] == 1

    @pytest.mark.parametrize("value", [r'"\ud800"', r'{"\udfff": 1}', "1e999", "-9007199254740992", "NaN"])
    def test_what_has_no_canonical_form_is_refused(self, value: str) -> None:
        document, (fault,) = load_json(f'{{"a": [{value}]}}'.encode(), "x.json")
        assert (document, fault.code) == (None, "json-syntax")

    def test_what_has_one_is_read(self) -> None:
        assert load_json(rb'{"a": [9007199254740991, 1.5, "\ud83d\ude00"]}', "x.json")[1] == []


class TestOrder:
    def branched(self, root: Path) -> Path:
        """A suspension on the published branch, and a branch of before with a batch, which has merged it."""
        published(root)
        mini.git(root, "checkout", "-q", "-b", "feature")
        put_batch(root, Path(TEMPLATE).stem, SECOND)
        mini.commit(root, "2026-10-06")
        mini.git(root, "checkout", "-q", "main")
        act = {
            "schema": "provider-act/v1",
            "act": Path(SUSPENSION).stem,
            "registry": mini.BASE,
            "provider": UNI,
            "kind": "suspended",
            "on": "2026-10-05",
        }
        mini.put(root, SUSPENSION, dump_record(signed(act, "registry/m-1")))
        mini.commit(root, "2026-10-07")
        mini.git(root, "branch", "before")
        return root

    def test_a_branch_that_merged_the_published_one_is_not_fast_forwarded_to(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Its batch would stand before the suspension that was published first."""
        root = self.branched(tmp_path)
        mini.git(root, "checkout", "-q", "feature")
        mini.git(root, "merge", "-q", "--no-ff", "-m", "bring up to date", "main", day="2026-10-08")
        mini.git(root, "checkout", "-q", "main")
        mini.git(root, "merge", "-q", "--ff-only", "feature")
        assert codes(root, capsys, "--against", "before") == (1, {"history-order"})

    def test_a_merge_into_the_published_branch_keeps_its_order(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        root = self.branched(tmp_path)
        mini.git(root, "merge", "-q", "--no-ff", "-m", "the batch", "feature", day="2026-10-08")
        assert codes(root, capsys, "--against", "before") == (1, {"provider-not-admitted"})


class TestCommand:
    @pytest.mark.parametrize("form", ["text", "json", "github"])
    def test_a_path_of_any_bytes_is_told(
        self, form: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        root = published(tmp_path)
        blob = mini.git(root, "hash-object", "-w", PROVIDER).strip().encode()
        entry = b"100755 " + blob + b"\tregistry/\xff\n::error::x\0"
        subprocess.run(["git", "-C", str(root), "update-index", "-z", "--index-info"], input=entry, check=True)
        assert run(["check", "--repo", str(root), "--format", form]) == 1
        out = capfdbinary.readouterr().out
        assert b"path-executable" in out
        assert b"\n::error::x" not in out

    @pytest.mark.parametrize("zone", ["Asia", "America/Argentina", "Etc"])
    def test_a_folder_of_zones_is_no_zone(self, zone: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        root = published(tmp_path)
        text = (root / PROVIDER).read_text(encoding="utf-8")
        mini.put(root, PROVIDER, text.replace("Asia/Kuala_Lumpur", zone))
        assert codes(root, capsys) == (1, {"ref-zone"})


class TestWork:
    """Files made to take long or much: each ends with a named fault, in seconds."""

    @pytest.mark.parametrize(
        ("make", "code"),
        [
            (lambda: b"hashes: |\n" * 1_000_000, "yaml-duplicate-key"),
            (lambda: b"hashes: |\n  a\nreplaced_by: |\n" * 300_000, "yaml-duplicate-key"),
            (lambda: b"x:\n" + b"- a\n" * 2_000_000, "yaml-values"),
            (lambda: b"".join(b"k%d: b\n" % number for number in range(1_000_000)), "yaml-values"),
            (lambda: b"-\n" * 1_000_000, "yaml-no-value"),
        ],
        ids=["hash blocks", "pairs of blocks", "list", "members", "faults"],
    )
    def test_a_large_batch_is_bounded(self, make: Callable[[], bytes], code: str) -> None:
        started = time.perf_counter()
        record, faults = parse_record(Batch, make(), BATCH)
        assert record is None
        assert code in {fault.code for fault in faults}
        assert len(faults) <= 1000
        assert time.perf_counter() - started < 20

    def test_a_hundred_thousand_unknown_members_are_not_all_told(self) -> None:
        data = b"".join(b"k%d: b\n" % number for number in range(90_000))
        _, faults = parse_record(Offer, data, OFFER)
        assert 100 < len(faults) <= 1000

    def test_combining_marks_in_disorder_take_no_time(self) -> None:
        started = time.perf_counter()
        assert text_faults("a" + "\u0301\u0323" * 130_000) == ["the text is not in Unicode normal form C"]
        assert text_faults("\u1ead" + "\u0323" * 100_000 + "\u0301" * 100_000) == []
        assert time.perf_counter() - started < 5
