"""What is issued and built here, before programs that nobody here wrote: good ones pass, bad ones do not pass ours."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from bukti.loading import load_or_raise, read_history
from bukti.proof.credentials import canonical_nquads, proof_options
from bukti.proof.jcs import without_proof
from bukti.register import build_register
from tests.public_data import need
from tests.standards.conftest import TABLE, Ours
from tests.standards.faults import Fault
from tests.standards.judges import SCHEMA as SCHEMA_FILE
from tests.standards.judges import Verdicts, check_findings, node_json
from tests.standards.stage import EDI, NAMES, UNI, Document, Stage, holder_of, list_address
from tests.standards.table import FIT_THE_SCHEMA, LET_PASS, PROGRAMS, SCHEMA, VERIFIERS

pytestmark = pytest.mark.needs_node
KINDS = tuple(LET_PASS)


def of_program(verdicts: Mapping[str, Verdicts], program: str) -> Verdicts:
    """The program's opinions; the schema's only where the schema is at hand."""
    if program == SCHEMA:
        need(SCHEMA_FILE, "the official schema")
    return verdicts[program]


class TestGood:
    def test_every_kind_that_is_issued_is_there(self, stage: Stage) -> None:
        """Else what is not issued here would pass unseen."""
        good = list(stage.good.values())
        subjects = [one["credentialSubject"] for one in good]
        assert {subject["achievement"]["inLanguage"] for subject in subjects} == {"en", "ms", "ar"}
        assert {len(subject.get("result", ())) for subject in subjects} == {0, 1, 2}
        assert {"validUntil" in one for one in good} == {True, False}
        assert {one["issuer"]["id"].rpartition(":")[2] for one in good} == {UNI, EDI}
        assert {holder_of(one) for one in good} > set(NAMES)
        assert len(good) > 40

    @pytest.mark.parametrize("program", PROGRAMS)
    def test_all_pass(self, stage: Stage, verdicts: Mapping[str, Verdicts], program: str) -> None:
        opinions = of_program(verdicts, program).opinions
        assert {name: opinions[name].told for name in stage.good if not opinions[name].accepted} == {}

    def test_all_are_valid_to_ours(self, stage: Stage, ours: Ours) -> None:
        assert {name for name in stage.good if ours.python[name]["verdict"] != "valid"} == set()


class TestBad:
    """One fault each; all but those that say otherwise are made of a credential of ``TestGood``."""

    def test_every_kind_is_in_the_table(self, bad: Mapping[str, Fault]) -> None:
        assert set(bad) == set(KINDS)
        assert len(KINDS) >= 16

    @pytest.mark.parametrize("kind", KINDS)
    def test_ours_refuse_it(self, bad: Mapping[str, Fault], ours: Ours, refused: "Refused", kind: str) -> None:
        assert refused.by_ours(bad[kind], ours) == expected_of(bad[kind])

    def test_both_of_ours_say_the_same(self, ours: Ours) -> None:
        assert ours.python == ours.node

    def test_a_refused_list_is_never_published(self, stage: Stage, refused: "Refused") -> None:
        """Five bad snapshots were added; the one that strangers get is still the last good one."""
        assert len(refused.files) == 5
        assert refused.newest == json.loads(stage.published()[list_address(UNI)])

    @pytest.mark.parametrize("program", PROGRAMS)
    def test_others_say_what_they_are_known_to_say(self, verdicts: Mapping[str, Verdicts], program: str) -> None:
        """A change here is news, not a fault of ours: look into it, and write it into ``table.py``."""
        opinions = of_program(verdicts, program).opinions
        known = FIT_THE_SCHEMA if program == SCHEMA else {kind for kind, who in LET_PASS.items() if program in who}
        assert {kind for kind in KINDS if opinions[kind].accepted} == known

    def test_a_revoked_one_is_told_by_its_bit(self, verdicts: Mapping[str, Verdicts]) -> None:
        """The library says ``verified`` of it; whoever forgets to read the bit has a hole here."""
        assert verdicts["@digitalbazaar/vc"].opinions["revoked"].told == "status bit is set"

    def test_the_table_is_left_behind(
        self,
        bad: Mapping[str, Fault],
        ours: Ours,
        refused: "Refused",
        verdicts: Mapping[str, Verdicts],
        record_property: Callable[[str, object], None],
    ) -> None:
        table = json.loads(TABLE.read_text("utf-8"))
        own = sum(refused.by_ours(fault, ours) == expected_of(fault) for fault in bad.values())
        for one in table["programs"]:
            good, others = one["good"], one["bad"]
            counts = f"good passed {good['passed']}/{good['of']}, bad refused {others['refused']}/{others['of']}"
            record_property("told", f"{one['program']} {one['version']}: {counts}")
        record_property("told", f"bukti: bad refused {own}/{len(bad)}")
        assert {one["program"] for one in table["programs"]} >= VERIFIERS


def expected_of(fault: Fault) -> tuple[str, str]:
    """The verdict and the leading code, or ``check`` and the code of the finding."""
    return (fault.verdict, fault.code) if fault.verdict else ("check", fault.finding)


class Refused:
    """What ``bukti check`` says of a copy of the registry in which each kind of bad list is the next snapshot."""

    def __init__(self, stage: Stage, bad: Mapping[str, Fault], folder: Path) -> None:
        copy = Stage(folder, stage.now)
        shutil.copytree(stage.repo, copy.repo)
        lists = [fault for fault in bad.values() if fault.snapshot is not None]
        self.files = {fault.kind: self._added(copy, fault.snapshot) for fault in lists}
        shutil.rmtree(copy.repo / "credentials" / EDI / "status")
        self._findings = check_findings(copy.repo)
        register = build_register(load_or_raise(copy.repo), read_history(copy.repo))
        self.newest = register.newest_status(UNI, "1")

    @staticmethod
    def _added(copy: Stage, document: Document | None) -> str:
        assert document is not None
        return copy.add_snapshot(document).relative_to(copy.repo).as_posix()

    def by_ours(self, fault: Fault, ours: Ours) -> tuple[str, str]:
        """Where and with what code ours refuse: see ``expected_of``."""
        if fault.finding:
            return "check", fault.finding if fault.finding in self.codes(fault.kind) else ""
        result = ours.python[fault.kind]
        failed = (check["code"] for check in result["checks"] if check["state"] in ("failed", "stale"))
        return result["verdict"], next(failed, "")

    def codes(self, kind: str) -> set[str]:
        """The codes of the errors on a kind's file; of the list that is missing: on the batches that name it."""
        place = self.files.get(kind, f"credentials/{EDI}/")
        return {one["code"] for one in self._findings if one["severity"] == "error" and one["file"].startswith(place)}


