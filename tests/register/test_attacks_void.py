"""What falls with a stolen maintainer's key takes nothing honest along, and leaves no error that nobody can mend.

A published record stays for ever; so whatever a later revocation or reaffirmation makes of it may be told as a
warning, never as an error (REC-24).
"""

from dataclasses import replace

import pytest

from bukti.model.snapshot import Against, FileChange, Located
from bukti.policy.frozen import trust_findings
from bukti.templates import digest_of, make_template
from tests.register.world import BASE, LIST, MC, OTHER, UNI, World, digest, founded
from tests.templates import small

KEY_1, KEY_2 = f"{UNI}/key-1", f"{UNI}/key-2"
M1, M2, M3, M4, M5 = (f"registry/m-{number}" for number in (1, 2, 3, 4, 5))
NAME = small.PROVIDER_RECORD["name"]
EVIL = {"en": "Degrees for Sale"}


def rooted() -> World:
    world = founded()
    world.first_root = world.stated()
    return world


def renamed(world: World, to: dict[str, str], former: dict[str, str], signer: str, serial: str) -> str:
    path = world.provider_act("renamed", signer, serial=serial, name=to, former_name=former)
    world.provider(UNI, name=to)
    return path


def revoke_back(world: World, since: str, *signers: str, name: str = M1) -> None:
    world.key_act(name, *(signers or (M2, M3)), serial="00000077", from_commit=since)
    world.commit()


class TestRenaming:
    @pytest.mark.parametrize("before", [False, True])
    def test_renaming_back_what_a_thief_renamed_stays_right_when_the_thiefs_act_falls(self, before: bool) -> None:
        world = rooted()
        if before:
            renamed(world, NAME, {"en": "Old"}, M2, "00000004")
            world.commit()
        renamed(world, EVIL, NAME, M1, "00000002")
        since = world.commit()
        renamed(world, NAME, EVIL, M2, "00000003")
        world.commit()
        assert world.codes() == []
        revoke_back(world, since)
        assert (world.codes(), world.warnings()) == ([], ["provider-act-void"])
        assert world.register().issuers[0].name == NAME

    def test_an_honest_renaming_after_a_void_one_stays_right_when_that_is_stood_by(self) -> None:
        world = rooted()
        between = {"en": "Between"}
        path = renamed(world, between, NAME, M1, "00000002")
        since = world.commit()
        revoke_back(world, since)
        world.provider(UNI, name=NAME)
        renamed(world, {"en": "Last"}, NAME, M2, "00000003")
        world.commit()
        assert world.codes() == []
        world.reaffirmation(path, M2, M3)
        world.commit()
        assert world.codes() == []

    def test_a_former_name_that_the_provider_never_had_is_refused(self) -> None:
        world = rooted()
        renamed(world, EVIL, NAME, M1, "00000002")
        since = world.commit()
        renamed(world, {"en": "Third"}, EVIL, M2, "00000003")
        world.commit()
        revoke_back(world, since)
        for former in (NAME, EVIL, {"en": "Never"}):
            world.forget("00000004")
            renamed(world, {"en": "Fourth"}, former, M2, "00000004")
            assert "provider-act-name" in world.codes()
        world.forget("00000004")
        renamed(world, {"en": "Fourth"}, {"en": "Third"}, M2, "00000004")
        assert world.codes() == []

    def test_a_batch_issued_under_a_name_that_fell_stands(self) -> None:
        """Its credentials were printed with the name that two published records gave the provider then."""
        world = rooted()
        renamed(world, EVIL, NAME, M1, "00000002")
        since = world.commit()
        named = evil_template(world)
        world.batch("1", digest(1), templates=[named])
        world.commit()
        assert world.codes() == []
        world.provider(UNI)
        revoke_back(world, since)
        assert world.codes() == []
        assert world.state(digest(1)) == "active"

    def test_no_batch_is_issued_under_that_name_any_more(self) -> None:
        world = rooted()
        renamed(world, EVIL, NAME, M1, "00000002")
        since = world.commit()
        named = evil_template(world)
        world.provider(UNI)
        revoke_back(world, since)
        world.batch("1", digest(1), templates=[named])
        world.commit()
        assert world.codes() == ["batch-template"]
        assert world.state(digest(1)) is None


@pytest.mark.parametrize(("now", "codes"), [(NAME, []), ({"en": "Third"}, ["provider-name"])])
def test_the_name_of_before_a_void_renaming_is_stated_again(now: dict[str, str], codes: list[str]) -> None:
    """No act leads back from what the thief wrote: the renaming itself does, and the register has it for void."""
    world = rooted()
    renamed(world, EVIL, NAME, M1, "00000002")
    since = world.commit()
    was = world.snapshot().providers[UNI]
    revoke_back(world, since)
    world.provider(UNI, name=now)
    change = FileChange(status="M", kind="provider", was=was.record)
    found = trust_findings(world.snapshot(), Against(revision="main", files={was.file: change}), world.history())
    assert [one.code for one in found] == codes


