"""``/api/v1``: every document as its schema says, today's shape held, the table, the changes, the feeds."""

import copy
import csv
import dataclasses
import io
import json
import os
import re
import subprocess
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from bukti.model.definition import Definition
from site_builder import api, ctdl, elm
from site_builder.changes import changes
from site_builder.feed import MAX_ENTRIES, feed
from site_builder.load import load_site
from site_builder.plan import Plan, make_plan
from site_builder.sheet import sheet
from site_builder.site import Site
from tests.site import shape

UNI = "universiti-contoh"
MC = f"{UNI}/applied-data-analysis"
DRAFT = "egypt-demo-institute/green-finance-basics"
ATOM = "{http://www.w3.org/2005/Atom}"
SCHEMAS = shape.read_schemas()
OTHERS = {ctdl.CONTEXT: "ctdl", elm.CONTEXT: "elm"}
"""The schemas of descriptions in others' vocabularies, by their contexts."""
FOLDERS = tuple(f"api/v1/{name}/" for name in OTHERS.values())


def documents(plan: Plan) -> Iterator[tuple[str, dict[str, Any]]]:
    """Path and content of every JSON document of the interface."""
    for file in plan.files:
        if file.path.startswith("api/v1/") and file.path.endswith(".json") and "/schemas/" not in file.path:
            yield file.path, json.loads(file.make())


def closed(node: Any) -> Any:
    """A schema that bears no member which it does not describe."""
    if isinstance(node, list):
        return [closed(one) for one in node]
    if not isinstance(node, dict):
        return node
    found = {name: closed(value) for name, value in node.items() if name != "examples"}
    described = isinstance(node.get("properties"), dict) and "type" in node
    return found | ({"unevaluatedProperties": False} if described else {})


def validator(name: str, schemas: Mapping[str, dict[str, Any]] = SCHEMAS) -> Draft202012Validator:
    found = [(schema["$id"], DRAFT202012.create_resource(schema)) for schema in schemas.values()]
    registry: Registry[Any] = Registry().with_resources(found)
    return Draft202012Validator(schemas[name], registry=registry)


def faults(document: Mapping[str, Any], schemas: Mapping[str, dict[str, Any]] = SCHEMAS) -> list[str]:
    """What is wrong with a document by the schema that it names; JSON-LD has its context instead."""
    name = str(document.get("schema", OTHERS.get(document.get("@context", "")))).removesuffix("/v1")
    return [f"{error.json_path}: {error.message}" for error in validator(name, schemas).iter_errors(document)]


def with_title(site: Site, title: Mapping[str, str]) -> Site:
    """The site with another title on one micro-credential's current version."""
    key = (UNI, "applied-data-analysis", 2)
    located = site.snapshot.definitions[key]
    record: Definition = located.record.model_copy(update={"title": dict(title)})
    definitions = dict(site.snapshot.definitions) | {key: dataclasses.replace(located, record=record)}
    snapshot = dataclasses.replace(site.snapshot, definitions=MappingProxyType(definitions))
    return dataclasses.replace(site, snapshot=snapshot)


