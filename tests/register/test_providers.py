"""What becomes of providers (REC-12, REC-18) and what the agency decides about credentials (REC-15)."""

from datetime import date
from itertools import product
from typing import Any

import pytest

from bukti.model import Provider
from bukti.register import ProviderEvent
from bukti.templates import digest_of, template_faults
from tests.register.world import OTHER, UNI, World, block, digest, founded
from tests.templates import small

KEY_1, KEY_2 = f"{UNI}/key-1", f"{UNI}/key-2"
M1, M2, M3 = (f"registry/m-{number}" for number in (1, 2, 3))
NEW_NAME = {"en": "Universiti Baharu"}
OLD_NAME: dict[str, str] = small.PROVIDER_RECORD["name"]


def two_providers() -> World:
    world = founded()
    world.provider(OTHER)
    world.provider_act("admitted", M1, M2, serial="0000000a", provider=OTHER)
    world.commit()
    return world


def renamed(world: World, **more: Any) -> None:
    world.provider_act("renamed", M1, serial="00000002", **({"name": NEW_NAME, "former_name": OLD_NAME} | more))


class TestEvents:
    def test_counting_acts_are_told_in_their_order(self) -> None:
        world = two_providers()
        renamed(world)
        world.provider(UNI, name=NEW_NAME)
        world.commit()
        world.provider_act("suspended", M1, serial="00000003")
        world.commit()
        world.provider_act("merged", M1, M2, serial="00000004", on="2026-10-20")
        assert (world.codes(), world.warnings()) == ([], [])
        other, issuer = world.register().issuers
        assert [event.kind for event in other.events] == ["admitted"]
        assert issuer.events == (
            ProviderEvent(kind="admitted", day=date(2026, 10, 2)),
            ProviderEvent(kind="renamed", day=date(2026, 10, 4), name=NEW_NAME, former_name=OLD_NAME),
            ProviderEvent(kind="suspended", day=date(2026, 10, 5)),
            ProviderEvent(kind="merged", day=date(2026, 10, 20), into=OTHER),
        )
        assert issuer.status == "closed"

    def test_an_act_that_does_not_count_is_no_event(self) -> None:
        world = founded()
        world.provider_act("closed", M1, serial="00000002")
        assert [event.kind for event in world.register().issuers[0].events] == ["admitted"]

    @pytest.mark.parametrize("into", [UNI, "nobody", "not-admitted"])
    def test_a_provider_is_merged_into_another_admitted_one(self, into: str) -> None:
        world = two_providers()
        world.provider("not-admitted")
        world.provider_act("merged", M1, M2, serial="00000002", into=into)
        assert world.codes() == ["provider-act-into"]
        assert world.register().issuers[1].status == "active"


class TestNames:
    def test_the_record_states_the_newest_name(self) -> None:
        world = founded()
        renamed(world)
        assert world.codes() == ["provider-name"]
        world.provider(UNI, name=NEW_NAME)
        assert world.codes() == []

    def test_a_renaming_follows_the_one_before(self) -> None:
        world = founded()
        renamed(world)
        world.commit()
        world.provider(UNI, name={"en": "Universiti Ketiga"})
        again = {"name": {"en": "Universiti Ketiga"}, "former_name": OLD_NAME}
        world.provider_act("renamed", M1, serial="00000003", **again)
        assert "provider-act-name" in world.codes()
        world.provider_act("renamed", M1, serial="00000003", **again | {"former_name": NEW_NAME})
        assert world.codes() == []

    def test_old_credentials_stay_good_under_the_old_name(self) -> None:
        world = founded()
        world.batch("1", digest(1))
        world.commit()
        renamed(world)
        world.provider(UNI, name=NEW_NAME)
        assert world.codes() == []
        assert world.state(digest(1)) == "active"

    def test_another_name_without_an_act_is_none_of_the_providers(self) -> None:
        world = founded()
        world.batch("1", digest(1))
        world.commit()
        world.provider(UNI, name=NEW_NAME)
        assert world.codes() == ["batch-template"]

    def test_a_void_renaming_gives_no_name(self) -> None:
        world = founded()
        renamed(world)
        since = world.commit()
        world.key_act(M1, M2, M3, from_commit=since)
        world.commit()
        assert (world.codes(), world.warnings()) == ([], ["provider-act-void"])

    def test_a_template_states_a_name_in_any_language(self) -> None:
        snapshot = founded().snapshot()
        (located,) = snapshot.templates.values()
        template = located.record
        assert template_faults(template, snapshot) == []
        for name, right in [(text, True) for text in OLD_NAME.values()] + [("Universiti Palsu", False)]:
            form = template.json_form()
            form["credential"]["issuer"]["name"] = name
            altered = type(template).model_validate(form)
            assert digest_of(altered)
            faults = template_faults(altered, snapshot)
            assert (faults == []) is right, faults
            assert template_faults(altered, snapshot, {"Universiti Palsu"}) == [] or right


