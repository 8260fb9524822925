"""Lead verbs and titles in three languages."""

import pytest

from bukti.policy.words import Lead, content_words, fold, lead, mixed_script_words


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Explain how data are collected.", Lead.MEASURABLE),
        ("en", "• To critically analyze a case", Lead.MEASURABLE),
        ("en", "Learners will be able to optimise a query", Lead.MEASURABLE),
        ("en", "By the end of the course, you can design a network", Lead.MEASURABLE),
        ("en", "Understand the basics", Lead.VAGUE),
        ("en", "Familiarize with tools", Lead.VAGUE),
        ("en", "Knowledge of tools", Lead.UNKNOWN),
        ("ms", "Menerangkan cara data dikumpul", Lead.MEASURABLE),
        ("ms", "Menyediakan set data", Lead.MEASURABLE),
        ("ms", "Mengenal pasti kesilapan", Lead.MEASURABLE),
        ("ms", "Menganalisis keputusan", Lead.MEASURABLE),
        ("ms", "Mengesyorkan keputusan", Lead.MEASURABLE),
        ("ms", "Pelajar dapat membandingkan kumpulan", Lead.MEASURABLE),
        ("ms", "Memahami data", Lead.VAGUE),
        ("ms", "Mengetahui data", Lead.VAGUE),
        ("ar", "يشرح كيف تُجمع البيانات", Lead.MEASURABLE),
        ("ar", "يُحَلِّلُ النتائج", Lead.MEASURABLE),
        ("ar", "أن يقارن بين المجموعات", Lead.MEASURABLE),
        ("ar", "تحليل النتائج", Lead.MEASURABLE),
        ("ar", "تصميم قاعدة بيانات", Lead.MEASURABLE),
        ("ar", "استخدام الجداول", Lead.MEASURABLE),
        ("ar", "مقارنة المجموعات", Lead.MEASURABLE),
        ("ar", "يفهم البيانات", Lead.VAGUE),
        ("ar", "كتاب البيانات", Lead.UNKNOWN),
    ],
)
def test_lead_verbs(language: str, text: str, expected: Lead) -> None:
    assert lead(text, language) is expected


@pytest.mark.parametrize(
    ("title", "folded"),
    [
        ("  Diploma   in Rain ", "diploma in rain"),
        ("D I P L O M A in Rain", "diploma in rain"),
        ("D.i.p.l.o.m.a of Rain", "diploma of rain"),
        ("Ｄｉｐｌｏｍａ", "diploma"),
        ("\u0421ertificate", "certificate"),
        ("Dîplômà", "diploma"),
        ("Bachelor\u2019s", "bachelor's"),
        ("A/B testing in R", "a/b testing in r"),
    ],
)
def test_titles_fold(title: str, folded: str) -> None:
    assert fold(title) == folded


def test_words_of_two_scripts_are_found() -> None:
    assert list(mixed_script_words("R\u0430in data \u0434\u0430\u043d\u043d\u044b\u0435 بيانات 数据 β-carotene")) == [
        "R\u0430in"
    ]


def test_content_words_leave_out_what_says_nothing() -> None:
    assert content_words("Introduction to Data Analysis") == {"data", "analy"}
    assert content_words("تحليل البيانات") & content_words("بيانات المطر")
