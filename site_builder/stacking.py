"""What stacks into what: the statements of all definitions, put together once for the whole site (MQA 4.4)."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bukti.model.definition import Definition, StackTarget

LanguageMap = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Link:
    """``start`` counts towards, or prepares for, ``end``; ``note`` says as what.

    Both ends are ``provider/mc``, or stand for something outside of the registry (:func:`outside`).
    """

    start: str
    end: str
    note: LanguageMap


@dataclass(frozen=True, kw_only=True)
class Stacking:
    """The links by their start and by their end, and the names of what is not in the registry."""

    onward: Mapping[str, tuple[Link, ...]]
    back: Mapping[str, tuple[Link, ...]]
    names: Mapping[str, LanguageMap]


def outside(name: LanguageMap) -> str:
    """The end of a link that is known by its name alone: equal names are one thing."""
    return "outside:" + json.dumps(dict(sorted(name.items())), ensure_ascii=False)


def stacking_of(definitions: Iterable[Definition]) -> Stacking:
    """Put together what ``definitions`` say of themselves; a link that both of its ends state counts once."""
    links: dict[tuple[str, str], Link] = {}
    names: dict[str, LanguageMap] = {}
    for definition in definitions:
        for link, name in _links(definition):
            links.setdefault((link.start, link.end), link)
            names |= {outside(name): name} if name else {}
    onward: dict[str, list[Link]] = defaultdict(list)
    back: dict[str, list[Link]] = defaultdict(list)
    for link in links.values():
        onward[link.start].append(link)
        back[link.end].append(link)
    return Stacking(onward=_fixed(onward), back=_fixed(back), names=names)


def _links(definition: Definition) -> Iterator[tuple[Link, LanguageMap | None]]:
    for target in definition.stacks_into:
        if other := _end(target):
            yield Link(start=definition.ref, end=other, note=target.as_), None if target.mc else target.name
    for target in definition.stacks_from:
        if other := _end(target):
            yield Link(start=other, end=definition.ref, note=target.as_), None if target.mc else target.name


def _end(target: StackTarget) -> str:
    """The other end; empty where a target names nothing at all."""
    if target.mc:
        return target.mc
    return outside(target.name) if target.name else ""


def _fixed(links: Mapping[str, list[Link]]) -> Mapping[str, tuple[Link, ...]]:
    return {node: tuple(found) for node, found in links.items()}
