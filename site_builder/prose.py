"""The hand-written pages: ``docs/site/<language>/<page>.md``, in each language or, where missing, in English."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

FOLDER = Path("docs") / "site"
FALLBACK = "en"
ORDER = ("learners", "employers", "hep", "about", "privacy")
"""The order in which the guides are listed; others follow by name."""


@dataclass(frozen=True, kw_only=True)
class Text:
    """A page's Markdown and the language that it is written in."""

    language: str
    markdown: str

    @property
    def title(self) -> str:
        """The text of its first heading of level 1; empty where there is none."""
        for line in self.markdown.splitlines():
            if line.startswith("# "):
                return line[2:].strip()
        return ""


@dataclass(frozen=True, kw_only=True)
class Prose:
    """The guides by page and language, and the sample credential with its card link where there are any."""

    texts: Mapping[tuple[str, str], Text] = field(default_factory=lambda: MappingProxyType({}))
    sample: bytes | None = None
    sample_card: str | None = None

    @property
    def pages(self) -> tuple[str, ...]:
        """The names of the pages, in the order in which they are listed."""
        names = {page for _, page in self.texts}
        return tuple(sorted(names, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name)))

    def text(self, language: str, page: str) -> Text:
        """The page in ``language``, else in English, else in any language that has it."""
        for candidate in (language, FALLBACK):
            if (candidate, page) in self.texts:
                return self.texts[candidate, page]
        return next(text for (_, name), text in sorted(self.texts.items()) if name == page)


def read_prose(root: Path) -> Prose:
    """The prose below ``root``; a repository without ``docs/site`` has none."""
    folder = root / FOLDER
    texts = {
        (path.parent.name, path.stem): Text(language=path.parent.name, markdown=path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*/*.md"))
    }
    sample = folder / "sample-credential.json"
    link = folder / "sample-link.txt"
    return Prose(
        texts=MappingProxyType(texts),
        sample=sample.read_bytes() if sample.is_file() else None,
        sample_card=_card(link.read_text(encoding="ascii")) if link.is_file() else None,
    )


def _card(link: str) -> str:
    return link.strip().partition("#")[2] or link.strip()
