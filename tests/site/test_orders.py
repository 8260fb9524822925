"""Names stand in the order in which the readers of each language look for them, in lists, results and filters alike."""

from pathlib import Path

import pytest

from site_builder.board import board_of
from site_builder.browse import in_order
from site_builder.search.facets import FACETS, column
from site_builder.search.files import Search
from tests.site import registries

TITLES = (
    {"en": "Zoology", "ms": "Zoologi", "ar": "علم الحيوان"},
    {"en": "École", "ms": "École", "ar": "المدرسة"},
    {"en": "estimation", "ms": "anggaran", "ar": "التقدير"},
    {"en": "Only in English"},
)
IN_ORDER = {
    "en": ["École", "estimation", "Only in English", "Zoology"],
    "ms": ["anggaran", "École", "Only in English", "Zoologi"],
    "ar": ["التقدير", "علم الحيوان", "المدرسة", "Only in English"],
}


@pytest.mark.parametrize("language", IN_ORDER)
def test_titles_and_labels_are_in_the_order_of_the_language(tmp_path: Path, language: str) -> None:
    root = registries.begin(tmp_path / "repo")
    made, offered = registries.definition("database-design"), registries.offer("database-design")
    for number, title in enumerate(TITLES):
        provider = f"provider-{number}"
        registries.write(
            root / f"registry/{provider}/provider.yaml", registries.provider() | {"id": provider, "name": title}
        )
        registries.add(root, made | {"provider": provider, "title": title}, offered)
    search = Search(site=registries.planned(root).site, language=language)
    view = search.view()
    assert [view.plain(mc.current.title) for mc in search.mcs] == IN_ORDER[language]
    assert in_order(view, reversed(search.mcs)) == list(search.mcs)
    facet = next(one for one in FACETS if one.id == "provider")
    assert [label for _, label in column(view, facet, search.mcs)["values"]] == IN_ORDER[language]


def test_levels_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    root = registries.begin(tmp_path / "repo", ["en"])
    for number in ("10", "9", "2"):
        level = {"level": {"framework": "elsewhere", "value": number}}
        made = registries.definition("database-design") | {"id": f"level-{number}"} | level
        registries.add(root, made, registries.offer("database-design"))
    plan = registries.planned(root)
    search = Search(site=plan.site, language="en")
    facet = next(one for one in FACETS if one.id == "level")
    found = [value for value, _ in column(search.view(), facet, search.mcs)["values"]]
    assert found == ["elsewhere-2", "elsewhere-9", "elsewhere-10"]
    assert [one.value for one in plan.site.listings if one.by == "level"] == found
    assert [value for value, _ in board_of(plan.site).counts["level"]] == [f"elsewhere/{n}" for n in (2, 9, 10)]


def test_a_range_of_credits_is_in_every_band_that_it_touches(tmp_path: Path) -> None:
    root = registries.begin(tmp_path / "repo", ["en"])
    offered = registries.offer("database-design")
    for id_, size in (("one", {"value": 2}), ("range", {"value": 2, "max_value": 4})):
        made = registries.definition("database-design") | {"id": id_, "credits": size | {"system": "MQF"}}
        registries.add(root, made, offered)
    search = Search(site=registries.planned(root).site, language="en")
    facet = next(one for one in FACETS if one.id == "credits")
    assert {mc.id: list(facet.values(search.view(), mc)) for mc in search.mcs} == {
        "one": ["MQF:2-3"],
        "range": ["MQF:2-3", "MQF:3-4", "MQF:4-6"],
    }
