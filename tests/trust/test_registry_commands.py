"""``bukti registry change`` and ``reaffirm``: the root of trust and what fell with a maintainer (REC-23, REC-25)."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from bukti.loading import dump_record
from tests.trust.conftest import BOTH_VALID, FIRST_TWO, MAINTAINERS, UNI, Office

SETTINGS = "registry/registry.yaml"
NEW = "https://new.example"
ADD, REMOVE = ("--add-maintainer", "m-4"), ("--remove-maintainer", "m-3")


def settings(office: Office) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((office.repo / SETTINGS).read_text(encoding="utf-8"))
    return found


def roots(office: Office) -> list[dict[str, Any]]:
    return [yaml.safe_load(path.read_text()) for path in sorted(office.repo.glob("registry/registry/acts/*.yaml"))]


@pytest.fixture
def grown(office: Office) -> Office:
    """With the record of a fourth maintainer, whom nobody pins yet."""
    told = office.ok("key", "new", "--provider", "registry", "--key", "m-4", "--out", office.pem("registry/m-4"))
    assert "bukti registry change --add-maintainer m-4" in told
    return office


class TestMaintainers:
    def test_two_change_the_pins_and_the_file_follows_the_second(self, grown: Office) -> None:
        before = (grown.repo / SETTINGS).read_bytes()
        told = grown.ok("registry", "change", *ADD, *REMOVE, *grown.signs(FIRST_TWO[0]))
        assert "maintainers: m-4 comes in" in told
        assert "maintainers: m-3 goes" in told
        assert "1 of 2 maintainers" in told
        assert (grown.repo / SETTINGS).read_bytes() == before
        assert "registry-act-authority" in grown.findings()
        told = grown.ok("registry", "change", *grown.signs(FIRST_TWO[1]))
        assert "edited: registry/registry.yaml" in told
        assert [pin["key"] for pin in settings(grown)["maintainers"]] == ["m-1", "m-2", "m-4"]
        grown.commit()
        assert (grown.findings(), len(roots(grown))) == (set(), 1)

    def test_the_new_one_signs_and_the_old_one_no_more(self, grown: Office) -> None:
        grown.both("registry", "change", *ADD, *REMOVE)
        grown.commit()
        grown.refused("provider", "suspend", UNI, *grown.signs(MAINTAINERS[2]), told="not pinned")
        grown.ok("provider", "suspend", UNI, *grown.signs("registry/m-4"))
        grown.commit()
        assert (grown.findings(), grown.status()) == (set(), "suspended")

    def test_what_a_removed_maintainer_signed_stays(self, grown: Office) -> None:
        grown.ok("provider", "suspend", UNI, *grown.signs(MAINTAINERS[2]))
        grown.commit()
        grown.both("registry", "change", *ADD, *REMOVE)
        grown.commit()
        assert (grown.findings(), grown.status()) == (set(), "suspended")

    def test_a_single_stolen_maintainer_changes_nothing(self, grown: Office) -> None:
        """Neither by the command nor by hand, nor by signing twice, nor with a newcomer of its own."""
        thief = grown.signs(MAINTAINERS[2])
        grown.ok("registry", "change", *ADD, "--remove-maintainer", "m-1", *thief)
        grown.refused("registry", "change", *thief, told="has signed this act already")
        grown.refused("registry", "change", *grown.signs("registry/m-4"), told="not pinned")
        assert "registry-act-authority" in grown.findings()
        (act,) = roots(grown)
        text = dump_record(settings(grown) | {"maintainers": act["root"]["maintainers"]})
        (grown.repo / SETTINGS).write_text(text, encoding="utf-8")
        grown.commit()
        assert {"root-unsigned", "registry-act-authority"} <= grown.findings()
        assert {key.key for key in grown.register().maintainers} == {"m-1", "m-2", "m-3"}

    def test_refusals(self, grown: Office) -> None:
        signs = grown.signs(FIRST_TWO[0])
        grown.refused("registry", "change", *signs, told="nothing is to be changed")
        grown.refused("registry", "change", "--add-maintainer", "m-9", *signs, told="no key record of registry/m-9")
        grown.refused("registry", "change", "--add-maintainer", "m-3", *signs, told="is pinned already")
        grown.refused("registry", "change", "--remove-maintainer", "m-9", *signs, told="m-9 is not pinned")
        fewer = (*REMOVE, "--remove-maintainer", "m-2")
        grown.refused("registry", "change", *fewer, *signs, told="1 maintainer would be left")
        key = f"{UNI}/key-1"
        grown.refused("registry", "change", *ADD, *grown.signs(key), told="no maintainer's key")
        grown.ok("registry", "change", *ADD, *signs)
        grown.refused("registry", "change", *REMOVE, *grown.signs(FIRST_TWO[1]), told="waits for its second signature")

    def test_a_record_that_is_not_in_order_is_never_pinned(self, grown: Office) -> None:
        path = grown.repo / "public_keys" / "registry" / "m-4.yaml"
        path.write_text(path.read_text().replace("number: 4", "number: 5"))
        grown.refused("registry", "change", *ADD, *grown.signs(FIRST_TWO[0]), told="is not in order")

    def test_a_run_that_was_stopped_before_the_edit_is_completed(self, grown: Office) -> None:
        before = (grown.repo / SETTINGS).read_bytes()
        grown.both("registry", "change", *ADD)
        (grown.repo / SETTINGS).write_bytes(before)
        assert "root-unsigned" in grown.findings()
        grown.ok("registry", "change", *grown.signs(FIRST_TWO[0]))
        assert grown.findings() == set()
        assert len(roots(grown)) == 1

    def test_a_dry_run_writes_nothing(self, grown: Office) -> None:
        grown.ok("registry", "change", *ADD, *grown.signs(FIRST_TWO[0]))
        before = grown.files()
        told = grown.json("registry", "change", *grown.signs(FIRST_TWO[1]), "--dry-run")
        assert (told["complete"], told["edited"], told["written"]) == (True, True, False)
        assert grown.files() == before

    def test_comments_in_the_file_stay(self, grown: Office) -> None:
        path = grown.repo / SETTINGS
        text = path.read_text(encoding="utf-8").replace("agency:\n", "# who runs it\nagency:\n", 1)
        path.write_text(text, encoding="utf-8")
        grown.both("registry", "change", *ADD)
        after = path.read_text(encoding="utf-8")
        assert after.startswith(text.partition("maintainers:")[0])
        assert "# who runs it\nagency:\n" in after

    def test_a_remark_among_the_pins_is_never_lost(self, grown: Office) -> None:
        path = grown.repo / SETTINGS
        text = path.read_text(encoding="utf-8").replace("  - key: m-2\n", "  # the deputy\n  - key: m-2\n", 1)
        path.write_text(text, encoding="utf-8")
        told = grown.both("registry", "change", *ADD)
        assert "write these lines there yourself" in told
        assert "- key: m-4" in told
        assert path.read_text(encoding="utf-8") == text
        assert grown.findings() == {"root-unsigned"}


class TestMove:
    def test_the_registry_moves_and_old_credentials_stay_valid(self, office: Office) -> None:
        old = office.class_("before")
        office.commit()
        office.both("registry", "change", "--base-url", NEW)
        stated = settings(office)
        assert (stated["base_url"], stated["former_base_urls"]) == (NEW, ["https://bukti.example"])
        office.commit()
        assert office.findings() == set()
        new = office.class_("after")
        office.commit()
        assert office.findings() == set()
        issuer = json.loads(next(new.glob("after-1.json")).read_bytes())["issuer"]["id"]
        assert issuer == f"did:web:new.example:issuers:{UNI}"
        assert office.verdicts(old, new) == BOTH_VALID

    def test_everything_else_goes_on_being_signed_after_it(self, office: Office) -> None:
        office.both("registry", "change", "--base-url", NEW)
        office.commit()
        office.ok("provider", "suspend", UNI, *office.signs(FIRST_TWO[0]))
        office.commit()
        office.both("registry", "change", "--base-url", "https://third.example")
        office.commit()
        assert settings(office)["former_base_urls"] == ["https://bukti.example", NEW]
        assert (office.findings(), office.status()) == (set(), "suspended")

    def test_an_address_that_it_had_is_refused(self, office: Office) -> None:
        signs = office.signs(FIRST_TWO[0])
        now = ("--base-url", "https://bukti.example")
        office.refused("registry", "change", *now, *signs, told="is the address already")
        office.both("registry", "change", "--base-url", NEW)
        office.commit()
        office.refused("registry", "change", *now, *signs, told="is a former address already")
        office.refused("registry", "change", "--base-url", "http://x", *signs, told="root.base_url")

    def test_another_branch(self, office: Office) -> None:
        office.refused("registry", "change", "--branch", "main", *office.signs(FIRST_TWO[0]), told="is main already")
        office.both("registry", "change", "--branch", "published")
        assert settings(office)["branch"] == "published"

    def test_by_hand_it_is_refused(self, office: Office) -> None:
        """The twin of a signed move: the same bytes without the act."""
        text = dump_record(settings(office) | {"base_url": NEW, "former_base_urls": ["https://bukti.example"]})
        (office.repo / SETTINGS).write_text(text, encoding="utf-8")
        assert "root-unsigned" in office.findings()
        office.refused("registry", "change", *REMOVE, *office.signs(FIRST_TWO[0]), told="another root than the one")
        done = office.command("build", "--out", str(office.desk / "site"))
        assert done.returncode == 1
        assert "root" in done.stderr


class TestReaffirmation:
    @pytest.fixture
    def fallen(self, office: Office) -> tuple[Office, str]:
        """A suspension that is void because the maintainer who signed it was robbed before."""
        theft = office.head()
        office.ok("provider", "suspend", UNI, *office.signs(MAINTAINERS[2]))
        path = next(one for one in office.files() if "/acts/" in one and "suspend" in office.files()[one].decode())
        office.commit()
        revoke = ("key", "revoke", MAINTAINERS[2], "--reason", "key-compromised", "--from-commit", theft)
        told = office.ok(*revoke, *office.signs(FIRST_TWO[0]))
        assert path in told
        office.ok(*revoke, *office.signs(FIRST_TWO[1]))
        office.commit()
        return office, path

    def test_two_others_stand_by_it_and_it_counts_again(self, fallen: tuple[Office, str]) -> None:
        office, path = fallen
        assert (office.status(), set(office.register().voided)) == ("active", {path})
        assert "1 of 2" in office.ok("registry", "reaffirm", path, *office.signs(FIRST_TWO[0]))
        assert office.status() == "active"
        office.ok("registry", "reaffirm", str(office.repo / path), *office.signs(FIRST_TWO[1]))
        office.commit()
        assert (office.status(), office.findings()) == ("suspended", set())
        office.refused("registry", "reaffirm", path, *office.signs(FIRST_TWO[0]), told="this record is not void")

    def test_refusals(self, fallen: tuple[Office, str]) -> None:
        office, path = fallen
        signs = office.signs(FIRST_TWO[0])
        office.refused("registry", "reaffirm", path, *office.signs(MAINTAINERS[2]), told="is revoked")
        office.refused("registry", "reaffirm", "registry/x.yaml", *signs, told="no such record")
        good = next(one for one in office.files() if "/acts/" in one and "admituni" in one)
        office.refused("registry", "reaffirm", good, *signs, told="this record is not void")
        office.ok("registry", "reaffirm", path, *signs)
        office.refused("registry", "reaffirm", path, *signs, told="has signed this act already")

    def test_what_fell_with_a_providers_key_is_not_the_maintainers_to_save(self, office: Office) -> None:
        office.class_("late")
        theft = office.commit_id()
        key = f"{UNI}/key-1"
        office.ok("key", "rotate", "--provider", UNI, "--key", "key-9", "--old", office.pem(key), "--out",
                  office.pem(f"{UNI}/key-9"))  # fmt: skip
        office.commit()
        for name in (key, *FIRST_TWO):
            office.ok("key", "revoke", key, "--reason", "key-compromised", "--from-commit", theft, *office.signs(name))
        office.commit()
        record = f"public_keys/{UNI}/key-9.yaml"
        office.refused("registry", "reaffirm", record, *office.signs(FIRST_TWO[0]), told="no maintainer's key")


def test_help_has_an_example_for_each(office: Office) -> None:
    for action in ("change", "reaffirm"):
        done = office.run("registry", action, "--help")
        assert (done.returncode, f"bukti registry {action} " in done.stdout) == (0, True)


def test_nothing_is_left_where_the_disk_is_full(grown: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The act is whole before the file is edited; run again, the edit is made."""
    import bukti.trust.registry_acts as acts

    grown.ok("registry", "change", *ADD, *grown.signs(FIRST_TWO[0]))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", str(Path("x")))

    with monkeypatch.context() as patch:
        patch.setattr(acts, "atomic_write", full)
        assert grown.command("registry", "change", *grown.signs(FIRST_TWO[1])).returncode == 1
    grown.ok("registry", "change", *grown.signs(FIRST_TWO[1]))
    assert grown.findings() == set()
