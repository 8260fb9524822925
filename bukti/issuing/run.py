"""One issue from end to end: prepared and judged first, then written, the repository last (design section 4)."""

import contextlib
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bukti.errors import BuktiError, Finding
from bukti.files import (
    inside_git_work_tree,
    is_ignored,
    make_folder,
    remove_stale,
    sync_directory,
    write_all,
    write_fault,
)
from bukti.issuing.award import Award, award_of, dates_of, key_record_of
from bukti.issuing.learner_files import (
    INDEX,
    LINKS,
    SUFFIXES,
    IndexLine,
    file_stems,
    index_file,
    index_line,
    links_file,
    write_learner,
    write_private,
)
from bukti.issuing.learners import ClassList
from bukti.issuing.page import class_page
from bukti.issuing.plan import FILE, Plan, class_digest, load_plan, make_plan, save_plan
from bukti.issuing.ranges import next_serial, overlapping, reserve
from bukti.issuing.results import Graded, grade_class
from bukti.issuing.signing import Issue, batch_record, sign_class, status_snapshot, templates_for
from bukti.issuing.validity import today_in
from bukti.loading import dump_record
from bukti.model import Template
from bukti.model.snapshot import Snapshot
from bukti.proof.keys import SigningKey
from bukti.register import Register
from bukti.templates import digest_of, template_bytes


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is asked for: whose credentials, from which list, signed with what, written where.

    ``version`` is that of the definition, None the one on offer. ``skip_faulty`` leaves faulty rows out, None tells
    that this use of a class list can leave none out.
    """

    mc: str
    class_list: ClassList
    repo: Path
    out: Path
    issued_on: date | None = None
    valid_until: date | None = None
    version: int | None = None
    skip_faulty: bool | None = False


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """An issue that can be carried out. ``resumed``: its plan was found in the folder."""

    issue: Issue
    order: Order
    refused: tuple[Finding, ...]
    resumed: bool


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was, or would be, done. ``files`` are paths in the repository, ``kept`` those that were there before."""

    issue: Issue
    out: Path
    files: tuple[str, ...]
    kept: frozenset[str]
    refused: tuple[Finding, ...]
    state: str
    """``would issue``, ``issued``, or ``was issued already``."""

    def as_json(self) -> dict[str, Any]:
        """The report as one JSON object."""
        plan, definition = self.issue.plan, self.issue.award.definition.record
        return {
            "state": self.state,
            "provider": definition.provider,
            "mc": definition.id,
            "version": definition.version,
            "key": self.issue.key.key,
            "batch": plan.batch,
            "count": len(self.issue.graded),
            "issued_on": plan.issued_on.isoformat(),
            "valid_until": plan.valid_until.isoformat() if plan.valid_until else None,
            "status": {"list": plan.status.list, "from": plan.status.start, "to": plan.status.stop},
            "names": [one.learner.name for one in self.issue.graded],
            "out": str(self.out),
            "files": list(self.files),
            "kept": sorted(self.kept),
            "refused": [finding.as_json() for finding in self.refused],
        }


def prepare(
    order: Order, snapshot: Snapshot, register: Register, key: SigningKey, now: datetime, chance: random.Random
) -> Prepared:
    """Judge everything before anything is written; the plan is made here, or read from an earlier run.

    ``chance`` has to be a cryptographic source. Raises BuktiError for whatever forbids the issue; faulty
    rows do so unless ``order.skip_faulty``.
    """
    award = award_of(snapshot, order.mc, order.version)
    today = today_in(award.provider.record.zone, now)
    located = key_record_of(snapshot, register, award.provider.record.id, key, today)
    record, dates = located.record, dates_of(award, located, today, order.issued_on, order.valid_until)
    refuse_folder(order.out, order.repo)
    graded, refused = _graded(order, award)
    digest = class_digest(award, record.key, snapshot.registry.record.base_url, graded)
    found = load_plan(order.out)
    if found is None:
        _refuse_strangers(order.out)
        range_ = reserve(snapshot, record.provider, len(graded))
        serial = next_serial(snapshot, register, record.provider, range_.list)
        plan = make_plan(digest, dates, range_, serial, now, chance, count=len(graded))
    else:
        plan = found
        _refuse_other_plan(order, plan, digest)
    _refuse_taken_range(snapshot, record.provider, plan, order.out)
    templates = templates_for(
        snapshot, award, graded, status_list=plan.status.list, with_until=plan.valid_until is not None
    )
    issue = Issue(snapshot=snapshot, award=award, key=record, plan=plan, graded=graded, templates=templates)
    return Prepared(issue=issue, order=order, refused=refused, resumed=found is not None)


