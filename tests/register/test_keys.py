"""Key admission and revocation (REC-11, REC-17)."""

import pytest

from bukti.proof.multikey import encode
from tests.keys import demo_key
from tests.register.world import OTHER, UNI, World, commit_id, digest, founded

KEY_1, KEY_2, KEY_3 = (f"{UNI}/key-{number}" for number in (1, 2, 3))
RECOVERY = f"{UNI}/recovery"
M1, M2, M3 = (f"registry/m-{number}" for number in (1, 2, 3))


def states(world: World) -> dict[str, str]:
    return {key.key: key.state for key in world.register().issuers[0].keys}


class TestAdmission:
    def test_a_founded_registry_has_no_findings(self) -> None:
        register = founded().register()
        assert register.findings == ()
        assert [key.key for key in register.maintainers] == ["m-1", "m-2", "m-3"]
        (issuer,) = register.issuers
        assert (issuer.id, issuer.status) == (UNI, "active")
        assert issuer.did == (
            "did:web:bukti.example:issuers:universiti-contoh",
            "did:web:old.example:r:issuers:universiti-contoh",
        )
        assert issuer.keys[0].public_key == demo_key(KEY_1).multikey

    @pytest.mark.parametrize("admitters", [(M2, M3), (M1, M2, M3), (KEY_1,), (KEY_1, M1)])
    def test_who_may_admit(self, admitters: tuple[str, ...]) -> None:
        world = founded()
        world.key(KEY_2, *admitters, number=2)
        assert world.codes() == []
        assert states(world) == {"key-1": "good", "key-2": "good"}

    @pytest.mark.parametrize("admitters", [(), (M1,), (M1, M1), (KEY_3,)])
    def test_who_may_not_admit(self, admitters: tuple[str, ...]) -> None:
        world = founded()
        world.key(KEY_3, number=3)
        world.key(KEY_2, *admitters, number=2)
        assert world.codes() == ["key-admission", "key-admission"]
        assert states(world) == {"key-1": "good"}

    def test_keys_that_admit_each_other_are_not_admitted(self) -> None:
        world = founded()
        world.key(KEY_2, KEY_3, number=2)
        world.key(KEY_3, KEY_2, number=3)
        assert world.codes() == ["key-admission", "key-admission"]

    def test_a_chain_of_keys_in_one_commit(self) -> None:
        world = founded()
        world.key(KEY_3, KEY_2, number=3)
        world.key(KEY_2, KEY_1, number=2)
        assert world.codes() == []
        assert len(states(world)) == 3

    def test_a_maintainer_needs_a_pin(self) -> None:
        world = founded()
        world.key("registry/m-4", number=4)
        world.pins.pop()
        world.key(KEY_2, M1, "registry/m-4", number=2)
        assert sorted(world.codes()) == ["key-admission", "key-pin"]

    def test_a_pin_holds_the_whole_record(self) -> None:
        world = founded()
        world.pins[0]["digest"] = "0" * 64
        assert "key-pin" in world.codes()

    def test_possession_comes_first(self) -> None:
        world = founded()
        world.key(KEY_2, number=2, signers=(M1, M2, KEY_2))
        assert world.codes() == ["key-possession"]

    def test_one_public_key_serves_one_record(self) -> None:
        world = founded()
        world.key(KEY_2, M1, M2, number=2)
        world.commit()
        world.key(KEY_3, number=3, public_key=demo_key(KEY_2).multikey, signers=(KEY_3, M1, M2))
        assert "key-proof" in world.codes()
        assert states(world) == {"key-1": "good", "key-2": "good"}

    def test_numbers_are_unique_in_a_provider(self) -> None:
        world = founded()
        world.key(KEY_2, M1, M2, number=1)
        assert world.codes() == ["key-number"]
        assert states(world) == {"key-1": "good"}

    def test_a_strangers_record_takes_no_number(self) -> None:
        world = founded()
        world.key(f"{UNI}/a-key", number=2)
        world.commit()
        world.key(KEY_2, M1, M2, number=2)
        assert world.codes() == ["key-admission"]
        assert states(world) == {"key-1": "good", "key-2": "good"}

    def test_a_point_of_small_order_is_refused(self) -> None:
        world = founded()
        world.key(KEY_2, M1, M2, number=2, public_key=encode(bytes([1]) + bytes(31)))
        assert set(world.codes()) == {"key-public", "key-proof"}

    def test_a_record_of_another_registry_is_refused(self) -> None:
        world = founded()
        world.key(KEY_2, M1, M2, number=2, registry="https://other.example")
        assert "key-registry" in world.codes()

    def test_a_record_under_a_former_base_counts(self) -> None:
        world = founded()
        world.key(KEY_2, M1, M2, number=2, registry="https://old.example/r")
        assert world.codes() == []

    def test_an_edited_record_loses_its_place(self) -> None:
        world = founded()
        path = world.key(KEY_2, M1, M2, number=2)
        world.commit()
        world.edit(path, note="edited")
        assert {"key-changed", "key-proof"} <= set(world.codes())


