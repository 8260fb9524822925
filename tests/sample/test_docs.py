"""The documentation: its commands are real, its languages say the same, its links lead somewhere."""

import argparse
import importlib
import re
import shlex
from pathlib import Path

import pytest

from bukti.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
PAGES = sorted(path.name for path in (ROOT / "docs/site/en").glob("*.md"))
DOCUMENTS = sorted(path for path in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")) if "adr" not in path.parts)
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`(bukti [^`\n]+)`")
MARK = re.compile(r"#+ |\||- |\d+\. |```")
"""What begins a heading, a row of a table, an item of a list, a block."""


def commands(text: str) -> list[str]:
    """Each ``bukti`` command of the blocks, continued lines joined; and inline ones that state arguments."""
    lines = [line for block in BLOCK.findall(text) for line in block.replace("\\\n", " ").splitlines()]
    found = [line.partition("  #")[0] for line in lines if line.startswith("bukti ")]
    return found + [each for each in INLINE.findall(text) if " --" in each and not each.endswith("--help")]


def parser_of(name: str) -> argparse.ArgumentParser:
    module = importlib.import_module(COMMANDS[name][0])
    parser = argparse.ArgumentParser(prog=f"bukti {name}")
    module.configure(parser)
    return parser


def test_there_are_commands_to_check() -> None:
    assert sum(len(commands(path.read_text(encoding="utf-8"))) for path in DOCUMENTS) > 20


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_each_command_is_understood(path: Path) -> None:
    for command in commands(path.read_text(encoding="utf-8")):
        _, name, *arguments = shlex.split(command)
        try:
            parser_of(name).parse_args(arguments)
        except SystemExit:
            pytest.fail(f"the command does not exist like this: {command}")


def test_a_flag_that_does_not_exist_is_found() -> None:
    with pytest.raises(SystemExit):
        parser_of("check").parse_args(["--no-such-flag"])


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_names_each_command(command: str) -> None:
    assert f"`bukti {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["ms", "ar"])
def test_a_translation_has_the_same_parts(language: str, page: str) -> None:
    english = (ROOT / "docs/site/en" / page).read_text(encoding="utf-8")
    other = (ROOT / "docs/site" / language / page).read_text(encoding="utf-8")

    def parts(text: str) -> list[str]:
        marks = (MARK.match(line) for line in text.splitlines())
        return [mark[0] for mark in marks if mark]

    assert parts(other) == parts(english)
    assert commands(other) == commands(english)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_to_files(path: Path) -> None:
    """Guides also link to the rest of the site, from its root: the tests of the built site follow those."""
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8")):
        if "://" not in target and not (target.startswith("/") and "site" in path.parts):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"
