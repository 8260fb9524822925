"""The chart of a pathway: its steps, what leads up to them, what they lead on to, and the pathway itself as goal."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from bukti.model.framework import Pathway
from site_builder.site import Mc, Site
from site_builder.stacking import Link, Stacking

GOAL = "goal"
MAX_NODES = 60
"""So many are still readable as a drawing; the text beside it has all steps."""
Role = Literal["required", "optional", "near", "outside", "goal"]
Kind = Literal["required", "optional", "builds"]
LanguageMap = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Node:
    """``mc`` for a micro-credential of the registry; else ``name``, or nothing but its id where it does not exist."""

    id: str
    role: Role
    mc: Mc | None = None
    name: LanguageMap | None = None


@dataclass(frozen=True, kw_only=True)
class Tie:
    """An arrow of the chart; ``note`` is what the definitions say of one that is no step of the pathway."""

    start: str
    end: str
    kind: Kind
    note: LanguageMap | None = None


@dataclass(frozen=True, kw_only=True)
class Chart:
    """``cut``: there is more than :data:`MAX_NODES` would show."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    cut: bool

    @property
    def by_id(self) -> Mapping[str, Node]:
        """The nodes by their ids."""
        return {node.id: node for node in self.nodes}


def chart_of(site: Site, pathway: Pathway) -> Chart:
    """The chart of ``pathway``."""
    steps = {step.mc: step.optional for step in pathway.steps}
    around = (node for node in _near(site.stacking, steps) if not _is_goal(site.stacking.names.get(node), pathway))
    found = [*steps, *islice(around, MAX_NODES)]
    listed = found[: MAX_NODES - 1]
    nodes = (*(_node(site, id_, steps) for id_ in listed), Node(id=GOAL, role="goal", name=pathway.title))
    return Chart(
        nodes=nodes,
        ties=tuple(_ties(site.stacking, steps, frozenset(listed))),
        cut=len(found) > len(listed),
    )


def least_columns(site: Site, chart: Chart) -> dict[str, int]:
    """The first column of each node by its level, from the lowest level of the chart on.

    Levels of different frameworks have no common order: nothing is said then.
    """
    placed = {node.id: _level(site, node.mc) for node in chart.nodes if node.mc}
    found = {id_: level for id_, level in placed.items() if level}
    if len({framework for framework, _ in found.values()}) != 1:
        return {}
    rank = {place: column for column, place in enumerate(sorted({place for _, place in found.values()}))}
    return {id_: rank[place] for id_, (_, place) in found.items()}


def _near(stacking: Stacking, steps: Iterable[str]) -> Iterator[str]:
    """What leads up to the steps, then what they lead on to, each over any number of links, the nearest first."""
    seen = set(steps)
    for links, ahead in ((stacking.back, False), (stacking.onward, True)):
        waiting = list(steps)
        for id_ in waiting:  # which grows
            for link in links.get(id_, ()):
                other = link.end if ahead else link.start
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
                    yield other


def _is_goal(name: LanguageMap | None, pathway: Pathway) -> bool:
    """Whether a thing that is known by name alone is this pathway: the name has the pathway's title in it."""
    return any(_folded(title) in _folded((name or {}).get(tag, "")) for tag, title in pathway.title.items())


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _node(site: Site, id_: str, steps: Mapping[str, bool]) -> Node:
    if id_ in steps:
        return Node(id=id_, role="optional" if steps[id_] else "required", mc=site.by_ref.get(id_))
    name = site.stacking.names.get(id_)
    return Node(id=id_, role="outside" if name else "near", mc=site.by_ref.get(id_), name=name)


def _ties(stacking: Stacking, steps: Mapping[str, bool], listed: frozenset[str]) -> Iterator[Tie]:
    for id_, optional in steps.items():
        if id_ in listed:
            yield Tie(start=id_, end=GOAL, kind="optional" if optional else "required")
    for link in _between(stacking, listed):
        yield Tie(start=link.start, end=link.end, kind="builds", note=link.note)


def _between(stacking: Stacking, listed: frozenset[str]) -> Iterator[Link]:
    for id_ in sorted(listed):
        yield from (link for link in stacking.onward.get(id_, ()) if link.end in listed)


def _level(site: Site, mc: Mc | None) -> tuple[str, int] | None:
    """Framework and place of a micro-credential's level in it."""
    stated = mc.current.level if mc else None
    located = site.snapshot.frameworks.get(stated.framework) if stated else None
    if stated is None or located is None:
        return None
    values = [level.value for level in located.record.levels]
    return (stated.framework, values.index(stated.value)) if stated.value in values else None
