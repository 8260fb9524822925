"""The root of trust and what maintainers stand by (REC-23, REC-25)."""

from typing import Any

import pytest

from bukti.errors import Severity
from bukti.register.ground import Ground
from bukti.register.signers import Signer
from bukti.register.trust import key_ring
from tests.register.world import BASE, LIST, UNI, World, commit_id, digest, founded

KEY_1, KEY_2 = f"{UNI}/key-1", f"{UNI}/key-2"
M1, M2, M3, M4, M5 = (f"registry/m-{number}" for number in (1, 2, 3, 4, 5))
NEW = "https://new.example"


def rooted() -> World:
    """A registry whose first root is what its record states at the first commit."""
    world = founded()
    world.first_root = world.stated()
    return world


def unpin(world: World, name: str) -> None:
    world.pins = [pin for pin in world.pins if f"registry/{pin['key']}" != name]


class TestChain:
    def test_the_first_root_is_that_of_history(self) -> None:
        world = rooted()
        assert (world.codes(), world.warnings()) == ([], [])

    @pytest.mark.parametrize(
        ("member", "change"),
        [
            ("maintainers", lambda world: world.key(M4, number=4)),
            ("maintainers", lambda world: unpin(world, M3)),
            ("base_url", lambda world: setattr(world, "base", NEW)),
            ("former_base_urls", lambda world: setattr(world, "former", ())),
        ],
    )
    def test_what_nobody_signed_does_not_count(self, member: str, change: Any) -> None:
        world = rooted()
        before = world.register()
        change(world)
        findings = [one for one in world.register().findings if one.code == "root-unsigned"]
        assert [one.message.split(" ")[0] for one in findings] == [member]
        assert findings[0].severity is Severity.ERROR
        after = world.register()
        assert (after.base_url, after.former_base_urls) == (before.base_url, before.former_base_urls)
        assert after.maintainers == before.maintainers

    def test_two_maintainers_add_one(self) -> None:
        world = rooted()
        world.key(M4, number=4)
        world.root(M1, M2)
        world.commit()
        world.key(KEY_2, M3, M4, number=2)
        assert (world.codes(), world.warnings()) == ([], [])

    def test_who_was_added_counts_from_the_act_on_only(self) -> None:
        world = rooted()
        world.key(M4, number=4)
        world.key(KEY_2, M3, M4, number=2)
        world.commit()
        world.root(M1, M2)
        assert world.codes() == ["key-admission"]

    def test_who_is_removed_keeps_what_was_signed_before(self) -> None:
        world = rooted()
        world.key(KEY_2, M2, M3, number=2)
        world.commit()
        unpin(world, M3)
        world.root(M1, M2)
        world.commit()
        assert (world.codes(), world.warnings()) == ([], [])
        world.key(f"{UNI}/key-3", M2, M3, number=3)
        assert world.codes() == ["key-admission"]

    @pytest.mark.parametrize("signers", [(M1,), (M1, M1), (M1, M4), (M4, M5), (M1, KEY_1), (M1, M2, KEY_1)])
    def test_one_maintainer_changes_nothing(self, signers: tuple[str, ...]) -> None:
        """A stolen maintainer's key, with keys that the thief made or another's, puts no root in force."""
        world = rooted()
        world.key(M4, number=4)
        world.key(M5, number=5)
        world.root(*signers)
        world.commit()
        assert sorted(world.codes()) == ["key-pin", "key-pin", "registry-act-authority", "root-unsigned"]
        assert [key.key for key in world.register().maintainers] == ["m-1", "m-2", "m-3"]

    def test_a_revoked_maintainer_signs_no_root(self) -> None:
        world = rooted()
        world.key_act(M1, M2, M3)
        world.commit()
        world.key(M4, number=4)
        world.root(M1, M2)
        assert sorted(world.codes()) == ["key-pin", "registry-act-authority", "root-unsigned"]
        world.root(M2, M3)
        assert world.codes() == []

    def test_of_roots_the_later_position_is_in_force(self) -> None:
        """The day that an act claims, and with it its name, decides nothing."""
        world = rooted()
        world.key(M4, number=4)
        world.root(M1, M2, serial="00000009")
        world.commit()
        unpin(world, M4)
        world.root(M1, M2, serial="00000001")
        world.commit()
        assert (world.codes(), world.warnings()) == ([], [])

    @pytest.mark.parametrize(
        "members",
        [
            {"base_url": NEW, "former_base_urls": ["https://old.example/r"]},
            {"base_url": NEW, "former_base_urls": [BASE]},
            {"base_url": NEW, "former_base_urls": [BASE, "https://old.example/r"]},
            {"former_base_urls": []},
            {"former_base_urls": ["https://old.example/r", BASE]},
            {"maintainers": [{"key": "m-1", "digest": "0" * 64}, {"key": "m-2", "digest": "0" * 64}]},
            {"maintainers": [{"key": "m-8", "digest": "0" * 64}, {"key": "m-9", "digest": "0" * 64}]},
        ],
    )
    def test_a_root_loses_no_address_and_pins_keys_that_are_there(self, members: dict[str, Any]) -> None:
        world = rooted()
        world.root(M1, M2, root=members)
        assert world.codes() == ["registry-act-root"]
        assert world.register().base_url == BASE

    def test_two_of_its_maintainers_have_good_keys(self) -> None:
        world = rooted()
        world.key_act(M3, M1, M2)
        world.commit()
        unpin(world, M1)
        world.root(M1, M2)
        assert sorted(world.codes()) == ["registry-act-root", "root-unsigned"]

    def test_a_root_does_not_pin_one_key_twice(self) -> None:
        world = rooted()
        world.pins.append(world.pins[0])
        world.root(M1, M2)
        assert "registry-act-root" in world.codes()

    def test_the_registry_moves(self) -> None:
        world = rooted()
        world.batch("1", digest(1))
        world.commit()
        world.base, world.former = NEW, (*world.former, BASE)
        assert set(world.codes()) == {"root-unsigned"}
        assert world.register().base_url == BASE
        world.root(M1, M2)
        assert (world.codes(), world.warnings()) == ([], [])
        register = world.register()
        assert (register.base_url, register.former_base_urls) == (NEW, ("https://old.example/r", BASE))
        assert register.entry(digest(1))

    def test_a_root_made_for_another_registry_does_not_count(self) -> None:
        """Maintainers of two registries sign in one what a thief would like to have in the other."""
        world = rooted()
        evil = "https://evil.example"
        world.root(M1, M2, registry=evil, root={"base_url": evil, "former_base_urls": [*world.former, BASE]})
        assert {"registry-act-registry", "registry-act-proof"} >= set(world.codes()) >= {"registry-act-registry"}
        assert world.register().base_url == BASE

    def test_what_was_signed_under_an_address_that_no_root_has_does_not_count(self) -> None:
        """A root that does not count lends its addresses to nobody."""
        world = rooted()
        evil = "https://evil.example"
        world.root(M1, root={"base_url": evil, "former_base_urls": [*world.former, BASE]})
        world.commit()
        world.key(KEY_2, M1, M2, number=2, registry=evil)
        assert {"key-registry", "key-proof", "registry-act-authority"} == set(world.codes())

    def test_an_edited_root_does_not_count(self) -> None:
        world = rooted()
        world.key(M4, number=4)
        path = world.root(M1, M2)
        world.commit()
        world.edit(path, note="edited")
        assert {"registry-act-changed", "registry-act-proof"} <= set(world.codes())

    def test_the_root_in_force_is_asked_by_position(self) -> None:
        world = rooted()
        world.batch("1", digest(1))
        world.commit()
        world.key(M4, number=4)
        unpin(world, M1)
        world.root(M1, M2)
        world.commit()
        ring = key_ring(Ground(world.snapshot(), world.history()))
        before, after = (
            world.first[path][0] for path in ("public_keys/registry/m-1.yaml", "public_keys/registry/m-4.yaml")
        )
        m1, m4 = Signer(*M1.split("/")), Signer(*M4.split("/"))
        assert [ring.good(m1, at) for at in (before, after, None)] == [True, False, False]
        assert [ring.good(m4, at) for at in (before, after, None)] == [False, True, True]


