"""Where the published history is not at hand, or does not hold the class, nothing is judged by it (REC-13, VER-15)."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bukti.cli import check
from bukti.errors import Finding, Severity
from bukti.loading import load_or_raise, read_history
from bukti.loading.history import published_line
from bukti.model.snapshot import Located
from bukti.register import build_register
from site_builder.load import load_site, unpublished
from site_builder.plan import make_plan
from tests.history.story import Story, bukti, git


def publish(story: Story) -> str:
    story.bring()
    return story.commit("2026-03-02T12:00:00Z")


def snapshot_id(root: Path) -> str:
    snapshot = load_or_raise(root)
    return build_register(snapshot, read_history(root, snapshot.registry.record.branch)).snapshot_id


def clone(story: Story, target: Path, *flags: str) -> Path:
    git(target.parent, "clone", "-q", *flags, story.repo.as_uri(), str(target))
    return target


# Less than the whole history -----------------------------------------------------------------


def test_a_shallow_clone_judges_no_position_and_its_deepened_twin_all(story: Story, tmp_path: Path) -> None:
    published = publish(story)
    shallow = clone(story, tmp_path / "shallow", "--depth", "1")
    checked = story.check(repo=shallow)
    assert (checked.exit_code, checked.errors, checked.warnings) == (0, set(), {"history-shallow"})
    assert checked.of("history-shallow")["hint"] == "git fetch --unshallow"
    found = story.verify(shallow)
    assert found.waits
    assert "registration cannot be judged" in found.said
    git(shallow, "fetch", "-q", "--unshallow")
    assert story.check("--published", published, repo=shallow).clean
    assert story.verify(shallow).verdict == "valid"


def test_a_clone_without_blobs_has_all_positions(story: Story, tmp_path: Path) -> None:
    publish(story)
    story.git("config", "uploadpack.allowFilter", "true")
    assert story.verify(clone(story, tmp_path / "partial", "--filter=blob:none")).verdict == "valid"


@pytest.mark.parametrize(("code", "told"), [("history-shallow", True), ("review-due", False)])
def test_errors_beside_less_than_the_whole_history_are_told_as_doubtful(
    code: str, told: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    warning = Finding(code=code, severity=Severity.WARNING, message="as it is")
    check._text([Finding(code="batch-status", message="the range overlaps"), warning], notes=False)
    assert ("whole history is not at hand" in capsys.readouterr().out) is told


def test_a_folder_without_git(story: Story, tmp_path: Path) -> None:
    publish(story)
    bare = Path(shutil.copytree(story.repo, tmp_path / "bare", ignore=shutil.ignore_patterns(".git")))
    assert story.check(repo=bare).warnings == {"history-none"}
    assert story.verify(bare).waits
    assert snapshot_id(bare).startswith("0" * 40 + "+")


@pytest.mark.parametrize("text", ["gitdir: /nowhere/at/all\n", "not what git writes here\n"])
def test_a_work_tree_that_git_refuses_is_not_taken_for_a_folder_without_git(text: str, story: Story) -> None:
    """Else a check of it would pass without a word about its history (so would one of another owner's folder)."""
    publish(story)
    shutil.rmtree(story.repo / ".git")
    (story.repo / ".git").write_text(text, encoding="utf-8")
    for command in (["check"], ["verify", str(story.credentials[0])]):
        done = bukti(*command, "--repo", str(story.repo))
        assert (done.returncode, done.stdout) == (1, "")
        assert "git rev-parse failed" in done.stderr


def test_a_machine_without_git_reads_records_without_positions(
    story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(story)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert story.check().warnings == {"history-none"}
    assert story.verify().waits


def test_a_repository_without_a_commit(story: Story) -> None:
    story.bring()
    shutil.rmtree(story.repo / ".git")
    story.git("init", "-q", "-b", "main")
    assert story.check().warnings == {"history-none"}
    assert story.verify().waits
    story.git("add", "-A")
    assert story.verify().waits
    files = [path for path in story.repo.rglob("*") if path.is_file() and ".git" not in path.parts]
    assert read_history(story.repo, "main").dirty == {path.relative_to(story.repo).as_posix() for path in files}


# Less than a commit --------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["laid down", "staged", "ignored"])
def test_work_that_is_not_committed_has_no_position(step: str, story: Story) -> None:
    assert snapshot_id(story.repo) == story.head()
    if step == "ignored":
        (story.repo / ".git" / "info").mkdir(exist_ok=True)
        (story.repo / ".git" / "info" / "exclude").write_text("credentials/\n", encoding="utf-8")
    story.bring()
    if step == "staged":
        story.git("add", "-A")
    assert story.check().clean
    assert story.verify().waits
    assert read_history(story.repo, "main").dirty == set(story.records)
    assert snapshot_id(story.repo).startswith(f"{story.head()}+"), "it is not the publication that the commit names"
    publish(story)
    if step != "ignored":
        assert (snapshot_id(story.repo), story.verify().verdict) == (story.head(), "valid")


def test_what_is_not_published_is_not_built(story: Story) -> None:
    story.bring()
    site = load_site(story.repo, published_at="2026-03-03T00:00:00Z")
    assert [finding.code for finding in unpublished(site.register)] == ["batch-unpublished"]
    story.commit()
    assert unpublished(load_site(story.repo).register) == ()


# Another branch than the published one -------------------------------------------------------


def on_work_branch(story: Story, name: str = "class-1") -> None:
    story.git("checkout", "-q", "-b", name)
    story.bring()
    story.commit("2026-03-02T12:00:00Z")


def test_what_stands_only_on_a_work_branch_has_no_position(story: Story) -> None:
    published = story.head()
    on_work_branch(story)
    assert story.check("--against", "main", "--published", published).clean
    assert story.verify().waits
    history = read_history(story.repo, "main")
    assert (history.head, history.dirty) == (published, frozenset(story.records))
    assert snapshot_id(story.repo).startswith(f"{published}+")
    site = load_site(story.repo, published_at="2026-03-03T00:00:00Z")
    assert [finding.code for finding in unpublished(site.register)] == ["batch-unpublished"]
    (stated,) = [file for file in make_plan(site).files if file.path == "published.json"]
    assert json.loads(stated.make())["commit"] == published
    story.git("checkout", "-q", "main")
    story.git("merge", "-q", "--no-ff", "-m", "merge", "class-1", at="2026-03-04T12:00:00Z")
    story.git("checkout", "-q", "class-1")
    assert story.verify().day == "registered on 2026-03-04", "published since, wherever one stands"
    assert snapshot_id(story.repo) == story.git("rev-parse", "main").strip()


def test_what_the_published_branch_gained_since_is_missing_from_a_work_branch(story: Story) -> None:
    on_work_branch(story)
    story.git("checkout", "-q", "-b", "elsewhere", "main")
    story.git("checkout", "-q", "main")
    publish(story)
    story.git("checkout", "-q", "elsewhere")
    history = read_history(story.repo, "main")
    assert (history.head, history.dirty) == (story.git("rev-parse", "main").strip(), frozenset(story.records))
    assert "+" in snapshot_id(story.repo)
    assert story.check("--against", "main").clean, "the change takes nothing away: it was made before"


def test_a_pull_request_is_judged_as_the_merge_that_it_would_become(story: Story, tmp_path: Path) -> None:
    """As actions/checkout brings it: detached, at a merge commit whose first parent is the published branch."""
    published = story.head()
    on_work_branch(story)
    story.git("checkout", "-q", "main")
    (story.repo / "README.md").write_text("A registry.\n", encoding="utf-8")
    base = story.commit("2026-03-03T12:00:00Z")
    story.git("checkout", "-q", "--detach")
    story.git("merge", "-q", "--no-ff", "-m", "refs/pull/1/merge", "class-1", at="2026-03-04T12:00:00Z")
    for flags in ((), ("--against", base), ("--against", base, "--published", published)):
        assert story.check(*flags).clean
    assert story.verify().day == "registered on 2026-03-04"
    assert snapshot_id(story.repo) == story.head()


def test_a_clone_knows_the_published_branch_by_its_origin(story: Story, tmp_path: Path) -> None:
    story.git("branch", "class-1")
    single = clone(story, tmp_path / "clone", "--branch", "class-1")
    assert git(single, "branch", "--format=%(refname:short)").split() == ["class-1"]
    story.bring(single)
    git(single, "add", "-A")
    git(single, "commit", "-q", "-m", "class")
    assert published_line(single, "main") == "refs/remotes/origin/main"
    assert story.verify(single).waits


def test_a_local_branch_that_is_merely_behind_yields_to_its_origin(story: Story, tmp_path: Path) -> None:
    here = clone(story, tmp_path / "clone")
    publish(story)
    git(here, "fetch", "-q")
    git(here, "checkout", "-q", "-b", "class-2", "origin/main")
    assert published_line(here, "main") == "refs/remotes/origin/main"
    assert story.verify(here).verdict == "valid"
    git(here, "branch", "-f", "main", "origin/main")
    git(here, "commit", "-q", "--allow-empty", "-m", "beyond")
    git(here, "branch", "-f", "main", "class-2")
    assert published_line(here, "main") == "refs/heads/main", "what was not pushed yet is published here"


def test_a_local_branch_that_merged_its_origin_keeps_its_own_line(story: Story, tmp_path: Path) -> None:
    """Plain ancestry is no reason to leave it: the two lines number the past differently."""
    here = clone(story, tmp_path / "clone")
    git(here, "commit", "-q", "--allow-empty", "-m", "own")
    publish(story)
    git(here, "pull", "-q", "--no-rebase", "--no-edit")
    git(here, "checkout", "-q", "-b", "class-2")
    assert published_line(here, "main") == "refs/heads/main"


@pytest.mark.parametrize("name", ["main/x", "mai", "main..HEAD", "-all", "--all", "MAIN2"])
def test_only_a_branch_of_exactly_that_name_is_meant(name: str, story: Story) -> None:
    story.git("tag", "mai")
    story.git("checkout", "-q", "-b", "work")
    assert published_line(story.repo, name) == "HEAD"
    assert published_line(story.repo, "main") == "refs/heads/main"


def test_a_tag_of_the_branchs_name_is_not_taken_for_it(story: Story) -> None:
    """Git itself prefers the tag."""
    published = story.head()
    publish(story)
    story.git("tag", "main", published)
    story.git("checkout", "-q", "-b", "work")
    assert story.verify().verdict == "valid"


def test_a_registry_whose_only_branch_has_another_name_is_read_as_it_stands(story: Story) -> None:
    """A copy for trial, or one that was exported: there is no published branch to hold it against."""
    publish(story)
    story.git("branch", "-m", "trunk")
    assert story.verify().verdict == "valid"


def test_a_branch_of_another_name_can_be_the_published_one(story: Story) -> None:
    path = story.repo / "registry" / "registry.yaml"
    story.git("checkout", "-q", "-b", "release/2026")
    path.write_text(path.read_text(encoding="utf-8") + "branch: release/2026\n", encoding="utf-8")
    publish(story)
    assert story.verify().verdict == "valid"
    story.git("checkout", "-q", "-b", "work")
    assert story.verify().verdict == "valid", "the published branch holds it, and this one comes from there"
    story.git("branch", "-q", "-f", "release/2026", "main")
    assert story.verify().waits


# Stories that a clone tells itself -----------------------------------------------------------


def test_replaced_commits_are_not_believed(story: Story) -> None:
    publish(story)
    story.commit("2026-03-09T12:00:00Z", "later")
    root = story.git("rev-list", "--max-parents=0", "HEAD").strip()
    tree = story.git("rev-parse", "HEAD^{tree}").strip()
    other = story.git("commit-tree", "-m", "x", tree, at="2026-01-01T00:00:00Z").strip()
    story.git("replace", root, other)
    assert story.git("show", "--format=%cs", "-s", root).strip() == "2026-01-01", "git itself believes it"
    assert story.verify().day == "registered on 2026-03-02"


def test_grafted_commits_are_not_believed(story: Story) -> None:
    """A graft that leaves the class's own commit out would have it begin later."""
    root = story.head()
    left_out = publish(story)
    head = story.commit("2026-03-09T12:00:00Z", "later")
    (story.repo / ".git" / "info").mkdir(exist_ok=True)
    (story.repo / ".git" / "info" / "grafts").write_text(f"{head} {root}\n", encoding="utf-8")
    assert len(story.git("rev-list", "HEAD").split()) == 2, "git itself believes it"
    assert story.verify().day == "registered on 2026-03-02"
    assert story.check("--published", left_out).clean


@pytest.mark.parametrize(
    "setting",
    [
        ("diff.relative", "true"),
        ("diff.renames", "copies"),
        ("log.follow", "true"),
        ("log.diffMerges", "off"),
        ("log.showSignature", "true"),
        ("status.showUntrackedFiles", "no"),
        ("diff.autoRefreshIndex", "false"),
        ("core.quotePath", "true"),
        ("color.ui", "always"),
        ("diff.external", "false"),
        ("diff.noprefix", "true"),
        ("log.date", "raw"),
    ],
    ids=lambda setting: setting[0],
)
def test_a_persons_own_settings_change_nothing(setting: tuple[str, str], story: Story) -> None:
    publish(story)
    story.git("config", *setting)
    before = read_history(story.repo, "main")
    assert (len(before.commits), before.dirty) == (2, frozenset())
    found = before.position(_located(story))
    assert found is not None
    assert found.index == 1
    (story.repo / "registry" / "registry.yaml").touch()
    inner = read_history(story.repo, "main")
    assert inner == before


def test_a_relative_diff_of_a_registry_below_the_top(story: Story, tmp_path: Path) -> None:
    top = Path(shutil.copytree(story.repo, tmp_path / "top" / "in", ignore=shutil.ignore_patterns(".git"))).parent
    git(top, "init", "-q", "-b", "main")
    git(top, "config", "diff.relative", "true")
    inner = replace(story, repo=top / "in")
    publish(inner)
    assert (inner.verify().verdict, inner.check().clean) == ("valid", True)


def _located(story: Story) -> Located[object]:
    (located,) = load_or_raise(story.repo).batches.values()
    return located
