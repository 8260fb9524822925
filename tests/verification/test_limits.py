"""How much is read: the last that is taken, and the first that is not (VER-3)."""

import json

from bukti.codes import Check, Code, State
from bukti.verification.inputs import read_input


def presentation(count: int) -> str:
    return json.dumps(
        {"type": "VerifiablePresentation", "verifiableCredential": [{"type": "VerifiableCredential"}] * count}
    )


def test_a_hundred_credentials_are_judged_and_one_more_none() -> None:
    assert [one.parse.code for one in read_input(presentation(100))] == [Code.PARSE] * 100
    (refused,) = read_input(presentation(101))
    assert (refused.parse.check, refused.parse.code, refused.parse.state) == (
        Check.PARSE,
        Code.PARSE_TOO_MANY,
        State.FAILED,
    )
    assert "100" in refused.parse.detail
