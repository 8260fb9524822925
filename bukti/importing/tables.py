"""Course lists in CSV: told apart by the columns that they have, read row by row."""

import csv
import io
from collections.abc import Iterator, Mapping, Set


def has_columns(name: str, text: str, columns: Set[str]) -> bool:
    """Whether the file is a CSV list with at least these columns. Raises csv.Error for a first line that is none."""
    return name.endswith(".csv") and set(next(csv.reader(io.StringIO(text)), [])) >= columns


def rows(name: str, text: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each row under the name of its origin, such as ``courses.csv row 7``."""
    for number, row in enumerate(csv.DictReader(io.StringIO(text)), start=1):
        yield f"{name} row {number}", row
