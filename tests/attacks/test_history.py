"""Attacks on what is published (threat-model, section 5: History): judged against the revision before."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bukti.cli.main import run
from bukti.errors import InvalidRecords
from bukti.loading import dump_record
from tests.attacks import miniature as mini
from tests.attacks.miniature import BATCH, DEFINITION, MC, OFFER, OFFER_FORM, TODAY, UNI, V1, changed
from tests.keys import signed

ACT = f"credentials/{UNI}/acts/2026/2026-10-07-revoke01.yaml"
KEY = f"public_keys/{UNI}/key-1.yaml"
Mutation = Callable[[Path], None]


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature registry with a revocation, committed."""
    root = tmp_path_factory.mktemp("published")
    mini.write(root)
    mini.commit(root)
    act = {
        "schema": "act/v1",
        "act": "2026-10-07-revoke01",
        "registry": mini.BASE,
        "provider": UNI,
        "kind": "revoked",
        "reason": "issued-in-error",
        "on": "2026-10-07",
        "hashes": f"{mini.digest(0).hex()}\n",
    }
    mini.put(root, ACT, dump_record(signed(act, f"{UNI}/key-1")))
    mini.commit(root, "2026-10-07")
    return root


@pytest.fixture
def work(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "work"))


def edit(file: str, old: str, new: str) -> Mutation:
    def mutate(root: Path) -> None:
        text = (root / file).read_text(encoding="utf-8")
        assert old in text
        (root / file).write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")

    return mutate


def delete(file: str) -> Mutation:
    return lambda root: (root / file).unlink()


def rename(old: str, new: str) -> Mutation:
    def mutate(root: Path) -> None:
        (root / old).rename(root / new)

    return mutate


def line_removed(root: Path) -> None:
    text = (root / BATCH).read_text(encoding="utf-8")
    (root / BATCH).write_text("".join(text.splitlines(keepends=True)[:-1]), encoding="utf-8", newline="\n")


def second_version(root: Path) -> None:
    form = changed(DEFINITION, "version", to=2)
    form["changelog"] = [*form["changelog"], {"version": 2, "on": "2026-11-01", "summary": {"en": "Clearer."}}]
    mini.put(root, f"registry/{UNI}/{MC}/v2.yaml", dump_record(form))
    mini.put(root, OFFER, dump_record(OFFER_FORM | {"current": 2}))


def gap_in_versions(root: Path) -> None:
    mini.put(root, f"registry/{UNI}/{MC}/v3.yaml", dump_record(changed(DEFINITION, "version", to=3)))


def codes(root: Path, capsys: pytest.CaptureFixture[str], *flags: str) -> tuple[int, set[str]]:
    """Exit code of the command and the codes of its errors."""
    capsys.readouterr()
    exit_code = run(["check", "--repo", str(root), "--today", TODAY, "--json", *flags])
    report = json.loads(capsys.readouterr().out)
    return exit_code, {one["code"] for one in report["findings"] if one["severity"] == "error"}


