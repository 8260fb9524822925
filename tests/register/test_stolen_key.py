"""A stolen key must not be able to destroy (threat-model I3, I4, T9; REC-17, REC-24): three attacks, and positions."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bukti.proof.status import bits_of
from tests.register.world import LIST, UNI, World, digest, founded

KEY_1, KEY_2, KEY_3, KEY_4 = (f"{UNI}/key-{number}" for number in (1, 2, 3, 4))
M1, M2, M3 = (f"registry/m-{number}" for number in (1, 2, 3))
HONEST, LATER = [digest(f"honest {n}") for n in range(3)], [digest(f"later {n}") for n in range(2)]
FORGED, SECOND = digest("forged"), digest("by the second key")


def attacked() -> tuple[World, str]:
    """Honest credentials, then a thief's work with theirs between; the answer tells the first commit of the thief."""
    world = founded()
    world.batch("1", *HONEST)  # indexes 100 to 111
    world.commit()
    world.batch("2", FORGED)
    stolen = world.commit()
    world.batch("3", *LATER)  # honest: 300 to 307
    world.commit()
    world.act("revoked", *HONEST, serial="1")
    world.status(2, 100, 104, 108)
    world.commit()
    world.key(KEY_2, KEY_1, number=2)
    world.commit()
    world.key(KEY_3, KEY_2, number=3)
    world.batch("4", SECOND, key="key-2")
    world.act("superseded", HONEST[0], signer=KEY_2, serial="2", replaced_by=f"{SECOND.hex()}\n")
    world.status(3, 100, 104, 108, key="key-2")
    world.commit()
    return world, stolen


def mended() -> World:
    """After the drill: a new key, the revocation, the later honest ones said again, the list signed again."""
    world, stolen = attacked()
    world.key_act(KEY_1, KEY_1, M1, M2, from_commit=stolen)
    world.key(KEY_4, M1, M2, number=4)
    world.commit()
    again: dict[str, Any] = {"reaffirms": "2026-10-05-00000003", "status": {"list": LIST, "from": 300, "to": 308}}
    world.batch("5", *LATER, key="key-4", **again)
    world.status(4, key="key-4")
    world.commit()
    return world


