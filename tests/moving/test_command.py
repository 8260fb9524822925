"""`bukti revoke` after the move: of a credential of the old address, by its file or by its old link."""

import json
from pathlib import Path

import pytest

from bukti.loading import load_or_raise
from tests.moving.estate import A, B, Estate, Held, Stranger, did, in_node, move
from tests.templates.small import PROVIDER


def revoke(estate: Estate, *targets: str, index: Path) -> set[str]:
    """The paths of what the command wrote."""
    before = estate.world.files().keys()
    done = estate.world.run(
        "revoke", *targets, "--reason", "issued-in-error", "--key", str(estate.world.desk / "k-1.pem"),
        "--index", str(index), "--repo", str(estate.repo), "--on", f"2026-05-{estate.day + 1:02}", "--json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    estate.commit("revoked by command")
    return estate.world.files().keys() - before


@pytest.mark.needs_node
@pytest.mark.parametrize("by", ["file", "link", "hash of the class"])
def test_an_old_credential_is_revoked_in_its_old_list(by: str, estate: Estate, tmp_path: Path) -> None:
    old: list[Held] = estate.issue("old", "Ada", "Badrul")
    move(estate, B)
    new = estate.issue("new", "Chen")[0]
    target = {"file": str(old[0].file), "link": old[0].link, "hash of the class": "Ada"}[by]
    written = revoke(estate, target, index=estate.world.desk / "old")
    assert {path for path in written if "/status/" in path} == {f"credentials/{PROVIDER}/status/1/2.json"}
    document = load_or_raise(estate.repo).statuses[PROVIDER, "1", 2].record.document
    assert (document["id"], document["issuer"]) == (f"{A}/issuers/{PROVIDER}/status/1.json", did(A))
    assert estate.errors() == []
    site = estate.build(tmp_path / "site")
    inputs = [str(one.file) for one in (*old, new)]
    expected = ["revoked", "valid", "valid"]
    assert estate.verdicts(*inputs) == estate.verdicts(*inputs, site=site) == in_node(site, *inputs) == expected
    assert [Stranger(site).accepts(one.credential) for one in (*old, new)] == [False, True, True]


def test_credentials_of_both_addresses_are_revoked_at_once_each_in_its_own_list(estate: Estate, tmp_path: Path) -> None:
    old = estate.issue("old", "Ada", "Badrul")
    move(estate, B)
    new = estate.issue("new", "Chen", "Devi")
    (tmp_path / "both").mkdir()
    for name in ("old", "new"):
        (estate.world.desk / name).rename(tmp_path / "both" / name)
    held = [Held(tmp_path / "both" / one.file.parent.name / one.file.name, one.link) for one in (*old, *new)]
    written = revoke(estate, str(held[0].file), str(held[2].file), index=tmp_path / "both")
    lists = {path: json.loads((estate.repo / path).read_bytes())["id"] for path in written if "/status/" in path}
    assert lists == {
        f"credentials/{PROVIDER}/status/1/2.json": f"{A}/issuers/{PROVIDER}/status/1.json",
        f"credentials/{PROVIDER}/status/2/2.json": f"{B}/issuers/{PROVIDER}/status/2.json",
    }
    site = estate.build(tmp_path / "site")
    assert [Stranger(site).accepts(one.credential) for one in held] == [False, True, False, True]
