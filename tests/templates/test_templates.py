"""Templates: made from the registry, filled, read back, judged (TPL-1 to TPL-7)."""

import copy
import dataclasses
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bukti.errors import BuktiError
from bukti.model import Template
from bukti.model.snapshot import Located
from bukti.proof.jcs import canonical
from bukti.templates import Values, digest_of, fill, make_template, template_bytes, template_faults, values_of
from bukti.verification.shape import shape_fault
from tests.templates.small import BASE, DEFINITION, MC, PROVIDER, snapshot, template

VALUES = Values(
    uuid="4d0c7d5e-4f3a-4c2b-9a51-0d6f1c2b3a49",
    valid_from=date(2026, 11, 1),
    valid_until=date(2029, 10, 31),
    status_index=77,
    name="Siti Aminah binti Ramli",
    results=("A",),
)


class TestFilling:
    """TPL-3, TPL-4: values are placed in the tree, and read back from it."""

    @given(
        name=st.text(st.characters(codec="utf-8"), min_size=1, max_size=60),
        index=st.integers(0, 10**6),
        grade=st.sampled_from(["A", 'a \\ " /', "urn:uuid:", '","id":"x']),
        uuid=st.uuids(version=4).map(str),
    )
    def test_values_come_back(self, name: str, index: int, grade: str, uuid: str) -> None:
        values = dataclasses.replace(VALUES, name=name, status_index=index, results=(grade,), uuid=uuid)
        credential = fill(TEMPLATE, values)
        assert values_of(TEMPLATE, credential) == values
        assert values_of(TEMPLATE, {**credential, "proof": [{}]}) == values

    def test_the_template_is_not_changed(self) -> None:
        before = template_bytes(TEMPLATE)
        fill(TEMPLATE, VALUES)
        assert template_bytes(TEMPLATE) == before

    def test_what_comes_out_is_a_credential(self) -> None:
        credential = fill(TEMPLATE, VALUES)
        assert shape_fault(credential) is None
        assert credential["credentialStatus"]["id"] == f"{BASE}/issuers/{PROVIDER}/status/1.json#77"
        assert (credential["validFrom"], credential["validUntil"]) == (
            "2026-11-01T00:00:00Z",
            "2029-10-31T23:59:59Z",
        )

    @pytest.mark.parametrize(
        ("place", "value"),
        [
            (("name",), "Another"),
            (("id",), "urn:uuid:4D0C7D5E-4f3a-4c2b-9a51-0d6f1c2b3a49"),
            (("validFrom",), "2026-11-01T00:00:01Z"),
            (("validUntil",), "2029-10-31T00:00:00Z"),
            (("validFrom",), "2026-02-30T00:00:00Z"),
            (("credentialStatus", "statusListIndex"), "077"),
            (("credentialStatus", "id"), f"{BASE}/issuers/{PROVIDER}/status/1.json#78"),
            (("credentialSubject", "achievement", "creditsAvailable"), True),
            (("credentialSubject", "achievement", "version"), 1),
            (("credentialSubject", "extra"), "member"),
        ],
    )
    def test_a_credential_that_differs_beside_the_holes(self, place: tuple[str, ...], value: object) -> None:
        credential = copy.deepcopy(fill(TEMPLATE, VALUES))
        assert values_of(TEMPLATE, credential) is not None
        node: Any = credential
        for step in place[:-1]:
            node = node[step]
        node[place[-1]] = value
        assert values_of(TEMPLATE, credential) is None

    @pytest.mark.parametrize("change", [{"valid_until": None}, {"results": ()}, {"results": ("A", "B")}])
    def test_values_that_the_template_has_no_holes_for(self, change: dict[str, Any]) -> None:
        with pytest.raises(ValueError, match="holes"):
            fill(TEMPLATE, dataclasses.replace(VALUES, **change))

    def test_3_and_3_0_are_one_number(self) -> None:
        whole = template(credits={"value": "3", "system": "MQF"})
        credential = copy.deepcopy(fill(whole, VALUES))
        assert credential["credentialSubject"]["achievement"]["creditsAvailable"] == 3
        credential["credentialSubject"]["achievement"]["creditsAvailable"] = 3.0
        assert values_of(whole, credential) == VALUES


