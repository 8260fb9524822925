"""Relative links, so that the same bytes work under any host and any folder."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Links:
    """Links of the page at ``path`` (below the site's root) whose language lives in ``prefix``.

    ``base`` is a path such as ``/registry/`` for the one page that is served at any depth ("not
    found") and so cannot have relative links; None for all others.
    """

    path: str
    prefix: str
    base: str | None = None

    @property
    def up(self) -> str:
        """From the page to the site's root: ``../`` as often as needed, or empty."""
        return "../" * self.path.count("/") if self.base is None else self.base

    def root(self, target: str = "") -> str:
        """A link to ``target`` below the site's root."""
        return self.up + target or "./"

    def page(self, target: str = "") -> str:
        """A link to ``target`` below the root of the page's language."""
        return self.root(self.prefix + target)