class TestWithoutHistory:
    def test_there_is_one_root(self) -> None:
        world = rooted()
        world.complete = False
        world.key(M4, number=4)
        world.key(KEY_2, M3, M4, number=2)
        assert (world.codes(), world.warnings()) == ([], [])

    def test_a_maintainer_who_was_removed_does_not_make_records_fall(self) -> None:
        """A shallow clone cannot tell who was pinned when: nothing there may become ``invalid`` for that."""
        world = rooted()
        world.batch("1", digest(1))
        world.commit()
        unpin(world, M1)
        world.root(M1, M2)
        world.commit()
        world.complete = False
        assert world.codes() == []
        assert world.register().entry(digest(1))

    def test_what_maintainers_stand_by_is_no_error(self) -> None:
        world, paths = stolen_maintainer()
        for number, path in enumerate(paths.values(), start=10):
            world.reaffirmation(path, M2, M3, serial=f"{number:08}")
        world.commit()
        world.complete = False
        assert world.codes() == []

    def test_a_revocation_that_reaches_back_voids_nothing(self) -> None:
        world = rooted()
        world.batch("1", digest(1))
        stolen = world.commit()
        world.key_act(KEY_1, KEY_1, M1, M2, from_commit=stolen)
        world.commit()
        world.complete = False
        assert (world.codes(), world.warnings()) == ([], [])


