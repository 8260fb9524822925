"""The adapter between the plan and mkdocs: hands the guides over, and takes the theme's frame for all other pages.

``bukti build`` gives it a plan and a language. A plain ``mkdocs build`` gives it neither: then it plans the
repository that ``mkdocs.yml`` stands in, in the registry's first language, and writes the data files too.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as EnginePage

from site_builder.frame import Frame, Surround, surround
from site_builder.load import load_site
from site_builder.markdown import adapt, with_focus, with_links
from site_builder.pages import not_found_view
from site_builder.plan import NOT_FOUND, Page, Plan, make_plan
from site_builder.settings import STYLES, apply, wanted
from site_builder.shells import Shell, depths, marks, source, write_pages
from site_builder.view import View
from site_builder.write import write_files


class NoOptions(Config):  # type: ignore[no-untyped-call] # the engine's
    """``mkdocs.yml`` sets nothing here."""


class BuktiPlugin(BasePlugin[NoOptions]):  # type: ignore[no-untyped-call] # the engine's
    """See the module; all members are set by ``site_builder.engine``."""

    plan: Plan | None = None
    language: str = ""
    advance: Callable[[], None] | None = None
    only_frames: bool = False

    def __init__(self) -> None:
        self.shells: dict[int, Shell] = {}
        self._depths: dict[str, int] = {}
        self._styles: list[str] = []
        self._guides: dict[str, Page] = {}
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
        self._guides = {source_of(page): page for page in self.plan.of(self.language) if page.text}
        self._depths = {source(depth): depth for depth in depths(self.plan, self.language)}
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """The theme's files without those that are not used, the guides, and a shell for each depth."""
        kept = [file for file in files if file.src_dir != config.docs_dir and wanted(file.src_uri)]
        self._styles = sorted(file.url for file in kept if file.src_uri.startswith(STYLES))
        texts = {name: page.text.markdown for name, page in self._guides.items() if page.text}
        texts |= dict.fromkeys(self._depths, "")
        return Files([*kept, *(File.generated(config, name, content=text) for name, text in texts.items())])

    def on_page_markdown(self, markdown: str, *, page: EnginePage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Links of guides to the sample's files."""
        return adapt(markdown)

    def on_page_content(self, html: str, *, page: EnginePage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Links of guides that begin at the site's root become relative ones, and what scrolls takes the focus."""
        planned = self._guides.get(page.file.src_uri)
        return with_focus(with_links(html, self.planned.site, planned)) if planned else html

    def on_page_context(self, context: Any, *, page: EnginePage, config: MkDocsConfig, nav: Any) -> Any:  # noqa: ARG002
        """What the theme puts around a guide, or the marks of a shell."""
        name = page.file.src_uri
        if name in self._depths:
            around, own = marks(self.planned, self.language, self._depths[name])
        else:
            own = self._guides[name].render()
            view = View.of(self.planned.site, self.language, own.path)
            around = surround(view, own.data, self.planned.site.prose.pages)
        context["bukti"] = self._placed(around, own)
        return context

    def on_post_page(self, output: str, *, page: EnginePage, config: MkDocsConfig) -> str:  # noqa: ARG002
        """A shell is kept; the engine writes no empty page."""
        depth = self._depths.get(page.file.src_uri)
        if depth is not None:
            self.shells[depth] = Shell.read(output)
            return ""
        self._advance()
        return output

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:  # noqa: ARG002
        """The "not found" page is a template of the theme."""
        if template_name == NOT_FOUND:
            planned = next(page for page in self.planned.pages if page.path == NOT_FOUND)
            site = self.planned.site
            own = planned.render()
            context["bukti"] = self._placed(surround(not_found_view(site, self.language), own.data), own)
            self._advance()
        return context

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """All other pages; under a plain ``mkdocs build`` the data files, too."""
        if self.only_frames:
            return
        folder = Path(config.site_dir)
        write_pages(self.planned, self.language, self.shells, folder, self._advance)
        if self._alone:
            write_files(self.planned, folder)

    def _placed(self, around: Surround, own: Frame) -> dict[str, Any]:
        """Both parts of a page for the theme's templates, and the theme's style sheets."""
        return {**vars(around), **vars(own), "foreign_dir": own.foreign_dir, "styles": self._styles}

    def _advance(self) -> None:
        if self.advance:
            self.advance()


def source_of(guide: Page) -> str:
    """The Markdown file that the engine takes a guide for: ``docs/hep.md``."""
    return guide.path[guide.path.index("docs/") :].removesuffix("/index.html") + ".md"
