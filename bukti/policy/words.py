"""Words as rules read them: lead verbs of outcomes, folded titles, content words, claims."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache

from bukti.specification import spec_text

_LOOK_ALIKES = str.maketrans(
    "аеорсухкмтнвіјѕԁԛԝзАЕОРСУХКМТНВІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαν’‘ʼ´`",
    "aeopcyxkmthbijsdqw3AEOPCYXKMTHBIJSABEZHIKMNOPTYXoav'''''",
)
"""Letters of other scripts that look like Latin ones, and spellings of the apostrophe."""
_SPACED = re.compile(r"\b(?:\w[ .\-_·]){3,}\w\b")


def fold(title: str) -> str:
    """A title as the reserved-title patterns meet it (``tables/reserved_titles.json``).

    NFKC, look-alike letters folded, case folded, accents stripped, letter-spacing and runs of space closed.
    """
    text = unicodedata.normalize("NFKC", title).translate(_LOOK_ALIKES).casefold()
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) != "Mn")
    text = unicodedata.normalize("NFC", text)
    text = _SPACED.sub(lambda found: re.sub(r"[ .\-_·]", "", found[0]), text)
    return " ".join(text.split())


def mixed_script_words(text: str) -> Iterator[str]:
    """Words that mix Latin with Greek or Cyrillic letters: they look like what they are not."""
    for word in re.findall(r"\w+", text):
        scripts = {unicodedata.name(c, "").partition(" ")[0] for c in word if c.isalpha()}
        if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK"}:
            yield word


class Lead(Enum):
    """How an outcome begins."""

    MEASURABLE = "measurable"
    VAGUE = "vague"
    UNKNOWN = "unknown"


@cache
def _verbs() -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    """Language -> measurable and vague lead verbs, as the table has them (Arabic without vowel signs)."""
    table = json.loads(spec_text("tables/outcome_verbs.json"))
    result = {}
    for language in ("en", "ms", "ar"):
        clean = _bare_arabic if language == "ar" else str.casefold
        measurable = frozenset(clean(verb) for verbs in table[language].values() for verb in verbs)
        result[language] = (measurable, frozenset(clean(verb) for verb in table[f"{language}_vague"]))
    return result


def languages_of_verbs() -> tuple[str, ...]:
    """The languages in which lead verbs are known."""
    return tuple(_verbs())


def lead(text: str, language: str) -> Lead:
    """Whether an outcome in ``language`` (en, ms, ar) begins with a verb that can be measured (5.1)."""
    measurable, vague = _verbs()[language]
    candidates = list(_CANDIDATES[language](text))
    if any(candidate in measurable for candidate in candidates):
        return Lead.MEASURABLE
    return Lead.VAGUE if any(candidate in vague for candidate in candidates) else Lead.UNKNOWN


_EN_PREFIX = re.compile(
    r"^(by the end[^,]*,\s*)?(on completion[^,]*,\s*)?"
    r"((the )?(learners?|students?|participants?|holders?|candidates?|you)\s+)?"
    r"((will|should|can|must)\s+)?(be )?(able to\s+)?(to\s+)?",
)


def _english(text: str) -> Iterator[str]:
    plain = re.sub(r"^[^\w]+", "", text.casefold())
    words = re.findall(r"[a-z]+(?:-[a-z]+)*", _EN_PREFIX.sub("", plain, count=1))
    while words and words[0].endswith("ly"):
        words = words[1:]
    for word in words[:1]:
        yield word
        for one, other in (("ise", "ize"), ("yse", "yze")):
            if word.endswith((one, other)):
                stem = word[: -len(one)]
                yield from (stem + one, stem + other)


_MS_PREFIX = re.compile(r"^(pada akhir[^,]*,\s*)?((pelajar|peserta|anda)\s+)?((akan|dapat|boleh|mampu)\s+)*(untuk\s+)?")
_MS_NASAL = (
    ("memper", ("",)), ("menge", ("", "ke")), ("meng", ("", "k")), ("meny", ("s",)), ("men", ("", "t")),
    ("mem", ("", "p", "f")), ("me", ("",)), ("ber", ("",)), ("di", ("",)),
)  # fmt: skip


def _malay(text: str) -> Iterator[str]:
    plain = re.sub(r"^[^\w]+", "", text.casefold())
    words = re.findall(r"[a-z]+(?:-[a-z]+)*", _MS_PREFIX.sub("", plain, count=1))
    if not words:
        return
    second = f" {words[1]}" if len(words) > 1 else ""
    for stem in _malay_stems(words[0]):
        yield stem
        yield stem + second


def _malay_stems(word: str) -> Iterator[str]:
    """The word and what stays when prefix (with the letter that it swallows) and suffix are taken off."""
    bases = [word]
    for prefix, restored in _MS_NASAL:
        if word.startswith(prefix):
            bases += [letter + word[len(prefix) :] for letter in restored]
    for base in bases:
        yield base
        for suffix in ("kan", "i", "an"):
            if base.endswith(suffix):
                yield base.removesuffix(suffix)


def _bare_arabic(text: str) -> str:
    """Without vowel signs and lengthening; forms of alef and hamza seats as one."""
    text = "".join(c for c in unicodedata.normalize("NFC", text) if not unicodedata.category(c).startswith("M"))
    return text.replace("\u0640", "").translate(str.maketrans("أإآىة", "ااايه"))


_AR_PREFIX = re.compile(r"^(في نهايه[^،]*،\s*)?((يكون|المتعلم|الطالب|المتدرب)\s+)*(قادرا\s+علي\s+)?(علي\s+)?(ان\s+)?")


def _arabic(text: str) -> Iterator[str]:
    plain = _bare_arabic(re.sub(r"^[^\w]+", "", text))
    words = re.findall(r"\w+", _AR_PREFIX.sub("", plain, count=1))
    for word in words[:1]:
        yield word
        yield from _arabic_verbs(word)


def _arabic_verbs(noun: str) -> Iterator[str]:
    """Present-tense verbs whose verbal noun is ``noun``: تحليل gives يحلل, استخدام يستخدم, مقارنة يقارن."""
    noun = noun.removeprefix("ال")
    if re.fullmatch(r"ت\w\wي\w", noun):
        yield f"ي{noun[1]}{noun[2]}{noun[4]}"
        yield f"ي{noun[1]}{noun[2]}"  # doubled middle letter written once (تقييم: يقيم)
        yield f"ي{noun[1]}ي{noun[4]}"
    if re.fullmatch(r"است\w\wا\w", noun):
        yield f"يست{noun[3]}{noun[4]}{noun[6]}"
    if re.fullmatch(r"ا\wت\wا\w", noun):
        yield f"ي{noun[1]}ت{noun[3]}{noun[5]}"
    if re.fullmatch(r"م\wا\w\wه", noun):
        yield f"ي{noun[1]}ا{noun[3]}{noun[4]}"


_CANDIDATES = {"en": _english, "ms": _malay, "ar": _arabic}

_COMMON = frozenset(
    ("about", "after", "also", "basic", "basics", "based", "before", "between", "course", "dalam", "dari",
     "daripada", "dengan", "fundamentals", "from", "have", "into", "introduction", "introductory", "kepada",
     "kredensial", "micro", "mikro", "module", "more", "pengenalan", "programme", "skills", "that", "their",
     "them", "these", "they", "this", "through", "untuk", "using", "what", "when", "which", "with", "yang",
     "your")
)  # fmt: skip


def content_words(text: str) -> frozenset[str]:
    """Stems (first five letters) of the words that carry meaning, for comparing a title with its content."""
    words = re.findall(r"\w{4,}", _bare_arabic(fold(text)))
    return frozenset(word.removeprefix("ال")[:5] for word in words if word not in _COMMON)
