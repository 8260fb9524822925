"""Hostile input in both commands: a named verdict each, no traceback, bounded time and memory.

Python runs in one GiB of address space; Node reserves more than it uses, so its use is measured. Time is
that of the processor, so that a busy machine changes nothing; what bounds the work are the counts of VER-29.
"""

import gzip
import json
import random
from base64 import urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bukti.verification.limits import MAX_CREDENTIALS
from tests.foreign.both import AT, GIBIBYTE, codes, node, python
from tools.vectors import stranger
from tools.vectors.cases_outside import unsigned_entangled

pytestmark = pytest.mark.needs_node

SECONDS = 10.0
MEBIBYTE = 1 << 20
LIMIT = 262_144


def fitting(make: Callable[[int], bytes], most: int) -> bytes:
    """The largest of ``make(1)`` … ``make(most)`` that may be read."""
    low, high = 1, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if len(make(middle)) <= LIMIT else (low, middle - 1)
    return make(low)


def subject(value: object) -> bytes:
    """A signed credential, its subject replaced: nothing was signed that could be so."""
    return json.dumps({**stranger.signed(), "credentialSubject": value}).encode()


def many_typed(count: int) -> bytes:
    kinds = ("Achievement", "Profile", "Address", "Alignment", "Evidence", "IdentityObject", "Related", "Criteria")
    rng = random.Random(7)
    return subject([{"id": f"urn:x:{n}", "type": sorted(rng.sample(kinds, 4))} for n in range(count)])


def alike_tree(depth: int) -> dict[str, Any]:
    branches = [alike_tree(depth - 1), alike_tree(depth - 1)] if depth else []
    return {"type": ["Profile"], **({"parentOrg": branches} if branches else {})}


def alike_leaves(count: int) -> bytes:
    return subject({"id": "urn:x:1", "type": ["Profile"], "parentOrg": [{"type": ["Profile"]}] * count})


def proven(proofs: object) -> bytes:
    return json.dumps({**stranger.credential(), "proof": proofs}).encode()


def ring(count: int) -> bytes:
    return subject(
        [{"id": f"_:n{n}", "type": ["Profile"], "parentOrg": {"id": f"_:n{(n + 1) % count}"}} for n in range(count)]
    )


def head(count: int) -> bytes:
    """Each context named is read anew, of the credential and of each proof."""
    document = {**stranger.signed(), "@context": [stranger.V2, *[stranger.BADGES] * count]}
    return compact({**document, "proof": [document["proof"]] * 8})


def contexts_within(count: int) -> bytes:
    contexts = [stranger.V2, *[stranger.BADGES] * count]
    return subject([{"@context": contexts, "id": f"urn:x:{n}", "type": ["Profile"]} for n in range(32)])


def proven_often(count: int) -> bytes:
    """Eight proofs of one content that takes work."""
    document = stranger.signed()
    items = [{"id": f"urn:x:{n}", "type": ["Achievement", "Profile", "Address", "Alignment"]} for n in range(count)]
    return compact({**document, "credentialSubject": items, "proof": [document["proof"]] * 8})


def compact(document: object) -> bytes:
    return json.dumps(document, separators=(",", ":")).encode()


GOOD = json.dumps(stranger.signed()).encode()
PARSE = {
    "huge": (b"x" * 50 * MEBIBYTE, "parse-too-large"),
    "huge-json": (b'{"a": "' + b"x" * LIMIT + b'"}', "parse-too-large"),
    "deep-lists": (b"[" * 10_000 + b"]" * 10_000, "parse-depth"),
    "deep-objects": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "parse-depth"),
    "duplicate": (GOOD[:-1] + b', "issuer": "did:key:x"}', "parse-duplicate-key"),
    "not-utf-8": (GOOD.replace(b"Weaving", b"Weav\xffing"), "parse-not-text"),
    "utf-16": (GOOD.decode().encode("utf-16"), "parse-not-text"),
    "surrogate": (GOOD.replace(b"Weaving", b"Weav\\ud800ing"), "parse-surrogate"),
    "number": (GOOD[:-1] + b', "x": 1e400}', "parse-number"),
    "digits": (b'{"x": ' + b"9" * 250_000 + b"}", "parse-number"),
    "cut": (GOOD[:-5], "parse-not-json"),
    "token": (b"eyJ" + b"." * 250_000, "parse-token"),
}
SIGNATURE = {
    "long-proof-value": (GOOD.replace(b'"proofValue": "z', b'"proofValue": "z' + b"2" * 250_000), "proof-form"),
    "long-key": (json.dumps({**stranger.signed(), "issuer": "did:key:z" + "6" * 100_000}).encode(), "proof-foreign"),
    "many-proofs": (fitting(lambda n: proven([{}] * n), LIMIT), "proof-form"),
    "entangled": (json.dumps(unsigned_entangled(60)).encode(), "graph-too-hard"),
    "ring": (ring(1_000), "graph-too-hard"),
    "tree": (subject(alike_tree(9)), "graph-too-hard"),
    "most-objects": (many_typed(1_990), "signature-mismatch"),
    "more-objects": (many_typed(2_000), "graph-too-hard"),
    "many-values": (subject({"id": "urn:x:1", "type": [f"a:{n}" for n in range(19_900)]}), "signature-mismatch"),
    "more-values": (fitting(lambda n: subject(["a:b"] * n), 60_000), "graph-too-hard"),
    "alike-leaves": (alike_leaves(1_900), "signature-mismatch"),
    "head": (fitting(head, 5_000), "graph-too-hard"),
    "contexts-within": (fitting(contexts_within, 5_000), "graph-too-hard"),
    "proven-often": (fitting(proven_often, 1_990), "signature-mismatch"),
    "contexts": (subject([{"@context": stranger.V2, "id": f"urn:x:{n}"} for n in range(3_000)]), "graph-too-hard"),
}  # fmt: skip