class TestRevocation:
    def test_from_now_on_spares_what_came_before(self) -> None:
        """REC-17: every position after the revocation's own."""
        world = founded()
        world.batch("1", digest(1))
        world.commit()
        world.key_act(KEY_1, KEY_1)
        world.batch("2", digest(2))
        world.commit()
        world.batch("3", digest(3))
        world.commit()
        assert world.codes() == ["batch-key"]
        register = world.register()
        assert register.entry(digest(1))
        assert register.entry(digest(2))
        assert register.entry(digest(3)) is None
        assert states(world) == {"key-1": "revoked"}

    @pytest.mark.parametrize("signers", [(KEY_1,), (M1, M2), (KEY_1, M1)])
    def test_who_may_revoke(self, signers: tuple[str, ...]) -> None:
        world = founded()
        world.key_act(KEY_1, *signers)
        assert world.codes() == []
        assert states(world) == {"key-1": "revoked"}

    @pytest.mark.parametrize("signers", [(M1,), (M1, M1), (KEY_2,), (KEY_2, M1)])
    def test_who_may_not_revoke(self, signers: tuple[str, ...]) -> None:
        world = founded()
        world.key(KEY_2, KEY_1, number=2)
        world.key_act(KEY_1, *signers)
        assert world.codes() == ["key-act-authority"]
        assert states(world)["key-1"] == "good"

    def test_a_thief_cannot_destroy(self) -> None:
        """Reaching back voids what the key signed from there on, keys that it admitted included."""
        world = founded()
        world.batch("1", digest(1))
        world.commit()
        world.batch("2", digest("stolen"))
        world.key(KEY_2, KEY_1, number=2)
        stolen_at = world.commit()
        world.batch("3", digest("more"), key="key-2")
        world.key(KEY_3, KEY_2, number=3)
        world.act("revoked", digest(1), signer=KEY_2)
        world.commit()
        assert world.codes() == []
        world.key_act(KEY_1, KEY_1, M1, M2, from_commit=stolen_at)
        assert states(world) == {"key-1": "revoked", "key-2": "void", "key-3": "void"}
        assert world.codes() == []
        assert sorted(world.warnings()) == ["act-void", "batch-void", "batch-void", "key-void", "key-void"]
        assert set(world.register().voided.values()) == {KEY_1}
        register = world.register()
        entry = register.entry(digest(1))
        assert entry is not None
        assert entry.state is None
        assert register.entry(digest("stolen")) is None
        assert register.entry(digest("more")) is None

    def test_two_maintainers_alone_cannot_reach_back(self) -> None:
        world = founded()
        world.batch("1", digest(1))
        commit = world.commit()
        world.key_act(KEY_1, M1, M2, from_commit=commit)
        assert world.codes() == ["key-act-authority"]
        assert world.register().entry(digest(1))

    def test_reaching_back_needs_a_commit_of_the_chain(self) -> None:
        world = founded()
        world.key_act(KEY_1, KEY_1, M1, M2, from_commit="f" * 40)
        assert world.codes() == ["key-act-commit"]

    def test_reaching_back_never_goes_forward(self) -> None:
        world = founded()
        world.batch("1", digest(1))
        world.key_act(KEY_1, KEY_1, M1, M2, from_commit=world.commit())
        assert (world.codes(), world.warnings()) == ([], ["batch-void"])
        world = founded()
        world.key_act(KEY_1, KEY_1, M1, M2, from_commit=commit_id(2))
        world.commit()
        world.batch("1", digest(1))
        assert world.commit() == commit_id(2)
        assert world.codes() == ["key-act-commit"]

    @pytest.mark.parametrize(("signers", "counts"), [((M1, M2), False), ((M2, M3), True), ((M1, M2, M3), True)])
    def test_two_others_reach_back_for_a_maintainer(self, signers: tuple[str, ...], counts: bool) -> None:
        world = founded()
        world.key(KEY_2, M1, M2, number=2)
        commit = world.commit()
        world.key_act(M1, *signers, from_commit=commit)
        assert world.codes() == ([] if counts else ["key-act-authority"])
        assert world.warnings() == (["key-void"] if counts else [])

    def test_a_revoked_maintainer_admits_nobody(self) -> None:
        world = founded()
        world.key_act(M1, M2, M3)
        world.commit()
        world.key(KEY_2, M1, M2, number=2)
        assert world.codes() == ["key-admission"]
        assert states(world) == {"key-1": "good"}
        world.key(KEY_2, M2, M3, number=2)
        assert world.codes() == []

    def test_a_maintainer_counts_for_one_in_a_revocation(self) -> None:
        world = founded()
        world.key_act(M1, M2)
        assert world.codes() == ["key-act-authority"]

    def test_a_signer_that_nobody_knew_then_does_not_begin_to_count(self) -> None:
        world = founded()
        world.key_act(KEY_1, KEY_1, KEY_2)
        world.commit()
        assert world.codes() == ["key-act-proof"]
        world.key(KEY_2, M1, M2, number=2)
        world.commit()
        assert world.codes() == ["key-act-proof"]
        assert states(world)["key-1"] == "good"

    def test_there_must_be_such_a_key(self) -> None:
        world = founded()
        world.key_act(f"{UNI}/key-9", M1, M2)
        assert world.codes() == ["key-act-key"]


