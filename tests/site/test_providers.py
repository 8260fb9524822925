"""Provider pages: what is offered by field and level, who answers for quality, and a page that stays bounded."""

import dataclasses
import json
import re
from collections.abc import Callable

from site_builder import provider_pages
from site_builder.plan import Plan
from site_builder.provider_pages import MOST
from site_builder.site import Site
from tests.site.test_pages import HOSTILE

Read = Callable[[str], str]
UNI = "universiti-contoh"


def page_of(site: Site, language: str = "en") -> str:
    return str(provider_pages.provider(site, language, f"{site.prefix(language)}providers/{UNI}/index.html", UNI).body)


def with_many(site: Site, total: int) -> Site:
    """The site whose university has so many micro-credentials on offer: copies of one under other names."""
    key = (UNI, "applied-data-analysis")
    definition, offer = site.snapshot.definitions[(*key, 2)], site.snapshot.offers[key]
    definitions = {k: one for k, one in site.snapshot.definitions.items() if k[0] != UNI}
    offers = {k: one for k, one in site.snapshot.offers.items() if k[0] != UNI}
    for number in range(total):
        copied = {"id": f"copy-{number:03}"}
        record = definition.record.model_copy(update=copied)
        definitions[UNI, copied["id"], 2] = dataclasses.replace(definition, record=record)
        offers[UNI, copied["id"]] = dataclasses.replace(offer, record=offer.record.model_copy(update=copied))
    return dataclasses.replace(
        site, snapshot=dataclasses.replace(site.snapshot, definitions=definitions, offers=offers, pathways={})
    )


def test_what_is_offered_is_counted_by_field_and_level(read: Read) -> None:
    page = read(f"ar/providers/{UNI}/index.html")
    found = dict(re.findall(r'#provider=universiti-contoh&amp;(\w+=[\w-]+)">[^<]+</a> <span[^>]*>(\d+)<', page))
    assert found["level=mqf-6"] == "2"
    assert found["field=06"] == "2"
    assert sum(int(number) for way, number in found.items() if way.startswith("field=")) == 6


def test_few_micro_credentials_are_not_counted(read: Read) -> None:
    assert 'class="bk-entry"' not in read("providers/egypt-demo-institute/index.html")


def test_a_provider_of_many_shows_the_first_and_leads_to_all(plan: Plan) -> None:
    within, beyond = page_of(with_many(plan.site, MOST)), page_of(with_many(plan.site, MOST + 1))
    assert within.count("bk-card__title") == beyond.count("bk-card__title") == MOST
    assert "browse/provider" not in within
    assert f'href="../../browse/provider/{UNI}/"' in beyond
    assert f'href="../../catalogue/#provider={UNI}&amp;status=any"' in beyond
    assert f"See all {MOST + 1} in the catalogue" in beyond


def test_quality_units_and_audits_stand_once_and_claim_no_accreditation(read: Read) -> None:
    _, _, rest = read(f"providers/{UNI}/index.html").partition('id="quality"')
    quality = rest.partition("</section>")[0]
    assert quality.count("mailto:mc-quality@universiti-contoh.example") == 1
    assert quality.count("DEMO-QMS-2026-01") == 1
    assert "accredits no micro-credential" in quality
    assert "External quality audit" not in read("providers/egypt-demo-institute/index.html")


def test_the_list_tells_who_may_award_and_how_much_is_on_offer(read: Read) -> None:
    page = read("providers/index.html")
    assert page.count("bk-tag--authority-active") == 2
    assert "6 micro-credentials on offer" in page
    assert page.index("Egypt Demonstration Institute") < page.index("Universiti Contoh")


def test_linked_data_describes_the_organisation(read: Read) -> None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', read(f"providers/{UNI}/index.html"))
    assert found
    data = json.loads(found[1])
    assert (data["@type"], data["address"]["addressCountry"]) == ("CollegeOrUniversity", "MY")


def test_hostile_names_and_units_stay_texts(plan: Plan) -> None:
    site = with_many(plan.site, 1)
    key = (UNI, "copy-000", 2)
    located = site.snapshot.definitions[key]
    data = located.record.json_form()
    data["quality"]["unit"] = {"en": HOSTILE}
    record = type(located.record).model_validate(data)
    definitions = {**site.snapshot.definitions, key: dataclasses.replace(located, record=record)}
    page = page_of(
        dataclasses.replace(site, snapshot=dataclasses.replace(site.snapshot, definitions=definitions)), "ar"
    )
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
