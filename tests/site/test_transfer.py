"""What a verification transfers and whom it hides, for every pair of group and shard."""

import gzip
from pathlib import Path

import pytest

from benchmarks.lookup_transfer import Pair, mcs_of, pairs
from benchmarks.made_register import Size, made_site
from site_builder.load import load_site
from site_builder.lookup import build_lookup
from site_builder.plan import Plan
from tests.public_data import DATA, need

ROOT = Path(__file__).resolve().parents[2]
REQUESTED = ("keys.json", "published.json", "lookup/0/templates.json", "lookup/0/0.json")


def measured(size: Size) -> list[Pair]:
    site = made_site(load_site(ROOT), need(DATA, "the size of look-ups"), size)
    lookup = build_lookup(site.register)
    assert len(lookup.groups) > 1
    assert all(mcs_of(group) >= 10 for group in lookup.groups)
    return list(pairs(site, lookup))


def test_the_demonstration_registry_takes_50_kb_at_most(plan: Plan, site: Path) -> None:
    sizes = {path: len(gzip.compress((site / path).read_bytes(), 6)) for path in REQUESTED}
    assert plan.site.register.batches
    assert all(sizes.values())
    assert sum(sizes.values()) <= 50_000, sizes


def test_a_registry_of_some_size_takes_110_kb_and_hides_a_hundred() -> None:
    found = measured(Size(mcs=250, credentials=50_000, providers=20))
    assert max(pair.total for pair in found) <= 110_000
    assert min(pair.credentials for pair in found) >= 100
    assert {pair.keys for pair in found} == {found[0].keys}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2026, 7, 8])
def test_so_does_one_of_5000_micro_credentials_and_a_million_credentials(seed: int) -> None:
    found = measured(Size(seed=seed))
    assert sum(pair.credentials for pair in found) >= 1_000_000
    assert max(pair.total for pair in found) <= 110_000
    assert min(pair.credentials for pair in found) >= 800
