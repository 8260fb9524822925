"""The entry point: what goes wrong is told in a line, whatever it is and wherever it is read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bukti.cli.main import COMMANDS, run

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


def test_an_unknown_command_is_a_wrong_use() -> None:
    done = bukti("isue")
    assert done.returncode == 2
    assert b"invalid choice" in done.stderr
