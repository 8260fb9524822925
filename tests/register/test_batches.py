"""Which batches count, and what they register (REC-8 to REC-10, REC-12 to REC-14)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bukti.model import Definition
from bukti.register import Source
from bukti.register.hashes import block_fault, missing_from, repeated
from tests.register.world import BASE, LIST, MC, OTHER, UNI, block, digest, founded
from tests.templates import small

M1, M2, M3 = (f"registry/m-{number}" for number in (1, 2, 3))


class TestCounting:
    def test_a_good_batch_registers_its_hashes(self) -> None:
        world = founded()
        world.batch("1", *map(digest, range(20)))
        world.commit(days=4)
        register = world.register()
        assert register.findings == ()
        (registered,) = register.batches
        expected = Source(UNI, MC, 1, "key-1", True, (world.template(),))
        assert registered.source == expected
        assert register.sources == (expected,)
        for number in range(20):
            entry = register.entry(digest(number))
            assert entry is not None
            assert (entry.source, entry.day, entry.state) == (expected, date(2026, 10, 6), None)
        assert register.entry(digest("other")) is None
        assert register.entry(digest(1), provider="somebody-else") is None
        assert [named for named, _ in register.templates_of(UNI, MC, 1)] == [world.template()]
        assert register.templates_of(UNI, MC, 2) == []

    def test_uncommitted_work_counts_but_has_no_day(self) -> None:
        world = founded()
        world.batch("1", digest(1))
        register = world.register()
        entry = register.entry(digest(1))
        assert entry is not None
        assert entry.day is None
        assert register.batches[0].position is None
        assert register.findings == ()

    def test_a_shallow_clone_knows_no_positions(self) -> None:
        world = founded()
        world.batch("1", digest(1))
        world.commit()
        world.complete = False
        register = world.register()
        assert register.findings == ()
        assert [batch.position for batch in register.batches] == [None]

    @pytest.mark.parametrize(
        ("code", "members"),
        [
            ("batch-root", {"root": "0" * 64}),
            ("batch-hashes", {"count": 3}),
            ("batch-hashes", {"hashes": block(digest(1), digest(2)).upper()}),
            ("batch-hashes", {"hashes": block(digest(1)) + block(digest(1))}),
            ("batch-hashes", {"hashes": "".join(reversed(block(digest(1), digest(2)).splitlines(True)))}),
            ("batch-hashes", {"hashes": block(digest(1), digest(2)).rstrip("\n")}),
            ("batch-hashes", {"hashes": "no hex\n"}),
            ("batch-registry", {"registry": "https://other.example"}),
            ("batch-definition", {"version": 2}),
            ("batch-definition", {"mc": "other"}),
            ("batch-template", {"templates": ["0" * 64]}),
            ("batch-template", {"status": {"list": "list-2", "from": 0, "to": 8}}),
            ("batch-status", {"status": {"list": LIST, "from": 0, "to": 7}}),
            ("batch-status", {"status": {"list": LIST, "from": 131_068, "to": 131_076}}),
            ("batch-status", {"status": {"list": LIST, "from": 8, "to": 8}}),
            ("batch-reaffirms", {"reaffirms": "2026-10-05-00000099"}),
            ("batch-proof", {"signers": (f"{UNI}/key-1", M1)}),
            ("batch-proof", {"signers": (M1,)}),
            ("batch-key", {"key": "key-2"}),
        ],
    )
    def test_each_fault_alone_keeps_a_batch_out(self, code: str, members: dict[str, Any]) -> None:
        world = founded()
        world.batch("1", digest(1), digest(2))
        assert world.codes() == []
        world.key(f"{UNI}/key-2", number=2)
        world.batch("1", digest(1), digest(2), **members)
        assert code in world.codes()
        assert world.register().entry(digest(1)) is None

    def test_a_finding_names_file_line_and_mend(self) -> None:
        world = founded()
        path = world.batch("1", digest(1), root="0" * 64)
        (finding,) = world.register().findings
        assert finding.file == path
        assert finding.actual == "0" * 64
        assert len(finding.expected) == 64
        assert finding.hint
        assert finding.clause == "REC-9"

    def test_an_edited_batch_is_not_published(self) -> None:
        world = founded()
        path = world.batch("1", digest(1), digest(2))
        world.commit()
        world.edit(path, hashes=block(digest(1), digest(3)))
        assert {"batch-changed", "batch-proof", "batch-root"} <= set(world.codes())
        assert world.register().entry(digest(3)) is None

    def test_a_batch_signed_again_after_it_was_published_is_not_published(self) -> None:
        world = founded()
        world.batch("1", digest(1))
        world.commit()
        world.batch("1", digest(2))
        assert world.codes() == ["batch-changed"]
        assert world.register().batches == ()

    def test_a_draft_cannot_be_awarded(self) -> None:
        world = founded()
        world.batch("1", digest(1))
        world.add(Definition, small.DEFINITION | {"state": "draft"})
        assert "batch-definition" in world.codes()

    def test_a_key_is_good_from_its_own_position_on(self) -> None:
        world = founded()
        world.batch("1", digest(1), key="key-2")
        world.commit()
        world.key(f"{UNI}/key-2", M1, M2, number=2)
        world.commit()
        assert set(world.codes()) == {"batch-key"}

    def test_strangers_need_a_status_list(self) -> None:
        world = founded()
        world.drop("/status/")
        world.batch("1", digest(1))
        assert world.codes() == ["status-missing"]
        assert world.register().entry(digest(1))


class TestRanges:
    @pytest.mark.parametrize(("start", "end"), [(100, 104), (96, 101), (103, 110), (90, 200), (101, 105)])
    def test_ranges_do_not_overlap(self, start: int, end: int) -> None:
        world = founded()
        world.batch("1", digest(1))  # 100 to 103
        world.batch("3", digest(3))  # 300 to 303
        world.commit()
        world.batch("2", digest(2), status={"list": LIST, "from": start, "to": end})
        assert world.codes() == ["batch-status"]
        assert world.register().entry(digest(1))

    @pytest.mark.parametrize(("start", "end"), [(96, 100), (104, 108), (104, 300), (304, 308)])
    def test_neighbours_do(self, start: int, end: int) -> None:
        world = founded()
        world.batch("1", digest(1))
        world.batch("3", digest(3))
        world.commit()
        world.batch("2", digest(2), status={"list": LIST, "from": start, "to": end})
        assert world.codes() == []

    def test_the_range_of_a_voided_batch_stays_taken(self) -> None:
        world = founded()
        world.key(f"{UNI}/key-2", f"{UNI}/key-1", number=2)
        world.batch("1", digest(1), key="key-2")
        commit = world.commit()
        world.key_act(f"{UNI}/key-2", f"{UNI}/key-2", M1, M2, from_commit=commit)
        world.commit()
        world.batch("2", digest(2), status={"list": LIST, "from": 100, "to": 104})
        assert (world.codes(), world.warnings()) == (["batch-status"], ["batch-void"])

    def test_a_strangers_batch_reserves_nothing(self) -> None:
        world = founded()
        world.key("stranger/k1")
        world.batch("1", digest(9), signers=("stranger/k1",), status={"list": LIST, "from": 0, "to": 100_000})
        world.commit()
        world.batch("2", digest(1))
        assert "batch-status" not in world.codes()
        assert world.register().entry(digest(1)) is not None


class TestRepeats:
    def test_a_hash_stands_in_one_batch_of_its_provider(self) -> None:
        world = founded()
        world.batch("1", digest(1), digest(2))
        world.commit()
        world.batch("2", digest(2), digest(3))
        world.commit()
        world.batch("3", digest(4))
        assert world.codes() == ["batch-repeat"]
        register = world.register()
        assert register.entry(digest(2))
        assert register.entry(digest(3)) is None
        assert register.entry(digest(4))

    def test_a_voided_batch_is_reaffirmed_by_a_new_key(self) -> None:
        """The new key has to be good now, the permission to award stood then; printed codes stay good."""
        world = founded()
        world.batch("1", digest(1), digest(2), digest(3))
        commit = world.commit()
        world.key_act(f"{UNI}/key-1", f"{UNI}/key-1", M1, M2, from_commit=commit)
        world.key(f"{UNI}/key-2", M1, M2, number=2)
        world.provider_act("closed", M1, M2, serial="00000002")
        world.commit()
        assert world.register().entry(digest(1)) is None
        world.batch(
            "2",
            digest(1),
            digest(3),
            key="key-2",
            reaffirms="2026-10-05-00000001",
            status={"list": LIST, "from": 100, "to": 112},
        )
        assert world.codes() == []
        assert world.warnings() == ["batch-void"]
        register = world.register()
        entry = register.entry(digest(1))
        assert entry is not None
        assert entry.source.key == "key-2"
        assert entry.source.authorised
        assert register.entry(digest(2)) is None

    def test_a_batch_may_be_reaffirmed_before_its_key_is_revoked(self) -> None:
        world = founded()
        world.key(f"{UNI}/key-2", M1, M2, number=2)
        world.batch("1", digest(1), digest(2), digest(3))
        world.commit()
        again: dict[str, Any] = {"reaffirms": "2026-10-05-00000001", "status": {"list": LIST, "from": 100, "to": 112}}
        world.batch("2", digest(1), digest(3), key="key-2", **again)
        world.commit()
        assert world.codes() == []
        register = world.register()
        assert [entry.source.key for entry in register.entries(digest(1))] == ["key-1", "key-2"]
        assert [entry.source.key for entry in register.entries(digest(2))] == ["key-1"]

    @pytest.mark.parametrize(
        "members",
        [
            {"digests": (digest(1), digest(4))},
            {"status": {"list": LIST, "from": 100, "to": 113}},
            {"version": 2},
            {"reaffirms": "2026-10-05-00000002"},
        ],
    )
    def test_a_reaffirmation_adds_nothing(self, members: dict[str, Any]) -> None:
        world = founded()
        world.batch("1", digest(1), digest(2), digest(3))
        world.commit()
        given: dict[str, Any] = {
            "digests": (digest(1),),
            "reaffirms": "2026-10-05-00000001",
            "status": {"list": LIST, "from": 100, "to": 112},
        } | members
        world.batch("2", *given.pop("digests"), **given)
        assert "batch-reaffirms" in world.codes()


class TestAuthority:
    """REC-12: a provider may award from its admission on, until it is suspended or closed."""

    def authorised(self, *kinds: str, before: bool = True) -> bool:
        world = founded()
        world.provider(OTHER)
        world.provider_act("admitted", M1, M2, serial="0000000a", provider=OTHER)
        world.commit()
        if not before:
            world.batch("1", digest(1))
            world.commit()
        for number, kind in enumerate(kinds, start=2):
            world.provider_act(kind, M1, M2, serial=f"{number:08}")
            world.commit()
        if before:
            world.batch("1", digest(1))
            world.commit()
        register = world.register()
        entry = register.entry(digest(1))
        assert entry is not None
        expected = [] if entry.source.authorised else ["provider-not-admitted"]
        assert [finding.code for finding in register.findings] == expected
        return entry.source.authorised

    @pytest.mark.parametrize(
        ("kinds", "allowed"),
        [
            ((), True),
            (("suspended",), False),
            (("closed",), False),
            (("merged",), False),
            (("suspended", "reinstated"), True),
            (("suspended", "reinstated", "closed"), False),
            (("renamed",), True),
            (("suspended", "renamed"), False),
        ],
    )
    def test_the_last_act_before_decides(self, kinds: tuple[str, ...], allowed: bool) -> None:
        assert self.authorised(*kinds) is allowed

    @pytest.mark.parametrize("kind", ["suspended", "closed"])
    def test_without_history_what_came_before_is_not_denied(self, kind: str) -> None:
        world = founded()
        world.batch("1", digest(1))
        world.commit()
        world.provider_act(kind, M1, M2, serial="00000002")
        world.commit()
        world.complete = False
        assert world.codes() == []
        assert world.register().batches[0].source.authorised
        assert world.register().issuers[0].status == kind

    def test_a_strangers_batch_is_no_ground_for_reaffirming_after_the_end(self) -> None:
        """A batch in the provider's path that its keys never signed lends no earlier permission."""
        world = founded()
        world.key("stranger/k1")
        world.batch("1", digest(1), signers=("stranger/k1",))
        world.commit()
        world.provider_act("closed", M1, M2, serial="00000002")
        world.commit()
        world.batch("2", digest(1), reaffirms="2026-10-05-00000001", status={"list": LIST, "from": 100, "to": 104})
        assert "batch-reaffirms" in world.codes()
        assert world.register().entry(digest(1)) is None

    @pytest.mark.parametrize("kind", ["suspended", "closed"])
    def test_what_came_before_stays(self, kind: str) -> None:
        assert self.authorised(kind, before=False)

    def test_a_provider_that_was_never_admitted(self) -> None:
        world = founded()
        world.drop("/acts/")
        world.batch("1", digest(1))
        assert world.codes() == ["provider-not-admitted"]
        register = world.register()
        assert register.issuers[0].status == "not_admitted"
        entry = register.entry(digest(1))
        assert entry is not None
        assert not entry.source.authorised

    def test_a_provider_without_admission_and_key_is_no_issuer(self) -> None:
        world = founded()
        world.drop("/acts/")
        world.drop(f"public_keys/{UNI}")
        assert world.register().issuers == ()

    @pytest.mark.parametrize(
        ("kind", "signers", "counts"),
        [
            ("suspended", (M1,), True),
            ("closed", (M1,), False),
            ("closed", (M1, M3), True),
            ("closed", (M1, M1), False),
            ("suspended", (f"{UNI}/key-1",), False),
            ("closed", (M1, f"{UNI}/key-1"), False),
            ("closed", (M1, M2, f"{UNI}/key-1"), False),
        ],
    )
    def test_who_decides_about_a_provider(self, kind: str, signers: tuple[str, ...], counts: bool) -> None:
        world = founded()
        world.provider_act(kind, *signers, serial="00000002")
        assert world.codes() == ([] if counts else ["provider-act-authority"])
        assert world.register().issuers[0].status == (kind if counts else "active")

    def test_admission_comes_first(self) -> None:
        world = founded()
        world.drop("/acts/")
        world.provider_act("suspended", M1, serial="00000002")
        assert world.codes() == ["provider-act-order"]


