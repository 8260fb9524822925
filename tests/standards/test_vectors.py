"""Public vectors at every step, in Python, under Node and in a real Chromium: one outcome in all three.

W3C vc-di-eddsa B.1 and B.3, RFC 8785 pairs, and the 914 Ed25519 edge cases of C2SP/CCTV. The verifier's term
tables know the contexts of our own credentials alone; the document of ``eddsa-rdfc-2022`` has another,
so there jsonld.js makes its canonical form in Node and Chromium, and the core all that follows. The core signs
nothing: in JavaScript the published signature is read and verified, in Python it is made anew.
"""

import json
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from bukti.proof import jcs, multikey, records
from bukti.proof.credentials import canonical_nquads, contexts
from bukti.proof.keys import key_from_seed, verify
from tests.browser.site import running_site
from tests.keys import demo_key
from tests.public_data import need
from tests.standards.judges import HERE, VECTORS, node_json
from tests.standards.stage import ROOT
from tools.node import find_node

pytestmark = pytest.mark.needs_node
PLACES = ("Python", "Node", "Chromium")
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
ACCEPTED = 43
"""Of the 914 edge cases, by CRD-14."""
SUITES = {"rdfc": ("eddsa-rdfc-2022", "DataInt"), "jcs": ("eddsa-jcs-2022", "JCS")}
"""By short name: the folder of the vectors and the end of their files' names."""

Steps = dict[str, Any]


def text(*parts: str) -> str:
    """A published file's text; its hashes and signatures have no line end."""
    return (VECTORS.joinpath(*parts)).read_text("utf-8")


@pytest.fixture(scope="session")
def data() -> dict[str, Any]:
    """What all three places get."""
    need(VECTORS, "the public vectors")
    folder = VECTORS / "vc-di-eddsa"
    known = {**contexts(), EXAMPLES: json.loads(text("vc-di-eddsa", "examples-v2-context.json"))["@context"]}
    common = {
        "document": json.loads((folder / "unsigned.json").read_bytes()),
        "publicKey": json.loads((folder / "keyPair.json").read_bytes())["publicKeyMultibase"],
        "otherKey": demo_key("stranger").multikey,
        "contexts": {url: {"@context": context} for url, context in known.items()},
    }
    found: dict[str, Any] = {
        "cases": json.loads(text("ed25519-edge", "ed25519vectors.json")),
        "pairs": {path.stem: path.read_text("utf-8") for path in (VECTORS / "jcs" / "input").glob("*.json")},
    }
    for suite, (name, end) in SUITES.items():
        options = json.loads(text("vc-di-eddsa", name, f"proofConfig{end}.json"))
        found[suite] = {
            **common,
            "options": options,
            "proofValue": text("vc-di-eddsa", name, f"sigBTC58{end}.txt").strip(),
        }
    return found


@pytest.fixture(scope="session")
def steps(data: dict[str, Any], browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Steps]:
    """What each place made of them."""
    page = in_chromium(browser, data, tmp_path_factory.mktemp("oracle") / "oracle.js")
    return {"Python": in_python(data), "Node": node_json("steps_in_node.mjs", data), "Chromium": page}


def in_chromium(browser: Browser, data: dict[str, Any], oracle: Path) -> Steps:
    """The bundled core in a page; the oracle is bundled for the occasion."""
    esbuild = [str(ROOT / "node_modules" / ".bin" / "esbuild"), str(HERE / "oracle.mjs"), "--bundle", "--format=esm"]
    subprocess.run([*esbuild, f"--outfile={oracle}", "--log-level=error"], check=True, env=find_node().environment())
    with running_site() as site:
        site.files = {"oracle.js": oracle.read_text("utf-8"), "steps.js": (HERE / "steps.mjs").read_text("utf-8")}
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{site.address}/steps.js")
        found: Steps = page.evaluate(
            """async (data) => {
              const [core, oracle, spare, steps] = await Promise.all(
                ["/inside.js", "/oracle.js", "/ed25519.js", "/steps.js"].map((path) => import(path)));
              return steps.allSteps(core, oracle.canonize, spare.verify, data);
            }""",
            data,
        )
        context.close()
    assert "inside.js" in site.asked
    return found


def in_python(data: dict[str, Any]) -> Steps:
    """The same steps by ``bukti.proof``; the signature is made here and not read."""
    passed = [case["number"] for case in data["cases"] if passes(case)]
    known = {url: context["@context"] for url, context in data["rdfc"]["contexts"].items()}
    quads = [canonical_nquads(data["rdfc"][part], known).decode() for part in ("document", "options")]
    forms = [jcs.canonical(data["jcs"][part]).decode() for part in ("document", "options")]
    return {
        "rdfc": suite_in_python(data["rdfc"], *quads),
        "jcs": suite_in_python(data["jcs"], *forms),
        "pairs": {name: jcs.canonical(json.loads(one)).decode() for name, one in data["pairs"].items()},
        "accepted": passed,
    }  # fmt: skip


