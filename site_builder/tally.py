"""The count after a build: whatever the engine reports, every promised page and file has to be there."""

from dataclasses import dataclass
from pathlib import Path

from bukti.errors import BuktiError, Finding
from site_builder.plan import Plan

MEGABYTE = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What a finished site holds; sizes in bytes."""

    pages: int
    files: int
    size: int


def count(plan: Plan, folder: Path) -> Tally:
    """Count the site in ``folder`` against its plan.

    Raises BuktiError naming each promised path that is absent, empty, or not the page that was
    promised, and when the site is larger than ``max_site_mb``.
    """
    faults = [*_page_faults(plan, folder), *_file_faults(plan, folder)]
    if faults:
        raise BuktiError(
            f"{len(faults)} of {len(plan.pages) + len(plan.files)} promised pages and files were not built",
            hint="this is a fault of the site builder or of the page engine: please report it",
            findings=tuple(faults),
        )
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    most = plan.site.registry.max_site_mb
    if size > most * MEGABYTE:
        raise BuktiError(
            f"the site has {size / MEGABYTE:.1f} MB, more than max_site_mb allows ({most})",
            where="registry/registry.yaml",
            hint="raise max_site_mb if the host takes more, or publish fewer languages",
        )
    return Tally(pages=len(plan.pages), files=len(plan.files), size=size)


def _page_faults(plan: Plan, folder: Path) -> list[Finding]:
    """A page has to be there and to carry its own canonical address: an empty frame is no page."""
    found = []
    for page in plan.pages:
        mark = f'data-bukti-page="{page.path}"'.encode()
        path = folder / page.path
        if not path.is_file():
            found.append(_fault(page.path, "page-missing", "the page was not built"))
        elif mark not in path.read_bytes():
            found.append(_fault(page.path, "page-wrong", "the file is there, but it is not the promised page"))
    return found


def _file_faults(plan: Plan, folder: Path) -> list[Finding]:
    found = []
    for file in plan.files:
        path = folder / file.path
        if not path.is_file():
            found.append(_fault(file.path, "file-missing", "the file was not written"))
        elif not path.stat().st_size:
            found.append(_fault(file.path, "file-empty", "the file is empty"))
    return found


def _fault(path: str, code: str, message: str) -> Finding:
    return Finding(file=path, code=code, message=message)
