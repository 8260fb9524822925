"""Which bits a snapshot may have (REC-16), counted range by range: only the issuer knows which is whose."""

from typing import Any

import pytest

from bukti.proof.status import bits_of
from tests.register.world import BASE, LIST, UNI, World, block, digest, founded

KEY_1, KEY_2 = f"{UNI}/key-1", f"{UNI}/key-2"
M1, M2, M3 = (f"registry/m-{number}" for number in (1, 2, 3))
OLD = "https://old.example/r"


def issued() -> World:
    """Two batches: 1 to 3 in the bits 100 to 111, 4 and 5 in 200 to 207."""
    world = founded()
    world.batch("1", digest(1), digest(2), digest(3))
    world.batch("2", digest(4), digest(5))
    world.commit()
    return world


def bits(world: World) -> list[int]:
    document = world.register().newest_status(UNI, LIST)
    assert document is not None
    return list(bits_of(document).indexes())


class TestRises:
    @pytest.mark.parametrize(
        ("revoked", "raised", "right"),
        [
            ([1], [100], True),
            ([1], [111], True),
            ([1, 2, 3], [101, 105, 109], True),
            ([1, 4], [103, 207], True),
            ([], [100], False),
            ([1], [100, 101], False),
            ([1], [200], False),
            ([1, 2], [100, 200], False),
            ([1], [99], False),
            ([1], [112], False),
            ([1, 4], [100, 208], False),
        ],
    )
    def test_no_more_bits_than_acts_in_each_range(self, revoked: list[int], raised: list[int], right: bool) -> None:
        world = issued()
        if revoked:
            world.act("revoked", *map(digest, revoked))
        world.status(2, *raised)
        assert world.codes() == ([] if right else ["status-snapshot"])
        assert bits(world) == (raised if right else [])

    def test_a_superseded_credential_has_its_bit(self) -> None:
        world = issued()
        world.act("superseded", digest(1), replaced_by=block(digest(4)))
        world.status(2, 100)
        assert (world.codes(), world.warnings()) == ([], [])

    @pytest.mark.parametrize("kind", ["suspended", "reinstated"])
    def test_a_suspended_one_has_none(self, kind: str) -> None:
        world = issued()
        world.act(kind, digest(1))
        assert (world.codes(), world.warnings()) == ([], [])
        world.status(2, 100)
        assert world.codes() == ["status-snapshot"]

    def test_two_acts_on_one_credential_are_one_bit(self) -> None:
        world = issued()
        world.act("superseded", digest(1), serial="1", replaced_by=block(digest(4)))
        world.act("revoked", digest(1), serial="2")
        world.status(2, 100, 101)
        assert world.codes() == ["status-snapshot"]
        world.status(2, 100)
        assert (world.codes(), world.warnings()) == ([], [])

    def test_a_maintainers_act_is_due_too(self) -> None:
        world = issued()
        world.act("revoked", digest(1), signer=M1)
        assert (world.codes(), world.warnings()) == ([], ["status-behind"])
        world.status(2, 100)
        assert (world.codes(), world.warnings()) == ([], [])

    def test_a_strangers_act_raises_nothing(self) -> None:
        world = issued()
        world.key(KEY_2, number=2)
        world.act("revoked", digest(1), signer=KEY_2)
        world.status(2, 100)
        assert sorted(world.codes()) == ["act-authority", "key-admission", "status-snapshot"]

    def test_a_refused_snapshot_is_not_what_the_next_one_follows(self) -> None:
        world = issued()
        world.status(2, 100)
        world.act("revoked", digest(4))
        world.status(3, 200)
        assert world.codes() == ["status-snapshot"]
        assert bits(world) == [200]
        state = world.register().lists[UNI, LIST]
        assert (state.serial, state.last_serial) == (3, 3)


class TestFalls:
    def voided(self) -> World:
        """A key that revoked 1 and 2 was stolen; a good key had signed the list with their bits and that of 3."""
        world = issued()
        world.key(KEY_2, M1, M2, number=2)
        world.commit()
        world.act("revoked", digest(1), digest(2), signer=KEY_2, serial="1")
        since = world.commit()
        world.act("revoked", digest(3), serial="2")
        world.status(2, 100, 104, 108)
        world.commit()
        world.key_act(KEY_2, KEY_2, M1, M2, from_commit=since)
        world.commit()
        return world

    def test_until_then_the_list_is_ahead(self) -> None:
        world = self.voided()
        assert world.codes() == []
        assert sorted(world.warnings()) == ["act-void", "status-ahead"]
        assert world.register().lists[UNI, LIST].ahead

    @pytest.mark.parametrize(
        ("left", "right", "told"),
        [
            ([108], True, []),
            ([100], True, []),
            ([100, 108], True, ["status-ahead"]),
            ([], False, ["status-ahead"]),
            ([109], False, ["status-ahead"]),
        ],
    )
    def test_as_many_fall_as_void_acts_raised(self, left: list[int], right: bool, told: list[str]) -> None:
        """Which of a range only the issuer can tell."""
        world = self.voided()
        world.status(3, *left)
        assert world.codes() == ([] if right else ["status-snapshot"])
        assert sorted(world.warnings()) == sorted(["act-void", *told])

    def test_no_bit_falls_otherwise(self) -> None:
        world = issued()
        world.act("revoked", digest(1), digest(4))
        world.status(2, 100, 200)
        world.status(3, 100)
        assert world.codes() == ["status-snapshot"]
        assert bits(world) == [100, 200]

    def test_a_bit_does_not_fall_in_one_range_for_another(self) -> None:
        world = self.voided()
        world.act("revoked", digest(4), serial="3")
        world.status(3, 100, 104, 108, 200)
        world.commit()
        world.status(4, 100, 104, 108)
        assert world.codes() == ["status-snapshot"]


