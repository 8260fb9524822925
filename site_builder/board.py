"""The board's content: what the agency, and anybody else, has to look at; counted once, shown in every language.

Nothing here depends on a clock: "today" is the day of the newest commit that the data stands in, so that the same
commit gives the same board.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from bukti.model.registry import Provider
from site_builder.bands import BANDS
from site_builder.collation import level_key
from site_builder.dues import Due, dues_of, good_keys
from site_builder.fields import BROAD
from site_builder.scoring import Score, score_of
from site_builder.site import Mc, Site

SIZES = ("none", "under-1", "1-2", "3-5", "6-15", "over-15", "unstated")
"""Bands of credits, each in the micro-credential's own credit system: ``3-5`` is 3 to under 6."""
SHARES = ("100", "90", "75", "50", "0")
"""Bands of scores by their least share in percent; the first is everything."""
Count = tuple[str, int]
"""A value (empty: not stated) and how many micro-credentials have it."""
AWARDED = frozenset({"active", "teach_out"})
ENDED = frozenset({"closed", "merged"})


@dataclass(frozen=True, kw_only=True)
class Keyless:
    """A provider without a key that may sign; ``authority`` as LKP-3 has it, empty where it was never admitted."""

    provider: Provider
    authority: str


@dataclass(frozen=True, kw_only=True)
class Missing:
    """How many micro-credentials miss what a rule asks for."""

    rule: str
    clause: str
    published: int
    drafts: int


@dataclass(frozen=True, kw_only=True)
class Board:
    """``today`` and with it ``dues`` are absent where the data stands in no commit."""

    today: date | None
    dues: tuple[Due, ...]
    keyless: tuple[Keyless, ...]
    scores: tuple[Score, ...]
    """The least complete first."""
    counts: Mapping[str, tuple[Count, ...]]
    """By what is counted: ``provider``, ``level``, ``status``, ``field``, ``mode``, ``type``, ``credits``."""
    standing: tuple[Count, ...]
    """Versions that can be awarded, by the band of credentials that stand on them."""

    @cached_property
    def published(self) -> tuple[Score, ...]:
        """The scores of what is awarded; nothing more is asked of what is retired."""
        return tuple(score for score in self.scores if score.mc.status in AWARDED)

    @cached_property
    def drafts(self) -> tuple[Score, ...]:
        """The scores of the drafts, the most complete first: they are the next to be published."""
        drafts = (score for score in self.scores if score.mc.status == "draft")
        return tuple(sorted(drafts, key=lambda score: (-score.share, score.mc.ref)))

    @cached_property
    def incomplete(self) -> tuple[Score, ...]:
        """The published ones that miss something."""
        return tuple(score for score in self.published if score.gaps)

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """Every rule that misses something, the most missed first."""
        published, drafts = (
            Counter(one for score in scores for one in score.missing) for scores in (self.published, self.drafts)
        )
        found = [
            Missing(rule=rule, clause=clause, published=published[rule, clause], drafts=drafts[rule, clause])
            for rule, clause in published | drafts
        ]
        return tuple(sorted(found, key=lambda one: (-one.published, -one.drafts, one.rule)))


def shares(scores: Iterable[Score]) -> tuple[Count, ...]:
    """How many scores fall into each band."""
    found = Counter(_share(score) for score in scores)
    return tuple((name, found[name]) for name in SHARES)


def board_of(site: Site) -> Board:
    """The board of a site."""
    today = _day(site)
    scores = [score_of(mc, site.languages) for mc in site.mcs]
    return Board(
        today=today,
        dues=dues_of(site, today) if today else (),
        keyless=_keyless(site, today),
        scores=tuple(sorted(scores, key=lambda score: (score.share, score.mc.ref))),
        counts={name: _count(site.mcs, name, values) for name, values in _COUNTED.items()},
        standing=_standing(site),
    )


def _day(site: Site) -> date | None:
    stated = site.register.data_as_of
    return datetime.fromisoformat(stated).date() if stated else None


def _keyless(site: Site, today: date | None) -> tuple[Keyless, ...]:
    """The providers that cannot sign; one that closed or became part of another has no need to."""
    ends = {name: located.record.valid_until for name, located in site.snapshot.keys.items()}
    signing = {name[0] for name in good_keys(site.register) if today is None or (ends.get(name) or date.max) >= today}
    status = {issuer.id: issuer.status for issuer in site.register.issuers}
    return tuple(
        Keyless(provider=provider, authority=status.get(provider.id, ""))
        for provider in site.providers
        if provider.id not in signing and status.get(provider.id) not in ENDED
    )


def _count(mcs: Iterable[Mc], name: str, values: Callable[[Mc], Iterable[str]]) -> tuple[Count, ...]:
    """Each value and its number: sizes and levels in ascending order, fields by code, else the most frequent first.

    What is not stated stands last.
    """
    found = Counter(value for mc in mcs for value in (list(values(mc)) or [""]))
    if name == "credits":
        return tuple((size, found[size]) for size in SIZES)
    by = _ORDERS.get(name, _frequent)
    return tuple(sorted(found.items(), key=lambda one: (not one[0], by(one))))


def _level(mc: Mc) -> list[str]:
    stated = mc.current.level
    return [f"{stated.framework}/{stated.value}"] if stated else []


def _field(mc: Mc) -> list[str]:
    """The broad field."""
    return [mc.current.field_of_study.isced_f[:BROAD]] if mc.current.field_of_study else []


def _modes(mc: Mc) -> Iterable[str]:
    return mc.current.delivery.modes if mc.current.delivery else ()


def _size(mc: Mc) -> list[str]:
    stated = mc.current.credits
    if stated is None or (stated.system != "none" and stated.value is None):
        return ["unstated"]
    return ["none" if stated.system == "none" or stated.value is None else _size_band(stated.value)]


def _size_band(value: Decimal) -> str:
    for least, name in ((1, "under-1"), (3, "1-2"), (6, "3-5")):
        if value < least:
            return name
    return "6-15" if value <= Decimal(15) else "over-15"


def _frequent(counted: Count) -> tuple[str | int, ...]:
    return -counted[1], counted[0]


_ORDERS: Mapping[str, Callable[[Count], tuple[str | int, ...]]] = {
    "level": lambda one: level_key(one[0].replace("/", "-")),
    "field": lambda one: (one[0],),
}
_COUNTED: Mapping[str, Callable[[Mc], Iterable[str]]] = {
    "provider": lambda mc: [mc.provider.id],
    "status": lambda mc: [mc.status],
    "type": lambda mc: [mc.current.type] if mc.current.type else [],
    "level": _level,
    "field": _field,
    "mode": _modes,
    "credits": _size,
}


def _standing(site: Site) -> tuple[Count, ...]:
    found = Counter(site.band(mc, d.version) for mc in site.mcs for d in mc.versions if d.state == "active")
    return tuple((name, found[name]) for name in BANDS)


def _share(score: Score) -> str:
    percent = score.share * 100
    return next(name for name in SHARES if percent >= int(name))