def evil_template(world: World) -> str:
    """A template with the provider's name of the moment."""
    before = replace(small.snapshot(), providers=world.snapshot().providers)
    template = make_template(before, UNI, MC, 1, base_url=BASE, status_list=LIST, with_until=True, results=("grade",))
    named = digest_of(template)
    path = f"credentials/{UNI}/templates/{named}.json"
    world.records[path] = Located(record=template, file=path, blob=named)
    return named


class TestProviders:
    def test_a_merger_into_a_provider_whose_admission_fell_goes_on_counting(self) -> None:
        world = rooted()
        world.provider(OTHER)
        world.provider_act("admitted", M1, M2, provider=OTHER, serial="00000002")
        since = world.commit()
        world.provider_act("merged", M2, M3, serial="00000003")
        world.commit()
        assert world.codes() == []
        revoke_back(world, since)
        assert (world.codes(), world.warnings()) == ([], ["provider-act-void"])
        assert world.register().issuers[0].status == "closed"

    def test_nobody_is_merged_into_a_provider_that_was_never_admitted(self) -> None:
        world = rooted()
        world.provider(OTHER)
        world.provider_act("merged", M2, M3, serial="00000003")
        assert world.codes() == ["provider-act-into"]
        assert world.register().issuers[0].status == "active"

    def test_a_batch_of_while_a_suspension_was_void_is_no_error_for_ever(self) -> None:
        """The suspension counts again from its own position; the batch was right when it was published."""
        world = rooted()
        path = world.provider_act("suspended", M1, serial="00000002")
        since = world.commit()
        revoke_back(world, since)
        world.batch("1", digest(1))
        world.commit()
        assert world.codes() == []
        world.reaffirmation(path, M2, M3)
        world.commit()
        assert (world.codes(), world.warnings()) == ([], ["provider-not-admitted"])
        assert not world.register().batches[0].source.authorised

    def test_a_batch_of_while_it_was_suspended_is_an_error(self) -> None:
        world = rooted()
        world.provider_act("suspended", M1, serial="00000002")
        world.commit()
        world.batch("1", digest(1))
        assert world.codes() == ["provider-not-admitted"]


class TestBits:
    def fallen(self) -> tuple[World, str]:
        """A revocation by M1 falls, and the list was signed without its bit."""
        world = rooted()
        world.batch("1", digest(1), digest(2))
        world.commit()
        path = world.act("revoked", digest(1), signer=M1)
        world.status(2, 100)
        since = world.commit()
        revoke_back(world, since)
        world.status(3)
        world.commit()
        assert world.codes() == []
        return world, path

    def test_a_list_that_followed_a_void_act_is_no_error_when_the_act_is_stood_by(self) -> None:
        world, path = self.fallen()
        world.reaffirmation(path, M2, M3)
        world.commit()
        assert (world.codes(), world.warnings()) == ([], ["status-behind"])
        world.status(4, 100)
        world.commit()
        assert (world.codes(), world.warnings()) == ([], [])
        assert world.state(digest(1)) == "revoked"

    def test_a_list_that_let_a_thiefs_bit_fall_is_no_error_when_another_is_revoked_later(self) -> None:
        world, _ = self.fallen()
        world.act("revoked", digest(2), serial="2")
        world.status(4, 101)
        world.commit()
        assert (world.codes(), [one for one in world.warnings() if one != "act-void"]) == ([], [])
        world.status(5)
        assert world.codes() == ["status-snapshot"]

    def test_no_other_bit_falls_with_it(self) -> None:
        """The provider revokes the second one itself; its bit has no excuse to fall."""
        world, path = self.fallen()
        world.act("revoked", digest(2), serial="2")
        world.status(4, 101)
        world.commit()
        world.reaffirmation(path, M2, M3)
        world.commit()
        world.status(5, 100, 101)
        world.commit()
        assert world.codes() == []
        world.status(6, 100)
        assert world.codes() == []  # what bit is whose nobody but the provider knows: one may fall
        world.status(6)
        assert world.codes() == ["status-snapshot"]


class TestRoots:
    def test_the_number_of_a_maintainer_who_fell_stays_taken(self) -> None:
        world = rooted()
        world.key(M4, number=4)
        world.root(M1, M2)
        since = world.commit()
        revoke_back(world, since)
        world.pins = [pin for pin in world.pins if pin["key"] != "m-4"]
        assert world.codes() == []
        world.key(M5, number=4)
        world.root(M2, M3, serial="00000002")
        assert "key-number" in world.codes()

    def test_another_number_is_free(self) -> None:
        world = rooted()
        world.key(M4, number=4)
        world.root(M1, M2)
        since = world.commit()
        revoke_back(world, since)
        world.pins = [pin for pin in world.pins if pin["key"] != "m-4"]
        world.key(M5, number=5)
        world.root(M2, M3, serial="00000002")
        assert world.codes() == []
