"""Both commands say the same, sentence for sentence, of every vector, and of sites whose files are damaged."""

import json
import os
import subprocess
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bukti.verification import verify_text
from bukti.verification.inputs import read_input
from bukti.verification.site_source import SiteSource
from tests.agreement.commands import ROOT, in_both, in_node, in_python
from tests.vectors import site_mutants
from tests.vectors.conftest import FOLDER, Vector, documents_of, input_of, vectors, write_site
from tools.node import find_node
from tools.vectors import site, world
from tools.vectors.case import AT, changed, put
from tools.vectors.cases_register import new

CORE = ROOT / "verifier" / "dist" / "core.js"
SITES = int(os.environ.get("BUKTI_SITES", "330"))

pytestmark = pytest.mark.needs_node


def by_site() -> dict[str, list[Vector]]:
    """The vectors by site, time and documents at hand: one run of each command for each."""
    groups: dict[str, list[Vector]] = defaultdict(list)
    for vector in vectors():
        same = [vector["at"], vector.get("files", {}), vector.get("at_hand", [])]
        groups[json.dumps(same, sort_keys=True)].append(vector)
    return groups


@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.slow)])
def test_every_vector(tmp_path: Path, capsys: pytest.CaptureFixture[str], step: int) -> None:
    """Those of every third site at the desk, where each language runs all of them by itself; all in the slow tests."""
    count, groups = 0, list(by_site().values())[::step]
    for number, group in enumerate(groups):
        folder = tmp_path / str(number)
        write_site(group[0], folder / "site")
        paths = [folder / f"{vector['name']}.json" for vector in group]
        for path, vector in zip(paths, group, strict=True):
            path.write_bytes(input_of(vector))
        beside = [folder / f"at-hand-{place}.json" for place, _ in enumerate(documents_of(group[0]))]
        for path, document in zip(beside, documents_of(group[0]), strict=True):
            path.write_bytes(document)
        inputs = [str(path) for path in paths]
        python, node = in_both(folder / "site", group[0]["at"], inputs, capsys, beside)
        assert node == python
        count += len(inputs)
    with capsys.disabled():
        print(f" [{count} vectors in Python and Node]", end="")  # noqa: T201
    assert count == sum(map(len, groups)) >= len(vectors()) // (2 * step)


def test_links_and_payloads_as_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    card = world.card(world.LEARNERS["aisyah"])
    inputs = [world.link(card), world.digits(card), world.link(card).partition("#")[2], '{"type": "x"}', "#"]
    found = in_python(FOLDER / "site", AT, inputs, capsys)
    assert in_node(FOLDER / "site", AT, inputs) == found
    assert [one["verdict"] for one in found[1]] == ["valid"] * 3 + ["cannot_tell"] * 2


def originals() -> list[Any]:
    """The credentials that the site registers, as data."""
    return [world.registered(label) for label in world.LEARNERS]


def judged_inputs() -> dict[str, str]:
    """What is checked on every mutated site; all but the first two must never be valid."""
    return {
        "good": json.dumps(world.registered("aisyah")),
        "card": world.link(world.card(world.LEARNERS["arabic"])),
        "revoked": json.dumps(world.registered("revoked")),
        "forged": changed("aisyah", put("/credentialSubject/identifier/0/identityHash", "Aisyah binti Rahmat")),
        "never": json.dumps(world.credential(new("never", day="2026-10-01"))),
    }


def sites_in_node(changes: list[site_mutants.Mutant]) -> list[list[dict[str, Any]]]:
    """The results of the verifier's bundle: for each mutated site those of all inputs."""
    if not CORE.is_file():
        pytest.fail(f"{CORE.relative_to(ROOT)} is missing: run `make setup`")
    inputs, changed_files = [*judged_inputs().values()], [dict(mutant.files) for mutant in changes]
    asked = {"at": AT, "inputs": inputs, "site": site.site(), "changes": changed_files}
    argv = [str(find_node().executable), str(Path(__file__).with_name("judge_sites.mjs"))]
    ran = subprocess.run(argv, input=json.dumps(asked).encode(), capture_output=True, cwd=ROOT, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    found: list[list[dict[str, Any]]] = json.loads(ran.stdout)
    return found


def site_in_python(files: dict[str, str]) -> list[dict[str, Any]]:
    """The results of all inputs on one site."""
    source = SiteSource(lambda path: files[path].encode() if path in files else None)
    now = datetime.fromisoformat(AT)
    inputs = enumerate(judged_inputs().values())
    return [one.as_json() for number, text in inputs for one in verify_text(text, source, now, str(number))]


@pytest.mark.parametrize("count", [SITES // 6, pytest.param(SITES, marks=pytest.mark.slow)])
def test_mutated_sites(capsys: pytest.CaptureFixture[str], count: int) -> None:
    """Of mutated site files both say the same, nothing false is valid, and damage counts against nobody."""
    sites = list(site_mutants.mutants(count, seed=20261124))
    sound = [one["verdict"] for one in site_in_python(site.site())]
    assert sound == ["valid", "valid", "revoked", "invalid", "invalid"]
    verdicts: Counter[str] = Counter()
    for mutant, node in zip(sites, sites_in_node(sites), strict=True):
        python = site_in_python({**site.site(), **mutant.files})
        assert node == python, mutant.name
        found = [one["verdict"] for one in python]
        assert "valid" not in found[2:], mutant.name
        if mutant.damage:
            assert all(one in (was, "cannot_tell") for one, was in zip(found, sound, strict=True)), mutant.name
        verdicts.update(found[:1])
    with capsys.disabled():
        print(f" [{len(sites)} sites in both, the good credential: {dict(verdicts)}]", end="")  # noqa: T201
    assert len(sites) == count
    assert verdicts["cannot_tell"] > count / 2
    assert verdicts["valid"] > 0


def test_a_planted_difference_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The comparison can fail: two runs on two inputs are told apart."""
    path = tmp_path / "x.json"
    path.write_text(json.dumps(world.registered("aisyah")), encoding="utf-8")
    python = in_python(FOLDER / "site", AT, [str(path)], capsys)
    path.write_text(json.dumps(world.registered("revoked")), encoding="utf-8")
    assert in_node(FOLDER / "site", AT, [str(path)]) != python


def test_unmutated_inputs_are_read() -> None:
    assert all(payload.parse.passed for one in originals() for payload in read_input(json.dumps(one)))
