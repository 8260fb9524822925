"""Programs of others, and our own, as judges of credentials: each says accepted or not, and what it told.

Nobody asks a network: DID documents, status lists, contexts and the schema come from files. Each program in
JavaScript is one process that judges all cases (``*.mjs`` beside this file).
"""

import copy
import io
import json
import logging
import subprocess
from collections.abc import Callable, Iterable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jsonschema
import openvc
import pytest
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openvc.did.base import DidResolverRegistry
from openvc.did.did_web import DidWebResolver
from openvc.errors import OpenvcError
from openvc.resolvers import default_status_list_resolver

from bukti.cli.main import run
from bukti.proof.credentials import contexts
from tests.public_data import DATA
from tests.standards.stage import ROOT, Document
from tools.node import find_node

HERE = Path(__file__).parent
VECTORS = DATA / "vectors"
SCHEMA = VECTORS / "ob3" / "ob_v3p0_achievementcredential_schema.json"
OB_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
MULTIKEY_CONTEXT = "https://w3id.org/security/multikey/v1"
VERIFY_CLI = ROOT / "verifier" / "dist" / "verify-cli.js"


@dataclass(frozen=True)
class Case:
    """A credential to judge; ``files`` are addresses whose text differs from ``Order.files`` (None: not there)."""

    name: str
    credential: Document
    files: Mapping[str, str | None]


@dataclass(frozen=True)
class Opinion:
    """Whether a program accepts a credential, and its reason."""

    accepted: bool
    told: str


@dataclass(frozen=True)
class Verdicts:
    """What one program says of all cases, by their names."""

    program: str
    version: str
    opinions: Mapping[str, Opinion]


Fetch = Callable[[str], str]
Judge = Callable[[Document, Fetch], str]
"""Gives what the program told of an accepted credential; raises one of its errors otherwise."""


def all_programs(cases: Iterable[Case], files: Mapping[str, str]) -> list[Verdicts]:
    """Every program's opinions; the schema's are left out where the schema is not at hand."""
    given = list(cases)
    schema = [str(SCHEMA)] if SCHEMA.is_file() else []
    found = [
        in_node("digitalbazaar.mjs", given, files),
        in_node("verifier-core.mjs", given, files, *schema),
        in_python("openvc-core", openvc_judge, (OpenvcError,), given, files),
        in_python("openbadgeslib", openbadges_judge, (LibOpenBadgesException,), given, files),
    ]
    if schema:
        found.append(in_python("jsonschema", schema_judge, (jsonschema.ValidationError,), given, files))
    return found


def in_node(script: str, cases: Iterable[Case], files: Mapping[str, str], *arguments: str) -> Verdicts:
    """The program behind ``script``: one process for all cases."""
    found = node_json(script, order_of(cases, files), *arguments)
    opinions = {name: Opinion(**opinion) for name, opinion in found["opinions"].items()}
    return Verdicts(found["program"], found["version"], opinions)


def order_of(cases: Iterable[Case], files: Mapping[str, str], rounds: int = 0) -> dict[str, Any]:
    """What the scripts read on standard input."""
    given = [{"name": one.name, "credential": one.credential, "files": dict(one.files)} for one in cases]
    return {"files": dict(files), "cases": given, "rounds": rounds}


