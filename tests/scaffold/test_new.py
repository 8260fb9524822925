"""``bukti provider new`` and ``bukti mc new``: what they write loads, what they refuse leaves nothing behind."""

import json
import shutil
from pathlib import Path

import pytest

from bukti.cli.main import run
from bukti.errors import BuktiError, InvalidRecords
from bukti.loading.records import parse_record
from bukti.model import Definition, Offer, Provider

ROOT = Path(__file__).parents[2]
PROVIDER = [
    "--name", 'Universiti "Uji" Ünïcode', "--country", "MY", "--zone", "Asia/Kuala_Lumpur",
    "--url", "https://uji.example", "--email", "mc@uji.example",
]  # fmt: skip


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    (tmp_path / "registry").mkdir()
    source = ROOT / "registry" / "registry.yaml"
    (tmp_path / "registry" / "registry.yaml").write_bytes(source.read_bytes())
    return tmp_path


def new_provider(repo: Path, provider: str, *more: str) -> int:
    return run(["provider", "new", provider, "--repo", str(repo), *PROVIDER, *more])


def files(repo: Path) -> list[str]:
    return sorted(path.relative_to(repo).as_posix() for path in repo.rglob("*") if path.is_file())


def test_a_new_provider_loads(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new_provider(repo, "uji", "--json") == 0
    written = json.loads(capsys.readouterr().out)["files"]
    located, findings = parse_record(Provider, (repo / written[0]).read_bytes(), written[0])
    assert findings == []
    assert located is not None
    assert located.record.name == {"en": 'Universiti "Uji" Ünïcode'}


def test_a_new_mc_is_a_draft_that_loads(repo: Path) -> None:
    new_provider(repo, "uji")
    title = "Data: 'quoted' # not a comment"
    assert run(["mc", "new", "uji/data", "--title", title, "--language", "ms", "--repo", str(repo)]) == 0
    for name, model in (("v1.yaml", Definition), ("offer.yaml", Offer)):
        path = f"registry/uji/data/{name}"
        located, findings = parse_record(model, (repo / path).read_bytes(), path)
        assert findings == []
        assert located is not None
        if isinstance(located.record, Definition):
            assert located.record.title == {"ms": title}
            assert located.record.state == "draft"


@pytest.mark.parametrize("provider", ["registry", "UJI", "-uji", "u" * 65, "", "../uji"])
def test_an_id_that_cannot_be_one_is_refused(repo: Path, provider: str) -> None:
    before = files(repo)
    with pytest.raises(BuktiError):
        run(["provider", "new", "--repo", str(repo), *PROVIDER, "--", provider])
    assert files(repo) == before


def test_faulty_values_are_named_and_nothing_is_written(repo: Path) -> None:
    before = files(repo)
    with pytest.raises(InvalidRecords) as refused:
        run(["provider", "new", "uji", "--repo", str(repo), *PROVIDER, "--country", "Malaysia"])
    assert any("country" in str(finding.as_json()) for finding in refused.value.findings)
    assert files(repo) == before


@pytest.mark.parametrize(
    ("zone", "near"),
    [
        ("Asia/Kuala_Lumpor", "Asia/Kuala_Lumpur"),
        ("Kuala Lumpur", "Asia/Kuala_Lumpur"),
        ("asia/kuala_lumpur", "Asia/Kuala_Lumpur"),
        ("Atlantis/Capital", "a name like Asia/Kuala_Lumpur"),
        ("Asia", "a name like"),
        ("", "a name like"),
    ],
)
def test_a_zone_that_nobody_knows_is_refused_and_the_nearest_named(repo: Path, zone: str, near: str) -> None:
    before = files(repo)
    with pytest.raises(BuktiError, match="no time zone") as refused:
        new_provider(repo, "uji", "--zone", zone)
    assert near in refused.value.expected
    assert files(repo) == before


@pytest.mark.parametrize("zone", ["UTC", "Africa/Cairo", "America/Argentina/Buenos_Aires", "America/Port-au-Prince"])
def test_a_zone_of_the_list_is_taken(repo: Path, zone: str) -> None:
    assert new_provider(repo, "uji", "--zone", zone) == 0


@pytest.mark.parametrize(("country", "good"), [("EG", True), ("ZZ", False), ("UK", False), ("XK", False), ("GB", True)])
def test_only_countries_that_iso_3166_assigns(repo: Path, country: str, good: bool) -> None:
    if good:
        assert new_provider(repo, "uji", "--country", country) == 0
        return
    before = files(repo)
    with pytest.raises(InvalidRecords) as refused:
        new_provider(repo, "uji", "--country", country)
    assert any("ISO 3166-1" in finding.message for finding in refused.value.findings)
    assert files(repo) == before


def test_what_is_there_is_never_overwritten(repo: Path) -> None:
    new_provider(repo, "uji")
    before = (repo / "registry/uji/provider.yaml").read_bytes()
    with pytest.raises(BuktiError, match="already"):
        new_provider(repo, "uji")
    assert (repo / "registry/uji/provider.yaml").read_bytes() == before


def test_a_folder_that_is_no_registry_is_told(tmp_path: Path) -> None:
    with pytest.raises(BuktiError, match="no registry"):
        new_provider(tmp_path, "uji")


def test_an_mc_of_an_unknown_provider_is_refused(repo: Path) -> None:
    with pytest.raises(BuktiError, match="no provider"):
        run(["mc", "new", "nobody/data", "--title", "Data", "--repo", str(repo)])


def uncommented(text: str) -> str:
    """The draft with all its examples taken in: what comes after the first blank-indented ``# `` of a member."""
    begun = False
    lines = []
    for line in text.splitlines():
        begun = begun or line.startswith(("title:", "current:"))
        example = begun and line.startswith("# ") and not line.startswith("# [")
        lines.append(line[2:] if example else line)
    return "\n".join(lines) + "\n"


def test_the_commented_examples_make_a_complete_definition(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The comments teach data entry, so what they teach has to be judged well, active and in full."""
    new_provider(repo, "uji")
    run(["mc", "new", "uji/data", "--title", "Data Analysis at Work", "--repo", str(repo)])
    shutil.copytree(ROOT / "registry" / "frameworks", repo / "registry" / "frameworks")
    for name, (before, after) in {
        "v1.yaml": ("state: draft", "state: active"),
        "offer.yaml": ("status: draft", "status: active"),
    }.items():
        path = repo / "registry/uji/data" / name
        text = uncommented(path.read_text()).replace(before, after)
        path.write_text(text)
    capsys.readouterr()
    run(["check", "--repo", str(repo), "--today", "2026-11-23", "--json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    told = {one["code"] for one in findings if "uji/data" in one["file"] and one["severity"] != "info"}
    assert told == {"MC-5.5-07"}, "the example is in one language; the other two are asked for"
