"""``bukti demo`` without Node and Chromium: short, it says what was not tried, and that is no fault."""

import contextlib
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bukti.cli import demo
from bukti.cli.main import run
from bukti.demo import browser, verifiers
from bukti.demo.verifiers import Answer, Outcome, judged
from bukti.errors import BuktiError

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What a run on a machine without Node and Chromium prints, on both streams."""
    work = tmp_path_factory.mktemp("demo") / "work"
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(io.StringIO()) as out:
        patch.setattr(verifiers, "_node", lambda: None)
        patch.setattr(browser, "_NAMES", ())
        patch.delenv("BUKTI_CHROMIUM", raising=False)
        assert run(["demo", "--repo", str(ROOT), "--work", str(work), "--no-serve"]) == 0
    return out.getvalue()


def test_what_was_not_tried_is_said_at_once_and_at_the_end(printed: str) -> None:
    assert "in Node: NOT TRIED: there is no Node" in printed
    assert "in a browser: NOT TRIED: there is no Chromium" in printed
    assert "in Python: 18 valid; the changed one is invalid" in printed
    ending = printed.partition("Learners' files:")[2]
    assert "Not tried on this machine: Node and a browser." in ending


def test_the_story_is_short_and_does_not_tell_what_it_does_itself(printed: str) -> None:
    lines = printed.splitlines()
    assert len(lines) < 70
    assert not [line for line in lines if line.startswith("next")]
    assert not [line for line in lines if "MC-" in line], "the rules' warnings are not this story"
    checked = lines[lines.index("$ bukti check") + 1 :]
    assert "warnings and" in checked[0]
    assert checked[1] == ""


def test_the_secret_keys_place_is_not_told(printed: str) -> None:
    assert "KEYS/demo-key-1.pem" in printed
    assert "bukti-demo-keys-" not in printed


@pytest.mark.parametrize(
    ("verdicts", "changed", "outcome"),
    [
        (["valid", "valid"], "invalid", Outcome.RIGHT),
        (["valid", "invalid"], "invalid", Outcome.WRONG),
        (["valid", "valid"], "valid", Outcome.WRONG),
        (["valid"], "no verdict", Outcome.WRONG),
    ],
)
def test_an_answer_is_right_or_wrong(verdicts: list[str], changed: str, outcome: Outcome) -> None:
    assert judged("Python", verdicts, changed).outcome is outcome


def test_only_wrong_answers_are_an_error() -> None:
    fine = [Answer("Python", Outcome.RIGHT, ""), Answer("Node", Outcome.NOT_TRIED, "")]
    demo._refuse_wrong(fine)
    with pytest.raises(BuktiError, match="in Node are not"):
        demo._refuse_wrong([*fine[:1], Answer("Node", Outcome.WRONG, "")])


def test_a_chromium_that_does_not_start_is_no_browser(tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    page = "http://127.0.0.1:9/v/"
    # A thread of its own: other tests of this process may have a browser open, and Playwright allows one a thread.
    with ThreadPoolExecutor(max_workers=1) as thread:
        asked = thread.submit(browser.verdicts_in_browser, page, fragment="x", file=broken, chromium=str(broken))
        with pytest.raises(browser.NoBrowserError, match="does not start"):
            asked.result()
