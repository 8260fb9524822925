"""`bukti check --published`: the published branch goes on from what was published last, or nothing is published."""

import ast
import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml

from bukti.errors import UsageError
from bukti.loading.published import published_commit
from site_builder.load import load_site
from site_builder.plan import make_plan
from tests.history.story import Checked, Story, bukti, git

ROOT = Path(__file__).parents[2]


@pytest.fixture
def published(story: Story) -> str:
    """The class is published; the answer is its commit."""
    story.bring()
    return story.commit("2026-03-02T12:00:00Z")


def message(checked: Checked) -> str:
    assert (checked.exit_code, checked.errors) == (1, {"history-published"})
    found = checked.of("history-published")
    assert found["hint"]
    assert found["clause"] == "spec/records.md REC-21"
    return str(found["message"])


class TestWhatFollows:
    def test_the_same_commit(self, story: Story, published: str) -> None:
        assert story.check("--published", published).clean

    def test_later_commits(self, story: Story, published: str) -> None:
        story.commit("2026-03-03T12:00:00Z")
        story.commit("2026-03-04T12:00:00Z")
        assert story.check("--published", published).clean

    def test_the_file_that_the_builder_wrote(self, story: Story, published: str, tmp_path: Path) -> None:
        plan = make_plan(load_site(story.repo, published_at="2026-03-03T00:00:00Z"))
        (file,) = [file for file in plan.files if file.path == "published.json"]
        (tmp_path / "published.json").write_bytes(file.make())
        story.commit("2026-03-04T12:00:00Z")
        assert story.check("--published", str(tmp_path / "published.json")).clean

    def test_on_a_work_branch_the_published_branch_is_held_against_it(self, story: Story, published: str) -> None:
        story.git("checkout", "-q", "-b", "work", "main~1")
        assert story.check("--published", published).clean, "it left before the class came, and takes nothing away"
        story.git("checkout", "-q", "main")
        story.git("commit", "-q", "--amend", "-m", "said otherwise", at="2026-03-02T12:00:00Z")
        story.git("checkout", "-q", "work")
        assert "written anew" in message(story.check("--published", published))


class TestWhatDoesNot:
    def test_a_branch_that_was_set_back(self, story: Story, published: str) -> None:
        story.git("reset", "-q", "--hard", "HEAD~1")
        assert "set back by 1 commit:" in message(story.check("--published", published))

    def test_a_force_push(self, story: Story, published: str) -> None:
        story.git("commit", "-q", "--amend", "-m", "said otherwise", at="2026-03-02T12:00:00Z")
        assert "written anew" in message(story.check("--published", published))

    def test_a_force_push_seen_by_a_fresh_clone(self, story: Story, published: str, tmp_path: Path) -> None:
        """The old commit is not even there."""
        story.git("commit", "-q", "--amend", "-m", "said otherwise", at="2026-03-02T12:00:00Z")
        git(tmp_path, "clone", "-q", story.repo.as_uri(), str(tmp_path / "fresh"))
        assert "unknown here" in message(story.check("--published", published, repo=tmp_path / "fresh"))

    def test_a_history_begun_anew(self, story: Story, published: str) -> None:
        story.git("checkout", "-q", "--orphan", "fresh")
        story.commit("2026-03-03T12:00:00Z", "all in one")
        story.git("branch", "-M", "main")
        assert "shares no commit" in message(story.check("--published", published))

    def test_a_branch_that_had_merged_it_and_was_fast_forwarded_to(self, story: Story, published: str) -> None:
        story.git("checkout", "-q", "-b", "work", "main~1")
        story.commit("2026-03-02T13:00:00Z", "work")
        story.git("merge", "-q", "--no-ff", "-m", "up to date", "main", at="2026-03-04T12:00:00Z")
        story.git("branch", "-M", "main")
        assert "fast-forwarded" in message(story.check("--published", published))

    def test_a_record_that_was_changed_since(self, story: Story, published: str) -> None:
        (story.repo / "registry/universiti-contoh/rain-data/v1.yaml").unlink()
        assert "MC-REG-02" in story.check("--published", published).errors


class TestWhatCannotBeTold:
    def test_a_shallow_clone(self, story: Story, published: str, tmp_path: Path) -> None:
        """Not even where the commit is its head: positions are not at hand, so it is no clone to publish from."""
        shallow = tmp_path / "shallow"
        git(tmp_path, "clone", "-q", "--depth", "1", story.repo.as_uri(), str(shallow))
        checked = story.check("--published", published, repo=shallow)
        assert "not at hand" in message(checked)
        assert checked.of("history-published")["hint"] == "git fetch --unshallow"
        git(shallow, "fetch", "-q", "--unshallow")
        assert story.check("--published", published, repo=shallow).clean

    def test_a_folder_without_git(self, story: Story, published: str) -> None:
        (story.repo / ".git").rename(story.repo.parent / "put-away")
        assert "no history" in message(story.check("--published", published))

    def test_a_site_that_was_built_outside_of_git(self, story: Story, published: str) -> None:
        assert "outside of git" in message(story.check("--published", "0" * 40))

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "not json",
            "[]",
            "{}",
            '{"commit": null}',
            '{"commit": "main"}',
            '{"commit": "abc1234"}',
            '{"commit": "%s"}' % ("g" * 40),
            '{"commit": "%s\\n"}' % ("a" * 40),
            '{"commit": "%s"}' % ("a" * 40) + " " * 10_000,
            "[" * 9_000,
            "\udcff",
        ],
    )
    def test_a_file_that_states_no_commit(self, text: str, tmp_path: Path) -> None:
        """A page that says "not found" with the answer 200 is one."""
        file = tmp_path / "published.json"
        file.write_bytes(text.encode("utf-8", "surrogateescape"))
        with pytest.raises(UsageError, match="does not state a commit"):
            published_commit(str(file))

    @pytest.mark.parametrize("named", ["main", "HEAD", "abc1234", "A" * 40, "--all", "no-such-file.json", ""])
    def test_what_is_neither_a_commit_id_nor_a_file(self, named: str) -> None:
        with pytest.raises(UsageError, match="no commit id"):
            published_commit(named)

    def test_the_command_leaves_with_2(self, story: Story, published: str) -> None:
        done = bukti("check", "--repo", str(story.repo), "--published=main")
        assert (done.returncode, done.stdout) == (2, "")
        assert "full commit id" in done.stderr


