"""Cells of the CSV files that we write and read back: no spreadsheet runs one as a formula."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a cell begins that spreadsheets run as a formula, some in its wide form too; exports put ``'`` before it."""


def protected(cell: str) -> str:
    """A cell for our exports: ``'`` before what a spreadsheet would run as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def unprotected(cell: str) -> str:
    """A cell as it was before :func:`protected`; a ``'`` before anything else stays."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell
