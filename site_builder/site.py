"""What the site is about: the registry's content arranged as readers meet it, with no engine and no clock."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from bukti.model.definition import Definition
from bukti.model.framework import Framework, Level, Pathway
from bukti.model.offer import Offer
from bukti.model.registry import Provider, Registry
from bukti.model.snapshot import NO_HISTORY, History, Located, Snapshot
from bukti.register import Register
from site_builder.bands import band, standing_of
from site_builder.bundle import Bundle
from site_builder.listings import Listing, listings
from site_builder.prose import Prose
from site_builder.skill_list import ListPage, list_pages
from site_builder.skills import Skill, identity, skills_of
from site_builder.stacking import Stacking, stacking_of

STATUSES = ("active", "teach_out", "retired", "draft")
"""What a micro-credential's status may be, in the order in which readers care."""

OFFERED = frozenset({"active"})
"""The status of what new learners can take up."""


@dataclass(frozen=True, kw_only=True)
class Mc:
    """A micro-credential: all its versions, oldest first, and what is on offer now."""

    provider: Provider
    id: str
    versions: tuple[Definition, ...]
    offer: Offer | None

    @property
    def ref(self) -> str:
        """``provider/mc``."""
        return f"{self.provider.id}/{self.id}"

    @property
    def path(self) -> str:
        """The address of its page below the language's root."""
        return f"catalogue/{self.ref}/"

    def version_path(self, version: int) -> str:
        """The address of the page of one version below the language's root."""
        return f"{self.path}v{version}/"

    @cached_property
    def current(self) -> Definition:
        """The version that is offered now; the newest one where the offer names none that exists."""
        named = [d for d in self.versions if self.offer and d.version == self.offer.current]
        return named[0] if named else self.versions[-1]

    @property
    def status(self) -> str:
        """``draft``, ``active``, ``teach_out`` or ``retired``; a draft definition is never anything else."""
        if self.current.state == "draft":
            return "draft"
        return self.offer.status if self.offer else "active"


def with_status(mcs: Iterable[Mc], statuses: Iterable[str]) -> list[Mc]:
    """The micro-credentials of some statuses, in their order."""
    return [mc for mc in mcs if mc.status in statuses]