class TestVoidAdmission:
    def world(self) -> World:
        """M1's key is revoked from before a provider's admission; that provider has awarded since."""
        world = founded()
        world.forget("/acts/")
        world.provider_act("admitted", M1, M2)
        since = world.commit()
        world.batch("1", digest(1))
        world.commit()
        world.provider_act("suspended", M3, serial="00000002")
        world.commit()
        world.key_act(M1, M2, M3, from_commit=since)
        world.commit()
        return world

    def test_all_that_hangs_on_it_waits(self) -> None:
        world = self.world()
        assert world.codes() == []
        assert sorted(world.warnings()) == ["provider-act-order", "provider-act-void", "provider-not-admitted"]

    def test_batches_are_not_authorised_meanwhile(self) -> None:
        world = self.world()
        world.drop("00000002")
        assert (world.codes(), sorted(world.warnings())) == ([], ["provider-act-void", "provider-not-admitted"])
        assert not world.register().batches[0].source.authorised

    def test_two_others_stand_by_the_admission(self) -> None:
        world = self.world()
        (path,) = (path for path in world.records if path.endswith("acts/2026-10-01-00000001.yaml"))
        world.reaffirmation(path, M2, M3)
        assert (world.codes(), world.warnings()) == ([], [])
        assert world.register().issuers[0].status == "suspended"


class TestAgency:
    """A suspension by a maintainer ends by a maintainer only (REC-15)."""

    @pytest.mark.parametrize(
        ("acts", "state", "warnings"),
        [
            ([("suspended", M1), ("reinstated", KEY_1)], "suspended", ["act-suspension"]),
            ([("suspended", M1), ("reinstated", M2)], "active", []),
            ([("suspended", KEY_1), ("reinstated", M2)], "active", []),
            ([("suspended", KEY_1), ("reinstated", KEY_1)], "active", []),
            ([("suspended", M1), ("suspended", KEY_1), ("reinstated", KEY_1)], "suspended", ["act-suspension"]),
            ([("suspended", KEY_1), ("suspended", M1), ("reinstated", KEY_1)], "suspended", ["act-suspension"]),
            ([("suspended", M1), ("suspended", KEY_1), ("reinstated", M2)], "active", []),
            ([("suspended", M1), ("reinstated", M2), ("suspended", KEY_1), ("reinstated", KEY_1)], "active", []),
            ([("suspended", M1), ("revoked", KEY_1)], "revoked", ["status-behind"]),
        ],
    )
    def test_who_ends_what(self, acts: list[tuple[str, str]], state: str, warnings: list[str]) -> None:
        world = founded()
        world.batch("1", digest(1), digest(2))
        world.commit()
        for number, (kind, signer) in enumerate(acts):
            world.act(kind, digest(1), signer=signer, serial=str(9 - number))
            world.commit()
        assert (world.codes(), world.warnings()) == ([], warnings)
        assert (world.state(digest(1)), world.state(digest(2))) == (state, "active")

    def test_the_reason_of_the_agency_stays_on_show(self) -> None:
        world = founded()
        world.batch("1", digest(1))
        world.commit()
        world.act("suspended", digest(1), signer=M1, serial="1", reason="agency-decision")
        world.commit()
        world.act("suspended", digest(1), signer=KEY_1, serial="2")
        assert world.register().states[UNI, digest(1)].reason == "agency-decision"


@pytest.mark.parametrize(("known", "committed"), list(product([True, False], repeat=2)))
def test_a_replacement_stands_in_a_batch_of_the_provider(known: bool, committed: bool) -> None:
    world = founded()
    world.batch("1", digest(1), digest(2))
    world.commit()
    world.batch("2", digest(3))
    world.act("superseded", digest(1), replaced_by=block(digest(3) if known else digest("nowhere")))
    world.status(2, 100)
    if committed:
        world.commit()
    assert (world.codes(), world.warnings()) == ([], [] if known else ["act-replacement"])
    assert world.state(digest(1)) == "superseded"


def test_the_world_has_the_provider_that_templates_name() -> None:
    """Else every test here on names would hold a template against nothing."""
    world = founded()
    (located,) = world.of(Provider)
    assert located.record.name == OLD_NAME
