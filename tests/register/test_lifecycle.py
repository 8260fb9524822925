"""What became of credentials, and the lists that strangers read (REC-15, REC-16)."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest

from bukti.proof.status import StatusList, bits_of
from tests.keys import demo_key
from tests.register.world import LIST, UNI, World, block, digest, founded

M1 = "registry/m-1"


def issued() -> World:
    """A registry with one batch of three."""
    world = founded()
    world.batch("1", digest(1), digest(2), digest(3))
    world.commit()
    return world


def revoked() -> World:
    """The same with acts on two of the three; the batch has the bits 100 to 111."""
    world = issued()
    world.act("revoked", digest(1), serial="1")
    world.act("superseded", digest(2), serial="2", replaced_by=block(digest(3)))
    world.commit()
    return world


def act(world: World, kind: str, *digests: bytes, serial: int, **more: Any) -> None:
    if kind == "superseded":
        more.setdefault("replaced_by", "".join(f"{digest(2).hex()}\n" for _ in digests))
    world.act(kind, *digests, serial=str(serial), **more)


def state_of(world: World, one: bytes) -> str | None:
    entry = world.register().entry(one)
    assert entry is not None
    return entry.state.state if entry.state else None


class TestStates:
    def test_an_act_touches_its_hashes_only(self) -> None:
        world = issued()
        act(world, "revoked", digest(1), digest(3), serial=1)
        world.commit(days=5)
        assert world.codes() == []
        assert [state_of(world, digest(n)) for n in (1, 2, 3)] == ["revoked", None, "revoked"]
        state = world.register().states[UNI, digest(1)]
        assert (state.reason, state.day, state.replaced_by) == ("issued-in-error", date(2026, 10, 8), None)

    def test_an_uncommitted_act_has_its_own_day(self) -> None:
        world = issued()
        act(world, "suspended", digest(1), serial=1)
        assert world.register().states[UNI, digest(1)].day == date(2026, 10, 7)

    @pytest.mark.parametrize(
        ("kinds", "state"),
        [
            (("suspended",), "suspended"),
            (("suspended", "reinstated"), None),
            (("suspended", "reinstated", "suspended"), "suspended"),
            (("revoked", "reinstated"), "revoked"),
            (("revoked", "suspended"), "revoked"),
            (("superseded", "reinstated"), "superseded"),
            (("superseded", "suspended"), "superseded"),
            (("reinstated",), None),
        ],
    )
    def test_the_latest_position_decides_of_what_can_be_lifted(self, kinds: tuple[str, ...], state: str | None) -> None:
        world = issued()
        for number, kind in enumerate(kinds):
            # Serials fall, so that no date or name could decide in place of the position.
            act(world, kind, digest(1), serial=9 - number)
            world.commit()
        assert world.codes() == []
        assert state_of(world, digest(1)) == state

    @pytest.mark.parametrize("kinds", list(permutations(["revoked", "superseded", "suspended"])))
    def test_revoked_outweighs_in_any_order(self, kinds: tuple[str, ...]) -> None:
        world = issued()
        for number, kind in enumerate(kinds):
            act(world, kind, digest(1), serial=number)
            world.commit()
        assert state_of(world, digest(1)) == "revoked"

    def test_a_replacement_goes_with_its_own_hash(self) -> None:
        world = issued()
        replaced = {one: digest(f"for {one.hex()}") for one in (digest(1), digest(2))}
        lines = "".join(f"{replaced[one].hex()}\n" for one in sorted(replaced))
        act(world, "superseded", digest(1), digest(2), serial=1, replaced_by=lines)
        states = world.register().states
        assert {one: states[UNI, one].replaced_by for one in replaced} == replaced


class TestActs:
    @pytest.mark.parametrize(
        ("code", "kind", "members"),
        [
            ("act-unregistered", "revoked", {"hashes": block(digest(1), digest("stranger"))}),
            ("act-hashes", "revoked", {"hashes": block(digest(1)).upper()}),
            ("act-hashes", "revoked", {"replaced_by": block(digest(2))}),
            ("act-hashes", "superseded", {}),
            ("act-hashes", "superseded", {"replaced_by": block(digest(2), digest(3))}),
            ("act-hashes", "superseded", {"replaced_by": block(digest(2)).rstrip("\n")}),
            ("act-hashes", "superseded", {"replaced_by": "x" * 64 + "\n"}),
            ("act-reason", "revoked", {"reason": "renewed"}),
            ("act-reason", "revoked", {"reason": "no-such-reason"}),
            ("act-registry", "revoked", {"registry": "https://other.example"}),
            ("act-authority", "revoked", {"signer": f"{UNI}/key-2"}),
            ("act-authority", "superseded", {"signer": M1, "replaced_by": block(digest(2))}),
        ],
    )
    def test_each_fault_alone_keeps_an_act_out(self, code: str, kind: str, members: dict[str, Any]) -> None:
        world = issued()
        world.key(f"{UNI}/key-2", number=2)
        world.act(kind, digest(1), **members)
        assert code in world.codes()
        assert state_of(world, digest(1)) is None

    def test_a_later_revocation_of_a_key_never_brings_a_revoked_credential_back(self) -> None:
        """The act is on credentials of two keys; one of them falls, the other credential stays revoked."""
        world = issued()
        key_2 = f"{UNI}/key-2"
        world.key(key_2, M1, "registry/m-2", number=2)
        world.commit()
        world.batch("2", digest(4), key="key-2")
        stolen = world.commit()
        world.act("revoked", digest(1), digest(4))
        world.commit()
        assert state_of(world, digest(1)) == "revoked"
        world.key_act(key_2, key_2, M1, "registry/m-2", from_commit=stolen)
        assert (world.codes(), world.warnings()) == ([], ["batch-void", "status-behind"])
        assert world.register().entry(digest(4)) is None
        assert state_of(world, digest(1)) == "revoked"

    def test_a_maintainer_revokes_in_the_name_of_the_agency(self) -> None:
        world = issued()
        world.act("revoked", digest(1), signer=M1)
        assert world.codes() == []
        assert state_of(world, digest(1)) == "revoked"

    def test_one_provider_never_touches_another(self) -> None:
        """The act names a provider; its hashes have to stand in that provider's own batches."""
        world = issued()
        world.act("revoked", digest(1), provider="egypt-demo-institute", signer=M1)
        assert world.codes() == ["act-unregistered"]
        assert state_of(world, digest(1)) is None