class TestSchemas:
    def test_every_document_is_as_its_schema_says(self, plan: Plan) -> None:
        found = dict(documents(plan))
        stated = {document["schema"] for path, document in found.items() if not path.startswith(FOLDERS)}
        assert stated == {f"{name}/v1" for name in api.DOCUMENTS}
        assert {path: wrong for path, document in found.items() if (wrong := faults(document))} == {}

    def test_every_member_is_described(self, plan: Plan) -> None:
        """A provider is described twice over, so its own schema stays open."""
        exact = {name: closed(schema) for name, schema in SCHEMAS.items()}
        exact["provider"].pop("unevaluatedProperties")
        found = {path: document for path, document in documents(plan) if not path.startswith(FOLDERS)}
        assert {path: wrong for path, document in found.items() if (wrong := faults(document, exact))} == {}
        more = found["api/v1/index.json"] | {"surprise": 1}
        assert faults(more, exact) == ["$: Unevaluated properties are not allowed ('surprise' was unexpected)"]
        assert faults(more) == []  # readers bear what they do not know

    @pytest.mark.parametrize(
        ("path", "place", "value"),
        [
            ("index", ("mcs", 0, "page"), None),
            ("index", ("feeds",), None),
            ("all", ("providers", 0, "name"), None),
            ("all", ("mcs", 0, "versions", 0, "definition", "title"), "a title in no language"),
            ("all", ("mcs", 0, "status"), "on sale"),
            ("changes", ("changes", 0, "at"), "2026-11-20"),
            (f"mc/{MC}", ("versions", 0, "definition", "credits", "value"), "3"),
            (f"mc/{MC}", ("offer",), []),
            (f"ctdl/{MC}", ("ceterms:ctid",), "ce-1"),
            (f"ctdl/{MC}", ("ceterms:ownedBy",), None),
            (f"elm/{MC}", ("learningAchievementSpecification", "volumeOfLearning"), "120 hours"),
            (f"elm/{MC}", ("providedBy", "legalName"), None),
        ],
    )
    def test_a_document_that_is_not_so_is_told(
        self, plan: Plan, path: str, place: tuple[str | int, ...], value: object
    ) -> None:
        document = dict(documents(plan))[f"api/v1/{path}.json"]
        assert faults(document) == []
        broken = copy.deepcopy(document)
        *above, last = place
        inner: Any = broken
        for step in above:
            inner = inner[step]
        if value is None:
            del inner[last]
        else:
            inner[last] = value
        assert len(faults(broken)) == 1

    @pytest.mark.parametrize("name", api.SCHEMAS)
    def test_each_schema_is_one_and_shows_an_example(self, name: str) -> None:
        schema = SCHEMAS[name]
        Draft202012Validator.check_schema(schema)
        assert schema["title"] == f"{name}/v1"
        assert schema["description"]
        assert all(faults(example) == [] for example in schema["examples"])
        assert len(schema["examples"]) == 1
        undescribed = [member for member, stated in schema["properties"].items() if "description" not in stated]
        assert name not in api.DOCUMENTS or undescribed == []

    def test_schemas_are_published_where_they_say(self, plan: Plan, repo: Path) -> None:
        mirror = make_plan(load_site(repo, base_url="https://mirror.example/r"))
        for built, base in ((plan, "https://bukti.example"), (mirror, "https://mirror.example/r")):
            files = {file.path: file for file in built.files}
            listed = json.loads(files["api/v1/index.json"].make())["schemas"]
            assert set(listed) == set(SCHEMAS)
            published = {
                name: json.loads(files[address.removeprefix(f"{base}/")].make()) for name, address in listed.items()
            }
            assert {name: schema["$id"] for name, schema in published.items()} == listed
            everything = json.loads(files["api/v1/all.json"].make())
            assert faults(everything, published) == []  # what they refer to is found there, too

    def test_records_stand_in_the_documents_whole(self, plan: Plan) -> None:
        found = dict(documents(plan))
        for located in plan.site.snapshot.definitions.values():
            definition = located.record
            versions = found[f"api/v1/mc/{definition.ref}.json"]["versions"]
            assert definition.json_form() in [version["definition"] for version in versions]
        for (provider, mc), offer in plan.site.snapshot.offers.items():
            assert found[f"api/v1/mc/{provider}/{mc}.json"]["offer"] == offer.record.json_form()


class TestShape:
    """Within v1 nothing is taken away or given another type. New members are shown and written down by
    ``python -m tests.site.shape``.
    """

    def test_no_member_went_or_changed(self, record_property: Any) -> None:
        promised, now = shape.held(), shape.shape_of(SCHEMAS)
        for line in shape.came(promised, now):
            record_property("new", line)
        assert shape.broken(promised, now) == [], "readers rely on it: keep it, or begin /api/v2"
        assert len(promised) > 300

    @pytest.mark.parametrize(
        ("now", "missed"),
        [
            ({"a mcs[].title": "map<string>", "a n": "integer (optional)"}, []),
            ({"a mcs[].title": "map<string>", "a n": "integer (optional)", "a more": "string"}, []),
            ({"a mcs[].title": "map<string>", "a n": "integer"}, []),
            ({"a n": "integer (optional)"}, ["a mcs[].title: map<string> is gone"]),
            (
                {"a mcs[].title": "string", "a n": "integer (optional)"},
                ["a mcs[].title: map<string> became string"],
            ),
            (
                {"a mcs[].title": "map<string> (optional)", "a n": "integer (optional)"},
                ["a mcs[].title: map<string> became map<string> (optional)"],
            ),
        ],
    )
    def test_what_breaks_a_reader(self, now: dict[str, str], missed: list[str]) -> None:
        promised = {"a mcs[].title": "map<string>", "a n": "integer (optional)"}
        assert shape.broken(promised, now) == missed
        assert shape.parse(shape.written(promised)) == promised

    def test_a_member_taken_out_of_a_schema_shows(self) -> None:
        fewer = copy.deepcopy(SCHEMAS)
        del fewer["definition"]["properties"]["skills"]
        missed = shape.broken(shape.held(), shape.shape_of(fewer))
        assert "definition skills: list<object> (optional) is gone" in missed
        assert all(line.startswith("definition skills") for line in missed)

    def test_the_columns_of_the_table(self, plan: Plan) -> None:
        header = sheet(plan.site).decode("utf-8-sig").splitlines()[0].split(",")
        assert header == [
            "id", "provider", "provider_name", "title", "status", "version", "type", "level_framework", "level",
            "credits", "credits_max", "credit_system", "hours", "isced_f", "modes", "pace", "languages",
            "assessment_only", "fee_amount", "fee_currency", "expires", "stacks_into", "skills", "page", "data",
            "title_en", "title_ms", "title_ar",
        ]  # fmt: skip


