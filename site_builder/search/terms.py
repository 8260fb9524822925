"""Which micro-credentials have which words: an inverted index in parts small enough to be fetched for one search.

The parts are runs of the sorted keys, so one word needs one part, and what begins with it stands beside it; they are
sorted as scripts compare texts, by UTF-16. A key's micro-credentials are a list of numbers that a page unpacks at once:
of each, the distance from the one before, times three, plus the place where the key stands (0 title, 1 keywords,
2 elsewhere).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bukti.model.definition import Definition
from site_builder.search.words import key_of, words
from site_builder.site import Mc
from site_builder.view import View

MCS_OF_A_PART = 40
"""For so many micro-credentials there is one part: known before any word is read, and then each part is as large."""
LAST = "\uffff"
"""Stands for the first key of a part without keys; no key comes after it."""
COMMON_FROM = 100
"""From this many micro-credentials on, keys that most of them have are left out (SEA-5)."""
ELSEWHERE = 2
"""The place of all texts but titles and keywords."""
Postings = Mapping[str, Sequence[int]]


@dataclass(frozen=True, kw_only=True)
class Terms:
    """``parts`` of the index, each by key; ``written`` as people write the keys of titles and keywords, part by part.

    ``common`` are the keys left out.
    """

    parts: tuple[Postings, ...]
    written: tuple[Mapping[str, str], ...]
    common: tuple[str, ...]

    @property
    def first(self) -> list[str]:
        """The first key of each part."""
        return [next(iter(part), LAST) for part in self.parts]


def count_of_parts(mcs: int) -> int:
    """How many parts the index of so many micro-credentials has."""
    return max(1, -(-mcs // MCS_OF_A_PART))


def terms_of(view: View, mcs: Sequence[Mc]) -> Terms:
    """The index of the micro-credentials in their order, in the language of ``view``."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    written: dict[str, str] = {}
    for number, mc in enumerate(mcs):
        for key, (place, word) in _places(view, mc).items():
            found[key].append((number, place))
            if place < ELSEWHERE:
                written.setdefault(key, word)
    told = {key: _telling(places, len(mcs)) for key, places in found.items()}
    kept = {key: _packed(told[key]) for key in sorted(told, key=utf_16) if told[key]}
    common = tuple(sorted(key for key, places in told.items() if not places))
    parts = tuple(_parts(kept, count_of_parts(len(mcs))))
    named = tuple({key: written[key] for key in part if key in written} for part in parts)
    return Terms(parts=parts, written=named, common=common)


def utf_16(key: str) -> bytes:
    """By which keys are sorted."""
    return key.encode("utf-16-be")


def _telling(places: list[tuple[int, int]], mcs: int) -> list[tuple[int, int]]:
    """The places of a key without those that most micro-credentials share (SEA-5)."""
    if mcs < COMMON_FROM or len(places) <= mcs / 2:
        return places
    named = [(number, place) for number, place in places if place < ELSEWHERE]
    return named if len(named) <= mcs / 2 else []


def _places(view: View, mc: Mc) -> dict[str, tuple[int, str]]:
    """The best place of each key, and the word that it stands for there."""
    found: dict[str, tuple[int, str]] = {}
    for place, texts in enumerate(texts_of(view, mc)):
        for text in texts:
            for word in words(text):
                found.setdefault(key_of(word, view.language), (place, word))
    return found


def texts_of(view: View, mc: Mc) -> tuple[list[str], list[str], list[str]]:
    """What is read in the page's language, or in the one that it falls back to, by place (SEA-7)."""
    definition = mc.current
    view.home_language = definition.language
    titles = [definition.title, *definition.aliases, *([definition.short_title] if definition.short_title else ())]
    skills = [skill.label for skill in definition.skills]
    keywords = [view.plain(text) for text in (*definition.keywords, *skills, mc.provider.name)]
    field = [view.field(definition.field_of_study.isced_f)] if definition.field_of_study else []
    return [view.plain(text) for text in titles], keywords + field, [view.plain(text) for text in _prose(definition)]


def _prose(definition: Definition) -> Iterable[Mapping[str, str]]:
    if definition.summary:
        yield definition.summary
    yield from definition.objectives
    yield from (outcome.text for outcome in definition.outcomes)
    for module in definition.modules:
        yield from (module.title, *module.content)


def _packed(places: Iterable[tuple[int, int]]) -> list[int]:
    before, packed = -1, []
    for number, place in places:
        packed.append(3 * (number - before - 1) + place)
        before = number
    return packed


def _parts(terms: Mapping[str, list[int]], count: int) -> list[dict[str, list[int]]]:
    """The terms in ``count`` runs of about the same size."""
    parts: list[dict[str, list[int]]] = [{} for _ in range(count)]
    whole, done = sum(map(_weight, terms.items())), 0
    for key, packed in terms.items():
        parts[min(count - 1, done * count // whole)][key] = packed
        done += _weight((key, packed))
    return parts


def _weight(term: tuple[str, list[int]]) -> int:
    """About the characters that a term takes in its file."""
    return len(term[0]) + 6 + 3 * len(term[1])
