"""The entry point: what goes wrong is told in a line, whatever it is and wherever it is read."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bukti.cli.main import COMMANDS, _asks_json, run

ROOT = Path(__file__).parents[2]


def bukti(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "bukti.cli.main", *arguments],
        capture_output=True,
        cwd=ROOT,
        env=os.environ | environment,
        check=False,
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_shows_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run([command, "--help"])
    shown = capsys.readouterr().out
    assert left.value.code == 0
    assert "example:" in shown
    assert f"bukti {command}" in shown.partition("example:")[2]


def test_a_terminal_that_cannot_show_a_letter_does_not_stop_the_report(tmp_path: Path) -> None:
    path = "مساق"
    utf8 = bukti("verify", path, "--site", str(tmp_path), PYTHONIOENCODING="utf-8")
    latin = bukti("verify", path, "--site", str(tmp_path), PYTHONIOENCODING="latin-1")
    assert utf8.returncode == latin.returncode == 2
    assert path in utf8.stderr.decode()
    assert b"there is no such file" in latin.stderr
    assert b"Traceback" not in latin.stderr


def test_what_the_system_refuses_is_told_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = bukti("demo", "--repo", str(ROOT), "--no-serve", "--work", str(tmp_path / "file" / "below"))
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert str(tmp_path / "file").encode() in done.stderr


MEMBERS = ["message", "where", "expected", "hint", "findings"]
NEW = ["--name", "X", "--country", "MY", "--zone", "UTC", "--url", "https://x.example", "--email", "a@x.example"]
FAILURES: list[tuple[list[str], int]] = [
    (["check", "--repo", "NOWHERE", "--json"], 2),
    (["check", "--repo", "NOWHERE", "--format", "json"], 2),
    (["check", "--repo", "NOWHERE", "--format=json"], 2),
    (["issue", "class.csv", "--mc", "a/b", "--key", "k", "--out", "o", "--repo", "NOWHERE", "--json"], 1),
    (["verify", "nothing.json", "--site", "NOWHERE", "--json"], 2),
    (["build", "--repo", "NOWHERE", "--out", "NOWHERE/out", "--json"], 1),
    (["key", "sign", "--record", "r", "--key", "k", "--as", "registry/m", "--repo", "NOWHERE", "--json"], 1),
    (["provider", "new", "x", *NEW, "--repo", "NOWHERE", "--json"], 1),
    (["mc", "new", "x/y", "--title", "T", "--repo", "NOWHERE", "--json"], 1),
    (["import", "NOWHERE", "--provider", "x", "--json"], 2),
    (["verify", "--json"], 2),
    (["key", "new", "--json"], 2),
]


@pytest.mark.parametrize(("arguments", "code"), FAILURES)
def test_a_failure_is_one_json_document_where_json_was_asked_for(
    tmp_path: Path, arguments: list[str], code: int
) -> None:
    given = [argument.replace("NOWHERE", str(tmp_path / "nowhere")) for argument in arguments]
    done = bukti(*given)
    assert done.returncode == code
    document = json.loads(done.stdout)
    assert list(document["error"]) == MEMBERS
    assert document["error"]["message"] in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    plain = bukti(*(one for one in given if one not in ("--json", "--format", "json", "--format=json")))
    assert (plain.returncode, plain.stdout) == (code, b"")
    assert plain.stderr.decode().splitlines()[-1:] == done.stderr.decode().splitlines()[-1:]


def test_the_findings_of_a_failure_are_in_its_document(tmp_path: Path) -> None:
    (tmp_path / "registry").mkdir()
    (tmp_path / "registry" / "registry.yaml").write_text("schema: registry/v1\n")
    done = bukti("build", "--repo", str(tmp_path), "--out", str(tmp_path / "out"), "--json")
    findings = json.loads(done.stdout)["error"]["findings"]
    assert done.returncode == 1
    assert {"record-missing"} == {finding["code"] for finding in findings}


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        (["--json"], True),
        (["--js"], True),
        (["--format", "json"], True),
        (["--form=json"], True),
        (["--format", "text"], False),
        (["--", "--json"], False),
        (["-", "--jsonl", "json"], False),
        ([], False),
    ],
)
def test_json_is_asked_for_as_argparse_reads_it(arguments: list[str], asked: bool) -> None:
    assert _asks_json(arguments) is asked


def test_an_unknown_command_is_a_wrong_use() -> None:
    done = bukti("isue")
    assert done.returncode == 2
    assert b"invalid choice" in done.stderr
