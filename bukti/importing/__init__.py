"""Other catalogues' course lists as draft definitions: fills what is there, invents nothing, loses no row."""

from bukti.importing.draft import Draft
from bukti.importing.formats import FORMATS, read_source

__all__ = ["FORMATS", "Draft", "read_source"]
