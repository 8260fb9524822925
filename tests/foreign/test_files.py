"""Files that other people issued: both commands say the same of every one, never ``valid``, and nothing stops them."""

import json
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bukti.proof.foreign import ForeignFault, foreign_nquads
from bukti.proof.jcs import without_proof
from tests.foreign.both import ROOT, codes, files, node, python
from tests.public_data import DATA
from tools.node import find_node

pytestmark = pytest.mark.needs_node

FOLDERS = (
    "credentials-ob3-1edtech",
    "credentials-dcc-fixtures",
    "credentials-mynextid-mc",
    "credentials-elm-eu",
    "credentials-clr2-1edtech",
    "badges-ob2-1edtech",
)
DCC = "credentials-dcc-fixtures"
AT_HAND = (DATA / DCC / "dids", DATA / DCC / "statusLists", DATA / FOLDERS[0] / "bit-string-list")
OUTSIDE = ("shape", "issuer", "registered", "definition", "authority")


@cache
def answers() -> tuple[list[dict[str, Any]], int, bytes, bytes]:
    """Results of the Python command, its exit code, and both commands' output as it is."""
    inputs = files(*FOLDERS)
    first, second = python(inputs, AT_HAND), node(inputs, AT_HAND)
    assert (first.code, second.code) == (3, 3), first.err + second.err
    return first.results, len(inputs), first.out, second.out


def named(part: str) -> dict[str, dict[str, Any]]:
    """Results of the files whose path holds ``part``, by path below the data folder."""
    return {one["input"][len(str(DATA)) + 1 :]: one for one in answers()[0] if part in one["input"]}


def test_both_say_the_same_byte_for_byte(record_property: Any) -> None:
    results, count, first, second = answers()
    assert first == second
    assert len(results) == count > 240
    told = Counter(codes(one)["signature"] for one in results)
    record_property("told", f"{count} files of strangers in both languages: {dict(told)}")


def test_none_is_ever_anything_but_undecided() -> None:
    assert {one["verdict"] for one in answers()[0]} == {"cannot_tell"}


def test_an_outside_issuer_is_told_as_one() -> None:
    judged = [one for one in answers()[0] if codes(one)["parse"] == "parse"]
    assert len(judged) > 90
    for one in judged:
        assert {codes(one)[check] for check in OUTSIDE} == {"issuer-outside"}, one["input"]
        assert one["credential"] is not None


def test_good_signatures_pass_and_changed_ones_fail() -> None:
    """All of the DCC's signed files, whatever suite, version and DID method."""
    signed = {path: one for path, one in named(f"{DCC}/").items() if one["credential"] is not None}
    told = {path: codes(one)["signature"] for path, one in signed.items()}
    bad = {path: code for path, code in told.items() if code != "outside-signature"}
    assert {path.rpartition("/")[2]: code for path, code in bad.items()} == {
        "tampered": "signature-mismatch",
        "legacy-noStatus-noExpiry-tampered.json": "signature-mismatch",
        "twoOIDF-revoked-notExpired-badSchema.json": "context-unknown",
    }
    suites = Counter(proof.get("cryptosuite", proof["type"]) for one in signed.values() for proof in proofs(one))
    assert len(told) - len(bad) == 67
    assert set(suites) == {"eddsa-rdfc-2022", "Ed25519Signature2020"}
    assert min(suites.values()) > 30


def test_each_good_one_fails_when_it_is_changed(tmp_path: Path) -> None:
    """Every file whose signature passes, with one letter more in the issuer's name or another first day."""
    good = [one for one in answers()[0] if codes(one)["signature"] == "outside-signature"]
    changed: list[Path] = []
    for number, one in enumerate(good):
        document = json.loads(json.dumps(one["credential"]))
        if isinstance(document["issuer"], dict) and "name" in document["issuer"]:
            document["issuer"]["name"] += "x"
        else:
            document["validFrom" if "validFrom" in document else "issuanceDate"] = "2011-01-01T00:00:00Z"
        changed.append(tmp_path / f"{number}.json")
        changed[-1].write_text(json.dumps(document), encoding="utf-8")
    first, second = python(changed, AT_HAND), node(changed, AT_HAND)
    assert first.out == second.out
    assert len(changed) == 67
    assert {codes(one)["signature"] for one in first.results} == {"signature-mismatch"}
    assert {one["verdict"] for one in first.results} == {"cannot_tell"}


