"""What became of a provider, on its page: every event in order, and above them what holds now (REC-12, REC-18)."""

import dataclasses
import re
from datetime import date

import pytest

from bukti.register import ProviderEvent
from site_builder import provider_pages
from site_builder.plan import Plan, make_plan
from site_builder.site import Site

UNI = "universiti-contoh"
FORMER = {"en": "College <of> Examples", "ms": "Kolej Contoh"}
NAME = {"en": "University of Examples", "ms": "Universiti Contoh", "ar": "جامعة الأمثلة"}
ADMITTED = ProviderEvent(kind="admitted", day=date(2024, 2, 29))
SUSPENDED = ProviderEvent(kind="suspended", day=date(2025, 6, 30))
REINSTATED = ProviderEvent(kind="reinstated", day=date(2025, 7, 1))
RENAMED = ProviderEvent(kind="renamed", day=date(2026, 1, 5), name=NAME, former_name=FORMER)
CLOSED = ProviderEvent(kind="closed", day=date(2026, 11, 20))
LANGUAGES = ("en", "ms", "ar")


def with_events(site: Site, *events: ProviderEvent) -> Site:
    """The site of a register in which these things happened to the provider."""
    issuers = tuple(dataclasses.replace(one, events=events) if one.id == UNI else one for one in site.register.issuers)
    return dataclasses.replace(site, register=dataclasses.replace(site.register, issuers=issuers))


def body(plan: Plan, *events: ProviderEvent, language: str = "en") -> str:
    """The page's content."""
    site = with_events(plan.site, *events)
    path = f"{site.prefix(language)}providers/{UNI}/index.html"
    return str(provider_pages.provider(site, language, path, UNI).body)


def rows(html: str) -> list[tuple[str, str]]:
    """Day and text of each row of the history."""
    history = html.partition('id="history"')[2].partition("</table>")[0]
    found = re.findall(r'<tr>\s*<td><time datetime="([^"]+)">.*?</time>\s*<td>(.*?)\s*(?=<tr>|$)', history, re.DOTALL)
    return [(day, " ".join(re.sub(r"<[^>]+>", "", text).split())) for day, text in found]


def standing(html: str) -> str:
    """The sentence on what holds now, empty where there is none."""
    found = re.search(r'<p class="bk-standing">(.*?)</p>', html)
    return found[1] if found else ""


def test_all_events_are_told_in_their_order(plan: Plan) -> None:
    html = body(plan, ADMITTED, SUSPENDED, REINSTATED, RENAMED, CLOSED)
    assert rows(html) == [
        ("2024-02-29", "Admitted: may award"),
        ("2025-06-30", "Suspended: no new awards"),
        ("2025-07-01", "Reinstated: may award again"),
        ("2026-01-05", "New name: University of Examples (formerly College &lt;of&gt; Examples)"),
        ("2026-11-20", "Closed"),
    ]
    assert standing(html) == "This provider closed on 20 November 2026. Earlier awards are not affected."


@pytest.mark.parametrize("events", [(), (ADMITTED,), (ADMITTED, SUSPENDED, REINSTATED), (ADMITTED, RENAMED)])
def test_who_may_award_has_no_sentence(plan: Plan, events: tuple[ProviderEvent, ...]) -> None:
    html = body(plan, *events)
    assert standing(html) == ""
    assert len(rows(html)) == len(events)
    assert ('id="history"' in html) == bool(events)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["suspended", "closed", "merged"])
def test_what_holds_now_is_said_in_each_language(plan: Plan, kind: str, language: str) -> None:
    said = {
        one: standing(body(plan, ADMITTED, dataclasses.replace(CLOSED, kind=kind), language=one)) for one in LANGUAGES
    }
    assert "2026" in said[language]
    assert len(set(said.values())) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_its_words(plan: Plan, language: str) -> None:
    kinds = ("admitted", "suspended", "reinstated", "closed")
    html = body(plan, *(dataclasses.replace(CLOSED, kind=kind) for kind in kinds), RENAMED, language=language)
    assert len(rows(html)) == 5
    assert all(text for _, text in rows(html))


def test_a_merger_leads_to_the_other_provider(plan: Plan) -> None:
    other = next(one.id for one in plan.site.register.issuers if one.id != UNI)
    html = body(plan, ADMITTED, ProviderEvent(kind="merged", day=date(2026, 11, 20), into=other))
    assert f"providers/{other}/" in html.partition('id="history"')[2] or f"../{other}/" in html
    assert rows(html)[1][1].startswith("Became part of ")
    gone = body(plan, ProviderEvent(kind="merged", day=date(2026, 11, 20), into="gone-elsewhere"))
    assert rows(gone) == [("2026-11-20", "Became part of gone-elsewhere")]


def test_a_change_of_status_alters_no_address(plan: Plan) -> None:
    """Pages of what the provider offered and keys stay: the plan of the site has the same paths."""
    closed = with_events(plan.site, ADMITTED, CLOSED)
    assert [file.path for file in make_plan(closed).files] == [file.path for file in plan.files]
