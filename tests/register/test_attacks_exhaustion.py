"""What a thief takes away for good: numbers, serials, ranges, ids (REC-2, REC-10, REC-11, REC-16)."""

from typing import Any

import pytest
from pydantic import ValidationError

from bukti.model.records import StatusRange
from tests.register.world import LIST, OTHER, UNI, World, digest, founded

KEY_1 = f"{UNI}/key-1"
M1, M2, M3 = (f"registry/m-{number}" for number in (1, 2, 3))


def rotated(world: World, numbers: range) -> str:
    """The thief rotates into one key after another; the answer is the commit."""
    for number in numbers:
        world.key(f"{UNI}/key-{number}", KEY_1, number=number)
    return world.commit()


class TestNumbers:
    def test_a_thief_who_rotates_into_every_number_leaves_the_maintainers_some(self) -> None:
        world = founded()
        stolen = rotated(world, range(2, 200))
        world.key_act(KEY_1, KEY_1, M1, M2, from_commit=stolen)
        world.commit()
        world.key(f"{UNI}/key-new", M1, M2, number=200)
        world.commit()
        world.batch("1", digest(1), key="key-new")
        assert world.codes() == []
        assert world.state(digest(1)) == "active"

    @pytest.mark.parametrize(("number", "codes"), [(199, []), (200, ["key-admission"]), (255, ["key-admission"])])
    def test_rotation_gives_no_number_of_the_maintainers(self, number: int, codes: list[str]) -> None:
        world = founded()
        world.key(f"{UNI}/key-2", KEY_1, number=number)
        assert world.codes() == codes

    def test_a_key_that_maintainers_admitted_rotates_into_the_lower_numbers(self) -> None:
        world = founded()
        world.key(f"{UNI}/key-2", M1, M2, number=255)
        world.commit()
        world.key(f"{UNI}/key-3", f"{UNI}/key-2", number=2)
        assert world.codes() == []


class TestSerials:
    def test_a_serial_far_ahead_does_not_count(self) -> None:
        """The highest serial of all would leave none for the list's next snapshot."""
        world = founded()
        world.status(999_999_999)
        world.commit()
        assert world.codes() == ["status-snapshot"]
        assert world.register().lists[UNI, LIST].last_serial == 1

    def test_the_next_serial_counts(self) -> None:
        world = founded()
        world.status(2)
        world.commit()
        assert world.codes() == []

    def test_a_void_snapshot_takes_its_serial_and_no_other(self) -> None:
        world = founded()
        world.status(2)
        stolen = world.commit()
        world.key_act(KEY_1, KEY_1, M1, M2, from_commit=stolen)
        world.key(f"{UNI}/key-2", M1, M2, number=2)
        world.commit()
        world.status(3, key="key-2")
        assert world.codes() == []
        assert world.register().lists[UNI, LIST].serial == 3

    def test_a_path_that_a_stranger_spoilt_is_passed_over(self) -> None:
        """What stood at 2.json was taken away again; its position stays, so nothing can count there any more."""
        world = founded()
        world.status(2, key="key-9")
        world.commit()
        world.drop("/2.json")
        world.status(2)
        world.commit()
        assert world.codes() == ["status-snapshot"]
        world.drop("/2.json")
        world.status(3)
        assert world.codes() == []
        assert world.register().lists[UNI, LIST].serial == 3


class TestRanges:
    @pytest.mark.parametrize("end", [1 << 26])
    def test_a_range_ends_within_the_longest_list(self, end: int) -> None:
        assert StatusRange.model_validate({"list": "x", "from": 0, "to": end}).to == end
        with pytest.raises(ValidationError):
            StatusRange.model_validate({"list": "x", "from": 0, "to": end + 1})


class TestIds:
    def test_another_providers_batch_of_the_same_id_takes_nothing(self) -> None:
        world = founded()
        world.batch("1", digest(1))
        world.commit()
        world.provider(OTHER)
        world.key(f"{OTHER}/key-1", M1, M2)
        world.commit()
        world.batch("1", digest(2), provider=OTHER)
        world.commit()
        assert world.state(digest(1)) == "active"
        (told,) = {one.file for one in world.register().findings if one.code.startswith("batch-")}
        assert told.startswith(f"credentials/{OTHER}/")

    def test_nobody_reaffirms_another_providers_batch(self) -> None:
        world = founded()
        world.batch("1", digest(1))
        world.commit()
        world.provider(OTHER)
        world.key(f"{OTHER}/key-1", M1, M2)
        world.provider_act("admitted", M1, M2, provider=OTHER, serial="00000002")
        world.commit()
        again: dict[str, Any] = {"reaffirms": "2026-10-05-00000001", "status": {"list": LIST, "from": 100, "to": 104}}
        world.batch("2", digest(1), provider=OTHER, **again)
        assert "batch-reaffirms" in world.codes()
        assert [entry.source.provider for entry in world.register().entries(digest(1))] == [UNI]
