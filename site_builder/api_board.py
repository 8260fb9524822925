"""``/api/v1/board.json``: all of what the board's page shows the beginnings of."""

from collections.abc import Callable, Iterable
from typing import Any

from site_builder.api import envelope
from site_builder.board import Board, Count
from site_builder.dues import SOON, Due
from site_builder.scoring import Score
from site_builder.site import Site
from site_builder.words import words_of


def document(site: Site, board: Callable[[], Board]) -> dict[str, Any]:
    """The document. Counts of credentials stand in it as bands only."""
    made = board()
    return envelope(site, "board/v1") | {
        "as_of": made.today.isoformat() if made.today else None,
        "soon_days": SOON.days,
        "dues": [_due(due) for due in made.dues],
        "without_key": [{"provider": one.provider.id, "authority": one.authority or None} for one in made.keyless],
        "drafts": sorted(score.mc.ref for score in made.drafts),
        "counts": {name: _counts(counts) for name, counts in made.counts.items()},
        "standing": _standing(site),
        "missing": [
            {
                "rule": one.rule,
                "clause": one.clause,
                "asks_for": _asked_for(site, one.rule),
                "published": one.published,
                "drafts": one.drafts,
            }
            for one in made.missing
        ],
        "scores": [_score(score) for score in made.scores],
    }


def _due(due: Due) -> dict[str, Any]:
    return {
        "kind": due.kind,
        "subject": due.subject,
        "about": due.about or None,
        "day": due.day.isoformat(),
        "over": due.over,
    }


def _counts(counts: Iterable[Count]) -> list[dict[str, Any]]:
    return [{"value": value or None, "mcs": n} for value, n in counts]


def _standing(site: Site) -> list[dict[str, Any]]:
    return [
        {"mc": mc.ref, "version": definition.version, "band": site.band(mc, definition.version)}
        for mc in site.mcs
        for definition in mc.versions
        if definition.state == "active"
    ]


def _score(score: Score) -> dict[str, Any]:
    return {
        "mc": score.mc.ref,
        "version": score.mc.current.version,
        "status": score.mc.status,
        "stated": score.stated,
        "asked": score.asked,
        "missing": [{"rule": gap.rule, "member": gap.field or None} for gap in score.gaps],
    }


def _asked_for(site: Site, rule: str) -> dict[str, str]:
    return {language: words_of(language)(f"ask.{rule}") for language in site.languages}