class TestAttacks:
    def test_until_the_key_is_revoked_the_thief_is_believed(self) -> None:
        world, _ = attacked()
        assert (world.codes(), world.warnings()) == ([], [])
        assert [world.state(one) for one in HONEST] == ["revoked"] * 3
        assert world.state(FORGED) == world.state(SECOND) == "active"

    def test_the_drill_ends_without_an_error(self) -> None:
        """Although the thief's files stay in the repository for ever."""
        world = mended()
        assert world.codes() == []
        assert set(world.warnings()) == {"act-void", "batch-void", "key-void", "status-void"}

    def test_forged_credentials_fall(self) -> None:
        world = mended()
        assert world.state(FORGED) is None
        assert world.state(SECOND) is None

    def test_a_mass_revocation_is_taken_back_with_its_bits(self) -> None:
        world = mended()
        assert [world.state(one) for one in HONEST] == ["active"] * 3
        state = world.register().lists[UNI, LIST]
        assert (state.serial, state.last_serial, state.behind, state.ahead) == (4, 4, False, False)
        assert state.document is not None
        assert list(bits_of(state.document).indexes()) == []

    def test_a_second_key_falls_with_the_first(self) -> None:
        states = {key.key: key.state for key in mended().register().issuers[0].keys}
        assert states == {"key-1": "revoked", "key-2": "void", "key-3": "void", "key-4": "good"}

    def test_later_honest_credentials_keep_their_printed_codes(self) -> None:
        """The hash is registered again; no new range is reserved, so that the index stays."""
        register = mended().register()
        for one in LATER:
            (entry,) = register.entries(one)
            assert (entry.source.key, entry.state, entry.source.authorised) == ("key-4", None, True)

    def test_every_void_record_names_the_key_whose_revocation_did_it(self) -> None:
        world = mended()
        voided = world.register().voided
        assert set(voided.values()) == {KEY_1}
        assert len(voided) == 9
        told = {one.file for one in world.register().findings if one.code.endswith("-void")}
        assert told == set(voided)

    def test_between_revocation_and_mending_only_warnings_tell(self) -> None:
        world, stolen = attacked()
        world.key_act(KEY_1, KEY_1, M1, M2, from_commit=stolen)
        world.commit()
        assert world.codes() == []
        assert world.state(LATER[0]) is None
        assert [world.state(one) for one in HONEST] == ["active"] * 3

    @pytest.mark.parametrize("key", ["key-1", "key-2", "key-3"])
    def test_what_comes_after_the_revocation_is_an_error(self, key: str) -> None:
        world = mended()
        world.batch("6", digest("late"), key=key)
        world.commit()
        assert world.codes() == ["batch-key"]
        assert world.state(digest("late")) is None

    def test_the_thief_admits_nobody_any_more(self) -> None:
        world = mended()
        world.key(f"{UNI}/key-5", KEY_2, KEY_3, number=5)
        world.act("revoked", HONEST[0], signer=KEY_3, serial="9")
        world.status(5, 100, key="key-3")
        world.commit()
        assert sorted(world.codes()) == ["act-authority", "key-admission", "status-snapshot"]
        assert world.state(HONEST[0]) == "active"

    def test_a_void_range_stays_taken(self) -> None:
        world = mended()
        world.batch("6", digest(6), key="key-4", status={"list": LIST, "from": 200, "to": 204})
        assert world.codes() == ["batch-status"]

    def test_a_batch_of_the_void_second_key_is_said_again(self) -> None:
        """The registrar had rotated before the theft was seen: what that key signed honestly is saved."""
        world = mended()
        again: dict[str, Any] = {"reaffirms": "2026-10-05-00000004", "status": {"list": LIST, "from": 400, "to": 404}}
        world.batch("6", SECOND, key="key-4", **again)
        assert world.codes() == []
        assert world.state(SECOND) == "active"

    def test_a_void_batch_says_nothing_again(self) -> None:
        """The thief repeats the forged batch with a key that is void: it stays forged."""
        world, stolen = attacked()
        again: dict[str, Any] = {"reaffirms": "2026-10-05-00000002", "status": {"list": LIST, "from": 200, "to": 204}}
        world.batch("5", FORGED, key="key-3", **again)
        world.commit()
        world.key_act(KEY_1, KEY_1, M1, M2, from_commit=stolen)
        world.commit()
        assert world.codes() == []
        assert world.state(FORGED) is None

    def test_a_batch_is_saved_twice_when_the_second_key_is_stolen_too(self) -> None:
        """The permission is asked for where the credentials were first registered."""
        world = mended()
        world.provider_act("closed", M1, M2, serial="00000002")
        since = world.commit()
        again: dict[str, Any] = {"reaffirms": "2026-10-05-00000005", "status": {"list": LIST, "from": 300, "to": 308}}
        world.key(f"{UNI}/key-5", M1, M2, number=5)
        world.key_act(KEY_4, KEY_4, M1, M2, serial="00000002", from_commit=since)
        world.batch("6", *LATER, key="key-5", **again)
        assert world.codes() == []
        assert [entry.source.key for entry in world.register().entries(LATER[0])] == ["key-4", "key-5"]
        assert all(entry.source.authorised for entry in world.register().entries(LATER[0]))


DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31)).map(date.isoformat)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    claimed=st.lists(DAYS, min_size=4, max_size=4),
    on=DAYS,
    revoked_at=st.integers(0, 3),
    back=st.booleans(),
    names=st.permutations(["11", "12", "13", "14"]),
)
def test_positions_alone_decide(claimed: list[str], on: str, revoked_at: int, back: bool, names: list[str]) -> None:
    """T9: whatever days batches and revocation claim, and whatever they are called, R - 1 stands and R falls."""
    world = founded()
    commits = []
    for number, (name, day) in enumerate(zip(names, claimed, strict=True)):
        batch: dict[str, Any] = {"batch": f"{day}-000000{name}", "issued_on": day}
        world.batch(name, digest(number), **batch)
        if number == revoked_at and not back:
            world.key_act(KEY_1, KEY_1, on=on, act=f"{on}-00000001")
        commits.append(world.commit())
    if back:
        world.key_act(KEY_1, KEY_1, M1, M2, on=on, act=f"{on}-00000001", from_commit=commits[revoked_at])
        world.commit()
    # "From now on" is every position after the act's own; reaching back includes the commit that is named.
    first_fallen = revoked_at if back else revoked_at + 1
    assert [world.state(digest(number)) for number in range(4)] == [
        "active" if number < first_fallen else None for number in range(4)
    ]
    assert set(world.codes()) <= (set() if back else {"batch-key"})