def judged(tmp_path: Path, data: bytes, *at_hand: bytes, at: str = AT) -> dict[str, Any]:
    """What both commands say of one file, after they were held to their limits."""
    path = tmp_path / "input.json"
    path.write_bytes(data)
    beside = [tmp_path / f"at-hand-{number}.json" for number in range(len(at_hand))]
    for place, text in zip(beside, at_hand, strict=True):
        place.write_bytes(text)
    first, second = python([path], beside, at=at), node([path], beside, at=at)
    for ran in (first, second):
        assert ran.code == 3, ran.err
        assert "Traceback" not in ran.err, ran.err
        assert "    at " not in ran.err, ran.err
        assert ran.seconds < SECONDS
        assert ran.memory < 500 * MEBIBYTE < GIBIBYTE
    assert first.out == second.out
    (result,) = first.results
    assert result["verdict"] == "cannot_tell"
    return dict(result)


@pytest.mark.parametrize("name", PARSE)
def test_what_cannot_be_read(name: str, tmp_path: Path) -> None:
    data, code = PARSE[name]
    assert codes(judged(tmp_path, data))["parse"] == code


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if at % 2 else []) for at, name in enumerate(SIGNATURE)]
)
def test_what_takes_work(name: str, tmp_path: Path) -> None:
    data, code = SIGNATURE[name]
    assert len(data) <= LIMIT
    found = codes(judged(tmp_path, data))
    assert (found["parse"], found["issuer"], found["signature"]) == ("parse", "issuer-outside", code)


def test_the_good_one_of_which_they_are_made_passes(tmp_path: Path) -> None:
    assert codes(judged(tmp_path, GOOD))["signature"] == "outside-signature"


def listed(packed: bytes) -> bytes:
    """A signed status list of these packed bytes."""
    text = "u" + urlsafe_b64encode(packed).rstrip(b"=").decode()
    return json.dumps(stranger.signed(stranger.unsigned_list(text))).encode()


BADGE = json.dumps(stranger.jcs(stranger.credential(credentialStatus=stranger.entry()))).encode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (gzip.compress(bytes(16_384), mtime=0), "outside-state"),
        (gzip.compress(bytes(8 * MEBIBYTE + 1), mtime=0), "status-large"),
        (gzip.compress(bytes(170 * MEBIBYTE), mtime=0), "status-large"),
        (gzip.compress(gzip.compress(bytes(1_000 * MEBIBYTE), mtime=0), mtime=0), "outside-state"),
        (gzip.compress(bytes(16_384), mtime=0)[:-4] + b"\0\0\1\0", "status-form"),
        (gzip.compress(bytes(170 * MEBIBYTE), mtime=0)[:-4] + b"\0\0\1\0", "status-form"),
        (gzip.compress(bytes(8 * MEBIBYTE + 1), mtime=0)[:-8] + b"\1" * 4 + b"\1\0\x80\0", "status-large"),
        (gzip.compress(b"", mtime=0) + gzip.compress(bytes(16_384), mtime=0), "status-form"),
        (gzip.compress(bytes(16_384), mtime=0)[:-8] + b"\1" * 4 + b"\0\x40\0\0", "status-form"),
        (b"\x1f\x8b\x08\0" + b"\xff" * 1_000 + bytes(4), "status-form"),
    ],
    ids=[
        "good", "a-byte-too-many", "bomb", "bomb-in-a-bomb", "wrong-length", "bomb-that-lies", "damaged-and-large",
        "nothing-first", "wrong-checksum", "noise",
    ],
)  # fmt: skip
def test_a_list_is_unpacked_within_bounds(data: bytes, code: str, tmp_path: Path) -> None:
    assert len(listed(data)) <= LIMIT, "else it would not be read at all"
    assert codes(judged(tmp_path, BADGE, listed(data)))["state"] == code