def stolen_maintainer() -> tuple[World, dict[str, str]]:
    """M1's key is revoked from a commit on in which it signed, with others, one record of each kind."""
    world = rooted()
    world.batch("1", digest(1))
    world.commit()
    paths = {
        "key": world.key(KEY_2, M1, M2, number=2),
        "act": world.act("revoked", digest(1), signer=M1),
        "provider-act": world.provider_act("suspended", M1, serial="00000002"),
    }
    world.key(M4, number=4)
    paths["root"] = world.root(M1, M2)
    since = world.commit()
    world.status(2, 100)
    world.commit()
    world.key_act(M1, M2, M3, from_commit=since)
    world.commit()
    return world, paths


class TestReaffirmation:
    def test_what_a_revoked_maintainer_signed_is_void(self) -> None:
        world, paths = stolen_maintainer()
        assert world.codes() == ["root-unsigned"]
        assert sorted(world.warnings()) == [
            "act-void",
            "key-void",
            "key-void",
            "provider-act-void",
            "registry-act-void",
            "status-ahead",
        ]
        register = world.register()
        assert register.voided == dict.fromkeys((*paths.values(), "public_keys/registry/m-4.yaml"), M1)
        assert world.state(digest(1)) == "active"
        assert register.issuers[0].status == "active"

    def test_two_others_stand_by_it(self) -> None:
        world, paths = stolen_maintainer()
        for number, path in enumerate(paths.values(), start=10):
            world.reaffirmation(path, M2, M3, serial=f"{number:08}")
        world.commit()
        assert (world.codes(), world.warnings()) == ([], [])
        register = world.register()
        assert register.voided == {}
        assert world.state(digest(1)) == "revoked"
        assert register.issuers[0].status == "suspended"
        assert [key.state for key in register.maintainers] == ["revoked", "good", "good", "good"]

    def test_a_record_counts_from_its_own_position(self) -> None:
        """The provider is suspended since the act, not since it was stood by."""
        world, paths = stolen_maintainer()
        world.batch("2", digest(2))
        world.commit()
        assert "provider-not-admitted" not in world.warnings()
        world.reaffirmation(paths["provider-act"], M2, M3)
        assert "provider-not-admitted" in world.warnings()
        assert not world.register().batches[-1].source.authorised

    def test_one_reaffirmation_stands_on_another(self) -> None:
        """M4 is a maintainer by the root that is stood by, and then stands by the key with another."""
        world, paths = stolen_maintainer()
        world.reaffirmation(paths["key"], M2, M4, serial="00000001")
        world.reaffirmation(paths["root"], M2, M3, serial="00000002")
        world.commit()
        assert world.codes() == []
        assert paths["key"] not in world.register().voided

    @pytest.mark.parametrize("signers", [(M2,), (M2, M2), (M1, M2), (M2, KEY_1), (M2, M3, KEY_1), (M2, M4)])
    def test_who_may_not(self, signers: tuple[str, ...]) -> None:
        world, paths = stolen_maintainer()
        world.reaffirmation(paths["key"], *signers)
        assert sorted(world.codes()) == ["registry-act-authority", "root-unsigned"]
        assert paths["key"] in world.register().voided

    @pytest.mark.parametrize(
        "members",
        [
            {"digest": "0" * 64},
            {"record": "public_keys/universiti-contoh/key-9.yaml"},
            {"record": "registry/registry.yaml"},
        ],
    )
    def test_it_names_one_record_and_its_bytes(self, members: dict[str, str]) -> None:
        world, paths = stolen_maintainer()
        world.reaffirmation(paths["key"], M2, M3, **members)
        assert "registry-act-record" in world.codes()
        assert paths["key"] in world.register().voided

    def test_acts_on_keys_and_batches_are_not_stood_by(self) -> None:
        world, _ = stolen_maintainer()
        for path in list(world.records):
            if path.startswith("credentials/universiti-contoh/2026/") or ".2026-10-09-" in path:
                world.reaffirmation(path, M2, M3)
                assert "registry-act-record" in world.codes()

    def test_nobody_stands_by_what_too_few_had_signed(self) -> None:
        """Two others could let a key in themselves; a thief's half of an act does not become a whole one."""
        world = rooted()
        path = world.key(KEY_2, M1, number=2)
        since = world.commit()
        world.key_act(M1, M2, M3, from_commit=since)
        world.commit()
        world.reaffirmation(path, M2, M3)
        assert sorted(world.codes()) == ["key-admission", "registry-act-record"]

    def test_nobody_stands_by_what_was_signed_after_the_revocation(self) -> None:
        world = rooted()
        world.key_act(M1, M2, M3)
        world.commit()
        path = world.provider_act("suspended", M1, serial="00000002")
        world.commit()
        world.reaffirmation(path, M2, M3)
        assert sorted(world.codes()) == ["provider-act-authority", "registry-act-record"]

    def test_the_revocation_of_who_stood_by_it_takes_it_back(self) -> None:
        world, paths = stolen_maintainer()
        for number, path in enumerate(paths.values(), start=10):
            world.reaffirmation(path, M2, M3, serial=f"{number:08}")
        since = world.commit()
        world.key_act(M2, M3, M4, serial="00000002", from_commit=since)
        world.commit()
        assert world.codes() == ["root-unsigned"]
        assert world.warnings().count("registry-act-void") == 1 + len(paths)
        voided = world.register().voided
        assert {voided[path] for path in paths.values()} == {M1}
        assert sum(by == M2 for by in voided.values()) == len(paths)


