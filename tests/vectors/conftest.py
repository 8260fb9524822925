"""The vectors as both languages get them: from their files."""

import base64
import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from bukti.verification import AtHand, Result, read_at_hand, verify_text
from bukti.verification.site_source import SiteSource

FOLDER = Path(__file__).resolve().parents[2] / "spec" / "vectors"
Vector = dict[str, Any]


@cache
def vectors() -> tuple[Vector, ...]:
    """All vectors of ``verify/``."""
    return tuple(json.loads(path.read_text("utf-8")) for path in sorted((FOLDER / "verify").glob("*.json")))


def stage(name: str) -> Any:
    """A stage vector."""
    return json.loads((FOLDER / "stages" / f"{name}.json").read_text("utf-8"))


def input_of(vector: Vector) -> bytes:
    """The input as bytes."""
    if "input_base64" in vector:
        return base64.b64decode(vector["input_base64"])
    if "input_repeat" in vector:
        text, times = vector["input_repeat"]
        return bytes(text * times, "utf-8")
    return bytes(vector["input"], "utf-8")


def site_of(vector: Vector) -> dict[str, str]:
    """The files of the vector's site: path to text."""
    root = FOLDER / vector["site"]
    files = {str(path.relative_to(root)): path.read_text("utf-8") for path in root.rglob("*") if path.is_file()}
    files |= vector.get("files", {})
    return {path: text for path, text in files.items() if text is not None}


def write_site(vector: Vector, folder: Path) -> None:
    """The vector's site as files below ``folder``."""
    for path, text in site_of(vector).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())


def documents_of(vector: Vector) -> list[bytes]:
    """The documents at hand, as files have them."""
    return [bytes(text, "utf-8") for text in vector.get("at_hand", ())]


def judge(vector: Vector) -> list[Result]:
    """What the Python verifier says."""
    files = site_of(vector)
    source = SiteSource(lambda path: files[path].encode() if path in files else None)
    at_hand = AtHand(tuple(document for document in map(read_at_hand, documents_of(vector)) if document is not None))
    return verify_text(input_of(vector), source, datetime.fromisoformat(vector["at"]), vector["name"], at_hand)


def expectations(vector: Vector) -> list[dict[str, Any]]:
    """One for each result."""
    return [vector["expect"], *vector.get("expect_more", ())]
