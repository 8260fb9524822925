"""``bukti verify``: what it reads, what it prints, how it exits (VER-19, VER-22)."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bukti.cli import main, verify
from bukti.cli.verify import exit_code
from bukti.errors import UsageError
from tests.vectors.conftest import FOLDER
from tools.vectors import world
from tools.vectors.case import AT, text

SITE = ["--site", str(FOLDER / "site"), "--at", AT]
LINK = world.link(world.card(world.LEARNERS["aisyah"]))


def run(*argv: str) -> int:
    """The exit code of ``bukti verify``."""
    return main.run(["verify", *argv])


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """Paths of credentials by label."""
    paths = {label: tmp_path / f"{label}.json" for label in ("aisyah", "revoked", "arabic")}
    for label, path in paths.items():
        path.write_text(text(world.registered(label)), encoding="utf-8")
    paths["outside"] = tmp_path / "outside.json"
    paths["outside"].write_text('{"type": "VerifiableCredential", "issuer": "did:key:z6Mk"}', encoding="utf-8")
    return {label: str(path) for label, path in paths.items()}


class TestJson:
    def test_one_entry_per_input_in_order(self, files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
        assert run(*SITE, "--json", files["revoked"], LINK, files["aisyah"]) == 1
        results = json.loads(capsys.readouterr().out)["results"]
        assert [one["input"] for one in results] == [files["revoked"], LINK, files["aisyah"]]
        assert [one["verdict"] for one in results] == ["revoked", "valid", "valid"]
        assert results[1]["credential"] == results[2]["credential"] == world.registered("aisyah")
        assert list(results[0]) == ["input", "verdict", "checks", "credential", "data_as_of"]
        assert list(results[0]["checks"][0]) == ["check", "code", "state", "detail"]
        assert results[0]["data_as_of"] == "2026-11-22T18:00:00Z"

    def test_a_presentation_of_two(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "wallet.json"
        held = [world.registered("aisyah"), world.registered("revoked")]
        path.write_text(json.dumps({"type": "VerifiablePresentation", "verifiableCredential": held}), encoding="utf-8")
        assert run(*SITE, "--json", str(path)) == 1
        results = json.loads(capsys.readouterr().out)["results"]
        assert [one["input"] for one in results] == [f"{path} [1]", f"{path} [2]"]


class TestExitCodes:
    def test_by_files(self, files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
        assert run(*SITE, files["aisyah"], files["arabic"]) == 0
        assert run(*SITE, files["aisyah"], files["outside"]) == 3
        assert run(*SITE, files["outside"], files["revoked"]) == 1
        assert capsys.readouterr().err == ""

    @pytest.mark.parametrize(
        ("verdicts", "code"),
        [
            (["valid"], 0),
            (["valid", "cannot_tell"], 3),
            (["cannot_tell", "expired"], 1),
            (["invalid", "valid"], 1),
            (["superseded"], 1),
        ],
    )
    def test_table(self, verdicts: list[str], code: int) -> None:
        assert exit_code(verdicts) == code


class TestUsage:
    @pytest.mark.parametrize("argument", ["nothing.json", "a/b", "./x", "certificate", "A" * 63, "~/x y", "\0"])
    def test_a_path_that_is_not_there(self, argument: str) -> None:
        with pytest.raises(UsageError, match=r"no such file|cannot be read"):
            run(*SITE, argument)

    def test_a_folder(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="this is a folder"):
            run(*SITE, str(tmp_path))

    def test_an_empty_argument(self) -> None:
        with pytest.raises(UsageError, match="an argument is empty"):
            run(*SITE, "")

    def test_what_can_be_read_is_judged_and_told_beside_what_cannot(
        self, files: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        inputs = (files["aisyah"], "nothing.json", files["revoked"], str(tmp_path))
        with pytest.raises(UsageError, match="2 of the inputs cannot be read") as refused:
            run(*SITE, *inputs)
        told = [(finding.file, finding.message) for finding in refused.value.findings]
        assert told == [
            ("nothing.json", "there is no such file, and it is no card link"),
            (str(tmp_path), f"this is a folder; name the files in it, such as {tmp_path}/*.json"),
        ]
        out = capsys.readouterr().out
        assert f"VALID  {files['aisyah']}" in out
        assert f"REVOKED  {files['revoked']}" in out

    def test_one_document_holds_the_results_and_the_error(
        self, files: dict[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "argv", ["bukti", "verify", *SITE, "--json", files["aisyah"], "nothing.json"])
        with pytest.raises(SystemExit) as left:
            main.main()
        printed = capsys.readouterr()
        document = json.loads(printed.out)
        assert left.value.code == 2
        assert [result["verdict"] for result in document["results"]] == ["valid"]
        assert document["error"]["where"] == "nothing.json"
        assert "nothing.json: there is no such file" in printed.err

    def test_progress_counts_the_inputs(self, files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
        bars: list[list[int]] = []

        @contextmanager
        def counted(_label: str, total: int) -> Iterator[Callable[[], None]]:
            bars.append([total, 0])

            def advance() -> None:
                bars[-1][1] += 1

            yield advance

        monkeypatch.setattr(verify, "progress", counted)
        run(*SITE, files["aisyah"], files["revoked"], LINK)
        assert bars == [[3, 3]]

    def test_exit_code_of_usage(self) -> None:
        assert UsageError.exit_code == 2

    @pytest.mark.parametrize("at", ["yesterday", "2026-11-23", "2026-11-23T12:00:00", "2026-02-30T12:00:00Z", ""])
    def test_a_time_without_its_zone(self, at: str) -> None:
        with pytest.raises(UsageError, match="not a time"):
            run("--site", str(FOLDER / "site"), "--at", at, LINK)

    def test_a_time_in_another_zone(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run("--site", str(FOLDER / "site"), "--at", "2026-11-23T20:00:00+08:00", LINK) == 0
        assert capsys.readouterr().out

    def test_no_site(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError, match="no such folder"):
            run("--site", str(tmp_path / "none"), LINK)

    def test_no_registry_here(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        with pytest.raises(UsageError, match="what to check against"):
            run(LINK)
        with pytest.raises(UsageError, match=r"registry\.yaml"):
            run("--repo", str(tmp_path), LINK)

    def test_both_sources(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as left:
            run(*SITE, "--repo", ".", LINK)
        assert left.value.code == 2
        assert "not allowed with" in capsys.readouterr().err


class TestForPeople:
    def test_the_verdict_comes_first(self, files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
        run(*SITE, files["aisyah"])
        out = capsys.readouterr().out
        assert out.startswith(f"VALID  {files['aisyah']}\n")
        assert "holder: Aisyah binti Rahman\n" in out
        assert "micro-credential: Data Basics\n" in out
        assert out.count("✓") == 10
        assert out.rstrip().splitlines()[-1].startswith("  Next: ")

    def test_a_fault_names_its_code(self, files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
        run(*SITE, files["revoked"])
        out = capsys.readouterr().out
        assert "✗ state" in out
        assert "[revoked]" in out

    def test_what_is_not_proven_is_told_as_such(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        document = world.registered("aisyah")
        document["credentialSubject"]["identifier"][0]["identityHash"] = "\x1b[2J\u202eMallory"
        path = tmp_path / "x.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        assert run(*SITE, str(path)) == 1
        out = capsys.readouterr().out
        assert "holder: ?[2J?Mallory (as the file says, not proven)" in out
        assert "\x1b" not in out

    def test_a_link_that_is_cut(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(*SITE, LINK[:60]) == 3
        assert capsys.readouterr().out.startswith("CANNOT TELL")


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
class TestRepository:
    def test_without_history_registration_is_not_judged(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        sample = Path(__file__).resolve().parents[2]
        for folder in ("registry", "public_keys", "credentials"):
            if (sample / folder).is_dir():
                shutil.copytree(sample / folder, tmp_path / folder)
        assert (tmp_path / "registry" / "registry.yaml").is_file()
        code = run("--repo", str(tmp_path), "--at", AT, LINK)
        assert code in (1, 3)
        assert "published history is not at hand" in capsys.readouterr().err
