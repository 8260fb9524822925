"""The files that a learner gets, their names, and the two lists that the issuer keeps."""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bukti.card import card_link, qr_parts
from bukti.cells import protected
from bukti.files import atomic_write
from bukti.issuing.learners import Learner
from bukti.issuing.page import ClassPage, page_file
from bukti.issuing.qr import png, qr_code, svg
from bukti.issuing.signing import Signed

LINKS = "links.csv"
INDEX = "index.jsonl"
SUFFIXES = (".json", ".svg", ".png", ".html")

_SAFE_REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,62}")
_RESERVED = re.compile(r"(?i)con|prn|aux|nul|(com|lpt)[0-9]|plan|links|index")
"""Names that Windows keeps for devices, and our own lists."""


@dataclass(frozen=True, kw_only=True)
class IndexLine:
    """What the issuer keeps of a credential; with the lists, the only place where name and hash meet."""

    learner: Learner
    stem: str
    uuid: str
    digest: bytes
    status_index: int
    link: str


def file_stems(learners: Sequence[Learner]) -> list[str]:
    """A file name for each learner, without suffix: the ref where it is a safe name everywhere, else a number."""
    width = len(str(len(learners)))
    taken: set[str] = set()
    stems = []
    for number, learner in enumerate(learners, start=1):
        stem = learner.ref if _is_safe(learner.ref) else f"learner-{number:0{width}}"
        if stem.casefold() in taken:
            stem = f"learner-{number:0{width}}"
        while stem.casefold() in taken:
            stem += "x"
        taken.add(stem.casefold())
        stems.append(stem)
    return stems


def _is_safe(ref: str) -> bool:
    return bool(_SAFE_REF.fullmatch(ref)) and not _RESERVED.fullmatch(ref)


def write_learner(folder: Path, stem: str, signed: Signed, page: ClassPage, base_url: str) -> None:
    """Write the four files of one learner; a file that has the same bytes already is left as it is."""
    code = qr_code(qr_parts(base_url, signed.card))
    image = svg(code)
    contents = {
        ".json": signed.file,
        ".svg": image,
        ".png": png(code),
        ".html": page_file(page, signed, card_link(base_url, signed.card), image.decode()),
    }
    for suffix, data in contents.items():
        write_private(folder / f"{stem}{suffix}", data)


def write_private(path: Path, data: bytes) -> None:
    """Write a file for its owner alone, unless these very bytes stand there; the folder is synchronised later."""
    try:
        if path.read_bytes() == data:
            return
    except FileNotFoundError:
        pass
    atomic_write(path, data, mode=0o600, sync_folder=False)


def index_line(signed: Signed, stem: str, base_url: str) -> IndexLine:
    """The line of one learner in the issuer's lists."""
    return IndexLine(
        learner=signed.learner,
        stem=stem,
        uuid=str(signed.card.uuid),
        digest=signed.digest,
        status_index=signed.card.status_index,
        link=card_link(base_url, signed.card),
    )


def index_file(lines: Iterable[IndexLine], batch: str, status_list: str) -> bytes:
    """``index.jsonl``: one JSON object a line. Keep it: revoking by name or ref is not possible without it."""
    return b"".join(
        json.dumps(
            {
                "uuid": line.uuid,
                "hash": line.digest.hex(),
                "status_list": status_list,
                "status_index": line.status_index,
                "name": line.learner.name,
                "ref": line.learner.ref,
                "batch": batch,
            },
            ensure_ascii=False,
        ).encode()
        + b"\n"
        for line in lines
    )


def links_file(lines: Iterable[IndexLine], *, with_email: bool) -> bytes:
    """``links.csv`` for a mail merge. A byte order mark stands before it, or Excel takes UTF-8 for Windows-1252."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    columns = ["number", "name", "ref", "json", "link", "qr_svg", "qr_png", "html"]
    writer.writerow([*columns, "email"] if with_email else columns)
    for number, line in enumerate(lines, start=1):
        names = [f"{line.stem}{suffix}" for suffix in SUFFIXES]
        cells = [str(number), line.learner.name, line.learner.ref, names[0], line.link, *names[1:]]
        writer.writerow([protected(cell) for cell in [*cells, *([line.learner.email] if with_email else [])]])
    return out.getvalue().encode("utf-8-sig")
