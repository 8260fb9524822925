"""What a page says of itself: the list of its sections, and how many micro-credentials are on offer."""

import re
from collections.abc import Callable

import pytest

Read = Callable[[str], str]


@pytest.mark.parametrize(
    "mc",
    [
        "universiti-contoh/applied-data-analysis/",
        "universiti-contoh/applied-data-analysis/v1/",
        "universiti-contoh/spreadsheet-essentials/",
        "egypt-demo-institute/digital-banking-service/",
        "egypt-demo-institute/green-finance-basics/",
    ],
)
def test_the_list_on_the_page_names_every_section_in_order(read: Read, mc: str) -> None:
    page = read(f"catalogue/{mc}index.html")
    main, _, aside = page.partition('class="bk-cols__aside"')
    toc = aside.partition("bk-toc")[2].partition("</nav>")[0]
    assert re.findall(r'href="#([^"]+)"', toc) == re.findall(r'<section class="bk-section" id="([^"]+)"', main)


def test_the_catalogue_counts_what_is_on_offer(read: Read) -> None:
    page = read("catalogue/index.html")
    count = page.count('<li class="bk-card"')
    assert count > 5
    assert f">{count} micro-credentials on offer<" in page
