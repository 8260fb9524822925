"""The site's templates, compiled once for each language with that language's constant words in them.

Autoescape is on and undefined names are errors. Most calls of a page's template are for words that never change within
a language; put in before compiling, they cost nothing when thousands of pages are made.
"""

import re
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.runtime import Context
from markupsafe import escape

from site_builder.words import Words, words_of

_WORD = re.compile(r"""\{\{ t\((["'])([a-z0-9_.-]+)\1\) \}\}""")
_PART = re.compile(r"""\{% include "([\w/.-]+)" %\}""")
_LINES = re.compile(r"\s*\n\s*")
_BLOCKS = re.compile(
    r"\n(?=</?(?:article|aside|caption|dd|details|div|dl|dt|figure|footer|form|h[1-6]|header|li|link|main|meta|nav|ol|p|"
    r"section|summary|table|tbody|td|th|thead|tr|ul)\b)"
)
"""Line ends before elements that begin a line of their own anyway."""
_ENDS = re.compile(r"</(?:li|dt|dd|tr|th|td|thead|tbody|option)>")
"""End tags that may be left out (HTML Standard 13.1.2.4): what follows ends the element. A twentieth of a page."""


class _Context(Context):
    """Calls what a template calls, and nothing before that.

    The engine's own way looks at each call for functions that want its context. None of ours do, and macros know
    that everything is escaped; it took a third of the time of a page.
    """

    def call(self, called: Any, /, *args: Any, _loop_vars: Any = None, _block_vars: Any = None, **kwargs: Any) -> Any:
        return called(*args, **kwargs)


@cache
def environment(language: str) -> Environment:
    """The templates in the words of ``language``. Raises BuktiError where there are none."""
    env = Environment(
        loader=PackageLoader("site_builder"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    env.context_class = _Context
    env.globals["host"] = lambda url: urlsplit(url).netloc
    env.add_extension(_prepared(words_of(language)))
    return env


def lean(html: str) -> str:
    """``html`` without indentation, and without line ends and end tags that mean nothing."""
    return _ENDS.sub("", _BLOCKS.sub("", _LINES.sub("\n", html)))


def _prepared(words: Words) -> type[Extension]:
    class Prepared(Extension):
        """Puts parts and constant words into a template, and takes indentation and needless end tags out of it.

        A part becomes text of its template, so a page is one function and not one for each of its parts.
        """

        def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
            """The source to compile. Raises KeyError for a word that there is not."""
            whole = lean(_PART.sub(self._part, source))
            return _WORD.sub(lambda match: str(escape(words(match[2]))), whole)

        def _part(self, match: re.Match[str]) -> str:
            assert self.environment.loader is not None  # noqa: S101 - set above
            source, _, _ = self.environment.loader.get_source(self.environment, match[1])
            return _PART.sub(self._part, source)

    return Prepared
