"""The page of the qualifications frameworks: levels, titles and their sizes, caps worked out, levels side by side."""

from dataclasses import dataclass
from decimal import Decimal

from bukti.model.framework import Cap, Framework, Level, Qualification
from site_builder.caps import cap_credits
from site_builder.crosswalk import credit_units, crosswalk_of
from site_builder.frame import Frame, frame, render
from site_builder.site import Site
from site_builder.view import View


@dataclass(frozen=True, kw_only=True)
class Title:
    """A reserved title: its level, its least size in credits and hours where one is set, and what caps come to."""

    level: Level
    qualification: Qualification
    hours: Decimal | None
    caps: tuple[Decimal, ...]


@dataclass(frozen=True, kw_only=True)
class Share:
    """A share in percent that one or more routes have as their cap."""

    percent: int
    confirmed: bool
    routes: tuple[str, ...]


def frameworks(site: Site, language: str, path: str) -> Frame:
    """Levels, titles, credits, caps and places in other frameworks; the agency's own country comes first."""
    view = View.of(site, language, path, "frameworks")
    messages = view.words.messages
    home = site.registry.agency.country
    listed = sorted(site.frameworks, key=lambda one: one.country != home)
    units = credit_units(listed)
    body = render(
        view,
        "frameworks.html",
        route_name=lambda id_: messages.get(f"route.{id_}", id_),
        parts=[(framework, shares_of(framework), titles_of(framework)) for framework in listed],
        crosswalk=crosswalk_of(listed),
        units=units,
        measure=units[0] if units else None,
        about="about" in site.prose.pages,
    )
    return frame(view, title=view.t("frameworks.title"), body=body, description=view.t("frameworks.lead"))


def shares_of(framework: Framework) -> tuple[Share, ...]:
    """The framework's caps, those of the same share together; a confirmed and an unconfirmed one stay apart."""
    groups: dict[tuple[int, bool], list[Cap]] = {}
    for cap in framework.caps:
        groups.setdefault((cap.percent, cap.confirmed), []).append(cap)
    return tuple(
        Share(percent=percent, confirmed=confirmed, routes=tuple(cap.route for cap in caps))
        for (percent, confirmed), caps in groups.items()
    )


def titles_of(framework: Framework) -> tuple[Title, ...]:
    """The framework's titles, highest level first; ``caps`` in the order of :func:`shares_of`."""
    return tuple(
        _title(framework, level, qualification)
        for level in reversed(framework.levels)
        for qualification in level.qualifications
    )


def _title(framework: Framework, level: Level, qualification: Qualification) -> Title:
    least = qualification.min_credits
    per_credit = framework.credit_system.hours_per_credit if framework.credit_system else None
    return Title(
        level=level,
        qualification=qualification,
        hours=least * per_credit if least and per_credit else None,
        caps=tuple(cap_credits(least, share.percent) for share in shares_of(framework)) if least else (),
    )
