"""Many at once, and the receipt, in a real Chromium: 300 issued credentials of which three were altered."""

import csv
import io
import json
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.many import ALTERED, COUNT, Many, make_many
from tests.browser.site import BUNDLE, DIGEST, Site
from tests.browser.test_verify_page import AXE, CARD, GOOD, NOW, open_page, paste, vector

pytestmark = pytest.mark.browser

DATA = ["keys.json", "lookup/0/0.json", "lookup/0/templates.json", "published.json"]
GENUINE = COUNT - len(ALTERED)
HANGS = 'addEventListener("message", ({data}) => { if (data.label === "hangs.json") for (;;); });\n'
WORKER = "bulk-worker.js"


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Many:
    return make_many(tmp_path_factory.mktemp("many"))


@pytest.fixture
def stage(visit: Visit, site: Site, many: Many) -> Iterator[Site]:
    """The page of the registry that issued the class, by the real clock."""
    site.folder = many.site
    visit.page.goto(f"{site.address}/v/")
    visit.page.wait_for_selector("#form:visible")
    yield site
    assert [url for url in visit.requested if not url.startswith((site.address, "data:", "blob:"))] == []


def finish(page: Page, timeout: float = 30_000) -> str:
    """The tally, once all is judged."""
    page.wait_for_selector(".bulk .progress[data-stage=finished]", timeout=timeout)
    return page.inner_text("#bulk-heading")


def labels(page: Page) -> list[str]:
    return page.locator(".bulk tbody .open").all_inner_texts()


def saved(page: Page, click: Callable[[], None]) -> str:
    with page.expect_download() as download:
        click()
    return download.value.path().read_text(encoding="utf-8")


def drop(page: Page, text: str, name: str) -> None:
    page.evaluate(
        """([text, name]) => {
          const data = new DataTransfer();
          data.items.add(new File([text], name));
          document.dispatchEvent(new DragEvent("drop", {dataTransfer: data, cancelable: true}));
        }""",
        [text, name],
    )