def passes(case: dict[str, Any]) -> bool:
    """Whether ``bukti.proof`` accepts the signature of an edge case."""
    return verify(bytes.fromhex(case["key"]), bytes.fromhex(case["sig"]), case["msg"].encode())


def suite_in_python(vectors: dict[str, Any], document: str, options: str) -> Steps:
    """The steps after the canonical forms."""
    hashes = [sha256(form.encode()).digest() for form in (document, options)]
    combined = hashes[1] + hashes[0]
    pair = json.loads(text("vc-di-eddsa", "keyPair.json"))
    signature = key_from_seed(multikey.decode_z(pair["privateKeyMultibase"])[2:]).sign(combined)
    changed = combined[:-1] + bytes([combined[-1] ^ 1])
    keys = [multikey.decode(vectors[name]) for name in ("publicKey", "otherKey")]
    tried = ((keys[0], combined), (keys[0], changed), (keys[1], combined))
    return {
        "document": document,
        "options": options,
        "document_hash": hashes[0].hex(),
        "options_hash": hashes[1].hex(),
        "combined": combined.hex(),
        "signature": signature.hex(),
        "proof_value": multikey.encode_z(signature),
        "verdicts": [verify(key, signature, data) for key, data in tried],
    }


def published(suite: str) -> Iterator[tuple[str, str]]:
    """Each step's name and what W3C published for it."""
    name, end = SUITES[suite]
    files = {
        "document": "canonDoc", "options": "proofCanon", "document_hash": "docHash", "options_hash": "proofHash",
        "combined": "combinedHash", "signature": "sigHex", "proof_value": "sigBTC58",
    }  # fmt: skip
    yield from ((step, text("vc-di-eddsa", name, f"{file}{end}.txt")) for step, file in files.items())


@pytest.mark.browser
@pytest.mark.parametrize("place", PLACES)
class TestSteps:
    @pytest.mark.parametrize("suite", SUITES)
    def test_each_step_has_the_published_bytes(self, steps: dict[str, Steps], place: str, suite: str) -> None:
        found = steps[place][suite]
        assert {step: found[step] for step, _ in published(suite)} == dict(published(suite))

    @pytest.mark.parametrize("suite", SUITES)
    def test_the_signature_passes_and_its_bad_twins_do_not(
        self, steps: dict[str, Steps], place: str, suite: str
    ) -> None:
        """The published signature; one bit of the data changed; another key."""
        assert steps[place][suite]["verdicts"] == [True, False, False]

    def test_rfc_8785_pairs(self, steps: dict[str, Steps], place: str) -> None:
        expected = {path.stem: path.read_text("utf-8") for path in (VECTORS / "jcs" / "output").glob("*.json")}
        hexed = {path.stem: bytes.fromhex(path.read_text()) for path in (VECTORS / "jcs" / "outhex").glob("*.txt")}
        assert steps[place]["pairs"] == expected == {name: one.decode() for name, one in hexed.items()}
        assert len(expected) == 3

    def test_edge_cases_have_one_accept_set(self, steps: dict[str, Steps], place: str) -> None:
        """No small order, no other encoding, no S beyond the order; Web Crypto's own or ``cryptography``'s equation."""
        assert steps[place]["accepted"] == steps["Python"]["accepted"]
        assert len(steps[place]["accepted"]) == ACCEPTED


@pytest.mark.browser
@pytest.mark.parametrize("place", ["Node", "Chromium"])
class TestJavaScript:
    def test_the_tables_give_the_oracles_form_of_the_options(self, steps: dict[str, Steps], place: str) -> None:
        found = steps[place]["rdfc"]
        assert found["options"] == found["options_by_oracle"]

    def test_the_fallback_has_the_same_accept_set(self, steps: dict[str, Steps], place: str) -> None:
        """As in a browser whose Web Crypto has no Ed25519."""
        assert steps[place]["accepted_without"] == steps["Python"]["accepted"]


def test_all_cases_were_there(data: dict[str, Any]) -> None:
    assert len(data["cases"]) == 914


def test_the_signed_document_of_jcs_verifies_as_a_record(data: dict[str, Any]) -> None:
    """By the function that judges records; the suite ``eddsa-rdfc-2022`` has only known contexts there."""
    key = multikey.decode(data["jcs"]["publicKey"])
    document = json.loads(text("vc-di-eddsa", "eddsa-jcs-2022", "signedJCS.json"))
    proof = document.pop("proof")
    assert records.verify_record(document, proof, key)
    assert not records.verify_record({**document, "name": "Another"}, proof, key)
