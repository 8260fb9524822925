"""The adapter between the plan and mkdocs: hands pages over, takes the theme's frame, writes nothing itself.

``bukti build`` gives it a plan and a language. A plain ``mkdocs build`` gives it neither: then it plans the
repository that ``mkdocs.yml`` stands in, in the registry's first language, and writes the data files too.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as EnginePage

from site_builder.load import load_site
from site_builder.markdown import adapt, with_links
from site_builder.plan import NOT_FOUND, Page, Plan, make_plan
from site_builder.settings import apply, wanted
from site_builder.write import write_files


class NoOptions(Config):  # type: ignore[no-untyped-call] # the engine's
    """``mkdocs.yml`` sets nothing here."""


class BuktiPlugin(BasePlugin[NoOptions]):  # type: ignore[no-untyped-call] # the engine's
    """See the module; ``plan``, ``language`` and ``advance`` are set by ``site_builder.engine``."""

    plan: Plan | None = None
    language: str = ""
    advance: Callable[[], None] | None = None

    def __init__(self) -> None:
        self._pages: Mapping[str, Page] = {}
        self._alone = False

    @property
    def planned(self) -> Plan:
        """The plan; known once the configuration has been read."""
        assert self.plan is not None  # noqa: S101 - on_config comes first
        return self.plan

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Set everything that follows from the registry."""
        if self.plan is None:
            self._alone = True
            root = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
            self.plan = make_plan(load_site(root, first_language_only=True))
            self.language = self.plan.site.languages[0]
        apply(config, self.plan, self.language)
        prefix = self.plan.site.prefix(self.language)
        self._pages = {source_of(page, prefix): page for page in self.plan.of(self.language)}
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """The theme's files without those that are not used, and the pages of the plan."""
        kept = [file for file in files if file.src_dir != config.docs_dir and wanted(file.src_uri)]
        in_nav = set(_sources(config.nav))
        for source, page in self._pages.items():
            if page.path != NOT_FOUND:
                level = InclusionLevel.INCLUDED if source in in_nav else InclusionLevel.NOT_IN_NAV
                content = page.text.markdown if page.text else ""
                kept.append(File.generated(config, source, content=content, inclusion=level))
        return Files(kept)

    def on_page_markdown(self, markdown: str, *, page: EnginePage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Guides keep the theme's side bars; the other pages have no Markdown and use the whole width."""
        planned = self._pages[page.file.src_uri]
        if planned.text is None:
            page.meta["hide"] = ["navigation", "toc"]
            return ""
        return adapt(markdown)

    def on_page_content(self, html: str, *, page: EnginePage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Links of guides that begin at the site's root become relative ones."""
        planned = self._pages[page.file.src_uri]
        return with_links(html, self.planned.site, planned) if planned.text else html

    def on_page_context(self, context: Any, *, page: EnginePage, config: MkDocsConfig, nav: Any) -> Any:  # noqa: ARG002
        """Render the page now, one at a time, so that not all of them are in memory at once."""
        context["bukti"] = self._pages[page.file.src_uri].render()
        if self.advance:
            self.advance()
        return context

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:  # noqa: ARG002
        """The "not found" page is a template of the theme."""
        if template_name == NOT_FOUND:
            context["bukti"] = self._pages[NOT_FOUND].render()
        return context

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Under a plain ``mkdocs build`` the data files are written here."""
        if self._alone:
            write_files(self.planned, Path(config.site_dir))


def source_of(page: Page, prefix: str) -> str:
    """The Markdown file that the engine takes a page for: ``docs/hep.md``, ``catalogue/index.md``."""
    if page.path == NOT_FOUND:
        return NOT_FOUND
    path = page.path.removeprefix(prefix)
    if page.text:
        return path.removesuffix("/index.html") + ".md"
    return path.removesuffix(".html") + ".md"


def _sources(nav: Any) -> list[str]:
    if isinstance(nav, str):
        return [nav]
    if isinstance(nav, Mapping):
        return [source for value in nav.values() for source in _sources(value)]
    return [source for value in nav or () for source in _sources(value)]
