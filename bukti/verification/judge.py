"""All checks on one input, and their verdict (VER-17 to VER-19)."""

from datetime import datetime

from bukti.verification.at_hand import AtHand
from bukti.verification.case import Case
from bukti.verification.checks import CHECKS
from bukti.verification.containers import open_input
from bukti.verification.inputs import Payload
from bukti.verification.result import Result
from bukti.verification.source import Source
from bukti.verification.verdict import verdict


def verify_text(
    text: bytes | str, source: Source, now: datetime, label: str, at_hand: AtHand | None = None
) -> list[Result]:
    """The results on one input: one, or one for each credential of a presentation or inside a PDF file or a picture.

    ``text`` is a card link, a payload, JSON, or the bytes of a file; ``now`` the time of checking, with
    its zone; ``label`` names the input in the results; ``at_hand`` are documents of issuers outside.
    Never raises for what the input or the data says.
    """
    payloads = open_input(text)
    labels = [f"{label} [{number}]" for number in range(1, len(payloads) + 1)]
    return [
        _judge(payload, source, now, name if len(payloads) > 1 else label, at_hand or AtHand())
        for payload, name in zip(payloads, labels, strict=True)
    ]


def _judge(payload: Payload, source: Source, now: datetime, label: str, at_hand: AtHand) -> Result:
    case = Case(payload, source, now, CHECKS, at_hand)
    if case.mixed:
        source.refresh()
        case = Case(payload, source, now, CHECKS, at_hand)
    outcomes = case.outcomes()
    word, leading = verdict({found.check: found for found in outcomes})
    return Result(
        input=label,
        verdict=word,
        checks=outcomes,
        credential=case.credential,
        data_as_of=case.directory.data_as_of if case.directory else None,
        leading=leading,
    )
