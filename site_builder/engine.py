"""Runs mkdocs for the pages of one language. The only module that starts the engine."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException

from bukti.errors import BuktiError
from site_builder.plan import Plan
from site_builder.plugin import BuktiPlugin
from site_builder.shells import Shells

PLUGIN = "bukti"


def build_pages(
    plan: Plan,
    language: str,
    target: Path,
    scratch: Path,
    advance: Callable[[], None],
    *,
    only_frames: bool = False,
) -> Shells:
    """Write the pages of ``language`` below ``target`` and return the frames; ``scratch`` is an empty folder.

    With ``only_frames`` the guides alone are written. ``target`` is emptied first. Raises BuktiError with what the
    engine said when it did not finish.
    """
    config, plugin = _config(plan, language, target, scratch)
    plugin.advance, plugin.only_frames = advance, only_frames
    with _warnings() as said:
        try:
            build(config)
        except (Abort, MkDocsException) as error:
            raise BuktiError(
                f"the pages in {language!r} could not be built: {error}",
                hint="\n            ".join(said) or "see the message",
            ) from error
    return plugin.shells


def _config(plan: Plan, language: str, target: Path, scratch: Path) -> tuple[MkDocsConfig, BuktiPlugin]:
    config = MkDocsConfig()
    config.load_dict(
        {
            "site_name": "registry",
            "docs_dir": str(scratch),
            "site_dir": str(target),
            "theme": {"name": "material", "font": False},
            "plugins": [PLUGIN],
        }
    )
    errors, _ = config.validate()
    for name, error in errors:
        raise BuktiError(f"the page engine refuses its setting {name!r}: {error}")
    plugin = config.plugins[PLUGIN]
    if not isinstance(plugin, BuktiPlugin):
        raise BuktiError("the mkdocs plugin 'bukti' is not installed", hint="install bukti with pip")
    plugin.plan, plugin.language = plan, language
    return config, plugin


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """What the engine says, collected and not printed."""
    said: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    logger = logging.getLogger("mkdocs")
    handler = Collect(level=logging.WARNING)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate
