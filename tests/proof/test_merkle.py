"""RFC 6962, section 2.1 (REC-9)."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bukti.proof.merkle import root


def by_definition(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962 as it is written there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + by_definition(leaves[:k]) + by_definition(leaves[k:])).digest()


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=70))
def test_the_root_is_that_of_the_definition(leaves: list[bytes]) -> None:
    assert root(b"".join(leaves)) == by_definition(leaves)


@pytest.mark.parametrize("count", [127, 128, 129, 1000])
def test_larger_trees(count: int) -> None:
    leaves = [hashlib.sha256(str(number).encode()).digest() for number in range(count)]
    assert root(b"".join(leaves)) == by_definition(leaves)


def test_known_values() -> None:
    """The empty tree of RFC 6962; one and two leaves of zeros, worked out with sha256sum."""
    assert root(b"").hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert root(bytes(32)).hex() == ONE_LEAF
    assert root(bytes(64)).hex() == TWO_LEAVES


ONE_LEAF = "7f9c9e31ac8256ca2f258583df262dbc7d6f68f2a03043d5c99a4ae5a7396ce9"
TWO_LEAVES = "a4b8c7873a49d5d53af0b2a0202486483020d95935d763edc4ef2f602200d8de"


def test_half_a_hash_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        root(bytes(33))
