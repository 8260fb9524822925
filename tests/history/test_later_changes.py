"""What becomes of a class whose records are changed, moved or taken away after publication (REC-13, REC-21)."""

import json
from pathlib import Path

import pytest

from tests.history.story import AT, Story, bukti


@pytest.fixture
def published(story: Story) -> str:
    """The class is published on 2 March, and the registry goes on until 20 March; the answer is the head.

    What is absent from data of that day was not registered, and is not just waiting to be.
    """
    story.bring()
    story.commit("2026-03-02T12:00:00Z")
    return story.commit("2026-03-20T12:00:00Z", "nothing new")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


@pytest.mark.parametrize("committed", [False, True])
def test_an_edited_batch_counts_no_more(committed: bool, story: Story, published: str) -> None:
    edit(story.repo / story.batch, "count: 2", "count: 3")
    if committed:
        story.commit("2026-03-25T12:00:00Z", "edited")
    assert {"batch-changed", "batch-proof"} <= story.check().errors
    assert "frozen-record" in story.check("--against", published).errors
    assert "frozen-record" in story.check("--published", published).errors
    found = story.verify()
    assert (found.verdict, found.registered) == ("invalid", ("failed", "not-registered"))


def test_a_batch_that_was_edited_and_restored_counts_as_before(story: Story, published: str) -> None:
    edit(story.repo / story.batch, "count: 2", "count: 3")
    edited = story.commit("2026-03-25T12:00:00Z", "edited")
    story.bring()
    story.commit("2026-03-26T12:00:00Z", "restored")
    assert story.check("--published", published).clean
    assert story.verify().day == "registered on 2026-03-02"
    assert "frozen-record" in story.check("--against", edited).errors, "a restoration changes it, too: it is looked at"


def test_a_batch_that_was_right_only_later_never_counts(story: Story) -> None:
    """What stood there first is what the position is of: bytes cannot be put in its place."""
    story.bring()
    edit(story.repo / story.batch, "count: 2", "count: 3")
    story.commit("2026-03-02T12:00:00Z", "wrong")
    story.bring()
    story.commit("2026-03-03T12:00:00Z", "mended in place")
    assert "batch-changed" in story.check().errors
    assert story.verify().verdict != "valid"


def test_a_deleted_batch_is_missed(story: Story, published: str) -> None:
    (story.repo / story.batch).unlink()
    for kept in (False, True):
        if kept:
            story.commit("2026-03-25T12:00:00Z", "deleted")
        against = story.check("--against", published)
        assert "frozen-record" in against.errors
        assert [one["file"] for one in against.findings if one["code"] == "frozen-record"] == [story.batch]
        gate = story.check("--published", published)
        assert "frozen-record" in gate.errors
        found = story.verify()
        assert (found.verdict, found.registered) == ("invalid", ("failed", "not-registered"))


def test_a_deletion_that_one_push_slipped_in_stops_every_later_publication(story: Story, published: str) -> None:
    """Held against the push before it alone, the next push would be clean and would be published."""
    (story.repo / story.batch).unlink()
    slipped = story.commit("2026-03-25T12:00:00Z", "deleted")
    (story.repo / "README.md").write_text("A registry.\n", encoding="utf-8")
    story.commit("2026-03-26T12:00:00Z", "harmless")
    assert "frozen-record" not in story.check("--against", slipped).errors
    assert "frozen-record" in story.check("--against", slipped, "--published", published).errors


def test_one_fault_is_told_once(story: Story, published: str) -> None:
    (story.repo / story.batch).unlink()
    told = story.check("--against", published, "--published", published)
    assert [one["code"] for one in told.findings].count("frozen-record") == 1


def test_taken_out_of_git_but_left_in_the_folder_is_deleted(story: Story, published: str) -> None:
    story.git("rm", "-q", "--cached", story.batch)
    told = story.check("--against", "HEAD")
    assert told.errors == {"frozen-record"}
    assert "deleted" in told.of("frozen-record")["message"]


def test_a_batch_that_is_added_again_keeps_its_first_position(story: Story, published: str) -> None:
    (story.repo / story.batch).unlink()
    story.commit("2026-03-25T12:00:00Z", "deleted")
    story.bring()
    story.commit("2026-03-26T12:00:00Z", "added again")
    assert story.check("--published", published).clean
    assert story.verify().day == "registered on 2026-03-02"


def test_a_renamed_batch_is_refused(story: Story, published: str) -> None:
    moved = story.batch.replace(Path(story.batch).stem, "2026-03-02-00000000")
    story.git("mv", story.batch, moved)
    for kept in (False, True):
        if kept:
            story.commit("2026-03-25T12:00:00Z", "renamed")
        assert {"path-mismatch", "frozen-record"} <= story.check("--against", published).errors
        assert {"path-mismatch", "frozen-record"} <= story.check("--published", published).errors
        done = bukti("verify", "--repo", str(story.repo), "--at", AT, "--json", str(story.credentials[0]))
        assert done.returncode == 1
        assert "results" not in json.loads(done.stdout), "a registry that cannot be read says nothing of anyone"
        assert "path-mismatch" in done.stderr


def test_a_file_that_was_renamed_back_keeps_its_first_position(story: Story, published: str) -> None:
    story.git("mv", story.batch, "elsewhere.yaml")
    story.commit("2026-03-25T12:00:00Z", "away")
    story.git("mv", "elsewhere.yaml", story.batch)
    story.commit("2026-03-26T12:00:00Z", "back")
    assert story.check("--published", published).clean
    assert story.verify().day == "registered on 2026-03-02"


def test_a_template_that_is_taken_away_takes_its_batch_with_it(story: Story, published: str) -> None:
    template = next(path for path in story.records if "/templates/" in path)
    (story.repo / template).unlink()
    assert {"batch-template"} <= story.check().errors
    assert "frozen-record" in story.check("--published", published).errors
    assert story.verify().verdict == "invalid"


def test_a_class_that_stood_first_in_a_commit_that_was_rewritten(story: Story, published: str) -> None:
    """A force-push drops the commit; pushed anew, the class counts from the new one, and the gate sees it."""
    story.git("reset", "-q", "--hard", "HEAD~2")
    (story.repo / "README.md").write_text("A registry.\n", encoding="utf-8")
    story.commit("2026-03-29T12:00:00Z", "another past")
    story.bring()
    story.commit("2026-03-30T12:00:00Z", "the class again")
    told = story.check("--published", published)
    assert told.errors == {"history-published"}
    assert "written anew" in told.of("history-published")["message"]
    assert story.verify().day == "registered on 2026-03-30"
