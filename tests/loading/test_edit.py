"""Changing one member of a file that people wrote: every other line stays byte by byte."""

from typing import Any

import pytest

from bukti.errors import BuktiError
from bukti.loading.edit import NotEditable, replace_members
from bukti.loading.yaml import load_yaml

TEXT = """\
# yaml-language-server: $schema=../spec/schemas/registry.schema.json
schema: registry/v1
name:
    ms: 'Daftar'   
    en: "Registry"

# where it stands
base_url: https://a.example
branch: main  # the published one
languages: [en, ms]

demonstration: true
maintainers:
- key: m-1
  digest: {one}
- key: m-2
  digest: {two}
# the end
""".format(one="1" * 64, two="2" * 64)  # noqa: W291 - a person's editor leaves such things
PINS = [{"key": "m-1", "digest": "1" * 64}, {"key": "m-3", "digest": "3" * 64}]


def edited(changes: dict[str, Any], text: str = TEXT) -> str:
    return replace_members(text.encode(), "registry/registry.yaml", changes).decode()


def test_the_lines_of_the_member_and_no_others() -> None:
    after = edited({"base_url": "https://b.example"})
    assert after == TEXT.replace("https://a.example", "https://b.example")


def test_a_mapping_and_a_list() -> None:
    after = edited({"name": {"en": "New: name"}, "maintainers": PINS})
    kept = [line for line in TEXT.splitlines() if line[:1] not in (" ", "-", "n", "m")]
    assert [line for line in after.splitlines() if line in kept] == kept
    found, _ = load_yaml(after.encode(), "x")
    assert found is not None
    assert (found.data["name"], found.data["maintainers"]) == ({"en": "New: name"}, PINS)


def test_a_new_member_goes_where_the_model_has_it_above_the_next_one_s_remark() -> None:
    after = edited({"former_base_urls": ["https://old.example"]}).splitlines()
    at = after.index("former_base_urls:")
    assert after[at - 1 : at + 3] == [
        "base_url: https://a.example",
        "former_base_urls:",
        "  - https://old.example",
        "branch: main  # the published one",
    ]
    without = TEXT.replace("base_url: https://a.example\n", "")
    assert '"Registry"\nbase_url: https://b.example\n\n# where' in edited({"base_url": "https://b.example"}, without)


def test_several_at_once_new_ones_in_the_order_of_the_model() -> None:
    text = "schema: registry/v1\nlanguages: [en]\n"
    after = edited({"branch": "x", "base_url": "https://b.example", "former_base_urls": []}, text)
    assert after.splitlines() == [
        "schema: registry/v1",
        "base_url: https://b.example",
        "former_base_urls: []",
        "branch: x",
        "languages: [en]",
    ]


def test_at_the_end_of_a_file_without_a_last_line_end() -> None:
    text = "schema: registry/v1\nbranch: main"
    assert edited({"branch": "x"}, text) == "schema: registry/v1\nbranch: x\n"
    assert edited({"languages": ["en"]}, text) == f"{text}\nlanguages:\n  - en\n"


@pytest.mark.parametrize(
    ("text", "member"),
    [
        (TEXT, "branch"),
        (TEXT.replace("- key: m-2", "# the deputy\n- key: m-2"), "maintainers"),
        ("{schema: registry/v1, branch: main}\n", "branch"),
    ],
    ids=["a remark behind it", "a remark inside it", "all in one line"],
)
def test_what_would_lose_something_is_refused_with_the_lines(text: str, member: str) -> None:
    with pytest.raises(NotEditable) as refused:
        edited({member: ["x"]}, text)
    assert refused.value.lines == f"{member}:\n  - x\n"
    assert "registry/registry.yaml" in refused.value.where


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(BuktiError, match="cannot be read"):
        edited({"branch": "x"}, "branch: [\n")
