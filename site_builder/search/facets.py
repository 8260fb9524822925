"""What the catalogue is narrowed down by: each facet's values for a micro-credential, and the columns of all of them.

A facet gives a micro-credential none, one or several values. Sizes and fees stand in bands, as nobody looks for exactly
2.5 credits; bands of different credit systems and currencies are different values, as they cannot be compared.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from site_builder.collation import level_key
from site_builder.site import STATUSES, Mc
from site_builder.view import View

Values = Iterable[str]
CREDIT_BANDS = tuple(map(Decimal, (1, 2, 3, 4, 6, 10, 15)))
HOUR_BANDS = tuple(map(Decimal, (10, 20, 40, 80, 120, 160, 240)))
FEE_BANDS = tuple(map(Decimal, (100, 250, 500, 1000, 2500)))
NOT_STATED = "none"


@dataclass(frozen=True, kw_only=True)
class Facet:
    """``values`` of a micro-credential, how one is called on a page, and by what they are ordered (else by label)."""

    id: str
    values: Callable[[View, Mc], Values]
    label: Callable[[View, str], str]
    order: Callable[[str], Any] | None = None


def band(value: Decimal, limits: Sequence[Decimal]) -> str:
    """The band of ``value``: ``0-1`` is from 0 to under 1, ``15-`` is 15 and more."""
    lower, upper = Decimal(0), None
    for limit in limits:
        if value < limit:
            upper = limit
            break
        lower = limit
    return f"{lower}-{upper if upper is not None else ''}"


def bands(low: Decimal, high: Decimal, limits: Sequence[Decimal]) -> Values:
    """The bands that a range touches, in ascending order."""
    return dict.fromkeys(band(value, limits) for value in (low, *(one for one in limits if low < one < high), high))


def band_label(view: View, value: str) -> str:
    """A band in words, without its unit."""
    low, _, high = value.partition("-")
    if not high:
        return view.t("band.from", low=Decimal(low))
    if low == "0":
        return view.t("band.under", high=Decimal(high))
    return view.t("band.between", low=Decimal(low), high=Decimal(high))


def _band_order(value: str) -> tuple[str, Decimal]:
    kind, _, rest = value.rpartition(":")
    low = rest.partition("-")[0]
    return kind, Decimal(low) if low.isdigit() else Decimal(-1)


def _status(_view: View, mc: Mc) -> Values:
    return (mc.status,)


def _provider(_view: View, mc: Mc) -> Values:
    return (mc.provider.id,)


def _level(_view: View, mc: Mc) -> Values:
    level = mc.current.level
    return (f"{level.framework}-{level.value}",) if level else (NOT_STATED,)


def _field(view: View, mc: Mc) -> Values:
    field = mc.current.field_of_study
    if field is None:
        return (NOT_STATED,)
    return dict.fromkeys((*(code for code, _ in view.fields(field.isced_f)), field.isced_f))


def _credits(_view: View, mc: Mc) -> Values:
    size = mc.current.credits
    if size is None:
        return (NOT_STATED,)
    if size.system == "none" or size.value is None:
        return ("no",)
    return [f"{size.system}:{one}" for one in bands(size.value, size.max_value or size.value, CREDIT_BANDS)]


def _hours(_view: View, mc: Mc) -> Values:
    hours = mc.current.hours
    if hours is not None:
        return (band(hours.total, HOUR_BANDS),)
    return ("no",) if mc.current.hours_not_applicable else (NOT_STATED,)


def _fee(_view: View, mc: Mc) -> Values:
    cost = mc.offer.cost if mc.offer else None
    if cost is None:
        return (NOT_STATED,)
    return (f"{cost.currency}:{band(cost.amount, FEE_BANDS)}",) if cost.amount else ("free",)


def _delivery(name: str) -> Callable[[View, Mc], Values]:
    def values(_view: View, mc: Mc) -> Values:
        delivery = mc.current.delivery
        return (getattr(delivery, name) if delivery else ()) or (NOT_STATED,)

    return values


def _award(_view: View, mc: Mc) -> Values:
    return ("assessment",) if mc.current.assessment_only else ("study",)


def _origin(_view: View, mc: Mc) -> Values:
    return (mc.current.type or NOT_STATED,)


def _quality(_view: View, mc: Mc) -> Values:
    """What the offer states of reviews and of an audit of the provider's system; never a judgement of ours."""
    offer = mc.offer
    reviews = {f"{review.kind}" for review in offer.reviews} if offer else set()
    audit = {"audit"} if offer and offer.external and offer.external.sought and offer.external.body else set()
    return sorted(reviews | audit) or (NOT_STATED,)