class TestNews:
    def test_a_list_that_lacks_a_bit_is_behind(self) -> None:
        world = issued()
        world.act("revoked", digest(1), digest(2))
        world.status(2, 100)
        assert (world.codes(), world.warnings()) == ([], ["status-behind"])
        state = world.register().lists[UNI, LIST]
        assert (state.behind, state.ahead) == (True, False)

    def test_bits_of_one_range_do_not_stand_for_another(self) -> None:
        """As many bits as acts in all, and still one credential is shown as good."""
        world = issued()
        world.act("revoked", digest(1), digest(4), serial="1")
        world.status(2, 100)
        assert world.warnings() == ["status-behind"]

    def test_a_list_is_told_with_what_the_next_snapshot_needs(self) -> None:
        world = issued()
        world.act("revoked", digest(1))
        world.status(2, 100)
        state = world.register().lists[UNI, LIST]
        assert (state.provider, state.name, state.base, state.length) == (UNI, LIST, BASE, 131_072)
        assert (state.serial, state.last_serial) == (2, 2)
        assert state.document is world.register().newest_status(UNI, LIST)

    def test_a_credential_of_a_void_batch_may_have_its_bit(self) -> None:
        """It was revoked honestly, and then its batch fell: neither way is the list wrong."""
        world = founded()
        world.key(KEY_2, M1, M2, number=2)
        world.commit()
        world.batch("1", digest(1), digest(2), key="key-2")
        since = world.commit()
        world.act("revoked", digest(1))
        world.commit()
        world.key_act(KEY_2, KEY_2, M1, M2, from_commit=since)
        world.commit()
        assert (world.codes(), world.warnings()) == ([], ["batch-void"])
        world.status(2, 100)
        assert (world.codes(), world.warnings()) == ([], ["batch-void"])

    def test_a_reaffirmed_credential_needs_its_bit(self) -> None:
        world = founded()
        world.key(KEY_2, M1, M2, number=2)
        world.commit()
        world.batch("1", digest(1), digest(2), key="key-2")
        since = world.commit()
        world.act("revoked", digest(1))
        world.key_act(KEY_2, KEY_2, M1, M2, from_commit=since)
        again: dict[str, Any] = {"reaffirms": "2026-10-05-00000001", "status": {"list": LIST, "from": 100, "to": 108}}
        world.batch("2", digest(2), **again)
        assert world.warnings() == ["batch-void"]
        world.batch("3", digest(1), **again)
        assert world.warnings() == ["batch-void", "status-behind"]
        world.status(2, 104)
        assert (world.codes(), world.warnings()) == ([], ["batch-void"])


class TestVoid:
    def test_a_list_that_only_a_thief_signed_is_told_as_it_is(self) -> None:
        world = founded()
        world.forget("/status/")
        world.key(KEY_2, M1, M2, number=2)
        world.commit()
        world.status(1, key="key-2")
        world.batch("1", digest(1))
        since = world.commit()
        world.key_act(KEY_2, KEY_2, M1, M2, from_commit=since)
        world.commit()
        assert (world.codes(), world.warnings()) == (["status-missing"], ["status-void"])
        state = world.register().lists[UNI, LIST]
        assert (state.document, state.serial, state.last_serial, state.length) == (None, 0, 1, 131_072)
        world.status(2)
        assert (world.codes(), world.warnings()) == ([], ["status-void"])

    def test_a_void_snapshot_is_not_what_the_next_one_follows(self) -> None:
        world = issued()
        world.key(KEY_2, M1, M2, number=2)
        world.commit()
        world.status(2, *range(100, 112), key="key-2")
        since = world.commit()
        world.key_act(KEY_2, KEY_2, M1, M2, from_commit=since)
        world.status(3)
        world.commit()
        assert (world.codes(), world.warnings()) == ([], ["status-void"])
        assert bits(world) == []


class TestBase:
    def test_a_list_stays_under_its_base(self) -> None:
        world = founded()
        world.forget("/status/")
        world.status(1, base=OLD)
        world.commit()
        world.status(2, base=OLD)
        assert (world.codes(), world.register().lists[UNI, LIST].base) == ([], OLD)
        world.status(2)
        assert world.codes() == ["status-snapshot"]

    def test_its_issuer_is_named_under_the_same_base(self) -> None:
        world = issued()
        world.status(2, issuer=f"did:web:old.example:r:issuers:{UNI}")
        assert world.codes() == ["status-snapshot"]
