"""What is told of an issuer beside a result (LKP-15), by the page's rules and in the command's words."""

import json
from pathlib import Path
from typing import Any

import pytest

from bukti.cli import main
from bukti.verification.issuer_notes import notes_on
from bukti.verification.source import KnownIssuer
from tests.vectors.conftest import stage
from tools.vectors import site, world
from tools.vectors.case import AT, changed, put

STAGE = stage("issuer_notes")
CLOSED = {"kind": "closed", "day": "2026-11-20"}
RENAMED = {
    "kind": "renamed", "day": "2026-11-19", "former_name": {"en": "Universiti Contoh (demonstration)"},
    "name": {"en": "University\u202e of \x1b[31mExamples"},
}  # fmt: skip


def issuer(id_: str, name: dict[str, str], events: object = ()) -> KnownIssuer:
    listed = tuple(events) if isinstance(events, list) else ()
    return KnownIssuer(id=id_, dids=(), zone="UTC", keys=(), name=name, events=listed)


@pytest.mark.parametrize("case", STAGE["cases"], ids=lambda case: case["why"])
def test_shared_cases(case: dict[str, Any]) -> None:
    one = issuer("one", case["name"], case["events"])
    issuers = [one, *(issuer(other["id"], other["name"]) for other in STAGE["others"])]
    found = notes_on(one, issuers, case["signed"], case["language"])
    assert [note.__dict__ for note in found] == case["told"]


def test_the_cases_are_all_there() -> None:
    assert len(STAGE["cases"]) > 25
    kinds = {note["kind"] for case in STAGE["cases"] for note in case["told"]}
    assert kinds == {"renamed", "suspended", "closed", "merged"}


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    """The site of the vectors, whose first provider was renamed and closed."""
    files = site.site()
    keys = json.loads(files["keys.json"])
    provider = next(one for one in keys["issuers"] if one["id"] == world.UNI)
    provider |= {"events": [RENAMED, CLOSED], "name": RENAMED["name"], "status": "closed"}
    for path, text in {**files, "keys.json": json.dumps(keys)}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def told(registry: Path, data: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    code = main.run(["verify", "--site", str(registry), "--at", AT, "--", data])
    return code, capsys.readouterr().out.splitlines()


class TestCommand:
    def test_the_verdict_stays_and_the_line_is_there(self, registry: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code, lines = told(registry, json.dumps(world.registered("aisyah")), capsys)
        assert (code, lines[1]) == (0, "  Genuine and current")
        former, present = "Universiti Contoh (demonstration)", "University? of ?[31mExamples"
        assert lines[5:7] == [
            f"    Issued under the name {former}. Since 2026-11-19 the name is {present}.",
            "    This provider closed on 2026-11-20. Earlier awards are not affected.",
        ]

    def test_of_a_forged_one_nothing_is_told(self, registry: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code, lines = told(registry, changed("aisyah", put("/credentialSubject/result/0/value", "A")), capsys)
        assert code == 1
        assert not [line for line in lines if "closed on" in line or "Issued under" in line]

    def test_another_provider_s_credentials_are_not_touched(
        self, registry: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        _, lines = told(registry, json.dumps(world.registered("arabic")), capsys)
        assert not [line for line in lines if "closed on" in line or "Issued under" in line]

    @pytest.mark.parametrize(
        ("label", "line"),
        [
            ("expired", "  Genuine, but expired: expired on 2026-11-22"),
            ("superseded", "  Replaced by a newer one: replaced on 2026-11-15 (name-corrected)"),
            ("revoked-silently", "  Revoked: revoked on 2026-11-11 (no reason given)"),
            ("first-day", "  Genuine, but not valid yet: valid from 2026-11-24"),
            ("aisyah", "  Genuine and current"),
        ],
    )
    def test_what_happened_stands_on_the_second_line(
        self, registry: Path, label: str, line: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        _, lines = told(registry, json.dumps(world.registered(label)), capsys)
        assert lines[1] == line

    def test_a_replaced_one_leads_to_a_newer_one_and_reveals_nothing(
        self, registry: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        _, lines = told(registry, json.dumps(world.registered("superseded")), capsys)
        assert lines[-1] == "  Next: A newer one exists: ask the holder for it."
        assert "Aisyah" not in "".join(lines), "the name on the newer one"
