"""From plan and class list to signed credentials and the records that go into the repository."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bukti.card import Card, card_of
from bukti.did import did_of
from bukti.issuing.award import Award
from bukti.issuing.learners import Learner
from bukti.issuing.plan import Plan
from bukti.issuing.ranges import list_base
from bukti.issuing.results import Graded
from bukti.model import Batch, Key, Template
from bukti.model.snapshot import Snapshot
from bukti.proof import merkle
from bukti.proof.credentials import TemplateSigner, sign_credential
from bukti.proof.jcs import canonical, without_proof
from bukti.proof.keys import SigningKey
from bukti.proof.records import sign_record
from bukti.proof.status import StatusList, bits_of, make_snapshot
from bukti.register import Register
from bukti.templates import Values, digest_of, fill, make_template
from bukti.templates.values import start_of


@dataclass(frozen=True, kw_only=True)
class Issue:
    """Everything that an issue follows from, the secret key aside."""

    snapshot: Snapshot
    award: Award
    key: Key
    plan: Plan
    graded: Sequence[Graded]
    templates: Mapping[tuple[str, ...], Template]
    """By the kinds of results that a learner has."""

    @property
    def base_url(self) -> str:
        """The registry's base address, part of every identity."""
        return self.snapshot.registry.record.base_url

    @property
    def method(self) -> str:
        """The verification method of the signing key."""
        return f"{did_of(self.base_url, self.key.provider)}#{self.key.key}"


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A learner's signed credential, its registry hash and its card."""

    number: int
    learner: Learner
    credential: Mapping[str, Any]
    digest: bytes
    card: Card

    @property
    def file(self) -> bytes:
        """The learner's file: RFC 8785 bytes and one LF (CRD-15)."""
        return canonical(self.credential) + b"\n"


def templates_for(
    snapshot: Snapshot, award: Award, graded: Iterable[Graded], *, status_list: str, with_until: bool
) -> dict[tuple[str, ...], Template]:
    """One template for each set of optional holes in use (TPL-7)."""
    definition = award.definition.record
    return {
        kinds: make_template(
            snapshot,
            definition.provider,
            definition.id,
            definition.version,
            base_url=snapshot.registry.record.base_url,
            status_list=status_list,
            with_until=with_until,
            results=kinds,
        )
        for kinds in sorted({one.kinds for one in graded})
    }


def sign_class(issue: Issue, key: SigningKey) -> Iterator[Signed]:
    """Sign one learner after the other, in the order of the class list; numbers count from 1."""
    sign_by_kinds: dict[tuple[str, ...], Callable[[Mapping[str, Any]], dict[str, Any]]] = {}
    digests = {kinds: digest_of(template) for kinds, template in issue.templates.items()}
    for number, graded in enumerate(issue.graded, start=1):
        template = issue.templates[graded.kinds]
        unsigned = fill(template, values_for(issue, number - 1))
        if graded.kinds not in sign_by_kinds:
            signer = TemplateSigner(template.credential, template.holes, key, issue.method)
            _assert_equal(signer.sign(unsigned), issue, unsigned, key)
            sign_by_kinds[graded.kinds] = signer.sign
        credential = sign_by_kinds[graded.kinds](unsigned)
        yield Signed(
            number=number,
            learner=graded.learner,
            credential=credential,
            digest=hashlib.sha256(canonical(without_proof(credential))).digest(),
            card=card_of(credential, template, digests[graded.kinds], issue.key.number),
        )


def values_for(issue: Issue, place: int) -> Values:
    """The values of the learner at ``place`` (from 0) of the class."""
    graded, plan = issue.graded[place], issue.plan
    return Values(
        uuid=plan.uuids[place],
        valid_from=plan.issued_on,
        valid_until=plan.valid_until,
        status_index=plan.indexes[place],
        name=graded.learner.name,
        results=tuple(graded.results.values()),
    )


def _assert_equal(signed: dict[str, Any], issue: Issue, unsigned: dict[str, Any], key: SigningKey) -> None:
    """The fast signer against the full processor, once for each template: a difference must stop everything."""
    if signed != sign_credential(unsigned, key, issue.method, start_of(issue.plan.issued_on)):
        raise AssertionError("the template signer and the full processor differ")


def batch_record(issue: Issue, digests: Iterable[bytes], key: SigningKey) -> dict[str, Any]:
    """The batch's JSON form, signed: the sorted hashes, their root, the range of status indexes (REC-8 to REC-10)."""
    definition, plan = issue.award.definition.record, issue.plan
    hashes = sorted(digests)
    body: dict[str, Any] = {
        "schema": "batch/v1",
        "batch": plan.batch,
        "registry": issue.base_url,
        "provider": definition.provider,
        "mc": definition.id,
        "version": definition.version,
        "templates": sorted(digest_of(template) for template in issue.templates.values()),
        "key": issue.key.key,
        "issued_on": plan.issued_on.isoformat(),
        **({"valid_until": plan.valid_until.isoformat()} if plan.valid_until else {}),
        "status": {"list": plan.status.list, "from": plan.status.start, "to": plan.status.stop},
        "count": len(hashes),
        "root": merkle.root(b"".join(hashes)).hex(),
    }
    text = "".join(f"{digest.hex()}\n" for digest in hashes)
    proof = sign_record({**body, "hashes": text}, key, issue.method, plan.created)
    record = {**body, "proof": [proof], "hashes": text}
    Batch.model_validate(record)
    return record


def status_snapshot(issue: Issue, register: Register, key: SigningKey) -> bytes:
    """The list's next signed snapshot as the bytes of its file; bits that are set stay set (REC-16)."""
    provider, status = issue.key.provider, issue.plan.status
    newest = register.newest_status(provider, status.list)
    bits = bits_of(newest) if newest is not None else StatusList.new(status.length)
    created = issue.plan.created
    # A new list begins under the present base; one that is there keeps the base that it began under.
    base = list_base(issue.snapshot, provider, status.list) or issue.base_url
    method = f"{did_of(base, provider)}#{issue.key.key}"
    document = make_snapshot(base, provider, status.list, bits, created, key, method)
    return canonical(document) + b"\n"
