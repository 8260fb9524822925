"""The catalogue as a table for spreadsheets, ``/api/v1/catalogue.csv``: one row for each micro-credential.

RFC 4180, with a byte order mark: without one, spreadsheet programs take UTF-8 for the machine's old code page,
and titles in Arabic turn into noise. No cell is run as a formula (:func:`bukti.cells.protected`). Columns are
told by name; within v1 they are added and never taken away or given another meaning.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType

from bukti.cells import protected
from bukti.model.definition import Definition, StackTarget
from bukti.model.text import pick
from site_builder.site import Mc, Site

BOM = "\ufeff"
LIST = "; "
"""Between the values of one cell; no address and no id has a blank in it."""
Cell = str | int | Decimal | None


def sheet(site: Site) -> bytes:
    """``/api/v1/catalogue.csv``."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    titles = {f"title_{language}": language for language in site.registry.languages}
    writer.writerow((*COLUMNS, *titles))
    for mc in site.mcs:
        cells = [make(site, mc) for make in COLUMNS.values()]
        cells += [mc.current.title.get(language) for language in titles.values()]
        writer.writerow([protected(_text(cell)) for cell in cells])
    return (BOM + text.getvalue()).encode()


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell.normalize():f}" if isinstance(cell, Decimal) else str(cell)


def _chosen(site: Site, mc: Mc, texts: Mapping[str, str] | None) -> str:
    """A text in the registry's first language, else in the definition's own, as its page has it."""
    return pick(texts, site.registry.languages[0], mc.current.language)[1] if texts else ""


def _listed(values: Iterable[str]) -> str:
    return LIST.join(values)


def _target(site: Site, mc: Mc, target: StackTarget) -> str:
    return target.mc or _chosen(site, mc, target.name)


def _word(flag: bool) -> str:
    return "true" if flag else "false"


def _of(read: Callable[[Definition], Cell]) -> Callable[[Site, Mc], Cell]:
    """A column that the current definition alone tells."""
    return lambda _, mc: read(mc.current)


COLUMNS: Mapping[str, Callable[[Site, Mc], Cell]] = MappingProxyType(
    {
        "id": lambda _, mc: mc.ref,
        "provider": lambda _, mc: mc.provider.id,
        "provider_name": lambda site, mc: _chosen(site, mc, mc.provider.name),
        "title": lambda site, mc: _chosen(site, mc, mc.current.title),
        "status": lambda _, mc: mc.status,
        "version": _of(lambda d: d.version),
        "type": _of(lambda d: d.type),
        "level_framework": _of(lambda d: d.level.framework if d.level else None),
        "level": _of(lambda d: d.level.value if d.level else None),
        "credits": _of(lambda d: d.credits.value if d.credits else None),
        "credits_max": _of(lambda d: d.credits.max_value if d.credits else None),
        "credit_system": _of(lambda d: d.credits.system if d.credits else None),
        "hours": _of(lambda d: d.hours.total if d.hours else None),
        "isced_f": _of(lambda d: d.field_of_study.isced_f if d.field_of_study else None),
        "modes": _of(lambda d: _listed(d.delivery.modes) if d.delivery else None),
        "pace": _of(lambda d: _listed(d.delivery.pace) if d.delivery else None),
        "languages": _of(lambda d: _listed(d.delivery.languages) if d.delivery else None),
        "assessment_only": _of(lambda d: _word(d.assessment_only)),
        "fee_amount": lambda _, mc: mc.offer.cost.amount if mc.offer and mc.offer.cost else None,
        "fee_currency": lambda _, mc: mc.offer.cost.currency if mc.offer and mc.offer.cost else None,
        "expires": _of(lambda d: d.validity.expires if d.validity else None),
        "stacks_into": lambda site, mc: _listed(_target(site, mc, target) for target in mc.current.stacks_into),
        "skills": _of(lambda d: _listed(skill.uri for skill in d.skills)),
        "page": lambda site, mc: site.page(mc),
        "data": lambda site, mc: f"{site.canonical}/api/v1/mc/{mc.ref}.json",
    }
)
"""Each column and what stands in it; a column ``title_<language>`` for each of the registry's languages follows."""