class TestTally:
    def test_a_list_of_links(self, visit: Visit, stage: Site, many: Many) -> None:
        visit.page.set_input_files("#file", many.links_csv)
        assert finish(visit.page) == f"{GENUINE} genuine · 3 not genuine"
        assert labels(visit.page)[:3] == [f"links.csv:{number + 1}" for number in ALTERED]
        assert visit.page.locator(".bulk [data-row] .badge[data-verdict=invalid]").count() == 3

    def test_chosen_files(self, visit: Visit, stage: Site, many: Many) -> None:
        visit.page.set_input_files("#file", many.files)
        assert finish(visit.page) == f"{GENUINE} genuine · 3 not genuine"
        assert labels(visit.page)[:3] == [many.files[number - 1].name for number in ALTERED]
        first = visit.page.locator(".bulk [data-row]").first
        assert "=Somebody Else" in first.inner_text()
        assert "claimed, not proven" in first.inner_text()

    def test_a_pasted_text_of_links(self, visit: Visit, stage: Site, many: Many) -> None:
        paste(visit, "Dear all,\n" + "\n".join(f"{n}. {link}" for n, link in enumerate(many.links[:10])))
        assert finish(visit.page) == "10 genuine"

    def test_the_same_four_files_for_all_and_nothing_of_any_holder(self, visit: Visit, stage: Site, many: Many) -> None:
        visit.page.set_input_files("#file", many.links_csv)
        finish(visit.page)
        assert sorted(stage.data_asked) == DATA
        payloads = [link.split("#")[1][:24] for link in many.links]
        assert not [path for path in stage.asked if any(payload in path for payload in payloads) or "Contoh" in path]

    def test_a_dropped_folder(self, visit: Visit, stage: Site, many: Many, tmp_path: Path) -> None:
        inner = tmp_path / "class" / "group"
        inner.mkdir(parents=True)
        for path in many.files[:5]:
            (inner / path.name).write_bytes(path.read_bytes())
        (tmp_path / "class" / ".DS_Store").write_bytes(b"x")
        session = visit.page.context.new_cdp_session(visit.page)
        data = {"items": [], "files": [str(tmp_path / "class")], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            session.send("Input.dispatchDragEvent", {"type": kind, "x": 100, "y": 200, "data": data})
        assert finish(visit.page) == "5 genuine"
        assert labels(visit.page) == [f"class/group/{path.name}" for path in many.files[:5]]

    def test_few_stay_on_the_page_as_they_were(self, visit: Visit, stage: Site, many: Many) -> None:
        visit.page.set_input_files("#file", many.files[:3])
        visit.verdict()
        assert visit.page.locator(".result").count() == 3
        assert visit.page.locator(".bulk").count() == 0

    def test_a_list_of_three_links_too(self, visit: Visit, stage: Site, many: Many) -> None:
        paste(visit, "\n".join(many.links[:3]))
        visit.verdict()
        assert [one.get_attribute("data-verdict") for one in visit.page.locator("[data-verdict]").all()] == [
            "valid"
        ] * 3

    def test_credentials_inside_one_presentation(self, visit: Visit, stage: Site, many: Many) -> None:
        members = [json.loads(path.read_bytes()) for path in many.files[:5]]
        paste(visit, json.dumps({"type": "VerifiablePresentation", "verifiableCredential": members}))
        assert finish(visit.page) == "5 genuine"
        assert labels(visit.page) == [f"pasted [{n}]" for n in range(1, 6)]

    def test_a_credential_inside_a_pdf_or_a_badge_and_a_photo_of_a_code(
        self, visit: Visit, stage: Site, many: Many, tmp_path: Path
    ) -> None:
        good = json.loads(many.files[0].read_bytes())
        baked = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"><openbadges:credential><![CDATA[{json.dumps(good)}]]></openbadges:credential></svg>'
        (tmp_path / "badge.svg").write_text(baked, encoding="utf-8")
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.attachments["credential.json"] = pikepdf.AttachedFileSpec(pdf, json.dumps(good).encode())
            pdf.save(tmp_path / "paper.pdf")
        picture = many.files[1].with_suffix(".png")
        Image.new("RGB", (200, 200), "white").save(tmp_path / "white.png")
        visit.page.set_input_files(
            "#file", [tmp_path / "badge.svg", tmp_path / "paper.pdf", picture, tmp_path / "white.png"]
        )
        assert finish(visit.page) == "3 genuine · 1 cannot tell"
        row = visit.page.locator(".bulk [data-row]").first
        assert "white.png" in row.inner_text()
        assert "No code was found in the picture" in row.inner_text()
        names = set(visit.page.locator(".of-name bdi").all_inner_texts())
        assert names == {many.names[0], many.names[1]}

    def test_verdicts_are_those_of_the_single_page(self, visit: Visit, site: Site, tmp_path: Path) -> None:
        """Each vector that the usual site answers, all at once and one by one: strangers, cut links, no credentials."""
        names = [
            "card-arabic",
            "card-revoked",
            "expired",
            "superseded",
            "suspended",
            "not-yet-valid",
            "card-grade-changed",
        ]
        found = [vector(name) for name in names]
        found = [one for one in found if not one.get("files")]
        open_page(visit, site)
        for number, one in enumerate(found):
            (tmp_path / f"{number}.json").write_text(one["input"], encoding="utf-8")
        visit.page.set_input_files("#file", sorted(tmp_path.glob("*.json")))
        finish(visit.page)
        visit.page.select_option("#bulk-sort", "label")
        words = [one.get_attribute("data-verdict") for one in visit.page.locator(".bulk [data-row] .badge").all()]
        singly = []
        for one in found:
            open_page(visit, site)
            paste(visit, one["input"])
            singly.append(visit.verdict())
        assert words == singly
        assert len(set(words)) >= 4


class TestTable:
    @pytest.fixture
    def page(self, visit: Visit, stage: Site, many: Many) -> Page:
        visit.page.set_viewport_size({"width": 1280, "height": 900})
        visit.page.set_input_files("#file", many.files)
        finish(visit.page)
        return visit.page

    def test_filter_by_verdict_with_counts(self, page: Page) -> None:
        chips = {chip.get_attribute("data-chip"): chip.inner_text() for chip in page.locator(".chips button").all()}
        assert re.findall(r"\d+", chips["all"] or "") == ["300"]
        assert re.findall(r"\d+", chips["invalid"] or "") == ["3"]
        page.click(".chips [data-chip=invalid]")
        assert page.locator(".bulk [data-row]").count() == 3
        assert page.get_attribute(".chips [data-chip=invalid]", "aria-pressed") == "true"
        page.click(".chips [data-chip=invalid]")
        assert page.locator(".bulk [data-row]").count() == 50

    def test_search_without_case_and_accents(self, page: Page) -> None:
        page.fill("#bulk-search", "zoe o'sampel 006")
        assert page.locator(".bulk [data-row]").count() == 1
        page.fill("#bulk-search", "nobody of this name")
        assert page.inner_text(".bulk tbody") == "Nothing here fits what you look for."

    def test_sort_by_any_column_and_back(self, page: Page) -> None:
        head = page.locator(".bulk thead button[data-column=name]")
        head.click()
        assert page.locator("th[aria-sort=ascending] [data-column=name]").count() == 1
        up = page.locator(".of-name bdi").all_inner_texts()
        assert up[0] == "=Somebody Else"
        assert up[3:5] == ["Aisyah Contoh 005", "Aisyah Contoh 010"]
        head.click()
        assert page.locator("th[aria-sort=descending] [data-column=name]").count() == 1
        assert page.locator(".of-name bdi").all_inner_texts()[0] != up[0]
        page.click("[data-column=word]")
        assert page.locator(".bulk [data-row] .badge").first.get_attribute("data-verdict") == "invalid"

    def test_pages_of_the_table(self, page: Page) -> None:
        assert page.inner_text(".pages .place") == "1 to 50 of 300"
        page.click("[data-page=next]")
        assert page.inner_text(".pages .place") == "51 to 100 of 300"
        assert page.locator("[data-page=previous]").is_enabled()

    def test_a_row_opens_the_whole_result(self, page: Page) -> None:
        page.click("[data-column=label]")
        opener = page.locator(".open").first
        opener.click()
        assert opener.get_attribute("aria-expanded") == "true"
        page.wait_for_selector(".full .worth dl")
        assert page.get_attribute(".full [role=status]", "data-verdict") == "valid"
        assert "Zoë O'Sampel 001" in page.inner_text(".full .holder")
        opener.click()
        assert page.locator(".full").count() == 0

    def test_another_language_keeps_what_is_there(self, page: Page) -> None:
        page.click(".chips [data-chip=invalid]")
        page.locator(".open").first.click()
        page.select_option("#language", "ar")
        page.wait_for_selector("html[dir=rtl]")
        assert "غير أصلية: \u20683\u2069" in page.inner_text("#bulk-heading")
        assert page.locator(".bulk [data-row]").count() == 3
        assert "غير أصلية" in page.inner_text(".full .title")

    def test_the_export_is_read_by_other_programs(self, page: Page, many: Many) -> None:
        text = saved(page, lambda: page.click(".csv"))
        assert text.startswith("\ufeff")
        rows = list(csv.DictReader(io.StringIO(text[1:], newline="")))
        assert [row["input"] for row in rows] == [path.name for path in many.files]
        assert {row["verdict"] for number, row in enumerate(rows, 1) if number in ALTERED} == {"invalid"}
        assert {row["code"] for number, row in enumerate(rows, 1) if number in ALTERED} == {"signature-mismatch"}
        good = [row for number, row in enumerate(rows, 1) if number not in ALTERED]
        assert {(row["verdict"], row["code"]) for row in good} == {("valid", "")}
        assert rows[ALTERED[0] - 1]["name"] == "'=Somebody Else"
        assert rows[1]["name"] == many.names[1]
        assert rows[0]["result"] == "A"
        assert {row["data_commit"] for row in rows} == {json.loads((many.site / "keys.json").read_bytes())["snapshot"]}
        assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", rows[0]["checked_at"])
        expected = [link for number, link in enumerate(many.links, 1) if number not in ALTERED]
        assert [row["link"] for row in good] == expected
        assert {row["link"] for number, row in enumerate(rows, 1) if number in ALTERED} == {""}


class TestRun:
    @pytest.fixture
    def long_list(self, many: Many, tmp_path: Path) -> Path:
        path = tmp_path / "long.txt"
        path.write_text("\n".join([*many.links] * 10), encoding="utf-8")
        return path

    def test_stop_keeps_what_is_done_and_goes_on_from_there(self, visit: Visit, stage: Site, long_list: Path) -> None:
        page = visit.page
        page.set_input_files("#file", long_list)
        page.wait_for_selector(".bulk progress:not([value='0'])")
        page.click(".stop")
        page.wait_for_selector(".progress[data-stage=stopped]")
        text = page.inner_text(".bulk .progress p")
        done = int(re.findall(r"\d+", text)[0])
        assert 0 < done < 3_000
        page.wait_for_timeout(600)
        assert page.inner_text(".bulk .progress p") == text
        assert f"{3_000 - done} waiting" in page.inner_text("#bulk-heading")
        page.click(".continue")
        assert finish(page) == "2970 genuine · 30 not genuine"
        assert sorted(stage.data_asked) == DATA

    def test_the_end_is_announced_once(self, visit: Visit, stage: Site, many: Many) -> None:
        page = visit.page
        page.evaluate(
            """() => {
              window.heard = [];
              new MutationObserver((records) => {
                for (const {target} of records) {
                  const live = (target.nodeType === 1 ? target : target.parentElement).closest("[role=status]");
                  if (live?.closest(".bulk")) window.heard.push(live.textContent);
                }
              }).observe(document.body, {subtree: true, childList: true, characterData: true});
            }"""
        )
        page.set_input_files("#file", many.links_csv)
        finish(page)
        heard = page.evaluate("window.heard")
        assert [text for text in heard if text.startswith("All 300")] == [heard[-1]]
        assert heard[-1] == f"All 300 checked. {GENUINE} genuine · 3 not genuine"
        assert len(heard) <= 4

    @pytest.mark.slow
    def test_one_that_hangs_is_left_aside_and_holds_up_nobody(
        self, visit: Visit, stage: Site, many: Many, tmp_path: Path
    ) -> None:
        stage.files[WORKER] = HANGS + (BUNDLE / WORKER).read_text(encoding="utf-8")
        (tmp_path / "hangs.json").write_text("{}", encoding="utf-8")
        visit.page.set_input_files("#file", [tmp_path / "hangs.json", *many.files[:20]])
        assert finish(visit.page) == "20 genuine · 1 cannot tell"
        row = visit.page.locator(".bulk [data-row]").first
        assert "hangs.json" in row.inner_text()
        assert "too long" in row.inner_text()
        row.locator(".open").click()
        assert "original file" in visit.page.inner_text(".full .problem")
        assert visit.page.locator(".retry").count() == 1

    @pytest.mark.parametrize("script", [None, "throw new Error('broken');", "<!doctype html>"])
    def test_a_checker_that_does_not_come_is_no_verdict(
        self, visit: Visit, stage: Site, many: Many, script: str | None
    ) -> None:
        stage.files[WORKER] = script
        visit.page.set_input_files("#file", many.files[:6])
        assert finish(visit.page) == "0 genuine · 6 cannot tell"
        assert "checker itself failed" in visit.page.inner_text(".bulk tbody")
        del stage.files[WORKER]
        visit.page.click(".retry")
        visit.page.wait_for_selector("#bulk-heading:has-text('6 genuine')")
        visit.errors.clear()

    def test_a_registry_that_cannot_be_reached_is_no_verdict_and_can_be_asked_again(
        self, visit: Visit, stage: Site, many: Many
    ) -> None:
        stage.files["keys.json"] = None
        visit.page.set_input_files("#file", many.files[:6])
        assert finish(visit.page) == "0 genuine · 6 cannot tell"
        del stage.files["keys.json"]
        visit.page.click(".retry")
        visit.page.wait_for_selector("#bulk-heading:has-text('6 genuine')")

    def test_two_publications_are_told_apart(
        self, visit: Visit, stage: Site, many: Many, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The list of keys is of the publication before; asked for anew, everything is of one."""
        content, old = stage.content, json.loads((many.site / "keys.json").read_bytes())

        def mixed(path: str) -> bytes | None:
            is_old = path == "keys.json" and stage.asked.count(path) == 1
            return json.dumps({**old, "snapshot": "older"}).encode() if is_old else content(path)

        monkeypatch.setattr(stage, "content", mixed)
        visit.page.set_input_files("#file", many.files)
        assert finish(visit.page) == f"{GENUINE} genuine · 3 not genuine"
        assert max(stage.asked.count(path) for path in DATA) == 2

    def test_a_registry_that_stays_mixed_is_asked_three_times_and_no_more(
        self, visit: Visit, stage: Site, many: Many
    ) -> None:
        old = json.loads((many.site / "keys.json").read_bytes())
        stage.files["keys.json"] = json.dumps({**old, "snapshot": "older"})
        visit.page.set_input_files("#file", many.files)
        assert finish(visit.page) == f"0 genuine · 3 not genuine · {GENUINE} cannot tell"
        visit.page.click(".chips [data-chip=cannot_tell]")
        assert "being published at this moment" in visit.page.inner_text(".bulk tbody")
        assert max(stage.asked.count(path) for path in DATA) <= 3

    def test_another_question_ends_the_run(self, visit: Visit, stage: Site, many: Many, long_list: Path) -> None:
        visit.page.set_input_files("#file", long_list)
        visit.page.wait_for_selector(".bulk")
        visit.page.evaluate("(hash) => { location.hash = hash }", many.links[0].split("#")[1])
        visit.page.wait_for_selector(".result [data-verdict=valid]")
        assert visit.page.locator(".bulk").count() == 0

    def test_documents_at_hand_help_and_have_no_row(self, visit: Visit, site: Site, tmp_path: Path) -> None:
        found = vector("outside-status-good")
        files = [tmp_path / f"{n}.json" for n in range(4)]
        for path in files:
            path.write_text(found["input"], encoding="utf-8")
        for n, text in enumerate(found["at_hand"]):
            (tmp_path / f"hand-{n}.json").write_text(text, encoding="utf-8")
        open_page(visit, site, at=found["at"])
        visit.page.set_input_files("#file", [*files, *sorted(tmp_path.glob("hand-*.json"))])
        assert finish(visit.page) == "0 genuine · 4 cannot tell"
        visit.page.locator(".open").first.click()
        assert "not at hand" not in visit.page.inner_text(".full .outside-checks")
        assert "help to check others" in visit.page.inner_text(".notes")


class TestReceipt:
    def test_one_credential_on_one_sheet(self, visit: Visit, stage: Site, many: Many) -> None:
        page = visit.page
        page.set_input_files("#file", many.files[0])
        assert visit.verdict() == "valid"
        page.click(".receipt-of-one")
        page.wait_for_selector(".sheet")
        text = page.inner_text(".sheet")
        snapshot = json.loads((many.site / "keys.json").read_bytes())["snapshot"]
        for wanted in (
            many.names[0],
            snapshot,
            "Genuine and current",
            "signature",
            "proves nothing by itself",
            many.links[0],
        ):
            assert wanted in text, wanted
        assert re.search(r"GMT|UTC", text)
        assert re.search(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", text)
        assert pages(page) == 1
        page.emulate_media(media="print")
        assert page.locator("#form, .receipt > .actions, footer").evaluate_all(
            "(all) => all.every((each) => each.getClientRects().length === 0)"
        )

    def test_where_its_part_does_not_come_it_says_so(self, visit: Visit, stage: Site, many: Many) -> None:
        stage.files["receipt.js"] = None
        visit.page.set_input_files("#file", many.files[:4])
        finish(visit.page)
        visit.page.click(".receipt-of-many")
        assert "This did not work" in visit.page.inner_text(".notes [role=alert]")
        assert visit.page.locator(".bulk").is_visible()

    def test_many_on_pages_with_a_repeated_head(self, visit: Visit, stage: Site, many: Many) -> None:
        page = visit.page
        page.set_input_files("#file", many.links_csv)
        finish(page)
        page.click(".receipt-of-many")
        page.wait_for_selector(".sheet")
        assert page.locator(".sheet .all tbody").count() == COUNT
        text = page.inner_text(".sheet")
        assert all(link in text for link in many.links)
        assert 8 <= pages(page) <= 22
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.querySelector('.all thead')).display") == "table-header-group"
        page.emulate_media(media="screen")
        page.click(".receipt .close")
        assert page.evaluate("document.activeElement.className") == "receipt-of-many"
        assert page.locator(".bulk").is_visible()

    def test_the_file_holds_what_is_needed_to_check_again(self, visit: Visit, stage: Site, many: Many) -> None:
        page = visit.page
        page.set_input_files("#file", many.links_csv)
        finish(page)
        page.click(".receipt-of-many")
        receipt = json.loads(saved(page, lambda: page.click(".receipt .save")))
        assert len(receipt["results"]) == COUNT
        assert [each["link"] for each in receipt["results"]] == list(many.links)
        assert receipt["results"][0]["verdict"] == "valid"
        assert len(receipt["results"][0]["checks"]) == 10
        assert receipt["build"] == DIGEST
        assert receipt["page"] == f"{stage.address}/v/"
        assert [one["commit"] for one in receipt["data"]] == [receipt["results"][0]["data"]["commit"]]

    def test_what_was_not_checked_is_told_as_such(self, visit: Visit, stage: Site, many: Many, tmp_path: Path) -> None:
        path = tmp_path / "long.txt"
        path.write_text("\n".join([*many.links] * 10), encoding="utf-8")
        page = visit.page
        page.set_input_files("#file", path)
        page.wait_for_selector(".stop")
        page.click(".stop")
        page.wait_for_selector(".progress[data-stage=stopped]")
        rows = list(csv.DictReader(io.StringIO(saved(page, lambda: page.click(".csv"))[1:], newline="")))
        assert len(rows) == 3_000
        assert {row["code"] for row in rows if row["verdict"] == ""} == {"not-checked"}


def pages(page: Page) -> int:
    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
        return len(pdf.pages)


class TestAccess:
    @pytest.mark.parametrize(
        ("language", "scheme"),
        [
            ("en", "light"),
            ("ar", "dark"),
            *(pytest.param(*one, marks=pytest.mark.slow) for one in (("ms", "light"), ("ar", "light"))),
            *(pytest.param(*one, marks=pytest.mark.slow) for one in (("en", "dark"), ("ms", "dark"))),
        ],
    )
    def test_no_axe_violations(self, visit: Visit, stage: Site, many: Many, language: str, scheme: str) -> None:
        page = visit.page
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        page.goto(f"{stage.address}/v/?lang={language}")
        page.wait_for_selector("#form:visible")
        page.set_input_files("#file", many.files[30:60])
        finish(page)
        page.locator(".open").first.click()
        page.wait_for_selector(".full .result")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert violations(page) == []
        page.set_viewport_size({"width": 1280, "height": 900})
        assert violations(page) == []
        page.click(".receipt-of-many")
        page.wait_for_selector(".sheet")
        assert violations(page) == []

    def test_the_keyboard_alone_will_do(self, visit: Visit, stage: Site, many: Many) -> None:
        page = visit.page
        page.set_viewport_size({"width": 1280, "height": 900})
        page.set_input_files("#file", many.files[:60])
        finish(page)
        page.focus("#bulk-heading")
        reach(page, "[data-chip=invalid]")
        page.keyboard.press("Space")
        assert page.locator(".bulk [data-row]").count() == 1
        assert page.evaluate("document.activeElement.dataset.chip") == "invalid"
        page.keyboard.press("Space")
        reach(page, "[data-column=name]")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.dataset.column") == "name"
        reach(page, ".open")
        page.keyboard.press("Enter")
        assert page.locator(".full").count() == 1
        reach(page, ".receipt-of-many")
        page.keyboard.press("Enter")
        page.wait_for_selector(".sheet")
        assert page.evaluate("document.activeElement.id") == "receipt-title"

    @pytest.mark.parametrize("language", ["en", "ms", "ar"])
    def test_no_sideways_scrolling_on_a_small_phone(self, visit: Visit, stage: Site, many: Many, language: str) -> None:
        page = visit.page
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(f"{stage.address}/v/?lang={language}")
        page.wait_for_selector("#form:visible")
        page.set_input_files("#file", many.files[30:60])
        finish(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.click(".receipt-of-many")
        page.wait_for_selector(".sheet")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


class TestHostility:
    def test_what_comes_late_never_takes_the_place_of_what_was_asked_after_it(
        self, visit: Visit, site: Site, tmp_path: Path
    ) -> None:
        """A list whose part is long in coming, and a link that is pasted meanwhile: the link's answer stays."""
        (tmp_path / "list.txt").write_text(f"https://bukti.example/v/#{'A' * 80}\n" * 5, encoding="utf-8")
        (tmp_path / "note.txt").write_text("no list at all", encoding="utf-8")
        for name in ("list.txt", "note.txt"):
            site.held["bulk.js"] = threading.Event()
            page = visit.page
            open_page(visit, site)
            page.set_input_files("#file", tmp_path / name)
            paste(visit, CARD)
            page.wait_for_selector("[data-verdict=valid]")
            with page.expect_response(re.compile(r"/bulk\.js")):
                site.held.pop("bulk.js").set()
            page.wait_for_timeout(1_000)
            assert page.locator("[data-verdict]").count() == 1
            assert page.get_attribute("[data-verdict]", "data-verdict") == "valid", name
            assert page.locator(".bulk").count() == 0

    def test_one_link_never_stands_for_two_where_the_part_for_many_is_missing(self, visit: Visit, site: Site) -> None:
        altered = vector("card-grade-changed")["input"]
        open_page(visit, site)
        site.files["bulk.js"] = None
        paste(visit, f"https://bukti.example/v/#{CARD}\nhttps://bukti.example/v/#{altered}")
        visit.page.wait_for_selector("[data-verdict=valid]")
        assert visit.page.locator(".elsewhere", has_text="could not be loaded").count() == 1

    def test_markup_and_formulas_stay_text(self, visit: Visit, site: Site, tmp_path: Path) -> None:
        hostile = json.loads(json.dumps(GOOD["signed"]))
        hostile["credentialSubject"]["identifier"][0]["identityHash"] = "<img src=x onerror=alert(1)>"
        hostile["issuer"]["name"] = '=HYPERLINK("http://x.example")'
        names = ["<b>bold</b>.json", "+1.json", "a,b.json", "\uff1d1+1.json"]
        for name in names:
            (tmp_path / name.replace("/", "_")).write_text(json.dumps(hostile), encoding="utf-8")
        open_page(visit, site)
        visit.page.set_input_files("#file", sorted(tmp_path.iterdir()))
        assert finish(visit.page) == "0 genuine · 4 not genuine"
        assert visit.page.locator(".bulk img, .bulk b").count() == 0
        rows = list(csv.DictReader(io.StringIO(saved(visit.page, lambda: visit.page.click(".csv"))[1:], newline="")))
        assert sorted(row["input"] for row in rows) == ["'+1.json", "'\uff1d1+1.json", "<b>bold<_b>.json", "a,b.json"]
        assert {row["name"] for row in rows} == {"<img src=x onerror=alert(1)>"}

    def test_members_that_steer_objects_and_bombs_end_with_a_word(
        self, visit: Visit, site: Site, tmp_path: Path
    ) -> None:
        deep = "[" * 100_000
        inputs = {
            "proto": GOOD["signed_rfc8785"].replace("{", '{"__proto__":{"type":"x"},"constructor":{},', 1),
            "deep": deep,
            "large": json.dumps({"type": "VerifiableCredential", "x": "y" * 300_000}),
            "empty": "",
            "good": GOOD["signed_rfc8785"],
        }
        for name, text in inputs.items():
            (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
        open_page(visit, site)
        visit.page.set_input_files("#file", sorted(tmp_path.iterdir()))
        assert finish(visit.page) == "1 genuine · 1 not genuine · 3 cannot tell"


def reach(page: Page, selector: str) -> None:
    """Tab until the element has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is not reached by the keyboard")


def violations(page: Page) -> list[Any]:
    found = page.evaluate("axe.run().then(({violations}) => violations)")
    return [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]


def test_the_card_of_the_vectors_is_as_good_in_a_list(visit: Visit, site: Site) -> None:
    open_page(visit, site, at=NOW)
    drop(visit.page, "\n".join([f"https://bukti.example/v/#{CARD}"] * 5), "list.txt")
    assert finish(visit.page) == "5 genuine"