class TestSnapshots:
    def newest(self, world: World) -> StatusList:
        document = world.register().newest_status(UNI, LIST)
        assert document is not None
        return bits_of(document)

    def test_the_highest_serial_is_the_newest(self) -> None:
        world = revoked()
        for serial in range(2, 10):
            world.status(serial, 101)
        world.commit()
        world.status(10, 101, 102)
        world.commit()
        assert (world.codes(), world.warnings()) == ([], [])
        assert self.newest(world).get(102)
        assert world.register().newest_status(UNI, "list-2") is None

    def test_a_list_keeps_its_length(self) -> None:
        world = issued()
        world.status(2, length=262_144)
        assert world.codes() == ["status-snapshot"]

    @pytest.mark.parametrize(
        "members",
        [
            {"id": "https://bukti.example/issuers/universiti-contoh/status/list-2.json"},
            {"issuer": "did:web:bukti.example:issuers:other"},
            {"validUntil": "2027-01-01T00:00:00Z"},
            {"validFrom": "2026-10-02T00:00:00Z"},
            {"type": ["VerifiableCredential"]},
            {"@context": ["https://www.w3.org/ns/credentials/v2", "https://w3id.org/security/multikey/v1"]},
            {"credentialSubject": {}},
            {"proof": []},
            {"validFrom": [{"type": "BitstringStatusList"}] * 9},
            {"validFrom": "today"},
            {"issuer": ["did:web:bukti.example:issuers:universiti-contoh"]},
            {"proof": [{"verificationMethod": f"did:web:bukti.example:issuers:{UNI}#key-1", "created": [{}, {}]}]},
        ],
    )
    def test_each_fault_alone_keeps_a_snapshot_out(self, members: dict[str, Any]) -> None:
        world = revoked()
        world.status(2, 101)
        assert world.codes() == []
        world.status(2, 101, **members)
        assert world.codes() == ["status-snapshot"]
        assert not self.newest(world).get(101)

    def test_a_key_has_to_be_good_at_its_position(self) -> None:
        world = issued()
        world.key_act(f"{UNI}/key-1", f"{UNI}/key-1")
        world.commit()
        world.status(2, 101)
        assert world.codes() == ["status-snapshot"]

    def test_another_providers_key_does_not_sign(self) -> None:
        world = issued()
        assert demo_key("other/key-1").public != demo_key(f"{UNI}/key-1").public
        world.status(2, 101, key="key-9")
        assert world.codes() == ["status-snapshot"]
