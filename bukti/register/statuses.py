"""Which status list snapshots are of the right form and well signed (REC-10, REC-16).

Strangers' verifiers read the newest of each list. Which bits a snapshot may have set is judged later, when
batches and acts are known (``bukti.register.bits``).
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bukti.did import did_of, provider_of, status_list_url
from bukti.errors import Finding, Severity
from bukti.model.snapshot import Located, StatusSnapshot
from bukti.proof.multikey import decode
from bukti.proof.status import CONTEXT, StatusList, bits_of, verify_snapshot
from bukti.register.ground import Ground, fault
from bukti.register.keyring import KeyRing
from bukti.register.signers import Signer

ListName = tuple[str, str]
"""A list by its provider and its own name."""
_MEMBERS = {"@context", "id", "type", "issuer", "validFrom", "credentialSubject", "proof"}
_PROOF = {"type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"}
_TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"
_SUBJECT = {"id", "type", "statusPurpose", "encodedList"}


@dataclass(frozen=True)
class Candidate:
    """A snapshot of the right form whose signature passes, and the base address of its list."""

    located: Located[StatusSnapshot]
    base: str
    bits: StatusList = field(repr=False)


@dataclass
class StatusLists:
    """The snapshots of each list: those that may count, and those that are void, by ascending serial."""

    candidates: dict[ListName, list[Candidate]] = field(default_factory=lambda: defaultdict(list))
    void: dict[ListName, list[Candidate]] = field(default_factory=lambda: defaultdict(list))
    voided: dict[str, str] = field(default_factory=dict)
    last_serials: dict[ListName, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def length(self, provider: str, status_list: str) -> int | None:
        """The bits of a list, fixed by its first snapshot that is not void; None when it has none."""
        found = self.candidates.get((provider, status_list))
        return len(found[0].bits) if found else None


def status_lists(ring: KeyRing) -> StatusLists:
    """Judge all snapshots, list by list, in the order of their serials."""
    by_list: dict[ListName, list[Located[StatusSnapshot]]] = defaultdict(list)
    for located in ring.ground.snapshot.statuses.values():
        by_list[located.record.provider, located.record.list].append(located)
    lists = StatusLists()
    findings: list[Finding] = []
    for name, snapshots in sorted(by_list.items()):
        snapshots.sort(key=lambda one: one.record.serial)
        lists.last_serials[name] = 0
        for located in snapshots:
            if _follows(ring.ground, located, lists.last_serials[name]):
                lists.last_serials[name] = located.record.serial
                findings += _sorted_in(ring, lists, name, located)
            else:
                reason = f"leaves serials out: it is {located.record.serial} after {lists.last_serials[name]}"
                findings.append(snapshot_fault(located, reason))
    lists.findings = tuple(findings)
    return lists


def _follows(ground: Ground, located: Located[StatusSnapshot], last: int) -> bool:
    """Whether every serial after ``last`` up to this one's is used: there was a file of it once.

    Else one snapshot of the highest serial would leave none for all that has to come.
    """
    folder = located.file.rpartition("/")[0]
    between = range(last + 1, located.record.serial)
    # Without the whole history nobody can tell what once stood there.
    return not ground.history.complete or all(f"{folder}/{serial}.json" in ground.history.first for serial in between)


def _sorted_in(
    ring: KeyRing, lists: StatusLists, name: ListName, located: Located[StatusSnapshot]
) -> Iterator[Finding]:
    reason = _form_fault(ring.ground, located)
    if reason is None:
        signer, position = _signer(located), ring.ground.position(located)
        good = ring.good(signer, position)
        by = None if good else _voided_by(ring, located, signer)
        reason = _signature_fault(ring, located, signer, good=good or by is not None)
    if reason is not None:
        yield snapshot_fault(located, reason)
        return
    candidate = Candidate(located, _base_of(ring.ground, located), bits_of(located.record.document))
    if by is not None:
        lists.voided[located.file] = str(by)
        lists.void[name].append(candidate)
        yield _void(located, by)
        return
    first = next(iter(lists.candidates[name]), candidate)
    if len(candidate.bits) != len(first.bits):
        yield snapshot_fault(located, f"has {len(candidate.bits)} bits, its list has {len(first.bits)}")
    elif candidate.base != first.base:
        yield snapshot_fault(located, f"has an id under {candidate.base}, its list began under {first.base}")
    else:
        lists.candidates[name].append(candidate)


def _form_fault(ground: Ground, located: Located[StatusSnapshot]) -> str | None:
    if ground.changed(located):
        return "differs from what was published first"
    return next(_form_faults(ground, located), None)


def _form_faults(ground: Ground, located: Located[StatusSnapshot]) -> Iterator[str]:
    snapshot = located.record
    document = snapshot.document
    subject = document.get("credentialSubject")
    addresses = {status_list_url(base, snapshot.provider, snapshot.list): base for base in ground.base_urls}
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
    if document["type"] != ["VerifiableCredential", "BitstringStatusListCredential"]:
        yield "is not of the type BitstringStatusListCredential"
    if subject["type"] != "BitstringStatusList" or subject["statusPurpose"] != "revocation":
        yield "is not a list of the one purpose revocation"
    base = addresses.get(str(document["id"]))
    if base is None:
        yield "has an id that is not the address of its list"
    elif document["issuer"] != did_of(base, snapshot.provider):
        yield "has another issuer than its provider, under the base address of its id"
    yield from _list_faults(document)
    if not _has_proof(document["proof"]):
        yield "has not one proof of six texts"


def _list_faults(document: Mapping[str, object]) -> Iterator[str]:
    try:
        bits_of(document)
    except ValueError as error:
        yield f"has no readable list: {error}"


def _has_proof(proofs: object) -> bool:
    if not isinstance(proofs, list) or len(proofs) != 1:
        return False
    proof = proofs[0]
    if not isinstance(proof, Mapping) or proof.keys() != _PROOF:
        return False
    return all(isinstance(value, str) for value in proof.values())


def _base_of(ground: Ground, located: Located[StatusSnapshot]) -> str:
    issuer = str(located.record.document["issuer"])
    return next(base for base in ground.base_urls if provider_of(issuer, (base,)) is not None)


def _method(located: Located[StatusSnapshot]) -> str:
    proofs = located.record.document["proof"]
    assert isinstance(proofs, list)  # noqa: S101 - its form was judged before
    return str(proofs[0]["verificationMethod"])


def _signer(located: Located[StatusSnapshot]) -> Signer:
    return Signer(located.record.provider, _method(located).partition("#")[2])


def _signature_fault(ring: KeyRing, located: Located[StatusSnapshot], signer: Signer, *, good: bool) -> str | None:
    document, method = located.record.document, _method(located)
    if method.partition("#")[0] != document["issuer"] or not good:
        return f"is not signed by a key of its issuer that was good at its position ({method})"
    if not verify_snapshot(document, decode(ring.key(signer).record.public_key)):
        return "has a signature that does not fit"
    return None


def _voided_by(ring: KeyRing, located: Located[StatusSnapshot], signer: Signer) -> Signer | None:
    """The key whose revocation voids the snapshot; None where its key was not good when it was published."""
    position = ring.ground.position(located)
    then = ring.then(ring.ground.when(located))
    return ring.cause([signer], position) if then.good(signer, position) else None


def snapshot_fault(located: Located[StatusSnapshot], reason: str) -> Finding:
    """A snapshot does not count; ``reason`` ends the sentence that begins with it."""
    return fault(
        located,
        "",
        "status-snapshot",
        f"this status list snapshot {reason}",
        expected="a BitstringStatusListCredential signed by a good key of the provider",
        hint="sign the list anew as the next serial with `bukti status sign`; never edit a snapshot",
        clause="REC-16",
    )


def _void(located: Located[StatusSnapshot], by: Signer) -> Finding:
    return fault(
        located,
        "",
        "status-void",
        f"the revocation of {by} voids this status list snapshot",
        hint="nothing, where a newer snapshot stands beside it; else sign the list anew: `bukti status sign`",
        clause="REC-24",
        severity=Severity.WARNING,
    )
