"""Texts of the catalogue and the keys that they are found by (spec/search.md SEA-1 to SEA-3)."""

from typing import Any

from site_builder.search.words import fold, keys, words

CASES = (
    ("en", "plain", "Data Analysis"),
    ("en", "forms of a word", "analyses analysis analysing analyse"),
    ("en", "apostrophe and signs", "Learner's C++ & R/Python: 100%"),
    ("en", "accents and ligature", "Café Müller œuvre ﬁnance Straße"),
    ("en", "digits are kept whole", "ISO 9001 web3 2026s"),
    ("en", "short words stay", "is as ties"),
    ("en", "full width and circled", "Ｄａｔａ ①②"),
    ("en", "Turkish letters", "İstanbul ılık"),
    ("en", "hyphen, underscore, dash", "micro-credential snake_case a–b"),
    ("en", "empty", ""),
    ("en", "only signs", "— … !"),
    ("en", "emoji between words", "data👍🏽analysis 👩‍💻"),
    ("ms", "affixes", "pengendalian mengendalikan pembelajaran belajar kemahiran"),
    ("ms", "suffixes", "makanannya selamatkan pelatihan"),
    ("ms", "too short to take off", "di ke seni"),
    ("ar", "article and conjunction", "البيانات وبالبيانات والبيانات بيانات"),
    ("ar", "vowel marks and tatweel", "الشَّهَادَةُ المُصَغَّرَة بـــيانات"),
    ("ar", "forms of alef, hamza, ya", "أحمد إدارة آداب مسؤول هدى"),
    ("ar", "Arabic and Persian digits", "٢٠٢٦ ۱۴۰۵"),
    ("ar", "Latin inside", "مقدمة إلى Python و SQL"),
    ("ta", "no lists: own key", "தரவு பகுப்பாய்வு"),
    ("zh", "no spaces", "数据分析 入门"),
    ("en", "astral letters", "𝐃𝐚𝐭𝐚 𐐀𐐁"),
    ("en", "Greek final sigma", "ΟΔΟΣ λόγος"),
    ("en", "Korean composed", "데이터"),
    ("en", "long stem lists", "organisations communication communicates creation studies"),
)
"""Language, what the case shows, and the text."""


def vector() -> dict[str, Any]:
    """``search/words.json``."""
    return {"clause": "SEA-1 to SEA-3", "cases": [_case(*case) for case in CASES]}


def _case(language: str, why: str, text: str) -> dict[str, Any]:
    found = {"folded": fold(text), "words": words(text), "keys": keys(text, language)}
    return {"why": why, "language": language, "text": text} | found
