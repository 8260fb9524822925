"""The registered day: the UTC date of the highest committer date so far, whatever anyone claims (REC-13)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bukti.errors import Finding
from bukti.model.snapshot import History, Position
from bukti.policy.repository import _history
from tests.history.story import Story, from_now


def test_a_back_dated_commit_does_not_turn_the_day_back(story: Story) -> None:
    story.commit("2026-03-10T12:00:00Z", "later")
    story.bring()
    story.commit("2026-03-02T12:00:00Z", "claims an earlier day")
    assert story.check().clean
    found = story.verify()
    assert (found.verdict, found.day) == ("valid", "registered on 2026-03-10")


def test_a_back_dated_root_commit_is_but_a_low_beginning(story: Story) -> None:
    story.bring()
    story.commit("1999-12-31T23:59:59Z", "claims another century")
    assert story.check().clean
    assert story.verify().day == "registered on 2026-03-01"


def test_the_day_goes_on_after_a_back_dated_commit(story: Story) -> None:
    story.commit("2026-03-10T12:00:00Z", "later")
    story.commit("2026-03-02T12:00:00Z", "back")
    story.bring()
    story.commit("2026-03-11T12:00:00Z", "on")
    assert story.verify().day == "registered on 2026-03-11"


def test_a_commit_over_a_day_ahead_is_refused(story: Story) -> None:
    story.bring()
    story.commit(from_now(days=1, minutes=10), "from the future")
    found = story.check()
    assert (found.exit_code, found.errors) == (1, {"history-future"})
    assert story.head()[:12] in found.of("history-future")["message"]
    # It was never published by a gate that checks; a repository that holds it says the day that it claims.
    assert story.verify().verdict == "valid"


def test_a_commit_less_than_a_day_ahead_passes(story: Story) -> None:
    story.bring()
    story.commit(from_now(days=1, minutes=-10), "zones and clocks differ")
    assert story.check().clean
    assert story.verify().verdict == "valid"


def test_a_future_commit_is_refused_for_as_long_as_it_is_there(story: Story) -> None:
    """It would lend its day to every later record."""
    story.commit(from_now(days=400), "from the future")
    story.bring()
    story.commit("2026-03-02T12:00:00Z", "honest")
    assert story.check().errors == {"history-future"}


def test_a_future_commit_on_a_merged_side_branch_decides_nothing(story: Story) -> None:
    story.git("checkout", "-q", "-b", "class-1")
    story.bring()
    story.commit(from_now(days=400), "a clock that runs ahead")
    story.git("checkout", "-q", "main")
    story.git("merge", "-q", "--no-ff", "-m", "merge", "class-1", at="2026-03-04T12:00:00Z")
    assert story.check().clean
    assert story.verify().day == "registered on 2026-03-04"


NOW = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)


def told(*seconds: int) -> Iterator[Finding]:
    commits = tuple((f"{number:040x}", second) for number, second in enumerate(seconds))
    first: dict[str, tuple[Position, str]] = {}
    return _history(History(head="0" * 40, head_time=None, complete=True, first=first, commits=commits), NOW)


@pytest.mark.parametrize(("ahead", "refused"), [(-1, False), (0, False), (1, True), (3600, True)])
def test_exactly_a_day_ahead_is_the_last_that_passes(ahead: int, refused: bool) -> None:
    edge = int((NOW + timedelta(days=1)).timestamp())
    codes = [finding.code for finding in told(int(NOW.timestamp()), edge + ahead)]
    assert codes == (["history-future"] if refused else [])


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-03-03T00:00:00+14:00", "2026-03-02"),
        ("2026-03-03T07:59:59+08:00", "2026-03-02"),
        ("2026-03-03T08:00:00+08:00", "2026-03-03"),
        ("2026-03-02T23:59:59+00:00", "2026-03-02"),
        ("2026-03-02T12:00:00-12:00", "2026-03-03"),
        ("2026-03-02T11:59:59-12:00", "2026-03-02"),
        ("2026-03-29T02:30:00+02:00", "2026-03-29"),
        ("2026-03-29T01:30:00+02:00", "2026-03-28"),
    ],
)
def test_the_day_is_that_of_utc_whatever_zone_the_commit_states(at: str, day: str, story: Story) -> None:
    story.bring()
    story.commit(at)
    assert story.check().clean
    assert story.verify().day == f"registered on {day}"


@pytest.mark.parametrize("author", ["2001-01-01T00:00:00Z", "2026-03-04T12:00:00Z", "2099-01-01T00:00:00Z"])
def test_the_authors_date_means_nothing(author: str, story: Story) -> None:
    story.bring()
    story.commit("2026-03-04T12:00:00Z", author=author)
    assert story.check().clean
    assert story.verify().day == "registered on 2026-03-04"