def _graded(order: Order, award: Award) -> tuple[Sequence[Graded], tuple[Finding, ...]]:
    listed = order.class_list
    graded, faults = grade_class(listed.learners, award.definition.record, listed.file)
    refused = tuple(sorted([*listed.faults, *faults]))
    if refused and not order.skip_faulty:
        raise BuktiError(
            f"{len(refused)} fault{'s' if len(refused) > 1 else ''} in the class list; nothing was issued",
            where=listed.file,
            hint="mend the rows named below"
            + ("" if order.skip_faulty is None else ", or issue the rest with --skip-faulty"),
            findings=refused,
        )
    if not graded:
        raise BuktiError("no learner is left to issue to", where=listed.file, findings=refused)
    return graded, refused


def refuse_folder(out: Path, repo: Path) -> None:
    """Refuse a folder for learners' files from which names could be published. Raises BuktiError."""
    if out.resolve().is_relative_to(repo.resolve()):
        raise BuktiError(
            "learners' files may not stand in the registry: it is public",
            where=str(out),
            expected=f"a folder outside {repo.resolve()}",
            hint="choose a private folder with --out",
        )
    tree = inside_git_work_tree(out)
    probes = [out / f"learner{suffix}" for suffix in SUFFIXES] + [out / name for name in (LINKS, INDEX, FILE)]
    if tree is not None and not is_ignored(*probes):
        raise BuktiError(
            "learners' files may not stand in a git work tree that does not ignore them",
            where=str(out),
            expected=f"a folder outside {tree}, or one that its .gitignore names",
            hint="choose a private folder with --out",
        )
    if out.exists() and not out.is_dir():
        raise BuktiError("this is a file, not a folder", where=str(out), hint="choose a folder with --out")


def _refuse_strangers(out: Path) -> None:
    # A run that was killed while it wrote its plan leaves a temporary file, which is ours to remove.
    if out.is_dir() and any(not path.match(f".{FILE}.*.tmp") for path in out.iterdir()):
        raise BuktiError(
            "the folder for learners' files is not empty",
            where=str(out),
            expected="a new or empty folder, or that of a run which was stopped",
            hint="choose another folder with --out",
        )


def _refuse_other_plan(order: Order, plan: Plan, digest: str) -> None:
    if plan.class_digest != digest:
        raise BuktiError(
            f"this folder belongs to the batch {plan.batch}, made from another list, micro-credential or key",
            where=str(order.out),
            hint="choose another folder with --out; to complete that batch, run its own command again",
        )
    other = order.issued_on not in (None, plan.issued_on) or order.valid_until not in (None, plan.valid_until)
    if other:
        raise BuktiError(
            f"this folder belongs to the batch {plan.batch} with other dates",
            where=str(order.out),
            expected=f"--issued-on {plan.issued_on}"
            + (f" --valid-until {plan.valid_until}" if plan.valid_until else ""),
            hint="leave the dates out to complete that batch, or choose another folder with --out",
        )


def _refuse_taken_range(snapshot: Snapshot, provider: str, plan: Plan, out: Path) -> None:
    taken = overlapping(snapshot, provider, plan.status)
    if taken not in (None, plan.batch):
        raise BuktiError(
            f"another batch ({taken}) has taken the status indexes of this run in the meantime",
            where=str(out),
            hint="nothing of this run is published: remove the folder and run the command again",
        )
    if (provider, plan.batch) not in snapshot.batches and _serial_taken(snapshot, provider, plan):
        raise BuktiError(
            f"the status list {plan.status.list} was signed anew in the meantime (serial {plan.serial})",
            where=str(out),
            hint="nothing of this run is published: remove the folder and run the command again",
        )


def _serial_taken(snapshot: Snapshot, provider: str, plan: Plan) -> bool:
    """Whether the snapshot of the planned serial is another one than this plan's, told by its time of signing."""
    located = snapshot.statuses.get((provider, plan.status.list, plan.serial))
    return located is not None and located.record.document.get("validFrom") != plan.created


