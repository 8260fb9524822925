"""How far a micro-credential states what the guideline asks for: so many of so many rules, and what is missing.

Only rules that ask for a statement count here, and only where what they are about is there: no agreement is asked of
who has no partner. Rules of other kinds (a wrong sum, a reserved title) stop a change before it is published.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from bukti.model.definition import Definition, Recognition
from bukti.model.offer import Offer
from bukti.policy import RULES, Gap, Rule, completeness
from site_builder.site import Mc

Applies = Callable[[Definition, Offer | None], bool]


def _always(_definition: Definition, _offer: Offer | None) -> bool:
    return True


def _transfer(definition: Definition, _offer: Offer | None) -> bool:
    transfer = (definition.recognition or Recognition()).credit_transfer
    return bool(transfer and transfer.offered)


def _apel(definition: Definition, _offer: Offer | None) -> bool:
    apel = (definition.recognition or Recognition()).apel_c
    return bool(apel and apel.offered)


ASKED: Mapping[str, Applies] = {
    "MC-5.1-01": _always,
    "MC-5.1-02": lambda d, _: bool(d.modules),
    "MC-5.1-05": lambda d, _: bool(d.outcomes),
    "MC-5.1-06": lambda d, _: bool(d.overall_outcomes),
    "MC-5.1-08": lambda d, _: bool(d.assessments),
    "MC-5.1-11": _always,
    "MC-5.2-01": _always,
    "MC-5.2-05": _always,
    "MC-5.3-01": _always,
    "MC-5.3-02": _always,
    "MC-5.3-03": _always,
    "MC-5.4-01": _always,
    "MC-5.4-02": _always,
    "MC-5.4-03": _always,
    "MC-5.5-01": _always,
    "MC-5.5-02": _always,
    "MC-5.5-03": _always,
    "MC-5.5-07": _always,
    "MC-5.5-08": _always,
    "MC-6.1-01": _always,
    "MC-6.1-02": _always,
    "MC-6.1-03": _always,
    "MC-6.1-04": _always,
    "MC-6.1-05": _always,
    "MC-6.1-06": _always,
    "MC-6.2-01": lambda d, _: bool(d.collaborators),
    "MC-6.2-04": lambda d, _: bool(d.collaborators),
    "MC-7-01": _always,
    "MC-7-03": lambda _, offer: bool(offer and offer.external and offer.external.sought),
    "MC-8.1-01": _transfer,
    "MC-8.1-02": _always,
    "MC-8.1-03": _transfer,
    "MC-8.1-04": _transfer,
    "MC-8.1-05": _transfer,
    "MC-8.2-01": lambda d, _: d.type == "stand_alone" and d.recognition is not None,
    "MC-8.2-02": _apel,
    "MC-EBI-02": _always,
    "MC-EBI-04": lambda d, _: d.assessment_only,
    "MC-EBI-05": _always,
    "MC-EBI-06": _always,
    "MC-EBI-07": _always,
    "MC-EBI-09": _always,
    "MC-REG-01": _always,
}
"""The rules that ask for a statement, and when. A test holds them against the catalogue of :mod:`bukti.policy`."""
_RULES: tuple[Rule, ...] = tuple(rule for rule in RULES if rule.id in ASKED)


@dataclass(frozen=True, kw_only=True)
class Score:
    """``stated`` of ``asked`` rules find what they ask for in the version that is offered now."""

    mc: Mc
    asked: int
    gaps: tuple[Gap, ...]

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """Rule and clause of what is missing, each once, in the order of the catalogue."""
        return tuple(dict.fromkeys((gap.rule, gap.clause) for gap in self.gaps))

    @property
    def stated(self) -> int:
        """How many rules miss nothing."""
        return self.asked - len(self.missing)

    @property
    def share(self) -> Fraction:
        """The part that is stated, from 0 to 1."""
        return Fraction(self.stated, self.asked)


def by_clause(gaps: Iterable[Gap]) -> dict[str, list[str]]:
    """What is missing as readers are told: the clauses with their rules, each once; ``ask.<rule>`` has the words."""
    clauses: dict[str, list[str]] = {}
    for clause, rule in dict.fromkeys((gap.clause, gap.rule) for gap in gaps):
        clauses.setdefault(clause, []).append(rule)
    return clauses


def score_of(mc: Mc, languages: tuple[str, ...]) -> Score:
    """The score of the current version and its offer; ``languages`` are those of the catalogue (MQA 5.5)."""
    definition, offer = mc.current, mc.offer
    asked = [rule for rule in _RULES if ASKED[rule.id](definition, offer)]
    open_ = asked if not _cap_stated(definition) else [rule for rule in asked if rule.id != _CAP]
    return Score(mc=mc, asked=len(asked), gaps=completeness(definition, offer, open_, languages))


_CAP = "MC-8.1-04"
"""Besides the cap it looks for promises in all texts, which takes longer than all other rules here together."""


def _cap_stated(definition: Definition) -> bool:
    transfer = (definition.recognition or Recognition()).credit_transfer
    return transfer is not None and transfer.cap_percent is not None