def test_every_command_asks_for_the_history_of_the_published_branch() -> None:
    """Else records of whatever is checked out would count as published."""
    calls = [
        (path.relative_to(ROOT), node)
        for package in ("bukti", "site_builder")
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ("read_history", "read_against")
    ]
    assert len({path for path, _ in calls}) >= 4
    for path, node in calls:
        last = ast.unparse(node.args[-1])
        assert last.rpartition(".")[2] == "branch", f"{path}:{node.lineno} leaves the branch out: {ast.unparse(node)}"


# The publishing workflow ---------------------------------------------------------------------

CURL = """#!/bin/bash
printf '%s\\n' "$@" > "$SEEN"
if [[ "$ANSWER" == broken ]]; then echo 'curl: (6) Could not resolve host' >&2; exit 6; fi
while (( $# )); do if [[ "$1" == --output ]]; then printf '%s' "$BODY" > "$2"; fi; shift; done
printf '%s' "$ANSWER"
"""
BUKTI = """#!/bin/bash
printf '%s\\n' "$@" >> "$RAN"
"""


class Job:
    """The two steps of the build job that hold the past against the present, run by bash as GitHub does."""

    def __init__(self, folder: Path) -> None:
        workflow = yaml.load((ROOT / ".github/workflows/publish.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
        steps = workflow["jobs"]["build"]["steps"]
        names = [step["name"] for step in steps]
        assert names.index("Ask the live site which commit it was made from") + 1 == next(
            number for number, name in enumerate(names) if name.startswith("Check the registry")
        )
        self.folder = folder
        self.steps = [step for step in steps if step["name"].startswith(("Ask the live", "Check the registry"))]
        self.put("bin/curl", CURL)
        self.put(".venv/bin/bukti", BUKTI)

    def put(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def run(self, answer: str, body: str = "", before: str = "", **more: str) -> tuple[int, list[str]]:
        """Exit code of the first step that fails (0: none), and the arguments of ``bukti``."""
        env = {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "GITHUB_REPOSITORY": "Agency/registry",
            "SITE": "",
            "BEFORE": before,
            "ANSWER": answer,
            "BODY": body,
            "SEEN": str(self.folder / "seen"),
            "RAN": str(self.folder / "ran"),
        } | more
        for step in self.steps:
            assert set(step.get("env", {})) <= {"SITE", "BEFORE"}
            command = ["bash", "--noprofile", "--norc", "-e", "-c", step["run"]]
            done = subprocess.run(command, cwd=self.folder, env=env, capture_output=True, text=True, check=False)
            if done.returncode:
                return done.returncode, self.ran()
        return 0, self.ran()

    def ran(self) -> list[str]:
        ran = self.folder / "ran"
        return ran.read_text(encoding="utf-8").split() if ran.exists() else []

    @property
    def address(self) -> str:
        return (self.folder / "seen").read_text(encoding="utf-8").split()[-1]


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path)


BEFORE = "b" * 40
STATED = json.dumps({"commit": "a" * 40, "published_at": "2026-03-02T12:00:00Z"})
GATE = ["check", "--format", "github"]


class TestWorkflow:
    def test_what_is_published_is_held_against(self, job: Job) -> None:
        assert job.run("200", STATED, BEFORE) == (
            0,
            [*GATE, "--published", "build/published.json", "--against", BEFORE],
        )
        assert (job.folder / "build" / "published.json").read_text(encoding="utf-8") == STATED

    @pytest.mark.parametrize("before", ["", "0" * 40])
    def test_a_run_that_no_push_began(self, job: Job, before: str) -> None:
        assert job.run("200", STATED, before) == (0, [*GATE, "--published", "build/published.json"])

    def test_the_first_publication(self, job: Job) -> None:
        assert job.run("404", "<html>no such page</html>", BEFORE) == (0, [*GATE, "--against", BEFORE])
        assert not (job.folder / "build" / "published.json").exists()

    @pytest.mark.parametrize("answer", ["broken", "500", "503", "403", "301", "000", "410", ""])
    def test_a_site_that_gives_no_answer_stops_the_run(self, job: Job, answer: str) -> None:
        code, ran = job.run(answer, "", BEFORE)
        assert code != 0
        assert ran == []

    @pytest.mark.parametrize(
        ("repository", "site", "address"),
        [
            ("Agency/registry", "", "https://Agency.github.io/registry/published.json"),
            ("Agency/agency.github.io", "", "https://Agency.github.io/published.json"),
            ("Agency/registry", "https://bukti.example/", "https://bukti.example/published.json"),
            ("Agency/registry", "https://bukti.example/a", "https://bukti.example/a/published.json"),
        ],
    )
    def test_where_the_site_is(self, job: Job, repository: str, site: str, address: str) -> None:
        job.run("200", STATED, GITHUB_REPOSITORY=repository, SITE=site)
        assert job.address == address

    def test_no_token_is_sent_and_only_https_is_spoken(self, job: Job) -> None:
        text = json.dumps(job.steps)
        assert "--proto =https" in text
        assert not [word for word in ("secrets.", "github.token", "Authorization", "GITHUB_TOKEN") if word in text]
