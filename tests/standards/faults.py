"""Bad credentials of more than twenty kinds, one fault each, and where ours refuses each.

A fault of a credential shows in the verdict of ``bukti verify`` and of the page's verifier. A fault of what
an issuer publishes for strangers (a status list) shows in ``bukti check``: our verifiers read neither
DID documents nor status lists, and a snapshot that is refused is never built into a site.
"""

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bukti.proof.credentials import proof_options, sign_credential, signing_input
from bukti.proof.jcs import without_proof
from bukti.proof.multikey import encode_z
from bukti.proof.status import StatusList, make_snapshot
from tests.keys import demo_key, method
from tests.standards.stage import BASE, EDI, EXPIRED, KEY, STOLEN, UNI, Document, Stage, did, list_address

SIGNER = f"{UNI}/{KEY}"
SHORT = "uH4sIAAAAAAAC_2NgGFgAAJ36qMKAAAAA"
"""1,024 bits, none set."""


@dataclass(frozen=True)
class Fault:
    """One kind of bad credential.

    ``files``: what strangers fetch instead of what the site has (None: nothing is there). ``verdict`` and ``code``:
    what both our verifiers say; ``finding``: the code with which ``bukti check`` refuses the published list
    ``snapshot``. One of the two is given.
    """

    kind: str
    credential: Document
    verdict: str = ""
    code: str = ""
    files: Mapping[str, str | None] = field(default_factory=dict)
    finding: str = ""
    snapshot: Document | None = None


def faults(stage: Stage) -> list[Fault]:
    """One of each kind, made from a credential that is good."""
    return [*_tampered(stage), *_proofs(stage), *_signed_anew(stage), *_states(stage), *_keys(stage), *_lists(stage)]


def _good(stage: Stage) -> Document:
    return copy.deepcopy(stage.issued["of last month"][0])


def _changed(document: Document, change: Callable[[Any], object]) -> Document:
    result = copy.deepcopy(document)
    change(result)
    return result


def _invalid(kind: str, credential: Document, code: str) -> Fault:
    """A fault that both our verifiers call ``invalid``."""
    return Fault(kind, credential, "invalid", code)


def _by_issuer(document: Mapping[str, Any], created: str | None = None) -> Document:
    """``document`` signed with the issuer's key in force."""
    return sign_credential(document, demo_key(SIGNER), method(BASE, SIGNER), created or str(document["validFrom"]))


def _tampered(stage: Stage) -> list[Fault]:
    good = _good(stage)
    entry = good["credentialStatus"]
    index = str(int(entry["statusListIndex"]) ^ 1)
    moved = {**entry, "statusListIndex": index, "id": f"{entry['statusListCredential']}#{index}"}
    other_name = {"identityHash": "Another Name"}

    def of_proof(**members: str) -> Document:
        return _changed(good, lambda one: one["proof"][0].update(members))

    renamed = _changed(good, lambda one: one["credentialSubject"]["identifier"][0].update(other_name))
    redated = of_proof(created=_midnight(stage, days=-1))
    other_key = of_proof(verificationMethod=f"{did(UNI)}#{EXPIRED}")
    appended = _changed(good, lambda one: one["@context"].append("https://w3id.org/security/multikey/v1"))
    return [
        _invalid("tampered claim", renamed, "signature-mismatch"),
        _invalid("tampered date of the proof", redated, "proof-form"),
        _invalid("tampered key of the proof", other_key, "signature-mismatch"),
        _invalid("tampered status index", {**good, "credentialStatus": moved}, "signature-mismatch"),
        _invalid("extra context", appended, "context-mismatch"),
        _invalid("null member", {**good, "validUntil": None}, "shape-mismatch"),
    ]


def _midnight(stage: Stage, days: int) -> str:
    return f"{(stage.today + timedelta(days=days)).isoformat()}T00:00:00Z"


