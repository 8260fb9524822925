"""Status lists that strangers' verifiers read (W3C Bitstring Status List 1.0; REC-10, REC-16)."""

import base64
import re
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from bukti.did import did_of, status_list_url
from bukti.proof.credentials import sign_credential, verify_credential
from bukti.proof.jcs import without_proof
from bukti.proof.keys import SigningKey

CONTEXT = "https://www.w3.org/ns/credentials/v2"
MIN_LENGTH = 131_072
MAX_LENGTH = 1 << 26
"""The longest list that is decoded, in bits (8 MiB)."""


class StatusList:
    """The bits of one list; bit 0 is the left-most bit of the first byte (REC-16)."""

    def __init__(self, octets: bytearray) -> None:
        self._octets = octets

    @classmethod
    def new(cls, length: int = MIN_LENGTH) -> "StatusList":
        """A list of ``length`` bits, none set. Raises ValueError when REC-10 does not allow the length."""
        if length < MIN_LENGTH or length % 8 or length > MAX_LENGTH:
            raise ValueError(f"a status list has a multiple of 8 bits, {MIN_LENGTH} to {MAX_LENGTH}; not {length}")
        return cls(bytearray(length // 8))

    @classmethod
    def decode(cls, text: str, max_length: int = MAX_LENGTH) -> "StatusList":
        """The list of an ``encodedList``: ``u``, base64url without padding, gzip.

        Never inflates beyond ``max_length`` bits. Raises ValueError when the text is not of this form,
        the data is damaged, longer than that, or shorter than REC-10 demands.
        """
        if not re.fullmatch(r"u[A-Za-z0-9_-]+", text):
            raise ValueError("an encoded list is u and base64url without padding")
        packed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
        inflater = zlib.decompressobj(wbits=31)
        try:
            octets = inflater.decompress(packed, max_length // 8 + 1)
        except zlib.error as error:
            raise ValueError(f"an encoded list is compressed with gzip: {error}") from error
        if len(octets) * 8 > max_length:
            raise ValueError(f"the list is longer than {max_length} bits")
        if not inflater.eof or inflater.unused_data:
            raise ValueError("the compressed list is cut, or something follows it")
        if len(octets) * 8 < MIN_LENGTH:
            raise ValueError(f"the list has {len(octets) * 8} bits, fewer than {MIN_LENGTH}")
        return cls(bytearray(octets))

    def __len__(self) -> int:
        """The number of bits."""
        return len(self._octets) * 8

    def set(self, index: int) -> None:
        """Set the bit ``index``. Raises IndexError outside the list."""
        self._octets[self._byte(index)] |= 0x80 >> (index % 8)

    def get(self, index: int) -> bool:
        """Whether the bit ``index`` is set. Raises IndexError outside the list."""
        return bool(self._octets[self._byte(index)] & (0x80 >> (index % 8)))

    def indexes(self) -> Iterator[int]:
        """The bits that are set, ascending. Long runs without any cost next to nothing."""
        for found in re.finditer(rb"[^\x00]", self._octets):
            octet, first = found[0][0], 8 * found.start()
            yield from (first + bit for bit in range(8) if octet & (0x80 >> bit))

    def count(self, start: int, stop: int) -> int:
        """How many of the bits ``start`` ≤ i < ``stop`` are set; places beyond the list's end hold none."""
        stop = min(stop, len(self))
        if start >= stop:
            return 0
        end = -(-stop // 8)
        bits = int.from_bytes(self._octets[start // 8 : end], "big") >> (8 * end - stop)
        return (bits & ((1 << (stop - start)) - 1)).bit_count()

    def without(self, other: "StatusList") -> "StatusList":
        """The bits that are set here and not in ``other``. Raises ValueError where the lengths differ."""
        if len(self) != len(other):
            raise ValueError(f"lists of {len(self)} and {len(other)} bits cannot be compared")
        mine, theirs = (int.from_bytes(one._octets, "big") for one in (self, other))
        return StatusList(bytearray((mine & ~theirs).to_bytes(len(self._octets), "big")))

    def encode(self) -> str:
        """The list as ``encodedList``; the same bits give the same text."""
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        packed = bytearray(packer.compress(bytes(self._octets)) + packer.flush())
        # The header's time and operating system (RFC 1952, 2.3) would tell machines apart.
        packed[4:8], packed[9] = b"\0\0\0\0", 0xFF
        return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()

    def _byte(self, index: int) -> int:
        if not 0 <= index < len(self):
            raise IndexError(f"the list has no bit {index}; it has {len(self)}")
        return index // 8


def make_snapshot(
    base_url: str,
    provider: str,
    status_list: str,
    bits: StatusList,
    valid_from: str,
    key: SigningKey,
    method: str,
) -> dict[str, Any]:
    """A signed ``BitstringStatusListCredential`` of one list (REC-16).

    ``valid_from`` is the time of signing, ``YYYY-MM-DDTHH:MM:SSZ``; ``method`` is ``<DID of the
    provider>#<key id>``. The file holds the RFC 8785 bytes of the result and one LF.
    """
    address = status_list_url(base_url, provider, status_list)
    document = {
        "@context": [CONTEXT],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did_of(base_url, provider),
        "validFrom": valid_from,
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": bits.encode(),
        },
    }
    return sign_credential(document, key, method, valid_from)


def verify_snapshot(document: Mapping[str, Any], public: bytes) -> bool:
    """Whether the one proof of a status list credential is a good signature by the key ``public``.

    Only the signature; that the document is of the form of REC-16 is for the caller to check first.
    """
    proofs = document.get("proof")
    if not isinstance(proofs, list) or len(proofs) != 1 or not isinstance(proofs[0], Mapping):
        return False
    return verify_credential(without_proof(document), proofs[0], public)


def bits_of(document: Mapping[str, Any]) -> StatusList:
    """The bits of a status list credential. Raises ValueError when there is no readable list in it."""
    subject = document.get("credentialSubject")
    encoded = subject.get("encodedList") if isinstance(subject, Mapping) else None
    if not isinstance(encoded, str):
        raise ValueError("credentialSubject has no encodedList")
    return StatusList.decode(encoded)
