"""``docs/guides/stolen-key.md`` against a thief: a real git repository, real keys, command by command (I4, T9)."""

import json
import os
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from bukti.cli.main import COMMANDS
from bukti.loading import load_or_raise, read_history
from bukti.proof.credentials import verify_credential
from bukti.proof.jcs import registry_hash
from bukti.proof.multikey import decode
from bukti.proof.status import bits_of, verify_snapshot
from bukti.register import Register, build_register
from tests.drill import guide
from tests.drill.play import CLASSES, FORGED, KEY_1, Played, groups, issue, play
from tests.drill.town import FOLDERS, PROVIDER, ROOT, Town

BAD = "forged"
REVOKED = "rightly revoked"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(tmp_path_factory.mktemp("drill"))


@pytest.fixture(scope="module")
def register(played: Played) -> Register:
    """What the published branch adds up to after the drill."""
    repo = played.town.clone("Maintainer 1")
    return build_register(load_or_raise(repo), read_history(repo, "main"))


def expected(group: str) -> str:
    return "invalid" if BAD in group else "revoked" if REVOKED in group else "valid"


def test_every_line_of_the_guide_is_somebodys_command() -> None:
    script = guide.steps()
    assert {step.actor for step in script} == set(FOLDERS) - {"Thief"}
    lines = [line for step in script for line in step.commands]
    assert lines, "the guide has no commands"
    assert text_of_blocks() == lines, "a block of the guide is not run"
    for line in lines:
        program, action, *_ = shlex.split(line)
        assert program == "git" or (program == "bukti" and action in COMMANDS), line
    assert any(guide.COMMIT in line for line in lines)
    assert any(guide.ACT in line for line in lines)


