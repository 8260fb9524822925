"""Public keys on which verifiers disagree never get in: ``bukti check`` refuses each by name (REC-11, T5).

The 14 encodings of points of small order, the encodings of y that are not below the field's prime, points of
mixed order, and what is no point; each with two maintainers' proofs, and beside them an ordinary key that passes.
"""

from pathlib import Path

import pytest

from bukti.proof import multikey
from tests.keys import demo_key, signed
from tests.proof.test_keys import D as CURVE
from tests.proof.test_keys import P, add, encoded, root_of, small_order_ys
from tests.standards.judges import check_findings
from tests.standards.stage import BASE, MAINTAINERS, UNI, Stage, make_empty

SMALL = "the public key is a point of small order"
SPELLING = "the public key is not the canonical encoding of a point"
ORDINARY = demo_key(f"{UNI}/odd-57")
"""The last of the keys that are tried, and the only one whose secret there is."""
MIXED = "the public key is not a point of prime order"


def root_at(y: int) -> int | None:
    """The x of a point with this y; None when there is none."""
    return root_of((y * y - 1) * pow(CURVE * y * y + 1, -1, P) % P)


def torsion() -> list[tuple[int, int]]:
    """The eight points whose order divides 8."""
    points = {(x, y) for y in small_order_ys() if (root := root_at(y)) is not None for x in (root, -root % P)}
    assert len(points) == 8
    return sorted(points)


def spelt(x: int, y: int) -> bytes:
    """The canonical encoding of a point."""
    return encoded(y, x & 1)


def mixed() -> list[bytes]:
    """An ordinary key's point with each point of small order added."""
    public = int.from_bytes(ORDINARY.public, "little")
    y, sign = public & ((1 << 255) - 1), public >> 255
    x = root_at(y)
    assert x is not None
    point = (x if x & 1 == sign else -x % P, y)
    assert spelt(*point) == ORDINARY.public
    return [spelt(*add(point, one)) for one in torsion() if one != (0, 1)]


def small_encodings() -> dict[bytes, str]:
    """All 14 encodings of points of small order: 8 canonical ones, 2 with a needless sign, 4 with y not reduced."""
    found = {spelt(x, y): SMALL for x, y in torsion()}
    found |= {encoded(y, 1): SMALL for y in (1, P - 1)}
    return found | {encoded(y, sign): SPELLING for y in (P, P + 1) for sign in (0, 1)}


def odd_keys() -> dict[bytes, str]:
    """Every odd public key and the reason that is expected for it."""
    spellings = {encoded(y, sign): SPELLING for y in range(P, 2**255) for sign in (0, 1)}
    return small_encodings() | spellings | dict.fromkeys(mixed(), MIXED) | {encoded(2): MIXED}


Told = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def errors(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """By file of a key's record: the messages of its errors by their code."""
    stage = make_empty(tmp_path_factory.mktemp("admission"))
    for number, public in enumerate([*odd_keys(), ORDINARY.public], start=1):
        add_key(stage, number, public)
    found: Told = {file_of(number): {} for number in range(1, len(odd_keys()) + 2)}
    for one in check_findings(stage.repo):
        if one["severity"] == "error":
            found[Path(one["file"]).name][one["code"]] = one["message"]
    return found


def file_of(number: int) -> str:
    """The file of the key with this number."""
    return f"odd-{number}.yaml"


def add_key(stage: Stage, number: int, public: bytes) -> None:
    """A key's record with two maintainers' proofs. The first proof cannot be of such a key: nobody has its secret."""
    record = {
        "schema": "key/v1", "registry": BASE, "provider": UNI, "key": f"odd-{number}", "number": 100 + number,
        "public_key": multikey.encode(public), "valid_from": "2026-10-05", "demonstration": True,
    }  # fmt: skip
    stage.write(signed(record, f"{UNI}/odd-{number}", *MAINTAINERS, created="2026-10-05T00:00:00Z"))


def test_there_are_14_encodings_of_small_order() -> None:
    assert len(small_encodings()) == 14
    assert sum(reason == SMALL for reason in small_encodings().values()) == 10


def test_each_odd_key_is_refused_with_its_reason(errors: Told) -> None:
    expected = {file_of(number): reason for number, reason in enumerate(odd_keys().values(), start=1)}
    assert {file: errors[file].get("key-public") for file in expected} == expected
    assert len(expected) == 10 + 38 + 7 + 1


def test_an_ordinary_key_is_admitted(errors: Told) -> None:
    assert errors[file_of(len(odd_keys()) + 1)] == {}