def node_json(script: str, order: object, *arguments: str) -> dict[str, Any]:
    """Run a script of this folder under Node: JSON in, JSON out."""
    argv = [str(find_node().executable), str(HERE / script), *arguments]
    done = subprocess.run(argv, input=json.dumps(order).encode(), capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr.decode()
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def in_python(
    program: str, judge: Judge, errors: tuple[type[Exception], ...], cases: Iterable[Case], files: Mapping[str, str]
) -> Verdicts:
    """A program that is a Python package; an exception that is none of its own is a fault of the test."""
    opinions: dict[str, Opinion] = {}
    logging.getLogger("openvc").setLevel(logging.CRITICAL)
    for case in cases:
        try:
            opinions[case.name] = Opinion(True, judge(copy.deepcopy(case.credential), fetcher(case, files)))
        except errors as error:
            opinions[case.name] = Opinion(False, f"{type(error).__name__}: {error}".splitlines()[0][:600])
    return Verdicts(program, version(program), opinions)


def fetcher(case: Case, files: Mapping[str, str]) -> Fetch:
    """What is published at an address; OSError where nothing is."""

    def fetch(url: str) -> str:
        text = case.files[url] if url in case.files else files.get(url)
        if text is None:
            raise OSError(f"404: {url}")
        return text

    return fetch


def openvc_judge(credential: Document, fetch: Fetch) -> str:
    """openvc-core: signature, dates, the status list's own proof and its issuer. It wants one proof, no list of one."""
    resolver = DidResolverRegistry([DidWebResolver(lambda url: json.loads(fetch(url)))])
    extra = {url: _context(url) for url in (OB_CONTEXT, MULTIKEY_CONTEXT)}
    lists = default_status_list_resolver(resolver=resolver, fetch=_list_fetch(fetch), extra_contexts=extra)
    policy = openvc.VerificationPolicy(require_status_issuer_binding=True)
    result = openvc.verify_credential(
        _one_proof(credential), policy=policy, resolver=resolver, resolve_status_list=lists, extra_contexts=extra
    )
    return f"verified, issuer {result.issuer}"


def _list_fetch(fetch: Fetch) -> Fetch:
    """Fetches as openvc's own does: with one proof in place of a list of one, and one of its errors on a 404."""

    def fetch_list(url: str) -> str:
        try:
            return json.dumps(_one_proof(json.loads(fetch(url))))
        except OSError as error:
            raise OpenvcError(str(error)) from error

    return fetch_list


def _one_proof(document: Document) -> Document:
    proof = document.get("proof")
    return {**document, "proof": proof[0]} if isinstance(proof, list) and len(proof) == 1 else document


@cache
def _context(url: str) -> Any:
    return {"@context": contexts()[url]}


def openbadges_judge(credential: Document, fetch: Fetch) -> str:
    """openbadgeslib: it knows the proofs of JWT lists only, so of a list with another proof it reads the bit alone."""
    verifier = OB3LdpVerifier.for_issuer_did(str(_issuer(credential)))
    found = verifier.verify(
        credential, check_status=True, download=lambda url: fetch(url).encode(), verify_status_list=False
    )
    return f"verified, issuer {found.issuer.id}"


def _issuer(credential: Document) -> object:
    issuer = credential.get("issuer")
    return issuer.get("id") if isinstance(issuer, dict) else issuer


def schema_judge(credential: Document, fetch: Fetch) -> str:
    """The official JSON schema of AchievementCredential: the shape and nothing else."""
    _validator().validate(credential)
    return "of the official shape"


@cache
def _validator() -> jsonschema.protocols.Validator:
    document = json.loads(SCHEMA.read_bytes())
    return jsonschema.validators.validator_for(document)(document)


def ours_in_python(site: Path, at: str, inputs: list[str]) -> list[dict[str, Any]]:
    """``bukti verify`` of files, as people run it; one result for each."""
    results: list[dict[str, Any]] = _printed("verify", "--json", "--site", str(site), "--at", at, "--", *inputs)[
        "results"
    ]
    return results


def check_findings(repo: Path) -> list[dict[str, Any]]:
    """All that ``bukti check`` finds in a registry."""
    findings: list[dict[str, Any]] = _printed("check", "--json", "--repo", str(repo))["findings"]
    return findings


def _printed(*arguments: str) -> dict[str, Any]:
    """What a command of ours prints as JSON."""
    printed = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    with redirect_stdout(printed), redirect_stderr(io.StringIO()):
        run([*arguments])
    answer: dict[str, Any] = json.loads(printed.buffer.getvalue())
    return answer


def ours_in_node(site: Path, at: str, inputs: list[str]) -> list[dict[str, Any]]:
    """The page's verifier as a command."""
    if not VERIFY_CLI.is_file():
        pytest.fail(f"{VERIFY_CLI.relative_to(ROOT)} is missing: run `make setup`")
    argv = [str(find_node().executable), str(VERIFY_CLI), "--site", str(site), "--at", at, "--", *inputs]
    done = subprocess.run(argv, capture_output=True, cwd=ROOT, check=False)
    assert done.stdout, done.stderr.decode()
    results: list[dict[str, Any]] = json.loads(done.stdout)["results"]
    return results
