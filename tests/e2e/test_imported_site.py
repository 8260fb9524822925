"""A site of real catalogues: each row has its page, drafts say what is missing, foreign text stays text.

Two catalogues in ``make test``, all five with some 1,400 rows in ``make test-slow``.
"""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT, bukti
from tests.public_data import DATA, need
from tests.site.links import faults

ROWS = {"mooc-mit-oll": ("open-courses", 63), "modules-edinburgh-hsc": ("health-courses", 53)}
ALL = ROWS | {
    "modules-nus": ("modules", 11),
    "badges-credly-list": ("badges", 359),
    "mooc-coursera-2020": ("moocs", 891),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_of(ROWS, tmp_path_factory.mktemp("imported"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_of(ALL, tmp_path_factory.mktemp("all"))


def built_of(sources: Mapping[str, tuple[str, int]], folder: Path) -> Path:
    need(DATA, "the site of imported drafts")
    repo = folder / "repo"
    for name in ("frameworks", "registry.yaml"):
        origin, target = ROOT / "registry" / name, repo / "registry" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(origin, target) if origin.is_dir() else shutil.copy2(origin, target)
    shutil.copytree(ROOT / "public_keys" / "registry", repo / "public_keys" / "registry")
    for source, (provider, _) in sources.items():
        begun = bukti(
            "provider", "new", provider, "--name", f"Demonstration of {source}", "--country", "MY", "--zone", "UTC",
            "--url", "https://provider.example", "--email", "mc@provider.example", "--repo", str(repo),
        )  # fmt: skip
        assert begun.returncode == 0, begun.stderr
        imported = bukti("import", str(DATA / source), "--provider", provider, "--repo", str(repo))
        assert imported.returncode == 0, imported.stderr
    git = ["git", "-C", str(repo), "-c", "user.name=Test", "-c", "user.email=test@bukti.example"]
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "Import"]):
        subprocess.run([*git, *arguments], check=True)
    built = bukti("build", "--repo", str(repo), "--out", str(folder / "site"))
    assert built.returncode == 0, built.stdout + built.stderr
    return folder / "site"


@pytest.mark.parametrize("source", ROWS)
def test_every_row_has_its_page_and_says_what_is_missing(site: Path, source: str) -> None:
    each_row_has_its_page(site, *ROWS[source])


@pytest.mark.slow
@pytest.mark.parametrize("source", ALL)
def test_every_row_of_every_catalogue_has_its_page(whole: Path, source: str) -> None:
    each_row_has_its_page(whole, *ALL[source])


def each_row_has_its_page(site: Path, provider: str, rows: int) -> None:
    pages = sorted((site / "catalogue" / provider).glob("*/index.html"))
    assert len(pages) == rows
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "draft" in text.lower(), page
        assert "MQA 5.1" in text, page


def test_no_link_leads_nowhere(site: Path) -> None:
    assert list(faults(site)) == []


@pytest.mark.slow
def test_no_link_of_all_catalogues_leads_nowhere(whole: Path) -> None:
    assert list(faults(whole)) == []
    assert len(list(whole.rglob("*.html"))) > 8_000


@pytest.mark.slow
def test_titles_in_every_script_stand_on_their_pages(whole: Path) -> None:
    """As text, in the language that their list names, or in none."""
    page = (whole / "catalogue/moocs/egiptologia-egyptology/index.html").read_text(encoding="utf-8")
    assert "Egiptología (Egyptology)" in page
    assert 'lang="und"' in page


def test_no_markup_of_theirs_becomes_markup(site: Path) -> None:
    programme = next(site.glob("catalogue/open-courses/program-v1-mitxt-18-03x/index.html"))
    assert "data-block-key" not in programme.read_text(encoding="utf-8")


def test_the_machine_data_counts_every_draft(site: Path) -> None:
    everything = json.loads((site / "api" / "v1" / "all.json").read_bytes())
    assert len(everything["mcs"]) == sum(rows for _, rows in ROWS.values())
