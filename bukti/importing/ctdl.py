"""Credential Engine's CTDL in JSON-LD: credentials and learning opportunities; organisations alone are no offers."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bukti.importing.draft import Draft, amount, keywords, number, plain_line, present, web_address
from bukti.importing.jsonld import document, headings, language_of, line_map, many, prose_map, things, types

LABEL = "Credential Engine CTDL"
_OFFERS = frozenset(
    f"ceterms:{name}"
    for name in (
        "ApprenticeshipCertificate", "AssociateDegree", "BachelorDegree", "Badge", "Certificate",
        "CertificateOfCompletion", "Certification", "Course", "Degree", "DigitalBadge", "Diploma", "DoctoralDegree",
        "LearningOpportunityProfile", "LearningProgram", "License", "MasterDegree", "MicroCredential", "OpenBadge",
        "ProfessionalDoctorate", "QualityAssuranceCredential", "ResearchDoctorate",
    )
)  # fmt: skip
_SUBJECTS = ("subject", "keyword", "occupationType", "industryType")


def recognises(name: str, text: str) -> bool:
    """Whether the file holds a credential or a learning opportunity of this vocabulary."""
    return name.endswith(".json") and "ceterms:" in text and next(_offers(text), None) is not None


def read(name: str, text: str, _: Callable[[str], str | None]) -> Iterator[Draft]:
    """The drafts of one file."""
    for one in _offers(text):
        yield _draft(name, one)


def _offers(text: str) -> Iterator[Mapping[str, Any]]:
    whole = document(text)
    return (one for one in [whole, *things(whole.get("@graph"))] if types(one) & _OFFERS)


def _member(thing: Mapping[str, Any], name: str) -> Any:
    """A member of the vocabulary, which earlier records have from schema.org."""
    return thing.get(f"ceterms:{name}", thing.get(f"schema:{name}"))


def _draft(origin: str, offer: Mapping[str, Any]) -> Draft:
    language = language_of(*many(_member(offer, "inLanguage")))
    subjects = [
        heading
        for name in _SUBJECTS
        for heading in headings(_member(offer, name), "ceterms:targetNodeName", "ceterms:name")
    ]
    conditions = list(things(_member(offer, "requires")))
    required = [made for one in conditions if (made := prose_map(_member(one, "description"), language))]
    identifier = plain_line(_member(offer, "ctid") or offer.get("@id"))
    owner = next(things(_member(offer, "ownedBy") or _member(offer, "offeredBy")), {})
    address = next(
        (found for one in many(_member(offer, "subjectWebpage") or _member(offer, "url")) if (found := _address(one))),
        None,
    )
    return Draft(
        key=_key(offer, language) or identifier,
        origin=origin,
        definition=present(
            language=language,
            title=line_map(_member(offer, "name"), language) or {language: identifier},
            summary=prose_map(_member(offer, "description"), language),
            prerequisites=required,
            keywords=keywords(subjects),
            awarding_body=line_map(_member(owner, "name"), language),
            source=plain_line(f"{LABEL}: {origin}, {identifier}"),
        ),
        offer=present(enrolment=present(url=address), cost=_cost(offer)),
    )


def _key(offer: Mapping[str, Any], language: str) -> str:
    return next(iter(line_map(_member(offer, "name"), language).values()), "")


def _address(value: object) -> str | None:
    return web_address(value.get("@id") if isinstance(value, dict) else value)


def _cost(offer: Mapping[str, Any]) -> dict[str, Any] | None:
    """The one price that is stated; several, or one without its currency, are no fee that could be told."""
    stated = list(things(_member(offer, "estimatedCost")))
    if len(stated) != 1:
        return None
    price, currency = number(_member(stated[0], "price")), plain_line(_member(stated[0], "currency"))
    return {"amount": amount(price), "currency": currency} if price is not None and len(currency) == 3 else None
