"""Builds a whole site beside its place and puts it there only when it is complete."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bukti.errors import UsageError
from bukti.files import make_folder, write_fault
from site_builder.engine import build_pages
from site_builder.plan import Plan
from site_builder.tally import Tally, count
from site_builder.write import write_files

SIGN = "keys.json"
"""A folder with this file in it is a site, and may be replaced by a newer one."""


def build_site(plan: Plan, out: Path, advance: Callable[[], None] = lambda: None) -> Tally:
    """Build ``plan`` into the folder ``out``; a failed build leaves what was there.

    Raises UsageError when ``out`` holds something that is not a site, BuktiError when a page or file
    is missing in the end or the site is too large.
    """
    check_place(out)
    make_folder(out.resolve().parent)
    with _beside(out.resolve()) as fresh:
        scratch = fresh.parent / "empty"
        scratch.mkdir()
        for language in plan.site.languages:
            build_pages(plan, language, fresh / plan.site.prefix(language), scratch, advance)
        write_files(plan, fresh, advance)
        tally = count(plan, fresh)
        _put(fresh, out.resolve())
    return tally


def check_place(out: Path) -> None:
    """Refuse to replace anything but a site. Raises UsageError."""
    if out.exists() and not out.is_dir():
        raise UsageError("the site's folder is a file", where=str(out), hint="name another folder with --out")
    if out.is_dir() and any(out.iterdir()) and not (out / SIGN).is_file():
        raise UsageError(
            "the folder has something in it that is not a site",
            where=str(out),
            expected="a folder that is empty, absent, or holds a site built before",
            hint="name another folder with --out",
        )


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """A folder on the same disk as ``out``, gone in the end."""
    try:
        work = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".tmp", dir=out.parent))
    except OSError as error:
        raise write_fault(error, out.parent) from error
    try:
        fresh = work / "site"
        fresh.mkdir()
        yield fresh
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _put(fresh: Path, out: Path) -> None:
    """Move ``fresh`` to ``out``; what was there goes away with the working folder."""
    old = fresh.parent / "old"
    try:
        if out.exists():
            out.rename(old)
        try:
            fresh.rename(out)
        except OSError:
            if old.exists():
                old.rename(out)
            raise
    except OSError as error:
        raise write_fault(error, out) from error
