"""Every vector of ``spec/vectors/`` in Python; Node runs the same files."""

import hashlib
import json
import unicodedata
from collections import Counter
from datetime import date
from typing import Any

import pytest

from bukti.card import Card, CardError, decode, encode, read_payload, rebuild, to_decimal, to_link
from bukti.codes import CHECKS, Code
from bukti.issuing.validity import period_end
from bukti.model import Template
from bukti.model.text import normalise_name, text_faults
from bukti.proof import multikey
from bukti.proof.credentials import canonical_nquads, verify_credential
from bukti.proof.jcs import canonical, registry_hash, without_proof
from bukti.proof.merkle import root
from bukti.templates import digest_of, fill, values_of
from bukti.verification.json_strict import JsonFault, read_json
from bukti.verification.lookup import instant, leading_bits, numbered
from tests.vectors.conftest import expectations, judge, stage, vectors

CREDENTIALS = ("credential-aisyah", "credential-arabic", "credential-coding", "credential-moved")


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector["name"])
def test_verification_vector(vector: dict[str, Any]) -> None:
    results = judge(vector)
    assert len(results) == len(expectations(vector))
    for result, expected in zip(results, expectations(vector), strict=True):
        assert result.verdict == expected["verdict"], vector["why"]
        assert {one.check: [one.code, one.state] for one in result.checks} == expected["checks"]
        assert {one.check: one.detail for one in result.checks} == expected["details"]
        assert (result.leading.check if result.leading else None) == expected["must_fail"]
        assert tuple(one.check for one in result.checks) == CHECKS


def test_the_vectors_are_all_there(capsys: pytest.CaptureFixture[str]) -> None:
    verdicts = Counter(one["verdict"] for vector in vectors() for one in expectations(vector))
    with capsys.disabled():
        print(f" [{len(vectors())} verification vectors in Python: {dict(verdicts)}]", end="")  # noqa: T201
    assert len(vectors()) >= 250
    assert len(verdicts) == 8
    assert sum(verdicts.values()) - verdicts["valid"] > 2 * verdicts["valid"]


def test_every_code_has_a_vector() -> None:
    """Save those that only a repository, a browser or a page that lacks a part can give, each code ends some check."""
    seen = {pair[0] for vector in vectors() for one in expectations(vector) for pair in one["checks"].values()}
    elsewhere = {Code.POSITION_UNKNOWN, Code.BROWSER_TOO_OLD, Code.PARSE_PART_MISSING}
    assert {code.value for code in Code} - {code.value for code in elsewhere} == seen


class TestCredentialStages:
    """One test per stage, in order: the first that fails shows where a program goes astray."""

    @pytest.mark.parametrize("name", CREDENTIALS)
    def test_template(self, name: str) -> None:
        case = stage(name)
        template = Template.model_validate(case["template"])
        assert digest_of(template) == case["template_digest"]
        values = values_of(template, case["document"])
        assert values is not None
        assert fill(template, values) == case["document"]
        assert (values.uuid, values.name, list(values.results)) == tuple(
            case["values"][member] for member in ("uuid", "name", "results")
        )

    @pytest.mark.parametrize("name", CREDENTIALS)
    def test_nquads_and_hashes(self, name: str) -> None:
        case = stage(name)
        document = canonical_nquads(case["document"])
        proof = canonical_nquads({**case["proof_options"], "@context": case["document"]["@context"]})
        assert document.decode() == case["document_nquads"]
        assert proof.decode() == case["proof_nquads"]
        assert hashlib.sha256(document).hexdigest() == case["document_sha256"]
        assert hashlib.sha256(proof).hexdigest() == case["proof_sha256"]

    @pytest.mark.parametrize("name", CREDENTIALS)
    def test_signature(self, name: str) -> None:
        case = stage(name)
        proof = case["signed"]["proof"][0]
        key_id = proof["verificationMethod"].partition("#")[2]
        keys = json.loads(json.dumps(_site_keys()))
        provider = proof["verificationMethod"].partition("#")[0].rpartition(":")[2]
        public = next(key["public_key"] for key in keys[provider] if key["key"] == key_id)
        assert multikey.decode_z(proof["proofValue"]).hex() == case["signature"]
        assert verify_credential(case["signed"], proof, multikey.decode(public))

    @pytest.mark.parametrize("name", CREDENTIALS)
    def test_registry_hash(self, name: str) -> None:
        case = stage(name)
        assert canonical(case["signed"]).decode() == case["signed_rfc8785"]
        assert registry_hash(case["signed"]).hex() == case["registry_hash"] == case["unsigned_rfc8785_sha256"]

    @pytest.mark.parametrize("name", CREDENTIALS)
    def test_card(self, name: str) -> None:
        case = stage(name)
        card = decode(bytes.fromhex(case["card"]["hex"]))
        assert _fields(card) == case["card"]["fields"]
        assert to_decimal(encode(card)) == case["decimal"]
        assert encode(decode(read_payload(case["link"]))).hex() == case["card"]["hex"]
        template = Template.model_validate(case["template"])
        did, key_id = case["proof_options"]["verificationMethod"].split("#")
        assert rebuild(card, template, did, key_id) == case["signed"]
        assert without_proof(rebuild(card, template, did, key_id)) == case["document"]


