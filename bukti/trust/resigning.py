"""Learners' files signed again with another key: same content, same registry hash, a new signature (CRD-13)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bukti.card import card_of
from bukti.errors import BuktiError
from bukti.files import make_folder, remove_stale, sync_directory
from bukti.issuing.award import Award
from bukti.issuing.learner_files import (
    INDEX,
    LINKS,
    IndexLine,
    index_file,
    index_line,
    links_file,
    write_learner,
    write_private,
)
from bukti.issuing.learners import Learner
from bukti.issuing.page import class_page
from bukti.issuing.plan import Plan
from bukti.issuing.ranges import Range
from bukti.issuing.signing import Issue, Signed
from bukti.lifecycle.index import Entry
from bukti.model import Key, Template
from bukti.model.snapshot import Snapshot
from bukti.proof.credentials import TemplateSigner
from bukti.proof.keys import SigningKey
from bukti.templates import values_of
from bukti.trust.private import PrivateClass, Row, credential_of


@dataclass(frozen=True, kw_only=True)
class NewKey:
    """The key that signs again: its record and its secret."""

    record: Key
    secret: SigningKey


@dataclass(frozen=True, kw_only=True)
class Resigned:
    """What became of one class: how many files were signed again, and whose credential was not to be found."""

    folder: Path
    signed: int
    missing: tuple[Entry, ...]


def resign_class(
    one: PrivateClass, snapshot: Snapshot, key: NewKey, out: Path, advance: Callable[[int], object]
) -> Resigned:
    """Write the learners' files of a class, signed with ``key``, and its two lists into ``out``.

    ``advance`` is called with 1 for each credential. Every byte follows from what is there and from the key, so a
    run that was stopped is completed by running it again. Credentials of which neither file nor link is left
    cannot be signed again; they are told, and keep their place in the index.
    """
    make_folder(out, 0o700)
    remove_stale(out)
    page = class_page(_issue(one, snapshot, key.record))
    base_url, lines, missing = snapshot.registry.record.base_url, [], []
    for entry, row, signed in _signed(one, snapshot, key):
        advance(1)
        if signed is None:
            missing.append(entry)
            continue
        write_learner(out, row.stem, signed, page, base_url)
        lines.append(index_line(signed, row.stem, base_url))
    _write_lists(one, out, lines, missing)
    return Resigned(folder=out, signed=len(lines), missing=tuple(missing))


def _signed(one: PrivateClass, snapshot: Snapshot, key: NewKey) -> Iterator[tuple[Entry, Row, Signed | None]]:
    templates = templates_of(one, snapshot)
    signers: dict[tuple[str, str], TemplateSigner] = {}
    for number, entry in enumerate(one.entries, start=1):
        row = one.rows[entry.digest]
        unsigned = credential_of(one, entry, templates)
        if unsigned is None:
            yield entry, row, None
            continue
        digest, template = _template_of(unsigned, templates, entry)
        method = f"{unsigned['issuer']['id']}#{key.record.key}"
        if (digest, method) not in signers:
            signers[digest, method] = TemplateSigner(template.credential, template.holes, key.secret, method)
        credential = signers[digest, method].sign(unsigned)
        yield (
            entry,
            row,
            Signed(
                number=number,
                learner=_learner(entry, row),
                credential=credential,
                digest=entry.digest,
                card=card_of(credential, template, digest, key.record.number),
            ),
        )


def templates_of(one: PrivateClass, snapshot: Snapshot) -> dict[str, Template]:
    """The templates of the class's batch, by digest. Raises BuktiError where one is not there."""
    batch = one.batch.record
    found = {digest: snapshot.templates.get((batch.provider, digest)) for digest in batch.templates}
    missing = [digest for digest, located in found.items() if located is None]
    if missing:
        raise BuktiError(
            f"the template {missing[0][:12]}… is not there",
            where=one.batch.file,
            expected=f"credentials/{batch.provider}/templates/{missing[0]}.json",
            hint="restore the file as it was published",
        )
    return {digest: located.record for digest, located in found.items() if located is not None}


def _template_of(unsigned: Mapping[str, Any], templates: Mapping[str, Template], entry: Entry) -> tuple[str, Template]:
    for digest, template in templates.items():
        if values_of(template, unsigned) is not None:
            return digest, template
    raise BuktiError("no template of the batch makes this credential", where=entry.where)


def _learner(entry: Entry, row: Row) -> Learner:
    return Learner(line=entry.line, name=entry.name, ref=entry.ref, email=row.email)


def _write_lists(one: PrivateClass, out: Path, lines: list[IndexLine], missing: list[Entry]) -> None:
    """The two lists. The index keeps every credential under its first batch: by it the place in the list is told."""
    batch = one.batch.record
    kept = [_kept_line(entry, one.rows[entry.digest]) for entry in missing]
    with_email = any(line.learner.email for line in lines)
    write_private(out / LINKS, links_file(lines, with_email=with_email))
    write_private(out / INDEX, index_file([*lines, *kept], one.entries[0].batch, batch.status.list))
    sync_directory(out)


def _kept_line(entry: Entry, row: Row) -> IndexLine:
    return IndexLine(
        learner=_learner(entry, row),
        stem=row.stem,
        uuid=entry.uuid,
        digest=entry.digest,
        status_index=entry.status_index,
        link="",
    )


def _issue(one: PrivateClass, snapshot: Snapshot, key: Key) -> Issue:
    """What the printed pages of a class share, from the registry as it stands."""
    batch = one.batch.record
    return Issue(
        snapshot=snapshot,
        award=Award(
            provider=snapshot.providers[batch.provider],
            definition=snapshot.definitions[batch.provider, batch.mc, batch.version],
            offer=snapshot.offers[batch.provider, batch.mc],
        ),
        key=key,
        plan=_plan(one),
        graded=(),
        templates={(digest,): template for digest, template in templates_of(one, snapshot).items()},
    )


def _plan(one: PrivateClass) -> Plan:
    batch = one.batch.record
    status = Range(list=batch.status.list, start=batch.status.from_, stop=batch.status.to, length=0)
    return Plan(
        schema="",
        class_digest="",
        batch=batch.batch,
        created="",
        issued_on=batch.issued_on,
        valid_until=batch.valid_until,
        status=status,
        serial=0,
        uuids=(),
        indexes=(),
    )
