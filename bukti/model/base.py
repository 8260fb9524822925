"""The common ground of all records: frozen, strict, and with scalar types that read YAML strings exactly.

The loader hands every YAML scalar over as a string (``NO``, ``on``, ``012`` stay what they are);
the field's type decides what a string may mean. Signed records arrive from JSON too, where
integers are numbers already.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from bukti.model.text import text_faults

LANGUAGES = ("en", "ms", "ar")


class Record(BaseModel):
    """A frozen record; unknown members are refused, members left out stay left out in its JSON form."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def json_form(self) -> dict[str, Any]:
        """The record as plain JSON data: what was stated and nothing else (``spec/records.md`` REC-3)."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _exact(pattern: str, kind: str, example: str) -> BeforeValidator:
    compiled = re.compile(pattern)

    def read(value: object) -> object:
        if isinstance(value, str) and not compiled.fullmatch(value):
            raise ValueError(f"{value!r} is not {kind}; write it like {example}")
        return value

    return BeforeValidator(read)


def _integer(value: object) -> object:
    if isinstance(value, bool) or (isinstance(value, str) and not re.fullmatch(r"0|-?[1-9][0-9]{0,15}", value)):
        raise ValueError(f"{value!r} is not a whole number; write it like 3, without quotes, signs or leading zeros")
    return int(value) if isinstance(value, str) else value


def _boolean(value: object) -> object:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise ValueError(f"{value!r} is not true or false; write one of these two words")


def _decimal(value: object) -> object:
    text = str(value)
    if isinstance(value, bool) or not re.fullmatch(r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,2})?", text):
        raise ValueError(f"{text!r} is not a number with at most two decimals; write it like 3 or 2.5")
    try:
        return Decimal(text)
    except InvalidOperation as error:  # pragma: no cover - the pattern above leaves nothing for this
        raise ValueError(text) from error


def _line(value: str) -> str:
    for fault in text_faults(value):
        raise ValueError(fault)
    return value


def _paragraphs(value: str) -> str:
    value = value.removesuffix("\n")
    for fault in text_faults(value, multiline=True):
        raise ValueError(fault)
    return value


def _language_map(value: dict[str, str]) -> dict[str, str]:
    for language in value:
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
            raise ValueError(f"{language!r} is not a language tag; write it like en, ms or ar")
    return value


Integer = Annotated[int, BeforeValidator(_integer)]
Natural = Annotated[int, BeforeValidator(_integer), Field(ge=0)]
Positive = Annotated[int, BeforeValidator(_integer), Field(ge=1)]
Boolean = Annotated[bool, BeforeValidator(_boolean)]
Number = Annotated[Decimal, BeforeValidator(_decimal), WithJsonSchema({"type": "number", "multipleOf": 0.01})]
"""A non-negative decimal with at most two places; arithmetic on it is exact."""
Day = Annotated[date, _exact(r"\d{4}-\d{2}-\d{2}", "a calendar date", "2026-11-01")]
"""A calendar date in the provider's zone."""
Id = Annotated[
    str, _exact(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?", "an id (a-z, 0-9, hyphen; at most 64)", "data-analytics-1")
]
RecordId = Annotated[
    str, _exact(r"\d{4}-\d{2}-\d{2}-[a-z0-9]{8}", "a record id (date and 8 characters)", "2026-11-01-k3j9x2ab")
]
Digest = Annotated[str, _exact(r"[0-9a-f]{64}", "a SHA-256 digest in lower-case hex", "e3b0c442…")]
Multikey = Annotated[str, _exact(r"z6Mk[1-9A-HJ-NP-Za-km-z]{44}", "an Ed25519 Multikey", "z6Mk…")]
Url = Annotated[str, _exact(r"https?://[^\s<>\"{}|\\^`]+", "a web address", "https://bukti.example/about/")]
BaseUrl = Annotated[
    str,
    _exact(
        r"https://[a-z0-9.-]+(:\d+)?(/[a-z0-9._-]+)*", "a base address (https, no slash at its end)", "https://a.example"
    ),
]
Email = Annotated[str, _exact(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+", "a mail address", "mc@university.example")]
Country = Annotated[str, _exact(r"[A-Z]{2}", "an ISO 3166-1 alpha-2 country code", "MY")]
Period = Annotated[str, _exact(r"P[1-9]\d?[YM]", "an ISO 8601 period of years or months", "P3Y")]
Language = Annotated[str, _exact(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language tag", "en, ms or ar")]
Line = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_line)]
"""Text of one line that may be signed."""
Prose = Annotated[str, Field(min_length=1, max_length=10_000), AfterValidator(_paragraphs)]
"""Text that may have several lines."""
LineMap = Annotated[dict[str, Line], Field(min_length=1), AfterValidator(_language_map)]
ProseMap = Annotated[dict[str, Prose], Field(min_length=1), AfterValidator(_language_map)]


class Proof(Record):
    """One Data Integrity proof on a record (VC Data Integrity 1.0, section 2.1; ``spec/records.md`` REC-5)."""

    type: Annotated[str, Field(pattern="^DataIntegrityProof$")]
    cryptosuite: Annotated[str, Field(pattern="^eddsa-jcs-2022$")]
    created: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$")]
    verification_method: Annotated[str, Field(alias="verificationMethod", pattern=r"^did:web:[^\s#]+#[a-z0-9-]{1,64}$")]
    proof_purpose: Annotated[str, Field(alias="proofPurpose", pattern="^assertionMethod$")]
    proof_value: Annotated[str, Field(alias="proofValue", pattern=r"^z[1-9A-HJ-NP-Za-km-z]{64,100}$")]


Proofs = Annotated[tuple[Proof, ...], Field(min_length=1, max_length=8)]