class TestWindow:
    """Positions decide: the batch's own date may say what it likes."""

    @pytest.mark.parametrize(("days", "codes"), [(8, []), (9, ["batch-key"]), (30, ["batch-key"])])
    def test_a_key_past_its_last_day_is_not_good(self, days: int, codes: list[str]) -> None:
        """The last day is 2026-10-10, the key's position 2026-10-03; one day more for zones."""
        world = founded()
        world.key(KEY_2, M1, M2, number=2, valid_until="2026-10-10")
        world.commit()
        world.batch("1", digest(1), key="key-2")
        world.commit(days=days)
        assert world.codes() == codes

    @pytest.mark.parametrize(("first", "codes"), [("2026-10-05", []), ("2026-10-06", ["batch-key"])])
    def test_a_key_before_its_first_day_is_not_good(self, first: str, codes: list[str]) -> None:
        """The batch's position is 2026-10-04."""
        world = founded()
        world.key(KEY_2, M1, M2, number=2, valid_from=first)
        world.commit()
        world.batch("1", digest(1), key="key-2")
        world.commit()
        assert world.codes() == codes

    def test_a_maintainers_time_counts_too(self) -> None:
        world = founded()
        world.key("registry/m-4", number=4, valid_until="2026-10-03")
        world.commit(days=9)
        world.key(KEY_2, M1, "registry/m-4", number=2)
        world.commit()
        assert world.codes() == ["key-admission"]


