"""From a class list to a green phone, on real names; and nothing altered is ever green."""

import json
import shutil
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from bukti.demo.stage import DEMO_MC, DEMO_PROVIDER
from bukti.proof.credentials import sign_credential
from bukti.proof.keys import generate_key, load_key
from site_builder.server import make_server
from tests.e2e.conftest import ROOT, Published, bukti
from tools.node import find_node

REFUSED = {"N0496": "joiners", "N0497": "direction-override"}
pytestmark = pytest.mark.browser


def results(outcome: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert outcome.stdout, outcome.stderr
    found: list[dict[str, Any]] = json.loads(outcome.stdout)["results"]
    return found


def in_python(published: Published, *inputs: str) -> list[dict[str, Any]]:
    return results(bukti("verify", "--json", "--site", str(published.site), *inputs))


def in_node(published: Published, *inputs: str) -> list[dict[str, Any]]:
    script = ROOT / "verifier" / "dist" / "verify-cli.js"
    command = [str(find_node().executable), str(script), "--site", str(published.site), *inputs]
    return results(subprocess.run(command, capture_output=True, text=True, check=False))


VERIFIERS = [in_python, in_node]


def test_all_but_the_two_faulty_rows_are_issued_and_the_two_are_told(published: Published) -> None:
    assert len(published.links) == 499
    assert not {link["ref"] for link in published.links} & REFUSED.keys()
    lines = published.printed.splitlines()
    for number, why in (("497", "joiner"), ("498", "direction")):
        assert any(f":{number}" in line for line in lines), f"row at line {number} is not told"
        assert why in published.printed


def test_equal_names_are_told_apart_by_ref(published: Published) -> None:
    zoe = [link for link in published.links if link["ref"] in ("N0486", "N0487")]
    assert len(zoe) == 2
    assert zoe[0]["name"] == zoe[1]["name"]
    assert zoe[0]["json"] != zoe[1]["json"]


@pytest.mark.parametrize("verifier", VERIFIERS)
def test_every_credential_is_valid_by_file_and_by_link(
    published: Published, verifier: Callable[..., list[dict[str, Any]]]
) -> None:
    files = [str(published.out / link["json"]) for link in published.links]
    links = [link["link"] for link in published.links]
    by_file, by_link = verifier(published, *files), verifier(published, *links)
    assert Counter(result["verdict"] for result in by_file) == {"valid": 499}
    assert Counter(result["verdict"] for result in by_link) == {"valid": 499}
    assert [one["credential"] for one in by_file] == [one["credential"] for one in by_link]


@pytest.fixture
def served(published: Published) -> Iterator[str]:
    with make_server(published.site, 0, datetime.now(UTC)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def chosen(published: Published) -> list[dict[str, str]]:
    """25 learners: the edge cases, the longest names, and some of each script."""
    by_ref = {link["ref"]: link for link in published.links}
    edges = [by_ref[f"N{number:04}"] for number in (486, 487, 488, 491, 492, 493, 494, 495, 498, 499, 500, 501)]
    longest = sorted(published.links, key=lambda link: -len(link["name"].encode()))[:4]
    scripts = {"tamil": (0x0B80, 0x0BFF), "han": (0x4E00, 0x9FFF), "arabic": (0x0600, 0x06FF)}
    written = [
        [link for link in published.links if any(first <= ord(char) <= last for char in link["name"])][:4]
        for first, last in scripts.values()
    ]
    assert all(len(found) == 4 for found in written)
    unique = {link["ref"]: link for link in (*edges, *longest, *(one for found in written for one in found))}
    rest = (link for link in published.links if link["ref"] not in unique)
    while len(unique) < 25:
        extra = next(rest)
        unique[extra["ref"]] = extra
    return list(unique.values())[:25]


def test_25_learners_turn_green_in_chromium(published: Published, served: str, browser: Browser) -> None:
    foreign: list[str] = []
    context = browser.new_context()
    context.on("request", lambda request: foreign.append(request.url) if not request.url.startswith(served) else None)
    for learner in chosen(published):
        page = context.new_page()
        page.goto(f"{served}/v/#{learner['link'].partition('#')[2]}")
        verdict = page.locator("[data-verdict]:not([data-verdict=''])").first
        assert verdict.get_attribute("data-verdict", timeout=10_000) == "valid", learner
        name = learner["name"].removeprefix("'") if learner["name"][1:2] in "=+-@" else learner["name"]
        assert name in page.inner_text("body"), learner
        page.close()
    context.close()
    assert foreign == []


# What a forger may try, each with the check that has to tell it and the code that it tells it by.


def document(published: Published) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((published.out / published.links[0]["json"]).read_bytes())
    return found


def proof_of(credential: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = credential["proof"][0]
    return found


def change_name(credential: dict[str, Any], _: Published) -> dict[str, Any]:
    holder = credential["credentialSubject"]["identifier"][0]
    holder["identityHash"] = holder["identityHash"].replace("a", "e", 1)
    return credential


def change_level(credential: dict[str, Any], _: Published) -> dict[str, Any]:
    alignment = credential["credentialSubject"]["achievement"]["alignment"]
    level = next(one for one in alignment if one.get("targetFramework"))
    level["targetCode"] = "8"
    return credential


def change_date(credential: dict[str, Any], _: Published) -> dict[str, Any]:
    earlier = "2020-01-01T00:00:00Z"
    credential["validFrom"] = earlier
    proof_of(credential)["created"] = earlier
    return credential


def change_signature(credential: dict[str, Any], _: Published) -> dict[str, Any]:
    value = proof_of(credential)["proofValue"]
    proof_of(credential)["proofValue"] = value[:-1] + ("2" if value[-1] != "2" else "3")
    return credential


def _signed_again(credential: dict[str, Any], method: str) -> dict[str, Any]:
    unsigned = {name: value for name, value in credential.items() if name != "proof"}
    return sign_credential(unsigned, generate_key(), method, credential["validFrom"])


def sign_with_another_key(credential: dict[str, Any], _: Published) -> dict[str, Any]:
    return _signed_again(credential, proof_of(credential)["verificationMethod"])


def sign_as_another_provider(credential: dict[str, Any], _: Published) -> dict[str, Any]:
    return _signed_again(credential, "did:web:bukti.example:issuers:universiti-contoh#key-2026-1")


FORGERIES = [
    (change_name, "invalid", {"signature-mismatch", "not-registered"}),
    (change_level, "invalid", {"signature-mismatch", "not-registered", "definition-mismatch"}),
    (change_date, "invalid", {"signature-mismatch", "not-registered"}),
    (change_signature, "invalid", {"signature-mismatch"}),
    (sign_with_another_key, "invalid", {"signature-mismatch"}),
    (sign_as_another_provider, "invalid", {"proof-foreign"}),
]


@pytest.mark.parametrize("verifier", VERIFIERS)
@pytest.mark.parametrize(("forge", "verdict", "codes"), FORGERIES)
def test_a_forgery_is_never_valid_and_tells_its_fault(
    published: Published,
    tmp_path: Path,
    verifier: Callable[..., list[dict[str, Any]]],
    forge: Callable[[dict[str, Any], Published], dict[str, Any]],
    verdict: str,
    codes: set[str],
) -> None:
    path = tmp_path / "credential.json"
    path.write_text(json.dumps(document(published), ensure_ascii=False), encoding="utf-8")
    assert verifier(published, str(path))[0]["verdict"] == "valid", "the untouched twin"
    path.write_text(json.dumps(forge(document(published), published), ensure_ascii=False), encoding="utf-8")
    found = verifier(published, str(path))[0]
    assert found["verdict"] == verdict
    told = {check["code"] for check in found["checks"] if check["state"] != "passed"}
    assert told - {"blocked"} == codes


@pytest.mark.parametrize("verifier", VERIFIERS)
@pytest.mark.parametrize(
    ("issued_on", "verdict", "code"),
    [("", "cannot_tell", "not-registered-yet"), ("2026-01-05", "invalid", "not-registered")],
)
def test_signed_but_never_registered_is_never_valid(
    published: Published,
    tmp_path: Path,
    verifier: Callable[..., list[dict[str, Any]]],
    issued_on: str,
    verdict: str,
    code: str,
) -> None:
    repo = tmp_path / "repo"
    shutil.copytree(published.repo, repo)
    (tmp_path / "class.csv").write_text("name\nNever Registered\n")
    outcome = bukti(
        "issue", str(tmp_path / "class.csv"), "--mc", f"{DEMO_PROVIDER}/{DEMO_MC}", "--repo", str(repo),
        "--key", str(published.keys / "demo-key-1.pem"), "--passphrase-file", str(published.keys / "passphrase.txt"),
        "--out", str(tmp_path / "out"), *(("--issued-on", issued_on) if issued_on else ()),
    )  # fmt: skip
    assert outcome.returncode == 0, outcome.stderr
    file = next((tmp_path / "out").glob("*.json"))
    found = verifier(published, str(file))[0]
    assert found["verdict"] == verdict
    assert code in {check["code"] for check in found["checks"]}


def test_the_kept_keys_open_with_their_passphrase(published: Published) -> None:
    passphrase = (published.keys / "passphrase.txt").read_text().strip()
    assert load_key(published.keys / "demo-key-1.pem", passphrase).multikey.startswith("z6Mk")
