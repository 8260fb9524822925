"""What a whole registry is judged by: references, severities, demonstration keys, the command's outputs."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bukti.cli.main import run
from bukti.errors import Finding, Severity
from bukti.loading import dump_record, load_repository
from bukti.model.snapshot import NO_HISTORY
from bukti.policy import check_repository
from bukti.register import build_register
from tests.attacks import miniature as mini
from tests.attacks.miniature import DEFINITION, MC, OFFER, OFFER_FORM, TODAY, UNI, V1, changed

Judge = Callable[..., dict[str, list[Finding]]]


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    """Writes the miniature registry with some records changed, and gives the findings by code."""

    def judged(
        *forms: dict[str, Any], today: str = TODAY, raw: dict[str, str] | None = None
    ) -> dict[str, list[Finding]]:
        from bukti.loading.paths import record_path

        mini.write(tmp_path)
        for form in forms:
            mini.put(tmp_path, str(record_path(form)), dump_record(form))
        for path, text in (raw or {}).items():
            mini.put(tmp_path, path, text)
        loaded = load_repository(tmp_path)
        assert loaded.findings == ()
        assert loaded.snapshot is not None
        register = build_register(loaded.snapshot, NO_HISTORY)
        found: dict[str, list[Finding]] = {}
        for finding in check_repository(loaded.snapshot, register, NO_HISTORY, date.fromisoformat(today), None):
            found.setdefault(finding.code, []).append(finding)
        return found

    return judged


def other(name: str, **members: Any) -> list[dict[str, Any]]:
    """A second micro-credential and its offer."""
    form = DEFINITION | {"id": name, "title": {"en": f"Reading {name.title()} Data"}} | members
    return [form, OFFER_FORM | {"id": name}]


def stack(mc: str) -> list[dict[str, Any]]:
    return [{"mc": f"{UNI}/{mc}", "as": {"en": "step"}}]


def test_the_miniature_has_only_the_note_that_there_is_no_git(judge: Judge) -> None:
    assert {code: found[0].severity for code, found in judge().items()} == {"history-none": Severity.WARNING}


def test_drafts_have_no_errors(judge: Judge) -> None:
    bare = {key: DEFINITION[key] for key in ("schema", "provider", "version", "language", "title")}
    found = judge(bare | {"id": "empty", "state": "draft", "title": {"en": "Diploma"}})
    severities = {finding.severity for findings in found.values() for finding in findings}
    assert severities == {Severity.WARNING, Severity.INFO}
    assert found["MC-5.6-01"][0].severity is Severity.WARNING


def test_a_replaced_version_has_no_errors_and_the_current_one_has(judge: Judge) -> None:
    second = changed(DEFINITION, "version", to=2)
    second["changelog"] = [{"version": 2, "on": "2026-11-01", "summary": {"en": "Clearer."}}]
    wrong = changed(DEFINITION, "hours", "total", to=800)
    found = judge(wrong, second, OFFER_FORM | {"current": 2})
    assert {finding.severity for finding in found["MC-5.5-04"]} == {Severity.WARNING}
    assert {finding.severity for finding in judge(wrong, OFFER_FORM)["MC-5.5-04"]} == {Severity.ERROR}


def test_a_retired_micro_credential_is_never_overdue(judge: Judge) -> None:
    assert "MC-6.1-05" in judge(today="2029-01-01")
    assert "MC-6.1-05" not in judge(OFFER_FORM | {"status": "retired"}, today="2029-01-01")


def test_references_lead_somewhere(judge: Judge) -> None:
    assert "ref-current" in judge(OFFER_FORM | {"current": 2})
    assert "ref-current" not in judge(OFFER_FORM)
    draft = DEFINITION | {"state": "draft"}
    assert "ref-current" in judge(draft)
    pathway = {
        "schema": "pathway/v1",
        "id": "water",
        "provider": UNI,
        "title": {"en": "Water"},
        "summary": {"en": "Water."},
        "leads_to": {"en": "More water."},
        "steps": [{"mc": f"{UNI}/{MC}"}],
    }
    assert "ref-pathway-step" not in judge(DEFINITION, pathway)
    assert "ref-pathway-step" in judge(pathway | {"steps": [{"mc": f"{UNI}/no-such"}]})
    assert "ref-pathway-step" in judge(pathway | {"min_optional": 1})


def test_stacking_resolves_and_has_no_circle(judge: Judge) -> None:
    assert "MC-EBI-03" in judge(DEFINITION | {"stacks_into": stack("no-such")})
    one, two = DEFINITION | {"stacks_into": stack("wind")}, other("wind", stacks_into=stack("snow"))
    assert "MC-EBI-03" not in judge(one, *two, *other("snow"))
    found = judge(one, *two, *other("snow", stacks_into=stack(MC)))["MC-EBI-03"]
    assert len(found) == 1
    assert found[0].actual.count("->") == 3
    assert "MC-EBI-03" in judge(DEFINITION | {"stacks_into": stack(MC)}, *other("wind"), *other("snow"))


def test_demonstration_keys_serve_only_hosts_that_cannot_be_real(judge: Judge) -> None:
    text = mini.files()["registry/registry.yaml"].decode()
    real = {"registry/registry.yaml": text.replace("https://bukti.example", "https://mc.gov.my")}
    found = judge(raw=real)["key-demonstration"]
    assert len(found) == 4
    assert {finding.severity for finding in found} == {Severity.ERROR}
    assert "key-demonstration" not in judge()


def test_a_shared_origin_is_told(judge: Judge) -> None:
    text = mini.files()["registry/registry.yaml"].decode()
    shared = {"registry/registry.yaml": text.replace("https://bukti.example", "https://org.example/registry")}
    assert judge(raw=shared)["origin-shared"][0].severity is Severity.WARNING
    assert "origin-shared" not in judge()


def test_findings_of_the_offer_name_its_file_and_line(judge: Judge) -> None:
    (finding,) = judge(OFFER_FORM | {"moas": [], "review": OFFER_FORM["review"] | {"cycle": "P4Y"}})["MC-6.1-05"]
    assert finding.file == OFFER
    assert finding.line > 10


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    mini.write(tmp_path)
    mini.put(tmp_path, V1, dump_record(changed(DEFINITION, "title", "en", to="Diploma: 100 %, all of Rain")))
    mini.commit(tmp_path)
    return tmp_path


def test_text_is_grouped_and_counted(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--repo", str(faulty), "--today", TODAY]) == 1
    out = capsys.readouterr().out
    assert f"{V1}:14: error MC-5.6-01:" in out
    assert "    to mend:  choose a title" in out
    assert out.rstrip().endswith("1 error in 1 file")


def test_json_is_one_document(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--repo", str(faulty), "--today", TODAY, "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["counts"] == {"error": 1, "warning": 0, "info": 0}
    assert set(report["findings"][0]) == {
        "code", "severity", "file", "line", "message", "actual", "expected", "hint", "clause",
    }  # fmt: skip


def test_github_lines_are_escaped(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--repo", str(faulty), "--today", TODAY, "--format", "github"]) == 1
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith(f"::error file={V1},line=14,title=MC-5.6-01::")
    assert "100 %25, all" in first
    assert "%0Ato mend: " in first


def test_names_of_files_cannot_become_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mini.write(tmp_path)
    mini.put(tmp_path, "registry/a,title=x::%0A.txt", "x")
    mini.put(tmp_path, "registry/b\n::error::c.txt", "x")
    assert run(["check", "--repo", str(tmp_path), "--today", TODAY, "--format", "github"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert any("file=registry/a%2Ctitle=x%3A%3A%250A.txt," in line for line in lines)
    assert not any(line.startswith("::error::c") for line in lines)


def test_a_clean_registry_passes_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mini.write(tmp_path)
    mini.commit(tmp_path)
    assert run(["check", "--repo", str(tmp_path), "--today", TODAY]) == 0
    assert capsys.readouterr().out == "no faults found\n"


def test_wrong_calls_exit_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for flags in (["--today", "2026-13-01"], ["--format", "xml"], ["--no-such-flag"]):
        with pytest.raises(SystemExit) as left:
            run(["check", "--repo", str(tmp_path), *flags])
        assert left.value.code == 2
    from bukti.errors import UsageError

    with pytest.raises(UsageError):
        run(["check", "--repo", str(tmp_path / "nowhere")])
    with pytest.raises(UsageError):
        run(["check", "--repo", str(tmp_path), "--against", "main"])
