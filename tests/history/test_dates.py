"""Calendar dates of credentials: one day in every zone, on every machine, in Python and in Node (VER-11, CRD-10)."""

import csv
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bukti.card import decode, encode, read_payload, to_link
from bukti.issuing.validity import period_end, today_in
from bukti.verification import verify_text
from bukti.verification.site_source import SiteSource
from tests.history.story import FOUNDED, founded, git
from tests.issuing.conftest import PASSPHRASE, World
from tests.templates.small import PROVIDER
from tools.node import find_node

pytestmark = pytest.mark.needs_node

ROOT = Path(__file__).parents[2]
COMMAND = ROOT / "verifier" / "dist" / "verify-cli.js"
CASES = int(os.environ.get("BUKTI_TIMES", "300"))
"""How many random moments are tried, beside all edges."""
OFFSETS = {f"Etc/GMT{-hours:+}" if hours else "Etc/UTC": hours for hours in range(-12, 15)}
"""Every whole zone of the world with its hours before UTC; POSIX counts the other way."""
CLASSES = (
    ("2026-03-29", "2026-03-29"),
    ("2024-02-29", ""),
    ("2026-03-08", "2026-11-01"),
    ("2026-04-05", "2028-02-29"),
    ("2025-12-31", "2026-12-31"),
    ("2026-04-24", "2199-06-05"),
    ("2025-10-26", "2028-03-01"),
)
"""First and last day of each class: leap days, turns of the clock, ends of years, the last day that a card knows."""
ENDS = ("2026-03-29", "2027-02-28", "2026-11-01", "2028-02-29", "2026-12-31", "2199-06-05", "2028-03-01")


