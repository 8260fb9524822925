"""CRD-11 (the end of a period), REC-10 (status ranges), and what the provider's day is."""

import dataclasses
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bukti.errors import BuktiError
from bukti.issuing.ranges import overlapping, reserve
from bukti.issuing.validity import period_end, today_in
from bukti.model import Batch
from bukti.model.snapshot import Located, Snapshot
from tests.templates.small import BASE, MC, PROVIDER, snapshot

BATCH = {
    "schema": "batch/v1",
    "registry": BASE,
    "mc": MC,
    "version": 1,
    "templates": ["0" * 64],
    "key": "k-1",
    "issued_on": "2026-01-01",
    "count": 1,
    "root": "0" * 64,
    "hashes": "0" * 64 + "\n",
    "proof": [
        {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-jcs-2022",
            "created": "2026-01-01T00:00:00Z",
            "verificationMethod": "did:web:bukti.example:issuers:x#k-1",
            "proofPurpose": "assertionMethod",
            "proofValue": "z" + "1" * 64,
        }
    ],
}


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        ("2026-11-01", "P3Y", "2029-10-31"),
        ("2028-02-29", "P1Y", "2029-02-28"),
        ("2028-02-29", "P4Y", "2032-02-28"),
        ("2028-03-01", "P1Y", "2029-02-28"),
        ("2026-01-31", "P1M", "2026-02-28"),
        ("2026-01-01", "P1M", "2026-01-31"),
        ("2026-12-15", "P18M", "2028-06-14"),
        ("2026-08-31", "P6M", "2027-02-28"),
    ],
)
def test_period_end(start: str, period: str, end: str) -> None:
    assert period_end(date.fromisoformat(start), period) == date.fromisoformat(end)


@given(st.dates(date(2020, 1, 1), date(2100, 1, 1)), st.integers(1, 99))
def test_years_are_twelve_months(start: date, years: int) -> None:
    assert period_end(start, f"P{years}Y") == period_end(start, f"P{12 * years}M") > start


@pytest.mark.parametrize("period", ["3Y", "P3D", "PY", "P-1Y", "never"])
def test_not_a_period(period: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        period_end(date(2026, 1, 1), period)


def test_today_is_the_providers() -> None:
    late = datetime(2026, 11, 1, 20, 0, tzinfo=UTC)
    assert today_in("Asia/Kuala_Lumpur", late) == date(2026, 11, 2)
    assert today_in("Africa/Cairo", late) == date(2026, 11, 1)
    with pytest.raises(BuktiError, match="time zone"):
        today_in("Atlantis/Capital", late)


def with_batches(*ranges: tuple[str, int, int], owner: str = PROVIDER) -> Snapshot:
    """A snapshot with a batch for each range: list, first index, the index after the last."""
    batches = {}
    for number, (name, start, stop) in enumerate(ranges):
        record = Batch.model_validate(
            BATCH
            | {
                "batch": f"2026-01-01-0000000{number}",
                "provider": owner,
                "status": {"list": name, "from": start, "to": stop},
            }
        )
        batches[record.provider, record.batch] = Located(record=record, file=record.batch)
    return dataclasses.replace(snapshot(), batches=batches)


class TestRanges:
    def test_first(self) -> None:
        found = reserve(snapshot(), PROVIDER, 499)
        assert (found.list, found.start, found.stop, found.length) == ("1", 0, 1996, 131_072)

    def test_after_the_highest(self) -> None:
        found = reserve(with_batches(("1", 100, 200), ("1", 0, 40)), PROVIDER, 10)
        assert (found.list, found.start, found.stop) == ("1", 200, 240)

    def test_other_providers_do_not_count(self) -> None:
        assert reserve(with_batches(("1", 0, 4000), owner="other"), PROVIDER, 10).start == 0

    def test_a_list_is_filled_to_its_last_bit_and_then_the_next(self) -> None:
        nearly = with_batches(("1", 0, 131_072 - 40))
        assert reserve(nearly, PROVIDER, 10).stop == 131_072
        assert reserve(nearly, PROVIDER, 11).list == "2"
        both = with_batches(("1", 0, 131_072), ("2", 0, 40))
        assert (reserve(both, PROVIDER, 1).list, reserve(both, PROVIDER, 1).start) == ("2", 40)

    def test_a_large_class_gets_a_list_of_its_own(self) -> None:
        found = reserve(with_batches(("1", 0, 40)), PROVIDER, 100_001)
        assert (found.list, found.start, found.stop, found.length) == ("2", 0, 400_004, 400_008)
        assert found.length % 8 == 0

    def test_overlap(self) -> None:
        taken = with_batches(("1", 100, 200))
        range_ = reserve(snapshot(), PROVIDER, 25)
        assert overlapping(taken, PROVIDER, range_) is None
        assert overlapping(taken, PROVIDER, dataclasses.replace(range_, stop=101)) == "2026-01-01-00000000"
        assert overlapping(taken, PROVIDER, dataclasses.replace(range_, list="2", stop=101)) is None
        assert overlapping(taken, "other", dataclasses.replace(range_, stop=101)) is None
