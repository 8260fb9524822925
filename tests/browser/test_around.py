"""Around a verdict: what people paste, the words of each language, the registry that the page belongs to."""

import re
from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from tests.browser.site import Site
from tests.browser.test_verify_page import CARD, GOOD, open_page, paste, vector

pytestmark = pytest.mark.browser
LINK: str = GOOD["link"]


class TestPasting:
    @pytest.mark.parametrize(
        "text",
        [
            f"Dear Sir, my certificate is at {LINK}. Regards, Aisyah",
            f"{LINK}\nRegards",
            f"{LINK[:70]}\r\n{LINK[70:140]}\r\n{LINK[140:]}\r\n",
            f"Here it is:\n{LINK[:70]}\n{LINK[70:]}\nRegards",
        ],
    )
    def test_a_link_in_a_sentence_or_over_lines_is_found(self, visit: Visit, site: Site, text: str) -> None:
        open_page(visit, site)
        paste(visit, text)
        assert visit.verdict() == "valid"
        assert visit.page.locator(".elsewhere").count() == 0

    def test_an_altered_link_over_lines_stays_red(self, visit: Visit, site: Site) -> None:
        link = vector("card-grade-changed")["input"]
        open_page(visit, site)
        paste(visit, f"See {link[:70]}\n{link[70:]}")
        assert visit.verdict() == "invalid"

    def test_another_file_of_the_learner_is_told_from_a_cut_link(
        self, visit: Visit, site: Site, tmp_path: Path
    ) -> None:
        path = tmp_path / "001.html"
        page = f"<!doctype html>\n<style>p {{ color: #123456 }}</style><a href='{LINK}'>Verify</a>\n"
        path.write_text(page, encoding="utf-8")
        open_page(visit, site)
        visit.page.set_input_files("#file", path)
        assert visit.verdict() == "cannot_tell"
        assert "neither a card link nor a credential's file" in visit.page.inner_text(".verdict")
        assert "credential's file (JSON, PDF or badge)" in visit.page.inner_text(".next")

    def test_a_list_with_one_link_is_as_good_as_the_link(self, visit: Visit, site: Site, tmp_path: Path) -> None:
        path = tmp_path / "links.csv"
        path.write_text(f"name,link\nAisyah,{LINK}\n", encoding="utf-8")
        open_page(visit, site)
        visit.page.set_input_files("#file", path)
        assert visit.verdict() == "valid"

    def test_a_link_of_another_host_is_valid_with_a_remark(self, visit: Visit, site: Site) -> None:
        open_page(visit, site)
        paste(visit, f"https://elsewhere.example/v/#{CARD}")
        assert visit.verdict() == "valid"
        assert "another address (elsewhere.example)" in visit.page.inner_text(".elsewhere")

    @pytest.mark.parametrize("base", ["https://old.example/register", "https://bukti.example/ms"])
    def test_addresses_of_the_registry_get_none(self, visit: Visit, site: Site, base: str) -> None:
        open_page(visit, site)
        paste(visit, f"{base}/v/#{CARD}")
        assert visit.verdict() == "valid"
        assert visit.page.locator(".elsewhere").count() == 0


class TestWords:
    @pytest.mark.parametrize(("language", "word"), [("en", "Grade"), ("ms", "Gred"), ("ar", "الدرجة")])
    def test_results_are_named_in_the_visitor_s_language(
        self, visit: Visit, site: Site, language: str, word: str
    ) -> None:
        open_page(visit, site, CARD, query=f"?lang={language}")
        assert visit.verdict() == "valid"
        assert word in visit.page.locator(".document dt").all_inner_texts()

    def test_words_come_for_those_who_read_them_alone(self, visit: Visit, site: Site) -> None:
        open_page(visit, site, CARD)
        assert visit.verdict() == "valid"
        assert not {"verify.ms.js", "verify.ar.js"} & set(site.asked)
        visit.page.select_option("#language", "ms")
        visit.page.wait_for_selector("html[lang=ms]")
        assert "verify.ms.js" in site.asked
        assert "verify.ar.js" not in site.asked

    def test_without_its_words_the_page_speaks_english_and_judges_all_the_same(self, visit: Visit, site: Site) -> None:
        site.files["verify.ar.js"] = None
        open_page(visit, site, CARD, query="?lang=ar")
        assert visit.verdict() == "valid"
        assert visit.page.get_attribute("html", "lang") == "en"
        assert visit.page.input_value("#language") == "en"


class TestRegistry:
    def test_a_demonstration_is_said_to_be_one_before_any_check(self, visit: Visit, site: Site) -> None:
        site.values["demonstration"] = "true"
        open_page(visit, site)
        assert "nothing here is a real award" in visit.page.inner_text("#notice")
        assert site.data_asked == []

    def test_any_other_registry_is_not(self, visit: Visit, site: Site) -> None:
        open_page(visit, site)
        visit.page.wait_for_selector("#form:visible")
        assert visit.page.locator("#notice").is_hidden()

    def test_the_way_back_names_the_registry_in_the_visitor_s_language(self, visit: Visit, site: Site) -> None:
        open_page(visit, site)
        home = visit.page.get_by_role("link", name="Back to Register of Tests")
        home.wait_for()
        assert home.get_attribute("href") == f"{site.address}/"
        visit.page.select_option("#language", "ms")
        home = visit.page.get_by_role("link", name="Kembali ke Daftar Ujian")
        home.wait_for()
        assert home.get_attribute("href") == f"{site.address}/ms/"

    def test_the_sample_is_one_click_away_where_there_is_one(self, visit: Visit, site: Site) -> None:
        site.values["sample"] = CARD
        open_page(visit, site)
        visit.page.get_by_role("link", name="Try it with a sample").click()
        assert visit.verdict() == "valid"
        assert visit.page.locator("#sample").is_hidden()

    def test_no_sample_is_offered_where_there_is_none(self, visit: Visit, site: Site) -> None:
        open_page(visit, site)
        visit.page.wait_for_selector("#form:visible")
        assert visit.page.locator("#sample").is_hidden()


class TestPrint:
    @pytest.mark.parametrize("query", ["", "?lang=ar"])
    def test_a_result_fills_one_sheet(self, visit: Visit, site: Site, query: str) -> None:
        open_page(visit, site, CARD, query=query)
        assert visit.verdict() == "valid"
        printed = visit.page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
