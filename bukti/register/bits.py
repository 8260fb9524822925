"""Whether the bits of status lists are those that acts account for (REC-16).

Which bit belongs to which credential only its issuer knows; but every batch has a range of its own, and how
many bits may stand there follows from the acts.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bukti.errors import Finding, Severity
from bukti.proof.status import StatusList
from bukti.register.ground import Ground, fault
from bukti.register.hashes import pieces
from bukti.register.lifecycle import Acts
from bukti.register.result import ListState
from bukti.register.statuses import Candidate, ListName, StatusLists, snapshot_fault


@dataclass(frozen=True)
class Reserved:
    """A range of a list, ``start`` ≤ i < ``stop``, and the hashes of the batches that stand for it.

    ``runs`` are those of all batches that the provider signed for it, ``counting`` of those that count.
    """

    start: int
    stop: int
    runs: tuple[bytes, ...]
    counting: tuple[bytes, ...]


@dataclass(frozen=True)
class _Share:
    """How many bits of a range acts account for: ``marked`` void ones included, ``due`` counting ones.

    ``firm`` are, in ascending order, the places from which bits have been due and nothing took that back. ``least``
    leaves out the credentials that no batch registers any more: their bits may stand, or not.
    """

    start: int
    stop: int
    marked: int
    due: int
    firm: tuple[int, ...]
    least: int


@dataclass
class Judged:
    """The lists as they stand, and what is to be told of them."""

    lists: dict[ListName, ListState] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def judged_lists(
    ground: Ground, lists: StatusLists, ranges: Mapping[ListName, Iterable[Reserved]], acts: Acts
) -> Judged:
    """Hold every snapshot against the acts, list by list, looking only at the bits that it changes."""
    judged = Judged()
    for name in sorted(lists.last_serials):
        candidates, void = lists.candidates.get(name, []), lists.void.get(name, [])
        shares = [_share(one, name[0], acts) for one in ranges.get(name, ())] if candidates else []
        newest: Candidate | None = None
        for candidate in candidates:
            before, at = newest.bits if newest else None, ground.when(candidate.located)
            reason = next(_bit_faults(candidate.bits, before, shares, at), None)
            if reason is None:
                newest = candidate
            else:
                judged.findings.append(snapshot_fault(candidate.located, reason))
        if candidates or void:
            state = _state(name, (candidates or void)[0], newest, shares, lists.last_serials[name])
            judged.lists[name] = state
            judged.findings += _news(newest, state) if newest else ()
    return judged


def _share(reserved: Reserved, provider: str, acts: Acts) -> _Share:
    due = acts.due.get(provider, set())
    marked = _named(acts.marked.get(provider, set()), reserved.runs)
    counting = marked if reserved.counting == reserved.runs else _named(marked, reserved.counting)
    places = acts.firm.get(provider, {})
    firm = tuple(sorted(places[one] for one in marked & places.keys()))
    return _Share(reserved.start, reserved.stop, len(marked), len(marked & due), firm, len(counting & due))


def _named(hashes: set[bytes], runs: tuple[bytes, ...]) -> set[bytes]:
    """Those of ``hashes`` that stand in the runs. Without any nothing is looked at."""
    return set().union(*(hashes.intersection(pieces(run)) for run in runs)) if hashes else set()


def _bit_faults(bits: StatusList, before: StatusList | None, shares: list[_Share], at: int) -> Iterator[str]:
    """Why a snapshot of the place ``at`` cannot follow the one ``before`` it (None: a list without bits).

    What may fall is judged by the acts that were there by then: a later one makes no earlier snapshot wrong.
    """
    old = before or StatusList.new(len(bits))
    for share, rises in _by_share(bits.without(old), shares).items():
        if share is None:
            yield f"has {rises} bits set that belong to no batch"
        elif (have := bits.count(share.start, share.stop)) > share.marked:
            where = f"from {share.start} to {share.stop - 1}"
            yield f"has {have} bits set {where}, where acts name {share.marked} credentials"
    for share, falls in _by_share(old.without(bits), shares).items():
        spare = max(old.count(share.start, share.stop) - bisect_right(share.firm, at), 0) if share else 0
        if falls > spare:
            where = f"from {share.start} to {share.stop - 1}" if share else "outside of all ranges"
            yield f"lets {falls} bits fall {where}; {spare} more than acts account for are set there"


def _by_share(changed: StatusList, shares: list[_Share]) -> Counter[_Share | None]:
    """How many of the changed bits lie in each range; None: in none. ``shares`` ascend and do not overlap."""
    found: Counter[_Share | None] = Counter()
    for index in changed.indexes():
        place = bisect_right(shares, index, key=lambda share: share.start) - 1
        share = shares[place] if place >= 0 and index < shares[place].stop else None
        found[share] += 1
    return found


def _state(name: ListName, first: Candidate, newest: Candidate | None, shares: list[_Share], last: int) -> ListState:
    counts = [(share, newest.bits.count(share.start, share.stop)) for share in shares] if newest else []
    return ListState(
        provider=name[0],
        name=name[1],
        base=first.base,
        length=len(first.bits),
        document=newest.located.record.document if newest else None,
        serial=newest.located.record.serial if newest else 0,
        last_serial=last,
        behind=any(have < share.least for share, have in counts),
        ahead=any(have > share.due for share, have in counts),
    )


def _news(newest: Candidate, state: ListState) -> Iterator[Finding]:
    told: Mapping[str, tuple[bool, str]] = {
        "status-behind": (
            state.behind,
            "does not show yet what was revoked or superseded: strangers' software takes it for valid",
        ),
        "status-ahead": (
            state.ahead,
            "still shows as revoked what void acts had revoked: strangers' software takes it for revoked",
        ),
    }
    for code, (true, message) in told.items():
        if true:
            yield fault(
                newest.located,
                "",
                code,
                f"the newest snapshot of the list {message}",
                expected="exactly one bit for each credential that acts revoke or supersede",
                hint=f"the provider signs it anew: `bukti status sign --provider {state.provider} --index DIR "
                "--key FILE`",
                clause="REC-16",
                severity=Severity.WARNING,
            )
