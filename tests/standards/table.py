"""What the programs of others say of each kind of bad credential, and what they are known to say."""

from collections.abc import Iterable, Mapping
from typing import Any

from tests.standards.faults import Fault
from tests.standards.judges import Verdicts
from tests.standards.stage import Document

DB, DCC, OPENVC, OPENBADGES, SCHEMA = (
    "@digitalbazaar/vc",
    "@digitalcredentials/verifier-core",
    "openvc-core",
    "openbadgeslib",
    "jsonschema",
)
PROGRAMS = (DB, DCC, OPENVC, OPENBADGES, SCHEMA)
VERIFIERS = frozenset({DB, DCC, OPENVC, OPENBADGES})

LET_PASS: Mapping[str, frozenset[str]] = {
    "tampered claim": frozenset(),
    "tampered date of the proof": frozenset(),
    "tampered key of the proof": frozenset(),
    "tampered status index": frozenset(),
    # Its meaning does not change, so a signature on the meaning still fits.
    "extra context": VERIFIERS,
    "null member": frozenset({DB}),
    "stranger's key in the issuer's name": frozenset(),
    "stranger's key in its own name": frozenset(),
    # One good proof is enough for these two.
    "second stranger's proof": frozenset({DB, DCC}),
    "second broken proof": frozenset({DB, DCC}),
    "no proof": frozenset(),
    "created in the future": VERIFIERS,
    "proof for another purpose": frozenset(),
    "proof past its expires": frozenset({DB, DCC}),
    "foreign list named": frozenset({DCC, OPENBADGES}),
    # Only a registry can know these.
    "never registered": VERIFIERS,
    "nobody holds it": frozenset({DB, DCC, OPENVC}),
    "revoked": frozenset(),
    "expired": frozenset(),
    "future": frozenset(),
    "removed key": frozenset(),
    "method past its expires": VERIFIERS,
    "missing list": frozenset(),
    # openbadgeslib knows no embedded proofs on lists: it reads their bit alone.
    "unsigned list": frozenset({OPENBADGES}),
    "short list": VERIFIERS,
    "foreign list published": frozenset({DCC, OPENBADGES}),
    "list signed with a stolen key": frozenset({OPENBADGES}),
    "list for another purpose": frozenset(),
}
"""By kind: the verifiers that accept it. That ours refuse every one of them is the point of the table."""

FIT_THE_SCHEMA = frozenset(LET_PASS) - {"null member"}
"""The schema judges the shape alone."""


def table_of(good: Mapping[str, Document], bad: Iterable[Fault], verdicts: Mapping[str, Verdicts]) -> dict[str, Any]:
    """The opinions as JSON: for each program its counts, for each kind where ours refuses it and who else does."""
    faults = list(bad)
    return {
        "programs": [
            {
                "program": one.program,
                "version": one.version,
                "good": {"passed": _accepted(one, good), "of": len(good)},
                "bad": {"refused": len(faults) - _accepted(one, [fault.kind for fault in faults]), "of": len(faults)},
            }
            for one in verdicts.values()
        ],
        "kinds": {
            fault.kind: {
                "ours": {"verdict": fault.verdict, "code": fault.code} if fault.verdict else {"check": fault.finding},
                "others": {
                    one.program: {"accepted": one.opinions[fault.kind].accepted, "told": one.opinions[fault.kind].told}
                    for one in verdicts.values()
                },
            }
            for fault in faults
        },
    }  # fmt: skip


def _accepted(verdicts: Verdicts, names: Iterable[str]) -> int:
    return sum(verdicts.opinions[name].accepted for name in names)