class TestRevocationsStay:
    def test_two_revoked_maintainers_cannot_take_the_registry(self) -> None:
        """Keys revoked long ago sign a root of the thief's own; it is not even known for a moment."""
        world = rooted()
        world.key(M4, number=4)
        world.key(M5, number=5)
        unpin(world, M4)
        unpin(world, M5)
        world.commit()
        world.key_act(M1, M2, M3, serial="00000001")
        world.commit()
        world.key_act(M2, M1, M3, serial="00000002")
        assert world.codes().count("key-act-authority") == 1
        world.drop("m-2.2026")
        world.key_act(M2, M3, serial="00000002")
        assert "key-act-authority" in world.codes()

    def test_a_revoked_maintainer_revokes_nobody(self) -> None:
        world = rooted()
        world.key_act(M1, M2, M3)
        world.commit()
        world.key_act(KEY_1, M1, M2, serial="00000002")
        assert world.codes() == ["key-act-authority"]

    def test_a_revocation_stays_when_its_signer_is_revoked_from_before(self) -> None:
        world = rooted()
        world.key_act(KEY_1, M1, M2)
        since = world.commit()
        world.key_act(M1, M2, M3, serial="00000002", from_commit=since)
        world.commit()
        assert world.codes() == []
        assert [key.state for key in world.register().issuers[0].keys] == ["revoked"]

    def test_a_commit_that_brought_no_record_is_a_position_too(self) -> None:
        world = rooted()
        world.commit()
        empty = commit_id(world.commits - 1)
        world.batch("1", digest(1), status={"list": LIST, "from": 0, "to": 4})
        world.commit()
        world.key_act(KEY_1, KEY_1, M1, M2, from_commit=empty)
        assert (world.codes(), world.warnings()) == ([], ["batch-void"])
