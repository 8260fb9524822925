"""From what people wrote to single registered credentials; nothing is guessed."""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bukti.errors import BuktiError, Finding
from bukti.lifecycle.documents import from_file, from_link, is_link
from bukti.lifecycle.index import Entry, PrivateIndex, folded
from bukti.lifecycle.places import Found, Place, found_by
from bukti.lifecycle.registered import Registered, registered
from bukti.lifecycle.wishes import Wish
from bukti.model import Batch
from bukti.model.snapshot import Located, Snapshot
from bukti.model.text import normalise_name
from bukti.register import Register

_MOST_NEAREST = 20
"""For how many unknown names the nearest are looked for: each is compared with the whole index."""
_MOST_CANDIDATES = 8


@dataclass(frozen=True, kw_only=True)
class Target:
    """One credential that an act is meant for. ``place`` is None where its status bit is not known.

    ``older``: how many credentials fit the same name or ref that this one has replaced.
    """

    wish: Wish
    digest: bytes
    batch: Located[Batch]
    place: Place | None
    entry: Entry | None
    older: int = 0

    @property
    def mc(self) -> str:
        """``provider/mc`` of the credential."""
        return f"{self.batch.record.provider}/{self.batch.record.mc}"

    @property
    def said(self) -> str:
        """The credential without its holder: hash, micro-credential and day of issue."""
        return f"{self.digest.hex()[:12]}… {self.mc} issued {self.batch.record.issued_on}"


@dataclass(frozen=True, kw_only=True)
class Resolution:
    """The targets, each credential once, and the wishes that named one of them again."""

    provider: str
    targets: tuple[Target, ...]
    twice: tuple[tuple[Wish, Target], ...]
    registered: Registered


@dataclass(frozen=True, kw_only=True)
class Search:
    """Where credentials are looked for. ``mc`` (``provider/mc``) narrows names and refs down, None does not."""

    snapshot: Snapshot
    register: Register
    index: PrivateIndex
    provider: str | None = None
    mc: str | None = None


def resolve(wishes: Sequence[Wish], search: Search) -> Resolution:
    """The credentials that ``wishes`` name.

    Raises BuktiError with a finding for each wish that does not name exactly one registered credential.
    """
    found = [_candidates(wish, search) for wish in wishes]
    digests = {one.digest for candidates in found if not isinstance(candidates, Finding) for one in candidates}
    known = registered(search.snapshot, search.register, digests)
    results = [
        candidates if isinstance(candidates, Finding) else _one(wish, candidates, known, search)
        for wish, candidates in zip(wishes, found, strict=True)
    ]
    faults = tuple(one for one in results if isinstance(one, Finding))
    if faults:
        refuse(_with_nearest(faults, results, wishes, search.index))
    targets = [one for one in results if isinstance(one, Target)]
    provider = search.provider or _provider(targets)
    return _without_repeats(provider, targets, known)


def refuse(faults: Sequence[Finding]) -> None:
    """Raise BuktiError with ``faults``, saying that nothing was done."""
    count = "a fault" if len(faults) == 1 else f"{len(faults)} faults"
    raise BuktiError(f"{count} in what was named; nothing was done", findings=tuple(faults))


def _candidates(wish: Wish, search: Search) -> list[Found] | Finding:
    """What a wish may stand for; a finding where it stands for nothing."""
    if wish.digest is not None:
        entry = search.index.by_digest.get(wish.digest)
        return [found_by(entry) if entry else Found(digest=wish.digest)]
    entries = _entries(wish, search.index)
    if entries or not wish.text:
        return [found_by(entry) for entry in entries] or _unknown(wish, search)
    try:
        if is_link(wish.text) and not Path(wish.text).is_file():
            return [_remembered(one, search.index) for one in from_link(wish.text, search.snapshot)]
        if wish.text.casefold().endswith(".json") or Path(wish.text).is_file():
            return [_remembered(from_file(Path(wish.text)), search.index)]
    except (BuktiError, OSError) as error:
        told = error if isinstance(error, BuktiError) else BuktiError(str(error))
        return wish.fault(
            "target-document", f"{_cut(wish.shown)}: {told.message}", expected=told.expected, hint=told.hint
        )
    return _unknown(wish, search)


def _remembered(found: Found, index: PrivateIndex) -> Found:
    entry = index.by_digest.get(found.digest)
    return Found(digest=found.digest, place=found.place, entry=entry)


def _entries(wish: Wish, index: PrivateIndex) -> Sequence[Entry]:
    if wish.text:
        return index.matching(wish.text)
    if wish.name and wish.ref:
        by_ref = [one for one in index.matching(wish.ref) if folded(one.ref) == folded(wish.ref)]
        exact = [one for one in by_ref if normalise_name(wish.name) == one.name]
        return exact or [one for one in by_ref if folded(one.name) == folded(wish.name)]
    if wish.ref:
        return [one for one in index.matching(wish.ref) if folded(one.ref) == folded(wish.ref)]
    return [one for one in index.matching(wish.name) if folded(one.name) == folded(wish.name)]


def _unknown(wish: Wish, search: Search) -> Finding:
    if not search.index.entries:
        return wish.fault(
            "target-unknown",
            f"{_cut(wish.shown)} can only be found with the private index",
            expected="a hash of 64 digits, a credential's .json file, a card link; or names with --index DIR",
            hint="give the folder that `bukti issue --out` wrote with --index",
        )
    return wish.fault("target-unknown", f"{_cut(wish.shown)} stands in none of the private indexes")


