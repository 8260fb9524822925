"""Templates: credentials with holes, one for each version and set of optional fields (``spec`` TPL)."""

from bukti.templates.achievement import achievement_of, path_of, paths_of
from bukti.templates.checking import template_faults
from bukti.templates.filling import digest_of, fill, template_bytes, values_of
from bukti.templates.making import make_template
from bukti.templates.values import Values

__all__ = [
    "Values",
    "achievement_of",
    "digest_of",
    "fill",
    "make_template",
    "path_of",
    "paths_of",
    "template_bytes",
    "template_faults",
    "values_of",
]
