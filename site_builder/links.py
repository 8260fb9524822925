"""Relative links, so that the same bytes work under any host and any folder."""

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class Links:
    """Links of the page at ``path`` (below the site's root) whose language lives in ``prefix``.

    ``base`` is a path such as ``/registry/`` for the one page that is served at any depth ("not
    found") and so cannot have relative links; None for all others.
    """

    path: str
    prefix: str
    base: str | None = None

    @cached_property
    def _folders(self) -> tuple[str, ...]:
        return tuple(self.path.split("/")[:-1])

    def root(self, target: str = "") -> str:
        """The shortest link to ``target`` below the site's root; targets that are pages end with ``/``."""
        if self.base is not None:
            return self.base + target or "./"
        parts = target.split("/")
        same = 0
        for ours, theirs in zip(self._folders, parts[:-1], strict=False):
            if ours != theirs:
                break
            same += 1
        return "../" * (len(self._folders) - same) + "/".join(parts[same:]) or "./"

    def page(self, target: str = "") -> str:
        """A link to ``target`` below the root of the page's language."""
        return self.root(self.prefix + target)
