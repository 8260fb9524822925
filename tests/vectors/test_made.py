"""The committed vectors are what the tool makes, cite sentences that exist, and fit what the site builder writes."""

import re
from functools import cache
from pathlib import Path

import pytest

from site_builder.encoding import json_bytes
from site_builder.lookup import build_lookup, keys_document, shard_document, templates_document
from tests.vectors.conftest import FOLDER, stage, vectors
from tools import make_vectors
from tools.vectors import site
from tools.vectors.cases_good import EVEN, UNEVEN
from tools.vectors.register import register

SPEC = FOLDER.parent


@cache
def made() -> dict[str, str]:
    """What the tool makes."""
    return make_vectors.made()


def test_the_tool_makes_the_same_bytes_again() -> None:
    assert make_vectors.differences(made()) == []


def test_a_changed_vector_is_noticed() -> None:
    files = made()
    name = "verify/json.json"
    assert make_vectors.differences({**files, name: files[name] + " "}) == [name]
    assert make_vectors.differences({path: text for path, text in files.items() if path != name}) == [name]


def test_every_cited_sentence_exists() -> None:
    text = "".join(path.read_text("utf-8") for path in SPEC.glob("*.md"))
    numbers = set(re.findall(r"\*\*([A-Z]{3}-\d+)\*\*", text))
    stages = [stage(path.stem) for path in (FOLDER / "stages").glob("*.json")]
    cited = {vector["clause"] for vector in vectors()} | {one for case in stages for one in case["clauses"]}
    assert cited <= numbers
    assert len(cited) > 40


def test_names_and_reasons_are_told_once() -> None:
    assert len({vector["why"] for vector in vectors()}) > len(vectors()) * 0.9
    for vector in vectors():
        assert re.fullmatch(r"[a-z0-9-]{3,40}", vector["name"])


class TestSiteBuilder:
    """The site of the vectors was written from ``spec/lookup.md`` by itself; the builder has to write the same."""

    def test_keys(self) -> None:
        """LKP-2, LKP-3."""
        found = keys_document(register(), build_lookup(register()))
        assert json_bytes(found) == _file("keys.json") or found == site.keys()

    def test_templates(self) -> None:
        """LKP-7."""
        lookup = build_lookup(register())
        assert templates_document(register(), lookup, lookup.groups[0]) == site.parsed(
            site.site(), "lookup/0/templates.json"
        )

    def test_rows(self) -> None:
        """LKP-8."""
        lookup = build_lookup(register())
        assert (lookup.group_bits, [group.bits for group in lookup.groups]) == (0, [0])
        assert shard_document(register(), lookup, lookup.groups[0], 0) == site.parsed(site.site(), "lookup/0/0.json")


def _file(path: str) -> bytes:
    return Path(FOLDER / "site" / path).read_bytes()


@pytest.mark.parametrize("cut", [site.WHOLE, EVEN, UNEVEN])
def test_every_group_and_shard_exists(cut: site.Cut) -> None:
    bits, files = cut.shard_bits, site.site(cut)
    shards = [path for path in files if re.fullmatch(r"lookup/[0-9a-f]+/[0-9a-f]+\.json", path)]
    assert len(shards) == sum(1 << number for number in bits)
    assert sum(path.endswith("templates.json") for path in files) == len(bits)
