"""Random histories of branches, merges and odd dates, held against a plain walk along first parents."""

import random
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path

import pytest

from bukti.loading import read_history
from bukti.loading.published import in_line, published_findings
from tests.history.story import git

HISTORIES = 20
STEPS = 10
START = datetime(2026, 1, 10, 12, tzinfo=UTC)


class Wanderer:
    """Makes a history in ``root`` by one seed: files come, change and go on branches that fork and join."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.rng = root, random.Random(f"history {seed}")
        self.trees: dict[str, Mapping[str, str]] = {}
        root.mkdir()
        git(root, "init", "-q", "-b", "main")
        self.branches = ["main"]
        self.write()
        for _ in range(STEPS):
            self.step()

    def when(self) -> str:
        """A moment near the start, forward or back, in any zone."""
        moment = START + timedelta(hours=self.rng.randint(-96, 240))
        return f"{int(moment.timestamp())} {self.rng.choice(['+0000', '+0800', '-1100', '+1400', '+0545'])}"

    def write(self) -> None:
        for _ in range(self.rng.randint(1, 2)):
            path = self.root / "registry" / f"{self.rng.randrange(12)}.yaml"
            if path.exists() and self.rng.random() < 0.3:
                path.unlink()
            else:
                path.parent.mkdir(exist_ok=True)
                path.write_text(f"a: {self.rng.randrange(3)}\n", encoding="utf-8")
        git(self.root, "add", "-A")
        git(self.root, "commit", "-q", "--allow-empty", "-m", "work", at=self.when())

    def step(self) -> None:
        kind = self.rng.choice(["write", "write", "fork", "switch", "merge"])
        if kind == "write":
            self.write()
        elif kind == "fork":
            self.branches.append(f"branch-{len(self.branches)}")
            git(self.root, "checkout", "-q", "-b", self.branches[-1])
            self.write()
        else:
            git(self.root, "checkout", "-q", self.rng.choice(self.branches))
            if kind == "merge":
                self.merge(self.rng.choice(self.branches))
            self.write()

    def merge(self, other: str) -> None:
        way = self.rng.choice(["--ff", "--no-ff"])
        try:
            git(self.root, "merge", "-q", way, "-X", "theirs", "-m", "join", other, at=self.when())
        except AssertionError:  # the two disagree about a deletion, which git leaves to a person
            git(self.root, "merge", "--abort")
            git(self.root, "merge", "-q", way, "-s", "ours", "-m", "join", other, at=self.when())

    @cached_property
    def known(self) -> Mapping[str, tuple[int, list[str]]]:
        """Committer seconds and parents of every commit that there is."""
        listed = (line.split() for line in git(self.root, "log", "--all", "--format=%H %ct %P").splitlines())
        return {commit: (int(seconds), parents) for commit, seconds, *parents in listed}

    def line(self, commit: str) -> list[str]:
        """The first-parent line of a commit, oldest first, one parent after the other."""
        found = [commit]
        while parents := self.known[found[-1]][1]:
            found.append(parents[0])
        return found[::-1]

    def ancestors(self, commit: str) -> set[str]:
        """The commit and all that came before it, on every side."""
        found = {commit}
        waiting = [commit]
        while waiting:
            parents = set(self.known[waiting.pop()][1]) - found
            found |= parents
            waiting += parents
        return found

    def files(self, commit: str) -> Mapping[str, str]:
        """Path and blob of every file that stands in a commit."""
        if commit not in self.trees:
            listed = git(self.root, "ls-tree", "-r", commit).splitlines()
            self.trees[commit] = {path: head.split()[2] for head, path in (one.split("\t") for one in listed)}
        return self.trees[commit]

    def first(self, commit: str) -> dict[str, tuple[int, str, date, str]]:
        """For each path: index, commit, registered day and blob of its first appearance."""
        found: dict[str, tuple[int, str, date, str]] = {}
        highest = 0
        for index, one in enumerate(self.line(commit)):
            highest = max(highest, self.known[one][0])
            day = datetime.fromtimestamp(highest, UTC).date()
            for path, blob in self.files(one).items():
                found.setdefault(path, (index, one, day, blob))
        return found


@pytest.fixture(scope="session")
def wanderers(tmp_path_factory: pytest.TempPathFactory) -> list[Wanderer]:
    folder = tmp_path_factory.mktemp("histories")
    return [Wanderer(folder / str(seed), seed) for seed in range(HISTORIES)]


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_positions_and_the_gate_follow_the_first_parents(seed: int, wanderers: list[Wanderer]) -> None:
    made = wanderers[seed]
    for branch in made.rng.sample(made.branches, min(2, len(made.branches))):
        head = git(made.root, "rev-parse", branch).strip()
        history = read_history(made.root, branch)
        line = made.line(head)
        assert [one for one, _ in history.commits] == line
        told = {path: (at.index, at.commit, at.day, blob) for path, (at, blob) in history.first.items()}
        assert told == made.first(head)
        assert [one for one in made.known if in_line(history, one)] == [one for one in made.known if one in line]
        assert list(published_findings(made.root, history, line[0])) == []
        for other in [one for one in made.known if one not in line][:2]:
            (refused,) = published_findings(made.root, history, other)
            assert ("fast-forwarded" in refused.message) == (other in made.ancestors(head))


def test_the_histories_are_of_every_kind(wanderers: list[Wanderer]) -> None:
    """Else the test above could hold while nothing is tried."""
    kinds = {"merge": 0, "beside": 0, "back": 0, "gone": 0}
    for made in wanderers:
        head = git(made.root, "rev-parse", "HEAD").strip()
        line = made.line(head)
        dates = [made.known[one][0] for one in line]
        kinds["merge"] += any(len(parents) > 1 for _, parents in made.known.values())
        kinds["beside"] += len(made.ancestors(head)) > len(line)
        kinds["back"] += dates != sorted(dates)
        kinds["gone"] += bool(made.first(head).keys() - made.files(head).keys())
    assert min(kinds.values()) >= 5, kinds