@pytest.fixture(scope="session")
def refused(stage: Stage, bad: Mapping[str, Fault], tmp_path_factory: pytest.TempPathFactory) -> Refused:
    """The registry with bad lists, checked."""
    return Refused(stage, bad, tmp_path_factory.mktemp("refused"))


class TestCanonicalForms:
    """RDFC-1.0 of everything that is signed for strangers, by processors that share no code."""

    def test_three_processors_agree_byte_for_byte(self, stage: Stage) -> None:
        """pyoxigraph (Rust), jsonld.js, and the verifier's term tables, which leave out the lists: it reads none."""
        documents = dict(signed_parts(stage))
        forms = node_json("canonical.mjs", documents)
        for name, document in documents.items():
            expected = canonical_nquads(document).decode()
            is_list = "BitstringStatusListCredential" in document.get("type", ())
            assert forms[name] == {"jsonld": expected, "tables": None if is_list else expected}, name
        assert len(documents) > 100

    def test_a_difference_would_show(self, stage: Stage) -> None:
        name, document = next(iter(stage.good.items()))
        forms = node_json("canonical.mjs", {name: without_proof(document)})
        assert forms[name]["tables"] != canonical_nquads(without_proof({**document, "name": "Other"})).decode()


def signed_parts(stage: Stage) -> list[tuple[str, Any]]:
    """Every credential without its proof, every proof's options, and every status list, by names of their own."""
    issued = [(f"{label} {number}", one) for label, some in stage.issued.items() for number, one in enumerate(some)]
    lists = [json.loads(text) for address, text in stage.published().items() if "/status/" in address]
    parts = [(name, without_proof(one)) for name, one in [*issued, *((one["id"], one) for one in lists)]]
    for name, one in issued:
        (proof,) = one["proof"]
        options = proof_options(proof["verificationMethod"], proof["created"])
        parts.append((f"proof of {name}", {"@context": one["@context"], **options}))
    return parts
