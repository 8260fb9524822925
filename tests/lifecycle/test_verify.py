"""What verifiers say afterwards: Python on repository and site, Node on the site, strangers by the status list."""

import csv
import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bukti.proof.status import bits_of
from tests.lifecycle.conftest import Desk
from tests.templates.small import PROVIDER
from tools.node import find_node

ROOT = Path(__file__).resolve().parents[2]
VERIFIER = ROOT / "verifier" / "dist" / "verify-cli.js"
EXPECTED = {
    ("s-1", "out"): ("revoked", "revoked"),
    ("s-2", "out"): ("suspended", "suspended"),
    ("s-3", "out"): ("valid", ""),
    ("s-4", "out"): ("superseded", "superseded"),
    ("s-5", "out"): ("revoked", "revoked"),
    ("s-6", "out"): ("valid", ""),
    ("s-4", "corrected"): ("valid", ""),
    ("o-1", "old"): ("superseded", "superseded"),
    ("o-1", "renewed"): ("valid", ""),
    ("o-2", "old"): ("expired", "expired"),
}
"""By ref and folder: the verdict, and the code of the check that failed."""


@dataclass(frozen=True)
class Published:
    """A registry in which everything has happened, and the site that was built from it."""

    desk: Desk
    site: Path

    def inputs(self, folder: str, ref: str) -> tuple[str, str]:
        """The credential's file and its card link."""
        file = Path(self.desk.file(ref, folder))
        with (self.desk.desk / folder / "links.csv").open(encoding="utf-8-sig", newline="") as rows:
            return str(file), next(row["link"] for row in csv.DictReader(rows) if row["json"] == file.name)


@pytest.fixture(scope="module")
def published(first_desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Published:
    import shutil

    folder = tmp_path_factory.mktemp("published")
    shutil.copytree(first_desk.repo, folder / "repo")
    shutil.copytree(first_desk.desk, folder / "desk")
    desk = Desk(repo=folder / "repo", desk=folder / "desk")
    old = desk.list("name,ref\nOld One,o-1\nOld Two,o-2\n")
    desk.issued(old, "--out", str(desk.desk / "old"), "--issued-on", "2021-01-05")
    desk.commit()
    desk.done("revoke", "s-1")
    desk.done("suspend", "s-2", "s-3")
    desk.commit()
    desk.done("reinstate", "s-3")
    desk.done("revoke", "s-5", key="m-1", reason="agency-decision")
    replace(desk, "name,ref,result\nمريم المثالي,s-4,B\n", "corrected", "name-corrected")
    desk.commit()
    replace(desk, "name,ref\nOld One,o-1\n", "renewed", "renewed", index="old")
    desk.commit()
    assert desk.errors() == []
    done = desk.run("build", "--repo", str(desk.repo), "--out", str(folder / "site"))
    assert done.returncode == 0, done.stderr
    return Published(desk, folder / "site")


def replace(desk: Desk, csv_text: str, out: str, reason: str, index: str = "out") -> None:
    listed = desk.list(csv_text, f"{out}.csv")
    desk.done("supersede", "--csv", str(listed), "--out", str(desk.desk / out), reason=reason, index=index)


def in_python(published: Published, *inputs: str) -> list[dict[str, Any]]:
    return verified(published, "--site", str(published.site), *inputs)


def by_repository(published: Published, *inputs: str) -> list[dict[str, Any]]:
    return verified(published, "--repo", str(published.desk.repo), *inputs)


def verified(published: Published, *arguments: str) -> list[dict[str, Any]]:
    done = published.desk.run("verify", "--json", *arguments)
    results: list[dict[str, Any]] = json.loads(done.stdout)["results"]
    return results


def in_node(published: Published, *inputs: str) -> list[dict[str, Any]]:
    command = [str(find_node().executable), str(VERIFIER), "--site", str(published.site), *inputs]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    results: list[dict[str, Any]] = json.loads(done.stdout)["results"]
    return results


VERIFIERS = [in_python, by_repository, pytest.param(in_node, marks=pytest.mark.needs_node)]


@pytest.mark.parametrize("verifier", VERIFIERS)
@pytest.mark.parametrize("kind", [0, 1], ids=["file", "link"])
def test_every_credential_has_its_verdict(
    published: Published, verifier: Callable[..., list[dict[str, Any]]], kind: int
) -> None:
    inputs = [published.inputs(folder, ref)[kind] for ref, folder in EXPECTED]
    found = [
        (one["verdict"], next((check["code"] for check in one["checks"] if check["state"] == "failed"), ""))
        for one in verifier(published, *inputs)
    ]
    assert dict(zip(EXPECTED, found, strict=True)) == EXPECTED


@pytest.mark.needs_node
def test_python_and_node_say_the_same_of_each(published: Published) -> None:
    inputs = [one for ref, folder in EXPECTED for one in published.inputs(folder, ref)]
    assert in_python(published, *inputs) == in_node(published, *inputs)


def test_the_old_code_says_when_it_was_replaced_and_that_a_newer_one_exists(published: Published) -> None:
    told = published.desk.run("verify", "--site", str(published.site), published.inputs("out", "s-4")[1]).stdout
    assert "Replaced by a newer one" in told
    assert "(name-corrected)" in told
    assert "ask the holder" in told
    assert "المثالي" not in told


def test_nothing_published_links_the_old_one_to_the_new(published: Published) -> None:
    old, new = published.desk.line("s-4")["hash"], published.desk.line("s-4", "corrected")["hash"]
    (act,) = [one for one in published.desk.acts() if one.reason == "name-corrected"]
    assert (act.hashes.split(), act.replaced_by) == ([old], f"{new}\n")
    for path in published.site.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert old.encode() not in data, path
        assert new.encode() not in data, path


def test_strangers_read_the_bits_of_what_is_revoked_and_superseded(published: Published) -> None:
    """The agency's revocation of s-5 comes in with the list that the provider signed next."""
    path = published.site / "issuers" / PROVIDER / "status" / "1.json"
    bits = set(bits_of(json.loads(path.read_bytes())).indexes())
    ended = [key for key, (verdict, _) in EXPECTED.items() if verdict in ("revoked", "superseded")]
    assert bits == {published.desk.line(ref, folder)["status_index"] for ref, folder in ended}
