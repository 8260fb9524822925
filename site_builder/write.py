"""Writing data files of a plan, one after the other, so that no more than one is in memory."""

from collections.abc import Callable
from pathlib import Path

from bukti.files import write_fault
from site_builder.plan import Plan


def write_files(plan: Plan, folder: Path, advance: Callable[[], None] = lambda: None) -> None:
    """Write every data file of ``plan`` below ``folder``. Raises BuktiError where the system refuses."""
    for file in plan.files:
        path = folder / file.path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.make())
        except OSError as error:
            raise write_fault(error, path) from error
        advance()