def text_of_blocks() -> list[str]:
    blocks = re.findall(r"^```\w*\n(.*?)^```$", guide.GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def test_the_attacks_do_harm(played: Played) -> None:
    """Else what follows would prove nothing."""
    for verifier, said in played.before_drill.items():
        for group, verdict in said.items():
            harm = "valid" if BAD in group else "revoked"
            assert verdict == harm, f"{verifier}: {group}"


def test_after_the_drill_all_is_as_it_should_be_in_both_languages(played: Played) -> None:
    """Honest credentials, issued before or after the theft, by their old files and their old printed codes."""
    assert set(played.after_drill) == {"Python, repository", "Python, site", "Node, site"}
    for verifier, said in played.after_drill.items():
        assert said == {group: expected(group) for group in groups(played)}, verifier


def test_it_ends_without_an_error_though_the_thiefs_files_stay(played: Played) -> None:
    errors, warnings = played.checked
    assert errors == 0
    assert {code: count for code, count in warnings.items() if code.endswith("-void")} == {
        "batch-void": 4,
        "act-void": 2,
        "status-void": 6,
        "key-void": 2,
    }
    assert not {"status-behind", "status-ahead"} & set(warnings)


def test_the_blocks_print_what_the_guide_says(played: Played) -> None:
    checked = 0
    for step, told in played.told:
        for words in step.prints:
            assert words in told, f"{step.title}, {step.actor}: {words!r}\n{told}"
            checked += 1
    assert checked >= 6


def test_the_history_of_the_key_leads_to_the_theft(played: Played) -> None:
    told = next(text for step, text in played.told if step.title.startswith("2."))
    assert f"the first that your folders do not know: {played.theft[:12]}" in told
    marks = re.findall(r"^  (yours|NOT yours) .* batch ", told, re.MULTILINE)
    assert marks == ["yours", "yours", "NOT yours", "yours"]


def test_the_list_that_was_shown_before_signing_is_what_became_void(played: Played, register: Register) -> None:
    told = next(text for step, text in played.told if step.title.startswith("3."))
    shown = set(re.findall(r"\S+\.(?:yaml|json)$", told.partition("would sign:")[0], re.MULTILINE))
    assert shown == set(register.voided)
    assert len(shown) == 14


def test_files_signed_again_have_the_same_hash_and_another_signature(played: Played) -> None:
    pairs = [
        (json.loads(old.read_bytes()), json.loads(new.read_bytes()))
        for name in CLASSES
        for old, new in zip(played.files(f"classes/{name}"), played.files(f"classes-again/{name}"), strict=True)
    ]
    assert len(pairs) == sum(map(len, CLASSES.values()))
    for old, new in pairs:
        assert registry_hash(old) == registry_hash(new)
        assert {**old, "proof": 0} == {**new, "proof": 0}
        assert new["proof"][0]["verificationMethod"].endswith("#key-2")
    for name in CLASSES:
        folder = played.folder(f"classes-again/{name}")
        kinds = {path.suffix for path in folder.iterdir()}
        assert kinds == {".json", ".svg", ".png", ".html", ".csv", ".jsonl"}
        assert (folder / "index.jsonl").read_bytes() == (played.folder(f"classes/{name}") / "index.jsonl").read_bytes()


class TestStranger:
    """Somebody else's program: it knows the DID document and the status list of the site, and nothing of ours."""

    @pytest.fixture(scope="module")
    @staticmethod
    def keys(played: Played) -> dict[str, bytes]:
        document = json.loads((played.site / "issuers" / PROVIDER / "did.json").read_bytes())
        methods = {method["id"]: decode(method["publicKeyMultibase"]) for method in document["verificationMethod"]}
        assert set(document["assertionMethod"]) == set(methods)
        return methods

    @pytest.fixture(scope="module")
    @staticmethod
    def bits(played: Played, keys: dict[str, bytes]) -> Any:
        document = json.loads((played.site / "issuers" / PROVIDER / "status" / "1.json").read_bytes())
        assert verify_snapshot(document, keys[document["proof"][0]["verificationMethod"]])
        return bits_of(document)

    def test_only_the_new_key_is_listed(self, keys: dict[str, bytes]) -> None:
        assert [method.rpartition("#")[2] for method in keys] == ["key-2"]

    def test_every_file_signed_again_passes(self, played: Played, keys: dict[str, bytes], bits: Any) -> None:
        for path in map(Path, groups(played)["signed again, files"]):
            credential = json.loads(path.read_bytes())
            proof = credential["proof"][0]
            assert verify_credential(credential, proof, keys[proof["verificationMethod"]])
            assert not bits.get(int(credential["credentialStatus"]["statusListIndex"]))

    def test_the_thiefs_do_not(self, played: Played, keys: dict[str, bytes]) -> None:
        for name in ("loot/forged", "loot/forged-2", "loot/forged-3"):
            for path in played.files(name):
                proof = json.loads(path.read_bytes())["proof"][0]
                assert proof["verificationMethod"] not in keys

    def test_exactly_the_two_rightly_revoked_bits_are_set(self, played: Played, bits: Any) -> None:
        revoked = [json.loads(Path(one).read_bytes()) for one in groups(played)["signed again, rightly revoked"]]
        indexes = {int(one["credentialStatus"]["statusListIndex"]) for one in revoked}
        assert set(bits.indexes()) == indexes
        assert len(indexes) == 2


class TestLaterAttempts:
    """The thief goes on, in a copy of before the revocation, and claims to have been early."""

    @pytest.fixture(scope="module")
    @staticmethod
    def brought(played: Played) -> Town:
        """A forged batch on top of the published branch, dated back in every place that can claim a date."""
        town = played.town
        issue(played, "Thief", "late", FORGED, KEY_1, "loot/late", "--issued-on", "2026-01-05")
        town.run("Thief", "git add --all && git stash --quiet", quiet=True)
        town.run("Thief", "git fetch --quiet origin && git reset --quiet --hard origin/main", quiet=True)
        town.run("Thief", "git checkout --quiet stash@{0} -- credentials/*/2026/2026-01-05-*", quiet=True)
        claimed = "GIT_COMMITTER_DATE=2026-01-05T08:00:00Z GIT_AUTHOR_DATE=2026-01-05T08:00:00Z"
        town.run("Thief", f"{claimed} git commit --quiet --message 'I was early'", quiet=True)
        return town

    def test_the_check_refuses_it_by_name(self, brought: Town) -> None:
        assert "batch-key" in brought.errors("Thief")

    def test_its_twin_before_it_passes(self, played: Played) -> None:
        assert played.town.errors("Maintainer 1") == set()

    def test_it_verifies_as_invalid_even_where_it_is_merged(self, played: Played, brought: Town) -> None:
        inputs = [*map(str, played.files("loot/late")), *played.links("loot/late")]
        told = brought.run("Thief", "bukti verify --json " + " ".join(map(shlex.quote, inputs)), code=1, quiet=True)
        verdicts = [one["verdict"] for one in json.loads(told)["results"]]
        assert verdicts == ["invalid"] * 4

    def test_the_commands_refuse_the_revoked_key(self, played: Played) -> None:
        town = played.town
        command = f"bukti issue ~/lists/late.csv --mc {PROVIDER}/rain-data --key {KEY_1} --out ~/loot/later"
        told = town.run("Maintainer 1", command, code=1, quiet=True)
        assert f"{PROVIDER}/key-1 is revoked" in told


def test_running_it_again_changes_nothing(played: Played) -> None:
    town = played.town
    town.run("Registrar", "git switch --quiet main && git pull --quiet origin main", quiet=True)
    before = records(town.clone("Registrar"))
    told = town.run(
        "Registrar", f"bukti reaffirm ~/classes --key ~/keys/{PROVIDER}-key-2.pem --out ~/classes-again", quiet=True
    )
    assert "reaffirmed: 0 batches" in told
    assert records(town.clone("Registrar")) == before


def records(repo: Path) -> dict[Path, bytes]:
    """Every file of a clone; git's own aside."""
    found = (path for path in repo.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path: path.read_bytes() for path in found}


def test_the_play_is_written_down(played: Played) -> None:
    """``build/drill.txt``: what a reader of the guide would see, and what each verifier says in the end."""
    lines = [*played.town.transcript, "", "== What each verifier says", ""]
    width = max(map(len, groups(played)))
    for verifier, said in played.after_drill.items():
        lines.append(f"{verifier}")
        for group, verdict in said.items():
            was = played.before_drill[verifier].get(group, "-")
            lines.append(
                f"  {group:<{width}}  before the drill: {was:<8}  after it: {verdict}  ({len(groups(played)[group])})"
            )
    path = Path(os.environ.get("BUKTI_DRILL", ROOT / "build" / "drill.txt"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert "still missing" in path.read_text(encoding="utf-8")
