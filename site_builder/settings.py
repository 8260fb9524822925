"""The engine's settings: all of them, in one place, whoever starts the engine.

Nothing is taken from a configuration in the registry's repository: such a file can name hooks, and data
must never bring code along.
"""

from importlib.resources import files

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig

from site_builder.plan import Plan
from site_builder.view import View

STYLES = "assets/stylesheets/"
"""Where the theme's style sheets stand, under names with their digest."""
UNUSED = ("assets/javascripts/", "assets/images/", "sitemap.xml")
EXTENSIONS = ["abbr", "admonition", "def_list", "footnotes", "pymdownx.superfences", "tables", "toc"]


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
    config.markdown_extensions = EXTENSIONS
    config.mdx_configs = {"toc": {"permalink": "#", "permalink_title": str(escape(view.t("nav.permalink")))}}
    _theme(config, view)


def _theme(config: MkDocsConfig, view: View) -> None:
    theme = config.theme
    theme.dirs.insert(0, str(files("site_builder") / "theme"))
    theme.static_templates = {"404.html"} if view.language == view.site.languages[0] else set()
    theme["language"] = view.language
    theme["direction"] = view.dir
    theme["font"] = False
    theme["features"] = []
    theme["icon"] = {}
    theme["palette"] = {"scheme": "default", "primary": "custom", "accent": "custom"}
