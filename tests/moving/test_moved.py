"""After two moves: old links, old files, old DIDs and old status lists, and the new ones beside them."""

import json

import pytest

from bukti.loading import load_or_raise, read_history
from bukti.proof.jcs import registry_hash
from bukti.proof.status import bits_of
from bukti.register import build_register
from tests.moving.conftest import Moved
from tests.moving.estate import A, B, C, Stranger, did, in_node, spellings
from tests.templates.small import MC, PROVIDER

LISTS = {A: "1", B: "2", C: "3"}


def test_the_registry_is_in_order(moved: Moved) -> None:
    assert moved.estate.errors() == []
    for commit in moved.moves:
        assert moved.estate.errors("--against", commit, "--published", commit) == []
    snapshot = load_or_raise(moved.estate.repo)
    register = build_register(snapshot, read_history(moved.estate.repo, "main"))
    assert (register.base_url, register.former_base_urls) == (C, (A, B))
    assert register.findings == ()
    assert [batch.batch.record.registry for batch in register.batches] == [A, B, C]


class TestOurVerifiers:
    """Card links of any host, in both spellings, and files: by the repository, by the site, in Node."""

    def test_repository(self, moved: Moved) -> None:
        for held in moved.good:
            assert set(moved.estate.verdicts(*spellings(held))) == {"valid"}
        for held in moved.revoked:
            assert set(moved.estate.verdicts(*spellings(held))) == {"revoked"}

    def test_site(self, moved: Moved) -> None:
        for held in moved.good:
            assert set(moved.estate.verdicts(*spellings(held), site=moved.site)) == {"valid"}
        for held in moved.revoked:
            assert set(moved.estate.verdicts(*spellings(held), site=moved.site)) == {"revoked"}

    @pytest.mark.needs_node
    def test_node(self, moved: Moved) -> None:
        good = [spelling for held in moved.good for spelling in spellings(held)]
        revoked = [spelling for held in moved.revoked for spelling in spellings(held)]
        found = in_node(moved.site, *good, *revoked)
        assert found == ["valid"] * len(good) + ["revoked"] * len(revoked)
        assert len(good) == len(revoked) == 28

    @pytest.mark.needs_node
    def test_a_credential_that_claims_another_of_the_bases_is_refused(self, moved: Moved) -> None:
        """All three are ours, and still a credential is of one: its signature binds the address."""
        held = moved.held[A][0]
        other = held.file.parent / "elsewhere.other"
        text = held.file.read_text(encoding="utf-8")
        assert text.count(did(A)) == 2
        other.write_text(text.replace(did(A), did(B)).replace(f"{A}/", f"{B}/"), encoding="utf-8")
        assert moved.estate.verdicts(str(other)) == ["invalid"]
        assert moved.estate.verdicts(str(other), site=moved.site) == ["invalid"]
        assert in_node(moved.site, str(other)) == ["invalid"]


class TestStrangers:
    """They follow the addresses in a credential; the old hosts map ``/issuers/…`` to ``/former/<n>/issuers/…``."""

    def test_every_issuer_has_a_document_with_its_own_ids_under_each_base(self, moved: Moved) -> None:
        stranger = Stranger(moved.site)
        for base in (A, B, C):
            document = stranger.resolve(did(base))
            text = json.dumps(document)
            assert did(base) in text
            assert not [other for other in (A, B, C) if other != base and did(other) in text]
            assert [one.partition("#")[2] for one in document["assertionMethod"]] == ["k-1"]
        assert moved.site.json(f"former/0/issuers/{PROVIDER}/did.json")["id"] == did(A)
        assert moved.site.json(f"former/1/issuers/{PROVIDER}/did.json")["id"] == did(B)
        assert moved.site.json(f"issuers/{PROVIDER}/did.json")["id"] == did(C)

    def test_the_maintainers_have_theirs(self, moved: Moved) -> None:
        for folder, base in (("former/0/", A), ("former/1/", B), ("", C)):
            document = moved.site.json(f"{folder}issuers/registry/did.json")
            assert document["id"] == did(base).replace(PROVIDER, "registry")
            assert len(document["verificationMethod"]) == 2

    def test_good_ones_pass_and_revoked_ones_do_not(self, moved: Moved) -> None:
        stranger = Stranger(moved.site)
        assert [stranger.accepts(held.credential) for held in moved.good] == [True] * 4
        assert [stranger.accepts(held.credential) for held in moved.revoked] == [False] * 4

    def test_a_signature_is_looked_at(self, moved: Moved) -> None:
        credential = moved.good[0].credential
        credential["credentialSubject"]["identifier"][0]["identityHash"] = "Somebody Else"
        assert not Stranger(moved.site).signed(credential)


class TestStatusLists:
    def test_each_list_stands_where_its_credentials_look_for_it_and_nowhere_else(self, moved: Moved) -> None:
        assert moved.site.files("**/status/*.json") == [
            f"former/0/issuers/{PROVIDER}/status/1.json",
            f"former/1/issuers/{PROVIDER}/status/2.json",
            f"issuers/{PROVIDER}/status/3.json",
        ]
        for base, held in moved.held.items():
            for one in held:
                entry = one.credential["credentialStatus"]
                assert entry["statusListCredential"] == f"{base}/issuers/{PROVIDER}/status/{LISTS[base]}.json"

    def test_all_snapshots_of_a_list_have_the_id_and_issuer_of_its_first(self, moved: Moved) -> None:
        snapshot = load_or_raise(moved.estate.repo)
        found = {
            (name, serial): (located.record.document["id"], located.record.document["issuer"])
            for (_, name, serial), located in snapshot.statuses.items()
        }
        assert sorted(found) == [("1", 1), ("1", 2), ("1", 3), ("1", 4), ("2", 1), ("2", 2), ("3", 1)]
        for (name, _), named in found.items():
            base = {listed: base for base, listed in LISTS.items()}[name]
            assert named == (f"{base}/issuers/{PROVIDER}/status/{name}.json", did(base))

    def test_the_newest_snapshot_is_published_with_every_revocation(self, moved: Moved) -> None:
        first = moved.site.json(f"former/0/issuers/{PROVIDER}/status/1.json")
        second = moved.site.json(f"former/1/issuers/{PROVIDER}/status/2.json")
        for document, class_, raised in ((first, moved.held[A], {1, 2, 3}), (second, moved.held[B], {1})):
            bits = bits_of(document)
            set_ = {
                number
                for number, held in enumerate(class_)
                if bits.get(int(held.credential["credentialStatus"]["statusListIndex"]))
            }
            assert set_ == raised


class TestLookUp:
    def test_the_directory_names_every_did_and_the_present_base_first(self, moved: Moved) -> None:
        keys = moved.site.json("keys.json")
        assert (keys["base_url"], keys["former_base_urls"]) == (C, [A, B])
        (issuer,) = [one for one in keys["issuers"] if one["id"] == PROVIDER]
        assert issuer["did"] == [did(C), did(A), did(B)]

    def test_a_version_has_a_template_for_each_base(self, moved: Moved) -> None:
        templates = moved.site.json("lookup/0/templates.json")["templates"].values()
        found = {one["credential"]["credentialSubject"]["achievement"]["id"] for one in templates}
        assert found == {f"{base}/mc/{PROVIDER}/{MC}/v1.json" for base in (A, B, C)}

    def test_no_credential_is_registered_twice(self, moved: Moved) -> None:
        register = build_register(load_or_raise(moved.estate.repo), read_history(moved.estate.repo, "main"))
        for class_ in moved.held.values():
            for held in class_:
                assert len(list(register.entries(registry_hash(held.credential)))) == 1