def _site_keys() -> dict[str, Any]:
    from tests.vectors.conftest import FOLDER

    document = json.loads((FOLDER / "site" / "keys.json").read_text("utf-8"))
    return {issuer["id"]: issuer["keys"] for issuer in document["issuers"]}


def _fields(card: Card) -> dict[str, Any]:
    return {
        "group": card.group.hex(),
        "template": card.template.hex(),
        "uuid": str(card.uuid),
        "valid_from": card.valid_from.isoformat(),
        "valid_until": card.valid_until.isoformat() if card.valid_until else None,
        "status_index": card.status_index,
        "key_number": card.key_number,
        "results": list(card.results),
        "name": card.name,
        "signature": card.signature.hex(),
    }


class TestStages:
    def test_cards(self) -> None:
        cases = stage("cards")
        for case in cases["good"]:
            raw = bytes.fromhex(case["hex"])
            assert _fields(decode(raw)) == case["fields"]
            assert encode(decode(raw)) == raw
            assert (to_decimal(raw), to_link(raw)) == (case["decimal"], case["link"])
            assert read_payload(case["decimal"]) == read_payload(case["link"]) == raw
        for case in cases["bad"]:
            with pytest.raises(CardError) as caught:
                decode(read_payload("#" + case["payload"]))
            assert caught.value.code == case["code"], case["why"]
        assert (len(cases["good"]), len(cases["bad"])) >= (23, 18)

    def test_merkle(self) -> None:
        case = stage("merkle")
        leaves = [bytes.fromhex(leaf) for leaf in case["leaves"]]
        for count, expected in case["roots"].items():
            assert root(b"".join(leaves[: int(count)])).hex() == expected
        assert len(case["roots"]) == 9

    def test_lookup(self) -> None:
        case = stage("lookup")
        for group in case["groups"]:
            digest = hashlib.sha256(group["achievement"].encode()).digest()
            assert numbered(leading_bits(digest, group["bits"]), group["bits"]) == group["group"]
            assert numbered(leading_bits(digest[:2], group["bits"]), group["bits"]) == group["group"]
        for shard in case["shards"]:
            found = leading_bits(bytes.fromhex(shard["hash"]), shard["bits"])
            assert numbered(found, shard["bits"]) == shard["shard"]

    def test_periods(self) -> None:
        cases = stage("periods")["periods"]
        for case in cases:
            end = period_end(date.fromisoformat(case["from"]), case["period"])
            assert end.isoformat() == case["until"], case
        assert len(cases) == 15

    def test_text(self) -> None:
        case = stage("text")
        for entry in case["good"]:
            assert text_faults(entry["text"], multiline=entry["multiline"]) == [], entry["why"]
        for entry in case["bad"]:
            faults = text_faults(entry["text"], multiline=entry["multiline"])
            assert faults or not entry["text"], entry["why"]
        for entry in case["names"]:
            assert normalise_name(entry["name"]) == entry["signed"]
            assert unicodedata.is_normalized("NFC", entry["signed"])

    def test_json(self) -> None:
        case = stage("json")
        for entry in case["good"]:
            form = canonical(read_json(entry["text"]))
            assert form.decode() == entry["rfc8785"]
            assert hashlib.sha256(form).hexdigest() == entry["sha256"]
        for entry in case["bad"]:
            with pytest.raises(JsonFault) as caught:
                read_json(entry["text"])
            assert caught.value.code == entry["code"]

    def test_times_are_read_in_one_form(self) -> None:
        assert instant("2026-11-23T03:00:00Z").isoformat() == "2026-11-23T03:00:00+00:00"
        for text in ("2026-11-23T03:00:00", "2026-11-23 03:00:00Z", "2026-11-23T03:00:00.0Z", ""):
            with pytest.raises(ValueError, match="is not of the form"):
                instant(text)
