"""tools/chromium.py prefers the browser it is told of, then one on PATH."""

from pathlib import Path

import pytest

from tools import chromium as tool


def program(path: Path) -> Path:
    """An empty program."""
    path.write_text("#!/bin/sh\n", encoding="ascii")
    path.chmod(0o755)
    return path


def test_the_named_one_comes_first(tmp_path: Path) -> None:
    program(tmp_path / "chromium")
    named = program(tmp_path / "mine")
    assert tool.find_chromium({"PATH": str(tmp_path), tool.VARIABLE: str(named)}) == named


def test_a_name_that_is_no_program_is_refused(tmp_path: Path) -> None:
    with pytest.raises(tool.ChromiumNotFoundError, match="not a program"):
        tool.find_chromium({"PATH": "", tool.VARIABLE: str(tmp_path / "absent")})


@pytest.mark.parametrize("command", tool.COMMANDS)
def test_one_on_path_is_found(tmp_path: Path, command: str) -> None:
    found = program(tmp_path / command)
    assert tool.find_chromium({"PATH": str(tmp_path)}) == found


def test_playwrights_own_comes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool, "_playwright_chromium", lambda: tmp_path / "own")
    assert tool.find_chromium({"PATH": str(tmp_path)}) == tmp_path / "own"


def test_where_none_can_be_had_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool, "find_chromium", lambda: None)
    monkeypatch.setattr(tool, "_install_commands", lambda: [["false"]])
    with pytest.raises(tool.ChromiumNotFoundError, match=tool.VARIABLE):
        tool.ensure_chromium()


def test_nothing_is_installed_where_one_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> list[list[str]]:
        raise AssertionError("asked for install commands")

    monkeypatch.setattr(tool, "find_chromium", lambda: tmp_path)
    monkeypatch.setattr(tool, "_install_commands", refuse)
    assert tool.ensure_chromium() == tmp_path