def dry_run(prepared: Prepared) -> Report:
    """What :func:`carry_out` would do; nothing is written."""
    issue = prepared.issue
    templates = (_template_path(template) for template in issue.templates.values())
    files = (*templates, _status_path(issue), _batch_path(issue))
    return _report(prepared, "would issue", files, there(files, prepared.order.repo))


def carry_out(prepared: Prepared, register: Register, key: SigningKey, advance: Callable[[int], object]) -> Report:
    """Write learners' files and lists, then templates, status snapshot and, last, the batch.

    ``advance`` is called with 1 for each learner done. Whatever goes wrong, the repository holds the
    whole batch or nothing new of it; run again, the issue is completed with the same uuids.
    """
    issue = prepared.issue
    lines = write_class(prepared, key, advance)
    if (issue.key.provider, issue.plan.batch) in issue.snapshot.batches:
        return _report(prepared, "was issued already", ())
    records = {
        **template_files(issue),
        _status_path(issue): status_snapshot(issue, register, key),
        **batch_file(issue, key, lines),
    }
    kept = there(records, prepared.order.repo)
    write_all(records, prepared.order.repo)
    return _report(prepared, "issued", records, kept)


def write_class(prepared: Prepared, key: SigningKey, advance: Callable[[int], object]) -> list[IndexLine]:
    """Write plan, learners' files and the issuer's lists into the private folder; the lines of the index.

    What an earlier run of the same plan has written stays as it is: every byte follows from the plan.
    """
    issue, out = prepared.issue, prepared.order.out
    make_folder(out, 0o700)
    with contextlib.suppress(OSError):  # file systems without modes, folders of somebody else
        out.chmod(0o700)
    remove_stale(out)
    if not prepared.resumed:
        save_plan(out, issue.plan)
    lines = _write_learners(issue, out, key, advance)
    _write_lists(issue, out, lines, with_email="email" in prepared.order.class_list.columns)
    return lines


def _write_learners(issue: Issue, out: Path, key: SigningKey, advance: Callable[[int], object]) -> list[IndexLine]:
    page = class_page(issue)
    stems = file_stems([one.learner for one in issue.graded])
    lines = []
    for stem, signed in zip(stems, sign_class(issue, key), strict=True):
        write_learner(out, stem, signed, page, issue.base_url)
        lines.append(index_line(signed, stem, issue.base_url))
        advance(1)
    return lines


def _write_lists(issue: Issue, out: Path, lines: Sequence[IndexLine], *, with_email: bool) -> None:
    write_private(out / LINKS, links_file(lines, with_email=with_email))
    write_private(out / INDEX, index_file(lines, issue.plan.batch, issue.plan.status.list))
    try:
        sync_directory(out)
    except OSError as error:
        raise write_fault(error, out) from error


def template_files(issue: Issue) -> dict[str, bytes]:
    """The templates of the class by path in the repository."""
    return {_template_path(template): template_bytes(template) for template in issue.templates.values()}


def batch_file(issue: Issue, key: SigningKey, lines: Sequence[IndexLine]) -> dict[str, bytes]:
    """The signed batch by its path in the repository."""
    return {_batch_path(issue): dump_record(batch_record(issue, (line.digest for line in lines), key)).encode()}


def _template_path(template: Template) -> str:
    return f"credentials/{template.provider}/templates/{digest_of(template)}.json"


def _status_path(issue: Issue) -> str:
    status_list = issue.plan.status.list
    return f"credentials/{issue.key.provider}/status/{status_list}/{issue.plan.serial}.json"


def _batch_path(issue: Issue) -> str:
    batch = issue.plan.batch
    return f"credentials/{issue.key.provider}/{batch[:4]}/{batch}.yaml"


def there(files: Iterable[str], repo: Path) -> frozenset[str]:
    """Those of ``files`` that stand in the repository."""
    return frozenset(file for file in files if (repo / file).exists())


def _report(prepared: Prepared, state: str, files: Iterable[str], kept: frozenset[str] = frozenset()) -> Report:
    return Report(
        issue=prepared.issue,
        out=prepared.order.out,
        files=tuple(files),
        kept=kept,
        refused=prepared.refused,
        state=state,
    )