def _expiry(_view: View, mc: Mc) -> Values:
    validity = mc.current.validity
    return (validity.expires if validity else NOT_STATED,)


def _stacking(view: View, mc: Mc) -> Values:
    found = {
        "into": bool(mc.current.stacks_into),
        "from": bool(mc.current.stacks_from),
        "pathway": bool(view.site.pathways_with(mc)),
    }
    return [name for name, there in found.items() if there] or (NOT_STATED,)


def _skill(view: View, mc: Mc) -> Values:
    return dict.fromkeys(view.site.skill_slug(skill.uri) for skill in mc.current.skills)


def _word(prefix: str) -> Callable[[View, str], str]:
    return lambda view, value: view.t(f"{prefix}.{value}")


def _provider_label(view: View, value: str) -> str:
    return view.plain(view.site.snapshot.providers[value].record.name)


def _level_label(view: View, value: str) -> str:
    framework, _, level = value.rpartition("-")
    return view.level(framework, level)


def _credits_label(view: View, value: str) -> str:
    if value == "no":
        return view.t("credits.none")
    system, _, size = value.partition(":")
    return view.t("band.credits", band=band_label(view, size), system=system)


def _hours_label(view: View, value: str) -> str:
    return view.t("hours.none") if value == "no" else view.t("band.hours", band=band_label(view, value))


def _fee_label(view: View, value: str) -> str:
    if value == "free":
        return view.t("cost.free")
    currency, _, size = value.partition(":")
    return view.t("cost.amount", currency=currency, amount=band_label(view, size))


def _expiry_label(view: View, value: str) -> str:
    return view.t("validity.never") if value == "never" else view.period(value)


def _skill_label(view: View, value: str) -> str:
    return view.plain(view.site.skills[value].labels)


def _expiry_order(value: str) -> int:
    return 0 if value == "never" else int(value[1:-1]) * (12 if value.endswith("Y") else 1)


FACETS = (
    Facet(id="status", values=_status, label=_word("status"), order=STATUSES.index),
    Facet(id="field", values=_field, label=View.field, order=str),
    Facet(id="level", values=_level, label=_level_label, order=level_key),
    Facet(id="mode", values=_delivery("modes"), label=_word("mode")),
    Facet(id="credits", values=_credits, label=_credits_label, order=_band_order),
    Facet(id="hours", values=_hours, label=_hours_label, order=_band_order),
    Facet(id="pace", values=_delivery("pace"), label=_word("pace")),
    Facet(id="language", values=_delivery("languages"), label=View.language_name),
    Facet(id="fee", values=_fee, label=_fee_label, order=_band_order),
    Facet(id="provider", values=_provider, label=_provider_label),
    Facet(id="type", values=_origin, label=_word("type")),
    Facet(id="award", values=_award, label=_word("award")),
    Facet(id="stacking", values=_stacking, label=_word("stackable")),
    Facet(id="quality", values=_quality, label=_word("assured")),
    Facet(id="expiry", values=_expiry, label=_expiry_label, order=_expiry_order),
)
"""In the order in which the page shows them."""
SKILLS = Facet(id="skill", values=_skill, label=_skill_label)
"""In a file of its own, as there are thousands of values."""


def column(view: View, facet: Facet, mcs: Sequence[Mc]) -> dict[str, Any]:
    """A facet over all micro-credentials, in their order.

    ``values`` are pairs of a value and its label, ``sets`` the combinations of values that occur, by their places in
    ``values``, and ``of`` the place in ``sets`` of each micro-credential's combination.
    """
    found = [tuple(facet.values(view, mc)) for mc in mcs]
    values = _ordered(view, facet, {value for some in found for value in some})
    place = {value: number for number, (value, _) in enumerate(values)}
    sets = [some for some, _ in Counter(found).most_common()]
    number = {some: index for index, some in enumerate(sets)}
    return {
        "id": facet.id,
        "values": values,
        "sets": [sorted(place[value] for value in some) for some in sets],
        "of": [number[some] for some in found],
    }


def _ordered(view: View, facet: Facet, values: Iterable[str]) -> list[tuple[str, str]]:
    """Values with their labels: what is not stated last."""
    stated = {value: facet.label(view, value) for value in values if value != NOT_STATED}
    order = facet.order or (lambda value: (view.order(stated[value]), value))
    found = [(value, stated[value]) for value in sorted(stated, key=order)]
    return [*found, (NOT_STATED, view.t("not_stated"))] if NOT_STATED in values else found
