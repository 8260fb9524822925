"""What a template may ask for: words, texts in the reader's language, numbers, dates and links of one page.

Texts of the registry are data. They reach the page through :func:`markupsafe.escape` alone, whatever
they contain, and carry the language that they are written in where it is not the page's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from markupsafe import Markup, escape

from bukti.model.text import pick
from site_builder.collation import sort_key
from site_builder.fields import field_chain, field_name
from site_builder.links import Links
from site_builder.locale import direction
from site_builder.site import Site
from site_builder.words import Words, words_of

LanguageMap = Mapping[str, str]


@dataclass(kw_only=True)
class View:
    """The helpers of one page. ``fell_back`` becomes true once a text had to be shown in another language."""

    site: Site
    words: Words
    links: Links
    section: str = ""
    home_language: str = "en"
    fell_back: bool = field(default=False, init=False)

    @classmethod
    def of(cls, site: Site, language: str, path: str, section: str = "", *, base: str | None = None) -> "View":
        """The view of the page at ``path`` in ``language``; ``section`` is the tab that it belongs to.

        ``base`` as in :class:`Links`.
        """
        links = Links(path=path, prefix=site.prefix(language), base=base)
        return cls(site=site, words=words_of(language), links=links, section=section)

    @property
    def language(self) -> str:
        """The page's language."""
        return self.words.language

    @property
    def anywhere(self) -> bool:
        """Whether the page stands for any address ("not found") and so has none of its own."""
        return self.links.base is not None

    @property
    def dir(self) -> str:
        """The page's writing direction."""
        return self.words.locale.dir

    def t(self, key: str, **values: object) -> str:
        """A message (see :class:`Words`)."""
        return self.words(key, **values)

    def count(self, key: str, count: int | Decimal, **values: object) -> str:
        """A message that counts."""
        return self.words.count(key, count, **values)

    def number(self, value: int | Decimal) -> str:
        """A number as the language writes it."""
        return self.words.locale.number(value)

    def day(self, value: date) -> Markup:
        """A date in words, with the machine-readable one in its element."""
        return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), self.words.locale.day(value))

    def period(self, value: str) -> str:
        """An ISO 8601 period of years or months in words: ``P3Y`` as "3 years"."""
        return self.count("period.years" if value.endswith("Y") else "period.months", int(value[1:-1]))

    def every(self, value: str) -> str:
        """How often: ``P1Y`` as "every year"."""
        return self.count("every.years" if value.endswith("Y") else "every.months", int(value[1:-1]))

    def choose(self, texts: LanguageMap) -> tuple[str, str]:
        """``(language, text)`` that this reader gets; notes when that is another language than the page's."""
        language, text = pick(texts, self.language, self.home_language)
        self.fell_back = self.fell_back or language != self.language
        return language, text

    def plain(self, texts: LanguageMap | None) -> str:
        """The text alone, for places that hold no markup (attributes, titles)."""
        return pick(texts, self.language, self.home_language)[1] if texts else ""

    def text(self, texts: LanguageMap | None) -> Markup:
        """A text of one line; one in another language is marked as such."""
        if not texts:
            return Markup()
        language, text = self.choose(texts)
        return escape(text) if language == self.language else self._foreign("span", language, escape(text))

    def prose(self, texts: LanguageMap | None) -> Markup:
        """A text of one or more paragraphs."""
        if not texts:
            return Markup()
        language, text = self.choose(texts)
        paragraphs = [Markup("<p>{}</p>").format(_lines(part)) for part in text.split("\n\n") if part.strip()]
        body = Markup().join(paragraphs)
        return body if language == self.language else self._foreign("div", language, body)

    def _foreign(self, tag: str, language: str, body: Markup) -> Markup:
        return Markup('<{0} class="bk-foreign" lang="{1}" dir="{2}" title="{3}">{4}</{0}>').format(
            tag, language, direction(language), self.language_name(language), body
        )

    def language_name(self, tag: str) -> str:
        """The name of a language in the page's language; the tag itself where there is none."""
        return self.words.messages.get(f"language.{tag.split('-')[0]}", tag)

    def country(self, code: str) -> str:
        """The name of a country in the page's language; its code where there is none."""
        return self.words.messages.get(f"country.{code}", code)

    def amount(self, amount: Decimal, currency: str) -> str:
        """A fee, or the word for "free of charge"."""
        return self.t("cost.amount", amount=amount, currency=currency) if amount else self.t("cost.free")

    def level(self, framework: str, value: str) -> str:
        """A level as readers name it: "MQF level 6"."""
        located = self.site.snapshot.frameworks.get(framework)
        return self.t("level.label", framework=located.record.abbreviation if located else framework, value=value)

    def field(self, code: str) -> str:
        """The name of a field of education (see :func:`site_builder.fields.field_name`)."""
        return field_name(self.words, code)

    def fields(self, code: str) -> tuple[tuple[str, str], ...]:
        """The field and its broader ones, the broadest first, each ``(code, name)``."""
        return field_chain(self.words, code)

    def catalogue(self, **chosen: str) -> str:
        """A link to the catalogue with these filters chosen; its script reads them from the address's fragment."""
        return f"{self.links.page('catalogue/')}#{urlencode(chosen)}"

    def order(self, text: str) -> tuple[bool, str, str]:
        """By which names are put in order on this page."""
        return sort_key(text, right_to_left=self.dir == "rtl")

    def alternates(self) -> list[tuple[str, str, str]]:
        """The same page in each language: ``(language, its own name, link)``; the first page where it has none."""
        rest = "" if self.anywhere else self.links.path.removeprefix(self.links.prefix).removesuffix("index.html")
        return [
            (language, words_of(language)("language.self"), self.links.root(self.site.prefix(language) + rest))
            for language in self.site.languages
        ]

    def address(self, language: str | None = None) -> str:
        """The page's canonical address, in its own or in another language."""
        rest = self.links.path.removeprefix(self.links.prefix).removesuffix("index.html")
        return f"{self.site.canonical}/{self.site.prefix(language or self.language)}{rest}"


def _lines(paragraph: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in paragraph.split("\n"))
