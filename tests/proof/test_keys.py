"""Keys: the one verification rule, admission, and key files (CRD-14, REC-11)."""

import hashlib
import json
import stat
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from bukti.errors import BuktiError
from bukti.proof.keys import admission_fault, generate_key, key_from_seed, load_key, save_key, verify
from bukti.specification import spec_text
from tests.keys import demo_key, demo_seed

PASSPHRASE = "four plain random words"
P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P


def encoded(y: int, sign: int = 0) -> bytes:
    return (y | sign << 255).to_bytes(32, "little")


class TestSignatures:
    def test_rfc_8032_example(self) -> None:
        """RFC 8032, section 7.1, TEST 2."""
        key = key_from_seed(bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))
        assert key.public.hex() == "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
        signature = key.sign(b"\x72")
        assert signature.hex() == (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        )
        assert verify(key.public, signature, b"\x72")
        assert not verify(key.public, signature, b"\x73")

    @pytest.mark.parametrize("flip", range(0, 64, 7))
    def test_a_changed_signature_never_passes(self, flip: int) -> None:
        key = demo_key("flip")
        signature = bytearray(key.sign(b"data"))
        assert verify(key.public, bytes(signature), b"data")
        signature[flip] ^= 1
        assert not verify(key.public, bytes(signature), b"data")

    def test_an_r_of_small_order_never_passes(self) -> None:
        """The holder of a key can make such a signature, and the library alone takes it."""
        key, order = demo_key("small R"), 2**252 + 27742317777372353535851937790883648493
        head = bytearray(hashlib.sha512(demo_seed("small R")).digest()[:32])
        head[0] &= 248
        head[31] = head[31] & 63 | 64
        r = encoded(1)
        h = int.from_bytes(hashlib.sha512(r + key.public + b"data").digest(), "little")
        s = h * int.from_bytes(head, "little") % order
        signature = r + s.to_bytes(32, "little")
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, b"data")
        assert not verify(key.public, signature, b"data")

    def test_other_lengths_never_pass(self) -> None:
        key = demo_key("length")
        signature = key.sign(b"data")
        assert not verify(key.public[:31], signature, b"data")
        assert not verify(key.public, signature + b"\0", b"data")
        assert not verify(key.public, b"", b"data")

    def test_edge_cases_have_one_accept_set(self, vectors: Path) -> None:
        """C2SP/CCTV: what remains of the 208 cases that the library accepts without small orders.

        The TypeScript verifier has to accept the same cases by the same rule; see
        ``spec/tables/ed25519.json``.
        """
        cases = json.loads((vectors / "ed25519-edge" / "ed25519vectors.json").read_bytes())
        accepted = [case for case in cases if passes(case)]
        assert len(cases) == 914
        small = {"low_order_A", "low_order_R", "non_canonical_A", "non_canonical_R", "low_order_residue"}
        assert not [case["number"] for case in accepted if small & set(case["flags"] or [])]
        assert len(accepted) == ACCEPTED_EDGE_CASES

    def test_the_table_is_that_of_the_curve(self) -> None:
        """The y of all points whose order divides 8, found by counting the group's small part."""
        table = json.loads(spec_text("tables/ed25519.json"))
        assert bytes.fromhex(table["p"]) == encoded(P)
        assert {bytes.fromhex(value) for value in table["low_order_y"]} == {encoded(y) for y in small_order_ys()}


ACCEPTED_EDGE_CASES = 43


def passes(case: dict[str, str]) -> bool:
    return verify(bytes.fromhex(case["key"]), bytes.fromhex(case["sig"]), case["msg"].encode())


def add(one: tuple[int, int], two: tuple[int, int]) -> tuple[int, int]:
    (x1, y1), (x2, y2) = one, two
    k = D * x1 * x2 * y1 * y2 % P
    return (x1 * y2 + x2 * y1) * pow(1 + k, -1, P) % P, (y1 * y2 + x1 * x2) * pow(1 - k, -1, P) % P


