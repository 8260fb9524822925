"""Documents that the person who checks has at hand: DID documents and status lists of strangers (VER-25)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bukti.codes import Code
from bukti.verification.json_strict import JsonFault, read_json
from bukti.verification.limits import MAX_INPUT

_SPACE = " \t\r\n"


@dataclass(frozen=True)
class AtHand:
    """Documents in the order in which they were named; of several with one id the first counts."""

    documents: tuple[Mapping[str, Any], ...] = ()
    list_faults: dict[tuple[str, str, int], Code | None] = field(default_factory=dict, compare=False, repr=False)
    """What was found of status lists before, as many credentials may name one: see ``strangers_status``."""

    def named(self, identity: str) -> Mapping[str, Any] | None:
        """The document whose ``id`` is ``identity``."""
        return next((document for document in self.documents if document["id"] == identity), None)

    def lists(self, method: str) -> bool:
        """Whether some document lists a key by the absolute id ``method``, whoever's document it is."""
        return any(entry.get("id") == method for document in self.documents for entry in methods_of(document))


def methods_of(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The keys that a DID document describes, in ``verificationMethod`` and then inside ``assertionMethod``."""
    for member in ("verificationMethod", "assertionMethod"):
        listed = document.get(member)
        yield from (entry for entry in (listed if isinstance(listed, list) else ()) if isinstance(entry, Mapping))


def read_at_hand(data: bytes) -> Mapping[str, Any] | None:
    """The document of a file, read as strictly as an input; None where it is none or has no ``id``."""
    if len(data) > MAX_INPUT:
        return None
    try:
        document = read_json(data.decode("utf-8-sig").strip(_SPACE))
    except (UnicodeError, JsonFault):
        return None
    return document if isinstance(document, dict) and isinstance(document.get("id"), str) else None
