"""The common ground of all records: frozen, strict, and with scalar types that read YAML strings exactly.

The loader hands every YAML scalar over as a string (``NO``, ``on``, ``012`` stay what they are);
the field's type decides what a string may mean. Signed records arrive from JSON too, where
integers are numbers already.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from bukti.model.countries import assigned_country
from bukti.model.text import text_faults

LANGUAGES = ("en", "ms", "ar")
_SHOWN = 80
"""How much of a wrong value a message repeats, in characters."""


class Record(BaseModel):
    """A frozen record; unknown members are refused, members left out stay left out in its JSON form."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def json_form(self) -> dict[str, Any]:
        """The record as plain JSON data: what was stated and nothing else (``spec/records.md`` REC-3)."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


class Exact:
    """A string that has to be written in one way.

    ``kind`` and ``example`` tell people what is expected; ``schema`` is what editors get to know of it.
    """

    def __init__(self, pattern: str, kind: str, example: str, **schema: str) -> None:
        self._compiled = re.compile(pattern)
        self._fault = f"is not {kind}; write it like {example}"
        self._schema = schema or {"pattern": f"^(?:{pattern})$"}

    def _read(self, value: object) -> object:
        if isinstance(value, (int, float)) or (isinstance(value, str) and not self._compiled.fullmatch(value)):
            value = str(value)
            shown = value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
            raise ValueError(f"{shown!r} {self._fault}")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._read, handler(source))

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(core), **self._schema}


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


def _json_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


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
Number = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    PlainSerializer(_json_number, when_used="json"),
    WithJsonSchema({"type": "number", "minimum": 0, "multipleOf": 0.01}),
]
"""A non-negative decimal with at most two places; arithmetic on it is exact."""
Day = Annotated[
    date, Exact(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a calendar date", "2026-11-01", type="string", format="date")
]
"""A calendar date in the provider's zone."""
FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2199, 6, 5)
"""The days that two bytes can tell (``spec/card.md`` CAR-2, ``spec/lookup.md`` LKP-8)."""


def _countable(value: date) -> date:
    if not FIRST_DAY <= value <= LAST_DAY:
        raise ValueError(f"{value} is not a day from {FIRST_DAY} to {LAST_DAY}, which cards and look-up files can tell")
    return value


RecordDay = Annotated[Day, AfterValidator(_countable)]
"""A day in a signed record, which cards and look-up files have to tell."""
Id = Annotated[
    str,
    Exact(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?", "an id (a-z, 0-9, hyphen; at most 64)", "data-analytics-1"),
]
RecordId = Annotated[
    str,
    Exact(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z0-9]{8}",
        "a record id (date and 8 characters)",
        "2026-11-01-k3j9x2ab",
    ),
]
Digest = Annotated[str, Exact(r"[0-9a-f]{64}", "a SHA-256 digest in lower-case hex", "e3b0c442…")]
Multikey = Annotated[str, Exact(r"z6Mk[1-9A-HJ-NP-Za-km-z]{44}", "an Ed25519 Multikey", "z6Mk…")]
_URL = r"https?://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+"
Url = Annotated[str, Exact(_URL, "a web address", "https://bukti.example/about/")]
BaseUrl = Annotated[
    str,
    Exact(
        r"https://[a-z0-9.-]+(:[0-9]{1,5})?(/[a-z0-9._-]+)*",
        "a base address (https, no slash at its end)",
        "https://a.example",
    ),
]
Email = Annotated[
    str,
    Exact(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", "a mail address", "mc@university.example"),
]
Country = Annotated[
    str, Exact(r"[A-Z]{2}", "an ISO 3166-1 alpha-2 country code", "MY"), AfterValidator(assigned_country)
]
Period = Annotated[str, Exact(r"P[1-9][0-9]?[YM]", "an ISO 8601 period of years or months", "P3Y")]
Language = Annotated[str, Exact(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language tag", "en, ms or ar")]
Line = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_line)]
"""Text of one line that may be signed."""
Prose = Annotated[str, Field(min_length=1, max_length=10_000), AfterValidator(_paragraphs)]
"""Text that may have several lines."""
LineMap = Annotated[dict[str, Line], Field(min_length=1), AfterValidator(_language_map)]
ProseMap = Annotated[dict[str, Prose], Field(min_length=1), AfterValidator(_language_map)]


class Proof(Record):
    """One Data Integrity proof on a record (VC Data Integrity 1.0, section 2.1; ``spec`` REC-5)."""

    type: Annotated[str, Field(pattern="^DataIntegrityProof$")]
    cryptosuite: Annotated[str, Field(pattern="^eddsa-jcs-2022$")]
    created: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")]
    verification_method: Annotated[str, Field(alias="verificationMethod", pattern=r"^did:web:[^\s#]+#[a-z0-9-]{1,64}$")]
    proof_purpose: Annotated[str, Field(alias="proofPurpose", pattern="^assertionMethod$")]
    proof_value: Annotated[str, Field(alias="proofValue", pattern=r"^z[1-9A-HJ-NP-Za-km-z]{64,100}$")]


Proofs = Annotated[tuple[Proof, ...], Field(min_length=1, max_length=8)]


class MaintainerPin(Record):
    """One of the agency's keys, pinned by the digest of its record's signed bytes (REC-11)."""

    key: Id
    digest: Digest


Pins = Annotated[tuple[MaintainerPin, ...], Field(min_length=2, max_length=64)]
Branch = Annotated[str, Exact(r"[A-Za-z0-9._/-]{1,100}", "a branch name", "main")]