class TestMaking:
    """TPL-5, TPL-6: from the definition the first time, from the template ever after."""

    def test_bytes_are_canonical_and_named_by_their_digest(self) -> None:
        data = template_bytes(TEMPLATE)
        assert data == canonical(TEMPLATE.json_form())
        assert Template.model_validate_json(data) == TEMPLATE
        assert digest_of(Template.model_validate_json(data)) == digest_of(TEMPLATE)

    @pytest.mark.parametrize("until", [True, False])
    @pytest.mark.parametrize("results", [(), ("grade",), ("path",), ("grade", "path")])
    @pytest.mark.parametrize("language", ["en", "ms", "ar"])
    def test_every_set_of_holes_is_right(self, until: bool, results: tuple[str, ...], language: str) -> None:
        made = template(with_until=until, results=results, language=language)
        assert template_faults(made, snapshot()) == []
        assert made.credential["credentialSubject"]["achievement"]["inLanguage"] == language

    def test_achievement_is_kept_when_the_definition_or_our_words_change(self) -> None:
        changed = snapshot(DEFINITION | {"title": {"en": "Renamed"}}, templates=(TEMPLATE,))
        made = make_template(changed, PROVIDER, MC, 1, base_url=BASE, status_list="2", with_until=False, results=())
        assert made.credential["name"] == "Reading rain data"
        assert template_faults(made, changed) == []

    def test_a_move_begins_anew(self) -> None:
        moved = snapshot(templates=(TEMPLATE,), base_url="https://new.example", former_base_urls=[BASE])
        made = make_template(
            moved,
            PROVIDER,
            MC,
            1,
            base_url="https://new.example",
            status_list="1",
            with_until=False,
            results=(),
        )
        assert made.credential["issuer"]["id"] == f"did:web:new.example:issuers:{PROVIDER}"
        assert template_faults(made, moved) == [] == template_faults(TEMPLATE, moved)

    def test_a_text_missing_in_the_language_is_named(self) -> None:
        with pytest.raises(BuktiError, match=r"completion\.rule has no text in 'ms'") as refused:
            template(language="ms", completion={"rule": {"en": "Pass."}})
        assert "add ms:" in refused.value.hint

    def test_a_draft_gives_no_template(self) -> None:
        with pytest.raises(BuktiError, match="is a draft"):
            template(state="draft")

    def test_a_result_that_the_definition_does_not_report(self) -> None:
        with pytest.raises(BuktiError, match="states no grading"):
            template(grading=None)
        template(grading=None, results=())

    def test_more_outcomes_than_a_credential_holds(self) -> None:
        outcomes = [{"id": f"lo{n}", "text": {"en": f"Do {n}."}, "domain": "skill"} for n in range(64)]
        with pytest.raises(BuktiError, match="/credentialSubject/achievement/alignment"):
            template(outcomes=outcomes)
        template(outcomes=outcomes[:63])