def test_many_credentials_that_name_one_list(tmp_path: Path) -> None:
    """The longest list, named eight times by each of as many credentials as a presentation may hold, and one more."""
    packed = listed(gzip.compress(bytes(8 * MEBIBYTE), mtime=0))
    entries = [stranger.entry(id=None)] * 8
    one = {"type": "VerifiableCredential", "issuer": stranger.DID_KEY, "credentialStatus": entries}

    def presented(count: int) -> bytes:
        return compact({"type": "VerifiablePresentation", "verifiableCredential": [one] * count})

    path, beside = tmp_path / "input.json", tmp_path / "list.json"
    beside.write_bytes(packed)

    def judged_both() -> list[dict[str, Any]]:
        first, second = python([path], [beside]), node([path], [beside])
        assert max(first.seconds, second.seconds) < SECONDS
        assert first.out == second.out
        return first.results

    path.write_bytes(presented(MAX_CREDENTIALS))
    results = judged_both()
    assert len(results) == MAX_CREDENTIALS
    assert {codes(one)["state"] for one in results} == {"outside-state"}
    path.write_bytes(presented(MAX_CREDENTIALS + 1))
    (one_too_many,) = judged_both()
    assert codes(one_too_many)["parse"] == "parse-too-many"


def did(**changed: object) -> bytes:
    """The DID document, changed."""
    return json.dumps(stranger.did_document(**changed)).encode()


WEB = json.dumps(stranger.signed(stranger.credential(stranger.WEB), stranger.WEB_METHOD)).encode()
DID = did()
OTHER = did(id="did:web:strangers.example:other")


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (DID, "outside-signature"),
        (OTHER, "did-mismatch"),
        (DID.replace(b'"id"', b'"iD"', 1), "did-not-at-hand"),
        (DID[:-1] + b', "id": "did:web:x"}', "did-not-at-hand"),
        (DID[:-1] + b', "x": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", "did-not-at-hand"),
        (DID[:-1] + b', "x": "' + b"x" * 5 * MEBIBYTE + b'"}', "did-not-at-hand"),
        (DID.replace(b"Multikey", b"Multi\xffkey"), "did-not-at-hand"),
        (DID.replace(b"Multikey", b"Multi\\ud800key"), "did-not-at-hand"),
        (did(verificationMethod=7, assertionMethod={"a": 1}), "key-unknown"),
        (did(verificationMethod=[7, None, []], assertionMethod=[{}]), "key-unknown"),
        (did(verificationMethod=[stranger.method(publicKeyMultibase="z" + "2" * 200_000)]), "key-kind"),
        (did(verificationMethod=[stranger.method(publicKeyMultibase=7)]), "key-kind"),
    ],
    ids=[
        "good", "another-id", "no-id", "two-ids", "deep", "huge", "not-utf-8", "surrogate", "no-lists", "odd-lists",
        "long-key", "no-text",
    ],
)  # fmt: skip
def test_a_did_document_at_hand(document: bytes, code: str, tmp_path: Path) -> None:
    assert codes(judged(tmp_path, WEB, document))["signature"] == code


@pytest.mark.parametrize(
    ("at", "signature", "validity"),
    [
        (AT, "outside-signature", "validity"),
        ("2036-11-23T12:00:00Z", "outside-signature", "validity"),
        ("2016-11-23T12:00:00Z", "proof-future", "not-yet-valid"),
        ("0001-01-01T00:00:00Z", "proof-future", "not-yet-valid"),
        ("9999-12-31T23:59:59Z", "outside-signature", "validity"),
    ],
)
def test_a_clock_that_is_off(at: str, signature: str, validity: str, tmp_path: Path) -> None:
    found = codes(judged(tmp_path, GOOD, at=at))
    assert (found["signature"], found["validity"]) == (signature, validity)
    assert found["freshness"] == {"2026": "freshness", "2036": "data-stale", "9999": "data-stale"}.get(
        at[:4], "clock-wrong"
    )


@pytest.mark.parametrize(
    ("at", "code"), [("1969-12-30T23:59:59Z", "proof-future"), ("1969-12-31T00:00:00Z", "outside-signature")]
)
def test_a_proof_of_the_first_second_of_1970(at: str, code: str, tmp_path: Path) -> None:
    """Zero is a time like any other."""
    badge = stranger.signed(created="1970-01-01T00:00:00Z")
    assert codes(judged(tmp_path, json.dumps(badge).encode(), at=at))["signature"] == code
