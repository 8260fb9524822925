"""Qualifications frameworks and pathways: what levels, credits and stacking refer to."""

from typing import Annotated, Literal

from pydantic import Field

from bukti.model.base import Boolean, Country, Day, Id, Line, LineMap, Natural, Number, ProseMap, Record, Url
from bukti.model.definition import McRef


class Qualification(Record):
    """A title that the framework reserves at one level, with the least credits it takes."""

    title: LineMap
    min_credits: Number | None = None


class LevelEquivalent(Record):
    """The level's place in another framework; ``indicative`` when no formal referencing took place."""

    framework: Line
    value: Line
    indicative: Boolean
    source: Line


class Level(Record):
    """One level of a framework."""

    value: Id
    name: LineMap
    descriptor: ProseMap
    qualifications: tuple[Qualification, ...] = ()
    equivalents: tuple[LevelEquivalent, ...] = ()


class CreditSystem(Record):
    """How the framework counts learning: ``hours_per_credit`` notional hours make one credit."""

    name: Line
    hours_per_credit: Annotated[Number, Field(gt=0)]
    step: Annotated[Number, Field(gt=0)]
    source: Line


class Cap(Record):
    """A dated limit on recognition, in percent of the receiving programme, with its source."""

    route: Id
    percent: Annotated[Natural, Field(le=100)]
    of: LineMap
    from_: Annotated[Day | None, Field(alias="from")] = None
    source: Line
    confirmed: Boolean


class Framework(Record):
    """``registry/frameworks/<id>.yaml``: a national qualifications framework."""

    schema_: Annotated[Literal["framework/v1"], Field(alias="schema")]
    id: Id
    abbreviation: Line
    name: LineMap
    country: Country
    authority: LineMap
    url: Url
    edition: Line
    credit_system: CreditSystem | None = None
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    caps: tuple[Cap, ...] = ()
    reserved_titles: Annotated[
        tuple[Line, ...], Field(description="words that no micro-credential may be named by")
    ] = ()
    notes: ProseMap | None = None


class PathwayStep(Record):
    """A micro-credential that counts towards the pathway; ``provider/mc``, optionally one of several."""

    mc: McRef
    optional: Boolean = False


class Pathway(Record):
    """``registry/pathways/<id>.yaml``: what a set of micro-credentials stacks into (MQA guideline 4.4)."""

    schema_: Annotated[Literal["pathway/v1"], Field(alias="schema")]
    id: Id
    provider: Id
    title: LineMap
    summary: ProseMap
    leads_to: ProseMap
    min_optional: Natural = 0
    steps: Annotated[tuple[PathwayStep, ...], Field(min_length=1)]
