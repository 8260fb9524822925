"""Hostile records cost bounded time: work grows with the records, not with their square (threat-model I8).

The bounds are many times what the work takes; what was quadratic took minutes at these sizes.
"""

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.register.world import LIST, UNI, World, digest, founded

KEY_1 = f"{UNI}/key-1"
M1, M2, M3 = (f"registry/m-{number}" for number in (1, 2, 3))
MANY = 400


def at(number: int) -> dict[str, Any]:
    return {"status": {"list": LIST, "from": 100 + 4 * number, "to": 104 + 4 * number}}


def repeats(world: World) -> list[str]:
    """One batch repeats a hash of another, among many."""
    for number in range(MANY):
        world.batch(str(number + 1), digest(number), **at(number))
    world.commit()
    world.batch(str(MANY + 1), digest(3), **at(MANY))
    return ["batch-repeat"]


def reaffirms(world: World) -> list[str]:
    """Each batch says again what the one before it said."""
    world.batch("1", digest(1))
    world.commit()
    for number in range(2, MANY):
        again: dict[str, Any] = {"reaffirms": f"2026-10-05-{number - 1:08}", "status": at(0)["status"]}
        world.batch(str(number), digest(1), **again)
        world.commit()
    return []


def addresses(world: World) -> list[str]:
    """Roots that nobody may sign state thousands of addresses; each signer is looked for under every one."""
    more = [f"https://a{number}.example" for number in range(5000)]
    for number in range(5):
        world.root(M1, serial=f"{number:08}", root={"former_base_urls": more})
    for number in range(200):
        world.batch(str(number + 1), digest(number), **at(number))
    return ["registry-act-authority", "registry-act-root"] * 5


def reaffirmations(world: World) -> list[str]:
    """One maintainer stands by a long act again and again."""
    world.batch("1", *map(digest, range(2000)), status={"list": LIST, "from": 0, "to": 8000})
    path = world.act("revoked", *map(digest, range(2000)))
    world.commit()
    for number in range(MANY):
        world.reaffirmation(path, M1, serial=f"{number:08}")
    return ["registry-act-authority", "registry-act-record"] * MANY


def revocations(world: World) -> list[str]:
    """Each act on the key reaches one commit further back."""
    commits = []
    for number in range(100):
        world.batch(str(number + 1), digest(number), **at(number))
        commits.append(world.commit())
    for number, since in enumerate(reversed(commits)):
        world.key_act(KEY_1, KEY_1, M1, M2, serial=f"{number:08}", from_commit=since)
        world.commit()
    return []


@pytest.mark.parametrize("hostile", [repeats, reaffirms, addresses, reaffirmations, revocations])
def test_it_is_judged_in_bounded_time(hostile: Callable[[World], list[str]]) -> None:
    world = founded()
    world.first_root = world.stated()
    expected = hostile(world)
    world.commit()
    begun = time.process_time()
    codes = world.codes()
    assert time.process_time() - begun < 20
    assert set(codes) == set(expected)
