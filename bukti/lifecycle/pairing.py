"""Which new credential takes the place of which old one; every row of the new list has exactly one."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from bukti.errors import BuktiError, Finding
from bukti.issuing.learners import ClassList, Learner
from bukti.lifecycle.index import PrivateIndex, folded
from bukti.lifecycle.registered import Registered
from bukti.lifecycle.targets import Resolution, Search, Target, refuse, resolve
from bukti.lifecycle.wishes import Wish, hash_of, wishes_of

COLUMN = "replaces"
"""The column of the new list that names the old credential: by name, ref, hash, file or link."""


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """The old credential of each learner of the new list, in the list's order; all of one micro-credential."""

    provider: str
    mc: str
    olds: tuple[Target, ...]
    resolution: Resolution


def paired(olds: Sequence[str], listed: ClassList, search: Search, own: Collection[bytes]) -> Pairing:
    """The pairs of old credentials and new rows.

    ``olds`` given on the command line pair with the rows in their order. Without them a row's column ``replaces``
    decides, else its ref, else its name. ``own``: hashes of the new credentials where an earlier run made them.
    Raises BuktiError with a finding for each row that does not pair with one old credential that can be replaced.
    """
    resolution = resolve(_wishes(olds, listed, search.index), search)
    faults = [*_twice(resolution), *_not_replaceable(resolution, own)]
    faults += [] if olds else _namesakes(listed, resolution)
    if faults:
        refuse(sorted(faults))
    return Pairing(
        provider=resolution.provider,
        mc=_one_mc(resolution.targets),
        olds=resolution.targets,
        resolution=resolution,
    )


def _wishes(olds: Sequence[str], listed: ClassList, index: PrivateIndex) -> tuple[Wish, ...]:
    learners = listed.learners
    if not olds:
        return tuple(_wish(learner, listed, index) for learner in learners)
    if COLUMN in listed.columns:
        raise BuktiError(
            f"old credentials are named twice: as arguments, and in the column '{COLUMN}'",
            where=listed.file,
            hint="leave one of them out",
        )
    if len(olds) != len(learners):
        raise BuktiError(
            f"{len(olds)} old credentials are named, the new list has {len(learners)} rows",
            where=listed.file,
            expected="as many of both: the first pairs with the first row, and so on",
            hint=f"name each row's old credential in a column '{COLUMN}' instead",
        )
    return wishes_of(olds)


def _wish(learner: Learner, listed: ClassList, index: PrivateIndex) -> Wish:
    begun = Wish(file=listed.file, line=learner.line)
    if COLUMN in listed.columns:
        return replace(begun, text=learner.replaces, digest=hash_of(learner.replaces))
    if learner.ref and any(folded(one.ref) == folded(learner.ref) for one in index.matching(learner.ref)):
        return replace(begun, ref=learner.ref)
    return replace(begun, name=learner.name)


def _twice(resolution: Resolution) -> Iterator[Finding]:
    for wish, target in resolution.twice:
        yield wish.fault(
            "target-twice",
            f"the credential {target.said} is replaced by {target.wish.where} already",
            hint="one old credential has one successor: remove one of the two",
        )


def _namesakes(listed: ClassList, resolution: Resolution) -> Iterator[Finding]:
    """Rows that fit by their name alone, while their refs say that these are two people."""
    refs = {learner.line: learner.ref for learner in listed.learners}
    for target in resolution.targets:
        old, new = target.entry.ref if target.entry else "", refs[target.wish.line]
        if target.wish.name and old and new and folded(old) != folded(new):
            yield target.wish.fault(
                "target-ambiguous",
                f"{target.said} has the same name and the ref {old!r}, not {new!r}",
                expected=f"the ref that the private index has, or a column '{COLUMN}'",
                hint="two people of one name? Name the old credential in that column",
            )


def _not_replaceable(resolution: Resolution, own: Collection[bytes]) -> Iterator[Finding]:
    known, provider = resolution.registered, resolution.provider
    for target in resolution.targets:
        state = known.state(target.digest, provider)
        if state and state.state == "revoked":
            yield target.wish.fault(
                "target-state",
                f"{target.said} is revoked, for ever: nothing replaces it",
                hint="leave it out; to award anew, use `bukti issue`",
            )
        elif state and state.state == "superseded" and state.replaced_by not in own:
            yield _replaced(target, known)


def _replaced(target: Target, known: Registered) -> Finding:
    newest = known.newest(target.digest, target.batch.record.provider)
    return target.wish.fault(
        "target-state",
        f"{target.said} was replaced already",
        expected=f"its newest successor, {newest.hex()}",
        hint="replace that one; the private folder that it was issued into knows it",
    )


def _one_mc(targets: Sequence[Target]) -> str:
    first = targets[0]
    others = [one for one in targets if one.mc != first.mc]
    if others:
        refuse(
            [
                one.wish.fault(
                    "target-mc",
                    f"{one.said} is of another micro-credential than {first.wish.where}",
                    expected=first.mc,
                    hint="replace the credentials of each micro-credential with a list of its own",
                )
                for one in others
            ]
        )
    return first.mc
