"""Ed25519 keys: made, kept as encrypted files, admitted and used (CRD-14, REC-11)."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from bukti.errors import BuktiError
from bukti.files import AlreadyThere, atomic_write, inside_git_work_tree
from bukti.proof import multikey
from bukti.specification import spec_text

MIN_PASSPHRASE = 12
"""Characters. The key derivation of PKCS#8 files is a cheap one, so the passphrase carries the strength."""

_LARGEST_FILE = 16_384


class SigningKey:
    """A secret Ed25519 key; it signs and never shows itself, not even in ``repr``."""

    def __init__(self, secret: Ed25519PrivateKey) -> None:
        self._secret = secret
        self.public: bytes = secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        """The public key, 32 bytes."""
        self.multikey: str = multikey.encode(self.public)
        """The public key as Multikey, ``z6Mk…``."""

    def __repr__(self) -> str:
        return f"SigningKey({self.multikey})"

    def sign(self, data: bytes) -> bytes:
        """The signature over ``data``, 64 bytes; the same each time (RFC 8032, Ed25519)."""
        return self._secret.sign(data)

    def encrypted_pem(self, passphrase: str) -> bytes:
        """The key as encrypted PKCS#8 in PEM. Raises BuktiError when the passphrase is too short."""
        if len(passphrase) < MIN_PASSPHRASE:
            raise BuktiError(
                "the passphrase is too short for a key file",
                expected=f"at least {MIN_PASSPHRASE} characters",
                hint="take four or more random words",
            )
        encryption = BestAvailableEncryption(passphrase.encode())
        return self._secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


def generate_key() -> SigningKey:
    """A new key from the system's random generator."""
    return SigningKey(Ed25519PrivateKey.generate())


def key_from_seed(seed: bytes) -> SigningKey:
    """The key of a seed of 32 bytes: for tests and demonstrations, whose secrets are public."""
    return SigningKey(Ed25519PrivateKey.from_private_bytes(seed))


def save_key(path: Path, key: SigningKey, passphrase: str) -> None:
    """Write ``key`` into a new file that only its owner may read, encrypted with ``passphrase``.

    Raises BuktiError when the file would stand inside a git work tree (an ignored place too: a
    secret key has no business there) or exists already, or the passphrase is too short.
    """
    _refuse_work_tree(path)
    pem = key.encrypted_pem(passphrase)
    try:
        atomic_write(path, pem, mode=0o600, create_only=True)
    except AlreadyThere as error:
        raise BuktiError(
            "there is a file of this name already; a key file is never overwritten",
            where=str(path),
            hint="choose another name",
        ) from error


def load_key(path: Path, passphrase: str) -> SigningKey:
    """The key in the encrypted PKCS#8 file ``path``.

    Raises BuktiError when the file cannot be read, stands inside a git work tree, is no encrypted
    key, is a key of another kind, or ``passphrase`` does not open it.
    """
    _refuse_work_tree(path)
    pem = _read_key_file(path)
    if b"ENCRYPTED PRIVATE KEY" not in pem:
        raise BuktiError(
            "this is no encrypted key file",
            where=str(path),
            expected="PKCS#8 in PEM that begins with -----BEGIN ENCRYPTED PRIVATE KEY-----",
            hint="make one with `bukti key new`",
        )
    try:
        secret = load_pem_private_key(pem, passphrase.encode())
    except (ValueError, TypeError) as error:
        raise BuktiError(
            "the passphrase does not open this key file, or the file is damaged",
            where=str(path),
            hint="type it again; if it is forgotten the key is lost: make a new one and have this one retired",
        ) from error
    if not isinstance(secret, Ed25519PrivateKey):
        raise BuktiError("a key of another kind", where=str(path), expected="an Ed25519 key")
    return SigningKey(secret)


def _read_key_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST_FILE)
    except OSError as error:
        raise BuktiError(f"the key file cannot be read: {error.strerror}", where=str(path)) from error


def _refuse_work_tree(path: Path) -> None:
    tree = inside_git_work_tree(path)
    if tree is not None:
        raise BuktiError(
            "a secret key may not stand inside a git work tree",
            where=str(path),
            expected=f"a place outside {tree}",
            hint="move the file to a folder of its own, for instance below your home folder",
        )


def admission_fault(public: bytes) -> str | None:
    """Why ``public`` may not be admitted, as a plain sentence; None when it may (REC-11).

    Good is the canonical encoding of a point of prime order: no low-order and no mixed-order point.
    """
    if len(public) != 32:
        return f"the public key has {len(public)} bytes, not 32"
    if not _canonical(public):
        return "the public key is not the canonical encoding of a point"
    if _low_order(public):
        return "the public key is a point of small order"
    # Loaded late: only admission needs libsodium, and it costs a start of the command.
    from nacl.bindings import crypto_core_ed25519_is_valid_point

    if not crypto_core_ed25519_is_valid_point(public):
        return "the public key is not a point of prime order"
    return None


def verify(public: bytes, signature: bytes, data: bytes) -> bool:
    """Whether ``signature`` over ``data`` is good under ``public``, by the one rule of CRD-14.

    First the public key and R (the signature's first half) are held against
    ``spec/tables/ed25519.json``; then the library verifies without cofactor and with S below the
    group order. Never raises.
    """
    if len(public) != 32 or len(signature) != 64:
        return False
    if not all(_canonical(point) and not _low_order(point) for point in (public, signature[:32])):
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_sound(public: bytes) -> bool:
    """Whether 32 bytes may be a public key at all by CRD-14: canonical and not of small order."""
    return len(public) == 32 and _canonical(public) and not _low_order(public)


@cache
def _table() -> tuple[int, frozenset[int]]:
    data = json.loads(spec_text("tables/ed25519.json"))
    low: Sequence[str] = data["low_order_y"]
    return _little(data["p"]), frozenset(_little(value) for value in low)


def _little(value: str) -> int:
    return int.from_bytes(bytes.fromhex(value), "little")


def _y(point: bytes) -> int:
    return int.from_bytes(point, "little") & ((1 << 255) - 1)


def _canonical(point: bytes) -> bool:
    return _y(point) < _table()[0]


def _low_order(point: bytes) -> bool:
    return _y(point) in _table()[1]