class TestPublication:
    def test_a_clean_commit_names_itself(self) -> None:
        world = founded()
        register = world.register()
        assert register.snapshot_id == world.history().head
        assert register.data_as_of == "2026-11-01T08:30:00Z"
        assert (register.base_url, register.freshness_days) == (BASE, 7)

    def test_uncommitted_records_add_their_digest(self) -> None:
        world = founded()
        world.batch("1", digest(1))
        one = world.register().snapshot_id
        world.batch("1", digest(2))
        two = world.register().snapshot_id
        head = world.history().head
        assert one != two
        for name in (one, two):
            assert name.startswith(f"{head}+")
            assert len(name) == len(head) + 13


class TestHashes:
    @given(st.lists(st.binary(min_size=32, max_size=32), unique=True, min_size=1, max_size=30))
    def test_a_sorted_block_is_right(self, digests: list[bytes]) -> None:
        assert block_fault(block(*digests), len(digests)) is None
        assert block_fault(block(*digests), len(digests) + 1)

    @pytest.mark.parametrize("step", [2, 3])
    def test_order_is_seen_across_steps(self, step: int, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("bukti.register.hashes._STEP", 32 * step)
        lines = block(*map(digest, range(12))).splitlines(keepends=True)
        assert block_fault("".join(lines)) is None
        for place in range(11):
            swapped = lines.copy()
            swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]
            assert block_fault("".join(swapped)) == f"hash {place + 2} of the block is not above the one before it"

    @given(st.lists(st.sets(st.integers(0, 40)), max_size=4))
    def test_repeats_and_absences_are_those_of_sets(self, parts: list[set[int]]) -> None:
        runs = [b"".join(sorted(map(digest, part))) for part in parts]
        union = set().union(*parts)
        holders = {number: [at for at, part in enumerate(parts) if number in part] for number in union}
        assert repeated(runs) == {digest(number): held for number, held in holders.items() if len(held) > 1}
        wanted = {digest(number) for number in range(41)}
        assert missing_from(wanted, runs) == {digest(number) for number in range(41) if number not in union}