def _cut(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def _one(wish: Wish, candidates: Sequence[Found], known: Registered, search: Search) -> Target | Finding:
    """The one registered credential among the candidates."""
    targets = [
        Target(wish=wish, digest=one.digest, batch=batch, place=one.place, entry=one.entry)
        for one in candidates
        if (batch := known.of(one.digest, search.provider)) is not None
    ]
    if not targets:
        return _unregistered(wish, candidates[0], known, search)
    fitting = _of_mc(targets, search.mc)
    chosen = _newest_only(fitting, known)
    if len(chosen) == 1:
        return replace(chosen[0], older=len(fitting) - 1)
    if not chosen:
        return wish.fault(
            "target-mc",
            f"{_cut(wish.shown)} has no credential of {search.mc}",
            expected="one of " + "; ".join(_described(one, known) for one in targets[:_MOST_CANDIDATES]),
            hint="mend --mc",
        )
    return wish.fault(
        "target-ambiguous",
        f"{_cut(wish.shown)} stands for {len(chosen)} credentials",
        expected="one of " + "; ".join(_described(one, known) for one in chosen[:_MOST_CANDIDATES]),
        hint="name the one that is meant by its ref, its hash or its file; or narrow down with --mc or by --index",
    )


def _of_mc(targets: Sequence[Target], mc: str | None) -> list[Target]:
    # A hash, a file or a link names its credential by itself.
    return [one for one in targets if mc in (None, one.mc) or one.wish.digest is not None or one.entry is None]


def _newest_only(targets: Sequence[Target], known: Registered) -> list[Target]:
    """Without credentials that another of the candidates has replaced: who has both has the newer one."""
    digests = {one.digest for one in targets}
    return [
        one
        for one in targets
        if (newest := known.newest(one.digest, one.batch.record.provider)) == one.digest or newest not in digests
    ]


def _described(target: Target, known: Registered) -> str:
    """A candidate, told apart for the one who knows the holders."""
    state = known.state(target.digest, target.batch.record.provider)
    ref = f"ref {target.entry.ref}" if target.entry and target.entry.ref else "no ref"
    facts = [ref, target.mc, f"issued {target.batch.record.issued_on}", *([state.state] if state else [])]
    return f"{target.digest.hex()} ({', '.join(facts)})"


def _unregistered(wish: Wish, found: Found, known: Registered, search: Search) -> Finding:
    others = known.providers(found.digest)
    place = f" ({found.entry.where})" if found.entry else ""
    if others:
        return wish.fault(
            "target-provider",
            f"{_cut(wish.shown)}{place} is a credential of {' and '.join(sorted(others))}, not of {search.provider}",
            hint="a provider's acts never touch another's credentials: give the right --provider and key",
        )
    return wish.fault(
        "target-unregistered",
        f"{_cut(wish.shown)}{place}, hash {found.digest.hex()[:12]}…, stands in no batch of "
        + (search.provider or "any provider"),
        expected="a credential that `bukti issue` has registered in this repository",
        hint="is --repo the right registry, and up to date (git pull)?",
    )


def _with_nearest(
    faults: Sequence[Finding], results: Sequence[object], wishes: Sequence[Wish], index: PrivateIndex
) -> list[Finding]:
    """The faults, unknown names with those that are spelt nearly so."""
    unknown = [
        wish
        for wish, one in zip(wishes, results, strict=True)
        if isinstance(one, Finding) and one.code == "target-unknown"
    ]
    near = {(wish.file, wish.line): _nearest(wish, index) for wish in unknown[:_MOST_NEAREST]}
    return [_hinted(fault, near.get((fault.file, fault.line), ())) for fault in faults]


def _nearest(wish: Wish, index: PrivateIndex) -> Sequence[str]:
    spelt: Mapping[str, str] = {folded(name): name for name in index.names()}
    wanted = [folded(text) for text in (wish.text, wish.ref, wish.name) if text]
    return [spelt[one] for text in wanted for one in difflib.get_close_matches(text, spelt, 3, 0.6)]


def _hinted(fault: Finding, near: Iterable[str]) -> Finding:
    names = ", ".join(dict.fromkeys(near))
    if fault.code != "target-unknown" or fault.hint:
        return fault
    hint = f"did you mean {names}?" if names else "give the folder of the right class with --index"
    return Finding(file=fault.file, line=fault.line, code=fault.code, message=fault.message, hint=hint)


def _provider(targets: Iterable[Target]) -> str:
    found = sorted({one.batch.record.provider for one in targets})
    if len(found) == 1:
        return found[0]
    raise BuktiError(
        f"these are credentials of several providers: {', '.join(found)}" if found else "no credential is named",
        hint="run the command once for each, with --provider" if found else "name one, or give a list with --csv",
    )


def _without_repeats(provider: str, targets: Iterable[Target], known: Registered) -> Resolution:
    first: dict[bytes, Target] = {}
    twice = []
    for target in targets:
        if first.setdefault(target.digest, target) is not target:
            twice.append((target.wish, first[target.digest]))
    return Resolution(provider=provider, targets=tuple(first.values()), twice=tuple(twice), registered=known)


def places_of(index: PrivateIndex, targets: Iterable[Target]) -> dict[bytes, Place]:
    """Every status bit that is known: of all entries of the private index, and of the targets."""
    places = {entry.digest: found_by(entry).place for entry in index.entries}
    places |= {target.digest: target.place for target in targets if target.place}
    return {digest: place for digest, place in places.items() if place}


def unplaced(targets: Iterable[Target], places: Mapping[bytes, Place]) -> Iterator[Target]:
    """The targets whose status bit is not known."""
    return (target for target in targets if target.digest not in places)
