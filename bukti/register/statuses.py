"""Which status list snapshots count (REC-10, REC-16). Strangers' verifiers read the newest of each list."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bukti.did import provider_of, status_list_url
from bukti.errors import Finding
from bukti.model.snapshot import Located, StatusSnapshot
from bukti.proof.multikey import decode
from bukti.proof.status import CONTEXT, StatusList, bits_of, verify_snapshot
from bukti.register.ground import Ground, fault
from bukti.register.keyring import KeyRing
from bukti.register.signers import Signer

_MEMBERS = {"@context", "id", "type", "issuer", "validFrom", "credentialSubject", "proof"}
_PROOF = {"type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"}
_TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"
_SUBJECT = {"id", "type", "statusPurpose", "encodedList"}


@dataclass
class StatusLists:
    """The good snapshots: the newest document and the length of each list, by provider and list."""

    newest: dict[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    lengths: dict[tuple[str, str], int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def length(self, provider: str, status_list: str) -> int | None:
        """The bits of a list, fixed by its first good snapshot; None when it has none."""
        return self.lengths.get((provider, status_list))


def status_lists(ground: Ground, ring: KeyRing) -> StatusLists:
    """Judge all snapshots, list by list, in the order of their serials."""
    by_list: dict[tuple[str, str], list[Located[StatusSnapshot]]] = defaultdict(list)
    for located in ground.snapshot.statuses.values():
        by_list[located.record.provider, located.record.list].append(located)
    lists = StatusLists()
    findings: list[Finding] = []
    for name, snapshots in sorted(by_list.items()):
        older: StatusList | None = None
        for located in sorted(snapshots, key=lambda one: one.record.serial):
            reason = _fault_of(ground, ring, located) or _against_older(located, older)
            if reason:
                findings.append(_finding(located, reason))
                continue
            older = bits_of(located.record.document)
            lists.newest[name] = located.record.document
            lists.lengths.setdefault(name, len(older))
    lists.findings = tuple(findings)
    return lists


def _fault_of(ground: Ground, ring: KeyRing, located: Located[StatusSnapshot]) -> str | None:
    if ground.changed(located):
        return "differs from what was published first"
    return next(_form_faults(ground, located), None) or _signature_fault(ground, ring, located)


def _form_faults(ground: Ground, located: Located[StatusSnapshot]) -> Iterator[str]:
    snapshot = located.record
    document = snapshot.document
    subject = document.get("credentialSubject")
    addresses = [status_list_url(base, snapshot.provider, snapshot.list) for base in ground.base_urls]
    if set(document) != _MEMBERS or not isinstance(subject, Mapping) or set(subject) != _SUBJECT:
        yield "has other members than REC-16 lists"
        return
    # Before any canonical form is asked for: of nested values its work would not be bounded.
    if not all(isinstance(value, str) for value in (document["id"], document["validFrom"], *subject.values())):
        yield "has something else than text where REC-16 has text"
        return
    if not re.fullmatch(_TIME, str(document["validFrom"])) or subject["id"] != f"{document['id']}#list":
        yield "has no time of signing, or a subject that is not its list"
    if document["@context"] != [CONTEXT]:
        yield f"has another @context than [{CONTEXT}]"
    if document["id"] not in addresses:
        yield "has an id that is not the address of its list"
    if document["type"] != ["VerifiableCredential", "BitstringStatusListCredential"]:
        yield "is not of the type BitstringStatusListCredential"
    if subject["type"] != "BitstringStatusList" or subject["statusPurpose"] != "revocation":
        yield "is not a list of the one purpose revocation"
    if provider_of(str(document["issuer"]), ground.base_urls) != snapshot.provider:
        yield "has another issuer than its provider"
    try:
        bits_of(document)
    except ValueError as error:
        yield f"has no readable list: {error}"


def _signature_fault(ground: Ground, ring: KeyRing, located: Located[StatusSnapshot]) -> str | None:
    document = located.record.document
    proofs = document["proof"]
    if not isinstance(proofs, list) or len(proofs) != 1 or not _is_proof(proofs[0]):
        return "has not one proof of six texts"
    did, _, key_id = str(proofs[0].get("verificationMethod")).partition("#")
    signer = Signer(located.record.provider, key_id)
    if did != document["issuer"] or not ring.good(signer, ground.position(located)):
        return f"is not signed by a key of its issuer that was good at its position ({did}#{key_id})"
    if not verify_snapshot(document, decode(ring.key(signer).record.public_key)):
        return "has a signature that does not fit"
    return None


def _is_proof(proof: object) -> bool:
    if not isinstance(proof, Mapping) or proof.keys() != _PROOF:
        return False
    return all(isinstance(value, str) for value in proof.values())


def _against_older(located: Located[StatusSnapshot], older: StatusList | None) -> str | None:
    if older is None:
        return None
    newer = bits_of(located.record.document)
    if len(newer) != len(older):
        return f"has {len(newer)} bits, its list has {len(older)}"
    return "lets a bit fall that an earlier snapshot has set" if older.falls_in(newer) else None


def _finding(located: Located[StatusSnapshot], reason: str) -> Finding:
    return fault(
        located,
        "",
        "status-snapshot",
        f"this status list snapshot {reason}",
        expected="a BitstringStatusListCredential signed by a good key of the provider",
        hint="sign the list anew as the next serial; never edit a snapshot",
        clause="REC-16",
    )