def rows(site: Site) -> dict[str, dict[str, str]]:
    text = io.StringIO(sheet(site).decode("utf-8-sig"), newline="")
    return {row["id"]: row for row in csv.DictReader(text, strict=True)}


class TestTable:
    def test_one_row_for_each_micro_credential(self, plan: Plan) -> None:
        found = rows(plan.site)
        assert list(found) == [mc.ref for mc in plan.site.mcs]
        row = found[MC]
        expected = {
            "title": "Applied Data Analysis", "title_ar": "تحليل البيانات التطبيقي", "version": "2",
            "level_framework": "mqf", "level": "6", "credits": "3", "credits_max": "", "credit_system": "MQF",
            "hours": "120", "isced_f": "0542", "modes": "blended; online", "languages": "en; ms",
            "assessment_only": "false", "fee_amount": "600", "fee_currency": "MYR", "expires": "never",
            "data": f"https://bukti.example/api/v1/mc/{MC}.json",
        }  # fmt: skip
        assert {name: row[name] for name in expected} == expected
        draft = found[DRAFT]
        assert (draft["status"], draft["credits"], draft["fee_amount"], draft["stacks_into"]) == ("draft", "", "", "")

    def test_it_is_what_spreadsheets_read(self, plan: Plan) -> None:
        data = sheet(plan.site)
        assert data.startswith(b"\xef\xbb\xbfid,")
        assert data.endswith(b"\r\n")
        assert data.count(b"\n") == data.count(b"\r\n") == len(plan.site.mcs) + 1

    @pytest.mark.parametrize(
        ("title", "cell"),
        [
            ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@cmd", "'@cmd"),
            ('Say "a, b"', 'Say "a, b"'),
            ("Data = power", "Data = power"),
        ],
    )
    def test_no_cell_is_run_as_a_formula(self, plan: Plan, title: str, cell: str) -> None:
        row = rows(with_title(plan.site, {"en": title}))[MC]
        assert (row["title"], row["title_en"], row["title_ms"]) == (cell, cell, "")

    def test_a_title_in_another_language_alone_is_the_title(self, plan: Plan) -> None:
        row = rows(with_title(plan.site, {"ar": "تحليل"}))[MC]
        assert (row["title"], row["title_en"]) == ("تحليل", "")


def commit_at(repo: Path, when: str) -> None:
    stated = {**os.environ, "GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": "2030-01-01T00:00:00Z"}
    identity = ["-c", "user.name=Test", "-c", "user.email=test@bukti.example", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(repo), "add", "-A"], check=True)
    subprocess.run(["git", "-C", str(repo), *identity, "commit", "-qm", "change"], check=True, env=stated)


def edit(repo: Path, file: str, old: str, new: str) -> None:
    path = repo / "registry" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def told(site: Site) -> list[tuple[str, str, int, str]]:
    """Kind, name, version and moment of each change."""
    return [(entry["kind"], entry["mc"], entry["version"], entry["at"]) for entry in api.changes(site)["changes"]]


