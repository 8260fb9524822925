"""The engine's settings: all of them, in one place, whoever starts the engine.

Nothing is taken from a configuration in the registry's repository: such a file can name hooks, and data
must never bring code along.
"""

import logging
from importlib.resources import files

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig

from site_builder.frame import guide_title
from site_builder.plan import Plan
from site_builder.view import View

UNUSED = ("assets/javascripts/", "assets/images/", "sitemap.xml")
EXTENSIONS = ["abbr", "admonition", "def_list", "footnotes", "pymdownx.superfences", "tables", "toc"]
_SILENT = logging.DEBUG


def wanted(source: str) -> bool:
    """Whether a file of the theme is used: its style sheets are, its scripts are not."""
    return not source.endswith(".map") and not source.startswith(UNUSED)


def apply(config: MkDocsConfig, plan: Plan, language: str) -> None:
    """Set everything but the folders for the pages of one language."""
    view = View.of(plan.site, language, "")
    # The engine puts its settings into pages without escaping them.
    config.site_name = str(escape(view.plain(plan.site.registry.name)))
    config.site_url = f"{plan.site.canonical}/{plan.site.prefix(language)}"
    config.use_directory_urls = True
    config.strict = True
    config.edit_uri = ""
    config.repo_url = ""
    config.nav = _nav(view)
    config.markdown_extensions = EXTENSIONS
    config.mdx_configs = {"toc": {"permalink": "#", "permalink_title": str(escape(view.t("nav.permalink")))}}
    config.validation.nav.not_found = _SILENT  # the verify page is none of the engine's
    _theme(config, view)


def _theme(config: MkDocsConfig, view: View) -> None:
    theme = config.theme
    theme.dirs.insert(0, str(files("site_builder") / "theme"))
    theme.static_templates = {"404.html"} if view.language == view.site.languages[0] else set()
    theme["language"] = view.language
    theme["direction"] = view.dir
    theme["font"] = False
    theme["features"] = ["navigation.tabs"]
    theme["icon"] = {}
    theme["palette"] = {"scheme": "default", "primary": "custom", "accent": "custom"}


def _nav(view: View) -> list[dict[str, object]]:
    """The drawer of small screens: single micro-credentials and providers stay out of it."""
    guides = [{guide_title(view, name): f"docs/{name}.md"} for name in view.site.prose.pages]
    items: list[dict[str, object]] = [
        {view.t("nav.home"): "index.md"},
        {view.t("nav.catalogue"): "catalogue/index.md"},
        {view.t("nav.providers"): "providers/index.md"},
        {view.t("nav.pathways"): "pathways/index.md"},
        {view.t("nav.frameworks"): "frameworks/index.md"},
        {view.t("nav.verify"): "verify/"},
    ]
    if guides:
        items.insert(5, {view.t("nav.guides"): [{view.t("nav.guides.all"): "docs/index.md"}, *guides]})
    return [{str(escape(label)): target for label, target in item.items()} for item in items]
