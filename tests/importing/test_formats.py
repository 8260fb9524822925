"""What the importers read out of single rows and documents, and what they leave alone."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bukti.errors import BuktiError
from bukti.importing import Draft, read_source
from bukti.importing.jsonld import language_of, line_map, prose_map
from bukti.importing.writer import plan
from tests.public_data import DATA, need


def drafts_of(source: str) -> list[Draft]:
    return read_source(need(DATA / source, "this import"))[1]


def draft(tmp_path: Path, document: object, name: str = "one.json") -> Draft:
    """The one draft of a document, which a record can be made of."""
    (tmp_path / name).write_text(json.dumps(document), encoding="utf-8")
    _, found = read_source(tmp_path / name)
    plan(found, "uji")
    (only,) = found
    return only


class TestNus:
    def test_hours_of_a_semester_and_their_parts(self) -> None:
        by_code = {one.key: one.definition for one in drafts_of("modules-nus")}
        # Two hours of lecture, two of tutorial, three of project and four of preparation a week, for 13 weeks.
        assert by_code["ACC2002"]["hours"] == {"total": 143, "guided_f2f": 52, "independent": 91}
        assert "hours" not in by_code["BFS1001"], "the list states no workload"

    def test_its_credits_are_of_no_system_that_a_definition_states(self) -> None:
        first = drafts_of("modules-nus")[0].definition
        assert "credits" not in first
        assert first["source"].endswith("ACC2002, 4 modular credits")

    @pytest.mark.parametrize("workload", ["See remarks", [2, 2, 0, 3], [2, "a lot", 0, 3, 4], [0, 0, 0, 0, 0], None])
    def test_a_workload_in_other_words_is_no_figure(self, tmp_path: Path, workload: object) -> None:
        module = {"moduleCode": "X1", "title": "T", "moduleCredit": "4", "workload": workload}
        assert "hours" not in draft(tmp_path, [module]).definition
        twin = {**module, "workload": [1, 0, 0.5, 0, 2]}
        assert draft(tmp_path, [twin]).definition["hours"] == {"total": "45.5", "guided_f2f": "19.5", "independent": 26}


class TestCredly:
    def test_criteria_skills_and_level_where_they_are_stated(self) -> None:
        first, *others = drafts_of("badges-credly-list")
        assert first.definition["completion"] == {
            "rule": {"en": "Pass the Tech Fundamentals exam with more than 70% score."}
        }
        assert [one["en"] for one in first.definition["keywords"]] == [
            "Acronis Cyber Protect", "Installing Agents", "Licensing", "Foundational",
        ]  # fmt: skip
        assert first.definition["awarding_body"] == {"en": "Acronis"}
        assert sum("completion" in one.definition for one in (first, *others)) == 137
        assert not {"outcomes", "hours", "credits", "level"} & set(first.definition)

    def test_a_level_that_is_not_stated_is_no_keyword(self) -> None:
        words = {one["en"] for each in drafts_of("badges-credly-list") for one in each.definition.get("keywords", [])}
        assert not {"None", "N/A", ""} & words
        assert "Intermediate" in words


class TestCoursera:
    def test_its_titles_are_in_no_language_that_it_names(self) -> None:
        found = drafts_of("mooc-coursera-2020")
        assert {one.definition["language"] for one in found} == {"und"}
        titles = [one.definition["title"]["und"] for one in found]
        assert "Egiptología (Egyptology)" in titles
        assert "(ISC)² Systems Security Certified Practitioner (SSCP)" in titles

    def test_the_kinds_of_certificate_are_kept_apart(self) -> None:
        kinds = [one.definition["keywords"][0]["en"] for one in drafts_of("mooc-coursera-2020")]
        assert (kinds.count("Course"), kinds.count("Specialization"), kinds.count("Professional certificate")) == (
            582,
            297,
            12,
        )

    def test_one_title_twice_makes_two_drafts(self) -> None:
        ids = [one.definition.id for one in plan(drafts_of("mooc-coursera-2020"), "uji")]
        assert len(set(ids)) == 891
        assert {"machine-learning", "machine-learning-2"} <= set(ids)


ACHIEVEMENT = {
    "id": "https://provider.example/achievements/1",
    "type": ["Achievement"],
    "name": "Soil testing",
    "description": "Testing of <b>soil</b>",
    "inLanguage": "en-MY",
    "criteria": {"id": "https://provider.example/criteria", "narrative": "Test ten samples."},
    "creator": {"id": "did:web:provider.example", "type": ["Profile"], "name": "Soil Institute"},
    "creditsAvailable": 3.5,
    "tag": ["soil", "laboratory"],
    "alignment": [
        {"type": ["Alignment"], "targetType": "ceasn:Competency", "targetName": "analyse soil",
         "targetFramework": "ESCO", "targetUrl": "http://data.europa.eu/esco/skill/1"},
        {"type": ["Alignment"], "targetType": "CFRubric", "targetName": "Laboratory rubric",
         "targetUrl": "https://provider.example/rubric"},
    ],
}  # fmt: skip


class TestOpenBadges:
    def test_an_achievement_with_all_that_a_draft_can_hold(self, tmp_path: Path) -> None:
        found = draft(tmp_path, ACHIEVEMENT)
        assert found.definition == {
            "language": "en",
            "title": {"en": "Soil testing"},
            "summary": {"en": "Testing of soil"},
            "keywords": [{"en": "soil"}, {"en": "laboratory"}, {"en": "Laboratory rubric"}],
            "awarding_body": {"en": "Soil Institute"},
            "skills": [
                {"framework": "ESCO", "uri": "http://data.europa.eu/esco/skill/1", "label": {"en": "analyse soil"}}
            ],
            "completion": {"rule": {"en": "Test ten samples."}},
            "source": "Open Badges 3.0: one.json, https://provider.example/achievements/1, 3.5 credits",
        }
        assert found.offer == {"enrolment": {"url": "https://provider.example/criteria"}}

    @pytest.mark.parametrize(
        "wrapped",
        [
            {
                "type": ["VerifiableCredential", "OpenBadgeCredential"],
                "credentialSubject": {"achievement": ACHIEVEMENT},
            },
            {"type": "Assertion", "badge": {**ACHIEVEMENT, "type": "BadgeClass"}},
        ],
    )
    def test_the_same_inside_a_credential_or_an_assertion(self, tmp_path: Path, wrapped: Mapping[str, Any]) -> None:
        assert draft(tmp_path, wrapped).definition["title"] == {"en": "Soil testing"}

    def test_nothing_of_the_holder_is_read(self, tmp_path: Path) -> None:
        subject = {"identifier": [{"identityHash": "Aisyah binti Contoh"}], "achievement": ACHIEVEMENT}
        found = draft(tmp_path, {"type": ["OpenBadgeCredential"], "credentialSubject": subject})
        assert "Aisyah" not in json.dumps([found.definition, found.offer, found.origin, found.key], ensure_ascii=False)

    def test_a_badge_class_in_its_own_language(self) -> None:
        titles = {
            key: text for one in drafts_of("badges-ob2-1edtech/assets") for key, text in one.definition["title"].items()
        }
        assert titles["es"] == "Insignia fantastica"

    def test_one_without_a_name_goes_by_its_address(self, tmp_path: Path) -> None:
        nameless = {name: value for name, value in ACHIEVEMENT.items() if name != "name"}
        assert draft(tmp_path, nameless).definition["title"] == {"en": "https://provider.example/achievements/1"}


OPPORTUNITY = {
    "@context": "https://credreg.net/ctdl/schema/context/json",
    "@type": "ceterms:LearningOpportunityProfile",
    "ceterms:ctid": "ce-00000000-0000-4000-8000-000000000000",
    "ceterms:name": {"en-US": "Welding", "ms": "Kimpalan"},
    "ceterms:description": {"en-US": "Join metals."},
    "ceterms:inLanguage": ["en"],
    "ceterms:subject": [{"ceterms:targetNodeName": {"en-US": "Metal"}}, {"ceterms:targetNodeName": "Safety"}],
    "ceterms:ownedBy": [{"@type": "ceterms:CredentialOrganization", "ceterms:name": "Welders"}],
    "ceterms:requires": [{"@type": "ceterms:ConditionProfile", "ceterms:description": "Good eyes."}],
    "ceterms:subjectWebpage": {"@id": "https://provider.example/welding"},
    "ceterms:estimatedCost": [{"ceterms:price": 120, "ceterms:currency": "MYR"}],
}


class TestCtdl:
    def test_a_learning_opportunity(self, tmp_path: Path) -> None:
        found = draft(tmp_path, OPPORTUNITY)
        assert found.definition == {
            "language": "en",
            "title": {"en": "Welding", "ms": "Kimpalan"},
            "summary": {"en": "Join metals."},
            "prerequisites": [{"en": "Good eyes."}],
            "keywords": [{"en": "Metal"}, {"en": "Safety"}],
            "awarding_body": {"en": "Welders"},
            "source": "Credential Engine CTDL: one.json, ce-00000000-0000-4000-8000-000000000000",
        }
        assert found.offer == {
            "enrolment": {"url": "https://provider.example/welding"},
            "cost": {"amount": 120, "currency": "MYR"},
        }

    @pytest.mark.parametrize(
        "costs", [[{"ceterms:price": 1}], [{"ceterms:price": 1, "ceterms:currency": "MYR"}] * 2, []]
    )
    def test_what_is_no_one_price_is_none(self, tmp_path: Path, costs: list[object]) -> None:
        assert "cost" not in draft(tmp_path, {**OPPORTUNITY, "ceterms:estimatedCost": costs}).offer

    def test_a_graph_has_its_offers_and_no_organisation(self, tmp_path: Path) -> None:
        owner = {"@type": "ceterms:CredentialOrganization", "ceterms:name": "Welders"}
        (tmp_path / "graph.json").write_text(json.dumps({"@graph": [owner, OPPORTUNITY, owner]}))
        assert [one.definition["title"]["ms"] for one in read_source(tmp_path)[1]] == ["Kimpalan"]


class TestJsonLd:
    @pytest.mark.parametrize(
        ("tags", "language"),
        [
            (("en-US",), "en"),
            ((None, "ms"), "ms"),
            (("EN",), "en"),
            (("english",), "und"),
            ((), "und"),
            ((3, ["en"]), "und"),
        ],
    )
    def test_languages(self, tags: tuple[object, ...], language: str) -> None:
        assert language_of(*tags) == language

    def test_of_several_texts_in_one_language_the_first_counts(self) -> None:
        assert line_map(["One", "Two"], "en") == {"en": "One"}
        assert prose_map([{"@value": "Satu", "@language": "ms"}, "One"], "en") == {"ms": "Satu", "en": "One"}

    @pytest.mark.parametrize("text", ["[]", "{", "7", '{"type": 7}', '{"type": "BadgeClass"', "[" * 100_000])
    def test_other_documents_are_not_recognised(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "one.json").write_text(text + "  BadgeClass ceterms:")
        (tmp_path / "two.json").write_text(json.dumps(ACHIEVEMENT))
        assert len(read_source(tmp_path)[1]) == 1


HEAD = "issuer,badge,url,description,skills,criteria,time_to_earn,level\n"


class TestUnfriendlyRows:
    def test_names_in_every_script_and_quotes_stay_text(self, tmp_path: Path) -> None:
        (tmp_path / "badges.csv").write_text(
            HEAD + '"Ac""me","தமிழ் \'quoted\' شهادة 证书 <script>x</script>",no url,,"a, ,b",,Hours,None\n',
            encoding="utf-8",
        )
        (only,) = plan(read_source(tmp_path)[1], "uji")
        assert only.definition.title == {"en": "தமிழ் 'quoted' شهادة 证书 x"}
        assert only.definition.awarding_body == {"en": 'Ac"me'}
        assert only.offer.enrolment is None

    @pytest.mark.parametrize(
        ("row", "told"),
        [("Acme,,u,,,,,\n", "badges.csv row 1"), ("Acme,Badge\n", "not a Credly badges file after all")],
    )
    def test_a_row_that_lacks_what_a_draft_needs_is_told(self, tmp_path: Path, row: str, told: str) -> None:
        (tmp_path / "badges.csv").write_text(HEAD + row, encoding="utf-8")
        with pytest.raises(BuktiError) as error:
            plan(read_source(tmp_path)[1], "uji")
        assert told in str(error.value)
