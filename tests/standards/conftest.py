"""The stage, the bad credentials, and every program's opinion of all of them: made once for each test file."""

import json
from pathlib import Path

import pytest

from tests.standards.faults import Fault, faults
from tests.standards.judges import Case, Verdicts, all_programs, ours_in_node, ours_in_python
from tests.standards.stage import ROOT, Stage, make_stage
from tests.standards.table import table_of

TABLE = ROOT / "build" / "standards.json"


class Ours:
    """The results of both commands by the name of the credential, at the stage's own time."""

    def __init__(self, stage: Stage, bad: dict[str, Fault], folder: Path) -> None:
        documents = stage.good | {fault.kind: fault.credential for fault in bad.values()}
        inputs = [str(folder / f"{number}.json") for number in range(len(documents))]
        for path, document in zip(inputs, documents.values(), strict=True):
            Path(path).write_text(json.dumps(document), encoding="utf-8")
        at = stage.now.isoformat()
        self.python = dict(zip(documents, ours_in_python(stage.site, at, inputs), strict=True))
        self.node = dict(zip(documents, ours_in_node(stage.site, at, inputs), strict=True))


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """A published registry with credentials of every kind."""
    return make_stage(tmp_path_factory.mktemp("standards"))


@pytest.fixture(scope="session")
def bad(stage: Stage) -> dict[str, Fault]:
    """Every bad credential by its kind."""
    found = faults(stage)
    kinds = {fault.kind: fault for fault in found}
    assert len(kinds) == len(found), "two kinds have one name"
    return kinds


@pytest.fixture(scope="session")
def verdicts(stage: Stage, bad: dict[str, Fault]) -> dict[str, Verdicts]:
    """What each program says of every good and bad credential; also left in ``build/standards.json``."""
    cases = [Case(name, credential, {}) for name, credential in stage.good.items()]
    cases += [Case(fault.kind, fault.credential, fault.files) for fault in bad.values()]
    found = {one.program: one for one in all_programs(cases, stage.published())}
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(json.dumps(table_of(stage.good, bad.values(), found), ensure_ascii=False, indent=1) + "\n")
    return found


@pytest.fixture(scope="session")
def ours(stage: Stage, bad: dict[str, Fault], tmp_path_factory: pytest.TempPathFactory) -> Ours:
    """What our two commands say of the same credentials."""
    return Ours(stage, bad, tmp_path_factory.mktemp("inputs"))