def proofs(result: dict[str, Any]) -> list[dict[str, Any]]:
    """The proofs of a result's credential."""
    proof = result["credential"]["proof"]
    return proof if isinstance(proof, list) else [proof]


@pytest.mark.parametrize(
    ("part", "check", "code"),
    [
        ("ob3-1edtech/simple-did-key-method.json", "signature", "proof-foreign"),
        ("ob3-1edtech/simple-eddsa-2022.json", "signature", "suite-unknown"),
        ("ob3-1edtech/simple-noproof.json", "signature", "proof-missing"),
        ("ob3-1edtech/simple.json", "signature", "did-not-at-hand"),
        ("ob3-1edtech/credential-status-revoked.json", "state", "status-kind"),
        ("ob3-1edtech/simple-err-issuer.json", "issuer", "issuer-outside"),
        ("ob3-1edtech/simple.jwt", "parse", "parse-token"),
        ("ob3-1edtech/simple-json.png", "signature", "did-not-at-hand"),
        ("ob3-1edtech/simple-json.svg", "signature", "did-not-at-hand"),
        ("ob3-1edtech/simple-jwt.png", "parse", "parse-token"),
        ("ob3-1edtech/simple-jwt.svg", "parse", "parse-token"),
        ("badges-ob2-1edtech/simple-badge.png", "parse", "parse-open-badges-2"),
        ("mynextid-mc/open-badge__examples__open-badge-mc-signed.jwt", "parse", "parse-token"),
        ("mynextid-mc/open-badge__examples__open-badge-mc-example.json", "signature", "proof-missing"),
        ("elm-eu/Sample-MC-Annex1-signed.jsonld", "parse", "parse-european"),
        ("elm-eu/Sample-MC-Annex1-unsigned.jsonld", "parse", "parse-european"),
        ("elm-eu/Sample-MC-Annex1-unsigned-uploadable.json", "parse", "parse-european"),
        ("badges-ob2-1edtech/basic-assertion.json", "parse", "parse-open-badges-2"),
        ("badges-ob2-1edtech/assets/robotics-badge.json", "parse", "parse-open-badges-2"),
        ("badges-ob2-1edtech/simple.jwt", "parse", "parse-token"),
        ("clr2-1edtech/simple.json", "issuer", "issuer-outside"),
        ("didKey/oidf-noStatus-expired.json", "validity", "expired"),
        ("didKey/noRegistry-revokedStatus-notExpired.json", "state", "status-not-at-hand"),
    ],
)
def test_what_is_said_of_one_file(part: str, check: str, code: str) -> None:
    found = named(part)
    assert found
    assert {codes(one)[check] for one in found.values()} == {code}


def test_a_learner_record_says_what_is_not_judged() -> None:
    for one in named("clr2-1edtech/complex.json").values():
        assert "the credentials inside it are not judged" in one["checks"][0]["detail"]


def test_canonical_forms_are_equal_in_both_languages() -> None:
    """Of every document of the folders, whole and without its proof: the same N-Quads, or the same fault."""
    documents = [one for path in files(*FOLDERS) for one in _documents(path)]
    script = Path(__file__).with_name("canonical.mjs")
    argv = [str(find_node().executable), str(script)]
    ran = subprocess.run(argv, input=json.dumps(documents).encode(), capture_output=True, cwd=ROOT, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    ours = [_canonical(document) for document in documents]
    assert json.loads(ran.stdout) == ours
    assert sum(one.startswith(("<", "_")) for one in ours) > 80
    assert {"term-undefined", "context-unknown"} <= set(ours)


def _documents(path: Path) -> list[dict[str, Any]]:
    try:
        document = json.loads(path.read_bytes())
    except ValueError:
        return []
    return [document, without_proof(document)] if isinstance(document, dict) else []


def _canonical(document: dict[str, Any]) -> str:
    try:
        return foreign_nquads(document).decode()
    except ForeignFault as fault:
        return fault.code