class TestChanges:
    def test_what_the_first_commit_brought(self, plan: Plan) -> None:
        found = {(kind, mc, version) for kind, mc, version, _ in told(plan.site)}
        assert {("new", MC, 1), ("version", MC, 2), ("draft", DRAFT, 1)} <= found
        assert len(found) == len(plan.site.snapshot.definitions)  # offers that came along are no change
        entry = next(one for one in api.changes(plan.site)["changes"] if (one["mc"], one["version"]) == (MC, 2))
        assert entry["stated_on"] == "2026-08-31"
        assert entry["summary"]["ms"].startswith("Projek ketiga")
        assert entry["at"] == "2026-11-20T08:00:00Z"  # of the commit, whatever day the provider states
        assert entry["page"] == f"https://bukti.example/catalogue/{MC}/v2/"

    def test_newest_first_by_the_published_history(self, own_repo: Path) -> None:
        edit(own_repo, f"{MC}/offer.yaml", "amount: 600", "amount: 650")
        commit_at(own_repo, "2026-11-22T08:00:00Z")
        edit(own_repo, f"{DRAFT}/v1.yaml", "en: Green Finance", "en: Plain Green Finance")
        commit_at(own_repo, "2026-11-21T08:00:00Z")  # a clock that went wrong
        edit(own_repo, f"{UNI}/responsible-data-use/offer.yaml", "status: active", "status: retired")
        site = load_site(own_repo)
        first, second, *rest = told(site)
        assert first == ("draft", DRAFT, 1, "2026-11-22T08:00:00Z")
        assert second == ("offer", MC, 2, "2026-11-22T08:00:00Z")
        assert {at for *_, at in rest} == {"2026-11-20T08:00:00Z"}
        # What is not committed is told by no entry. Who holds the publication before needs all from its date on.
        assert [kind for kind, *_ in rest].count("offer") == 0
        held = "2026-11-20T08:00:00Z"
        assert {(kind, mc) for kind, mc, _, at in told(site) if at >= held} >= {("draft", DRAFT), ("offer", MC)}

    def test_a_draft_is_new_once_it_is_active(self, own_repo: Path) -> None:
        edit(own_repo, f"{DRAFT}/v1.yaml", "state: draft", "state: active")
        commit_at(own_repo, "2026-11-23T08:00:00Z")
        assert told(load_site(own_repo))[0] == ("new", DRAFT, 1, "2026-11-23T08:00:00Z")

    def test_without_the_full_history_nothing_is_claimed(self, own_repo: Path, tmp_path: Path) -> None:
        edit(own_repo, f"{MC}/offer.yaml", "amount: 600", "amount: 650")
        commit_at(own_repo, "2026-11-22T08:00:00Z")
        shallow = tmp_path / "shallow"
        subprocess.run(["git", "clone", "-q", "--depth", "1", own_repo.as_uri(), str(shallow)], check=True)
        document = api.changes(load_site(shallow))
        assert (document["complete"], document["changes"]) == (False, [])
        assert faults(document) == []
        assert api.changes(load_site(own_repo))["complete"] is True


class TestTransparency:
    """CTDL, as the Credential Engine's registry and others take it."""

    def test_what_both_vocabularies_mean_alike(self, plan: Plan) -> None:
        document = dict(documents(plan))[f"api/v1/ctdl/{MC}.json"]
        assert document["@id"] == f"https://bukti.example/mc/{MC}/v2.json"
        assert document["ceterms:ctid"] == "ce-" + str(uuid.uuid5(uuid.NAMESPACE_URL, document["@id"]))
        assert document["ceterms:name"]["ms"] == "Analisis Data Gunaan"
        assert document["ceterms:keyword"]["en"] == ["statistics", "spreadsheets", "open data"]
        assert document["ceterms:creditValue"][0]["schema:value"] == 3
        assert document["ceterms:audienceLevelType"][0]["ceterms:codedNotation"] == "6"
        assert document["ceterms:estimatedCost"][0]["ceterms:price"] == 600
        outcomes = document["ceterms:requires"][0]["ceterms:targetCompetency"]
        assert [one["ceterms:codedNotation"] for one in outcomes] == ["lo1", "lo2", "lo3", "lo4"]
        assert document["ceterms:ownedBy"][0]["@id"] == "did:web:bukti.example:issuers:universiti-contoh"
        assert document["ceterms:credentialStatusType"][0]["ceterms:targetNode"] == "credentialStat:Active"

    def test_nothing_is_said_that_nobody_knows(self, plan: Plan) -> None:
        found = dict(documents(plan))
        taught_out = found["api/v1/ctdl/egypt-demo-institute/digital-banking-service.json"]
        for member in ("credentialStatusType", "audienceLevelType", "creditValue"):
            assert f"ceterms:{member}" not in taught_out
        size = found["api/v1/ctdl/egypt-demo-institute/small-business-lending.json"]["ceterms:creditValue"][0]
        assert (size["schema:minValue"], size["schema:maxValue"]) == (2, 2.4)
        assert "schema:value" not in size

    def test_a_draft_is_no_credential(self, plan: Plan) -> None:
        found = dict(documents(plan))
        assert f"api/v1/ctdl/{DRAFT}.json" not in found
        assert found[f"api/v1/mc/{DRAFT}.json"]["ctdl"] is None
        assert found[f"api/v1/mc/{MC}.json"]["ctdl"] == f"https://bukti.example/api/v1/ctdl/{MC}.json"


