"""What verifying one credential costs: our two verifiers beside those of others, in one run.

Run from the root of the repository: ``python -m benchmarks.verification_cost [ROUNDS]``. It issues the classes of
``tests/standards`` and three large ones, and builds their site (a minute). CPU time of one process each, everything
warm and in memory, the median of ROUNDS rounds over credentials of which no two are the same; each program has to
accept every one of them first. Those in Python that take tens of milliseconds are asked about every tenth.

``python -m benchmarks.verification_cost --sizes`` says instead how much a page has to load for it.

Each does all that it is meant to do. Ours: shape, signature, registered hash, definition, authority, state,
dates and freshness; they read no status list, because their own look-up files tell the state. The others: signature,
dates, DID document, and the issuer's status list, whose own signature is one more to verify (openbadgeslib
reads its bit alone); verifier-core also judges the JSON schema, where that is at hand.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bukti.verification import verify_text
from bukti.verification.site_source import SiteSource
from tests.standards import judges
from tests.standards.judges import Case, Fetch, Judge
from tests.standards.stage import EDI, NAMES, ROOT, UNI, Class, Document, Stage, make_stage
from tools.node import find_node

OURS = "bukti, Node"
_LARGE = (
    ("large, grade and electives", f"{UNI}/applied-data-analysis", ("A", "B+"), ("business", "public")),
    ("large, Malay, expiry", f"{UNI}/pengendalian-makanan-selamat", ("72.5", "81"), ("",)),
    ("large, Arabic, expiry", f"{EDI}/digital-banking-service", ("100", "64"), ("",)),
)
_EACH = 120


def large_classes() -> list[Class]:
    """Learners enough that no credential is judged twice in a round."""
    found = []
    for label, mc, results, paths in _LARGE:
        learner = [f"{NAMES[i % len(NAMES)]} {i}" for i in range(_EACH)]
        rows = [(name, results[i % len(results)], paths[i % len(paths)]) for i, name in enumerate(learner)]
        found.append(Class(label, mc, tuple(rows)))
    return found


@dataclass(frozen=True)
class Cost:
    """CPU milliseconds for one credential in each round."""

    program: str
    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.rounds)


def in_node(name: str, script: str, order: Mapping[str, Any], *arguments: str) -> Cost:
    found = judges.node_json(script, order, *arguments)
    refused = {case: one["told"] for case, one in found["opinions"].items() if not one["accepted"]}
    assert not refused, (script, refused)
    count = len(found["opinions"])
    return Cost(f"{name} {found['version']}", tuple(micro / 1_000 / count for micro in found["rounds"]))


def in_python(name: str, judge: Judge, cases: Iterable[Case], files: Mapping[str, str], rounds: int) -> Cost:
    given = [(case.credential, judges.fetcher(case, files)) for case in cases]

    def once() -> float:
        start = time.process_time()
        for credential, fetch in given:
            judge(credential, fetch)
        return (time.process_time() - start) * 1_000 / len(given)

    once()
    return Cost(name, tuple(once() for _ in range(rounds)))


def our_judge(site: Path) -> Judge:
    source = SiteSource.of(str(site))

    def judge(credential: Document, _: Fetch) -> str:
        (result,) = verify_text(json.dumps(credential).encode(), source, datetime.now(UTC), "credential")
        assert result.verdict == "valid", result
        return str(result.verdict)

    return judge


def cases_of(stage: Stage) -> list[Case]:
    large = [(one.label, credential) for one in large_classes() for credential in stage.issued[one.label]]
    named = [*stage.good.items(), *((f"{label} {number}", one) for number, (label, one) in enumerate(large))]
    return [Case(name, credential, {}) for name, credential in named]


def costs(stage: Stage, cases: list[Case], rounds: int) -> list[Cost]:
    files = stage.published()
    order = judges.order_of(cases, files, rounds)
    schema = [str(judges.SCHEMA)] if judges.SCHEMA.is_file() else []
    own = str(ROOT / "benchmarks" / "verifier.mjs")

    def python(name: str, judge: Callable[[Document, Fetch], str]) -> Cost:
        return in_python(name, judge, cases[::10] if judge is not ours else cases, files, rounds)

    ours = our_judge(stage.site)

    return [
        in_node(OURS, own, order, str(stage.site), version("bukti")),
        in_node("  with Web Crypto, as in a page,", own, order, str(stage.site), version("bukti"), "web-crypto"),
        python(f"bukti, Python {version('bukti')}", ours),
        in_node("@digitalbazaar/vc", "digitalbazaar.mjs", order),
        in_node("  without the status list,", "digitalbazaar.mjs", order, "without-status"),
        in_node("@digitalcredentials/verifier-core", "verifier-core.mjs", order, *schema),
        python(f"openvc-core {version('openvc-core')}", judges.openvc_judge),
        python(f"openbadgeslib {version('openbadgeslib')}", judges.openbadges_judge),
    ]


def print_sizes() -> None:
    command = [str(find_node().executable), str(ROOT / "benchmarks" / "bundle_sizes.mjs")]
    rows = json.loads(subprocess.run(command, capture_output=True, check=True, cwd=ROOT).stdout)
    print(f"{'bytes':50} {'min':>9} {'gzip':>9} {'brotli':>9} {'x core':>8}")
    for row in rows:
        ratio = row["brotli"] / rows[0]["brotli"]
        print(f"{row['name']:50} {row['min']:9,} {row['gzip']:9,} {row['brotli']:9,} {ratio:8.1f}")


def print_costs(rounds: int) -> None:
    with tempfile.TemporaryDirectory(prefix="bukti-verification-") as folder:
        stage = make_stage(Path(folder), also=large_classes())
        cases = cases_of(stage)
        found = costs(stage, cases, rounds)
    own, python = found[0].median, next(one.median for one in found if one.program.startswith("bukti, Python"))
    print(f"\n{len(cases)} credentials, {rounds} rounds; CPU ms a credential\n")
    print(f"{'':50} {'median':>8} {'least':>8} {'most':>8} {'x Node':>8} {'x Python':>9}")
    for one in found:
        print(
            f"{one.program:50} {one.median:8.2f} {min(one.rounds):8.2f} {max(one.rounds):8.2f}"
            f" {one.median / own:8.1f} {one.median / python:9.1f}"
        )


def main() -> None:
    if sys.argv[1:] == ["--sizes"]:
        print_sizes()
    else:
        print_costs(int(sys.argv[1]) if len(sys.argv) > 1 else 7)


if __name__ == "__main__":
    main()
