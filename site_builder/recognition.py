"""The routes by which a receiving institution may count a micro-credential, with the source of each figure.

Limits are the framework's (dated, with their source); conditions, for which a framework's record has no place,
stand in ``tables/recognition.json``. Both are what holds now and so stand on the page of the current offer only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bukti.model.definition import ApelC, CreditTransfer, Definition, Recognition
from bukti.model.framework import Cap, Framework
from site_builder.credit import CapExample, cap_examples
from site_builder.table import table


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A general condition of a route; ``value`` is its figure, empty where it has none."""

    id: str
    value: Decimal | str


@dataclass(frozen=True, kw_only=True)
class Route:
    """A route that is offered. ``percent`` is the limit of it, ``cap`` the framework's rule that sets one.

    ``transfer`` or ``apel`` is what the definition says; ``source`` is where the conditions are from.
    """

    id: str
    transfer: CreditTransfer | None
    apel: ApelC | None
    percent: Decimal | None
    cap: Cap | None
    conditions: tuple[Condition, ...]
    source: str
    examples: tuple[CapExample, ...]


def routes_of(definition: Definition, framework: Framework | None) -> tuple[Route, ...]:
    """The routes that a definition offers; ``framework`` is that of its level."""
    recognition = definition.recognition or Recognition()
    offered = (("credit-transfer", recognition.credit_transfer), ("apel-c", recognition.apel_c))
    return tuple(_route(id_, stated, definition, framework) for id_, stated in offered if stated and stated.offered)


def _route(id_: str, stated: CreditTransfer | ApelC, definition: Definition, framework: Framework | None) -> Route:
    rules = table("recognition").get(framework.id if framework else "", {}).get(id_, {})
    cap = next((cap for cap in framework.caps if cap.route == id_), None) if framework else None
    percent = _limit(stated.cap_percent, cap)
    return Route(
        id=id_,
        transfer=stated if isinstance(stated, CreditTransfer) else None,
        apel=stated if isinstance(stated, ApelC) else None,
        percent=percent,
        cap=cap,
        conditions=tuple(_conditions(rules)),
        source=rules.get("source", ""),
        examples=tuple(cap_examples(definition, framework, percent)),
    )


def _limit(stated: Decimal | None, cap: Cap | None) -> Decimal | None:
    """The stricter of what the provider states and what the framework allows."""
    limits = [limit for limit in (stated, Decimal(cap.percent) if cap else None) if limit is not None]
    return min(limits, default=None)


def _conditions(rules: dict[str, list[dict[str, str | int]]]) -> Iterator[Condition]:
    for rule in rules.get("conditions", ()):
        value = rule.get("value", "")
        yield Condition(id=str(rule["id"]), value=Decimal(value) if isinstance(value, int) else value)