@pytest.mark.parametrize(
    ("mutate", "code"),
    [
        (edit(BATCH, "count: 5", "count: 6"), "frozen-record"),
        (line_removed, "frozen-record"),
        (delete(BATCH), "frozen-record"),
        (rename(BATCH, BATCH.replace("batch001", "batch009")), "path-mismatch"),
        (edit(KEY, 'valid_from: "2026-10-01"', 'valid_from: "2026-01-01"'), "frozen-record"),
        (delete(KEY), "frozen-record"),
        (delete(ACT), "frozen-record"),
        (edit(ACT, "issued-in-error", "holder-request"), "frozen-record"),
        (edit(V1, "total: 80", "total: 81"), "MC-REG-01"),
        (delete(V1), "MC-REG-02"),
        (delete(OFFER), "MC-REG-02"),
        (delete(f"registry/{UNI}/provider.yaml"), "MC-REG-02"),
        (gap_in_versions, "ref-version-gap"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_published_records_do_not_change(
    mutate: Mutation, code: str, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mutate(work)
    exit_code, found = codes(work, capsys, "--against", "main")
    assert exit_code == 1
    assert code in found
    mini.commit(work, "2026-10-09", "the same, committed")
    assert code in codes(work, capsys, "--against", "main~1")[1]


@pytest.mark.parametrize(
    "mutate",
    [
        lambda root: None,
        second_version,
        edit(OFFER, "amount: 0", "amount: 20"),
        edit(f"registry/{UNI}/provider.yaml", "Registry office", "Office of the registrar"),
    ],
    ids=["nothing", "second version", "offer edited", "provider edited"],
)
def test_what_may_change_passes(mutate: Mutation, work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mutate(work)
    assert codes(work, capsys, "--against", "main") == (0, set())


def test_a_draft_may_change_and_go(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = DEFINITION | {"id": "wind-data", "state": "draft", "title": {"en": "Reading Wind Data"}}
    path = f"registry/{UNI}/wind-data/v1.yaml"
    mini.put(work, path, dump_record(draft))
    mini.commit(work, "2026-10-08")
    mini.put(work, path, dump_record(draft | {"title": {"en": "Wind"}}))
    assert codes(work, capsys, "--against", "main") == (0, set())
    (work / path).unlink()
    assert codes(work, capsys, "--against", "main") == (0, set())


def test_a_branch_is_held_against_the_point_where_it_left(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mini.git(work, "checkout", "-q", "-b", "feature")
    edit(OFFER, "amount: 0", "amount: 20")(work)
    mini.commit(work, "2026-10-08")
    mini.git(work, "checkout", "-q", "main")
    mini.put(work, f"registry/{UNI}/wind-data/v1.yaml", dump_record(DEFINITION | {"id": "wind-data", "state": "draft"}))
    mini.commit(work, "2026-10-09")
    mini.git(work, "checkout", "-q", "feature")
    assert codes(work, capsys, "--against", "main") == (0, set())


def test_a_commit_from_the_future_is_refused(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(OFFER, "amount: 0", "amount: 20")(work)
    mini.commit(work, "2099-01-01")
    assert codes(work, capsys) == (1, {"history-future"})


def test_submodule_that_was_not_fetched_is_seen(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = mini.git(work, "rev-parse", "HEAD").strip()
    mini.git(work, "update-index", "--add", "--cacheinfo", f"160000,{head},registry/more")
    assert codes(work, capsys) == (1, {"path-submodule"})


def test_executable_and_linked_files_are_seen_in_git(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mini.git(work, "update-index", "--chmod=+x", OFFER)
    assert codes(work, capsys) == (1, {"path-executable"})


def test_what_became_overdue_is_an_error_only_where_the_change_touches_it(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    late = ["--today", "2027-06-02"]
    assert codes(work, capsys, *late) == (0, set())
    assert codes(work, capsys, *late, "--against", "main") == (0, set())
    edit(OFFER, "amount: 0", "amount: 20")(work)
    assert codes(work, capsys, *late, "--against", "main") == (1, {"MC-6.1-05"})
    assert codes(work, capsys, *late) == (0, set())


@pytest.mark.parametrize(
    ("change", "member"),
    [
        (lambda text: text + "branch: other\n", "branch"),
        (lambda text: re.sub(r"digest: .{6}", "digest: 012345", text, count=1), "maintainers"),
    ],
    ids=["branch", "maintainers"],
)
def test_an_unsigned_change_of_the_root_of_trust_is_refused(
    change: Callable[[str], str], member: str, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def told() -> list[str]:
        capsys.readouterr()
        run(["check", "--repo", str(work), "--today", TODAY, "--json", "--against", "main"])
        findings = json.loads(capsys.readouterr().out)["findings"]
        return [one["message"].split(" ")[0] for one in findings if one["code"] in ("root-unsigned", "root-of-trust")]

    assert told() == []
    path = work / "registry" / "registry.yaml"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    assert told() == [member]
    with pytest.raises(InvalidRecords, match=r"registry\.yaml is not what the maintainers have signed"):
        run(["build", "--repo", str(work), "--out", str(work.parent / "site")])
    assert not (work.parent / "site").exists()


def test_a_provider_is_renamed_by_an_act_only(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Else an edit of a file that nobody signs would put another institution's name on all credentials."""
    edit(mini.PROVIDER, "Universiti Contoh (demonstration)", "Universiti Lain (demonstration)")(work)
    assert "provider-name" in codes(work, capsys, "--against", "main")[1]
    act = {
        "schema": "provider-act/v1",
        "act": "2026-10-06-rename01",
        "registry": mini.BASE,
        "provider": mini.UNI,
        "kind": "renamed",
        "on": "2026-10-06",
        "name": {"en": "Universiti Lain (demonstration)"},
        "former_name": {"en": "Universiti Contoh (demonstration)"},
    }
    mini.put(work, f"registry/{mini.UNI}/acts/2026-10-06-rename01.yaml", dump_record(signed(act, "registry/m-1")))
    assert codes(work, capsys, "--against", "main") == (0, set())


def test_another_zone_of_an_admitted_provider_is_told(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(mini.PROVIDER, "Asia/Kuala_Lumpur", "Asia/Tokyo")(work)
    capsys.readouterr()
    assert run(["check", "--repo", str(work), "--today", TODAY, "--json", "--against", "main"]) == 0
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert ("provider-zone", "warning") in [(one["code"], one["severity"]) for one in findings]


def test_a_translation_of_a_name_is_only_told(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = "Universiti Contoh (demonstration)"
    edit(mini.PROVIDER, f"en: {name}", f"en: {name}\n  ms: Universiti Contoh (demonstrasi)")(work)
    capsys.readouterr()
    assert run(["check", "--repo", str(work), "--today", TODAY, "--json", "--against", "main"]) == 0
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert "provider-name" in [one["code"] for one in findings if one["severity"] == "warning"]


def test_before_its_admission_a_provider_may_name_itself_anew(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = f"registry/new-{mini.UNI}/provider.yaml"
    form = mini.provider(f"new-{mini.UNI}", "Universiti Harapan")
    mini.put(work, path, dump_record(form))
    mini.commit(work, "2026-10-08")
    edit(path, "Universiti Harapan (demonstration)", "Universiti Hasrat (demonstration)")(work)
    edit(path, "Asia/Kuala_Lumpur", "Asia/Tokyo")(work)
    capsys.readouterr()
    run(["check", "--repo", str(work), "--today", TODAY, "--json", "--against", "main"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert not {"provider-name", "provider-zone"} & {one["code"] for one in findings}


def test_a_publication_that_no_push_began_holds_unsigned_files_against_the_last(
    work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The daily run has no push to compare with: what was merged although its check failed goes no further."""
    last = subprocess.run(
        ["git", "-C", str(work), "rev-parse", "main"], check=True, capture_output=True, text=True
    ).stdout.strip()
    assert codes(work, capsys, "--published", last) == (0, set())
    edit(mini.PROVIDER, "Universiti Contoh (demonstration)", "Universiti Lain (demonstration)")(work)
    mini.commit(work, "2026-10-08")
    assert "provider-name" in codes(work, capsys, "--published", last)[1]
