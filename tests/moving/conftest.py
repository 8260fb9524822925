"""One registry that has moved twice, built once; each test that changes it gets a copy."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.history.story import founded
from tests.issuing.conftest import World
from tests.issuing.conftest import first_world as first_world
from tests.moving.estate import A, B, C, Estate, Held, Site, move


@dataclass(frozen=True)
class Moved:
    """The registry after two moves, its site, and who holds what from which address.

    The first of each class is good. The second of the first class was revoked before any move, the third between
    the moves, the fourth after both; the second of the second class after the second move.
    """

    estate: Estate
    site: Site
    held: Mapping[str, list[Held]]
    moves: tuple[str, ...]

    @property
    def good(self) -> list[Held]:
        """The credentials that nobody revoked, of all three addresses."""
        return [self.held[A][0], self.held[A][4], self.held[B][0], self.held[C][0]]

    @property
    def revoked(self) -> list[Held]:
        """The revoked ones."""
        return [*self.held[A][1:4], self.held[B][1]]


@pytest.fixture(scope="session")
def moved(first_world: World, tmp_path_factory: pytest.TempPathFactory) -> Moved:
    folder = tmp_path_factory.mktemp("moved")
    estate = Estate(founded(first_world, folder))
    held = {A: estate.issue("a", "Ada", "Badrul", "Chen", "Devi", "Esah")}
    estate.revoke(held[A][1])
    moves = [move(estate, B)]
    held[B] = estate.issue("b", "Farah", "Goh")
    estate.revoke(held[A][2])
    moves.append(move(estate, C))
    held[C] = estate.issue("c", "Hana")
    estate.revoke(held[A][3])
    estate.revoke(held[B][1])
    return Moved(estate, estate.build(folder / "site"), held, tuple(moves))


@pytest.fixture
def estate(first_world: World, tmp_path: Path) -> Estate:
    """A registry of the test's own that has not moved yet."""
    return Estate(founded(first_world, tmp_path))