def root_of(square: int) -> int | None:
    root = pow(square, (P + 3) // 8, P)
    for candidate in (root, root * pow(2, (P - 1) // 4, P) % P):
        if candidate * candidate % P == square:
            return candidate
    return None


def small_order_ys() -> set[int]:
    order = 2**252 + 27742317777372353535851937790883648493
    for y in range(2, 100):
        x = root_of((y * y - 1) * pow(D * y * y + 1, -1, P) % P)
        if x is None:
            continue
        point, factor, times = (0, 1), (x, y), order
        while times:
            point = add(point, factor) if times & 1 else point
            factor, times = add(factor, factor), times >> 1
        orbit = [(0, 1)]
        while (following := add(orbit[-1], point)) != (0, 1):
            orbit.append(following)
        if len(orbit) == 8:
            return {y for _, y in orbit}
    raise AssertionError("no point of order 8 found")


class TestAdmission:
    def test_an_ordinary_key_is_admitted(self) -> None:
        assert admission_fault(demo_key("ordinary").public) is None

    @pytest.mark.parametrize("y", sorted(small_order_ys()))
    @pytest.mark.parametrize("sign", [0, 1])
    def test_points_of_small_order_are_refused(self, y: int, sign: int) -> None:
        assert "small order" in (admission_fault(encoded(y, sign)) or "")

    @pytest.mark.parametrize("y", [P, P + 1, P + 5, 2**255 - 1])
    def test_other_spellings_are_refused(self, y: int) -> None:
        assert "canonical" in (admission_fault(encoded(y)) or "")

    def test_a_point_of_mixed_order_is_refused(self, vectors: Path) -> None:
        cases = json.loads((vectors / "ed25519-edge" / "ed25519vectors.json").read_bytes())
        flags = {case["key"]: set(case["flags"] or []) for case in cases}
        small = {"low_order_A", "non_canonical_A"}
        mixed = {key for key, found in flags.items() if "low_order_component_A" in found and not found & small}
        assert mixed
        for key in mixed:
            assert "prime order" in (admission_fault(bytes.fromhex(key)) or "")

    def test_what_is_no_point_is_refused(self) -> None:
        assert "prime order" in (admission_fault(encoded(2)) or "")
        assert "31 bytes" in (admission_fault(bytes(31)) or "")


class TestKeyFiles:
    def test_a_key_comes_back_with_its_passphrase(self, tmp_path: Path) -> None:
        path, key = tmp_path / "uni.key", generate_key()
        save_key(path, key, PASSPHRASE)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert b"ENCRYPTED" in path.read_bytes()
        assert load_key(path, PASSPHRASE).public == key.public

    def test_a_wrong_passphrase_is_told(self, tmp_path: Path) -> None:
        save_key(tmp_path / "uni.key", demo_key("file"), PASSPHRASE)
        with pytest.raises(BuktiError, match="passphrase does not open"):
            load_key(tmp_path / "uni.key", "another passphrase")

    def test_a_short_passphrase_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(BuktiError, match="too short"):
            save_key(tmp_path / "uni.key", demo_key("file"), "elevenchars")
        assert not (tmp_path / "uni.key").exists()

    def test_a_key_file_is_never_overwritten(self, tmp_path: Path) -> None:
        path = tmp_path / "uni.key"
        save_key(path, demo_key("first"), PASSPHRASE)
        with pytest.raises(BuktiError, match="already"):
            save_key(path, demo_key("second"), PASSPHRASE)
        assert load_key(path, PASSPHRASE).public == demo_key("first").public

    def test_a_git_work_tree_is_refused(self, tmp_path: Path) -> None:
        subprocess.run(["git", "init", "-q", tmp_path / "repo"], check=True)
        inside = tmp_path / "repo" / "keys" / "uni.key"
        inside.parent.mkdir()
        with pytest.raises(BuktiError, match="work tree"):
            save_key(inside, demo_key("file"), PASSPHRASE)
        save_key(tmp_path / "uni.key", demo_key("file"), PASSPHRASE)
        inside.write_bytes((tmp_path / "uni.key").read_bytes())
        with pytest.raises(BuktiError, match="work tree"):
            load_key(inside, PASSPHRASE)

    def test_other_files_are_told_apart(self, tmp_path: Path) -> None:
        (tmp_path / "text").write_text("hello")
        with pytest.raises(BuktiError, match="no encrypted key"):
            load_key(tmp_path / "text", PASSPHRASE)
        with pytest.raises(BuktiError, match="cannot be read"):
            load_key(tmp_path / "absent", PASSPHRASE)
        other = ec.generate_private_key(ec.SECP256R1())
        pem = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(PASSPHRASE.encode()))
        (tmp_path / "p256").write_bytes(pem)
        with pytest.raises(BuktiError, match="another kind"):
            load_key(tmp_path / "p256", PASSPHRASE)

    def test_a_key_never_shows_its_secret(self) -> None:
        key = demo_key("shown")
        assert repr(key) == f"SigningKey({key.multikey})"
