"""Skills of public frameworks as readers look for them: one skill by its URI, and which micro-credentials teach it.

Providers label skills themselves, so one skill comes with several labels and spellings of its address. Here it is
one. A skill of any version has its entry, as the pages of old versions stay and link to it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from bukti.model.definition import Definition
from bukti.model.definition import Skill as Stated

if TYPE_CHECKING:
    from site_builder.site import Mc

RELATED = 8
"""How many related skills a skill names."""
Standing = Literal["offered", "past", "draft"]
_ESCO = re.compile(
    r"https?://data\.europa\.eu/esco/skill/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
)
_SHORT = 12
"""Hexadecimal digits of a slug: 48 bits, at which 20,000 skills meet by chance once in a million registries."""


@dataclass(frozen=True, kw_only=True)
class Teaching:
    """A micro-credential that teaches a skill, by the version that says so: the current one, else the newest such.

    ``offered`` is what new learners can take up now; ``past`` takes none, or taught the skill in an earlier version.
    """

    mc: "Mc"
    definition: Definition
    standing: Standing


@dataclass(frozen=True, kw_only=True)
class Skill:
    """A skill. ``labels`` and ``framework`` are what most micro-credentials call it, the first by code point of equals.

    ``related`` are slugs of the skills that stand on the same micro-credentials, those of most first.
    """

    uri: str
    slug: str
    framework: str
    labels: Mapping[str, str]
    teachings: tuple[Teaching, ...]
    related: tuple[str, ...]

    def standing(self, standing: Standing) -> tuple[Teaching, ...]:
        """The micro-credentials of one standing, by provider and id."""
        return tuple(teaching for teaching in self.teachings if teaching.standing == standing)

    @property
    def mcs(self) -> tuple["Mc", ...]:
        """The micro-credentials that teach it."""
        return tuple(teaching.mc for teaching in self.teachings)


def identity(uri: str) -> str:
    """What two addresses of the same skill have in common: ESCO's UUID, else the address itself."""
    esco = _ESCO.fullmatch(uri.lower().rstrip("/"))
    return f"esco:{esco[1]}" if esco else uri


def skills_of(mcs: Iterable["Mc"]) -> Mapping[str, Skill]:
    """The skills by :func:`identity`, in the order of their slugs."""
    found: dict[str, list[tuple[Teaching, Stated]]] = defaultdict(list)
    for mc in mcs:
        for key, teaching, stated in _taught(mc):
            found[key].append((teaching, stated))
    slugs, related = _slugs(found), _related(found)
    ordered = sorted(found, key=slugs.__getitem__)
    return MappingProxyType({key: _skill(found[key], slugs[key], [slugs[r] for r in related[key]]) for key in ordered})


def _taught(mc: "Mc") -> Iterator[tuple[str, Teaching, Stated]]:
    """Each skill of a micro-credential once, from the current version or else the newest one that names it."""
    seen: set[str] = set()
    for definition in (mc.current, *reversed(mc.versions)):
        for stated in definition.skills:
            if (key := identity(stated.uri)) not in seen:
                seen.add(key)
                yield key, Teaching(mc=mc, definition=definition, standing=_standing(mc, definition)), stated


def _standing(mc: "Mc", definition: Definition) -> Standing:
    if definition.state == "draft" or mc.status == "draft":
        return "draft"
    return "offered" if mc.status == "active" and definition is mc.current else "past"


def _skill(found: list[tuple[Teaching, Stated]], slug: str, related: list[str]) -> Skill:
    stated = [one for _, one in found]
    languages = sorted({language for one in stated for language in one.label})
    return Skill(
        uri=_most(one.uri for one in stated),
        slug=slug,
        framework=_most(one.framework for one in stated),
        labels={tag: _most(one.label[tag] for one in stated if tag in one.label) for tag in languages},
        teachings=tuple(teaching for teaching, _ in found),
        related=tuple(related),
    )


def _most(values: Iterable[str]) -> str:
    counted = Counter(values)
    return min(counted, key=lambda value: (-counted[value], value))


def _slugs(identities: Iterable[str]) -> dict[str, str]:
    """An address for each skill that depends on no other skill; only those made to meet get a long one."""
    short = {key: _slug(key) for key in identities}
    times = Counter(short.values())
    return {key: slug if times[slug] == 1 else f"skill-{_digest(key)}" for key, slug in short.items()}


def _slug(key: str) -> str:
    if key.startswith("esco:"):
        return f"esco-{key[5:18]}"
    return f"skill-{_digest(key)[:_SHORT]}"


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def _related(found: Mapping[str, list[tuple[Teaching, Stated]]]) -> Mapping[str, list[str]]:
    skills_by_ref: dict[str, list[str]] = defaultdict(list)
    for key, taught in found.items():
        for teaching, _ in taught:
            skills_by_ref[teaching.mc.ref].append(key)
    together: dict[str, Counter[str]] = {key: Counter() for key in found}
    for keys in skills_by_ref.values():
        for key in keys:
            together[key].update(other for other in keys if other != key)
    return {key: sorted(times, key=lambda other: (-times[other], other))[:RELATED] for key, times in together.items()}