@dataclass(frozen=True)
class Calendar:
    """A published site and one learner of each class: file and card link."""

    repo: Path
    root: Path
    files: tuple[Path, ...]
    links: tuple[str, ...]

    @property
    def site(self) -> dict[str, str]:
        """The look-up files of the site."""
        names = [self.root / "keys.json", *self.root.glob("lookup/**/*.json")]
        return {path.relative_to(self.root).as_posix(): path.read_text(encoding="utf-8") for path in names}

    def changes(self, zone: str, at: datetime) -> dict[str, str]:
        """The provider in another zone, and a publication an hour ago: only the calendar decides."""
        keys = json.loads((self.root / "keys.json").read_bytes())
        for issuer in keys["issuers"]:
            issuer["zone"] = zone
        published = self.published((at - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ"))
        return {"keys.json": json.dumps(keys), "published.json": json.dumps(published)}

    def published(self, moment: str) -> dict[str, str]:
        """What the site says of itself: the commit that its data are of, and when that was put there (LKP-11)."""
        return {"commit": json.loads((self.root / "keys.json").read_bytes())["snapshot"], "published_at": moment}


@dataclass(frozen=True)
class Moment:
    """A class, a zone, a moment, and what has to be said."""

    number: int
    zone: str
    at: datetime
    verdict: str

    @property
    def text(self) -> str:
        return self.at.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture(scope="session")
def dated(first_world: World, tmp_path_factory: pytest.TempPathFactory) -> Calendar:
    folder = tmp_path_factory.mktemp("dates")
    world = founded(first_world, folder)
    files, links = [], []
    for number, (first, last) in enumerate(CLASSES):
        flags = ["--issued-on", first, *(["--valid-until", last] if last else [])]
        out = world.desk / f"class-{number}"
        world.issued(world.list("name,result,path\nAda,A,m2\n"), *flags, "--out", str(out))
        files += list(out.glob("*.json"))
        with (out / "links.csv").open(encoding="utf-8-sig", newline="") as listed:
            links += [row["link"] for row in csv.DictReader(listed)]
    git(world.repo, "add", "-A")
    git(world.repo, "commit", "-q", "-m", "classes", at="2026-03-02T23:30:00Z")
    done = world.run("build", "--repo", str(world.repo), "--out", str(folder / "site"), "--published-at", FOUNDED)
    assert done.returncode == 0, done.stderr
    return Calendar(world.repo, folder / "site", tuple(files), tuple(links))


def span(number: int) -> tuple[date, date]:
    """The first and the last day of a class."""
    return date.fromisoformat(CLASSES[number][0]), date.fromisoformat(ENDS[number])


def verdict_on(day: date, number: int) -> str:
    first, last = span(number)
    return "not_yet_valid" if day < first else "expired" if day > last else "valid"


def day_at(seconds: int, hours: int) -> date:
    """The calendar day at a moment in a zone of so many hours: plain arithmetic, no table of zones."""
    return date.fromordinal((seconds + 3600 * hours) // 86_400 + date(1970, 1, 1).toordinal())


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def in_both(dated: Calendar, moments: list[Moment]) -> list[dict[str, Any]]:
    """What both verifiers say of each moment; that they agree, to the last letter, is asserted."""
    inputs = [path.read_text(encoding="utf-8") for path in dated.files]
    cases: list[dict[str, Any]] = [
        {"at": moment.text, "input": moment.number, "changes": dated.changes(moment.zone, moment.at)}
        for moment in moments
    ]
    site = dated.site
    python = [_in_python(inputs[case["input"]], {**site, **case["changes"]}, case) for case in cases]
    assert _in_node(inputs, site, cases) == python
    return python


def _in_node(inputs: list[str], site: Mapping[str, str], cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    argv = [str(find_node().executable), str(Path(__file__).with_name("judge_times.mjs"))]
    sent = json.dumps({"inputs": inputs, "site": site, "cases": cases})
    done = subprocess.run(argv, input=sent, capture_output=True, text=True, check=True, cwd=ROOT)
    return list(json.loads(done.stdout))


def _in_python(text: str, site: Mapping[str, str], case: Mapping[str, Any]) -> dict[str, Any]:
    def fetch(path: str) -> bytes | None:
        return site[path].encode() if path in site else None

    (result,) = verify_text(text, SiteSource(fetch), at(case["at"]), str(case["input"]))
    return json.loads(json.dumps(result.as_json()))  # type: ignore[no-any-return]


def held(dated: Calendar, moments: list[Moment]) -> None:
    found = in_both(dated, moments)
    wrong = [
        (moment, one["verdict"]) for moment, one in zip(moments, found, strict=True) if one["verdict"] != moment.verdict
    ]
    assert wrong == []


def edges(number: int) -> list[int]:
    """The moments, in seconds since 1970, at which the first day begins and the last ends in UTC."""
    first, last = span(number)
    after = last + timedelta(days=1)
    return [int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) for day in (first, after)]


def test_the_day_begins_and_ends_to_the_second_in_every_zone(dated: Calendar) -> None:
    moments = [
        Moment(number, zone, datetime.fromtimestamp(second, UTC), verdict_on(day_at(second, hours), number))
        for (zone, hours), number in product(OFFSETS.items(), range(len(CLASSES)))
        for edge in edges(number)
        for second in (edge - 3600 * hours - 1, edge - 3600 * hours)
    ]
    assert len(moments) == 27 * len(CLASSES) * 4
    assert {moment.verdict for moment in moments} == {"valid", "not_yet_valid", "expired"}
    held(dated, moments)


def test_random_moments_in_random_zones(dated: Calendar) -> None:
    rng = random.Random("dates")
    moments = []
    for _ in range(CASES):
        number, (zone, hours) = rng.randrange(len(CLASSES)), rng.choice(sorted(OFFSETS.items()))
        second = rng.choice(edges(number)) + rng.randint(-100_000, 100_000)
        moment = datetime.fromtimestamp(second, UTC)
        moments.append(Moment(number, zone, moment, verdict_on(day_at(second, hours), number)))
    held(dated, moments)


TURNS = [
    # On 29 March 2026 Europe leaves winter time at 01:00 UTC: the day has 23 hours.
    (0, "Europe/London", "2026-03-28T23:59:59Z", "not_yet_valid"),
    (0, "Europe/London", "2026-03-29T00:00:00Z", "valid"),
    (0, "Europe/London", "2026-03-29T22:59:59Z", "valid"),
    (0, "Europe/London", "2026-03-29T23:00:00Z", "expired"),
    # Beirut turns its clocks at midnight: this day begins at one o'clock.
    (0, "Asia/Beirut", "2026-03-28T21:59:59Z", "not_yet_valid"),
    (0, "Asia/Beirut", "2026-03-28T22:00:00Z", "valid"),
    (0, "Asia/Beirut", "2026-03-29T20:59:59Z", "valid"),
    (0, "Asia/Beirut", "2026-03-29T21:00:00Z", "expired"),
    # New York: 8 March has 23 hours, 1 November has 25.
    (2, "America/New_York", "2026-03-08T04:59:59Z", "not_yet_valid"),
    (2, "America/New_York", "2026-03-08T05:00:00Z", "valid"),
    (2, "America/New_York", "2026-11-02T04:59:59Z", "valid"),
    (2, "America/New_York", "2026-11-02T05:00:00Z", "expired"),
    # Lord Howe turns by half an hour: 5 April ends half an hour later than it began.
    (3, "Australia/Lord_Howe", "2026-04-04T12:59:59Z", "not_yet_valid"),
    (3, "Australia/Lord_Howe", "2026-04-04T13:00:00Z", "valid"),
    # Cairo: summer begins on 24 April at midnight.
    (5, "Africa/Cairo", "2026-04-23T21:59:59Z", "not_yet_valid"),
    (5, "Africa/Cairo", "2026-04-23T22:00:00Z", "valid"),
    # A leap day is a day: Kathmandu is 5:45 before UTC, Chatham 13:45 in its summer.
    (3, "Asia/Kathmandu", "2028-02-29T18:14:59Z", "valid"),
    (3, "Asia/Kathmandu", "2028-02-29T18:15:00Z", "expired"),
    (3, "Pacific/Chatham", "2028-02-29T10:14:59Z", "valid"),
    (3, "Pacific/Chatham", "2028-02-29T10:15:00Z", "expired"),
    # Three years from a leap day end on 28 February, in Kuala Lumpur eight hours before they do in UTC.
    (1, "Asia/Kuala_Lumpur", "2024-02-28T15:59:59Z", "not_yet_valid"),
    (1, "Asia/Kuala_Lumpur", "2024-02-28T16:00:00Z", "valid"),
    (1, "Asia/Kuala_Lumpur", "2027-02-28T15:59:59Z", "valid"),
    (1, "Asia/Kuala_Lumpur", "2027-02-28T16:00:00Z", "expired"),
    # The first and the last zone of the world are 26 hours apart.
    (4, "Pacific/Kiritimati", "2026-12-31T09:59:59Z", "valid"),
    (4, "Pacific/Kiritimati", "2026-12-31T10:00:00Z", "expired"),
    (4, "Etc/GMT+12", "2027-01-01T11:59:59Z", "valid"),
    (4, "Etc/GMT+12", "2027-01-01T12:00:00Z", "expired"),
    # The last day that a card can state.
    (5, "Asia/Kuala_Lumpur", "2199-06-05T15:59:59Z", "valid"),
    (5, "Asia/Kuala_Lumpur", "2199-06-05T16:00:00Z", "expired"),
    # The day after a leap day.
    (6, "Europe/London", "2028-03-01T23:59:59Z", "valid"),
    (6, "Europe/London", "2028-03-02T00:00:00Z", "expired"),
]


def test_where_clocks_are_turned_and_on_leap_days(dated: Calendar) -> None:
    """The expected moments are worked out by hand from the laws, not by a program's table of zones."""
    held(dated, [Moment(number, zone, at(text), verdict) for number, zone, text, verdict in TURNS])


def test_clocks_that_are_years_off_never_make_it_forged(dated: Calendar) -> None:
    """Ten years behind or ahead of the publication: stale, or a wrong clock; never ``invalid``, never ``valid``."""
    published = {"published.json": json.dumps(dated.published("2026-06-01T00:00:00Z"))}
    texts = [path.read_text(encoding="utf-8") for path in dated.files]
    site = dated.site
    cases: list[dict[str, Any]] = [
        {"at": f"{year}-02-28T23:59:59Z", "input": number, "changes": published}
        for year, number in product((2016, 2036, 1970, 9998), range(len(CLASSES)))
    ]
    python = [_in_python(texts[case["input"]], {**site, **published}, case) for case in cases]
    node = _in_node(texts, site, cases)
    assert node == python
    assert {one["verdict"] for one in python} == {"cannot_tell"}
    codes = {check["code"] for one in python for check in one["checks"]}
    assert {"clock-wrong", "data-stale"} <= codes


# The commands themselves, on machines of every zone -------------------------------------------


def commands(dated: Calendar, zone: str, moment: str, *inputs: str) -> tuple[bytes, bytes]:
    """What both commands print on a machine whose own zone is ``zone``."""
    flags = ["--site", str(dated.root), "--at", moment, "--", *inputs]
    python = run_in(zone, sys.executable, "-m", "bukti.cli.main", "verify", "--json", *flags)
    node = run_in(zone, str(find_node().executable), str(COMMAND), *flags)
    return python.stdout, node.stdout


def run_in(zone: str, *command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A command on a machine whose own zone is ``zone``."""
    env = os.environ | {"TZ": zone} | environment
    return subprocess.run(command, capture_output=True, cwd=ROOT, check=False, env=env)


def test_the_machines_own_zone_changes_nothing(dated: Calendar, tmp_path: Path) -> None:
    """The edges of a class in its provider's zone (Kuala Lumpur), with ``--at`` in other spellings of the moment."""
    edge = [("2026-03-28T16:00:00Z", "valid"), ("2026-03-29T00:00:00+08:00", "valid"),
            ("2026-03-28T15:59:59Z", "not_yet_valid"), ("2026-03-29T23:59:59+08:00", "valid"),
            ("2026-03-29T16:00:00Z", "expired"), ("2026-03-29T05:30:00-10:30", "expired")]  # fmt: skip
    zones = ("Pacific/Kiritimati", "Etc/GMT+12")
    here = replace(dated, root=Path(shutil.copytree(dated.root, tmp_path / "site")))
    stated = json.dumps(here.published("2026-03-28T12:00:00Z"))
    (here.root / "published.json").write_text(stated, encoding="utf-8")
    inputs = [str(dated.files[0]), dated.links[0]]
    for moment, verdict in edge:
        said = set()
        for zone in zones:
            python, node = commands(here, zone, moment, *inputs)
            assert json.loads(python) == json.loads(node)
            said.add(python)
        (one,) = said
        assert [result["verdict"] for result in json.loads(one)["results"]] == [verdict] * 2, moment


def test_the_registered_day_is_that_of_utc_not_the_providers(dated: Calendar) -> None:
    """Published on 2 March, 23:30 UTC, when it was 3 March in Kuala Lumpur."""
    assert today_in("Asia/Kuala_Lumpur", at("2026-03-02T23:30:00Z")) == date(2026, 3, 3)
    for zone in ("Asia/Kuala_Lumpur", "Pacific/Kiritimati", "Etc/GMT+12"):
        for printed in commands(dated, zone, "2026-06-01T00:00:00Z", str(dated.files[3])):
            (result,) = json.loads(printed)["results"]
            (registered,) = [one["detail"] for one in result["checks"] if one["check"] == "registered"]
            assert registered == "registered on 2026-03-02"


def test_a_class_that_is_issued_in_any_zone_says_the_day_that_was_asked_for(
    dated: Calendar, first_world: World
) -> None:
    for number, zone in enumerate(("Pacific/Kiritimati", "Etc/GMT+12", "America/New_York")):
        desk = dated.repo.parent / f"issue-{number}"
        repo = Path(shutil.copytree(dated.repo, desk / "repo"))
        (desk / "class.csv").write_text("name,result,path\nAda,A,m2\n", encoding="utf-8")
        flags = ["--mc", f"{PROVIDER}/rain-data", "--key", str(first_world.desk / "k-1.pem"), "--repo", str(repo)]
        flags += ["--issued-on", "2024-02-29", "--out", str(desk / "out")]
        command = [sys.executable, "-m", "bukti.cli.main", "issue", str(desk / "class.csv"), *flags]
        done = run_in(zone, *command, BUKTI_PASSPHRASE=PASSPHRASE)
        assert done.returncode == 0, done.stderr
        (file,) = (desk / "out").glob("*.json")
        credential = json.loads(file.read_bytes())
        assert (credential["validFrom"], credential["validUntil"]) == ("2024-02-29T00:00:00Z", "2027-02-28T23:59:59Z")
        assert credential["proof"][0]["created"] == "2024-02-29T00:00:00Z"
        page = next((desk / "out").glob("*.html")).read_text(encoding="utf-8")
        assert "29 February 2024" in page or "2024-02-29" in page
        assert "28 February 2027" in page or "2027-02-28" in page


# Days in a card ------------------------------------------------------------------------------

DAYS = [
    "2020-01-01", "2020-02-28", "2020-02-29", "2020-03-01", "2023-02-28", "2023-03-01", "2024-02-29", "2024-12-31",
    "2096-02-29", "2100-02-28", "2100-03-01", "2104-02-29", "2199-06-05", "2199-06-06",
]  # fmt: skip


def test_a_card_is_rebuilt_with_the_very_day_that_it_states(dated: Calendar) -> None:
    """2100 is no leap year. Signatures do not fit these days, which is no matter: what is rebuilt is shown."""
    card = decode(read_payload(dated.links[3]))
    links = [
        f"https://bukti.example/v/#{to_link(encode(replace(card, valid_from=first, valid_until=last)))}"
        for first, last in ((date.fromisoformat(day), max(date.fromisoformat(day), date(2028, 2, 29))) for day in DAYS)
    ]
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        python, node = commands(dated, zone, "2026-06-01T00:00:00Z", *links)
        assert json.loads(python) == json.loads(node)
        results = json.loads(python)["results"]
        assert [one["credential"]["validFrom"] for one in results] == [f"{day}T00:00:00Z" for day in DAYS]
        assert {one["credential"]["validUntil"][10:] for one in results} == {"T23:59:59Z"}
        assert {one["verdict"] for one in results} == {"invalid"}


# Properties ----------------------------------------------------------------------------------


class TestToday:
    """design section 3: dates compare with today in the provider's zone."""

    @given(st.integers(0, 7_258_118_400), st.sampled_from(sorted(OFFSETS.items())))
    def test_it_is_plain_arithmetic_in_a_zone_without_turns(self, second: int, zone: tuple[str, int]) -> None:
        assert today_in(zone[0], datetime.fromtimestamp(second, UTC)) == day_at(second, zone[1])

    @given(st.integers(0, 7_258_118_400), st.sampled_from(sorted(OFFSETS)), st.sampled_from(sorted(OFFSETS)))
    def test_no_two_zones_are_more_than_two_days_apart(self, second: int, one: str, other: str) -> None:
        moment = datetime.fromtimestamp(second, UTC)
        assert abs((today_in(one, moment) - today_in(other, moment)).days) <= 2


class TestPeriod:
    """CRD-11: a period ends on the day before the same day, n years later."""

    @given(st.dates(date(2020, 1, 1), date(2100, 12, 31)), st.integers(1, 50))
    def test_the_day_after_the_end_is_the_same_day_or_the_first_of_march(self, start: date, years: int) -> None:
        after = period_end(start, f"P{years}Y") + timedelta(days=1)
        if (start.month, start.day) == (2, 29):
            assert (after.month, after.day) in ((2, 29), (3, 1))
        else:
            assert (after.year, after.month, after.day) == (start.year + years, start.month, start.day)

    def test_three_years_from_a_leap_day_end_on_the_28th(self) -> None:
        assert period_end(date(2024, 2, 29), "P3Y") == date(2027, 2, 28)
        assert period_end(date(2026, 11, 1), "P3Y") == date(2029, 10, 31)