class TestAgain:
    def test_a_thief_who_revokes_the_key_first_does_not_keep_the_provider_from_reaching_back(self) -> None:
        world, stolen = attacked()
        world.key_act(KEY_1, KEY_1)
        world.commit()
        world.key_act(KEY_1, KEY_1, M1, M2, serial="00000002", from_commit=stolen)
        world.commit()
        assert world.codes() == []
        assert world.state(FORGED) is None

    def test_a_second_look_reaches_further_back(self) -> None:
        world = founded()
        commits = []
        for number in range(4):
            world.batch(str(number + 1), digest(number))
            commits.append(world.commit())
        for serial, since in (("00000001", commits[2]), ("00000002", commits[1]), ("00000003", commits[3])):
            world.key_act(KEY_1, KEY_1, M1, M2, serial=serial, from_commit=since)
            world.commit()
        assert (world.codes(), world.warnings()) == ([], ["batch-void"] * 3)
        assert [world.state(digest(number)) for number in range(4)] == ["active", None, None, None]

    @pytest.mark.parametrize("signer", [KEY_1, KEY_2, KEY_3])
    def test_the_thief_revokes_no_other_key(self, signer: str) -> None:
        world = mended()
        world.key_act(KEY_4, signer, serial="00000009")
        world.commit()
        assert world.codes() == ["key-act-authority"]


SIGNERS = [KEY_1, KEY_2, KEY_3, f"{UNI}/recovery", M1, M2, M3, "registry/m-4"]
STEPS = st.one_of(
    st.tuples(st.just("key"), st.sampled_from([KEY_2, KEY_3]), st.sets(st.sampled_from(SIGNERS), max_size=2)),
    st.tuples(st.just("act"), st.sampled_from(SIGNERS), st.sets(st.sampled_from(SIGNERS), min_size=1, max_size=3)),
    st.tuples(st.just("back"), st.sampled_from(SIGNERS), st.sets(st.sampled_from(SIGNERS), min_size=2, max_size=4)),
    st.tuples(st.just("root"), st.just(""), st.sets(st.sampled_from(SIGNERS[4:]), min_size=2, max_size=3)),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, max_size=7), since=st.lists(st.integers(0, 6), min_size=7, max_size=7))
def test_what_an_act_on_a_key_does_is_settled_when_it_is_published(
    steps: list[tuple[str, str, set[str]]], since: list[int]
) -> None:
    """REC-17: whatever comes later, a revocation is never voided, and one that did not count never begins to."""
    world = founded()
    world.key(f"{UNI}/recovery", M1, M2, number=9, role="recovery")
    world.first_root = world.stated()
    commits = [world.commit()]
    settled: dict[str, bool] = {}
    for number, (kind, name, signers) in enumerate(steps):
        serial = f"{number:08}"
        if kind == "key":
            if f"public_keys/{name}.yaml" in world.records:
                continue
            world.key(name, *sorted(signers - {name}), number=int(name[-1]))
        elif kind == "root":
            if "public_keys/registry/m-4.yaml" not in world.records:
                world.key("registry/m-4", number=4)
            world.root(*sorted(signers), serial=serial)
        else:
            more = {"from_commit": commits[since[number] % len(commits)]} if kind == "back" else {}
            world.key_act(name, *sorted(signers), serial=serial, **more)
        commits.append(world.commit())
        acts = {file for file in world.records if ".2026-10-09-" in file}
        refused = {one.file for one in world.register().findings if one.code.startswith("key-act-")}
        for file in acts:
            assert settled.setdefault(file, file in refused) == (file in refused)
