"""What a draft lacks, told in the reader's language and counted as the board counts it."""

import re

import pytest

from site_builder.plan import Plan
from site_builder.scoring import score_of
from site_builder.words import words_of
from tests.site.test_api import DRAFT, MC
from tests.site.test_mc_page import body


def told(html: str) -> list[str]:
    """The gaps that a page names."""
    (found,) = re.findall(r'<ul class="bk-gaps">(.*?)</details>', html, re.DOTALL)
    return re.findall(r"<li>([^<]+)", found)


@pytest.mark.parametrize("language", ["en", "ms", "ar"])
def test_gaps_are_in_the_language_of_the_page(plan: Plan, language: str) -> None:
    mc, words = plan.site.by_ref[DRAFT], words_of(language)
    page = body(plan.site, mc, language)
    rules = [rule for rule, _ in score_of(mc, plan.site.languages).missing]
    assert sorted(told(page)) == sorted(words(f"ask.{rule}") for rule in rules)
    assert f"<summary>{words.count('draft.gaps', len(rules))}</summary>" in page
    notice = page[page.index('id="draft-h"') : page.index('<header class="bk-head">')]
    assert 'lang="' not in notice.replace(f'lang="{language}"', "")  # nothing falls back


def test_each_clause_stands_once(plan: Plan) -> None:
    clauses = re.findall(r'class="bk-gaps__clause">([^<]+)<', body(plan.site, plan.site.by_ref[DRAFT]))
    assert len(clauses) == len(set(clauses)) > 10


def test_what_can_be_awarded_lists_no_gaps(plan: Plan) -> None:
    assert "bk-gaps" not in body(plan.site, plan.site.by_ref[MC])
