"""Moments have one spelling."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bukti.instant import instant_of, instant_text

MOMENT = datetime(2026, 11, 1, 8, 30, 5, tzinfo=UTC)


def test_a_moment_is_written_in_utc_whatever_its_zone() -> None:
    kuala_lumpur = timezone(timedelta(hours=8))
    assert instant_text(MOMENT) == instant_text(MOMENT.astimezone(kuala_lumpur)) == "2026-11-01T08:30:05Z"
    assert instant_text(MOMENT.replace(microsecond=999_999)) == "2026-11-01T08:30:05Z"


def test_what_is_written_is_read_back() -> None:
    assert instant_of(instant_text(MOMENT)) == MOMENT


@pytest.mark.parametrize(
    "text",
    ["2026-1-1T8:0:0Z", "2026-11-01T08:30:05", "2026-11-01T08:30:05+00:00", "2026-11-01 08:30:05Z",
     "2026-13-01T08:30:05Z", "2026-11-01T24:00:00Z", "٢026-11-01T08:30:05Z", ""],
)  # fmt: skip
def test_another_spelling_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        instant_of(text)