class TestJudging:
    """TPL-5: what makes a template wrong, one fault each."""

    @pytest.mark.parametrize(
        ("place", "value", "fault"),
        [
            (("issuer", "id"), "did:web:bukti.example:issuers:other", "issuer is not"),
            (
                ("credentialSubject", "achievement", "id"),
                f"{BASE}/mc/other/{MC}/v1.json",
                "achievement is not",
            ),
            (("credentialSubject", "achievement", "version"), "2", "another version"),
            (
                ("credentialStatus", "statusListCredential"),
                f"{BASE}/issuers/other/status/1.json",
                "status list",
            ),
            (("name",), " spaced ", "text-forbidden"),
            (("id",), "urn:uuid:x", "not empty at the hole uuid"),
            (("credentialSubject", "other"), "x", "shape-mismatch"),
            (("@context",), ["https://www.w3.org/ns/credentials/v2"], "context-mismatch"),
            (("validUntil",), None, "hole valid_until"),
        ],
    )
    def test_wrong_content(self, place: tuple[str, ...], value: object, fault: str) -> None:
        form = copy.deepcopy(TEMPLATE.json_form())
        node: Any = form["credential"]
        for step in place[:-1]:
            node = node[step]
        if value is None:
            del node[place[-1]]
        else:
            node[place[-1]] = value
        faults = template_faults(Template.model_validate(form), snapshot())
        assert len(faults) == 1
        assert fault in faults[0]

    def test_another_mc_of_the_same_provider(self) -> None:
        form = copy.deepcopy(TEMPLATE.json_form()) | {"mc": "other"}
        assert "its achievement is not" in template_faults(Template.model_validate(form), snapshot())[0]

    @pytest.mark.parametrize("change", ["swap", "drop", "twice", "pointer"])
    def test_wrong_holes(self, change: str) -> None:
        form = copy.deepcopy(TEMPLATE.json_form())
        holes = form["holes"]
        if change == "swap":
            holes[0], holes[1] = holes[1], holes[0]
        elif change == "drop":
            del holes[5]
        elif change == "twice":
            holes.append(dict(holes[-1]))
        else:
            holes[0]["pointer"] = "/name"
        assert template_faults(TEMPLATE, snapshot()) == []
        assert template_faults(Template.model_validate(form), snapshot()) != []

    def test_templates_of_one_version_that_disagree(self) -> None:
        form = copy.deepcopy(TEMPLATE.json_form())
        form["credential"]["credentialSubject"]["achievement"]["description"] = "Something else."
        other = Template.model_validate(form)
        both = snapshot(templates=(TEMPLATE, other))
        assert "differs from that of" in template_faults(TEMPLATE, both)[0]
        with pytest.raises(BuktiError, match="differ in their achievement"):
            make_template(both, PROVIDER, MC, 1, base_url=BASE, status_list="1", with_until=False, results=())

    def test_a_template_that_is_no_credential_does_not_stop_the_others(self) -> None:
        kinds: list[dict[str, Any]] = [{}, {"credentialSubject": None}, {"credentialSubject": {"achievement": []}}]
        for credential in kinds:
            broken = Template.model_validate(TEMPLATE.json_form() | {"credential": credential})
            both = snapshot(templates=(TEMPLATE, broken))
            assert template_faults(TEMPLATE, both) == []
            assert template_faults(broken, both) != []
            assert template(with_until=False, results=()).achievement == TEMPLATE.achievement
            made = make_template(both, PROVIDER, MC, 1, base_url=BASE, status_list="1", with_until=False, results=())
            assert made.achievement == TEMPLATE.achievement

    def test_judging_does_not_go_through_the_templates_of_others(self) -> None:
        """One pass over all templates serves every question, so a large registry stays linear."""
        forms = [TEMPLATE.json_form() | {"mc": f"mc-{number}"} for number in range(20)]
        for number, form in enumerate(forms):
            form["credential"] = copy.deepcopy(form["credential"])
            form["credential"]["credentialSubject"]["achievement"]["id"] = f"https://bukti.example/{number}"
        many = snapshot(templates=(TEMPLATE, *(Template.model_validate(form) for form in forms)))
        counted = Counted(many.templates)
        many = dataclasses.replace(many, templates=counted)
        for _ in range(5):
            assert template_faults(TEMPLATE, many) == []
        assert counted.passes == 1


class Counted(dict[tuple[str, str], Located[Template]]):
    """A mapping that counts how often all of it is gone through."""

    passes = 0

    def items(self) -> Any:
        self.passes += 1
        return super().items()


TEMPLATE = template()
