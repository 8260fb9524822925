"""From what a stranger hands over to something that can be judged (VER-1, VER-3).

Nothing here asks for data: a card is only unpacked, a JSON text only read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bukti.card import Card, CardError, decode, read_payload
from bukti.codes import Check, Code
from bukti.verification.json_strict import JsonFault, read_json
from bukti.verification.limits import MAX_CREDENTIALS, MAX_INPUT
from bukti.verification.result import Outcome, kinds, outcome, shown

_SPACE = " \t\r\n"
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]+")
_TOKEN = re.compile(r"eyJ[A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]*)+|eyJ[A-Za-z0-9_-]{1198,}")
_BADGES = "https://w3id.org/openbadges/"
_EUROPEAN = "EuropeanDigitalCredential"


@dataclass(frozen=True, kw_only=True)
class Payload:
    """One thing to judge: a credential as JSON data, or a card with its spelling; neither where ``parse`` failed."""

    parse: Outcome
    credential: Mapping[str, Any] | None = None
    card: Card | None = None
    spelling: str = ""


def read_input(data: bytes | str) -> list[Payload]:
    """The payloads of one input: one, or one for each member of a presentation."""
    try:
        text = _text(data)
        if text[:1] in ("{", "["):
            return _json_payloads(read_json(text))
        return [_card_payload(text)]
    except _Refused as refusal:
        return [Payload(parse=refusal.outcome)]
    except JsonFault as fault:
        return [refused(fault.code, **{name: shown(value) for name, value in fault.names.items()})]
    except CardError as fault:
        code = Code(fault.code)
        return [refused(code, **({"version": str(fault.version)} if code is Code.CARD_VERSION else {}))]


class _Refused(ValueError):
    def __init__(self, code: Code, **names: str) -> None:
        super().__init__(code)
        self.outcome = outcome(Check.PARSE, code, **names)


def refused(code: Code, **names: str) -> Payload:
    """What stands for an input that is not read."""
    return Payload(parse=outcome(Check.PARSE, code, **names))


def _text(data: bytes | str) -> str:
    try:
        raw = data.encode() if isinstance(data, str) else data
        if len(raw) > MAX_INPUT:
            raise _Refused(Code.PARSE_TOO_LARGE, limit=str(MAX_INPUT))
        text = raw.decode("utf-8-sig").strip(_SPACE)
    except UnicodeError:
        raise _Refused(Code.PARSE_NOT_TEXT) from None
    if not text:
        raise _Refused(Code.PARSE_EMPTY)
    return text


def _card_payload(text: str) -> Payload:
    if _TOKEN.fullmatch(text):
        raise _Refused(Code.PARSE_TOKEN)
    payload = text.partition("#")[2] if "#" in text else text
    # Other programs' files hold a # too; what has a space in it is no link.
    if any(space in text for space in _SPACE) or ("#" not in text and not _PAYLOAD.fullmatch(text)):
        raise _Refused(Code.PARSE_NOT_JSON)
    card = decode(read_payload(text))
    return Payload(parse=outcome(Check.PARSE, Code.PARSE, kind=kinds()[0]), card=card, spelling=payload)


def _json_payloads(value: Any) -> list[Payload]:
    if _is_european(value):
        return [refused(Code.PARSE_EUROPEAN)]
    if _has_type(value, "VerifiableCredential"):
        return [_credential_payload(value, kinds()[1])]
    if _has_type(value, "VerifiablePresentation"):
        held = value.get("verifiableCredential")
        members = held if isinstance(held, list) else [held] if isinstance(held, dict) else []
        if len(members) > MAX_CREDENTIALS:
            raise _Refused(Code.PARSE_TOO_MANY, limit=str(MAX_CREDENTIALS))
        if members:
            return [_credential_payload(member, kinds()[2]) for member in members]
    return [refused(_other_kind(value))]


def _is_european(value: Any) -> bool:
    """A European learning credential, bare, wrapped for upload, or inside its seal."""
    if not isinstance(value, dict):
        return False
    inside = value.get("payload")
    sealed = "signatures" in value and isinstance(inside, str) and _EUROPEAN in inside
    return sealed or any(_has_type(one, _EUROPEAN) for one in (value, value.get("credential")))


def _other_kind(value: Any) -> Code:
    """What JSON that is no credential is, where it can be told."""
    if not isinstance(value, dict):
        return Code.PARSE_NO_CREDENTIAL
    context = value.get("@context")
    named = context if isinstance(context, list) else [context]
    if any(isinstance(one, str) and one.startswith(_BADGES) for one in named):
        return Code.PARSE_OPEN_BADGES_2
    signed = isinstance(value.get("payload"), str) and ("signatures" in value or "signature" in value)
    return Code.PARSE_TOKEN if signed else Code.PARSE_NO_CREDENTIAL


def _credential_payload(value: Any, kind: str) -> Payload:
    if not _has_type(value, "VerifiableCredential"):
        return refused(Code.PARSE_NO_CREDENTIAL)
    read_as = kinds()[3] if _has_type(value, "ClrCredential") else kind
    return Payload(parse=outcome(Check.PARSE, Code.PARSE, kind=read_as), credential=value)


def _has_type(value: Any, name: str) -> bool:
    if not isinstance(value, dict):
        return False
    types = value.get("type")
    return types == name or (isinstance(types, list) and name in types)
