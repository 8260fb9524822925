"""Whatever a site does not answer counts against nobody: the verdict stays, or nothing can be told (VER-12, VER-14)."""

import json
import subprocess
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from itertools import combinations
from typing import Any

import pytest

from bukti.proof.jcs import canonical
from bukti.verification import verify_text
from bukti.verification.site_source import SiteSource
from tests.agreement import mutations
from tests.agreement.commands import ROOT
from tests.agreement.registry import AT, files, originals
from tools.node import find_node

pytestmark = pytest.mark.needs_node

SCRIPT = ROOT / "tests" / "vectors" / "judge_sites.mjs"
PARTS = {
    "keys": ("keys.json",),
    "published": ("published.json",),
    "templates": tuple(path for path in files() if path.endswith("templates.json")),
    "shards": tuple(path for path in files() if path.startswith("lookup/") and not path.endswith("templates.json")),
}
LOST = [names for count in range(len(PARTS) + 1) for names in combinations(PARTS, count)]
"""Every set of parts of the site, none of them and all of them included."""

Results = list[list[dict[str, Any]]]
"""For each site the results of all inputs."""


@cache
def inputs() -> tuple[str, ...]:
    """Everybody's file and card, and two mutants of each kind that are text."""
    mutants = mutations.mutants(2 * len(mutations.KINDS), seed=20261125)
    changed = [one.data.decode() for one in mutants if one.kind != "byte_changed"]
    return tuple(text for one in originals() for text in (json.dumps(one.document), one.link)) + tuple(changed)


def changes(names: tuple[str, ...]) -> dict[str, None]:
    """The files that are not answered for."""
    return dict.fromkeys(path for name in names for path in PARTS[name])


def in_python(lost: Mapping[str, None]) -> list[dict[str, Any]]:
    site = files()
    source = SiteSource(lambda path: site[path].encode() if path in site and path not in lost else None)
    now = datetime.fromisoformat(AT)
    return [one.as_json() for at, text in enumerate(inputs()) for one in verify_text(text, source, now, str(at))]


def in_node() -> Results:
    asked = {"at": AT, "inputs": inputs(), "site": dict(files()), "changes": [changes(names) for names in LOST]}
    argv = [str(find_node().executable), str(SCRIPT)]
    ran = subprocess.run(argv, input=json.dumps(asked).encode(), capture_output=True, cwd=ROOT, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    found: Results = json.loads(ran.stdout)
    return found


def test_what_is_not_answered_counts_against_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    whole = [one["verdict"] for one in in_python({})]
    assert {"valid", "revoked", "suspended", "superseded", "expired", "invalid", "cannot_tell"} <= set(whole)
    verdicts: Counter[str] = Counter()
    for names, node in zip(LOST, in_node(), strict=True):
        python = in_python(changes(names))
        assert [canonical(one) for one in python] == [canonical(one) for one in node], names
        # A presentation is told apart by its parts even then: there are as many results as before.
        for was, found in zip(whole, python, strict=True):
            assert found["verdict"] in (was, "cannot_tell"), (names, was, found)
            assert "keys" not in names or found["verdict"] == "cannot_tell", (names, found)
            assert not {"templates", "shards"} & set(names) or found["verdict"] in ("invalid", "cannot_tell")
        verdicts.update(one["verdict"] for one in python)
    with capsys.disabled():
        print(f" [{len(whole)} results on {len(LOST)} lamed sites in both: {dict(verdicts)}]", end="")  # noqa: T201


def test_nothing_lost_is_the_whole_site() -> None:
    assert changes(LOST[0]) == {}
    assert set(changes(LOST[-1])) == set(files())
