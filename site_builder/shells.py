"""Pages put into the engine's frame without the engine: it renders each frame once, with marks where pages differ.

What a page has of its own is known (:class:`Frame`); all else is the same for the pages of one language at one depth
below its root, where links have as many ``../``. So a page costs what its own content costs, however many there are.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from markupsafe import Markup

from bukti.errors import BuktiError
from bukti.files import write_fault
from site_builder.frame import Frame, Surround, surround
from site_builder.plan import Page, Plan
from site_builder.templating import lean
from site_builder.view import View

_NAMES = tuple(field.name for field in fields(Frame) if field.name != "foreign")
_NO_TEXT = "\uffff"
"""No character: the loader admits it nowhere, so no text of a registry is taken for a mark."""
_MARK = re.compile(f"{_NO_TEXT}({'|'.join(_NAMES)}){_NO_TEXT}")
_ONCE = frozenset(_NAMES)


@dataclass(frozen=True, kw_only=True)
class Shell:
    """The frame of the pages of one language at one depth: its text in pieces, and what stands between them."""

    pieces: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def read(cls, html: str) -> "Shell":
        """The shell that the engine made of :func:`marks`. Raises BuktiError where it dropped or doubled one."""
        pieces = _MARK.split(lean(html))
        names = tuple(pieces[1::2])
        if frozenset(names) != _ONCE or len(names) != len(_ONCE):
            raise BuktiError(
                "the page engine's frame does not hold each part of a page once",
                expected=", ".join(sorted(_ONCE)),
                hint="this is a fault of the site builder's theme: please report it",
            )
        return cls(pieces=tuple(pieces[0::2]), names=names)

    def fill(self, frame: Frame) -> str:
        """The whole page."""
        parts = [self.pieces[0]]
        for name, piece in zip(self.names, self.pieces[1:], strict=True):
            parts += (getattr(frame, name), piece)
        return "".join(parts)


Shells = Mapping[int, Shell]
"""The shells of one language by depth."""


def depth_of(path: str, prefix: str) -> int:
    """How many folders below the root of its language a page lies."""
    return path.removeprefix(prefix).count("/")


def depths(plan: Plan, language: str) -> tuple[int, ...]:
    """The depths of the language's pages that need no engine."""
    prefix = plan.site.prefix(language)
    return tuple(sorted({depth_of(page.path, prefix) for page in of_data(plan.of(language))}))


def of_data(pages: Iterable[Page]) -> tuple[Page, ...]:
    """The pages that are put into shells: all but the guides and the one for addresses that do not exist."""
    return tuple(page for page in pages if page.kind == "data")


def source(depth: int) -> str:
    """The file that the engine takes a shell for."""
    return "@/" * (depth - 1) + "@.md" if depth else "index.md"


def marks(plan: Plan, language: str, depth: int) -> tuple[Surround, Frame]:
    """What the engine puts into the theme for the shell of one depth."""
    path = f"{plan.site.prefix(language)}{'@/' * depth}index.html"
    mark = {name: Markup(f"{_NO_TEXT}{name}{_NO_TEXT}") for name in _NAMES}  # noqa: S704 - names of ours
    return surround(View.of(plan.site, language, path), mark["data"]), Frame(**mark)


def write_pages(plan: Plan, language: str, shells: Shells, folder: Path, advance: Callable[[], None]) -> None:
    """Write the pages of data of one language below ``folder``, one at a time. Raises BuktiError."""
    prefix = plan.site.prefix(language)
    missing = set(depths(plan, language)) - set(shells)
    if missing:
        raise BuktiError(
            f"the page engine made no frame for pages {min(missing)} folders below the root of {language!r}",
            hint="this is a fault of the site builder or of the page engine: please report it",
        )
    for page in of_data(plan.of(language)):
        path = folder / page.path.removeprefix(prefix)
        html = shells[depth_of(page.path, prefix)].fill(page.render())
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(html, encoding="utf-8")
        except OSError as error:
            raise write_fault(error, path) from error
        advance()
