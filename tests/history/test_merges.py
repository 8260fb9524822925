"""However a class reaches the published branch, it counts from the commit of that branch that brought it (REC-13)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.history.story import FOUNDED, Story

OTHER = "registry/universiti-contoh/notes-on-nothing.md"
FOUNDED_DAY = FOUNDED[:10]


def branch_off(story: Story, name: str = "class-1") -> None:
    """The class on a branch of its own, committed on 2 March; the published branch is left where it was."""
    story.git("checkout", "-q", "-b", name)
    story.bring()
    story.commit("2026-03-02T12:00:00Z")


def go_on(story: Story, at: str = "2026-03-03T12:00:00Z") -> str:
    """Meanwhile something else is published."""
    story.git("checkout", "-q", "main")
    (story.repo / "README.md").write_text("A registry.\n", encoding="utf-8")
    return story.commit(at, "something else")


def merge_commit(story: Story) -> None:
    branch_off(story)
    go_on(story)
    story.git("merge", "-q", "--no-ff", "-m", "merge", "class-1", at="2026-03-04T12:00:00Z")


def squash(story: Story) -> None:
    branch_off(story)
    go_on(story)
    story.git("merge", "-q", "--squash", "class-1")
    story.commit("2026-03-04T12:00:00Z", "squashed")


def rebase(story: Story) -> None:
    branch_off(story)
    go_on(story)
    story.git("checkout", "-q", "class-1")
    story.git("rebase", "-q", "main", at="2026-03-04T12:00:00Z")
    story.git("checkout", "-q", "main")
    story.git("merge", "-q", "--ff-only", "class-1")


def cherry_pick(story: Story) -> None:
    branch_off(story)
    go_on(story)
    story.git("cherry-pick", "class-1", at="2026-03-04T12:00:00Z")


def octopus(story: Story) -> None:
    branch_off(story)
    story.git("checkout", "-q", "-b", "other", "main")
    (story.repo / "NOTES.md").write_text("Notes.\n", encoding="utf-8")
    story.commit("2026-03-02T13:00:00Z", "other work")
    go_on(story)
    story.git("merge", "-q", "--no-ff", "-m", "both", "other", "class-1", at="2026-03-04T12:00:00Z")
    assert len(story.git("rev-list", "--parents", "-n", "1", "HEAD").split()) == 4


def over_another_branch(story: Story) -> None:
    """First merged into a branch of the provider, and that into the published one: only the latter counts."""
    branch_off(story)
    story.git("checkout", "-q", "-b", "faculty", "main")
    (story.repo / "NOTES.md").write_text("Notes.\n", encoding="utf-8")
    story.commit("2026-03-02T13:00:00Z", "faculty")
    story.git("merge", "-q", "--no-ff", "-m", "inner", "class-1", at="2026-03-03T08:00:00Z")
    go_on(story)
    story.git("merge", "-q", "--no-ff", "-m", "outer", "faculty", at="2026-03-04T12:00:00Z")


WAYS: tuple[Callable[[Story], None], ...] = (merge_commit, squash, rebase, cherry_pick, octopus, over_another_branch)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_class_counts_from_the_commit_that_brought_it(way: Callable[[Story], None], story: Story) -> None:
    before = story.head()
    way(story)
    for flags in (
        (),
        ("--against", before),
        ("--published", before),
        ("--published", story.git("rev-parse", "main~1")),
    ):
        assert story.check(*(flag.strip() for flag in flags)).clean, flags
    for number in range(2):
        found = story.verify(credential=number)
        assert (found.verdict, found.registered) == ("valid", ("passed", "registered"))
        assert found.day == "registered on 2026-03-04"


def test_a_linear_branch_that_is_fast_forwarded_to_keeps_its_own_commits(story: Story) -> None:
    before = story.head()
    branch_off(story)
    story.git("checkout", "-q", "main")
    story.git("merge", "-q", "--ff-only", "class-1")
    assert story.check("--against", before).clean
    assert story.check("--published", before).clean
    found = story.verify()
    assert (found.verdict, found.day) == ("valid", "registered on 2026-03-02")


def fast_forwarded_after_merging(story: Story) -> str:
    """The class's branch has merged the published one, and then the published one is moved onto it."""
    branch_off(story)
    published = go_on(story)
    story.git("checkout", "-q", "class-1")
    story.git("merge", "-q", "--no-ff", "-m", "bring up to date", "main", at="2026-03-04T12:00:00Z")
    story.git("checkout", "-q", "main")
    story.git("merge", "-q", "--ff-only", "class-1")
    return published


def test_a_branch_that_merged_the_published_one_is_not_fast_forwarded_to(story: Story) -> None:
    published = fast_forwarded_after_merging(story)
    assert story.git("merge-base", published, "HEAD").strip() == published, "plain ancestry does not see it"
    against, gate = story.check("--against", published), story.check("--published", published)
    assert (against.exit_code, against.errors) == (1, {"history-order"})
    assert (gate.exit_code, gate.errors) == (1, {"history-published"})
    assert "fast-forwarded" in gate.of("history-published")["message"]
    # No record of what was published is at hand here: the gate is what keeps such a line from being published.
    assert story.check().clean
    assert story.verify().day == "registered on 2026-03-02"


def test_its_twin_that_was_merged_passes(story: Story) -> None:
    """The same two branches, joined from the side of the published one."""
    branch_off(story)
    published = go_on(story)
    story.git("checkout", "-q", "class-1")
    story.git("merge", "-q", "--no-ff", "-m", "bring up to date", "main", at="2026-03-04T12:00:00Z")
    story.git("checkout", "-q", "main")
    story.git("merge", "-q", "--no-ff", "-m", "the class", "class-1", at="2026-03-05T12:00:00Z")
    assert story.check("--against", published, "--published", published).clean
    assert story.verify().day == "registered on 2026-03-05"


def test_a_work_branch_that_was_brought_up_to_date_is_told_nothing_false(story: Story) -> None:
    """As long as it is a work branch it renumbers nothing: how it is merged decides."""
    branch_off(story)
    published = go_on(story)
    story.git("checkout", "-q", "class-1")
    story.git("merge", "-q", "--no-ff", "-m", "bring up to date", "main", at="2026-03-04T12:00:00Z")
    assert story.check("--against", "main", "--published", published).clean
    assert story.verify().waits
    # Checked out as a commit it may be what is to be published.
    story.git("checkout", "-q", "--detach")
    assert story.check("--against", "main").errors == {"history-order"}


def test_a_registry_below_the_top_of_a_work_tree(story: Story, tmp_path: Path) -> None:
    top = tmp_path / "top"
    (top / "national").mkdir(parents=True)
    story.git("-C", str(tmp_path), "init", "-q", "-b", "main", str(top))
    for folder in ("registry", "public_keys"):
        (story.repo / folder).rename(top / "national" / folder)
    inner = Story(repo=top / "national", records=story.records, credentials=story.credentials)
    inner.put({"credentials/other.yaml": b"not of this registry\n"}, top)
    inner.commit("2026-03-01T08:00:00Z")
    published = inner.head()
    inner.bring()
    inner.commit("2026-03-02T12:00:00Z")
    assert inner.check("--against", published, "--published", published).clean
    found = inner.verify()
    assert (found.verdict, found.day) == ("valid", "registered on 2026-03-02")
    (inner.repo / inner.batch).unlink()
    assert "frozen-record" in inner.check("--published", inner.head()).errors
