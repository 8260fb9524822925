"""Long honest stories end right: keys that interleave, acts that outweigh each other, recovery (REC-15 to REC-25)."""

from typing import Any

from tests.register.world import LIST, OTHER, UNI, World, digest, founded

KEY_1, KEY_2, KEY_3 = (f"{UNI}/key-{number}" for number in (1, 2, 3))
M1, M2, M3 = (f"registry/m-{number}" for number in (1, 2, 3))


def rooted() -> World:
    world = founded()
    world.first_root = world.stated()
    return world


def repeats(serial: int, first: int, count: int = 1) -> dict[str, Any]:
    return {
        "reaffirms": f"2026-10-05-{serial:08}",
        "status": {"list": LIST, "from": first, "to": first + 4 * count},
    }


def two_keys() -> tuple[World, list[str]]:
    """Batches of two keys that maintainers admitted, in turn."""
    world = rooted()
    world.key(KEY_2, M1, M2, number=2)
    commits = [world.commit()]
    for number in range(1, 7):
        world.batch(str(number), digest(number), key=f"key-{1 + number % 2}")
        commits.append(world.commit())
    return world, commits


class TestTwoKeys:
    def test_only_what_the_revoked_one_signed_falls(self) -> None:
        world, commits = two_keys()
        world.key_act(KEY_2, KEY_1, M1, M2, from_commit=commits[3])
        world.commit()
        assert world.codes() == []
        active = [world.state(digest(number)) for number in range(1, 7)]
        assert active == ["active", "active", None, "active", None, "active"]

    def test_the_other_one_saves_what_fell(self) -> None:
        world, commits = two_keys()
        world.key_act(KEY_2, KEY_1, M1, M2, from_commit=commits[3])
        world.batch("7", digest(3), key="key-1", **repeats(3, 300))
        world.batch("8", digest(5), key="key-1", **repeats(5, 500))
        world.commit()
        assert world.codes() == []
        assert {world.state(digest(number)) for number in range(1, 7)} == {"active"}

    def test_what_was_saved_is_revoked_and_saved_again(self) -> None:
        """The saving key is stolen too; a revocation between lasts, and the range is not free for others."""
        world, commits = two_keys()
        world.key_act(KEY_2, KEY_1, M1, M2, from_commit=commits[3])
        world.commit()
        world.batch("7", digest(3), key="key-1", **repeats(3, 300))
        since = world.commit()
        world.key(KEY_3, M1, M2, number=3)
        world.commit()
        world.act("revoked", digest(3), signer=KEY_3)
        world.status(2, 300, key="key-3")
        world.key_act(KEY_1, KEY_3, M2, M3, from_commit=since, serial="00000002")
        world.commit()
        assert world.codes() == []
        assert world.state(digest(3)) is None
        world.batch("8", digest(3), key="key-3", **repeats(7, 300))
        world.commit()
        assert world.codes() == []
        assert world.state(digest(3)) == "revoked"
        assert "status-ahead" not in world.warnings()


class TestStates:
    def test_superseded_then_revoked_then_suspended(self) -> None:
        world = rooted()
        world.batch("1", digest(1), digest(2))
        world.commit()
        for number, kind in enumerate(("superseded", "revoked", "suspended", "reinstated", "superseded")):
            more = {"replaced_by": f"{digest(2).hex()}\n"} if kind == "superseded" else {}
            world.act(kind, digest(1), serial=str(number + 1), **more)
            world.commit()
            assert world.state(digest(1)) == ("superseded" if number == 0 else "revoked")

    def test_a_provider_does_not_end_what_the_agency_suspended(self) -> None:
        world = rooted()
        world.batch("1", digest(1))
        world.commit()
        expected = [
            (M1, "suspended", "suspended"),
            (KEY_1, "reinstated", "suspended"),
            (KEY_1, "suspended", "suspended"),
        ]
        for number, (signer, kind, state) in enumerate([*expected, (M2, "reinstated", "active")]):
            world.act(kind, digest(1), signer=signer, serial=str(number + 1))
            world.commit()
            assert world.state(digest(1)) == state

    def test_a_thief_of_a_maintainer_who_ends_a_suspension_did_not(self) -> None:
        world = rooted()
        world.batch("1", digest(1))
        world.commit()
        world.act("suspended", digest(1), signer=M2, serial="1")
        world.commit()
        world.act("reinstated", digest(1), signer=M1, serial="2")
        stolen = world.commit()
        assert world.state(digest(1)) == "active"
        world.key_act(M1, M2, M3, from_commit=stolen)
        world.commit()
        assert (world.codes(), world.state(digest(1))) == ([], "suspended")


class TestProviders:
    def test_closed_and_opened_again(self) -> None:
        world = rooted()
        for number, kind in enumerate(("closed", "reinstated", "closed"), start=2):
            world.provider_act(kind, M1, M2, serial=f"{number:08}")
            world.commit()
            world.batch(str(number), digest(number))
            world.commit()
        assert [one.source.authorised for one in world.register().batches] == [False, True, False]

    def test_an_admission_that_a_stolen_key_signed_is_stood_by(self) -> None:
        """Provider, key and batch of another provider wait for two maintainers, and nothing of it is lost."""
        world = rooted()
        world.provider(OTHER)
        paths = [
            world.key(f"{OTHER}/key-1", M1, M2),
            world.provider_act("admitted", M1, M2, provider=OTHER, serial="00000002"),
        ]
        stolen = world.commit()
        before = {one.id: one.status for one in world.register().issuers}
        assert before == {UNI: "active", OTHER: "active"}
        world.key_act(M1, M2, M3, from_commit=stolen)
        world.commit()
        assert world.codes() == []
        assert {one.id: one.status for one in world.register().issuers} == {UNI: "active", OTHER: "not_admitted"}
        for number, path in enumerate(paths):
            world.reaffirmation(path, M2, M3, serial=f"{number:08}")
        world.commit()
        assert (world.codes(), world.warnings()) == ([], [])
        assert {one.id: one.status for one in world.register().issuers} == before


class TestMoved:
    def test_keys_are_revoked_back_in_time_across_a_move(self) -> None:
        world = rooted()
        world.batch("1", digest(1))
        world.commit()
        world.batch("2", digest(2))
        stolen = world.commit()
        old = world.base
        world.base, world.former = "https://new.example", (*world.former, old)
        world.root(M1, M2)
        world.commit()
        world.key_act(KEY_1, KEY_1, M1, M2, from_commit=stolen)
        world.commit()
        assert world.codes() == []
        assert (world.state(digest(1)), world.state(digest(2))) == ("active", None)
