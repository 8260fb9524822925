"""What stands on the pages: links, languages, versions, drafts, and texts that stay texts."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bukti.model.snapshot import Snapshot
from site_builder.load import load_site
from site_builder.plan import Plan, make_plan
from tests.site.links import faults
from tests.site.links import read as read_page

Read = Callable[[str], str]
MC = "catalogue/universiti-contoh/applied-data-analysis/"
HOSTILE = (
    '</title></script><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} {% raw %} [x](javascript:y) & "q"'
)


def test_every_link_leads_somewhere(site: Path) -> None:
    assert list(faults(site)) == []


def test_the_link_checker_sees_a_dead_link(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text('<a href="gone/">x</a><a href="#nowhere">y</a><a id="here" href="#here">z</a>')
    assert list(faults(tmp_path)) == ["index.html: gone/: no such file", "index.html: #nowhere: no such element"]


def test_no_id_stands_twice_on_a_page(site: Path) -> None:
    twice = {str(page.relative_to(site)): read_page(page).twice for page in site.rglob("*.html")}
    assert {page: ids for page, ids in twice.items() if ids} == {}


def test_pages_name_their_language_direction_and_the_others(read: Read) -> None:
    for prefix, language, direction in (("", "en", "ltr"), ("ms/", "ms", "ltr"), ("ar/", "ar", "rtl")):
        page = read(f"{prefix}{MC}index.html")
        assert f'<html lang="{language}"' in page
        assert f'<body dir="{direction}"' in page
        for other, path in (("en", ""), ("ms", "ms/"), ("ar", "ar/"), ("x-default", "")):
            assert f'<link rel="alternate" hreflang="{other}" href="https://bukti.example/{path}{MC}">' in page
        assert f'href="https://bukti.example/{prefix}{MC}"' in page


def test_the_arabic_page_speaks_arabic(read: Read) -> None:
    page = read(f"ar/{MC}index.html")
    assert "تحليل البيانات التطبيقي" in page
    assert "ما ستقدر على فعله" in page
    assert "3 ساعات معتمدة" in page
    assert 'class="bk-foreign"' not in page


def test_a_page_asks_no_other_host_and_runs_no_inline_script(site: Path) -> None:
    for page in site.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        for script in re.findall(r"<script([^>]*)>", html):
            assert "src=" in script or re.search(r'type="application/(ld\+)?json"', script)
        loaded = re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="(https?:[^"]+)"', html)
        assert all(address.startswith("https://bukti.example/") for address in loaded)  # canonical and alternates
        assert not re.search(r"\son[a-z]+=", re.sub(r">[^<]*<", "><", html))
        if "data-bukti-page" in html:
            assert "script-src 'self';" in html


def test_each_version_has_its_page_and_the_old_one_says_so(read: Read) -> None:
    old, new, current = read(f"{MC}v1/index.html"), read(f"{MC}v2/index.html"), read(f"{MC}index.html")
    assert "This is version 1." in old
    assert "This is the page of version 2" in new
    assert "MYR 600" in current
    assert "MYR 600" not in old + new  # what moves stands on the current page alone
    for page in (old, new, current):
        assert 'id="outcome-' in page


def test_outcomes_and_levels_have_the_anchors_that_credentials_name(site: Path, read: Read) -> None:
    achievement = json.loads(read("mc/universiti-contoh/applied-data-analysis/v2.json"))
    for alignment in achievement["alignment"]:
        address = alignment["targetUrl"]
        if address.startswith("https://bukti.example/"):
            path, _, fragment = address.removeprefix("https://bukti.example/").partition("#")
            assert fragment in read_page(site / path / "index.html").ids


def test_a_draft_lists_what_is_missing_by_clause(read: Read) -> None:
    page = read("catalogue/egypt-demo-institute/green-finance-basics/index.html")
    assert "Draft: incomplete, not on offer" in page
    assert "MQA 5.1" in page
    assert "application/ld+json" not in page
    assert "things are missing" not in read(f"{MC}index.html")


def test_what_is_not_on_offer_stands_in_the_plain_lists_alone(read: Read) -> None:
    first, whole = read("catalogue/index.html"), read("browse/titles/index.html")
    for mc, status in (
        ("egypt-demo-institute/green-finance-basics/", "Draft"),
        ("egypt-demo-institute/digital-banking-service/", "No new learners"),
    ):
        assert mc not in first
        assert status in whole.partition(mc)[2].partition("<li>")[0]


def test_linked_data_is_json_about_the_course(read: Read) -> None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', read(f"{MC}index.html"), re.DOTALL)
    assert found
    data = json.loads(found[1])
    assert data["@type"] == "Course"
    assert data["numberOfCredits"] == 3
    assert data["timeRequired"] == "PT120H"
    awarded = data["educationalCredentialAwarded"]
    assert awarded["@type"] == "EducationalOccupationalCredential"
    assert awarded["identifier"] == "https://bukti.example/mc/universiti-contoh/applied-data-analysis/v2.json"
    assert "validFor" not in awarded  # it never expires
    lasting = read("catalogue/egypt-demo-institute/digital-banking-service/index.html")
    assert '"validFor":"P2Y"' in lasting


def test_single_pages_stay_out_of_the_navigation(read: Read) -> None:
    assert "applied-data-analysis" not in read("docs/hep/index.html")


def test_a_guide_that_is_not_translated_falls_back_visibly(own_repo: Path) -> None:
    (own_repo / "docs" / "site" / "ar" / "learners.md").unlink(missing_ok=True)
    site = load_site(own_repo)
    page = next(page for page in make_plan(site).pages if page.path == "ar/docs/learners/index.html")
    shown = page.render()
    assert page.text
    assert page.text.language == "en"
    assert (shown.foreign, shown.foreign_dir) == ("en", "ltr")
    assert "لم تُترجم هذه الصفحة بعد" in shown.notice


def test_a_text_in_another_language_is_marked(own_repo: Path) -> None:
    def change(data: dict[str, object]) -> dict[str, object]:
        return data | {"summary": {"en": "Only in English."}}

    page = next(p for p in _changed(own_repo, change).pages if p.path == f"ar/{MC}index.html").render()
    assert '<div class="bk-foreign" lang="en" dir="ltr"' in (page.body or "")
    assert "بعض النصوص في هذه الصفحة لم تُترجم بعد" in page.notice


def _changed(repo: Path, change: Callable[[dict[str, object]], dict[str, object]]) -> Plan:
    """The plan of a site whose Applied Data Analysis has other content."""
    site = load_site(repo)
    key = ("universiti-contoh", "applied-data-analysis", 2)
    located = site.snapshot.definitions[key]
    record = type(located.record).model_validate(change(located.record.json_form()))
    import dataclasses

    definitions = {**site.snapshot.definitions, key: dataclasses.replace(located, record=record)}
    snapshot: Snapshot = dataclasses.replace(site.snapshot, definitions=definitions)
    return make_plan(dataclasses.replace(site, snapshot=snapshot))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_hostile_texts_of_a_definition_stay_texts(own_repo: Path, tmp_path: Path, language: str) -> None:
    def change(data: dict[str, object]) -> dict[str, object]:
        texts = {"en": HOSTILE, "ar": HOSTILE}
        outcomes = [{**outcome, "text": texts} for outcome in data["outcomes"]]  # type: ignore[attr-defined]
        return data | {"title": texts, "summary": texts, "audience": texts, "outcomes": outcomes, "objectives": [texts]}

    from site_builder.engine import build_pages

    plan = _changed(own_repo, change)
    (tmp_path / "empty").mkdir()
    prefix = plan.site.prefix(language)
    build_pages(plan, language, tmp_path / "out", tmp_path / "empty", lambda: None)
    for path in (f"{MC}index.html", f"{MC}v2/index.html", "catalogue/index.html", "index.html"):
        html = (tmp_path / "out" / path).read_text(encoding="utf-8")
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "&lt;script&gt;alert(1)" in html
        assert "{{ 7*7 }}" in html
        assert 'href="javascript' not in html
    assert any(file.make() for file in plan.files if file.path == f"{prefix}verify/index.html")


def test_hostile_names_of_the_registry_stay_texts(own_repo: Path, tmp_path: Path) -> None:
    file = own_repo / "registry" / "registry.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "  en: Bukti demonstration registry", "  en: '</title><script>a()</script>'"
    )
    file.write_text(text, encoding="utf-8")
    from site_builder.engine import build_pages

    (tmp_path / "empty").mkdir()
    build_pages(make_plan(load_site(own_repo)), "en", tmp_path / "out", tmp_path / "empty", lambda: None)
    for page in (tmp_path / "out").rglob("*.html"):
        assert "<script>a()" not in page.read_text(encoding="utf-8")
