"""A credential in hand, as a file or as a card: its registry hash and its place in a status list."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bukti.card import Card, CardError, decode, read_payload, rebuild
from bukti.card.translate import group_prefix
from bukti.errors import BuktiError
from bukti.lifecycle.places import Found, Place
from bukti.model import Template
from bukti.model.snapshot import Snapshot
from bukti.proof.jcs import registry_hash

MAX_FILE = 1 << 20
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{64,}")
_LIST = re.compile(r"/status/([a-z0-9-]+)\.json")


def is_link(text: str) -> bool:
    """Whether ``text`` looks like a card link, or like its part behind the ``#``."""
    return "#" in text or bool(_PAYLOAD.fullmatch(text))


def from_link(text: str, snapshot: Snapshot) -> list[Found]:
    """The credentials that a card link may stand for: one for each template that takes the card.

    Raises BuktiError where the text is no card, or no template of the registry takes it.
    """
    try:
        card = decode(read_payload(text))
    except CardError as error:
        raise BuktiError(f"this is no card link: {error}", hint="copy the whole link, with all behind the #") from error
    found = [
        _rebuilt(card, located.record)
        for located in snapshot.templates.values()
        if _takes(card, located.file, located.record)
    ]
    if not any(found):
        raise BuktiError("this card link is of no credential of this registry", hint="is --repo the right registry?")
    return [one for one in found if one]


def _takes(card: Card, file: str, template: Template) -> bool:
    digest = Path(file).stem
    return digest.startswith(card.template.hex()) and group_prefix(template) == card.group


def _rebuilt(card: Card, template: Template) -> Found | None:
    try:
        # The hash leaves the proof out, so it does not matter whose key the card names.
        return _found(rebuild(card, template, "did:web:any", "any"), "the card link")
    except ValueError:
        return None


def from_file(path: Path) -> Found:
    """The credential of a learner's JSON file. Raises BuktiError where it holds none."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
        credential = json.loads(data) if len(data) <= MAX_FILE else None
        if isinstance(credential, dict) and "credentialSubject" in credential:
            return _found(credential, str(path))
    except OSError as error:
        raise BuktiError(f"the file cannot be read: {error.strerror}", where=str(path), hint="mend the path") from error
    except (ValueError, RecursionError):
        pass
    raise BuktiError(
        "this file is no credential", where=str(path), expected="a learner's .json file, as `bukti issue` wrote it"
    )


def _found(credential: Mapping[str, Any], where: str) -> Found:
    return Found(digest=registry_hash(credential), place=_place(credential, where))


def _place(credential: Mapping[str, Any], where: str) -> Place | None:
    """Where the credential says that its status bit is; it is what was signed once the hash is registered."""
    status = credential.get("credentialStatus")
    if not isinstance(status, Mapping):
        return None
    index, address = str(status.get("statusListIndex")), str(status.get("statusListCredential"))
    named = _LIST.search(address)
    if named is None or not index.isdecimal():
        return None
    return Place(list=named[1], index=int(index), where=where)