def _proofs(stage: Stage) -> list[Fault]:
    good = _good(stage)
    (proof,) = good["proof"]
    stranger, other = demo_key("stranger"), f"{EDI}/{KEY}"
    in_our_name = sign_credential(good, stranger, method(BASE, SIGNER), good["validFrom"])
    in_own_name = sign_credential(good, demo_key(other), method(BASE, other), good["validFrom"])
    broken = _by_issuer({**good, "name": "Other"})["proof"]
    ahead = _by_issuer(good, created=_midnight(stage, days=3))
    return [
        _invalid("stranger's key in the issuer's name", in_our_name, "signature-mismatch"),
        _invalid("stranger's key in its own name", in_own_name, "proof-foreign"),
        _invalid("second stranger's proof", {**good, "proof": [proof, *in_own_name["proof"]]}, "proof-foreign"),
        _invalid("second broken proof", {**good, "proof": [proof, *broken]}, "signature-mismatch"),
        _invalid("no proof", without_proof(good), "proof-missing"),
        _invalid("created in the future", ahead, "proof-form"),
        _invalid("proof for another purpose", _with_options(good, proofPurpose="authentication"), "proof-form"),
        _invalid("proof past its expires", _with_options(good, expires="2026-10-07T00:00:00Z"), "proof-form"),
    ]


def _with_options(document: Document, **members: str) -> Document:
    """``document`` signed by the issuer with other options of the proof."""
    bare = without_proof(document)
    options = {**proof_options(method(BASE, SIGNER), document["validFrom"]), **members}
    signature = demo_key(SIGNER).sign(signing_input(bare, options))
    return {**bare, "proof": [{**options, "proofValue": encode_z(signature)}]}


def _signed_anew(stage: Stage) -> list[Fault]:
    """Rightly signed by the issuer's key in force, and yet not what the registry holds."""
    good = _good(stage)
    index = good["credentialStatus"]["statusListIndex"]
    foreign = {"statusListCredential": list_address(EDI), "id": f"{list_address(EDI)}#{index}"}
    named = _changed(good, lambda one: one["credentialStatus"].update(foreign))
    unheard = {**good, "id": "urn:uuid:6f1d2c53-58a7-4f5e-9c53-0d6a35b0a001"}
    nobodys = _changed(good, lambda one: one["credentialSubject"].pop("identifier"))
    return [
        _invalid("foreign list named", _by_issuer(named), "not-registered"),
        _invalid("never registered", _by_issuer(unheard), "not-registered"),
        _invalid("nobody holds it", _by_issuer(nobodys), "shape-mismatch"),
    ]


def _states(stage: Stage) -> list[Fault]:
    return [
        Fault("revoked", stage.issued["of last month"][1], "revoked", "revoked"),
        Fault("expired", stage.issued["expired"][0], "expired", "expired"),
        Fault("future", stage.issued["not begun"][0], "not_yet_valid", "not-yet-valid"),
    ]


def _keys(stage: Stage) -> list[Fault]:
    late = stage.issued["key past its time"][0]
    address = f"{BASE}/issuers/{UNI}/did.json"
    document = json.loads(stage.published()[address])
    for one in document["verificationMethod"]:
        if one["id"] == late["proof"][0]["verificationMethod"]:
            one["expires"] = "2026-10-20T23:59:59Z"
    return [
        _invalid("removed key", stage.issued["stolen key"][0], "not-registered"),
        Fault("method past its expires", late, "invalid", "not-registered", {address: json.dumps(document)}),
    ]


def _lists(stage: Stage) -> list[Fault]:
    good, revoked = _good(stage), stage.issued["of last month"][1]
    newest = json.loads(stage.published()[list_address(UNI)])
    stolen = f"{UNI}/{STOLEN}"
    cleared = make_snapshot(
        BASE, UNI, "1", StatusList.new(), newest["validFrom"], demo_key(stolen), method(BASE, stolen)
    )
    foreign = {**newest, "issuer": did(EDI)}
    by_other = sign_credential(foreign, demo_key(f"{EDI}/{KEY}"), method(BASE, f"{EDI}/{KEY}"), newest["validFrom"])

    def with_subject(**members: str) -> Document:
        return _by_issuer({**newest, "credentialSubject": {**newest["credentialSubject"], **members}})

    return [
        Fault("missing list", good, files={list_address(UNI): None}, finding="status-missing"),
        _list("unsigned list", good, without_proof(newest)),
        _list("short list", good, with_subject(encodedList=SHORT)),
        _list("foreign list published", good, by_other),
        _list("list signed with a stolen key", revoked, cleared),
        _list("list for another purpose", good, with_subject(statusPurpose="suspension")),
    ]


def _list(kind: str, credential: Document, snapshot: Document) -> Fault:
    """A fault of the list that is published, which ``bukti check`` refuses as a snapshot."""
    files = {list_address(UNI): json.dumps(snapshot)}
    return Fault(kind, credential, files=files, finding="status-snapshot", snapshot=snapshot)
