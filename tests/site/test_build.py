"""The whole build: everything that was promised is there, the same bytes each time, or nothing is replaced."""

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bukti.errors import BuktiError, InvalidRecords, UsageError
from site_builder import build as builder
from site_builder.build import build_site
from site_builder.frame import Frame
from site_builder.load import load_site, unpublished
from site_builder.plan import NOT_FOUND, Page, Plan, make_plan
from site_builder.plugin import BuktiPlugin
from site_builder.shells import Shell, marks
from site_builder.tally import count
from tests.site.conftest import commit

ROOT = Path(__file__).resolve().parents[2]


def digests(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_paths_are_promised_once(plan: Plan) -> None:
    paths = [page.path for page in plan.pages] + [file.path for file in plan.files]
    assert len(paths) == len(set(paths))


def test_the_fixed_addresses_are_there(plan: Plan) -> None:
    promised = {page.path for page in plan.pages} | {file.path for file in plan.files}
    mc = "universiti-contoh/applied-data-analysis"
    for prefix in ("", "ms/", "ar/"):
        for path in (
            "", "catalogue/", f"catalogue/{mc}/", f"catalogue/{mc}/v1/", f"catalogue/{mc}/v2/", "providers/",
            "providers/universiti-contoh/", "pathways/", "frameworks/", "verify/", "v/", "docs/", "docs/hep/",
        ):  # fmt: skip
            assert f"{prefix}{path}index.html" in promised
    for path in (
        "api/v1/index.json", "api/v1/all.json", "api/v1/providers.json", f"api/v1/mc/{mc}.json", f"mc/{mc}/v2.json",
        "issuers/universiti-contoh/did.json", "issuers/registry/did.json", "issuers/universiti-contoh/status/1.json",
        "keys.json", "published.json", "lookup/0/templates.json", "lookup/0/0.json", "lookup/0/facts.ar.json",
        "api/v1/catalogue.csv", "api/v1/changes.json", "api/v1/schemas/mc.schema.json", "feed.xml", "ms/feed.xml",
        "sitemap.xml", "robots.txt", ".nojekyll", NOT_FOUND,
    ):  # fmt: skip
        assert path in promised


def test_what_was_promised_is_built_and_nothing_else_but_the_theme(plan: Plan, site: Path) -> None:
    promised = {page.path for page in plan.pages} | {file.path for file in plan.files}
    there = set(digests(site))
    assert promised <= there
    assert all("assets/stylesheets/" in path for path in there - promised)
    assert count(plan, site).pages == len(plan.pages)


def test_the_same_commit_gives_the_same_bytes(
    repo: Path, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")  # another clock for the engine
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.chdir(tmp_path)
    again = tmp_path / "elsewhere" / "again"
    build_site(make_plan(load_site(repo, published_at="2026-11-21T01:17:00Z")), again)
    assert digests(again) == digests(site)


def test_another_machine_gives_the_same_bytes(repo: Path, site: Path, tmp_path: Path) -> None:
    """Another hash seed, locale, time zone, umask and place of the registry."""
    clone = tmp_path / "a clone" / "registry"
    subprocess.run(["git", "clone", "--quiet", str(repo), str(clone)], check=True, capture_output=True)
    command = [sys.executable, "-m", "bukti.cli.main", "build", "--repo", str(clone), "--out", str(tmp_path / "site")]
    command += ["--published-at", "2026-11-21T01:17:00Z"]
    strange = {"PYTHONHASHSEED": "7", "LC_ALL": "C", "LANGUAGE": "ar", "TZ": "America/Los_Angeles"}
    environment = {**os.environ, **strange, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, check=True, cwd=tmp_path, env=environment, capture_output=True, umask=0o077)
    assert digests(tmp_path / "site") == digests(site)


def test_without_a_time_there_is_no_published_json(repo: Path) -> None:
    assert "published.json" not in {file.path for file in make_plan(load_site(repo)).files}


def test_a_page_that_the_engine_drops_is_noticed(plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine reports success and the page is simply not there: the old site stays."""
    out = tmp_path / "site"
    out.mkdir()
    (out / "keys.json").write_text("old")
    kept = BuktiPlugin.on_files

    def forgetful(self: BuktiPlugin, files, *, config):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        found = kept(self, files, config=config)
        dropped = found.get_file_from_path("docs/hep.md")
        assert dropped is not None
        found.remove(dropped)
        return found

    monkeypatch.setattr(BuktiPlugin, "on_files", forgetful)
    with pytest.raises(BuktiError, match="promised pages and files were not built") as caught:
        build_site(plan, out)
    assert {finding.file for finding in caught.value.findings} == {
        "docs/hep/index.html", "ms/docs/hep/index.html", "ar/docs/hep/index.html",
    }  # fmt: skip
    assert digests(out) == {"keys.json": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_frame_that_the_engine_does_not_make_is_named(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BuktiPlugin, "on_post_page", lambda _self, output, **_: output)
    with pytest.raises(BuktiError, match="made no frame"):
        build_site(plan, tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_frame_without_a_place_for_a_part_is_refused(plan: Plan) -> None:
    around, own = marks(plan, "en", 1)
    whole = "".join(f"<p>{getattr(own, name)}</p>" for name in ("path", "head", "tabs", "languages", "notice", "body"))
    assert Shell.read(str(around.footer) + whole).fill(own).endswith("</p>")
    for broken in (whole.replace(str(own.tabs), ""), whole + str(own.tabs)):
        with pytest.raises(BuktiError, match="hold each part of a page once"):
            Shell.read(broken)


def test_a_wrong_page_in_the_place_of_another_is_noticed(plan: Plan, site: Path, tmp_path: Path) -> None:
    promised = next(page for page in plan.pages if page.path == "catalogue/index.html")
    wrong = dataclasses.replace(plan, pages=(promised,), files=())
    count(wrong, site)  # the right page: no complaint
    page = tmp_path / "catalogue" / "index.html"
    page.parent.mkdir()
    page.write_bytes((site / "index.html").read_bytes())
    with pytest.raises(BuktiError) as caught:
        count(wrong, tmp_path)
    assert [finding.code for finding in caught.value.findings] == ["page-wrong"]


def test_an_empty_data_file_is_noticed(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "keys.json").touch()
    only = dataclasses.replace(plan, pages=(), files=tuple(f for f in plan.files if f.path == "keys.json"))
    with pytest.raises(BuktiError) as caught:
        count(only, tmp_path)
    assert [finding.code for finding in caught.value.findings] == ["file-empty"]


def test_a_site_that_is_too_large_is_refused(plan: Plan, site: Path, own_repo: Path, tmp_path: Path) -> None:
    file = own_repo / "registry" / "registry.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("max_site_mb: 900", "max_site_mb: 1"), encoding="utf-8")
    with pytest.raises(BuktiError, match="more than max_site_mb"):
        build_site(make_plan(load_site(own_repo)), tmp_path / "site")
    assert not (tmp_path / "site").exists()


def test_a_folder_that_is_no_site_is_left_alone(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("precious")
    with pytest.raises(UsageError, match="not a site"):
        build_site(plan, tmp_path)
    assert (tmp_path / "thesis.docx").read_text() == "precious"


def test_an_older_site_is_replaced_as_a_whole(plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "site"
    out.mkdir()
    (out / "keys.json").write_text("old")
    (out / "gone.html").write_text("old")
    monkeypatch.setattr(builder, "build_pages", lambda *_: None)
    small = dataclasses.replace(plan, pages=(), files=tuple(f for f in plan.files if f.path == "keys.json"))
    build_site(small, out)
    assert [path.name for path in out.iterdir()] == ["keys.json"]


def test_a_registry_with_a_broken_file_is_not_built(own_repo: Path) -> None:
    (own_repo / "registry" / "universiti-contoh" / "provider.yaml").write_text("schema: [", encoding="utf-8")
    with pytest.raises(InvalidRecords) as caught:
        load_site(own_repo)
    assert any(finding.file.endswith("provider.yaml") for finding in caught.value.findings)


def test_a_page_is_rendered_only_when_it_is_asked_for(repo: Path) -> None:
    """Planning alone opens no template: a large registry is never in memory as a whole."""
    asked: list[str] = []

    def render() -> Frame:
        asked.append("now")
        raise AssertionError

    Page(path="x/index.html", language="en", render=render)
    assert asked == []


def test_uncommitted_batches_are_left_out_and_named(own_repo: Path) -> None:
    site = load_site(own_repo)
    assert unpublished(site.register) == ()
    batch = next((own_repo / "credentials").glob("*/2026/*.yaml"))
    moved = batch.read_bytes()
    batch.unlink()
    commit(own_repo, "without the batch")
    batch.write_bytes(moved)
    subprocess.run(["git", "-C", str(own_repo), "checkout", "-q", "--orphan", "fresh"], check=True)
    subprocess.run(["git", "-C", str(own_repo), "rm", "-rq", "--cached", "."], check=True)
    batch.rename(own_repo.parent / "aside.yaml")
    commit(own_repo, "everything but the batch")
    subprocess.run(["git", "-C", str(own_repo), "branch", "-qM", "main"], check=True)
    (own_repo.parent / "aside.yaml").rename(batch)
    assert [finding.code for finding in unpublished(load_site(own_repo).register)] == ["batch-unpublished"]


def test_plain_mkdocs_builds_the_same_first_language(repo: Path, site: Path, tmp_path: Path) -> None:
    config = repo / "mkdocs.yml"
    config.write_text((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), encoding="utf-8")
    try:
        command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config), "-d", str(tmp_path / "plain")]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        )
    finally:
        config.unlink()
    assert done.returncode == 0, done.stderr
    page = "catalogue/universiti-contoh/applied-data-analysis/index.html"
    assert _body((tmp_path / "plain" / page).read_text(encoding="utf-8")) == _body(
        (site / page).read_text(encoding="utf-8")
    )
    assert (tmp_path / "plain" / "keys.json").read_bytes() == (site / "keys.json").read_bytes()


def _body(html: str) -> str:
    """The article: the head and the language switch name the languages that were built."""
    return html[html.index("<article") : html.index("</article>")]


def test_commands_tell_what_they_built(repo: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    from bukti.cli.main import run

    assert run(["build", "--repo", str(repo), "--out", str(tmp_path / "site"), "--json"]) == 0
    assert b'"pages": ' in capsysbinary.readouterr().out
    for wrong in (["--base-url", "ftp://x"], ["--published-at", "yesterday"]):
        with pytest.raises(UsageError):
            run(["build", "--repo", str(repo), "--out", str(tmp_path / "other"), *wrong])


def test_another_base_url_changes_canonical_links_and_no_identity(repo: Path, tmp_path: Path) -> None:
    there = load_site(repo, base_url="https://mirror.example/registry")
    plan = make_plan(there)
    files = {
        file.path: file.make() for file in plan.files if file.path.startswith(("keys", "issuers", "mc/", "lookup"))
    }
    own = {file.path: file.make() for file in make_plan(load_site(repo)).files if file.path in files}
    assert files == own
    page = next(page for page in plan.pages if page.path == "catalogue/index.html")
    assert 'rel="canonical" href="https://mirror.example/registry/catalogue/"' in page.render().head
    missing = next(page for page in plan.pages if page.path == NOT_FOUND)
    assert 'href="/registry/catalogue/"' in (missing.render().body or "")