class TestRecovery:
    def world(self) -> World:
        world = founded()
        world.key(RECOVERY, M1, M2, number=9, role="recovery")
        world.commit()
        return world

    def test_two_maintainers_admit_it(self) -> None:
        assert (self.world().codes(), self.world().warnings()) == ([], [])

    def test_the_providers_key_does_not(self) -> None:
        """Whoever stole that key would have the last word in the provider's name."""
        world = founded()
        world.key(RECOVERY, KEY_1, number=9, role="recovery")
        assert world.codes() == ["key-admission"]

    def test_it_is_not_published(self) -> None:
        assert states(self.world()) == {"key-1": "good"}

    def test_its_number_is_taken(self) -> None:
        world = self.world()
        world.key(KEY_2, M1, M2, number=9)
        assert world.codes() == ["key-number"]

    def test_it_signs_no_batch(self) -> None:
        world = self.world()
        world.batch("1", digest(1), key="recovery")
        assert world.codes() == ["batch-key"]
        assert world.register().entry(digest(1)) is None

    def test_it_reserves_no_range(self) -> None:
        world = self.world()
        world.batch("1", digest(9), key="recovery", status={"list": "list-1", "from": 0, "to": 100_000})
        world.commit()
        world.batch("2", digest(1))
        assert "batch-status" not in world.codes()

    def test_it_signs_no_act_and_no_list(self) -> None:
        world = self.world()
        world.batch("1", digest(1))
        world.commit()
        world.act("revoked", digest(1), signer=RECOVERY)
        world.status(2, key="recovery")
        assert sorted(world.codes()) == ["act-authority", "status-snapshot"]

    def test_it_admits_no_key(self) -> None:
        world = self.world()
        world.key(KEY_2, RECOVERY, number=2)
        assert world.codes() == ["key-admission"]

    def test_it_revokes_keys_of_its_provider(self) -> None:
        world = self.world()
        world.key_act(KEY_1, RECOVERY)
        assert world.codes() == []
        assert states(world) == {"key-1": "revoked"}

    def test_it_speaks_for_the_provider_when_a_revocation_reaches_back(self) -> None:
        world = self.world()
        world.batch("1", digest(1))
        stolen = world.commit()
        world.key_act(KEY_1, RECOVERY, M1, M2, from_commit=stolen)
        assert (world.codes(), world.warnings()) == ([], ["batch-void"])

    def test_it_alone_does_not_reach_back(self) -> None:
        world = self.world()
        world.batch("1", digest(1))
        stolen = world.commit()
        world.key_act(KEY_1, RECOVERY, M1, from_commit=stolen)
        assert world.codes() == ["key-act-authority"]

    def test_a_revoked_one_is_silent(self) -> None:
        world = self.world()
        world.key_act(RECOVERY, M1, M2)
        world.commit()
        world.key_act(KEY_1, RECOVERY, serial="00000002")
        assert world.codes() == ["key-act-authority"]

    def test_it_says_nothing_about_another_provider(self) -> None:
        world = self.world()
        world.provider(OTHER)
        world.key(f"{OTHER}/key-1", M1, M2)
        world.commit()
        world.key_act(f"{OTHER}/key-1", RECOVERY)
        assert world.codes() == ["key-act-authority"]

    def test_it_retires_nothing(self) -> None:
        world = self.world()
        world.key_act(KEY_1, RECOVERY, kind="retired", reason="key-replaced")
        assert world.codes() == ["key-act-authority"]

    def test_a_maintainer_has_none(self) -> None:
        world = founded()
        world.key("registry/m-4", number=4, role="recovery")
        assert world.codes() == ["key-role"]


class TestRetired:
    @pytest.mark.parametrize("signers", [(KEY_1,), (M1, M2)])
    def test_a_retired_key_signs_no_more_and_stays_listed(self, signers: tuple[str, ...]) -> None:
        world = founded()
        world.batch("1", digest(1))
        world.commit()
        world.key_act(KEY_1, *signers, kind="retired", reason="key-replaced")
        world.commit()
        assert (world.codes(), world.warnings()) == ([], [])
        assert states(world) == {"key-1": "good"}
        world.batch("2", digest(2))
        world.commit()
        assert world.codes() == ["batch-key"]
        assert (world.state(digest(1)), world.state(digest(2))) == ("active", None)

    @pytest.mark.parametrize("signers", [(M1,), (KEY_2,)])
    def test_who_may_not_retire(self, signers: tuple[str, ...]) -> None:
        world = founded()
        world.key(KEY_2, KEY_1, number=2)
        world.commit()
        world.key_act(KEY_1, *signers, kind="retired", reason="key-replaced")
        assert world.codes() == ["key-act-authority"]

    def test_a_retired_key_can_still_be_revoked_from_before(self) -> None:
        world = founded()
        world.batch("1", digest(1))
        stolen = world.commit()
        world.key_act(KEY_1, KEY_1, kind="retired", reason="key-replaced")
        world.commit()
        world.key_act(KEY_1, KEY_1, M1, M2, serial="00000002", from_commit=stolen)
        assert (world.codes(), world.warnings()) == ([], ["batch-void"])
        assert states(world) == {"key-1": "revoked"}

    @pytest.mark.parametrize(
        ("kind", "reason", "codes"),
        [
            ("retired", "key-replaced", []),
            ("retired", "key-compromised", ["key-act-reason"]),
            ("revoked", "key-compromised", []),
            ("revoked", "issued-in-error", ["key-act-reason"]),
        ],
    )
    def test_a_reason_is_one_of_its_kind(self, kind: str, reason: str, codes: list[str]) -> None:
        world = founded()
        world.key_act(KEY_1, KEY_1, kind=kind, reason=reason)
        assert world.codes() == codes
