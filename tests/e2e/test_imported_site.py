"""A site of two real catalogues: each row has its page, drafts say what is missing, foreign text stays text."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT, bukti
from tests.public_data import DATA, need

ROWS = {"mooc-mit-oll": ("open-courses", 63), "modules-edinburgh-hsc": ("health-courses", 53)}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need(DATA, "the site of imported drafts")
    folder = tmp_path_factory.mktemp("imported")
    repo = folder / "repo"
    for name in ("frameworks", "registry.yaml"):
        origin, target = ROOT / "registry" / name, repo / "registry" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(origin, target) if origin.is_dir() else shutil.copy2(origin, target)
    shutil.copytree(ROOT / "public_keys" / "registry", repo / "public_keys" / "registry")
    for source, (provider, _) in ROWS.items():
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
    provider, rows = ROWS[source]
    pages = sorted((site / "catalogue" / provider).glob("*/index.html"))
    assert len(pages) == rows
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "draft" in text.lower(), page
        assert "MQA 5.1" in text, page


def test_no_markup_of_theirs_becomes_markup(site: Path) -> None:
    programme = next(site.glob("catalogue/open-courses/program-v1-mitxt-18-03x/index.html"))
    assert "data-block-key" not in programme.read_text(encoding="utf-8")


def test_the_machine_data_counts_every_draft(site: Path) -> None:
    everything = json.loads((site / "api" / "v1" / "all.json").read_bytes())
    assert len(everything["mcs"]) == sum(rows for _, rows in ROWS.values())