class TestFeed:
    def test_one_in_each_language(self, plan: Plan, site: Path) -> None:
        for language, prefix, title in (
            ("en", "", "Applied Data Analysis: version 2"),
            ("ms", "ms/", "Analisis Data Gunaan: versi 2"),
            ("ar", "ar/", "تحليل البيانات التطبيقي: النسخة 2"),
        ):
            root = ElementTree.parse(site / f"{prefix}feed.xml").getroot()
            assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == language
            own = root.find(f"{ATOM}link[@rel='self']")
            assert own is not None
            assert own.attrib["href"] == root.findtext(f"{ATOM}id") == f"https://bukti.example/{prefix}feed.xml"
            entries = root.findall(f"{ATOM}entry")
            assert title in [entry.findtext(f"{ATOM}title") for entry in entries]
            assert len(entries) == len([one for one in changes(plan.site) if one.kind != "draft"])
            for entry in (root, *entries):  # what RFC 4287 asks for
                assert all(entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
                assert entry.findtext(f"{ATOM}author/{ATOM}name")
                address = entry.find(f"{ATOM}link[@rel='alternate']")
                assert address is not None
                page = address.attrib["href"].removeprefix("https://bukti.example/") + "index.html"
                assert (site / page).is_file()

    def test_ids_are_one_of_a_kind_and_stay_wherever_it_is_served(self, plan: Plan, repo: Path) -> None:
        def ids(site: Site) -> list[str]:
            return [str(node.text) for node in ElementTree.fromstring(feed(site, "ms")).iter(f"{ATOM}id")]

        moved = dataclasses.replace(
            plan.site.register, base_url="https://new.example", former_base_urls=("https://bukti.example",)
        )
        there = dataclasses.replace(plan.site, register=moved, canonical="https://new.example")
        assert ids(there) == ids(plan.site)
        assert len(set(ids(there))) == len(ids(there))
        assert b'href="https://new.example/ms/catalogue/' in feed(there, "ms")

    def test_texts_stay_texts(self, plan: Plan) -> None:
        site = with_title(plan.site, {"en": "<b>&amp; ]]> Data"})
        titles = [node.text for node in ElementTree.fromstring(feed(site, "en")).iter(f"{ATOM}title")]
        assert "<b>&amp; ]]> Data: version 2" in titles

    def test_drafts_are_no_news_and_offers_are(self, own_repo: Path) -> None:
        edit(own_repo, f"{MC}/offer.yaml", "status: active", "status: teach_out")
        edit(own_repo, f"{DRAFT}/v1.yaml", "en: Green Finance", "en: Plain Green Finance")
        commit_at(own_repo, "2026-11-22T08:00:00Z")
        site = load_site(own_repo)
        root = ElementTree.fromstring(feed(site, "en"))
        titles = [str(node.text) for node in root.iter(f"{ATOM}title")]
        assert titles[1] == "Applied Data Analysis: the offer has changed. Now: No new learners"
        assert not any("Green Finance" in title for title in titles)
        assert root.findtext(f"{ATOM}updated") == "2026-11-22T08:00:00Z"

    def test_it_stays_short(self, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
        assert MAX_ENTRIES == 100
        monkeypatch.setattr("site_builder.feed.MAX_ENTRIES", 3)
        root = ElementTree.fromstring(feed(plan.site, "en"))
        assert len(root.findall(f"{ATOM}entry")) == 3

    def test_a_site_without_history_has_an_empty_one(self, plan: Plan) -> None:
        bare = dataclasses.replace(plan.site, history=dataclasses.replace(plan.site.history, complete=False))
        root = ElementTree.fromstring(feed(bare, "en"))
        assert root.findtext(f"{ATOM}updated") == plan.site.register.data_as_of
        assert root.find(f"{ATOM}entry") is None

    def test_of_each_provider_there_is_one_more(self, plan: Plan, site: Path) -> None:
        root = ElementTree.parse(site / f"providers/{UNI}/feed.xml").getroot()
        assert (
            root.findtext(f"{ATOM}title")
            == "Universiti Contoh (demonstration university): new and changed micro-credentials"
        )
        assert root.findtext(f"{ATOM}id") == f"https://bukti.example/providers/{UNI}/feed.xml"
        whole = ElementTree.parse(site / "feed.xml").getroot()
        own = [entry for entry in whole.findall(f"{ATOM}entry") if f"/{UNI}/" in str(entry.findtext(f"{ATOM}id"))]
        entries = root.findall(f"{ATOM}entry")
        assert list(map(ElementTree.tostring, entries)) == list(map(ElementTree.tostring, own))
        assert 0 < len(entries) < len(whole.findall(f"{ATOM}entry"))
        told = {one["id"]: one["feed"] for one in api.providers(plan.site)["providers"]}
        assert told[UNI] == root.findtext(f"{ATOM}id")

    def test_all_are_as_the_standard_asks(self, site: Path) -> None:
        """RFC 4287: elements of 4.1 that stand once or are needed, absolute addresses, moments with a zone."""
        found = sorted(site.rglob("feed.xml"))
        assert len(found) == 3 + 2
        for file in found:
            root = ElementTree.parse(file).getroot()
            for node in (root, *root.findall(f"{ATOM}entry")):
                names = [child.tag.removeprefix(ATOM) for child in node]
                assert all(names.count(name) == 1 for name in ("id", "title", "updated", "author")), file
                assert max(names.count(name) for name in ("subtitle", "summary")) <= 1
                assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(node.findtext(f"{ATOM}updated")))
                assert str(node.findtext(f"{ATOM}id")).startswith("https://")
                links = [(link.get("rel"), link.get("type")) for link in node.findall(f"{ATOM}link")]
                assert len(links) == len(set(links))
                assert ("alternate", "text/html") in links  # asked of an entry without content
                assert all(str(link.get("href")).startswith("https://") for link in node.findall(f"{ATOM}link"))

    def test_every_page_leads_to_it(self, site: Path) -> None:
        """In its footer for people; in its head for feed readers, but for what never changes or stands anywhere."""
        link = '<link rel="alternate" type="application/atom+xml" title="{}" href="{}feed.xml">'
        english, malay = "New and changed micro-credentials", "Kredensial mikro baharu dan yang berubah"
        for path, title, up in (
            ("index.html", english, ""),
            ("catalogue/index.html", english, "../"),
            (f"catalogue/{MC}/index.html", english, "../../../"),
            (f"ms/catalogue/{MC}/index.html", malay, "../../../"),
            ("ms/docs/about/index.html", malay, "../../"),
        ):
            html = (site / path).read_text(encoding="utf-8")
            assert link.format(title, up) in html, path
            footer = html[html.index('class="bk-footer') :]
            assert re.search(rf'<a href="?{re.escape(up)}feed.xml"? type="?application/atom\+xml"?>', footer), path
        assert '<link rel="alternate" type' not in (site / "404.html").read_text(encoding="utf-8")

    def test_a_providers_page_leads_to_its_own(self, site: Path) -> None:
        for path, link in (
            (f"providers/{UNI}/index.html", "feed.xml"),
            (f"ar/providers/{UNI}/index.html", f"../../../providers/{UNI}/feed.xml"),
        ):
            html = (site / path).read_text(encoding="utf-8")
            assert f'href="{link}">' in html
            assert f'<a class="bk-more" href="{link}" type="application/atom+xml" hreflang="en">' in html


class TestGuide:
    GUIDE = (shape.ROOT / "docs/guides/api.md").read_text(encoding="utf-8")

    def test_it_names_every_file_schema_and_column(self, plan: Plan) -> None:
        header = sheet(plan.site).decode("utf-8-sig").splitlines()[0].split(",")
        columns = {"title_<language>" if name.startswith("title_") else name for name in header}
        names = columns | set(api.SCHEMAS) | set(shape.read_schemas())
        assert [name for name in sorted(names) if f"`{name}`" not in self.GUIDE] == []
        for path in ("index.json", "all.json", "providers.json", "changes.json", "catalogue.csv"):
            assert f"`/api/v1/{path}`" in self.GUIDE
        assert "`no_such_column`" not in self.GUIDE

    def test_its_examples_are_as_the_schemas_say(self) -> None:
        index, change = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", self.GUIDE, re.DOTALL))
        example = SCHEMAS["changes"]["examples"][0]
        assert change == example["changes"][0]
        whole = SCHEMAS["index"]["examples"][0]
        assert {name: whole[name] for name in index} == index