@dataclass(frozen=True, kw_only=True)
class Site:
    """Everything that the pages and data files are made from.

    ``canonical`` is the base address for canonical links; identities always come from the
    registry's own ``base_url``. ``published_at`` (``YYYY-MM-DDTHH:MM:SSZ``) is None where no
    ``/published.json`` is wanted. ``languages`` are those of the registry, or fewer; the first one is
    at the root. ``history`` tells when a record came to say what it says.
    """

    snapshot: Snapshot
    register: Register
    canonical: str
    prose: Prose
    bundle: Bundle
    languages: tuple[str, ...]
    published_at: str | None = None
    history: History = NO_HISTORY

    @property
    def registry(self) -> Registry:
        """The registry's own record."""
        return self.snapshot.registry.record

    def prefix(self, language: str) -> str:
        """The folder of a language: empty for the first one, ``ms/`` and the like for the others."""
        return "" if language == self.languages[0] else f"{language}/"

    @cached_property
    def providers(self) -> tuple[Provider, ...]:
        """The providers by id."""
        return tuple(located.record for _, located in sorted(self.snapshot.providers.items()))

    @cached_property
    def mcs(self) -> tuple[Mc, ...]:
        """The micro-credentials of known providers, by provider and id."""
        versions: dict[tuple[str, str], list[Definition]] = defaultdict(list)
        for (provider, mc, _), located in sorted(self.snapshot.definitions.items()):
            versions[provider, mc].append(located.record)
        return tuple(
            self._mc(provider, mc, tuple(found))
            for (provider, mc), found in versions.items()
            if provider in self.snapshot.providers
        )

    def _mc(self, provider: str, mc: str, versions: tuple[Definition, ...]) -> Mc:
        offer = self.snapshot.offers.get((provider, mc))
        return Mc(
            provider=self.snapshot.providers[provider].record,
            id=mc,
            versions=versions,
            offer=offer.record if offer else None,
        )

    def page(self, mc: Mc, version: int | None = None, language: str | None = None) -> str:
        """The canonical address of a micro-credential's page, or of one of its versions."""
        prefix = self.prefix(language or self.languages[0])
        return f"{self.canonical}/{prefix}{mc.path if version is None else mc.version_path(version)}"

    @cached_property
    def by_ref(self) -> Mapping[str, Mc]:
        """The micro-credentials by ``provider/mc``."""
        return MappingProxyType({mc.ref: mc for mc in self.mcs})

    @property
    def begins(self) -> tuple[str, ...]:
        """The statuses that the catalogue shows at first: what is on offer; none, for all, where nothing is."""
        return tuple(sorted(OFFERED & {mc.status for mc in self.mcs}))

    def mcs_of(self, provider: str) -> tuple[Mc, ...]:
        """The micro-credentials of one provider."""
        return self._by_provider.get(provider, ())

    @cached_property
    def _by_provider(self) -> Mapping[str, tuple[Mc, ...]]:
        found: dict[str, list[Mc]] = defaultdict(list)
        for mc in self.mcs:
            found[mc.provider.id].append(mc)
        return {provider: tuple(mcs) for provider, mcs in found.items()}

    @cached_property
    def skills(self) -> Mapping[str, Skill]:
        """The skills that micro-credentials teach, by their slugs."""
        return MappingProxyType({skill.slug: skill for skill in self._skills.values()})

    @cached_property
    def _skills(self) -> Mapping[str, Skill]:
        return skills_of(self.mcs)

    @cached_property
    def skill_lists(self) -> Mapping[str, list[ListPage]]:
        """The pages of the list of skills, by language."""
        return {language: list_pages(self.skills.values(), language) for language in self.languages}

    def skill_slug(self, uri: str) -> str:
        """The last part of the address of a skill's page. Raises KeyError for a skill that no definition names."""
        return self._skills[identity(uri)].slug

    @cached_property
    def listings(self) -> tuple[Listing, ...]:
        """The plain lists of micro-credentials."""
        return listings(self.mcs)

    def last_change(self, mc: Mc) -> int:
        """The place in the published history where the current version or the offer last changed; -1 if unknown."""
        records: tuple[Located[object] | None, ...] = (
            self.snapshot.definitions[mc.provider.id, mc.id, mc.current.version],
            self.snapshot.offers.get((mc.provider.id, mc.id)),
        )
        positions = [self.history.changed(located) for located in records if located]
        return max((position.index for position in positions if position), default=-1)

    @cached_property
    def achievements(self) -> Mapping[str, Mapping[str, Any]]:
        """The achievements of published credentials by id; a template that does not count has no say (TPL-5)."""
        return {template.achievement["id"]: template.achievement for template in self.register.templates.values()}

    @cached_property
    def pathways(self) -> tuple[Pathway, ...]:
        """The pathways by id."""
        return tuple(located.record for _, located in sorted(self.snapshot.pathways.items()))

    def pathways_with(self, mc: Mc) -> tuple[Pathway, ...]:
        """The pathways that a micro-credential is a step of."""
        return self._pathways_by_ref.get(mc.ref, ())

    @cached_property
    def _pathways_by_ref(self) -> Mapping[str, tuple[Pathway, ...]]:
        found: dict[str, list[Pathway]] = defaultdict(list)
        for pathway in self.pathways:
            for step in pathway.steps:
                found[step.mc].append(pathway)
        return {ref: tuple(pathways) for ref, pathways in found.items()}

    @cached_property
    def standing(self) -> Mapping[tuple[str, str, int], int]:
        """How many credentials were published of each version; pages show no more of it than :meth:`band`."""
        return standing_of(self.register)

    def band(self, mc: Mc, version: int) -> str:
        """How many credentials stand on a version, coarsely (``band.<name>`` has the words)."""
        return band(self.standing.get((mc.provider.id, mc.id, version), 0))

    @cached_property
    def stacking(self) -> Stacking:
        """What stacks into what, by the versions that are offered now."""
        return stacking_of(mc.current for mc in self.mcs)

    @cached_property
    def frameworks(self) -> tuple[Framework, ...]:
        """The frameworks by id."""
        return tuple(located.record for _, located in sorted(self.snapshot.frameworks.items()))

    def level(self, framework: str, value: str) -> tuple[Framework, Level] | None:
        """A framework and one of its levels; None where there is no such level."""
        located = self.snapshot.frameworks.get(framework)
        if located is None:
            return None
        found = [level for level in located.record.levels if level.value == value]
        return (located.record, found[0]) if found else None
